//! `years.csv`: one row a country, newspaper and year, with its state and denominators.

use std::borrow::Cow;

use crate::findings::{Country, Findings, SeriesOf, Study, Year};
use crate::table::{About, Column, Table, code, integer, number, several, text};
use crate::{Output, Writer};
use crate::{codes, countries_csv, newspapers_csv, study_columns};

pub(crate) const ABOUT: About = About {
    name: "years",
    title: "Series",
    about: "every country, newspaper and year: count, state, denominators, verdict",
    key: &["country", "newspaper", "year"],
    refers: &[("country", &countries_csv::ABOUT), ("newspaper", &newspapers_csv::ABOUT)],
};

pub(crate) const WRITER: Writer = Writer {
    name: "years.csv",
    about: ABOUT.about,
    write: |findings| vec![Output::text("years.csv", years_csv(findings))],
};

/// One row a country, newspaper and year, in the order of the findings. Empty cells are unknown, never 0.
pub fn years_csv(findings: &Findings) -> String {
    table(findings).csv()
}

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), rows(findings))
}

struct Row<'a> {
    study: &'a Study,
    country: &'a Country,
    series: &'a SeriesOf,
    year: &'a Year,
}

impl AsRef<Study> for Row<'_> {
    fn as_ref(&self) -> &Study {
        self.study
    }
}

fn rows(findings: &Findings) -> impl Iterator<Item = Row<'_>> {
    let study = &findings.study;
    findings.countries.iter().flat_map(move |country| {
        country.series.iter().flat_map(move |series| {
            series.years.iter().map(move |year| Row { study, country, series, year })
        })
    })
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let [sections, basis, channel, tier, home, policy] = study_columns::choices();
    vec![
        text("country", "code of the country, ISO 3166-1 alpha-3 where there is one", |row| Cow::from(&row.country.code)),
        text("label", "its name", |row| Cow::from(&row.country.label)),
        text("newspaper", "short name of the newspaper, or of a series that joins them: `sum`, `mean-of-rates`, `standardised`, `max`, `both`", |row| Cow::from(&row.series.newspaper)),
        integer("year", "year", "year, as the newspaper dates its articles", |row| Some(row.year.year.into())),
        study_columns::topic(),
        study_columns::measure("what `count` counts: `articles` or `mentions`"),
        integer("count", "as in `measure`", "the number counted; empty when nobody could look", |row| row.year.count.map(i128::from)),
        integer("mentions", "mentions", "occurrences of the country's names", |row| row.year.mentions.map(i128::from)),
        code("state", codes::STATES, "`observed`, `partial`, `missing`, `not_published` or `not_applicable`", |row| Cow::from(&row.year.state)),
        number("coverage", "share, 0 to 1", "share of the year that was seen, 0 to 1", |row| row.year.coverage),
        integer("international_articles", "articles", "denominator: international articles of that newspaper and year", |row| row.year.international.map(i128::from)),
        integer("all_articles", "articles", "denominator: all articles of that newspaper and year", |row| row.year.all_articles.map(i128::from)),
        number("baseline_mean", "as in `unit`", "mean of the previous years that were observed, in `unit`", |row| row.year.baseline_mean),
        integer("baseline_years", "years", "how many observed years that mean is of", |row| Some(row.year.baseline_years.into())),
        number("period_mean", "as in `unit`", "mean over the observed years of the period, in `unit`", |row| row.series.period_mean),
        code("verdict", codes::VERDICTS, "`wave`, `none`, `undetermined` or `missing`", |row| Cow::from(&row.year.verdict)),
        code("reason", codes::REASONS, "why the verdict is undetermined", |row| row.year.reason.as_deref().unwrap_or("").into()),
        integer("flip_distance", "as in `measure`", "how many articles (or mentions) fewer would unflag a wave year", |row| row.year.flip_distance.map(i128::from)),
        several("flags", codes::FLAGS, "cautions on the year, separated by `;`", |row| row.year.flags.join(";").into()),
        study_columns::rule(),
        sections, basis, channel, tier, home, policy,
        text("unit", "what was judged: `articles`, `mentions` or a rate; the unit of `value` and of the means", |row| Cow::from(&row.series.unit)),
        number("value", "as in `unit`", "the number the verdict is on, in `unit`", |row| row.year.value),
        number("per_10000", "articles per 10,000 international articles", "articles per 10,000 international articles of the same newspapers", |row| row.year.per_10000),
        code("per_10000_verdict", codes::VERDICTS, "what the rule says of that rate, in the words of `verdict`; empty: not judged", |row| Cow::from(&row.year.per_10000_verdict)),
        number("annualised", "as in `measure`, a year", "what a whole year would have had: 12 × count ÷ months held", |row| row.year.annualised),
        code("annualised_verdict", codes::VERDICTS, "what the rule says of that, in the words of `verdict`; empty: not judged", |row| Cow::from(&row.year.annualised_verdict)),
        number("support", "share, 0 to 1", "share of 200 settings of the rule's numbers (those with an answer) that flag the year, 0 to 1", |row| row.year.support),
        number("bootstrap", "share, 0 to 1", "share of resampled series (each article drawn again) in which the year is flagged, 0 to 1", |row| row.year.bootstrap),
        number("false_discovery", "share, 0 to 1", "share of false discoveries if this year and all less plausible as chance are called waves; empty: the rule does not ask", |row| row.year.false_discovery),
    ]
}
