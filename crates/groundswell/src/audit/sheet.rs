//! The sheet that coders fill: a row a pair, as CSV or as a workbook.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError,
};

use super::codes::Code;
use super::tally::Pair;

/// A row of the sheet. It shows nothing of what the machine made of the pair.
pub(crate) struct Row {
    /// The row's id: what ties it to the key. Begins with a letter, so that no spreadsheet takes it for a number.
    pub(crate) id: String,
    pub(crate) newspaper: String,
    pub(crate) country_name: String,
    pub(crate) pair: Pair,
}

/// A column: its name, its width in a workbook, what it means, what is in it.
type Column = (&'static str, f64, &'static str, fn(&Row) -> &str);

pub(crate) const COLUMNS: [Column; 13] = [
    ("row", 13.0, "id of the row; leave it as it is", |row| &row.id),
    ("newspaper", 11.0, "short name of the newspaper", |row| &row.newspaper),
    ("date", 11.0, "as the newspaper dates the article", |row| &row.pair.date),
    ("country", 8.0, "code of the country that is asked for; * for any of them", |row| {
        &row.pair.country
    }),
    ("country_name", 18.0, "the country that is asked for", |row| &row.country_name),
    ("headline", 45.0, "headline", |row| &row.pair.headline),
    ("text", 80.0, "summary and lead, shortened", |row| &row.pair.text),
    ("spans", 20.0, "words that were looked at for this country, counted or not", |row| {
        &row.pair.spans
    }),
    ("filed", 22.0, "desk, section and page, as the newspaper says", |row| &row.pair.filed),
    ("link", 30.0, "address of the article", |row| &row.pair.link),
    ("label", 7.0, "your answer: one of the codes", |_| ""),
    ("coder", 9.0, "who answers; empty: the sheet is all of one coder", |_| ""),
    ("note", 30.0, "anything worth saying", |_| ""),
];

/// The sheet as CSV: UTF-8 without a byte order mark and CRLF, as every CSV of this program.
pub(crate) fn csv(rows: &[Row]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let fact = "writing to memory cannot fail, and every record has one field a column";
    writer.write_record(COLUMNS.map(|column| column.0)).expect(fact);
    for row in rows {
        writer.write_record(COLUMNS.map(|column| guarded((column.3)(row)))).expect(fact);
    }
    writer.into_inner().expect(fact)
}

/// A cell that a spreadsheet would run as a formula is made text with an apostrophe (OWASP, CSV injection).
fn guarded(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

/// The sheet as a workbook: frozen header, wrapped text, codes to choose from, and how to answer.
pub(crate) fn xlsx(rows: &[Row], question: &str, codes: &[Code]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same sheet has the same bytes: no clock.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    fill(workbook.add_worksheet().set_name("audit")?, rows, codes)?;
    instruct(workbook.add_worksheet().set_name("instructions")?, question, codes)?;
    workbook.save_to_buffer()
}

fn fill(
    sheet: &mut rust_xlsxwriter::Worksheet,
    rows: &[Row],
    codes: &[Code],
) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_freeze_panes(1, 0)?;
    for (at, (name, width, _, cell)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, name, &heading)?;
        for (line, row) in (1u32..).zip(rows) {
            // Text, never a formula or a link: the words are other people's.
            match cell(row) {
                "" => sheet.write_blank(line, at, &wrapped)?,
                text => sheet.write_string_with_format(line, at, text, &wrapped)?,
            };
        }
        if name == "label" && !rows.is_empty() {
            let known: Vec<&str> = codes.iter().map(|code| code.code.as_str()).collect();
            let choice = DataValidation::new()
                .allow_list_strings(&known)?
                .set_error_title("No such code")?
                .set_error_message(
                    "Choose one of the codes; what they mean is in the sheet 'instructions'.",
                )?;
            let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            sheet.add_data_validation(1, at, last, at, &choice)?;
        }
    }
    Ok(())
}

fn instruct(
    sheet: &mut rust_xlsxwriter::Worksheet,
    question: &str,
    codes: &[Code],
) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 14)?.set_column_width(1, 100)?;
    let advice = "Judge by what is shown; open the link where that is not enough. Write one code into the \
                  column `label` of each row. Do not sort out, delete or rename rows or columns; leave a row \
                  empty that you did not get to. A second coder fills a copy without seeing yours.";
    let mut line = 0;
    let mut write = |left: &str, right: &str, format: &Format| -> Result<(), XlsxError> {
        sheet.write_string_with_format(line, 0, left, format)?;
        sheet.write_string_with_format(line, 1, right, format)?;
        line += 1;
        Ok(())
    };
    write("The question", question, &wrapped)?;
    write("How", advice, &wrapped)?;
    write("code", "meaning", &heading)?;
    for code in codes {
        write(&code.code, &code.meaning, &wrapped)?;
    }
    write("column", "what is in it", &heading)?;
    for (name, _, meaning, _) in COLUMNS {
        write(name, meaning, &wrapped)?;
    }
    Ok(())
}
