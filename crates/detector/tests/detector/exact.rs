//! Agreement with the naive computation, field by field, on drawn series and rules.
//!
//! 20,000 in every run, and two of 100,000 years. More (and 20 of the long ones) with
//! `CASES=1000000 cargo test -p groundswell-detector --test detector drawn -- --nocapture`.

use crate::draw::{self, Size};
use crate::naive::{self, Cells, Year};
use crate::naive_waves::{differs, runs, shown};
use groundswell_detector::{
    JudgeError, Judgement, Outcome, PeriodMean, Rule, Series, Verdict, judge,
};
use num_bigint::BigInt;

/// How many to draw: the variable of this name, or the usual number.
pub(crate) fn wanted(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |number| number.parse().unwrap())
}

#[test]
fn drawn_series_and_rules_agree_with_the_naive_computation() {
    let (mut judged, mut years, mut waves, mut ties) = (0u64, 0, 0, 0);
    let cases = wanted("CASES", 20_000);
    for number in 0..cases {
        let (cells, rule) = draw::case(number, Size::Any);
        agrees(&cells, &rule).unwrap_or_else(|wrong| panic!("case {number}: {wrong}"));
        let Ok(judgement) = judge(&Series::from_years(cells).unwrap(), &rule) else { continue };
        judged += 1;
        years += judgement.verdicts.len();
        waves += judgement.verdicts.iter().filter(|year| year.verdict == Outcome::Wave).count();
        ties += judgement.verdicts.iter().filter(|year| is_tie(year, &rule)).count();
    }
    println!("{cases} cases, {judged} judged: {years} years, {waves} waves, {ties} ties");
    // The lot is worth drawing: most can be judged, some years are waves, many are ties.
    assert!(judged * 2 > cases && waves * 20 > years && ties * 10 > cases as usize);
}

#[test]
fn drawn_long_series_agree_with_the_naive_computation() {
    for number in 0..(wanted("CASES", 20_000) / 10_000).min(20) {
        let (cells, rule) = draw::long_case(number, 100_000);
        // A search for the flip distance of every flagged year takes the square of their number.
        let quick = matches!(rule.period_mean, PeriodMean::All | PeriodMean::LeaveOneOut);
        let rule = if quick { rule } else { Rule { period_mean: PeriodMean::All, ..rule } };
        agrees(&cells, &rule).unwrap_or_else(|wrong| panic!("long case {number}: {wrong}"));
    }
}

fn is_tie(year: &Verdict, rule: &Rule) -> bool {
    let Some(count) = year.value else { return false };
    let left = u128::from(rule.recent.den) * u128::from(year.baseline_years) * u128::from(count);
    left > 0 && left == u128::from(rule.recent.num) * u128::from(year.baseline_sum)
}

/// Compares everything that is said of the years, the waves and the series, except the flip distances.
pub(crate) fn agrees(cells: &Cells, rule: &Rule) -> Result<(), String> {
    let found = judge(&Series::from_years(cells.clone()).unwrap(), rule);
    let wrong = match (&found, naive::judge(cells, rule)) {
        (Err(JudgeError::TooFewYears { observed }), Err(expected)) if *observed == expected => None,
        (Ok(found), Ok((years, warnings))) => first_difference(found, &years, rule)
            .or_else(|| (found.warnings != warnings).then(|| format!("{warnings:?}"))),
        (_, expected) => Some(format!("expected {expected:?}")),
    };
    wrong.map_or(Ok(()), |wrong| Err(format!("{wrong}\n{rule:?}\n{cells:?}\n{found:?}")))
}

fn first_difference(found: &Judgement, years: &[Year], rule: &Rule) -> Option<String> {
    if found.verdicts.len() != years.len() {
        return Some(format!("{} years", years.len()));
    }
    let total: BigInt = years.iter().filter_map(|year| year.count).map(BigInt::from).sum();
    if total != BigInt::from(found.total) {
        return Some(format!("total {total}"));
    }
    let mut pairs = found.verdicts.iter().zip(years);
    if let Some((_, year)) = pairs.find(|(verdict, year)| !same(verdict, year)) {
        return Some(format!("expected {year:?}"));
    }
    let runs = runs(years, rule.bridge);
    if found.waves.len() != runs.len() {
        return Some(format!("expected waves {runs:?}"));
    }
    found.waves.iter().zip(&runs).find_map(|(wave, run)| differs(wave, run, years, rule.bridge))
}

fn same(verdict: &Verdict, year: &Year) -> bool {
    let (baseline, level) = (&year.baseline, &year.level);
    let count = year.count.map(crate::fraction::Fraction::whole);
    let times = |average: &naive::Average| {
        let average = average.value.as_ref().filter(|average| !average.is_zero())?;
        Some(count.as_ref()?.over(average))
    };
    (verdict.year, verdict.value, verdict.verdict) == (year.year, year.count, year.outcome)
        && verdict.reason == year.reason
        && (verdict.baseline_years, BigInt::from(verdict.baseline_sum))
            == (baseline.years, baseline.sum.clone())
        && (verdict.period_years, BigInt::from(verdict.period_sum))
            == (level.years, level.sum.clone())
        && verdict.passes_recent == year.passes_recent
        && verdict.passes_period == year.passes_period
        && verdict.flags == year.flags
        && shown(verdict.baseline_mean, baseline.value.as_ref())
        && shown(verdict.period_mean, level.value.as_ref())
        && shown(verdict.times_recent, times(baseline).as_ref())
        && shown(verdict.times_period, times(level).as_ref())
}
