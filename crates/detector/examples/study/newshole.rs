//! The newshole: what the size of the paper alone does to raw counts, and to counts divided by it.

use crate::draw::{Drawing, Plot};
use crate::methods::{Detector, detectors};
use crate::plant::{FIRST_YEAR, Noise, YEARS};
use groundswell_detector::{Cell, Series};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use std::thread;

/// An invented paper: foreign articles in these years, on a straight line between them. It grows, is large for
/// two generations and shrinks.
const PAPER: [(i32, f64); 6] = [
    (1850, 8_000.0),
    (1900, 10_000.0),
    (1935, 13_000.0),
    (1968, 14_000.0),
    (1980, 11_000.0),
    (2017, 10_000.0),
];
/// Articles on the country out of 10,000 foreign ones, every year: there is no wave.
const RATE: f64 = 5.0;
/// The eras, first year and one after the last.
const ERAS: [(i32, i32); 4] = [(1850, 1900), (1900, 1929), (1929, 1974), (1974, 2018)];
/// What a rate is multiplied with before it is rounded to a whole number for the exact rule.
const SCALE: f64 = 1e7;

/// A way to look at the series: its name, and the flags of every year over all series.
pub(crate) struct View {
    name: String,
    flags: Vec<u64>,
    series: u64,
}

/// The published rule, the guarded one and every second opinion that takes the exposure, raw and divided.
pub(crate) fn views(series: u64) -> Vec<View> {
    let takes = |detector: &Detector| match detector {
        Detector::Preset(name, _) => ["published", "published-guarded"].contains(name),
        Detector::Opinion(method) => method.takes_exposure,
    };
    let chosen = detectors();
    thread::scope(|scope| {
        let views = chosen.iter().filter(|detector| takes(detector)).flat_map(|detector| {
            [("raw", false), ("divided", true)].map(|(how, divided)| {
                let name = format!("`{}`, {how}", detector.name());
                scope.spawn(move || View { name, flags: flags(detector, divided, series), series })
            })
        });
        let views: Vec<_> = views.collect();
        views.into_iter().map(|view| view.join().expect("no panic in it")).collect()
    })
}

fn flags(detector: &Detector, divided: bool, series: u64) -> Vec<u64> {
    let mut sums = vec![0; YEARS];
    for number in 0..series {
        let flags = detector.flags(&invented(detector, divided, number));
        for (sum, flag) in sums.iter_mut().zip(flags) {
            *sum += u64::from(flag);
        }
    }
    sums
}

/// The `number`th series, as the detector takes what was divided: as rates, or as counts with exposures.
fn invented(detector: &Detector, divided: bool, number: u64) -> Series {
    let mut rng = Pcg64Mcg::seed_from_u64(number);
    let mut count = |year| Noise::Poisson.count(RATE * foreign(year) / 10_000.0, &mut rng);
    let counts: Vec<(i32, u64)> = years().map(|year| (year, count(year))).collect();
    // The guard takes exposures itself; to the plain rule rates are given.
    let rates = divided && matches!(detector, Detector::Preset("published", _));
    let cell = |(year, count): &(i32, u64)| {
        let rate = libm::round(SCALE * *count as f64 / foreign(*year)) as u64;
        Cell::Observed(if rates { rate } else { *count })
    };
    let series = Series::new(FIRST_YEAR, counts.iter().map(cell).collect());
    let series = series.expect("168 small counts");
    if divided && !rates {
        let exposures = years().map(|year| Some(libm::round(foreign(year)) as u64)).collect();
        series.with_exposures(exposures).expect("one a year")
    } else {
        series
    }
}

fn years() -> impl Iterator<Item = i32> {
    (FIRST_YEAR..).take(YEARS)
}

/// Foreign articles of a year.
fn foreign(year: i32) -> f64 {
    let between = PAPER.windows(2).find(|ends| year <= ends[1].0);
    let [(first, low), (last, high)] = between.map_or([PAPER[5]; 2], |ends| [ends[0], ends[1]]);
    low + (high - low) * f64::from(year - first) / f64::from((last - first).max(1))
}

/// Markdown: flags a series, and the share of each era.
pub(crate) fn table(views: &[View]) -> String {
    let mut text = "| | flags a series |".to_owned();
    for (first, end) in ERAS {
        text += &format!(" {first}–{} |", end - 1);
    }
    text += "\n|---|--:|--:|--:|--:|--:|\n| share of the judged years | |";
    for era in ERAS {
        text += &format!(" {:.0} % |", 100.0 * (era.1 - era.0.max(FIRST_YEAR + 5)) as f64 / 163.0);
    }
    for view in views {
        text += &format!("\n| {} | {:.2} |", view.name, view.total() as f64 / view.series as f64);
        for era in ERAS {
            text +=
                &view.share(era).map_or(" – |".to_owned(), |share| format!(" {share:.0} % |"));
        }
    }
    text + "\n"
}

impl View {
    fn total(&self) -> u64 {
        self.flags.iter().sum()
    }

    /// Per cent of all flags; `None` if there are none.
    fn share(&self, (first, end): (i32, i32)) -> Option<f64> {
        let years = years().zip(&self.flags).filter(|(year, _)| (first..end).contains(year));
        let flags: u64 = years.map(|(_, flags)| flags).sum();
        (self.total() > 0).then(|| 100.0 * flags as f64 / self.total() as f64)
    }
}

/// The paper above, the flags of the published rule below it, raw and divided.
pub(crate) fn figure(views: &[View]) -> String {
    let title = "The size of the paper alone makes waves";
    let explanation = "A country with 5 of every 10,000 foreign articles in every year, in a paper that grows and \
                       shrinks: there is no wave to be found.";
    let mut drawing = Drawing::new(960.0, 528.0, title, explanation);
    let plot = |top: f64, height: f64, most: f64| Plot {
        left: 84.0,
        right: 930.0,
        top,
        bottom: top + height,
        x: (f64::from(FIRST_YEAR), f64::from(FIRST_YEAR) + YEARS as f64),
        y: (0.0, most),
    };
    let paper = plot(96.0, 80.0, 15_000.0);
    drawing.text("head", 84.0, 84.0, "Foreign articles a year");
    let heights = [(0.0, "0"), (5_000.0, "5,000"), (10_000.0, "10,000"), (15_000.0, "15,000")];
    paper.heights(&mut drawing, &heights);
    let curve = years().map(|year| paper.at(f64::from(year), foreign(year)));
    drawing.path("a", &curve.collect::<Vec<_>>());
    paper.places(&mut drawing, &[]);
    let names = ["raw counts", "counts divided by the foreign articles"];
    for (at, (view, name)) in views.iter().zip(names).enumerate() {
        let plot = plot(246.0 + 158.0 * at as f64, 88.0, 8.0);
        let heading = format!("Of 100 such series, flagged by the published rule: {name}");
        drawing.text("head", 84.0, plot.top - 30.0, &heading);
        plot.heights(&mut drawing, &[(0.0, "0"), (4.0, "4"), (8.0, "8")]);
        bars(&mut drawing, &plot, view);
    }
    drawing.svg()
}

fn bars(drawing: &mut Drawing, plot: &Plot, view: &View) {
    for (year, flags) in years().map(f64::from).zip(&view.flags) {
        let share = 100.0 * *flags as f64 / view.series as f64;
        let ((left, top), (right, bottom)) = (plot.at(year, share), plot.at(year + 1.0, 0.0));
        drawing.rect("flag", (left + 0.4, top), (right - left - 0.8, bottom - top));
    }
    for (first, end) in ERAS {
        let (left, _) = plot.at(f64::from(first), 0.0);
        drawing.line("c", (left, plot.top - 20.0), (left, plot.bottom));
        let share = view.share((first, end)).unwrap_or(0.0);
        let (middle, _) = plot.at(f64::midpoint(f64::from(first), f64::from(end)), 0.0);
        drawing.text("tick mid", middle, plot.top - 10.0, &format!("{share:.0} % of all flags"));
    }
    let ticks =
        [(1850.0, "1850"), (1900.0, "1900"), (1929.0, "1929"), (1974.0, "1974"), (2017.0, "2017")];
    plot.places(drawing, &ticks);
}
