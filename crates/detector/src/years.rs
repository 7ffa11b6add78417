//! The years a rule looks at, with running sums so that any baseline is one subtraction.

use crate::rule::{MissingPolicy, Rule};
use crate::series::{Cell, Series};
use alloc::{vec, vec::Vec};

/// Years with a count and what they add up to.
///
/// The sum fits: a [`Series`] refuses counts that add up to more than `u64::MAX`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) years: u32,
    pub(crate) sum: u64,
    pub(crate) partial: u32,
    pub(crate) filled: u32,
}

impl Tally {
    fn with(self, cell: Cell, value: Option<u64>) -> Self {
        Self {
            years: self.years + u32::from(value.is_some()),
            sum: self.sum + value.unwrap_or(0),
            partial: self.partial + u32::from(matches!(cell, Cell::Partial(_))),
            filled: self.filled + u32::from(value.is_some() && cell.count().is_none()),
        }
    }

    fn since(self, earlier: Self) -> Self {
        Self {
            years: self.years - earlier.years,
            sum: self.sum - earlier.sum,
            partial: self.partial - earlier.partial,
            filled: self.filled - earlier.filled,
        }
    }
}

/// One judged year before judgement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) year: i32,
    pub(crate) cell: Cell,
    /// The count, or the zero the rule puts in its place; `None` for a hole.
    pub(crate) value: Option<u64>,
    /// The years with a count among the `window` before.
    pub(crate) baseline: Tally,
    /// Whether the rule may answer: there is a count, enough years before it, and it is no unfinished last year.
    pub(crate) decidable: bool,
    /// No wave whatever its value: the guard says it may be chance, or its rate is of too few articles.
    pub(crate) barred: bool,
    /// The guard cannot say anything: what the count is out of is not known.
    pub(crate) unknown_exposure: bool,
}

/// The judged years of a series.
#[derive(Debug)]
pub(crate) struct Years {
    /// One for every judged year, in order.
    pub(crate) points: Vec<Point>,
    /// All of them together.
    pub(crate) period: Tally,
    /// The values are rounded, so that comparisons may be decided by the rounding.
    pub(crate) rounded: bool,
}

impl Years {
    /// Expects a rule that passed [`Rule::check`].
    pub(crate) fn of(series: &Series, rule: &Rule) -> Self {
        let (first, last) = rule.span.unwrap_or((series.first_year(), series.last_year()));
        // Years before the series are no lead-in, not even zeros: `gspwave` has no rows there.
        let lead_first = i64::from(first) - i64::from(rule.window);
        let start =
            i32::try_from(lead_first).unwrap_or(i32::MIN).max(series.first_year()).min(first);
        let lead = first.abs_diff(start) as usize;

        let mut points = Vec::with_capacity(last.abs_diff(first) as usize + 1);
        let mut sums = vec![Tally::default()];
        let mut so_far = Tally::default();
        for (index, year) in (start..=last).enumerate() {
            let cell = series.cell(year);
            let value = match rule.missing {
                MissingPolicy::Skip => cell.count(),
                MissingPolicy::Zero => Some(cell.count().unwrap_or(0)),
            };
            if index >= lead {
                let before = index.saturating_sub(rule.window as usize);
                let baseline = so_far.since(sums[before]);
                let unfinished = year == last && matches!(cell, Cell::Partial(_));
                let decidable =
                    value.is_some() && baseline.years >= rule.least_prior() && !unfinished;
                points.push(Point {
                    year,
                    cell,
                    value,
                    baseline,
                    decidable,
                    barred: false,
                    unknown_exposure: false,
                });
            }
            so_far = so_far.with(cell, value);
            sums.push(so_far);
        }
        Self { points, period: so_far.since(sums[lead]), rounded: false }
    }
}
