//! CSV and its kin: cells between commas, semicolons, tabs or bars, told by the line of column names.
//!
//! A quotation mark that is opened and not closed would take in all that follows. So where a row does not come out with
//! as many cells as there are names, or does not end, its first line is the damaged record and those after it are read
//! again, each as the beginning of a row; how much is read again is limited.

use std::io::{self, Read};

use super::cells::Cells;
use super::rows::{Row, Rows};
use super::{Columns, Field, Fields, article};
use crate::contents::Fault;
use crate::export::{Export, Head, Records};
use crate::lines::Lines;
use crate::record::Problem;
use crate::source::{Format, Source};

/// CSV, TSV and their like.
pub(crate) static DELIMITED: Source = Source {
    name: "table-csv",
    newspaper: "",
    title: "Table of articles, CSV or TSV",
    format: Format::Export(Export { extension: "csv", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

fn is_its(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines().filter(|line| !is_before(line));
    lines.next().is_some_and(|line| delimiter(line, head.columns).is_some())
}

/// What may stand before the column names: nothing, or what tells Excel the delimiter.
fn is_before(line: &str) -> bool {
    line.trim().is_empty()
        || line.trim().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}

/// The delimiter with which a line is column names of a table of articles; of several, that of most columns.
fn delimiter(line: &str, columns: &Columns) -> Option<u8> {
    let tells = |&delimiter: &u8| {
        let mut row = Cells::new(delimiter);
        let count = row.read(&format!("{line}\n")).filter(|_| columns.tell(row.iter()))?;
        Some((count, delimiter))
    };
    DELIMITERS
        .iter()
        .filter(|delimiter| line.as_bytes().contains(delimiter))
        .filter_map(tells)
        .max_by_key(|&(count, _)| count)
        .map(|(_, delimiter)| delimiter)
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let columns = records.columns;
    let mut lines = Lines::of(input)?;
    let mut line = String::new();
    let delimiter = loop {
        match lines.next(&mut line)? {
            Some(_) if is_before(&line) => {}
            Some(_) => break delimiter(&line, columns),
            None => return Ok(()),
        }
    };
    let Some(delimiter) = delimiter else {
        records.cut(0, Fault::UnknownShape);
        return Ok(());
    };
    let mut cells = Cells::new(delimiter);
    line.push('\n');
    cells.read(&line);
    let mut table = Table {
        layout: Layout::of(cells.iter(), columns),
        columns,
        records,
        cells,
        headers: 0,
        short: false,
    };
    let mut rows = Rows::of(lines);
    while let Some((row, closed)) = rows.next(delimiter)? {
        if !table.row(&row, closed) && !rows.read_again(&row) {
            table.give_up(&row);
        }
    }
    table.end();
    Ok(())
}

/// Which cell says what.
struct Layout {
    cells: usize,
    fields: Vec<(usize, (Field, usize))>,
    /// Whether rows have been read by it.
    used: bool,
}

impl Layout {
    fn of<'n>(names: impl Iterator<Item = &'n str>, columns: &Columns) -> Self {
        let mut layout = Layout { cells: 0, fields: Vec::new(), used: false };
        for name in names {
            layout.fields.extend(columns.of(name).map(|field| (layout.cells, field)));
            layout.cells += 1;
        }
        layout
    }

    /// R writes the names of rows before them and no name above: its first row has one cell more than there are names,
    /// and the last one says something.
    fn fit(&mut self, held: usize, last: &str) {
        if !self.used && held == self.cells + 1 && !last.is_empty() {
            self.cells += 1;
            for (at, _) in &mut self.fields {
                *at += 1;
            }
        }
        self.used = true;
    }
}

/// A table being read.
struct Table<'t, 'e> {
    layout: Layout,
    columns: &'t Columns,
    records: &'t mut Records<'e>,
    cells: Cells,
    /// How often the column names stood there again.
    headers: u64,
    /// Whether a year was written with two figures.
    short: bool,
}

impl Table<'_, '_> {
    /// Hands out a row. False: only its first line was, as damaged, and the others are to be read again.
    fn row(&mut self, row: &Row, closed: bool) -> bool {
        let piece = &row.piece;
        let too_long = row.too_long.map(Problem::TooLarge).or(piece.too_large());
        let held = if closed && too_long.is_none() { self.cells.read(&piece.text) } else { None };
        if let (Some(problem), 1) = (too_long, row.starts.len()) {
            self.records.hand(piece.offset, piece.bytes, Err(problem));
            return true;
        }
        if let Some(held) = held {
            self.layout.fit(held, self.cells.iter().last().unwrap_or_default());
            if self.fits(held) {
                self.hand(piece.offset, piece.bytes, false);
                return true;
            }
            if self.is_header() {
                return true;
            }
        }
        self.damaged(row, held);
        false
    }

    /// Whether the cells that were read are as many as there are names, empty ones at the end apart.
    fn fits(&self, held: usize) -> bool {
        held >= self.layout.cells && self.cells.iter().skip(self.layout.cells).all(str::is_empty)
    }

    /// Hands out the first line of a row: as a row without quotation marks if it is one, else as damaged.
    fn damaged(&mut self, row: &Row, held: Option<usize>) {
        let first = row.piece.text.lines().next().unwrap_or_default();
        let bytes = row.starts.first().map_or(0, |&(_, _, bytes)| bytes);
        let plain = self.cells.read_plain(first);
        if plain == self.layout.cells {
            return self.hand(row.piece.offset, bytes, true);
        }
        let problem = match held {
            Some(held) => Problem::Cells { held, named: self.layout.cells },
            None => Problem::Unclosed,
        };
        self.records.hand(row.piece.offset, bytes, Err(problem));
    }

    fn hand(&mut self, offset: u64, length: u64, lossy: bool) {
        let mut fields = Fields::default();
        let mut cells = self.layout.fields.iter().peekable();
        for (at, text) in self.cells.iter().enumerate() {
            if let Some((_, field)) = cells.next_if(|&&(cell, _)| cell == at) {
                fields.set(*field, text.into());
            }
        }
        // A row of nothing but delimiters, as spreadsheets leave them at their end.
        if fields.is_empty() && self.cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let said = self.layout.fields.iter().map(|(_, (field, _))| *field);
        match article(fields, self.columns.told(said)) {
            Ok(mut article) => {
                article.lossy = lossy;
                self.short |= is_short(&article.date_written);
                self.records.hand(offset, length, Ok(article));
            }
            Err(problem) => {
                if !self.is_header() {
                    self.records.hand(offset, length, Err(problem));
                }
            }
        }
    }

    /// Hands out all lines of a row but the first as damaged.
    fn give_up(&mut self, row: &Row) {
        for &(_, offset, bytes) in row.starts.iter().skip(1) {
            self.records.hand(offset, bytes, Err(Problem::Unclosed));
        }
    }

    /// Whether what was read are column names again, as where tables were put one below the other. They hold from here.
    fn is_header(&mut self) -> bool {
        let is = self.columns.tell(self.cells.iter());
        if is {
            self.layout = Layout::of(self.cells.iter(), self.columns);
            self.headers += 1;
        }
        is
    }

    fn end(self) {
        if self.headers > 0 {
            self.records.note(0, Fault::HeaderAgain(self.headers));
        }
        if self.short {
            self.records.note(0, Fault::ShortYears);
        }
    }
}

/// Whether a day was written with two figures of its year: `1-Jan-96`.
fn is_short(written: &str) -> bool {
    let year = written.rsplit('-').next().unwrap_or_default();
    written.len() < 10 && year.len() == 2 && written.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests;
