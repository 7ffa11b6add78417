//! `explorer.html`: its data against what it once was, nothing in it acts, its policy fits, it stays small.

mod invented;

use std::path::Path;

use groundswell_report::{Explorer, Live, explorer_html};
use proptest::prelude::*;
use serde_json::Value;

fn page(explorer: &Explorer) -> String {
    String::from_utf8(explorer_html(explorer).bytes).expect("the page is UTF-8")
}

/// What stands between two marks, the first time.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let rest = text.split_once(begin).expect(begin).1;
    rest.split_once(end).expect(end).0
}

fn block(page: &str) -> &str {
    between(page, "<script type=\"application/json\" id=\"data\">", "</script>")
}

/// A key a line, countries' columns too, so that a diff can be read. The borders are a table of their own.
fn readable(data: &mut Value) -> String {
    data["borders"] = Value::from("…");
    let mut lines = String::new();
    for (key, value) in data.as_object().expect("an object") {
        if key != "countries" {
            lines.push_str(&format!("{key}: {value}\n"));
        }
    }
    for country in data["countries"].as_array().expect("countries") {
        lines.push_str(&format!("{} {}\n", country["code"], country["label"]));
        for series in country["series"].as_array().expect("series") {
            for (key, value) in series.as_object().expect("an object") {
                lines.push_str(&format!("  {key}: {value}\n"));
            }
        }
        lines.push_str(&format!("  readings: {}\n", country["readings"]));
    }
    lines
}

#[test]
fn the_data_of_ten_years_and_of_rates() {
    for (name, findings) in [("ten", invented::ten_years()), ("rates", invented::rates())] {
        let mut explorer = invented::explorer(findings);
        if name == "rates" {
            explorer.evidence.clear(); // as of the other
        }
        let page = page(&explorer);
        let mut data: Value = serde_json::from_str(block(&page)).expect("JSON");
        let actual = readable(&mut data);
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}-explorer.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &actual).expect("the golden folder can be written");
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(golden == actual, "{name}: differs from {}; BLESS=1 rewrites it", path.display());
    }
}

#[test]
fn two_hundred_countries_are_a_file_below_five_megabytes_and_the_same_twice() {
    let explorer = invented::explorer(invented::two_hundred_countries());
    let page = explorer_html(&explorer);
    assert!(page.bytes.len() <= 5_000_000, "{} bytes", page.bytes.len());
    assert!(explorer_html(&explorer) == page);
    let data: Value =
        serde_json::from_str(block(std::str::from_utf8(&page.bytes).unwrap())).unwrap();
    assert_eq!(data["countries"].as_array().map(Vec::len), Some(200));
    // Of every country's wave years at least one article is there.
    assert_eq!(data["evidence"]["cells"].as_object().map(serde_json::Map::len), Some(200));
}

#[test]
fn the_policy_allows_this_script_and_these_styles_and_no_address() {
    let file = invented::explorer(invented::ten_years());
    holds_itself(&page(&file));
    // With a server behind it: that server, and nothing else is different.
    let served = page(&Explorer { live: Some(Live::default()), ..file });
    assert_eq!(served.matches("connect-src 'self'; ").count(), 1);
    holds_itself(&served.replace("connect-src 'self'; ", ""));
}

fn holds_itself(page: &str) {
    use sha2::{Digest, Sha256};
    let policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    for part in
        ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data: blob:"]
    {
        assert!(policy.contains(part), "{part}");
    }
    for word in ["unsafe", "http:", "https:", "*", "self"] {
        assert!(!policy.contains(word), "{word}");
    }
    let digest = |text: &str| {
        let bytes: Vec<u8> = Sha256::digest(text.as_bytes()).to_vec();
        format!("'sha256-{}'", base64(&bytes))
    };
    for (begin, end) in [
        ("<script>", "</script>"),
        ("<style>", "</style>"),
        ("<style id=\"chart-style\">", "</style>"),
    ] {
        assert!(policy.contains(&digest(between(page, begin, end))), "{begin}");
    }
    assert_eq!(page.matches("<script").count(), 2);
    let head = between(page, "<head>", "</head>");
    assert_eq!((head.matches("<style").count(), head.matches("<script").count()), (2, 0));
    for attribute in
        [" style=", " onclick=", " onload=", " src=", "<iframe", "<link rel=\"stylesheet"]
    {
        assert!(!page.contains(attribute), "{attribute}");
    }
}

/// A second way to write it than the page's own.
fn base64(bytes: &[u8]) -> String {
    let digits: Vec<char> =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
    let six = |bits: &[u8]| {
        let value = (0..6).fold(0, |sum, at| sum << 1 | usize::from(*bits.get(at).unwrap_or(&0)));
        digits[value]
    };
    let text: String = bits.chunks(6).map(six).collect();
    let filled = text.len().next_multiple_of(4);
    format!("{text:=<filled$}")
}

const NASTY: &[&str] = &[
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\" onload=\"x",
    "]]>--></style></svg>",
    "<svg onload=alert(1)>",
    "\0\u{1}\u{1b}[31mred\u{7f}\u{9b}",
    "\u{202e}desrever\u{2066}\u{200f}",
    "\u{2028}\u{2029}\u{feff}\u{ffff}",
    "javascript:alert(1)",
    "__proto__",
    "constructor",
    "=1+1",
    "\\\"\\u003c/script\\u003e",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(NASTY).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => (1_usize..100_000).prop_map(|length| "W".repeat(length)),
    ]
}

/// Two countries whose every text is hostile.
fn hostile(texts: &[String]) -> Explorer {
    let mut texts = texts.iter().cycle().cloned();
    let mut next = || texts.next().unwrap_or_default();
    let mut explorer = invented::explorer(invented::rates());
    let study = &mut explorer.findings.study;
    (study.title, study.rule, study.rule_sentence, study.source_line) =
        (next(), next(), next(), next());
    study.notes = vec![next()];
    study.provenance = vec![(next(), next())];
    study.newspapers[0].title = next();
    let country = &mut explorer.findings.countries[0];
    (country.code, country.label, country.error) = (next(), next(), Some(next()));
    let series = &mut country.series[0];
    (series.unit, series.warnings) = (next(), vec![next()]);
    series.years[9].reason = Some(next());
    series.years[9].flags = vec![next()];
    let code = country.code.clone();
    explorer.readings[0][0].name = next();
    explorer.readings[0][1].error = Some(next());
    for cell in explorer.evidence.iter_mut().take(3) {
        cell.country = code.clone();
        for article in &mut cell.shown {
            (article.words, article.basis, article.newspaper) = (next(), next(), next());
            (article.url, article.headline, article.date) = (Some(next()), Some(next()), next());
        }
    }
    explorer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_leaves_the_data_block(texts in prop::collection::vec(text(), 1..12)) {
        let page = page(&hostile(&texts));
        let data = block(&page);
        let ends = data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(!ends);
        let acts = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        let acting = data.contains(acts);
        prop_assert!(!acting);
        let value: Value = serde_json::from_str(data).expect("JSON");
        prop_assert_eq!(&value["schema"], "groundswell.explorer/1");
        // Beside the block and the title the page is the same whatever is in the findings.
        let title = between(&page, "<title>", "</title>");
        let breaks = title.contains(['<', '>', '"', '\'']);
        prop_assert!(!breaks);
        prop_assert_eq!(page.matches("<script").count(), 2);
    }
}

#[test]
fn a_headline_of_a_megabyte_is_cut() {
    let explorer = invented::explorer(invented::ten_years());
    let mut long = explorer.clone();
    for article in long.evidence.iter_mut().flat_map(|cell| &mut cell.shown) {
        let text = "W".repeat(1_000_000);
        article.headline = Some(text.clone());
        article.words = text.clone();
        article.url = Some(format!("https://{text}"));
    }
    assert!(page(&long).len() < page(&explorer).len() + 100_000);
}
