//! Documents whose articles are of several newspapers, and what searches found.

use crate::small::{article, built, built_in, document, mention, two_papers, year_of};
use groundswell_ledger::{Article, Document, Ledger, Settings, Yearly};

/// A document of any newspapers, as an export of a database is.
fn export(id: i64, articles: Vec<Article>) -> Document {
    let named = articles.iter().map(|article| mention(article.position, "PER", "A")).collect();
    Document { newspaper: None, searched: true, ..document(id, articles, named) }
}

fn of(newspaper: Option<&str>, article: Article) -> Article {
    Article { newspaper: newspaper.map(str::to_owned), ..article }
}

fn year(ledger: &Ledger, newspaper: &str, country: &str) -> Yearly {
    let rows = ledger.yearly("all").unwrap();
    let its =
        |row: &Yearly| row.newspaper == newspaper && row.country == country && row.year == 1971;
    rows.into_iter().find(its).unwrap()
}

#[test]
fn each_article_counts_for_its_own_newspaper_and_every_record_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let yes = |position, id| article(position, id, (1971, 3, 1), Some(true));
    let articles = vec![
        of(Some("nyt"), yes(0, "a")),
        of(Some("guardian"), yes(1, "b")),
        of(None, yes(2, "c")),
        of(Some("guardian"), yes(3, "a")), // the id of another paper's article
        of(Some("guardian"), yes(4, "b")), // held twice
        of(None, yes(5, "c")),
    ];
    let settings = Settings { searches: "whole".to_owned(), ..Settings::default() };
    let path = folder.path().join("ledger.db");
    let ledger = built_in(&two_papers(), &path, &[export(1, articles)], &settings);
    assert_eq!(year(&ledger, "nyt", "PER").articles, Some(1));
    assert_eq!(year(&ledger, "guardian", "PER").articles, Some(2));
    let account = ledger.accounts().unwrap();
    let records: u64 = account.iter().map(|row| row.records).sum();
    assert_eq!(records, 6, "{account:?}");
    let other = account.iter().find(|row| row.reason == "another newspaper").unwrap();
    assert_eq!((other.fate.as_str(), other.records), ("excluded", 2));
}

#[test]
fn what_a_search_did_not_find_is_no_zero_and_what_it_found_is_no_denominator() {
    let folder = tempfile::tempdir().unwrap();
    let months = |from: u8| {
        let day = |month: u8| {
            of(
                Some("nyt"),
                article(month.into(), &format!("s{month}"), (1971, month, 2), Some(true)),
            )
        };
        (from..=12).map(day).collect::<Vec<_>>()
    };
    let (first, last) = (months(1).swap_remove(0), months(12).swap_remove(0));
    let january = article(0, "january", (1971, 1, 5), Some(true));
    let january = Document { of_month: Some((1971, 1)), ..document(2, vec![january], vec![]) };
    let a_day = article(0, "day", (1971, 1, 5), Some(true));
    let a_day = Document { by_day: true, ..document(3, vec![a_day], vec![]) };
    for (documents, searches, expected) in [
        // Nothing but a search: not known, unless the study says that it asked for all.
        (vec![export(1, months(1))], "sample", ("missing", None, None)),
        (vec![export(1, months(1))], "whole", ("observed", Some(12), None)),
        // Between its first and last article it found nothing: that is nothing, not a hole.
        (vec![export(1, vec![first.clone(), last])], "whole", ("observed", Some(2), None)),
        (vec![export(1, vec![first])], "whole", ("partial", Some(1), None)),
        // A whole archive of the year: what a search adds to it is counted, out of all.
        (vec![year_of(2, 1971), export(1, months(1))], "sample", ("observed", Some(12), Some(24))),
        // A single day of an archive beside it makes it no archive.
        (vec![a_day, export(1, months(1))], "sample", ("missing", None, None)),
        // One month of an archive: that is held, and of the others nobody knows how many there were.
        (vec![january, export(1, months(2))], "sample", ("partial", Some(11), None)),
    ] {
        let path = folder.path().join("ledger.db");
        let settings = Settings { searches: searches.to_owned(), ..Settings::default() };
        let ledger = built_in(&two_papers(), &path, &documents, &settings);
        let row = year(&ledger, "nyt", "PER");
        assert_eq!(
            (row.state.as_str(), row.articles, row.all_articles),
            expected,
            "{searches} {}",
            documents.len()
        );
        assert_eq!(row.all_articles.is_some(), row.international_articles.is_some());
    }
}

#[test]
fn an_article_of_two_routes_counts_once_and_both_are_traceable() {
    let folder = tempfile::tempdir().unwrap();
    let twin = |position, id: &str, weight| Article {
        headline_key: Some(7),
        weight,
        ..article(position, id, (1971, 3, 1), Some(true))
    };
    let archive = document(1, vec![twin(0, "nyt://article/1", 5)], vec![mention(0, "CHL", "A")]);
    let search = export(2, vec![of(Some("nyt"), twin(0, "proquest:1", 3))]);
    let again = export(3, vec![of(Some("nyt"), twin(0, "proquest:1", 3))]);
    for documents in [[archive.clone(), search.clone(), again.clone()], [again, search, archive]] {
        let path = folder.path().join("ledger.db");
        let ledger = built(&path, &documents, &Settings::default());
        assert_eq!(year(&ledger, "nyt", "CHL").articles, Some(1));
        let counted = ledger.evidence("CHL", 1971).unwrap();
        let places: Vec<(&str, u32)> =
            counted.iter().map(|row| (&*row.path, row.position)).collect();
        let twins = ledger.twins(1971, &places).unwrap();
        let twins: Vec<(&str, &str)> =
            twins.iter().flatten().map(|twin| (&*twin.path, &*twin.why)).collect();
        // Of what is one database's twice, the lighter one is held in the other.
        assert_eq!(twins.len(), 2, "{twins:?}");
        assert_eq!((counted.len(), twins[0].1 == twins[1].1), (1, false), "{twins:?}");
        assert_eq!(ledger.twins(1990, &places).unwrap(), [vec![]]);
        let mut reasons: Vec<(String, String)> =
            ledger.accounts().unwrap().into_iter().map(|row| (row.fate, row.reason)).collect();
        reasons.sort();
        let expected =
            [("counted", "international"), ("excluded", "same_headline"), ("excluded", "same_id")];
        assert_eq!(reasons, expected.map(|(fate, reason)| (fate.to_owned(), reason.to_owned())));
    }
}
