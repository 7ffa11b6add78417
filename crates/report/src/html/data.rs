//! The page's data block: the whole study as columns, each denominator once.

use serde::Serialize;

use super::columns::{Columns, Span, letter_of_verdict};
use super::denominators::{Denominator, Denominators};
use super::evidence::{Packed, packed};
use super::sparse::Short;
use super::{Explorer, Live, Reading};
use crate::findings::{Coverage, Findings, Gap, Study};
use crate::{codes, words};

/// Longer periods are not drawn year by year, as in the charts.
const MOST_YEARS: i64 = 2000;

/// Everything the page shows.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    schema: &'static str,
    study: &'a Study,
    words: Words<'a>,
    /// How many times the mean of the years before a wave year must exceed.
    recent_factor: Option<Short>,
    /// The share of false waves that the guard allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    false_discovery: Option<f64>,
    #[serde(flatten)]
    span: Span,
    coverage: Vec<Paper<'a>>,
    gaps: &'a [Gap],
    readings: Vec<(&'a str, &'a str)>,
    denominators: Vec<Denominator>,
    countries: Vec<Country<'a>>,
    evidence: Packed<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    live: Option<&'a Live>,
    borders: Vec<(&'static str, &'static str)>,
}

/// Sentences and lists that the other outputs have too.
#[derive(Serialize)]
struct Words<'a> {
    counted: String,
    newspapers: String,
    choices: Vec<(&'static str, &'a str)>,
    choices_line: String,
    flags: &'static [(&'static str, &'static str)],
    fragile: u64,
}

/// One newspaper's coverage, a place a year; null: nothing is known of that year.
#[derive(Serialize)]
struct Paper<'a> {
    newspaper: &'a str,
    /// As of a series: o, p, m, n.
    seen: String,
    months_due: Vec<Option<u32>>,
    months_held: Vec<Option<u32>>,
    /// Months known from searches only. None: there are none in any year.
    months_searched: Option<Vec<Option<u32>>>,
    days_due: Vec<Option<u32>>,
    days_held: Vec<Option<u32>>,
    all: Vec<Option<u64>>,
    international: Vec<Option<u64>>,
    unknown: Vec<Option<u64>>,
}

#[derive(Serialize)]
struct Country<'a> {
    code: &'a str,
    label: &'a str,
    error: Option<&'a str>,
    series: Vec<Columns<'a>>,
    /// Which reading, a letter a year (as of a series; a blank: it says nothing of the year), why it gives no answer.
    readings: Vec<(usize, String, Option<&'a str>)>,
}

impl<'a> Data<'a> {
    pub(super) fn of(explorer: &'a Explorer) -> Data<'a> {
        let findings = &explorer.findings;
        let study = &findings.study;
        let span = span(findings);
        let mut denominators = Denominators::default();
        let mut readings = Vec::new();
        let countries = findings.countries.iter().enumerate().map(|(at, country)| Country {
            code: &country.code,
            label: &country.label,
            error: country.error.as_deref(),
            series: country
                .series
                .iter()
                .map(|series| {
                    let denominator = denominators.place(&span.slots(&series.years));
                    Columns::of(study, series, span, denominator)
                })
                .collect(),
            readings: explorer
                .readings
                .get(at)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .map(|reading| said(reading, span, &mut readings))
                .collect(),
        });
        let countries = countries.collect();
        Data {
            schema: "groundswell.explorer/1",
            study,
            words: Words::of(study),
            recent_factor: Short::of(explorer.recent_factor),
            false_discovery: explorer.false_discovery,
            span,
            coverage: papers(findings, span),
            gaps: &findings.gaps,
            countries,
            readings,
            denominators: denominators.columns(),
            evidence: packed(&explorer.evidence),
            live: explorer.live.as_ref(),
            borders: borders(),
        }
    }
}

impl<'a> Words<'a> {
    fn of(study: &'a Study) -> Words<'a> {
        let choices = words::choices(study).into_iter();
        Words {
            counted: words::what_is_counted(study),
            newspapers: words::newspapers(study),
            choices: choices.filter(|(_, value)| !value.is_empty()).collect(),
            choices_line: words::choices_line(study),
            flags: codes::FLAGS,
            fragile: words::FRAGILE,
        }
    }
}

/// The study's period, and what any series or newspaper has beyond it.
fn span(findings: &Findings) -> Span {
    let study = &findings.study;
    let series = findings.countries.iter().flat_map(|country| &country.series);
    let years = series.flat_map(|series| series.years.iter().map(|year| year.year));
    let covered = findings.coverage.iter().map(|year| year.year);
    let own = [study.first_year, study.last_year];
    let (first, last) = own
        .into_iter()
        .chain(years)
        .chain(covered)
        .fold((i32::MAX, i32::MIN), |(first, last), year| (first.min(year), last.max(year)));
    let years = (i64::from(last) - i64::from(first) + 1).clamp(0, MOST_YEARS);
    Span { first, years: usize::try_from(years).unwrap_or_default() }
}

fn said<'a>(
    reading: &'a Reading,
    span: Span,
    names: &mut Vec<(&'a str, &'a str)>,
) -> (usize, String, Option<&'a str>) {
    let place = names.iter().position(|(name, _)| *name == reading.name).unwrap_or_else(|| {
        names.push((&reading.name, &reading.about));
        names.len() - 1
    });
    let mut letters = vec![' '; span.years];
    for (year, verdict) in &reading.years {
        if let Some(letter) = span.place(*year).and_then(|place| letters.get_mut(place)) {
            *letter = letter_of_verdict(verdict);
        }
    }
    (place, letters.into_iter().collect(), reading.error.as_deref())
}

fn papers(findings: &Findings, span: Span) -> Vec<Paper<'_>> {
    let of_paper = findings.coverage.chunk_by(|a, b| a.newspaper == b.newspaper);
    of_paper
        .filter_map(|years| Some((years.first()?, years)))
        .map(|(first, years)| {
            let mut slots: Vec<Option<&Coverage>> = vec![None; span.years];
            for year in years {
                if let Some(slot) = span.place(year.year).and_then(|place| slots.get_mut(place)) {
                    *slot = Some(year);
                }
            }
            let small = |number: fn(&Coverage) -> u32| {
                slots.iter().map(|slot| slot.map(number)).collect::<Vec<_>>()
            };
            // How many articles there were is not known of months that only searches brought.
            let whole = |number: fn(&Coverage) -> u64| {
                let known = |year: &&Coverage| year.months_searched == 0;
                slots.iter().map(|slot| slot.filter(known).map(number)).collect::<Vec<_>>()
            };
            Paper {
                newspaper: &first.newspaper,
                seen: slots.iter().map(|slot| slot.map_or('m', letter)).collect(),
                months_due: small(|year| year.months_due),
                months_held: small(|year| year.months_held),
                days_due: small(|year| year.days_due),
                days_held: small(|year| year.days_held),
                months_searched: years
                    .iter()
                    .any(|year| year.months_searched > 0)
                    .then(|| small(|year| year.months_searched)),
                all: whole(|year| year.all_articles),
                international: whole(|year| year.international),
                unknown: whole(|year| year.international_unknown),
            }
        })
        .collect()
}

fn letter(year: &Coverage) -> char {
    match year.state.as_str() {
        "observed" => 'o',
        "partial" => 'p',
        "not_published" => 'n',
        _ => 'm',
    }
}

/// Today's borders: a country's code and its outline. Without a code: land whose country has none.
fn borders() -> Vec<(&'static str, &'static str)> {
    let rows = include_str!("../../tables/borders.csv").lines().skip(1);
    rows.filter_map(|row| row.split_once(',')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outline_has_its_place() {
        let borders = borders();
        assert!(borders.len() > 170);
        for (code, path) in borders {
            assert!(code.is_empty() || code.len() == 3, "{code}");
            assert!(path.starts_with('M') && path.ends_with('z'), "{code}");
        }
    }
}
