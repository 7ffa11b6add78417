//! Second opinions beside the committed answers of their reference implementations, on the same series.

use groundswell_detector::{Cell, METHODS, Outcome, Series};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn reference(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn series(value: &Value) -> Series {
    let cell = |count: &Value| count.as_u64().map_or(Cell::Missing, Cell::Observed);
    let cells = value["counts"].as_array().unwrap().iter().map(cell).collect();
    let first_year = i32::try_from(value["first_year"].as_i64().unwrap()).unwrap();
    let series = Series::new(first_year, cells).unwrap();
    match value["exposures"].as_array() {
        None => series,
        Some(known) => series.with_exposures(known.iter().map(Value::as_u64).collect()).unwrap(),
    }
}

fn years(value: &Value) -> Vec<i32> {
    let years = value.as_array().into_iter().flatten();
    years.map(|year| i32::try_from(year.as_i64().unwrap()).unwrap()).collect()
}

/// The years and scores of a method on the series of `series.json` and those of its own file, as `answers` has them.
///
/// `tolerance` is absolute up to a score of 1 and relative above it. How many series were compared is returned.
fn check(method: &str, file: &str, answers: &str, tolerance: f64) -> usize {
    let method = METHODS.iter().find(|known| known.name == method).unwrap();
    let (shared, own) = (reference("series.json"), reference(file));
    let answers = own[answers].as_object().unwrap();
    for (name, answer) in answers {
        let given = shared.get(name).unwrap_or(&own["extra"][name]);
        let opinions = method.judge(&series(given));
        let said = |verdict| {
            let years = opinions.iter().filter(|year| year.verdict == verdict);
            years.map(|opinion| opinion.year).collect::<Vec<_>>()
        };
        let place = format!("{} of {name}", method.name);
        assert_eq!(said(Outcome::Wave), years(&answer["waves"]), "{place}");
        assert_eq!(said(Outcome::Undetermined), years(&answer["undetermined"]), "{place}");
        let scores: Vec<f64> = opinions.iter().filter_map(|opinion| opinion.score).collect();
        let expected = answer["scores"].as_array().unwrap();
        assert_eq!(scores.len(), expected.len(), "{place}");
        for (score, expected) in scores.iter().zip(expected) {
            let expected = expected.as_f64().unwrap();
            let off = (score - expected).abs() / expected.abs().max(1.0);
            assert!(off <= tolerance, "{place}: {score}, the reference says {expected}");
        }
    }
    answers.len()
}

#[test]
fn methods_say_what_their_reference_implementations_say() {
    assert_eq!(check("kleinberg", "kleinberg.json", "series", 1e-9), 9);
    assert_eq!(check("pelt_poisson", "pelt.json", "pelt_poisson", 1e-12), 8);
    assert_eq!(check("pelt_nb", "pelt.json", "pelt_nb", 1e-12), 8);
    assert_eq!(check("partition", "partition.json", "series", 1e-10), 8);
}

#[test]
fn the_three_computations_of_the_partitions_are_one() {
    let mut compared = 0;
    for (name, answer) in reference("partition.json")["series"].as_object().unwrap() {
        for other in ["package", "evidence", "enumerated"] {
            if let Some(off) = answer.get(other) {
                assert!(off.as_f64().unwrap().abs() < 1e-9, "{other} of {name}: {off}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 13);
}
