//! ProQuest's HTML export: `<a name="DocID_…">` before each article, then paragraphs of `<strong>Key: </strong>value`.
//!
//! The article itself stands between `<Text HTMLContent="true">` and `</Text>`, a page inside the page, and often a broken
//! one. It is taken out and parsed alone, so that none of its paragraphs is taken for a key and no tag of it reaches further.

use std::io::{self, Read};

use scraper::{ElementRef, Html, Selector};

use super::{Parts, docview};
use crate::contents::Fault;
use crate::export::{Export, Head, Records};
use crate::guard;
use crate::markup::{self, Piece, Pieces, begins};
use crate::record::Problem;
use crate::source::{Format, Source};

/// The HTML export.
pub(crate) static HTML: Source = Source {
    name: "proquest-html",
    newspaper: "",
    title: "ProQuest, HTML export",
    format: Format::Export(Export {
        extension: "html",
        is_its,
        read,
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// What an article begins with, after the `<`.
const MARK: &str = "a name=\"DocID_";

fn is_its(head: &Head<'_>) -> bool {
    head.text.trim_start().starts_with('<') && is_in(&head.text)
}

/// Whether the mark of an article is in this text.
pub(super) fn is_in(html: &str) -> bool {
    let tags = memchr::memchr_iter(b'<', html.as_bytes());
    tags.filter_map(|at| html.as_bytes().get(at + 1..)).any(|tag| begins(tag, MARK))
}

/// Hands out the articles of a page.
pub(super) fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut pieces = Pieces::of(input, |tag| begins(tag, MARK))?;
    let (mut piece, mut ended, mut end) = (Piece::default(), true, 0);
    // What stands before the first article is the sender's address and the layout.
    pieces.next(&mut piece)?;
    while pieces.next(&mut piece)? {
        let read = parts(&piece);
        end = piece.offset + piece.bytes;
        ended = read.as_ref().is_ok_and(|(_, ended)| *ended);
        let article = read.and_then(|(parts, _)| parts.article());
        records.hand(piece.offset, piece.bytes, article);
    }
    if !ended {
        records.note(end, Fault::Unended);
    }
    Ok(())
}

/// What a piece says, and whether it ends with the key that is always the last.
fn parts(piece: &Piece) -> Result<(Parts, bool), Problem> {
    if piece.bytes > guard::MAX_PAGE as u64 {
        return Err(Problem::TooLarge(piece.bytes));
    }
    let (before, body, after) = apart(&piece.html);
    let parse = |html: &str| guard::parse(html).map_err(Problem::Hostile);
    // Each alone: what is not closed before the text, such as a quoted address, does not reach beyond it.
    let fields = Fields::of(&[parse(before)?, parse(after)?]);
    let text = match body {
        Some(body) => first_paragraph(&parse(body)?),
        None => fields.last("Full text"),
    };
    let or = |one: String, other: String| if one.is_empty() { other } else { one };
    let parts = Parts {
        newspaper: fields.last("Publication title"),
        date: or(fields.last("Publication date"), fields.last("Publication info")),
        headline: or(fields.last("Title"), fields.title()),
        summary: fields.first("Abstract"),
        text,
        section: fields.last("Section"),
        page: or(fields.last("Pages"), fields.last("First page")),
        kind: fields.last("Document type").replace(", ", "; "),
        number: or(
            fields.last("ProQuest document ID"),
            docview(&fields.last("Document URL")).to_owned(),
        ),
    };
    Ok((parts, !fields.last("Database").is_empty()))
}

/// What is said about an article before its text, the text, if it stands between tags of its own, and what is said after.
fn apart(html: &str) -> (&str, Option<&str>, &str) {
    let tag = |name: &str, from: usize| {
        let bytes = html.as_bytes();
        let is_tag = |at: &usize| bytes.get(at + 1..).is_some_and(|tag| begins(tag, name));
        let opens = memchr::memchr_iter(b'<', bytes.get(from..).unwrap_or_default());
        opens.map(|at| from + at).find(is_tag)
    };
    let found = tag("text ", 0).and_then(|open| {
        let begin = open + html.get(open..)?.find('>')? + 1;
        let end = tag("/text>", begin)?;
        Some((html.get(..open)?, Some(html.get(begin..end)?), html.get(end..)?))
    });
    found.unwrap_or((html, None, ""))
}

/// Its first paragraph that is not the caption of a picture, else its first line.
pub(super) fn first_paragraph(html: &Html) -> String {
    let is_shown = |paragraph: &ElementRef<'_>| {
        let mut around = paragraph.ancestors().filter_map(ElementRef::wrap);
        !around.any(|element| {
            element.value().classes().any(|class| class.starts_with("document_view_"))
        })
    };
    let paragraphs = html.select(&PARAGRAPH).filter(is_shown).map(markup::text);
    paragraphs.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| {
        let lines = markup::first_lines(html.root_element(), 4).into_iter();
        // What is left of a page's first tag where it lost its `<`.
        lines
            .map(|line| line.trim_start_matches("html>").trim().to_owned())
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    })
}

static PARAGRAPH: std::sync::LazyLock<Selector> =
    std::sync::LazyLock::new(|| Selector::parse("p").expect("a constant selector"));

/// Paragraphs in their order: the key (empty: there is none) and the value.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(pages: &[Html]) -> Self {
        Fields(
            pages
                .iter()
                .flat_map(|page| page.select(&PARAGRAPH))
                .map(field)
                .filter(|(key, value)| !key.is_empty() || !value.is_empty())
                .collect(),
        )
    }

    /// The headline: the first paragraph, before any key.
    fn title(&self) -> String {
        let first = self.0.first().filter(|(key, _)| key.is_empty());
        first.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn first(&self, key: &str) -> String {
        self.value(self.0.iter().position(|(found, _)| found == key))
    }

    fn last(&self, key: &str) -> String {
        self.value(self.0.iter().rposition(|(found, _)| found == key))
    }

    /// The value of a key, which can stand in a paragraph after it.
    fn value(&self, at: Option<usize>) -> String {
        let Some((at, (_, value))) = at.and_then(|at| Some((at, self.0.get(at)?))) else {
            return String::new();
        };
        let next = || self.0.get(at + 1).filter(|(key, _)| key.is_empty());
        let empty = value.is_empty();
        let value = if empty { next().map(|(_, value)| value) } else { Some(value) };
        value.cloned().unwrap_or_default()
    }
}

/// Key and value of a paragraph.
fn field(paragraph: ElementRef<'_>) -> (String, String) {
    let text = markup::text(paragraph);
    let first = paragraph
        .children()
        .find(|child| child.value().as_text().is_none_or(|text| !text.trim().is_empty()));
    let strong = first.and_then(ElementRef::wrap).filter(|first| first.value().name() == "strong");
    let key = strong.map(markup::text).and_then(|key| Some(key.strip_suffix(':')?.to_owned()));
    match key {
        Some(key) => {
            let value = text.get(key.len() + 1..).unwrap_or_default().trim().to_owned();
            (key, value)
        }
        None => (String::new(), text),
    }
}
