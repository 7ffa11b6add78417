//! The facts about the world that counts are derived with.

use groundswell_ledger as ledger;
use groundswell_mentions::{self as mentions, Gazetteer};
use groundswell_press as press;

use crate::international::Inference;
use crate::study::{Policy, Study};

/// The facts counts are derived with, for the ledger.
pub(super) fn world(study: &Study, gazetteer: &Gazetteer) -> ledger::World {
    let polities = gazetteer.polities();
    let label = |polity: &mentions::Polity| ledger::Polity {
        id: polity.id.clone(),
        label: polity.label.clone(),
        first: polity.start,
        last: polity.end,
    };
    let readings = Policy::EVERY.into_iter().flat_map(|policy| {
        polities.iter().filter_map(|polity| gazetteer.find(&polity.id)).flat_map(move |polity| {
            gazetteer.countries(polity, policy.of_mentions()).into_iter().map(move |country| {
                let id = |polity| gazetteer.polity(polity).id.clone();
                [policy.word().to_owned(), id(polity), id(country)]
            })
        })
    });
    ledger::World {
        newspapers: study.newspapers().into_iter().map(|n| newspaper(study, n)).collect(),
        polities: polities.iter().map(label).collect(),
        readings: readings.collect(),
        origin: origin(study, gazetteer),
        tables: gazetteer
            .own_tables()
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.clone()))
            .collect(),
    }
}

/// What a ledger is made with: when one of these differs, so may every count.
pub(super) fn origin(study: &Study, gazetteer: &Gazetteer) -> Vec<(String, String)> {
    [
        ("program", env!("CARGO_PKG_VERSION").to_owned()),
        ("gazetteer", gazetteer.digest().to_owned()),
        ("press", press::sections_digest()),
        ("inferred", Inference::digest()),
        ("ocr", study.count.ocr.word().to_owned()),
        ("columns", study.import.words()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .to_vec()
}

fn newspaper(study: &Study, newspaper: &press::Newspaper) -> ledger::Newspaper {
    let years = study.first_counted_year()..=study.period.last_year;
    let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
    ledger::Newspaper {
        name: newspaper.name.clone(),
        title: newspaper.title.clone(),
        home: newspaper.home.clone(),
        appeared: months
            .map(|(year, month)| (year, month, press::expected_days(&newspaper.name, year, month)))
            .collect(),
        gaps: press::gaps(&newspaper.name)
            .map(|gap| {
                let what = gap.state.name().to_owned();
                [gap.first.to_string(), gap.last.to_string(), what, gap.citation.clone()]
            })
            .collect(),
    }
}
