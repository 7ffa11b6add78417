//! The plugged-in variant against R, year by year, and what the other must hold.

use super::super::{Sample, samples};
use super::{Baseline, Fit};
use crate::series::{Cell, Series};
use crate::tail::upper_tail;
use alloc::string::ToString;
use alloc::vec::Vec;
use serde_json::Value;

fn cells(one: &Value) -> Series {
    let cell = |count: &Value| count.as_u64().map_or(Cell::Missing, Cell::Observed);
    let counts = one["counts"].as_array().unwrap().iter().map(cell).collect();
    let series = Series::new(one["first_year"].as_i64().unwrap() as i32, counts).unwrap();
    match one["exposures"].as_array() {
        Some(exposures) => {
            series.with_exposures(exposures.iter().map(Value::as_u64).collect()).unwrap()
        }
        None => series,
    }
}

/// R's GLM takes the weights of its last but one step for the dispersion: 2e-6 off. Its p-value follows from its own two.
#[test]
fn plugged_in_it_is_farrington_flexible_of_surveillance() {
    let all: Value =
        serde_json::from_str(include_str!("../../../tests/reference/series.json")).unwrap();
    let said: Value =
        serde_json::from_str(include_str!("../../../tests/reference/excess.json")).unwrap();
    let mut compared = 0;
    for (name, one) in all.as_object().unwrap() {
        let samples = samples(&cells(one));
        for window in [5, 10] {
            let p_values = Baseline { window, least: 5, plug_in: true }.p_values(&cells(one));
            for (at, year) in samples.iter().enumerate() {
                let theirs = &said["series"][name][window.to_string()][year.index];
                let theirs = [0, 1, 2].map(|of| theirs[of].as_f64());
                let [Some(p), Some(mean), Some(dispersion)] = theirs else { continue };
                let near = |before: &Sample| year.index - before.index <= window;
                let before: Vec<Sample> = samples[..at].iter().copied().filter(near).collect();
                let fit = Fit::of(&before);
                let tail = upper_tail(year.count as u64, mean, mean * dispersion).unwrap();
                for (ours, theirs, within) in [
                    (fit.count * year.exposure / fit.exposure, mean, 1e-11),
                    (fit.dispersion(), dispersion, 2e-6),
                    (tail, p, 1e-7),
                    (p_values[year.index].unwrap(), p, 1e-5),
                ] {
                    let apart = (ours / theirs - 1.0).abs();
                    assert!(apart < within, "{name} {window} {year:?}: {ours:e} {theirs:e}");
                }
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 2096);
}

#[test]
fn nothing_before_is_not_impossible_and_holes_have_no_value() {
    let observed = |counts: &[u64]| counts.iter().copied().map(Cell::Observed).collect::<Vec<_>>();
    let mut years = observed(&[0, 0, 0, 0, 0, 1, 0]);
    years.push(Cell::Missing);
    let p_values = Baseline::USUAL.p_values(&Series::new(1900, years).unwrap());
    let p = p_values[5].unwrap();
    assert!(p > 0.05 && p < 0.2, "{p}");
    assert_eq!((p_values[4], p_values[6], p_values[7]), (None, Some(1.0), None));
}

#[test]
fn past_outliers_weigh_less_but_only_among_many_years() {
    // 90 is 2.6 residuals from the rest of a window of 20 years, less than 2 of one of 5, whose dispersion it is.
    let mut counts: Vec<u64> = (0..20).map(|at| 18 + at % 5).collect();
    counts[17] = 90;
    counts.push(60);
    let series = Series::new(1900, counts.into_iter().map(Cell::Observed).collect()).unwrap();
    let p_value = |window| Baseline { window, ..Baseline::USUAL }.p_values(&series)[20].unwrap();
    assert!(p_value(20) < 0.001 && p_value(5) > 0.1, "{} {}", p_value(20), p_value(5));
}
