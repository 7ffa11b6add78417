//! Second opinions on series that no newspaper prints: an answer for every year, never a panic, a NaN or an infinity.

use groundswell_detector::{Cell, METHODS, Outcome, Series};
use proptest::prelude::*;

const MINE: [&str; 4] = ["kleinberg", "pelt_poisson", "pelt_nb", "partition"];

fn check(series: &Series) {
    for method in METHODS.iter().filter(|method| MINE.contains(&method.name)) {
        let opinions = method.judge(series);
        assert_eq!(opinions.len(), series.years().count());
        for (opinion, (year, cell)) in opinions.iter().zip(series.years()) {
            let place = format!("{} of {year}: {opinion:?}", method.name);
            assert_eq!(opinion.year, year, "{place}");
            assert!(opinion.score.is_none_or(f64::is_finite), "{place}");
            let hole = cell.count().is_none()
                || series.has_exposures() && series.exposure(year).unwrap_or(0) == 0;
            assert_eq!(opinion.verdict == Outcome::Missing, hole, "{place}");
            let judged = matches!(opinion.verdict, Outcome::Wave | Outcome::None);
            assert!(!judged || opinion.score.is_some(), "{place}");
        }
    }
}

fn known(first_year: i32, counts: &[u64]) -> Series {
    Series::new(first_year, counts.iter().map(|count| Cell::Observed(*count)).collect()).unwrap()
}

#[test]
fn every_year_gets_an_answer() {
    let huge = u64::MAX / 32;
    let one = |at: usize, count: u64, years: usize| {
        (0..years).map(|year| if year == at { count } else { 0 }).collect::<Vec<_>>()
    };
    for counts in [
        vec![0],
        vec![u64::MAX],
        vec![0; 30],
        vec![1; 30],
        vec![huge; 30],
        one(0, u64::MAX, 30),
        one(29, u64::MAX, 30),
        one(15, 1, 30),
        [one(9, huge, 10), vec![1; 20]].concat(),
    ] {
        let years = counts.len();
        for first_year in [i32::MIN, 1850, i32::MAX - years as i32 + 1] {
            let series = known(first_year, &counts);
            check(&series);
            for exposures in [
                vec![None; years],
                vec![Some(0); years],
                vec![Some(1); years],
                vec![Some(u64::MAX / 32); years],
                one(0, u64::MAX - 40, years).iter().map(|most| Some(most + 1)).collect(),
                one(15, u64::MAX - 40, years).iter().map(|most| Some(most + 1)).collect(),
                counts.iter().map(|count| Some(*count)).collect(),
                counts.iter().map(|count| count.checked_mul(2)).collect(),
            ] {
                if let Ok(series) = series.clone().with_exposures(exposures) {
                    check(&series);
                }
            }
        }
    }
}

#[test]
fn huge_counts_without_a_wave_have_none_and_with_one_have_that() {
    for unit in [1_000_u64, 1_000_000_000, u64::MAX / 400] {
        let level = |at: usize| if (40..43).contains(&at) { 3 * unit } else { unit };
        let waves: Vec<u64> = (0..100).map(level).collect();
        for name in MINE {
            let method = METHODS.iter().find(|method| method.name == name).unwrap();
            let waves_of = |counts: &[u64]| {
                let opinions = method.judge(&known(1900, counts));
                let waves = opinions.into_iter().filter(|year| year.verdict == Outcome::Wave);
                waves.map(|opinion| opinion.year).collect::<Vec<_>>()
            };
            assert_eq!(waves_of(&vec![unit; 100]), [] as [i32; 0], "{name} at {unit}");
            assert_eq!(waves_of(&waves), [1940, 1941, 1942], "{name} at {unit}");
        }
    }
}

#[test]
fn more_years_than_are_tried_are_undetermined_and_cost_nothing() {
    let counts: Vec<u64> = (0..100_000).map(|year| year % 7).collect();
    for name in MINE {
        let method = METHODS.iter().find(|method| method.name == name).unwrap();
        let opinions = method.judge(&known(1, &counts));
        let undetermined =
            opinions.iter().filter(|year| year.verdict == Outcome::Undetermined).count();
        assert_eq!(undetermined, if name == "kleinberg" { 0 } else { 100_000 }, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_series_gets_answers(
        years in prop::collection::vec(
            (
                prop::option::of(prop_oneof![0_u64..5, 0_u64..1_000, 0..u64::MAX / 64]),
                prop::option::of(prop_oneof![0_u64..3, 1_u64..10_000, 0..u64::MAX / 64]),
            ),
            1..60,
        ),
        exposed in any::<bool>(),
    ) {
        let cell = |count: &Option<u64>| count.map_or(Cell::Missing, Cell::Observed);
        let series = Series::new(1900, years.iter().map(|(count, _)| cell(count)).collect()).unwrap();
        let exposures = years.iter().map(|(_, exposure)| *exposure).collect();
        check(&if exposed { series.with_exposures(exposures).unwrap() } else { series });
    }
}
