//! The labelled sentences: each a row, each read with the tables as they are.

use std::collections::BTreeSet;
use std::fs;

use groundswell_mentions::{Document, Gazetteer, Outcome, Policy, Scratch, Tiers};
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
        let document = Document { fields: &fields, year: sentence.year, tiers: Tiers::default() };
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
