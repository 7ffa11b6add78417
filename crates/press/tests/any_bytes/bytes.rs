//! What must hold of any bytes that are given to a reader.
//!
//! The fuzz target of `fuzz/` includes this file, so an input found there is a row of `main.rs` as it is.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::io::{self, Read};
use std::panic::{self, Location};
use std::sync::Once;

use groundswell_press::{
    Article, Contents, Date, Record, Source, YEARS, canonical_url, dateline, days_in_month,
    international, normalised_headline, recognise_file,
};

use crate::dressed::dressed;

static WATCHED: Once = Once::new();

thread_local! {
    /// Whether the crate itself panicked, although it caught it: it catches what libraries do with binary tables.
    static PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// Reads what the bytes stand for ([`dressed`]) and panics if what the reader says of it cannot be.
///
/// What takes longer than reading itself is only done of some lengths: reading in pieces, recognising, judging, and what is
/// done with articles.
pub(crate) fn check(source: &Source, bytes: &[u8]) {
    WATCHED.call_once(watch);
    PANICKED.set(false);
    let document = dressed(source, bytes);
    let further = bytes.len() % 16;
    let seen = RefCell::new(Seen { place: place(source), ..Seen::default() });
    let contents = source.read(&mut &document[..], &mut |record| {
        seen.borrow_mut().record(source, &record, document.len(), further.is_multiple_of(8));
    });
    let contents = contents.expect("bytes in memory can be read");
    whole(source, &contents, &seen.into_inner(), document.len());
    match further {
        1 | 9 => pieces(source, &document, &contents),
        2 => recognised(source, &document),
        3 | 11 => judged(source, &document),
        _ => {}
    }
    assert!(!PANICKED.get(), "{} panicked and caught it", source.name);
}

/// Remembers panics of the crate that something catches, and keeps those of others, which are caught, silent.
fn watch() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let file = info.location().map(Location::file).unwrap_or_default();
        PANICKED.set(PANICKED.get() || file.contains("press/src"));
        let caught = ["calamine", "dta-", "parquet-", "quick-xml", "zip-", "/alloc/", "/core/"];
        if !caught.iter().any(|name| file.contains(name)) {
            hook(info);
        }
    }));
}

/// What offset and length of a record are counted in.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// Bytes of the document; records follow one another.
    #[default]
    Bytes,
    /// Bytes of its text as UTF-8; they follow one another.
    Text,
    /// Bytes of the document; as the links come.
    Links,
    /// Where the member it is in begins in the document, and what that is unpacked.
    Member,
    /// Bytes of its text, which is packed.
    Inside,
    /// Rows.
    Rows,
}

fn place(source: &Source) -> Place {
    match source.name {
        "table-parquet" | "table-stata" | "table-xlsx" => Place::Rows,
        "nexis-docx" => Place::Inside,
        "proquest-zip" | "warc" | "wacz" => Place::Member,
        "nyt-sitemap" | "guardian-index" => Place::Links,
        _ if source.extension() == "json" && source.name != "table-jsonl" => Place::Bytes,
        _ => Place::Text,
    }
}

/// The records of a document so far.
#[derive(Default)]
struct Seen {
    place: Place,
    records: u64,
    offset: u64,
    end: u64,
}

impl Seen {
    fn record(&mut self, source: &Source, record: &Record<'_>, bytes: usize, further: bool) {
        assert_eq!(u64::from(record.position), self.records);
        self.records += 1;
        let (offset, length) = (record.offset, u64::from(record.length));
        match self.place {
            Place::Rows => assert_eq!(length, 1),
            Place::Links | Place::Inside => {}
            Place::Bytes => assert!(offset >= self.end, "{record:?}"),
            Place::Text => assert!(offset >= self.offset, "{record:?}"),
            // Members of a zip come in the order of their names.
            Place::Member => assert!(source.name != "warc" || offset >= self.offset, "{record:?}"),
        }
        self.offset = offset;
        self.end = self.end.max(offset + length);
        match &record.article {
            Ok(article) => {
                holds(article, bytes);
                if further {
                    downstream(source, article);
                }
            }
            Err(problem) => shown(problem.name(), &problem.to_string()),
        }
    }
}

/// What is said of a document as a whole agrees with the records that were handed out.
fn whole(source: &Source, contents: &Contents, seen: &Seen, bytes: usize) {
    let counts = source.name != "guardian-total";
    assert_eq!(contents.records, seen.records * u64::from(counts));
    assert!(contents.complete || !contents.problems.is_empty(), "{contents:?}");
    assert!(contents.bytes <= bytes as u64, "{contents:?}");
    let fewer = contents.announced.is_some_and(|announced| announced != contents.records);
    assert!(!fewer || !contents.problems.is_empty(), "{contents:?}");
    assert!(contents.month.is_none_or(|(year, month)| is_day(Date { year, month, day: 1 })));
    assert!(contents.more_problems == 0 || contents.problems.len() == 1000);
    for trouble in &contents.problems {
        shown(trouble.what.name(), &trouble.what.to_string());
    }
    let bytes = bytes as u64;
    let most = match seen.place {
        Place::Bytes | Place::Links => bytes,
        // A byte that is no UTF-8 has three as such.
        Place::Text => 3 * bytes,
        Place::Member if seen.records > 0 => {
            assert!(seen.offset <= bytes, "{} of {bytes}", seen.offset);
            u64::MAX
        }
        Place::Member | Place::Inside | Place::Rows => u64::MAX,
    };
    assert!(seen.end <= most, "{} of {bytes}: {contents:?}", seen.end);
}

/// An article has an id and a day, and no more text than the document can have.
fn holds(article: &Article<'_>, bytes: usize) {
    assert!(!article.id.trim().is_empty(), "{article:?}");
    assert!(is_day(article.date) && YEARS.contains(&article.date.year), "{article:?}");
    let labels = &article.labels;
    let texts = [
        &article.newspaper,
        &article.id,
        &article.date_written,
        &article.headline,
        &article.summary,
        &article.lead,
        &article.page,
        &article.kind,
        &article.url,
        &labels.section,
        &labels.subsection,
        &labels.desk,
        &labels.book_section,
    ];
    let lists = article.places.iter().chain(&labels.tags);
    let text: usize = texts.into_iter().chain(lists).map(|text| text.len()).sum();
    // Packed text can be longer, up to the limits of `zipped`; what is packed here is not small.
    assert!(text <= 64 * bytes + 4096, "{text} bytes of text from {bytes}: {article:?}");
}

fn is_day(date: Date) -> bool {
    (1..=12).contains(&date.month) && (1..=days_in_month(date.year, date.month)).contains(&date.day)
}

/// What is done with an article after it was read.
fn downstream(source: &Source, article: &Article<'_>) {
    let newspaper = source.newspaper_of(article).unwrap_or_default();
    let verdict = international(newspaper, article);
    assert!(!verdict.basis.name().is_empty());
    for text in [&article.summary, &article.lead] {
        let place = dateline(text).map(|found| found.place);
        assert!(place.is_none_or(|place| !place.is_empty() && text.contains(place)));
    }
    let known = [canonical_url(&article.url), normalised_headline(&article.headline)];
    assert!(known.into_iter().flatten().all(|key| !key.is_empty()), "{article:?}");
}

/// What is shown to people says something, and nothing that a terminal would obey.
fn shown(name: &str, text: &str) {
    assert!(!name.is_empty() && !text.is_empty(), "{name} {text}");
    assert!(!text.contains(|c: char| c.is_control()), "{name}: {text:?}");
}

/// The same comes of a document that is read a few bytes at a time.
fn pieces(source: &Source, document: &[u8], at_once: &Contents) {
    let account = |input: &mut dyn Read| {
        let mut said = String::new();
        let contents = source.read(input, &mut |record| {
            let _ = writeln!(said, "{record:?}");
        });
        (said, contents.expect("bytes in memory can be read"))
    };
    let (said, contents) = account(&mut Pieces { left: document, turn: 0 });
    assert_eq!(&contents, at_once);
    assert_eq!(said, account(&mut &document[..]).0);
}

/// Gives one to seven bytes at a time, and is interrupted now and then.
struct Pieces<'a> {
    left: &'a [u8],
    turn: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn.is_multiple_of(16) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let some = (self.turn * 5 % 7 + 1).min(out.len()).min(self.left.len());
        let (piece, left) = self.left.split_at(some);
        out[..some].copy_from_slice(piece);
        self.left = left;
        Ok(some)
    }
}

/// Something is said of what a document is of, whatever its name.
fn recognised(source: &Source, document: &[u8]) {
    let name = ["", "harbor-news_19170102.txt"][usize::from(source.named())];
    if let Err(unrecognised) = recognise_file(name, document) {
        shown("unrecognised", &unrecognised.to_string());
    }
}

/// An answer of a server is judged.
fn judged(source: &Source, document: &[u8]) {
    if source.route().is_none() {
        return;
    }
    for span in ["1973-09", "2012-02-07"] {
        let span = span.parse().expect("a span");
        let answer = source.judge(span, 1, &mut &document[..]).expect("bytes can be read");
        assert!(!format!("{answer:?}").is_empty());
        let whole = source.judge_whole(span, Some(1), &mut &document[..]);
        if let Err(why) = whole.expect("bytes can be read") {
            shown("not whole", &why);
        }
    }
    let _ = source.whole_span(&mut &document[..]).expect("bytes can be read");
}
