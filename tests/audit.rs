//! The audit: an invented study whose truth is known, drawn, labelled and read back.

use crate::harness::{Workspace, month, record, root};
use std::fs;

mod drawing;
mod reading;

/// A record that the paper files under sports.
fn elsewhere(id: u32, day: &str, headline: &str) -> String {
    let record = record(id, day, headline);
    record
        .replace("Foreign Desk", "Sports Desk")
        .replace("World", "Sports")
        .replace("/world/", "/sports/")
}

/// What the invented year holds: how many, filed abroad or not, headline. The last word is the truth.
const YEAR: [(u32, bool, &str); 7] = [
    (8, true, "Riots in Chile, true"),
    (2, true, "Chile is named in passing, false"),
    (2, true, "Georgia in winter, true"), // no cue: the American state is as likely
    (3, true, "Fire in New Ireland, false"), // part of another name
    (3, false, "Chile and its players, true"),
    (4, false, "Chile loses in Lima, false"),
    (6, true, "Harvest reports, false"),
];

/// Four years of 1988–1991, so that there are two decades, each as above.
fn study() -> Workspace {
    let workspace = Workspace::new(1988, 1991);
    for year in 1988..=1991u32 {
        let mut records = Vec::new();
        for (kind, (count, abroad, headline)) in (0..).zip(YEAR) {
            for n in 0..count {
                let (id, day) = (
                    year * 1000 + kind * 100 + n,
                    format!("{year}-{:02}-{:02}", n % 12 + 1, kind + 1),
                );
                // Not the last word, and different: equal headlines of a day would be one article.
                let headline = format!("Report {n}: {headline}");
                records.push(if abroad {
                    record(id, &day, &headline)
                } else {
                    elsewhere(id, &day, &headline)
                });
            }
        }
        workspace.write(&format!("in/{year}.json"), month(&records));
    }
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}

/// The invented archive of both newspapers, not counted yet.
fn demo() -> Workspace {
    let workspace = Workspace::new(1851, 2017);
    let demo = root().join("fixtures/demo");
    let folders = ["nyt", "guardian"].map(|name| demo.join(name).to_string_lossy().into_owned());
    workspace.run(&["import", &folders[0], &folders[1]]).ok();
    workspace
}

type Rows = Vec<Vec<String>>;

fn rows(workspace: &Workspace, sheet: &str) -> Rows {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(workspace.path(sheet)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &Rows, name: &str) -> usize {
    rows[0].iter().position(|column| column == name).unwrap()
}

/// Labels every row that `answer` has something to say about; it sees the headline and the row's number.
fn label(rows: &mut Rows, answer: impl Fn(usize, &str) -> &'static str) {
    let (label, headline) = (column(rows, "label"), column(rows, "headline"));
    for (number, row) in rows.iter_mut().enumerate().skip(1) {
        row[label] = answer(number, &row[headline]).to_owned();
    }
}

fn truth(_: usize, headline: &str) -> &'static str {
    if headline.ends_with("true") { "1" } else { "0" }
}

fn save(workspace: &Workspace, name: &str, rows: &Rows) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    workspace.write(name, writer.into_inner().unwrap());
}

/// A sheet is never drawn over.
fn forget(workspace: &Workspace) {
    fs::remove_file(workspace.path("audit.csv")).unwrap();
    fs::remove_file(workspace.path("audit.key.json")).unwrap();
}
