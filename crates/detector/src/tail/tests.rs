//! Tails against sixty digits and against scipy, adjusted p-values against statsmodels and the paper.

use super::{Counts, MANY, benjamini_hochberg, upper_tail};
use alloc::vec::Vec;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../../tests/reference/tail.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn tails_are_exact_to_ten_digits_down_to_1e_300() {
    for row in reference()["tails"].as_array().unwrap() {
        let count = row[0].as_u64().unwrap();
        let [_, mean, variance, exact, _] = numbers(row)[..] else { panic!("five numbers: {row}") };
        let tail = upper_tail(count, mean, variance).unwrap();
        assert!((tail / exact - 1.0).abs() < 1e-10, "{row}: {tail:e}");
    }
}

/// Where the variance is a billionth above the mean, scipy's p = size / (size + mean) keeps six digits of 1 - p.
#[test]
fn tails_are_those_of_scipy() {
    for row in reference()["tails"].as_array().unwrap() {
        let [count, mean, variance, _, scipy] = numbers(row)[..] else { panic!("five: {row}") };
        let tail = upper_tail(count as u64, mean, variance).unwrap();
        let comparable = variance <= mean || variance > 1.0001 * mean;
        assert!(!comparable || (tail / scipy - 1.0).abs() < 1e-10, "{row}: {tail:e}");
    }
}

/// Where the one takes the place of the other, from deep below the mean to tails of 1e-200.
#[test]
fn the_saddlepoint_formula_is_the_continued_fraction() {
    let mut worst = 0.0_f64;
    for many in [MANY, 10.0 * MANY] {
        for (mean, s) in [(many, 0.0), (many, 1.0 / many), (1e3 * many, 1.0 / many), (many, 1e-9)] {
            let counts = Counts::of(mean, s);
            let deviation = libm::sqrt(mean * (1.0 + s * mean));
            for at in
                [-8.0, -3.0, -1.0, -0.1, -1e-3, -1e-6, 0.0, 1e-7, 1e-4, 0.01, 0.5, 2.0, 7.0, 30.0]
            {
                let x = libm::round(mean + at * deviation);
                let above = counts.p * (x - mean);
                let deviance = counts.deviance(x, above);
                let [limit, exact] =
                    [counts.limit(x, above, deviance), counts.by_fraction(x, above, deviance)];
                let error = (limit / exact - 1.0).abs();
                worst = worst.max(error);
            }
        }
    }
    assert!(worst < 1e-9, "{worst:e}");
}

#[test]
fn no_input_gives_a_nan_or_hangs() {
    let counts = [0, 1, 2, 1000, 1 << 20, 1 << 33, 1 << 40, 1 << 52, u64::MAX / 2, u64::MAX];
    let means =
        [0.0, f64::MIN_POSITIVE, 1e-300, 1e-9, 1.0, 1e6, 1e10, 3e12, 1.8e19, 1e300, f64::MAX];
    for mean in means {
        for factor in [0.0, 0.5, 1.0, 1.0 + 1e-15, 1.0 + 1e-9, 1.1, 2.0, 1e6, 1e30, 1e300] {
            let mut before = 1.0;
            for count in counts {
                let Some(tail) = upper_tail(count, mean, mean * factor) else {
                    assert!((mean * factor).is_infinite(), "{count} {mean} {factor}");
                    continue;
                };
                assert!((0.0..=1.0).contains(&tail), "{count} {mean} {factor}: {tail}");
                // Not exactly: a size far below 10^-5.
                assert!(
                    tail <= before * (1.0 + 1e-9) + 1e-14,
                    "{count} {mean} {factor}: {tail} above {before}"
                );
                before = tail;
            }
        }
    }
    for (mean, variance) in [(-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::NAN), (f64::INFINITY, 1.0)] {
        assert_eq!(upper_tail(3, mean, variance), None);
    }
}

#[test]
fn adjusted_p_values_are_those_of_statsmodels() {
    for row in reference()["adjusted"].as_array().unwrap() {
        let given: Vec<_> = numbers(&row[0]).into_iter().map(Some).collect();
        for (ours, theirs) in benjamini_hochberg(&given).iter().zip(numbers(&row[1])) {
            assert!((ours.unwrap() - theirs).abs() <= 1e-15 * theirs, "{row}: {ours:?} {theirs}");
        }
    }
}

/// Section 4 of the paper: at .05 the four smallest of the fifteen are rejected, by Bonferroni's rule three.
#[test]
fn the_worked_example_of_the_paper_rejects_four() {
    let given: Vec<_> = numbers(&reference()["adjusted"][0][0]).into_iter().map(Some).collect();
    let rejected = benjamini_hochberg(&given).iter().flatten().filter(|q| **q <= 0.05).count();
    assert_eq!(rejected, 4);
}

#[test]
fn years_without_a_test_do_not_count_and_order_is_kept() {
    let given = [None, Some(0.04), Some(f64::NAN), Some(0.01), None];
    assert_eq!(benjamini_hochberg(&given), [None, Some(0.04), None, Some(0.02), None]);
    assert_eq!(benjamini_hochberg(&[None, None]), [None, None]);
}
