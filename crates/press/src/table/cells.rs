//! The cells of a row between commas, semicolons, tabs or bars, with or without quotation marks.

use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};

/// Most cells of a row.
const MAX_CELLS: usize = 4096;

/// The cells of one row.
pub(super) struct Cells {
    delimiter: u8,
    text: String,
    ends: Vec<usize>,
    held: usize,
    core: csv_core::Reader,
}

impl Cells {
    pub(super) fn new(delimiter: u8) -> Self {
        let core =
            ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Cells { delimiter, text: String::new(), ends: vec![0; MAX_CELLS], held: 0, core }
    }

    /// Takes a row apart, given with its end; how many cells it has. `None`: too many, or it does not end there.
    pub(super) fn read(&mut self, row: &str) -> Option<usize> {
        let mut text = std::mem::take(&mut self.text).into_bytes();
        text.resize(row.len(), 0);
        self.core.reset();
        let (result, read, written, held) =
            self.core.read_record(row.as_bytes(), &mut text, &mut self.ends);
        let whole = matches!(result, ReadRecordResult::Record) && read == row.len();
        self.held = if whole { held } else { 0 };
        text.truncate(written);
        // What is read is text and only quotation marks are taken out of it.
        self.text = String::from_utf8(text).unwrap_or_default();
        whole.then_some(held)
    }

    /// The same with quotation marks as they stand; how many cells.
    pub(super) fn read_plain(&mut self, row: &str) -> usize {
        self.text.clear();
        self.held = 0;
        for cell in row.split(char::from(self.delimiter)).take(MAX_CELLS) {
            self.text.push_str(cell);
            self.ends[self.held] = self.text.len();
            self.held += 1;
        }
        self.held
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let ends = self.ends.get(..self.held).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }
}
