//! Waves: runs of flagged years.

use crate::verdict::{Outcome, Verdict};
use alloc::{vec, vec::Vec};

/// A maximal run of wave years.
///
/// With `bridge` = 0 the years are consecutive; otherwise up to `bridge` years in a row that were judged and
/// not flagged may lie between. A year without an answer always ends a run.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Wave {
    /// First flagged year.
    pub first: i32,
    /// Last flagged year.
    pub last: i32,
    /// The flagged years, in order: without the bridged ones.
    pub years: Vec<i32>,
    /// The flagged year with the highest count, the earliest of equals.
    pub peak_year: i32,
    /// Its count, in articles.
    pub peak_count: u64,
    /// Its count ÷ its baseline mean; `None` if that is 0.
    pub times_recent: Option<f64>,
    /// Its count ÷ the period mean; `None` if that is 0.
    pub times_period: Option<f64>,
    /// Σ (count − baseline mean) over the flagged years, in articles.
    pub excess: f64,
    /// The last year of the unbroken sequence from `last` on whose counts pass the comparison with the period.
    /// A wave's flags end when its own years have raised the baseline; this tells how long the level lasted.
    /// Equal to `last` if the rule has no such comparison.
    pub elevated_until: i32,
    /// The wave may have begun earlier: a year without an answer, or the start of the judged years, is
    /// within reach of it (next to it, or `bridge` more away).
    pub censored_left: bool,
    /// The wave may have gone on: likewise at its end.
    pub censored_right: bool,
}

/// The waves among these consecutive years.
pub(crate) fn waves(verdicts: &[Verdict], bridge: u32) -> Vec<Wave> {
    runs(verdicts, bridge as usize)
        .iter()
        .filter_map(|run| wave(verdicts, run, bridge as usize))
        .collect()
}

/// The positions of flagged years, wave by wave.
fn runs(verdicts: &[Verdict], bridge: usize) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    // Whether the last run can still go on: everything since it was judged, and little enough.
    let mut open = false;
    for (index, verdict) in verdicts.iter().enumerate() {
        match (verdict.verdict, runs.last_mut()) {
            (Outcome::Wave, Some(run)) if open => run.push(index),
            (Outcome::Wave, _) => {
                runs.push(vec![index]);
                open = true;
            }
            (Outcome::None, Some(run)) => {
                open &= run.last().is_some_and(|last| index - last <= bridge);
            }
            _ => open = false,
        }
    }
    runs
}

fn wave(verdicts: &[Verdict], run: &[usize], bridge: usize) -> Option<Wave> {
    let (first, last) = (*run.first()?, *run.last()?);
    let flagged = || run.iter().filter_map(|index| verdicts.get(*index));
    // `max_by_key` takes the last of equals; reversed, that is the earliest.
    let peak = flagged().rev().max_by_key(|verdict| verdict.value)?;
    let (before, after) = (verdicts.get(..first)?, verdicts.get(last + 1..)?);
    let elevated = after.iter().take_while(|verdict| verdict.passes_period == Some(true));
    let reach = bridge.saturating_add(1);
    Some(Wave {
        first: verdicts.get(first)?.year,
        last: verdicts.get(last)?.year,
        years: flagged().map(|verdict| verdict.year).collect(),
        peak_year: peak.year,
        peak_count: peak.value?,
        times_recent: peak.times_recent,
        times_period: peak.times_period,
        excess: flagged().map(excess).sum(),
        elevated_until: elevated.last().or(verdicts.get(last))?.year,
        censored_left: before.len() < reach || before.iter().rev().take(reach).any(has_no_answer),
        censored_right: after.len() < reach || after.iter().take(reach).any(has_no_answer),
    })
}

fn has_no_answer(verdict: &Verdict) -> bool {
    !verdict.verdict.is_judged()
}

/// count − baseline mean, rounded once: (p·x − A) / p.
fn excess(verdict: &Verdict) -> f64 {
    let years = i128::from(verdict.baseline_years);
    let above = years * i128::from(verdict.value.unwrap_or(0)) - i128::from(verdict.baseline_sum);
    above as f64 / years.max(1) as f64
}
