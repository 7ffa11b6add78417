//! `groundswell status`: what is held, what is missing, and what became of every record.

use groundswell_archive::Archive;
use groundswell_ledger::{Account, Coverage, Error, Ledger};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::failure::Result;
use crate::plan::{Standing, Year, in_words, standings};
use crate::study::{Searches, Study};
use crate::talk::{print, print_json, printable};

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    documents: usize,
    /// What the pipeline fetches, source by source; empty without [fetch].
    fetching: Vec<Standing>,
    /// The rest is of the ledger: null or empty before the first count.
    counted_documents: Option<usize>,
    last_run: Option<LastRun>,
    records: BTreeMap<String, u64>,
    fates: Vec<Account>,
    problems: Vec<(String, String)>,
    coverage: Vec<Coverage>,
    /// newspaper, first day, last day, what, citation
    gaps: Vec<[String; 5]>,
}

/// How the last run of this workspace ended, from its record.
#[derive(Serialize, serde::Deserialize)]
struct LastRun {
    started: String,
    /// `running`: it is at work, or it was killed.
    status: String,
    error: Option<String>,
}

/// The newest record in `runs/`; `None`: there is none that can be read.
fn last_run(study: &Study) -> Option<LastRun> {
    let records = std::fs::read_dir(study.runs()).ok()?;
    let paths = records.filter_map(|entry| Some(entry.ok()?.path()));
    let newest = paths.filter(|path| path.extension().is_some_and(|end| end == "json")).max()?;
    serde_json::from_str(&std::fs::read_to_string(newest).ok()?).ok()
}

pub(crate) fn status(study: &Study, json: bool) -> Result<()> {
    let fetching = standings(study)?;
    let documents = match Archive::open(&study.archive()) {
        // Before the first fetch there is a plan, though there is no archive.
        Err(groundswell_archive::Error::Absent { .. }) if !fetching.is_empty() => 0,
        archive => archive?.documents().len(),
    };
    let mut answer = Answer {
        schema: "groundswell.status/2",
        documents,
        fetching,
        counted_documents: None,
        last_run: last_run(study),
        records: BTreeMap::new(),
        fates: Vec::new(),
        problems: Vec::new(),
        coverage: Vec::new(),
        gaps: Vec::new(),
    };
    match Ledger::open(&study.ledger()) {
        Ok(mut ledger) => {
            let counted = ledger.settings()?.map(|counted| (counted.first_year, counted.last_year));
            let now = study.settings();
            // Of other years nothing is known: then it shows what was counted.
            if counted == Some((now.first_year, now.last_year)) {
                ledger.narrow(&now)?;
            }
            answer.of_ledger(&ledger)?;
        }
        Err(Error::Absent { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if json { print_json(&answer) } else { print(&prose(study, &answer)) }
}

impl Answer {
    fn of_ledger(&mut self, ledger: &Ledger) -> Result<()> {
        self.counted_documents = Some(ledger.documents()?.len());
        self.records = ledger.records()?;
        self.fates = ledger.accounts()?;
        self.problems = ledger.problems()?;
        self.coverage = ledger.coverage()?;
        self.gaps = ledger.gaps()?;
        Ok(())
    }
}

fn prose(study: &Study, answer: &Answer) -> String {
    let mut text = String::new();
    let written: std::fmt::Result = (|| {
        writeln!(
            text,
            "{}: {} documents in the archive, {}",
            study.title,
            answer.documents,
            answer
                .counted_documents
                .map_or("none counted yet".to_owned(), |n| format!("{n} counted"))
        )?;
        if let Some(LastRun { started, status, error }) = &answer.last_run {
            let how = error.as_ref().map_or(String::new(), |error| format!(": {error}"));
            let status = if status == "running" { "running, or killed" } else { status };
            writeln!(text, "last run {started}: {}", printable(&format!("{status}{how}")))?;
        }
        for standing in &answer.fetching {
            fetching(&mut text, standing)?;
        }
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
            let searched = searched(&answer.coverage, newspaper);
            if !searched.is_empty() {
                writeln!(
                    text,
                    "  from searches  {searched}: of some months nothing else is held; what else was printed is not known, so there is no rate{}",
                    whole(study)
                )?;
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

/// How the fetching of a source stands: its years, what could not be used, the quota.
fn fetching(text: &mut String, of: &Standing) -> std::fmt::Result {
    writeln!(
        text,
        "\n{}: {} of {} held, {} known gaps",
        of.source, of.held, of.spans, of.known_gaps
    )?;
    let years = |wanted: &dyn Fn(&Year) -> bool| -> String {
        as_ranges(
            &of.years.iter().filter(|(_, y)| wanted(y)).map(|(year, _)| *year).collect::<Vec<_>>(),
        )
    };
    let open = |year: &Year| year.missing + year.unusable;
    for (state, years) in [
        ("held", years(&|year| open(year) == 0)),
        ("in part", years(&|year| year.held > 0 && open(year) > 0)),
        ("missing", years(&|year| year.held == 0 && open(year) > 0)),
    ] {
        if !years.is_empty() {
            writeln!(text, "  {state:<13}  {years}")?;
        }
    }
    for (span, outcome, why) in &of.unusable {
        writeln!(text, "  {}", printable(&format!("{outcome:<13}  {span}: {why}")))?;
    }
    writeln!(
        text,
        "  quota          {} of {} used in 24 h{}; {} requests to go, {}",
        of.used_today,
        of.requests_per_day,
        of.come_back.as_ref().map_or_else(String::new, |time| format!(", next request at {time}")),
        of.requests_left,
        in_words(of.days)
    )
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

/// What to do with articles that are held and not used.
fn whole(study: &Study) -> &'static str {
    match study.count.searches {
        Searches::Sample => {
            " (if the searches asked for all that the study looks for, say so: [count] searches = \"whole\", docs/importing.md)"
        }
        Searches::Whole => "",
    }
}

/// The newspaper's years with months of which nothing is held but what searches found; empty: none.
fn searched(coverage: &[Coverage], newspaper: &str) -> String {
    let of = |row: &&Coverage| row.newspaper == newspaper && row.months_searched > 0;
    as_ranges(&coverage.iter().filter(of).map(|row| row.year).collect::<Vec<_>>())
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
