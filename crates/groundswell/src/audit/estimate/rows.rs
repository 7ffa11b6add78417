//! Published and hand-computed values.

use super::*;

fn whole(population: u64, labelled: u64, yes: u64) -> Part {
    Part { population, labelled, yes, asked: population }
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn wilson_is_that_of_newcombe_1998() {
    // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    let rows = [
        (81.0, 263.0, 0.2553, 0.3662),
        (15.0, 148.0, 0.0624, 0.1605),
        (0.0, 20.0, 0.0000, 0.1611),
        (1.0, 29.0, 0.0061, 0.1718),
    ];
    for (yes, n, low, high) in rows {
        let found = wilson(yes / n, n);
        near(found.0, low, 0.00005);
        near(found.1, high, 0.00005);
    }
}

#[test]
fn a_stratified_share_is_that_worked_out_by_hand() {
    // W = ¼, ¾; p = ¼·0.8 + ¾·0.5; 1/n = (1/16)(1/10 − 1/100) + (9/16)(1/30 − 1/300) = 0.0225.
    let found = share(&[whole(100, 10, 8), whole(300, 30, 15)]).unwrap();
    near(found.value.unwrap(), 0.575, 1e-12);
    let (low, high) = wilson(0.575, 1.0 / 0.0225);
    near(found.low, low, 1e-12);
    near(found.high, high, 1e-12);
    near(low, 0.4295, 0.0001);
    near(high, 0.7086, 0.0001);
    // One stratum of an endless population is plain Wilson.
    let found = share(&[whole(u64::MAX, 263, 81)]).unwrap();
    near(found.low, 0.2553, 0.00005);
}

#[test]
fn all_labelled_is_exact_and_none_labelled_is_anything() {
    let exact = share(&[whole(10, 10, 7)]).unwrap();
    assert_eq!((exact.value, exact.low, exact.high), (Some(0.7), 0.7, 0.7));
    let unknown = share(&[whole(10, 0, 0)]).unwrap();
    assert_eq!((unknown.value, unknown.low, unknown.high), (None, 0.0, 1.0));
    assert_eq!(share(&[]), None);
    assert_eq!(share(&[whole(0, 0, 0)]), None);
    // A tenth has no label: no value, and the limits reach for what it could be.
    let some = share(&[whole(900, 900, 450), whole(100, 0, 0)]).unwrap();
    assert_eq!(some.value, None);
    near(some.low, 0.45, 1e-12);
    near(some.high, 0.55, 1e-12);
    // Labels that agree leave a width; so does one label.
    let agree = share(&[whole(1000, 20, 0)]).unwrap();
    assert!(agree.low < 1e-12 && agree.high > 0.15, "{agree:?}");
    let one = share(&[whole(1000, 1, 1)]).unwrap();
    assert!(one.low < 0.25 && one.high > 1.0 - 1e-12, "{one:?}");
}

#[test]
fn a_sum_has_newcombes_limits() {
    // 56/70 − 48/80: 0.0524 to 0.3339 (Newcombe 1998, Statistics in Medicine 17:873, method 10).
    let of = |yes: f64, n: f64, sign: f64| {
        let (low, high) = wilson(yes / n, n);
        let (low, high) = if sign > 0.0 { (low, high) } else { (-high, -low) };
        Estimate { value: Some(sign * yes / n), low, high }
    };
    let difference = of(56.0, 70.0, 1.0).plus(of(48.0, 80.0, -1.0));
    near(difference.value.unwrap(), 0.2, 1e-12);
    near(difference.low, 0.0524, 0.00005);
    near(difference.high, 0.3339, 0.00005);
    let unknown = Estimate { value: None, low: 0.0, high: 5.0 };
    let sum = unknown.plus(Estimate { value: Some(2.0), low: 1.0, high: 3.0 });
    assert_eq!((sum.value, sum.low, sum.high), (None, 1.0, 8.0));
}

#[test]
fn recall_lies_between_its_limits_and_is_never_made_up() {
    let known = |value, low, high| Estimate { value: Some(value), low, high };
    let found = recall(known(90.0, 80.0, 95.0), known(10.0, 5.0, 20.0)).unwrap();
    near(found.value.unwrap(), 0.9, 1e-12);
    // At the lower limit: (1−R)·90 − R·10 = √(((1−R)·10)² + (R·10)²), R = 40/49.
    near(found.low, 40.0 / 49.0, 1e-9);
    assert!(found.high > 0.9 && found.high < 0.96, "{found:?}");
    let exact = recall(known(90.0, 90.0, 90.0), known(10.0, 10.0, 10.0)).unwrap();
    near(exact.low, 0.9, 1e-9);
    near(exact.high, 0.9, 1e-9);
    let none_missed = recall(known(5.0, 4.0, 5.0), known(0.0, 0.0, 0.0)).unwrap();
    assert_eq!((none_missed.low, none_missed.high), (1.0, 1.0));
    assert_eq!(recall(known(0.0, 0.0, 1.0), known(0.0, 0.0, 0.0)), None);
    let unknown = recall(known(5.0, 4.0, 5.0), Estimate { value: None, low: 0.0, high: 4.0 });
    assert_eq!(unknown, Some(Estimate { value: None, low: 0.5, high: 1.0 }));
}

#[test]
fn a_cell_is_less_certain_than_its_stratum() {
    let stratum = total(&[whole(1000, 50, 40)]);
    let cell = total(&[Part { asked: 100, ..whole(1000, 50, 40) }]);
    near(stratum.value.unwrap(), 800.0, 1e-9);
    near(cell.value.unwrap(), 80.0, 1e-9);
    assert!(cell.low / 100.0 < stratum.low / 1000.0 && cell.high / 100.0 > stratum.high / 1000.0);
    assert_eq!(total(&[]), Estimate { value: Some(0.0), low: 0.0, high: 0.0 });
}

#[test]
fn kappa_is_that_of_the_books() {
    // Fleiss, Statistical Methods for Rates and Proportions (2nd ed. 1981), tables 13.1 and following:
    // kappa 0.68, standard error 0.087, interval 0.51 to 0.85.
    let fleiss = kappa(&[vec![75, 1, 4], vec![5, 4, 1], vec![0, 0, 10]]).unwrap();
    near(fleiss.value, 0.68, 0.005);
    near(fleiss.standard_error.unwrap(), 0.087, 0.001); // he goes on with 0.68
    near(fleiss.low.unwrap(), 0.51, 0.006);
    near(fleiss.high.unwrap(), 0.85, 0.005);
    // By hand: observed 0.7, chance 0.5.
    let even = kappa(&[vec![20, 5], vec![10, 15]]).unwrap();
    near(even.value, 0.4, 1e-12);
    // All agree: one, of unknown error. One code only: nothing is known.
    let agreed = kappa(&[vec![20, 0], vec![0, 15]]).unwrap();
    assert_eq!((agreed.value, agreed.standard_error, agreed.low), (1.0, None, None));
    assert_eq!(kappa(&[vec![20, 0], vec![0, 0]]), None);
    assert_eq!(kappa(&[vec![0, 0], vec![0, 0]]), None);
}
