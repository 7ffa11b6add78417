//! Invented populations, drawn and labelled again and again: do the intervals hold the truth 95 times in 100?

use super::super::allocate::allocate;
use super::super::population::Class;
use super::*;

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }

    /// How many of `draws` without replacement are true, of `yes` among `all`.
    fn drawn(&mut self, all: u64, yes: u64, draws: u64) -> u64 {
        let mut found = 0;
        for taken in 0..draws {
            found += u64::from(self.below(all - taken) < yes - found);
        }
        found
    }
}

/// Strata of 2 newspapers and 12 decades: class, population, true ones. Errors differ from one to the next.
fn strata() -> Vec<(Class, u64, u64)> {
    let mut dice = Dice(7);
    let mut strata = Vec::new();
    for (class, most, lowest, spread) in
        [(Class::Hit, 3000, 80, 19), (Class::NearMiss, 4000, 2, 25), (Class::Silent, 5000, 0, 2)]
    {
        for _ in 0..24 {
            let population = 20 + dice.below(most);
            let percent = lowest + dice.below(spread);
            strata.push((class, population, population * percent / 100));
        }
    }
    strata
}

/// Share of draws whose interval holds the truth, of `figure` and of its truth.
fn covered(
    sample: u64,
    figure: impl Fn(&dyn Fn(Class) -> Vec<Part>) -> Estimate,
    truth: f64,
) -> f64 {
    let strata = strata();
    let sizes: Vec<(Class, u64)> = strata.iter().map(|(class, n, _)| (*class, *n)).collect();
    let samples = allocate(&sizes, sample);
    let mut dice = Dice(sample);
    let draws = 2000;
    let mut held = 0;
    for _ in 0..draws {
        let parts: Vec<(Class, Part)> = strata
            .iter()
            .zip(&samples)
            .map(|((class, population, yes), labelled)| {
                let found = dice.drawn(*population, *yes, *labelled);
                let (population, labelled) = (*population, *labelled);
                (*class, Part { population, labelled, yes: found, asked: population })
            })
            .collect();
        let of = |class: Class| -> Vec<Part> {
            parts.iter().filter(|(of, _)| *of == class).map(|(_, part)| *part).collect()
        };
        let found = figure(&of);
        held += u32::from((found.low..=found.high).contains(&truth));
    }
    f64::from(held) / f64::from(draws)
}

fn truth(class: Class) -> (f64, f64) {
    let of_class = strata().into_iter().filter(|(of, _, _)| *of == class);
    of_class
        .fold((0.0, 0.0), |(all, yes), (_, n, true_ones)| (all + n as f64, yes + true_ones as f64))
}

#[test]
fn intervals_hold_the_truth_95_times_in_100() {
    let (hits, found) = truth(Class::Hit);
    let (_, near) = truth(Class::NearMiss);
    let (_, silent) = truth(Class::Silent);
    for sample in [200, 400, 1600] {
        let precision = covered(sample, |of| share(&of(Class::Hit)).unwrap(), found / hits);
        let of_looked_at = |of: &dyn Fn(Class) -> Vec<Part>| {
            recall(total(&of(Class::Hit)), total(&of(Class::NearMiss))).unwrap()
        };
        let looked_at = covered(sample, of_looked_at, found / (found + near));
        let of_all = |of: &dyn Fn(Class) -> Vec<Part>| {
            let missed = total(&of(Class::NearMiss)).plus(total(&of(Class::Silent)));
            recall(total(&of(Class::Hit)), missed).unwrap()
        };
        let all = covered(sample, of_all, found / (found + near + silent));
        for (name, held) in [("precision", precision), ("recall", looked_at), ("all", all)] {
            println!("{sample} {name} {held}");
            assert!((0.935..=0.995).contains(&held), "{sample} {name}: {held}");
        }
    }
}

#[test]
fn so_do_those_of_one_cell() {
    // 40 of a stratum's 400 pairs are of one year; 60 of the 400 are labelled, some of them of that year.
    let (population, labelled, asked) = (400u64, 60u64, 40u64);
    let mut dice = Dice(11);
    for true_ones in [200, 320, 380] {
        let mut held = 0;
        for _ in 0..4000 {
            let mut pairs: Vec<bool> = (0..population).map(|at| at < true_ones).collect();
            let mut shuffled = |pairs: &mut Vec<bool>, count: u64| {
                for at in 0..count {
                    let other = at + dice.below(population - at);
                    pairs.swap(at as usize, other as usize);
                }
                pairs.iter().take(count as usize).filter(|yes| **yes).count() as u64
            };
            let in_cell = shuffled(&mut pairs, asked);
            let yes = shuffled(&mut pairs, labelled);
            let found = total(&[Part { population, labelled, yes, asked }]).outward();
            held += u32::from((found.low..=found.high).contains(&(in_cell as f64)));
        }
        let held = f64::from(held) / 4000.0;
        println!("{true_ones} {held}");
        assert!((0.945..=0.995).contains(&held), "{true_ones}: {held}");
    }
}
