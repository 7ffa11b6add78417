//! The rule once more, as plainly as it can be said: fractions, loops, no cleverness, none of the crate's arithmetic.

use groundswell_detector::{Cell, Comparison, MissingPolicy, Outcome, PeriodMean, Ratio, Rule};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A fraction with a positive denominator. Not reduced: the numbers here are far from the end of an `i128`,
/// and an overflow would panic.
#[derive(Clone, Copy, Debug)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(num: i128, den: i128) -> Self {
        assert!(den > 0);
        Self(num, den)
    }

    fn times(self, other: Ratio) -> Self {
        let num = self.0.checked_mul(other.num.into()).unwrap();
        Self::new(num, self.1.checked_mul(other.den.into()).unwrap())
    }

    fn compare(self, other: Self) -> Ordering {
        self.0.checked_mul(other.1).unwrap().cmp(&other.0.checked_mul(self.1).unwrap())
    }
}

pub(crate) type Cells = BTreeMap<i32, Cell>;

/// The counts a rule may look at, holes filled if it says so: lead-in first, then the judged years.
struct Plain<'a> {
    rule: &'a Rule,
    first: i32,
    lead: usize,
    counts: Vec<Option<u64>>,
    unfinished: bool,
}

/// What the naive computation says of each judged year; `None` if there are too few of them.
pub(crate) fn outcomes(cells: &Cells, rule: &Rule) -> Option<BTreeMap<i32, Outcome>> {
    let plain = Plain::of(cells, rule);
    if plain.period().flatten().count() < 10 {
        return None;
    }
    let waves = plain.waves();
    let outcome = |index| match plain.counts[index] {
        None => Outcome::Missing,
        Some(_) if !plain.decidable(index) => Outcome::Undetermined,
        Some(_) if waves.contains(&index) => Outcome::Wave,
        Some(_) => Outcome::None,
    };
    let judged = plain.lead..plain.counts.len();
    Some(judged.map(|index| (plain.first + (index - plain.lead) as i32, outcome(index))).collect())
}

/// Whether one year is a wave: [`outcomes`] without the others, where they do not matter.
pub(crate) fn is_wave(cells: &Cells, rule: &Rule, year: i32) -> bool {
    let plain = Plain::of(cells, rule);
    let index = plain.lead + (year - plain.first) as usize;
    match rule.period_mean {
        PeriodMean::ExcludeWaves => plain.waves().contains(&index),
        _ => plain.passes(index, plain.shared_average(&BTreeSet::new())),
    }
}

impl<'a> Plain<'a> {
    fn of(cells: &Cells, rule: &'a Rule) -> Self {
        let (series_first, series_last) =
            (*cells.keys().next().unwrap(), *cells.keys().next_back().unwrap());
        let (first, last) = rule.span.unwrap_or((series_first, series_last));
        let start = first.min(series_first);
        let mut counts = vec![None; (last - start + 1) as usize];
        for (year, cell) in cells.range(start..=last) {
            counts[(year - start) as usize] = match cell {
                Cell::Observed(count) | Cell::Partial(count) => Some(*count),
                _ => None,
            };
        }
        if rule.missing == MissingPolicy::Zero {
            counts = counts.into_iter().map(|count| count.or(Some(0))).collect();
        }
        let unfinished = matches!(cells.get(&last), Some(Cell::Partial(_)));
        Self { rule, first, lead: (first - start) as usize, counts, unfinished }
    }

    fn period(&self) -> impl Iterator<Item = Option<u64>> {
        self.counts.iter().copied().skip(self.lead)
    }

    fn baseline(&self, index: usize) -> Vec<u64> {
        self.counts[index.saturating_sub(self.rule.window as usize)..index]
            .iter()
            .flatten()
            .copied()
            .collect()
    }

    fn decidable(&self, index: usize) -> bool {
        let prior = self.baseline(index).len();
        let incomplete_last = self.unfinished && index == self.counts.len() - 1;
        self.counts[index].is_some()
            && prior >= 1
            && prior >= self.rule.min_prior as usize
            && !incomplete_last
    }

    /// The period's average, if it is the same for all years.
    fn shared_average(&self, excluded: &BTreeSet<usize>) -> Option<Fraction> {
        match self.rule.period_mean {
            PeriodMean::All => Some(self.mean_except(|_| false)),
            PeriodMean::ExcludeWaves => Some(self.mean_except(|index| excluded.contains(&index))),
            PeriodMean::Median => Some(median(self.period().flatten())),
            PeriodMean::LeaveOneOut => None,
        }
    }

    fn mean_except(&self, left_out: impl Fn(usize) -> bool) -> Fraction {
        mean(
            (self.lead..self.counts.len())
                .filter(|index| !left_out(*index))
                .filter_map(|index| self.counts[index]),
        )
    }

    fn passes(&self, index: usize, shared: Option<Fraction>) -> bool {
        let Some(count) = self.counts[index].filter(|_| self.decidable(index)) else {
            return false;
        };
        let exceeds = |bar: Fraction| match Fraction::new(count.into(), 1).compare(bar) {
            Ordering::Greater => true,
            Ordering::Equal => self.rule.comparison == Comparison::Ge,
            Ordering::Less => false,
        };
        let average = || shared.unwrap_or_else(|| self.mean_except(|other| other == index));
        exceeds(mean(self.baseline(index).into_iter()).times(self.rule.recent))
            && self.rule.period.is_none_or(|m| exceeds(average().times(m)))
            && count >= self.rule.min_count
    }

    fn waves_against(&self, excluded: &BTreeSet<usize>) -> BTreeSet<usize> {
        let shared = self.shared_average(excluded);
        (self.lead..self.counts.len()).filter(|index| self.passes(*index, shared)).collect()
    }

    /// For `exclude_waves`: rounds from nothing excluded until one flags what was excluded; one that flags all stands.
    fn waves(&self) -> BTreeSet<usize> {
        let mut excluded = BTreeSet::new();
        for _ in 0..=self.counts.len() {
            let waves = self.waves_against(&excluded);
            let settled = waves == excluded || waves.len() == self.period().flatten().count();
            if settled || self.rule.period_mean != PeriodMean::ExcludeWaves {
                return waves;
            }
            excluded = waves;
        }
        panic!("exclude_waves must end within as many rounds as there are years");
    }
}

fn mean(counts: impl Iterator<Item = u64>) -> Fraction {
    let (sum, years) =
        counts.fold((0i128, 0), |(sum, years), count| (sum + i128::from(count), years + 1));
    Fraction::new(sum, years)
}

fn median(counts: impl Iterator<Item = u64>) -> Fraction {
    let mut sorted: Vec<u64> = counts.collect();
    sorted.sort_unstable();
    let n = sorted.len();
    if n % 2 == 1 {
        mean([sorted[n / 2]].into_iter())
    } else {
        mean([sorted[n / 2 - 1], sorted[n / 2]].into_iter())
    }
}

/// The flagged years wave by wave: a year belongs to the wave before it if all between are judged and few enough.
pub(crate) fn waves(outcomes: &BTreeMap<i32, Outcome>, bridge: u32) -> Vec<Vec<i32>> {
    let mut waves: Vec<Vec<i32>> = Vec::new();
    for (&year, _) in outcomes.iter().filter(|(_, outcome)| **outcome == Outcome::Wave) {
        let joins = |wave: &Vec<i32>| {
            let last = *wave.last().unwrap();
            (last + 1..year).all(|between| outcomes[&between] == Outcome::None)
                && (year - last - 1) as u32 <= bridge
        };
        match waves.last_mut().filter(|wave| joins(wave)) {
            Some(wave) => wave.push(year),
            None => waves.push(vec![year]),
        }
    }
    waves
}
