//! What a chart shows: every year of the period with what was seen of it, and the words for those who cannot see it.

use std::collections::BTreeMap;

use super::MOST_YEARS;
use crate::escape::one_line;
use crate::findings::{Country, SeriesOf, Study, Wave, Year};
use crate::number::{grouped, short};
use crate::seen::{Seen, Tally, shown};
use crate::words;

/// What a chart shows.
pub(super) struct Picture<'a> {
    pub(super) study: &'a Study,
    pub(super) country: &'a Country,
    /// None: the country has no series.
    pub(super) series: Option<&'a SeriesOf>,
    /// Every year from the first to the last, without gaps.
    pub(super) slots: Vec<Slot<'a>>,
    /// The unit judged where it is not that of the bars; then no mean is drawn among them. None: counts were judged.
    pub(super) rate: Option<&'a str>,
    pub(super) tally: Tally,
    /// What stands across the plot instead of, or over, the bars.
    pub(super) message: Option<String>,
}

/// One year of the chart.
pub(super) struct Slot<'a> {
    pub(super) year: i32,
    pub(super) seen: Seen,
    /// None: the series says nothing of this year.
    pub(super) of: Option<&'a Year>,
    /// The mean of the years before, in the unit of the bars. None: not known, in another unit, or the year is a hole.
    pub(super) mean: Option<f64>,
}

impl Slot<'_> {
    pub(super) fn is_wave(&self) -> bool {
        self.seen.count().is_some() && self.verdict() == "wave"
    }

    pub(super) fn is_undetermined(&self) -> bool {
        self.seen.count().is_some() && self.verdict() == "undetermined"
    }

    fn verdict(&self) -> &str {
        self.of.map_or("missing", |year| year.verdict.as_str())
    }
}

impl<'a> Picture<'a> {
    pub(super) fn new(study: &'a Study, country: &'a Country) -> Picture<'a> {
        let series = shown(country);
        let (first, last) = period(study, series);
        let too_long = i64::from(last) - i64::from(first) >= MOST_YEARS;
        let rate = series.and_then(|series| words::rate(study, series));
        let mut slots = if too_long { Vec::new() } else { slots(series, first, last) };
        if rate.is_some() {
            slots.iter_mut().for_each(|slot| slot.mean = None);
        }
        let tally = Tally::of(slots.iter().map(|slot| slot.seen));
        let message = if too_long {
            Some(format!("{first} to {last} is too long to draw"))
        } else {
            message(country, series, &tally)
        };
        Picture { study, country, series, slots, rate, tally, message }
    }

    /// The waves that can be drawn, ascending.
    pub(super) fn waves(&self) -> impl Iterator<Item = &'a Wave> {
        let drawn = !self.slots.is_empty();
        let waves = self.series.map_or(&[][..], |series| series.waves.as_slice());
        waves.iter().filter(move |wave| drawn && wave.first <= wave.last)
    }

    /// The height of the dashed line. None: the rule does not compare with the period, nothing was observed, or the
    /// bars have another unit.
    pub(super) fn period_line(&self) -> Option<f64> {
        if self.rate.is_some() {
            return None;
        }
        let line = self.study.period_factor? * self.series?.period_mean?;
        (line.is_finite() && line > 0.0).then_some(line)
    }

    /// "Chile: waves 1910–1911, 1931".
    pub(super) fn title(&self) -> String {
        let waves: Vec<String> = self.waves().map(words::wave_span).collect();
        let label = one_line(&self.country.label);
        match waves.as_slice() {
            [] if self.message.is_some() => format!("{label}: not judged"),
            [] => format!("{label}: no wave"),
            [wave] => format!("{label}: one wave, {wave}"),
            waves => format!("{label}: {} waves, {}", waves.len(), waves.join(", ")),
        }
    }

    /// What the chart shows, for those who cannot see it.
    pub(super) fn description(&self) -> String {
        let study = self.study;
        let mut text = format!(
            "Bar chart. {}, in {}. {}.",
            words::what_is_counted(study),
            words::newspapers(study),
            self.tally.sentence(&study.measure),
        );
        if let Some(judged) = self.judged() {
            text.push_str(&format!(" {judged}."));
        }
        if let Some(message) = &self.message {
            text.push_str(&format!(" {message}."));
        }
        if let Some(line) = self.period_line() {
            text.push_str(&format!(" {} is {}.", self.period_name(), short(line)));
        }
        for wave in self.waves() {
            let (span, peak) = (words::wave_span(wave), grouped(u128::from(wave.peak_count)));
            text.push_str(&format!(
                " Wave {span}, peak {} with {peak} {}{}.",
                wave.peak_year,
                study.measure,
                self.valued(wave.peak_year),
            ));
        }
        text
    }

    /// ", 35.2 articles per 10,000": the number judged in a year. Empty: it is the bar's, or not known.
    pub(super) fn valued(&self, year: i32) -> String {
        let slot = self.slots.iter().find(|slot| slot.year == year);
        let value = slot.and_then(|slot| slot.of?.value).filter(|value| value.is_finite());
        let rated = self.rate.zip(value);
        rated.map_or_else(String::new, |(unit, value)| format!(", {} {unit}", short(value)))
    }

    /// "Judged: the mean of the newspapers' rates, articles per 10,000; the bars are articles". None: the bars are what was judged.
    pub(super) fn judged(&self) -> Option<String> {
        let judged = words::capital(&words::judged(self.study, self.series?)?);
        Some(format!("{judged}; the bars are {}", self.study.measure))
    }

    /// "2 × mean of the period".
    pub(super) fn period_name(&self) -> String {
        match self.study.period_factor {
            Some(factor) if factor != 1.0 => {
                format!("{} × period mean", crate::number::float(factor))
            }
            _ => "period mean".to_owned(),
        }
    }
}

/// The study's period, and the series' own years where they reach beyond it (lead-in years).
fn period(study: &Study, series: Option<&SeriesOf>) -> (i32, i32) {
    let years = || series.into_iter().flat_map(|series| series.years.iter().map(|year| year.year));
    let first = years().min().unwrap_or(study.first_year).min(study.first_year);
    let last = years().max().unwrap_or(study.last_year).max(study.last_year);
    (first, last)
}

fn slots(series: Option<&SeriesOf>, first: i32, last: i32) -> Vec<Slot<'_>> {
    let years = series.into_iter().flat_map(|series| series.years.iter());
    let by_year: BTreeMap<i32, &Year> = years.map(|year| (year.year, year)).collect();
    let slot = |year: i32| {
        let of = by_year.get(&year).copied();
        let seen = of.map_or(Seen::Missing, Seen::of);
        let mean = of.filter(|_| seen.count().is_some()).and_then(|year| year.baseline_mean);
        Slot { year, seen, of, mean: mean.filter(|mean| mean.is_finite() && *mean >= 0.0) }
    };
    (first..=last).map(slot).collect()
}

fn message(country: &Country, series: Option<&SeriesOf>, tally: &Tally) -> Option<String> {
    let error = country.error.as_ref().or(series.and_then(|series| series.error.as_ref()));
    match error {
        Some(error) => Some(format!("Not judged: {}", one_line(error))),
        None if tally.observed() == 0 => Some("No year was observed".to_owned()),
        None => None,
    }
}
