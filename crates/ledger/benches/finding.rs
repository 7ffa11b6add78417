//! Finding: the articles of a cell, and a page of a search, in a ledger whose years are as full as those of two large
//! newspapers. The other years must not matter: a year is found without reading them.
#![allow(clippy::unwrap_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use groundswell_ledger::{
    Address, Article, Document, Ledger, Mention, Newspaper, Polity, Search, Settings, World,
};

/// Articles a month, and one in three of them international, as in the NYT of 1975.
const ARTICLES: u32 = 8_000;
const NEWSPAPERS: [&str; 2] = ["guardian", "nyt"];
const COUNTRIES: u32 = 200;

fn month(newspaper: &str, year: i32, month: u8) -> Document {
    let name = format!("{newspaper} {year} {month}");
    let article = |position: u32| Article {
        position,
        offset: u64::from(position) * 2_000,
        length: 2_000,
        newspaper: None,
        date: (year, month, u8::try_from(position % 28).unwrap() + 1),
        international: Some(position.is_multiple_of(3)),
        basis: "metadata",
        rule: "desk".to_owned(),
        unrest: position.is_multiple_of(7),
        id_key: i64::from(position),
        url_key: Some(i64::from(position)),
        headline_key: None,
        weight: 0,
        lossy: false,
        address: Some(Address {
            id: format!("{name} {position}"),
            url: Some(format!(
                "https://www.example.org/{year}/{month}/12/an-invented-headline-{position}.html"
            )),
        })
        .filter(|_| position.is_multiple_of(3)),
    };
    let mention = |position: u32| Mention {
        position,
        channel: "text",
        polity: format!("C{:03}", position * 7 % COUNTRIES),
        tier: "A",
        mentions: 1,
        surface: "Ruritania".to_owned(),
        field: 0,
        start: 10,
    };
    let paper = NEWSPAPERS.iter().position(|name| *name == newspaper).unwrap();
    Document {
        id: (i64::from(year) * 100 + i64::from(month)) * 10 + paper as i64,
        path: format!("data/{newspaper}/{year}/{year}-{month:02}.json.zst"),
        source: newspaper.to_owned(),
        newspaper: Some(newspaper.to_owned()),
        records: u64::from(ARTICLES),
        articles: (0..ARTICLES).map(article).collect(),
        mentions: (0..ARTICLES).map(mention).collect(),
        ..Document::default()
    }
}

fn ledger(path: &std::path::Path, years: std::ops::Range<i32>) -> Ledger {
    let codes = (0..COUNTRIES).map(|at| format!("C{at:03}"));
    let world = World {
        tables: Vec::new(),
        newspapers: NEWSPAPERS
            .map(|name| Newspaper {
                name: name.to_owned(),
                title: name.to_owned(),
                home: "none".to_owned(),
                appeared: Vec::new(),
                gaps: Vec::new(),
            })
            .into(),
        polities: codes
            .clone()
            .map(|id| Polity { label: id.clone(), id, first: None, last: None })
            .collect(),
        readings: codes.map(|code| ["primary".to_owned(), code.clone(), code]).collect(),
        origin: Vec::new(),
    };
    let mut ledger = Ledger::rebuild(path).unwrap();
    ledger.set_settings(&Settings::default()).unwrap();
    ledger.set_world(&world).unwrap();
    for year in years {
        for newspaper in NEWSPAPERS {
            (1..=12).for_each(|at| ledger.replace(&month(newspaper, year, at)).unwrap());
        }
    }
    ledger.publish().unwrap();
    Ledger::open(path).unwrap()
}

fn finding(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("find");
    group.sample_size(10);
    for years in [1, 8] {
        let ledger = ledger(&folder.path().join(format!("{years}.db")), 1970..1970 + years);
        let of = |country: Option<&str>, words: &[&str]| Search {
            countries: country.into_iter().map(str::to_owned).collect(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Search::default()
        };
        let first = |month: Option<u8>, search: &Search, most: usize| {
            let mut rows = 0;
            ledger
                .each_found((1970, month), search, None, |_, _| {
                    rows += 1;
                    rows < most
                })
                .unwrap();
            rows
        };
        let cell = of(Some("C007"), &[]);
        assert_eq!(first(None, &cell, 51), 51);
        let (all, word) = (of(None, &[]), of(None, &["headline-77"]));
        group.bench_function(format!("a cell, 1 of {years} years"), |b| {
            b.iter(|| first(None, &cell, usize::MAX));
        });
        group.bench_function(format!("50 rows of a month, 1 of {years} years"), |b| {
            b.iter(|| first(Some(3), &all, 50));
        });
        group.bench_function(format!("a word in a month, 1 of {years} years"), |b| {
            b.iter(|| first(Some(3), &word, 50));
        });
    }
    group.finish();
}

criterion_group!(benches, finding);
criterion_main!(benches);
