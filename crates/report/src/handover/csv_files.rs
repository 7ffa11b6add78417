//! Every table as CSV.

use super::{Writer, tables};
use crate::Output;

pub(super) const WRITER: Writer = Writer {
    format: "csv",
    files: "TABLE.csv",
    about: "every table: UTF-8 after RFC 4180; an empty cell is unknown, never 0",
    write: |given| {
        let file = |table: crate::table::Table<'_>| {
            Output::text(format!("{}.csv", table.about.name), table.csv())
        };
        Ok(tables(given.findings).map(file).collect())
    },
};
