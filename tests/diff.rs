//! `groundswell diff`: what a change of the tables, of the settings, of the archive and of the rule does to a study.

use crate::demo::demo;
use crate::harness::Workspace;
use serde_json::Value;
use std::fs;

fn keep(workspace: &Workspace) {
    fs::copy(workspace.path("ledger.db"), workspace.path("old.db")).unwrap();
}

fn difference(workspace: &Workspace, more: &[&str]) -> Value {
    workspace.run(&[&["diff", "old.db", "ledger.db", "--json"], more].concat()).ok().json()
}

fn causes(found: &Value) -> Vec<(String, u64, u64)> {
    let number = |cause: &Value, key: &str| cause[key].as_u64().unwrap();
    let causes = found["causes"].as_array().unwrap().iter();
    let cause = |cause: &Value| {
        let name = cause["cause"].as_str().unwrap().to_owned();
        (name, number(cause, "added"), number(cause, "removed"))
    };
    causes.map(cause).collect()
}

fn changed(workspace: &Workspace, from: &str, to: &str) {
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    assert!(pipeline.contains(from));
    workspace.write("groundswell.toml", pipeline.replace(from, to));
}

/// Every moved cell is the sum of its causes, and nothing else moved.
#[test]
fn a_name_that_is_taken_out_explains_every_cell_that_moves() {
    let workspace = demo();
    keep(&workspace);
    let same = workspace.run(&["diff", "old.db", "ledger.db"]).ok();
    assert!(same.stdout.contains("Nothing moved"), "{}", same.stdout);

    workspace.run(&["gazetteer", "write", "tables"]).ok();
    let names = fs::read_to_string(workspace.path("tables/names.csv")).unwrap();
    let kept =
        names.lines().filter(|line| !line.contains("Chilean")).map(|line| line.to_owned() + "\n");
    workspace.write("tables/names.csv", kept.collect::<String>());
    changed(&workspace, "[count]", "[count]\ngazetteer = \"tables\"");
    workspace.run(&["count"]).ok();

    let found = difference(&workspace, &[]);
    let all = causes(&found);
    assert_eq!(all.len(), 1, "{all:?}");
    let (cause, added, removed) = &all[0];
    assert_eq!((cause.as_str(), *added), ("gazetteer", 0));
    assert!(*removed > 0);
    // An article that seems no longer to be from abroad is lost to its other countries too.
    let cells = found["moved"].as_array().unwrap();
    assert!(cells.iter().any(|cell| cell["country"] == "CHL"));
    for cell in cells {
        let fewer = cell["old"].as_u64().unwrap() - cell["new"].as_u64().unwrap();
        assert_eq!(cell["causes"][0]["removed"], fewer, "{cell}");
    }
    let made: Vec<&str> =
        found["made"].as_array().unwrap().iter().map(|row| row[0].as_str().unwrap()).collect();
    assert_eq!(made, ["gazetteer"]);
}

#[test]
fn settings_and_rules_are_causes_of_their_own() {
    let workspace = demo();
    keep(&workspace);
    let found = difference(&workspace, &["--rule", "gsp-wlg", "--old-rule", "published"]);
    assert!(found["moved"].as_array().unwrap().is_empty());
    let waves = found["waves"].as_array().unwrap();
    assert!(!waves.is_empty() && waves.iter().all(|wave| wave["cause"] == "rule"));

    changed(&workspace, "[count]", "[count]\ntier = \"A\"");
    workspace.run(&["count", "--rebuild"]).ok();
    let found = difference(&workspace, &[]);
    let all = causes(&found);
    assert!(matches!(&all[..], [(cause, 0, 1..)] if cause == "settings"), "{all:?}");

    let page = workspace.path("page.html");
    let page = page.to_str().unwrap();
    let shown = workspace.run(&["diff", "old.db", "ledger.db", "--html", page, "--most", "2"]).ok();
    assert!(shown.stdout.contains("settings") && shown.stdout.contains("more: --most"));
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("default-src 'none'") && !page.contains("<script"));
    assert!(page.matches("<tr>").count() > 20);
}
