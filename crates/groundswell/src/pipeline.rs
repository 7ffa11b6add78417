//! `groundswell run`: the whole line. What a timer calls; safe to repeat.

use groundswell_mentions::Gazetteer;

use crate::failure::{Failure, Result, worst};
use crate::fetch::{self, Bounds, Fetched};
use crate::findings::{self, Asked};
use crate::runs::Run;
use crate::study::Study;
use crate::talk::{Talk, print, print_json, shown};
use crate::{count, explorer, import, output, waves};

/// How a run goes about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    /// Threads that read and count.
    pub(crate) jobs: usize,
    /// Open no connection.
    pub(crate) offline: bool,
    pub(crate) json: bool,
}

/// Import what the pipeline names, fetch what is missing, count, judge, report.
pub(crate) fn run(study: &Study, gazetteer: &Gazetteer, how: How, talk: &Talk) -> Result<()> {
    let mut run = Run::start(study)?;
    let result = line(study, gazetteer, how, talk, &mut run);
    run.end(study, result)
}

fn line(study: &Study, gazetteer: &Gazetteer, how: How, talk: &Talk, run: &mut Run) -> Result<()> {
    let mut trouble: Vec<Failure> = Vec::new();
    if !study.import.files.is_empty() {
        let how = import::How { dry: false, kind: None, columns: &study.import.columns };
        let imported = import::import(&study.archive(), &study.import.files, how, talk)?;
        imported.say(talk);
        run.note("import", &imported);
        trouble.extend(imported.failure());
    }
    if study.fetch.is_some() && !how.offline {
        let fetched = fetch_into(study, &Bounds::default(), talk, run)?;
        if let Some(stopped) = fetched.signal {
            return Err(stopped);
        }
        trouble.extend(fetched.failure());
    }
    let counted = count::count(study, gazetteer, false, how.jobs, talk)?;
    run.note("count", &counted);
    let asked = Asked { deep: true, jobs: how.jobs, ..Asked::default() };
    let explorer = explorer::explorer(study, &findings::ledger(study)?, &asked, false)?;
    let written = output::report(&explorer, &study.report(), true)?;
    run.note("report", &written);
    let found = &explorer.findings;
    if how.json { waves::print_study_json(found) } else { print(&waves::table(found)) }?;
    talk.say(format!("wrote    {} files into {}", written.len(), shown(&study.report())));
    // What went wrong with some inputs is said last and decides the exit code; the rest is done.
    trouble.extend(counted.failure());
    worst(&trouble).map_or(Ok(()), Err)
}

/// Fetching alone, with its own record under `runs/`.
pub(crate) fn fetch(study: &Study, bounds: &Bounds, json: bool, talk: &Talk) -> Result<()> {
    let mut run = Run::start(study)?;
    let result = fetch_into(study, bounds, talk, &mut run).and_then(|fetched| {
        if json {
            print_json(&fetched)?;
        }
        fetched.failure().map_or(Ok(()), Err)
    });
    run.end(study, result)
}

fn fetch_into(study: &Study, bounds: &Bounds, talk: &Talk, run: &mut Run) -> Result<Fetched> {
    let fetched = fetch::fetch(study, bounds, talk)?;
    fetched.say(talk);
    run.note("fetch", &fetched);
    Ok(fetched)
}
