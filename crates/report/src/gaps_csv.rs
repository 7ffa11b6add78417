//! `gaps.csv`: strikes and other stretches in which a newspaper of the study did not appear, with citations.

use std::borrow::Cow;

use crate::findings::{Findings, Gap};
use crate::newspapers_csv;
use crate::table::{About, Column, Table, text};

pub(crate) const ABOUT: About = About {
    name: "gaps",
    title: "Days without a paper",
    about: "strikes and other stretches in which a newspaper did not appear",
    key: &["newspaper", "first"],
    refers: &[("newspaper", &newspapers_csv::ABOUT)],
};

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), findings.gaps.iter())
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<&'a Gap>> {
    vec![
        text("newspaper", "short name of the newspaper", |row| Cow::from(&row.newspaper)),
        text("first", "first day, YYYY-MM-DD", |row| Cow::from(&row.first)),
        text("last", "last day, YYYY-MM-DD", |row| Cow::from(&row.last)),
        text("what", "what happened", |row| Cow::from(&row.what)),
        text("citation", "where that is recorded", |row| Cow::from(&row.citation)),
    ]
}
