//! Rates: counts divided by what they are out of, judged by the same exact rule.
//!
//! Raw counts follow the size of the newspaper. A rate does not: articles per 10,000 of the same section, or articles
//! a full year would have had. A rate is kept as a whole number of very small units, so that the rule's integers judge
//! it and the same numbers come out on every machine. The unit is a power of two, so small that all years together
//! make about 2⁵⁹ of them. A comparison whose sides agree to
//! 10⁻¹² carries [`Flag::Tie`]: rounding may have decided it.

use crate::guard::Guard;
use crate::judge::{JudgeError, judge_years, judgeable};
use crate::rule::Rule;
use crate::series::{Cell, Series};
use crate::verdict::{Flag, Judgement, Outcome, Reason, Verdict, Warning};
use crate::wave::Wave;
use alloc::vec::Vec;

/// Yearly rates and the counts they were made from.
///
/// ```
/// use groundswell_detector::{Cell, Rates, Rule, Series, judge, judge_rates};
///
/// // The paper triples in 1920, and so do its articles on the country: a wave of newsprint.
/// let years = 1900..1940;
/// let cells = years.clone().map(|year| Cell::Observed(if year < 1920 { 10 } else { 30 }));
/// let exposures = years.map(|year| Some(if year < 1920 { 2_000 } else { 6_000 }));
/// let series = Series::new(1900, cells.collect())?.with_exposures(exposures.collect())?;
/// assert_eq!(judge(&series, &Rule::gsp_wlg())?.waves[0].first, 1920);
///
/// let rates = Rates::per(10_000, &series);
/// assert_eq!(rates.rate(1900), Some(50.0));
/// assert!(judge_rates(&rates, &Rule::gsp_wlg())?.waves.is_empty());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// In units.
    units: Series,
    /// One unit as a rate: a power of two.
    unit: f64,
    /// The articles behind each rate.
    counts: Series,
}

/// log₂ of the units of all years together, at most.
const BITS: i32 = 60;

impl Rates {
    /// Counts per so many of what they are out of: `per` × count ÷ exposure.
    ///
    /// `per(10_000, …)` with the articles of the same section as exposure is the usual rate; `per(12, …)` with the
    /// months seen is the count a full year would have had. A year without a known exposure above zero is missing.
    pub fn per(per: u32, counts: &Series) -> Self {
        let rate = |(year, cell): (i32, Cell)| {
            let exposure = counts.exposure(year).filter(|exposure| *exposure > 0)?;
            Some(f64::from(per) * (cell.count()? as f64 / exposure as f64))
        };
        let rates: Vec<Option<f64>> = counts.years().map(rate).collect();
        Self::of(&rates, counts.clone())
    }

    /// From finite rates, 0 or more, one a year of the counts they were made from; `None` is a hole.
    pub(crate) fn of(rates: &[Option<f64>], counts: Series) -> Self {
        let total: f64 = rates.iter().flatten().sum();
        // total < 2^exponent; a year rounds up by half a unit, which the bit in between has room for.
        let (_, exponent) = libm::frexp(total);
        let bits = if total > 0.0 { BITS - 1 - exponent } else { 0 };
        let units = |rate: f64| libm::rint(libm::ldexp(rate, bits)) as u64;
        let cells = counts.years().zip(rates).map(|((_, cell), rate)| match (cell, rate) {
            (Cell::Observed(_), Some(rate)) => Cell::Observed(units(*rate)),
            (Cell::Partial(_), Some(rate)) => Cell::Partial(units(*rate)),
            (Cell::Observed(_) | Cell::Partial(_), None) => Cell::Missing,
            (hole, _) => hole,
        });
        let units = counts.with_cells(cells.collect());
        Self { units, unit: libm::ldexp(1.0, -bits), counts }
    }

    /// The rate of a year; `None` for a hole.
    pub fn rate(&self, year: i32) -> Option<f64> {
        self.units.cell(year).count().map(|units| units as f64 * self.unit)
    }

    /// The counts the rates were made from. A year may have a count and no rate.
    pub fn counts(&self) -> &Series {
        &self.counts
    }
}

/// Everything [`judge_rates`] found, as [`Judgement`] of counts.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RateJudgement {
    /// One verdict for every judged year, in order.
    pub verdicts: Vec<RateVerdict>,
    /// The waves. `peak_year` has the highest rate, `peak_count` is its articles; `excess` is in the unit of the rates.
    pub waves: Vec<Wave>,
    /// As of counts.
    pub warnings: Vec<Warning>,
}

/// One year's rate: what it was compared with and what came out. All rates in the unit of [`Rates`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RateVerdict {
    /// The year.
    pub year: i32,
    /// The rate; `None` for a hole.
    pub rate: Option<f64>,
    /// What the rule says.
    pub verdict: Outcome,
    /// Why there is no answer; `None` if there is one.
    pub reason: Option<Reason>,
    /// Years with a rate among the `window` before.
    pub baseline_years: u32,
    /// Their mean rate; `None` if there is none.
    pub baseline_mean: Option<f64>,
    /// The mean (or median) rate of the period.
    pub period_mean: Option<f64>,
    /// Rate ÷ baseline mean; `None` without a rate or if the mean is 0 or absent.
    pub times_recent: Option<f64>,
    /// Rate ÷ period mean; likewise.
    pub times_period: Option<f64>,
    /// What else to know of this year, in the order of [`Flag`].
    pub flags: Vec<Flag>,
}

/// Judges rates as [`crate::judge`] judges counts. `min_count` is of the articles behind a rate.
///
/// # Errors
/// As [`crate::judge`].
pub fn judge_rates(rates: &Rates, rule: &Rule) -> Result<RateJudgement, JudgeError> {
    let of_units = Rule { min_count: 0, false_discovery: None, ..*rule };
    let mut years = judgeable(&rates.units, &of_units)?;
    years.rounded = true;
    if let Some(guard) = Guard::of(&rates.counts, rule) {
        guard.bar(&mut years);
    }
    for point in &mut years.points {
        let articles = rates.counts.cell(point.year).count().unwrap_or(0);
        point.barred |= articles < rule.min_count;
    }
    Ok(in_rates(rates, judge_years(&years, &of_units)))
}

fn in_rates(rates: &Rates, judgement: Judgement) -> RateJudgement {
    let unit = rates.unit;
    let verdict = |verdict: Verdict| RateVerdict {
        year: verdict.year,
        rate: verdict.value.map(|units| units as f64 * unit),
        verdict: verdict.verdict,
        reason: verdict.reason,
        baseline_years: verdict.baseline_years,
        baseline_mean: verdict.baseline_mean.map(|mean| mean * unit),
        period_mean: verdict.period_mean.map(|mean| mean * unit),
        times_recent: verdict.times_recent,
        times_period: verdict.times_period,
        flags: verdict.flags,
    };
    let wave = |wave: Wave| Wave {
        peak_count: rates.counts.cell(wave.peak_year).count().unwrap_or(0),
        excess: wave.excess * unit,
        ..wave
    };
    RateJudgement {
        verdicts: judgement.verdicts.into_iter().map(verdict).collect(),
        waves: judgement.waves.into_iter().map(wave).collect(),
        warnings: judgement.warnings,
    }
}
