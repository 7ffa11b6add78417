//! `groundswell gazetteer`: what its tables know, whether they are in order, and why a name counts or does not.

mod explain;
mod show;

use groundswell_mentions::{self as mentions, EMBEDDED, Gazetteer, Tables};
use serde::Serialize;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::arguments::GazetteerCommand;
use crate::failure::{Exit, Failure, Result};
use crate::study::{Study, unknown};
use crate::talk::{Talk, print, print_json, shown};

/// The tables of a folder, a CSV each; those that are not in it are the program's own.
#[derive(Debug, Default)]
pub(crate) struct Own {
    texts: [Option<String>; 8],
}

impl Own {
    /// The tables of the folder that is named, or of the pipeline if there is one, or the program's own.
    pub(crate) fn of(folder: Option<&Path>, pipeline: &Path) -> Result<Own> {
        if folder.is_some() || !pipeline.exists() {
            return Own::read(folder);
        }
        Own::read(Study::read(pipeline)?.count.gazetteer.as_deref())
    }

    /// Reads the folder; without one everything is the program's own.
    pub(crate) fn read(folder: Option<&Path>) -> Result<Own> {
        let Some(folder) = folder else { return Ok(Own::default()) };
        if let Some(stranger) = strangers(folder)?.first() {
            return Err(Failure::new(Exit::Config, format!("{}: {stranger}", shown(folder)))
                .next("rename it, or move it away"));
        }
        let mut own = Own::default();
        for (text, (name, _)) in own.texts.iter_mut().zip(EMBEDDED.all()) {
            let path = folder.join(name).with_extension("csv");
            *text = match fs::read_to_string(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                read => Some(read.map_err(Failure::reading(&path))?),
            };
        }
        if own.texts.iter().all(Option::is_none) {
            let what = format!("{}: no table of the gazetteer is there", shown(folder));
            return Err(Failure::new(Exit::NoInput, what)
                .next("`groundswell gazetteer write FOLDER` writes them all, to be edited"));
        }
        Ok(own)
    }

    pub(crate) fn tables(&self) -> Tables<'_> {
        let mut all = EMBEDDED.all().map(|(_, text)| text);
        for (text, own) in all.iter_mut().zip(&self.texts) {
            *text = own.as_deref().unwrap_or(text);
        }
        Tables::of(all)
    }

    /// The gazetteer of these tables.
    pub(crate) fn gazetteer(&self) -> Result<Gazetteer> {
        Gazetteer::from_tables(&self.tables()).map_err(|errors| {
            Failure::new(Exit::Config, errors.to_string())
                .next("correct the tables; `groundswell gazetteer check` looks at them alone")
        })
    }
}

/// Obeys `groundswell gazetteer …` with the tables of `folder`, of the pipeline, or the program's own.
pub(crate) fn obey(
    command: &GazetteerCommand,
    folder: Option<&Path>,
    pipeline: &Path,
    talk: &Talk,
) -> Result<()> {
    match command {
        GazetteerCommand::Check { folder: given, json } => {
            check(given.as_deref().or(folder), pipeline, json.json)
        }
        GazetteerCommand::Show { country, all, json } => {
            show::show(&Own::of(folder, pipeline)?, country, *all, json.json)
        }
        GazetteerCommand::Explain { sentence, year, tier, json } => {
            let own = Own::of(folder, pipeline)?;
            let asked = explain::Asked { sentence: &sentence.join(" "), year: *year, tier: *tier };
            explain::explain(&own, asked, json.json)
        }
        GazetteerCommand::Write { folder } => write(folder, talk),
    }
}

/// Whether the tables are in order.
#[derive(Serialize)]
struct Checked {
    schema: &'static str,
    /// Rows of each table.
    rows: Vec<(&'static str, usize)>,
    /// sha256 of all tables together; `None` when they cannot be used.
    digest: Option<String>,
    /// Everything that is wrong, in the order of tables and lines.
    faults: Vec<String>,
}

fn check(folder: Option<&Path>, pipeline: &Path, json: bool) -> Result<()> {
    let own = Own::of(folder, pipeline)?;
    let tables = own.tables();
    let empty = mentions::sizes(&tables).into_iter().filter(|(_, rows)| *rows == 0);
    let mut faults: Vec<String> =
        empty.map(|(table, _)| format!("{table}.csv: no row is in it")).collect();
    faults.extend(mentions::check(&tables).iter().map(ToString::to_string));
    let gazetteer = Gazetteer::from_tables(&tables).ok();
    let answer = Checked {
        schema: "groundswell.gazetteer-check/1",
        rows: mentions::sizes(&tables),
        digest: gazetteer.map(|gazetteer| gazetteer.digest().to_owned()),
        faults,
    };
    if json { print_json(&answer) } else { print(&prose(&answer)) }?;
    match answer.faults.len() {
        0 => Ok(()),
        n => Err(Failure::new(Exit::Config, format!("faults in the tables: {n}, listed above"))
            .kept("nothing was changed")
            .next("correct them and check again")),
    }
}

/// Files of the folder that look like tables and are none: a misspelt name would go unread.
fn strangers(folder: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(faults),
        entries => entries.map_err(Failure::reading(folder))?,
    };
    for entry in entries {
        let name = entry.map_err(Failure::reading(folder))?.file_name();
        let name = name.to_string_lossy();
        let Some(table) = name.strip_suffix(".csv") else { continue };
        let known = EMBEDDED.all().map(|(known, _)| known);
        if !known.contains(&table) {
            faults.push(format!("{name}: {}", unknown("table", table, known.into_iter())));
        }
    }
    faults.sort();
    Ok(faults)
}

fn prose(answer: &Checked) -> String {
    let mut lines: Vec<String> =
        answer.rows.iter().map(|(table, rows)| format!("{table:12} {rows:6} rows")).collect();
    lines.extend(answer.digest.iter().map(|digest| format!("sha256       {digest}")));
    if answer.faults.is_empty() {
        lines.push("nothing is wrong with the tables".to_owned());
    }
    lines.extend(answer.faults.iter().cloned());
    lines.join("\n") + "\n"
}

/// Writes the program's own tables, to be edited.
fn write(folder: &Path, talk: &Talk) -> Result<()> {
    let path = |name: &str| folder.join(name).with_extension("csv");
    let tables = EMBEDDED.all();
    if let Some((name, _)) = tables.iter().find(|(name, _)| path(name).exists()) {
        let what = format!("{} is there already", shown(&path(name)));
        return Err(Failure::new(Exit::CannotCreate, what)
            .kept("nothing was written")
            .next("name an empty folder"));
    }
    fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    for (name, text) in tables {
        fs::write(path(name), text).map_err(Failure::writing(&path(name)))?;
    }
    talk.say(format!("wrote {} tables into {}", tables.len(), shown(folder)));
    talk.say("next: add or change rows, `groundswell gazetteer check FOLDER`, then set `gazetteer = \"FOLDER\"` in the");
    talk.say("pipeline's [count]; leave out the tables that you do not change");
    Ok(())
}
