//! How many articles fewer would unflag a year: exact for every rule, without trying every count.
//!
//! Every comparison of the rule is linear in the count x of the year in question: `slope·x + at_zero > 0`.
//! So a trial of the rule with a smaller x takes the same course until the first comparison changes its
//! outcome, and that x is one division away. The search jumps from such x to such x. One jump is enough for the
//! plain means, where it gives the closed form on the crate's page; the median and `exclude_waves` may need several.

use crate::exclude::exclude_waves;
use crate::ratio::Ratio;
use crate::rule::{Comparison, PeriodMean, Rule};
use crate::years::{Point, Years};
use alloc::vec::Vec;
use core::ops::{Add, Mul, Sub};

/// A quantity that depends on the count x of the year on trial: `slope·x + at_zero`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    slope: i128,
    at_zero: i128,
}

impl Line {
    /// The count on trial itself.
    pub(crate) const COUNT: Self = Self { slope: 1, at_zero: 0 };

    pub(crate) fn fixed(value: impl Into<i128>) -> Self {
        Self { slope: 0, at_zero: value.into() }
    }
}

impl Add for Line {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { slope: self.slope + other.slope, at_zero: self.at_zero + other.at_zero }
    }
}

impl Sub for Line {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { slope: self.slope - other.slope, at_zero: self.at_zero - other.at_zero }
    }
}

impl Mul<i128> for Line {
    type Output = Self;
    fn mul(self, factor: i128) -> Self {
        Self { slope: self.slope * factor, at_zero: self.at_zero * factor }
    }
}

/// Compares at one count x and remembers the next smaller one at which a comparison would come out differently.
#[derive(Debug)]
pub(crate) struct Watch {
    count: i128,
    next: Option<u64>,
}

impl Watch {
    pub(crate) fn at(count: u64) -> Self {
        Self { count: count.into(), next: None }
    }

    pub(crate) fn holds(&mut self, left: Line, comparison: Comparison, right: Line) -> bool {
        let Line { slope, at_zero } = left - right;
        // In integers: the comparison holds from `least` on.
        let least = if comparison == Comparison::Gt { 1 } else { 0 };
        let holds = slope * self.count + at_zero >= least;
        let change = match (slope.signum(), holds) {
            (1, true) => (least - 1 - at_zero).div_euclid(slope),
            (-1, false) => (at_zero - least).div_euclid(-slope),
            _ => return holds,
        };
        // Below zero there are no counts, so nothing changes.
        self.next = self.next.max(u64::try_from(change).ok());
        holds
    }
}

/// How many articles fewer in the year at `index` would unflag it; `None` if it stays flagged without any.
pub(crate) fn flip_distance(years: &Years, rule: &Rule, index: usize) -> Option<u64> {
    let point = years.points.get(index)?;
    let value = point.value?;
    let others = if rule.period_mean == PeriodMean::Median {
        sorted_others(years, index)
    } else {
        Vec::new()
    };
    let mut count = value;
    loop {
        let mut watch = Watch::at(count);
        let flagged = passes_recent(point, rule, &mut watch)
            && passes_count(rule, &mut watch)
            && match rule.period_mean {
                PeriodMean::ExcludeWaves => {
                    exclude_waves(years, rule, Some(index), &mut watch).is_wave(index)
                }
                PeriodMean::Median => passes_median(&others, rule, &mut watch),
                PeriodMean::All | PeriodMean::LeaveOneOut => {
                    passes_mean(years, value, rule, &mut watch)
                }
            };
        if !flagged {
            return Some(value - count);
        }
        count = watch.next?;
    }
}

/// C1 of the year on trial: its own baseline lies before it and does not change.
fn passes_recent(point: &Point, rule: &Rule, watch: &mut Watch) -> bool {
    let (num, den) = rule.recent.parts();
    let years = i128::from(point.baseline.years);
    watch.holds(Line::COUNT * (den * years), rule.comparison, Line::fixed(point.baseline.sum) * num)
}

/// C3.
fn passes_count(rule: &Rule, watch: &mut Watch) -> bool {
    watch.holds(Line::COUNT, Comparison::Ge, Line::fixed(rule.min_count))
}

/// C2 with the mean of all years, or of all others.
fn passes_mean(years: &Years, value: u64, rule: &Rule, watch: &mut Watch) -> bool {
    let Some((num, den)) = rule.period.map(Ratio::parts) else { return true };
    let others = Line::fixed(years.period.sum - value);
    let (n, sum) = match rule.period_mean {
        PeriodMean::LeaveOneOut => (years.period.years - 1, others),
        _ => (years.period.years, others + Line::COUNT),
    };
    watch.holds(Line::COUNT * (den * i128::from(n)), rule.comparison, sum * num)
}

/// C2 with the median. Among the sorted counts of the other years the count on trial moves the
/// median only while it lies between the two in the middle.
fn passes_median(others: &[u64], rule: &Rule, watch: &mut Watch) -> bool {
    let Some((num, den)) = rule.period.map(Ratio::parts) else { return true };
    let at = |index: usize| Line::fixed(others.get(index).copied().unwrap_or(0));
    let half = others.len() / 2;
    let twice_median = if others.len().is_multiple_of(2) {
        clamp(at(half.saturating_sub(1)), at(half), watch) * 2
    } else {
        at(half) + clamp(at(half.saturating_sub(1)), at(half + 1), watch)
    };
    watch.holds(Line::COUNT * (2 * den), rule.comparison, twice_median * num)
}

/// The count on trial, kept between two others.
fn clamp(low: Line, high: Line, watch: &mut Watch) -> Line {
    if watch.holds(Line::COUNT, Comparison::Ge, high) {
        high
    } else if watch.holds(Line::COUNT, Comparison::Gt, low) {
        Line::COUNT
    } else {
        low
    }
}

fn sorted_others(years: &Years, index: usize) -> Vec<u64> {
    let others = years.points.iter().enumerate().filter(|(other, _)| *other != index);
    let mut counts: Vec<u64> = others.filter_map(|(_, point)| point.value).collect();
    counts.sort_unstable();
    counts
}
