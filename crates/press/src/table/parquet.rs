//! Parquet: columns as pandas, R, DuckDB or Spark write them, plain, snappy, gzip or zstd; of nested columns `headline.main`.

mod bounds;
mod format;
mod headers;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field as Cell, Row};
use parquet::schema::types::Type;

use super::{Columns, Field, Fields, article, of_epoch, whole};
use crate::contents::Fault;
use crate::export::{Export, Records};
use crate::source::{Format, Source};
use bounds::Bounds;

/// Parquet.
pub(crate) static PARQUET: Source = Source {
    name: "table-parquet",
    newspaper: "",
    title: "Table of articles, Parquet",
    format: Format::Export(Export {
        extension: "parquet",
        is_its: |head| head.bytes.starts_with(b"PAR1"),
        read: |input, records| whole(input, records, rows),
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Rows that are unpacked at a time.
const BATCH: usize = 256;

fn rows(bytes: Vec<u8>, records: &mut Records<'_>) -> Result<(), String> {
    let said = |error: ParquetError| error.to_string();
    bounds::check_footer(&bytes)?;
    let bytes = Bytes::from(bytes);
    let file = SerializedFileReader::new(bytes.clone()).map_err(said)?;
    let schema = file.metadata().file_metadata().schema();
    let columns = records.columns;
    if !columns.tell(names(schema).iter().map(String::as_str)) {
        records.cut(0, Fault::UnknownShape);
        return Ok(());
    }
    let known = names(schema).into_iter().filter_map(|name| columns.of(&name));
    let told = columns.told(known.map(|(field, _)| field));
    let wanted = wanted(schema, columns).map_err(said)?;
    let units: Vec<i64> = wanted.get_fields().iter().map(|field| a_day(field)).collect();
    let mut bounds = Bounds::default();
    for group in file.metadata().row_groups() {
        let read = |name: &str| wanted.get_fields().iter().any(|field| field.name() == name);
        bounds.check(&bytes, group, read)?;
    }
    let rows = file.get_row_iter(Some(wanted)).map_err(said)?.with_batch_size(BATCH);
    for (number, row) in (0u64..).zip(rows) {
        let row = row.map_err(said)?;
        let fields = fields(&row, &units, columns);
        if !records.spend(number, fields.bytes()) {
            return Ok(());
        }
        records.hand(number, 1, article(fields, told));
    }
    Ok(())
}

/// The names of the columns, and of those within them.
fn names(schema: &Type) -> Vec<String> {
    let mut names = Vec::new();
    for field in schema.get_fields() {
        names.push(field.name().to_owned());
        if field.is_group() {
            names.extend(
                field.get_fields().iter().map(|inner| format!("{}.{}", field.name(), inner.name())),
            );
        }
    }
    names
}

/// The columns that say something.
fn wanted(schema: &Type, columns: &Columns) -> Result<Type, ParquetError> {
    let says = |name: &str| columns.of(name).is_some();
    let is_wanted = |field: &&Arc<Type>| {
        says(field.name())
            || (field.is_group()
                && field
                    .get_fields()
                    .iter()
                    .any(|inner| says(&format!("{}.{}", field.name(), inner.name()))))
    };
    let fields = schema.get_fields().iter().filter(is_wanted).cloned().collect();
    Type::group_type_builder(schema.name()).with_fields(fields).build()
}

/// How many of its units are a day, of a column of times whose unit only the newer annotation says; else 0.
fn a_day(field: &Type) -> i64 {
    let Some(LogicalType::Timestamp(time)) = field.get_basic_info().logical_type_ref() else {
        return 0;
    };
    match time.unit {
        TimeUnit::NANOS => 86_400_000_000_000,
        TimeUnit::MICROS => 86_400_000_000,
        TimeUnit::MILLIS => 86_400_000,
    }
}

fn fields<'r>(row: &'r Row, units: &[i64], columns: &Columns) -> Fields<'r> {
    let mut fields = Fields::default();
    for ((name, cell), &unit) in row.get_column_iter().zip(units) {
        if let Some(field) = columns.of(name) {
            fields.set(field, text(cell, unit, field.0));
        }
        if let Cell::Group(inner) = cell {
            for (inner, cell) in inner.get_column_iter() {
                if let Some(field) = columns.of(&format!("{name}.{inner}")) {
                    fields.set(field, text(cell, 0, field.0));
                }
            }
        }
    }
    fields
}

/// A value as the text of a cell; the list of places as its parts.
fn text(cell: &Cell, a_day: i64, field: Field) -> Cow<'_, str> {
    let day = |days: i64| of_epoch(days).map_or(Cow::Borrowed(""), |day| day.to_string().into());
    match cell {
        Cell::Str(text) => text.into(),
        Cell::Bytes(bytes) => String::from_utf8_lossy(bytes.data()),
        Cell::Date(days) => day(i64::from(*days)),
        Cell::TimestampMillis(time) => day(time.div_euclid(86_400_000)),
        Cell::TimestampMicros(time) => day(time.div_euclid(86_400_000_000)),
        Cell::Long(time) if a_day > 0 => day(time.div_euclid(a_day)),
        Cell::Null | Cell::Group(_) | Cell::MapInternal(_) => Cow::Borrowed(""),
        Cell::ListInternal(list) if field == Field::Place => {
            let texts = list.elements().iter().filter_map(|element| match element {
                Cell::Str(text) => Some(text.as_str()),
                _ => None,
            });
            texts.collect::<Vec<_>>().join("; ").into()
        }
        Cell::ListInternal(_) => Cow::Borrowed(""),
        other => other.to_string().into(),
    }
}
