//! Series with waves in known years: a constant rate, some years of it multiplied, some years lost.

use groundswell_detector::{Cell, Series};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;

/// The years of the study, 1850–2017.
pub(crate) const YEARS: usize = 168;
pub(crate) const FIRST_YEAR: i32 = 1850;
/// No wave is planted in the first five years: the published rule cannot judge them.
const LEAD: usize = 5;
/// A wave has 1 to this many years, all equally likely.
const LONGEST: usize = 4;
/// One year in so many is lost, where years are.
pub(crate) const HOLES_ONE_IN: u32 = 10;
/// The size (the shape of the gamma distribution of the yearly rate) of the over-dispersed counts.
pub(crate) const SIZE: f64 = 10.0;

/// How a year's count scatters around its rate μ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noise {
    /// Variance μ.
    Poisson,
    /// Variance μ + μ² / [`SIZE`]: a Poisson count whose rate is itself gamma distributed.
    Overdispersed,
}

impl Noise {
    /// A count of this rate, which is above 0.
    pub(crate) fn count(self, rate: f64, rng: &mut Pcg64Mcg) -> u64 {
        let rate = match self {
            Self::Poisson => rate,
            Self::Overdispersed => {
                rate * Gamma::new(SIZE, 1.0 / SIZE).expect("a constant above 0").sample(rng)
            }
        };
        Poisson::new(rate).map_or(0, |poisson| poisson.sample(rng) as u64)
    }
}

/// What is planted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// Articles of an ordinary year.
    pub(crate) mean: u32,
    /// How many times as many a wave year has.
    pub(crate) factor: u32,
    pub(crate) noise: Noise,
    /// Whether one year in [`HOLES_ONE_IN`] is lost.
    pub(crate) holes: bool,
    /// Waves in a series.
    pub(crate) waves: usize,
    /// Ordinary years there are at least between two waves.
    pub(crate) apart: usize,
}

impl Setting {
    /// The setting of the tables, for a mean and a noise.
    pub(crate) fn usual(mean: u32, noise: Noise) -> Self {
        Self { mean, factor: 3, noise, holes: false, waves: 6, apart: 1 }
    }
}

/// A series and what was put into it.
pub(crate) struct Planted {
    pub(crate) series: Series,
    /// The positions of the years of each wave, first and one after the last, in order.
    pub(crate) waves: Vec<(usize, usize)>,
}

impl Planted {
    /// The `number`th series of the setting. The same number has its waves in the same years in every setting
    /// with as many waves, and the same years lost.
    pub(crate) fn new(setting: &Setting, number: u64) -> Self {
        let mut places = Pcg64Mcg::seed_from_u64(number);
        let waves = place(setting.waves, setting.apart, &mut places);
        let lost: Vec<bool> = (0..YEARS).map(|_| places.random_ratio(1, HOLES_ONE_IN)).collect();
        let mut counts = Pcg64Mcg::seed_from_u64(!number);
        let cell = |year: usize| {
            let wave = waves.iter().any(|(first, end)| (*first..*end).contains(&year));
            let rate = setting.mean * if wave { setting.factor } else { 1 };
            let count = setting.noise.count(f64::from(rate), &mut counts);
            if setting.holes && lost[year] { Cell::Missing } else { Cell::Observed(count) }
        };
        let series = Series::new(FIRST_YEAR, (0..YEARS).map(cell).collect());
        Self { series: series.expect("168 small counts"), waves }
    }
}

/// Waves of random lengths; all ways to place them with enough ordinary years between are equally likely.
fn place(waves: usize, apart: usize, rng: &mut Pcg64Mcg) -> Vec<(usize, usize)> {
    let mut below = |end: usize| rng.random_range(0..=end as u32) as usize;
    let lengths: Vec<usize> = (0..waves).map(|_| 1 + below(LONGEST - 1)).collect();
    let taken = lengths.iter().sum::<usize>() + apart * waves.saturating_sub(1);
    let free = (YEARS - LEAD).saturating_sub(taken);
    let mut before: Vec<usize> = (0..waves).map(|_| below(free)).collect();
    before.sort_unstable();
    let mut start = LEAD;
    let waves = before.iter().zip(lengths).enumerate();
    let place = |(number, (before, length)): (usize, (&usize, usize))| {
        let first = start + before + number * apart;
        start += length;
        (first, first + length)
    };
    waves.map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_keep_their_distance_and_stay_within_the_series() {
        for number in 0..500 {
            let setting = Setting { waves: 12, ..Setting::usual(20, Noise::Poisson) };
            let waves = Planted::new(&setting, number).waves;
            assert_eq!(waves.len(), 12);
            assert!(waves[0].0 >= LEAD && waves[11].1 <= YEARS);
            assert!(waves.windows(2).all(|pair| pair[1].0 > pair[0].1), "{waves:?}");
            assert!(waves.iter().all(|(first, end)| (1..=LONGEST).contains(&(end - first))));
        }
    }

    #[test]
    fn counts_have_the_stated_mean_and_variance() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        for (noise, variance) in [(Noise::Poisson, 20.0), (Noise::Overdispersed, 60.0)] {
            let n = 100_000;
            let counts: Vec<f64> = (0..n).map(|_| noise.count(20.0, &mut rng) as f64).collect();
            let mean = counts.iter().sum::<f64>() / f64::from(n);
            let squares: f64 = counts.iter().map(|count| (count - mean) * (count - mean)).sum();
            assert!((mean - 20.0).abs() < 0.1, "{mean}");
            assert!((squares / f64::from(n) / variance - 1.0).abs() < 0.03, "{noise:?}");
        }
    }
}
