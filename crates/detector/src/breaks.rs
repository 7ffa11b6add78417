//! Breaks in how a newspaper was collected, found in its denominators.
//!
//! When an index begins to list twice as many terms, or an archive to hold twice as many records, every country rises
//! at once: a regime break, not unrest. The archives do not announce them; the yearly totals show them.

use crate::series::{Cell, Series};
use alloc::vec::Vec;

/// Years looked at before and after.
const WINDOW: i64 = 5;
/// How many of them must be known.
const LEAST: usize = 3;

/// A lasting change of the denominator.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RegimeBreak {
    /// The first year of the new regime.
    pub year: i32,
    /// Geometric mean of the denominators of the years before (up to five), in articles.
    pub before: f64,
    /// Of this year and those after (up to five).
    pub after: f64,
}

/// Years from which on what the counts are out of ([`Series::exposure`]) is at least twice, or at most half, of what it
/// was.
///
/// For each year the geometric mean of it and the four years after is compared with that of the five before, zeros and
/// unknown years left out and three known on each side needed; geometric, so that one odd year weighs little. So are
/// partial years: they have few articles because little of them was seen. Among neighbouring years that break in the same
/// direction the sharpest is the break. Steady growth of more than 15 % a year breaks too: it doubles in five years.
///
/// ```
/// use groundswell_detector::{Cell, Series, regime_breaks};
///
/// let depth = |year: i32| Some(if year < 1914 { 3_800 } else { 7_600 });
/// let paper = Series::new(1900, vec![Cell::Observed(10); 30])?;
/// let paper = paper.with_exposures((1900..1930).map(depth).collect())?;
/// assert_eq!(regime_breaks(&paper)[0].year, 1914);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn regime_breaks(series: &Series) -> Vec<RegimeBreak> {
    let whole = series.years().filter(|(_, cell)| matches!(cell, Cell::Observed(_)));
    let known = whole.filter_map(|(year, _)| {
        let value = series.exposure(year).filter(|value| *value > 0)?;
        Some((i64::from(year), libm::log(value as f64)))
    });
    let known: Vec<(i64, f64)> = known.collect();
    let mut breaks: Vec<(RegimeBreak, f64)> = Vec::new();
    for (year, _) in &known {
        let (Some(before), Some(after)) =
            (mean(&known, year - WINDOW, year - 1), mean(&known, *year, year + WINDOW - 1))
        else {
            continue;
        };
        let change = after - before;
        // A hair less than ln 2, so that an exact doubling is one whatever the logarithms round to.
        if change.abs() < core::f64::consts::LN_2 - 1e-9 {
            continue;
        }
        let year = *year as i32; // it came from one
        let found = RegimeBreak { year, before: libm::exp(before), after: libm::exp(after) };
        match breaks.last_mut() {
            Some((last, sharpest))
                if i64::from(year) - i64::from(last.year) < WINDOW
                    && (*sharpest > 0.0) == (change > 0.0) =>
            {
                if change.abs() > sharpest.abs() {
                    (*last, *sharpest) = (found, change);
                }
            }
            _ => breaks.push((found, change)),
        }
    }
    breaks.into_iter().map(|(found, _)| found).collect()
}

/// The mean logarithm of the known years from `first` to `last`, if there are enough.
fn mean(known: &[(i64, f64)], first: i64, last: i64) -> Option<f64> {
    let from = known.partition_point(|(year, _)| *year < first);
    let to = known.partition_point(|(year, _)| *year <= last);
    let within = known.get(from..to)?;
    let sum: f64 = within.iter().map(|(_, log)| log).sum();
    (within.len() >= LEAST).then(|| sum / within.len() as f64)
}
