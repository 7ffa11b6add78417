//! Exports of databases that are damaged or built to do harm: a bad article loses only itself, and memory stays bounded.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::io::{self, Cursor, Read, Write};

use groundswell_press::{recognise, source};

/// Names of the problems of records and of the whole; `good` for an article.
fn account(name: &str, mut input: impl Read) -> Vec<String> {
    let mut found = Vec::new();
    let contents = source(name).unwrap().read(&mut input, &mut |record| {
        found.push(record.article.map_or_else(|it| it.name().to_owned(), |_| "good".to_owned()));
    });
    let faults = contents.unwrap().problems;
    found.extend(faults.into_iter().map(|trouble| trouble.what.name().to_owned()));
    found
}

fn check(name: &str, input: impl Read, expected: &[&str]) {
    assert_eq!(account(name, input), expected, "{name}");
}

/// Around an article, an article, and how a bad text stands in one.
fn formats() -> [(&'static str, &'static str, String, &'static str); 3] {
    let nexis = "<DOCFULL> --><div>1 of 2 DOCUMENTS</div><div>Paper</div><div>May 4, 2001</div><div>Headline</div><div>LENGTH: 1</div><div>TEXT</div>";
    let factiva = "<div class=\"article enArticle\"><div id=\"hd\"><b class=\"enHeadline\">Headline</b></div><div>4 May 2001</div><div>Paper</div><p class=\"articleParagraph\">TEXT</p></div>";
    let europresse = "<span class=\"DocPublicationName\">Paper</span><span class=\"DocHeader\">4 mai 2001</span><p class=\"titreArticleVisu\">Headline</p><section><p>TEXT</p></section>";
    [
        ("nexis-html", "<html><!--", nexis.to_owned(), "</html>"),
        ("factiva-html", "<html><title>Factiva</title>", factiva.to_owned(), "</html>"),
        ("europresse-html", "<html>", europresse.to_owned(), "</html>"),
    ]
}

#[test]
fn a_bad_article_loses_only_itself() {
    let tower = "<div><b>".repeat(2000);
    let attributes = format!("<i {}>", "a ".repeat(2000));
    let large = "x".repeat(3 << 20);
    for (name, before, article, after) in formats() {
        for (text, expected) in [
            ("\0 \u{fffd} &#0; &x; <![CDATA[ <!-- -->", "good"),
            (tower.as_str(), "hostile"),
            (&attributes, "hostile"),
            (&large, "too_large"),
        ] {
            let bad = article.replace("TEXT", text);
            let page = format!("{before}{article}{bad}{article}{after}");
            check(name, page.as_bytes(), &["good", expected, "good"]);
        }
        check(
            name,
            format!("{before}{article}{article}").as_bytes(),
            &["good", "good", "cut_page"],
        );
    }
}

#[test]
fn what_never_ends_is_not_kept() {
    for (name, before, article, _) in formats() {
        let endless = io::repeat(b'x').take(64 << 20);
        let input = format!("{before}{article}").into_bytes();
        check(name, Cursor::new(input).chain(endless), &["too_large", "cut_page"]);
    }
    let text = "1 of 2 DOCUMENTS\n\nPaper\n\nMay 4, 2001\n\nHeadline\n\nLENGTH: 1\n\n";
    let endless = io::repeat(b'x').take(64 << 20);
    // A line beyond 4 MiB is passed over.
    check("nexis-text", Cursor::new(text).chain(endless), &["good"]);
    let lines = (text.to_owned() + &"x\n".repeat(9 << 20)).into_bytes();
    check("nexis-text", &lines[..], &["too_large"]);
    let many = "1 of 2 DOCUMENTS\n".repeat(10_000);
    assert_eq!(account("nexis-text", many.as_bytes()).len(), 10_000);
}

#[test]
fn xml_never_leads_outside() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd">]>
        <ppsArticleResponse><article><accessionNo>EXMP000019870226</accessionNo><publicationDate><date>1987-02-26</date></publicationDate>
        <headline>&b;&c;</headline></article><article><a>"#;
    let deep = "<a>".repeat(10_000);
    check("factiva-xml", bomb.as_bytes(), &["good", "no_date", "cut_xml"]);
    check("factiva-xml", (bomb.to_owned() + &deep).as_bytes(), &["good", "no_date", "bad_xml"]);
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_docx_is_unpacked_within_limits() {
    let properties = b"<a name=\"LADeliveryID\"/><a name=\"LADocCount\">1</a>";
    let document = |text: &str| {
        let lines = ["Headline", "Paper", "May 4, 2001", "Body", text, "End of Document"];
        let line = |line| format!("<p><t>{line}</t></p>");
        format!("<b><bookmarkStart name=\"Bookmark_1\"/>{}", lines.map(line).concat())
    };
    let of = |text: &str| {
        zip(&[
            ("docProps/custom.xml", properties),
            ("word/document.xml", document(text).as_bytes()),
            ("../../etc/passwd", b"x"),
            ("word/_rels/document.xml.rels", b"<a/>"),
        ])
    };
    let good = of("Text.");
    assert_eq!(recognise(&good).unwrap().name, "nexis-docx");
    check("nexis-docx", &good[..], &["good", "cut_xml"]);
    check("nexis-docx", &of(&"x".repeat(300 << 10))[..], &["good", "cut_xml"]);
    check("nexis-docx", &of(&" ".repeat(20 << 20))[..], &["member_ratio"]);
    check("nexis-docx", &good[..good.len() - 9], &["zip_damaged"]);
    check("nexis-docx", io::repeat(0).take(65 << 20), &["zip_too_large"]);
    let other = zip(&[("word/document.xml", b"<a/>")]);
    assert!(recognise(&other).is_err());
    check("nexis-docx", &other[..], &["unknown_shape", "unknown_shape"]);
}

#[test]
fn a_web_archive_within_one_is_a_record_of_it() {
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let answer = r#"{"date":"1973-09-12","title":"Junta"}"#;
    let inner = record("resource", answer);
    for around in [record("metadata", &inner), record("metadata", &format!("{inner}{inner}"))] {
        let archive = format!("{around}{}", record("metadata", "fin"));
        check("warc", archive.as_bytes(), &["passed_over"]);
    }
    // A header that breaks off is still damage, and the record after it is read.
    let torn = format!("WARC/1.0\r\nWARC-Type: metadata\r\n{}", record("metadata", "fin"));
    check("warc", torn.as_bytes(), &["web_record", "passed_over"]);
}
