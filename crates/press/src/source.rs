//! A source: one export format of one newspaper, and how its documents are laid out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use crate::contents::Contents;
use crate::export::{self, Export};
use crate::page::Site;
use crate::pages;
use crate::quick;
use crate::read;
use crate::record::{Article, Problem, Record};
use crate::route::{Route, Unit};
use crate::table::Columns;
use crate::titles::newspaper_of_title;

/// One export format of one newspaper. Compare by [`Source::name`].
pub struct Source {
    /// Its short name everywhere: folder, column, pipeline. `nyt-archive`.
    pub name: &'static str,
    /// Short name of the newspaper: `nyt`. See [`crate::newspaper`]. Empty: each record says of which it is, see
    /// [`Source::newspaper_of`].
    pub newspaper: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// How its documents are laid out.
    pub(crate) format: Format,
    /// How it is asked for; `None` if it can only be imported.
    pub(crate) route: Option<&'static Route>,
    /// Whether its documents can be told by their content. `false` for those that only the question tells.
    pub(crate) by_content: bool,
}

/// How the documents of a source are laid out.
pub(crate) enum Format {
    /// JSON objects with a list of records.
    Json(Json),
    /// HTML index pages with links to articles.
    Html(Site),
    /// An export of a database or a library.
    Export(Export),
}

/// JSON objects, each with a list of records and small values beside it.
pub(crate) struct Json {
    /// Keys of the objects around the list, from the outermost one on, which has none; of a list of objects all are
    /// looked into.
    pub(crate) within: &'static [&'static str],
    /// Keys of which one is that of the list of records.
    pub(crate) lists: &'static [&'static str],
    /// Keys of which every record has at least one.
    pub(crate) signs: &'static [&'static str],
    /// Keys beside the list that say how much is in it; at least one is there.
    pub(crate) beside: &'static [&'static str],
    /// Whether one of `beside` is enough to know the source by; `false`: a record is needed.
    pub(crate) beside_tells: bool,
    /// Other keys beside the list that are asked for.
    pub(crate) also: &'static [&'static str],
    /// What one object says of how much it holds.
    pub(crate) said: fn(&Facts) -> Option<Said>,
    /// Reads the record at the beginning of the bytes.
    pub(crate) parse: fn(&[u8]) -> Parsed<'_>,
    /// Whether its records are articles to be counted. `false`: only the total is wanted.
    pub(crate) articles: bool,
}

/// What one object says of how much it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Said {
    /// Records in this object.
    pub(crate) held: u64,
    /// Records of the whole answer, over all its pages; `None`: it does not say.
    pub(crate) total: Option<u64>,
    /// Number of this page, from 1; `None`: it is not paged.
    pub(crate) page: Option<u64>,
    /// Pages of the whole answer; `None`: it is not paged.
    pub(crate) pages: Option<u64>,
    /// Whether it answers a search, though the same records can be had whole.
    pub(crate) searched: bool,
}

/// What came of trying to read a record at the beginning of some bytes.
pub(crate) type Parsed<'a> = Result<Whole<'a>, Damage>;

/// A record that is JSON from its first byte to its last.
pub(crate) struct Whole<'a> {
    /// Bytes it takes.
    pub(crate) length: usize,
    pub(crate) article: Result<Article<'a>, Problem>,
}

/// Why no record could be read.
pub(crate) enum Damage {
    /// It is right so far and goes on after these bytes.
    Short,
    /// It is not JSON, for this reason.
    Bad(String),
}

impl Source {
    /// Reads a decoded document (JSON or HTML, not its gzip) and hands out its records one at a time, in order.
    ///
    /// Memory stays within a window of 256 KiB that grows to the largest record, never beyond
    /// [`crate::MAX_RECORD`]; the result does not depend on how `input` cuts its answers.
    /// What is wrong is data: with a record, in [`Record::article`]; with the document, in [`Contents::problems`].
    ///
    /// # Errors
    /// Only those of `input`; the records handed out before stay valid.
    ///
    /// ```
    /// let source = groundswell_press::source("nyt-archive").unwrap();
    /// let mut document = r#"{"response": {"meta": {"hits": 1}, "docs": [{
    ///     "_id": "nyt://article/1", "pub_date": "1973-09-12T05:00:00+0000",
    ///     "headline": {"main": "Junta Rules in Chile"}}]}}"#.as_bytes();
    /// let mut headlines = Vec::new();
    /// let contents = source.read(&mut document, &mut |record| {
    ///     headlines.push(record.article.unwrap().headline.into_owned());
    /// })?;
    /// assert_eq!(headlines, ["Junta Rules in Chile"]);
    /// assert!(contents.complete && contents.announced == Some(1));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read(
        &self,
        input: &mut dyn Read,
        each: &mut dyn FnMut(Record<'_>),
    ) -> io::Result<Contents> {
        self.read_naming(Columns::known(), input, each)
    }

    /// The same of a table whose columns have these names; of what is no table as [`Source::read`].
    ///
    /// # Errors
    /// Only those of `input`.
    pub fn read_naming(
        &self,
        columns: &Columns,
        input: &mut dyn Read,
        each: &mut dyn FnMut(Record<'_>),
    ) -> io::Result<Contents> {
        let contents = match &self.format {
            Format::Json(json) if json.articles => {
                read::document(json, input, each).map(|(contents, _)| contents)
            }
            Format::Json(json) => total(json, input),
            Format::Html(site) => {
                pages::document(site, self.newspaper, input, each).map(|(contents, _)| contents)
            }
            Format::Export(export) => export::document(export, columns, input, each),
        }?;
        Ok(Contents { searched: contents.searched || self.searched(), ..contents })
    }

    /// Short name of the newspaper an article of this source is of; `None`: it is of none that is known.
    #[must_use]
    pub fn newspaper_of(&self, article: &Article<'_>) -> Option<&'static str> {
        match self.newspaper {
            "" => newspaper_of_title(&article.newspaper),
            newspaper => Some(newspaper),
        }
    }

    /// Whether all its documents are what searches found, see [`Contents::searched`].
    fn searched(&self) -> bool {
        match &self.format {
            Format::Export(export) => export.searched,
            Format::Json(_) | Format::Html(_) => self.newspaper.is_empty(),
        }
    }

    /// Whether its documents hold days, so that a month is only held when enough of its days are: those that are asked
    /// for day by day, and all that libraries deliver.
    #[must_use]
    pub fn by_day(&self) -> bool {
        self.route.map_or(!self.searched(), |route| route.unit == Unit::Day)
    }

    /// Whether the name of the file says what the text does not. Such a document is kept with its name before it
    /// ([`Source::preface`]).
    #[must_use]
    pub fn named(&self) -> bool {
        matches!(&self.format, Format::Export(export) if export.named)
    }
}

/// Reads a document of which only the total is wanted, and the month of its results.
fn total(json: &Json, input: &mut dyn Read) -> io::Result<Contents> {
    let mut months = Vec::new();
    let (mut contents, _) = read::document(json, input, &mut |record| {
        months.extend(record.article.map(|article| (article.date.year, article.date.month)));
        months.dedup();
    })?;
    contents.month = months.first().copied().filter(|_| months.len() == 1);
    contents.records = 0;
    contents.announced = contents.announced.map(|_| 0);
    Ok(contents)
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.name).finish()
    }
}

/// Small values beside the list of records, by key, as JSON text.
#[derive(Debug, Default)]
pub(crate) struct Facts(BTreeMap<&'static str, Vec<u8>>);

impl Facts {
    /// Remembers a value; of a repeated key, the last.
    pub(crate) fn set(&mut self, key: &'static str, json: Vec<u8>) {
        self.0.insert(key, json);
    }

    /// The value of `key` read as `T`; `None` if it is absent or not one.
    pub(crate) fn value<'a, T: serde::Deserialize<'a>>(&'a self, key: &str) -> Option<T> {
        serde_json::from_slice(self.0.get(key)?).ok()
    }

    /// The value of `key` as a whole number, written as a number or as a string.
    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        self.value::<crate::json::Text<'_>>(key).and_then(|text| text.0.parse().ok())
    }
}

/// Reads one value of type `T` at the beginning of `bytes` and makes an article of it.
pub(crate) fn parse<'a, T: serde::Deserialize<'a>>(
    bytes: &'a [u8],
    article: fn(T) -> Result<Article<'a>, Problem>,
) -> Parsed<'a> {
    if let Ok((value, length)) = quick::value(bytes) {
        return Ok(Whole { length, article: article(value) });
    }
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Ok(Whole { length: values.byte_offset(), article: article(value) }),
        Some(Err(error)) if !error.is_eof() => Err(Damage::Bad(error.to_string())),
        Some(Err(_)) | None => Err(Damage::Short),
    }
}

/// The date of a record, or what is wrong with it.
pub(crate) fn date(written: &str) -> Result<crate::Date, Problem> {
    if matches!(written, "" | "None") {
        return Err(Problem::NoDate);
    }
    let shown = || written.chars().take(40).collect();
    within_years(crate::Date::parse(written).ok_or_else(|| Problem::BadDate(shown()))?)
}

/// The date, if its year is one that a record may carry.
pub(crate) fn within_years(date: crate::Date) -> Result<crate::Date, Problem> {
    if crate::YEARS.contains(&date.year) { Ok(date) } else { Err(Problem::DateOutOfWindow(date)) }
}

/// The first of some texts that says something.
pub(crate) fn first<'a, const N: usize>(texts: [Cow<'a, str>; N]) -> Cow<'a, str> {
    texts.into_iter().find(|text| !text.trim_ascii().is_empty()).unwrap_or_default()
}
