//! Binary tables with any byte of them changed: read, or refused with a fault, in bounded memory and time.

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
