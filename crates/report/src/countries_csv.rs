//! `countries.csv`: the countries of the study, and why one could not be judged.

use std::borrow::Cow;

use crate::findings::{Country, Findings};
use crate::seen::shown;
use crate::table::{About, Column, Table, integer, text};

pub(crate) const ABOUT: About = About {
    name: "countries",
    title: "Countries",
    about: "every country of the study",
    key: &["country"],
    refers: &[],
};

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), findings.countries.iter())
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<&'a Country>> {
    vec![
        text("country", "code of the country, ISO 3166-1 alpha-3 where there is one", |row| Cow::from(&row.code)),
        text("label", "its name", |row| Cow::from(&row.label)),
        text("shown_by", "the series it is shown by: the one that joins the newspapers, else the first", |row| shown(row).map_or("", |series| &series.newspaper).into()),
        integer("waves", "waves", "how many waves that series has; empty: it could not be judged", waves),
        text("error", "why it could not be judged; empty: it was", |row| row.error.as_deref().unwrap_or("").into()),
        text("warnings", "what the rule warns of in that series, such as a break in how a newspaper was collected; separated by ` | `", |row| shown(row).map_or_else(String::new, |series| series.warnings.join(" | ")).into()),
    ]
}

/// Silence about waves is not "no wave".
fn waves(country: &&Country) -> Option<i128> {
    let judged = shown(country).filter(|series| series.error.is_none());
    judged.filter(|_| country.error.is_none()).map(|series| series.waves.len() as i128)
}
