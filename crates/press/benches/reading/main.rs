//! Reading generated documents: MB/s of JSON for each era, and of every export.
//!
//! `cargo bench -p groundswell-press`; `-- exports/ris` for one of them. Sizes of records follow the real ones: 1 KB in
//! the Archives era, 2 KB in 2004, 8 KB with pictures since 2019. What is packed is measured by its bytes unpacked.

use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use groundswell_press::{Record, Source, dateline, international, source};

mod archives;
mod databases;
mod libraries;
mod nyt;
mod proquest;
mod tables;
mod words;

/// A document to be read.
struct Export {
    source: &'static str,
    /// As it is called in the table of rates.
    label: &'static str,
    bytes: Vec<u8>,
    /// Bytes of its text: those of the document, unless it is packed.
    unpacked: u64,
    /// Articles in it.
    records: usize,
}

impl Export {
    /// A document of a thousand articles.
    fn of(source: &'static str, bytes: Vec<u8>) -> Export {
        Export { source, label: source, unpacked: bytes.len() as u64, bytes, records: 1000 }
    }
}

/// A zip of these members.
fn packed<'a>(members: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// What this thread took of a processor: other programs at work do not count. Where the system does not say so, the clock.
fn spent() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = said.split(' ').next().and_then(|text| text.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// So many times of it.
fn times(times: u64, mut once: impl FnMut()) -> Duration {
    let begun = spent();
    (0..times).for_each(|_| once());
    spent().saturating_sub(begun)
}

/// Reads a document and has each record looked at.
fn read(source: &Source, mut document: &[u8], look: fn(&Record<'_>)) {
    source.read(&mut document, &mut |record| look(&record)).expect("memory");
}

fn see(record: &Record<'_>) {
    black_box(record);
}

fn judge(record: &Record<'_>) {
    if let Ok(article) = &record.article {
        black_box((international("nyt", article), dateline(&article.lead)));
    }
}

fn eras(criterion: &mut Criterion) {
    let nyt = source("nyt-archive").expect("a source of this crate");
    let mut group = criterion.benchmark_group("eras");
    for era in [1891, 2004, 2021] {
        let month = nyt::month(era, 4000);
        group.throughput(Throughput::Bytes(month.len() as u64));
        for (what, look) in
            [("read", see as fn(&Record<'_>)), ("read and judge", judge as fn(&Record<'_>))]
        {
            group.bench_function(BenchmarkId::new(what, era), |bencher| {
                bencher.iter_custom(|n| times(n, || read(nyt, month.as_bytes(), look)));
            });
        }
    }
    group.finish();
}

fn exports(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exports");
    let all = [databases::all(), proquest::all(), libraries::all(), tables::all(), archives::all()];
    for export in all.iter().flatten() {
        let source = source(export.source).expect("a source of this crate");
        let mut good = 0;
        let mut count = |record: Record<'_>| good += usize::from(record.article.is_ok());
        let contents = source.read(&mut &export.bytes[..], &mut count).expect("memory");
        assert!(contents.complete && good == export.records, "{}: {contents:?}", export.label);
        group.throughput(Throughput::Bytes(export.unpacked));
        group.bench_function(export.label, |bencher| {
            bencher.iter_custom(|n| times(n, || read(source, &export.bytes, see)));
        });
    }
    group.finish();
}

criterion_group!(benches, eras, exports);
criterion_main!(benches);
