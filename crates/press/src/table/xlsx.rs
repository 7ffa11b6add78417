//! XLSX: sheets whose first rows have names of columns, as ProQuest's result tables and hand-made lists have them.
//!
//! A workbook is a zip of XML, and the library that reads it keeps all its texts in memory. So each member is unpacked
//! within limits first. Where a record begins is counted in rows of its sheet.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Cell, DataRef, Reader, Xlsx, XlsxError};

use super::{Columns, Field, Fields, article, whole};
use crate::MAX_RECORD;
use crate::contents::{Fault, shown};
use crate::export::{Export, Head, Records};
use crate::record::Problem;
use crate::source::{Format, Source};
use crate::zipped::{Zipped, beginnings};

/// Workbooks.
pub(crate) static XLSX: Source = Source {
    name: "table-xlsx",
    newspaper: "",
    title: "Table of articles, XLSX",
    format: Format::Export(Export {
        extension: "xlsx",
        is_its,
        read: |input, records| whole(input, records, workbook),
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Most bytes of a member unpacked, and of all of them.
const MAX_MEMBER: u64 = 64 << 20;
const MAX_MEMBERS: u64 = 128 << 20;

/// Rows in which the names of the columns may stand: above them there can be a title.
const HEADER: u32 = 20;

/// Most cells of a row.
const MAX_CELLS: usize = 4096;

fn is_its(head: &Head<'_>) -> bool {
    head.bytes.starts_with(b"PK\x03\x04")
        && beginnings(head.bytes).iter().any(|(name, _)| name.starts_with("xl/"))
}

fn workbook(bytes: Vec<u8>, records: &mut Records<'_>) -> Result<(), String> {
    let said = |error: XlsxError| error.to_string();
    if let Err(fault) = unpack(&bytes) {
        records.cut(0, fault);
        return Ok(());
    }
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(said)?;
    let (mut has_header, mut others) = (false, Vec::new());
    for name in workbook.sheet_names() {
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet of a chart has no cells.
            Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(said(error)),
        };
        let mut sheet = Sheet { columns: records.columns, fields: None, records };
        let mut row = Row::default();
        while let Some(cell) = cells.next_cell().map_err(said)? {
            if cell.get_position().0 != row.number {
                if !sheet.records.spend(row.number.into(), row.bytes) {
                    return Ok(());
                }
                if !sheet.row(std::mem::take(&mut row)) {
                    break;
                }
            }
            row.push(&cell);
        }
        let has_cells = row.number > 0 || !row.cells.is_empty();
        sheet.row(row);
        match sheet.fields.is_some() {
            true => has_header = true,
            false if has_cells => others.push(name),
            false => {}
        }
    }
    if !has_header {
        records.cut(0, Fault::UnknownShape);
    }
    for name in others.iter().filter(|_| has_header) {
        records.note(0, Fault::OtherSheet(shown(name, 100)));
    }
    Ok(())
}

/// Unpacks all of it once, to know that it can be.
fn unpack(bytes: &[u8]) -> Result<(), Fault> {
    let mut zipped = Zipped::open(bytes).map_err(Fault::Zip)?;
    let mut unpacked = 0;
    for at in 0..zipped.members.len() {
        unpacked += zipped.read(at, MAX_MEMBER).map_err(Fault::Zip)?.len() as u64;
        if unpacked > MAX_MEMBERS {
            return Err(Fault::TooLarge(MAX_MEMBERS));
        }
    }
    Ok(())
}

/// Most bytes of a cell: Excel takes 32,767 characters.
const MAX_CELL: usize = 4 * 32_767;

/// The cells of a row: each with its column.
#[derive(Default)]
struct Row {
    number: u32,
    cells: Vec<(u32, String)>,
    bytes: usize,
}

impl Row {
    fn push(&mut self, cell: &Cell<DataRef<'_>>) {
        let (number, column) = cell.get_position();
        self.number = number;
        let shared = match cell.get_value() {
            DataRef::SharedString(text) => text.len(),
            _ => 0,
        };
        // Not even copied: a short workbook can refer to a long text a million times.
        if shared > MAX_CELL {
            self.bytes = self.bytes.saturating_add(MAX_RECORD + 1);
            return;
        }
        let text = text(cell.get_value());
        if text.is_empty() {
            return;
        }
        self.bytes += text.len();
        if self.bytes <= MAX_RECORD && self.cells.len() < MAX_CELLS {
            self.cells.push((column, text));
        }
    }
}

/// A sheet being read.
struct Sheet<'s, 'e> {
    columns: &'s Columns,
    /// What the columns say, once their names were read.
    fields: Option<HashMap<u32, (Field, usize)>>,
    records: &'s mut Records<'e>,
}

impl Sheet<'_, '_> {
    /// Takes a row; false: this is no table of articles.
    fn row(&mut self, row: Row) -> bool {
        let Some(columns) = &self.fields else {
            if self.columns.tell(row.cells.iter().map(|(_, name)| name.as_str())) {
                let names = row.cells.iter();
                let fields = names.filter_map(|(at, name)| Some((*at, self.columns.of(name)?)));
                self.fields = Some(fields.collect());
            }
            return row.number < HEADER || self.fields.is_some();
        };
        if row.cells.is_empty() {
            return true;
        }
        let article = if row.bytes > MAX_RECORD {
            Err(Problem::TooLarge(row.bytes as u64))
        } else {
            let mut fields = Fields::default();
            for (at, text) in row.cells {
                if let Some(field) = columns.get(&at) {
                    fields.set(*field, text.into());
                }
            }
            let said = columns.values().map(|(field, _)| *field);
            article(fields, self.columns.told(said))
        };
        self.records.hand(row.number.into(), 1, article);
        true
    }
}

/// A cell as text; whole numbers without a point, days as `1973-09-12`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
