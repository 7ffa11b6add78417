//! The years of each wave above its band, in as many rows as they need, never on top of each other.

use super::frame::Frame;
use super::picture::Picture;
use super::{MARGIN, WIDTH, text_at};
use crate::escape::columns;
use crate::findings::Wave;

/// At most so many rows.
const ROWS: usize = 3;
const ROW: f64 = 14.0;
/// Pixels between two labels of a row.
const GAP: f64 = 6.0;
/// Labels end here, so that "+ 3 waves" has its place.
const RIGHTMOST: f64 = WIDTH - MARGIN - 72.0;

/// The labels of a chart, laid out.
pub(super) struct Labels {
    placed: Vec<Label>,
    /// How many waves had no room for a label.
    left_out: usize,
}

struct Label {
    text: String,
    centre: f64,
    /// 0 is next to the plot.
    row: usize,
}

impl Labels {
    /// Gives each wave a label, the highest peaks first.
    pub(super) fn new(picture: &Picture<'_>, frame: &Frame) -> Labels {
        let mut waves: Vec<&Wave> = picture.waves().collect();
        waves.sort_by_key(|wave| std::cmp::Reverse(wave.peak_count));
        let mut rows = Rows::default();
        let mut labels = Labels { placed: Vec::new(), left_out: 0 };
        for wave in waves {
            let text = years(wave);
            let centre = f64::midpoint(frame.x(wave.first), frame.x_end(wave.last));
            match rows.place(centre, columns(&text) as f64 * 6.7) {
                Some((row, centre)) => labels.placed.push(Label { text, centre, row }),
                None => labels.left_out += 1,
            }
        }
        labels
    }

    /// How many pixels they need above the plot.
    pub(super) fn height(&self) -> f64 {
        let rows = self.placed.iter().map(|label| label.row + 1).max().unwrap_or(1);
        20.0 + ROW * rows as f64
    }

    pub(super) fn svg(&self, frame: &Frame) -> String {
        let y = |row: usize| frame.top - 11.0 - ROW * row as f64;
        let label = |label: &Label| text_at("wave-label", label.centre, y(label.row), &label.text);
        let mut svg: String = self.placed.iter().map(label).collect();
        if self.left_out > 0 {
            let plural = if self.left_out == 1 { "" } else { "s" };
            let text = format!("+ {} wave{plural}", self.left_out);
            svg.push_str(&text_at("tick end", WIDTH - MARGIN, y(0), &text));
        }
        svg
    }
}

/// The rows of labels: from where to where each is taken.
#[derive(Default)]
pub(super) struct Rows([Vec<(f64, f64)>; ROWS]);

impl Rows {
    /// A free row for a label, lowest first, and its centre there. None: every row is taken.
    pub(super) fn place(&mut self, centre: f64, width: f64) -> Option<(usize, f64)> {
        let half = width / 2.0;
        let centre = centre.clamp(MARGIN + half, RIGHTMOST - half);
        let (left, right) = (centre - half, centre + half);
        let free =
            |row: &Vec<(f64, f64)>| row.iter().all(|(l, r)| right + GAP <= *l || *r + GAP <= left);
        let row = self.0.iter().position(free)?;
        self.0.get_mut(row)?.push((left, right));
        Some((row, centre))
    }
}

/// "1910–11", "1898–1902", "1931"; `…` at an end whose neighbour could not be judged.
fn years(wave: &Wave) -> String {
    let (first, last) = (wave.first, wave.last);
    let same_century = first.div_euclid(100) == last.div_euclid(100) && first >= 1000;
    let years = match (first == last, same_century) {
        (true, _) => first.to_string(),
        (false, true) => format!("{first}–{:02}", last.rem_euclid(100)),
        (false, false) => format!("{first}–{last}"),
    };
    let left = if wave.censored_left { "…" } else { "" };
    let right = if wave.censored_right { "…" } else { "" };
    format!("{left}{years}{right}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_are_short() {
        for (first, last, left, right, expected) in [
            (1931, 1931, false, false, "1931"),
            (1910, 1911, false, false, "1910–11"),
            (1898, 1902, false, false, "1898–1902"),
            (1905, 1907, true, true, "…1905–07…"),
            (-2, 3, false, false, "-2–3"),
        ] {
            let wave =
                Wave { first, last, censored_left: left, censored_right: right, ..Wave::default() };
            assert_eq!(years(&wave), expected);
        }
    }

    proptest! {
        #[test]
        fn labels_never_collide(wanted in prop::collection::vec((0.0..960.0, 10.0..90.0), 0..90)) {
            let mut rows = Rows::default();
            for (centre, width) in wanted {
                rows.place(centre, width);
            }
            for row in &mut rows.0 {
                row.sort_by(|a, b| a.0.total_cmp(&b.0));
                for pair in row.windows(2) {
                    prop_assert!(pair[0].1 + GAP <= pair[1].0);
                }
            }
        }
    }
}
