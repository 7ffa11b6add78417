//! One series as columns of years, as small as it can be without losing what the page shows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sparse::{Runs, Short, add, known, thousandths};
use crate::findings::{Robustness, SeriesOf, Study, Wave, Year};
use crate::seen::Seen;
use crate::words;

/// A series, a place a year from the first year of the page on.
#[derive(Serialize)]
pub(super) struct Columns<'a> {
    newspaper: &'a str,
    title: &'a str,
    unit: &'a str,
    /// Whether the verdicts are on counts; else on `value`, which has another unit.
    counts_judged: bool,
    error: Option<&'a str>,
    warnings: &'a [String],
    robustness: Option<&'a Robustness>,
    period_mean: Option<Short>,
    /// A letter a year: o observed, p in part, m missing, n not published, a not applicable.
    seen: String,
    /// A letter a year: w wave, - none, u undetermined, . no answer.
    verdict: String,
    count: Vec<Option<u64>>,
    /// Absent where counts were judged.
    value: Option<Vec<Option<Short>>>,
    mean: Vec<Option<Short>>,
    /// Years by how many years their mean is of.
    mean_of: Runs,
    /// The period mean of the years where it is not that of the series.
    period_means: BTreeMap<i32, Short>,
    /// Which of the page's denominators the counts are out of.
    denominator: usize,
    rate_verdict: String,
    /// Absent where it is count × 10,000 ÷ international articles.
    rate: Option<Vec<Option<Short>>>,
    annualised_verdict: String,
    /// Only where it is not the count.
    annualised: BTreeMap<i32, Short>,
    /// In thousandths.
    support: Option<Vec<Option<u16>>>,
    bootstrap: Option<Vec<Option<u16>>>,
    false_discovery: BTreeMap<i32, Short>,
    flip: BTreeMap<i32, u64>,
    reasons: Runs,
    flags: Runs,
    waves: Vec<Brief>,
}

/// First and last year, peak, times recent, times period, excess, elevated until, 1 for an open left end + 2 for a right.
type Brief = (i32, i32, i32, Option<Short>, Option<Short>, Option<Short>, i32, u8);

/// The years of a page: the first and how many.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Span {
    pub(super) first: i32,
    pub(super) years: usize,
}

impl Span {
    /// One place a year; years that are not in the list, and lists that are not by year, have `None`.
    pub(super) fn slots(self, years: &[Year]) -> Vec<Option<&Year>> {
        let mut slots = vec![None; self.years];
        for year in years {
            if let Some(slot) = self.place(year.year).and_then(|place| slots.get_mut(place)) {
                *slot = Some(year);
            }
        }
        slots
    }

    /// The place of a year. None: outside.
    pub(super) fn place(self, year: i32) -> Option<usize> {
        let place = usize::try_from(i64::from(year) - i64::from(self.first)).ok()?;
        (place < self.years).then_some(place)
    }
}

impl<'a> Columns<'a> {
    pub(super) fn of(
        study: &'a Study,
        series: &'a SeriesOf,
        span: Span,
        denominator: usize,
    ) -> Columns<'a> {
        let slots = span.slots(&series.years);
        let counts_judged = words::rate(study, series).is_none();
        let numbers = |number: fn(&Year) -> Option<f64>| -> Vec<Option<Short>> {
            slots.iter().map(|slot| Short::of(seen(*slot).and_then(number))).collect()
        };
        let shares = |share: fn(&Year) -> Option<f64>| {
            known(slots.iter().map(|slot| thousandths(seen(*slot).and_then(share))).collect())
        };
        let sparse = |number: fn(&Year) -> Option<f64>| -> BTreeMap<i32, Short> {
            let years = slots.iter().filter_map(|slot| seen(*slot));
            years.filter_map(|year| Some((year.year, Short::of(number(year))?))).collect()
        };
        let mean = Short::of(series.period_mean);
        let mut period_means = sparse(|year| year.period_mean);
        period_means.retain(|_, of_year| Some(*of_year) != mean);
        Columns {
            newspaper: &series.newspaper,
            title: words::series_title(study, series),
            unit: &series.unit,
            counts_judged,
            error: series.error.as_deref(),
            warnings: &series.warnings,
            robustness: series.robustness.as_ref(),
            period_mean: mean,
            seen: slots.iter().map(|slot| letter_of_state(*slot)).collect(),
            verdict: slots.iter().map(|slot| verdict(*slot, |year| &year.verdict)).collect(),
            count: slots.iter().map(|slot| Seen::of((*slot)?).count()).collect(),
            value: (!counts_judged).then(|| numbers(|year| year.value)),
            mean: numbers(|year| year.baseline_mean),
            mean_of: runs(&slots, |year| {
                year.baseline_mean.map(|_| year.baseline_years.to_string()).into_iter().collect()
            }),
            period_means,
            denominator,
            rate_verdict: slots
                .iter()
                .map(|slot| verdict(*slot, |year| &year.per_10000_verdict))
                .collect(),
            rate: Some(numbers(|year| year.per_10000))
                .filter(|rates| *rates != numbers(derived_rate)),
            annualised_verdict: slots
                .iter()
                .map(|slot| verdict(*slot, |year| &year.annualised_verdict))
                .collect(),
            annualised: sparse(|year| {
                year.annualised.filter(|whole| year.count.map(|count| count as f64) != Some(*whole))
            }),
            support: shares(|year| year.support),
            bootstrap: shares(|year| year.bootstrap),
            false_discovery: sparse(|year| year.false_discovery),
            flip: slots
                .iter()
                .filter_map(|slot| seen(*slot))
                .filter_map(|year| Some((year.year, year.flip_distance?)))
                .collect(),
            reasons: runs(&slots, |year| year.reason.iter().cloned().collect()),
            flags: runs(&slots, |year| year.flags.clone()),
            waves: series.waves.iter().map(brief).collect(),
        }
    }
}

/// The year, if it has a count.
fn seen(slot: Option<&Year>) -> Option<&Year> {
    slot.filter(|year| Seen::of(year).count().is_some())
}

fn derived_rate(year: &Year) -> Option<f64> {
    let out_of = year.international.filter(|articles| *articles > 0)?;
    Some(year.count? as f64 * 10_000.0 / out_of as f64)
}

fn letter_of_state(slot: Option<&Year>) -> char {
    match slot.map_or(Seen::Missing, Seen::of) {
        Seen::Whole(_) => 'o',
        Seen::Part(_) => 'p',
        Seen::Missing => 'm',
        Seen::NotPublished => 'n',
        Seen::NotApplicable => 'a',
    }
}

/// The letter of a verdict; a year without a count has none.
fn verdict(slot: Option<&Year>, of: impl Fn(&Year) -> &str) -> char {
    seen(slot).map_or('.', |year| letter_of_verdict(of(year)))
}

/// The letter of a verdict's word.
pub(super) fn letter_of_verdict(word: &str) -> char {
    match word {
        "wave" => 'w',
        "none" => '-',
        "undetermined" => 'u',
        _ => '.',
    }
}

fn runs(slots: &[Option<&Year>], words: impl Fn(&Year) -> Vec<String>) -> Runs {
    let mut runs = Runs::new();
    for year in slots.iter().copied().flatten() {
        for word in words(year) {
            add(&mut runs, &word, year.year);
        }
    }
    runs
}

fn brief(wave: &Wave) -> Brief {
    (
        wave.first,
        wave.last,
        wave.peak_year,
        Short::of(wave.times_recent),
        Short::of(wave.times_period),
        Short::of(Some(wave.excess)),
        wave.elevated_until,
        u8::from(wave.censored_left) + 2 * u8::from(wave.censored_right),
    )
}
