//! The plot's axes: numbers, years, the period's line, and what stands across a plot without a verdict.

use super::frame::Frame;
use super::marks::line;
use super::picture::{Picture, Slot};
use super::text_at;
use crate::escape::wrap;
use crate::number::short;
use crate::seen::Seen;

/// Lines for the round numbers, and what is written beside them.
pub(super) fn grid(frame: &Frame, label: impl Fn(f64) -> String) -> String {
    let tick = |number: &f64| {
        let y = frame.y(*number);
        line("grid", (frame.left, y), (frame.right, y))
            + &text_at("tick end", frame.left - 8.0, y + 4.0, &label(*number))
    };
    frame.ticks.iter().map(tick).collect()
}

/// The base line over these stretches, each from its left to its right edge, and the round years.
pub(super) fn years(frame: &Frame, stretches: &[(f64, f64)]) -> String {
    let base =
        |(left, right): &(f64, f64)| line("base", (*left, frame.bottom), (*right, frame.bottom));
    let tick = |year: i32| {
        let x = frame.centre(year);
        line("base", (x, frame.bottom), (x, frame.bottom + 6.0))
            + &text_at("tick middle", x, frame.bottom + 19.0, &year.to_string())
    };
    stretches.iter().map(base).chain(frame.year_ticks().into_iter().map(tick)).collect()
}

/// Where the years are that could have been counted.
pub(super) fn applicable(picture: &Picture<'_>, frame: &Frame) -> Vec<(f64, f64)> {
    let applicable = |slot: &Slot<'_>| slot.seen != Seen::NotApplicable;
    let runs = picture.slots.chunk_by(|a, b| applicable(a) == applicable(b));
    let edges = |run: &[Slot<'_>]| match (run, run) {
        ([first, ..], [.., last]) if applicable(first) => {
            Some((frame.x(first.year), frame.x_end(last.year)))
        }
        _ => None,
    };
    runs.filter_map(edges).collect()
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
