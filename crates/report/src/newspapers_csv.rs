//! `newspapers.csv`: the newspapers and what joins them: every name that stands in a column `newspaper`.

use std::borrow::Cow;

use crate::codes;
use crate::findings::Findings;
use crate::table::{About, Column, Table, code, text};
use crate::words;

pub(crate) const ABOUT: About = About {
    name: "newspapers",
    title: "Newspapers and series",
    about: "every newspaper, and every series that joins them",
    key: &["newspaper"],
    refers: &[],
};

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), rows(findings).into_iter())
}

struct Row<'a> {
    name: &'a str,
    title: &'a str,
    kind: &'static str,
}

/// The newspapers in the study's order, then the other series in that of the findings.
fn rows(findings: &Findings) -> Vec<Row<'_>> {
    let study = &findings.study;
    let named = study.newspapers.iter();
    let mut rows: Vec<Row<'_>> = named
        .map(|paper| Row { name: &paper.name, title: &paper.title, kind: "newspaper" })
        .collect();
    for series in findings.countries.iter().flat_map(|country| &country.series) {
        if !rows.iter().any(|row| row.name == series.newspaper) {
            let joined = words::joined(study, series).is_some();
            let kind = if joined { "joined" } else { "newspaper" };
            let title = words::series_title(study, series);
            rows.push(Row { name: &series.newspaper, title, kind });
        }
    }
    for name in findings.coverage.iter().map(|year| &year.newspaper) {
        if !rows.iter().any(|row| row.name == name) {
            rows.push(Row { name, title: name, kind: "newspaper" });
        }
    }
    rows
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("newspaper", "short name of the newspaper, or of a series that joins them", |row| Cow::from(row.name)),
        text("title", "its title", |row| Cow::from(row.title)),
        code("kind", codes::SERIES, "`newspaper` or `joined`", |row| Cow::from(row.kind)),
    ]
}
