//! Rolling z-score: how many standard deviations a year lies above the years before it.
//!
//! z = (r − mean) / sd over the rates r = count/exposure of the [`WINDOW`] years before (those with a count, at least
//! [`LEAST`]), sd with n − 1. A year is a wave if z > [`THRESHOLD`]; if the years before are all equal, sd = 0 and there is no
//! z, if it exceeds them. It is the control chart of W. A. Shewhart, *Economic Control of Quality of Manufactured Product*
//! (1931), with moving limits, and what most dashboards mean by "anomaly"; ten years and two deviations are usual there,
//! and no paper's.
//!
//! It assumes neither counts nor a mean above zero: after ten empty years one article is a wave. With n years before, the
//! mean itself is uncertain: z/√(1 + 1/n) has Student's t with n − 1 degrees of freedom under normal noise, so z > 2 comes by
//! chance in 4.4 % of years with ten before, in 7.1 % with five, not in 2.3 %. Cost: [`WINDOW`] operations a year.

use super::{Method, Opinion, Sample, opinions, samples};
use crate::series::Series;
use crate::verdict::Outcome;
use alloc::vec::Vec;

/// Years before that are looked at.
const WINDOW: usize = 10;
/// With fewer of them the year is undetermined.
const LEAST: usize = 5;
/// Standard deviations above which a year is a wave.
const THRESHOLD: f64 = 2.0;

pub(super) const METHOD: Method = Method {
    name: "rolling_z",
    about: "more than 2 standard deviations above the mean of the 10 years before",
    score: "standard deviations above the mean of the years before; none if these are all equal",
    paper: "W. A. Shewhart (1931), Economic Control of Quality of Manufactured Product, Van Nostrand",
    takes_exposure: true,
    judge,
};

fn judge(series: &Series) -> Vec<Opinion> {
    let samples = samples(series);
    let said = samples.iter().enumerate().map(|(at, sample)| {
        let near = |before: &&Sample| sample.index - before.index <= WINDOW;
        let before: Vec<f64> =
            samples[at.saturating_sub(WINDOW)..at].iter().filter(near).map(rate).collect();
        if before.len() < LEAST {
            return (Outcome::Undetermined, None);
        }
        let n = before.len() as f64;
        let mean = before.iter().sum::<f64>() / n;
        let squares: f64 = before.iter().map(|rate| (rate - mean) * (rate - mean)).sum();
        let deviation = libm::sqrt(squares / (n - 1.0));
        let above = rate(sample) - mean;
        let wave = above > THRESHOLD * deviation;
        (
            if wave { Outcome::Wave } else { Outcome::None },
            (deviation > 0.0).then(|| above / deviation),
        )
    });
    opinions(series, &samples, said)
}

fn rate(sample: &Sample) -> f64 {
    sample.count / sample.exposure
}
