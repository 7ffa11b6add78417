//! Second opinions: what other methods of the literature say of the same yearly counts.
//!
//! The published rule is one of many ways to find a wave. Where they agree, a year can be relied on; where they do
//! not, the reader should know why. Each method is one file, with the paper it follows, and one line in [`METHODS`].
//! All take a [`Series`] with its holes: a year without a count is in no computation and gets no answer. Where the
//! method can, it takes what each count is out of ([`Series::with_exposures`]); without, every year counts alike.

mod deviance;
mod excess;
mod kleinberg;
mod loess;
mod partition;
mod pelt;
mod rolling_z;

use crate::series::Series;
use crate::verdict::Outcome;
use alloc::vec::Vec;

/// A method with its usual parameters.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Method {
    /// A stable word for programs: `kleinberg`.
    pub name: &'static str,
    /// What a year must have to be called a wave, in a sentence.
    pub about: &'static str,
    /// What [`Opinion::score`] is: its unit, and which way is more.
    pub score: &'static str,
    /// Author, year, title, place.
    pub paper: &'static str,
    /// Whether it divides by the exposures, where there are some.
    pub takes_exposure: bool,
    judge: fn(&Series) -> Vec<Opinion>,
}

impl Method {
    /// What the method says of every year of the series, in order.
    pub fn judge(&self, series: &Series) -> Vec<Opinion> {
        (self.judge)(series)
    }
}

/// What a method says of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Opinion {
    /// The year.
    pub year: i32,
    /// [`Outcome::Wave`] or [`Outcome::None`]; [`Outcome::Missing`] of a year without a count (or, if the method
    /// needs it, without a known exposure above zero); [`Outcome::Undetermined`] of one that the method cannot judge.
    pub verdict: Outcome,
    /// The number the verdict rests on; `None` where there is none. See [`Method::score`].
    pub score: Option<f64>,
}

/// Every method, in the order they are named.
pub const METHODS: &[Method] = &[
    kleinberg::METHOD,
    pelt::POISSON,
    pelt::NEGATIVE_BINOMIAL,
    partition::METHOD,
    excess::METHOD,
    rolling_z::METHOD,
    loess::METHOD,
];

/// One year as the methods see it: a count out of an exposure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Position among the years of the series, from 0.
    pub(crate) index: usize,
    /// The count, in articles.
    pub(crate) count: f64,
    /// What it is out of, as a multiple of the mean exposure; 1 if the series has no exposures.
    pub(crate) exposure: f64,
}

/// The years with a count and a known exposure above zero, in order. The others are holes.
pub(crate) fn samples(series: &Series) -> Vec<Sample> {
    let seen = series.years().enumerate().filter_map(|(index, (year, cell))| {
        let exposure = if series.has_exposures() { series.exposure(year)? } else { 1 };
        Some((index, cell.count()? as f64, exposure as f64)).filter(|_| exposure > 0)
    });
    let seen: Vec<_> = seen.collect();
    let mean = seen.iter().map(|(_, _, exposure)| exposure).sum::<f64>() / seen.len().max(1) as f64;
    let sample = |(index, count, exposure)| Sample { index, count, exposure: exposure / mean };
    seen.into_iter().map(sample).collect()
}

/// Opinions on every year of the series from those on the sampled ones, in order. The others are missing.
pub(crate) fn opinions(
    series: &Series,
    samples: &[Sample],
    said: impl IntoIterator<Item = (Outcome, Option<f64>)>,
) -> Vec<Opinion> {
    let missing = |(year, _)| Opinion { year, verdict: Outcome::Missing, score: None };
    let mut opinions: Vec<Opinion> = series.years().map(missing).collect();
    for (sample, (verdict, score)) in samples.iter().zip(said) {
        let opinion = &mut opinions[sample.index];
        (opinion.verdict, opinion.score) = (verdict, score);
    }
    opinions
}
