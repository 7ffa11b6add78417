//! What one record says: the article, or why it is none.

use std::borrow::Cow;

use crate::contents::Fault;
use crate::date::Date;
use crate::guard::Hostile;

/// One element of a document's list of articles, in the order of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// Ordinal in the document, from 0, over all its objects.
    pub position: u32,
    /// Where the record begins: bytes from the start of the decoded document.
    pub offset: u64,
    /// Bytes from there to its end; `u32::MAX` if it is longer than that can say.
    pub length: u32,
    /// The article, or why this record is not counted.
    pub article: Result<Article<'a>, Problem>,
}

/// A newspaper article as the source describes it. Text is as written, entities included, without HTML tags.
///
/// Fields are empty where the source says nothing (absent, `null`, `""`, `"None"`).
#[derive(Debug, Clone, PartialEq)]
pub struct Article<'a> {
    /// The newspaper's title as the record writes it; empty where all of a source is of one newspaper.
    pub newspaper: Cow<'a, str>,
    /// The source's own identifier; the URL where it gives none. Never empty.
    pub id: Cow<'a, str>,
    /// The day of the date as written, not converted to any time zone; its year is within [`crate::YEARS`].
    pub date: Date,
    /// The date with its clock and offset, exactly as written.
    pub date_written: Cow<'a, str>,
    /// The headline; the printed one where the source has no other.
    pub headline: Cow<'a, str>,
    /// The abstract, snippet or trail text: the first of them that is not empty.
    pub summary: Cow<'a, str>,
    /// The lead paragraph.
    pub lead: Cow<'a, str>,
    /// The newspaper's own place index terms (NYT `glocations`, Guardian `world/…` tags), repeats included.
    pub places: Vec<Cow<'a, str>>,
    /// Where the newspaper filed the article.
    pub labels: Labels<'a>,
    /// The printed page, as written: `A12`, `3`.
    pub page: Cow<'a, str>,
    /// What kind of piece it is, a list separated by `"; "`: NYT `type_of_material`, Guardian type and tones.
    pub kind: Cow<'a, str>,
    /// The article's address, as written.
    pub url: Cow<'a, str>,
    /// Whether bytes had to be repaired to read this record (invalid UTF-8, lone surrogates, control characters).
    pub lossy: bool,
}

impl<'a> Article<'a> {
    /// An article of which nothing else is known.
    pub(crate) fn of(
        id: impl Into<Cow<'a, str>>,
        date: Date,
        date_written: impl Into<Cow<'a, str>>,
    ) -> Self {
        Article {
            newspaper: Cow::default(),
            id: id.into(),
            date,
            date_written: date_written.into(),
            headline: Cow::default(),
            summary: Cow::default(),
            lead: Cow::default(),
            places: Vec::new(),
            labels: Labels::default(),
            page: Cow::default(),
            kind: Cow::default(),
            url: Cow::default(),
            lossy: false,
        }
    }
}

/// The newspaper's own labels of an article, as written (placeholders such as `Archives` and `None` included).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Labels<'a> {
    /// NYT `section_name` (`"; "`-list before 2014), Guardian `sectionId`.
    pub section: Cow<'a, str>,
    /// NYT `subsection_name`; the Guardian has none.
    pub subsection: Cow<'a, str>,
    /// NYT `news_desk`; title of the Guardian's commissioning-desk tag.
    pub desk: Cow<'a, str>,
    /// Section of the printed paper: NYT `print_section`, id of the Guardian's newspaper-book-section tag.
    pub book_section: Cow<'a, str>,
    /// Ids of all the Guardian's tags, in its order; the NYT has none.
    pub tags: Vec<Cow<'a, str>>,
}

/// Why a record cannot be counted. [`Problem::name`] is the stable quarantine reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The bytes between its brackets are not JSON, even after repair.
    #[error("the record is not JSON: {0}")]
    NotJson(String),
    /// An element of the list that is not an object.
    #[error("the record is not an object: it begins with {0:?}")]
    NotAnObject(char),
    /// It has no date.
    #[error("the record has no date")]
    NoDate,
    /// It has a date that is not one.
    #[error("the record's date is not a date: {0:?}")]
    BadDate(String),
    /// It has a date that could be of two days, and nobody says which: `3/4/1996`.
    #[error(
        "the record's date {0:?} could be of two days; say which comes first: [import] dates = \"dmy\" or \"mdy\" in the pipeline"
    )]
    TwoDays(String),
    /// Its date is outside [`crate::YEARS`].
    #[error("the record's date {0} is outside 1785 to 2100")]
    DateOutOfWindow(Date),
    /// It has neither an id nor a URL, so it could not be told from its twin.
    #[error("the record has nothing to know it by: no id, no address, no headline or text")]
    NoIdentity,
    /// A row of a table that has another number of cells than the table has columns.
    #[error("the row has {held} cells and the table {named} columns")]
    Cells {
        /// Cells of the row.
        held: usize,
        /// Columns of the table.
        named: usize,
    },
    /// A row of a table with a quotation mark that is not closed.
    #[error("a quotation mark in the row is not closed")]
    Unclosed,
    /// It is longer than [`crate::MAX_RECORD`] bytes and was passed over unread.
    #[error("the record is too large: {0} bytes")]
    TooLarge(u64),
    /// It is HTML of which reading would take too long; nothing of it was read.
    #[error("the record was not read: {0}")]
    Hostile(Hostile),
    /// It is a document of its own, such as a member of a zip, and cannot be read.
    #[error("{0}")]
    Document(Fault),
    /// It is a member of a zip, with this name, and something is wrong with it.
    #[error("{member:?}: {problem}")]
    Member {
        /// Its name in the zip; of a zip inside a zip both, with `/` between.
        member: String,
        /// What is wrong.
        problem: Box<Problem>,
    },
}

impl Problem {
    /// The reason under which such records are quarantined and counted; stable across versions.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Problem::NotJson(_) => "not_json",
            Problem::NotAnObject(_) => "not_an_object",
            Problem::NoDate => "no_date",
            Problem::BadDate(_) => "bad_date",
            Problem::DateOutOfWindow(_) => "date_out_of_window",
            Problem::TwoDays(_) => "two_days",
            Problem::NoIdentity => "no_identity",
            Problem::Cells { .. } => "other_cells",
            Problem::Unclosed => "unclosed",
            Problem::TooLarge(_) => "too_large",
            Problem::Hostile(_) => "hostile",
            Problem::Document(what) => what.name(),
            Problem::Member { problem, .. } => problem.name(),
        }
    }
}
