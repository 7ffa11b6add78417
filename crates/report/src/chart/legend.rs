//! What the marks of this chart mean: only those that occur in it.

use super::frame::px;
use super::marks::{line, rect};
use super::picture::{Picture, Slot};
use super::{MARGIN, WIDTH, text_at};
use crate::escape::columns;
use crate::seen::Seen;

const ROW: f64 = 18.0;
const SWATCH: f64 = 12.0;

/// The legend, laid out.
pub(super) struct Legend {
    items: Vec<(Swatch, String, f64, f64)>,
    /// Where the next thing may begin, in pixels.
    pub(super) bottom: f64,
}

/// One sample of a mark.
#[derive(Clone, Copy)]
pub(super) enum Swatch {
    Box(&'static str),
    /// Class and pattern.
    Hole(&'static str, &'static str),
    Strip(&'static str),
    Line(&'static str),
}

impl Legend {
    /// The items from left to right, in as many rows as they need, the first one at `top`.
    pub(super) fn new(picture: &Picture<'_>, top: f64) -> Legend {
        Legend::of(items(picture), top)
    }

    /// These items, from left to right.
    pub(super) fn of(items: Vec<(Swatch, String)>, top: f64) -> Legend {
        let (mut x, mut y) = (MARGIN, top);
        let mut placed = Vec::new();
        for (swatch, text) in items {
            let width = SWATCH + 6.0 + columns(&text) as f64 * 6.6 + 16.0;
            if x + width > WIDTH - MARGIN + 16.0 && x > MARGIN {
                (x, y) = (MARGIN, y + ROW);
            }
            placed.push((swatch, text, x, y));
            x += width;
        }
        Legend { items: placed, bottom: y + SWATCH }
    }

    pub(super) fn svg(&self, id: &str) -> String {
        let item = |(swatch, text, x, y): &(Swatch, String, f64, f64)| {
            sample(*swatch, *x, *y, id) + &text_at("legend", x + SWATCH + 6.0, y + 10.0, text)
        };
        self.items.iter().map(item).collect()
    }
}

fn items(picture: &Picture<'_>) -> Vec<(Swatch, String)> {
    let any = |holds: &dyn Fn(&Slot<'_>) -> bool| picture.slots.iter().any(holds);
    let seen = |kind: Seen| any(&|slot: &Slot<'_>| slot.seen == kind);
    let previous = format!("mean of the previous {} years", picture.study.window);
    let rows = [
        (any(&|slot| matches!(slot.seen, Seen::Whole(_))), Swatch::Box("bar"), "observed"),
        (any(&|slot| slot.is_wave()), Swatch::Box("bar wave"), "wave"),
        (
            any(&|slot| matches!(slot.seen, Seen::Part(_))),
            Swatch::Box("bar partial"),
            "seen in part",
        ),
        (seen(Seen::Missing), Swatch::Hole("missing", "hatch"), "missing"),
        (seen(Seen::NotPublished), Swatch::Hole("not-published", "dots"), "not published"),
        (seen(Seen::NotApplicable), Swatch::Box("blank"), "no such country"),
        (any(&|slot| slot.is_undetermined()), Swatch::Strip("unjudged"), "not judged"),
        (any(&|slot| slot.mean.is_some()), Swatch::Line("mean"), &previous),
        (
            picture.waves().any(|wave| wave.elevated_until > wave.last),
            Swatch::Line("after"),
            "still elevated",
        ),
    ];
    let present = rows.into_iter().filter(|(holds, ..)| *holds);
    present.map(|(_, swatch, text)| (swatch, text.to_owned())).collect()
}

fn sample(swatch: Swatch, x: f64, y: f64, id: &str) -> String {
    let middle = y + SWATCH / 2.0;
    let across = |class: &str| line(class, (x, middle), (x + SWATCH, middle));
    match swatch {
        Swatch::Box(class) => rect(class, x + 0.5, y + 0.5, 11.0, 11.0) + "\n",
        Swatch::Hole(class, pattern) => {
            let (x, y) = (px(x + 0.5), px(y + 0.5));
            format!(
                "<rect class=\"sample {class}\" fill=\"url(#{pattern}-{id})\" \
                 x=\"{x}\" y=\"{y}\" width=\"11\" height=\"11\"/>\n"
            )
        }
        Swatch::Strip(class) => rect(class, x, middle - 2.0, SWATCH, 4.0) + "\n",
        Swatch::Line(class) => across(class),
    }
}
