//! The guard's promise: in how many series in which nothing happens is there a guarded wave?

use crate::methods::Detector;
use crate::plant::{FIRST_YEAR, YEARS};
use groundswell_detector::{Cell, Rule, Series};
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;
use std::thread;

/// Articles a year.
const MEANS: [f64; 3] = [5.0, 20.0, 100.0];
/// α of the variance μ + αμ² of a year's count.
const DISPERSIONS: [f64; 4] = [0.0, 0.1, 0.3, 1.0];

/// A dispersion, and at each mean the share of series with a wave of the published rule and of the guarded one.
pub(crate) type Row = (f64, [[f64; 2]; MEANS.len()]);

/// Every dispersion, on so many series at each mean.
pub(crate) fn rows(series: u64) -> Vec<Row> {
    thread::scope(|scope| {
        let row = |dispersion| (dispersion, MEANS.map(|mean| shares(mean, dispersion, series)));
        let rows = DISPERSIONS.map(|dispersion| scope.spawn(move || row(dispersion)));
        rows.into_iter().map(|row| row.join().expect("no panic in it")).collect()
    })
}

fn shares(mean: f64, dispersion: f64, series: u64) -> [f64; 2] {
    let guarded = Detector::Preset("published-guarded", Box::new(Rule::published_guarded()));
    let rules = [Detector::published(), guarded];
    let mut with_a_wave = [0_u64; 2];
    for number in 0..series {
        let quiet = quiet(mean, dispersion, number);
        for (rule, found) in rules.iter().zip(&mut with_a_wave) {
            *found += u64::from(rule.flags(&quiet).contains(&true));
        }
    }
    with_a_wave.map(|found| found as f64 / series as f64)
}

/// The `number`th series of a constant rate.
fn quiet(mean: f64, dispersion: f64, number: u64) -> Series {
    let mut rng = Pcg64Mcg::seed_from_u64(number);
    let bunches = Gamma::new(1.0 / dispersion.max(1e-9), dispersion.max(1e-9));
    let bunches = bunches.expect("a shape above 0");
    let cell = |_| {
        let rate = if dispersion > 0.0 { mean * bunches.sample(&mut rng) } else { mean };
        Cell::Observed(Poisson::new(rate).map_or(0, |poisson| poisson.sample(&mut rng) as u64))
    };
    Series::new(FIRST_YEAR, (0..YEARS).map(cell).collect()).expect("168 counts")
}

/// Markdown: means across, the published rule and the guarded one beside each other.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = "| α |".to_owned();
    for mean in MEANS {
        text += &format!(" {mean} a year: `published` | guarded |");
    }
    text += "\n|--:|";
    text += &"--:|--:|".repeat(MEANS.len());
    text.push('\n');
    for (dispersion, shares) in rows {
        text += &format!("| {dispersion} |");
        for [published, guarded] in shares {
            text += &format!(" {published:.2} | {guarded:.3} |");
        }
        text.push('\n');
    }
    text
}
