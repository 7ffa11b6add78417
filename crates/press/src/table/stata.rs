//! Stata's `.dta` of Stata 13 and later (releases 117 to 119): text in columns or as long strings, days as numbers that
//! Stata shows as `%td` or `%tc`. A number with labels is read as the number.
//!
//! Read with the crate `dta`: no `unsafe`, no dependency but `encoding_rs`. It makes room for whatever length a file says,
//! so those are compared with the bytes there are before; files of older releases, whose lengths cannot be found without
//! reading them, are recognised and refused.

use std::borrow::Cow;
use std::io::Cursor;

use dta::stata::dta::dta_error::DtaError;
use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::record_reader::RecordReader;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::Variable;
use dta::stata::dta::variable_type::VariableType;
use memchr::memmem;

use super::{Fields, article, of_epoch, whole};
use crate::contents::Fault;
use crate::export::{Export, Records};
use crate::source::{Format, Source};

/// Stata.
pub(crate) static STATA: Source = Source {
    name: "table-stata",
    newspaper: "",
    title: "Table of articles, Stata",
    format: Format::Export(Export {
        extension: "dta",
        is_its: |head| head.bytes.starts_with(MARK) || is_old(head.bytes),
        read: |input, records| whole(input, records, rows),
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// How releases 117 and later begin.
const MARK: &[u8] = b"<stata_dta><header><release>";

/// Bytes that a file has at least for each column: its type, name, place in the order, format and labels.
const LEAST: u64 = 200;

/// Days from 1960, where Stata's calendar begins, to 1970.
const TO_1960: i64 = 3653;

/// Release 102 to 115: its number, the order of bytes, the type of file, nothing; and no text is like that.
fn is_old(head: &[u8]) -> bool {
    matches!(head, [102..=115, 1 | 2, 1, 0, ..])
}

type Of = Cursor<Vec<u8>>;

fn rows(bytes: Vec<u8>, records: &mut Records<'_>) -> Result<(), String> {
    let said = |error: DtaError| error.to_string();
    if is_old(&bytes) {
        return Err(
            "is of Stata 12 or earlier; open it and save it again, or export it as CSV".to_owned()
        );
    }
    if !bytes.starts_with(MARK) {
        return Err("is no file of Stata 13 or later".to_owned());
    }
    check(&bytes)?;
    let length = bytes.len() as u64;
    let header = DtaReader::new().from_reader(Cursor::new(bytes)).read_header().map_err(said)?;
    let (variables, rows) = (header.header().variable_count(), header.header().observation_count());
    if u64::from(variables) > length / LEAST || rows > length {
        return Err(format!("says it has {variables} columns and {rows} rows"));
    }
    let mut characteristics = header.read_schema().map_err(said)?;
    characteristics.skip_to_end().map_err(said)?;
    let reader = characteristics.into_record_reader().map_err(said)?;
    let width = |variable: &Variable| match variable.variable_type() {
        VariableType::FixedString(length) => u64::from(length),
        _ => 1,
    };
    if reader.schema().variables().iter().map(width).sum::<u64>().saturating_mul(rows) > length {
        return Err("cut".to_owned());
    }
    let columns = records.columns;
    let variables = reader.schema().variables().iter();
    if !columns.tell(variables.map(Variable::name)) {
        records.cut(0, Fault::UnknownShape);
        return Ok(());
    }
    hand(reader, records).map_err(said)
}

/// Hands the rows over; long strings, which stand after them, are read before.
fn hand(mut reader: RecordReader<Of>, records: &mut Records<'_>) -> Result<(), DtaError> {
    let wanted: Vec<_> = (0..)
        .zip(reader.schema().variables())
        .filter_map(|(at, variable)| {
            let field = records.columns.of(variable.name())?;
            Some((at, field, variable.format().to_owned()))
        })
        .collect();
    let told = records.columns.told(wanted.iter().map(|(_, (field, _), _)| *field));
    let encoding = reader.encoding();
    let mut long = LongStringTable::for_reading();
    reader.skip_to_end()?;
    let mut strings = reader.into_long_string_reader()?;
    strings.read_remaining_into(&mut long)?;
    let mut reader = strings.seek_records()?;
    let mut number = 0;
    while let Some(row) = reader.read_lazy_record()? {
        let mut fields = Fields::default();
        for (at, field, format) in &wanted {
            let text = match row.value(*at)? {
                Value::LongStringRef(reference) => {
                    let found = long.get(&reference);
                    found
                        .and_then(|text| text.data_str(encoding).map(Cow::into_owned))
                        .unwrap_or_default()
                        .into()
                }
                value => text(value, format),
            };
            fields.set(*field, text);
        }
        if !records.spend(number, fields.bytes()) {
            return Ok(());
        }
        records.hand(number, 1, article(fields, told));
        number += 1;
    }
    Ok(())
}

/// A value as the text of a cell, given how Stata shows its column; empty where it is missing.
fn text<'a>(value: Value<'a>, format: &str) -> Cow<'a, str> {
    let number = match value {
        Value::String(text) => return text,
        Value::Byte(value) => value.present().map(f64::from),
        Value::Int(value) => value.present().map(f64::from),
        Value::Long(value) => value.present().map(f64::from),
        Value::Float(value) => value.present().map(f64::from),
        Value::Double(value) => value.present(),
        Value::LongStringRef(_) => None,
    };
    let Some(number) = number else { return Cow::Borrowed("") };
    let format = format.trim_start_matches(['%', '-']);
    let days = if format.starts_with("td") || format.starts_with('d') {
        number
    } else if format.starts_with("tc") || format.starts_with("tC") {
        (number / 86_400_000.0).floor()
    } else {
        return number.to_string().into();
    };
    // A whole number far within what can be one; anything else is no day.
    #[allow(clippy::cast_possible_truncation, reason = "looked at just before")]
    let day = (days.abs() < 1e7).then(|| of_epoch(days as i64 - TO_1960)).flatten();
    day.map_or_else(|| number.to_string().into(), |day| day.to_string().into())
}

/// Compares what the two lists of pieces of any length say of those with the bytes there are.
fn check(bytes: &[u8]) -> Result<(), String> {
    let little = memmem::find(bytes.get(..128).unwrap_or(bytes), b"LSF").is_some();
    let narrow = bytes.get(MARK.len()..).is_some_and(|rest| rest.starts_with(b"117"));
    // GSO, variable (4 bytes), row (8, in 117 only 4), kind (1), length (4).
    let to_length = if narrow { 3 + 4 + 4 + 1 } else { 3 + 4 + 8 + 1 };
    for (list, piece, to_length, after) in [
        (&b"<characteristics>"[..], &b"<ch>"[..], 4, b"</ch>".len()),
        (b"<strls>", b"GSO", to_length, 0),
    ] {
        let mut at = memmem::find(bytes, list).map_or(bytes.len(), |start| start + list.len());
        while bytes.get(at..).is_some_and(|rest| rest.starts_with(piece)) {
            let four = bytes.get(at + to_length..at + to_length + 4);
            let four = four.and_then(|four| <[u8; 4]>::try_from(four).ok()).ok_or("cut")?;
            let length = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
            let length = usize::try_from(length).map_err(|error| error.to_string())?;
            at += to_length + 4 + after;
            at = at.checked_add(length).filter(|&at| at <= bytes.len()).ok_or("cut")?;
        }
    }
    Ok(())
}
