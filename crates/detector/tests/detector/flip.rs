//! `flip_distance` by trying: taking one article away at a time until the naive computation unflags the year.
//!
//! 4,000 flagged years in every run. More with
//! `FLIPS=100000 cargo test -p groundswell-detector --test detector flip:: -- --nocapture`.

use crate::draw::{self, Size};
use crate::exact::wanted;
use crate::naive::{Cells, is_wave};
use crate::random::{any_span, cells, judged, rule, spanned};
use groundswell_detector::{Cell, Comparison, Outcome, PRESETS, PeriodMean, Ratio, Rule, Verdict};
use proptest::prelude::*;

/// Tries every number of articles fewer. Where that is too many, only around the answer and at a few places
/// below. Returns how many flagged years had every number tried.
fn holds(cells: &Cells, rule: &Rule) -> Result<u64, TestCaseError> {
    let Ok(judgement) = judged(cells, rule) else { return Ok(0) };
    let mut tried_all = 0;
    for verdict in &judgement.verdicts {
        if verdict.verdict != Outcome::Wave {
            prop_assert_eq!(verdict.flip_distance, None);
            continue;
        }
        let (year, count) = (verdict.year, verdict.value.unwrap());
        let flagged = |articles: u64| is_wave(cells, rule, year, articles);
        if count < 100 {
            let tried = (1..=count).find(|articles| !flagged(*articles));
            prop_assert_eq!(verdict.flip_distance, tried, "{} {:?} {:?}", year, rule, cells);
            tried_all += 1;
            continue;
        }
        if let Some(distance) = verdict.flip_distance {
            prop_assert!(!flagged(distance), "{} {:?} {:?}", year, rule, cells);
        }
        let below = verdict.flip_distance.map_or(count, |distance| distance - 1);
        for part in [1, 2, 3, 7, 1_000] {
            prop_assert!(flagged(below / part), "{} {:?} {:?}", year, rule, cells);
        }
    }
    Ok(tried_all)
}

#[test]
fn flip_distance_by_brute_force() {
    let (wanted, mut tried, mut number) = (wanted("FLIPS", 4_000), 0, 1 << 40);
    while tried < wanted {
        let (cells, rule) = draw::case(number, Size::Small);
        tried += holds(&cells, &rule).unwrap_or_else(|wrong| panic!("case {number}: {wrong}"));
        number += 1;
    }
    println!("{tried} flagged years, every number of articles fewer tried");
}

#[test]
fn flip_distance_of_the_largest_counts() {
    for number in 0..wanted("FLIPS", 4_000) / 10 {
        let (cells, rule) = draw::case(number, Size::Any);
        holds(&cells, &rule).unwrap_or_else(|wrong| panic!("case {number}: {wrong}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flip_distance_is_what_trying_finds(cells in cells(), rule in rule(), span in any_span()) {
        holds(&cells, &spanned(&cells, rule, span))?;
    }

    #[test]
    fn flip_distance_of_the_presets_is_what_trying_finds(cells in cells()) {
        // The guard is no fraction: `guard.rs` has its tests.
        let exact = |name: &str| Rule::preset(name).is_some_and(|rule| rule.false_discovery.is_none());
        for (name, _) in PRESETS.iter().filter(|(name, _)| exact(name)) {
            holds(&cells, &Rule::preset(name).unwrap())?;
        }
    }

    #[test]
    fn flip_distance_has_the_documented_closed_forms(cells in cells(), min_count in 0u64..20) {
        for comparison in [Comparison::Gt, Comparison::Ge] {
            for period_mean in [PeriodMean::All, PeriodMean::LeaveOneOut] {
                let rule = Rule { comparison, period_mean, min_count, ..Rule::published() };
                let Ok(judgement) = judged(&cells, &rule) else { continue };
                for verdict in judgement.verdicts.iter().filter(|verdict| verdict.verdict == Outcome::Wave) {
                    prop_assert_eq!(verdict.flip_distance, closed_form(verdict, &rule), "{:?} {:?}", verdict, rule);
                }
            }
        }
    }
}

/// Every year of a constant series is a wave here, so none is left for the mean without waves.
#[test]
fn flip_distance_when_every_year_is_a_wave() {
    let one = Ratio { num: 1, den: 1 };
    let rule = Rule {
        recent: one,
        period: Some(one),
        comparison: Comparison::Ge,
        period_mean: PeriodMean::ExcludeWaves,
        span: Some((1905, 1939)),
        ..Rule::published()
    };
    for count in [0, 1, 7] {
        let cells: Cells = (1900..1940).map(|year| (year, Cell::Observed(count))).collect();
        assert_eq!(judged(&cells, &rule).unwrap().waves[0].years.len(), 35);
        holds(&cells, &rule).unwrap();
    }
}

/// The formulas of the crate's page for k = 3/2 and m = 2, word for word.
fn closed_form(verdict: &Verdict, rule: &Rule) -> Option<u64> {
    let x = i128::from(verdict.value.unwrap());
    let (a, p) = (i128::from(verdict.baseline_sum), i128::from(verdict.baseline_years));
    let (s, n) = (i128::from(verdict.period_sum), i128::from(verdict.period_years));
    let ceil = |num: i128, den: i128| (num + den - 1) / den;
    let recent = match rule.comparison {
        Comparison::Gt => x - 3 * a / (2 * p),
        Comparison::Ge => x + 1 - ceil(3 * a, 2 * p),
    };
    // With `leave_one_out` the verdict's S and N are without the year already.
    let period = match (rule.period_mean, rule.comparison) {
        (PeriodMean::LeaveOneOut, Comparison::Gt) => x - 2 * s / n,
        (PeriodMean::LeaveOneOut, Comparison::Ge) => x + 1 - ceil(2 * s, n),
        (_, Comparison::Gt) => ceil(n * x - 2 * s, n - 2),
        (_, Comparison::Ge) => (n * x - 2 * s) / (n - 2) + 1,
    };
    let count = x - i128::from(rule.min_count) + 1;
    u64::try_from(recent.min(period).min(count).min(x + 1))
        .ok()
        .filter(|distance| i128::from(*distance) <= x)
}
