//! How long the questions take in a ledger of many articles:
//! `cargo run --release -p groundswell-ledger --example asking -- LEDGER [ARTICLES [FIRST_YEAR]]`.
//! Makes the ledger if there is none: two newspapers from FIRST_YEAR (1850) to 2017, every month as full as any other.
#![allow(clippy::unwrap_used)]

use groundswell_ledger::{
    Address, Article, Document, Ledger, Mention, Newspaper, Polity, Search, Settings, World,
};
use std::path::Path;
use std::time::{Duration, Instant};

const NEWSPAPERS: [&str; 2] = ["guardian", "nyt"];
const COUNTRIES: u32 = 280;
const LAST_YEAR: i32 = 2017;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u32| {
        arguments.get(at).map_or(default, |word| word.parse().expect("a number"))
    };
    let path = Path::new(arguments.first().expect("the path of a ledger"));
    let (articles, first_year) = (number(1, 2_000_000), number(2, 1850).cast_signed());
    if !path.exists() {
        make(path, articles, first_year);
    }
    println!("{} bytes", std::fs::metadata(path).unwrap().len());
    ask(path);
}

/// Each question on a connection of its own, as each command asks it: the first time, and the best of some more, when the
/// file is in memory.
fn ask(path: &Path) {
    let stored = Ledger::open(path).unwrap().settings().unwrap().unwrap();
    let other = Settings {
        verdicts: "yes+unknown".into(),
        tier: "A".into(),
        channel: "any".into(),
        policy: "all".into(),
        ..stored.clone()
    };
    for (whose, settings) in [("stored", &stored), ("other", &other)] {
        let time = |question: &str, ask: &dyn Fn(&Ledger) -> usize| {
            let once = || {
                let mut ledger = Ledger::open(path).unwrap();
                ledger.narrow(settings).unwrap();
                let start = Instant::now();
                (ask(&ledger), start.elapsed())
            };
            let (rows, first) = once();
            let again = if first > Duration::from_secs(1) { 1 } else { 20 };
            let best = (0..again).map(|_| once().1).min().unwrap_or(first);
            println!("{whose} {question}: {rows} rows, first {first:.1?}, best {best:.1?}");
        };
        time("yearly", &|ledger| ledger.yearly("all").unwrap().len());
        time("coverage", &|ledger| ledger.coverage().unwrap().len());
        time("accounts", &|ledger| ledger.accounts().unwrap().len());
        // Those that most and that few articles name, by the draw below.
        for country in ["C000", "C070", "C210"] {
            time(&format!("evidence {country} 1975"), &|ledger| {
                ledger.evidence(country, 1975).unwrap().len()
            });
        }
        let any = Search::default();
        let word = Search { words: vec!["headline-77".into()], ..Search::default() };
        for (what, search, most) in [("50 rows", any, 50), ("a word", word, usize::MAX)] {
            time(&format!("{what} of a month"), &|ledger| {
                let mut rows = 0;
                let mut keep = |_: String, _| {
                    rows += 1;
                    rows < most
                };
                ledger.each_found((1975, Some(3)), &search, None, &mut keep).unwrap();
                rows
            });
        }
    }
}

fn make(path: &Path, articles: u32, first_year: i32) {
    let years = first_year..=LAST_YEAR;
    let a_month = articles / (years.clone().count() as u32 * 12 * NEWSPAPERS.len() as u32);
    let start = Instant::now();
    let mut ledger = Ledger::rebuild(path).unwrap();
    ledger.set_settings(&Settings { first_year, ..Settings::default() }).unwrap();
    ledger.set_world(&world(first_year)).unwrap();
    let mut reading = Duration::ZERO;
    for year in years {
        for (paper, month) in (0..NEWSPAPERS.len()).flat_map(|p| (1..=12).map(move |m| (p, m))) {
            let read = Instant::now();
            let document = document(paper, year, month, a_month);
            reading += read.elapsed();
            ledger.replace(&document).unwrap();
        }
    }
    println!("load: {:.1?}", start.elapsed() - reading);
    let start = Instant::now();
    ledger.settle().unwrap();
    println!("settle: {:.1?}", start.elapsed());
    let start = Instant::now();
    ledger.publish().unwrap();
    println!("publish: {:.1?}", start.elapsed());
    // What a timer does each month: one document more, or the same again.
    let start = Instant::now();
    let mut ledger = Ledger::open_for_update(path).unwrap();
    ledger.begin().unwrap();
    ledger.set_world(&world(first_year)).unwrap();
    ledger.replace(&document(1, LAST_YEAR, 12, a_month)).unwrap();
    ledger.settle().unwrap();
    println!("one month again, settled: {:.1?}", start.elapsed());
    ledger.publish().unwrap();
    println!("one month again, published: {:.1?}", start.elapsed());
}

/// As many polities as the gazetteer has. Under `primary` one in ten counts for its neighbour, under `all` for both.
fn world(first_year: i32) -> World {
    let code = |at: u32| format!("C{at:03}");
    let months = (first_year..=LAST_YEAR).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let appeared: Vec<(i32, u8, u32)> = months.map(|(year, month)| (year, month, 26)).collect();
    let readings = (0..COUNTRIES).flat_map(|at| {
        let next = if at % 10 == 9 { at - 1 } else { at };
        let mut readings = vec![("as-was", at), ("primary", next), ("all", at)];
        readings.extend((next != at).then_some(("all", next)));
        readings
            .into_iter()
            .map(move |(policy, country)| [policy.to_owned(), code(at), code(country)])
    });
    World {
        newspapers: NEWSPAPERS
            .map(|name| Newspaper {
                name: name.to_owned(),
                title: name.to_owned(),
                home: code(if name == "nyt" { 1 } else { 2 }),
                appeared: appeared.clone(),
                gaps: Vec::new(),
            })
            .into(),
        polities: (0..COUNTRIES)
            .map(|at| Polity { id: code(at), label: code(at), first: None, last: None })
            .collect(),
        readings: readings.collect(),
        tables: Vec::new(),
        origin: Vec::new(),
    }
}

/// A number that looks drawn, the same every time.
fn drawn(seed: u64) -> u32 {
    let mixed = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 33) as u32
}

/// A month of a newspaper: one article in three international, one in eight of unknown section, one in a hundred held twice;
/// three names in two articles, a few countries in most of them.
fn document(paper: usize, year: i32, month: u8, articles: u32) -> Document {
    let newspaper = NEWSPAPERS[paper];
    let month_at = (year as u64 * 12 + u64::from(month)) * 2 + paper as u64;
    let drawn_for =
        |position: u32, what: u64| drawn(((month_at << 20) + u64::from(position)) * 8 + what);
    let article = |position: u32| {
        let held_twice = position % 100 == 99;
        let number = position - u32::from(held_twice);
        let international = match drawn_for(position, 0) % 24 {
            0..8 => Some(true),
            8..11 => None,
            _ => Some(false),
        };
        let inferred = year < 1981 && !position.is_multiple_of(5);
        let basis = if inferred { "inferred" } else { "metadata" };
        Article {
            position,
            offset: u64::from(position) * 2_000,
            length: 2_000,
            newspaper: None,
            date: (year, month, u8::try_from(position % 28).unwrap() + 1),
            international,
            basis,
            rule: "desk".to_owned(),
            unrest: drawn_for(position, 1).is_multiple_of(7),
            id_key: i64::from(drawn(month_at + 2)) << 24 | i64::from(number),
            url_key: Some(i64::from(drawn(month_at)) << 24 | i64::from(position)),
            headline_key: Some(i64::from(drawn(month_at + 1)) << 24 | i64::from(position)),
            weight: i64::from(held_twice),
            lossy: false,
            address: Article::may_count(international, basis).then(|| Address {
                id: format!("{newspaper}://article/{month_at:08}-{number:08}"),
                url: Some(format!(
                    "https://www.example.org/{year}/{month:02}/12/world/an-invented-headline-{position}.html"
                )),
            }),
        }
    };
    let mention = |position: u32, nth: u64| {
        // The third power of a uniform draw: the first country is named in one article in six.
        let uniform = f64::from(drawn_for(position, 2 + nth)) / f64::from(1u32 << 31);
        let kind = drawn_for(position, 5 + nth) % 12;
        Mention {
            position,
            channel: if kind == 0 { "index" } else { "text" },
            polity: format!("C{:03}", (uniform.powi(3) * f64::from(COUNTRIES)) as u32),
            tier: ["A", "B", "A", "C"][kind as usize % 4],
            mentions: 1 + kind % 3,
            surface: "Ruritania".to_owned(),
            field: 0,
            start: 10,
        }
    };
    let mut mentions: Vec<Mention> = (0..articles)
        .flat_map(|at| (0..1 + u64::from(at % 2)).map(move |n| mention(at, n)))
        .collect();
    mentions.sort_by(|a, b| {
        let key = |m: &Mention| (m.position, m.channel, m.polity.clone(), m.tier);
        key(a).cmp(&key(b))
    });
    mentions.dedup_by(|a, b| {
        (a.position, a.channel, &a.polity, a.tier) == (b.position, b.channel, &b.polity, b.tier)
    });
    Document {
        // As a digest is, in no order of time.
        id: i64::from(drawn(month_at)) << 31 | i64::from(drawn(month_at + 7)),
        path: format!("data/{newspaper}/{year}/{year}-{month:02}.json.zst"),
        source: newspaper.to_owned(),
        newspaper: Some(newspaper.to_owned()),
        records: u64::from(articles),
        of_month: Some((year, month)),
        articles: (0..articles).map(article).collect(),
        mentions,
        ..Document::default()
    }
}
