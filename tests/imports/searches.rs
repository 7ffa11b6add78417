//! What searches found: years of nothing else are missing, not zero, unless the study says that they asked for all; and how
//! many articles there were is not known either way.

use super::{Article, add, proquest};
use crate::harness::{Workspace, month, record, year};
use serde_json::Value;
use std::fs;

/// Ten years of the archive, then two of which only a search is held: forty articles on Chile, twelve on Peru.
fn study(count: &str) -> Workspace {
    let workspace = Workspace::new(1991, 2002);
    for y in 1991..=2000 {
        workspace.write(&format!("in/{y}.json"), year(y, 5));
    }
    let day = |n: u32| format!("2001-{:02}-{:02}", n % 12 + 1, n / 12 + 1);
    let burst =
        (0..40).map(|n| Article::new(500_000 + n, &day(n), &format!("Found in Chile, {n}")));
    let quiet = (1..=12).map(|n| {
        Article::new(600_000 + n, &format!("2002-{n:02}-01"), &format!("Found in Peru, {n}"))
    });
    workspace.write("in/search.txt", proquest(&burst.chain(quiet).collect::<Vec<_>>()));
    add(&workspace, count);
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}

/// A year of Chile in The New York Times.
fn chile(workspace: &Workspace, year: usize) -> Value {
    let found = workspace.run(&["waves", "--json", "--country", "CHL"]).ok().json();
    let series = found["countries"][0]["series"].as_array().unwrap();
    series.iter().find(|series| series["newspaper"] == "nyt").unwrap()["years"][year - 1991].clone()
}

fn check(year: &Value, expected: [Value; 4]) {
    let [state, count, verdict, rate] = expected;
    assert_eq!(year["state"], state, "{year:#}");
    assert_eq!(year["count"], count, "{year:#}");
    assert_eq!(year["verdict"], verdict, "{year:#}");
    assert_eq!(year["per_10000_verdict"], rate, "{year:#}");
    for unknown in ["international", "all_articles", "per_10000"] {
        assert_eq!(year[unknown], Value::Null, "{unknown}: {year:#}");
    }
}

/// Each of these commands says each of these.
fn says(workspace: &Workspace, commands: &[&[&str]], parts: &[&str]) {
    for command in commands {
        let said = workspace.run(command).ok().stdout.replace('\n', " ");
        for part in parts {
            assert!(said.contains(part), "{command:?}: {part:?} is not in:\n{said}");
        }
    }
}

/// The rows of a year in a table of the report.
fn rows(workspace: &Workspace, table: &str, beginning: &str) -> Vec<String> {
    let text = fs::read_to_string(workspace.path("out").join(table)).unwrap();
    text.lines().filter(|row| row.starts_with(beginning)).map(str::to_owned).collect()
}

#[test]
fn a_year_of_nothing_but_searches_is_missing_and_no_zero() {
    let workspace = study("");
    let missing = || ["missing".into(), Value::Null, "missing".into(), "missing".into()];
    check(&chile(&workspace, 2001), missing());
    check(&chile(&workspace, 2002), missing());
    assert_eq!(chile(&workspace, 2000)["count"], 5);
    let waves = workspace.run(&["waves"]).ok().stdout;
    assert!(waves.contains("no wave among") && !waves.contains("Peru"), "{waves}");

    let no_rate = "what else was printed is not known, so there is no rate";
    says(
        &workspace,
        &[&["status"]],
        &["missing        2001–2002", "from searches  2001–2002", no_rate],
    );
    let no_count =
        "The New York Times: missing — searches are no archive of the year, so there is no count";
    says(&workspace, &[&["explain", "CHL", "2001"]], &[no_count, no_rate, "Found in Chile, 39"]);
    workspace.run(&["report", "--out", "out"]).ok();
    let note = "nothing is held but what searches found: what a search does not hold may have been printed, \
                so years of which nothing else is held are missing; if they asked for all that the study looks for, \
                say so: [count] searches = \"whole\". How many articles there were is not known; \
                such years have no rate.";
    says(&workspace, &[&["waves"]], &[note]);
    for page in ["README.md", "waves.md"] {
        let text = fs::read_to_string(workspace.path("out").join(page)).unwrap();
        // Brackets are escaped in Markdown.
        for part in note.split("[count]") {
            assert!(text.contains(part), "{page}: {part}");
        }
    }
    assert_eq!(
        rows(&workspace, "coverage.csv", "nyt,2001,"),
        ["nyt,2001,missing,0,12,0,365,40,40,40,40,0,12"]
    );
    assert_eq!(rows(&workspace, "years.csv", "PER,"), Vec::<String>::new());
    let heading = &rows(&workspace, "coverage.csv", "newspaper,year,state,")[0];
    assert!(heading.ends_with(",months_searched"), "{heading}");
}

#[test]
fn a_study_that_searched_for_all_counts_those_years_and_refuses_their_rates() {
    let workspace = study("[count]\nsearches = \"whole\"\n");
    check(
        &chile(&workspace, 2001),
        ["observed".into(), 40.into(), "wave".into(), "missing".into()],
    );
    // Of a search for all, what it did not find is a zero.
    check(&chile(&workspace, 2002), ["observed".into(), 0.into(), "none".into(), "missing".into()]);
    let no_rate = "what else was printed is not known, so there is no rate";
    says(
        &workspace,
        &[&["status"]],
        &["observed       1991–2002", "from searches  2001–2002", no_rate],
    );
    let explained = [no_rate, "40 articles, year observed", "verdict: wave"];
    says(&workspace, &[&["explain", "CHL", "2001"]], &explained);
    says(
        &workspace,
        &[&["waves"]],
        &["(searches = \"whole\"), so their years are counted", "such years have no rate"],
    );
    workspace.run(&["report", "--out", "out"]).ok();
    assert_eq!(
        rows(&workspace, "coverage.csv", "nyt,2001,"),
        ["nyt,2001,observed,1,12,12,365,40,40,40,40,0,12"]
    );

    // Judged by rates there is no verdict, and no wave: a number is not made up.
    add(&workspace, "normalise = \"per-10000\"\n");
    check(
        &chile(&workspace, 2001),
        ["observed".into(), 40.into(), "missing".into(), "missing".into()],
    );
    says(&workspace, &[&["waves"]], &["no wave among"]);
    says(&workspace, &[&["explain", "CHL", "2001"]], &[no_rate, "verdict: missing"]);
}

#[test]
fn a_page_of_a_search_of_the_interface_is_no_archive_of_its_months() {
    let workspace = Workspace::new(1991, 2002);
    for y in 1991..=2000 {
        workspace.write(&format!("in/{y}.json"), year(y, 5));
    }
    let found: Vec<String> = (1..=40)
        .map(|n| record(n, &format!("2001-{:02}-{:02}", n % 12 + 1, n / 12 + 1), "Found in Chile"))
        .collect();
    for (page, records) in found.chunks(10).enumerate() {
        let answer =
            month(records).replace("\"hits\":10", &format!("\"hits\":40,\"offset\":{}", page * 10));
        assert!(answer.contains("offset"), "{answer}");
        workspace.write(&format!("in/page-{page}.json"), answer);
    }
    let look = workspace.run(&["import", "--dry-run", "in/page-0.json", "in/2000.json"]).ok();
    for taken in ["search    in/page-0.json", "archive   in/2000.json"] {
        assert!(look.stdout.contains(taken), "{taken}: {}", look.stdout);
    }
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let missing = || ["missing".into(), Value::Null, "missing".into(), "missing".into()];
    check(&chile(&workspace, 2001), missing());
    add(&workspace, "[count]\nsearches = \"whole\"\n");
    workspace.run(&["count"]).ok();
    check(
        &chile(&workspace, 2001),
        ["observed".into(), 40.into(), "wave".into(), "missing".into()],
    );
}
