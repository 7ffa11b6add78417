//! `coverage.csv`: what was seen of each newspaper, year by year, before any country: the denominators.

use crate::findings::{Coverage, Findings};
use crate::number::optional_float;
use crate::table::{self, Column, column};
use crate::{Output, Writer, escape};

pub(crate) const WRITER: Writer = Writer {
    name: "coverage.csv",
    about: "every newspaper and year: how much of it was seen, how many articles there were",
    write: |findings| match findings.coverage.is_empty() {
        true => Vec::new(),
        false => vec![Output::text("coverage.csv", coverage_csv(findings))],
    },
};

/// One row a newspaper and year, in the order of the findings.
pub fn coverage_csv(findings: &Findings) -> String {
    table::csv(&columns(), findings.coverage.iter())
}

/// The data dictionary of `coverage.csv`.
pub(crate) fn dictionary() -> String {
    table::dictionary(&columns())
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<&'a Coverage>> {
    vec![
        column("newspaper", "text", "short name of the newspaper", |row| escape::csv(&row.newspaper)),
        column("year", "integer", "year, as the newspaper dates its articles", |row| row.year.to_string()),
        column("state", "text", "`observed`, `partial`, `missing` or `not_published`", |row| escape::csv(&row.state)),
        column("coverage", "number", "`months_held` ÷ `months_due`, 0 to 1", |row| optional_float(Some(row.coverage))),
        column("months_due", "integer", "months in which the newspaper appeared", |row| row.months_due.to_string()),
        column("months_held", "integer", "how many of them are held", |row| row.months_held.to_string()),
        column("days_due", "integer", "days on which the newspaper appeared", |row| row.days_due.to_string()),
        column("days_held", "integer", "how many of them have an article in the archive", |row| row.days_held.to_string()),
        column("records", "integer", "records in the archive, duplicates included", |row| row.records.to_string()),
        column("all_articles", "integer", "articles, each once; as many as the newspaper itself says it had where it says so", |row| row.all_articles.to_string()),
        column("international", "integer", "articles known to be international", |row| row.international.to_string()),
        column("international_unknown", "integer", "articles of which it is not known whether they are", |row| row.international_unknown.to_string()),
    ]
}
