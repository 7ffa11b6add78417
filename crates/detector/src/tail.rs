//! Tail probabilities of counts, and their adjustment where many years are tested at once.
//!
//! # P(X ≥ x) of the negative binomial with mean μ and variance V, the Poisson for V ≤ μ
//!
//! With s = (V − μ)/μ² (one over the size r; 0: Poisson), p = 1/(1 + sμ), q = 1 − p and λ = p(x − μ), the tail is the
//! regularised incomplete beta I_q(x, r), for s = 0 the incomplete gamma P(x, μ). Both are T/F, where
//!
//! > T = x·P(X = x) = √(x / 2π(1 + sx)) · exp(δ(x + r) − δ(x) − δ(r) − D), D = x·h(−λ/x) + r·h(λ/r), h(v) = v − ln(1 + v)
//!
//! (δ: what Stirling's formula lacks of ln Γ; C. Loader (2000), *Fast and Accurate Computation of Binomial
//! Probabilities*) and F is the continued fraction of A. R. DiDonato and A. H. Morris (1992), *Significant digit
//! computation of the incomplete beta function ratios*, ACM TOMS 18 (Algorithm 708). Below the mean T/F′ is P(X < x)
//! with a and b exchanged in F. Written with s instead of r the formulas hold for s = 0 too, and D does not cancel: its
//! error is about 1e-16·λ.
//!
//! Stable: for λ ≥ 0 the terms of F are positive up to the order r (those of F′ throughout, it ends at the order x);
//! beyond, |aₘ| stays below bₘ·bₘ₋₁/4, where a continued fraction converges (J. D. T. Worpitzky 1865). About √min(x, r)
//! steps are needed. Where they would be above a thousand, the saddlepoint formula of R. Lugannani and S. O. Rice (1980),
//! *Saddle Point Approximation for the Distribution of the Sum of Independent Random Variables*, Advances in Applied
//! Probability 12, in H. E. Daniels' form for whole numbers (1987, International Statistical Review 55) is as good:
//! 1 − Φ(w) + φ(w)·(1/u − 1/w) with w = ±√2D and u = λ√((1 + sx)/x).
//! Below a size of 10⁻⁵ (V > 10⁵ μ²) the relative error grows as 1e-15/r.
//!
//! # Benjamini–Hochberg
//!
//! Of m p-values in rising order the i-th becomes min over j ≥ i of m·p(j)/j, at most 1. Calling those ≤ α keeps the
//! expected share of false ones among them ≤ α (Y. Benjamini and Y. Hochberg (1995), *Controlling the False Discovery
//! Rate*, Journal of the Royal Statistical Society B 57).

use alloc::vec;
use alloc::vec::Vec;
use core::f64::consts::PI;

/// The chance of `count` or more articles where `mean` are expected, with this variance; Poisson if that is not above the mean.
///
/// `None` if the mean is not a finite number ≥ 0, or the variance not finite. Never NaN.
pub(crate) fn upper_tail(count: u64, mean: f64, variance: f64) -> Option<f64> {
    let inverse = if mean > 0.0 { (variance - mean) / mean / mean } else { 0.0 };
    size_tail(count, mean, inverse).filter(|_| variance.is_finite())
}

/// The same where one over the size of the negative binomial is known: 0 or less is the Poisson.
pub(crate) fn size_tail(count: u64, mean: f64, inverse_size: f64) -> Option<f64> {
    if !(mean.is_finite() && mean >= 0.0 && !inverse_size.is_nan()) {
        return None;
    }
    let tail = match (count, mean) {
        (0, _) => 1.0,
        (_, 0.0) => 0.0,
        _ => Counts::of(mean, inverse_size).tail(count as f64),
    };
    Some(tail).filter(|tail| tail.is_finite()).map(|tail| tail.clamp(0.0, 1.0))
}

/// The p-values adjusted for being many, in the order given. `None`s are no tests and stay; so does NaN, as `None`.
pub(crate) fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let tested = |(at, p): (usize, &Option<f64>)| p.filter(|p| !p.is_nan()).map(|p| (p, at));
    let mut rising: Vec<(f64, usize)> = p_values.iter().enumerate().filter_map(tested).collect();
    rising.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tests = rising.len() as f64;
    let mut adjusted = vec![None; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, (p, at)) in rising.into_iter().enumerate().rev() {
        least = least.min(p * tests / (rank + 1) as f64);
        adjusted[at] = Some(least);
    }
    adjusted
}

/// Above this many steps of the continued fraction, squared, the saddlepoint formula is as good and much sooner there.
const MANY: f64 = 1e6;
/// Relative change at which the continued fraction has come.
const CONVERGED: f64 = 1e-16;
/// More steps than any accepted input takes.
const STEPS: u32 = 20_000;

/// A distribution of counts: mean μ, s = 1/size (0: Poisson), p and q as in the module's page.
struct Counts {
    mean: f64,
    s: f64,
    p: f64,
    q: f64,
}

impl Counts {
    fn of(mean: f64, inverse_size: f64) -> Self {
        // The upper bound keeps s·x finite for the largest x.
        let s = inverse_size.clamp(0.0, 1e280);
        let p = 1.0 / (1.0 + mean * s);
        Self { mean, s, p, q: mean * s * p }
    }

    /// P(X ≥ x) for x ≥ 1.
    fn tail(&self, x: f64) -> f64 {
        let above = self.p * (x - self.mean);
        let deviance = self.deviance(x, above);
        if x.min(1.0 / self.s) > MANY {
            return self.limit(x, above, deviance);
        }
        self.by_fraction(x, above, deviance)
    }

    /// The continued fractions.
    fn by_fraction(&self, x: f64, above: f64, deviance: f64) -> f64 {
        let density = self.density(x, deviance);
        // The fraction for P(X ≥ x) is slow where a long tail begins; there the other one is quick, and 1 − P(X < x)
        // loses nothing, since P(X ≥ x) is not small.
        if x <= self.mean || (self.p < 0.01 && above <= 1.0) {
            let first = (1.0 - above) / (1.0 + self.s);
            1.0 - density / fraction(first, |m| self.step_below(x, m))
        } else {
            let first = (above + 1.0) * x / (x + 1.0);
            density / fraction(first, |m| self.step_above(x, m))
        }
    }

    /// The saddlepoint formula, 1 − Φ(w) + φ(w)·(1/u − 1/w).
    fn limit(&self, x: f64, above: f64, deviance: f64) -> f64 {
        let w = libm::sqrt(2.0 * deviance).copysign(above);
        let u = above * libm::sqrt((1.0 + self.s * x) / x);
        // At the mean both are infinite; this is what their difference comes to.
        let at_mean = (1.0 - self.s * self.mean) / (3.0 * libm::sqrt(self.mean / self.p));
        let difference = if w.abs() < 1e-5 { at_mean } else { 1.0 / u - 1.0 / w };
        let density = libm::exp(-deviance) / libm::sqrt(2.0 * PI);
        0.5 * libm::erfc(w / core::f64::consts::SQRT_2) + density * difference
    }

    /// D; half the deviance of the count x from the distribution's mean.
    fn deviance(&self, x: f64, above: f64) -> f64 {
        let of_count = x * gap(-above / x, self.mean * self.p * (1.0 + x * self.s) / x);
        let of_size = match self.s {
            0.0 => 0.0,
            s => gap(above * s, (1.0 + x * s) * self.p) / s,
        };
        of_count + of_size
    }

    /// T = x·P(X = x).
    fn density(&self, x: f64, deviance: f64) -> f64 {
        let size = 1.0 / self.s;
        let corrections = stirling(x + size) - stirling(x) - stirling(size);
        libm::sqrt(x / (2.0 * PI * (1.0 + x * self.s))) * libm::exp(corrections - deviance)
    }

    /// aₘ and bₘ, m ≥ 1, of F for P(X ≥ x): a = x, b = r, of which only q·b is needed.
    fn step_above(&self, x: f64, m: f64) -> (f64, f64) {
        let (q, bq) = (self.q, self.mean * self.p);
        let (even, turn) = (x + 2.0 * m - 1.0, m * (bq - m * q));
        let a = (x + m - 1.0) / even * ((x + m - 1.0) * q + bq) / even * turn;
        let level = self.p * (x - self.mean) + 1.0 + m * (2.0 - q);
        (a, m + turn / even + (x + m) / (even + 2.0) * level)
    }

    /// The same for P(X < x): a = r, b = x, all divided by r where it may be infinite.
    fn step_below(&self, x: f64, m: f64) -> (f64, f64) {
        let (s, p) = (self.s, self.p);
        let (even, turn) = (1.0 + (2.0 * m - 1.0) * s, m * (x - m) * p);
        let a = (1.0 + (m - 1.0) * s) / even * (1.0 + (x + m - 1.0) * s) / even * turn * p;
        let level = p * (self.mean - x) + 1.0 + m * (2.0 - p);
        (a, m + turn * s / even + (1.0 + m * s) / (even + 2.0 * s) * level)
    }
}

/// b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the method of W. J. Lentz (1976), modified by I. J. Thompson and A. R. Barnett (1986).
fn fraction(first: f64, step: impl Fn(f64) -> (f64, f64)) -> f64 {
    let nonzero = |value: f64| if value == 0.0 { f64::MIN_POSITIVE } else { value };
    let mut value = nonzero(first);
    let (mut up, mut down) = (value, 0.0);
    for m in 1..STEPS {
        let (a, b) = step(f64::from(m));
        up = nonzero(b + a / up);
        down = 1.0 / nonzero(b + a * down);
        value *= up * down;
        if (up * down - 1.0).abs() <= CONVERGED {
            break;
        }
    }
    value
}

/// h(v) = v − ln(1 + v), where `ratio` is 1 + v without the rounding of v.
fn gap(v: f64, ratio: f64) -> f64 {
    if v.abs() < 0.01 {
        // Nothing cancels in its series: v²/2 − v³/3 + v⁴/4 …
        return (2..=10).rev().fold(0.0, |sum, n| 1.0 / f64::from(n) - v * sum) * v * v;
    }
    if v.abs() < 0.5 { v - libm::log1p(v) } else { v - libm::log(ratio) }
}

/// δ(z) = ln Γ(z) − (z − ½) ln z + z − ½ ln 2π, for z > 0; 0 at infinity.
pub(crate) fn stirling(z: f64) -> f64 {
    if z < 16.0 {
        return libm::lgamma(z) - (z - 0.5) * libm::log(z) + z - 0.5 * libm::log(2.0 * PI);
    }
    let square = 1.0 / (z * z);
    let series =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    series.iter().rev().fold(0.0, |sum, term| sum * square + term) / z
}

#[cfg(test)]
mod tests;
