//! The labelled sentences: each a row, each read with the tables as they are.

use std::collections::BTreeSet;
use std::fs;

use groundswell_mentions::{
    Document, Gazetteer, Mention, Ocr, Outcome, Policy, Scratch, Tier, Tiers,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixtures {
    sentence: Vec<Sentence>,
    unrest: Vec<Unrest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    year: Option<i32>,
    countries: BTreeSet<String>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unrest {
    text: String,
    unrest: bool,
    why: String,
}

fn fixtures() -> Fixtures {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/mentions.toml");
    let text = fs::read_to_string(path).expect("the fixtures are part of the project");
    toml::from_str(&text).expect("the fixtures have the fields above")
}

#[test]
fn every_sentence_names_exactly_its_countries() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for sentence in fixtures().sentence {
        let fields = [sentence.text.as_str()];
        let document = Document {
            fields: &fields,
            year: sentence.year,
            tiers: Tiers::default(),
            ocr: Ocr::Exact,
        };
        let reading = gazetteer.read(&document, &mut scratch);
        let named =
            reading.mentions.iter().flat_map(|m| gazetteer.countries(m.polity, Policy::Primary));
        let named: BTreeSet<String> =
            named.map(|country| gazetteer.polity(country).id.clone()).collect();
        let counted = reading.mentions.len();
        let explained = gazetteer.explain(&document);
        assert_eq!(
            explained.iter().filter(|span| span.outcome == Outcome::Counts).count(),
            counted
        );
        if named != sentence.countries {
            wrong.push(format!(
                "{:?} ({:?}) names {named:?}, not {:?}: {}\n{explained:?}",
                sentence.text, sentence.year, sentence.countries, sentence.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Counts of all tiers are stored, and narrowed when they are asked for: that must be the same as reading so.
#[test]
fn what_is_read_with_cities_holds_all_that_is_read_without() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut scratch = Scratch::default();
    for sentence in fixtures().sentence {
        let fields = ["", sentence.text.as_str()];
        let document = Document {
            fields: &fields,
            year: sentence.year.or(Some(1950)),
            tiers: Tiers::ALL,
            ocr: Ocr::Exact,
        };
        let all = gazetteer.read(&document, &mut scratch).mentions.to_vec();
        for (tiers, tier) in [(Tiers::NAMES, Tier::A), (Tiers::default(), Tier::B)] {
            let narrowed: Vec<Mention> =
                all.iter().copied().filter(|mention| mention.tier <= tier).collect();
            let document = Document { tiers, ..document };
            let read = gazetteer.read(&document, &mut scratch).mentions;
            assert_eq!(read, narrowed, "{:?} to {tier:?}", sentence.text);
        }
    }
}

#[test]
fn every_line_is_unrest_or_not() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let mut scratch = Scratch::default();
    for line in fixtures().unrest {
        let fields = [line.text.as_str()];
        let document = Document {
            fields: &fields,
            year: Some(1950),
            tiers: Tiers::default(),
            ocr: Ocr::Exact,
        };
        assert_eq!(
            gazetteer.read(&document, &mut scratch).unrest,
            line.unrest,
            "{}: {}",
            line.text,
            line.why
        );
    }
}
