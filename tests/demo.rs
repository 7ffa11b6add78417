//! The invented study: planted waves are found, planted holes stay holes, the quiet country stays quiet.

use crate::harness::{Workspace, root};
use serde_json::Value;
use std::fs;

fn demo() -> Workspace {
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
    assert!(!series("CHL", "sum")["waves"].as_array().unwrap().is_empty());
    assert!(series("URY", "sum")["waves"].as_array().unwrap().is_empty(), "the quiet country");

    let runs: Vec<_> = fs::read_dir(workspace.path("runs")).unwrap().collect();
    assert_eq!(runs.len(), 1);
    let manifest = fs::read_to_string(runs[0].as_ref().unwrap().path()).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!((&manifest["status"], &manifest["exit"]), (&"complete".into(), &0.into()));
    assert!(workspace.path("report/charts/CHL.svg").exists());
    workspace.run(&["run", "groundswell.toml"]).ok(); // safe to repeat
}
