//! How much more yearly counts vary than independent articles would.

use crate::opinions::samples;
use crate::series::Series;

/// α of the variance μ + αμ², 0 or more: by moments of neighbouring years, so that waves and steps count only where
/// they begin and end.
///
/// For independent years with means eλ (e the exposure) and variance eλ + α(eλ)², the difference of two rates has the
/// variance λ(1/e₁ + 1/e₂) + 2αλ²; α is what is left of the mean squared difference of neighbours, over 2λ².
pub(crate) fn dispersion(series: &Series) -> f64 {
    let samples = samples(series);
    let (articles, exposures) =
        samples.iter().fold((0.0, 0.0), |(a, e), sample| (a + sample.count, e + sample.exposure));
    let rate = articles / exposures;
    if samples.len() < 3 || rate <= 0.0 {
        return 0.0;
    }
    let mut excess = 0.0;
    for pair in samples.windows(2) {
        let [before, after] = pair else { continue };
        let difference = after.count / after.exposure - before.count / before.exposure;
        excess += difference * difference - rate * (1.0 / before.exposure + 1.0 / after.exposure);
    }
    (excess / (samples.len() - 1) as f64 / (2.0 * rate * rate)).max(0.0)
}
