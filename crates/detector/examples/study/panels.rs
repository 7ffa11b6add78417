//! Recall against precision, one panel a detector, one line a kind of series, one point a mean.

use crate::draw::{Drawing, Plot};
use crate::score::Score;
use crate::table::Scored;

const ACROSS: usize = 4;
const PANEL: (f64, f64) = (228.0, 220.0);
/// Where the first panel begins.
const CORNER: (f64, f64) = (40.0, 96.0);
/// Radius of a point, mean by mean.
const RADII: [f64; 4] = [2.2, 3.2, 4.2, 5.4];

/// A kind of series: its name in the legend and its settings, one a mean.
pub(crate) type Kind<'a> = (&'static str, Vec<&'a Scored>);

/// The panels in the order of the names; in each the first detector again, in grey.
pub(crate) fn panels(title: &'static str, names: &[&str], kinds: &[Kind<'_>; 2]) -> String {
    let rows = names.len().div_ceil(ACROSS) as f64;
    let size = (CORNER.0 + PANEL.0 * ACROSS as f64 + 12.0, CORNER.1 + PANEL.1 * rows + 12.0);
    let explanation = "Right: more of the planted waves are found. Up: more of the flagged years are planted ones.";
    let mut drawing = Drawing::new(size.0, size.1, title, explanation);
    legend(&mut drawing, kinds, names[0]);
    for (at, name) in names.iter().enumerate() {
        let corner =
            (CORNER.0 + PANEL.0 * (at % ACROSS) as f64, CORNER.1 + PANEL.1 * (at / ACROSS) as f64);
        let plot = axes(&mut drawing, corner, at);
        drawing.text("head", plot.left, plot.top - 8.0, name);
        for (_, scored) in kinds.iter().filter(|_| at > 0) {
            drawing
                .path("ref", &points(&plot, scored, 0).into_iter().flatten().collect::<Vec<_>>());
        }
        for (letter, (_, scored)) in ["a", "b"].iter().zip(kinds) {
            marks(&mut drawing, letter, &points(&plot, scored, at));
        }
    }
    drawing.svg()
}

fn legend(drawing: &mut Drawing, kinds: &[Kind<'_>; 2], first: &str) {
    let mut x = 24.0;
    for (letter, (name, _)) in ["a", "b"].iter().zip(kinds) {
        drawing.line(letter, (x, 68.0), (x + 26.0, 68.0));
        point(drawing, letter, (x + 13.0, 68.0), 4.0);
        drawing.text(&format!("name-{letter}"), x + 32.0, 72.0, name);
        x += 46.0 + 6.6 * name.len() as f64;
    }
    drawing.line("ref", (x, 68.0), (x + 26.0, 68.0));
    drawing.text("foot", x + 32.0, 72.0, &format!("{first}, for comparison"));
    x += 52.0 + 6.6 * (first.len() + 16) as f64;
    for (radius, mean) in RADII.iter().zip(["1", "5", "20", "100 articles a year"]) {
        drawing.circle("bar", (x, 68.0), *radius);
        drawing.text("foot", x + 9.0, 72.0, mean);
        x += if mean.len() > 1 { 40.0 } else { 32.0 };
    }
}

fn axes(drawing: &mut Drawing, corner: (f64, f64), at: usize) -> Plot {
    let plot = Plot {
        left: corner.0 + 12.0,
        right: corner.0 + PANEL.0 - 18.0,
        top: corner.1 + 22.0,
        bottom: corner.1 + PANEL.1 - 40.0,
        x: (0.0, 1.0),
        y: (0.0, 1.0),
    };
    let first = at.is_multiple_of(ACROSS);
    let labels = if first { ["0", ".5", "1"] } else { [""; 3] };
    plot.heights(drawing, &[(0.0, labels[0]), (0.5, labels[1]), (1.0, labels[2])]);
    plot.places(drawing, &[(0.0, "0"), (0.5, ".5"), (1.0, "1")]);
    drawing.text(
        "tick mid",
        f64::midpoint(plot.left, plot.right),
        plot.bottom + 30.0,
        "wave recall",
    );
    if first {
        let middle = f64::midpoint(plot.top, plot.bottom);
        drawing.upwards("tick mid", corner.0 - 22.0, middle, "year precision");
    }
    plot
}

/// Where a detector's scores are; `None` if it flags nothing at all.
fn points(plot: &Plot, scored: &[&Scored], detector: usize) -> Vec<Option<(f64, f64)>> {
    let place = |score: &Score| Some(plot.at(score.wave_recall?.0, score.precision?.0));
    scored.iter().map(|(_, scores)| place(&scores[detector])).collect()
}

fn marks(drawing: &mut Drawing, letter: &str, points: &[Option<(f64, f64)>]) {
    drawing.path(letter, &points.iter().flatten().copied().collect::<Vec<_>>());
    for (radius, at) in RADII.iter().zip(points) {
        if let Some(at) = at {
            point(drawing, letter, *at, *radius);
        }
    }
}

/// A circle for the first kind, a square for the second: they differ without colour too.
fn point(drawing: &mut Drawing, letter: &str, (x, y): (f64, f64), radius: f64) {
    if letter == "a" {
        drawing.circle("dot-a", (x, y), radius);
    } else {
        let side = 1.8 * radius;
        drawing.rect("dot-b", (x - side / 2.0, y - side / 2.0), (side, side));
    }
}
