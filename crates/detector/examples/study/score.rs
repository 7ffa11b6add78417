//! How well flagged years meet planted ones, over many series, with standard errors.

use crate::methods::Detector;
use crate::plant::{Planted, Setting};
use groundswell_detector::Series;
use std::ops::Range;

/// What one detector got of one series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    /// Planted waves of which at least one year has a count.
    waves: f64,
    /// Those of them of which a year is flagged.
    found: f64,
    /// Years with a count in planted waves.
    years: f64,
    /// Flagged years.
    flagged: f64,
    /// Flagged years in planted waves.
    hits: f64,
    /// Maximal runs of flagged years that touch no planted wave.
    false_runs: f64,
}

/// A ratio or mean over series, with its standard error. `None`: nothing to divide by.
pub(crate) type Estimate = Option<(f64, f64)>;

/// How well a detector does in a setting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score {
    /// Planted waves found ÷ planted waves. A wave whose years are all lost is not counted.
    pub(crate) wave_recall: Estimate,
    /// Flagged years in planted waves ÷ flagged years.
    pub(crate) precision: Estimate,
    /// Flagged years in planted waves ÷ years of planted waves that have a count.
    pub(crate) year_recall: Estimate,
    /// Runs of flagged years that touch no planted wave, a series.
    pub(crate) false_runs: Estimate,
}

/// Scores every detector on the same series, numbered from 0.
pub(crate) fn score(setting: &Setting, detectors: &[Detector], series: u64) -> Vec<Score> {
    let mut tallies = vec![Vec::new(); detectors.len()];
    for number in 0..series {
        let planted = Planted::new(setting, number);
        for (detector, tallies) in detectors.iter().zip(&mut tallies) {
            tallies.push(tally(&planted.series, &planted.waves, &detector.flags(&planted.series)));
        }
    }
    tallies.iter().map(|tallies| Score::of(tallies)).collect()
}

fn tally(series: &Series, waves: &[(usize, usize)], flags: &[bool]) -> Tally {
    let seen: Vec<bool> = series.years().map(|(_, cell)| cell.count().is_some()).collect();
    let count =
        |range: &Range<usize>, of: &[bool]| of[range.clone()].iter().filter(|is| **is).count();
    let mut tally = Tally { flagged: count(&(0..flags.len()), flags) as f64, ..Tally::default() };
    for range in waves.iter().map(|(first, end)| *first..*end) {
        let (years, hits) = (count(&range, &seen), count(&range, flags));
        tally.waves += f64::from(u8::from(years > 0));
        tally.found += f64::from(u8::from(hits > 0));
        tally.years += years as f64;
        tally.hits += hits as f64;
    }
    let touches =
        |run: &Range<usize>| waves.iter().any(|(first, end)| run.start < *end && *first < run.end);
    tally.false_runs = runs(flags).iter().filter(|run| !touches(run)).count() as f64;
    tally
}

/// The maximal runs of flagged years.
pub(crate) fn runs(flags: &[bool]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in (0..flags.len()).filter(|index| flags[*index]) {
        match runs.last_mut() {
            Some(run) if run.end == index => run.end += 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

impl Score {
    fn of(tallies: &[Tally]) -> Self {
        Self {
            wave_recall: ratio(tallies, |tally| (tally.found, tally.waves)),
            precision: ratio(tallies, |tally| (tally.hits, tally.flagged)),
            year_recall: ratio(tallies, |tally| (tally.hits, tally.years)),
            false_runs: ratio(tallies, |tally| (tally.false_runs, 1.0)),
        }
    }
}

/// Σa ÷ Σb over series, which are independent: the years of one are not. Its standard error is
/// √Σ(a − rb)² ÷ Σb (W. G. Cochran, *Sampling Techniques*, 3rd ed. 1977, formula 6.13, without the finite population).
fn ratio(tallies: &[Tally], parts: impl Fn(&Tally) -> (f64, f64)) -> Estimate {
    let (top, bottom) =
        tallies.iter().map(&parts).fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
    if bottom == 0.0 {
        return None;
    }
    let ratio = top / bottom;
    let squares: f64 =
        tallies.iter().map(&parts).map(|(a, b)| (a - ratio * b) * (a - ratio * b)).sum();
    Some((ratio, libm::sqrt(squares) / bottom))
}
