//! Files of libraries that are damaged or built to do harm: a bad one loses only itself, and memory stays bounded.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::io::{self, Cursor, Read};

use groundswell_press::{recognise_file, source};

/// What came of each file (its words, or the name of its problem) and of the whole.
fn check(name: &str, mut input: impl Read, expected: &[&str]) {
    let mut found = Vec::new();
    let contents = source(name).unwrap().read(&mut input, &mut |record| {
        found.push(record.article.map_or_else(
            |problem| problem.name().to_owned(),
            |article| article.lead.chars().chain(article.headline.chars()).take(40).collect(),
        ));
    });
    let faults = contents.unwrap().problems;
    found.extend(faults.into_iter().map(|trouble| trouble.what.name().to_owned()));
    assert_eq!(found, expected, "{name}");
}

/// A file as it is kept.
fn kept(name: &str, file: &str) -> String {
    source("alto").unwrap().preface(name, file.len() as u64) + file + "\n"
}

fn page(words: &str) -> String {
    format!(
        "<alto><Layout><Page><TextBlock><TextLine>{words}</TextLine></TextBlock></Page></Layout></alto>"
    )
}

fn filled(before: String, byte: u8, count: u64, after: &str) -> impl Read + use<> {
    Cursor::new(before).chain(io::repeat(byte).take(count)).chain(Cursor::new(after.to_owned()))
}

#[test]
fn a_bad_page_loses_only_itself() {
    let good = page("<String CONTENT='Chile'/>");
    let deep = format!("<alto>{}", "<a>".repeat(100_000));
    let bomb = format!(
        "<!DOCTYPE alto [<!ENTITY a 'boom'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>{}",
        page("<String CONTENT='&a;&b;&lt;&#0;'/>")
    );
    let unclosed = good.replace("</TextLine>", "");
    let many = page(&"<String CONTENT='xxxxxxxxxxxxxxx'/>".repeat(1_100_000));
    for (bad, expected) in [
        (deep.as_str(), &["bad_xml"][..]),
        (&bomb, &["&a;&b;<&#0;"]),
        (&unclosed, &["Chile", "loose_tags"]),
        (&many, &["too_large"]),
        ("", &["no_page"]),
        ("\0\0 no markup & at all", &["no_page"]),
        ("<alto><Layout><Page><! ", &["bad_xml"]),
    ] {
        let file = |text: &str| kept("harbor_19170102.xml", text);
        let document = [file(&good), file(bad), file(&good)].concat();
        let (records, faults): (Vec<&str>, Vec<&str>) =
            expected.iter().partition(|it| !matches!(**it, "bad_xml" | "loose_tags" | "no_page"));
        let all = [&["Chile"][..], &records, &["Chile"], &faults].concat();
        check("alto", document.as_bytes(), &all);
    }
}

#[test]
fn names_of_files_are_only_read() {
    let good = page("<String CONTENT='Chile'/>");
    for (name, expected) in [
        ("../../../etc/harbor_19170102.xml", "Chile"),
        ("harbor_19170102_99999999999999999999.xml", "Chile"),
        ("harbor_99999999.xml", "no_date"),
        ("_19170102_.xml", "no_identity"),
        ("\u{0}\u{202e}19170102é19170102.xml", "Chile"),
    ] {
        check("alto", kept(name, &good).as_bytes(), &[expected]);
        let long = format!("{}{name}", "a/".repeat(10_000));
        let _ = recognise_file(&long, good.as_bytes());
    }
}

#[test]
fn what_never_ends_is_not_kept() {
    let gigabyte = 1 << 30;
    let preface = |name: &str| source("alto").unwrap().preface(name, gigabyte + 1000);
    check(
        "alto",
        filled(preface("harbor_19170102.xml") + "<alto><Page>", b'x', gigabyte, ""),
        &["bad_xml", "cut_file"],
    );
    check(
        "ocr-text",
        filled(preface("harbor_19170102.txt"), b'x', gigabyte + 1000, ""),
        &["too_large"],
    );
    check("ocr-text", filled(String::new(), b'\n', gigabyte / 4, ""), &["too_large"]);
    let mets = "<mets TYPE='Newspaper'>".to_owned();
    check("mets", filled(mets + "<title>", b'x', gigabyte, ""), &["bad_xml"]);
    let sections = "<dmdSec ID='a'><titleInfo><title>x</title></titleInfo></dmdSec><div TYPE='ARTICLE' ID='b'/>";
    let many = format!("<mets TYPE='Newspaper'>{}", sections.repeat(100_000));
    let mut count = 0;
    let contents = source("mets").unwrap().read(&mut many.as_bytes(), &mut |_| count += 1).unwrap();
    assert!(count > 10_000 && !contents.complete, "{count}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(peak) =
        peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok())
    {
        assert!(peak < 384 << 10, "{peak} KiB at most were in use");
    }
}
