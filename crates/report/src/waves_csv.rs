//! `waves.csv`: one row a wave, of every country and newspaper.

use std::borrow::Cow;

use crate::findings::{Country, Findings, SeriesOf, Study, Wave, Year};
use crate::table::{About, Column, Table, boolean, integer, number, text};
use crate::{Output, Writer, trust, words};
use crate::{countries_csv, newspapers_csv, study_columns};

pub(crate) const ABOUT: About = About {
    name: "waves",
    title: "Waves",
    about: "every wave of every country and newspaper",
    key: &["country", "newspaper", "first"],
    refers: &[("country", &countries_csv::ABOUT), ("newspaper", &newspapers_csv::ABOUT)],
};

pub(crate) const WRITER: Writer = Writer {
    name: "waves.csv",
    about: ABOUT.about,
    write: |findings| vec![Output::text("waves.csv", waves_csv(findings))],
};

/// One row a wave, in the order of the findings. Empty cells are unknown, never 0.
pub fn waves_csv(findings: &Findings) -> String {
    table(findings).csv()
}

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    Table::new(&ABOUT, columns(), rows(findings))
}

struct Row<'a> {
    study: &'a Study,
    country: &'a Country,
    series: &'a SeriesOf,
    wave: &'a Wave,
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
            series.waves.iter().map(move |wave| Row { study, country, series, wave })
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
        integer("first", "year", "first year of the wave", |row| Some(row.wave.first.into())),
        integer("last", "year", "last year of the wave, included", |row| Some(row.wave.last.into())),
        text("years", "the flagged years, separated by `;`", |row| years(row.wave).into()),
        integer("peak_year", "year", "the highest year", |row| Some(row.wave.peak_year.into())),
        integer("peak_count", "as in `measure`", "its count, in `measure`", |row| Some(row.wave.peak_count.into())),
        number("times_recent", "times", "peak ÷ mean of the previous years; empty when that mean is 0", |row| row.wave.times_recent),
        number("times_period", "times", "peak ÷ mean of the period; empty when that mean is 0", |row| row.wave.times_period),
        number("excess", "as in `unit`", "Σ (value − mean of the previous years) over the flagged years, in `unit`", |row| Some(row.wave.excess)),
        integer("elevated_until", "year", "last year of the unbroken run above the period's threshold", |row| Some(row.wave.elevated_until.into())),
        boolean("censored_left", "`true`: the year before could not be judged, the wave may have begun earlier", |row| row.wave.censored_left),
        boolean("censored_right", "`true`: the year after could not be judged, the wave may have lasted longer", |row| row.wave.censored_right),
        integer("flip_distance", "as in `measure`", "smallest of the flagged years': so many articles (or mentions) fewer in one of them unflag it", |row| words::flip_distance(row.series, row.wave).map(i128::from)),
        study_columns::topic(),
        study_columns::measure("what is counted: `articles` or `mentions`"),
        study_columns::rule(),
        integer("period_first", "year", "first year of the period judged", |row| Some(row.study.first_year.into())),
        integer("period_last", "year", "last year of the period judged, included", |row| Some(row.study.last_year.into())),
        sections, basis, channel, tier, home, policy,
        text("unit", "what was judged: `articles`, `mentions` or a rate; the unit of `peak_value` and `excess`", |row| Cow::from(&row.series.unit)),
        number("peak_value", "as in `unit`", "the number judged in the peak year, in `unit`", |row| peak(row).and_then(|year| year.value)),
        number("support", "share, 0 to 1", "of the peak year: share of 200 settings of the rule's numbers (those with an answer) that flag it, 0 to 1", |row| peak(row).and_then(|year| year.support)),
        integer("also_per_10000", "years", "how many of `years` are waves per 10,000 international articles too; empty: none of them was judged", |row| also(row, trust::per_10000)),
        integer("also_annualised", "years", "how many of `years` are waves as whole years (12 × count ÷ months held) too; empty: none of them was judged", |row| also(row, trust::annualised)),
        number("bootstrap", "share, 0 to 1", "of the peak year: share of resampled series (each article drawn again) in which it is flagged, 0 to 1", |row| peak(row).and_then(|year| year.bootstrap)),
        text("agreement", "of a series that joins newspapers: whether each of them, judged alone, has a wave in these years or beside them: `yes`, `no` or `unknown`, separated by `;`", |row| words::agreement(row.wave).into()),
    ]
}

fn peak<'a>(row: &Row<'a>) -> Option<&'a Year> {
    trust::peak(row.series, row.wave)
}

fn also(row: &Row<'_>, other: fn(&Year) -> &str) -> Option<i128> {
    trust::also(row.series, row.wave, other).map(|years| years as i128)
}

fn years(wave: &Wave) -> String {
    let years: Vec<String> = wave.years.iter().map(i32::to_string).collect();
    years.join(";")
}
