//! The rule put to a series: one verdict a year.

use crate::flip::flip_distance;
use crate::level::Levels;
use crate::rule::{Rule, RuleError};
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
    rule.check()?;
    let years = Years::of(series, rule);
    if years.period.years < LEAST_YEARS {
        return Err(JudgeError::TooFewYears { observed: years.period.years });
    }
    let levels = Levels::of(&years, rule);
    let verdicts: Vec<Verdict> = years
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| verdict(&years, rule, &levels, index, point))
        .collect();
    let (first_year, last_year) = rule.span.unwrap_or((series.first_year(), series.last_year()));
    Ok(Judgement {
        first_year,
        last_year,
        observed_years: years.period.years - years.period.filled,
        zero_filled_years: years.period.filled,
        total: years.period.sum,
        waves: waves(&verdicts, rule.bridge),
        verdicts,
        warnings: warnings(&years, &levels),
    })
}

fn verdict(years: &Years, rule: &Rule, levels: &Levels, index: usize, point: &Point) -> Verdict {
    let baseline = point.baseline;
    let level = levels.against(point.value);
    let baseline_mean =
        (baseline.years > 0).then(|| baseline.sum as f64 / f64::from(baseline.years));
    let times = |mean: Option<f64>| Some(point.value? as f64 / mean.filter(|mean| *mean > 0.0)?);
    let passes = |(num, den): (i128, i128), mean: (i128, i128)| {
        Some(rule.comparison.holds(den * mean.1 * i128::from(point.value?), num * mean.0))
    };

    let enough = baseline.years >= rule.least_prior();
    let recent_mean = enough.then_some((i128::from(baseline.sum), i128::from(baseline.years)));
    let passes_recent = recent_mean.and_then(|mean| passes(rule.recent.parts(), mean));
    let passes_period =
        rule.period.and_then(|m| passes(m.parts(), (level.numerator, level.denominator)));
    let (verdict, reason) = outcome(point, rule, passes_recent, passes_period);
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
        passes_recent,
        passes_period,
        flip_distance: if verdict == Outcome::Wave {
            flip_distance(years, rule, index)
        } else {
            None
        },
        flags: flags(point, rule, passes_recent),
    }
}

fn outcome(
    point: &Point,
    rule: &Rule,
    passes_recent: Option<bool>,
    passes_period: Option<bool>,
) -> (Outcome, Option<Reason>) {
    let Some(value) = point.value else {
        let reason = match point.cell {
            Cell::NotPublished => Reason::NotPublished,
            Cell::NotApplicable => Reason::NotApplicable,
            Cell::Missing | Cell::Observed(_) | Cell::Partial(_) => Reason::Missing,
        };
        return (Outcome::Missing, Some(reason));
    };
    if passes_recent.is_none() {
        return (Outcome::Undetermined, Some(Reason::TooFewPriorYears));
    }
    if !point.decidable {
        return (Outcome::Undetermined, Some(Reason::IncompleteLastYear));
    }
    let wave =
        passes_recent == Some(true) && passes_period != Some(false) && value >= rule.min_count;
    (if wave { Outcome::Wave } else { Outcome::None }, None)
}

fn flags(point: &Point, rule: &Rule, passes_recent: Option<bool>) -> Vec<Flag> {
    let Some(_) = point.value else { return Vec::new() };
    let partial = matches!(point.cell, Cell::Partial(_));
    [
        (Flag::ZeroBaseline, point.baseline.sum == 0 && passes_recent == Some(true)),
        (Flag::ShortBaseline, point.baseline.years < rule.window),
        (Flag::Partial, partial),
        (Flag::PartialBaseline, point.baseline.partial > 0),
        (Flag::ZeroFilled, point.cell.count().is_none()),
        (Flag::ZeroFilledBaseline, point.baseline.filled > 0),
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
