//! The lexicon of unrest, measured on labelled headlines: how many of its finds are right, how many it finds.
//!
//! The headlines are invented, by the hand that wrote the lexicon. `written` says when: 182 before its rules of 2026, and
//! read while they were made; 65 more before, and not read again until they were done: their score is the honest one, of
//! headlines harder than a newspaper's. Of 175 events 50 have no word that a list could hold
//! ("WATTS BURNS"): recall cannot reach 1, and the test prints every miss.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use groundswell_mentions::{Document, Gazetteer, Ocr, Scratch, Tiers};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixtures {
    unrest: Vec<Headline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headline {
    text: String,
    year: Option<i32>,
    unrest: bool,
    /// Before, with or after the rules of the lexicon: how far the score can be believed.
    written: String,
    why: String,
}

/// Headlines found and right, found, and of unrest.
#[derive(Default, Clone, Copy)]
struct Score {
    right: u32,
    found: u32,
    all: u32,
}

impl Score {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.found)
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.all)
    }
}

fn headlines() -> Vec<Headline> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/mentions.toml");
    toml::from_str::<Fixtures>(&fs::read_to_string(path).unwrap()).unwrap().unrest
}

#[test]
fn the_lexicon_finds_unrest_and_little_else() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut scratch = Scratch::default();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in headlines() {
        let fields = [line.text.as_str()];
        let document =
            Document { fields: &fields, year: line.year, tiers: Tiers::default(), ocr: Ocr::Exact };
        let found = gazetteer.read(&document, &mut scratch).unrest;
        if found != line.unrest {
            println!("found {found:5} {:?} {}: {}", line.year, line.text, line.why);
        }
        for name in [line.written.as_str(), "all"] {
            let score = scores.entry(name.to_owned()).or_default();
            score.right += u32::from(found && line.unrest);
            score.found += u32::from(found);
            score.all += u32::from(line.unrest);
        }
    }
    for (name, score) in &scores {
        println!("{name:26} precision {:.3} recall {:.3}", score.precision(), score.recall());
    }
    for (name, precision, recall) in [
        ("with the rules", 1.0, 1.0),
        ("before the rules", 0.98, 0.74),
        ("before the rules, unseen", 0.85, 0.40),
        ("all", 0.97, 0.70),
    ] {
        let score = scores[name];
        assert!(score.precision() >= precision, "{name}: precision {:.3}", score.precision());
        assert!(score.recall() >= recall, "{name}: recall {:.3}", score.recall());
    }
}

#[test]
fn the_headlines_are_of_all_decades_and_both_kinds() {
    let headlines = headlines();
    assert!(headlines.len() >= 200, "{}", headlines.len());
    assert!(headlines.iter().filter(|line| !line.unrest).count() >= 80);
    for decade in (1850..2020).step_by(10) {
        let of_decade = |line: &&Headline| line.year.is_some_and(|year| year / 10 * 10 == decade);
        assert!(headlines.iter().filter(of_decade).count() >= 8, "{decade}");
    }
}
