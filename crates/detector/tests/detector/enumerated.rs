//! Second opinions on short series beside the best of all possible answers, found by trying every one.

use groundswell_detector::{Cell, METHODS, Opinion, Outcome, Series};
use proptest::prelude::*;

fn judge(method: &str, counts: &[u64], exposures: Option<&[u64]>) -> Vec<Opinion> {
    let method = METHODS.iter().find(|known| known.name == method).unwrap();
    let series = Series::new(1900, counts.iter().map(|count| Cell::Observed(*count)).collect());
    let series = match exposures {
        None => series.unwrap(),
        Some(known) => {
            series.unwrap().with_exposures(known.iter().copied().map(Some).collect()).unwrap()
        }
    };
    method.judge(&series)
}

fn ln_factorial(n: u64) -> f64 {
    (1..=n).map(|factor| (factor as f64).ln()).sum()
}

/// −ln of the binomial probability of r out of d; with no d, of the Poisson probability for the mean `rate`.
fn cost(r: u64, d: Option<u64>, rate: f64) -> f64 {
    let (x, factorial) = (r as f64, ln_factorial(r));
    match d {
        None => factorial + rate - x * rate.ln(),
        Some(d) => {
            let ways = ln_factorial(d) - factorial - ln_factorial(d - r);
            -(ways + x * rate.ln() + (d - r) as f64 * (1.0 - rate).ln())
        }
    }
}

/// For every year the cheapest sequence of states with it in 0 less the cheapest with it in 1.
fn bursts(counts: &[u64], documents: Option<&[u64]>) -> Vec<f64> {
    let n = counts.len();
    let all = documents.map_or(n as f64, |documents| documents.iter().sum::<u64>() as f64);
    let rate = counts.iter().sum::<u64>() as f64 / all;
    let costs: Vec<[f64; 2]> = (0..n)
        .map(|year| {
            let documents = documents.map(|documents| documents[year]);
            [rate, 2.0 * rate].map(|rate| cost(counts[year], documents, rate))
        })
        .collect();
    let mut least = vec![[f64::INFINITY; 2]; n];
    for states in 0..1_usize << n {
        let state = |year: usize| states >> year & 1;
        let mut total = 0.0;
        for (year, costs) in costs.iter().enumerate() {
            let before = if year == 0 { 0 } else { state(year - 1) };
            let entry = if before < state(year) { (n as f64).ln() } else { 0.0 };
            total += entry + costs[state(year)];
        }
        for (year, least) in least.iter_mut().enumerate() {
            least[state(year)] = least[state(year)].min(total);
        }
    }
    least.iter().map(|[zero, one]| zero - one).collect()
}

/// The rates of the segments of the cheapest segmentation, a year, and by how much the next best is dearer.
fn levels(counts: &[u64], exposures: &[u64]) -> (Vec<f64>, f64) {
    let n = counts.len();
    let rate = |from: usize, to: usize| {
        counts[from..to].iter().sum::<u64>() as f64 / exposures[from..to].iter().sum::<u64>() as f64
    };
    let mut best = (Vec::new(), f64::INFINITY);
    let mut margin = f64::INFINITY;
    for cuts in 0..1_usize << (n - 1) {
        let mut begins: Vec<usize> = (1..n).filter(|at| cuts >> (at - 1) & 1 == 1).collect();
        begins.insert(0, 0);
        let ends = begins.iter().skip(1).copied().chain([n]);
        let mut total = 2.0 * (n as f64).ln() * begins.len() as f64;
        let mut rates = Vec::new();
        for (from, to) in begins.iter().copied().zip(ends) {
            let level = rate(from, to);
            let years = counts[from..to].iter().zip(&exposures[from..to]);
            total += years
                .filter(|_| level > 0.0)
                .map(|(count, exposure)| 2.0 * cost(*count, None, level * *exposure as f64))
                .sum::<f64>();
            rates.extend((from..to).map(|_| level / rate(0, n)));
        }
        margin = margin.min((total - best.1).abs());
        if total < best.1 {
            (margin, best) = (best.1 - total, (rates, total));
        }
    }
    (best.0, margin)
}

fn close(opinions: &[Opinion], expected: &[f64]) {
    assert_eq!(opinions.len(), expected.len());
    for (opinion, expected) in opinions.iter().zip(expected) {
        let score = opinion.score.unwrap();
        assert!((score - expected).abs() < 1e-9, "{opinion:?}, not {expected}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn bursts_are_the_cheapest_of_all_sequences(
        years in prop::collection::vec((0_u64..40, 100_u64..300), 10..=12),
        known in any::<bool>(),
    ) {
        let (counts, documents): (Vec<u64>, Vec<u64>) = years.into_iter().unzip();
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let documents = known.then_some(documents.as_slice());
        let opinions = judge("kleinberg", &counts, documents);
        close(&opinions, &bursts(&counts, documents));
        for opinion in opinions {
            prop_assert_eq!(opinion.verdict == Outcome::Wave, opinion.score.unwrap() > 0.0);
        }
    }

    #[test]
    fn levels_are_the_cheapest_of_all_segmentations(
        years in prop::collection::vec((prop_oneof![0_u64..20, 0_u64..90], 1_u64..4), 10..=12),
    ) {
        let (counts, exposures): (Vec<u64>, Vec<u64>) = years.into_iter().unzip();
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let (expected, margin) = levels(&counts, &exposures);
        prop_assume!(margin > 1e-6);
        close(&judge("pelt_poisson", &counts, Some(&exposures)), &expected);
    }
}
