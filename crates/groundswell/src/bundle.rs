//! `groundswell bundle`: what another person needs to do the study again. Counts, article ids, dates, links, places in
//! the raw archive and digests; never an article's text, headline or summary, nor the words that matched in it.

mod sink;

use groundswell_archive::Archive;
use groundswell_ledger::{Evidence, Ledger};
use groundswell_mentions::EMBEDDED;
use serde::Serialize;
use std::fs::{self, File};
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::findings::{self, Asked};
use crate::output::Written;
use crate::study::{Study, Topic};
use crate::{digest, export};
use sink::Sink;

const README: &str = include_str!("bundle/README.md");

/// Writes the bundle of the study as its pipeline says, to a .zip or into an empty folder. The same archive and
/// pipeline give the same bytes.
pub(crate) fn bundle(
    study: &Study,
    pipeline: &Path,
    out: &Path,
    jobs: usize,
) -> Result<Vec<Written>> {
    let ledger = findings::ledger(study)?;
    let asked = Asked { deep: true, jobs, ..Asked::default() };
    let found = findings::judge(study, &ledger, &asked)?;
    let exported = export::files(study, &ledger, &found, &[])?;
    let own_pipeline = same(study, pipeline)?;
    let archive = Archive::open(&study.archive())?;
    let manifest = archive.root().join("manifest-sha256.txt");
    let digests = digests(study, &ledger, &manifest, &found.study.provenance)?;

    let mut sink = Sink::create(out, export::day(study)?)?;
    sink.bytes("README.md", README.as_bytes())?;
    sink.bytes("pipeline.toml", own_pipeline.as_bytes())?;
    tables(study, &mut sink)?;
    sink.rows("digests.csv", &["what", "value"], |rows| {
        digests.iter().try_for_each(|row| rows.row(row))
    })?;
    counts(&ledger, &mut sink)?;
    evidence(&ledger, &mut sink)?;
    let listed = ledger.listed()?;
    sink.rows("documents.csv", &["path", "source", "newspaper", "sha256", "records"], |rows| {
        listed.iter().try_for_each(|row| rows.row(row))
    })?;
    sink.file("archive-manifest-sha256.txt", |to| {
        let mut from = File::open(&manifest).map_err(Failure::reading(&manifest))?;
        std::io::copy(&mut from, to).map(drop).map_err(Failure::writing(out))
    })?;
    for file in exported {
        sink.bytes(&format!("export/{}", file.path), &file.bytes)?;
    }
    sink.close()
}

/// The pipeline's text, as it was when it was read.
fn same(study: &Study, pipeline: &Path) -> Result<String> {
    let text = fs::read_to_string(pipeline).map_err(Failure::reading(pipeline))?;
    if digest::sha256_hex(text.as_bytes()) == study.digest {
        return Ok(text);
    }
    let what = format!("{} was changed while it was read", pipeline.display());
    Err(Failure::new(Exit::NoInput, what).next("run the same command again"))
}

/// Tables of names of the study's own; those built in come with the program.
fn tables(study: &Study, sink: &mut Sink) -> Result<()> {
    let Some(folder) = &study.count.gazetteer else { return Ok(()) };
    for (name, _) in EMBEDDED.all() {
        let path = folder.join(name).with_extension("csv");
        if path.exists() {
            let bytes = fs::read(&path).map_err(Failure::reading(&path))?;
            sink.bytes(&format!("tables/{name}.csv"), &bytes)?;
        }
    }
    Ok(())
}

/// What a repetition is compared with: the raw archive's manifest, the ledger, everything it was made with.
fn digests(
    study: &Study,
    ledger: &Ledger,
    manifest: &Path,
    provenance: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    let copy = study.workspace.join(format!("bundle.{}.tmp.db", std::process::id()));
    let cleared = || if copy.exists() { fs::remove_file(&copy) } else { Ok(()) };
    cleared().map_err(Failure::writing(&copy))?;
    // The file on disk depends on how it came to be, its copy on what is in it alone.
    Ledger::open(&study.ledger())?.copy_to(&copy)?;
    let of_ledger = digest::of_file(&copy)?;
    cleared().map_err(Failure::writing(&copy))?;
    let mut digests = vec![
        ("archive manifest sha256".to_owned(), digest::of_file(manifest)?),
        ("ledger sha256".to_owned(), of_ledger),
    ];
    digests.extend(provenance.iter().cloned());
    let settings = ledger.settings()?.unwrap_or_default();
    digests.push((
        "years counted".to_owned(),
        format!("{}–{}", settings.first_year, settings.last_year),
    ));
    Ok(digests)
}

/// The yearly counts of each newspaper, holes included.
fn counts(ledger: &Ledger, sink: &mut Sink) -> Result<()> {
    let header = [
        "topic",
        "newspaper",
        "country",
        "year",
        "articles",
        "mentions",
        "international_articles",
        "all_articles",
        "coverage",
        "state",
    ];
    let (all, unrest) = (ledger.yearly(Topic::All.word())?, ledger.yearly(Topic::Unrest.word())?);
    sink.rows("counts.csv", &header, |rows| {
        let topics = [(Topic::All, &all), (Topic::Unrest, &unrest)];
        for (topic, row) in
            topics.iter().flat_map(|(topic, all)| all.iter().map(move |row| (topic, row)))
        {
            rows.row(&(
                topic.word(),
                &row.newspaper,
                &row.country,
                row.year,
                row.articles,
                row.mentions,
                row.international_articles,
                row.all_articles,
                row.coverage,
                &row.state,
            ))?;
        }
        Ok(())
    })
}

/// The article behind every count, and where it stands in the raw archive.
#[derive(Serialize)]
struct Behind<'a> {
    country: &'a str,
    date: &'a str,
    newspaper: &'a str,
    id: &'a str,
    url: Option<&'a str>,
    unrest: bool,
    basis: &'a str,
    rule: &'a str,
    channel: &'a str,
    polity: &'a str,
    tier: &'a str,
    mentions: u32,
    path: &'a str,
    position: u32,
    offset: u64,
    length: u32,
}

impl<'a> Behind<'a> {
    fn of(country: &'a str, of: &'a Evidence) -> Behind<'a> {
        Behind {
            country,
            date: &of.date,
            newspaper: &of.newspaper,
            id: &of.id,
            url: of.url.as_deref(),
            unrest: of.unrest,
            basis: &of.basis,
            rule: &of.rule,
            channel: &of.channel,
            polity: &of.polity,
            tier: &of.tier,
            mentions: of.mentions,
            path: &of.path,
            position: of.position,
            offset: of.offset,
            length: of.length,
        }
    }
}

fn evidence(ledger: &Ledger, sink: &mut Sink) -> Result<()> {
    let header = [
        "country",
        "date",
        "newspaper",
        "id",
        "url",
        "unrest",
        "basis",
        "rule",
        "channel",
        "polity",
        "tier",
        "mentions",
        "path",
        "position",
        "offset",
        "length",
    ];
    sink.rows("evidence.csv", &header, |rows| {
        ledger.each_cell(|country, _, cell| {
            cell.iter().try_for_each(|article| rows.row(&Behind::of(country, article)))
        })
    })
}
