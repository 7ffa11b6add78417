//! Every table as Parquet: the columns of the CSV, typed, with real nulls; for DuckDB, pandas, polars, R.
//!
//! An empty text is null here, as it is in the CSV. Zstandard, which all of these read without extras.

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

use super::{Error, Writer, tables};
use crate::Output;
use crate::table::{Cell, Field, Kind, Table};

pub(super) const WRITER: Writer = Writer {
    format: "parquet",
    files: "TABLE.parquet",
    about: "the same columns with types and real nulls, for DuckDB, pandas, polars and R",
    write: |given| tables(given.findings).map(file).collect(),
};

fn file(table: Table<'_>) -> std::result::Result<Output, Error> {
    let name = table.about.name;
    let fields = table.fields;
    let rows: Vec<Vec<Cell>> = table.rows.collect();
    in_range(name, &fields, &rows)?;
    let bytes =
        written(name, &fields, &rows).map_err(|source| Error::Parquet { table: name, source })?;
    Ok(Output { path: format!("{name}.parquet"), bytes })
}

/// A number that does not fit is an error, not a null.
fn in_range(
    table: &'static str,
    fields: &[Field],
    rows: &[Vec<Cell>],
) -> std::result::Result<(), Error> {
    for (field, cell) in rows.iter().flat_map(|row| fields.iter().zip(row)) {
        if let Cell::Integer(Some(number)) = *cell
            && i64::try_from(number).is_err()
        {
            return Err(Error::Range { table, column: field.name, number });
        }
    }
    Ok(())
}

fn written(name: &str, fields: &[Field], rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let columns = fields.iter().map(column).collect::<Result<_>>()?;
    let schema = Arc::new(Type::group_type_builder(name).with_fields(columns).build()?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by("groundswell".to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (at, field) in fields.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let mut column = group
            .next_column()?
            .ok_or_else(|| ParquetError::General(format!("no column {}", field.name)))?;
        match field.kind {
            Kind::Text => fill::<ByteArrayType>(&mut column, cells.map(text)),
            Kind::Integer => fill::<Int64Type>(&mut column, cells.map(integer)),
            Kind::Number => fill::<DoubleType>(&mut column, cells.map(number)),
            Kind::Boolean => fill::<BoolType>(&mut column, cells.map(boolean)),
        }?;
        column.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn column(field: &Field) -> Result<TypePtr> {
    let (physical, logical) = match field.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
    };
    let builder = Type::primitive_type_builder(field.name, physical);
    let builder = builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
    builder.build().map(Arc::new)
}

/// The values that are known, and for each row whether its is.
fn fill<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let cells: Vec<Option<T::T>> = cells.collect();
    let known: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&known), None).map(drop)
}

fn text(cell: &Cell) -> Option<ByteArray> {
    match cell {
        Cell::Text(text) if !text.is_empty() => Some(text.as_bytes().to_vec().into()),
        _ => None,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => number.and_then(|number| i64::try_from(number).ok()),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => *number,
        _ => None,
    }
}

fn boolean(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Boolean(yes) => Some(*yes),
        _ => None,
    }
}
