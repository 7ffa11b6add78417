//! Counting: the whole `count --rebuild`, raw archive to ledger, on a generated archive of all eras.
//!
//! The rate is of unpacked JSON, in MB/s, and of records. A whole process each time: start-up, reading, checking
//! digests, matching, loading and publishing are all in it.
#![allow(clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fs;
use std::path::Path;
use std::process::Command;

const MEGABYTES: u64 = 20;
const PIPELINE: &str = "name = \"bench\"\ntitle = \"Bench\"\nworkspace = \".\"\n\
    [period]\nfirst_year = 1851\nlast_year = 2017\n";

fn groundswell(folder: &Path, arguments: &[&str]) {
    let binary = env!("CARGO_BIN_EXE_groundswell");
    let ran =
        Command::new(binary).current_dir(folder).args(["-q"]).args(arguments).status().unwrap();
    assert!(ran.success(), "{arguments:?}");
}

fn rebuild(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("groundswell.toml"), PIPELINE).unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let made =
        groundswell_corpus::write_load(MEGABYTES, 1, &mut std::io::sink(), |year, month, json| {
            fs::write(folder.path().join(format!("in/{year}-{month:02}.json")), json)
        })
        .unwrap();
    groundswell(folder.path(), &["import", "in"]);
    let mut group = criterion.benchmark_group("rebuild");
    group.sample_size(10);
    for jobs in ["1", "2"] {
        for (unit, throughput) in
            [("MB", Throughput::Bytes(made.bytes)), ("records", Throughput::Elements(made.records))]
        {
            group.throughput(throughput);
            group.bench_function(format!("{jobs} threads, {unit}"), |bencher| {
                bencher
                    .iter(|| groundswell(folder.path(), &["--jobs", jobs, "count", "--rebuild"]));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, rebuild);
criterion_main!(benches);
