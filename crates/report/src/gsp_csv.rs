//! `gsp.csv`: the counts with the variables that `gspwave` reads, the Stata command of the Global Social Protest group.
//!
//! `gspwave` (skaratasli82/gspkit) adds up `gsp` by `year` after a filter on the name in `country`, and fills years
//! without a row with 0. So the rows are of single newspapers, and a hole has no row.

use std::borrow::Cow;

use crate::findings::{Country, Findings, SeriesOf, Study, Year};
use crate::seen::Seen;
use crate::table::{About, Column, Table, integer, text};
use crate::{Output, Writer, words};
use crate::{countries_csv, newspapers_csv};

pub(crate) const ABOUT: About = About {
    name: "gsp",
    title: "Counts for gspwave",
    about: "the counts of each newspaper for the Stata command `gspwave`; see below",
    key: &["code", "newspaper", "year"],
    refers: &[("code", &countries_csv::ABOUT), ("newspaper", &newspapers_csv::ABOUT)],
};

pub(crate) const WRITER: Writer = Writer {
    name: "gsp.csv",
    about: ABOUT.about,
    write: |findings| vec![Output::text("gsp.csv", table(findings).csv())],
};

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), rows(findings))
}

/// How to read the file in Stata.
pub(crate) fn manual(study: &Study) -> String {
    format!(
        "
```stata
import delimited gsp.csv, varnames(1) encoding(\"utf-8\") clear
gspwave using waves.xlsx, kw(\"\") countries(\"Chile\") yrange({} {})
```

- `gspwave` reads a year without a row as 0. Holes have no row, so it takes them for zeros; compare with `state` in `years.csv`.
- It adds up the newspapers itself; series that join newspapers are left out.
- It takes a name of several words for each of its words too (South Sudan finds Sudan), and commas and apostrophes for its own. A code is safe: `cfield(code) countries(\"CHL\")`.
",
        study.first_year, study.last_year
    )
}

struct Row<'a> {
    country: &'a Country,
    series: &'a SeriesOf,
    year: &'a Year,
    count: u64,
}

fn rows(findings: &Findings) -> impl Iterator<Item = Row<'_>> {
    let study = &findings.study;
    findings.countries.iter().flat_map(move |country| {
        let papers = country.series.iter().filter(|series| words::joined(study, series).is_none());
        papers.flat_map(move |series| {
            series.years.iter().filter_map(move |year| {
                let count = Seen::of(year).count()?;
                Some(Row { country, series, year, count })
            })
        })
    })
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("country", "name of the country, for the option `countries` of `gspwave`", |row| Cow::from(&row.country.label)),
        text("code", "its code, ISO 3166-1 alpha-3 where there is one", |row| Cow::from(&row.country.code)),
        text("newspaper", "short name of the newspaper", |row| Cow::from(&row.series.newspaper)),
        integer("year", "year", "year, as the newspaper dates its articles", |row| Some(row.year.year.into())),
        integer("gsp", "as in `measure` of `years`", "the count, in the `measure` of `years.csv`", |row| Some(row.count.into())),
    ]
}
