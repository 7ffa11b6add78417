//! Chance: how many years of a series without any wave the published rule flags.

use crate::draw::{Drawing, Plot};
use crate::methods::Detector;
use crate::plant::{Noise, Planted, Setting};
use std::thread;

/// Articles a year. The last one drawn is where the rule all but ceases to flag.
const MEANS: [u32; 11] = [1, 2, 3, 4, 5, 7, 10, 15, 20, 50, 100];
/// The lowest number of flags on the axis.
const LEAST: f64 = 0.001;

/// Flags a series at a mean, Poisson and over-dispersed.
pub(crate) type Row = (u32, [f64; 2]);

/// Every mean, each on as many series.
pub(crate) fn rows(series: u64) -> Vec<Row> {
    let flags = |mean, noise| {
        let setting = Setting { waves: 0, ..Setting::usual(mean, noise) };
        let flagged = |number| {
            let flags = Detector::published().flags(&Planted::new(&setting, number).series);
            flags.iter().filter(|flag| **flag).count() as u64
        };
        (0..series).map(flagged).sum::<u64>() as f64 / series as f64
    };
    thread::scope(|scope| {
        let row = |mean| (mean, [flags(mean, Noise::Poisson), flags(mean, Noise::Overdispersed)]);
        let rows: Vec<_> = MEANS.map(|mean| scope.spawn(move || row(mean))).into_iter().collect();
        rows.into_iter().map(|row| row.join().expect("no panic in it")).collect()
    })
}

/// Markdown: means across.
pub(crate) fn table(rows: &[Row]) -> String {
    let line = |name: &str, cell: &dyn Fn(&Row) -> String| {
        rows.iter().fold(format!("| {name} |"), |text, row| text + " " + &cell(row) + " |") + "\n"
    };
    let flags = |at: usize| move |row: &Row| written(row.1[at]);
    let rule = "|---|".to_owned() + &"--:|".repeat(rows.len()) + "\n";
    line("articles a year", &|row| row.0.to_string())
        + &rule
        + &line("Poisson", &flags(0))
        + &line("over-dispersed", &flags(1))
}

/// Two decimals from 0.1 on, three below.
fn written(flags: f64) -> String {
    if flags >= 0.1 { format!("{flags:.2}") } else { format!("{flags:.3}") }
}

pub(crate) fn figure(rows: &[Row]) -> String {
    let title = "Flags by chance in 168 years without a wave";
    let explanation = "The published rule on counts of a constant rate; both axes logarithmic.";
    let mut drawing = Drawing::new(720.0, 380.0, title, explanation);
    let plot = Plot {
        left: 84.0,
        right: 560.0,
        top: 76.0,
        bottom: 324.0,
        x: (0.0, 2.0),
        y: (libm::log10(LEAST), 2.0),
    };
    let heights =
        [(-3.0, ".001"), (-2.0, ".01"), (-1.0, ".1"), (0.0, "1"), (1.0, "10"), (2.0, "100")];
    plot.heights(&mut drawing, &heights);
    let means = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].map(libm::log10);
    let names = ["1", "2", "5", "10", "20", "50", "100"];
    plot.places(&mut drawing, &means.into_iter().zip(names).collect::<Vec<_>>());
    drawing.text("tick mid", f64::midpoint(plot.left, plot.right), 360.0, "articles a year");
    drawing.upwards(
        "tick mid",
        40.0,
        f64::midpoint(plot.top, plot.bottom),
        "flagged years a series",
    );
    for (at, (letter, name)) in [("a", "Poisson"), ("b", "over-dispersed")].into_iter().enumerate()
    {
        let drawn = rows.iter().filter(|(_, flags)| flags[at] >= LEAST);
        let point =
            |(mean, flags): &Row| plot.at(libm::log10(f64::from(*mean)), libm::log10(flags[at]));
        let points: Vec<_> = drawn.map(point).collect();
        drawing.path(letter, &points);
        for point in &points {
            drawing.circle(&format!("dot-{letter}"), *point, 3.4);
        }
        if let Some((x, y)) = points.last() {
            drawing.text(&format!("name-{letter}"), x + 10.0, y + 4.0, name);
        }
    }
    drawing.svg()
}
