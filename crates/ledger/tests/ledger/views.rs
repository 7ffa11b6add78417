//! What the views say of small ledgers, and that the order of loading leaves no trace.

use crate::small::{article, built, built_in, document, mention, two_papers, year_of};
use groundswell_ledger::{Article, Document, Error, Ledger, Mention, Quarantined, Settings};
use std::fs;
use std::path::Path;

fn cell(ledger: &Ledger, country: &str, year: i32) -> Option<(Option<u64>, String)> {
    let rows = ledger.yearly("all").unwrap();
    rows.into_iter()
        .find(|row| row.country == country && row.year == year)
        .map(|row| (row.articles, row.state))
}

/// The coverage of a year: months held, days held, all articles, state.
fn covered(ledger: &Ledger, year: i32) -> (u32, u32, u64, String) {
    let rows = ledger.coverage().unwrap();
    let row = rows.into_iter().find(|row| row.year == year).unwrap();
    (row.months_held, row.days_held, row.all_articles, row.state)
}

#[test]
fn a_month_fetched_day_by_day_is_held_when_its_days_are() {
    let day = |id: i64, month: u8, day: u8| Document {
        by_day: true,
        ..document(id, vec![article(0, &format!("{id}"), (1972, month, day), Some(true))], vec![])
    };
    let check = |days: u8, months: u32, state: &str| {
        let folder = tempfile::tempdir().unwrap();
        let documents: Vec<Document> = (1..=12)
            .flat_map(|month| (1..=days).map(move |d| (month, d)))
            .map(|(month, d)| day(i64::from(month) * 100 + i64::from(d), month, d))
            .collect();
        let ledger = built(&folder.path().join("ledger.db"), &documents, &Settings::default());
        let (held, _, _, found) = covered(&ledger, 1972);
        assert_eq!((held, found.as_str()), (months, state), "{days} days of each month");
    };
    check(1, 0, "partial"); // a fetch has only begun: no year to be judged
    check(22, 0, "partial"); // the paper appeared on 30 days
    check(23, 12, "observed");
}

#[test]
fn a_stray_record_of_the_next_month_does_not_make_it_held() {
    let month = |id: i64, month: u8| Document {
        of_month: Some((1972, month)),
        ..document(
            id,
            vec![
                article(0, &format!("{id}-a"), (1972, month, 5), Some(true)),
                article(1, &format!("{id}-b"), (1972, month + 1, 1), Some(true)),
            ],
            vec![],
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<Document> = [1, 3, 5, 7, 9, 11].map(|m| month(i64::from(m), m)).to_vec();
    let ledger = built(&folder.path().join("ledger.db"), &documents, &Settings::default());
    let (held, _, _, state) = covered(&ledger, 1972);
    assert_eq!((held, state.as_str()), (6, "partial"));
}

#[test]
fn the_newspapers_own_total_is_the_denominator() {
    let folder = tempfile::tempdir().unwrap();
    let total = |id: i64, month: u8| Document {
        total: Some((1971, month, 900)),
        ..document(id, vec![], vec![])
    };
    let mut documents = vec![year_of(1, 1971)];
    documents.extend((1..=11).map(|month| total(10 + i64::from(month), month)));
    let path = folder.path().join("ledger.db");
    // A month without its total: then it is the archive that is counted.
    assert_eq!(covered(&built(&path, &documents, &Settings::default()), 1971).2, 12);
    documents.push(total(22, 12));
    assert_eq!(covered(&built(&path, &documents, &Settings::default()), 1971).2, 12 * 900);
}

#[test]
fn zero_is_written_only_where_something_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let documents =
        [year_of(1, 1971), document(2, vec![article(0, "x", (1972, 1, 1), Some(true))], vec![])];
    let ledger = built(&folder.path().join("ledger.db"), &documents, &Settings::default());
    let check = |country: &str, year: i32, articles: Option<u64>, state: &str| {
        assert_eq!(
            cell(&ledger, country, year),
            Some((articles, state.to_owned())),
            "{country} {year}"
        );
    };
    check("CHL", 1970, None, "not_published");
    check("CHL", 1971, Some(1), "observed");
    check("RUS", 1971, Some(1), "observed"); // named twice over, counted once
    check("CHL", 1972, Some(0), "partial"); // one month of twelve
    check("CHL", 1973, None, "missing");
    assert_eq!(cell(&ledger, "USA", 1971), None, "the paper's own country is not foreign to it");
}

#[test]
fn a_policy_is_applied_when_reading_not_when_counting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let settings = Settings { policy: "as-was".into(), ..Settings::default() };
    let ledger = built(&path, &[year_of(1, 1971)], &settings);
    assert_eq!(cell(&ledger, "SUN", 1971).unwrap().0, Some(1));
    assert_eq!(cell(&ledger, "RUS", 1971).unwrap().0, Some(1));
    let settings = Settings { tier: "A".into(), ..settings };
    let ledger = built(&path, &[year_of(1, 1971)], &settings);
    assert_eq!(cell(&ledger, "RUS", 1971).unwrap().0, Some(0), "named by a demonym only");
}

#[test]
fn unknown_sections_count_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let unknown =
        document(1, vec![article(0, "a", (1971, 1, 1), None)], vec![mention(0, "CHL", "A")]);
    let ledger = built(&path, std::slice::from_ref(&unknown), &Settings::default());
    let nothing_known = cell(&ledger, "CHL", 1971).unwrap();
    assert_eq!(nothing_known, (None, "missing".to_owned()), "no zero that nobody has seen");
    let settings = Settings { verdicts: "yes+unknown".into(), ..Settings::default() };
    let ledger = built(&path, &[unknown], &settings);
    assert_eq!(cell(&ledger, "CHL", 1971).unwrap().0, Some(1));
}

#[test]
fn counts_are_narrowed_without_counting_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let year = year_of(1, 1971);
    let mut mentions = year.mentions;
    mentions.push(Mention { channel: "index", ..mention(2, "CHL", "A") });
    mentions.push(mention(3, "CHL", "C"));
    let twelve =
        (0u8..12).map(|m| article(u32::from(m), &format!("{m}"), (1971, m + 1, 1), Some(m < 6)));
    let mut all = document(1, twelve.collect(), mentions);
    for article in all.articles.iter_mut().take(2) {
        article.basis = "inferred"; // the two that name Chile and the Soviet Union
    }
    let plain = Settings::default;
    // Settings, articles that count for Chile, for Russia, of unknown section.
    let rows = [
        (plain(), 1, 1, 0),
        (Settings { tier: "A".into(), ..plain() }, 1, 1, 0),
        (Settings { tier: "C".into(), ..plain() }, 2, 1, 0),
        (Settings { channel: "index".into(), ..plain() }, 1, 0, 0),
        (Settings { channel: "any".into(), ..plain() }, 2, 1, 0),
        (Settings { basis: "metadata".into(), ..plain() }, 0, 0, 2),
        (Settings { basis: "metadata".into(), verdicts: "yes+unknown".into(), ..plain() }, 1, 1, 2),
    ];
    built(&path, std::slice::from_ref(&all), &plain());
    let stored = std::fs::read(&path).unwrap();
    for (settings, chile, russia, unknown) in rows {
        let mut narrowed = Ledger::open(&path).unwrap();
        narrowed.narrow(&plain()).unwrap(); // once or twice is the same
        narrowed.narrow(&settings).unwrap();
        let counts = |ledger: &Ledger| {
            let of = |country| cell(ledger, country, 1971).unwrap().0.unwrap();
            let unknown: u64 =
                ledger.coverage().unwrap().iter().map(|year| year.international_unknown).sum();
            (of("CHL"), of("RUS"), unknown)
        };
        assert_eq!(counts(&narrowed), (chile, russia, unknown), "{settings:?}");
        let counted_so = folder.path().join("other.db");
        let counted_so = built(&counted_so, std::slice::from_ref(&all), &settings);
        assert_eq!(counts(&counted_so), (chile, russia, unknown), "{settings:?}");
        assert_eq!(narrowed.yearly("all").unwrap(), counted_so.yearly("all").unwrap());
        assert_eq!(narrowed.accounts().unwrap(), counted_so.accounts().unwrap());
        assert_eq!(
            narrowed.evidence("CHL", 1971).unwrap(),
            counted_so.evidence("CHL", 1971).unwrap()
        );
        let mut cells = Vec::new();
        let keep = |country: &str, year, rows: &[_]| {
            assert_eq!(narrowed.evidence(country, year).unwrap(), rows, "{country} {year}");
            cells.push((country.to_owned(), year));
            Ok::<(), Error>(())
        };
        narrowed.each_cell(keep).unwrap();
        assert!(cells.is_sorted() && cells.contains(&("CHL".to_owned(), 1971)) == (chile > 0));
        assert_eq!(narrowed.settings().unwrap(), Some(settings));
    }
    assert_eq!(std::fs::read(&path).unwrap(), stored, "the file stays as it is");
}

/// Whether a newspaper's own country counts, from it and from the other.
#[test]
fn a_papers_own_country_counts_as_the_setting_says() {
    let folder = tempfile::tempdir().unwrap();
    let of = |id: i64, newspaper: &str| {
        let named = ["GBR", "PER", "USA"].map(|code| mention(0, code, "A")).to_vec();
        let articles = vec![article(0, newspaper, (1971, 3, 1), Some(true))];
        Document { newspaper: Some(newspaper.to_owned()), ..document(id, articles, named) }
    };
    let documents = [of(1, "nyt"), of(2, "guardian")];
    // Countries that are counted from the Guardian, from the NYT.
    for (home, guardian, nyt) in [
        ("foreign-only", &["PER", "USA"][..], &["GBR", "PER"][..]),
        ("exclude-home", &["PER"], &["PER"]),
        ("all", &["GBR", "PER", "USA"], &["GBR", "PER", "USA"]),
    ] {
        let settings = Settings { home: home.to_owned(), ..Settings::default() };
        let path = folder.path().join(format!("{home}.db"));
        let ledger = built_in(&two_papers(), &path, &documents, &settings);
        let yearly = ledger.yearly("all").unwrap();
        for (newspaper, expected) in [("guardian", guardian), ("nyt", nyt)] {
            let counted = yearly.iter().filter(|row| row.newspaper == newspaper);
            let counted: Vec<&str> = counted
                .filter(|row| row.articles == Some(1))
                .map(|row| row.country.as_str())
                .collect();
            assert_eq!(counted, expected, "{home} {newspaper}");
            for country in ["GBR", "PER", "USA"] {
                let rows = ledger.evidence(country, 1971).unwrap();
                let found = rows.iter().any(|row| row.newspaper == newspaper);
                assert_eq!(found, expected.contains(&country), "{home} {newspaper} {country}");
            }
        }
    }
}

/// What is held does not move while a document is replaced; the writer waits with its commit.
#[test]
fn a_ledger_that_is_held_does_not_move() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let held = built(&path, &[year_of(1, 1971)], &Settings::default());
    held.hold().unwrap();
    let before = (held.yearly("all").unwrap(), held.evidence("CHL", 1971).unwrap());
    let writing = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut ledger = Ledger::open_for_update(&path).unwrap();
            ledger.begin().unwrap();
            ledger.remove(1).unwrap();
            ledger.publish().unwrap();
        }
    });
    while !path.with_extension("db-journal").exists() {
        assert!(!writing.is_finished(), "it must wait");
    }
    assert_eq!(before, (held.yearly("all").unwrap(), held.evidence("CHL", 1971).unwrap()));
    assert!(!writing.is_finished(), "it waits for the reader");
    drop(held);
    writing.join().unwrap();
    assert!(Ledger::open(&path).unwrap().evidence("CHL", 1971).unwrap().is_empty());
}

#[test]
fn twins_are_one_article_and_the_heaviest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let day = (1971, 1, 1);
    let plain = |position, id: &str| article(position, id, day, Some(true));
    let documents = [
        document(
            1,
            vec![
                plain(0, "same id"),
                Article { url_key: Some(1), weight: 5, ..plain(1, "web") },
                Article { headline_key: Some(7), ..plain(2, "print") },
            ],
            vec![],
        ),
        document(
            2,
            vec![
                Article { weight: 1, ..plain(0, "same id") },
                Article { url_key: Some(1), ..plain(1, "print 2") },
                Article { headline_key: Some(7), weight: 2, ..plain(2, "web 2") },
            ],
            vec![],
        ),
    ];
    let ledger = built(&folder.path().join("ledger.db"), &documents, &Settings::default());
    let fates: Vec<(String, String, u64)> = ledger
        .accounts()
        .unwrap()
        .into_iter()
        .map(|account| (account.fate, account.reason, account.records))
        .collect();
    let row = |fate: &str, reason: &str, n| (fate.to_owned(), reason.to_owned(), n);
    assert_eq!(
        fates,
        [
            row("counted", "international", 3),
            row("excluded", "same_headline", 1),
            row("excluded", "same_id", 1),
            row("excluded", "same_url", 1),
        ]
    );
}

#[test]
fn every_record_has_exactly_one_fate() {
    let folder = tempfile::tempdir().unwrap();
    let mut mixed = year_of(1, 1971);
    mixed.articles.push(article(12, "unknown", (1971, 3, 3), None));
    mixed.articles.push(article(13, "1971-1", (1971, 3, 3), None)); // a repeat
    mixed.quarantined.push(Quarantined {
        position: 14,
        offset: 9,
        reason: "no_date".into(),
        what: "no date".into(),
    });
    mixed.records = 15;
    for verdicts in ["yes", "yes+unknown"] {
        let settings = Settings { verdicts: verdicts.into(), ..Settings::default() };
        let ledger =
            built(&folder.path().join("ledger.db"), std::slice::from_ref(&mixed), &settings);
        let sum: u64 = ledger.accounts().unwrap().iter().map(|account| account.records).sum();
        assert_eq!(ledger.records().unwrap()["nyt-archive"], sum);
    }
}

#[test]
fn the_order_and_history_of_loading_leave_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.db"), folder.path().join("b.db"));
    let (one, two) = (year_of(1, 1971), year_of(2, 1972));
    built(&a, &[one.clone(), two.clone()], &Settings::default());
    let older = document(2, vec![article(0, "1971-0", (1971, 5, 5), None)], vec![]);
    built(&b, &[older, document(3, vec![], vec![])], &Settings::default());
    let mut ledger = Ledger::open_for_update(&b).unwrap();
    ledger.begin().unwrap();
    ledger.replace(&two).unwrap();
    ledger.remove(3).unwrap();
    ledger.replace(&one).unwrap();
    ledger.settle().unwrap();
    ledger.publish().unwrap();
    let copy = |from: &Path| {
        let to = from.with_extension("copy");
        Ledger::open(from).unwrap().copy_to(&to).unwrap();
        fs::read(to).unwrap()
    };
    assert!(copy(&a) == copy(&b));
}

#[test]
fn an_update_that_is_dropped_takes_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    built(&path, &[year_of(1, 1971)], &Settings::default());
    let mut ledger = Ledger::open_for_update(&path).unwrap();
    ledger.begin().unwrap();
    ledger.remove(1).unwrap();
    drop(ledger);
    assert_eq!(Ledger::open(&path).unwrap().records().unwrap()["nyt-archive"], 12);
}

#[test]
fn what_is_not_a_ledger_of_this_version_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    assert!(matches!(Ledger::open(&path), Err(Error::Absent { .. })));
    fs::write(&path, "this is not a database, only some text of sufficient length").unwrap();
    assert!(Ledger::open(&path).unwrap_err().is_damaged());
    rusqlite::Connection::open(folder.path().join("other.db"))
        .unwrap()
        .execute_batch("create table t (x)")
        .unwrap();
    assert!(matches!(Ledger::open(&folder.path().join("other.db")), Err(Error::Foreign { .. })));
    fs::remove_file(&path).unwrap();
    built(&path, &[], &Settings::default());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(Ledger::open_for_update(&path), Err(Error::Version { found: 99, .. })));
    assert!(matches!(Ledger::rebuild(&path), Err(Error::Version { found: 99, .. })));
    assert!(matches!(Ledger::rebuild(&folder.path().join("other.db")), Err(Error::Foreign { .. })));
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn an_audit_sees_each_article_once_and_every_country_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = year_of(1, 1972);
    first.articles[1].international = None;
    first.mentions.push(mention(1, "CHL", "C"));
    // The same article in another document, and one outside the study.
    let twin = Article { weight: -1, ..article(0, "1972-0", (1972, 1, 1), Some(true)) };
    let outside = article(1, "1990-1", (1990, 1, 1), Some(true));
    let second = document(2, vec![twin, outside], vec![]);
    let settings = Settings { first_year: 1971, last_year: 1973, ..Settings::default() };
    let ledger = built(&folder.path().join("ledger.db"), &[first, second], &settings);
    let seen = ledger.seen_in(1).unwrap();
    assert_eq!(seen.len(), 12);
    let counted = |position: usize| (seen[position].counted, seen[position].international);
    assert_eq!(
        (counted(0), counted(1), counted(7)),
        ((true, Some(true)), (false, None), (false, Some(false)))
    );
    assert_eq!(seen[1].date.as_str(), "1972-02-01");
    assert!(ledger.seen_in(2).unwrap().is_empty());
    let named: Vec<(u32, String, bool)> = ledger
        .named_in(1)
        .unwrap()
        .into_iter()
        .map(|name| (name.position, name.country, name.fits))
        .collect();
    let expected = [(0, "CHL", true), (1, "CHL", false), (1, "RUS", true), (1, "RUS", true)];
    assert_eq!(named, expected.map(|(at, country, fits)| (at, country.to_owned(), fits)));
    let foreign = ledger.foreign_to("nyt").unwrap();
    assert!(foreign.contains("CHL") && !foreign.contains("USA"), "{foreign:?}");
}

#[test]
fn the_dictionary_says_what_every_column_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::rebuild(&path).unwrap();
    let dictionary = ledger.dictionary().unwrap();
    let names: Vec<&str> = dictionary.iter().map(|relation| relation.name.as_str()).collect();
    for name in ["article", "mention", "yearly", "coverage", "evidence", "account"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let of = |name: &str| dictionary.iter().find(|relation| relation.name == name).unwrap();
    let document = of("document");
    assert_eq!(document.about, "raw documents that were counted");
    let meaning = |column: &str| {
        let found = document.columns.iter().find(|(name, _)| name == column);
        found.unwrap().1.as_str()
    };
    assert_eq!(meaning("path"), "in the raw archive");
    assert!(meaning("of_month").ends_with("null: of the months of its records"));
    assert_eq!(of("evidence").about, "The articles behind a cell.");
    // These say themselves what they are.
    let plain = ["newspaper", "year", "month", "day", "document", "length"];
    for name in ["yearly", "coverage", "evidence", "account"] {
        for (column, meaning) in &of(name).columns {
            let said = !meaning.is_empty() || plain.contains(&column.as_str());
            assert!(said, "{name}.{column} has no meaning");
        }
    }
}
