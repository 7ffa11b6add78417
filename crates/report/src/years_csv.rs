//! `years.csv`: one row a country, newspaper and year, with its state and denominators.

use crate::escape;
use crate::findings::{Country, Findings, SeriesOf, Study, Year};
use crate::number::{optional_float, optional_integer};
use crate::table::{self, Column, column};
use crate::{Output, Writer};

pub(crate) const WRITER: Writer = Writer {
    name: "years.csv",
    about: "every country, newspaper and year: count, state, denominators, verdict",
    write: |findings| vec![Output::text("years.csv", years_csv(findings))],
};

/// One row a country, newspaper and year, in the order of the findings. Empty cells are unknown, never 0.
pub fn years_csv(findings: &Findings) -> String {
    table::csv(&columns(), rows(findings))
}

/// The data dictionary of `years.csv`.
pub(crate) fn dictionary() -> String {
    table::dictionary(&columns())
}

struct Row<'a> {
    study: &'a Study,
    country: &'a Country,
    series: &'a SeriesOf,
    year: &'a Year,
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
    vec![
        column("country", "text", "code of the country, ISO 3166-1 alpha-3 where there is one", |row| escape::csv(&row.country.code)),
        column("label", "text", "its name", |row| escape::csv(&row.country.label)),
        column("newspaper", "text", "short name of the newspaper, or of a series that joins them: `sum`, `mean-of-rates`, `standardised`, `max`, `both`", |row| escape::csv(&row.series.newspaper)),
        column("year", "integer", "year, as the newspaper dates its articles", |row| row.year.year.to_string()),
        column("topic", "text", "which articles: `all`, or those that speak of `unrest`", |row| escape::csv(&row.study.topic)),
        column("measure", "text", "what `count` counts: `articles` or `mentions`", |row| escape::csv(&row.study.measure)),
        column("count", "integer", "the number counted; empty when nobody could look", |row| optional_integer(row.year.count)),
        column("mentions", "integer", "occurrences of the country's names", |row| optional_integer(row.year.mentions)),
        column("state", "text", "`observed`, `partial`, `missing`, `not_published` or `not_applicable`", |row| escape::csv(&row.year.state)),
        column("coverage", "number", "share of the year that was seen, 0 to 1", |row| optional_float(row.year.coverage)),
        column("international_articles", "integer", "denominator: international articles of that newspaper and year", |row| optional_integer(row.year.international)),
        column("all_articles", "integer", "denominator: all articles of that newspaper and year", |row| optional_integer(row.year.all_articles)),
        column("baseline_mean", "number", "mean of the previous years that were observed, in `unit`", |row| optional_float(row.year.baseline_mean)),
        column("baseline_years", "integer", "how many observed years that mean is of", |row| row.year.baseline_years.to_string()),
        column("period_mean", "number", "mean over the observed years of the period, in `unit`", |row| optional_float(row.series.period_mean)),
        column("verdict", "text", "`wave`, `none`, `undetermined` or `missing`", |row| escape::csv(&row.year.verdict)),
        column("reason", "text", "why the verdict is undetermined", |row| escape::csv(row.year.reason.as_deref().unwrap_or(""))),
        column("flip_distance", "integer", "how many articles (or mentions) fewer would unflag a wave year", |row| optional_integer(row.year.flip_distance)),
        column("flags", "text", "cautions on the year, separated by `;`", |row| escape::csv(&row.year.flags.join(";"))),
        column("rule", "text", "id of the rule", |row| escape::csv(&row.study.rule)),
        column("section_verdicts", "text", "which section verdicts count as international: `yes` or `yes+unknown`", |row| escape::csv(&row.study.verdicts)),
        column("basis", "text", "whose section verdicts: `any`, or `metadata`, only the newspaper's own", |row| escape::csv(&row.study.basis)),
        column("channel", "text", "where the country is named: `text`, `index` (the newspaper's index terms) or `any`", |row| escape::csv(&row.study.channel)),
        column("tier", "text", "up to which tier names count: `A` names, `B` demonyms, `C` cities and regions", |row| escape::csv(&row.study.tier)),
        column("home", "text", "what was done with a newspaper's own country: `foreign-only`, `all` or `exclude-home`", |row| escape::csv(&row.study.home)),
        column("policy", "text", "which state a name of the past stands for: `as-was`, `primary` or `all`", |row| escape::csv(&row.study.policy)),
        column("unit", "text", "what was judged: `articles`, `mentions` or a rate; the unit of `value` and of the means", |row| escape::csv(&row.series.unit)),
        column("value", "number", "the number the verdict is on, in `unit`", |row| optional_float(row.year.value)),
        column("per_10000", "number", "articles per 10,000 international articles of the same newspapers", |row| optional_float(row.year.per_10000)),
        column("per_10000_verdict", "text", "what the rule says of that rate, in the words of `verdict`; empty: not judged", |row| escape::csv(&row.year.per_10000_verdict)),
        column("annualised", "number", "what a whole year would have had: 12 × count ÷ months held", |row| optional_float(row.year.annualised)),
        column("annualised_verdict", "text", "what the rule says of that, in the words of `verdict`; empty: not judged", |row| escape::csv(&row.year.annualised_verdict)),
        column("support", "number", "share of 200 settings of the rule's numbers (those with an answer) that flag the year, 0 to 1", |row| optional_float(row.year.support)),
        column("bootstrap", "number", "share of resampled series (each article drawn again) in which the year is flagged, 0 to 1", |row| optional_float(row.year.bootstrap)),
        column("false_discovery", "number", "share of false discoveries if this year and all less plausible as chance are called waves; empty: the rule does not ask", |row| optional_float(row.year.false_discovery)),
    ]
}
