//! Tails against fifty digits and against scipy; any numbers whatever.

use super::{Baseline, Posterior};
use crate::tail::size_tail;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../../tests/reference/predictive.json")).unwrap()
}

/// Articles and exposure of the baseline, dispersion, exposure of the year, count.
fn tail(row: &Value) -> f64 {
    let number = |at: usize| row[at].as_f64().unwrap();
    let baseline = Baseline { articles: number(0), exposure: number(1), dispersion: number(2) };
    baseline.tail(row[4].as_u64().unwrap(), number(3)).unwrap()
}

#[test]
fn tails_are_exact_to_nine_digits() {
    for row in reference()["tails"].as_array().unwrap() {
        let (ours, exact) = (tail(row), row[5].as_f64().unwrap());
        assert!((ours / exact - 1.0).abs() < 1e-9, "{row}: {ours:e}");
    }
}

/// Both ways, wherever the first has an answer.
#[test]
fn the_sum_and_the_mean_over_the_posterior_agree() {
    let mut both = 0;
    for row in reference()["tails"].as_array().unwrap() {
        let number = |at: usize| row[at].as_f64().unwrap();
        let size = number(3) / number(2);
        let posterior = Posterior { a: number(1) / number(2), b: number(0) + 0.5 };
        let (count, mean) = (row[4].as_u64().unwrap(), posterior.b * number(3) / number(1));
        let Some(sum) = posterior.one_less_the_sum(count, size) else { continue };
        let rate = |theta: f64| mean * libm::exp(theta.min(600.0));
        let step = posterior.step(count as f64, size);
        let of = |theta| size_tail(count, rate(theta), 1.0 / size);
        let over = posterior.mean(step, of).unwrap();
        assert!((sum / over - 1.0).abs() < 1e-9, "{row}: {sum:e} {over:e}");
        both += 1;
    }
    assert!(both > 300, "{both}");
}

/// scipy adds the probabilities up below the tail, which leaves it fewer digits.
#[test]
fn tails_are_those_of_scipy() {
    for row in reference()["tails"].as_array().unwrap() {
        let Some(scipy) = row[6].as_f64() else { continue };
        assert!((tail(row) - scipy).abs() < 1e-8, "{row}: {:e}", tail(row));
    }
}

/// Where years vary no more than independent articles do, the limit is the gamma–Poisson.
#[test]
fn the_smallest_dispersion_joins_the_limit() {
    for (articles, count, exposure) in [(0.0, 3, 1.0), (25.0, 12, 1.0), (400.0, 200, 2.0)] {
        let of = |dispersion| {
            Baseline { articles, exposure: 5.0, dispersion }.tail(count, exposure).unwrap()
        };
        assert!((of(1.1e-7) / of(0.0) - 1.0).abs() < 1e-4, "{articles} {count}");
    }
}

#[test]
fn no_numbers_give_a_nan_hang_or_rise() {
    let wide = [0.0, 1e-9, 0.3, 7.0, 1e6, 1e19];
    for articles in wide {
        for exposure in &wide[1..] {
            for dispersion in [0.0, 1e-12, 1e-3, 0.4, 50.0, 1e9] {
                let baseline = Baseline { articles, exposure: *exposure, dispersion };
                let mut before = 1.0;
                for count in [0, 1, 40, 1 << 20, 1 << 40, u64::MAX] {
                    for year in [1e-6, 1.0, 1e6] {
                        let tail = baseline.tail(count, year);
                        assert!(tail.is_none_or(|p| (0.0..=1.0).contains(&p)), "{baseline:?}");
                    }
                    let Some(tail) = baseline.tail(count, 1.0) else { continue };
                    assert!(
                        tail <= before * 1.001 + 1e-12,
                        "{baseline:?} {count}: {tail} {before}"
                    );
                    before = tail;
                }
            }
        }
    }
    let baseline = Baseline { articles: 3.0, exposure: 5.0, dispersion: 0.1 };
    for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(baseline.tail(3, none), None);
    }
}
