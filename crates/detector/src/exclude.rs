//! The period mean over the years that are not waves, which are in turn found with that mean.
//!
//! Round 0 excludes nothing. Each round flags the years that pass the rule against the mean of the years
//! not excluded, and the next round excludes those. It ends when a round flags what was already excluded:
//! the flagged years and the mean then agree with each other.
//!
//! It always ends for m ≥ 1, which [`Rule::check`] demands: a year newly flagged exceeds (or, with `ge`,
//! reaches) m times the mean and so the mean itself, leaving it out cannot raise the mean, and whatever was
//! flagged stays flagged. The excluded years only grow, so there are at most as many rounds as years.
//!
//! If every year would be excluded (`ge`, when no year is below the mean), the mean of the last round stands.
//! The idea of a background level free of the outliers it is to detect, found by repeated rejection, is the
//! "sigma clipping" of astronomers' photometry.

use crate::flip::{Line, Watch};
use crate::ratio::Ratio;
use crate::rule::{Comparison, Rule};
use crate::years::Years;
use alloc::{vec, vec::Vec};

/// Which years ended up outside the mean.
#[derive(Debug)]
pub(crate) struct Excluded {
    years: Vec<bool>,
    /// Every year would have been excluded, so all are waves though not all are excluded.
    pub(crate) nothing_left: bool,
}

impl Excluded {
    pub(crate) fn is_wave(&self, index: usize) -> bool {
        self.nothing_left || self.years.get(index) == Some(&true)
    }

    /// Number and sum of the years that make the mean.
    pub(crate) fn kept(&self, years: &Years) -> (u32, u64) {
        let kept = years.points.iter().zip(&self.years).filter(|(_, excluded)| !**excluded);
        kept.filter_map(|(point, _)| point.value)
            .fold((0, 0), |(n, sum), value| (n + 1, sum + value))
    }
}

/// Runs the rounds. The count of the year `on_trial`, if there is one, is that of the watch.
pub(crate) fn exclude_waves(
    years: &Years,
    rule: &Rule,
    on_trial: Option<usize>,
    watch: &mut Watch,
) -> Excluded {
    let counts = counts(years, on_trial);
    let mut candidates = candidates(years, rule, &counts, on_trial, watch);
    let mut excluded = vec![false; counts.len()];
    let mut kept = years.period.years;
    let mut sum = counts.iter().flatten().fold(Line::fixed(0), |sum, count| sum + *count);
    loop {
        let passes_level = |&(_, count): &(usize, Line)| {
            let Some((num, den)) = rule.period.map(Ratio::parts) else { return true };
            watch.holds(count * (den * i128::from(kept)), rule.comparison, sum * num)
        };
        let (newly, rest): (Vec<_>, Vec<_>) = candidates.into_iter().partition(passes_level);
        let nothing_left = !newly.is_empty() && newly.len() == kept as usize;
        if newly.is_empty() || nothing_left {
            return Excluded { years: excluded, nothing_left };
        }
        for (index, count) in newly {
            excluded[index] = true;
            kept -= 1;
            sum = sum - count;
        }
        candidates = rest;
    }
}

fn counts(years: &Years, on_trial: Option<usize>) -> Vec<Option<Line>> {
    let count = |(index, value): (usize, u64)| {
        if on_trial == Some(index) { Line::COUNT } else { Line::fixed(value) }
    };
    years
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| point.value.map(|value| count((index, value))))
        .collect()
}

/// The years that pass all but the comparison with the period.
fn candidates(
    years: &Years,
    rule: &Rule,
    counts: &[Option<Line>],
    on_trial: Option<usize>,
    watch: &mut Watch,
) -> Vec<(usize, Line)> {
    let (num, den) = rule.recent.parts();
    let mut passing = Vec::new();
    for (index, point) in years.points.iter().enumerate() {
        if !point.decidable || point.barred {
            continue;
        }
        let Some(count) = counts[index] else { continue };
        let mut baseline = Line::fixed(point.baseline.sum);
        // The year on trial is part of the baseline of the years after it.
        if let Some(trial) =
            on_trial.filter(|trial| *trial < index && index - trial <= rule.window as usize)
        {
            let before = years.points[trial].value.unwrap_or(0);
            baseline = baseline - Line::fixed(before) + Line::COUNT;
        }
        let recent = watch.holds(
            count * (den * i128::from(point.baseline.years)),
            rule.comparison,
            baseline * num,
        );
        if recent && watch.holds(count, Comparison::Ge, Line::fixed(rule.min_count)) {
            passing.push((index, count));
        }
    }
    passing
}
