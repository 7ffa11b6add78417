//! Half the Poisson deviance, without the loss of digits of its plain form.

/// x·ln(x/m) − x + m, in nats: by how much a Poisson mean of x explains the count x better than the mean m > 0 does.
///
/// Unless x is far below m, written by d = (x − m)/m as m·((1 + d)·ln(1 + d) − d), so that of 10¹⁸ articles close to their mean there
/// remains what the difference says, not the rounding of x·ln x, which alone would be hundreds of nats.
pub(super) fn half_deviance(x: f64, m: f64) -> f64 {
    if x <= 0.0 {
        return m;
    }
    if x < m / 2.0 {
        return x * libm::log(x / m) - x + m;
    }
    let above = (x - m) / m;
    (m * ((1.0 + above) * libm::log1p(above) - above)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::half_deviance;

    #[test]
    fn agrees_with_the_plain_form_and_keeps_its_digits() {
        for (x, m, expected) in [
            (0.0, 3.0, 3.0),
            (20.0, 20.0, 0.0),
            (60.0, 20.0, 60.0 * libm::log(3.0) - 40.0),
            (1.0, 1e30, 1e30),
            (1.0, 1e6, -libm::log(1e6) - 1.0 + 1e6),
            (1e18 + 1e9, 1e18, 0.5), // (x − m)²/2m, of terms that are 10⁹
        ] {
            let off = (half_deviance(x, m) - expected).abs();
            assert!(off <= 2e-7 * expected, "{x} against {m}: {off}");
        }
    }
}
