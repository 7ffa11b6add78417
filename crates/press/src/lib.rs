//! Newspapers and export formats: what to ask for, what a document says, which articles are international.
//!
//! Everything here is a function of bytes: no network, no files, no database, no countries. How a source is asked for
//! is its [`Route`]: [`Source::spans`] are the months or days it has, [`Source::ask`] the address of each page,
//! [`Source::judge`] says what the [`Answer`] is worth, and [`refusal`] what an error message means.
//!
//! A document (a month of the New York Times' Archive API, a page of the Guardian's, the index page of a day) is told by
//! its content ([`recognise`]) and read as a stream ([`Source::read`]): one borrowed [`Article`] at a time, never a tree
//! of values; of HTML one page at a time. What cannot be read is data too: a bad record is a [`Problem`], a bad document
//! has its [`Trouble`] in [`Contents`]; nothing is dropped silently.
//!
//! What newspapers themselves say about an article is a [`Verdict`] ([`international`], from `tables/sections.csv`).
//! Where they are silent the evidence is handed over: index terms in [`Article::places`], the place of the report
//! from [`dateline()`]. Which country that is, somebody else knows.
//!
//! On which days a newspaper appeared, and when it did not, is in [`expected_days`] and [`gaps`]; what makes two
//! records one article in [`canonical_url`] and [`normalised_headline`].
//!
//! ```
//! use groundswell_press::{dateline, expected_days, international, recognise};
//!
//! let document = r#"{"response": {"meta": {"hits": 2}, "docs": [
//!     {"_id": "nyt://article/1", "pub_date": "1978-08-05T05:00:00+0000", "section_name": "Archives",
//!      "headline": {"main": "Copper Miners Return"},
//!      "abstract": "SANTIAGO, Chile, Aug. 4 (AP) &#8212; The copper miners went back to work."},
//!     {"_id": "nyt://article/2", "headline": {"main": "No Date"}}]}}"#;
//!
//! let source = recognise(document.as_bytes()).unwrap();
//! let mut lines = Vec::new();
//! let contents = source.read(&mut document.as_bytes(), &mut |record| match record.article {
//!     Ok(article) => {
//!         let verdict = international(source.newspaper, &article);
//!         let place = dateline(&article.summary).map(|found| found.place);
//!         lines.push(format!("{} {:?} {:?}", article.date, verdict.international, place));
//!     }
//!     Err(problem) => lines.push(problem.name().to_owned()),
//! })?;
//!
//! assert_eq!(lines, [r#"1978-08-05 None Some("SANTIAGO")"#, "no_date"]);
//! assert!(contents.complete && contents.announced == Some(contents.records));
//! assert_eq!(expected_days(source.newspaper, 1978, 8), 9); // a strike began on the 10th
//! # Ok::<(), std::io::Error>(())
//! ```

mod blocks;
mod contents;
mod cursor;
mod date;
mod dateline;
mod encoding;
mod europresse;
mod export;
mod extent;
mod factiva;
mod fields;
mod filed;
mod guard;
mod guardian;
mod guardian_index;
mod guardian_total;
mod html;
mod json;
mod judge;
mod judge_page;
mod library;
mod lines;
mod links;
mod loc;
mod markup;
mod newspapers;
mod nexis;
mod nyt;
mod nyt_sitemap;
mod page;
mod pages;
mod proquest;
mod quick;
mod read;
mod recognise;
mod record;
mod refusal;
mod repair;
mod ris;
mod route;
mod sections;
mod source;
mod table;
mod tables;
mod titles;
mod twins;
mod warc;
mod window;
mod written;
mod xml;
mod zipped;

pub use contents::{Contents, Fault, Trouble};
pub use date::{Date, YEARS, days_in_month};
pub use dateline::{Dateline, dateline};
pub use guard::Hostile;
pub use html::text as without_tags;
pub use judge::Answer;
pub use newspapers::{
    Gap, GapState, Newspaper, appeared, expected_days, gaps, newspaper, newspapers,
};
pub use recognise::{Outline, Unrecognised, recognise, recognise_file, recognise_naming};
pub use record::{Article, Labels, Problem, Record};
pub use refusal::{Refusal, refusal};
pub use route::{NotASpan, Route, Span, Unit};
pub use sections::{Basis, Verdict, international};
pub use source::Source;
pub use table::{Columns, Dates, Misnamed};
pub use tables::sections_digest;
pub use titles::newspaper_of_title;
pub use twins::{canonical_url, normalised_headline};
pub use warc::Damage;
pub use zipped::Unpackable;

/// Longest record that is read, in bytes (16 MiB; the largest real one seen is under 1 MiB).
pub const MAX_RECORD: usize = 16 * 1024 * 1024;

/// Every source, one line each.
pub static SOURCES: &[&Source] = &[
    &nyt::ARCHIVE,
    &nyt_sitemap::SITEMAP,
    &guardian::API,
    &guardian::PRINTED,
    &guardian_total::TOTAL,
    &guardian_index::INDEX,
    &loc::PAGES,
    &nexis::HTML,
    &nexis::TEXT,
    &nexis::DOCX,
    &factiva::HTML,
    &factiva::XML,
    &europresse::HTML,
    &library::ALTO,
    &library::METS,
    &library::TROVE,
    &library::TROVE_V2,
    &library::DIGITALNZ,
    &proquest::TEXT,
    &proquest::HTML,
    &proquest::MAIL,
    &proquest::HISTORICAL,
    &proquest::TDM,
    &proquest::ARCHIVE,
    &ris::RIS,
    &table::GDELT_MENTIONS,
    &table::GDELT_EVENTS,
    &warc::WARC,
    &warc::WACZ,
    // After all others: a vendor's table is a table too.
    &table::PARQUET,
    &table::STATA,
    &table::XLSX,
    &table::JSONL,
    &table::DELIMITED,
    // Told by its name and what it is not.
    &library::TEXT,
];

/// The source of this name.
#[must_use]
pub fn source(name: &str) -> Option<&'static Source> {
    SOURCES.iter().copied().find(|source| source.name == name)
}
