//! The tables of the crate hold together, and the coverage they give is that of the real papers.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use groundswell_press::{
    Date, GapState, appeared, canonical_url, expected_days, gaps, newspaper, newspapers,
    normalised_headline, sections_digest,
};

/// The rows of a table as text, each by column.
fn rows(name: &str) -> Vec<csv::StringRecord> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables").join(name);
    let table = fs::read(path).unwrap();
    csv::Reader::from_reader(&table[..]).records().collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_row_has_its_source_and_every_rule_its_own_id() {
    let mut ids = BTreeSet::new();
    for name in [
        "sections.csv",
        "fields.csv",
        "newspapers.csv",
        "schedules.csv",
        "gaps.csv",
        "headlines.csv",
        "links.csv",
        "titles.csv",
        "walls.csv",
        "columns.csv",
    ] {
        for row in rows(name) {
            assert!(
                row.iter().next_back().is_some_and(|source| source.len() > 9),
                "{name}: {row:?}"
            );
            assert!(row.iter().all(|cell| cell == cell.trim()), "{name}: {row:?}");
            if name == "sections.csv" {
                assert!(row[1].starts_with(&row[0]) && ids.insert(row[1].to_owned()), "{row:?}");
            }
            if !["columns.csv", "fields.csv", "headlines.csv", "walls.csv"].contains(&name) {
                assert!(newspaper(&row[0]).is_some(), "{name}: {row:?}");
            }
        }
    }
}

#[test]
fn the_digest_is_of_the_tables_and_stays() {
    assert_eq!(sections_digest().len(), 64);
    assert_eq!(sections_digest(), sections_digest());
}

#[test]
fn newspapers_begin_on_a_day_they_appear() {
    assert_eq!(
        newspapers().iter().map(|paper| paper.name.as_str()).collect::<Vec<_>>(),
        ["nyt", "guardian", "loc"]
    );
    for paper in newspapers() {
        let first = paper.first_issue;
        assert!(appeared(&paper.name, first), "{}", paper.name);
        assert!(
            (1..first.day)
                .filter_map(|day| Date::new(first.year, first.month, day))
                .all(|day| !appeared(&paper.name, day))
        );
        assert_eq!(expected_days(&paper.name, first.year - 1, 12), 0);
        assert_eq!(paper.home.len(), 3);
        assert_eq!(paper.method, paper.name != "loc");
        for gap in gaps(&paper.name) {
            assert!(first <= gap.first && gap.first <= gap.last, "{gap:?}");
        }
    }
    assert!(newspaper("times").is_none() && gaps("times").next().is_none());
}

#[test]
fn days_of_issue_follow_weekdays_strikes_and_founding() {
    for (paper, year, month, expected) in [
        ("nyt", 1851, 8, 0),
        ("nyt", 1851, 9, 11),
        ("nyt", 1852, 1, 26), // 27 weekdays without Sundays, less 2 January
        ("nyt", 1861, 4, 28), // Sundays 7 and 14 without, 21 and 28 with a paper
        ("nyt", 1861, 5, 31),
        ("nyt", 1923, 9, 22),
        ("nyt", 1963, 1, 31),
        ("nyt", 1978, 8, 9),
        ("nyt", 1978, 9, 0),
        ("nyt", 1978, 10, 0),
        ("nyt", 1978, 11, 25),
        ("nyt", 1900, 2, 28),
        ("nyt", 2000, 2, 29),
        ("nyt", 2000, 13, 0),
        ("nyt", 2000, 0, 0),
        ("guardian", 1821, 4, 0),
        ("guardian", 1821, 5, 4),
        ("guardian", 1840, 2, 9),
        ("guardian", 1860, 2, 25),
        ("guardian", 2012, 2, 25),
        ("observer", 2012, 2, 0),
    ] {
        assert_eq!(expected_days(paper, year, month), expected, "{paper} {year}-{month:02}");
    }
    let year = |paper, year| (1..=12).map(|month| expected_days(paper, year, month)).sum::<u32>();
    assert_eq!((year("nyt", 1977), year("nyt", 1978)), (365, 365 - 88));
    assert_eq!(
        (year("guardian", 1830), year("guardian", 1845), year("guardian", 1999)),
        (52, 105, 313)
    );
}

#[test]
fn strikes_are_known_with_their_source() {
    let strikes: Vec<String> = gaps("nyt")
        .filter(|gap| gap.first != gap.last)
        .map(|gap| format!("{} {} {}", gap.first, gap.last, gap.state.name()))
        .collect();
    assert_eq!(
        strikes,
        [
            "1923-09-19 1923-09-26 not_published",
            "1962-12-09 1963-03-31 partial_edition",
            "1978-08-10 1978-11-05 not_published",
        ]
    );
    assert!(gaps("nyt").all(|gap| !gap.citation.is_empty()));
    assert!(gaps("nyt").any(|gap| gap.state == GapState::PartialEdition));
}

#[test]
fn one_article_has_one_address() {
    let check = |url: &str, expected: &str| {
        assert_eq!(canonical_url(url).unwrap_or_default(), expected, "{url}");
    };
    for url in [
        "http://www.nytimes.com/2011/03/04/world/asia/04harbour.html",
        "https://www.nytimes.com/2011/03/04/world/asia/04harbour.html",
        "//nytimes.com/2011/03/04/world/asia/04harbour.html/",
        "nytimes.com/2011/03/04/world/asia/04harbour",
        "HTTP://WWW.NYTIMES.COM:80/2011/03/04/world/asia/04harbour.html?pagewanted=all&_r=0#top",
        " https://mobile.nytimes.com/2011/03/04/world/asia/04harbour.html?smid=tw ",
    ] {
        check(url, "nytimes.com/2011/03/04/world/asia/04harbour");
    }
    check(
        "http://query.nytimes.com/gst/fullpage.html?res=9A0D&sec=&pagewanted=all",
        "query.nytimes.com/gst/fullpage?res=9A0D",
    );
    check("http://www.nytimes.com/gst/fullpage.html?res=9A0D", "nytimes.com/gst/fullpage?res=9A0D");
    check("http://query.nytimes.com/gst/fullpage.html", "");
    check("http://www.legacy.com/Link.asp?I=LS01", "legacy.com/Link.asp?I=LS01");
    check(
        "http://tides.blogs.nytimes.com/2009/03/02/noon/",
        "tides.blogs.nytimes.com/2009/03/02/noon",
    );
    check(
        "http://www.guardian.co.uk/world/2012/feb/07/x?CMP=rss",
        "theguardian.com/world/2012/feb/07/x",
    );
    check("https://www.theguardian.com/world/2012/feb/07/x", "theguardian.com/world/2012/feb/07/x");
    for url in [
        "",
        " ",
        "/data/daily/2008/07/02/000042.sgml",
        "https://www.nytimes.com/",
        "https://www.nytimes.com",
        "ftp://x.com/a",
        "javascript:void(0)",
        "http:///a",
        "None",
        "a b",
    ] {
        check(url, "");
    }
}

#[test]
fn headlines_are_compared_by_their_letters() {
    let check = |headline: &str, expected: &str| {
        assert_eq!(normalised_headline(headline).unwrap_or_default(), expected, "{headline}");
    };
    check("Dock Workers Walk Out In Chile", "dockworkerswalkoutinchile");
    check("DOCK WORKERS WALK OUT IN CHILE.", "dockworkerswalkoutinchile");
    check("Mali’s Wells", "maliswells");
    check("Mali's Wells", "maliswells");
    check("Mali&#8217;s Wells", "maliswells");
    check("Mali&#x2019;s Wells", "maliswells");
    check("Rain &amp; Wind", "rainwind");
    check("Rain & Wind; Hail", "rainwindhail");
    check("S&P 500; Dow", "sp500dow");
    check("Caf&#233; Closed", "caféclosed");
    check("&#999999999999; &#; &;", "999999999999");
    check("Straße 7", "straße7");
    for generic in [
        "",
        " -- ",
        "??",
        "Article 1 -- No Title",
        "Front Page 3 -- No Title",
        "Marriage Announcement 1 -- No Title",
        "Letters to the Editor",
        "LETTER TO THE EDITOR.",
        "No Headline",
    ] {
        check(generic, "");
    }
}
