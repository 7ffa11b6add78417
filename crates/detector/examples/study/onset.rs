//! Onsets only: which years of a permanent step are flagged, and which second peak is masked.

use crate::draw::{Drawing, Plot};
use groundswell_detector::{Cell, Judgement, Outcome, Rule, Series, judge};

/// Years of each series, and the first of them.
const YEARS: i32 = 40;
const FIRST_YEAR: i32 = 1900;

/// A name and the count of each year.
type Case = (&'static str, fn(i32) -> u64);

const CASES: [Case; 3] = [
    ("A permanent step to seven times", |year| if year < 1925 { 5 } else { 35 }),
    ("A second peak four years after the first", |year| peaks(year, 1924)),
    ("The same peak six years after the first", |year| peaks(year, 1926)),
];

fn peaks(year: i32, second: i32) -> u64 {
    match year {
        1920 => 36,
        _ if year == second => 15,
        _ => 4,
    }
}

pub(crate) fn figure() -> String {
    let explanation = "Strong bars with a wedge are flagged: they exceed both 1.5 × the mean of the five years \
                       before (line) and 2 × the mean of the period (dashes).";
    let mut drawing = Drawing::new(960.0, 300.0, "The rule flags onsets", explanation);
    for (at, (name, count)) in CASES.iter().enumerate() {
        let left = 52.0 + 308.0 * at as f64;
        let plot = Plot {
            left,
            right: left + 272.0,
            top: 108.0,
            bottom: 262.0,
            x: (f64::from(FIRST_YEAR), f64::from(FIRST_YEAR + YEARS)),
            y: (0.0, 60.0),
        };
        drawing.text("head", left, 86.0, name);
        plot.heights(&mut drawing, &[(0.0, "0"), (20.0, "20"), (40.0, "40"), (60.0, "60")]);
        case(&mut drawing, &plot, *count);
        let years = [(1900.5, "1900"), (1910.5, "1910"), (1920.5, "1920"), (1930.5, "1930")];
        plot.places(&mut drawing, &years);
    }
    drawing.upwards("tick mid", 20.0, 185.0, "articles a year");
    drawing.svg()
}

fn case(drawing: &mut Drawing, plot: &Plot, count: fn(i32) -> u64) {
    let judgement = judged(count);
    let mut before = Vec::new();
    for verdict in &judgement.verdicts {
        let (year, value) = (f64::from(verdict.year), verdict.value.unwrap_or(0) as f64);
        let ((left, top), (right, bottom)) = (plot.at(year, value), plot.at(year + 1.0, 0.0));
        let wave = verdict.verdict == Outcome::Wave;
        let class = if wave { "flag" } else { "bar" };
        drawing.rect(class, (left + 0.6, top), (right - left - 1.2, bottom - top));
        if wave {
            wedge(drawing, (f64::midpoint(left, right), top - 3.0));
        }
        if let Some(mean) = verdict.baseline_mean.filter(|_| verdict.baseline_years == 5) {
            before.extend([plot.at(year, 1.5 * mean), plot.at(year + 1.0, 1.5 * mean)]);
        }
    }
    let twice = 2.0 * judgement.verdicts[0].period_mean.unwrap_or(0.0);
    let ends = (f64::from(FIRST_YEAR), f64::from(FIRST_YEAR + YEARS));
    drawing.path("a", &before);
    drawing.line("c", plot.at(ends.0, twice), plot.at(ends.1, twice));
}

/// The mark of a flagged year, above its bar.
fn wedge(drawing: &mut Drawing, (x, y): (f64, f64)) {
    drawing.path("flag", &[(x - 3.4, y - 6.0), (x + 3.4, y - 6.0), (x, y)]);
}

fn judged(count: fn(i32) -> u64) -> Judgement {
    let years = FIRST_YEAR..FIRST_YEAR + YEARS;
    let series = Series::from_years(years.map(|year| (year, Cell::Observed(count(year)))));
    judge(&series.expect("forty small counts"), &Rule::published()).expect("forty years")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_shows_what_its_captions_say() {
        let expected: [&[i32]; 3] = [&[1925, 1926, 1927, 1928], &[1920], &[1920, 1926]];
        for ((name, count), expected) in CASES.iter().zip(expected) {
            let waves = judged(*count).waves;
            let years: Vec<i32> = waves.iter().flat_map(|wave| wave.years.clone()).collect();
            assert_eq!(years, expected, "{name}");
        }
    }
}
