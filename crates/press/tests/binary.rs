//! Binary tables and web archives with any byte of them changed: read, or refused with a fault, in bounded memory and time.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use groundswell_press::source;

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(file);
    let source = source(file.split('/').next().unwrap()).unwrap();
    let whole = fs::read(path).unwrap();
    for at in 0..whole.len() {
        for value in [0x00, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            let began = Instant::now();
            let mut records = 0;
            let contents = source.read(&mut &bytes[..], &mut |_| records += 1).unwrap();
            assert_eq!(contents.records, records, "{file} {at} {value}");
            assert!(contents.complete || !contents.problems.is_empty(), "{file} {at} {value}");
            assert!(began.elapsed() < Duration::from_secs(2), "{file} {at} {value}");
        }
        let cut = source.read(&mut &whole[..at], &mut |_| {}).unwrap();
        assert!(!cut.complete || cut.records > 0, "{file} cut at {at}");
    }
}

#[test]
fn damaged_parquet_is_a_fault() {
    check("table-parquet/data-frame.parquet");
    check("table-parquet/nested.parquet");
}

#[test]
fn damaged_stata_is_a_fault() {
    check("table-stata/long-strings.dta");
    check("table-stata/clock-117.dta");
    check("table-stata/other-release-114.dta");
}

#[test]
fn a_damaged_web_archive_says_so_or_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    for file in ["warc/crawl-1.1.warc.gz", "warc/crawl.warc", "wacz/crawl.wacz"] {
        let whole = fs::read(folder.join(file)).unwrap();
        let source = source(file.split('/').next().unwrap()).unwrap();
        let count = |bytes: &[u8]| {
            let mut records = 0;
            let contents = source.read(&mut &bytes[..], &mut |_| records += 1).unwrap();
            assert_eq!(contents.records, records);
            (records, contents.problems, contents.complete)
        };
        let (all, said, _) = count(&whole);
        // Without its first bytes it is no web archive.
        for at in (16..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let (records, now, complete) = count(&bytes);
            // Records of one payload at most are lost (in a WACZ of one file), and never without a word.
            assert!(records <= all && (records == all || now != said || !complete), "{file} {at}");
            let least = if file.ends_with("wacz") { 0 } else { all - 6 };
            assert!(records >= least, "{file} {at}: {records}");
        }
    }
}
