//! The marks in the plot: wave bands, holes, bars, years without a verdict, the mean of the years before.

use super::axes;
use super::frame::{Frame, count_label, px};
use super::picture::{Picture, Slot};
use crate::escape::{shorten, xml};
use crate::findings::Wave;
use crate::number::{grouped, short};
use crate::seen::Seen;
use crate::words;

/// The fills of holes, by chart so that several charts can stand in one page.
pub(super) fn patterns(id: &str) -> String {
    let pattern = |name: &str, turn: &str, ground: &str, mark: &str| {
        format!(
            "<pattern id=\"{name}-{id}\" width=\"5\" height=\"5\" \
             patternUnits=\"userSpaceOnUse\"{turn}>\
             <rect class=\"{ground}\" width=\"5\" height=\"5\"/>{mark}</pattern>\n"
        )
    };
    let turn = " patternTransform=\"rotate(45)\"";
    let hatch = "<line class=\"hatch-line\" x1=\"1\" x2=\"1\" y2=\"5\"/>";
    let dot = "<circle class=\"dot\" cx=\"2.5\" cy=\"2.5\" r=\"0.9\"/>";
    format!(
        "<defs>\n{}{}</defs>\n",
        pattern("hatch", turn, "hatch-ground", hatch),
        pattern("dots", "", "dot-ground", dot),
    )
}

/// The whole plot, from back to front.
pub(super) fn svg(picture: &Picture<'_>, frame: &Frame, id: &str) -> String {
    let counted = picture.tally.observed() > 0;
    [
        if counted { axes::grid(frame, count_label) } else { String::new() },
        picture.waves().map(|wave| band(picture, frame, wave)).collect(),
        holes(picture, frame, id),
        picture.slots.iter().map(|slot| bar(picture, frame, slot)).collect(),
        unjudged(picture, frame),
        axes::years(frame, &axes::applicable(picture, frame)),
        mean(picture, frame),
        axes::period(picture, frame),
        axes::message(picture, frame),
    ]
    .concat()
}

/// A wave: a tint from its first to its last year with a crest on top, and dots on as long as counts stay elevated.
fn band(picture: &Picture<'_>, frame: &Frame, wave: &Wave) -> String {
    let (left, right) = (frame.x(wave.first), frame.x_end(wave.last));
    if right <= left {
        return String::new();
    }
    let title = format!(
        "Wave {}: peak {} with {} {}{}",
        words::wave_span(wave),
        wave.peak_year,
        grouped(u128::from(wave.peak_count)),
        picture.study.measure,
        picture.valued(wave.peak_year),
    );
    let crest = frame.top - 5.0;
    let mut svg = format!(
        "<g data-wave=\"{}-{}\"><title>{}</title>{}{}</g>\n",
        wave.first,
        wave.last,
        xml(&title),
        rect("band", left, crest, right - left, frame.bottom - crest),
        rect("crest", left, crest, right - left, 3.0),
    );
    if wave.elevated_until > wave.last {
        let y = crest + 1.5;
        svg.push_str(&line("after", (right + 1.0, y), (frame.x_end(wave.elevated_until), y)));
    }
    svg
}

/// Each run of years with the same kind of hole, as one field.
fn holes(picture: &Picture<'_>, frame: &Frame, id: &str) -> String {
    let runs = picture.slots.chunk_by(|a, b| a.seen == b.seen);
    runs.map(|run| hole(run, frame, id)).collect()
}

fn hole(run: &[Slot<'_>], frame: &Frame, id: &str) -> String {
    let ([first, ..], [.., last]) = (run, run) else { return String::new() };
    let (class, pattern, name) = match first.seen {
        Seen::Missing => ("missing", "hatch", "missing"),
        Seen::NotPublished => ("not-published", "dots", "not published"),
        Seen::NotApplicable | Seen::Whole(_) | Seen::Part(_) => return String::new(),
    };
    let (left, right) = (frame.x(first.year), frame.x_end(last.year));
    format!(
        "<rect class=\"hole {class}\" fill=\"url(#{pattern}-{id})\" \
         x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {name}</title></rect>\n",
        px(left),
        px(frame.top),
        px(right - left),
        px(frame.bottom - frame.top),
        words::span(first.year, last.year),
    )
}

/// A year with a count. Zero is a stroke on the axis, and every other count is at least a little higher.
fn bar(picture: &Picture<'_>, frame: &Frame, slot: &Slot<'_>) -> String {
    let Some(count) = slot.seen.count() else { return String::new() };
    let mut class = "bar".to_owned();
    let marks = [
        (matches!(slot.seen, Seen::Part(_)), " partial"),
        (slot.is_wave(), " wave"),
        (slot.is_undetermined(), " undetermined"),
        (count == 0, " zero"),
    ];
    class.extend(marks.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name));
    let height = (frame.bottom - frame.y(count as f64)).max(if count == 0 { 1.2 } else { 1.8 });
    let width = frame.bar();
    format!(
        "<rect class=\"{class}\" data-year=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">\
         <title>{}</title></rect>\n",
        slot.year,
        px(frame.centre(slot.year) - width / 2.0),
        px(frame.bottom - height),
        px(width),
        px(height),
        xml(&tooltip(picture, slot, count)),
    )
}

fn tooltip(picture: &Picture<'_>, slot: &Slot<'_>, count: u64) -> String {
    let mut text =
        format!("{}: {} {}", slot.year, grouped(u128::from(count)), picture.study.measure);
    let Some(year) = slot.of else { return text };
    if let (Seen::Part(_), Some(share)) = (slot.seen, year.coverage) {
        text.push_str(&format!(" in {} % of the year", short(share * 100.0)));
    }
    text.push_str(&picture.valued(slot.year));
    text.push_str(&format!(", {}", year.verdict));
    if let Some(reason) = &year.reason {
        text.push_str(&format!(" ({reason})"));
    }
    if let Some(mean) = year.baseline_mean {
        let years = year.baseline_years;
        text.push_str(&format!("; mean of {years} years before: {}", short(mean)));
        if let Some(unit) = picture.rate {
            text.push_str(&format!(" {unit}"));
        }
    }
    shorten(&text, 300)
}

/// A strip below the axis where years have a count but no verdict.
fn unjudged(picture: &Picture<'_>, frame: &Frame) -> String {
    let runs = picture.slots.chunk_by(|a, b| a.is_undetermined() == b.is_undetermined());
    let strip = |run: &[Slot<'_>]| match (run, run) {
        ([first, ..], [.., last]) if first.is_undetermined() => {
            let (left, right) = (frame.x(first.year), frame.x_end(last.year));
            rect("unjudged", left + 0.4, frame.bottom + 1.5, right - left - 0.8, 4.0) + "\n"
        }
        _ => String::new(),
    };
    runs.map(strip).collect()
}

/// The mean of the years before, as steps; broken where there is none.
fn mean(picture: &Picture<'_>, frame: &Frame) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for slot in &picture.slots {
        let Some(mean) = slot.mean else {
            drawing = false;
            continue;
        };
        let y = px(frame.y(mean));
        match drawing {
            true => path.push_str(&format!("V{y}")),
            false => path.push_str(&format!("M{} {y}", px(frame.x(slot.year)))),
        }
        path.push_str(&format!("H{}", px(frame.x_end(slot.year))));
        drawing = true;
    }
    if path.is_empty() { path } else { format!("<path class=\"mean\" d=\"{path}\"/>\n") }
}

/// A straight line between two points.
pub(super) fn line(class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let (x1, y1, x2, y2) = (px(x1), px(y1), px(x2), px(y2));
    format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>\n")
}

/// A rectangle by its upper left corner, width and height.
pub(super) fn rect(class: &str, x: f64, y: f64, width: f64, height: f64) -> String {
    let (x, y, width, height) = (px(x), px(y), px(width), px(height));
    format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>")
}
