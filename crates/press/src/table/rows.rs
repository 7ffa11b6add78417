//! Rows of a table as lines, as far as can be told by their quotation marks; lines of damaged ones come again.

use std::collections::VecDeque;
use std::io;

use crate::MAX_RECORD;
use crate::export::Piece;
use crate::lines::Lines;

/// Most lines of a row.
const MAX_LINES: usize = 100_000;

/// How often, on average, a byte may be read again because of quotation marks that do not close.
const AGAIN: u64 = 4;

/// Lines that make a row, as far as can be told by their quotation marks.
pub(super) struct Row {
    pub(super) piece: Piece,
    /// Of each line, where it begins in the text, in the document, and its bytes there.
    pub(super) starts: Vec<(usize, u64, u64)>,
    /// Bytes of its last line, if that is longer than what was read of it.
    pub(super) too_long: Option<u64>,
}

/// Where a line stands.
struct Place {
    offset: u64,
    bytes: u64,
    /// Whether it is longer than what was read of it.
    cut: bool,
}

pub(super) struct Rows<'r> {
    lines: Lines<'r>,
    /// Lines to be read again, before those that come.
    again: VecDeque<(Place, String)>,
    /// Bytes read, and those of them that were to be read again.
    fresh: u64,
    repeated: u64,
}

impl<'r> Rows<'r> {
    pub(super) fn of(lines: Lines<'r>) -> Self {
        Rows { lines, again: VecDeque::new(), fresh: 0, repeated: 0 }
    }

    /// The next row and whether its quotation marks close; `None` after the last one.
    pub(super) fn next(&mut self, delimiter: u8) -> io::Result<Option<(Row, bool)>> {
        let mut line = String::new();
        let mut row: Option<Row> = None;
        let mut open = false;
        while let Some(Place { offset, bytes, cut }) = self.line(&mut line)? {
            if row.is_none() && line.trim().is_empty() {
                continue;
            }
            let row = row.get_or_insert_with(|| Row {
                piece: Piece::at(offset),
                starts: Vec::new(),
                too_long: None,
            });
            row.starts.push((row.piece.text.len(), offset, bytes));
            row.piece.push(&line, bytes);
            open = is_open(&line, delimiter, open);
            row.too_long = cut.then_some(bytes);
            let too_much = row.piece.too_large().is_some() || row.starts.len() > MAX_LINES;
            if !open || cut || too_much {
                break;
            }
        }
        Ok(row.map(|row| (row, !open)))
    }

    fn line(&mut self, line: &mut String) -> io::Result<Option<Place>> {
        if let Some((place, again)) = self.again.pop_front() {
            *line = again;
            return Ok(Some(place));
        }
        let Some(found) = self.lines.next(line)? else { return Ok(None) };
        let bytes = self.lines.offset - found.offset;
        self.fresh += bytes;
        Ok(Some(Place { offset: found.offset, bytes, cut: found.cut }))
    }

    /// Puts all lines of a row but the first back. False: that was done too often.
    pub(super) fn read_again(&mut self, row: &Row) -> bool {
        let text = &row.piece.text;
        let Some(&(second, ..)) = row.starts.get(1) else { return true };
        let bytes = (text.len() - second.min(text.len())) as u64;
        if self.repeated + bytes > AGAIN * self.fresh + MAX_RECORD as u64 {
            return false;
        }
        self.repeated += bytes;
        let mut cut = row.too_long.is_some();
        for &(start, offset, bytes) in row.starts.iter().skip(1).rev() {
            let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let place = Place { offset, bytes, cut: std::mem::take(&mut cut) };
            self.again.push_front((place, line.to_owned()));
        }
        true
    }
}

/// Whether a cell that began in quotation marks is still open after this line; before it, one was or not.
fn is_open(line: &str, delimiter: u8, mut open: bool) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        at += found + 1;
        if !open {
            open = at == 1 || bytes.get(at - 2) == Some(&delimiter);
        } else if bytes.get(at) == Some(&b'"') {
            at += 1;
        } else {
            open = false;
        }
    }
    open
}
