//! Kleinberg's bursts: the cheapest way to explain the counts by two rates, when going up costs something.
//!
//! J. Kleinberg (2002), "Bursty and hierarchical structure in streams", KDD '02; (2003) Data Mining and Knowledge
//! Discovery 7:373–397. This is section 4, the automaton for documents that come in batches, with its two states.
//!
//! Of the d(t) documents of the year t, r(t) are relevant; n years, R = Σr, D = Σd. State 0 has the rate p₀ = R/D,
//! state 1 the rate p₁ = s·p₀. A year costs in state i
//!
//! > σ(i, t) = −ln [ C(d, r) · pᵢʳ · (1 − pᵢ)^(d − r) ]
//!
//! going from state 0 to 1 costs γ·ln n, going back nothing, and before the first year the state is 0. s = 2 and
//! γ = 1, which are also the defaults of the implementation pybursts. The **burst** is where the cheapest sequence of
//! states is in state 1.
//!
//! **A wave** is a year in state 1. The score is by how much, in nats, the cheapest sequence with the year in state
//! 0 costs more than the cheapest with it in state 1; a wave is a score above zero (at a tie, none). Both come from
//! Viterbi's recursion run forwards and backwards. Only the difference of a year's two costs matters,
//!
//! > σ(0, t) − σ(1, t) = r · ln s + (d − r) · ln [(1 − p₁)/(1 − p₀)]
//!
//! in which the binomial coefficient has cancelled: there is no factorial to overflow, and the logarithm is taken of
//! 1 − (s − 1)·p₀/(1 − p₀), so that a p₀ of one in a billion keeps its digits. Kleinberg's weight of a burst is the
//! sum of these differences over its years.
//!
//! **Exposures** are the documents d(t). Without them, or if they cannot be numbers of documents (a count above its
//! exposure, or p₁ ≥ 1), the cost is the limit of the binomial one for p₀ → 0 at the same expected count
//! m = R·d/D (d = 1 without exposures): the Poisson cost, with the difference r·ln s − (s − 1)·m.
//!
//! **Holes** cost nothing and the state carries over: n is the number of years that are not holes.
//!
//! Cost: O(n). Fewer than ten years, or no article at all, are undetermined.
//!
//! # What it cannot claim
//!
//! - p₀ is the rate of the whole series, waves included, and state 1 is closer than state 0 to any rate above
//!   p₀·(s − 1)/ln s = 1.44 p₀ (of few among many documents). A lasting rise above that is **one burst of any
//!   length**, though nothing in it stands out from the years around it. (A level that fills more than ln 2 = 69 % of the
//!   years is never that high.)
//! - Noise beyond the binomial is taken for bursts. Simulated, 168 stationary years, 1,000 series: 0.09 false runs a
//!   series at a mean of 20 Poisson counts, but 8.4 with negative-binomial ones of variance 20 + 0.15 · 20². Three
//!   planted waves of 2–4 years, three times as high, are found in 1.00 and .99 of the cases.
//! - s = 2 is a choice: slow waves below 1.44 times the rate do not exist for it.

use super::{Method, Opinion, Sample, opinions, samples};
use crate::judge::LEAST_YEARS;
use crate::series::Series;
use crate::verdict::Outcome;
use alloc::vec::Vec;

/// s: the rate in a burst, as a multiple of the rate of the whole series.
const TIMES: f64 = 2.0;
/// γ: how hard it is to enter a burst, in units of ln n.
const RELUCTANCE: f64 = 1.0;

pub(super) const METHOD: Method = Method {
    name: "kleinberg",
    about: "in state 1 of the cheapest sequence of two states, the rate of the whole series and twice that",
    score: "nats by which the cheapest sequence without the year in a burst costs more than the one with it",
    paper: "J. Kleinberg (2003), Bursty and hierarchical structure in streams, Data Mining and Knowledge Discovery 7:373-397, section 4",
    takes_exposure: true,
    judge,
};

fn judge(series: &Series) -> Vec<Opinion> {
    let samples = samples(series);
    if samples.len() < LEAST_YEARS as usize || samples.iter().all(|sample| sample.count <= 0.0) {
        return opinions(series, &samples, samples.iter().map(|_| (Outcome::Undetermined, None)));
    }
    let gains = documents(series)
        .map_or_else(|| poisson_gains(&samples), |documents| binomial_gains(&samples, &documents));
    let scores = scores(&gains, RELUCTANCE * libm::log(samples.len() as f64));
    let said = scores
        .into_iter()
        .map(|score| (if score > 0.0 { Outcome::Wave } else { Outcome::None }, Some(score)));
    opinions(series, &samples, said)
}

/// d(t) of the sampled years; `None` if the exposures cannot be numbers of documents.
fn documents(series: &Series) -> Option<Vec<f64>> {
    let (mut relevant, mut all, mut documents) = (0.0, 0.0, Vec::new());
    for (year, cell) in series.years() {
        let (Some(count), Some(exposure @ 1..)) = (cell.count(), series.exposure(year)) else {
            continue;
        };
        if count > exposure {
            return None;
        }
        relevant += count as f64;
        all += exposure as f64;
        documents.push(exposure as f64);
    }
    (TIMES * (relevant / all) < 1.0).then_some(documents)
}

/// σ(0, t) − σ(1, t) of every year: what it gains, in nats, from being in a burst.
fn binomial_gains(samples: &[Sample], documents: &[f64]) -> Vec<f64> {
    let relevant: f64 = samples.iter().map(|sample| sample.count).sum();
    let rate = relevant / documents.iter().sum::<f64>();
    let loss = libm::log1p(-(TIMES - 1.0) * rate / (1.0 - rate));
    let gain = |(sample, all): (&Sample, &f64)| {
        sample.count * libm::log(TIMES) + (all - sample.count) * loss
    };
    samples.iter().zip(documents).map(gain).collect()
}

/// The same for p₀ → 0.
fn poisson_gains(samples: &[Sample]) -> Vec<f64> {
    let relevant: f64 = samples.iter().map(|sample| sample.count).sum();
    let rate = relevant / samples.iter().map(|sample| sample.exposure).sum::<f64>();
    let gain =
        |sample: &Sample| sample.count * libm::log(TIMES) - (TIMES - 1.0) * rate * sample.exposure;
    samples.iter().map(gain).collect()
}

/// Of every year: how much dearer the cheapest sequence with it in state 0 is than that with it in state 1.
///
/// Costs are counted from "state 0 throughout", so a year in state 1 costs minus its gain. `before` and `after` are
/// how much the cheapest beginning (up to and with the year) and the cheapest end (after it) cost more in state 0.
fn scores(gains: &[f64], entry: f64) -> Vec<f64> {
    let mut after = Vec::with_capacity(gains.len());
    let mut end = 0.0_f64;
    for gain in gains.iter().rev() {
        after.push(end);
        // From state 0 the next year may be entered in 0, or in 1 at the price; from state 1 in either for nothing.
        let (zero, one) = (0.0, -gain - end);
        end = f64::min(zero, one + entry) - f64::min(zero, one);
    }
    let mut before = -entry;
    let mut scores = Vec::with_capacity(gains.len());
    for (at, (gain, end)) in gains.iter().zip(after.into_iter().rev()).enumerate() {
        if at > 0 {
            // `before` is cost(0) − cost(1) up to the last year: into 0 from either, into 1 from 0 at the price.
            before = f64::min(before, 0.0) - f64::min(before + entry, 0.0);
        }
        before += gain;
        scores.push(before + end);
    }
    scores
}
