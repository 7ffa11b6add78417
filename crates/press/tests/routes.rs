//! What is asked for, and when there is nothing to ask for.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{Date, SOURCES, Span, Unit, newspaper, source};

fn day(written: &str) -> Date {
    Date::parse(written).unwrap()
}

fn shown(spans: &[Span]) -> String {
    spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_span_is_asked_for_so() {
    let check = |name: &str, span: &str, page, expected: &str| {
        assert_eq!(source(name).unwrap().ask(span.parse().unwrap(), page), expected, "{name}");
    };
    check("nyt-archive", "1973-09", 1, "/svc/archive/v1/1973/9.json");
    check("nyt-archive", "1851-12", 1, "/svc/archive/v1/1851/12.json");
    check("nyt-sitemap", "1973-09-11", 1, "/sitemap/1973/09/11/");
    let fields = "&order-by=oldest&use-date=published&show-tags=all\
        &show-fields=headline,trailText,standfirst,bodyText,newspaperPageNumber,newspaperEditionDate";
    check(
        "guardian-api",
        "2012-02",
        3,
        &format!(
            "/search?section=world&from-date=2012-02-01&to-date=2012-02-29&page-size=200&page=3{fields}"
        ),
    );
    check(
        "guardian-printed",
        "1999-11",
        1,
        &format!(
            "/search?section=-world&tag=theguardian/mainsection/international\
             &from-date=1999-11-01&to-date=1999-11-30&page-size=200&page=1{fields}"
        ),
    );
    check(
        "guardian-total",
        "2012-02",
        1,
        "/search?from-date=2012-02-01&to-date=2012-02-29&page-size=1&order-by=oldest&use-date=published",
    );
    check("guardian-index", "2012-02-07", 1, "/world/2012/feb/07/all");
    check("guardian-index", "2012-12-31", 2, "/world/2012/dec/31/all?page=2");
    check(
        "loc-pages",
        "1917-01",
        7,
        "/collections/chronicling-america/?dl=page&searchType=advanced&start_date=1917-01-01\
         &end_date=1917-01-31&sb=date&at=results,pagination&c=100&sp=7&fo=json",
    );
}

#[test]
fn spans_follow_strikes_first_issues_weekdays_and_the_route() {
    let check = |name: &str, first: &str, last: &str, expected: &str, silent: &str| {
        let source = source(name).unwrap();
        let (first, last) = (day(first), day(last));
        assert_eq!(shown(&source.spans(first, last)), expected, "{name} {first} {last}");
        assert_eq!(shown(&source.silent_spans(first, last)), silent, "{name} {first} {last}");
    };
    check("nyt-archive", "1851-01-01", "1851-11-15", "1851-09 1851-10 1851-11", "");
    check("nyt-archive", "1978-08-20", "1978-11-04", "1978-08 1978-11", "1978-09 1978-10");
    check("nyt-archive", "1962-12-31", "1963-02-01", "1962-12 1963-01 1963-02", ""); // western edition
    check("nyt-archive", "1999-12-31", "2000-01-01", "1999-12 2000-01", "");
    check("nyt-archive", "2000-02-01", "2000-01-31", "", "");
    check(
        "nyt-sitemap",
        "1851-09-20",
        "1851-09-23",
        "1851-09-20 1851-09-22 1851-09-23",
        "1851-09-21",
    );
    check(
        "nyt-sitemap",
        "1978-08-08",
        "1978-08-11",
        "1978-08-08 1978-08-09",
        "1978-08-10 1978-08-11",
    );
    check("nyt-sitemap", "2000-02-28", "2000-03-01", "2000-02-28 2000-02-29 2000-03-01", "");
    check(
        "guardian-index",
        "1998-12-30",
        "1999-01-04",
        "1999-01-01 1999-01-02 1999-01-04",
        "1999-01-03",
    );
    check("guardian-api", "1821-01-01", "1999-02-28", "1999-01 1999-02", "");
    check("guardian-total", "1999-01-31", "1999-01-31", "1999-01", "");
    check("guardian-printed", "2012-02-01", "2012-02-01", "2012-02", "");
    check("loc-pages", "1963-11-30", "1970-01-01", "1963-11 1963-12", "");
    check("loc-pages", "1800-01-01", "1851-02-01", "1851-01 1851-02", "");
}

#[test]
fn a_span_is_written_and_read_alike() {
    for text in ["1973-09", "1973-09-11", "2000-02-29", "0001-01"] {
        assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "1973",
        "1973-13",
        "1973-00",
        "1900-02-29",
        "1973-9",
        "1973-09-1",
        "1973-09-11T00:00",
        "x",
    ] {
        assert!(text.parse::<Span>().is_err(), "{text}");
    }
    let month: Span = "1973-09".parse().unwrap();
    assert_eq!((month.first_day(), month.last_day()), (day("1973-09-01"), day("1973-09-30")));
    assert!(month < "1973-09-01".parse().unwrap() && month < "1973-10".parse().unwrap());
    let nowhere = Span { year: 2001, month: 2, day: Some(31) };
    assert_eq!((nowhere.first_day(), nowhere.last_day()), (day("0001-01-01"), day("0001-01-01")));
    assert_eq!(nowhere.expected_days("nyt"), 0);
}

#[test]
fn every_route_is_within_what_its_publisher_allows() {
    // Exports are nobody's to ask for.
    for source in SOURCES.iter().filter(|source| !source.newspaper.is_empty()) {
        let route = source.route().unwrap();
        let name = source.name;
        assert!(route.origin.starts_with("https://") && !route.origin.ends_with('/'), "{name}");
        assert!(route.first >= newspaper(source.newspaper).unwrap().first_issue, "{name}");
        assert!(route.last.is_none_or(|last| route.first < last), "{name}");
        assert_eq!(route.html, source.extension() == "html", "{name}");
        assert_eq!(route.html, route.unit == Unit::Day, "{name}");
        let most = if route.html { 8 << 20 } else { 256 << 20 };
        assert!(
            (1..=most).contains(&route.max_bytes) && route.usual_bytes < route.max_bytes,
            "{name}"
        );
        assert!(route.requests_per_minute * route.seconds_apart <= 60, "{name}");
        assert!(route.usual_requests > 0 && route.requests_per_day >= 500, "{name}");
        assert!(route.zone.contains('/'), "{name}");
        for page in [1, 2, 1000] {
            let ask = source.ask(Span { year: 1999, month: 12, day: Some(31) }, page);
            let plain = |byte: u8| byte.is_ascii_graphic() && !b"#\"<>\\^`{|}".contains(&byte);
            assert!(
                ask.starts_with('/') && !ask.starts_with("//") && ask.bytes().all(plain),
                "{ask}"
            );
            assert!(!ask.contains("key"), "{ask}");
        }
    }
}

#[test]
fn the_line_before_a_page_holds_its_address_and_length() {
    let html = source("nyt-sitemap").unwrap();
    assert_eq!(
        html.preface("https://www.nytimes.com/sitemap/1973/09/11/", 12345),
        "<!-- page https://www.nytimes.com/sitemap/1973/09/11/ 12345 -->\n"
    );
    assert_eq!(
        html.preface("https://x.com/a -->\n<b>--", 1),
        "<!-- page https://x.com/a-b- 1 -->\n"
    );
    assert_eq!(source("nyt-archive").unwrap().preface("https://api.nytimes.com/x", 1), "");
}
