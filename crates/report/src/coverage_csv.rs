//! `coverage.csv`: what was seen of each newspaper, year by year, before any country: the denominators.

use std::borrow::Cow;

use crate::findings::{Coverage, Findings};
use crate::table::{About, Column, Table, code, integer, number, text};
use crate::{Output, Writer};
use crate::{codes, newspapers_csv};

pub(crate) const ABOUT: About = About {
    name: "coverage",
    title: "Coverage",
    about: "every newspaper and year: how much of it was seen, how many articles there were",
    key: &["newspaper", "year"],
    refers: &[("newspaper", &newspapers_csv::ABOUT)],
};

pub(crate) const WRITER: Writer = Writer {
    name: "coverage.csv",
    about: ABOUT.about,
    write: |findings| match findings.coverage.is_empty() {
        true => Vec::new(),
        false => vec![Output::text("coverage.csv", coverage_csv(findings))],
    },
};

/// One row a newspaper and year, in the order of the findings.
pub fn coverage_csv(findings: &Findings) -> String {
    table(findings).csv()
}

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), findings.coverage.iter())
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<&'a Coverage>> {
    vec![
        text("newspaper", "short name of the newspaper", |row| Cow::from(&row.newspaper)),
        integer("year", "year", "year, as the newspaper dates its articles", |row| Some(row.year.into())),
        code("state", codes::STATES, "`observed`, `partial`, `missing` or `not_published`", |row| Cow::from(&row.state)),
        number("coverage", "share, 0 to 1", "`months_held` ÷ `months_due`, 0 to 1", |row| Some(row.coverage)),
        integer("months_due", "months", "months in which the newspaper appeared", |row| Some(row.months_due.into())),
        integer("months_held", "months", "how many of them are held", |row| Some(row.months_held.into())),
        integer("days_due", "days", "days on which the newspaper appeared", |row| Some(row.days_due.into())),
        integer("days_held", "days", "how many of them have an article in the archive", |row| Some(row.days_held.into())),
        integer("records", "records", "records in the archive, duplicates included", |row| Some(row.records.into())),
        integer("all_articles", "articles", "articles, each once; as many as the newspaper itself says it had where it says so; of months_searched what is held", |row| Some(row.all_articles.into())),
        integer("international", "articles", "articles known to be international", |row| Some(row.international.into())),
        integer("international_unknown", "articles", "articles of which it is not known whether they are", |row| Some(row.international_unknown.into())),
        integer("months_searched", "months", "months of which nothing is held but what searches found, so that nobody knows how many articles they had", |row| Some(row.months_searched.into())),
    ]
}
