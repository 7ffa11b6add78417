//! Which source a document comes from, told by its content; and what it looks like when it is none.

use std::fmt;

use crate::SOURCES;
use crate::contents::shown;
use crate::export::Head;
use crate::extent::Extent;
use crate::guard;
use crate::links;
use crate::page::own_address;
use crate::pages::read_preface;
use crate::refusal::{self, REFUSAL, Refusal};
use crate::source::{Facts, Format, Json, Source};
use crate::table::Columns;

/// Bytes of a document that are looked at.
pub(crate) const HEAD: usize = 64 * 1024;

/// What a document looks like that is of no known source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unrecognised {
    /// Nothing but white space.
    #[error("the document is empty")]
    Empty,
    /// A web page: a log-in, a consent wall, an error page.
    #[error("an HTML page of no kind that is known")]
    Html,
    /// The Guardian's API of 2009.
    #[error(
        "an XML page of the Guardian's API of 2009, which is not read; the Content API has the same articles as JSON"
    )]
    GuardianXml,
    /// Any other XML.
    #[error("XML of no kind that is known")]
    Xml,
    /// Compressed bytes where decoded ones were due: still packed, packed twice, or cut so that they did not unpack.
    #[error("{}", of_packed(.0))]
    Packed(&'static str),
    /// Text in another encoding.
    #[error("UTF-16 text; JSON is UTF-8")]
    Utf16,
    /// Rich text, as Nexis and Factiva export too.
    #[error("rich text (RTF), which is not read; export it again as DOCX, HTML or text")]
    Rtf,
    /// Bytes that are no text.
    #[error("binary data of no kind that is known")]
    Binary,
    /// JSON inside something else.
    #[error(
        "JSON in a wrapper ({0}), as sent to web pages; take the wrapper off or ask for plain JSON"
    )]
    Wrapped(&'static str),
    /// The server's error message, saved as if it were data. For the NYT its code, which names no key.
    #[error("an error message of the server, not articles: {0}")]
    Refused(String),
    /// JSON that no source is known to write.
    #[error("JSON of another shape: {0}")]
    OtherJson(Outline),
    /// Text that is none of these.
    #[error("text of no kind that is known, beginning with {0:?}{hint}", hint = of_columns(.0))]
    Text(String),
}

/// What a piece of JSON consists of, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Whether it is an object.
    pub object: bool,
    /// Its first keys, those under `response` as `response.docs`.
    pub keys: Vec<String>,
}

impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.object, self.keys.is_empty()) {
            (false, _) => f.write_str("not an object"),
            (true, true) => f.write_str("an object without members"),
            (true, false) => write!(f, "an object with {}", self.keys.join(", ")),
        }
    }
}

/// The source that wrote a document, told by its beginning (64 KiB are enough; more is ignored) after unpacking.
///
/// # Errors
/// What the document looks like instead.
///
/// ```
/// use groundswell_press::{recognise, Unrecognised};
/// let month = br#"{"copyright": "(c)", "response": {"meta": {"hits": 0}, "docs": []}}"#;
/// assert_eq!(recognise(month).unwrap().name, "nyt-archive");
/// assert_eq!(recognise(b"<!DOCTYPE html><p>Please log in").unwrap_err(), Unrecognised::Html);
/// ```
pub fn recognise(head: &[u8]) -> Result<&'static Source, Unrecognised> {
    recognise_file("", head)
}

/// The same with the name of the file, which some exports need: plain text does not say which day it is of.
///
/// # Errors
/// As [`recognise`].
pub fn recognise_file(name: &str, head: &[u8]) -> Result<&'static Source, Unrecognised> {
    recognise_naming(Columns::known(), name, head)
}

/// The same where the columns of tables have these names.
///
/// # Errors
/// As [`recognise`].
pub fn recognise_naming(
    columns: &Columns,
    name: &str,
    head: &[u8],
) -> Result<&'static Source, Unrecognised> {
    let head = head.get(..HEAD).unwrap_or(head);
    let known = match kind(head) {
        Ok(Kind::Object(text)) => object(text),
        Ok(Kind::Markup(text)) => index_page(text).ok_or_else(|| markup(text)),
        Err(unrecognised) => Err(unrecognised),
    };
    known.or_else(|unrecognised| export(columns, name, head).ok_or(unrecognised))
}

/// The export that begins like this.
fn export(columns: &Columns, name: &str, head: &[u8]) -> Option<&'static Source> {
    let head = Head::of(name, head, columns);
    SOURCES
        .iter()
        .copied()
        .find(|source| matches!(&source.format, Format::Export(export) if (export.is_its)(&head)))
}

/// What a document is written in, with its beginning after byte order mark and white space.
pub(crate) enum Kind<'a> {
    /// An object of JSON.
    Object(&'a [u8]),
    /// HTML or XML.
    Markup(&'a [u8]),
}

/// What a document is written in, told by its beginning.
///
/// # Errors
/// What it looks like if that is neither an object nor markup.
pub(crate) fn kind(head: &[u8]) -> Result<Kind<'_>, Unrecognised> {
    if let Some(packed) = packed(head) {
        return Err(Unrecognised::Packed(packed));
    }
    if is_utf16(head) {
        return Err(Unrecognised::Utf16);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match text.first() {
        None => Err(Unrecognised::Empty),
        Some(b'{') if text.starts_with(b"{\\rtf") => Err(Unrecognised::Rtf),
        Some(b'{') => Ok(Kind::Object(text)),
        Some(b'<') => Ok(Kind::Markup(text)),
        Some(b'[' | b'"' | b'-' | b'0'..=b'9') => Err(not_an_object()),
        Some(_) if matches!(text.trim_ascii_end(), b"null" | b"true" | b"false") => {
            Err(not_an_object())
        }
        Some(_) => Err(other(text)),
    }
}

/// The source of an object: by its list, with what stands beside it or the first record in it.
fn object(text: &[u8]) -> Result<&'static Source, Unrecognised> {
    let members = members(text);
    let response = value(&members, "response").map(self::members).unwrap_or_default();
    if let Some(source) = by_list(&members) {
        return Ok(source);
    }
    for level in [&members, &response] {
        if let Some(message) = refusal::message(&facts(level)) {
            return Err(Unrecognised::Refused(message));
        }
    }
    let name = |prefix: &'static str| {
        move |(key, _): &(&[u8], &[u8])| format!("{prefix}{}", String::from_utf8_lossy(key))
    };
    let keys = members.iter().map(name("")).chain(response.iter().map(name("response.")));
    let keys = keys.take(8).map(|key| shown(&key, 40)).collect();
    Err(Unrecognised::OtherJson(Outline { object: true, keys }))
}

/// The source of an index page: by the line before it, else by the address that it gives as its own.
fn index_page(text: &[u8]) -> Option<&'static Source> {
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let known = read_preface(line).map(|(address, _)| address);
    let text = String::from_utf8_lossy(text);
    // The beginning of a page is a page too.
    let html = if known.is_none() { guard::parse(&text).ok() } else { None };
    SOURCES.iter().copied().find(|source| match &source.format {
        Format::Html(site) => {
            let own = match &known {
                Some(known) => links::address(known, site.hosts),
                None => html.as_ref().and_then(|html| own_address(html, &text, site)),
            };
            own.is_some_and(|own| (site.index)(&own).is_some())
        }
        Format::Json(_) | Format::Export(_) => false,
    })
}

/// What the server refuses in an object that holds no list of any source.
pub(crate) fn refused(text: &[u8]) -> Option<Refusal> {
    let members = members(text);
    if by_list(&members).is_some() {
        return None;
    }
    let response = value(&members, "response").map(self::members).unwrap_or_default();
    [&members, &response].into_iter().find_map(|level| refusal::refused(&facts(level)))
}

/// The source whose list of records is in an object with these members.
fn by_list(members: &[Member<'_>]) -> Option<&'static Source> {
    let is_its = |json: &Json| {
        let step = |around: Vec<_>, key: &&str| {
            let found = value(&around, key)?;
            Some(self::members(if found.starts_with(b"[") { first_element(found) } else { found }))
        };
        let around = json.within.iter().try_fold(members.to_vec(), step)?;
        let list = json.lists.iter().find_map(|list| value(&around, list))?;
        let is_record = || has_any(&self::members(first_element(list)), json.signs);
        let found = (json.beside_tells && has_any(&around, json.beside)) || is_record();
        found.then_some(())
    };
    SOURCES.iter().copied().find(|source| match &source.format {
        Format::Json(json) => source.by_content && is_its(json).is_some(),
        Format::Html(_) | Format::Export(_) => false,
    })
}

/// A key and the bytes from its value on.
type Member<'a> = (&'a [u8], &'a [u8]);

/// The members of the object at the beginning of `text`, as far as it goes.
fn members(text: &[u8]) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let mut rest = text.strip_prefix(b"{").unwrap_or_default();
    while let Some((key, value)) = member(rest) {
        members.push((key, value));
        let Some(end) = Extent::default().end_in(value) else { break };
        let after = value.get(end..).unwrap_or_default().trim_ascii_start();
        let Some(next) = after.strip_prefix(b",") else { break };
        rest = next;
    }
    members
}

/// The key at the beginning of `text`, and what follows its colon.
fn member(text: &[u8]) -> Option<Member<'_>> {
    let text = text.trim_ascii_start();
    let quoted = text.strip_prefix(b"\"")?;
    let end = Extent::default().end_in(text)?;
    let key = quoted.get(..end.checked_sub(2)?)?;
    let value = text.get(end..)?.trim_ascii_start().strip_prefix(b":")?;
    Some((key, value.trim_ascii_start()))
}

/// The bytes from the first element on of the list at the beginning of `text`.
fn first_element(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"[").unwrap_or_default().trim_ascii_start()
}

fn value<'a>(members: &[Member<'a>], wanted: &str) -> Option<&'a [u8]> {
    members.iter().find(|(key, _)| *key == wanted.as_bytes()).map(|&(_, value)| value)
}

fn has_any(members: &[Member<'_>], keys: &[&str]) -> bool {
    keys.iter().any(|key| value(members, key).is_some())
}

/// The members that an error message is told by.
fn facts(members: &[Member<'_>]) -> Facts {
    let mut facts = Facts::default();
    for name in REFUSAL {
        if let Some(value) = value(members, name) {
            let end = Extent::default().end_in(value).unwrap_or(value.len());
            facts.set(name, value.get(..end).unwrap_or_default().to_vec());
        }
    }
    facts
}

fn not_an_object() -> Unrecognised {
    Unrecognised::OtherJson(Outline { object: false, keys: Vec::new() })
}

/// The name of the compression whose mark the bytes bear.
fn packed(head: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 7] = [
        (b"\x1f\x8b", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PK\x03\x04", "zip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ", "xz"),
        (b"%PDF", "PDF"),
        (b"\xd0\xcf\x11\xe0", "Office"),
    ];
    // POSIX and GNU say so at this place of the first header.
    let tar = head.get(257..).is_some_and(|head| head.starts_with(b"ustar")).then_some("tar");
    MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|&(_, name)| name).or(tar)
}

/// What to do with a table of which no column is known to say a day and what was printed.
fn of_columns(beginning: &str) -> &'static str {
    let many = |mark: &char| beginning.matches(*mark).count() >= 2;
    match [',', ';', '\t', '|'].iter().any(many) {
        true => "; if it is a table, say which column is what: [import] columns in the pipeline",
        false => "",
    }
}

fn of_packed(packed: &str) -> String {
    match packed {
        "PDF" => "a PDF, which is not read; export as text, HTML or a table".to_owned(),
        "Office" => {
            "a file of an old Office (.xls, .doc), which is not read; save it as .xlsx or .docx"
                .to_owned()
        }
        "xz" => "xz data, which is not unpacked here".to_owned(),
        other => format!("{other} data, not unpacked (or damaged so that it could not be)"),
    }
}

/// Whether it has the mark of UTF-16, or a zero in one byte of each of the first pairs.
fn is_utf16(head: &[u8]) -> bool {
    let pairs: Vec<&[u8]> = head.chunks_exact(2).take(8).collect();
    let zero = |at: usize| {
        pairs.iter().all(|pair| pair.get(at) == Some(&0) && pair.get(1 - at) != Some(&0))
    };
    head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || (!pairs.is_empty() && (zero(0) || zero(1)))
}

fn markup(text: &[u8]) -> Unrecognised {
    let start: Vec<u8> = text.iter().take(1024).map(u8::to_ascii_lowercase).collect();
    let has = |mark: &[u8]| start.windows(mark.len()).any(|window| window == mark);
    if has(b"<html") || has(b"<!doctype html") {
        Unrecognised::Html
    } else if has(b"<search count") {
        Unrecognised::GuardianXml
    } else if has(b"<?xml") {
        Unrecognised::Xml
    } else {
        Unrecognised::Html
    }
}

/// What begins neither JSON nor markup.
fn other(text: &[u8]) -> Unrecognised {
    let controls = text.iter().filter(|&&byte| byte < 0x20 && !byte.is_ascii_whitespace()).count();
    if controls * 50 > text.len() {
        return Unrecognised::Binary;
    }
    if text.starts_with(b")]}'") || text.starts_with(b"for(;;)") || text.starts_with(b"while(1)") {
        return Unrecognised::Wrapped("a guard against scripts");
    }
    let name = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.'))
        .count();
    if text.get(name..).is_some_and(|after| name > 0 && after.starts_with(b"(")) {
        return Unrecognised::Wrapped("a script call, JSONP");
    }
    Unrecognised::Text(String::from_utf8_lossy(text).chars().take(24).collect())
}
