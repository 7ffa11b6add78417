//! Exports: files that people get from databases and libraries. Their records are of any newspaper, and say of which.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::MAX_RECORD;
use crate::contents::{Contents, Fault};
use crate::date::Date;
use crate::encoding;
use crate::page::{MAX_TEXT, shortened};
use crate::record::{Article, Problem, Record};
use crate::table::Columns;
use crate::twins::normalised_headline;

/// An export format.
pub(crate) struct Export {
    /// What its files are called at the end: `txt`.
    pub(crate) extension: &'static str,
    /// Whether a document that begins like this is one.
    pub(crate) is_its: fn(&Head<'_>) -> bool,
    /// Hands out the records of a document.
    pub(crate) read: fn(&mut dyn Read, &mut Records<'_>) -> io::Result<()>,
    /// Whether it is what a search found: what it does not hold may have been printed all the same.
    pub(crate) searched: bool,
    /// Whether the name of the file says what the text does not: its newspaper, its day.
    pub(crate) named: bool,
}

/// The beginning of a document.
pub(crate) struct Head<'a> {
    /// The name of its file; empty if it is not known.
    pub(crate) name: &'a str,
    /// As it is; 64 KiB at most.
    pub(crate) bytes: &'a [u8],
    /// The same as text.
    pub(crate) text: String,
    /// What the columns of a table are called.
    pub(crate) columns: &'a Columns,
}

impl<'a> Head<'a> {
    pub(crate) fn of(name: &'a str, bytes: &'a [u8], columns: &'a Columns) -> Self {
        Head { name, bytes, text: encoding::head(bytes), columns }
    }

    /// Whether it begins like HTML or XML: what only speaks of such a format does not.
    pub(crate) fn is_markup(&self) -> bool {
        self.text.trim_start().starts_with('<')
    }

    /// Whether one of its lines, spaces at its ends apart, begins like this.
    pub(crate) fn has_line(&self, beginning: &str) -> bool {
        self.text.lines().any(|line| line.trim_start().starts_with(beginning))
    }
}

/// Where a reader hands its records over, one after the other.
pub(crate) struct Records<'e> {
    /// The account of the document so far. `complete` until something else is known.
    pub(crate) contents: Contents,
    /// What the columns of a table are called.
    pub(crate) columns: &'e Columns,
    /// Bytes of cells that were made of few: a text that many rows refer to.
    spent: u64,
    each: &'e mut dyn FnMut(Record<'_>),
}

/// Most bytes that the cells of a workbook or binary table may have together.
const MAX_SPENT: u64 = 2 << 30;

impl<'e> Records<'e> {
    pub(crate) fn of(contents: Contents, each: &'e mut dyn FnMut(Record<'_>)) -> Self {
        Records { contents, columns: Columns::known(), spent: 0, each }
    }

    /// The next record; where it begins, and its length in bytes.
    pub(crate) fn hand(&mut self, offset: u64, length: u64, article: Result<Article<'_>, Problem>) {
        let position = u32::try_from(self.contents.records).unwrap_or(u32::MAX);
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        (self.each)(Record { position, offset, length, article });
        self.contents.records += 1;
    }

    /// Takes account of a row whose cells may be texts that other rows refer to as well; false: together they have more
    /// bytes than a document may have, and it is not to be read on.
    pub(crate) fn spend(&mut self, row: u64, bytes: usize) -> bool {
        self.spent += bytes as u64;
        if self.spent > MAX_SPENT {
            self.cut(row, Fault::TooLarge(MAX_SPENT));
        }
        self.spent <= MAX_SPENT
    }

    /// Something is wrong with the document as a whole, and yet all of it was read.
    pub(crate) fn note(&mut self, offset: u64, what: Fault) {
        self.contents.note(offset, what);
    }

    /// Says so if the document announced another number of records than were handed over.
    pub(crate) fn check_announced(&mut self, offset: u64) {
        let held = self.contents.records;
        if let Some(announced) = self.contents.announced.filter(|announced| *announced != held) {
            self.note(offset, Fault::Announced { announced, held });
        }
    }

    /// The document ends early, or cannot be read further.
    pub(crate) fn cut(&mut self, offset: u64, what: Fault) {
        self.contents.complete = false;
        self.contents.note(offset, what);
    }
}

/// Hands out the records of a document and gives the account of it.
pub(crate) fn document(
    export: &Export,
    columns: &Columns,
    input: &mut dyn Read,
    each: &mut dyn FnMut(Record<'_>),
) -> io::Result<Contents> {
    let contents = Contents { complete: true, objects: 1, ..Contents::default() };
    let mut records = Records::of(contents, each);
    records.columns = columns;
    let mut input = Counted { input, bytes: 0 };
    (export.read)(&mut input, &mut records)?;
    let mut contents = records.contents;
    contents.bytes = input.bytes;
    if contents.records == 0 && contents.problems.is_empty() {
        contents.complete = false;
        contents.note(0, Fault::Empty);
    }
    Ok(contents)
}

/// Id of an article that its source gives none: its day and headline, by which another record of it would be known too.
pub(crate) fn identity(date: Date, headline: &str) -> Result<Cow<'static, str>, Problem> {
    let key = normalised_headline(headline).ok_or(Problem::NoIdentity)?;
    Ok(format!("{date}:{key}").into())
}

/// A headline, a title or the like, no longer than one can be: in a damaged export it may be all of the text.
pub(crate) fn short(text: String) -> Cow<'static, str> {
    if text.len() <= MAX_TEXT { text.into() } else { shortened(text.split_whitespace()).into() }
}

/// All of a document that is only read whole, such as a zip; `None`: it has more bytes than `most`.
///
/// # Errors
/// Those of `input`.
pub(crate) fn whole(input: &mut dyn Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Text of a record as it grows, up to [`MAX_RECORD`].
#[derive(Default)]
pub(crate) struct Piece {
    /// Where it begins.
    pub(crate) offset: u64,
    /// Its text.
    pub(crate) text: String,
    /// Its bytes in the document, as far as it grew.
    pub(crate) bytes: u64,
    /// Bytes of its lines as they were read, also those beyond what is kept.
    read: u64,
}

impl Piece {
    pub(crate) fn at(offset: u64) -> Self {
        Piece { offset, ..Piece::default() }
    }

    /// Adds a line that takes so many bytes of the document, with its end and with what was passed over of it.
    pub(crate) fn push(&mut self, line: &str, bytes: u64) {
        self.bytes += bytes;
        self.read += line.len() as u64 + 1;
        if self.read <= MAX_RECORD as u64 {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Why it cannot be read, if it is too large.
    pub(crate) fn too_large(&self) -> Option<Problem> {
        (self.read > MAX_RECORD as u64).then_some(Problem::TooLarge(self.read))
    }
}

struct Counted<'r> {
    input: &'r mut dyn Read,
    bytes: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        self.bytes += read as u64;
        Ok(read)
    }
}
