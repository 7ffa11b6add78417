//! The rule once more, as plainly as it can be said: fractions, loops, no cleverness, none of the crate's arithmetic.

use crate::fraction::Fraction;
use groundswell_detector::{
    Cell, Comparison, Flag, MissingPolicy, Outcome, PeriodMean, Reason, Rule, Warning,
};
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Cells = BTreeMap<i32, Cell>;

/// The cells a rule may look at, holes filled if it says so: lead-in first, then the judged years.
pub(crate) struct Plain<'a> {
    rule: &'a Rule,
    first: i32,
    lead: usize,
    cells: Vec<Cell>,
    counts: Vec<Option<u64>>,
    /// Of the judged years.
    number: u32,
    sum: BigInt,
}

/// What must be said of one year.
#[derive(Debug)]
pub(crate) struct Year {
    pub(crate) year: i32,
    pub(crate) count: Option<u64>,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<Reason>,
    pub(crate) baseline: Average,
    pub(crate) level: Average,
    pub(crate) passes_recent: Option<bool>,
    pub(crate) passes_period: Option<bool>,
    pub(crate) flags: Vec<Flag>,
}

/// An average, and how many counts it is of, with their sum.
#[derive(Clone, Debug)]
pub(crate) struct Average {
    pub(crate) years: u32,
    pub(crate) sum: BigInt,
    /// `None` of no counts.
    pub(crate) value: Option<Fraction>,
}

impl Average {
    fn new(years: u32, sum: BigInt) -> Self {
        let value = (years > 0).then(|| Fraction::new(sum.clone(), years));
        Self { years, sum, value }
    }

    fn of(counts: impl Iterator<Item = u64>) -> Self {
        let (years, sum) =
            counts.fold((0, 0u128), |(years, sum), count| (years + 1, sum + u128::from(count)));
        Self::new(years, sum.into())
    }
}

/// What must be said of each judged year and of all together; or how many there are, if they are too few.
pub(crate) fn judge(cells: &Cells, rule: &Rule) -> Result<(Vec<Year>, Vec<Warning>), u32> {
    let plain = Plain::of(cells, rule);
    if plain.number < 10 {
        return Err(plain.number);
    }
    let (waves, excluded) = plain.waves();
    let shared = plain.shared_average(&excluded);
    let year = |index| plain.year(index, &waves, shared.as_ref());
    Ok(((plain.lead..plain.counts.len()).map(year).collect(), plain.warnings(&waves)))
}

/// Whether one year is a wave with this many articles fewer in it: [`judge`] without the others, where they do
/// not matter.
pub(crate) fn is_wave(cells: &Cells, rule: &Rule, year: i32, fewer: u64) -> bool {
    let mut plain = Plain::of(cells, rule);
    let index = plain.lead + year.abs_diff(plain.first) as usize;
    plain.counts[index] = plain.counts[index].map(|count| count - fewer);
    plain.sum -= fewer;
    match rule.period_mean {
        PeriodMean::ExcludeWaves => plain.waves().0.contains(&index),
        _ => plain.passes(index, plain.shared_average(&BTreeSet::new()).as_ref()),
    }
}

impl<'a> Plain<'a> {
    fn of(cells: &Cells, rule: &'a Rule) -> Self {
        let (series_first, series_last) =
            (*cells.keys().next().unwrap(), *cells.keys().next_back().unwrap());
        let (first, last) = rule.span.unwrap_or((series_first, series_last));
        let start = first.min(series_first);
        let mut seen = vec![Cell::Missing; last.abs_diff(start) as usize + 1];
        for (year, cell) in cells.range(start..=last) {
            seen[year.abs_diff(start) as usize] = *cell;
        }
        let count = |cell: &Cell| match (*cell, rule.missing) {
            (Cell::Observed(count) | Cell::Partial(count), _) => Some(count),
            (_, MissingPolicy::Zero) => Some(0),
            (_, MissingPolicy::Skip) => None,
        };
        let counts: Vec<_> = seen.iter().map(count).collect();
        let lead = first.abs_diff(start) as usize;
        let Average { years, sum, .. } = Average::of(counts[lead..].iter().copied().flatten());
        Self { rule, first, lead, cells: seen, counts, number: years, sum }
    }

    /// Where the years before are that a year is compared with.
    fn before(&self, index: usize) -> std::ops::Range<usize> {
        index.saturating_sub(self.rule.window as usize)..index
    }

    fn baseline(&self, index: usize) -> Average {
        Average::of(self.counts[self.before(index)].iter().copied().flatten())
    }

    fn enough_before(&self, index: usize) -> bool {
        let prior = self.counts[self.before(index)].iter().flatten().count();
        prior >= 1 && prior >= self.rule.min_prior as usize
    }

    fn unfinished(&self, index: usize) -> bool {
        index == self.cells.len() - 1 && matches!(self.cells[index], Cell::Partial(_))
    }

    /// The period's average, if it is the same for all years.
    fn shared_average(&self, excluded: &BTreeSet<usize>) -> Option<Average> {
        let judged = || {
            (self.lead..self.counts.len()).filter_map(|index| Some((index, self.counts[index]?)))
        };
        match self.rule.period_mean {
            PeriodMean::LeaveOneOut => None,
            PeriodMean::All => Some(Average::new(self.number, self.sum.clone())),
            PeriodMean::ExcludeWaves => {
                let kept = judged().filter(|(index, _)| !excluded.contains(index));
                Some(Average::of(kept.map(|(_, count)| count)))
            }
            PeriodMean::Median => {
                let value = Some(median(judged().map(|(_, count)| count).collect()));
                Some(Average { value, ..Average::new(self.number, self.sum.clone()) })
            }
        }
    }

    /// The average that a year is compared with; without itself under `leave_one_out`.
    fn level(&self, index: usize, shared: Option<&Average>) -> Average {
        match (shared, self.counts[index]) {
            (Some(shared), _) => shared.clone(),
            (None, Some(count)) => Average::new(self.number - 1, &self.sum - count),
            (None, None) => Average::new(self.number, self.sum.clone()),
        }
    }

    fn exceeds(&self, count: u64, bar: &Fraction) -> bool {
        match Fraction::whole(count).compare(bar) {
            Ordering::Greater => true,
            Ordering::Equal => self.rule.comparison == Comparison::Ge,
            Ordering::Less => false,
        }
    }

    fn passes_recent(&self, index: usize) -> Option<bool> {
        let count = self.counts[index].filter(|_| self.enough_before(index))?;
        Some(self.exceeds(count, &self.baseline(index).value?.times(self.rule.recent)))
    }

    fn passes_period(&self, index: usize, shared: Option<&Average>) -> Option<bool> {
        let (count, times) = (self.counts[index]?, self.rule.period?);
        Some(self.exceeds(count, &self.level(index, shared).value?.times(times)))
    }

    fn passes(&self, index: usize, shared: Option<&Average>) -> bool {
        !self.unfinished(index)
            && self.counts[index].is_some_and(|count| count >= self.rule.min_count)
            && self.passes_recent(index) == Some(true)
            && self.passes_period(index, shared) != Some(false)
    }

    /// The waves, and the years left out of the mean. For `exclude_waves`: rounds from nothing excluded until one
    /// flags what was excluded; one that flags all stands, with the mean of the round before.
    fn waves(&self) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let mut excluded = BTreeSet::new();
        for _ in 0..=self.counts.len() {
            let shared = self.shared_average(&excluded);
            let waves: BTreeSet<usize> = (self.lead..self.counts.len())
                .filter(|index| self.passes(*index, shared.as_ref()))
                .collect();
            let settled = waves == excluded || waves.len() == self.number as usize;
            if settled || self.rule.period_mean != PeriodMean::ExcludeWaves {
                return (waves, excluded);
            }
            excluded = waves;
        }
        panic!("exclude_waves must end within as many rounds as there are years");
    }

    fn year(&self, index: usize, waves: &BTreeSet<usize>, shared: Option<&Average>) -> Year {
        let reason = match self.cells[index] {
            Cell::NotPublished if self.counts[index].is_none() => Some(Reason::NotPublished),
            Cell::NotApplicable if self.counts[index].is_none() => Some(Reason::NotApplicable),
            _ if self.counts[index].is_none() => Some(Reason::Missing),
            _ if !self.enough_before(index) => Some(Reason::TooFewPriorYears),
            _ if self.unfinished(index) => Some(Reason::IncompleteLastYear),
            _ => None,
        };
        let outcome = match reason {
            None if waves.contains(&index) => Outcome::Wave,
            None => Outcome::None,
            Some(Reason::TooFewPriorYears | Reason::IncompleteLastYear) => Outcome::Undetermined,
            Some(_) => Outcome::Missing,
        };
        Year {
            year: (i64::from(self.first) + (index - self.lead) as i64) as i32,
            count: self.counts[index],
            outcome,
            reason,
            baseline: self.baseline(index),
            level: self.level(index, shared),
            passes_recent: self.passes_recent(index),
            passes_period: self.passes_period(index, shared),
            flags: if self.counts[index].is_some() { self.flags(index) } else { Vec::new() },
        }
    }

    fn flags(&self, index: usize) -> Vec<Flag> {
        let before = &self.cells[self.before(index)];
        let (partial, hole) = (|cell: &Cell| matches!(cell, Cell::Partial(_)), is_hole);
        let filled = self.rule.missing == MissingPolicy::Zero;
        let (baseline, cell) = (self.baseline(index), &self.cells[index]);
        let only_zeros = baseline.sum == BigInt::ZERO && self.passes_recent(index) == Some(true);
        let mut flags = Vec::new();
        flags.extend(only_zeros.then_some(Flag::ZeroBaseline));
        flags.extend((baseline.years < self.rule.window).then_some(Flag::ShortBaseline));
        flags.extend(partial(cell).then_some(Flag::Partial));
        flags.extend(before.iter().any(partial).then_some(Flag::PartialBaseline));
        flags.extend((filled && hole(cell)).then_some(Flag::ZeroFilled));
        flags.extend((filled && before.iter().any(hole)).then_some(Flag::ZeroFilledBaseline));
        flags
    }

    fn warnings(&self, waves: &BTreeSet<usize>) -> Vec<Warning> {
        let count = |which: fn(&Cell) -> bool| {
            self.cells[self.lead..].iter().filter(|cell| which(cell)).count() as u32
        };
        let (partial, holes) = (count(|cell| matches!(cell, Cell::Partial(_))), count(is_hole));
        let filled = if self.rule.missing == MissingPolicy::Zero { holes } else { 0 };
        let all = self.rule.period_mean == PeriodMean::ExcludeWaves
            && waves.len() == self.number as usize;
        let mut warnings = Vec::new();
        warnings.extend((self.number < 30).then_some(Warning::FewYears { years: self.number }));
        warnings.extend((partial > 0).then_some(Warning::PartialYears { years: partial }));
        warnings.extend((filled > 0).then_some(Warning::ZeroFilled { years: filled }));
        warnings.extend(all.then_some(Warning::NothingLeftToExclude));
        warnings
    }
}

fn is_hole(cell: &Cell) -> bool {
    !matches!(cell, Cell::Observed(_) | Cell::Partial(_))
}

fn median(mut counts: Vec<u64>) -> Fraction {
    counts.sort_unstable();
    let n = counts.len();
    let (low, high) = (counts[(n - 1) / 2], counts[n / 2]);
    Fraction::new(BigInt::from(low) + high, 2)
}
