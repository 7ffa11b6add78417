//! Where a year and a count stand on the chart, and which of them are written on the axes.

use super::picture::Picture;
use super::{MARGIN, WIDTH};
use crate::number::grouped;

/// Room for the counts on the left and for the dashed line's name on the right, in pixels.
const LEFT: f64 = 66.0;
const RIGHT: f64 = 130.0;

/// The plot's place and scales, in pixels.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Width of one year.
    pub(super) step: f64,
    first_year: i32,
    last_year: i32,
    /// The counts written on the axis, from 0, in equal steps; the last one is the plot's top.
    pub(super) ticks: Vec<f64>,
}

impl Frame {
    /// The scales of the years and counts; the plot has no height yet.
    pub(super) fn new(picture: &Picture<'_>) -> Frame {
        let first_year = picture.slots.first().map_or(0, |slot| slot.year);
        Frame::over(first_year, picture.slots.len(), highest(picture))
    }

    /// The scales of so many years from the first, and of numbers up to the highest; the plot has no height yet.
    pub(super) fn over(first_year: i32, years: usize, highest: f64) -> Frame {
        let room = (LEFT, WIDTH - RIGHT);
        Frame { ticks: count_ticks(highest), ..Frame::between(room, first_year, years) }
    }

    /// The years alone, beside names on the left, up to the right margin.
    pub(super) fn beside(left: f64, first_year: i32, years: usize) -> Frame {
        Frame::between((left, WIDTH - MARGIN), first_year, years)
    }

    fn between((left, right): (f64, f64), first_year: i32, years: usize) -> Frame {
        let last = i32::try_from(years.saturating_sub(1)).unwrap_or(i32::MAX);
        let years = years.max(1);
        let room = right - left;
        // Half pixels keep narrow bars equally wide on a screen.
        let exact = room / years as f64;
        let step = if exact >= 2.0 { (exact * 2.0).floor() / 2.0 } else { exact };
        Frame {
            left,
            right: left + step * years as f64,
            top: 0.0,
            bottom: 0.0,
            step,
            first_year,
            last_year: first_year.saturating_add(last),
            ticks: Vec::new(),
        }
    }

    /// Left edge of a year; years outside the plot are at its edge.
    pub(super) fn x(&self, year: i32) -> f64 {
        let years = i64::from(year) - i64::from(self.first_year);
        (self.left + years as f64 * self.step).clamp(self.left, self.right)
    }

    /// Right edge of a year.
    pub(super) fn x_end(&self, year: i32) -> f64 {
        self.x(year.saturating_add(1))
    }

    /// Middle of a year.
    pub(super) fn centre(&self, year: i32) -> f64 {
        (self.x(year) + self.x_end(year)) / 2.0
    }

    /// Height of a count; counts above the axis are at its top.
    pub(super) fn y(&self, count: f64) -> f64 {
        let top = self.ticks.last().copied().unwrap_or(1.0);
        self.bottom - (self.bottom - self.top) * (count / top).clamp(0.0, 1.0)
    }

    /// Width of a bar: a gap of a fifth, and no broader than 36 pixels.
    pub(super) fn bar(&self) -> f64 {
        (self.step - (self.step * 0.2).max(0.6)).clamp(0.4, 36.0)
    }

    /// The years written below the axis: round ones, at least 44 pixels apart.
    pub(super) fn year_ticks(&self) -> Vec<i32> {
        let fits = |every: &i32| f64::from(*every) * self.step >= 44.0;
        let every = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(fits).unwrap_or(1000);
        (self.first_year..=self.last_year).filter(|year| year.rem_euclid(every) == 0).collect()
    }
}

fn highest(picture: &Picture<'_>) -> f64 {
    let counts =
        picture.slots.iter().filter_map(|slot| slot.seen.count()).map(|count| count as f64);
    let means = picture.slots.iter().filter_map(|slot| slot.mean);
    counts.chain(means).chain(picture.period_line()).fold(0.0, f64::max)
}

/// From 0 in four to six steps of 1, 2 or 5 × 10ⁿ, whole numbers, up to a little above the highest.
fn count_ticks(highest: f64) -> Vec<f64> {
    let rough = (highest / 5.0).max(1.0);
    let decade = 10_f64.powf(rough.log10().floor());
    let fits = |step: &f64| (highest * 1.04 / step).ceil() <= 6.0;
    let steps = [decade, 2.0 * decade, 5.0 * decade, 10.0 * decade];
    let step = steps.into_iter().find(fits).unwrap_or(20.0 * decade);
    let last = (highest * 1.04 / step).ceil().max(1.0) as usize;
    (0..=last).map(|tick| tick as f64 * step).collect()
}

/// A count on the axis: `1,200`, `30 M` from ten millions on.
pub(super) fn count_label(count: f64) -> String {
    if count < 1e7 {
        grouped(count as u128)
    } else if count < 1e12 {
        format!("{} M", grouped((count / 1e6) as u128))
    } else {
        format!("{count:e}")
    }
}

/// A coordinate: one decimal at most.
pub(super) fn px(number: f64) -> String {
    let tenths = (number * 10.0).round();
    if tenths.is_finite() { format!("{}", tenths / 10.0 + 0.0) } else { "0".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_round_steps() {
        for (highest, expected) in [
            (0.0, &[0.0, 1.0][..]),
            (1.0, &[0.0, 1.0, 2.0]),
            (3.0, &[0.0, 1.0, 2.0, 3.0, 4.0]),
            (7.0, &[0.0, 2.0, 4.0, 6.0, 8.0]),
            (23.0, &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0]),
            (100.0, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]),
            (1234.0, &[0.0, 500.0, 1000.0, 1500.0]),
        ] {
            assert_eq!(count_ticks(highest), expected, "{highest}");
        }
        assert!(count_ticks(u64::MAX as f64).len() < 8);
        assert!(count_ticks(f64::MAX).len() < 8);
    }

    #[test]
    fn large_counts_have_short_labels() {
        for (count, expected) in [(0.0, "0"), (1500.0, "1,500"), (2e7, "20 M"), (5e18, "5e18")] {
            assert_eq!(count_label(count), expected);
        }
    }

    #[test]
    fn coordinates_have_one_decimal() {
        for (number, expected) in [(1.0, "1"), (1.25, "1.3"), (-0.01, "0"), (f64::NAN, "0")] {
            assert_eq!(px(number), expected);
        }
    }
}
