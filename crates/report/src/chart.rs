//! `charts/CODE.svg`: a country's years as bars, its waves as bands, its holes as holes.
//!
//! The chart stands alone: no script, no font, no address. Its colours are of the Okabe–Ito set, and every kind of
//! mark also differs in shape or pattern, so that it reads in grey and without colour vision.

mod axes;
mod coverage;
mod frame;
mod heatmap;
mod labels;
mod legend;
mod marks;
mod picture;
mod world;

use std::collections::BTreeSet;

use crate::escape::{columns, file_stem, one_line, shorten, wrap, xml};
use crate::findings::{Country, Findings, Study};
use crate::seen::faces;
use crate::{Output, Writer, words};

use frame::{Frame, px};
use labels::Labels;
use legend::Legend;
use picture::Picture;

pub use coverage::coverage_svg;
pub use heatmap::heatmap_svg;
pub use world::world_svg;

pub(crate) const WORLD: Writer = world::WRITER;
pub(crate) const HEATMAP: Writer = heatmap::WRITER;
pub(crate) const COVERAGE: Writer = coverage::WRITER;
pub(crate) const WRITER: Writer = Writer {
    name: "charts/CODE.svg",
    about: "one chart a country; one for each newspaper (`CODE-nyt.svg`) where they are not added up",
    write: charts,
};

/// The chart's size in pixels.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 440.0;
/// The longest period that is drawn; longer ones are said to be too long.
const MOST_YEARS: i64 = 2000;
/// Where text begins and ends.
const MARGIN: f64 = 24.0;
/// Columns of 13-pixel text between the margins, for the widest common fonts.
const SUBTITLE_COLUMNS: usize = 122;
/// Columns of 11-pixel text between the margins, for the widest common fonts.
const FOOT_COLUMNS: usize = 142;

fn charts(findings: &Findings) -> Vec<Output> {
    let mut taken = BTreeSet::from([world::STEM, heatmap::STEM, coverage::STEM].map(str::to_owned));
    let mut charts = Vec::new();
    for country in &findings.countries {
        let faces = faces(&findings.study, country);
        for (study, face) in &faces {
            let paper = face.series.first().filter(|_| faces.len() > 1);
            let name = match paper {
                Some(series) => format!("{}-{}", country.code, series.newspaper),
                None => country.code.clone(),
            };
            let stem = unused(&file_stem(&name), &mut taken);
            charts.push(Output::text(format!("charts/{stem}.svg"), draw(study, face, &stem)));
        }
    }
    charts
}

/// The stem, or with `-2`, `-3` … where a file system that ignores case would already have it.
fn unused(stem: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = stem.to_owned();
    let mut number = 2;
    while !taken.insert(name.to_ascii_lowercase()) {
        name = format!("{stem}-{number}");
        number += 1;
    }
    name
}

/// One country's chart, 960 × 440, a whole SVG document: the series of all newspapers together, or the only one.
///
/// Bars are years with a count: full, hollow when seen in part, strong when the year is in a wave. Years without a
/// count are never bars: missing ones are hatched, unpublished ones dotted, those of no country blank.
pub fn country_svg(study: &Study, country: &Country) -> String {
    draw(study, country, &file_stem(&country.code))
}

fn draw(study: &Study, country: &Country, id: &str) -> String {
    let picture = Picture::new(study, country);
    let foot = foot(study, &picture);
    let subtitle = subtitle(study, &picture);
    let legend = Legend::new(&picture, 52.0 + 17.0 * subtitle.len() as f64);
    let mut frame = Frame::new(&picture);
    let labels = Labels::new(&picture, &frame);
    frame.top = legend.bottom + labels.height();
    frame.bottom = HEIGHT - 38.0 - 15.0 * foot.len() as f64;

    let mut svg = opening(&picture.title(), &picture.description(), id, HEIGHT);
    svg.push_str(&heading(&country.label, &study.title, &subtitle));
    svg.push_str(&legend.svg(id));
    svg.push_str(&marks::svg(&picture, &frame, id));
    svg.push_str(&labels.svg(&frame));
    svg + &foot_svg(&foot, HEIGHT) + "</svg>\n"
}

/// The lines at the foot, from the bottom up.
fn foot_svg(foot: &[String], height: f64) -> String {
    let y = |line: usize| height - 12.0 - 15.0 * (foot.len() - 1 - line) as f64;
    let lines = foot.iter().enumerate();
    lines.map(|(line, text)| text_at("foot", MARGIN, y(line), text)).collect()
}

fn opening(title: &str, description: &str, id: &str, height: f64) -> String {
    let height = px(height);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"groundswell\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title-{id} desc-{id}\">\n\
         <title id=\"title-{id}\">{}</title>\n<desc id=\"desc-{id}\">{}</desc>\n\
         <style>\n{}</style>\n{}\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        xml(&shorten(title, 300)),
        xml(&shorten(description, 3000)),
        include_str!("chart/style.css"),
        marks::patterns(id),
    )
}

fn heading(label: &str, study: &str, subtitle: &[String]) -> String {
    let label = shorten(&one_line(label), 40);
    let title = shorten(&one_line(study), 60);
    let mut text = format!(
        "<text class=\"title\" x=\"{MARGIN}\" y=\"32\">{}<tspan class=\"study\" dx=\"12\">{}</tspan></text>\n",
        xml(&label),
        xml(&title),
    );
    for (line, words) in subtitle.iter().enumerate() {
        text.push_str(&text_at("subtitle", MARGIN, 53.0 + 17.0 * line as f64, words));
    }
    text
}

/// What is counted, and what was judged if that is something else: at most two lines each.
fn subtitle(study: &Study, picture: &Picture<'_>) -> Vec<String> {
    let text = format!("{}, in {}", words::what_is_counted(study), words::newspapers(study));
    let lines = |text: String| at_most_two(wrap(&one_line(&text), SUBTITLE_COLUMNS));
    [text].into_iter().chain(picture.judged()).flat_map(lines).collect()
}

/// The rule, n, the choices and the source: at most two lines each.
fn foot(study: &Study, picture: &Picture<'_>) -> Vec<String> {
    let n = picture.tally.sentence(&study.measure);
    let choices = words::choices_line(study);
    let mut paragraphs = vec![format!("Rule {}: {}", study.rule, study.rule_sentence)];
    if columns(&n) + columns(&choices) + 3 <= FOOT_COLUMNS {
        paragraphs.push(format!("{n} · {choices}"));
    } else {
        paragraphs.extend([n, choices]);
    }
    paragraphs.push(format!("Source: {}", study.source_line));
    paragraphs.iter().flat_map(|text| at_most_two(wrap(&one_line(text), FOOT_COLUMNS))).collect()
}

fn at_most_two(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > 2 {
        lines.truncate(2);
        if let Some(last) = lines.last_mut() {
            *last = shorten(last, FOOT_COLUMNS - 2) + " …";
        }
    }
    lines
}

/// A line of text, escaped.
fn text_at(class: &str, x: f64, y: f64, text: &str) -> String {
    format!("<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>\n", px(x), px(y), xml(text))
}
