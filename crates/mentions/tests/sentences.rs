//! The labelled sentences: each a row, each read with the tables as they are.

use std::collections::BTreeSet;
use std::fs;

use groundswell_mentions::{
    Document, Gazetteer, Mention, Ocr, Outcome, Policy, Scratch, Tier, Tiers,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixtures {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    year: Option<i32>,
    /// `C`: read with cities, regions and bodies too. Absent: names and demonyms.
    tier: Option<char>,
    countries: BTreeSet<String>,
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
        let tiers = match sentence.tier {
            None => Tiers::default(),
            Some('C') => Tiers::ALL,
            Some(other) => panic!("no tier {other:?}: {}", sentence.text),
        };
        let document = Document { fields: &fields, year: sentence.year, tiers, ocr: Ocr::Exact };
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
fn the_sentences_are_of_all_decades() {
    let sentences = fixtures().sentence;
    assert!(sentences.len() >= 430, "{}", sentences.len());
    for decade in (1850..2020).step_by(10) {
        let of_decade = |s: &&Sentence| s.year.is_some_and(|year| year / 10 * 10 == decade);
        let count = sentences.iter().filter(of_decade).count();
        assert!(count >= 15, "{count} in the {decade}s");
    }
    let once: BTreeSet<_> = sentences.iter().map(|s| (s.text.as_str(), s.year, s.tier)).collect();
    assert_eq!(once.len(), sentences.len(), "each sentence once");
}
