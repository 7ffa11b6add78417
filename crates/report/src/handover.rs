//! Findings for other programs and other people: tables in their formats, with everything needed to read them later.
//!
//! One format: one file in `handover/`, one line in [`WRITERS`]. Later writers see the files of earlier ones, so that
//! the data package and the crate can state their digests.

mod citation;
mod codebook;
mod csv_files;
mod datapackage;
mod datasette;
mod parquet_files;
mod r;
mod readme;
mod ro_crate;
mod stata;
mod xlsx;

use sha2::{Digest, Sha256};

use crate::findings::Findings;
use crate::table::Table;
use crate::{
    Output, countries_csv, coverage_csv, gaps_csv, gsp_csv, newspapers_csv, waves_csv, world,
    years_csv,
};

/// What the findings do not say of themselves.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Version of the program: `0.1.0`.
    pub version: String,
    /// The day the files are dated with, YYYY-MM-DD: never that of a clock, so that the same data give the same bytes.
    pub date: String,
    /// The tables and views of the database, for those who open that instead.
    pub relations: Vec<Relation>,
}

/// A table or view of the database.
#[derive(Clone, Debug, Default)]
pub struct Relation {
    /// Its name.
    pub name: String,
    /// What it is. Empty: not said.
    pub about: String,
    /// Its columns in order, each with its meaning; an empty meaning is not said.
    pub columns: Vec<(String, String)>,
}

/// Why a format could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A number is larger than Parquet's integers of 64 bits.
    #[error("{table}.parquet: {number} in column {column} is larger than a 64-bit integer")]
    Range {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The number.
        number: i128,
    },
    /// The Parquet writer refused.
    #[error("{table}.parquet: {source}")]
    Parquet {
        /// The table.
        table: &'static str,
        /// What it said.
        source: ::parquet::errors::ParquetError,
    },
    /// The workbook's writer refused; more than 1,048,575 rows do not fit a sheet.
    #[error("groundswell.xlsx: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A format describes the files of another one that was not asked for.
    #[error("the format {0} describes the CSV files: ask for csv too")]
    NeedsCsv(&'static str),
}

/// A table made from findings.
type Maker = for<'a> fn(&'a Findings) -> Table<'a>;

/// Every table, in the order they are shown in. One table: one file, one line here.
pub(crate) const TABLES: &[Maker] = &[
    waves_csv::table,
    years_csv::table,
    coverage_csv::table,
    gaps_csv::table,
    world::table,
    countries_csv::table,
    newspapers_csv::table,
    gsp_csv::table,
];

fn tables(findings: &Findings) -> impl Iterator<Item = Table<'_>> {
    TABLES.iter().map(|table| table(findings))
}

/// One format of the hand-over.
struct Writer {
    format: &'static str,
    /// Its files, for people: `TABLE.csv`.
    files: &'static str,
    /// What they are for.
    about: &'static str,
    write: fn(&Given<'_>) -> Result<Vec<Output>, Error>,
}

/// What a writer is given.
struct Given<'a> {
    findings: &'a Findings,
    origin: &'a Origin,
    /// The files of the formats before this one.
    files: &'a [Output],
}

const WRITERS: &[Writer] = &[
    csv_files::WRITER,
    parquet_files::WRITER,
    xlsx::WRITER,
    stata::WRITER,
    r::WRITER,
    codebook::WRITER,
    citation::WRITER,
    datasette::WRITER,
    readme::WRITER,
    datapackage::WRITER,
    ro_crate::WRITER,
];

/// The names of all formats, in the order they are written.
pub fn formats() -> impl Iterator<Item = &'static str> {
    WRITERS.iter().map(|writer| writer.format)
}

/// The files of these formats, each path once. Names that are no format give no file.
///
/// # Errors
/// [`Error`], which names the file that cannot be written.
pub fn handover(
    findings: &Findings,
    origin: &Origin,
    formats: &[&str],
) -> Result<Vec<Output>, Error> {
    let mut files = Vec::new();
    for writer in WRITERS.iter().filter(|writer| formats.contains(&writer.format)) {
        let more = (writer.write)(&Given { findings, origin, files: &files })?;
        files.extend(more);
    }
    Ok(files)
}

/// sha256 in hex.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON for people, with a newline at the end.
fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
