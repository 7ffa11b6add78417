//! Small ledgers to ask.

use groundswell_ledger::{
    Address, Article, Document, Ledger, Mention, Newspaper, Polity, Settings, World,
};
use std::path::Path;

/// One record: document, position, id, url, headline key, date, verdict.
pub(crate) fn article(
    position: u32,
    id: &str,
    date: (i32, u8, u8),
    international: Option<bool>,
) -> Article {
    Article {
        position,
        offset: 0,
        length: 1,
        newspaper: None,
        date,
        international,
        basis: "metadata",
        rule: String::new(),
        unrest: false,
        id_key: key(id),
        url_key: None,
        headline_key: None,
        weight: 0,
        lossy: false,
        address: Some(Address { id: id.to_owned(), url: None }),
    }
}

/// The same for the same text.
pub(crate) fn key(text: &str) -> i64 {
    text.bytes().fold(7, |key: i64, byte| key.wrapping_mul(1_000_003) ^ i64::from(byte))
}

pub(crate) fn mention(position: u32, polity: &str, tier: &'static str) -> Mention {
    Mention {
        position,
        channel: "text",
        polity: polity.to_owned(),
        tier,
        mentions: 2,
        surface: polity.to_lowercase(),
        field: 0,
        start: 0,
    }
}

pub(crate) fn document(id: i64, mut articles: Vec<Article>, mentions: Vec<Mention>) -> Document {
    for article in &mut articles {
        let names = mentions.iter().any(|mention| mention.position == article.position);
        if !names || !Article::may_count(article.international, article.basis) {
            article.address = None;
        }
    }
    Document {
        id,
        path: format!("data/nyt-archive/{id}.json.zst"),
        source: "nyt-archive".to_owned(),
        newspaper: Some("nyt".to_owned()),
        sha256: "0".repeat(64),
        records: articles.len() as u64,
        articles,
        mentions,
        ..Document::default()
    }
}

fn world() -> World {
    let polity = |id: &str| Polity { id: id.into(), label: id.into(), first: None, last: None };
    let reading = |policy: &str, polity: &str, country: &str| {
        [policy.to_owned(), polity.to_owned(), country.to_owned()]
    };
    World {
        newspapers: vec![Newspaper {
            name: "nyt".into(),
            title: "The New York Times".into(),
            home: "USA".into(),
            appeared: (1971..=1973)
                .flat_map(|year| (1..=12).map(move |month| (year, month, 30)))
                .chain((1..=12).map(|month| (1970, month, 0)))
                .collect(),
            gaps: Vec::new(),
        }],
        polities: ["CHL", "RUS", "SUN", "USA"].map(polity).to_vec(),
        readings: vec![
            reading("primary", "CHL", "CHL"),
            reading("primary", "RUS", "RUS"),
            reading("primary", "SUN", "RUS"),
            reading("primary", "USA", "USA"),
            reading("as-was", "SUN", "SUN"),
            reading("as-was", "RUS", "RUS"),
        ],
        tables: Vec::new(),
        origin: vec![("program".into(), "test".into())],
    }
}

/// The same with a second newspaper, of Britain, and the countries GBR and PER.
pub(crate) fn two_papers() -> World {
    let mut world = world();
    world.newspapers.push(Newspaper {
        name: "guardian".into(),
        title: "The Guardian".into(),
        home: "GBR".into(),
        ..world.newspapers[0].clone()
    });
    for code in ["GBR", "PER"] {
        let (id, label) = (code.to_owned(), code.to_owned());
        world.polities.push(Polity { id, label, first: None, last: None });
        world.readings.push(["primary".to_owned(), code.to_owned(), code.to_owned()]);
    }
    world
}

pub(crate) fn built(path: &Path, documents: &[Document], settings: &Settings) -> Ledger {
    built_in(&world(), path, documents, settings)
}

pub(crate) fn built_in(
    world: &World,
    path: &Path,
    documents: &[Document],
    settings: &Settings,
) -> Ledger {
    let mut ledger = Ledger::rebuild(path).unwrap();
    ledger.set_world(world).unwrap();
    ledger.set_settings(settings).unwrap();
    for document in documents {
        ledger.replace(document).unwrap();
    }
    ledger.settle().unwrap();
    ledger.publish().unwrap();
    Ledger::open(path).unwrap()
}

/// A year of one article a month, of which the first names Chile and the last the Soviet Union and Russia.
pub(crate) fn year_of(id: i64, year: i32) -> Document {
    let articles = (0u8..12)
        .map(|m| article(u32::from(m), &format!("{year}-{m}"), (year, m + 1, 1), Some(m < 6)))
        .collect();
    document(
        id,
        articles,
        vec![mention(0, "CHL", "A"), mention(1, "SUN", "A"), mention(1, "RUS", "B")],
    )
}
