//! What documents look like that are none.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use groundswell_press::{SOURCES, Unrecognised, newspaper, recognise, source};

/// The name of the source, or the beginning of what is said instead.
fn check(head: &[u8], expected: &str) {
    let said = match recognise(head) {
        Ok(source) => source.name.to_owned(),
        Err(unrecognised) => unrecognised.to_string(),
    };
    assert!(said.starts_with(expected), "{:?}: {said}", String::from_utf8_lossy(head));
}

#[test]
fn a_document_is_known_by_its_content() {
    check(br#"{"response":{"meta":{"hits":0},"docs":[]}}"#, "nyt-archive");
    check(br#" {"status":"OK","response":{"docs":null,"metadata":{"hits":0}}}"#, "nyt-archive");
    check(b"\xef\xbb\xbf{\"response\":{\"docs\":[{\"_id\":\"1\",\"pub_date\":\"20", "nyt-archive");
    check(br#"{"response":{"status":"ok","total":0,"startIndex":0,"results":[]}}"#, "guardian-api");
    check(br#"{"response":{"results":[{"id":"world/x","webUrl":"#, "guardian-api");
}

#[test]
fn a_page_is_known_by_the_line_before_it_or_its_own_address() {
    let page = |head: &str| format!("<!DOCTYPE html><html><head>{head}</head><body>");
    let own = |address: &str| page(&format!(r#"<link rel="canonical" href="{address}">"#));
    for (name, path) in [
        ("nyt-sitemap", "https://www.nytimes.com/sitemap/1973/09/11/"),
        ("guardian-index", "https://www.theguardian.com/world/2012/feb/07/all"),
        ("guardian-index", "http://www.guardian.co.uk/world/2012/feb/07/all?page=2"),
        ("guardian-index", "https://www.theguardian.com/world/chile?page=2"),
        ("guardian-index", "https://www.theguardian.com/world/all"),
    ] {
        check(own(path).as_bytes(), name);
        check(page(&format!(r#"<meta content="{path}" property="og:url">"#)).as_bytes(), name);
        check(format!("<!-- page {path} 15 -->\n<html><p>x</html>").as_bytes(), name);
        let saved = format!("<!DOCTYPE html>\r\n<!-- saved from url=(0043){path} -->\r\n<html>");
        check(saved.as_bytes(), name);
    }
    for path in [
        "https://www.nytimes.com/sitemap/1973/09/",
        "https://www.nytimes.com/sitemap/",
        "https://www.nytimes.com/1973/09/11/archives/x.html",
        "https://evil.example/sitemap/1973/09/11/",
        "https://www.theguardian.com/world",
        "https://www.theguardian.com/world/2012/feb/07/some-article",
        "https://www.theguardian.com/football/2012/feb/07/all",
        "https://www.theguardian.com/info/cookies",
        "/sitemap",
        "",
    ] {
        check(own(path).as_bytes(), "an HTML page");
        check(format!("<!-- page {path} 15 -->\n<html><p>x</html>").as_bytes(), "an HTML page");
    }
    check(br#"{"pagination":{"of":1},"results":[{"id":"x","number_lccn":["sn1"]}]}"#, "loc-pages");
    check(br#"{"totalItems":1,"items":[{"sequence":1,"lccn":"sn1"}]}"#, "loc-pages");
    check(br#"{"pagination":{"of":0},"results":[]}"#, "JSON of another shape");
    check(br#"{"totalItems":1,"items":[{"id":1}]}"#, "JSON of another shape");
}

#[test]
fn anything_else_is_called_what_it_looks_like() {
    check(b"", "the document is empty");
    check(b" \n\t ", "the document is empty");
    check(b"\xef\xbb\xbf", "the document is empty");
    check(b"<!DOCTYPE html><html>", "an HTML page");
    check(b"\n<html><body>captive portal", "an HTML page");
    check(b"<p>Please accept our cookies", "an HTML page");
    check(b"<?xml version='1.0'?><search count='2'>", "an XML page of the Guardian");
    check(b"<?xml version='1.0'?><rss/>", "XML of no kind that is known");
    check(b"\x1f\x8b\x08\0\0\0\0\0\0\x03cut", "gzip data");
    check(b"\x28\xb5\x2f\xfd\x04", "zstd data");
    check(b"PK\x03\x04", "zip data");
    check(b"\xff\xfe{\0\"\0", "UTF-16");
    check(b"{\0\"\0r\0e\0", "UTF-16");
    check(b"\0{\0\"\0r\0e", "UTF-16");
    check(b"\x01\x02\x03\x04\x05\x06", "binary data");
    check(b")]}',\n{\"response\":{}}", "JSON in a wrapper");
    check(b"jQuery_12.cb({\"response\":{}})", "JSON in a wrapper");
    check(b"null", "JSON of another shape: not an object");
    check(b"[]", "JSON of another shape: not an object");
    check(b"\"\"", "JSON of another shape: not an object");
    check(b"-3", "JSON of another shape: not an object");
    check(b"{\\rtf1\\ansi Words}", "rich text (RTF), which is not read; export it again");
    check(b"{}", "JSON of another shape: an object without members");
    check(br#"{"a":1,"b":{"c":2}}"#, "JSON of another shape: an object with a, b");
    check(
        br#"{"responseHeader":{},"response":{"numFound":1,"start":0,"docs":[{"id":"x"}]}}"#,
        "JSON of another shape",
    );
    check(br#"{"response":{"docs":"none","total":"x"}}"#, "JSON of another shape");
    check(b"_id,headline\n1,Words", "text of no kind that is known, beginning with \"_id,headline");
}

#[test]
fn an_error_message_is_not_repeated_where_it_may_name_the_key() {
    let fault = br#"{"fault":{"faultstring":"Quota limit exceeded. Identifier : SECRET","detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#;
    assert_eq!(
        recognise(fault).unwrap_err(),
        Unrecognised::Refused("policies.ratelimit.SpikeArrestViolation".to_owned())
    );
    check(
        br#"{"status":"ERROR","errors":["x"]}"#,
        "an error message of the server, not articles: no reason given",
    );
    check(
        br#"{"response":{"status":"error","message":"m"}}"#,
        "an error message of the server, not articles: m",
    );
}

#[test]
fn every_source_has_its_newspaper_and_its_name_once() {
    for wanted in SOURCES {
        assert!(std::ptr::eq(source(wanted.name).unwrap(), *wanted));
        let of_any = wanted.newspaper.is_empty() && wanted.route().is_none();
        assert!(of_any || newspaper(wanted.newspaper).is_some(), "{}", wanted.name);
    }
    assert!(source("no-such-source").is_none());
}
