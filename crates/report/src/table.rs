//! A CSV table as a list of columns: each column's name, type, meaning and value stand in one line.

/// One column of a table whose rows are `Row`s.
pub(crate) struct Column<Row> {
    pub(crate) name: &'static str,
    /// `text`, `integer`, `number` or `boolean`.
    pub(crate) kind: &'static str,
    /// One sentence for the data dictionary.
    pub(crate) meaning: &'static str,
    /// The cell; empty when not known.
    pub(crate) cell: fn(&Row) -> String,
}

pub(crate) fn column<Row>(
    name: &'static str,
    kind: &'static str,
    meaning: &'static str,
    cell: fn(&Row) -> String,
) -> Column<Row> {
    Column { name, kind, meaning, cell }
}

/// The table as CSV (RFC 4180: UTF-8, CRLF, quoted where needed), header first.
pub(crate) fn csv<Row>(columns: &[Column<Row>], rows: impl Iterator<Item = Row>) -> String {
    let mut text = Vec::new();
    {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut text);
        let fact = "writing to memory cannot fail, and every record has one field a column";
        writer.write_record(columns.iter().map(|column| column.name)).expect(fact);
        for row in rows {
            writer.write_record(columns.iter().map(|column| (column.cell)(&row))).expect(fact);
        }
        writer.flush().expect(fact);
    }
    String::from_utf8(text).expect("CSV made of strings is UTF-8")
}

/// The data dictionary of the table, as a Markdown table.
pub(crate) fn dictionary<Row>(columns: &[Column<Row>]) -> String {
    let mut text = "| column | type | meaning |\n|---|---|---|\n".to_owned();
    for Column { name, kind, meaning, .. } in columns {
        text.push_str(&format!("| `{name}` | {kind} | {meaning} |\n"));
    }
    text
}
