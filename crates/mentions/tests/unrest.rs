//! The lexicon of unrest, measured on labelled headlines: how many of its finds are right, how many it finds.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use groundswell_mentions::{Document, Gazetteer, Scratch, Tiers};
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
        let document = Document { fields: &fields, year: line.year, tiers: Tiers::default() };
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
        println!("{name:18} precision {:.3} recall {:.3}", score.precision(), score.recall());
    }
}
