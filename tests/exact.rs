//! Which article names which country: the same whatever the threads and the compression, and what a naive matcher finds.

mod naive;

use crate::harness::{Workspace, root};
use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::Ledger;
use groundswell_mentions::{Document, EMBEDDED, Gazetteer, Ocr, Scratch, Tables, Tiers};
use groundswell_press as press;
use naive::Naive;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Article and country: the document's path, the ordinal of the record in it, and what its text names.
type Named = BTreeSet<(String, u32, String)>;

/// What the ledger says that texts name, of any tier.
fn named(workspace: &Workspace) -> Named {
    let archive = Archive::open(&workspace.path("archive")).unwrap();
    let paths: BTreeMap<&str, &str> =
        archive.documents().iter().map(|d| (d.sha256.as_str(), d.path.as_str())).collect();
    let ledger = Ledger::open(&workspace.path("ledger.db")).unwrap();
    let mut all = Named::new();
    for (document, sha256) in ledger.documents().unwrap() {
        for row in ledger.named_in(document).unwrap() {
            if row.channel == "text" {
                all.insert((paths[sha256.as_str()].to_owned(), row.position, row.country));
            }
        }
    }
    all
}

/// Generated months of every era, each stored as `packed` says: 4 MB of JSON, or as many as EXACT_MEGABYTES.
fn generated(workspace: &Workspace, packed: impl Fn(&str, &[u8]) -> (String, Vec<u8>)) {
    let megabytes = std::env::var("EXACT_MEGABYTES").map_or(4, |asked| asked.parse().unwrap());
    groundswell_corpus::write_load(megabytes, 8, &mut std::io::sink(), |year, month, json| {
        let (name, bytes) = packed(&format!("in/{year}-{month:02}.json"), json);
        workspace.write(&name, bytes);
        Ok(())
    })
    .unwrap();
}

fn plain(name: &str, json: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), json.to_owned())
}

fn gzip(name: &str, json: &[u8]) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut packed = flate2::read::GzEncoder::new(json, flate2::Compression::fast());
    packed.read_to_end(&mut bytes).unwrap();
    (format!("{name}.gz"), bytes)
}

fn zstandard(name: &str, json: &[u8]) -> (String, Vec<u8>) {
    (format!("{name}.zst"), zstd::encode_all(json, 1).unwrap())
}

#[test]
fn threads_and_compression_change_no_mention_of_any_article() {
    let counted = |packed: fn(&str, &[u8]) -> (String, Vec<u8>), jobs: &[&str]| -> Vec<Named> {
        let workspace = Workspace::new(1851, 2017);
        generated(&workspace, packed);
        workspace.run(&["import", "in"]).ok();
        let count = |jobs: &&str| {
            workspace.run(&["--jobs", jobs, "count", "--rebuild"]).ok();
            named(&workspace)
        };
        jobs.iter().map(count).collect()
    };
    let one = counted(plain, &["1", "2", "8"]);
    assert!(one[0].len() > 1_000, "{}", one[0].len());
    for other in one[1..].iter().chain(&counted(gzip, &["2"])).chain(&counted(zstandard, &["8"])) {
        assert!(one[0] == *other, "{:?}", one[0].symmetric_difference(other).next());
    }
}

/// The fields of each record of a document that are matched, by its ordinal; without tags, as the program reads them.
fn fields(source: &str, content: &[u8]) -> Vec<(u32, [String; 3])> {
    if source != "nyt-archive" {
        let mut all = Vec::new();
        let source = press::source(source).unwrap();
        let read = source.read(&mut &content[..], &mut |record| {
            let Ok(article) = &record.article else { return };
            if source.newspaper_of(article).is_none() {
                return; // nobody's: its text is not read
            }
            let texts = [&article.headline, &article.summary, &article.lead];
            all.push((record.position, texts.map(ToString::to_string)));
        });
        read.unwrap();
        return all;
    }
    // Most records are of this kind, and these are read without the program's reader. Pages of a month stand one behind
    // the other.
    let pages = serde_json::Deserializer::from_slice(content).into_iter::<serde_json::Value>();
    let docs = pages.flat_map(|page| page.unwrap()["response"]["docs"].as_array().unwrap().clone());
    let text = |value: &serde_json::Value| {
        let text = value.as_str().filter(|text| !text.trim().is_empty() && *text != "None");
        text.map(|text| press::without_tags(text.into()).into_owned())
    };
    let first = |values: [&serde_json::Value; 2]| values.into_iter().find_map(text);
    docs.zip(0..)
        .map(|(doc, position)| {
            let headline = first([&doc["headline"]["main"], &doc["headline"]["print_headline"]]);
            let texts = [
                headline,
                first([&doc["abstract"], &doc["snippet"]]),
                text(&doc["lead_paragraph"]),
            ];
            (position, texts.map(Option::unwrap_or_default))
        })
        .collect()
}

/// A study that counts by names and demonyms without conditions, and the same tables for the naive matcher.
fn unconditional() -> (Workspace, Naive, Gazetteer) {
    let workspace = Workspace::new(1851, 2030);
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    let newspapers: Vec<&str> = press::newspapers().iter().map(|n| n.name.as_str()).collect();
    let count = format!(
        "[count]\ngazetteer = \"tables\"\npolicy = \"as-was\"\nnewspapers = {newspapers:?}\n"
    );
    workspace.write("groundswell.toml", pipeline + &count);
    let names = naive::unconditional().unwrap();
    let header = |table: &'static str| table.lines().next().unwrap();
    let tables = Tables {
        names: &names,
        contexts: header(EMBEDDED.contexts),
        blockers: header(EMBEDDED.blockers),
        lexicon: header(EMBEDDED.lexicon),
        ..EMBEDDED
    };
    for (name, text) in tables.all() {
        workspace.write(&format!("tables/{name}.csv"), text);
    }
    let naive = Naive::new(&names);
    let gazetteer = Gazetteer::from_tables(&tables).unwrap();
    (workspace, naive, gazetteer)
}

/// Imports what is in a folder, counts, and compares each article with what the naive matcher finds in its raw record;
/// how many pairs of article and country there are.
fn agrees(folder: &Path) -> usize {
    let (workspace, naive, gazetteer) = unconditional();
    workspace.run(&["import", folder.to_str().unwrap()]);
    workspace.run(&["--jobs", "2", "count"]).ok();
    let mut expected = Named::new();
    let archive = Archive::open(&workspace.path("archive")).unwrap();
    for document in archive.documents() {
        let mut content = Vec::new();
        let stored = archive.stored_bytes(document).unwrap();
        archive::decoded(&stored[..]).unwrap().read_to_end(&mut content).unwrap();
        for (position, texts) in fields(&document.source, &content) {
            for polity in texts.iter().flat_map(|text| naive.read(&gazetteer.prepared(text))) {
                expected.insert((document.path.clone(), position, polity.to_owned()));
            }
        }
    }
    let found = named(&workspace);
    let differences: Vec<_> = found.symmetric_difference(&expected).take(10).collect();
    assert!(differences.is_empty(), "{} and {}: {differences:#?}", found.len(), expected.len());
    found.len()
}

#[test]
fn generated_articles_name_what_the_naive_matcher_finds() {
    let folder = Workspace::new(1851, 2017);
    generated(&folder, zstandard);
    assert!(agrees(&folder.path("in")) > 1_000);
}

#[test]
fn real_articles_name_what_the_naive_matcher_finds() {
    let data = root().join("../shared/data");
    if !data.is_dir() {
        eprintln!("skipped: no shared data at {}", data.display());
        return;
    }
    let named = agrees(&data);
    assert!(named > 5_000, "{named}");
}

/// What is easily read wrongly, and the countries in it.
const TRAPS: &[(&str, &str)] = &[
    ("Republic of Koreans", "KOR"),
    ("Republic of Koreanists", ""),
    ("the Korea Republicans", "KOR"),
    ("U.S.S.R.; the U.S.S.R.'s, (U.S.S.R.)", "SUN"),
    // What is left of it stands whole: "U.S" before a point.
    ("U.S.S.R.s", "USA"),
    ("U.A.R.-led", "UAR"),
    ("N. Korea and S. Korea", "KOR PRK"),
    ("mainland\n  China", "CHN"),
    ("mainland Chinatown", ""),
    ("FRENCH and Frenchs", "FRA"),
    ("Franco-Prussian", "FRA GMY"),
    ("Chilely, NewChile, éChile, Chileé, Chile1", ""),
    ("—Chile—Éire", "CHL IRL"),
    // The Transvaal.
    ("South African Republic", "TRA"),
    ("New Guinea-Bissauanese", "PNG"),
];

#[test]
fn traps_are_read_as_the_naive_matcher_reads_them() {
    let (_, naive, gazetteer) = unconditional();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for (text, expected) in TRAPS {
        let (fields, year) = (&[*text], Some(1950));
        let document = Document { fields, year, tiers: Tiers::default(), ocr: Ocr::Exact };
        let mentions = gazetteer.read(&document, &mut scratch).mentions.iter();
        let found: BTreeSet<&str> =
            mentions.map(|mention| gazetteer.polity(mention.polity).id.as_str()).collect();
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        let naive = naive.read(text);
        if found != expected || naive != expected {
            wrong.push(format!("{text:?}: {found:?}, naive {naive:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
