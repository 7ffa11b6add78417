//! What a segment of one rate costs: −2 times its log-likelihood, Poisson or negative binomial.
//!
//! With λ = X/E the rate of the segment and μ that of all years, the cost is −2 times
//!
//! > X·ln(λ/μ) − X + Eμ (Poisson)
//! > X·ln[1 + (λ − μ)/(μ(1 + αλ))] − (E/α)·ln[1 + α(λ − μ)/(1 + αμ)] (negative binomial)
//!
//! the log-likelihood at λ less that at μ. The second is X ln(λ/μ) − (X + E/α)·ln((1 + αλ)/(1 + αμ)) with the
//! parts that nearly cancel for large counts taken together; for α → 0 it becomes the first.

use crate::opinions::deviance::half_deviance;

/// What the cost of a segment depends on besides its own sums.
pub(super) struct Noise {
    /// μ, in articles a year of mean exposure; above zero.
    pub(super) rate: f64,
    /// α; 0 is Poisson.
    pub(super) dispersion: f64,
}

impl Noise {
    /// The cost of a segment with these sums of counts and exposures; 0 if its rate is μ.
    pub(super) fn cost(&self, count: f64, exposure: f64) -> f64 {
        let expected = exposure * self.rate;
        if self.dispersion <= 0.0 {
            return -2.0 * half_deviance(count, expected);
        }
        let times = count / expected;
        let overall = self.dispersion * self.rate;
        // ln((1 + αλ)/(1 + αμ)), and ln(λ/μ) less that: close to μ from their differences, far below it directly.
        let (growth, gain) = if times > 0.5 {
            (
                libm::log1p(overall * (times - 1.0) / (1.0 + overall)),
                libm::log1p((times - 1.0) / (1.0 + overall * times)),
            )
        } else {
            let growth = libm::log1p(overall * times) - libm::log1p(overall);
            (growth, if count > 0.0 { libm::log(times) - growth } else { 0.0 })
        };
        -2.0 * (count * gain - exposure / self.dispersion * growth).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Noise;

    /// By scipy 1.17.1: −2 times the sums of logpmf over the segment at λ, less those at μ = 7.625.
    #[test]
    fn a_cost_is_a_ratio_of_likelihoods() {
        for (count, exposure, dispersion, expected) in [
            (61.0, 8.0, 0.1, 0.0),
            (10.0, 3.0, 0.1, -5.774904296849673),
            (40.0, 2.0, 0.1, -13.318512129182484),
            (0.0, 0.5, 0.1, -5.667332557042868),
            (40.0, 2.0, 2.5, -1.013380367179412),
            (40.0, 2.0, 0.0, -27.64399608484125),
            (0.0, 0.5, 0.0, -7.625),
        ] {
            let cost = Noise { rate: 7.625, dispersion }.cost(count, exposure);
            assert!((cost - expected).abs() < 1e-13 * 27.0, "{count} in {exposure}: {cost}");
        }
    }

    #[test]
    fn a_small_dispersion_is_almost_poisson_and_large_counts_keep_their_digits() {
        let cost = |rate, dispersion, count| Noise { rate, dispersion }.cost(count, 2.25);
        assert!((cost(7.625, 1e-12, 6.0) - cost(7.625, 0.0, 6.0)).abs() < 1e-9);
        // (X/E − μ)² E/μ for Poisson, (ln X/Eμ)² E/α for a negative binomial whose α is all its noise.
        assert!((cost(1e18, 0.0, 2.25 * (1e18 + 1e10)) + 225.0).abs() < 1e-4);
        assert!((cost(1e18, 1e-4, 2.25 * 1.001e18) + 0.022_485_01).abs() < 1e-6);
    }
}
