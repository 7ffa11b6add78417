//! The same article by two routes, in two exports, or in a zip too counts once, and all its records can be found.

use super::{Article, add, proquest};
use crate::harness::{Workspace, month, record, zip};
use serde_json::Value;

/// Imports these files and counts.
fn study(files: &[(&str, Vec<u8>)]) -> Workspace {
    let workspace = Workspace::new(2001, 2001);
    add(&workspace, "[count]\nsearches = \"whole\"\n");
    for (name, content) in files {
        workspace.write(&format!("in/{name}"), content);
    }
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}

/// The articles on Chile of the year: day, headline, and the sources and reasons of the records they are held in.
fn check(workspace: &Workspace, expected: &[(&str, &str, &[&str])]) {
    let explained = workspace.run(&["explain", "CHL", "2001", "--json"]).ok().json();
    let found: Vec<(String, String, Vec<String>)> = explained["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| {
            let text = |key: &str| article[key].as_str().unwrap().to_owned();
            let source =
                |of: &Value| of["path"].as_str().unwrap().split('/').nth(1).unwrap().to_owned();
            let others = article["also"].as_array().unwrap().iter();
            let others = others.map(|of| format!("{} {}", source(of), of["why"].as_str().unwrap()));
            (
                text("date"),
                text("headline"),
                std::iter::once(source(article)).chain(others).collect(),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(day, headline, held)| {
            let held = held.iter().map(|&held| held.to_owned()).collect();
            ((*day).to_owned(), (*headline).to_owned(), held)
        })
        .collect();
    assert_eq!(found, expected);
}

fn article(number: u32, day: &str, headline: &str) -> Article {
    Article::new(number, day, headline)
}

#[test]
fn an_article_by_api_and_export_counts_once_and_both_are_named() {
    // Of two that say the same of where they belong, the export has text and so says more.
    let api = month(&[
        record(1, "2001-03-01", "Riots in Chile"),
        record(2, "2001-03-02", "Strike in Chile, of the API alone"),
    ]);
    let export = proquest(&[
        article(400_001, "2001-03-01", "RIOTS IN CHILE."),
        article(400_002, "2001-03-01", "Riots in Chile, another report"),
        article(400_003, "2001-03-03", "Riots in Chile"),
    ]);
    let workspace = study(&[("api.json", api.into()), ("export.txt", export.into())]);
    check(
        &workspace,
        &[
            ("2001-03-01", "RIOTS IN CHILE.", &["proquest-text", "nyt-archive same_headline"]),
            ("2001-03-01", "Riots in Chile, another report", &["proquest-text"]),
            ("2001-03-02", "Strike in Chile, of the API alone", &["nyt-archive"]),
            ("2001-03-03", "Riots in Chile", &["proquest-text"]),
        ],
    );
    let prose = workspace.run(&["explain", "CHL", "2001"]).ok().stdout;
    assert!(prose.contains("4 articles"), "{prose}");
    for part in
        ["counted once, from data/proquest-text/2001/", "held too in data/nyt-archive/2001/"]
    {
        assert_eq!(prose.matches(part).count(), 1, "{part:?}:\n{prose}");
    }
    // Both documents are in the archive and every record has its fate.
    workspace.run(&["verify", "--recount"]).ok();
    let status = workspace.run(&["status", "--json"]).ok().json();
    let fates: Vec<String> = status["fates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!("{} {} {}", row["source"], row["records"], row["reason"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        fates,
        [
            "nyt-archive 1 international",
            "nyt-archive 1 same_headline",
            "proquest-text 3 international"
        ]
    );
}

#[test]
fn overlapping_exports_and_a_zip_of_one_count_each_article_once() {
    let both = article(400_001, "2001-03-01", "Riots in Chile");
    let first = proquest(&[both, article(400_002, "2001-03-02", "Strike in Chile")]);
    let both = article(400_001, "2001-03-01", "Riots in Chile");
    let second = proquest(&[both, article(400_003, "2001-03-03", "March in Chile")]);
    let csv = "Title,pubdate,pubtitle,StoreId,section\n\
               Riots in Chile,Mar 1 2001,New York Times,400001,World\n";
    let zipped = zip(&[("a/first.txt", first.as_bytes()), ("b.csv", csv.as_bytes())]);
    let workspace = study(&[
        ("1.txt", first.clone().into()),
        ("2.txt", second.into()),
        ("3.zip", zipped),
        ("copy of 1.txt", first.into()),
    ]);
    let again = workspace.run(&["import", "in", "--json"]).ok().json();
    // The copy, and the member that is the file beside its zip, are one document.
    assert_eq!((&again["files"], &again["new"], &again["held"]), (&5.into(), &0.into(), &5.into()));
    assert_eq!(workspace.run(&["status", "--json"]).ok().json()["documents"], 3);
    check(
        &workspace,
        &[
            (
                "2001-03-01",
                "Riots in Chile",
                &["proquest-text", "proquest-text same_id", "table-csv same_id"],
            ),
            ("2001-03-02", "Strike in Chile", &["proquest-text"]),
            ("2001-03-03", "March in Chile", &["proquest-text"]),
        ],
    );
}
