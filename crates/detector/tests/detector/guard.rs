//! `published-guarded`: a stricter published rule, and how many articles it rests on.

use groundswell_detector::{Cell, Outcome, Reason, Rule, Series, Verdict, judge};
use proptest::prelude::*;

/// Counts around a mean with a wave planted, some holes.
fn drawn() -> impl Strategy<Value = Vec<Cell>> {
    let year = (0u8..20, 0u64..16).prop_map(|(kind, count)| match kind {
        0 => Cell::Missing,
        1 => Cell::Partial(count),
        2 => Cell::Observed(3 * count + 10),
        _ => Cell::Observed(count),
    });
    prop::collection::vec(year, 20..80)
}

fn verdicts(cells: &[Cell], rule: &Rule) -> Vec<Verdict> {
    let series = Series::new(1900, cells.to_vec()).unwrap();
    judge(&series, rule).map(|judged| judged.verdicts).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_guarded_wave_is_a_published_wave_of_five_articles_that_chance_does_not_give(cells in drawn()) {
        let published = verdicts(&cells, &Rule::published());
        for (guarded, published) in verdicts(&cells, &Rule::published_guarded()).iter().zip(&published) {
            let passes = published.verdict == Outcome::Wave
                && published.value >= Some(5)
                && guarded.tail.is_some_and(|tail| tail.q < 0.1);
            prop_assert_eq!(guarded.verdict == Outcome::Wave, passes);
            prop_assert_eq!(guarded.verdict.is_judged(), published.verdict.is_judged());
            prop_assert_eq!(guarded.tail.is_some(), published.verdict.is_judged());
        }
    }

    /// The guard can only unflag a year sooner than the conditions do.
    #[test]
    fn it_rests_on_no_more_articles_than_without_the_guard(cells in drawn()) {
        let rule = Rule { min_count: 5, ..Rule::published() };
        let plain = verdicts(&cells, &rule);
        for (guarded, plain) in verdicts(&cells, &Rule::published_guarded()).iter().zip(&plain) {
            if guarded.verdict == Outcome::Wave {
                prop_assert!(guarded.flip_distance.unwrap() <= plain.flip_distance.unwrap());
            }
        }
    }
}

/// What is not known is not "no": neither in the year itself nor in its baseline.
#[test]
fn an_unknown_exposure_leaves_a_year_undetermined() {
    let counts = (0..60).map(|year| Cell::Observed(if year == 40 { 500 } else { 20 })).collect();
    let series = Series::new(1900, counts).unwrap();
    for unknown in [37, 40] {
        let exposures = (0..60).map(|year| (year != unknown).then_some(1_000)).collect();
        let series = series.clone().with_exposures(exposures).unwrap();
        let judged = judge(&series, &Rule::published_guarded()).unwrap();
        let year = &judged.verdicts[40];
        assert_eq!(year.verdict, Outcome::Undetermined, "{unknown}");
        assert_eq!(year.reason, Some(Reason::UnknownExposure));
    }
}

/// Years after the period are ignored, by the guard too.
#[test]
fn the_guard_does_not_look_beyond_the_period() {
    let count = |year| match year {
        40 => 60,
        60.. => [5, 300][year % 2],
        _ => 20 + year as u64 % 3,
    };
    let series = |years: usize| {
        Series::new(1900, (0..years).map(|year| Cell::Observed(count(year))).collect()).unwrap()
    };
    let rule = Rule { span: Some((1900, 1959)), ..Rule::published_guarded() };
    assert_eq!(judge(&series(120), &rule), judge(&series(60), &rule));
}

/// The exposures decide: the same counts are a wave in a paper of one size, and none in one that tripled.
#[test]
fn a_paper_that_grew_explains_what_a_paper_of_one_size_does_not() {
    let counts = (0..60).map(|year| Cell::Observed(if year == 40 { 60 } else { 20 })).collect();
    let series = Series::new(1900, counts).unwrap();
    let judged = |third: u64| {
        let size = |year| Some(if year == 40 { 3_000 / third } else { 1_000 });
        let series = series.clone().with_exposures((0..60).map(size).collect()).unwrap();
        judge(&series, &Rule::published_guarded()).unwrap().verdicts[40].verdict
    };
    assert_eq!((judged(3), judged(1)), (Outcome::Wave, Outcome::None));
}
