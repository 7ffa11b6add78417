//! ProQuest's text export, `ProQuestDocuments-….txt`: records after a rule of sixty underscores, paragraphs of `Key: value`.

use std::borrow::Cow;
use std::io::{self, Read};

use super::{NO_ABSTRACT, docview, identity, take_note};
use crate::contents::Fault;
use crate::export::{Export, Head, Piece, Records};
use crate::filed::filed;
use crate::html::opening;
use crate::lines::Lines;
use crate::record::{Article, Problem};
use crate::source::{Format, Source, first};
use crate::written;

/// The text export.
pub(crate) static TEXT: Source = Source {
    name: "proquest-text",
    newspaper: "",
    title: "ProQuest, text export",
    format: Format::Export(Export { extension: "txt", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// The rule before each record, and before what stands at the end of the file.
const RULE: &str = "____________________________________________________________";

/// Most bytes of a key.
const MAX_KEY: usize = 40;

fn is_its(head: &Head<'_>) -> bool {
    let keys = ["Full text:", "Abstract:", "Publication info:", "Publication title:"];
    head.text.trim_start().starts_with(RULE) && keys.iter().any(|key| head.has_line(key))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let (mut line, mut piece) = (String::new(), Piece::default());
    while let Some(found) = lines.next(&mut line)? {
        let bytes = lines.offset - found.offset;
        if line.trim_end() == RULE {
            hand(&piece, records);
            piece = Piece::at(found.offset);
            piece.bytes = bytes;
        } else {
            piece.push(&line, bytes);
        }
    }
    // The last rule stands before the address of the help desk: without it, what follows the last rule is a record.
    if hand(&piece, records) {
        records.note(lines.offset, Fault::Unended);
    }
    Ok(())
}

/// Hands out the record between two rules; false: there is none.
fn hand(piece: &Piece, records: &mut Records<'_>) -> bool {
    let fields = Fields::of(&piece.text);
    if fields.last("Publication date").or(fields.last("Title")).is_none() {
        return false;
    }
    let article = piece.too_large().map_or_else(|| article(&fields), Err);
    records.hand(piece.offset, piece.bytes, article);
    true
}

/// Paragraphs of a record that begin with a key. The text of an article has such too, so of those that an export
/// writes after the text the last one is meant, and of the others the first.
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
    fn of(text: &'a str) -> Self {
        let paragraphs = text.split("\n\n").map(str::trim);
        let field = |paragraph: &'a str| {
            let (key, value) = paragraph.split_once(':')?;
            (key.len() <= MAX_KEY && !key.contains('\n')).then(|| (key, value.trim()))
        };
        Fields(paragraphs.filter_map(field).collect())
    }

    fn first(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(written, _)| is_key(written, key)).map(|&(_, value)| value)
    }

    fn last(&self, key: &str) -> Option<&'a str> {
        self.0.iter().rfind(|(written, _)| is_key(written, key)).map(|&(_, value)| value)
    }
}

/// Spaces get lost where ProQuest breaks a line: `DocumentURL`, `Placeof publication`.
fn is_key(written: &str, key: &str) -> bool {
    let letters = |text: &'_ str| text.bytes().filter(|byte| *byte != b' ').collect::<Vec<_>>();
    written == key || (written.len() < key.len() && letters(written) == letters(key))
}

fn article<'a>(fields: &Fields<'a>) -> Result<Article<'a>, Problem> {
    let last = |key| Cow::Borrowed(fields.last(key).unwrap_or_default());
    let date_written = last("Publication date");
    let date = written::day(&date_written)?;
    let headline = last("Title");
    let number = first([
        last("ProQuest document ID"),
        docview(fields.last("Document URL").unwrap_or_default()).into(),
    ]);
    let (id, url) = identity(&number, date, &headline)?;
    let (labels, _) = filed(&last("Section"));
    let summary = fields.first("Abstract").filter(|text| *text != NO_ABSTRACT);
    let mut article = Article {
        newspaper: last("Publication title"),
        headline,
        summary: summary.unwrap_or_default().into(),
        lead: opening(fields.first("Full text").unwrap_or_default()).into(),
        labels,
        page: last("First page"),
        kind: last("Document type"),
        url,
        ..Article::of(id, date, date_written)
    };
    take_note(&mut article);
    Ok(article)
}
