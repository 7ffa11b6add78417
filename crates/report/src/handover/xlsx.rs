//! `groundswell.xlsx`: a workbook for people. Strings are strings, never formulas or links; numbers are numbers.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{Given, Writer, tables};
use crate::table::{Cell, Field, Kind, Table};
use crate::{Output, escape, gsp_csv, words};

pub(super) const WRITER: Writer = Writer {
    format: "xlsx",
    files: "groundswell.xlsx",
    about: "the tables as sheets with filters, the codebook, and what to know before reading them",
    write: |given| {
        Ok(vec![Output { path: "groundswell.xlsx".to_owned(), bytes: workbook(given)? }])
    },
};

/// Whole numbers beyond this are not exact in a spreadsheet: they become text.
const EXACT: i128 = 1 << 53;

/// A sheet's cell takes 32,767 UTF-16 units; what is cut ends in `…`.
const LONGEST: usize = 32_767;

fn workbook(given: &Given<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::parse_from_str(&given.origin.date)
        .or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    let title = text(&given.findings.study.title);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&date));
    read_me(workbook.add_worksheet().set_name("Read me")?, given)?;
    let of_people = |table: &Table<'_>| table.about.name != gsp_csv::ABOUT.name;
    for table in tables(given.findings).filter(of_people) {
        sheet(workbook.add_worksheet().set_name(table.about.title)?, table)?;
    }
    codebook(workbook.add_worksheet().set_name("Codebook")?, given)?;
    workbook.save_to_buffer()
}

/// A table with its header frozen and a filter on each column.
fn sheet(sheet: &mut Worksheet, table: Table<'_>) -> Result<(), XlsxError> {
    let Table { about, fields, rows } = table;
    let keys = about.key.iter().filter(|key| **key == "country").count();
    sheet.set_freeze_panes(1, u16::try_from(keys).unwrap_or(0))?;
    let formats: Vec<Format> = fields.iter().map(format).collect();
    for (at, (field, format)) in (0u16..).zip(fields.iter().zip(&formats)) {
        sheet.set_column_width(at, width(field))?;
        sheet.set_column_format(at, format)?;
        sheet.write_string_with_format(0, at, field.name, &Format::new().set_bold())?;
    }
    let mut last = 0;
    for (line, row) in (1u32..).zip(rows) {
        for (at, (cell, format)) in (0u16..).zip(row.iter().zip(&formats)) {
            write(sheet, line, at, cell, format)?;
        }
        last = line;
    }
    let columns = u16::try_from(fields.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns).map(drop)
}

/// What is not known stays empty.
fn write(
    sheet: &mut Worksheet,
    line: u32,
    at: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) if words.is_empty() => return Ok(()),
        Cell::Integer(None) | Cell::Number(None) => return Ok(()),
        Cell::Text(words) => sheet.write_string(line, at, text(words))?,
        Cell::Integer(Some(n)) if n.abs() > EXACT => sheet.write_string(line, at, n.to_string())?,
        Cell::Integer(Some(n)) => sheet.write_number_with_format(line, at, *n as f64, format)?,
        Cell::Number(Some(n)) => sheet.write_number_with_format(line, at, *n, format)?,
        Cell::Boolean(yes) => sheet.write_boolean(line, at, *yes)?,
    };
    Ok(())
}

fn format(field: &Field) -> Format {
    let format = Format::new();
    match field.kind {
        Kind::Integer if field.unit == "year" => format.set_num_format("0"),
        Kind::Integer => format.set_num_format("#,##0"),
        Kind::Number if field.unit.starts_with("share") => format.set_num_format("0.00"),
        Kind::Number => format.set_num_format("#,##0.0"),
        Kind::Text | Kind::Boolean => format,
    }
}

fn width(field: &Field) -> f64 {
    match field.name {
        "label" | "title" => 24.0,
        "what" | "citation" | "error" | "warnings" => 60.0,
        name => (name.len() as f64 + 3.0).max(9.0),
    }
}

fn read_me(sheet: &mut Worksheet, given: &Given<'_>) -> Result<(), XlsxError> {
    let study = &given.findings.study;
    let mut lines = Lines::new(sheet, &[26.0, 110.0])?;
    lines.bold(&[&study.title])?;
    let counted = words::what_is_counted(study);
    lines.plain(&["What is counted", &counted])?;
    lines.plain(&["Newspapers", &words::newspapers(study)])?;
    lines.plain(&["Years", &words::span(study.first_year, study.last_year)])?;
    lines.plain(&["Rule", &format!("{}: {}", study.rule, study.rule_sentence)])?;
    for (name, value) in words::choices(study) {
        lines.plain(&[name, value])?;
    }
    lines.bold(&["Before using these numbers"])?;
    for note in &study.notes {
        lines.plain(&["", note])?;
    }
    lines.bold(&["Sheets"])?;
    for table in tables(given.findings).filter(|table| table.about.name != gsp_csv::ABOUT.name) {
        lines.plain(&[table.about.title, table.about.about])?;
    }
    lines.plain(&["Codebook", "every column: type, unit, meaning, allowed words"])?;
    lines.plain(&["", "An empty cell is unknown, never 0. Decimals have at most six places."])?;
    lines.bold(&["How it was made"])?;
    for (name, value) in &study.provenance {
        lines.plain(&[name, value])?;
    }
    Ok(())
}

fn codebook(sheet: &mut Worksheet, given: &Given<'_>) -> Result<(), XlsxError> {
    let mut lines = Lines::new(sheet, &[12.0, 22.0, 9.0, 24.0, 80.0, 90.0])?;
    lines.bold(&["table", "column", "type", "unit", "meaning", "allowed words"])?;
    for table in tables(given.findings) {
        for field in &table.fields {
            let words = field.allowed.codes().iter();
            let words: Vec<String> = words.map(|(word, is)| format!("{word}: {is}")).collect();
            let (name, kind, words) = (table.about.name, field.kind.word(), words.join("; "));
            let plain = |markdown: &str| markdown.replace('`', "");
            let (unit, meaning) = (plain(field.unit), plain(field.meaning));
            lines.plain(&[name, field.name, kind, &unit, &meaning, &words])?;
        }
    }
    let last = lines.next.saturating_sub(1);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, 5).map(drop)
}

/// A sheet that is written line by line, with wrapped text.
struct Lines<'a> {
    sheet: &'a mut Worksheet,
    next: u32,
}

impl<'a> Lines<'a> {
    fn new(sheet: &'a mut Worksheet, widths: &[f64]) -> Result<Lines<'a>, XlsxError> {
        for (at, width) in (0u16..).zip(widths) {
            sheet.set_column_width(at, *width)?;
        }
        Ok(Lines { sheet, next: 0 })
    }

    fn plain(&mut self, cells: &[&str]) -> Result<(), XlsxError> {
        self.write(cells, &Format::new().set_text_wrap().set_align(FormatAlign::Top))
    }

    fn bold(&mut self, cells: &[&str]) -> Result<(), XlsxError> {
        self.write(cells, &Format::new().set_bold())
    }

    fn write(&mut self, cells: &[&str], format: &Format) -> Result<(), XlsxError> {
        for (at, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            self.sheet.write_string_with_format(self.next, at, text(cell), format)?;
        }
        self.next += 1;
        Ok(())
    }
}

/// Text that XML can hold: characters that act are shown, line breaks are line feeds, what is too long is cut.
fn text(words: &str) -> String {
    let shown = escape::csv(words).replace("\r\n", "\n").replace('\r', "\n");
    if shown.encode_utf16().count() <= LONGEST {
        return shown;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < LONGEST
    };
    shown.chars().take_while(fits).chain(['…']).collect()
}
