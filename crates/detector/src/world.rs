//! All countries at once: the share of them in a wave, year by year.
//!
//! B. J. Silver (*Forces of Labor*, 2003) reads world waves from many countries rising together. The share is also a
//! diagnostic: when half the world rises in one year, look at the newspapers before looking at the world.

use crate::verdict::{Flag, Judgement, Outcome};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// One year over all series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WorldYear {
    /// The year.
    pub year: i32,
    /// Series with an answer that is a wave.
    pub waves: u32,
    /// Series with a count and an answer, yes or no.
    pub judged: u32,
    /// Series with a count. A hole that the rule took for zero is none, and its verdict no answer.
    pub counted: u32,
}

impl WorldYear {
    /// Share of the series with an answer that are in a wave, 0 to 1; `None` if none has one.
    pub fn share(self) -> Option<f64> {
        (self.judged > 0).then(|| f64::from(self.waves) / f64::from(self.judged))
    }
}

/// How many of these series are in a wave, in every year that one of them was judged over, ascending.
pub fn world<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Vec<WorldYear> {
    let mut years: BTreeMap<i32, WorldYear> = BTreeMap::new();
    for verdict in judgements.into_iter().flat_map(|judgement| &judgement.verdicts) {
        let (year, empty) = (verdict.year, WorldYear { year: 0, waves: 0, judged: 0, counted: 0 });
        let world = years.entry(year).or_insert(WorldYear { year, ..empty });
        let counted = verdict.value.is_some() && !verdict.flags.contains(&Flag::ZeroFilled);
        world.waves += u32::from(counted && verdict.verdict == Outcome::Wave);
        world.judged += u32::from(counted && verdict.verdict.is_judged());
        world.counted += u32::from(counted);
    }
    years.into_values().collect()
}
