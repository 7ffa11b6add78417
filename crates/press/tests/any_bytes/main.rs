//! Any bytes into every reader, as the fuzz target of `fuzz/` has them: no panic, and nothing said that cannot be.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod bytes;
#[path = "../common/mod.rs"]
mod common;
mod dressed;
mod undressed;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use groundswell_press::{Record, SOURCES, Source, source};
use proptest::prelude::*;
use proptest::sample::Index;

/// Most bytes of an input, as in the runs of the fuzzer.
const MOST: usize = 4096;

/// The fixtures of a source and what can be dressed of them; other sources' where it has none of its own.
fn seeds(source: &Source) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folder = |name: &str| fs::read_dir(root.join(name)).ok();
    let files = folder(source.name).or_else(|| folder("guardian-api")).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end != "golden")).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let bytes = common::stored(source, path, fs::read(path).unwrap());
        let parts = undressed::undressed(source, &bytes);
        [Some(bytes), parts]
    };
    files.iter().flat_map(read).flatten().collect()
}

#[test]
fn what_is_dressed_is_read() {
    for &source in SOURCES {
        let seeds = seeds(source);
        // `SEEDS=fuzz/corpus` writes them for the fuzzer.
        if let Some(folder) = env::var_os("SEEDS") {
            let folder = Path::new(&folder).join(source.name);
            fs::create_dir_all(&folder).unwrap();
            for (number, seed) in seeds.iter().enumerate() {
                fs::write(folder.join(format!("seed-{number}")), seed).unwrap();
            }
        }
        let good = |seed: &&Vec<u8>| {
            let mut good = 0;
            let document = dressed::dressed(source, seed);
            let mut each = |record: Record<'_>| good += u32::from(record.article.is_ok());
            source.read(&mut &document[..], &mut each).unwrap();
            good
        };
        let is_dressed = |seed: &&Vec<u8>| seed.starts_with(b"=");
        let articles: u32 = seeds.iter().filter(is_dressed).map(|seed| good(&seed)).sum();
        assert!(articles > 0 || !seeds.iter().any(|seed| is_dressed(&seed)), "{}", source.name);
    }
}

#[test]
fn what_the_fuzzer_found_holds() {
    // An escape sequence in a server's error message.
    check("guardian-api", b"{\"message\":\"U`nauth\x1b\x7frized\"}");
    // One in what the answers of a web archive are packed by, and in their status.
    check("warc", b"=response\nHTTP/1.1 200 OK\r\nContent-Encoding: br\rotli\x1b[31m\r\n\r\n..");
    check("warc", b"=response\nHTTP/1.1 \x1b[3\r\n\r\n...");
    // A file of Stata 12 that says it is of another type went to the library, which took 520 MiB for 1 KiB of one.
    let stata = [&b"r\x02\xd2\x04\xff\x7f"[..], &[0; 100]].concat();
    check("table-stata", &stata);
    let contents = source("table-stata").unwrap().read(&mut &stata[..], &mut |_| {}).unwrap();
    assert!(contents.problems[0].what.to_string().contains("Stata 13"), "{contents:?}");
    // A member of a zip that the list at its end places beyond it.
    let mut zip = dressed::dressed(source("proquest-zip").unwrap(), b"=a.xml\nx").into_owned();
    let entry = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
    zip[entry + 42..entry + 46].copy_from_slice(&[0, 0, 0, 0x52]);
    check("proquest-zip", &zip);
}

/// Which of them was found was left to chance.
#[test]
fn of_an_issue_that_is_not_named_the_first_description_with_a_day_holds() {
    let day = |day: u8| {
        format!(
            "<dmdSec ID=\"s{day}\"><identifier>7</identifier><dateIssued>1848-03-{day:02}</dateIssued></dmdSec>"
        )
    };
    let days: String = (1..20).rev().map(day).collect();
    let issue = format!(
        "<mets TYPE=\"Newspaper\"><dmdSec ID=\"a\"/>{days}<div TYPE=\"ARTICLE\" ID=\"1\"/></mets>"
    );
    let mut ids = Vec::new();
    let mut each = |record: Record<'_>| ids.push(record.article.unwrap().id.into_owned());
    source("mets").unwrap().read(&mut issue.as_bytes(), &mut each).unwrap();
    assert_eq!(ids, ["7/1848-03-19/1"]);
}

fn check(name: &str, bytes: &[u8]) {
    bytes::check(source(name).unwrap(), bytes);
}

/// A change of some bytes.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    /// Bytes of one place at another.
    Copy(Index, Index, usize),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let text = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(vec![
            "\"",
            "\n",
            "\r\n",
            "<",
            ">",
            "</",
            "&#",
            ";",
            "\0",
            "\u{1b}[31m",
            "{",
            "]",
            ",",
            "=",
            "9999999999",
            "-1"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        4 => (at(), text).prop_map(|(at, text)| Change::Insert(at, text)),
        3 => (at(), 1usize..40).prop_map(|(at, bytes)| Change::Remove(at, bytes)),
        3 => (at(), at(), 1usize..300).prop_map(|(from, to, bytes)| Change::Copy(from, to, bytes)),
        1 => at().prop_map(Change::Cut),
    ]
}

fn changed(bytes: &mut Vec<u8>, change: Change) {
    let span = |at: &Index, bytes: &[u8], length: usize| {
        let start = at.index(bytes.len() + 1);
        start..(start + length).min(bytes.len())
    };
    match change {
        Change::Set(at, byte) => {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        Change::Insert(at, text) => drop(bytes.splice(span(&at, bytes, 0), text)),
        Change::Remove(at, length) => drop(bytes.drain(span(&at, bytes, length))),
        Change::Copy(from, to, length) => {
            let copy = bytes[span(&from, bytes, length)].to_vec();
            bytes.splice(span(&to, bytes, 0), copy);
        }
        Change::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
    }
    bytes.truncate(2 * MOST);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_fixtures_are_read_without_contradiction(
        source in prop::sample::select(SOURCES),
        seed in any::<Index>(),
        changes in prop::collection::vec(change(), 0..5),
    ) {
        let seeds = seeds(source);
        let mut bytes = seeds[seed.index(seeds.len())].clone();
        for change in changes {
            changed(&mut bytes, change);
        }
        let began = Instant::now();
        bytes::check(source, &bytes);
        prop_assert!(began.elapsed() < Duration::from_secs(5), "{} took long", source.name);
    }
}
