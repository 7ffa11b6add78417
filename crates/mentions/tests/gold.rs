//! Floors of accuracy on annotated texts: one set that is part of the project, the others where they lie beside it.
#![allow(clippy::unwrap_used)]

#[path = "../examples/eval/measure.rs"]
mod measure;

use std::path::{Path, PathBuf};

use groundswell_mentions::{Gazetteer, Ocr, Tiers};
use measure::{NameCase, POOLED, Part, Score, TIERS};

/// What a set must reach: its name, the tier it is read up to, the part, precision, recall, F1.
type Floor = (&'static [&'static str], &'static str, Part, f64, f64, f64);

/// Measured, less what one or two documents make.
const FLOORS: &[Floor] = &[
    (POOLED, "B", Part::All, 0.93, 0.985, 0.955),
    (&["topres19th"], "A", Part::All, 0.84, 0.88, 0.86),
    (&["reuters21578_third"], "C", Part::All, 0.0, 0.93, 0.79),
    (&["aida_conll", "lgl", "nyt_headlines_half", "topres19th"], "B", Part::Chile, 0.0, 1.0, 0.0),
];

fn gold() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    if folder.exists() {
        return Some(folder);
    }
    println!("skipped: no shared data");
    None
}

/// The messages of the Presidents of the United States, 1790–1956 (public domain): only the names of the past are
/// labelled in them, so recall is all they tell.
#[test]
fn the_presidents_names_of_the_past_are_found() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let lines = measure::lines(&fixtures.join("presidents.jsonl")).unwrap();
    let score = measure::score(&gazetteer, &lines, (Tiers::default(), Ocr::Exact), Part::All);
    println!("{:.4} of {}", score.recall(), score.gold);
    assert!(score.gold >= 500 && score.recall() >= 0.99, "{score:?}");
}

#[test]
fn no_figure_falls_below_its_floor() {
    let Some(folder) = gold() else { return };
    let gazetteer = Gazetteer::embedded().unwrap();
    for (sets, tier, part, precision, recall, f1) in FLOORS {
        let (_, tiers) = TIERS.into_iter().find(|(name, _)| name == tier).unwrap();
        let mut score = Score::default();
        for set in *sets {
            let lines = measure::lines(&folder.join(set).with_extension("jsonl")).unwrap();
            score.join(measure::score(&gazetteer, &lines, (tiers, Ocr::Exact), *part));
        }
        assert!(score.gold > 0, "{sets:?} {part:?} hold nothing to measure");
        let figures = [score.precision(), score.recall(), score.f1()];
        println!("{sets:?} {part:?} up to {tier}: {figures:.4?} of {}", score.gold);
        for (figure, floor) in figures.iter().zip([precision, recall, f1]) {
            assert!(figure >= floor, "{sets:?} {part:?} up to {tier}: {figures:.4?}");
        }
    }
    let (wrong, all) = measure::hard_cases(&gazetteer, &folder.join("hard_cases_60.tsv")).unwrap();
    assert!(wrong.len() <= 3 && all == 60, "{wrong:#?}");
}

/// Labels that one list has as a country and another as none, territories within a country, a customs union, and a
/// code of two letters, which is no name: out of scope.
const DISPUTED: &[&str] = &[
    "guiana",
    "jp",
    "kosovo*",
    "micronesia",
    "netherlands antilles",
    "roc",
    "saint martin",
    "saint-martin",
    "southern african customs union",
    "st. martin",
    "tanzania: zanzibar",
    "united arab republic",
    "united republic of tanzania: zanzibar",
];

#[test]
fn labels_of_countries_resolve_and_others_do_not() {
    let Some(folder) = gold() else { return };
    let gazetteer = Gazetteer::embedded().unwrap();
    let cases = NameCase::all(&folder.join("name_cases_half.csv")).unwrap();
    let in_scope = |case: &&NameCase| {
        ["name", "negative"].contains(&case.kind())
            && !DISPUTED.contains(&case.name.to_lowercase().as_str())
    };
    let wrong: Vec<String> = cases
        .iter()
        .filter(in_scope)
        .filter(|case| !case.is_right(&gazetteer))
        .map(|case| format!("{:?} is not {:?} ({})", case.name, case.iso3, case.source))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
