//! `explorer.html`: written with every report, alone if asked; what it holds is what `explain` says; headlines only on demand.

use crate::demo::demo;
use crate::harness::{Workspace, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The data block of a page.
fn data(path: &Path) -> Value {
    let page = fs::read_to_string(path).unwrap();
    let block = page.split("<script type=\"application/json\" id=\"data\">").nth(1).unwrap();
    serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn the_page_holds_what_explain_says() {
    let workspace = demo();
    let page = data(&workspace.path("report/demo/explorer.html"));
    let explained = workspace.run(&["explain", "CHL", "1973", "--json"]).ok().json();
    let chile = page["countries"].as_array().unwrap().iter().find(|c| c["code"] == "CHL").unwrap();
    let place = (1973 - page["first"].as_i64().unwrap()) as usize;
    let (shown, said) = (&chile["series"][0], &explained["series"][0]);
    assert_eq!(shown["newspaper"], said["newspaper"]);
    assert_eq!(shown["count"][place], said["count"]);
    assert_eq!(shown["mean"][place].as_f64(), said["baseline_mean"].as_f64());
    assert_eq!(shown["flip"]["1973"], said["flip_distance"]);
    assert_eq!(shown["verdict"].as_str().unwrap().as_bytes()[place], b'w');
    // The articles: all are counted, at most twenty are shown, none with its headline.
    let cell = &page["evidence"]["cells"]["CHL"]["1973"];
    let mut addresses: Vec<&Value> =
        explained["articles"].as_array().unwrap().iter().map(|article| &article["url"]).collect();
    addresses.dedup();
    assert_eq!(cell[0].as_u64(), Some(addresses.len() as u64));
    let rows = cell[1].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    for row in rows {
        assert!(addresses.contains(&&row[2]), "{row}");
        assert!(row[6].is_null(), "a headline is the newspaper's text");
    }
    // Every other reading of the country is there with its verdict on the year.
    for said in explained["readings"].as_array().unwrap() {
        let at = page["readings"].as_array().unwrap().iter().position(|r| r[0] == said["name"]);
        let readings = chile["readings"].as_array().unwrap();
        let found = readings.iter().find(|reading| reading[0].as_u64() == at.map(|at| at as u64));
        let letter = found.unwrap()[1].as_str().unwrap().as_bytes()[place];
        let expected = match said["verdict"].as_str().unwrap() {
            "wave" => b'w',
            "none" => b'-',
            "undetermined" => b'u',
            _ => b'.',
        };
        assert_eq!(letter, expected, "{}", said["name"]);
    }
}

#[test]
fn the_page_alone_with_headlines_and_the_same_twice() {
    let workspace = demo();
    let ask = |out: &str, more: &[&str]| {
        let countries = ["report", "--html", "--country", "CHL,PRT", "--out", out];
        workspace.run(&[&countries, more].concat()).ok();
        let names: Vec<_> = fs::read_dir(workspace.path(out)).unwrap().collect();
        assert_eq!(names.len(), 1, "only explorer.html");
        fs::read(workspace.path(&format!("{out}/explorer.html"))).unwrap()
    };
    let plain = ask("one", &["--jobs", "1"]);
    assert!(plain == ask("two", &["--jobs", "3"]));
    assert!(plain.len() < 1_200_000);
    ask("three", &["--headlines"]);
    let told = data(&workspace.path("three/explorer.html"));
    let explained = workspace.run(&["explain", "CHL", "1973", "--json"]).ok().json();
    let headlines: Vec<&Value> = explained["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| &article["headline"])
        .collect();
    for row in told["evidence"]["cells"]["CHL"]["1973"][1].as_array().unwrap() {
        assert!(headlines.contains(&&row[6]), "{row}");
    }
}

#[test]
fn a_table_of_series_has_an_explorer_too() {
    let workspace = Workspace::new(1991, 2002);
    let table = root().join("fixtures/series/invented.csv");
    let table = table.to_str().unwrap();
    workspace.run(&["report", "--from", table, "--out", "series"]).ok();
    assert!(workspace.path("series/waves.csv").exists());
    let page = data(&workspace.path("series/explorer.html"));
    let judged = workspace.run(&["waves", "--from", table, "--json"]).ok().json();
    for said in judged["series"].as_array().unwrap() {
        let countries = page["countries"].as_array().unwrap();
        let shown = countries.iter().find(|country| country["code"] == said["country"]).unwrap();
        let waves: Vec<i64> =
            shown["series"][0]["waves"].as_array().map_or_else(Vec::new, |waves| {
                waves.iter().map(|wave| wave[0].as_i64().unwrap()).collect()
            });
        let expected: Vec<i64> = said["waves"]
            .as_array()
            .unwrap()
            .iter()
            .map(|w| w["first"].as_i64().unwrap())
            .collect();
        assert_eq!(waves, expected, "{}", said["country"]);
    }
    assert_eq!(
        page["study"]["title"], "Series of invented.csv",
        "not where it stands on this machine"
    );
    let chile = &page["countries"][0];
    assert_eq!((&chile["code"], &chile["label"]), (&"CHL".into(), &"Chile".into()));
}
