//! The guard: is a year's count more than chance gives, out of the articles there were?
//!
//! For a year with the exposure e (as a multiple of the mean exposure) whose baseline (the rule's own, at most
//! [`LONGEST`] years) has the articles S out of the exposure E, p is the probability of its count or more, had the
//! baseline gone on: the beta-negative-binomial of [`crate::predictive`], with a mean of about e·(S + ½)/E. α is how much
//! the series varies from one year to the next beyond independent articles ([`dispersion`]): five years are too few to
//! tell. Over all judged years of the period the p are adjusted by Y. Benjamini and Y. Hochberg, *Controlling the false
//! discovery rate* (1995), Journal of the Royal Statistical Society B 57; a year whose q is not below the rule's share is
//! no wave. A year whose exposure, or too much of its baseline's, is not known has no p and is undetermined.
//!
//! # What it cannot claim
//!
//! The distribution is exact, α is estimated, and too low where it is large. Of series in which nothing happens (168
//! years of 5, 20 or 100 articles, 1,000 of each) at most a tenth should have a guarded wave: .00 to .03 have for α = 0,
//! .07 to .09 for .1, .12 to .14 for .3, and a third for α = 1 (`FIGURES.md`). Nor does a share over all years hold for
//! those among them that pass the rule's other conditions.

use crate::dispersion::dispersion;
use crate::opinions::{Sample, samples};
use crate::predictive::Baseline;
use crate::rule::Rule;
use crate::series::Series;
use crate::tail::benjamini_hochberg;
use crate::verdict::{Tail, Verdict};
use crate::years::Years;
use alloc::vec::Vec;

/// The longest baseline of the guard, in years, whatever the rule's window: what is older says little of chance now.
const LONGEST: usize = 100;

/// The guard of one series.
pub(crate) struct Guard {
    samples: Vec<Sample>,
    /// α of the whole series.
    dispersion: f64,
    window: usize,
    least: usize,
    /// q must be below.
    allowed: f64,
    first_year: i32,
}

impl Guard {
    /// `None`: the rule has none.
    pub(crate) fn of(series: &Series, rule: &Rule) -> Option<Self> {
        let share = rule.false_discovery?;
        let mut samples = samples(series);
        if let Some((_, last)) = rule.span {
            let beyond = |sample: &Sample| {
                sample.index as i64 > i64::from(last) - i64::from(series.first_year())
            };
            samples.retain(|sample| !beyond(sample));
        }
        let window = LONGEST.min(rule.window as usize);
        Some(Self {
            dispersion: dispersion(&samples),
            samples,
            window,
            least: window.min(rule.least_prior() as usize),
            allowed: share.into(),
            first_year: series.first_year(),
        })
    }

    /// How plausible each year's count is as chance; those that are too plausible are barred from being waves.
    pub(crate) fn bar(&self, years: &mut Years) -> Vec<Option<Tail>> {
        let p: Vec<Option<f64>> = years
            .points
            .iter()
            .map(|point| if point.decidable { self.p_value(point.year, None) } else { None })
            .collect();
        let tail = |(p, q): (&Option<f64>, Option<f64>)| Some(Tail { p: (*p)?, q: q? });
        let tails: Vec<Option<Tail>> = p.iter().zip(benjamini_hochberg(&p)).map(tail).collect();
        for (point, tail) in years.points.iter_mut().zip(&tails) {
            point.barred = tail.is_some_and(|tail| tail.q >= self.allowed);
            point.unknown_exposure = point.decidable && tail.is_none();
        }
        tails
    }

    /// How many articles fewer in a year that passes would make the guard stop it, the dispersion and the other years'
    /// p as they are; `None` if it passes without any. Fewer articles are never less plausible, and q never falls as p
    /// rises, so that halving finds it.
    pub(crate) fn flip_distance(
        &self,
        tails: &[Option<Tail>],
        verdicts: &[Verdict],
        at: usize,
    ) -> Option<u64> {
        let verdict = verdicts.get(at)?;
        let value = verdict.value?;
        let mut p: Vec<Option<f64>> = tails.iter().map(|tail| tail.map(|tail| tail.p)).collect();
        let mut stops = |fewer: u64| {
            if let Some(p) = p.get_mut(at) {
                *p = self.p_value(verdict.year, Some(value - fewer));
            }
            let q = benjamini_hochberg(&p).get(at).copied().flatten();
            !q.is_some_and(|q| q < self.allowed)
        };
        let (mut passing, mut stopped) = (0, value);
        if !stops(stopped) {
            return None;
        }
        while stopped - passing > 1 {
            let middle = passing + (stopped - passing) / 2;
            if stops(middle) { stopped = middle } else { passing = middle }
        }
        Some(stopped)
    }

    /// p of a year, with its own count or another; `None` without a count or with too few years before.
    fn p_value(&self, year: i32, count: Option<u64>) -> Option<f64> {
        let index = usize::try_from(i64::from(year) - i64::from(self.first_year)).ok()?;
        let at = self.samples.binary_search_by_key(&index, |sample| sample.index).ok()?;
        let first = self.samples.partition_point(|sample| sample.index + self.window < index);
        let (before, year) = (self.samples.get(first..at)?, self.samples.get(at)?);
        if before.len() < self.least {
            return None;
        }
        let sum = |of: fn(&Sample) -> f64| before.iter().map(of).sum();
        let baseline = Baseline {
            articles: sum(|sample| sample.count),
            exposure: sum(|sample| sample.exposure),
            dispersion: self.dispersion,
        };
        baseline.tail(count.unwrap_or(year.count as u64), year.exposure)
    }
}

#[cfg(test)]
mod tests {
    use super::Guard;
    use crate::judge::judge;
    use crate::rule::Rule;
    use crate::series::{Cell, Series};
    use alloc::vec::Vec;

    /// Against every number of articles fewer, one after the other.
    #[test]
    fn halving_finds_what_trying_all_finds() {
        let counts = |seed: u64| (0..90u64).map(move |year| (year * year * 7919 + seed * 31) % 97);
        let mut found = 0;
        for seed in 0..60 {
            let cells = counts(seed).enumerate().map(|(year, scatter)| match year {
                30 | 60 => Cell::Observed(30 + scatter),
                _ => Cell::Observed(scatter % 13),
            });
            let series = Series::new(1900, cells.collect()).unwrap();
            let rule = Rule::published_guarded();
            let verdicts = judge(&series, &rule).unwrap().verdicts;
            let guard = Guard::of(&series, &rule).unwrap();
            let tails: Vec<_> = verdicts.iter().map(|verdict| verdict.tail).collect();
            for (at, verdict) in verdicts.iter().enumerate() {
                let passes = tails[at].is_some_and(|tail| tail.q < guard.allowed);
                let Some(value) = verdict.value.filter(|_| passes) else { continue };
                let stopped = (1..=value).find(|fewer| {
                    let mut p: Vec<_> = tails.iter().map(|tail| tail.map(|tail| tail.p)).collect();
                    p[at] = guard.p_value(verdict.year, Some(value - fewer));
                    crate::tail::benjamini_hochberg(&p)[at].is_none_or(|q| q >= guard.allowed)
                });
                assert_eq!(guard.flip_distance(&tails, &verdicts, at), stopped);
                found += 1;
            }
        }
        assert!(found > 100, "{found}");
    }
}
