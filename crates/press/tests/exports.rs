//! Real exports, where they are at hand: each is recognised by its content and holds what was counted in it by other means.
//!
//! `cargo test -p groundswell-press --test exports -- --nocapture` prints the table.

#![allow(clippy::unwrap_used, reason = "a test that fails is what unwrap is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use groundswell_press::recognise_file;

/// A file below `shared/data`, the source it is of, its records, how many of them have a section or desk, the first and the
/// last day, and how many cannot be read. Counted with `grep`, Python or the authors' own words, not with this program.
const FILES: [(&str, &str, u64, u64, &str, &str, u64); 1] = [
    // grep -c '^ProQuest document ID:\|^ProQuest documentID:', '^Section:', sorted '^Publication date:'
    (
        "proquest/ProQuestDocuments_373_toronto-star.txt",
        "proquest-text",
        373,
        373,
        "2022-01-01",
        "2022-03-09",
        0,
    ),
];

#[test]
fn every_real_export_holds_what_was_counted_in_it() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !shared.exists() {
        eprintln!("skipped: no shared data");
        return;
    }
    let mut differing = Vec::new();
    for (file, kind, records, filed, first, last, bad) in FILES {
        let bytes = fs::read(shared.join(file)).unwrap();
        let name = file.rsplit('/').next().unwrap();
        let source = match recognise_file(name, &bytes) {
            Ok(source) => source,
            Err(error) => {
                differing.push(format!("{file}: {error}"));
                continue;
            }
        };
        let mut days = BTreeSet::new();
        let mut papers: BTreeMap<String, u64> = BTreeMap::new();
        let (mut with_section, mut problems, mut ids) = (0, Vec::new(), BTreeSet::new());
        let stored = [source.preface(name, bytes.len() as u64).as_bytes(), &bytes].concat();
        let contents = source
            .read(&mut &stored[..], &mut |record| match record.article {
                Ok(article) => {
                    let labels = &article.labels;
                    with_section += u64::from(
                        !(labels.section.is_empty()
                            && labels.desk.is_empty()
                            && labels.book_section.is_empty()),
                    );
                    days.insert(article.date.to_string());
                    *papers.entry(article.newspaper.to_string()).or_default() += 1;
                    ids.insert(article.id.to_string());
                }
                Err(problem) => problems.push(format!("{}: {problem}", record.position)),
            })
            .unwrap();
        let of = |day: Option<&String>| day.cloned().unwrap_or_default();
        let found = (
            source.name,
            contents.records,
            with_section,
            of(days.first()),
            of(days.last()),
            problems.len() as u64,
        );
        println!(
            "{file}: {found:?}, {} ids, {papers:?}, {:?}, {problems:?}",
            ids.len(),
            contents.problems
        );
        if found != (kind, records, filed, first.to_owned(), last.to_owned(), bad) {
            differing.push(format!("{file}: {found:?}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
