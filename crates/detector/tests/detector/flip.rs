//! `flip_distance` by trying: taking one article away at a time until the naive computation unflags the year.

use crate::naive::{Cells, is_wave};
use crate::random::{any_span, cells, judged, rule, spanned};
use groundswell_detector::{Cell, Comparison, Outcome, PRESETS, PeriodMean, Ratio, Rule, Verdict};
use proptest::prelude::*;

fn fewer(cells: &Cells, year: i32, articles: u64) -> Cells {
    let mut cells = cells.clone();
    cells.entry(year).and_modify(|cell| {
        *cell = match *cell {
            Cell::Observed(count) => Cell::Observed(count - articles),
            Cell::Partial(count) => Cell::Partial(count - articles),
            hole => hole,
        }
    });
    cells
}

/// Tries every number of articles fewer. Where that is too many, only around the answer.
fn holds(cells: &Cells, rule: &Rule) -> Result<(), TestCaseError> {
    let Ok(judgement) = judged(cells, rule) else { return Ok(()) };
    for verdict in &judgement.verdicts {
        if verdict.verdict != Outcome::Wave {
            prop_assert_eq!(verdict.flip_distance, None);
            continue;
        }
        let (year, count) = (verdict.year, verdict.value.unwrap());
        if count < 100 {
            let tried =
                (1..=count).find(|articles| !is_wave(&fewer(cells, year, *articles), rule, year));
            prop_assert_eq!(verdict.flip_distance, tried, "{} {:?} {:?}", year, rule, cells);
        } else if let Some(distance) = verdict.flip_distance {
            prop_assert!(!is_wave(&fewer(cells, year, distance), rule, year));
            prop_assert!(is_wave(&fewer(cells, year, distance - 1), rule, year));
        } else {
            prop_assert!(is_wave(&fewer(cells, year, count), rule, year));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flip_distance_is_what_trying_finds(cells in cells(), rule in rule(), span in any_span()) {
        holds(&cells, &spanned(&cells, rule, span))?;
    }

    #[test]
    fn flip_distance_of_the_presets_is_what_trying_finds(cells in cells()) {
        for (name, _) in PRESETS {
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
