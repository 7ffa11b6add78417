//! Which articles are international: the newspaper's own labels, judged by the rows of `tables/sections.csv`.
//!
//! How the rows combine, in this order (where each rule comes from is in its row):
//! 1. a `no` row on the `kind` of piece decides: a correction or a film schedule is no report, wherever it is filed;
//! 2. else any `yes` row decides: the foreign desk's piece is international in whatever section it stands;
//! 3. else any `no` row decides; `how = any` means "some label that no `unknown` row names";
//! 4. else the newspaper does not say.
//!
//! An `unknown` row names a label that says nothing: `Archives`, `None`, an empty field.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::LazyLock;

use memchr::memchr;
use serde::Deserialize;

use crate::record::Article;
use crate::tables;

/// What the newspaper says of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the article belongs to the international section; `None`: the newspaper does not say.
    pub international: Option<bool>,
    /// What the verdict rests on. This crate gives `Metadata` or `None`.
    pub basis: Basis,
    /// Id of the row of `sections.csv` that decided; empty if none did.
    pub rule: &'static str,
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A desk, section, tag or address of the newspaper says so.
    Metadata,
    /// Dateline or index terms suggest it: decided elsewhere, by who knows the places.
    Inferred,
    /// Nothing says.
    None,
}

impl Basis {
    /// `metadata`, `inferred` or `none`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Basis::Metadata => "metadata",
            Basis::Inferred => "inferred",
            Basis::None => "none",
        }
    }
}

/// What the newspaper's metadata say of where the article belongs. An unknown newspaper says nothing.
///
/// ```
/// # use groundswell_press::{source, international, Basis};
/// let mut page = r#"{"response": {"meta": {"hits": 1}, "docs": [{"_id": "1", "pub_date": "2004-03-02T00:00:00Z",
///     "section_name": "Technology; World", "news_desk": "Business/Financial Desk"}]}}"#.as_bytes();
/// source("nyt-archive").unwrap().read(&mut page, &mut |record| {
///     let verdict = international("nyt", &record.article.unwrap());
///     assert_eq!((verdict.international, verdict.basis), (Some(true), Basis::Metadata));
/// })?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn international(newspaper: &str, article: &Article<'_>) -> Verdict {
    let decided = BOOKS.iter().find(|book| book.newspaper == newspaper).and_then(|book| {
        let (year, said) = (article.date.year, Said::by(article));
        let holds = |rule: &&Rule| rule.holds(year, &said, &book.nothing);
        let decides = |rules: &'static [Rule]| rules.iter().find(holds);
        let rule =
            decides(&book.no_report).or_else(|| decides(&book.yes)).or_else(|| decides(&book.no));
        rule.map(|rule| Verdict {
            international: Some(rule.verdict == Says::Yes),
            basis: Basis::Metadata,
            rule: &rule.id,
        })
    });
    decided.unwrap_or(Verdict { international: None, basis: Basis::None, rule: "" })
}

static BOOKS: LazyLock<Vec<Book>> = LazyLock::new(|| {
    let mut books: Vec<Book> = Vec::new();
    for rule in tables::rows::<Rule>(tables::SECTIONS) {
        if books.last().is_none_or(|book| book.newspaper != rule.newspaper) {
            books.push(Book { newspaper: rule.newspaper.clone(), ..Book::default() });
        }
        if let Some(book) = books.last_mut() {
            book.add(rule);
        }
    }
    books
});

/// The rules of one newspaper (its rows stand together), by what they say, each kind in the order of the table.
#[derive(Default)]
struct Book {
    newspaper: String,
    no_report: Vec<Rule>,
    yes: Vec<Rule>,
    no: Vec<Rule>,
    nothing: Vec<Rule>,
}

impl Book {
    fn add(&mut self, rule: Rule) {
        let shelf = match rule.verdict {
            Says::No if rule.field == Field::Kind => &mut self.no_report,
            Says::No => &mut self.no,
            Says::Yes => &mut self.yes,
            Says::Unknown => &mut self.nothing,
        };
        shelf.push(rule);
    }
}

/// A row of `sections.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    newspaper: String,
    id: String,
    field: Field,
    how: How,
    value: String,
    from_year: Option<i32>,
    to_year: Option<i32>,
    verdict: Says,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Field {
    Kind,
    Section,
    Subsection,
    Desk,
    BookSection,
    Tag,
    Url,
}

/// How a label is compared with the row's value; never by case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    /// The whole label.
    Exact,
    /// One item of a list separated by `"; "`.
    Token,
    /// The label's beginning.
    Prefix,
    /// The part of an address where a section stands: after the date, or first or second without one.
    Path,
    /// Any item that no `unknown` row of the same field names.
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Says {
    Yes,
    No,
    Unknown,
}

impl Rule {
    /// Whether it is in force in the article's year and its label is there. `nothing`: labels that say nothing.
    fn holds(&self, year: i32, said: &Said<'_>, nothing: &[Rule]) -> bool {
        self.from_year.is_none_or(|from| from <= year)
            && self.to_year.is_none_or(|to| year <= to)
            && match self.field {
                Field::Kind => self.fits(said.kind, nothing),
                Field::Section => self.fits(said.section, nothing),
                Field::Subsection => self.fits(said.subsection, nothing),
                Field::Desk => self.fits(said.desk, nothing),
                Field::BookSection => self.fits(said.book_section, nothing),
                Field::Tag => said.tags.iter().any(|tag| self.fits(Label::of(tag), nothing)),
                Field::Url if self.how == How::Path => said.folders().contains(&&*self.value),
                Field::Url => self.fits(said.url, nothing),
            }
    }

    fn fits(&self, label: Label<'_>, nothing: &[Rule]) -> bool {
        let value = &self.value;
        let text = label.text;
        match self.how {
            How::Token if label.is_list => {
                tokens(text).any(|token| token.eq_ignore_ascii_case(value))
            }
            How::Exact | How::Token => text.eq_ignore_ascii_case(value),
            How::Prefix => {
                text.get(..value.len()).is_some_and(|start| start.eq_ignore_ascii_case(value))
            }
            // Only addresses have one.
            How::Path => false,
            How::Any => tokens(text).any(|token| {
                let is_its = |rule: &Rule| {
                    rule.field == self.field && rule.value.eq_ignore_ascii_case(token)
                };
                !token.is_empty() && !nothing.iter().any(is_its)
            }),
        }
    }
}

/// The labels of an article, which all rules look at.
struct Said<'a> {
    kind: Label<'a>,
    section: Label<'a>,
    subsection: Label<'a>,
    desk: Label<'a>,
    book_section: Label<'a>,
    tags: &'a [Cow<'a, str>],
    url: Label<'a>,
    folders: OnceCell<Vec<&'a str>>,
}

/// A label without blanks around it.
#[derive(Clone, Copy)]
struct Label<'a> {
    text: &'a str,
    /// Whether there are several in it, separated by `;`.
    is_list: bool,
}

impl<'a> Label<'a> {
    fn of(label: &'a str) -> Self {
        Label { text: label.trim_ascii(), is_list: memchr(b';', label.as_bytes()).is_some() }
    }
}

impl<'a> Said<'a> {
    fn by(article: &'a Article<'_>) -> Self {
        let labels = &article.labels;
        Said {
            kind: Label::of(&article.kind),
            section: Label::of(&labels.section),
            subsection: Label::of(&labels.subsection),
            desk: Label::of(&labels.desk),
            book_section: Label::of(&labels.book_section),
            tags: &labels.tags,
            url: Label::of(&article.url),
            folders: OnceCell::new(),
        }
    }

    /// The parts of the address that can name a section.
    fn folders(&self) -> &[&'a str] {
        self.folders.get_or_init(|| section_path(self.url.text).collect())
    }
}

fn tokens(label: &str) -> impl Iterator<Item = &str> {
    label.split(';').map(str::trim_ascii)
}

/// The parts of an address that can name a section: the one after `/2011/03/04/`; without a date the first two.
/// Never the last part, which is the article's own name.
fn section_path(url: &str) -> impl Iterator<Item = &str> {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let (folders, count) = match after_date(folders) {
        Some(rest) => (rest, 1),
        None => (folders, 2),
    };
    folders.split('/').take(count)
}

/// What follows the first `2011/03/04/` of a path.
fn after_date(path: &str) -> Option<&str> {
    let is_number =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = path;
    loop {
        let mut parts = rest.splitn(4, '/');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if is_number(year, 4) && is_number(month, 2) && is_number(day, 2) {
            return Some(parts.next().unwrap_or_default());
        }
        rest = rest.split_once('/')?.1;
    }
}
