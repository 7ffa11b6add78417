//! Negative-binomial excess over the years before: how unlikely a count is, if nothing changed.
//!
//! C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole (1996), *A Statistical Algorithm for the Early
//! Detection of Outbreaks of Infectious Disease*, Journal of the Royal Statistical Society A 159, as improved by A.
//! Noufaily and others (2013), *An improved algorithm for outbreak detection in multiple surveillance systems*,
//! Statistics in Medicine 32: the routine detector of public-health offices. Theirs is for weeks; a yearly series has no
//! season, and a trend fitted to ten years would follow the wave, so what is left of the model is its constant.
//!
//! # The model
//!
//! The baseline is the n years with a count among the 10 before, at least 5, with counts xᵢ out of exposures eᵢ (1
//! without exposures), and weights ωᵢ = 1. The judged year has x out of e. With S = Σωx and E = Σωe:
//!
//! 1. quasi-Poisson with an offset: rate S/E, mᵢ = eᵢ·S/E, Q = Σ ω(x − m)²/m, dispersion φ = max(1, Q/(n − 1));
//! 2. Anscombe residuals aᵢ = 3/2·(x^⅔ m^-⅙ − m^½) / √(φ(1 − eᵢ/E)); past outliers, a > 2.58, weigh a⁻², all weights are
//!    scaled to the sum n, and step 1 is repeated (all-zero baselines are left as they are);
//! 3. p = P(X ≥ x), X negative binomial with mean μ and variance V, Poisson if V = μ;
//! 4. Benjamini–Hochberg over the judged years of the series: a **wave** has q ≤ 0.10. The score is q.
//!
//! # What differs from the reference, and why
//!
//! `surveillance::farringtonFlexible` (R, method `nbPlugin`) plugs in μ = e·S/E and V = φμ; that variant is kept to be
//! tested against it ([`Baseline::plug_in`]). It takes the estimates for the truth, which with many weeks does no harm.
//! With few years it does: here V = φ₊μ(1 + e/E), the second term being the variance of the estimated mean as in
//! Farrington; μ = e(S + ½)/E, so that no baseline says "impossible"; and φ₊ = max(1, Q/χ²), the upper 75 % confidence bound
//! of the dispersion, χ² = ν(1 − 2/9ν − 0.6745·√(2/9ν))³ the lower quartile of ν = n − 1 degrees of freedom (E. B. Wilson and
//! M. M. Hilferty 1931). Share of years with p ≤ .05 when nothing happens, 40,000 draws a cell; over-dispersed: a gamma
//! factor of variance 0.15:
//!
//! | years before | | mean 1 | 5 | 20 | 100 | | over-dispersed: 1 | 5 | 20 | 100 |
//! |---|---|---|---|---|---|---|---|---|---|---|
//! | 5 | plugged in | .049 | .043 | .046 | .049 | | .057 | .074 | .099 | .107 |
//! | 5 | here | .015 | .016 | .019 | .019 | | .019 | .031 | .042 | .044 |
//! | 10 | plugged in | .032 | .035 | .041 | .045 | | .040 | .059 | .073 | .078 |
//! | 10 | here | .018 | .018 | .023 | .025 | | .022 | .032 | .040 | .043 |
//!
//! A year of three times the mean at 20 articles has p ≤ .003 in 99 of 100 draws with 10 years before (89 with 5; 42 and 34
//! over-dispersed).
//!
//! # What it cannot claim
//!
//! A wave masks what follows within the window: it raises the mean and the dispersion. The weights, made for many weeks,
//! hardly help: no residual exceeds √(n − 1), since its own distance is in φ, so that with 5 years (2 < 2.58) none is an
//! outlier and with 10 (3) only one that stands quite alone. So this finds onsets, as the published rule does. Years are taken to be independent. A year without a
//! count (or exposure) is in no baseline and gets no answer. Cost: n operations a year.

use super::{Method, Opinion, Sample, opinions, samples};
use crate::series::Series;
use crate::tail::{benjamini_hochberg, upper_tail};
use crate::verdict::Outcome;
use alloc::vec;
use alloc::vec::Vec;

/// Expected share of false ones among the waves.
const FALSE_SHARE: f64 = 0.10;
/// Anscombe residual above which a year of the baseline is an outlier (Noufaily and others, section 3.2).
const OUTLIER: f64 = 2.58;

pub(super) const METHOD: Method = Method {
    name: "excess",
    about: "more than the 10 years before let expect, with a false-discovery rate of at most 0.10",
    score: "q-value: the false-discovery rate at which the year would just be a wave; less is more",
    paper: "A. Noufaily and others (2013), An improved algorithm for outbreak detection in multiple surveillance systems, Statistics in Medicine 32",
    takes_exposure: true,
    judge,
};

fn judge(series: &Series) -> Vec<Opinion> {
    let q_values = benjamini_hochberg(&Baseline::USUAL.p_values(series));
    let samples = samples(series);
    let said = samples.iter().map(|sample| match q_values[sample.index] {
        Some(q) if q <= FALSE_SHARE => (Outcome::Wave, Some(q)),
        Some(q) => (Outcome::None, Some(q)),
        None => (Outcome::Undetermined, None),
    });
    opinions(series, &samples, said)
}

/// Which years before a year are its baseline, and what is made of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Baseline {
    /// Years before that are looked at.
    pub(crate) window: usize,
    /// With fewer of them with a count the year is undetermined; at least 2.
    pub(crate) least: usize,
    /// Take the estimates for the truth, as the reference implementation does.
    pub(crate) plug_in: bool,
}

impl Baseline {
    /// That of the second opinion.
    pub(crate) const USUAL: Self = Self { window: 10, least: 5, plug_in: false };

    /// The chance of such a count or more, of every year of the series in order, not adjusted for being many.
    ///
    /// `None`: a hole, or too few years before.
    pub(crate) fn p_values(&self, series: &Series) -> Vec<Option<f64>> {
        let mut p_values: Vec<Option<f64>> = series.years().map(|_| None).collect();
        let samples = samples(series);
        let mut first = 0;
        for (at, year) in samples.iter().enumerate() {
            while year.index - samples[first].index > self.window {
                first += 1;
            }
            let before = &samples[first..at];
            if before.len() >= self.least.max(2) {
                p_values[year.index] = self.p_value(before, year);
            }
        }
        p_values
    }

    fn p_value(&self, before: &[Sample], year: &Sample) -> Option<f64> {
        let count = year.count as u64;
        let fit = Fit::of(before);
        let share = year.exposure / fit.exposure;
        if self.plug_in {
            let mean = fit.count * share;
            return upper_tail(count, mean, mean * fit.dispersion());
        }
        let mean = (fit.count + 0.5) * share;
        upper_tail(count, mean, mean * fit.dispersion_bound() * (1.0 + share))
    }
}

/// The baseline as one rate: weighted sums S and E, Pearson's Q, n − 1.
struct Fit {
    count: f64,
    exposure: f64,
    pearson: f64,
    freedom: f64,
}

impl Fit {
    fn of(before: &[Sample]) -> Self {
        let mut weights = vec![1.0; before.len()];
        let fit = Self::weighted(before, &weights);
        if fit.count <= 0.0 {
            return fit;
        }
        for (weight, sample) in weights.iter_mut().zip(before) {
            let residual = fit.anscombe(sample);
            *weight = if residual > OUTLIER { 1.0 / (residual * residual) } else { 1.0 };
        }
        let scale = before.len() as f64 / weights.iter().sum::<f64>();
        weights.iter_mut().for_each(|weight| *weight *= scale);
        Self::weighted(before, &weights)
    }

    fn weighted(before: &[Sample], weights: &[f64]) -> Self {
        let pairs = || before.iter().zip(weights);
        let count: f64 = pairs().map(|(sample, weight)| weight * sample.count).sum();
        let exposure: f64 = pairs().map(|(sample, weight)| weight * sample.exposure).sum();
        let pearson = |(sample, weight): (&Sample, &f64)| {
            let mean = sample.exposure * count / exposure;
            let apart = sample.count - mean;
            if mean > 0.0 { weight * apart * apart / mean } else { 0.0 }
        };
        let pearson = pairs().map(pearson).sum();
        Self { count, exposure, pearson, freedom: before.len() as f64 - 1.0 }
    }

    fn anscombe(&self, sample: &Sample) -> f64 {
        let share = sample.exposure / self.exposure;
        let mean = self.count * share;
        let apart =
            libm::pow(sample.count, 2.0 / 3.0) * libm::pow(mean, -1.0 / 6.0) - libm::sqrt(mean);
        1.5 * apart / libm::sqrt(self.dispersion() * (1.0 - share))
    }

    fn dispersion(&self) -> f64 {
        (self.pearson / self.freedom).max(1.0)
    }

    fn dispersion_bound(&self) -> f64 {
        let ninths = 2.0 / (9.0 * self.freedom);
        let root = 1.0 - ninths - 0.674_489_750_196_082 * libm::sqrt(ninths);
        (self.pearson / (self.freedom * root * root * root)).max(1.0)
    }
}

#[cfg(test)]
mod tests;
