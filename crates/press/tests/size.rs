//! Reading what is too large: gigabytes, a million levels, a million keywords, in bounded memory.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::io::{self, Cursor, Read};

use groundswell_press::{Contents, MAX_RECORD, source};

const OPEN: &str = r#"{"response":{"meta":{"hits":2},"docs":["#;
const GOOD: &str = r#"{"_id":"good","pub_date":"2001-02-03"}"#;

/// Reads `OPEN`, this record, a good one; what came of each.
fn check(record: impl Read, expected: &[&str]) -> Contents {
    let closing = format!(",{GOOD}]}}}}");
    let mut document = Cursor::new(OPEN).chain(record).chain(Cursor::new(closing));
    let mut found = Vec::new();
    let contents = source("nyt-archive").unwrap().read(&mut document, &mut |record| {
        found.push(match record.article {
            Ok(article) => article.id.chars().take(8).collect(),
            Err(problem) => problem.name().to_owned(),
        });
    });
    assert_eq!(found, expected);
    let contents = contents.unwrap();
    assert!(contents.complete && contents.problems.is_empty(), "{:?}", contents.problems);
    contents
}

fn filled(before: &str, byte: u8, count: u64, after: &str) -> impl Read + use<> {
    Cursor::new(before.to_owned())
        .chain(io::repeat(byte).take(count))
        .chain(Cursor::new(after.to_owned()))
}

/// Most memory this process ever held, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

#[test]
fn size_is_bounded_and_costs_one_record() {
    let gigabyte = 1 << 30;
    let contents = check(
        filled(r#"{"_id":"line","snippet":""#, b'x', gigabyte, r#""}"#),
        &["too_large", "good"],
    );
    assert!(contents.bytes > gigabyte);
    check(
        filled(r#""a long string, not an object "#, b'x', gigabyte / 10, "\""),
        &["not_an_object", "good"],
    );
    let levels = 9_000_000;
    let open = filled(r#"{"_id":"open","x":"#, b'[', levels, "");
    check(open.chain(filled("", b']', levels, "}")), &["too_large", "good"]);

    let room = MAX_RECORD as u64 - GOOD.len() as u64 - r#","x":"""#.len() as u64;
    let fitting =
        |extra| filled(r#"{"_id":"good","pub_date":"2001-02-03","x":""#, b'x', room + extra, "\"}");
    check(fitting(0), &["good", "good"]);
    check(fitting(1), &["too_large", "good"]);

    let nested = |key: &str| {
        let before = format!(r#"{{"_id":"deep","pub_date":"2001-02-03","{key}":"#);
        filled(&before, b'[', 1_000_000, "").chain(filled("", b']', 1_000_000, "}"))
    };
    check(nested("blog"), &["deep", "good"]);
    check(nested("headline"), &["deep", "good"]);

    let keywords = r#"{"name":"glocations","value":"Chile"},"#.repeat(400_000);
    let many = format!(r#"{{"_id":"many","pub_date":"2001-02-03","keywords":[{keywords}null]}}"#);
    check(many.as_bytes(), &["many", "good"]);

    let long = format!(
        r#"{{"_id":"long","pub_date":"2001-02-03","headline":{{"main":"{}"}}}}"#,
        "Word ".repeat(200_000)
    );
    check(long.as_bytes(), &["long", "good"]);

    if let Some(peak) = peak() {
        assert!(peak < 256, "{peak} MiB at most were in use");
    }
}

#[test]
fn a_flood_of_white_space_and_of_unasked_members_is_read_away() {
    let blank = filled("", b' ', 5_000_000, GOOD);
    check(blank, &["good", "good"]);
    let members = r#""k":1,"#.repeat(200_000);
    let document = format!(r#"{{{members}"response":{{"docs":[],"meta":{{"hits":0}}}}}}"#);
    let contents =
        source("nyt-archive").unwrap().read(&mut document.as_bytes(), &mut |_| {}).unwrap();
    assert_eq!((contents.complete, contents.announced), (true, Some(0)));
}
