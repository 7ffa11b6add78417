//! The study's numbers as Markdown tables and as one CSV.

use crate::plant::{Noise, Setting};
use crate::score::{Estimate, Score};

/// A setting with its scores, one a detector.
pub(crate) type Scored = (Setting, Vec<Score>);

/// One column of a [`compare`] table: what it is, and its place in a score.
type Column = (&'static str, fn(&Score) -> Estimate);

/// What a table shows of each mean, in this order.
const COLUMNS: [Column; 3] = [
    ("wave recall", |score| score.wave_recall),
    ("year precision", |score| score.precision),
    ("false runs", |score| score.false_runs),
];

/// One row a detector, one column a measure and mean; the settings differ in their mean only.
pub(crate) fn compare(names: &[&str], scored: &[&Scored]) -> String {
    let mut text = String::from("| ");
    for (title, _) in COLUMNS {
        for (at, (setting, _)) in scored.iter().enumerate() {
            let title = if at == 0 { format!("{title} ") } else { String::new() };
            text += &format!("| {title}{} ", setting.mean);
        }
    }
    text += "|\n|---|";
    text += &"--:|".repeat(COLUMNS.len() * scored.len());
    for (row, name) in names.iter().enumerate() {
        text += &format!("\n| `{name}` ");
        for (_, measure) in COLUMNS {
            for (_, scores) in scored {
                text += &format!("| {} ", short(measure(&scores[row])));
            }
        }
        text += "|";
    }
    text + "\n"
}

/// The published rule under several designs: one row a noise and number of waves, one column a distance.
pub(crate) fn designs(scored: &[Scored], apart: &[usize]) -> String {
    let mut text = String::from("| | waves ");
    for apart in apart {
        let years = if *apart == 1 { "year" } else { "years" };
        text += &format!("| at least {apart} {years} apart ");
    }
    text += "|\n|---|--:|";
    text += &"--:|".repeat(apart.len());
    for row in scored.chunks(apart.len()) {
        let (setting, _) = row[0];
        text += &format!("\n| {} | {} ", noise(setting.noise), setting.waves);
        for (_, scores) in row {
            text +=
                &format!("| {} / {} ", short(scores[0].wave_recall), short(scores[0].precision));
        }
        text += "|";
    }
    text + "\n"
}

/// Every number with its standard error, four decimals; empty where there is nothing to divide by.
pub(crate) fn csv(names: &[&str], scored: &[Scored]) -> String {
    let mut text = String::from("factor,mean,noise,holes,method");
    for measure in ["wave_recall", "year_precision", "year_recall", "false_runs"] {
        text += &format!(",{measure},{measure}_se");
    }
    text += "\n";
    for (setting, scores) in scored {
        for (name, score) in names.iter().zip(scores) {
            let holes = if setting.holes { "one_in_ten" } else { "none" };
            let noise = noise(setting.noise).to_lowercase().replace('-', "");
            text += &format!("{},{},{noise},{holes},{name}", setting.factor, setting.mean);
            for estimate in
                [score.wave_recall, score.precision, score.year_recall, score.false_runs]
            {
                text += &estimate
                    .map_or(",,".to_owned(), |(value, error)| format!(",{value:.4},{error:.4}"));
            }
            text += "\n";
        }
    }
    text
}

/// The largest standard error of a measure over all settings and detectors, three decimals.
pub(crate) fn largest_error(scored: &[&Scored], measure: impl Fn(&Score) -> Estimate) -> String {
    let errors = scored.iter().flat_map(|(_, scores)| scores).filter_map(measure);
    format!("{:.3}", errors.map(|(_, error)| error).fold(0.0, f64::max))
}

pub(crate) fn noise(noise: Noise) -> &'static str {
    match noise {
        Noise::Poisson => "Poisson",
        Noise::Overdispersed => "over-dispersed",
    }
}

/// Two decimals; `–` where there is no number.
pub(crate) fn short(estimate: Estimate) -> String {
    estimate.map_or("–".to_owned(), |(value, _)| format!("{value:.2}"))
}
