//! What the documentation says the rule can and cannot do, measured.

use groundswell_detector::{Cell, Outcome, Rule, Series, judge};

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
    let runs = 1_000;
    let rows = [(1.0, 23.1, 0.5), (5.0, 3.4, 0.2), (10.0, 0.4, 0.05)];
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
