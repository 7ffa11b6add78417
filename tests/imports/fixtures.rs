//! Every fixture of an export is taken without being told what it is, counted to the last record, and kept once.

use crate::harness::{Workspace, bytes_below, root};
use groundswell_press::SOURCES;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a `.golden` says of the file beside it.
#[derive(Debug, PartialEq)]
struct Golden {
    kind: String,
    records: u64,
    unreadable: u64,
}

/// `None`: an import refuses or passes over such a file, as it is of no kind, cut, or without an article.
fn golden(kind: &str, path: &Path) -> Option<Golden> {
    let text = fs::read_to_string(path.with_extension("golden"))
        .unwrap_or_else(|error| panic!("the .golden of {}: {error}", path.display()));
    let last = text.lines().rfind(|line| line.starts_with("records "))?;
    let records = last.split(' ').nth(1)?.parse().unwrap();
    let is_day = |word: &str| word.len() == 10 && word.as_bytes()[4] == b'-';
    let of_records = text.lines().filter_map(|line| line.split_once(" @")?.1.split(' ').nth(1));
    let unreadable = of_records.filter(|word| !is_day(word)).count() as u64;
    let taken = last.ends_with(" complete") && unreadable < records;
    taken.then_some(Golden { kind: kind.to_owned(), records, unreadable })
}

/// A study with a copy of every fixture of an export in the folder `in`, and what becomes of each.
fn study() -> (Workspace, BTreeMap<String, Option<Golden>>) {
    let workspace = Workspace::new(1851, 2017);
    let mut expected = BTreeMap::new();
    for source in SOURCES.iter().filter(|source| source.newspaper.is_empty()) {
        for (name, bytes) in bytes_below(&root().join("fixtures").join(source.name)) {
            // Those with a line before them stand for what is in an archive already.
            if name.ends_with(".golden") || bytes.starts_with(b"<!-- page ") {
                continue;
            }
            let file = format!("in/{}/{name}", source.name);
            let path = root().join("fixtures").join(source.name).join(&name);
            expected.insert(file.clone(), golden(source.name, &path));
            workspace.write(&file, bytes);
        }
    }
    assert!(expected.len() > 60, "{}", expected.len());
    (workspace, expected)
}

#[test]
fn every_export_is_told_by_its_content_and_a_dry_run_leaves_no_byte() {
    let (workspace, expected) = study();
    let temporary = workspace.write("tmp/left", "").parent().unwrap().to_owned();
    let run = |folder: &Path, arguments: &[&str]| {
        let mut command = workspace.command(arguments);
        crate::harness::run(command.current_dir(folder).env("TMPDIR", &temporary))
    };
    let before = bytes_below(&workspace.path(""));
    let said = run(&workspace.path(""), &["import", "--dry-run", "in", "--json"]);
    assert_eq!(said.code, 65, "some are damaged: {said:#?}");
    let looked: BTreeMap<String, Golden> = said.json()["looked"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row[1]["refused"].is_null())
        .map(|row| {
            let [file, look] = [&row[0], &row[1]];
            let number = |key: &str| look[key].as_u64().unwrap();
            let kind = look["kind"].as_str().unwrap().to_owned();
            let (records, unreadable) = (number("records"), number("unreadable"));
            (file.as_str().unwrap().to_owned(), Golden { kind, records, unreadable })
        })
        .collect();
    let taken: BTreeMap<String, Golden> =
        expected.into_iter().filter_map(|(file, golden)| Some((file, golden?))).collect();
    assert_eq!(looked, taken);

    let table = run(&workspace.path(""), &["import", "--dry-run", "in"]).stdout;
    for part in [
        "kind ",
        "known paper",
        "proquest-text        1950-05-01 to 2004-03-09        4           1",
        "The Manchester Guardian (1901-1959); Manchester (UK) (guardian)",
        "The Invented Gazette (not known)",
    ] {
        assert!(table.contains(part), "{part:?} is not in:\n{table}");
    }
    // Looking needs no study either.
    let bare = tempfile::tempdir().unwrap();
    let file = workspace.path("in/ris/proquest.ris").to_string_lossy().into_owned();
    let alone = run(bare.path(), &["import", "--dry-run", &file]).ok();
    assert!(alone.stdout.contains("ris   1973-09-12 to 2010-05-08        3"), "{alone:#?}");
    assert_eq!(fs::read_dir(bare.path()).unwrap().count(), 0);
    assert!(before == bytes_below(&workspace.path("")) && !workspace.path("archive").exists());
    run(bare.path(), &["import", &file]).fails(66, &["groundswell.toml"]);
}

#[test]
fn every_record_of_every_export_is_accounted_for_and_kept_once() {
    let (workspace, expected) = study();
    let taken = || expected.values().flatten();
    let records: u64 = taken().map(|golden| golden.records).sum();
    let first = workspace.run(&["import", "in", "--json"]);
    first_and_again(&first.json(), [taken().count(), 0]);
    assert_eq!(first.json()["records"], records);
    for (file, golden) in &expected {
        let named = format!("{file}: ");
        let refused = first.stderr.lines().any(|line| {
            (line.starts_with("refused ") || line.starts_with("passed ")) && line.contains(&named)
        });
        assert_eq!(refused, golden.is_none(), "{file}: {}", first.stderr);
    }

    let archive = || {
        let mut held = bytes_below(&workspace.path("archive"));
        held.remove("lock"); // says who wrote last
        held
    };
    let before = archive();
    first_and_again(&workspace.run(&["import", "in", "--json"]).json(), [0, taken().count()]);
    assert!(before == archive());

    workspace.run(&["count"]).ok();
    workspace.run(&["verify", "--recount"]).ok();
    let status = workspace.run(&["status", "--json"]).ok().json();
    let of = |row: &Value| (row["source"].as_str().unwrap().to_owned(), row["records"].as_u64());
    let mut fates: BTreeMap<String, u64> = BTreeMap::new();
    let mut quarantined: BTreeMap<String, u64> = BTreeMap::new();
    for row in status["fates"].as_array().unwrap() {
        let (source, records) = of(row);
        *fates.entry(source.clone()).or_default() += records.unwrap();
        if row["fate"] == "quarantined" {
            *quarantined.entry(source).or_default() += records.unwrap();
        }
    }
    let mut by_kind: BTreeMap<String, u64> = BTreeMap::new();
    let mut bad: BTreeMap<String, u64> = BTreeMap::new();
    for golden in taken() {
        *by_kind.entry(golden.kind.clone()).or_default() += golden.records;
        *bad.entry(golden.kind.clone()).or_default() += golden.unreadable;
    }
    bad.retain(|_, records| *records > 0);
    assert_eq!((&fates, &quarantined), (&by_kind, &bad));
    assert_eq!(status["records"], serde_json::to_value(&by_kind).unwrap());
}

fn first_and_again(said: &Value, [new, held]: [usize; 2]) {
    assert_eq!((&said["new"], &said["held"]), (&new.into(), &held.into()));
}
