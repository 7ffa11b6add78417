//! The invented study: planted waves are found, planted holes stay holes, the quiet country stays quiet.

use crate::harness::{Workspace, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

pub(crate) fn demo() -> Workspace {
    let workspace = Workspace::new(1851, 2017);
    let text = fs::read_to_string(root().join("pipelines/demo.toml")).unwrap();
    let fixtures = root().join("fixtures").to_string_lossy().into_owned();
    let text = text.replace("\"../work/demo\"", "\".\"").replace("../fixtures", &fixtures);
    workspace.write("groundswell.toml", text);
    workspace.run(&["run", "groundswell.toml"]).ok();
    workspace
}

#[test]
fn the_demo_is_a_real_study() {
    let workspace = demo();
    let found = workspace.run(&["waves", "--json"]).ok().json();
    let series = |code: &str, newspaper: &str| -> Value {
        let countries = found["countries"].as_array().unwrap();
        let country = countries.iter().find(|country| country["code"] == code).unwrap();
        let all = country["series"].as_array().unwrap();
        all.iter().find(|series| series["newspaper"] == newspaper).unwrap().clone()
    };
    let state = |code: &str, newspaper: &str, year: i64| -> String {
        let series = series(code, newspaper);
        let years = series["years"].as_array().unwrap();
        let found = years.iter().find(|row| row["year"] == year).unwrap();
        if found["state"] == "missing" {
            assert!(found["count"].is_null(), "a hole is not a zero: {found}");
        }
        found["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("CHL", "nyt", 1908), "missing");
    assert_eq!(state("CHL", "nyt", 1978), "observed"); // ten of twelve months, a strike in the others
    assert_eq!(state("CHL", "guardian", 1950), "missing");
    let flagged = |code: &str| -> Vec<i64> {
        let waves = series(code, "sum")["waves"].as_array().unwrap().clone();
        let years = waves.iter().flat_map(|wave| wave["years"].as_array().unwrap().clone());
        years.map(|year| year.as_i64().unwrap()).collect()
    };
    // 1971 lies just under the threshold: some of its articles are letters and editorials.
    for planted in [1859, 1891, 1931, 1932, 1970, 1972, 1973, 1983, 1984, 1985, 1986, 2011] {
        assert!(flagged("CHL").contains(&planted), "{planted} was planted for Chile");
    }
    // About one article a year: the rule fires by chance, as the README warns.
    assert!(flagged("URY").len() > 10);

    let runs: Vec<_> = fs::read_dir(workspace.path("runs")).unwrap().collect();
    assert_eq!(runs.len(), 1);
    let manifest = fs::read_to_string(runs[0].as_ref().unwrap().path()).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!((&manifest["status"], &manifest["exit"]), (&"complete".into(), &0.into()));
    assert!(workspace.path("report/demo/charts/CHL.svg").exists());
    workspace.run(&["run", "groundswell.toml"]).ok(); // safe to repeat
}

/// What was planted by newspaper, country and year: all articles on a country, and those whose section, index
/// terms or dateline say they are international.
fn planted() -> BTreeMap<[String; 3], (u64, u64)> {
    let mut reader = csv::Reader::from_path(root().join("fixtures/demo/expected.csv")).unwrap();
    let rows = reader.deserialize::<(String, String, String, u64, u64, u64)>();
    rows.map(Result::unwrap)
        .map(|(newspaper, country, year, all, evident, _)| {
            ([newspaper, country, year], (all, evident))
        })
        .collect()
}

#[test]
fn what_was_planted_is_what_is_counted() {
    let workspace = demo();
    let mut reader = csv::Reader::from_path(workspace.path("report/demo/years.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [newspaper, country, year, count] = ["newspaper", "country", "year", "count"].map(column);
    let planted = planted();
    let (mut cells, mut articles, mut found_articles) = (0, 0, 0);
    let (mut silent, mut found_silent, mut beyond) = (0, 0, 0);
    for row in reader.records().map(Result::unwrap) {
        if &row[newspaper] == "sum" || row[count].is_empty() {
            continue;
        }
        let key = [newspaper, country, year].map(|at| row[at].to_owned());
        let found: u64 = row[count].parse().unwrap();
        let (all, evident) = planted.get(&key).copied().unwrap_or((0, 0));
        cells += 1;
        // The New York Times names no section before 1981: there it is inferred.
        if key[0] == "nyt" && key[2].as_str() < "1981" {
            silent += evident;
            found_silent += found.min(evident);
            beyond += found.saturating_sub(all);
            continue;
        }
        assert!(found <= evident, "{key:?}: planted {evident}, counted {found}");
        articles += evident;
        found_articles += found;
    }
    assert!(cells > 1000 && articles > 5_000 && silent > 10_000);
    let missed = articles - found_articles;
    assert_eq!(missed, 0, "of {articles} planted articles are not counted");
    // Editorials, letters, poets and chess have an index term or a dateline abroad too, and are no foreign news.
    assert!(
        found_silent * 100 >= silent * 83,
        "{found_silent} of {silent} planted articles are counted"
    );
    assert!(beyond * 500 < silent, "{beyond} articles are counted that were not planted");
}
