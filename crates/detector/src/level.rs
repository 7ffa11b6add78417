//! The period's average that a year is compared with, as an exact fraction.

use crate::exclude::exclude_waves;
use crate::flip::Watch;
use crate::rule::{PeriodMean, Rule};
use crate::years::Years;
use alloc::vec::Vec;

/// The average a year is compared with: `numerator / denominator`.
///
/// `years` and `sum` are what it was made of; they are the same fraction except for a median.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    pub(crate) years: u32,
    pub(crate) sum: u64,
    pub(crate) numerator: i128,
    pub(crate) denominator: i128,
}

impl Level {
    fn mean(years: u32, sum: u64) -> Self {
        Self { years, sum, numerator: sum.into(), denominator: years.into() }
    }

    /// The average as a float; `None` over no years.
    pub(crate) fn rounded(&self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }
}

/// The average of the period, for every year of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels {
    shared: Level,
    leave_one_out: bool,
    /// `exclude_waves` met the case that every year would be excluded.
    pub(crate) nothing_left: bool,
}

impl Levels {
    pub(crate) fn of(years: &Years, rule: &Rule) -> Self {
        let all = Level::mean(years.period.years, years.period.sum);
        let shared = |shared| Self { shared, leave_one_out: false, nothing_left: false };
        match rule.period_mean {
            PeriodMean::All => shared(all),
            PeriodMean::LeaveOneOut => Self { leave_one_out: true, ..shared(all) },
            PeriodMean::Median => {
                shared(Level { numerator: twice_median(years), denominator: 2, ..all })
            }
            PeriodMean::ExcludeWaves => {
                let excluded = exclude_waves(years, rule, None, &mut Watch::at(0));
                let (kept, sum) = excluded.kept(years);
                Self { nothing_left: excluded.nothing_left, ..shared(Level::mean(kept, sum)) }
            }
        }
    }

    /// The average a year with this value is compared with.
    pub(crate) fn against(&self, value: Option<u64>) -> Level {
        match value {
            Some(value) if self.leave_one_out => {
                Level::mean(self.shared.years - 1, self.shared.sum - value)
            }
            _ => self.shared,
        }
    }
}

/// The two middle counts added: an integer, where the median may be a half.
fn twice_median(years: &Years) -> i128 {
    let mut counts: Vec<u64> = years.points.iter().filter_map(|point| point.value).collect();
    counts.sort_unstable();
    let middle = |index: usize| counts.get(index).copied().map_or(0, i128::from);
    middle(counts.len() / 2) + middle(counts.len().saturating_sub(1) / 2)
}
