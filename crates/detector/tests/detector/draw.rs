//! Series and rules by lot, the same from the same number everywhere: small ones full of ties, and the largest there can be.

use crate::fraction::Fraction;
use crate::naive::Cells;
use groundswell_detector::{Cell, Comparison, MissingPolicy, PeriodMean, Ratio, Rule};

/// Splitmix64 (Steele, Lea and Flood 2014).
pub(crate) struct Lots(u64);

impl Lots {
    /// Lots of their own for every number.
    pub(crate) fn of(number: u64) -> Self {
        let mut lots = Self(number);
        Self(lots.any())
    }

    pub(crate) fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 … limit − 1.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.any() % limit
    }

    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn of_these<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.below(these.len() as u64) as usize]
    }
}

/// How large the counts of a series are.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Size {
    /// Below 40, most below 8: ties and zeros are frequent, and every count can be tried.
    Small,
    /// Any size up to a sum of `u64::MAX`.
    Any,
}

/// A series and a rule that can be put to it.
pub(crate) fn case(number: u64, size: Size) -> (Cells, Rule) {
    let lots = &mut Lots::of(number);
    let extreme = size == Size::Any && lots.one_in(2);
    let rule = rule(lots, extreme);
    let years = match lots.below(8) {
        0 => 1 + lots.below(14),
        1 => 100 + lots.below(80),
        _ => 10 + lots.below(50),
    };
    let mut cells = series(lots, years, extreme);
    let rule = Rule { span: span(lots, &cells), ..rule };
    for _ in 0..lots.below(4) {
        move_to_the_edge(lots, &mut cells, &rule);
    }
    (cells, rule)
}

/// A series of this length under a simpler rule: with longer windows the naive computation takes all day.
pub(crate) fn long_case(number: u64, years: u64) -> (Cells, Rule) {
    let lots = &mut Lots::of(number);
    let rule = Rule { window: 5, min_prior: 3, bridge: 1, ..rule(lots, true) };
    let mut cells = series(lots, years, true);
    move_to_the_edge(lots, &mut cells, &rule);
    (cells, rule)
}

fn series(lots: &mut Lots, years: u64, extreme: bool) -> Cells {
    let last_first = i64::from(i32::MAX) + 1 - years as i64;
    let first = match lots.below(6) {
        0 if extreme => i32::MIN,
        1 if extreme => last_first as i32,
        2 => -(lots.below(200) as i32),
        _ => 1700 + lots.below(300) as i32,
    };
    let holes = lots.of_these(&[1_000, 20, 5]);
    let most = match (extreme, lots.below(3)) {
        (false, _) => 40,
        (true, 0) => u64::MAX / years,
        (true, 1) => 1 << lots.below(40),
        (true, _) => u64::MAX,
    };
    let mut left = u64::MAX;
    let mut cells = Cells::new();
    for year in 0..years {
        let count = match lots.below(4) {
            0 => 0,
            1 => lots.below(8),
            2 if most == u64::MAX => left / (1 + lots.below(4)),
            _ => lots.below(most.max(1)),
        };
        let cell = cell(lots, count.min(left), holes);
        left -= cell.count().unwrap_or(0);
        cells.insert((i64::from(first) + year as i64) as i32, cell);
    }
    cells
}

fn cell(lots: &mut Lots, count: u64, holes: u64) -> Cell {
    if lots.one_in(holes) {
        return lots.of_these(&[Cell::Missing, Cell::NotPublished, Cell::NotApplicable]);
    }
    if lots.one_in(12) { Cell::Partial(count) } else { Cell::Observed(count) }
}

fn rule(lots: &mut Lots, extreme: bool) -> Rule {
    let means =
        [PeriodMean::All, PeriodMean::LeaveOneOut, PeriodMean::ExcludeWaves, PeriodMean::Median];
    let period_mean = lots.of_these(&means);
    let recent = ratio(lots, extreme);
    let at_least_one = |m: Ratio| Ratio { num: m.num.max(m.den), ..m };
    let period = Some(ratio(lots, extreme)).filter(|_| !lots.one_in(9));
    let exclude = period_mean == PeriodMean::ExcludeWaves;
    let window = match lots.below(12) {
        0 => 1 + lots.below(200) as u32,
        1 if extreme => u32::MAX - lots.below(3) as u32,
        _ => 1 + lots.below(11) as u32,
    };
    Rule {
        recent,
        period: if exclude { period.map(at_least_one) } else { period },
        window,
        comparison: lots.of_these(&[Comparison::Gt, Comparison::Ge]),
        min_prior: lots.below(u64::from(window.min(5)) + 1) as u32,
        period_mean,
        min_count: if lots.one_in(3) { lots.below(12) } else { 0 },
        missing: lots.of_these(&[MissingPolicy::Skip, MissingPolicy::Skip, MissingPolicy::Zero]),
        bridge: lots.of_these(&[0, 0, 1, 2, 3, u32::MAX]),
        ..Rule::published()
    }
}

fn ratio(lots: &mut Lots, extreme: bool) -> Ratio {
    let mut near_the_largest = || u32::MAX - lots.below(4) as u32;
    let (num, den) = (near_the_largest(), near_the_largest());
    match lots.below(8) {
        0 if extreme => Ratio { num, den },
        1 if extreme => Ratio { num, den: den / 2 - lots.below(9) as u32 },
        2 if extreme => Ratio { num: lots.any() as u32, den: lots.any() as u32 | 1 },
        3 => Ratio { num: lots.below(9) as u32, den: 1 + lots.below(4) as u32 },
        _ => lots.of_these(&[(1, 1), (5, 4), (3, 2), (2, 1)].map(|(num, den)| Ratio { num, den })),
    }
}

/// A part of the years, or more than the years there are: lead-in, cut ends, overhang.
fn span(lots: &mut Lots, cells: &Cells) -> Option<(i32, i32)> {
    if lots.one_in(2) {
        return None;
    }
    let (first, last) = (*cells.keys().next()?, *cells.keys().next_back()?);
    let first = first.saturating_add(lots.below(30) as i32 - 10);
    Some((first, last.saturating_add(lots.below(14) as i32 - 10).max(first)))
}

/// Gives a year the largest count that one of the two conditions still refuses, or one more: where an error
/// in the last place would show. (Approximate where the year is itself part of the average.)
fn move_to_the_edge(lots: &mut Lots, cells: &mut Cells, rule: &Rule) {
    let (first, last) = (*cells.keys().next().unwrap(), *cells.keys().next_back().unwrap());
    let year = (i64::from(first) + lots.below(cells.len() as u64) as i64) as i32;
    let near = year.saturating_sub(rule.window.min(i32::MAX as u32) as i32).max(first);
    let (range, times) = match rule.period {
        Some(times) if lots.one_in(2) => (first..=last, times),
        _ if near < year => (near..=year - 1, rule.recent),
        _ => return,
    };
    let counts = || cells.range(range.clone()).filter(|(other, _)| **other != year);
    let (years, sum) = counts()
        .filter_map(|(_, cell)| cell.count())
        .fold((0u32, 0u128), |(years, sum), count| (years + 1, sum + u128::from(count)));
    if years == 0 {
        return;
    }
    // With itself among N years, x > m · (S + x) / N is x > m·S / (N − m): about the others' mean, times m.
    let edge = Fraction::new(sum, years).times(times).floor();
    let others: u64 = cells
        .iter()
        .filter(|(other, _)| **other != year)
        .filter_map(|(_, cell)| cell.count())
        .sum();
    let Ok(edge) = u64::try_from(edge) else { return };
    let count = edge.saturating_add(lots.below(2)).min(u64::MAX - others);
    cells.insert(year, Cell::Observed(count));
}
