//! `waves.csv`: one row a wave, of every country and newspaper.

use crate::escape;
use crate::findings::{Country, Findings, SeriesOf, Study, Wave, Year};
use crate::number::{float, optional_float, optional_integer};
use crate::table::{self, Column, column};
use crate::{Output, Writer, trust, words};

pub(crate) const WRITER: Writer = Writer {
    name: "waves.csv",
    about: "every wave of every country and newspaper",
    write: |findings| vec![Output::text("waves.csv", waves_csv(findings))],
};

/// One row a wave, in the order of the findings. Empty cells are unknown, never 0.
pub fn waves_csv(findings: &Findings) -> String {
    table::csv(&columns(), rows(findings))
}

/// The data dictionary of `waves.csv`.
pub(crate) fn dictionary() -> String {
    table::dictionary(&columns())
}

struct Row<'a> {
    study: &'a Study,
    country: &'a Country,
    series: &'a SeriesOf,
    wave: &'a Wave,
}

fn rows(findings: &Findings) -> impl Iterator<Item = Row<'_>> {
    let study = &findings.study;
    findings.countries.iter().flat_map(move |country| {
        country.series.iter().flat_map(move |series| {
            series.waves.iter().map(move |wave| Row { study, country, series, wave })
        })
    })
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column("country", "text", "code of the country, ISO 3166-1 alpha-3 where there is one", |row| escape::csv(&row.country.code)),
        column("label", "text", "its name", |row| escape::csv(&row.country.label)),
        column("newspaper", "text", "short name of the newspaper, or of a series that joins them: `sum`, `mean-of-rates`, `standardised`, `max`, `both`", |row| escape::csv(&row.series.newspaper)),
        column("first", "integer", "first year of the wave", |row| row.wave.first.to_string()),
        column("last", "integer", "last year of the wave, included", |row| row.wave.last.to_string()),
        column("years", "text", "the flagged years, separated by `;`", |row| years(row.wave)),
        column("peak_year", "integer", "the highest year", |row| row.wave.peak_year.to_string()),
        column("peak_count", "integer", "its count, in `measure`", |row| row.wave.peak_count.to_string()),
        column("times_recent", "number", "peak ÷ mean of the previous years; empty when that mean is 0", |row| optional_float(row.wave.times_recent)),
        column("times_period", "number", "peak ÷ mean of the period; empty when that mean is 0", |row| optional_float(row.wave.times_period)),
        column("excess", "number", "Σ (value − mean of the previous years) over the flagged years, in `unit`", |row| float(row.wave.excess)),
        column("elevated_until", "integer", "last year of the unbroken run above the period's threshold", |row| row.wave.elevated_until.to_string()),
        column("censored_left", "boolean", "`true`: the year before could not be judged, the wave may have begun earlier", |row| row.wave.censored_left.to_string()),
        column("censored_right", "boolean", "`true`: the year after could not be judged, the wave may have lasted longer", |row| row.wave.censored_right.to_string()),
        column("flip_distance", "integer", "smallest of the flagged years': so many articles (or mentions) fewer in one of them unflag it", |row| optional_integer(words::flip_distance(row.series, row.wave))),
        column("topic", "text", "which articles: `all`, or those that speak of `unrest`", |row| escape::csv(&row.study.topic)),
        column("measure", "text", "what is counted: `articles` or `mentions`", |row| escape::csv(&row.study.measure)),
        column("rule", "text", "id of the rule", |row| escape::csv(&row.study.rule)),
        column("period_first", "integer", "first year of the period judged", |row| row.study.first_year.to_string()),
        column("period_last", "integer", "last year of the period judged, included", |row| row.study.last_year.to_string()),
        column("section_verdicts", "text", "which section verdicts count as international: `yes` or `yes+unknown`", |row| escape::csv(&row.study.verdicts)),
        column("basis", "text", "whose section verdicts: `any`, or `metadata`, only the newspaper's own", |row| escape::csv(&row.study.basis)),
        column("channel", "text", "where the country is named: `text`, `index` (the newspaper's index terms) or `any`", |row| escape::csv(&row.study.channel)),
        column("tier", "text", "up to which tier names count: `A` names, `B` demonyms, `C` cities and regions", |row| escape::csv(&row.study.tier)),
        column("home", "text", "what was done with a newspaper's own country: `foreign-only`, `all` or `exclude-home`", |row| escape::csv(&row.study.home)),
        column("policy", "text", "which state a name of the past stands for: `as-was`, `primary` or `all`", |row| escape::csv(&row.study.policy)),
        column("unit", "text", "what was judged: `articles`, `mentions` or a rate; the unit of `peak_value` and `excess`", |row| escape::csv(&row.series.unit)),
        column("peak_value", "number", "the number judged in the peak year, in `unit`", |row| optional_float(peak(row).and_then(|year| year.value))),
        column("support", "number", "of the peak year: share of 200 settings of the rule's numbers (those with an answer) that flag it, 0 to 1", |row| optional_float(peak(row).and_then(|year| year.support))),
        column("also_per_10000", "integer", "how many of `years` are waves per 10,000 international articles too; empty: none of them was judged", |row| also(row, trust::per_10000)),
        column("also_annualised", "integer", "how many of `years` are waves as whole years (12 × count ÷ months held) too; empty: none of them was judged", |row| also(row, trust::annualised)),
        column("bootstrap", "number", "of the peak year: share of resampled series (each article drawn again) in which it is flagged, 0 to 1", |row| optional_float(peak(row).and_then(|year| year.bootstrap))),
        column("agreement", "text", "of a series that joins newspapers: whether each of them, judged alone, has a wave in these years or beside them: `yes`, `no` or `unknown`, separated by `;`", |row| escape::csv(&words::agreement(row.wave))),
    ]
}

fn peak<'a>(row: &Row<'a>) -> Option<&'a Year> {
    trust::peak(row.series, row.wave)
}

fn also(row: &Row<'_>, other: fn(&Year) -> &str) -> String {
    trust::also(row.series, row.wave, other).map_or_else(String::new, |years| years.to_string())
}

fn years(wave: &Wave) -> String {
    let years: Vec<String> = wave.years.iter().map(i32::to_string).collect();
    years.join(";")
}
