//! Rolling z-score and loess remainders, year by year as pandas and statsmodels have them.

use groundswell_detector::{Cell, METHODS, Method, Outcome, Series};
use serde_json::Value;

fn method(name: &str) -> &'static Method {
    METHODS.iter().find(|method| method.name == name).unwrap()
}

fn series(one: &Value) -> Series {
    let cell = |count: &Value| count.as_u64().map_or(Cell::Missing, Cell::Observed);
    let counts = one["counts"].as_array().unwrap().iter().map(cell).collect();
    let series = Series::new(one["first_year"].as_i64().unwrap() as i32, counts).unwrap();
    let Some(exposures) = one["exposures"].as_array() else { return series };
    series.with_exposures(exposures.iter().map(Value::as_u64).collect()).unwrap()
}

fn check(name: &str, threshold: f64) {
    let all: Value = serde_json::from_str(include_str!("../reference/series.json")).unwrap();
    let said: Value = serde_json::from_str(include_str!("../reference/trends.json")).unwrap();
    for (which, one) in all.as_object().unwrap() {
        let theirs = said["series"][which][name].as_array().unwrap();
        let ours = method(name).judge(&series(one));
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(theirs) {
            let (Some(score), Some(theirs)) = (ours.score, theirs.as_f64()) else {
                assert_eq!(ours.score, theirs.as_f64(), "{which} {ours:?}");
                assert_ne!(ours.verdict, Outcome::Wave, "{which} {ours:?}");
                continue;
            };
            assert!(
                (score - theirs).abs() < 1e-9 * theirs.abs().max(1.0),
                "{which} {ours:?} {theirs}"
            );
            assert_eq!(ours.verdict == Outcome::Wave, theirs > threshold, "{which} {ours:?}");
        }
    }
}

#[test]
fn rolling_z_is_that_of_pandas() {
    check("rolling_z", 2.0);
}

#[test]
fn loess_is_that_of_statsmodels() {
    check("loess", 3.0);
}

/// A season of two years smoothed over everything is next to none: then STL's trend is within 0.07 deviations of ours.
#[test]
fn stl_without_a_season_is_its_trend() {
    let said: Value = serde_json::from_str(include_str!("../reference/trends.json")).unwrap();
    let compared = said["series"].as_object().unwrap().values().filter_map(|one| {
        Some((one["stl_correlation"].as_f64()?, one["stl_trend_apart"].as_f64()?))
    });
    let compared: Vec<_> = compared.collect();
    assert_eq!(compared.len(), 6);
    assert!(compared.iter().all(|(correlation, apart)| *correlation > 0.9998 && *apart < 0.07));
}

/// Each row: name, and the planted waves of `series.py` that the method finds a year of, out of those there are.
#[test]
fn planted_waves_are_found() {
    let all: Value = serde_json::from_str(include_str!("../reference/series.json")).unwrap();
    let planted =
        [("waves", &[1890, 1931, 1968][..]), ("holes", &[1911, 1960]), ("newshole", &[1911, 1960])];
    for name in ["excess", "loess", "rolling_z"] {
        for (which, onsets) in planted {
            let opinions = method(name).judge(&series(&all[which]));
            for onset in onsets {
                let opinion = opinions.iter().find(|opinion| opinion.year == *onset).unwrap();
                // After 1907-1909 are holes and a low 1912, ten years before are seven.
                assert_eq!(opinion.verdict, Outcome::Wave, "{name} {which} {opinion:?}");
            }
        }
    }
}

#[test]
fn nothing_breaks_a_method() {
    let year = |cell| Series::new(i32::MAX, vec![cell]).unwrap();
    let rows = [
        year(Cell::Observed(u64::MAX)),
        year(Cell::Missing),
        Series::new(i32::MIN, vec![Cell::NotPublished; 30]).unwrap(),
        Series::new(1850, vec![Cell::Observed(0); 168]).unwrap(),
        Series::new(1850, vec![Cell::Observed(u64::MAX / 200); 168]).unwrap(),
        Series::new(1850, (0..60).map(|bit| Cell::Observed(1 << bit)).collect()).unwrap(),
        Series::new(1850, (0..60).map(|bit| Cell::Observed(1 << (59 - bit))).collect()).unwrap(),
        Series::new(1850, vec![Cell::Observed(3); 40])
            .unwrap()
            .with_exposures(vec![Some(0); 40])
            .unwrap(),
        Series::new(1850, vec![Cell::Observed(3); 40])
            .unwrap()
            .with_exposures(vec![None; 40])
            .unwrap(),
        Series::new(1850, vec![Cell::Observed(9); 40])
            .unwrap()
            .with_exposures((0..40).map(|bit| Some(1 << bit)).collect())
            .unwrap(),
    ];
    for name in ["excess", "loess", "rolling_z"] {
        for series in &rows {
            for opinion in method(name).judge(series) {
                assert!(opinion.score.is_none_or(f64::is_finite), "{name} {opinion:?}");
            }
        }
    }
}
