//! Random series and rules: agreement with the naive computation, and what must hold of every judgement.

use crate::exact;
use crate::naive::Cells;
use groundswell_detector::{
    Cell, Comparison, JudgeError, Judgement, MissingPolicy, Outcome, PRESETS, PeriodMean, Ratio,
    Rule, Series, judge,
};
use proptest::prelude::*;

/// Mostly small counts, so that ties and zeros are frequent, with holes of every kind.
fn cell((kind, count): (u8, u64)) -> Cell {
    match kind {
        0 | 1 => Cell::Observed(0),
        2 => Cell::Partial(count),
        3 => Cell::Missing,
        4 if count % 2 == 0 => Cell::NotPublished,
        4 => Cell::NotApplicable,
        5..9 => Cell::Observed(count % 8),
        _ => Cell::Observed(count),
    }
}

fn with_count(cell: Cell, change: impl Fn(u64) -> u64) -> Cell {
    match cell {
        Cell::Observed(count) => Cell::Observed(change(count)),
        Cell::Partial(count) => Cell::Partial(change(count)),
        hole => hole,
    }
}

/// Up to 80 years; one series in three with counts as huge as their sum allows.
pub(crate) fn cells() -> impl Strategy<Value = Cells> {
    let huge = prop_oneof![2 => Just(1), 1 => 1..=u64::MAX / (80 * 40)];
    let drawn = prop::collection::vec((0u8..16, 0u64..40), 1..80);
    (-300i32..2100, drawn, huge).prop_map(|(first, drawn, factor)| {
        let cells = drawn.into_iter().map(|drawn| with_count(cell(drawn), |count| count * factor));
        (first..).zip(cells).collect()
    })
}

fn ratio(least: u32) -> impl Strategy<Value = Ratio> {
    (0u32..9, 1u32..5).prop_map(move |(num, den)| Ratio { num: num.max(least * den), den })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop_oneof![Just(Comparison::Gt), Just(Comparison::Ge)]
}

fn missing() -> impl Strategy<Value = MissingPolicy> {
    prop_oneof![3 => Just(MissingPolicy::Skip), 1 => Just(MissingPolicy::Zero)]
}

fn averages() -> impl Strategy<Value = (PeriodMean, Option<Ratio>)> {
    prop_oneof![
        (Just(PeriodMean::All), prop::option::weighted(0.9, ratio(0))),
        (Just(PeriodMean::LeaveOneOut), prop::option::weighted(0.9, ratio(0))),
        (Just(PeriodMean::Median), prop::option::weighted(0.9, ratio(0))),
        (Just(PeriodMean::ExcludeWaves), prop::option::weighted(0.9, ratio(1))),
    ]
}

/// Any rule that makes sense, without a span.
pub(crate) fn rule() -> impl Strategy<Value = Rule> {
    let window = (1u32..12).prop_flat_map(|window| (Just(window), 0..=window.min(5)));
    (
        ratio(0),
        window,
        averages(),
        comparison(),
        prop_oneof![Just(0u64), 0u64..12],
        missing(),
        0u32..4,
    )
        .prop_map(
            |(
                recent,
                (window, min_prior),
                (period_mean, period),
                comparison,
                min_count,
                missing,
                bridge,
            )| Rule {
                recent,
                window,
                period,
                comparison,
                min_prior,
                period_mean,
                min_count,
                false_discovery: None,
                missing,
                bridge,
                ..Rule::published()
            },
        )
}

/// The rule over a part of the years, or more than the years there are: lead-in, cut ends, overhang.
pub(crate) fn spanned(cells: &Cells, rule: Rule, span: Option<(i32, i32)>) -> Rule {
    let (first, last) = (*cells.keys().next().unwrap(), *cells.keys().next_back().unwrap());
    let span = span.map(|(after, before)| (first + after, (last + before).max(first + after)));
    Rule { span, ..rule }
}

pub(crate) fn judged(cells: &Cells, rule: &Rule) -> Result<Judgement, JudgeError> {
    judge(&Series::from_years(cells.clone()).unwrap(), rule)
}

fn agrees(cells: &Cells, rule: &Rule) -> Result<(), TestCaseError> {
    exact::agrees(cells, rule).map_err(TestCaseError::fail)
}

pub(crate) fn any_span() -> impl Strategy<Value = Option<(i32, i32)>> {
    prop_oneof![Just(None), (-9i32..20, -9i32..4).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn presets_agree_with_the_naive_computation(cells in cells(), span in any_span()) {
        // The guard is no fraction: `guard.rs` has its tests.
        let exact = |name: &str| Rule::preset(name).is_some_and(|rule| rule.false_discovery.is_none());
        for (name, _) in PRESETS.iter().filter(|(name, _)| exact(name)) {
            agrees(&cells, &spanned(&cells, Rule::preset(name).unwrap(), span))?;
        }
    }

    #[test]
    fn random_rules_agree_with_the_naive_computation(cells in cells(), rule in rule(), span in any_span()) {
        agrees(&cells, &spanned(&cells, rule, span))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_arithmetic_shown_is_the_arithmetic_done(cells in cells(), rule in rule()) {
        let Ok(judgement) = judged(&cells, &rule) else { return Ok(()) };
        prop_assert_eq!(judgement.total, cells.values().filter_map(|cell| cell.count()).sum::<u64>());
        for verdict in &judgement.verdicts {
            let wave = verdict.passes_recent == Some(true)
                && verdict.passes_period != Some(false)
                && verdict.value.is_some_and(|value| value >= rule.min_count);
            prop_assert_eq!(verdict.verdict.is_judged() && wave, verdict.verdict == Outcome::Wave);
            prop_assert_eq!(verdict.verdict.is_judged(), verdict.reason.is_none());
            let mean = verdict.baseline_sum as f64 / f64::from(verdict.baseline_years);
            prop_assert_eq!(verdict.baseline_mean, (verdict.baseline_years > 0).then_some(mean));
            if rule.period_mean != PeriodMean::Median {
                let mean = verdict.period_sum as f64 / f64::from(verdict.period_years);
                prop_assert_eq!(verdict.period_mean, Some(mean));
            }
        }
    }

    /// Counting in dozens changes no verdict, nor does another calendar.
    #[test]
    fn scale_and_calendar_do_not_matter(cells in cells(), rule in rule(), factor in 2u64..1000, shift in -900i32..900) {
        let rule = Rule { min_count: 0, ..rule };
        let small = |cell| with_count(cell, |count| count % 1_000_000);
        let plain: Cells = cells.iter().map(|(year, cell)| (*year, small(*cell))).collect();
        let scaled = plain.iter().map(|(year, cell)| (year + shift, with_count(*cell, |count| count * factor))).collect();
        let outcomes = |cells: &Cells| {
            judged(cells, &rule).map(|judgement| judgement.verdicts.iter().map(|v| v.verdict).collect::<Vec<_>>())
        };
        prop_assert_eq!(outcomes(&plain), outcomes(&scaled));
    }

    /// What comes after a year can move its period mean, but not its baseline.
    #[test]
    fn without_a_period_condition_the_future_does_not_matter(cells in cells(), rule in rule(), cut in 10usize..60) {
        let rule = Rule { period: None, period_mean: PeriodMean::All, ..rule };
        let start: Cells = cells.clone().into_iter().take(cut).collect();
        let (Ok(whole), Ok(part)) = (judged(&cells, &rule), judged(&start, &rule)) else { return Ok(()) };
        let before_cut = part.verdicts.len() - 1;
        for (whole, part) in whole.verdicts.iter().zip(&part.verdicts).take(before_cut) {
            prop_assert_eq!((whole.verdict, whole.flip_distance), (part.verdict, part.flip_distance));
        }
    }

    /// Anything goes in; an answer or a typed error comes out.
    #[test]
    fn hostile_input_never_panics(
        first in prop_oneof![Just(i32::MIN), Just(i32::MAX), Just(i32::MAX - 40), any::<i32>()],
        counts in prop::collection::vec(prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>().prop_map(|c| c >> 7)], 0..60),
        ratios in (any::<u32>(), prop_oneof![Just(0), Just(1), any::<u32>()], any::<u32>(), prop_oneof![Just(0), any::<u32>()]),
        numbers in (any::<u32>(), prop_oneof![Just(0u32), Just(1), any::<u32>()], any::<u64>(), any::<u32>()),
        span in prop_oneof![Just(None), any::<(i32, i32)>().prop_map(Some), Just(Some((i32::MIN, i32::MIN + 50)))],
        base in rule(),
    ) {
        let Ok(series) = Series::new(first, counts.into_iter().map(Cell::Observed).collect()) else { return Ok(()) };
        let (window, min_prior, min_count, bridge) = numbers;
        let rule = Rule {
            recent: Ratio { num: ratios.0, den: ratios.1 },
            period: base.period.map(|_| Ratio { num: ratios.2, den: ratios.3 }),
            window, min_prior, min_count, bridge, span, ..base
        };
        for rule in [rule, Rule { span: None, ..rule }, base] {
            let _ = (rule.id(), rule.sentence(), rule.check());
            if let Ok(judgement) = judge(&series, &rule) {
                prop_assert!(serde_json::to_string(&judgement).is_ok());
            }
        }
    }
}
