//! `groundswell verify`: is the archive whole, is the ledger whole, and does it follow from the archive?

use groundswell_archive::{Archive, Damage};
use groundswell_ledger::Ledger;
use groundswell_mentions::Gazetteer;
use serde::Serialize;
use std::fs;
use std::path::Path;

use crate::count;
use crate::failure::{Exit, Failure, Result};
use crate::lock::Lock;
use crate::study::Study;
use crate::talk::{Talk, print, print_json, printable};

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    documents: usize,
    damages: Vec<Damage>,
    /// `whole`, or what is wrong with it. `None`: there is no ledger yet.
    ledger: Option<String>,
    /// Whether a new count of the archive gives the same ledger; `None`: not asked for.
    recount: Option<bool>,
}

pub(crate) fn verify(
    study: &Study,
    gazetteer: &Gazetteer,
    recount: bool,
    jobs: usize,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    let archive = Archive::open(&study.archive())?;
    let bar = talk.progress("verifying", archive.documents().len());
    let damages = archive.verify(&mut |done| bar.set_position(done as u64))?;
    bar.finish_and_clear();
    let ledger = match Ledger::open(&study.ledger()) {
        Ok(ledger) => Some(state(&ledger)?),
        Err(groundswell_ledger::Error::Absent { .. }) => None,
        Err(error) => Some(error.to_string()),
    };
    let recount = if recount { Some(same_again(study, gazetteer, jobs, talk)?) } else { None };
    let answer = Answer {
        schema: "groundswell.verify/1",
        documents: archive.documents().len(),
        damages,
        ledger,
        recount,
    };
    if json { print_json(&answer) } else { print(&prose(&answer)) }?;
    failure(&answer).map_or(Ok(()), Err)
}

/// `whole`, or the first thing that is wrong.
fn state(ledger: &Ledger) -> Result<String> {
    if let Some(fault) = ledger.integrity()? {
        return Ok(fault);
    }
    let unlike = ledger.unlike()?;
    let fault = |table| format!("its table `{table}` does not say what its articles say");
    Ok(unlike.map_or("whole".to_owned(), fault))
}

/// Counts everything again beside the ledger and compares the two byte for byte.
fn same_again(study: &Study, gazetteer: &Gazetteer, jobs: usize, talk: &Talk) -> Result<bool> {
    Ledger::open(&study.ledger())?; // there must be one to compare with
    let _lock = Lock::take(study)?;
    let folder = study.workspace.join("verify.tmp");
    let cleared = || -> std::io::Result<()> {
        if folder.exists() { fs::remove_dir_all(&folder) } else { Ok(()) }
    };
    cleared().and_then(|()| fs::create_dir(&folder)).map_err(Failure::writing(&folder))?;
    let fresh = folder.join("ledger.db");
    count::count_into(study, &fresh, gazetteer, jobs, talk)?;
    let bytes = |ledger: &Path, copy: &str| -> Result<Vec<u8>> {
        let copy = folder.join(copy);
        Ledger::open(ledger)?.copy_to(&copy)?;
        fs::read(&copy).map_err(Failure::reading(&copy))
    };
    let same = bytes(&study.ledger(), "held.copy")? == bytes(&fresh, "fresh.copy")?;
    cleared().map_err(Failure::writing(&folder))?;
    Ok(same)
}

fn prose(answer: &Answer) -> String {
    let mut lines = vec![format!("archive  {} documents", answer.documents)];
    if answer.damages.is_empty() {
        lines.push("         every document is what the manifest vouches for".to_owned());
    }
    for Damage { code, path, what } in &answer.damages {
        lines.push(printable(&format!("         {code}: {path}: {what}")));
    }
    match &answer.ledger {
        None => lines.push("ledger   none yet".to_owned()),
        Some(state) => lines.push(format!("ledger   {}", printable(state))),
    }
    match answer.recount {
        None => {}
        Some(true) => lines.push("recount  the same bytes".to_owned()),
        Some(false) => lines.push("recount  differs from the ledger".to_owned()),
    }
    lines.join("\n") + "\n"
}

fn failure(answer: &Answer) -> Option<Failure> {
    if let Some(first) = answer.damages.first() {
        let what =
            format!("{} damaged, first {}: {}", answer.damages.len(), first.path, first.what);
        let next = "restore the file from a copy, or import it again";
        return Some(
            Failure::new(Exit::Data, what).kept("all other documents are whole").next(next),
        );
    }
    if answer.recount == Some(false) || answer.ledger.as_ref().is_some_and(|state| state != "whole")
    {
        let failure = Failure::new(Exit::Data, "the ledger is not what the archive gives");
        return Some(
            failure.kept("the raw archive is intact").next(
                "run `groundswell count`; if it still differs, `groundswell count --rebuild`",
            ),
        );
    }
    None
}
