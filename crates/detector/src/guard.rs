//! The guard: is a year's count more than chance gives, out of the articles there were?
//!
//! Each judgeable year gets the probability p of at least its count, had the years of its baseline gone on
//! ([`crate::opinions`], the excess over a rolling baseline, with the rule's own window). Over all judgeable years of
//! the period these p are adjusted by Y. Benjamini and Y. Hochberg, *Controlling the false discovery rate* (1995),
//! Journal of the Royal Statistical Society B 57; a year whose q is not below the rule's share is no wave.

use crate::judge::outcomes;
use crate::opinions::excess::Baseline;
use crate::rule::Rule;
use crate::series::Series;
use crate::tail;
use crate::verdict::{Outcome, Tail, Verdict};
use crate::years::Years;
use alloc::vec;
use alloc::vec::Vec;

/// The longest baseline of the guard, in years, whatever the rule's window: what is older says little of chance now.
const LONGEST: u32 = 100;

/// Bars the years that the guard does not let pass. One tail a year; all `None` if the rule has no guard.
pub(crate) fn guard(series: &Series, rule: &Rule, years: &mut Years) -> Vec<Option<Tail>> {
    let Some(share) = rule.false_discovery else { return vec![None; years.points.len()] };
    let allowed = f64::from(share.num) / f64::from(share.den);
    let baseline = Baseline {
        window: rule.window.min(LONGEST) as usize,
        least: rule.least_prior() as usize,
        plug_in: false,
    };
    let all = baseline.p_values(series);
    let first = series.first_year();
    let p: Vec<Option<f64>> = years
        .points
        .iter()
        .map(|point| {
            let index = usize::try_from(i64::from(point.year) - i64::from(first)).ok()?;
            all.get(index).copied().flatten().filter(|_| point.decidable)
        })
        .collect();
    let tails: Vec<Option<Tail>> = p
        .iter()
        .zip(tail::benjamini_hochberg(&p))
        .map(|(p, q)| Some(Tail { p: (*p)?, q: q? }))
        .collect();
    for (point, tail) in years.points.iter_mut().zip(&tails) {
        point.barred = !tail.is_some_and(|tail| tail.q < allowed);
    }
    tails
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
