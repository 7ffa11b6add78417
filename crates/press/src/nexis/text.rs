//! Nexis' text export, `….TXT`: records after a line `3 of 32 DOCUMENTS`, paragraphs between blank lines.

use std::io::{self, Read};

use super::{Parts, announced, is_copyright, is_count};
use crate::export::{Export, Head, Piece, Records};
use crate::fields::labelled;
use crate::lines::Lines;
use crate::source::{Format, Source};

/// The text export.
pub(crate) static TEXT: Source = Source {
    name: "nexis-text",
    newspaper: "",
    title: "Nexis, text export",
    format: Format::Export(Export { extension: "txt", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// A count, and after it a label: a newspaper, a day and a headline stand between.
fn is_its(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines();
    lines.any(is_count) && lines.take(100).any(|line| labelled(line).is_some())
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let (mut line, mut piece) = (String::new(), None::<Piece>);
    while let Some(found) = lines.next(&mut line)? {
        if is_count(&line) {
            if let Some(piece) = piece.replace(Piece::at(found.offset)) {
                hand(&piece, records);
            }
        } else if piece.is_none() {
            records.contents.announced = records.contents.announced.or(announced(line.trim()));
        }
        if let Some(piece) = &mut piece {
            piece.push(&line, lines.offset - found.offset);
        }
    }
    if let Some(piece) = &piece {
        hand(piece, records);
    }
    records.check_announced(lines.offset);
    Ok(())
}

fn hand(piece: &Piece, records: &mut Records<'_>) {
    let article = piece.too_large().map_or_else(|| Parts::of(&blocks(&piece.text)).article(), Err);
    records.hand(piece.offset, piece.bytes, article);
}

/// Bytes of a record that are looked at: fields and first paragraph stand at its beginning.
const BEGINNING: usize = 64 * 1024;

/// Paragraphs, each as one line.
fn blocks(text: &str) -> Vec<Vec<String>> {
    let text = text.get(..text.floor_char_boundary(BEGINNING)).unwrap_or_default();
    let mut blocks = vec![String::new()];
    for line in text.lines() {
        match (line.trim(), blocks.last_mut()) {
            ("", Some(last)) if !last.is_empty() => blocks.push(String::new()),
            (line, _) if is_copyright(line) => blocks.push(String::new()),
            (line, Some(last)) if last.is_empty() => last.push_str(line),
            (line, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            (_, None) => {}
        }
    }
    blocks.into_iter().filter(|block| !block.is_empty()).map(|block| vec![block]).collect()
}
