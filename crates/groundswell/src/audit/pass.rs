//! The one pass over the raw archive: every article of the ledger is read again and its pairs are sorted.

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::{Ledger, Named, Seen};
use groundswell_press as press;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::population::{Lens, Paper};
use super::tally::Tally;
use crate::digest;
use crate::failure::{Exit, Failure, Result};
use crate::findings;
use crate::study::Study;
use crate::talk::Talk;

/// Sorts the pairs of every document in the ledger. Memory does not depend on how many there are: each
/// thread holds one document and the candidates of each stratum.
pub(crate) fn pass(
    study: &Study,
    lens: &Lens<'_>,
    empty: impl Fn() -> Tally + Sync,
    jobs: usize,
    talk: &Talk,
) -> Result<Tally> {
    let archive = Archive::open(&study.archive())?;
    let documents = counted(study, &archive)?;
    let bar = talk.progress("drawing", documents.len());
    let jobs = jobs.clamp(1, documents.len().max(1));
    let tally = thread::scope(|scope| {
        let lanes: Vec<_> = (0..jobs)
            .map(|lane| {
                let (archive, documents, bar) = (&archive, &documents, &bar);
                let mut tally = empty();
                scope.spawn(move || -> Result<Tally> {
                    let ledger = findings::ledger(study)?;
                    let foreign = foreign(&ledger)?;
                    for (id, document) in documents.iter().skip(lane).step_by(jobs) {
                        look(&ledger, archive, lens, *id, document, &foreign, &mut tally)?;
                        bar.inc(1);
                    }
                    Ok(tally)
                })
            })
            .collect();
        lanes.into_iter().try_fold(empty(), |sum, lane| {
            let ended = lane.join().map_err(|panic| Failure::internal(panic.as_ref()))?;
            Ok(sum.plus(ended?))
        })
    });
    bar.finish_and_clear();
    tally
}

/// The documents that are in the ledger, with their ids there. All of them must still be in the archive.
pub(super) fn counted<'a>(
    study: &Study,
    archive: &'a Archive,
) -> Result<Vec<(i64, &'a archive::Document)>> {
    let mut held: BTreeSet<i64> =
        findings::ledger(study)?.documents()?.into_iter().map(|(id, _)| id).collect();
    let documents: Vec<(i64, &archive::Document)> = archive
        .documents()
        .iter()
        .map(|document| (digest::key(document.path.as_bytes()), document))
        .filter(|(id, _)| held.remove(id))
        .collect();
    if held.is_empty() {
        return Ok(documents);
    }
    let what = format!("{} documents of the ledger are not in the archive", held.len());
    Err(Failure::new(Exit::Data, what).next("run `groundswell count`"))
}

/// What is counted from each newspaper of the study.
fn foreign(ledger: &Ledger) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let of = |name: String| {
        let foreign = ledger.foreign_to(&name)?;
        Ok((name, foreign))
    };
    ledger.newspapers()?.into_iter().map(of).collect()
}

/// One document: what the ledger says of its articles, and their text from the raw bytes.
fn look(
    ledger: &Ledger,
    archive: &Archive,
    lens: &Lens<'_>,
    id: i64,
    document: &archive::Document,
    foreign: &BTreeMap<String, BTreeSet<String>>,
    tally: &mut Tally,
) -> Result<()> {
    let Some(source) = press::source(&document.source) else { return Ok(()) };
    let seen: BTreeMap<u32, Seen> =
        ledger.seen_in(id)?.into_iter().map(|seen| (seen.position, seen)).collect();
    let nothing = BTreeSet::new();
    let mut named: BTreeMap<u32, Vec<Named>> = BTreeMap::new();
    for name in ledger.named_in(id)? {
        named.entry(name.position).or_default().push(name);
    }
    let unreadable = |error: std::io::Error| {
        Failure::new(Exit::Data, format!("{}: {error}", document.path))
            .next("run `groundswell verify`")
    };
    let stored = archive.stored_bytes(document)?;
    let mut content = archive::decoded(&stored[..]).map_err(unreadable)?;
    source
        .read_naming(lens.columns, &mut content, &mut |record| {
            if let (Ok(article), Some(seen)) = (&record.article, seen.get(&record.position)) {
                let names = named.get(&record.position).map_or(&[][..], Vec::as_slice);
                let name = source.newspaper_of(article).unwrap_or_default();
                let foreign = foreign.get(name).unwrap_or(&nothing);
                lens.look(
                    &Paper { name, foreign, path: &document.path },
                    seen,
                    names,
                    article,
                    tally,
                );
            }
        })
        .map_err(unreadable)?;
    Ok(())
}
