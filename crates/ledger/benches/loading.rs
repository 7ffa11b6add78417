//! Loading: rows into a new ledger, settled and published. The rate is of articles.
#![allow(clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groundswell_ledger::{Address, Article, Document, Ledger, Mention, Settings};

const ARTICLES: u32 = 20_000;

/// A month of records, half of which name a country.
fn month() -> Document {
    let article = |position: u32| Article {
        position,
        offset: u64::from(position) * 2_000,
        length: 2_000,
        newspaper: None,
        date: (1973, 9, u8::try_from(position % 30).unwrap() + 1),
        international: Some(position.is_multiple_of(3)),
        basis: "inferred",
        rule: "nyt-index-foreign".to_owned(),
        unrest: position.is_multiple_of(7),
        id_key: i64::from(position),
        url_key: Some(i64::from(position)),
        headline_key: Some(i64::from(position)),
        weight: 0,
        lossy: false,
        address: position.is_multiple_of(2).then(|| Address {
            id: format!("nyt://article/00000000-0000-0000-0000-{position:012}"),
            url: Some(format!(
                "https://www.nytimes.com/1973/09/12/archives/invented-{position}.html"
            )),
        }),
    };
    let mention = |position: u32| Mention {
        position,
        channel: "text",
        polity: "CHL".to_owned(),
        tier: "A",
        mentions: 1,
        surface: "Chile".to_owned(),
        field: 0,
        start: 10,
    };
    Document {
        id: 1,
        path: "data/nyt-archive/1973/1973-09.json.zst".to_owned(),
        source: "nyt-archive".to_owned(),
        newspaper: Some("nyt".to_owned()),
        records: u64::from(ARTICLES),
        articles: (0..ARTICLES).map(article).collect(),
        mentions: (0..ARTICLES).step_by(2).map(mention).collect(),
        ..Document::default()
    }
}

fn loading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let document = month();
    let mut group = criterion.benchmark_group("ledger");
    group.throughput(Throughput::Elements(u64::from(ARTICLES))).sample_size(10);
    group.bench_function("load, settle and publish a month", |bencher| {
        bencher.iter(|| {
            let mut ledger = Ledger::rebuild(&path).unwrap();
            ledger.set_settings(&Settings::default()).unwrap();
            ledger.replace(&document).unwrap();
            ledger.settle().unwrap();
            ledger.publish().unwrap();
        });
    });
    group.finish();
}

criterion_group!(benches, loading);
criterion_main!(benches);
