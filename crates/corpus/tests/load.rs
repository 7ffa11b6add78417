//! Load archives: the size asked for, the same bytes again, records as long as each era's.

use std::collections::{BTreeMap, BTreeSet};

use groundswell_corpus::{LoadSummary, Plan, guardian_page, guardian_pages, nyt_month, write_load};
use serde_json::Value;

type Files = BTreeMap<(u16, u8), Vec<u8>>;

fn load(megabytes: u64, seed: u64) -> (Files, String, LoadSummary) {
    let (mut files, mut truth) = (Files::new(), Vec::new());
    let keep = |year, month, bytes: &[u8]| {
        files.insert((year, month), bytes.to_vec());
        Ok(())
    };
    let summary = write_load(megabytes, seed, &mut truth, keep).expect("a load archive");
    (files, String::from_utf8(truth).expect("a load archive"), summary)
}

fn docs(bytes: &[u8]) -> Vec<Value> {
    let value: Value = serde_json::from_slice(bytes).expect("a load archive");
    let docs = value["response"]["docs"].as_array().expect("a load archive").clone();
    assert_eq!(value["response"]["meta"]["hits"], docs.len());
    docs
}

#[test]
fn it_has_the_size_asked_for_and_every_era() {
    let (files, truth, summary) = load(8, 1);
    assert!((8_000_000..10_000_000).contains(&summary.bytes), "{summary:?}");
    assert_eq!(summary.bytes, files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    let years: BTreeSet<u16> = files.keys().map(|&(year, _)| year).collect();
    assert!(
        years.iter().any(|&y| y < 1900)
            && years.iter().any(|&y| (1981..2006).contains(&y))
            && years.iter().any(|&y| y >= 2006)
    );
    let ids: BTreeSet<String> = files
        .values()
        .flat_map(|bytes| docs(bytes))
        .map(|doc| doc["_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len() as u64, summary.records);
    assert!(truth.lines().all(|line| {
        line.split_once('\t').is_some_and(|(id, country)| ids.contains(id) && country.len() == 3)
    }));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(load(1, 5) == load(1, 5));
    assert!(load(1, 5).0 != load(1, 6).0);
}

#[test]
fn records_are_as_long_as_their_era_s() {
    let mean = |year| nyt_month(Plan::Load { records: 400 }, year, 3, 1).len() / 400;
    let check =
        |year, low, high| assert!((low..high).contains(&mean(year)), "{year}: {}", mean(year));
    check(1890, 1_500, 2_300);
    check(1995, 1_700, 2_900);
    check(2014, 6_500, 12_000);
}

#[test]
fn guardian_pages_are_full_but_the_last() {
    let plan = Plan::Load { records: 450 };
    assert_eq!(guardian_pages(plan, 2010, 5, 1), 3);
    let held = |page| {
        let value: Value = serde_json::from_slice(&guardian_page(plan, 2010, 5, page, 1)).unwrap();
        value["response"]["results"].as_array().unwrap().len()
    };
    assert_eq!([held(1), held(2), held(3), held(4)], [200, 200, 50, 0]);
}
