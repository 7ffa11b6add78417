//! `groundswell status`: what is held, what is missing, and what became of every record.

use groundswell_archive::Archive;
use groundswell_ledger::{Account, Coverage, Ledger};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::failure::Result;
use crate::study::Study;
use crate::talk::{print, print_json, printable};

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    documents: usize,
    counted_documents: usize,
    records: BTreeMap<String, u64>,
    fates: Vec<Account>,
    problems: Vec<(String, String)>,
    coverage: Vec<Coverage>,
    /// newspaper, first day, last day, what, citation
    gaps: Vec<[String; 5]>,
}

pub(crate) fn status(study: &Study, json: bool) -> Result<()> {
    let archive = Archive::open(&study.archive())?;
    let ledger = Ledger::open(&study.ledger())?;
    let answer = Answer {
        schema: "groundswell.status/1",
        documents: archive.documents().len(),
        counted_documents: ledger.documents()?.len(),
        records: ledger.records()?,
        fates: ledger.accounts()?,
        problems: ledger.problems()?,
        coverage: ledger.coverage()?,
        gaps: ledger.gaps()?,
    };
    if json { print_json(&answer) } else { print(&prose(study, &answer)) }
}

fn prose(study: &Study, answer: &Answer) -> String {
    let mut text = String::new();
    let written: std::fmt::Result = (|| {
        writeln!(
            text,
            "{}: {} documents in the archive, {} counted",
            study.title, answer.documents, answer.counted_documents
        )?;
        for (source, records) in &answer.records {
            writeln!(text, "\n{source}: {records} records =")?;
            for account in answer.fates.iter().filter(|account| account.source == *source) {
                writeln!(text, "  {:>9}  {} ({})", account.records, account.fate, account.reason)?;
            }
        }
        for (newspaper, states) in states(&answer.coverage) {
            writeln!(text, "\n{newspaper}: years")?;
            for (state, years) in states {
                writeln!(text, "  {state:<13}  {years}")?;
            }
            for [_, first, last, what, citation] in
                answer.gaps.iter().filter(|gap| gap[0] == newspaper)
            {
                writeln!(text, "  known gap      {first} to {last}: {what} ({citation})")?;
            }
        }
        if !answer.problems.is_empty() {
            writeln!(text, "\nodd documents")?;
        }
        for (path, problem) in answer.problems.iter().take(10) {
            writeln!(text, "  {}", printable(&format!("{path}: {problem}")))?;
        }
        if answer.problems.len() > 10 {
            writeln!(text, "  … and {} more (--json lists all)", answer.problems.len() - 10)?;
        }
        Ok(())
    })();
    written.expect("writing to a string does not fail");
    text
}

/// For each newspaper and state, its years as ranges: `1851–1906, 1910`.
fn states(coverage: &[Coverage]) -> BTreeMap<&str, BTreeMap<&str, String>> {
    let mut years: BTreeMap<&str, BTreeMap<&str, Vec<i32>>> = BTreeMap::new();
    for row in coverage {
        years.entry(&row.newspaper).or_default().entry(&row.state).or_default().push(row.year);
    }
    years
        .into_iter()
        .map(|(newspaper, states)| {
            (
                newspaper,
                states.into_iter().map(|(state, years)| (state, as_ranges(&years))).collect(),
            )
        })
        .collect()
}

fn as_ranges(years: &[i32]) -> String {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => runs.push((*year, *year)),
        }
    }
    let words: Vec<String> =
        runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") }).collect();
    words.join(", ")
}
