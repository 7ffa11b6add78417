//! `groundswell audit draw`: a stratified sample of the study to label by hand, and its key.

use groundswell_ledger::Ledger;
use groundswell_mentions::{Gazetteer, Tiers};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::allocate::allocate;
use super::codes::{self, Code};
use super::key::{self, Cell, Drawn, Key, Size};
use super::pass::pass;
use super::population::{ANY, Class, Lens};
use super::sheet::{self, Row};
use super::tally::Tally;
use crate::digest::sha256_hex;
use crate::failure::{Exit, Failure, Result};
use crate::findings;
use crate::runs::write_whole;
use crate::study::{Study, Tier, Topic};
use crate::talk::{Talk, print_json, shown};

/// What is drawn.
pub(crate) struct Asked {
    pub(crate) out: PathBuf,
    pub(crate) sample: u64,
    /// Codes; empty: those of the pipeline.
    pub(crate) countries: Vec<String>,
    /// First and last; `None`: those of the study.
    pub(crate) years: Option<(i32, i32)>,
    pub(crate) seed: u64,
    pub(crate) jobs: usize,
    pub(crate) json: bool,
}

/// What was written: `groundswell.audit-draw/1`.
#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    audit: &'a str,
    sheet: String,
    key: String,
    rows: usize,
    strata: &'a [Size],
}

pub(crate) fn draw(study: &Study, gazetteer: &Gazetteer, asked: &Asked, talk: &Talk) -> Result<()> {
    let ledger = findings::ledger(study)?;
    let drawn = description(study, &ledger, asked)?;
    let lens = lens(study, gazetteer, &drawn);
    let keep = usize::try_from(asked.sample).unwrap_or(usize::MAX).max(2);
    let tally = pass(study, &lens, || Tally::new(asked.seed, keep), asked.jobs, talk)?;
    if tally.strata.is_empty() {
        return Err(Failure::new(Exit::NoInput, "there is no article to draw from")
            .next("ask for other years or countries, or run `groundswell count` first"));
    }
    let (key, rows) = chosen(drawn, tally, gazetteer, asked.sample)?;
    let codes = codes::codes()?;
    let key_path = asked.out.with_extension("key.json");
    let question = question(&key.drawn);
    let sheet = sheet_bytes(&asked.out, &rows, &question, &codes)?;
    // The key first: a sheet without its key would be labelled for nothing.
    write_new(&key_path, &key_bytes(&key))?;
    write_new(&asked.out, &sheet)?;
    say(&key, &rows, asked, &key_path, talk);
    if !asked.json {
        return Ok(());
    }
    print_json(&Answer {
        schema: "groundswell.audit-draw/1",
        audit: &key.audit,
        sheet: shown(&asked.out),
        key: shown(&key_path),
        rows: rows.len(),
        strata: &key.strata,
    })
}

/// What is drawn from, in full, so that the key needs neither pipeline nor ledger.
fn description(study: &Study, ledger: &Ledger, asked: &Asked) -> Result<Drawn> {
    let settings = study.settings();
    let chosen = || study.count.countries.iter().map(|code| code.get_ref().clone()).collect();
    let mut countries = if asked.countries.is_empty() { chosen() } else { asked.countries.clone() };
    countries.sort();
    countries.dedup();
    let (first_year, last_year) =
        asked.years.unwrap_or((study.period.first_year, study.period.last_year));
    if first_year > last_year {
        let what = format!("{first_year}:{last_year} is reversed");
        return Err(Failure::new(Exit::Config, what)
            .next(format!("write the first year first: {last_year}:{first_year}")));
    }
    if first_year < settings.first_year || last_year > settings.last_year {
        let what = format!("{first_year}:{last_year} is not within the study's years");
        let next = format!("choose years within {}:{}", settings.first_year, settings.last_year);
        return Err(Failure::new(Exit::Config, what).next(next));
    }
    let documents: Vec<String> =
        ledger.documents()?.into_iter().map(|(id, sha256)| format!("{id} {sha256}\n")).collect();
    Ok(Drawn {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        study: study.name.clone(),
        topic: study.count.topic,
        countries,
        first_year,
        last_year,
        seed: asked.seed,
        sample: asked.sample,
        settings: settings.rows().map(|(key, value)| (key.to_owned(), value)).into(),
        origin: ledger.origin()?,
        documents: sha256_hex(documents.concat().as_bytes()),
    })
}

fn lens<'a>(study: &'a Study, gazetteer: &'a Gazetteer, drawn: &Drawn) -> Lens<'a> {
    Lens {
        gazetteer,
        columns: &study.import.columns,
        tiers: Tiers { cities: study.count.tier == Tier::C, ..Tiers::default() },
        ocr: study.count.ocr.of_mentions(),
        policy: study.count.policy,
        topic: drawn.topic,
        countries: drawn.countries.iter().cloned().collect(),
        first_year: drawn.first_year,
        last_year: drawn.last_year,
    }
}

/// The rows of the sheet, in an order that says nothing, and their key.
fn chosen(
    drawn: Drawn,
    tally: Tally,
    gazetteer: &Gazetteer,
    sample: u64,
) -> Result<(Key, Vec<Row>)> {
    let identity = serde_json::to_vec(&drawn).expect("strings and numbers are JSON");
    let audit = sha256_hex(&identity);
    let sizes: Vec<(Class, u64)> =
        tally.strata.iter().map(|(stratum, counted)| (stratum.class, counted.population)).collect();
    let samples = allocate(&sizes, sample);
    let (mut strata, mut rows, mut keys) = (Vec::new(), Vec::new(), BTreeMap::new());
    for ((stratum, counted), sampled) in tally.strata.into_iter().zip(samples) {
        strata.push(Size { stratum: stratum.clone(), population: counted.population, sampled });
        for (lot, pair) in counted.drawn(sampled) {
            let id = row_id(&audit, &lot);
            let of_row = key::Row {
                stratum: stratum.clone(),
                country: pair.country.clone(),
                date: pair.date.clone(),
                id: pair.id.clone(),
                path: pair.path.clone(),
                position: pair.position,
                why: pair.why.clone(),
            };
            if keys.insert(id.clone(), of_row).is_some() {
                return Err(Failure::new(Exit::Internal, format!("two rows are called {id}"))
                    .next("draw with another `--seed`"));
            }
            let country_name = country_name(gazetteer, &pair.country, &drawn.countries);
            rows.push(Row { id, newspaper: stratum.newspaper.clone(), country_name, pair });
        }
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    let cells = tally
        .cells
        .into_iter()
        .map(|((newspaper, country, year), [hits, near_misses])| Cell {
            newspaper,
            country,
            year,
            hits,
            near_misses,
        })
        .collect();
    let schema = key::SCHEMA.to_owned();
    let seal = String::new();
    Ok((Key { schema, audit, drawn, strata, rows: keys, cells, seal }.sealed(), rows))
}

/// Ties the row to the audit, and orders the sheet: its hash has nothing to do with the stratum.
fn row_id(audit: &str, lot: &[u8]) -> String {
    let hash = sha256_hex(&[audit.as_bytes(), lot].concat());
    format!("r{}", &hash[..11])
}

fn country_name(gazetteer: &Gazetteer, code: &str, countries: &[String]) -> String {
    let label = |code: &str| {
        let polity = gazetteer.find(code).map(|polity| gazetteer.polity(polity));
        polity.map_or(code, |polity| &polity.label).to_owned()
    };
    match (code, countries) {
        (ANY, []) => "any foreign country".to_owned(),
        (ANY, some) => some.iter().map(|code| label(code)).collect::<Vec<_>>().join(" or "),
        (code, _) => label(code),
    }
}

fn question(drawn: &Drawn) -> String {
    let names = "Does the article name the country in the column country_name, its people or its government, and is \
                 it international news?";
    match drawn.topic {
        Topic::All => names.to_owned(),
        Topic::Unrest => format!("{names} And is it about unrest there?"),
    }
}

fn sheet_bytes(path: &Path, rows: &[Row], question: &str, codes: &[Code]) -> Result<Vec<u8>> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Ok(sheet::csv(rows)),
        Some("xlsx") => sheet::xlsx(rows, question, codes).map_err(|error| {
            Failure::new(Exit::CannotCreate, format!("cannot make {}: {error}", path.display()))
                .next("write a .csv instead")
        }),
        _ => {
            let what = format!("{} is neither .csv nor .xlsx", path.display());
            Err(Failure::new(Exit::Config, what).next("name the sheet audit.csv or audit.xlsx"))
        }
    }
}

fn key_bytes(key: &Key) -> Vec<u8> {
    let mut text = serde_json::to_vec(key).expect("strings and numbers are JSON");
    text.push(b'\n');
    text
}

/// Writes a file that is not there yet, or is there with the same bytes: a filled sheet is never lost.
fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => {
            let what = format!("{} is there already and differs", path.display());
            return Err(Failure::new(Exit::CannotCreate, what)
                .kept("it was left as it is: labels may be in it or need it")
                .next("name another with `--out`, or move it away"));
        }
        Err(_) => {} // not there, or writing will say why not
    }
    write_whole(path, bytes)
}

fn say(key: &Key, rows: &[Row], asked: &Asked, key_path: &Path, talk: &Talk) {
    for (class, name) in
        [(Class::Hit, "hits"), (Class::NearMiss, "near-misses"), (Class::Silent, "silent")]
    {
        let of_class = || key.strata.iter().filter(|size| size.stratum.class == class);
        let population: u64 = of_class().map(|size| size.population).sum();
        let strata = match of_class().count() {
            1 => "1 stratum".to_owned(),
            strata => format!("{strata} strata"),
        };
        talk.say(format!("{name:12} {:5} of {population} in {strata}", key.rows_of(class)));
    }
    if rows.len() as u64 > asked.sample {
        talk.say(format!(
            "{} rows, more than the {} asked for: no stratum is left without any",
            rows.len(),
            asked.sample
        ));
    }
    talk.say(format!("wrote {} and {}", shown(&asked.out), shown(key_path)));
    talk.say(
        "the sheet holds the newspapers' text: keep it to yourselves; keep the key from the coders",
    );
}
