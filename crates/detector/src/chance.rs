//! What chance alone would flag: the rule put to series in which nothing happens, and to the series drawn again.
//!
//! Every figure here is simulated, from a seed: the same build gives the same figure for the same seed. The draws take ln
//! and exp from `num-traits`: those of `libm`, the same bits on every machine, unless something else in the build turns on
//! its feature `std`; then the platform's, whose last bit may differ and with it, rarely, a draw. The program does not; tests
//! and benches do. With n replicates a probability p has the standard error √(p(1 − p)/n), 0.035 at most for 200.

use crate::dispersion::dispersion;
use crate::judge::{JudgeError, outcomes};
use crate::opinions::samples;
use crate::rule::Rule;
use crate::series::{Cell, Series};
use crate::verdict::Outcome;
use alloc::vec::Vec;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;

/// A world in which nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Null {
    /// The same mean every year: that of the series. Articles come independently of one another.
    Poisson,
    /// The same mean every year, but articles come in bunches: over-dispersed as the series is from one year to the
    /// next ([`Chance::dispersion`]).
    NegativeBinomial,
    /// The same rate every year: the mean follows the exposures, that is, the size of the paper. Independent articles.
    Newshole,
}

/// How often the rule flags a year where nothing happens.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Chance {
    /// Years flagged, on average over the replicates.
    pub expected: f64,
    /// Of each judged year: the share of replicates that flag it, 0 to 1; `None` for one that has no answer.
    pub years: Vec<Option<f64>>,
    /// α of the variance μ + αμ² the articles were drawn with; 0 for independent ones.
    pub dispersion: f64,
}

/// How often each judged year is flagged if only chance is at work. Holes stay holes.
///
/// Years are drawn from a Poisson distribution, or a gamma–Poisson mixture. Under [`Null::Newshole`] a year without a
/// known exposure is a hole; without any exposures it is [`Null::Poisson`].
///
/// # Errors
/// As [`crate::judge`].
pub fn chance(
    series: &Series,
    rule: &Rule,
    null: Null,
    replicates: u32,
    seed: u64,
) -> Result<Chance, JudgeError> {
    let dispersion =
        if null == Null::NegativeBinomial { dispersion(&samples(series)) } else { 0.0 };
    let worlds = means(series, null).into_iter().map(|mean| Some(Draw::of(mean?, dispersion)));
    let years = flagged(series, rule, &worlds.collect::<Vec<_>>(), replicates, seed)?;
    Ok(Chance { expected: years.iter().flatten().sum(), years, dispersion })
}

/// How sure each verdict is if the articles had fallen a little differently: the share of replicates that flag each
/// judged year, 0 to 1, `None` for one without an answer.
///
/// Each article is kept a Poisson(1) number of times, which is the bootstrap of B. Efron (1979, Annals of Statistics
/// 7) for a sum (N. Chamandy, O. Muralidharan, A. Najmi, S. Naidu 2012, *Estimating uncertainty for massive data
/// streams*, Google): a year with x articles becomes a Poisson(x) number. It answers for the luck of single articles,
/// not for errors of counting nor for what the archive lacks.
///
/// # Errors
/// As [`crate::judge`].
pub fn bootstrap(
    series: &Series,
    rule: &Rule,
    replicates: u32,
    seed: u64,
) -> Result<Vec<Option<f64>>, JudgeError> {
    let luck = |(_, cell): (i32, Cell)| Some(Draw::of(cell.count()? as f64, 0.0));
    flagged(series, rule, &series.years().map(luck).collect::<Vec<_>>(), replicates, seed)
}

/// The share of replicates that flag each judged year.
fn flagged(
    series: &Series,
    rule: &Rule,
    draws: &[Option<Draw>],
    replicates: u32,
    seed: u64,
) -> Result<Vec<Option<f64>>, JudgeError> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut years: Vec<(u32, u32)> = Vec::new();
    for _ in 0..replicates.max(1) {
        let outcomes = outcomes(&redrawn(series, draws, &mut random), rule)?;
        years.resize(outcomes.len(), (0, 0));
        for ((flagged, judged), outcome) in years.iter_mut().zip(outcomes) {
            *flagged += u32::from(outcome == Outcome::Wave);
            *judged += u32::from(outcome.is_judged());
        }
    }
    let share = |(flagged, judged): &(u32, u32)| {
        (*judged > 0).then(|| f64::from(*flagged) / f64::from(*judged))
    };
    Ok(years.iter().map(share).collect())
}

/// What each year is expected to have; `None` for a hole.
fn means(series: &Series, null: Null) -> Vec<Option<f64>> {
    let follows = null == Null::Newshole && series.has_exposures();
    let exposure = |year| if follows { series.exposure(year).map(|e| e as f64) } else { Some(1.0) };
    let seen = |(year, cell): (i32, Cell)| Some((cell.count()? as f64, exposure(year)?));
    let (articles, exposures) = series
        .years()
        .filter_map(seen)
        .fold((0.0, 0.0), |(articles, exposures), (a, e)| (articles + a, exposures + e));
    let rate = if exposures > 0.0 { articles / exposures } else { 0.0 };
    series.years().map(|year| seen(year).map(|(_, exposure)| rate * exposure)).collect()
}

/// What a year's count is drawn from.
enum Draw {
    /// Nothing is left to chance: a mean of 0, or beyond what can be drawn.
    Always(u64),
    Poisson(Poisson<f64>),
    /// A Poisson whose mean is drawn first.
    Mixed(Gamma<f64>),
}

impl Draw {
    fn of(mean: f64, dispersion: f64) -> Self {
        // Shape 1/α and scale αμ: mean μ, variance αμ².
        let mixed = || Gamma::new(1.0 / dispersion, dispersion * mean).ok();
        match mixed().filter(|_| dispersion > 0.0 && mean > 0.0) {
            Some(gamma) => Self::Mixed(gamma),
            None => Self::poisson(mean),
        }
    }

    fn poisson(mean: f64) -> Self {
        Poisson::new(mean).map_or(Self::Always(mean as u64), Self::Poisson)
    }

    fn count(&self, random: &mut Pcg64Mcg) -> u64 {
        match self {
            Self::Always(count) => *count,
            Self::Poisson(poisson) => poisson.sample(random) as u64,
            Self::Mixed(gamma) => Self::poisson(gamma.sample(random)).count(random),
        }
    }
}

/// The series with other counts in the years that have one, within what a series may hold.
fn redrawn(series: &Series, draws: &[Option<Draw>], random: &mut Pcg64Mcg) -> Series {
    let mut room = u64::MAX;
    let mut drawn = |draw: &Draw| {
        let count = draw.count(random).min(room);
        room -= count;
        count
    };
    let cells = series.cells.iter().zip(draws).map(|(cell, draw)| match (cell, draw) {
        (Cell::Observed(_) | Cell::Partial(_), None) => Cell::Missing,
        (Cell::Observed(_), Some(draw)) => Cell::Observed(drawn(draw)),
        (Cell::Partial(_), Some(draw)) => Cell::Partial(drawn(draw)),
        (hole, _) => *hole,
    });
    series.with_cells(cells.collect())
}
