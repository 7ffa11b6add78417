//! Does a wave depend on the numbers in the rule? The same series under 200 settings of them.

use crate::judge::{JudgeError, judgeable, outcomes, passes_period, passes_recent};
use crate::level::Levels;
use crate::ratio::Ratio;
use crate::rule::{PeriodMean, Rule};
use crate::series::Series;
use crate::verdict::Outcome;
use crate::years::Point;
use alloc::vec::Vec;

const fn ratio(num: u32, den: u32) -> Ratio {
    Ratio { num, den }
}

/// k: 1.25, 1.4, 1.5, 1.6, 2.
pub const RECENTS: [Ratio; 5] = [ratio(5, 4), ratio(7, 5), ratio(3, 2), ratio(8, 5), ratio(2, 1)];

/// m: none, 1, 1.5, 1.8, 2, 2.2, 2.5, 3.
pub const PERIODS: [Option<Ratio>; 8] = [
    None,
    Some(ratio(1, 1)),
    Some(ratio(3, 2)),
    Some(ratio(9, 5)),
    Some(ratio(2, 1)),
    Some(ratio(11, 5)),
    Some(ratio(5, 2)),
    Some(ratio(3, 1)),
];

/// w, in years.
pub const WINDOWS: [u32; 5] = [3, 4, 5, 7, 10];

/// How many of the 200 settings flag a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Support {
    /// Settings that flag it.
    pub flagged: u32,
    /// Settings that give an answer, yes or no. Near the beginning long windows give none.
    pub judged: u32,
}

impl Support {
    /// Share of the settings with an answer that flag the year, 0 to 1; `None` if none has one.
    pub fn share(self) -> Option<f64> {
        (self.judged > 0).then(|| f64::from(self.flagged) / f64::from(self.judged))
    }
}

/// The support of every judged year, in order: the rule with every k of [`RECENTS`], m of [`PERIODS`] and w of
/// [`WINDOWS`], all else as it is but for the guard, which is left out. Where a window is shorter than `min_prior`
/// all its years are needed.
///
/// ```
/// use groundswell_detector::{Cell, Rule, Series, support};
///
/// let cells = (0..60).map(|year| Cell::Observed(if year == 40 { 16 } else { 8 }));
/// let support = support(&Series::new(1900, cells.collect())?, &Rule::published())?;
/// // Twice the years before and 1.97 times the mean: it depends on whom you ask.
/// assert_eq!((support[40].flagged, support[40].judged), (80, 200));
/// assert_eq!(support[2].share(), None);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
/// As [`crate::judge`]. [`crate::PeriodMean::ExcludeWaves`] needs an m of at least 1: all of the grid have.
pub fn support(series: &Series, rule: &Rule) -> Result<Vec<Support>, JudgeError> {
    let mut support: Vec<Support> = Vec::new();
    for window in WINDOWS {
        let min_prior = rule.min_prior.min(window);
        let rule = Rule { window, min_prior, false_discovery: None, ..*rule };
        let found = match rule.period_mean {
            PeriodMean::ExcludeWaves => one_by_one(series, &rule)?,
            _ => crossed(series, &rule)?,
        };
        support.resize(found.len(), Support::default());
        for (support, found) in support.iter_mut().zip(found) {
            support.flagged += found.flagged;
            support.judged += found.judged;
        }
    }
    Ok(support)
}

/// One window, all k and m: where the period's mean does not depend on them, each condition is looked at once, and a
/// year that passes with a of the k and b of the m is flagged by a·b settings.
fn crossed(series: &Series, rule: &Rule) -> Result<Vec<Support>, JudgeError> {
    let years = judgeable(series, rule)?;
    let levels = Levels::of(&years, rule);
    let of_year = |point: &Point| {
        if !point.decidable {
            return Support::default();
        }
        let level = levels.against(point.value);
        let recent = RECENTS.iter().filter(|k| passes_recent(point, rule.comparison, **k));
        let period = PERIODS.iter().filter(|m| passes_period(point, rule.comparison, **m, &level));
        let enough = point.value.is_some_and(|value| value >= rule.min_count);
        Support {
            flagged: if enough { (recent.count() * period.count()) as u32 } else { 0 },
            judged: (RECENTS.len() * PERIODS.len()) as u32,
        }
    };
    Ok(years.points.iter().map(of_year).collect())
}

/// One window, all k and m, each put to the series by itself.
fn one_by_one(series: &Series, rule: &Rule) -> Result<Vec<Support>, JudgeError> {
    let mut support: Vec<Support> = Vec::new();
    for (recent, period) in RECENTS.iter().flat_map(|k| PERIODS.iter().map(move |m| (*k, *m))) {
        let outcomes = outcomes(series, &Rule { recent, period, ..*rule })?;
        support.resize(outcomes.len(), Support::default());
        for (support, outcome) in support.iter_mut().zip(outcomes) {
            support.flagged += u32::from(outcome == Outcome::Wave);
            support.judged += u32::from(outcome.is_judged());
        }
    }
    Ok(support)
}
