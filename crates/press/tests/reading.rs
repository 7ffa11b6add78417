//! Reading under bad conditions: cut anywhere, in any pieces, any bytes, any types.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod common;

use std::io::{self, Cursor, Read};

use groundswell_press::{Contents, Fault, SOURCES, dateline, recognise, source};
use proptest::prelude::*;

/// A reader that gives its bytes in pieces of these sizes, over and over, with an interruption now and then.
struct Pieces<'a> {
    bytes: &'a [u8],
    sizes: &'a [usize],
    turn: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn.is_multiple_of(7) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let size = self.sizes[self.turn % self.sizes.len()].clamp(1, room.len());
        let size = size.min(self.bytes.len());
        room[..size].copy_from_slice(&self.bytes[..size]);
        self.bytes = &self.bytes[size..];
        Ok(size)
    }
}

fn contents(name: &str, mut input: impl Read) -> Contents {
    source(name).unwrap().read(&mut input, &mut |_| {}).unwrap()
}

/// Whether nothing shows at this cut that more should follow: it lies between two objects or pages joined end to end.
fn is_seam(cut: &[u8], rest: &[u8]) -> bool {
    if cut.trim_ascii_end().ends_with(b"</html>") {
        return true;
    }
    let blank = |byte: &u8| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte);
    let before = cut.iter().rev().find(|byte| !blank(byte));
    let after: Vec<&u8> = rest.iter().filter(|byte| !blank(byte)).take(2).collect();
    let whole_marks = cut.iter().rev().take_while(|byte| **byte >= 0x80).count() % 3 == 0;
    before == Some(&b'}') && whole_marks && matches!(after[..], [] | [b'{', b'"'] | [b'<', _])
}

#[test]
fn every_prefix_of_every_fixture_is_incomplete() {
    let is_end = |fault: &Fault| {
        let json = matches!(fault, Fault::Cut | Fault::Malformed { .. } | Fault::Trailing(_));
        let html = matches!(fault, Fault::CutPage | Fault::AfterPages(_) | Fault::Hostile(_));
        json || html || *fault == Fault::Empty
    };
    for (path, bytes, source) in common::readable() {
        // Most exports do not say where they end.
        if source.newspaper.is_empty() {
            continue;
        }
        let mut whole = Vec::new();
        source
            .read(&mut &bytes[..], &mut |record| whole.push((record.offset, record.length)))
            .unwrap();
        for length in 0..bytes.len() {
            let (mut cut, rest) = bytes.split_at(length);
            let mut records = Vec::new();
            let contents =
                source.read(&mut cut, &mut |record| records.push((record.offset, record.length)));
            let contents = contents.unwrap();
            let place = format!("{} cut after {length} bytes", path.display());
            assert!(!contents.complete || is_seam(&bytes[..length], rest), "{place}: complete");
            let says_why = contents.problems.iter().any(|trouble| is_end(&trouble.what));
            assert_eq!(contents.complete, !says_why, "{place}: {:?}", contents.problems);
            assert!(whole.starts_with(&records), "{place}: {records:?}");
        }
    }
}

#[test]
fn a_cut_export_loses_no_record_before_the_cut() {
    for (path, bytes, source) in common::readable() {
        if !source.newspaper.is_empty() {
            continue;
        }
        let (whole, _) = offsets(source, &bytes);
        for length in 0..bytes.len() {
            let (records, contents) = offsets(source, &bytes[..length]);
            let place = format!("{} cut after {length} bytes", path.display());
            // Of a zip nothing can be read without its end, and of anything else all but the last record.
            let same = records.len().saturating_sub(1);
            assert_eq!(records[..same], whole[..same], "{place}");
            assert!(
                !records.is_empty() || !contents.problems.is_empty(),
                "{place}: nothing is said"
            );
        }
    }
}

/// Where the records of a document begin, and its account.
fn offsets(source: &groundswell_press::Source, mut bytes: &[u8]) -> (Vec<u64>, Contents) {
    let mut offsets = Vec::new();
    let contents = source.read(&mut bytes, &mut |record| offsets.push(record.offset)).unwrap();
    (offsets, contents)
}

#[test]
fn the_pieces_a_reader_gives_change_nothing() {
    for (path, bytes, source) in common::readable() {
        let whole = common::account(source, &mut &bytes[..]);
        for sizes in [&[1][..], &[2, 3], &[1, 100, 7], &[4096]] {
            let mut pieces = Pieces { bytes: &bytes, sizes, turn: 0 };
            assert_eq!(
                common::account(source, &mut pieces),
                whole,
                "{} in {sizes:?}",
                path.display()
            );
        }
    }
}

#[test]
fn an_error_of_the_reader_is_returned() {
    let mut failing = Cursor::new(r#"{"response":{"docs":["#).chain(Failing);
    let result = source("nyt-archive").unwrap().read(&mut failing, &mut |_| {});
    assert_eq!(result.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn no_type_of_any_field_loses_more_than_its_record() {
    let fields = [
        "_id",
        "uri",
        "web_url",
        "pub_date",
        "headline",
        "abstract",
        "snippet",
        "lead_paragraph",
        "keywords",
        "section_name",
        "subsection_name",
        "news_desk",
        "print_section",
        "print_page",
        "type_of_material",
    ];
    let values = [
        "null",
        "true",
        "0",
        "-0",
        "9223372036854775808",
        "1.0",
        "\"\"",
        "\"None\"",
        "[]",
        "{}",
        "[[{}]]",
        "{\"main\":[]}",
        "[{\"name\":{},\"value\":[]}]",
        "[null,1,\"x\"]",
    ];
    for field in fields {
        for value in values {
            let odd =
                format!(r#"{{"_id":"a","web_url":"u","pub_date":"2001-02-03","{field}":{value}}}"#);
            let page = format!(
                r#"{{"response":{{"meta":{{"hits":2}},"docs":[{odd},{{"_id":"b","pub_date":"2001-02-03"}}]}}}}"#
            );
            let mut read = Vec::new();
            let contents =
                source("nyt-archive").unwrap().read(&mut page.as_bytes(), &mut |record| {
                    read.push(
                        record
                            .article
                            .map(|article| article.id.into_owned())
                            .map_err(|problem| problem.name()),
                    );
                });
            assert_eq!(contents.unwrap().problems, [], "{field} {value}");
            assert_eq!(read[1].as_deref(), Ok("b"), "{field} {value}");
            let lost = field == "pub_date";
            assert_eq!(read[0].is_err(), lost, "{field} {value}: {:?}", read[0]);
        }
    }
}

#[test]
fn what_stands_around_the_records_may_be_anything_that_is_json() {
    let check = |page: &str, announced: Option<u64>, faults: &[&str]| {
        let contents = contents("nyt-archive", page.as_bytes());
        let found: Vec<&str> =
            contents.problems.iter().map(|trouble| trouble.what.name()).collect();
        assert_eq!((contents.announced, &found[..]), (announced, faults), "{page}");
    };
    check(r#"{"response":{"docs":[],"meta":{"hits":"0"}}}"#, Some(0), &[]);
    check(r#"{"response":{"docs":[],"meta":{"hits":0}},"response":{"docs":[]}}"#, Some(0), &[]);
    check(
        r#"{"a\"}":"\\","response":{"facet":"","x":[{"y":[1,2,{}]}],"docs":[],"metadata":{"hits":0}}}"#,
        Some(0),
        &[],
    );
    check(r#"{"response":{"meta":{"hits":25,"offset":20},"docs":[1,2,3,4,5]}}"#, Some(5), &[]);
    check(
        r#"{"response":{"meta":{"hits":25,"offset":10},"docs":[1,2,3,4,5]}}"#,
        Some(10),
        &["announced"],
    );
    check(r#"{"response":{"meta":{"hits":25,"offset":30},"docs":[]}}"#, Some(0), &[]);
    check(r#"{"response":{"meta":{"hits":-1},"docs":[]}}"#, None, &["unannounced"]);
    check(r#"{"response":{"meta":[],"docs":[]}}"#, None, &["unannounced"]);
    check(r#"{"response":{"meta":{"hits":0},"docs":{}}}"#, None, &["unknown_shape"]);
    check(r#"{"response":[]}"#, None, &["unknown_shape"]);
    check(r#"{"response":"x","message":"m"}"#, None, &["refused"]);
    check("{}", None, &["unknown_shape"]);
    check("[]", None, &["malformed"]);
    check("", None, &["empty"]);
    check("  \n", None, &["empty"]);
    check(r#"{"response":{"docs":[],}}"#, None, &["malformed"]);
    check(r#"{"response" {"docs":[]}}"#, None, &["malformed"]);
    check(r#"{"response":{"docs":[1,]}}"#, None, &["malformed"]);
    check(r#"{"response":{"docs":}}"#, None, &["malformed"]);
    check(r#"{response:{}}"#, None, &["malformed"]);
    check("{}\0\0\0", None, &["unknown_shape", "trailing"]);
}

#[test]
fn problems_are_counted_when_they_are_too_many_to_list() {
    let contents = contents("nyt-archive", "{}".repeat(1500).as_bytes());
    assert_eq!(
        (contents.problems.len(), contents.more_problems, contents.objects),
        (1000, 500, 1500)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = recognise(&bytes);
        for source in SOURCES {
            source.read(&mut &bytes[..], &mut |_| {}).unwrap();
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}", json in r#"[{}\[\]":,\\u0-9a-f \n]{0,60}"#) {
        for text in [text.as_str(), &json] {
            let _ = dateline(text);
            let _ = groundswell_press::canonical_url(text);
            let _ = groundswell_press::normalised_headline(text);
            let _ = groundswell_press::Date::parse(text);
        }
        let page = format!(r#"{{"response":{{"meta":{{"hits":1}},"docs":[{{{json}}}]}}}}"#);
        contents("nyt-archive", page.as_bytes());
    }

    #[test]
    fn damaged_fixtures_read_alike_in_any_pieces(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        sizes in proptest::collection::vec(1usize..600, 1..5),
    ) {
        let fixtures = common::readable();
        let (_, bytes, source) = &fixtures[which.index(fixtures.len())];
        let mut bytes = bytes.clone();
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let whole = common::account(source, &mut &bytes[..]);
        let mut pieces = Pieces { bytes: &bytes, sizes: &sizes, turn: 0 };
        prop_assert_eq!(common::account(source, &mut pieces), whole);
    }
}
