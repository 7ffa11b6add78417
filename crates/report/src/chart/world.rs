//! `charts/world.svg`: the share of countries in a wave as bars, years without an answer as holes.

use super::axes;
use super::frame::{Frame, px};
use super::labels::Rows;
use super::legend::{Legend, Swatch};
use super::marks::rect;
use super::{
    FOOT_COLUMNS, HEIGHT, MOST_YEARS, SUBTITLE_COLUMNS, at_most_two, foot_svg, heading, opening,
    text_at,
};
use crate::escape::{columns, one_line, shorten, wrap, xml};
use crate::findings::Findings;
use crate::number::percent;
use crate::world::{World, WorldYear, caveats};
use crate::{Output, Writer, words};

pub(crate) const WRITER: Writer = Writer {
    name: "charts/world.svg",
    about: "the share of countries in a wave each year; not drawn with fewer than two countries that have an answer",
    write: |findings| {
        world_svg(findings).map(|svg| Output::text("charts/world.svg", svg)).into_iter().collect()
    },
};

/// The file's name without its ending; no country's chart may have it.
pub(super) const STEM: &str = "world";

/// At most so many of the highest years are named.
const NAMED: usize = 6;

/// The chart of all countries, 960 × 440. None: fewer than two countries have an answer, or the years are too many to draw.
pub fn world_svg(findings: &Findings) -> Option<String> {
    let world = World::of(findings);
    let (first, last) = (world.years.first()?.year, world.years.last()?.year);
    if !world.is_shared() || i64::from(last) - i64::from(first) >= MOST_YEARS {
        return None;
    }
    Some(Page::new(findings, world, first, last).svg())
}

struct Page<'a> {
    findings: &'a Findings,
    world: World<'a>,
    /// Every year from the first to the last, without gaps. None: no country has it.
    slots: Vec<(i32, Option<usize>)>,
    /// The years that are named above the plot: place, row, centre, text.
    named: Vec<(usize, usize, f64, String)>,
    frame: Frame,
}

impl<'a> Page<'a> {
    fn new(findings: &'a Findings, world: World<'a>, first: i32, last: i32) -> Page<'a> {
        let at = |year: i32| world.years.binary_search_by_key(&year, |of| of.year).ok();
        let slots: Vec<(i32, Option<usize>)> =
            (first..=last).map(|year| (year, at(year))).collect();
        let shares = world.years.iter().filter_map(WorldYear::share);
        let highest = shares.fold(0.0, f64::max) * 100.0;
        let mut frame = Frame::over(first, slots.len(), highest);
        frame.ticks.retain(|tick| *tick <= 100.0);
        let mut rows = Rows::default();
        let mut named = Vec::new();
        for year in world.highest(NAMED) {
            let text = format!("{}: {}", year.year, percent(year.share()).unwrap_or_default());
            let placed = rows.place(frame.centre(year.year), columns(&text) as f64 * 6.7);
            if let (Some((row, centre)), Some(place)) = (placed, at(year.year)) {
                named.push((place, row, centre, text));
            }
        }
        Page { findings, world, slots, named, frame }
    }

    fn svg(mut self) -> String {
        let study = &self.findings.study;
        let (subtitle, foot) = (self.subtitle(), self.foot());
        let legend = Legend::of(self.legend(), 52.0 + 17.0 * subtitle.len() as f64);
        let rows = self.named.iter().map(|(_, row, ..)| row + 1).max().unwrap_or(1);
        self.frame.top = legend.bottom + 20.0 + 14.0 * rows as f64;
        self.frame.bottom = HEIGHT - 38.0 - 15.0 * foot.len() as f64;
        let frame = &self.frame;
        [
            opening(TITLE, &self.description(), STEM, HEIGHT),
            heading(TITLE, &study.title, &subtitle),
            legend.svg(STEM),
            axes::grid(frame, |share| format!("{share:.0} %")),
            self.holes(),
            self.slots.iter().filter_map(|(_, at)| self.bar((*at)?)).collect(),
            axes::years(frame, &[(frame.left, frame.right)]),
            self.named.iter().map(|named| self.name(named)).collect(),
            foot_svg(&foot, HEIGHT),
            "</svg>\n".to_owned(),
        ]
        .concat()
    }

    fn subtitle(&self) -> Vec<String> {
        let study = &self.findings.study;
        let share = "Share of the countries with an answer that are in a wave".to_owned();
        let counted = words::what_is_counted(study);
        let counted = format!("{counted}, in {}", words::newspapers(study));
        let lines = |text: String| at_most_two(wrap(&one_line(&text), SUBTITLE_COLUMNS));
        [share, counted].into_iter().flat_map(lines).collect()
    }

    fn foot(&self) -> Vec<String> {
        let study = &self.findings.study;
        let n = [vec![self.world.sentence()], caveats(self.findings)].concat();
        let paragraphs = [
            format!("Rule {}: {}", study.rule, study.rule_sentence),
            n.join("; "),
            words::choices_line(study),
            format!("Source: {}", study.source_line),
        ];
        let lines = |text: &String| at_most_two(wrap(&one_line(text), FOOT_COLUMNS));
        paragraphs.iter().flat_map(lines).collect()
    }

    fn description(&self) -> String {
        let study = &self.findings.study;
        let mut text = format!(
            "Bar chart. Share of the countries with an answer that are in a wave, {} to {}. {}. {}, in {}.",
            self.slots.first().map_or(0, |slot| slot.0),
            self.slots.last().map_or(0, |slot| slot.0),
            self.world.sentence(),
            words::what_is_counted(study),
            words::newspapers(study),
        );
        for year in self.world.highest(NAMED) {
            text.push_str(&format!(" {}.", said(year)));
        }
        text
    }

    fn legend(&self) -> Vec<(Swatch, String)> {
        let any =
            |holds: &dyn Fn(usize) -> bool| self.slots.iter().filter_map(|(_, at)| *at).any(holds);
        let few = |at: usize| self.world.years.get(at).is_some_and(|year| self.world.is_few(year));
        let rows = [
            (true, Swatch::Box("bar"), "countries in a wave"),
            (!self.named.is_empty(), Swatch::Box("bar wave"), "highest years"),
            (
                any(&|at| few(at) && self.answered(at)),
                Swatch::Box("bar partial"),
                "fewer than half of the countries have an answer",
            ),
            (
                self.slots.iter().any(|slot| self.is_hole(slot)),
                Swatch::Hole("missing", "hatch"),
                "no country has an answer",
            ),
        ];
        let present = rows.into_iter().filter(|(holds, ..)| *holds);
        present.map(|(_, swatch, text)| (swatch, text.to_owned())).collect()
    }

    fn answered(&self, at: usize) -> bool {
        self.world.years.get(at).is_some_and(|year| year.answers > 0)
    }

    fn is_hole(&self, (_, at): &(i32, Option<usize>)) -> bool {
        !at.is_some_and(|at| self.answered(at))
    }

    /// Each run of years in which no country has an answer, as one field.
    fn holes(&self) -> String {
        let frame = &self.frame;
        let field = |run: &[(i32, Option<usize>)]| match run {
            [first, ..] if self.is_hole(first) => {
                let last = run.last().unwrap_or(first).0;
                let (left, right) = (frame.x(first.0), frame.x_end(last));
                format!(
                    "<rect class=\"hole missing\" fill=\"url(#hatch-{STEM})\" x=\"{}\" y=\"{}\" \
                     width=\"{}\" height=\"{}\"><title>{}: no country has an answer</title></rect>\n",
                    px(left),
                    px(frame.top),
                    px(right - left),
                    px(frame.bottom - frame.top),
                    words::span(first.0, last),
                )
            }
            _ => String::new(),
        };
        self.slots.chunk_by(|a, b| self.is_hole(a) == self.is_hole(b)).map(field).collect()
    }

    /// A year with an answer; no country in a wave is a stroke on the axis.
    fn bar(&self, at: usize) -> Option<String> {
        let (frame, year) = (&self.frame, self.world.years.get(at)?);
        let share = year.share()?;
        let mut class = "bar".to_owned();
        let marks = [
            (self.world.is_few(year), " partial"),
            (self.named.iter().any(|(named, ..)| *named == at), " wave"),
            (share == 0.0, " zero"),
        ];
        class.extend(marks.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name));
        let least = if share == 0.0 { 1.2 } else { 1.8 };
        let height = (frame.bottom - frame.y(share * 100.0)).max(least);
        let width = frame.bar();
        Some(format!(
            "<rect class=\"{class}\" data-year=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">\
             <title>{}</title></rect>\n",
            year.year,
            px(frame.centre(year.year) - width / 2.0),
            px(frame.bottom - height),
            px(width),
            px(height),
            xml(&tooltip(year)),
        ))
    }

    fn name(&self, (at, row, centre, text): &(usize, usize, f64, String)) -> String {
        let frame = &self.frame;
        let Some(year) = self.world.years.get(*at) else { return String::new() };
        let (left, right) = (frame.x(year.year), frame.x_end(year.year));
        rect("crest", left, frame.top - 5.0, right - left, 3.0)
            + "\n"
            + &text_at("wave-label", *centre, frame.top - 11.0 - 14.0 * *row as f64, text)
    }
}

const TITLE: &str = "Countries in a wave";

/// "1931: 31 %, 12 of 38 countries".
fn said(year: &WorldYear<'_>) -> String {
    let share = percent(year.share()).unwrap_or_default();
    format!("{}: {share}, {} of {} countries", year.year, year.in_wave.len(), year.answers)
}

/// With the countries' codes, as many as fit.
fn tooltip(year: &WorldYear<'_>) -> String {
    let codes = one_line(&year.in_wave.join(", "));
    let text = if codes.is_empty() { said(year) } else { format!("{}: {codes}", said(year)) };
    shorten(&text, 300)
}
