//! Nexis' HTML export: a record begins after `<DOCFULL>`, which stands in a comment, or at the anchor `DOC_ID_…`.

use std::io::{self, Read};

use scraper::ElementRef;

use super::{Parts, is_copyright};
use crate::contents::Fault;
use crate::export::{Export, Head, Records};
use crate::markup::{Piece, Pieces, begins, first_lines};
use crate::record::{Article, Problem};
use crate::source::{Format, Source};

/// The HTML export.
pub(crate) static HTML: Source = Source {
    name: "nexis-html",
    newspaper: "",
    title: "Nexis, HTML export",
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

fn is_its(head: &Head<'_>) -> bool {
    let text = head.text.to_ascii_lowercase();
    head.is_markup() && (text.contains("<docfull>") || text.contains("<a name=\"doc_id_"))
}

/// What one of the two marks lacks the other has: comments get lost, anchors too.
fn is_mark(tag: &[u8]) -> bool {
    begins(tag, "docfull>") || begins(tag, "a name=\"doc_id_")
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut pieces = Pieces::of(input, is_mark)?;
    let mut piece = Piece::default();
    if pieces.next(&mut piece)? {
        records.contents.announced = documents(&piece.html);
    }
    while pieces.next(&mut piece)? {
        match piece.parse().map(|html| blocks(html.root_element())) {
            Ok(blocks) if blocks.is_empty() => {}
            Ok(blocks) => records.hand(piece.offset, piece.bytes, article(&blocks)),
            Err(problem) => records.hand(piece.offset, piece.bytes, Err(problem)),
        }
    }
    let end = piece.offset + piece.bytes;
    if !piece.closes() {
        records.cut(end, Fault::CutPage);
    }
    records.check_announced(end);
    Ok(())
}

fn article(blocks: &[Vec<String>]) -> Result<Article<'static>, Problem> {
    Parts::of(blocks).article()
}

/// The number in `<META TOPIC="null" DOCUMENTS="32" …>`.
fn documents(html: &str) -> Option<u64> {
    let html = html.to_ascii_lowercase();
    let (_, after) = html.split_once(" documents=\"")?;
    after.split('"').next()?.parse().ok()
}

/// Most lines of a block: of the text the first is wanted, and headlines and fields have few.
const MAX_LINES: usize = 12;

/// The lines of each element that stands by itself in the record.
fn blocks(root: ElementRef<'_>) -> Vec<Vec<String>> {
    let body = named(root, "body").unwrap_or(root);
    let record = named(body, "docfull").unwrap_or(body);
    let lines = record.child_elements().map(|block| {
        let mut lines = first_lines(block, MAX_LINES);
        lines.retain(|line| !is_copyright(line));
        lines
    });
    lines.filter(|lines| !lines.is_empty()).collect()
}

fn named<'a>(parent: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    parent.child_elements().find(|child| child.value().name() == name)
}
