//! How fast the gazetteer reads, in bytes a second, and how long it takes to load: `cargo bench -p groundswell-mentions`.
//!
//! News is read article by article, hostile texts as one document of a million bytes.

mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groundswell_mentions::{Document, Gazetteer, Ocr, Scratch, Tiers};

/// Reads every text as a document of its own; how many mentions there are.
fn read(
    gazetteer: &Gazetteer,
    scratch: &mut Scratch,
    texts: &[String],
    (tiers, ocr): (Tiers, Ocr),
) -> usize {
    let mut mentions = 0;
    for text in texts {
        let document = Document { fields: &[text], year: Some(1973), tiers, ocr };
        mentions += gazetteer.read(&document, scratch).mentions.len();
    }
    mentions
}

fn reading(c: &mut Criterion) {
    let gazetteer = Gazetteer::embedded().expect("the embedded tables are checked by a test");
    let news = texts::news(2_000, 38);
    let (headlines, bad) = (texts::headlines(&news), texts::badly_printed(&news));
    let mut rows = vec![
        ("news", news.clone(), (Tiers::ALL, Ocr::Exact)),
        ("news, names and demonyms", news, (Tiers::default(), Ocr::Exact)),
        ("news, a name every 8 words", texts::news(2_000, 8), (Tiers::ALL, Ocr::Exact)),
        ("headlines in capitals", headlines, (Tiers::ALL, Ocr::Exact)),
        ("badly printed news", bad.clone(), (Tiers::ALL, Ocr::Exact)),
        ("badly printed news, one wrong letter", bad, (Tiers::ALL, Ocr::Near)),
    ];
    let hostile = texts::hostile().into_iter();
    rows.extend(hostile.map(|(name, text)| (name, vec![text], (Tiers::ALL, Ocr::Exact))));
    let mut group = c.benchmark_group("read");
    for (name, texts, how) in rows {
        let bytes: usize = texts.iter().map(String::len).sum();
        group.throughput(Throughput::BytesDecimal(bytes as u64));
        group.bench_function(name, |bench| {
            let mut scratch = Scratch::default();
            bench.iter(|| read(&gazetteer, &mut scratch, &texts, how));
        });
    }
    group.finish();
}

fn loading(c: &mut Criterion) {
    c.bench_function("load", |bench| {
        bench.iter(|| Gazetteer::embedded().expect("checked by a test"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(std::time::Duration::from_millis(500));
    targets = reading, loading
}
criterion_main!(benches);
