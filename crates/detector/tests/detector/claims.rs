//! What the documentation says the rule can and cannot do, measured.

use groundswell_detector::{Cell, Outcome, Rule, Series, judge};
use proptest::prelude::*;

fn flagged(counts: impl IntoIterator<Item = u64>) -> usize {
    let series = Series::new(1850, counts.into_iter().map(Cell::Observed).collect()).unwrap();
    let verdicts = judge(&series, &Rule::published()).unwrap().verdicts;
    verdicts.iter().filter(|verdict| verdict.verdict == Outcome::Wave).count()
}

#[test]
fn a_permanent_step_is_flagged_for_at_most_four_years() {
    let step = |times: u64| flagged((0..168).map(|year| if year < 150 { 10 } else { 10 * times }));
    let rows = [(1, 0), (2, 0), (3, 3), (4, 3), (7, 4), (100, 4), (1_000_000, 4)];
    for (times, expected) in rows {
        assert_eq!(step(times), expected, "a step to {times} times");
    }
}

proptest! {
    /// Also if the level before was zero, and wherever the step is: 1.5 (4b + a) / 5 is never below b.
    #[test]
    fn no_step_of_any_height_is_flagged_for_more_than_four_years(
        low in 0u64..=1_000_000_000_000,
        high in 0u64..=1_000_000_000_000,
        at in 0usize..=168,
    ) {
        let found = flagged((0..168).map(|year| if year < at { low } else { high }));
        prop_assert!(found <= 4, "{found} years");
        prop_assert!(found == 0 || high > low);
    }
}

#[test]
fn a_step_is_flagged_in_its_jth_year_if_it_is_high_enough() {
    // b > 3 (5 − j) / (10 − 3 j) × a for j = 0, 1, 2, 3: 1.5, 1.71…, 2.25 and 6 times. A late step, so that the
    // period's mean is near a, which is why 2 is the least that is flagged.
    let step = |high: u64| flagged((0..2_000).map(|year| if year < 1_990 { 1_000 } else { high }));
    let rows = [(2_000, 0), (2_020, 2), (2_250, 2), (2_251, 3), (6_000, 3), (6_001, 4)];
    for (high, expected) in rows {
        assert_eq!(step(high), expected, "from 1000 to {high}");
    }
}

#[test]
fn of_steady_growth_the_published_rule_flags_the_last_years_only() {
    let growth = |g: f64| flagged((0..168).map(|year| (1e6 * g.powi(year)) as u64));
    let rows = [(1.152, 0), (1.153, 17), (1.16, 17), (1.18, 16)];
    for (g, expected) in rows {
        assert_eq!(growth(g), expected, "{g} times a year");
    }
}

#[test]
fn years_added_at_the_end_can_take_a_wave_back() {
    let first = |years: i32| {
        let counts = (0..years).map(|year| {
            if year == 20 {
                15
            } else if year < 40 {
                4
            } else {
                14
            }
        });
        let series = Series::new(1850, counts.map(Cell::Observed).collect()).unwrap();
        judge(&series, &Rule::published()).unwrap().verdicts[20].verdict
    };
    assert_eq!((first(40), first(60)), (Outcome::Wave, Outcome::None));
}

#[test]
fn a_second_peak_within_five_years_is_masked() {
    let peaks = |apart| {
        flagged((0..168).map(move |year| match year {
            60 => 40,
            _ if year == 60 + apart => 16,
            _ => 4,
        }))
    };
    let rows = [(1, 1), (3, 1), (5, 1), (6, 2)];
    for (apart, expected) in rows {
        assert_eq!(peaks(apart), expected, "{apart} years apart");
    }
}

/// Splitmix64 (Steele, Lea and Flood 2014): the same numbers everywhere.
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A Poisson count by multiplying uniform numbers (Knuth, TAOCP 2, 3.4.1).
fn poisson(mean: f64, state: &mut u64) -> u64 {
    let (limit, mut product, mut count) = ((-mean).exp(), uniform(state), 0);
    while product > limit {
        product *= uniform(state);
        count += 1;
    }
    count
}

#[test]
fn with_few_articles_the_rule_fires_by_chance() {
    // At 1 a year the number hangs on whether the series has fewer articles than years (some 36 flags) or not (some
    // 13): a standard deviation of 12, so 5,000 series are needed to know it to a fifth.
    let runs = 5_000;
    let rows = [(1.0, 24.0, 0.5), (5.0, 3.4, 0.1), (10.0, 0.4, 0.03)];
    for (mean, expected, within) in rows {
        let mut state = 1;
        let years: usize =
            (0..runs).map(|_| flagged((0..168).map(|_| poisson(mean, &mut state)))).sum();
        let found = years as f64 / f64::from(runs);
        assert!(
            (found - expected).abs() < within,
            "{mean} a year: {found} false wave years, not {expected}"
        );
    }
}
