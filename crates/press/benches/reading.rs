//! Reading generated documents: MB/s of JSON (as criterion shows them) and records a document, for each era.
//!
//! `cargo bench -p groundswell-press`. Sizes of records follow the real ones: 1 KB in the Archives era,
//! 2 KB in 2004, 8 KB with pictures since 2019.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use groundswell_press::{dateline, international, source};

const WORDS: [&str; 16] = [
    "harbor",
    "the",
    "of",
    "Chile",
    "workers",
    "and",
    "“strike”",
    "minister",
    "to",
    "in",
    "a",
    "vote",
    "copper",
    "said",
    "São Paulo",
    "government",
];

/// Some number of words, the same each time: a linear congruential generator picks them.
fn words(seed: &mut u64, count: usize) -> String {
    let mut text = String::new();
    for _ in 0..count {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = usize::try_from(*seed >> 60).unwrap_or(0);
        text += WORDS[word];
        text.push(' ');
    }
    text
}

/// A record of an era: 1891, 2004 or 2021.
fn record(era: u32, number: usize, seed: &mut u64) -> String {
    let day = number % 28 + 1;
    let (head, text) = (words(seed, 8), words(seed, if era == 1891 { 30 } else { 60 }));
    let mut record = format!(
        r#"{{"abstract":"{text}","web_url":"https://www.nytimes.com/{era}/09/{day:02}/world/n{number}.html","snippet":"{text}","lead_paragraph":"LIMA, Peru, Sept. {day} -- {text}","print_page":"{day}","source":"The New York Times","multimedia":["#
    );
    for picture in 0..if era == 2021 { 20 } else { 0 } {
        let comma = if picture > 0 { "," } else { "" };
        let _ = write!(
            record,
            r#"{comma}{{"rank":0,"subtype":"s{picture}","caption":null,"credit":null,"type":"image","url":"images/2021/09/{day:02}/world/n{number}/n{number}-size{picture}.jpg","height":400,"width":600,"legacy":{{}},"subType":"s{picture}","crop_name":"c{picture}"}}"#
        );
    }
    let (section, desk) =
        if era == 1891 { ("Archives", "None") } else { ("World", "Foreign Desk") };
    let _ = write!(
        record,
        r#"],"headline":{{"main":"{head}","kicker":null,"content_kicker":null,"print_headline":"{head}","name":null,"seo":null,"sub":null}},"keywords":[{{"name":"glocations","value":"Peru","rank":1,"major":"N"}},{{"name":"subject","value":"{head}","rank":2,"major":"N"}}],"pub_date":"{era}-09-{day:02}T05:00:00+0000","document_type":"article","news_desk":"{desk}","section_name":"{section}","byline":{{"original":"By A. REPORTER","person":[],"organization":null}},"type_of_material":"News","_id":"nyt://article/{number:032x}","word_count":{number},"uri":"nyt://article/{number:032x}"}}"#
    );
    record
}

fn month(era: u32, records: usize) -> String {
    let mut seed = u64::from(era);
    let docs: Vec<String> = (0..records).map(|number| record(era, number, &mut seed)).collect();
    format!(
        r#"{{"copyright":"","response":{{"meta":{{"hits":{records}}},"docs":[{}]}}}}"#,
        docs.join(",")
    )
}

fn reading(criterion: &mut Criterion) {
    let nyt = source("nyt-archive").expect("a source of this crate");
    let mut group = criterion.benchmark_group("press");
    for era in [1891, 2004, 2021] {
        let month = month(era, 4000);
        group.throughput(Throughput::Bytes(month.len() as u64));
        group.bench_with_input(BenchmarkId::new("read", era), &month, |bencher, month| {
            bencher.iter(|| nyt.read(&mut month.as_bytes(), &mut |record| drop(black_box(record))));
        });
        group.bench_with_input(
            BenchmarkId::new("read and judge", era),
            &month,
            |bencher, month| {
                bencher.iter(|| {
                    nyt.read(&mut month.as_bytes(), &mut |record| {
                        if let Ok(article) = &record.article {
                            black_box((international("nyt", article), dateline(&article.lead)));
                        }
                    })
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
