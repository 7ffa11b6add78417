//! The rule put to a series: one verdict a year.

use crate::flip::flip_distance;
use crate::guard::Guard;
use crate::level::{Level, Levels};
use crate::ratio::Ratio;
use crate::rule::{Comparison, PeriodMean, Rule, RuleError};
use crate::series::{Cell, Series};
use crate::verdict::{Flag, Judgement, Outcome, Reason, Verdict, Warning};
use crate::wave::waves;
use crate::years::{Point, Years};
use alloc::vec::Vec;
use core::fmt;

/// Fewer years than this are not judged at all.
pub const LEAST_YEARS: u32 = 10;

/// Fewer years than this give [`Warning::FewYears`].
pub const FEW_YEARS: u32 = 30;

/// Judges every year of the series, or of the rule's span, and joins the flagged ones to waves.
///
/// ```
/// use groundswell_detector::{Cell, Outcome, Rule, Series, judge};
///
/// // Ten articles a year, except 40 in 1910 and nothing known of 1920.
/// let cell = |year| match year {
///     1910 => Cell::Observed(40),
///     1920 => Cell::Missing,
///     _ => Cell::Observed(10),
/// };
/// let series = Series::from_years((1900..1935).map(|year| (year, cell(year))))?;
/// let judgement = judge(&series, &Rule::published())?;
///
/// let year = |year: i32| &judgement.verdicts[(year - 1900) as usize];
/// assert_eq!(year(1904).verdict, Outcome::Undetermined); // only four years before it
/// assert_eq!(year(1910).verdict, Outcome::Wave); // 40 > 1.5 × 10 and 40 > 2 × 370/34
/// assert_eq!(year(1910).flip_distance, Some(20)); // 20 articles are not more than 2 × 350/34
/// assert_eq!(year(1920).verdict, Outcome::Missing);
/// assert_eq!(year(1925).verdict, Outcome::Undetermined); // 1920 is in its baseline
/// assert_eq!(judgement.waves.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`JudgeError::Rule`] if the rule makes no sense, [`JudgeError::TooFewYears`] if fewer than [`LEAST_YEARS`]
/// judged years have a count. Under [`crate::MissingPolicy::Zero`] every judged year has one.
pub fn judge(series: &Series, rule: &Rule) -> Result<Judgement, JudgeError> {
    let mut years = judgeable(series, rule)?;
    let Some(guard) = Guard::of(series, rule) else { return Ok(judge_years(&years, rule)) };
    let tails = guard.bar(&mut years);
    let mut judgement = judge_years(&years, rule);
    for (verdict, tail) in judgement.verdicts.iter_mut().zip(&tails) {
        verdict.tail = *tail;
    }
    for at in flagged(&judgement.verdicts, LONGEST_SEARCH) {
        let by_guard = guard.flip_distance(&tails, &judgement.verdicts, at);
        let verdict = &mut judgement.verdicts[at];
        verdict.flip_distance = verdict.flip_distance.into_iter().chain(by_guard).min();
    }
    Ok(judgement)
}

/// The verdicts alone, without what explains them: for rules put to a series many times.
///
/// # Errors
/// As [`judge`].
pub(crate) fn outcomes(series: &Series, rule: &Rule) -> Result<Vec<Outcome>, JudgeError> {
    let mut years = judgeable(series, rule)?;
    if let Some(guard) = Guard::of(series, rule) {
        guard.bar(&mut years);
    }
    let levels = Levels::of(&years, rule);
    let outcomes = years.points.iter().map(|point| {
        let compared = Compared::of(point, rule, &levels.against(point.value), years.rounded);
        outcome(point, rule, &compared).0
    });
    Ok(outcomes.collect())
}

/// The years, if the rule makes sense and there are enough of them.
pub(crate) fn judgeable(series: &Series, rule: &Rule) -> Result<Years, JudgeError> {
    rule.check()?;
    let years = Years::of(series, rule);
    if years.period.years < LEAST_YEARS {
        return Err(JudgeError::TooFewYears { observed: years.period.years });
    }
    Ok(years)
}

/// Puts the rule to the years.
pub(crate) fn judge_years(years: &Years, rule: &Rule) -> Judgement {
    let levels = Levels::of(years, rule);
    let points = years.points.iter();
    let mut verdicts: Vec<Verdict> =
        points.map(|point| verdict(years, rule, &levels, point)).collect();
    let searched = matches!(rule.period_mean, PeriodMean::ExcludeWaves | PeriodMean::Median);
    let most = if searched { LONGEST_SEARCH } else { usize::MAX };
    if !years.rounded {
        for at in flagged(&verdicts, most) {
            verdicts[at].flip_distance = flip_distance(years, rule, at);
        }
    }
    Judgement {
        first_year: verdicts.first().map_or(0, |verdict| verdict.year),
        last_year: verdicts.last().map_or(0, |verdict| verdict.year),
        observed_years: years.period.years - years.period.filled,
        zero_filled_years: years.period.filled,
        total: years.period.sum,
        waves: waves(&verdicts, rule.bridge),
        verdicts,
        warnings: warnings(years, &levels),
    }
}

/// A search for flip distances looks at every year for each wave year; beyond so many looks there is none. For 168
/// years it never is.
const LONGEST_SEARCH: usize = 4_000_000;

/// The positions of wave years; none if to look at every year for each of them would be more than `most` looks.
fn flagged(verdicts: &[Verdict], most: usize) -> Vec<usize> {
    let waves = verdicts.iter().enumerate();
    let waves = waves.filter(|(_, verdict)| verdict.verdict == Outcome::Wave);
    let waves: Vec<usize> = waves.map(|(at, _)| at).collect();
    if waves.len().saturating_mul(verdicts.len()) > most { Vec::new() } else { waves }
}

/// How a year's value compares with the years before and with the period.
#[derive(Clone, Copy, Debug)]
struct Compared {
    passes_recent: Option<bool>,
    passes_period: Option<bool>,
    tie: bool,
}

impl Compared {
    fn of(point: &Point, rule: &Rule, level: &Level, rounded: bool) -> Self {
        let enough = point.baseline.years >= rule.least_prior();
        let recent = recent_sides(point, rule.recent).filter(|_| enough);
        let period = rule.period.and_then(|m| period_sides(point, m, level));
        let passes = |sides: Option<Sides>| Some(rule.comparison.holds(sides?.left, sides?.right));
        let tie = |sides: Option<Sides>| rounded && sides.is_some_and(Sides::within_rounding);
        Self {
            passes_recent: passes(recent),
            passes_period: passes(period),
            tie: tie(recent) || tie(period),
        }
    }
}

/// C1, of a year with a count.
pub(crate) fn passes_recent(point: &Point, comparison: Comparison, k: Ratio) -> bool {
    recent_sides(point, k).is_some_and(|sides| comparison.holds(sides.left, sides.right))
}

/// C2, of a year with a count; `None`: there is no such condition.
pub(crate) fn passes_period(
    point: &Point,
    comparison: Comparison,
    m: Option<Ratio>,
    level: &Level,
) -> bool {
    let holds = |sides: Sides| comparison.holds(sides.left, sides.right);
    m.is_none_or(|m| period_sides(point, m, level).is_some_and(holds))
}

fn recent_sides(point: &Point, k: Ratio) -> Option<Sides> {
    Sides::of(point, k, i128::from(point.baseline.sum), i128::from(point.baseline.years))
}

fn period_sides(point: &Point, m: Ratio, level: &Level) -> Option<Sides> {
    Sides::of(point, m, level.numerator, level.denominator)
}

/// x · denominator and numerator, to be compared.
#[derive(Clone, Copy, Debug)]
struct Sides {
    left: i128,
    right: i128,
    /// By how many half units the sides may be off together, if the values are rounded to whole units.
    halves: i128,
}

impl Sides {
    fn of(point: &Point, times: Ratio, sum: i128, years: i128) -> Option<Self> {
        let (num, den) = times.parts();
        let left = den * years * i128::from(point.value?);
        Some(Self { left, right: num * sum, halves: (den + num) * years })
    }

    /// Whether rounding may have decided: the sides are as near as it reaches, or to 10⁻¹² of the larger.
    fn within_rounding(self) -> bool {
        let apart = self.left.abs_diff(self.right);
        if self.left == 0 && self.right == 0 {
            return false;
        }
        2 * apart <= self.halves.unsigned_abs()
            || apart <= self.left.max(self.right).unsigned_abs() / 1_000_000_000_000
    }
}

fn verdict(years: &Years, rule: &Rule, levels: &Levels, point: &Point) -> Verdict {
    let baseline = point.baseline;
    let level = levels.against(point.value);
    let baseline_mean =
        (baseline.years > 0).then(|| baseline.sum as f64 / f64::from(baseline.years));
    let times = |mean: Option<f64>| Some(point.value? as f64 / mean.filter(|mean| *mean > 0.0)?);
    let compared = Compared::of(point, rule, &level, years.rounded);
    let (verdict, reason) = outcome(point, rule, &compared);
    Verdict {
        year: point.year,
        value: point.value,
        verdict,
        reason,
        baseline_years: baseline.years,
        baseline_sum: baseline.sum,
        baseline_mean,
        period_years: level.years,
        period_sum: level.sum,
        period_mean: level.rounded(),
        times_recent: times(baseline_mean),
        times_period: times(level.rounded()),
        passes_recent: compared.passes_recent,
        passes_period: compared.passes_period,
        tail: None,
        flip_distance: None,
        flags: flags(point, rule, &compared),
    }
}

fn outcome(point: &Point, rule: &Rule, compared: &Compared) -> (Outcome, Option<Reason>) {
    let Some(value) = point.value else {
        let reason = match point.cell {
            Cell::NotPublished => Reason::NotPublished,
            Cell::NotApplicable => Reason::NotApplicable,
            Cell::Missing | Cell::Observed(_) | Cell::Partial(_) => Reason::Missing,
        };
        return (Outcome::Missing, Some(reason));
    };
    if compared.passes_recent.is_none() {
        return (Outcome::Undetermined, Some(Reason::TooFewPriorYears));
    }
    if !point.decidable {
        return (Outcome::Undetermined, Some(Reason::IncompleteLastYear));
    }
    if point.unknown_exposure {
        return (Outcome::Undetermined, Some(Reason::UnknownExposure));
    }
    let wave = compared.passes_recent == Some(true)
        && compared.passes_period != Some(false)
        && value >= rule.min_count
        && !point.barred;
    (if wave { Outcome::Wave } else { Outcome::None }, None)
}

fn flags(point: &Point, rule: &Rule, compared: &Compared) -> Vec<Flag> {
    let Some(_) = point.value else { return Vec::new() };
    let partial = matches!(point.cell, Cell::Partial(_));
    [
        (Flag::ZeroBaseline, point.baseline.sum == 0 && compared.passes_recent == Some(true)),
        (Flag::ShortBaseline, point.baseline.years < rule.window),
        (Flag::Partial, partial),
        (Flag::PartialBaseline, point.baseline.partial > 0),
        (Flag::ZeroFilled, point.cell.count().is_none()),
        (Flag::ZeroFilledBaseline, point.baseline.filled > 0),
        (Flag::Tie, compared.tie),
    ]
    .into_iter()
    .filter_map(|(flag, applies)| applies.then_some(flag))
    .collect()
}

fn warnings(years: &Years, levels: &Levels) -> Vec<Warning> {
    let period = years.period;
    [
        (period.years < FEW_YEARS, Warning::FewYears { years: period.years }),
        (period.partial > 0, Warning::PartialYears { years: period.partial }),
        (period.filled > 0, Warning::ZeroFilled { years: period.filled }),
        (levels.nothing_left, Warning::NothingLeftToExclude),
    ]
    .into_iter()
    .filter_map(|(applies, warning)| applies.then_some(warning))
    .collect()
}

/// Why a series was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JudgeError {
    /// The rule makes no sense.
    Rule(RuleError),
    /// Fewer than [`LEAST_YEARS`] judged years have a count.
    TooFewYears {
        /// How many have.
        observed: u32,
    },
}

impl fmt::Display for JudgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(error) => error.fmt(f),
            Self::TooFewYears { observed } => {
                write!(
                    f,
                    "{observed} observed years are too few to judge: at least {LEAST_YEARS} are needed"
                )
            }
        }
    }
}

impl core::error::Error for JudgeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Rule(error) => Some(error),
            Self::TooFewYears { .. } => None,
        }
    }
}

impl From<RuleError> for JudgeError {
    fn from(error: RuleError) -> Self {
        Self::Rule(error)
    }
}
