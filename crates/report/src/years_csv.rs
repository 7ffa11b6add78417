//! `years.csv`: one row a country, newspaper and year, with its state and denominators.

use std::borrow::Cow;

use crate::findings::{Country, Findings, SeriesOf, Study, Year};
use crate::table::{About, Column, Table, code, integer, number, several, text};
use crate::{Output, Writer};
use crate::{codes, countries_csv, newspapers_csv};

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
        text("country", "code of the country, ISO 3166-1 alpha-3 where there is one", |row| Cow::from(&row.country.code)),
        text("label", "its name", |row| Cow::from(&row.country.label)),
        text("newspaper", "short name of the newspaper, or of a series that joins them: `sum`, `mean-of-rates`, `standardised`, `max`, `both`", |row| Cow::from(&row.series.newspaper)),
        integer("year", "year", "year, as the newspaper dates its articles", |row| Some(row.year.year.into())),
        code("topic", codes::TOPICS, "which articles: `all`, or those that speak of `unrest`", |row| Cow::from(&row.study.topic)),
        code("measure", codes::MEASURES, "what `count` counts: `articles` or `mentions`", |row| Cow::from(&row.study.measure)),
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
        text("rule", "id of the rule", |row| Cow::from(&row.study.rule)),
        code("section_verdicts", codes::SECTIONS, "which section verdicts count as international: `yes` or `yes+unknown`", |row| Cow::from(&row.study.verdicts)),
        code("basis", codes::BASES, "whose section verdicts: `any`, or `metadata`, only the newspaper's own", |row| Cow::from(&row.study.basis)),
        code("channel", codes::CHANNELS, "where the country is named: `text`, `index` (the newspaper's index terms) or `any`", |row| Cow::from(&row.study.channel)),
        code("tier", codes::TIERS, "up to which tier names count: `A` names, `B` demonyms, `C` cities and regions", |row| Cow::from(&row.study.tier)),
        code("home", codes::HOMES, "what was done with a newspaper's own country: `foreign-only`, `all` or `exclude-home`", |row| Cow::from(&row.study.home)),
        code("policy", codes::POLICIES, "which state a name of the past stands for: `as-was`, `primary` or `all`", |row| Cow::from(&row.study.policy)),
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
