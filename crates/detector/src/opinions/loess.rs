//! What STL leaves of a yearly series: how far a year stands above a robust loess trend.
//!
//! STL (R. B. Cleveland, W. S. Cleveland, J. E. McRae and I. Terpenning (1990), *STL: A Seasonal-Trend Decomposition
//! Procedure Based on Loess*, Journal of Official Statistics 6) splits a series into season, trend and remainder. One
//! count a year has no season within the year: with the season zero, STL is its trend smoother, the robust locally
//! weighted regression of W. S. Cleveland (1979), *Robust Locally Weighted Regression and Smoothing Scatterplots*, Journal
//! of the American Statistical Association 74, and the remainder is what is left. This is that regression.
//!
//! # The model
//!
//! Over the years with a count, t at distance u from the year, d the distance of the farthest of the [`NEIGHBOURS`] nearest
//! ones (fewer if there are fewer): the trend is the value of the straight line fitted to their rates with the weights
//! (1 − (u/d)³)³·ρ. At first ρ = 1; then, [`ROUNDS`] times, ρ = (1 − (e/6M)²)², 0 beyond 6M, where e is the year's remainder
//! and M the median of |e|. Rates are counts over exposures; a hole is no point, and loess takes unequal spacing.
//!
//! A year is a **wave** if its remainder is more than [`THRESHOLD`] deviations above the median remainder, a deviation being
//! 1.4826 × the median distance from it (the MAD, which for normal noise is the standard deviation). With fewer than
//! [`LEAST`] counts, or where more than half of the remainders are equal and there is no deviation, all is undetermined.
//!
//! # Parameters
//!
//! 31 neighbours: a generation. A wave of up to five years is a sixth of them and robustness leaves it out of the trend, one
//! of fifteen is trend. 3 rounds: the default of the reference; the paper takes 2. 3 deviations: chance flags 1 in 740
//! years of normal noise, more of counts, which are skewed.
//!
//! # What it cannot claim
//!
//! The trend looks ahead: years after are in it. One deviation serves for all years: where the level has doubled so has the
//! variance, and the early years are judged too mildly. The same holds for rates of years with few articles in all.
//! Cost: 31 operations a year and round, and a sort.

use super::{Method, Opinion, Sample, opinions, samples};
use crate::series::Series;
use crate::verdict::Outcome;
use alloc::vec;
use alloc::vec::Vec;

/// Years in a local fit.
const NEIGHBOURS: usize = 31;
/// Fits after the first, each with the weights of the one before.
const ROUNDS: usize = 3;
/// Deviations above which a year is a wave.
const THRESHOLD: f64 = 3.0;
/// With fewer counts no year is judged.
const LEAST: usize = 10;
/// A normal standard deviation in median distances.
const NORMAL: f64 = 1.482_602_218_505_602;
/// Remainders below this share of the largest rate are rounding.
const ROUNDING: f64 = 1e-12;

pub(super) const METHOD: Method = Method {
    name: "loess",
    about: "more than 3 robust deviations above a robust local trend (what STL leaves of a yearly series)",
    score: "robust standard deviations (1.4826 MAD) above the local trend",
    paper: "R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning (1990), STL: A Seasonal-Trend Decomposition Procedure Based on Loess, Journal of Official Statistics 6",
    takes_exposure: true,
    judge,
};

fn judge(series: &Series) -> Vec<Opinion> {
    let samples = samples(series);
    let scores = scores(&samples).unwrap_or_default();
    let said = (0..samples.len()).map(|at| match scores.get(at) {
        Some(score) if *score > THRESHOLD => (Outcome::Wave, Some(*score)),
        Some(score) => (Outcome::None, Some(*score)),
        None => (Outcome::Undetermined, None),
    });
    opinions(series, &samples, said)
}

/// Remainders in deviations; `None` if there are too few years or no deviation.
fn scores(samples: &[Sample]) -> Option<Vec<f64>> {
    if samples.len() < LEAST {
        return None;
    }
    let points: Vec<Point> = samples.iter().map(Point::of).collect();
    let trend = trend(&points);
    let remainders: Vec<f64> =
        points.iter().zip(&trend).map(|(point, fit)| point.y - fit).collect();
    let middle = median(remainders.clone());
    let distances = remainders.iter().map(|remainder| (remainder - middle).abs());
    let deviation = NORMAL * median(distances.collect());
    (deviation > rounding(&points))
        .then(|| remainders.iter().map(|remainder| (remainder - middle) / deviation).collect())
}

/// A year and its rate.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

impl Point {
    fn of(sample: &Sample) -> Self {
        Self { x: sample.index as f64, y: sample.count / sample.exposure }
    }
}

/// The robust trend at every point; at least one point.
fn trend(points: &[Point]) -> Vec<f64> {
    let mut trust = vec![1.0; points.len()];
    let mut fits = smooth(points, &trust);
    for _ in 0..ROUNDS {
        let away: Vec<f64> =
            points.iter().zip(&fits).map(|(point, fit)| (point.y - fit).abs()).collect();
        let scale = 6.0 * median(away.clone());
        if scale <= rounding(points) {
            break;
        }
        for (trust, away) in trust.iter_mut().zip(away) {
            let share = (away / scale).min(1.0);
            *trust = (1.0 - share * share) * (1.0 - share * share);
        }
        fits = smooth(points, &trust);
    }
    fits
}

fn smooth(points: &[Point], trust: &[f64]) -> Vec<f64> {
    let near = NEIGHBOURS.min(points.len());
    let mut first = 0;
    let fit = |here: &Point| {
        while first + near < points.len()
            && here.x > f64::midpoint(points[first].x, points[first + near].x)
        {
            first += 1;
        }
        let range = first..first + near;
        line(*here, &points[range.clone()], &trust[range])
    };
    points.iter().map(fit).collect()
}

/// The value here of the weighted straight line; the point's own where fewer than two others carry weight.
fn line(here: Point, points: &[Point], trust: &[f64]) -> f64 {
    let radius = points.iter().map(|point| (point.x - here.x).abs()).fold(0.0, f64::max);
    let weight = |(point, trust): (&Point, &f64)| {
        let share = (point.x - here.x).abs() / radius;
        let cube = 1.0 - share * share * share;
        cube * cube * cube * trust
    };
    let weights: Vec<f64> = points.iter().zip(trust).map(weight).collect();
    if weights.iter().filter(|weight| **weight > 1e-12).count() < 2 {
        return here.y;
    }
    let total: f64 = weights.iter().sum();
    let mean = |of: &dyn Fn(&Point) -> f64| {
        points.iter().zip(&weights).map(|(point, weight)| weight / total * of(point)).sum::<f64>()
    };
    let middle = mean(&|point| point.x);
    let spread = mean(&|point| (point.x - middle) * (point.x - middle)).max(1e-12);
    mean(&|point| point.y * (1.0 + (here.x - middle) * (point.x - middle) / spread))
}

/// The middle value, or the mean of the two; at least one value.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
}

fn rounding(points: &[Point]) -> f64 {
    ROUNDING * points.iter().map(|point| point.y).fold(0.0, f64::max)
}
