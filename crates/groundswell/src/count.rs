//! Count: raw documents into the ledger, only those that are new and what a changed name can touch, or all again.

mod read;
mod world;

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::{self as ledger, Ledger};
use groundswell_mentions::{Changes, Gazetteer, Tables};
use groundswell_press as press;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::digest;
use crate::failure::{Exit, Failure, Result};
use crate::international::Inference;
use crate::lock::Lock;
use crate::study::{Ocr, Study};
use crate::talk::Talk;
use read::{Reader, Scratch, Todo};
use world::{origin, world};

/// What counting came to.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Counted {
    /// Documents read now.
    pub(crate) documents: usize,
    /// Documents that were counted before and stay.
    pub(crate) unchanged: usize,
    /// What changed rows of the gazetteer moved in those that stay; `None`: it is the same gazetteer, or all was counted.
    pub(crate) amended: Option<Amended>,
    /// Documents that could not be read back, and why; the rest was counted.
    pub(crate) damaged: Vec<String>,
}

/// Articles that changed rows of the gazetteer can touch.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Amended {
    /// The forms of these rows.
    pub(crate) forms: Vec<String>,
    /// Articles in which their words stand, read again.
    pub(crate) read: u64,
    /// Those of them that now say something else.
    pub(crate) changed: u64,
}

impl Counted {
    fn say(&self, talk: &Talk) {
        let Counted { documents, unchanged, .. } = self;
        talk.say(format!("counted  {documents} documents, {unchanged} unchanged"));
        if let Some(Amended { forms, read, changed }) = &self.amended {
            let forms = match forms.len() {
                0 => "no name".to_owned(),
                1..=8 => forms.join(", "),
                more => format!("{}, and {} more", forms[..7].join(", "), more - 7),
            };
            talk.say(format!(
                "         the gazetteer has changed ({forms}): of the articles that stay {read} could be touched and were \
                 read again, {changed} say something else"
            ));
        }
    }

    pub(crate) fn failure(&self) -> Option<Failure> {
        let first = self.damaged.first()?;
        let what =
            format!("{} damaged in the archive and not counted; {first}", self.damaged.len());
        Some(
            Failure::new(Exit::Data, what)
                .kept("everything else was counted")
                .next("run `groundswell verify`, restore the file from a copy, then count again"),
        )
    }
}

/// Brings the ledger up to the archive. Where only rows of the gazetteer changed, articles that they can touch are read
/// again; with `rebuild`, or when anything else changed, everything is, into a new file that then takes the old one's place.
pub(crate) fn count(
    study: &Study,
    gazetteer: &Gazetteer,
    rebuild: bool,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    Archive::open(&study.archive())?; // there must be something to count before anything is written
    let _lock = Lock::take(study)?;
    let kept = if rebuild { None } else { kept(study, gazetteer)? };
    let (ledger, changes) = match kept {
        Some((ledger, changes)) => {
            ledger.begin()?;
            (ledger, changes)
        }
        None => (Ledger::rebuild(&study.ledger())?, None),
    };
    let counted = fill(study, ledger, gazetteer, changes.as_ref(), jobs, talk)?;
    counted.say(talk);
    Ok(counted)
}

/// Counts the whole archive into a new ledger at `path`.
pub(crate) fn count_into(
    study: &Study,
    path: &Path,
    gazetteer: &Gazetteer,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    fill(study, Ledger::rebuild(path)?, gazetteer, None, jobs, talk)
}

/// Takes out of the ledger what is not in the archive, puts in what is new, amends what stays, and publishes it.
fn fill(
    study: &Study,
    mut ledger: Ledger,
    gazetteer: &Gazetteer,
    changes: Option<&Changes>,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    let archive = Archive::open(&study.archive())?;
    let mut held: BTreeMap<i64, String> = ledger.documents()?.into_iter().collect();
    let all = wanted(study, &archive);
    let amends = changes.is_some_and(|changes| changes.forms().next().is_some());
    let mut unchanged = 0;
    let mut todo = Vec::new();
    for (id, document) in &all {
        let stays = held.get(id) == Some(&document.sha256);
        unchanged += usize::from(stays);
        if !stays || amends {
            todo.push(Todo { id: *id, document, stays });
        }
    }
    held.retain(|id, _| !all.contains_key(id));
    for gone in held.keys() {
        ledger.remove(*gone)?;
    }
    let amended = changes.map(|changes| Amended {
        forms: changes.forms().map(str::to_owned).collect(),
        ..Amended::default()
    });
    let mut counted = Counted { unchanged, amended, ..Counted::default() };
    ledger.set_world(&world(study, gazetteer))?;
    ledger.set_settings(&study.settings())?;
    let reader = Reader {
        archive: &archive,
        gazetteer,
        changes,
        inference: Inference::embedded(gazetteer)?,
        homes: press::newspapers()
            .iter()
            .filter_map(|newspaper| Some((&*newspaper.name, gazetteer.find(&newspaper.home)?)))
            .collect(),
        ocr: study.count.ocr.of_mentions(),
        columns: &study.import.columns,
    };
    load(&reader, &todo, jobs, talk, &mut ledger, &mut counted)?;
    ledger.settle()?;
    ledger.publish()?;
    Ok(counted)
}

/// The ledger, if it was made by this program as it would be now: then only documents can differ, and rows of the
/// gazetteer, where it can be told what they touch.
fn kept(study: &Study, gazetteer: &Gazetteer) -> Result<Option<(Ledger, Option<Changes>)>> {
    let ledger = match Ledger::open_for_update(&study.ledger()) {
        Ok(ledger) => ledger,
        Err(ledger::Error::Absent { .. }) => return Ok(None),
        // An older version's: everything in it can be made again.
        Err(ledger::Error::Version { found, ours, .. }) if found < ours => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut now: BTreeMap<String, String> = origin(study, gazetteer).into_iter().collect();
    let held = ledger.origin()?;
    if held == now {
        return Ok(Some((ledger, None)));
    }
    let (Some(digest), false) = (held.get("gazetteer"), study.count.ocr != Ocr::Exact) else {
        return Ok(None); // a name that a machine misread stands in no text as it is written
    };
    now.insert("gazetteer".to_owned(), digest.clone());
    let own = ledger.gazetteer()?;
    let tables = Tables::with(&own);
    if held != now || tables.digest() != *digest {
        return Ok(None);
    }
    let changes = Changes::between(&tables, &Tables::with(gazetteer.own_tables()));
    Ok(changes.map(|changes| (ledger, Some(changes))))
}

/// The documents of the study's newspapers, and those whose articles are of any, by the id they have in the ledger.
fn wanted<'a>(study: &Study, archive: &'a Archive) -> BTreeMap<i64, &'a archive::Document> {
    let newspapers = study.newspapers();
    let of_study = |document: &&archive::Document| {
        press::source(&document.source).is_some_and(|source| {
            let is_its = |newspaper: &&press::Newspaper| newspaper.name == source.newspaper;
            source.newspaper.is_empty() || newspapers.iter().any(is_its)
        })
    };
    archive.documents().iter().filter(of_study).map(|d| (id(&d.path), d)).collect()
}

/// A document's path holds its content's digest, so its id is the same in every archive.
fn id(path: &str) -> i64 {
    digest::key(path.as_bytes())
}

/// Reads the documents and writes them, in their order whatever the number of threads: one thread does both, of several this
/// one writes and the others read ahead.
fn load(
    reader: &Reader<'_>,
    todo: &[Todo<'_>],
    jobs: usize,
    talk: &Talk,
    ledger: &mut Ledger,
    counted: &mut Counted,
) -> Result<()> {
    let bar = talk.progress("counting", todo.len());
    let jobs = jobs.clamp(1, todo.len().max(1));
    if jobs == 1 {
        let mut scratch = Scratch::default();
        for todo in todo {
            write(todo, reader.read(todo, &mut scratch), ledger, counted)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        return Ok(());
    }
    thread::scope(|scope| {
        let lanes: Vec<Receiver<Result<ledger::Document>>> = (0..jobs)
            .map(|lane| {
                let (send, receive) = sync_channel(1);
                scope.spawn(move || {
                    let mut scratch = Scratch::default();
                    for todo in todo.iter().skip(lane).step_by(jobs) {
                        // The writer has gone when it failed; then there is nothing left to do.
                        if send.send(reader.read(todo, &mut scratch)).is_err() {
                            return;
                        }
                    }
                });
                receive
            })
            .collect();
        for (index, todo) in todo.iter().enumerate() {
            let read = lanes[index % jobs].recv().map_err(|_| {
                Failure::new(Exit::Data, format!("reading {} ended early", todo.document.path))
            })?;
            write(todo, read, ledger, counted)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    })
}

/// Puts what was read of a document into the ledger; one that could not be read back is taken out of it and told.
fn write(
    Todo { id, stays, .. }: &Todo<'_>,
    read: Result<ledger::Document>,
    ledger: &mut Ledger,
    counted: &mut Counted,
) -> Result<()> {
    match (read, &mut counted.amended) {
        (Ok(rows), Some(amended)) if *stays => {
            amended.read += rows.articles.len() as u64;
            amended.changed += ledger.amend(&rows)?;
        }
        (Ok(rows), _) => {
            ledger.replace(&rows)?;
            counted.documents += 1;
        }
        (Err(failure), _) if failure.exit == Exit::Data => {
            // What it was before cannot be told any more.
            ledger.remove(*id)?;
            counted.unchanged -= usize::from(*stays);
            counted.damaged.push(failure.what().to_owned());
        }
        (Err(failure), _) => return Err(failure),
    }
    Ok(())
}
