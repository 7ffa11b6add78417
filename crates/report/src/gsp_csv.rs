//! `gsp.csv`: the counts with the variables that `gspwave` reads, the Stata command of the Global Social Protest group.
//!
//! `gspwave` (skaratasli82/gspkit) adds up `gsp` by `year` after a filter on the name in `country`, and fills years
//! without a row with 0. So the rows are of single newspapers, and a hole has no row.

use crate::escape;
use crate::findings::{Country, Findings, SeriesOf, Study, Year};
use crate::seen::Seen;
use crate::table::{self, Column, column};
use crate::{Output, Writer, words};

pub(crate) const WRITER: Writer = Writer {
    name: "gsp.csv",
    about: "the counts of each newspaper for the Stata command `gspwave`; see below",
    write: |findings| vec![Output::text("gsp.csv", table::csv(&columns(), rows(findings)))],
};

/// The data dictionary of `gsp.csv`.
pub(crate) fn dictionary() -> String {
    table::dictionary(&columns())
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
        column("country", "text", "name of the country, for the option `countries` of `gspwave`", |row| escape::csv(&row.country.label)),
        column("code", "text", "its code, ISO 3166-1 alpha-3 where there is one", |row| escape::csv(&row.country.code)),
        column("newspaper", "text", "short name of the newspaper", |row| escape::csv(&row.series.newspaper)),
        column("year", "integer", "year, as the newspaper dates its articles", |row| row.year.year.to_string()),
        column("gsp", "integer", "the count, in the `measure` of `years.csv`", |row| row.count.to_string()),
    ]
}
