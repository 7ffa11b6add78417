//! The plot's axes: counts, years, the period's line, and what stands across a plot without a verdict.

use super::frame::{Frame, count_label};
use super::marks::line;
use super::picture::{Picture, Slot};
use super::text_at;
use crate::escape::wrap;
use crate::number::short;
use crate::seen::Seen;

/// Lines for the round counts, and their labels if anything was counted.
pub(super) fn counts(picture: &Picture<'_>, frame: &Frame) -> String {
    if picture.tally.observed() == 0 {
        return String::new();
    }
    let tick = |count: &f64| {
        let y = frame.y(*count);
        line("grid", (frame.left, y), (frame.right, y))
            + &text_at("tick end", frame.left - 8.0, y + 4.0, &count_label(*count))
    };
    frame.ticks.iter().map(tick).collect()
}

/// The axis below every year that could have been counted, and the round years.
pub(super) fn years(picture: &Picture<'_>, frame: &Frame) -> String {
    let applicable = |slot: &Slot<'_>| slot.seen != Seen::NotApplicable;
    let mut svg = String::new();
    for run in picture.slots.chunk_by(|a, b| applicable(a) == applicable(b)) {
        if let ([first, ..], [.., last]) = (run, run)
            && applicable(first)
        {
            let (left, right) = (frame.x(first.year), frame.x_end(last.year));
            svg.push_str(&line("base", (left, frame.bottom), (right, frame.bottom)));
        }
    }
    for year in frame.year_ticks() {
        let x = frame.centre(year);
        svg.push_str(&line("base", (x, frame.bottom), (x, frame.bottom + 6.0)));
        svg.push_str(&text_at("tick middle", x, frame.bottom + 19.0, &year.to_string()));
    }
    svg
}

/// The height a wave year must exceed, from the first to the last year with a count, named at its right end.
pub(super) fn period(picture: &Picture<'_>, frame: &Frame) -> String {
    let counted = |slot: &&Slot<'_>| slot.seen.count().is_some();
    let first = picture.slots.iter().find(counted);
    let (Some(height), Some(first)) = (picture.period_line(), first) else {
        return String::new();
    };
    let y = frame.y(height);
    let label = (y + 4.0).clamp(frame.top + 4.0, frame.bottom - 13.0);
    let x = frame.right + 10.0;
    [
        line("period", (frame.x(first.year), y), (frame.right + 6.0, y)),
        text_at("period-label", x, label, &picture.period_name()),
        text_at("period-label", x, label + 14.0, &format!("= {}", short(height))),
    ]
    .concat()
}

/// Why there is no verdict, if there is none.
pub(super) fn message(picture: &Picture<'_>, frame: &Frame) -> String {
    let Some(message) = &picture.message else { return String::new() };
    let x = f64::midpoint(frame.left, frame.right);
    let lines = wrap(message, 80);
    let middle = f64::midpoint(frame.top, frame.bottom);
    let placed = lines.iter().take(3).enumerate();
    placed.map(|(at, text)| text_at("message", x, middle + 20.0 * at as f64, text)).collect()
}
