//! `groundswell audit read`: what filled sheets say of the counts.

use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use super::agreement::{Agreement, Disagreement, agreements, disagreements};
use super::codes;
use super::estimate::{Estimate, Kappa};
use super::figures::{Corrected, Figure, Strata};
use super::filled::{self, Filled};
use super::key::{Drawn, Key};
use crate::failure::{Exit, Failure, Result};
use crate::runs::write_whole;
use crate::talk::{Talk, print, print_json, printable, shown};

/// The JSON contract: `groundswell.audit/1`.
#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    audit: &'a str,
    drawn: &'a Drawn,
    rows: usize,
    /// Ids of rows without any label.
    unlabelled: Vec<&'a str>,
    coders: &'a BTreeSet<String>,
    figures: Vec<Figure>,
    agreement: Vec<Agreement>,
    disagreements: Vec<Disagreement>,
    corrected: Vec<Corrected>,
}

/// The columns of `audit-corrected.csv`.
const COLUMNS: [&str; 7] = ["year", "newspaper", "country", "counted", "corrected", "low", "high"];

/// Reads the sheets against the key, prints what they say, and writes corrected counts into `out`.
pub(crate) fn read(
    sheets: &[PathBuf],
    key: &Path,
    out: Option<&Path>,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    if let Some(path) = out {
        may_write(path, sheets, key)?;
    }
    let key = Key::read(key)?;
    let codes = codes::codes()?;
    let Filled { labels, coders } = filled::read(sheets, &key, &codes)?;
    let strata = Strata::of(&key, &labels);
    let none = |row: &&String| !labels.contains_key(*row);
    let answer = Answer {
        schema: "groundswell.audit/1",
        audit: &key.audit,
        drawn: &key.drawn,
        rows: key.rows.len(),
        unlabelled: key.rows.keys().filter(none).map(String::as_str).collect(),
        coders: &coders,
        figures: strata.figures(),
        agreement: agreements(&labels, &coders, &codes, key.drawn.topic),
        disagreements: disagreements(&labels, &key),
        corrected: key.cells.iter().map(|cell| strata.corrected(cell)).collect(),
    };
    if let Some(path) = out {
        write_whole(path, &csv(&answer.corrected))?;
        let counts = several(answer.corrected.len(), "corrected count");
        talk.say(format!("wrote {counts} into {}", shown(path)));
    }
    if json { print_json(&answer) } else { print(&prose(&answer)?) }
}

/// Only earlier corrected counts are written over: a sheet holds hours of work, and any file may be dear to someone.
fn may_write(path: &Path, sheets: &[PathBuf], key: &Path) -> Result<()> {
    let refuse = |what: &str| {
        let what = format!("{} {what}", path.display());
        Err(Failure::new(Exit::CannotCreate, what)
            .kept("it was left as it is")
            .next("name another file with `--out`"))
    };
    let same = |other: &Path| fs::canonicalize(other).ok() == fs::canonicalize(path).ok();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return refuse(&format!("is there already and cannot be read: {error}")),
    };
    if same(key) {
        return refuse("is the key that is read");
    }
    if sheets.iter().any(|sheet| same(sheet)) {
        return refuse("is a sheet that is read");
    }
    let mut first = Vec::new();
    // What is no text, or cannot be read at all (a folder), is none of ours either.
    let _ = BufReader::new(file).read_until(b'\n', &mut first);
    if first.trim_ascii() == COLUMNS.join(",").as_bytes() {
        return Ok(());
    }
    refuse("is there already and holds no corrected counts")
}

/// `audit-corrected.csv`: an empty `corrected` is not known; its limits hold all the same.
fn csv(corrected: &[Corrected]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let fact = "writing to memory cannot fail, and every record has one field a column";
    writer.write_record(COLUMNS).expect(fact);
    for row in corrected {
        let Estimate { value, low, high } = row.corrected;
        let value = value.map_or_else(String::new, |value| format!("{value:.1}"));
        let (year, counted) = (row.year.to_string(), row.counted.to_string());
        let limits = [format!("{low:.0}"), format!("{high:.0}")];
        let cells = [&year, &row.newspaper, &row.country, &counted, &value, &limits[0], &limits[1]];
        writer.write_record(cells).expect(fact);
    }
    writer.into_inner().expect(fact)
}

fn prose(answer: &Answer<'_>) -> Result<String> {
    let mut text = String::new();
    let written = (|| {
        labels(&mut text, answer)?;
        figures(&mut text, &answer.figures)?;
        agreed(&mut text, &answer.agreement)?;
        disagreed(&mut text, &answer.disagreements)
    })();
    written.map_err(|error| Failure::new(Exit::Internal, error.to_string()))?;
    Ok(text)
}

fn labels(text: &mut String, answer: &Answer<'_>) -> fmt::Result {
    let Answer { drawn, rows, unlabelled, coders, .. } = answer;
    let countries = if drawn.countries.is_empty() {
        "all countries".to_owned()
    } else {
        drawn.countries.join(", ")
    };
    let (first, last, topic) = (drawn.first_year, drawn.last_year, drawn.topic.word());
    writeln!(
        text,
        "{}: {countries}, {first}–{last}, topic {topic}, seed {}",
        drawn.study, drawn.seed
    )?;
    let names: Vec<&str> = coders.iter().map(String::as_str).collect();
    let of_all = several(*rows, "row");
    match rows - unlabelled.len() {
        0 => writeln!(text, "{of_all}, labelled by nobody yet")?,
        some => writeln!(text, "{of_all}, {some} labelled by {}", printable(&names.join(", ")))?,
    }
    if !unlabelled.is_empty() {
        let some: Vec<&str> = unlabelled.iter().take(8).copied().collect();
        let more = if unlabelled.len() > some.len() { " …" } else { "" };
        writeln!(text, "{} without a label: {}{more}", unlabelled.len(), some.join(" "))?;
    }
    writeln!(text)
}

/// `1 row`, `2 rows`.
fn several(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn figures(text: &mut String, figures: &[Figure]) -> fmt::Result {
    writeln!(text, "95 % intervals in brackets; ? is not known, for a part has no label\n")?;
    let heads = ["precision", "recall, looked at", "recall, with silent"];
    writeln!(
        text,
        "{:18} {:>6} {:>8}  {:20} {:20} {:20} corrected",
        "", "labels", "counted", heads[0], heads[1], heads[2]
    )?;
    for figure in figures {
        let of = match (&figure.newspaper, figure.decade) {
            (None, None) => "all".to_owned(),
            (Some(name), None) => name.clone(),
            (None, Some(decade)) => format!("{decade}s"),
            (Some(name), Some(decade)) => format!("{name} {decade}s"),
        };
        let share = |estimate: &Option<Estimate>| {
            estimate.as_ref().map_or("–".to_owned(), |estimate| interval(estimate, 3))
        };
        writeln!(
            text,
            "{of:18} {:6} {:8}  {:20} {:20} {:20} {}",
            figure.labelled,
            figure.counted,
            share(&figure.precision),
            share(&figure.recall_looked_at),
            share(&figure.recall),
            interval(&figure.corrected, 0),
        )?;
    }
    Ok(())
}

/// `0.912 (0.870–0.941)`; an unknown value is a question mark.
fn interval(estimate: &Estimate, decimals: usize) -> String {
    let value = estimate.value.map_or("?".to_owned(), |value| format!("{value:.decimals$}"));
    format!("{value} ({:.decimals$}–{:.decimals$})", estimate.low, estimate.high)
}

fn agreed(text: &mut String, agreement: &[Agreement]) -> fmt::Result {
    for Agreement { coders: [a, b], rows, same_code, kappa_codes, same_answer, kappa_answers } in
        agreement
    {
        let names = format!("{} and {}", printable(a), printable(b));
        let rows = several(usize::try_from(*rows).unwrap_or(usize::MAX), "row");
        writeln!(text, "\n{names}: {rows} labelled by both")?;
        for (of, same, kappa) in
            [("code", same_code, kappa_codes), ("answer", same_answer, kappa_answers)]
        {
            let kappa = kappa.as_ref().map_or("not defined".to_owned(), in_words);
            writeln!(text, "  same {of:7} {}, Cohen's kappa {kappa}", interval(same, 3))?;
        }
    }
    Ok(())
}

fn in_words(kappa: &Kappa) -> String {
    match (kappa.standard_error, kappa.low, kappa.high) {
        (Some(error), Some(low), Some(high)) => {
            format!("{:.3}, standard error {error:.3} ({low:.3}–{high:.3})", kappa.value)
        }
        _ => format!("{:.3}, error not known: all labels agree", kappa.value),
    }
}

fn disagreed(text: &mut String, disagreements: &[Disagreement]) -> fmt::Result {
    if disagreements.is_empty() {
        return Ok(());
    }
    writeln!(text, "\n{} answered differently", several(disagreements.len(), "row"))?;
    for row in disagreements {
        let labels = row.labels.iter().map(|(coder, code)| format!("{} {code}", printable(coder)));
        let taken = match row.taken {
            Some(true) => "taken as yes",
            Some(false) => "taken as no",
            None => "left out: as many say yes as no",
        };
        let labels: Vec<String> = labels.collect();
        writeln!(
            text,
            "  {}  {} {}  {}; {taken}",
            row.row,
            row.date,
            row.country,
            labels.join(", ")
        )?;
    }
    Ok(())
}
