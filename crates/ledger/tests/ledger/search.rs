//! Which articles a search finds, and that its pages, one after the other, are the whole.

use crate::small::{article, built_in, document, mention, two_papers};
use groundswell_ledger::{Address, Article, Document, Ledger, Mention, Place, Search, Settings};

/// A year, or a month of it.
type When = (i32, Option<u8>);

/// Three documents that share March 1971, one of them of another newspaper: by position, the day, the end of the address, what is named.
fn ledger(path: &std::path::Path) -> Ledger {
    let with = |position: u32, day: u8, slug: &str, unrest: bool| Article {
        address: Some(Address {
            id: format!("{slug}-{position}"),
            url: Some(format!("https://www.example.org/1971/03/{day:02}/{slug}.html")),
        }),
        unrest,
        ..article(position, &format!("{slug}-{position}"), (1971, 3, day), Some(true))
    };
    let one = document(
        1,
        vec![
            with(0, 2, "miners-strike", true),
            with(1, 1, "the-harvest", false),
            with(2, 2, "100%_sure", false),
            article(3, "no-address", (1971, 4, 1), Some(true)),
            article(4, "home-news", (1971, 3, 1), Some(false)),
        ],
        vec![
            mention(0, "CHL", "A"),
            Mention { surface: "Moscow".into(), ..mention(0, "SUN", "B") },
            mention(1, "CHL", "A"),
            mention(2, "RUS", "A"),
            mention(3, "CHL", "A"),
            mention(4, "CHL", "A"),
        ],
    );
    let two = document(
        2,
        vec![with(0, 2, "miners-return", false), article(1, "later", (1972, 1, 1), Some(true))],
        vec![mention(0, "CHL", "A"), mention(1, "CHL", "A")],
    );
    let three = Document {
        newspaper: Some("guardian".to_owned()),
        ..document(3, vec![with(0, 1, "from-lima", false)], vec![mention(0, "PER", "A")])
    };
    built_in(&two_papers(), path, &[one, two, three], &Settings::default())
}

/// Country and place of each row: `CHL 1/0` is record 0 of document 1.
fn found(
    ledger: &Ledger,
    when: When,
    search: &Search,
    after: Option<&Place>,
) -> Vec<(String, Place)> {
    let mut rows = Vec::new();
    let keep = |country, evidence| {
        rows.push((country, Place::of(&evidence)));
        true
    };
    ledger.each_found(when, search, after, keep).unwrap();
    rows
}

fn short((country, place): &(String, Place)) -> String {
    let document = place.path.trim_start_matches("data/nyt-archive/").replace(".json.zst", "");
    format!("{country} {document}/{}", place.position)
}

#[test]
fn what_is_looked_for_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder.path().join("ledger.db"));
    let any = Search::default;
    let words = |words: &[&str]| Search {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..any()
    };
    let march = (1971, Some(3));
    let rows: [(When, Search, &[&str]); 17] = [
        (march, any(), &["PER 3/0", "CHL 1/1", "CHL 1/0", "RUS 1/0", "RUS 1/2", "CHL 2/0"]),
        ((1971, Some(4)), any(), &["CHL 1/3"]),
        (
            (1971, None),
            Search { countries: vec!["CHL".into()], ..any() },
            &["CHL 1/1", "CHL 1/0", "CHL 2/0", "CHL 1/3"],
        ),
        ((1972, None), any(), &["CHL 2/1"]),
        ((1973, None), any(), &[]),
        (march, Search { countries: vec!["SUN".into()], ..any() }, &[]), // it counts for Russia
        (
            march,
            Search { countries: vec!["PER".into(), "RUS".into()], ..any() },
            &["PER 3/0", "RUS 1/0", "RUS 1/2"],
        ),
        (march, Search { unrest: true, ..any() }, &["CHL 1/0", "RUS 1/0"]),
        (march, Search { newspaper: Some("guardian".into()), ..any() }, &["PER 3/0"]),
        (
            march,
            Search { newspaper: Some("nyt".into()), unrest: true, ..any() },
            &["CHL 1/0", "RUS 1/0"],
        ),
        (march, words(&["MINERS"]), &["CHL 1/0", "RUS 1/0", "CHL 2/0"]),
        (march, words(&["miners", "strike"]), &["CHL 1/0", "RUS 1/0"]),
        (march, words(&["moscow"]), &["CHL 1/0", "RUS 1/0"]), // a word of the article, all its countries
        (march, words(&["chl", "moscow"]), &["CHL 1/0", "RUS 1/0"]),
        (march, words(&["%_"]), &["RUS 1/2"]), // as they stand, no pattern
        (march, words(&["'; drop table article; --"]), &[]),
        ((1971, Some(4)), words(&["no-address"]), &["CHL 1/3"]),
    ];
    for (when, search, expected) in rows {
        let said: Vec<String> = found(&ledger, when, &search, None).iter().map(short).collect();
        assert_eq!(said, expected, "{when:?} {search:?}");
    }
}

#[test]
fn pages_one_after_the_other_are_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder.path().join("ledger.db"));
    let when = (1971, None);
    let all = found(&ledger, when, &Search::default(), None);
    assert!(all.iter().map(|(_, place)| place).is_sorted());
    for (at, (_, place)) in all.iter().enumerate() {
        let rest: Vec<_> =
            all.iter().skip(at).filter(|(_, other)| other > place).cloned().collect();
        assert_eq!(found(&ledger, when, &Search::default(), Some(place)), rest);
    }
    let mut first = Vec::new();
    let one = |_, evidence: groundswell_ledger::Evidence| {
        first.push(Place::of(&evidence));
        false
    };
    ledger.each_found(when, &Search::default(), None, one).unwrap();
    assert_eq!(first, [all[0].1.clone()], "it ends when it is told to");
}
