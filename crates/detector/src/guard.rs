//! The guard: is a year's count more than chance gives, out of the articles there were?
//!
//! For a year with the exposure e whose baseline (the rule's own, at most [`LONGEST`] years) has the articles S out of the
//! exposure E, had the baseline gone on, the count would have the mean and the variance
//!
//! > μ = e·(S + ½)/E
//! > V = μ + αμ² + (e/E)²·(S + ½ + α·Σmᵢ²), mᵢ = eᵢ·(S + ½)/E
//!
//! the last term being that of the estimated mean, and ½ so that an empty baseline does not make one article impossible.
//! α is how much the whole series varies from one year to the next beyond independent articles ([`dispersion`]): five
//! years are too few to tell. p is the probability of the count or more in the negative binomial of μ and V
//! ([`crate::tail`]); for α = 0 that is the gamma–Poisson predictive distribution. Over all judged years of the period
//! the p are adjusted by Y. Benjamini and Y. Hochberg, *Controlling the false discovery rate* (1995), Journal of the
//! Royal Statistical Society B 57; a year whose q is not below the rule's share is no wave.

use crate::dispersion::dispersion;
use crate::judge::outcomes;
use crate::opinions::{Sample, samples};
use crate::rule::Rule;
use crate::series::Series;
use crate::tail::{benjamini_hochberg, upper_tail};
use crate::verdict::{Outcome, Tail, Verdict};
use crate::years::Years;
use alloc::vec;
use alloc::vec::Vec;

/// The longest baseline of the guard, in years, whatever the rule's window: what is older says little of chance now.
const LONGEST: usize = 100;

/// Bars the years that the guard does not let pass. One tail a year; all `None` if the rule has no guard.
pub(crate) fn guard(series: &Series, rule: &Rule, years: &mut Years) -> Vec<Option<Tail>> {
    let Some(share) = rule.false_discovery else { return vec![None; years.points.len()] };
    let allowed = f64::from(share.num) / f64::from(share.den);
    let all = p_values(series, rule);
    let first = series.first_year();
    let p: Vec<Option<f64>> = years
        .points
        .iter()
        .map(|point| {
            let index = usize::try_from(i64::from(point.year) - i64::from(first)).ok()?;
            all.get(index).copied().flatten().filter(|_| point.decidable)
        })
        .collect();
    let tails: Vec<Option<Tail>> =
        p.iter().zip(benjamini_hochberg(&p)).map(|(p, q)| Some(Tail { p: (*p)?, q: q? })).collect();
    for (point, tail) in years.points.iter_mut().zip(&tails) {
        point.barred = !tail.is_some_and(|tail| tail.q < allowed);
    }
    tails
}

/// p of every year of the series; `None` without a count or with too few years before.
fn p_values(series: &Series, rule: &Rule) -> Vec<Option<f64>> {
    let samples = samples(series);
    let alpha = dispersion(&samples);
    let window = LONGEST.min(rule.window as usize);
    let mut p_values: Vec<Option<f64>> = series.years().map(|_| None).collect();
    let mut first = 0;
    for (at, year) in samples.iter().enumerate() {
        while year.index - samples[first].index > window {
            first += 1;
        }
        let before = &samples[first..at];
        if before.len() >= (rule.least_prior() as usize).min(window) {
            p_values[year.index] = p_value(before, year, alpha);
        }
    }
    p_values
}

fn p_value(before: &[Sample], year: &Sample, alpha: f64) -> Option<f64> {
    let (count, exposure) =
        before.iter().fold((0.5, 0.0), |(c, e), sample| (c + sample.count, e + sample.exposure));
    let share = year.exposure / exposure;
    let mean = count * share;
    let expected = |sample: &Sample| sample.exposure * count / exposure;
    let squares: f64 = before.iter().map(|sample| expected(sample) * expected(sample)).sum();
    let variance = mean + alpha * mean * mean + share * share * (count + alpha * squares);
    upper_tail(year.count as u64, mean, variance)
}

/// How many articles fewer would unflag a year that passes the guard: by the conditions of the rule (the distance
/// given), or sooner because the guard lets it pass no more. Found by bisection, which takes fewer articles to be
/// never less plausible as chance.
pub(crate) fn guarded_flip_distance(
    series: &Series,
    rule: &Rule,
    verdict: &Verdict,
) -> Option<u64> {
    let value = verdict.value?;
    let is_wave = |fewer: u64| {
        let fewer = series.with_count(verdict.year, value - fewer);
        let outcomes = outcomes(&fewer, rule).unwrap_or_default();
        let index =
            verdict.year.abs_diff(rule.span.map_or(series.first_year(), |(first, _)| first));
        outcomes.get(index as usize) == Some(&Outcome::Wave)
    };
    let (mut flagged, mut unflagged) = (0, verdict.flip_distance.unwrap_or(value));
    if is_wave(unflagged) {
        return None;
    }
    while unflagged - flagged > 1 {
        let middle = flagged + (unflagged - flagged) / 2;
        if is_wave(middle) { flagged = middle } else { unflagged = middle }
    }
    Some(unflagged)
}
