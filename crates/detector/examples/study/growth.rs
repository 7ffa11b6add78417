//! Steady growth: the yearly growth from which every judged year exceeds 1.5 times the five before it.

use crate::draw::{Drawing, Plot};

/// A year's count ÷ the mean of the five before it, when each year has g times the one before: 5g⁵ / (1 + g + g² + g³ + g⁴).
pub(crate) fn ratio(g: f64) -> f64 {
    let powers = [1.0, g, g * g, g * g * g, g * g * g * g];
    5.0 * powers[4] * g / powers.iter().sum::<f64>()
}

/// The g at which the ratio is 3/2, that is 10g⁵ = 3(1 + g + g² + g³ + g⁴), by halving.
pub(crate) fn threshold() -> f64 {
    let (mut low, mut high) = (1.0, 2.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if ratio(middle) > 1.5 { high = middle } else { low = middle }
    }
    low
}

pub(crate) fn figure() -> String {
    let title = "Steady growth passes for a wave, every year";
    let explanation =
        "A year's count ÷ the mean of the five years before it, at a constant yearly growth.";
    let mut drawing = Drawing::new(720.0, 340.0, title, explanation);
    let plot =
        Plot { left: 84.0, right: 660.0, top: 76.0, bottom: 284.0, x: (0.0, 25.0), y: (0.8, 2.0) };
    let heights = [(0.8, ""), (1.0, "1"), (1.25, "1.25"), (1.5, "1.5"), (1.75, "1.75"), (2.0, "2")];
    plot.heights(&mut drawing, &heights);
    let places = [(0.0, "0"), (5.0, "5"), (10.0, "10"), (15.0, "15"), (20.0, "20"), (25.0, "25")];
    plot.places(&mut drawing, &places);
    drawing.text("tick mid", f64::midpoint(plot.left, plot.right), 320.0, "growth, % a year");
    drawing.upwards(
        "tick mid",
        40.0,
        f64::midpoint(plot.top, plot.bottom),
        "× the five years before",
    );
    let curve =
        |tenths: u32| plot.at(f64::from(tenths) / 10.0, ratio(1.0 + f64::from(tenths) / 1000.0));
    drawing.line("c", plot.at(0.0, 1.5), plot.at(25.0, 1.5));
    drawing.path("a", &(0..=250).map(curve).collect::<Vec<_>>());
    let growth = 100.0 * (threshold() - 1.0);
    let (x, y) = plot.at(growth, 1.5);
    drawing.line("c", (x, y), (x, plot.bottom));
    drawing.circle("dot-b", (x, y), 5.0);
    drawing.text(
        "name-b",
        x + 10.0,
        y + 18.0,
        &format!("{growth:.2} %: from here on every year passes"),
    );
    drawing.svg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_solves_its_equation() {
        let g = threshold();
        let powers = [1.0, g, g * g, g * g * g, g * g * g * g];
        assert!((10.0 * powers[4] * g - 3.0 * powers.iter().sum::<f64>()).abs() < 1e-12);
        assert!((1.152..1.153).contains(&g), "{g}");
    }
}
