//! `groundswell run`: the whole line. What a timer calls; safe to repeat.

use groundswell_ledger::Ledger;
use groundswell_mentions::Gazetteer;

use crate::failure::{Failure, Result};
use crate::findings::{self, Asked};
use crate::runs::Run;
use crate::study::Study;
use crate::talk::{Talk, print, shown};
use crate::{count, import, output, waves};

/// Import what the pipeline names, count, judge, report.
pub(crate) fn run(
    study: &Study,
    gazetteer: &Gazetteer,
    jobs: usize,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    let mut run = Run::start(study)?;
    let result = line(study, gazetteer, jobs, json, talk, &mut run);
    run.end(result)
}

fn line(
    study: &Study,
    gazetteer: &Gazetteer,
    jobs: usize,
    json: bool,
    talk: &Talk,
    run: &mut Run,
) -> Result<()> {
    let mut trouble: Option<Failure> = None;
    if !study.import.is_empty() {
        let imported = import::import(&study.archive(), &study.import, false, talk)?;
        imported.say(talk);
        run.note("import", &imported);
        trouble = imported.failure();
    }
    let counted = count::count(study, gazetteer, false, jobs, talk)?;
    run.note("count", &counted);
    let found = findings::judge(study, &Ledger::open(&study.ledger())?, &Asked::default())?;
    let written = output::write(&found, &study.report(), true)?;
    run.note("report", &written);
    if json { waves::print_study_json(&found) } else { print(&waves::table(&found)) }?;
    talk.say(format!("wrote    {} files into {}", written.len(), shown(&study.report())));
    // What went wrong with some inputs is said last and decides the exit code; the rest is done.
    trouble.or(counted.failure()).map_or(Ok(()), Err)
}
