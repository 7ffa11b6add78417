//! How fast the gazetteer reads: generated articles, whole documents a second and bytes a second.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use groundswell_mentions::{Document, Gazetteer, Ocr, Scratch, Tiers};

/// Words of newspaper English, the commonest first.
const WORDS: &[&str] = &[
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "for",
    "that",
    "is",
    "was",
    "on",
    "with",
    "said",
    "it",
    "by",
    "at",
    "be",
    "from",
    "as",
    "he",
    "his",
    "have",
    "has",
    "will",
    "were",
    "would",
    "had",
    "been",
    "not",
    "which",
    "are",
    "or",
    "who",
    "more",
    "after",
    "their",
    "this",
    "one",
    "Mr.",
    "they",
    "year",
    "New",
    "but",
    "over",
    "about",
    "people",
    "government",
    "first",
    "two",
    "time",
    "York",
    "city",
    "company",
    "officials",
    "yesterday",
    "police",
    "world",
    "against",
    "under",
    "House",
    "President",
    "week",
    "million",
    "national",
    "public",
    "market",
    "country",
    "men",
    "until",
    "report",
    "United",
    "school",
    "children",
    "Street",
    "committee",
    "court",
    "members",
    "trade",
    "war",
    "leader",
    "workers",
    "program",
    "policy",
    "Minister",
    "price",
    "American-born",
    "South",
    "Senate",
    "foreign",
    "students",
    "capital",
    "Republic",
    "Congress",
    "army",
    "Nations",
    "industry",
    "political",
    "parliament",
];
const NAMES: &[&str] = &[
    "Chile",
    "Argentina",
    "the United States",
    "French",
    "Germans",
    "Korea",
    "New Mexico",
    "U.S.",
    "strike",
    "protest",
    "riots",
    "Georgia",
    "Lebanon, Pa.",
    "Mexico City",
    "British",
    "Soviet Union",
    "Niger",
    "Indian",
];

/// A generator of its own, so that the text is the same on every machine (Numerical Recipes' ranqd1).
struct Random(u32);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % below
    }
}

/// `articles` texts of about `words` words each, with a name every `every` words.
fn articles(articles: usize, words: usize, every: usize) -> Vec<String> {
    let mut random = Random(1);
    (0..articles)
        .map(|_| {
            let word = |random: &mut Random| {
                if random.next(every) == 0 {
                    NAMES[random.next(NAMES.len())]
                } else {
                    // The product of two numbers favours the commonest words.
                    WORDS[random.next(WORDS.len()) * random.next(WORDS.len()) / WORDS.len()]
                }
            };
            (0..words).map(|_| word(&mut random)).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn reading(c: &mut Criterion) {
    let gazetteer = Gazetteer::embedded().expect("the embedded tables are checked by a test");
    let mut group = c.benchmark_group("read");
    for (name, texts) in [
        ("news, a name every 40 words", articles(2_000, 120, 40)),
        ("dense, a name every 8 words", articles(2_000, 120, 8)),
        ("hostile, names only", articles(2_000, 120, 1)),
    ] {
        let bytes: usize = texts.iter().map(String::len).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bench| {
            let mut scratch = Scratch::default();
            bench.iter(|| {
                let mut mentions = 0;
                for text in &texts {
                    let document = Document {
                        fields: &[text],
                        year: Some(1973),
                        tiers: Tiers::default(),
                        ocr: Ocr::Exact,
                    };
                    mentions += gazetteer.read(&document, &mut scratch).mentions.len();
                }
                mentions
            });
        });
    }
    group.finish();
    c.bench_function("build", |bench| {
        bench.iter(|| Gazetteer::embedded().expect("checked by a test"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(std::time::Duration::from_millis(500));
    targets = reading
}
criterion_main!(benches);
