//! The waves among the years of the naive computation, every field from its definition.

use crate::fraction::Fraction;
use crate::naive::Year;
use groundswell_detector::{Outcome, Wave};
use std::collections::BTreeMap;

/// A field that differs, in words; `None` if the wave is the one these flagged years make.
pub(crate) fn differs(wave: &Wave, flagged: &[i32], years: &[Year], bridge: u32) -> Option<String> {
    let (first, last) = (flagged[0], *flagged.last().unwrap());
    let at = |year: i32| &years[year.abs_diff(years[0].year) as usize];
    let most = flagged.iter().map(|year| at(*year).count).max().unwrap();
    let peak = at(*flagged.iter().find(|year| at(**year).count == most).unwrap());
    let count = Fraction::whole(peak.count.unwrap());
    let times = |average: &Option<Fraction>| {
        average.as_ref().filter(|average| !average.is_zero()).map(|average| count.over(average))
    };
    let (recent, period) = (times(&peak.baseline.value), times(&peak.level.value));
    let rows = [
        ("first", wave.first == first),
        ("last", wave.last == last),
        ("years", wave.years == flagged),
        ("peak", (wave.peak_year, Some(wave.peak_count)) == (peak.year, peak.count)),
        ("times_recent", shown(wave.times_recent, recent.as_ref())),
        ("times_period", shown(wave.times_period, period.as_ref())),
        ("excess", excess_is(wave.excess, flagged.iter().map(|year| at(*year)))),
        ("elevated_until", wave.elevated_until == elevated_until(last, years)),
        ("censored_left", wave.censored_left == censored(first, -1, years, bridge)),
        ("censored_right", wave.censored_right == censored(last, 1, years, bridge)),
    ];
    let wrong = rows.iter().find(|(_, agrees)| !agrees)?;
    Some(format!("{} of {wave:?}", wrong.0))
}

/// The flagged years wave by wave: a year belongs to the wave before it if all between are judged and few enough.
pub(crate) fn runs(years: &[Year], bridge: u32) -> Vec<Vec<i32>> {
    let mut runs: Vec<Vec<i32>> = Vec::new();
    let mut between = Vec::new();
    for year in years {
        if year.outcome != Outcome::Wave {
            between.push(year.outcome);
            continue;
        }
        let joins = between.iter().all(|outcome| *outcome == Outcome::None)
            && between.len() <= bridge as usize;
        match runs.last_mut().filter(|_| joins) {
            Some(run) => run.push(year.year),
            None => runs.push(vec![year.year]),
        }
        between.clear();
    }
    runs
}

/// Whether a float is shown where there is a number, and is that number.
pub(crate) fn shown(float: Option<f64>, number: Option<&Fraction>) -> bool {
    match (float, number) {
        (Some(float), Some(number)) => number.is_about(float, number),
        (float, number) => float.is_none() && number.is_none(),
    }
}

/// Σ (count − baseline mean), to a part in 10^14 of the counts and means together.
fn excess_is<'a>(float: f64, flagged: impl Iterator<Item = &'a Year>) -> bool {
    // Sums by denominator first: a wave can have thousands of years.
    let mut sums = BTreeMap::new();
    for year in flagged {
        let (counts, means) = sums.entry(year.baseline.years).or_insert((0u128, 0u128));
        *counts += u128::from(year.count.unwrap()) * u128::from(year.baseline.years);
        *means += u128::try_from(&year.baseline.sum).unwrap();
    }
    let zero = Fraction::whole(0);
    let add = |which: fn((u128, u128)) -> u128| {
        sums.iter().fold(zero.clone(), |sum, (years, parts)| {
            sum.plus(&Fraction::new(which(*parts), *years))
        })
    };
    let (counts, means) = (add(|(counts, _)| counts), add(|(_, means)| means));
    counts.minus(&means).is_about(float, &counts.plus(&means))
}

fn elevated_until(last: i32, years: &[Year]) -> i32 {
    let after = years.iter().skip_while(|year| year.year <= last);
    let still = after.take_while(|year| year.passes_period == Some(true));
    still.last().map_or(last, |year| year.year)
}

/// Whether going out from a wave's end, `bridge` + 1 steps at most, one comes to a year without an answer.
fn censored(end: i32, step: i64, years: &[Year], bridge: u32) -> bool {
    let at = i64::from(end) - i64::from(years[0].year);
    (1..=i64::from(bridge) + 1).any(|steps| {
        let beyond = usize::try_from(at + step * steps).ok().and_then(|index| years.get(index));
        beyond.is_none_or(|year| matches!(year.outcome, Outcome::Missing | Outcome::Undetermined))
    })
}
