//! Judging answers: what is good, what is not to be believed, what has changed, and that no part of a good answer is good.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod common;

use common::answers::{doc, docs, fixture, good, judge, month, results, said};
use groundswell_press::{Answer, SOURCES, canonical_url, source};
use proptest::prelude::*;

/// Answers as they should be, each with its source, span and page.
fn good_answers() -> Vec<(&'static str, &'static str, u32, Vec<u8>, Answer)> {
    let row = |name, span, page, path: &str, answer| (name, span, page, fixture(path), answer);
    vec![
        row("nyt-archive", "1978-08", 1, "nyt-archive/d-archive-1978-08.json", good(2, 1, Some(2))),
        row("nyt-archive", "1978-09", 1, "nyt-archive/d-archive-1978-09.json", good(0, 1, Some(0))),
        row("nyt-archive", "1891-09", 1, "nyt-archive/d-archive-1891-09.json", good(5, 1, Some(5))),
        row("nyt-archive", "2021-01", 1, "nyt-archive/b-archive-2021-01.json", good(5, 1, Some(5))),
        row("nyt-sitemap", "1973-09-12", 1, "nyt-sitemap/day-1973-09-12.html", good(6, 1, None)),
        row("guardian-total", "2012-02", 1, "guardian-total/2012-02.json", good(0, 1, Some(8123))),
        row(
            "guardian-index",
            "2024-02-07",
            1,
            "guardian-index/today-2024-02-07.html",
            good(5, 1, None),
        ),
        row(
            "guardian-index",
            "2012-02-07",
            1,
            "guardian-index/former-2012-02-07.html",
            good(5, 2, None),
        ),
        row("loc-pages", "1917-01", 1, "loc-pages/loc-page.json", good(5, 3, Some(12))),
        row("loc-pages", "1917-01", 3, "loc-pages/loc-last-page.json", good(2, 3, Some(12))),
        row(
            "loc-pages",
            "1917-01",
            3,
            "loc-pages/chroniclingamerica-page.json",
            good(3, 3, Some(43)),
        ),
    ]
}

#[test]
fn good_answers_are_good_and_no_beginning_of_one_is() {
    for (name, span, page, bytes, expected) in good_answers() {
        assert_eq!(judge(name, span, page, &bytes), expected, "{name} {span}");
        for length in 0..bytes.trim_ascii_end().len() {
            let answer = judge(name, span, page, bytes.get(..length).unwrap());
            assert!(matches!(answer, Answer::Suspect(_)), "{name} {span} to {length}: {answer:?}");
        }
    }
}

#[test]
fn good_answers_stay_good_with_blanks_and_marks_around_them() {
    for (name, span, page, bytes, expected) in good_answers() {
        let mut around = b"\xef\xbb\xbf\r\n ".to_vec();
        around.extend_from_slice(&bytes);
        around.extend_from_slice(b"\n\n");
        assert_eq!(judge(name, span, page, &around), expected, "{name} {span}");
    }
}

#[test]
fn what_is_wrong_with_an_answer_of_the_nyt_is_said() {
    let check = |span: &str, content: &str, expected: &str| {
        let said = said(&judge("nyt-archive", span, 1, content.as_bytes()));
        assert!(said.starts_with(expected), "{content}: {said}");
    };
    let one = doc(1, "1973-09-12");
    check("1973-09", "", "suspect: the document is empty");
    check("1973-09", " \n\t", "suspect: the document is empty");
    check(
        "1973-09",
        &month(0, &[]),
        "suspect: holds no record, although the newspaper appeared on 30 days",
    );
    check("1978-09", &month(0, &[]), "good");
    check("1973-09", &month(2, &[&one]), "suspect: announces 2 records and holds 1");
    check("1973-09", &docs(95, 5), "good");
    check(
        "1973-09",
        &docs(94, 6),
        "suspect: 6 of 100 records are not of 1973-09, first: 1973-10-02",
    );
    check(
        "1973-09",
        &format!("{}{}", month(1, &[&one]), month(1, &[&one])),
        "changed: expected one JSON object",
    );
    check(
        "1973-09",
        &format!("{}<html>", month(1, &[&one])),
        "changed: something follows the JSON",
    );
    check("1973-09", "<!DOCTYPE html><html>portal</html>", "changed: expected JSON, got an HTML");
    check("1973-09", ")]}'\n{}", "changed: expected JSON, got JSON in a wrapper");
    check("1973-09", "jsonp({})", "changed: expected JSON, got JSON in a wrapper");
    check("1973-09", "\u{1f}\u{8b}", "changed: expected JSON");
    for shape in [
        "{}",
        "[]",
        "null",
        "\"\"",
        "{\"a\":1}",
        r#"{"response":[]}"#,
        r#"{"response":{"docs":{}}}"#,
    ] {
        check("1973-09", shape, "changed: ");
    }
    check(
        "1973-09",
        &format!(r#"{{"response":{{"docs":[{one}]}}}}"#),
        "changed: does not say how many",
    );
    check(
        "1973-09",
        r#"{"response":{"articles":[],"info":{}}}"#,
        "changed: an object of another shape",
    );
    check(
        "1973-09",
        &month(1, &[r#"{"id":1}"#]),
        "changed: 1 of 1 records cannot be read, first: the record has no date",
    );
    check("1973-09", &month(2, &[&one, r#"{"_id":"x"}"#]), "good");
    check("1973-09", &month(1, &[&one]).replace("meta", "metadata"), "good");
    check(
        "1973-09",
        r#"{"response":{"meta":{"hits":25,"offset":10},"docs":[]}}"#,
        "suspect: announces 10",
    );
    let page = format!(r#"{{"response":{{"meta":{{"hits":11,"offset":10}},"docs":[{one}]}}}}"#);
    check("1973-09", &page, "suspect: is page 2, asked for was page 1");
}

#[test]
fn pages_of_the_guardian_are_in_sequence() {
    let check = |name: &str, page, content: &str, expected: &str| {
        let answer = judge(name, "2012-02", page, content.as_bytes());
        assert!(said(&answer).starts_with(expected), "{content}: {answer:?}");
    };
    check("guardian-api", 1, &results(5, 1, 2, 0..2), "good");
    check("guardian-api", 3, &results(5, 3, 2, 4..5), "good");
    check("guardian-api", 2, &results(5, 1, 2, 0..2), "suspect: is page 1, asked for was page 2");
    check("guardian-api", 4, &results(5, 4, 2, 0..0), "suspect: is page 4 of 3");
    check("guardian-api", 2, &results(5, 2, 2, 2..3), "suspect: announces 2 records and holds 1");
    check("guardian-api", 1, &results(0, 1, 2, 0..0), "suspect: holds no record");
    check("guardian-printed", 1, &results(0, 1, 2, 0..0), "good");
    check("guardian-total", 1, &results(0, 1, 1, 0..0), "suspect: holds no record");
    check(
        "guardian-total",
        1,
        &results(9, 1, 1, 0..1).replace("2012-02", "2012-03"),
        "suspect: 1 of 1",
    );
    let pages = judge("guardian-api", "2012-02", 1, results(5, 1, 2, 0..2).as_bytes());
    assert_eq!(pages, good(2, 3, Some(5)));
}

#[test]
fn what_is_wrong_with_an_index_page_is_said() {
    let check = |name: &str, span: &str, page, content: &[u8], expected: &str| {
        let said = said(&judge(name, span, page, content));
        assert!(said.starts_with(expected), "{said}");
    };
    let sitemap = |span, path: &str, expected: &str| {
        check("nyt-sitemap", span, 1, &fixture(path), expected);
    };
    sitemap("1973-09-12", "nyt-sitemap/day-1973-09-12.html", "good");
    sitemap(
        "1973-09-13",
        "nyt-sitemap/day-1973-09-12.html",
        "suspect: is the page /sitemap/1973/09/12/",
    );
    sitemap("1973-09-12", "nyt-sitemap/saved-by-browser.html", "good");
    sitemap(
        "1973-09-15",
        "nyt-sitemap/saved-by-browser.html",
        "suspect: is the page /sitemap/1973/09/12/",
    );
    sitemap("1973-09-12", "nyt-sitemap/trap-cut.html", "suspect: the page is cut");
    sitemap("2011-03-04", "nyt-sitemap/day-2011-03-04.html", "good");
    sitemap(
        "1973-09-13",
        "nyt-sitemap/trap-no-links.html",
        "changed: no article's link on https://www.nytimes.com/sitemap/1973/09/13/; expected #site-content li > a",
    );
    sitemap(
        "1973-09-13",
        "nyt-sitemap/other-robot-test.html",
        "changed: a test for robots instead of https://www",
    );
    sitemap(
        "1973-09-13",
        "nyt-sitemap/trap-tower.html",
        "changed: the page was not read: its elements are more than 512",
    );
    let index = |page, content: &[u8], expected: &str| {
        check("guardian-index", "2012-02-07", page, content, expected);
    };
    index(1, &fixture("guardian-index/other-consent.html"), "changed: a consent wall instead of");
    index(2, &fixture("guardian-index/former-2012-02-07.html"), "good");
    index(
        1,
        &fixture("guardian-index/today-2024-02-07.html"),
        "suspect: is the page /world/2024/feb/07/all",
    );
    index(1, br#"{"response":{"docs":[]}}"#, "changed: expected an HTML page, got JSON");
    index(1, b"plain", "changed: expected an HTML page, got text");
    index(1, b"", "suspect: the document is empty");
    let former = String::from_utf8(fixture("guardian-index/former-2012-02-07.html")).unwrap();
    let lonely = former
        .replacen("fc-item__link", "kept", 1)
        .replace("fc-item__link", "gone")
        .replace("kept", "fc-item__link");
    let few = "changed: 1 links to articles on https://www.theguardian.com/world/2012/feb/07/all, \
        fewer than 2; expected main[data-layout=TagPageLayout] a[data-link-name*=card-] or";
    index(1, lonely.as_bytes(), few);
    let lonely = lonely.replace("?page=2", "");
    index(1, lonely.as_bytes(), few);
    index(2, lonely.as_bytes(), "good");
    let day = String::from_utf8(fixture("nyt-sitemap/day-1973-09-12.html")).unwrap();
    let four = day.replacen("<li class=\"css-l\">", "<p>", 2);
    check(
        "nyt-sitemap",
        "1973-09-12",
        1,
        four.as_bytes(),
        "changed: 4 links to articles on https://www.nytimes.com/sitemap/1973/09/12/, fewer than 5; \
         expected #site-content li > a or main li > a",
    );
    let later = former.replace("2012/feb/07/", "2012/mar/01/").replace("mar/01/all", "feb/07/all");
    index(1, later.as_bytes(), "suspect: 3 of 5 records are not of 2012-02-07, first: 2012-03-01");
    let classless = former.replace("fc-item__container", "dcr-1");
    index(
        1,
        classless.as_bytes(),
        "changed: no article's link on https://www.theguardian.com/world/2012/feb/07/all;",
    );
    index(1, &vec![b'<'; (2 << 20) + 1], "changed: the page was not read: it has more than");
    index(1, b"<html><body>Your key: too many requests</body></html>", "refused: Spike");
    let log_in = "<html><body><h1>Log in to continue</h1></body></html>";
    index(1, log_in.as_bytes(), "changed: a log-in page instead of");
}

#[test]
fn only_links_to_the_same_index_say_how_many_pages_it_has() {
    let former = String::from_utf8(fixture("guardian-index/former-2012-02-07.html")).unwrap();
    let own =
        "<meta property=\"og:url\" content=\"http://www.theguardian.com/world/2012/feb/07/all\"/>";
    let check = |own_address: &str, href: &str, pages: u32| {
        let page = former.replace(own, own_address).replace("/world/2012/feb/07/all?page=2", href);
        let answer = judge("guardian-index", "2012-02-07", 1, page.as_bytes());
        assert_eq!(answer, good(5, pages, None), "{own_address} {href}");
    };
    check(own, "/world/2012/feb/07/all?page=2", 2);
    check(own, "https://www.theguardian.com/world/2012/feb/07/all?x=1&page=3#top", 3);
    check(own, "/world/2012/feb/07/all/?page=50", 50);
    check("", "/world/2012/feb/07/all?page=2", 2);
    check(own, "/world/2012/feb/07/all?page=51", 1);
    check(own, "/world/2012/feb/07/all?page=0", 1);
    check(own, "/world/2012/feb/07/all?subpage=9", 1);
    check(own, "/world/2012/feb/08/all?page=9", 1);
    check(own, "/world/chile?page=4000", 1);
    check(own, "/world/chile?page=40", 1);
    check("", "/world/chile?page=40", 1);
    let tag = "<link rel=\"canonical\" href=\"https://www.theguardian.com/world/chile\">";
    check(tag, "/world/chile?page=40", 40);
}

#[test]
fn one_article_has_one_address_by_every_route() {
    let ids = |name: &str, content: &[u8]| {
        let mut ids = Vec::new();
        let mut each = |record: groundswell_press::Record<'_>| {
            ids.extend(record.article.ok().and_then(|article| canonical_url(&article.url)));
        };
        source(name).unwrap().read(&mut &content[..], &mut each).unwrap();
        ids
    };
    let api = r#"{"response":{"total":1,"startIndex":1,"pageSize":1,"results":[{"id":"world/2012/feb/07/lima-tram-drivers",
        "webPublicationDate":"2012-02-07T08:00:00Z","webTitle":"T",
        "webUrl":"https://www.theguardian.com/world/2012/feb/07/lima-tram-drivers"}]}}"#;
    let index = ids("guardian-index", &fixture("guardian-index/former-2012-02-07.html"));
    assert!(index.contains(&ids("guardian-api", api.as_bytes())[0]));
    let archive = r#"{"response":{"meta":{"hits":1},"docs":[{"_id":"nyt://article/1","pub_date":"2011-03-04T05:00:00+0000",
        "web_url":"https://www.nytimes.com/2011/03/04/world/asia/04harbour.html"}]}}"#;
    let sitemap = ids("nyt-sitemap", &fixture("nyt-sitemap/day-2011-03-04.html"));
    assert!(sitemap.contains(&ids("nyt-archive", archive.as_bytes())[0]));
    let (new, old) = ("loc-pages/loc-page.json", "loc-pages/chroniclingamerica-page.json");
    let page_ids = |path: &str| {
        let mut ids = Vec::new();
        let mut each = |record: groundswell_press::Record<'_>| {
            ids.extend(record.article.map(|article| article.id.into_owned()));
        };
        source("loc-pages").unwrap().read(&mut &fixture(path)[..], &mut each).unwrap();
        ids
    };
    assert_eq!(page_ids(new)[..2], page_ids(old)[..2]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn damaged_answers_never_panic(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        page in 0u32..4,
    ) {
        let answers = good_answers();
        let (_, span, _, bytes, _) = &answers[which.index(answers.len())];
        let mut bytes = bytes.clone();
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let (start, end) = (cut.index(bytes.len()), bytes.len());
        for source in SOURCES {
            for bytes in [&bytes[..], &bytes[..start], &bytes[start..end]] {
                let span = span.parse().unwrap();
                source.judge(span, page, &mut &bytes[..]).unwrap();
                let _ = source.judge_whole(span, Some(1), &mut &bytes[..]).unwrap();
                source.whole_span(&mut &bytes[..]).unwrap();
            }
        }
    }
}
