//! Judging stored documents: whether all pages of a span are there, each once, and whether a saved month is whole.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod common;

use common::answers::{doc, docs, fixture, month, results};
use groundswell_press::{Span, source};

fn whole(name: &str, span: &str, total: Option<u64>, content: &[u8]) -> Result<u64, String> {
    source(name).unwrap().judge_whole(span.parse().unwrap(), total, &mut &content[..]).unwrap()
}

/// The document that these pages of the Guardian's index are stored as.
fn stored(pages: &[&str]) -> String {
    let source = source("guardian-index").unwrap();
    let span: Span = "2012-02-07".parse().unwrap();
    let part = |(page, number): (&&str, u32)| {
        let address = format!("{}{}", source.route().unwrap().origin, source.ask(span, number));
        source.preface(&address, page.len() as u64) + page
    };
    pages.iter().zip(1..).map(part).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_whole_document_holds_every_record_once() {
    let joined = |pages: &[String]| pages.join("\n").into_bytes();
    let three = [results(5, 1, 2, 0..2), results(5, 2, 2, 2..4), results(5, 3, 2, 4..5)];
    assert_eq!(whole("guardian-api", "2012-02", Some(5), &joined(&three)), Ok(5));
    let moved = [results(5, 1, 2, 0..2), results(5, 2, 2, 1..3), results(5, 3, 2, 4..5)];
    assert_eq!(
        whole("guardian-api", "2012-02", Some(5), &joined(&moved)),
        Err("holds 4 different records of 5 announced".to_owned())
    );
    assert_eq!(
        whole("guardian-api", "2012-02", Some(5), &joined(&three[..2])),
        Err("holds 4 different records of 5 announced".to_owned())
    );
    assert!(whole("guardian-api", "2012-03", Some(5), &joined(&three)).is_err());
    assert!(whole("guardian-api", "2012-02", Some(5), &joined(&three)[..200]).is_err());
    assert_eq!(whole("nyt-archive", "1973-09", Some(100), docs(96, 4).as_bytes()), Ok(100));
    assert!(whole("nyt-archive", "1973-09", Some(100), docs(90, 10).as_bytes()).is_err());
    // A month that repeats a record is as its publisher has it: nothing was paged.
    let twice = month(2, &[&doc(1, "1973-09-12"), &doc(1, "1973-09-12")]);
    assert_eq!(whole("nyt-archive", "1973-09", Some(2), twice.as_bytes()), Ok(2));
    assert_eq!(whole("nyt-archive", "1978-10", Some(0), month(0, &[]).as_bytes()), Ok(0));
    assert_eq!(
        whole("guardian-total", "2012-02", Some(8123), &fixture("guardian-total/2012-02.json")),
        Ok(0)
    );
    assert!(
        whole("guardian-total", "2012-03", Some(8123), &fixture("guardian-total/2012-02.json"))
            .is_err()
    );
    let two = fixture("guardian-index/stored-two-pages.html");
    assert_eq!(whole("guardian-index", "2012-02-07", None, &two), Ok(7));
    assert!(
        whole("guardian-index", "2012-02-07", None, &fixture("guardian-index/trap-repeated.html"))
            .is_err()
    );
    let page = String::from_utf8(fixture("guardian-index/former-2012-02-07.html")).unwrap();
    let more = page.replacen("<div class=\"fc-item__container\">", "<div class=\"fc-item__container\"><a class=\"fc-item__link\" href=\"/world/2012/feb/07/new\">N</a></div><div class=\"fc-item__container\">", 1);
    let again = page.replace("19:02:11", "19:02:12");
    assert_eq!(
        whole("guardian-index", "2012-02-07", None, stored(&[&page, &again]).as_bytes()),
        Err("page 2 brings nothing new".to_owned())
    );
    assert_eq!(
        whole("guardian-index", "2012-02-07", None, stored(&[&page, &more, &again]).as_bytes()),
        Err("page 3 brings nothing new".to_owned())
    );
    assert_eq!(
        whole("guardian-index", "2012-02-07", None, stored(&[&page, &more]).as_bytes()),
        Ok(11)
    );
    assert_eq!(
        whole("nyt-sitemap", "1973-09-12", None, &fixture("nyt-sitemap/stored.html")),
        Ok(6)
    );
    for trap in ["trap-stored-cut", "trap-stored-trailing", "trap-tower", "trap-no-links"] {
        let path = format!("nyt-sitemap/{trap}.html");
        assert!(whole("nyt-sitemap", "1973-09-12", None, &fixture(&path)).is_err(), "{trap}");
    }
}

#[test]
fn what_is_stored_with_its_prefaces_reads_back() {
    let page = String::from_utf8(fixture("guardian-index/former-2012-02-07.html")).unwrap();
    let document = stored(&[&page, &page]);
    let index = source("guardian-index").unwrap();
    let contents = index.read(&mut document.as_bytes(), &mut |_| {}).unwrap();
    assert_eq!((contents.objects, contents.records, contents.complete), (2, 10, true));
    assert_eq!(contents.problems, []);
}

#[test]
fn a_month_that_was_imported_is_known_to_be_whole() {
    let check = |content: &str, expected: Option<&str>| {
        let span = source("nyt-archive").unwrap().whole_span(&mut content.as_bytes()).unwrap();
        assert_eq!(
            span.map(|span| span.to_string()).as_deref(),
            expected,
            "{}",
            content.get(..200).unwrap_or(content)
        );
    };
    // So many records on each of the first days of a month, and some of another month.
    let days = |name: &str, days: usize, there: usize| {
        let here = (0..days * 4).map(|id| doc(id, &format!("{name}-{:02}", id % days + 1)));
        let docs: Vec<String> =
            here.chain((0..there).map(|id| doc(1000 + id, "1960-02-02"))).collect();
        month(docs.len() as u64, &docs.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let whole = days("1973-09", 30, 0);
    check(&whole, Some("1973-09"));
    check(&days("1973-09", 30, 6), Some("1973-09"));
    check(&days("1973-09", 30, 7), None);
    // Three quarters of its days, and no less: a month that was saved before it was over is not whole.
    check(&days("1973-09", 28, 0), Some("1973-09"));
    check(&days("1973-09", 27, 0), None); // saved before the month was over
    check(&days("1973-09", 22, 0), None);
    check(&days("2024-05", 3, 0), None);
    check(&month(1, &[&doc(1, "1973-09-12")]), None);
    check(&docs(95, 5), None);
    // A strike began on the 10th; days without a paper are no days of the month.
    check(&days("1978-08", 9, 0), Some("1978-08"));
    check(&days("1978-08", 6, 0), None);
    check(&days("1978-09", 30, 0), None);
    check(&whole.replace("\"hits\":120", "\"hits\":121"), None);
    check(&month(0, &[]), None);
    check(&whole.replace("\"hits\":120", "\"hits\":120,\"offset\":0"), None);
    check(&format!("{whole}{whole}"), None);
    check(&whole[..whole.len() - 60], None);
    for (name, content) in [
        ("guardian-api", results(1, 1, 200, 0..1).into_bytes()),
        ("guardian-total", fixture("guardian-total/2012-02.json")),
        ("loc-pages", fixture("loc-pages/loc-last-page.json")),
        ("nyt-sitemap", fixture("nyt-sitemap/stored.html")),
    ] {
        assert_eq!(source(name).unwrap().whole_span(&mut &content[..]).unwrap(), None, "{name}");
    }
}
