//! The 14 golden series: expected years computed by another program, in fractions.

use groundswell_detector::{Cell, Comparison, Outcome, PeriodMean, Rule, Series, judge};
use serde_json::Value;

const GOLDEN: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/series/golden_waves.json");

fn golden() -> Vec<Value> {
    serde_json::from_str(&std::fs::read_to_string(GOLDEN).unwrap()).unwrap()
}

fn cells(counts: &Value) -> Vec<Cell> {
    let counts = counts.as_array().map_or(&[][..], Vec::as_slice);
    counts.iter().map(|count| count.as_u64().map_or(Cell::Missing, Cell::Observed)).collect()
}

fn years(row: &Value, rule: Rule, outcome: Outcome) -> Vec<i32> {
    let (series, rule) = put(row, rule);
    let judgement = judge(&series, &rule).unwrap();
    judgement
        .verdicts
        .iter()
        .filter(|verdict| verdict.verdict == outcome)
        .map(|verdict| verdict.year)
        .collect()
}

/// The series of a row, and the rule over its years without the lead-in.
fn put(row: &Value, rule: Rule) -> (Series, Rule) {
    let first = row["first_year"].as_i64().unwrap() as i32;
    let (mut all, counts) = (cells(&row["lead"]), cells(&row["counts"]));
    let series_first = first - all.len() as i32;
    let span = Some((first, first + counts.len() as i32 - 1));
    all.extend(counts);
    (Series::new(series_first, all).unwrap(), Rule { span, ..rule })
}

fn check(field: &str, rule: Rule, outcome: Outcome) {
    for row in golden() {
        let expected: Vec<i32> = serde_json::from_value(row[field].clone()).unwrap();
        assert_eq!(
            years(&row, rule, outcome),
            expected,
            "{field} of {}: {}",
            row["name"],
            row["why"]
        );
    }
}

#[test]
fn every_golden_series_agrees_in_every_variant() {
    let published = Rule::published();
    let rows = [
        ("gsp_ts", Rule::gsp_ts(), Outcome::Wave),
        ("gsp_wlg", Rule::gsp_wlg(), Outcome::Wave),
        ("published", published, Outcome::Wave),
        ("published_undetermined", published, Outcome::Undetermined),
        ("published_missing", published, Outcome::Missing),
        ("published_ge", Rule { comparison: Comparison::Ge, ..published }, Outcome::Wave),
        (
            "published_loo",
            Rule { period_mean: PeriodMean::LeaveOneOut, ..published },
            Outcome::Wave,
        ),
        ("published_min1", Rule { min_prior: 1, ..published }, Outcome::Wave),
    ];
    for (field, rule, outcome) in rows {
        check(field, rule, outcome);
    }
}

#[test]
fn golden_runs_are_the_waves() {
    let rows = golden();
    for row in &rows {
        let expected: Vec<(i32, i32)> =
            serde_json::from_value(row["published_runs"].clone()).unwrap();
        let (series, rule) = put(row, Rule::published());
        let waves = judge(&series, &rule).unwrap().waves;
        let runs: Vec<(i32, i32)> = waves.iter().map(|wave| (wave.first, wave.last)).collect();
        assert_eq!(runs, expected, "published_runs of {}", row["name"]);
    }
    assert_eq!(rows.len(), 14);
}
