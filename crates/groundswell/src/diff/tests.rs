//! Every cause, one ledger changed in one thing at a time.

use super::{apart, articles};
use crate::study::Topic;
use groundswell_ledger::{
    Address, Article, Document, Ledger, Mention, Newspaper, Polity, Quarantined, Settings, World,
};
use std::path::Path;

fn article(position: u32) -> Article {
    Article {
        position,
        offset: 0,
        length: 1,
        newspaper: None,
        date: (1972, 3, 4),
        international: Some(true),
        basis: "metadata",
        rule: "desk".to_owned(),
        unrest: true,
        id_key: i64::from(position),
        url_key: None,
        headline_key: None,
        weight: 0,
        lossy: false,
        address: Some(Address { id: format!("id-{position}"), url: None }),
    }
}

fn mention(position: u32) -> Mention {
    Mention {
        position,
        channel: "text",
        polity: "CHL".to_owned(),
        tier: "B",
        mentions: 1,
        surface: "Chilean".to_owned(),
        field: 0,
        start: 0,
    }
}

/// A month in which one article names Chile.
fn month() -> Document {
    Document {
        id: 1,
        path: "data/nyt-archive/1.json.zst".to_owned(),
        source: "nyt-archive".to_owned(),
        newspaper: Some("nyt".to_owned()),
        sha256: "0".repeat(64),
        records: 2,
        articles: vec![article(0), Article { international: Some(false), ..article(1) }],
        mentions: vec![mention(0)],
        ..Document::default()
    }
}

fn world() -> World {
    let chile = Polity { id: "CHL".into(), label: "Chile".into(), first: None, last: None };
    World {
        newspapers: vec![Newspaper {
            name: "nyt".into(),
            title: "The New York Times".into(),
            home: "USA".into(),
            appeared: (1..=12).map(|month| (1972, month, 30)).collect(),
            gaps: Vec::new(),
        }],
        polities: vec![chile],
        readings: vec![["primary".to_owned(), "CHL".to_owned(), "CHL".to_owned()]],
        tables: Vec::new(),
        origin: vec![("program".into(), "test".into())],
    }
}

fn built(path: &Path, documents: &[Document], settings: &Settings) -> Ledger {
    let mut ledger = Ledger::rebuild(path).unwrap();
    ledger.set_world(&world()).unwrap();
    ledger.set_settings(settings).unwrap();
    for document in documents {
        ledger.replace(document).unwrap();
    }
    ledger.settle().unwrap();
    ledger.publish().unwrap();
    Ledger::open(path).unwrap()
}

fn settings() -> Settings {
    Settings { first_year: 1972, last_year: 1972, ..Settings::default() }
}

/// The month with its first article changed.
fn with(change: fn(&mut Article)) -> Vec<Document> {
    let mut document = month();
    change(&mut document.articles[0]);
    vec![document]
}

#[test]
fn every_cause_is_named() {
    let other = || Document {
        id: 2,
        path: "data/nyt-archive/2.json.zst".to_owned(),
        articles: vec![Article { weight: 9, ..article(0) }],
        mentions: Vec::new(),
        records: 1,
        ..month()
    };
    let quarantined =
        Quarantined { position: 0, offset: 0, reason: "cut".into(), what: String::new() };
    let unread = Document {
        articles: vec![article(1)],
        mentions: Vec::new(),
        quarantined: vec![quarantined],
        ..month()
    };
    let unnamed = Document { mentions: Vec::new(), ..month() };
    let names_only = Settings { tier: "A".into(), ..settings() };
    let rows: [(&str, Topic, Vec<Document>, Settings); 8] = [
        ("raw", Topic::All, vec![Document { id: 7, path: "data/7".into(), ..month() }], settings()),
        ("reading", Topic::All, vec![unread], settings()),
        ("duplicates", Topic::All, vec![month(), other()], settings()),
        ("sections", Topic::All, with(|article| article.international = Some(false)), settings()),
        ("lexicon", Topic::Unrest, with(|article| article.unrest = false), settings()),
        ("gazetteer", Topic::All, vec![unnamed], settings()),
        ("settings", Topic::All, vec![month()], names_only),
        ("reading", Topic::All, with(|article| article.date = (1972, 12, 31)), settings()),
    ];
    let folder = tempfile::tempdir().unwrap();
    let old = built(&folder.path().join("old.db"), &[month()], &settings());
    for (at, (cause, topic, documents, settings)) in rows.into_iter().enumerate() {
        let new = built(&folder.path().join(format!("{at}.db")), &documents, &settings);
        let found = articles(&old, &new, topic).unwrap();
        let causes: Vec<&str> = found.values().flat_map(|causes| causes.keys().copied()).collect();
        // A day's change moves no article to another year.
        let expected: &[&str] = if at == 7 { &[] } else { &[cause] };
        assert_eq!(causes, expected, "{cause}");
        if topic == Topic::Unrest {
            assert!(articles(&old, &new, Topic::All).unwrap().is_empty());
        }
    }
}

#[test]
fn waves_that_share_a_year_moved_together() {
    let of = |waves: &[&[i32]]| waves.iter().map(|wave| wave.to_vec()).collect::<Vec<_>>();
    let old = of(&[&[1891], &[1931, 1932], &[1970], &[1972, 1973], &[1980]]);
    let new = of(&[&[1891], &[1932, 1933], &[1970, 1971, 1972, 1973], &[2011]]);
    let expected = [
        (vec![1931, 1932], vec![1932, 1933]),
        (vec![1970, 1972, 1973], vec![1970, 1971, 1972, 1973]),
        (vec![1980], Vec::new()),
        (Vec::new(), vec![2011]),
    ];
    assert_eq!(apart(&old, &new), expected);
}

#[test]
fn a_ledger_elsewhere_is_named_without_its_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy/ledger.db");
    std::fs::create_dir(folder.path().join("copy")).unwrap();
    std::fs::write(&path, "").unwrap();
    assert_eq!(std::path::Path::new(&super::short(&path)), std::path::Path::new("copy/ledger.db"));
}
