//! `charts/heatmap.svg`: all countries and years at once, darker the more of the period's mean, waves outlined.

use super::frame::{Frame, px};
use super::legend::{Legend, Swatch};
use super::{
    FOOT_COLUMNS, MOST_YEARS, SUBTITLE_COLUMNS, at_most_two, foot_svg, heading, opening, text_at,
};
use crate::escape::{one_line, shorten, wrap, xml};
use crate::findings::{Country, Findings, SeriesOf, Year};
use crate::seen::{Seen, shown};
use crate::{Output, Writer, words};

pub(crate) const WRITER: Writer = Writer {
    name: "charts/heatmap.svg",
    about: "all countries and years at once: how much of the period's mean, waves outlined, holes hatched",
    write: |findings| {
        heatmap_svg(findings)
            .map(|svg| Output::text("charts/heatmap.svg", svg))
            .into_iter()
            .collect()
    },
};

/// The file's name without its ending; no country's chart may have it.
pub(super) const STEM: &str = "heatmap";
const TITLE: &str = "All countries, year by year";
/// Height of a country's row, in pixels.
const ROW: f64 = 12.0;
/// More countries than there are would be no picture.
const MOST_COUNTRIES: usize = 400;

/// What fills a year's cell, by its value ÷ the period's mean: class and words, in the order of the legend.
const FILLS: [(&str, &str); 5] = [
    ("heat-0", "below half the period's mean"),
    ("heat-1", "up to the mean"),
    ("heat-2", "up to twice the mean"),
    ("heat-3", "above twice the mean"),
    (UNJUDGED, "counted, not judged"),
];
/// A count without a mean to compare it with: neither low nor high.
const UNJUDGED: &str = "heat-none";

/// The chart of all countries in the order of the findings, 960 pixels wide and 12 higher for each of them. None:
/// no country has a year, or more than 400 of them or 2,000 years are too many to draw.
pub fn heatmap_svg(findings: &Findings) -> Option<String> {
    let rows: Vec<Row<'_>> = findings.countries.iter().filter_map(Row::of).collect();
    let years = || rows.iter().flat_map(|row| &row.series.years).map(|year| year.year);
    let (first, last) = (years().min()?, years().max()?);
    let many = i64::from(last) - i64::from(first) >= MOST_YEARS || rows.len() > MOST_COUNTRIES;
    (!many).then(|| Page::new(findings, rows, first, last).svg())
}

/// A country and the series it is shown by, which has a year at least.
struct Row<'a> {
    country: &'a Country,
    series: &'a SeriesOf,
}

impl<'a> Row<'a> {
    /// None: the country has no series, or no year in it.
    fn of(country: &'a Country) -> Option<Row<'a>> {
        let series = shown(country).filter(|series| !series.years.is_empty())?;
        Some(Row { country, series })
    }

    /// The class of a year's cell: a fill, a hole, or nothing where there was no such country.
    fn fill(&self, year: &Year) -> &'static str {
        match Seen::of(year) {
            Seen::Missing => "missing",
            Seen::NotPublished => "not-published",
            Seen::NotApplicable => "",
            Seen::Whole(_) | Seen::Part(_) => {
                let value = year.value.or(year.count.map(|count| count as f64)).unwrap_or(0.0);
                let times = match self.series.period_mean {
                    Some(mean) if mean > 0.0 => value / mean,
                    Some(_) => 0.0,
                    None => return UNJUDGED,
                };
                let at = [0.5, 1.0, 2.0].iter().filter(|bound| times > **bound).count();
                FILLS.get(at).map_or("heat-3", |(class, _)| class)
            }
        }
    }
}

/// The whole chart; every place on it is in pixels.
struct Page<'a> {
    findings: &'a Findings,
    rows: Vec<Row<'a>>,
    /// Where a year stands. Its height is not used: rows have their own.
    frame: Frame,
    /// Upper edge of the first row; 0 until the legend's height is known.
    top: f64,
}

impl<'a> Page<'a> {
    fn new(findings: &'a Findings, rows: Vec<Row<'a>>, first: i32, last: i32) -> Page<'a> {
        let years = usize::try_from(last - first).unwrap_or(0) + 1;
        Page { findings, rows, frame: Frame::beside(150.0, first, years), top: 0.0 }
    }

    fn svg(mut self) -> String {
        let study = &self.findings.study;
        let counted = format!("{}, in {}", words::what_is_counted(study), words::newspapers(study));
        let subtitle = at_most_two(wrap(&one_line(&counted), SUBTITLE_COLUMNS));
        let foot = self.foot();
        let legend = Legend::of(self.legend(), 52.0 + 17.0 * subtitle.len() as f64);
        self.top = legend.bottom + 30.0;
        let bottom = self.top + ROW * self.rows.len() as f64;
        let height = bottom + 44.0 + 15.0 * foot.len() as f64;
        let rows = self.rows.iter().enumerate();
        [
            opening(TITLE, &self.description(), STEM, height),
            heading(TITLE, &study.title, &subtitle),
            legend.svg(STEM),
            self.years(self.top - 6.0),
            self.years(bottom + 16.0),
            rows.map(|(at, row)| self.row(at, row)).collect(),
            foot_svg(&foot, height),
            "</svg>\n".to_owned(),
        ]
        .concat()
    }

    fn description(&self) -> String {
        let study = &self.findings.study;
        let waves: usize = self.rows.iter().map(|row| row.series.waves.len()).sum();
        format!(
            "Heat map. {} countries and {} waves, {}. {}, in {}.",
            self.rows.len(),
            waves,
            words::span(study.first_year, study.last_year),
            words::what_is_counted(study),
            words::newspapers(study),
        )
    }

    fn foot(&self) -> Vec<String> {
        let study = &self.findings.study;
        let waves: usize = self.rows.iter().map(|row| row.series.waves.len()).sum();
        let paragraphs = [
            format!("Rule {}: {}", study.rule, study.rule_sentence),
            format!("n = {} countries, {waves} waves", self.rows.len()),
            words::choices_line(study),
            format!("Source: {}", study.source_line),
        ];
        let lines = |text: &String| at_most_two(wrap(&one_line(text), FOOT_COLUMNS));
        paragraphs.iter().flat_map(lines).collect()
    }

    fn legend(&self) -> Vec<(Swatch, String)> {
        let filled = |class: &str| {
            self.rows.iter().any(|row| row.series.years.iter().any(|year| row.fill(year) == class))
        };
        let fills = FILLS.iter().map(|(class, text)| (Swatch::Box(class), *class, *text));
        let holes = [
            (Swatch::Hole("missing", "hatch"), "missing", "not observed"),
            (Swatch::Hole("not-published", "dots"), "not-published", "not published"),
        ];
        let kinds = fills.chain(holes).filter(|(_, class, _)| filled(class));
        let wave = (Swatch::Box("outline"), "", "wave");
        let waves = self.rows.iter().any(|row| !row.series.waves.is_empty());
        let all = kinds.chain(waves.then_some(wave));
        all.map(|(swatch, _, text)| (swatch, text.to_owned())).collect()
    }

    /// The round years, their base line at this height.
    fn years(&self, y: f64) -> String {
        let tick =
            |year: i32| text_at("tick middle", self.frame.centre(year), y, &year.to_string());
        self.frame.year_ticks().into_iter().map(tick).collect()
    }

    /// A country with `at` others above it: its name, a field for each run of years that look alike, and its waves'
    /// outlines.
    fn row(&self, at: usize, row: &Row<'_>) -> String {
        let y = self.top + ROW * at as f64;
        let label = shorten(&one_line(&row.country.label), 24);
        let mut svg = text_at("tick end", self.frame.left - 8.0, y + ROW - 2.5, &label);
        let runs = row
            .series
            .years
            .chunk_by(|a, b| row.fill(a) == row.fill(b) && a.year.checked_add(1) == Some(b.year));
        for run in runs {
            if let ([first, ..], [.., last]) = (run, run) {
                svg += &self.field(row.fill(first), first.year, last.year, y);
            }
        }
        for wave in &row.series.waves {
            let (x, end) = (self.frame.x(wave.first), self.frame.x_end(wave.last));
            svg += &format!(
                "<rect class=\"outline\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: wave {}</title></rect>\n",
                px(x),
                px(y + 0.5),
                px(end - x),
                px(ROW - 1.0),
                xml(&one_line(&row.country.label)),
                words::wave_span(wave),
            );
        }
        svg
    }

    /// One cell from the first to the last year, in the row whose upper edge is at `y`; of no class: nothing.
    fn field(&self, class: &str, first: i32, last: i32, y: f64) -> String {
        let fill = match class {
            "" => return String::new(),
            "missing" => format!(" fill=\"url(#hatch-{STEM})\""),
            "not-published" => format!(" fill=\"url(#dots-{STEM})\""),
            _ => String::new(),
        };
        let (x, end) = (self.frame.x(first), self.frame.x_end(last));
        let (x, y, width, height) = (px(x), px(y + 0.5), px(end - x), px(ROW - 1.0));
        format!(
            "<rect class=\"{class}\"{fill} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n"
        )
    }
}
