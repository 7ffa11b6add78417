//! `charts/coverage.svg`: what was seen of each newspaper: articles a year, how many of them international, and the holes.

use super::axes;
use super::frame::{Frame, count_label, px};
use super::legend::{Legend, Swatch};
use super::marks::rect;
use super::{
    FOOT_COLUMNS, MOST_YEARS, SUBTITLE_COLUMNS, at_most_two, foot_svg, heading, opening, text_at,
};
use crate::escape::{one_line, shorten, wrap, xml};
use crate::findings::{Coverage, Findings};
use crate::number::{grouped, percent};
use crate::{Output, Writer, words};

pub(crate) const WRITER: Writer = Writer {
    name: "charts/coverage.svg",
    about: "what was seen of each newspaper each year: all articles, international ones, holes",
    write: |findings| {
        coverage_svg(findings)
            .map(|svg| Output::text("charts/coverage.svg", svg))
            .into_iter()
            .collect()
    },
};

/// The file's name without its ending; no country's chart may have it.
pub(super) const STEM: &str = "coverage";
const TITLE: &str = "What was seen of the newspapers";
/// Height of a newspaper's plot, and of its name above and years below.
const PLOT: f64 = 170.0;
const AROUND: f64 = 66.0;

/// A plot a newspaper, one below the other. None: nothing is known of coverage, or the years are too many to draw.
pub fn coverage_svg(findings: &Findings) -> Option<String> {
    let years = || findings.coverage.iter().map(|year| year.year);
    let (first, last) = (years().min()?, years().max()?);
    if i64::from(last) - i64::from(first) >= MOST_YEARS {
        return None;
    }
    let papers: Vec<&[Coverage]> =
        findings.coverage.chunk_by(|a, b| a.newspaper == b.newspaper).collect();
    Some(page(findings, &papers, first, usize::try_from(last - first).ok()? + 1))
}

fn page(findings: &Findings, papers: &[&[Coverage]], first: i32, years: usize) -> String {
    let study = &findings.study;
    let said = "Articles of each year held in the archive, and how many of them are international. \
                What was not seen is a hole, not a zero.";
    let subtitle = at_most_two(wrap(said, SUBTITLE_COLUMNS));
    let foot = foot(findings);
    let legend = Legend::of(items(papers), 52.0 + 17.0 * subtitle.len() as f64);
    let plots = legend.bottom + 14.0;
    let height = plots + (PLOT + AROUND) * papers.len() as f64 + 14.0 + 15.0 * foot.len() as f64;
    let mut svg = opening(TITLE, &description(findings, papers), STEM, height);
    svg += &heading(TITLE, &study.title, &subtitle);
    svg += &legend.svg(STEM);
    for (at, paper) in papers.iter().enumerate() {
        let highest = paper.iter().map(|year| year.all_articles).max().unwrap_or(0) as f64;
        let mut frame = Frame::over(first, years, highest);
        frame.top = plots + (PLOT + AROUND) * at as f64 + 30.0;
        frame.bottom = frame.top + PLOT;
        svg += &plot(findings, paper, &frame);
    }
    svg + &foot_svg(&foot, height) + "</svg>\n"
}

fn foot(findings: &Findings) -> Vec<String> {
    let study = &findings.study;
    let gaps = findings.gaps.len();
    let gaps = match gaps {
        0 => "no strike or other gap is on record".to_owned(),
        1 => "1 strike or other gap is on record".to_owned(),
        gaps => format!("{gaps} strikes and other gaps are on record"),
    };
    let years = findings.coverage.iter().filter(|year| is_seen(year)).count();
    let n = format!("n = {years} years of a newspaper seen; {gaps}");
    let paragraphs = [n, format!("Source: {}", study.source_line)];
    let lines = |text: &String| at_most_two(wrap(&one_line(text), FOOT_COLUMNS));
    paragraphs.iter().flat_map(lines).collect()
}

fn description(findings: &Findings, papers: &[&[Coverage]]) -> String {
    let one = |paper: &&[Coverage]| {
        let seen = paper.iter().filter(|year| is_seen(year)).count();
        let articles: u128 = paper.iter().map(|year| u128::from(year.all_articles)).sum();
        format!(
            " {}: {seen} of {} years seen, {} articles.",
            title(findings, paper),
            paper.len(),
            grouped(articles),
        )
    };
    "Bar charts, one a newspaper.".to_owned() + &papers.iter().map(one).collect::<String>()
}

fn items(papers: &[&[Coverage]]) -> Vec<(Swatch, String)> {
    let any = |state: &str| papers.iter().any(|paper| paper.iter().any(|year| year.state == state));
    let searched = papers
        .iter()
        .any(|paper| paper.iter().any(|year| is_seen(year) && year.months_searched > 0));
    let rows = [
        (true, Swatch::Box("bar"), "all articles"),
        (true, Swatch::Box("inner"), "international"),
        (any("partial") || searched, Swatch::Box("bar partial"), "seen in part"),
        (any("missing"), Swatch::Hole("missing", "hatch"), "not observed"),
        (any("not_published"), Swatch::Hole("not-published", "dots"), "not published"),
    ];
    let present = rows.into_iter().filter(|(holds, ..)| *holds);
    present.map(|(_, swatch, text)| (swatch, text.to_owned())).collect()
}

fn title<'a>(findings: &'a Findings, paper: &'a [Coverage]) -> &'a str {
    let name = paper.first().map_or("", |year| &year.newspaper);
    let named = findings.study.newspapers.iter().find(|line| line.name == name);
    named.map_or(name, |line| &line.title)
}

fn is_seen(year: &Coverage) -> bool {
    matches!(year.state.as_str(), "observed" | "partial")
}

fn plot(findings: &Findings, paper: &[Coverage], frame: &Frame) -> String {
    let name = shorten(&one_line(title(findings, paper)), 80);
    let mut svg = text_at("plot-name", frame.left, frame.top - 12.0, &name);
    svg += &axes::grid(frame, count_label);
    let runs = paper.chunk_by(|a, b| a.state == b.state && a.year.checked_add(1) == Some(b.year));
    svg.extend(runs.map(|run| hole(run, frame)));
    svg.extend(paper.iter().filter(|year| is_seen(year)).map(|year| bars(year, frame)));
    svg + &axes::years(frame, &[(frame.left, frame.right)])
}

/// A run of years that were not seen, as one field; nothing where they were.
fn hole(run: &[Coverage], frame: &Frame) -> String {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return String::new() };
    let (class, pattern) = match first.state.as_str() {
        "observed" | "partial" => return String::new(),
        "not_published" => ("not-published", "dots"),
        _ => ("missing", "hatch"),
    };
    let (x, end) = (frame.x(first.year), frame.x_end(last.year));
    format!(
        "<rect class=\"hole {class}\" fill=\"url(#{pattern}-{STEM})\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">\
         <title>{}: {}</title></rect>\n",
        px(x),
        px(frame.top),
        px(end - x),
        px(frame.bottom - frame.top),
        words::span(first.year, last.year),
        xml(&first.state.replace('_', " ")),
    )
}

/// All articles of a year, and the international ones in front.
fn bars(year: &Coverage, frame: &Frame) -> String {
    let (width, x) = (frame.bar(), frame.centre(year.year) - frame.bar() / 2.0);
    let bar = |class: &str, count: u64| {
        let y = frame.y(count as f64);
        rect(class, x, y, width, frame.bottom - y)
    };
    // Of what searches found nobody knows what share of the paper it is.
    let (class, searched) = match (year.state.as_str(), year.months_searched) {
        ("partial", 0) => ("bar partial", String::new()),
        (_, 0) => ("bar", String::new()),
        (_, months) => ("bar partial", format!("; of {months} months only what searches found")),
    };
    let share = year.international as f64 / year.all_articles as f64;
    let share = percent(Some(share).filter(|_| year.all_articles > 0)).unwrap_or_default();
    let title = format!(
        "{}: {} articles, {} international ({share}), {} not known; {} of {} months{searched}",
        year.year,
        grouped(u128::from(year.all_articles)),
        grouped(u128::from(year.international)),
        grouped(u128::from(year.international_unknown)),
        year.months_held,
        year.months_due,
    );
    format!(
        "<g><title>{title}</title>{}{}</g>\n",
        bar(class, year.all_articles),
        bar("inner", year.international)
    )
}
