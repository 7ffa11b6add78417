//! A table of the findings as a list of typed columns: each column's name, type, unit, meaning and value stand in one
//! line. CSV, Parquet, the workbook, table schemas and every data dictionary come from that line.

use std::borrow::Cow;

use crate::{escape, number};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    /// Its word in data dictionaries.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
        }
    }
}

/// One value. Unknown is an empty text or `None`, and never 0.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Characters that act are shown already; tab and line breaks stay.
    Text(String),
    Integer(Option<i128>),
    /// Finite, and rounded as everywhere.
    Number(Option<f64>),
    Boolean(bool),
}

impl Cell {
    /// As CSV has it; empty when not known.
    pub(crate) fn plain(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => text.into(),
            Cell::Integer(number) => number.map_or_else(String::new, |n| n.to_string()).into(),
            Cell::Number(number) => number::optional_float(*number).into(),
            Cell::Boolean(yes) => yes.to_string().into(),
        }
    }
}

/// Which words may stand in a text, each with its meaning.
#[derive(Clone, Copy)]
pub(crate) enum Allowed {
    Any,
    One(Codes),
    /// Several, separated by `;`.
    Several(Codes),
}

/// Words and their meanings.
pub(crate) type Codes = &'static [(&'static str, &'static str)];

impl Allowed {
    /// The words; none: anything may stand there.
    pub(crate) fn codes(self) -> Codes {
        match self {
            Allowed::Any => &[],
            Allowed::One(codes) | Allowed::Several(codes) => codes,
        }
    }
}

/// What a column is, whatever its rows are.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Of numbers; empty: it has none.
    pub(crate) unit: &'static str,
    /// One sentence for the data dictionary, in Markdown.
    pub(crate) meaning: &'static str,
    pub(crate) allowed: Allowed,
}

/// One column of a table whose rows are `Row`s.
pub(crate) struct Column<Row> {
    field: Field,
    value: Value<Row>,
}

/// How a cell is read from a row.
enum Value<Row> {
    Text(fn(&Row) -> Cow<'_, str>),
    Integer(fn(&Row) -> Option<i128>),
    Number(fn(&Row) -> Option<f64>),
    Boolean(fn(&Row) -> bool),
}

impl<Row> Column<Row> {
    fn cell(&self, row: &Row) -> Cell {
        match self.value {
            Value::Text(text) => Cell::Text(escape::csv(&text(row))),
            Value::Integer(integer) => Cell::Integer(integer(row)),
            Value::Number(float) => Cell::Number(float(row).and_then(number::as_written)),
            Value::Boolean(yes) => Cell::Boolean(yes(row)),
        }
    }
}

pub(crate) fn text<Row>(
    name: &'static str,
    meaning: &'static str,
    value: fn(&Row) -> Cow<'_, str>,
) -> Column<Row> {
    column(name, Kind::Text, "", meaning, Value::Text(value))
}

/// A text that is one of these words.
pub(crate) fn code<Row>(
    name: &'static str,
    codes: Codes,
    meaning: &'static str,
    value: fn(&Row) -> Cow<'_, str>,
) -> Column<Row> {
    let Column { field, value } = text(name, meaning, value);
    Column { field: Field { allowed: Allowed::One(codes), ..field }, value }
}

/// A text of any of these words, separated by `;`.
pub(crate) fn several<Row>(
    name: &'static str,
    codes: Codes,
    meaning: &'static str,
    value: fn(&Row) -> Cow<'_, str>,
) -> Column<Row> {
    let Column { field, value } = text(name, meaning, value);
    Column { field: Field { allowed: Allowed::Several(codes), ..field }, value }
}

pub(crate) fn integer<Row>(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    value: fn(&Row) -> Option<i128>,
) -> Column<Row> {
    column(name, Kind::Integer, unit, meaning, Value::Integer(value))
}

pub(crate) fn number<Row>(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    value: fn(&Row) -> Option<f64>,
) -> Column<Row> {
    column(name, Kind::Number, unit, meaning, Value::Number(value))
}

pub(crate) fn boolean<Row>(
    name: &'static str,
    meaning: &'static str,
    value: fn(&Row) -> bool,
) -> Column<Row> {
    column(name, Kind::Boolean, "", meaning, Value::Boolean(value))
}

fn column<Row>(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
    value: Value<Row>,
) -> Column<Row> {
    Column { field: Field { name, kind, unit, meaning, allowed: Allowed::Any }, value }
}

/// What a table is, before any row.
pub(crate) struct About {
    /// The stem of its files: `years`.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// Half a sentence.
    pub(crate) about: &'static str,
    /// The columns that no two rows share.
    pub(crate) key: &'static [&'static str],
    /// A column, and the table whose key it holds.
    pub(crate) refers: &'static [(&'static str, &'static About)],
}

/// A table of the findings: what it is, its columns, its rows.
pub(crate) struct Table<'a> {
    pub(crate) about: &'static About,
    pub(crate) fields: Vec<Field>,
    pub(crate) rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

impl<'a> Table<'a> {
    pub(crate) fn new<Row: 'a>(
        about: &'static About,
        columns: Vec<Column<Row>>,
        rows: impl Iterator<Item = Row> + 'a,
    ) -> Table<'a> {
        let fields = columns.iter().map(|column| column.field).collect();
        let cells = move |row: Row| columns.iter().map(|column| column.cell(&row)).collect();
        Table { about, fields, rows: Box::new(rows.map(cells)) }
    }

    /// The table as CSV (RFC 4180: UTF-8, CRLF, quoted where needed), header first.
    pub(crate) fn csv(self) -> String {
        let mut text = Vec::new();
        {
            let mut writer =
                csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut text);
            let fact = "writing to memory cannot fail, and every record has one field a column";
            writer.write_record(self.fields.iter().map(|field| field.name)).expect(fact);
            for row in self.rows {
                writer.write_record(row.iter().map(|c| c.plain().into_owned())).expect(fact);
            }
            writer.flush().expect(fact);
        }
        String::from_utf8(text).expect("CSV made of strings is UTF-8")
    }

    /// The data dictionary of the table, as a Markdown table.
    pub(crate) fn dictionary(&self) -> String {
        let mut text = "| column | type | meaning |\n|---|---|---|\n".to_owned();
        for Field { name, kind, meaning, .. } in &self.fields {
            text.push_str(&format!("| `{name}` | {} | {meaning} |\n", kind.word()));
        }
        text
    }
}
