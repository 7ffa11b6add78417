//! The statistics of an audit: shares, totals, recall and agreement, with 95 % intervals.
//!
//! - A share of strata with populations N_h and labels n_h is p = Σ W_h p_h, W_h = N_h / Σ N (Cochran,
//!   *Sampling Techniques*, 3rd ed. 1977, §5.3 and §5.10).
//! - Its interval is Wilson's (1927, JASA 22:209) with an effective number of labels in place of n (Korn &
//!   Graubard 1998, Survey Methodology 24:193; compared by Franco, Little, Louis & Slud 2019, J. Survey
//!   Statistics and Methodology 7:334). From Cochran's variance Σ W_h² (1/n_h − 1/N_h) p(1−p), with the
//!   pooled p because a stratum of two labels cannot say its own: n = 1 / Σ W_h² (1/n_h − 1/N_h). Under
//!   proportional allocation that is never too small. Wald's interval is not used: it has no width where
//!   all labels agree, and covers far less than it says (Brown, Cai & DasGupta 2001).
//! - A sum of two estimates has the limits of MOVER: the distances to the limits add up as squares (Zou &
//!   Donner 2008, Statistics in Medicine 27:1693; Newcombe 1998, method 10, is its case of a difference).
//! - Recall R = T / (T + M) of true hits T and missed M has as its limits the R at which the MOVER interval
//!   of (1 − R) T − R M ends at zero (Fieller 1954; Donner & Zou 2012, Stat. Methods Med. Res. 21:347).
//! - Kappa is Cohen's (1960), its standard error that of Fleiss, Cohen & Everitt (1969, Psychological
//!   Bulletin 72:323), for large samples and kappas that are not zero.
//!
//! What nobody labelled could be all right or all wrong: it takes the value away and widens the interval
//! to both ends.

use serde::Serialize;

/// The normal deviate of a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A stratum, or pairs of one year in it, and its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Pairs of the stratum.
    pub(crate) population: u64,
    /// Drawn ones that have an answer.
    pub(crate) labelled: u64,
    /// Of these those that are true.
    pub(crate) yes: u64,
    /// Pairs that are asked about: the population, or those of one cell, which are taken for any of it.
    pub(crate) asked: u64,
}

/// A number and its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Estimate {
    /// `None`: not known, for some of it has no label.
    pub(crate) value: Option<f64>,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Agreement of two coders beyond chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Kappa {
    pub(crate) value: f64,
    /// With its limits `None` where all labels agree: then the formula says nothing of its error.
    pub(crate) standard_error: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

/// Wilson's interval of a share of `n` labels; `n` need not be whole, infinite is exact.
pub(crate) fn wilson(share: f64, n: f64) -> (f64, f64) {
    if n.is_infinite() {
        return (share, share);
    }
    let z2 = Z * Z;
    let middle = share + z2 / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

/// The true share of what is asked about. `None`: nothing is.
pub(crate) fn share(parts: &[Part]) -> Option<Estimate> {
    let asked = |part: &&Part| part.asked > 0;
    let all: u64 = parts.iter().map(|part| part.asked).sum();
    if all == 0 {
        return None;
    }
    let known: Vec<&Part> = parts.iter().filter(asked).filter(|part| part.labelled > 0).collect();
    let labelled: u64 = known.iter().map(|part| part.asked).sum();
    if labelled == 0 {
        return Some(Estimate { value: None, low: 0.0, high: 1.0 });
    }
    let weight = |part: &Part| part.asked as f64 / labelled as f64;
    let p: f64 =
        known.iter().map(|part| weight(part) * part.yes as f64 / part.labelled as f64).sum();
    let inverse: f64 = known.iter().map(|part| weight(part).powi(2) * part.inverse()).sum();
    let (low, high) = wilson(p, 1.0 / inverse.max(0.0));
    let of_all = labelled as f64 / all as f64;
    Some(Estimate {
        value: (labelled == all).then_some(p),
        low: low * of_all,
        high: high * of_all + 1.0 - of_all,
    })
}

impl Part {
    /// What one label less would cost: the variance of its share over p(1−p). Pairs of one cell differ from
    /// their stratum by chance too; for the whole stratum that part is zero.
    fn inverse(&self) -> f64 {
        let population = 1.0 / self.population as f64;
        (1.0 / self.labelled as f64 - population) + (1.0 / self.asked as f64 - population)
    }
}

/// How many true ones there are among what is asked about.
pub(crate) fn total(parts: &[Part]) -> Estimate {
    let all: u64 = parts.iter().map(|part| part.asked).sum();
    let none = Estimate { value: Some(0.0), low: 0.0, high: 0.0 };
    share(parts).map_or(none, |share| share.times(all as f64))
}

impl Estimate {
    /// The limits moved out to whole numbers: true articles are counted, and a limit between two is none.
    pub(crate) fn outward(self) -> Estimate {
        Estimate { low: self.low.floor(), high: self.high.ceil(), ..self }
    }

    fn times(self, factor: f64) -> Estimate {
        Estimate {
            value: self.value.map(|value| value * factor),
            low: self.low * factor,
            high: self.high * factor,
        }
    }

    /// Both together, by MOVER. With one value unknown the limits themselves add up.
    pub(crate) fn plus(self, more: Estimate) -> Estimate {
        let (Some(a), Some(b)) = (self.value, more.value) else {
            return Estimate { value: None, low: self.low + more.low, high: self.high + more.high };
        };
        Estimate {
            value: Some(a + b),
            low: a + b - (a - self.low).hypot(b - more.low),
            high: a + b + (self.high - a).hypot(more.high - b),
        }
    }
}

/// The share that was found, of `found` true ones and `missed` ones. `None`: there may be none of either.
pub(crate) fn recall(found: Estimate, missed: Estimate) -> Option<Estimate> {
    let (Some(t), Some(m)) = (found.value, missed.value) else {
        let low = found.low / (found.low + missed.high);
        let high = found.high / (found.high + missed.low);
        let known = |limit: f64, instead| if limit.is_finite() { limit } else { instead };
        return Some(Estimate { value: None, low: known(low, 0.0), high: known(high, 1.0) });
    };
    if t + m <= 0.0 {
        return None;
    }
    let above = |r: f64| (1.0 - r) * t - r * m;
    let low = crossing(|r| above(r) - ((1.0 - r) * (t - found.low)).hypot(r * (missed.high - m)));
    let high = crossing(|r| above(r) + ((1.0 - r) * (found.high - t)).hypot(r * (m - missed.low)));
    Some(Estimate { value: Some(t / (t + m)), low, high })
}

/// Where a function that falls from above zero to below does so, between 0 and 1.
fn crossing(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if f(middle) > 0.0 { low = middle } else { high = middle }
    }
    if high > 1.0 - 1e-12 { 1.0 } else { low }
}

/// Cohen's kappa of a square table of counts, first coder by rows. `None`: no rows, or both coders used one
/// and the same code only, where chance alone would agree.
pub(crate) fn kappa(table: &[Vec<u64>]) -> Option<Kappa> {
    let n = table.iter().flatten().sum::<u64>() as f64;
    let p = |i: usize, j: usize| table[i][j] as f64 / n;
    let all = || 0..table.len();
    let by_row = |i: usize| all().map(|j| p(i, j)).sum::<f64>();
    let by_column = |j: usize| all().map(|i| p(i, j)).sum::<f64>();
    let observed: f64 = all().map(|i| p(i, i)).sum();
    let chance: f64 = all().map(|i| by_row(i) * by_column(i)).sum();
    if n == 0.0 || 1.0 - chance < 1e-12 {
        return None;
    }
    let kappa = (observed - chance) / (1.0 - chance);
    let rest = 1.0 - kappa;
    let agreeing: f64 =
        all().map(|i| p(i, i) * (1.0 - (by_row(i) + by_column(i)) * rest).powi(2)).sum();
    let pairs = all().flat_map(|i| all().map(move |j| (i, j))).filter(|(i, j)| i != j);
    let differing: f64 = pairs.map(|(i, j)| p(i, j) * (by_column(i) + by_row(j)).powi(2)).sum();
    let variance = agreeing + rest.powi(2) * differing - (kappa - chance * rest).powi(2);
    let error = (observed < 1.0).then(|| (variance.max(0.0) / n).sqrt() / (1.0 - chance));
    let limit = |sign: f64| error.map(|error| (kappa + sign * Z * error).clamp(-1.0, 1.0));
    Some(Kappa { value: kappa, standard_error: error, low: limit(-1.0), high: limit(1.0) })
}

#[cfg(test)]
mod rows;
#[cfg(test)]
mod simulation;
