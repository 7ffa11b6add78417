//! The next year's count, given the years before it: the beta-negative-binomial distribution.
//!
//! A year with the exposure e has a negative-binomial count of size e/α and mean eλ, which is a variance of eλ(1 + αλ):
//! years that vary beyond independent articles by α. The λ of the baseline is not known; with its articles S out of the
//! exposure E and the prior of H. Jeffreys, λα/(1 + λα) has the posterior Beta(b = S + ½, a = E/α). The count of the
//! next year is a negative binomial with that λ, drawn from there. For α → 0 it is the gamma–Poisson, itself a negative
//! binomial of mean eb/E and variance (1 + e/E) times that.
//!
//! # How the tail is computed
//!
//! P(X < x) is added up where that leaves P(X ≥ x) ten digits, from P(X = 0) = B(a + r, b)/B(a, b), r = e/α, upwards by
//!
//! > P(X = k + 1) = P(X = k)·(r + k)(b + k)/((k + 1)(a + r + b + k))
//!
//! Elsewhere P(X ≥ x) is the mean of the negative binomial's tail ([`crate::tail`]) over the posterior of
//! θ = ln λ − ln(b/E), whose density is
//!
//! > exp(bθ − (a + b)·ln(1 + (b/(a + b))·(e^θ − 1)))
//!
//! of its height at θ = 0. Both are analytic and fall off exponentially, where the trapezoidal rule on the line
//! converges as exp(−2πd/h) (L. N. Trefethen and J. A. C. Weideman (2014), *The Exponentially Convergent Trapezoidal
//! Rule*, SIAM Review 56): a step h of 0.6 of the narrowest feature, and of 0.3 at most because e^θ turns about within
//! d = π/2, leaves nothing to be seen. Against 50 digits: 1e-9 relative, `tests/reference/predictive.py`. Where the
//! narrowest feature is below a four-hundredth of the range (no count of articles) fewer digits are right.

use crate::tail::{size_tail, stirling, upper_tail};

/// Below this α the count is gamma–Poisson: the two differ by about α times the square of the deviation.
const INDEPENDENT: f64 = 1e-7;
/// Up to this count the probabilities below it may be added up.
const ADDED: u64 = 4_096;
/// Where they leave less than this, too few digits are left.
const LEFT: f64 = 1e-5;
/// What adds less than this share of the sum does not matter.
const NEGLIGIBLE: f64 = 1e-17;
/// Above the mean the density is followed down to here, so that p is right to nine digits down to 1e-20.
const RARE: f64 = 1e-30;
/// The range is cut into no more steps than this, but where it is wider than that many of the longest.
const STEPS: f64 = 400.0;
/// A bound for hostile numbers.
const MOST: u32 = 20_000;

/// What the years before say of the next one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Baseline {
    /// Articles.
    pub(crate) articles: f64,
    /// Out of this exposure.
    pub(crate) exposure: f64,
    /// α, by which years vary beyond independent articles; 0: they do not.
    pub(crate) dispersion: f64,
}

impl Baseline {
    /// The chance that a year with this exposure has so many articles or more. `None` where there is no exposure.
    pub(crate) fn tail(&self, count: u64, exposure: f64) -> Option<f64> {
        let share = exposure / self.exposure;
        if !(share.is_finite() && share > 0.0) {
            return None;
        }
        let b = self.articles + 0.5;
        let mean = b * share;
        if self.dispersion <= INDEPENDENT || count == 0 {
            return upper_tail(count, mean, mean * (1.0 + share));
        }
        let size = exposure / self.dispersion;
        let posterior = Posterior { a: self.exposure / self.dispersion, b };
        if let Some(tail) = posterior.one_less_the_sum(count, size) {
            return Some(tail);
        }
        // No density is left where e^θ would be infinite.
        let rate = |theta: f64| mean * libm::exp(theta.min(600.0));
        let step = posterior.step(count as f64, size);
        posterior.mean(step, |theta| size_tail(count, rate(theta), 1.0 / size))
    }
}

/// The distribution of θ.
struct Posterior {
    a: f64,
    b: f64,
}

impl Posterior {
    /// One less the probabilities of all smaller counts. `None` where that has too few digits.
    fn one_less_the_sum(&self, count: u64, size: f64) -> Option<f64> {
        let Self { a, b } = *self;
        // ln B(a + r, b) − ln B(a, b) by Stirling's formula, so that large a and r do not cancel.
        let corrections =
            stirling(a + size) - stirling(a) + stirling(a + b) - stirling(a + b + size);
        let logarithm = (a - 0.5) * libm::log1p(size * b / (a * (a + b + size)))
            - size * libm::log1p(b / (a + size))
            - b * libm::log1p(size / (a + b));
        let mut probability = libm::exp(logarithm + corrections);
        if count > ADDED || probability < f64::MIN_POSITIVE {
            return None;
        }
        let mut below = 0.0;
        for k in 0..count {
            below += probability;
            let k = k as f64;
            probability *= (size + k) * (b + k) / ((k + 1.0) * (a + size + b + k));
        }
        Some(1.0 - below).filter(|tail| *tail > LEFT)
    }

    /// Of the trapezoidal rule.
    fn step(&self, count: f64, size: f64) -> f64 {
        let parallel = |one: f64, other: f64| one * other / (one + other);
        let own = parallel(self.a, self.b);
        let narrowest = 1.0 / libm::sqrt(own + parallel(count, size));
        let range = 12.0 / libm::sqrt(own) + 70.0 / self.a.min(self.b);
        (0.6 * narrowest).max(range / STEPS).min(0.3)
    }

    /// Its density, as a share of that at 0.
    fn density(&self, theta: f64) -> f64 {
        let all = self.a + self.b;
        libm::exp(self.b * theta - all * libm::log1p(self.b / all * libm::expm1(theta)))
    }

    /// The mean of a function of 0 to 1 that never falls. `None` if it says nothing.
    fn mean(&self, step: f64, of: impl Fn(f64) -> Option<f64>) -> Option<f64> {
        let (mut weights, mut sum) = (0.0, 0.0);
        for at in 0..MOST {
            let theta = f64::from(at) * step;
            let weight = self.density(theta);
            weights += weight;
            sum += weight * of(theta)?;
            if weight < RARE {
                break;
            }
        }
        let mut highest = 1.0;
        for at in 1..MOST {
            let theta = -f64::from(at) * step;
            let weight = self.density(theta);
            weights += weight;
            // Below, it is no higher than it was: where that adds nothing it need not be asked.
            if weight * highest > NEGLIGIBLE * sum {
                highest = of(theta)?;
                sum += weight * highest;
            }
            if weight < NEGLIGIBLE * weights {
                break;
            }
        }
        Some((sum / weights).clamp(0.0, 1.0)).filter(|mean| mean.is_finite())
    }
}

#[cfg(test)]
mod tests;
