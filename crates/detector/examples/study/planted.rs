//! One series with planted waves and lost years, and what every detector says of it.

use crate::draw::{Drawing, Plot};
use crate::methods::detectors;
use crate::plant::{FIRST_YEAR, Noise, Planted, Setting, YEARS};
use groundswell_detector::Outcome;

/// Which series of its setting is shown.
const NUMBER: u64 = 7;
const ROW: f64 = 26.0;

pub(crate) fn figure() -> String {
    let detectors = detectors();
    let setting = Setting { holes: true, ..Setting::usual(20, Noise::Overdispersed) };
    let planted = Planted::new(&setting, NUMBER);
    let explanation = "Shaded: six planted waves. Strong: flagged. Grey: judged, and no wave. Empty: cannot be judged. \
                       Hatched: the year is lost.";
    let height = 268.0 + ROW * detectors.len() as f64 + 34.0;
    let mut drawing = Drawing::new(960.0, height, "One series, every detector", explanation);
    let years = (f64::from(FIRST_YEAR), f64::from(FIRST_YEAR) + YEARS as f64);
    let plot =
        Plot { left: 150.0, right: 936.0, top: 80.0, bottom: 236.0, x: years, y: (0.0, 100.0) };
    let width = (plot.right - plot.left) / YEARS as f64;
    let x = |index: usize| plot.left + width * index as f64;
    for (first, end) in &planted.waves {
        let size = (x(*end) - x(*first), height - 34.0 - plot.top);
        drawing.rect("band", (x(*first), plot.top), size);
    }
    counts(&mut drawing, &plot, &planted, width);
    for (row, detector) in detectors.iter().enumerate() {
        let top = 268.0 + ROW * row as f64;
        drawing.text("tick end", plot.left - 10.0, top + 12.0, detector.name());
        for (index, verdict) in detector.verdicts(&planted.series).iter().enumerate() {
            let (at, size) = ((x(index) + 0.4, top), (width - 0.8, ROW - 10.0));
            match verdict {
                Outcome::Wave => drawing.rect("flag", (at.0, top - 2.0), (size.0, size.1 + 4.0)),
                Outcome::None => drawing.rect("quiet", (at.0, top + 5.0), (size.0, size.1 - 10.0)),
                Outcome::Undetermined => {}
                Outcome::Missing => drawing.hole(at, size),
            }
        }
    }
    drawing.svg()
}

fn counts(drawing: &mut Drawing, plot: &Plot, planted: &Planted, width: f64) {
    plot.heights(drawing, &[(0.0, "0"), (50.0, "50"), (100.0, "100")]);
    for (year, cell) in planted.series.years() {
        let (left, top) = plot.at(f64::from(year), cell.count().unwrap_or(0) as f64);
        if cell.count().is_some() {
            drawing.rect("bar", (left + 0.4, top), (width - 0.8, plot.bottom - top));
        } else {
            drawing.hole((left + 0.4, plot.top), (width - 0.8, plot.bottom - plot.top));
        }
    }
    let ticks = [(1850.5, "1850"), (1900.5, "1900"), (1950.5, "1950"), (2000.5, "2000")];
    plot.places(drawing, &ticks);
    drawing.text("tick end", plot.left - 10.0, plot.top - 8.0, "articles a year");
}
