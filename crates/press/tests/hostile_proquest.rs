//! Exports of ProQuest, references and workbooks that are damaged or built to do harm: a bad record loses only itself, and
//! memory stays bounded.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::io::{self, Cursor, Read, Write};
use std::time::{Duration, Instant};

use groundswell_press::{recognise, source};

/// Names of the problems of records and of the whole; `good` for an article.
fn check(name: &str, mut input: impl Read, expected: &[&str]) {
    let mut found = Vec::new();
    let contents = source(name).unwrap().read(&mut input, &mut |record| {
        found.push(record.article.map_or_else(|it| it.name().to_owned(), |_| "good".to_owned()));
    });
    let faults = contents.unwrap().problems;
    found.extend(faults.into_iter().map(|trouble| trouble.what.name().to_owned()));
    assert_eq!(found, expected, "{name}");
}

/// An article of the HTML export.
fn article(text: &str) -> String {
    format!(
        "<a name=\"DocID_MSTAR_1\"></a><p>Headline</p><p><strong>Full text: </strong><Text HTMLContent=\"true\">{text}</Text></p><p><strong>Publication date: </strong>May 8, 2010</p><p><strong>Database: </strong>None</p>"
    )
}

#[test]
fn a_bad_article_loses_only_itself() {
    let good = article("<p>Text.</p>");
    for (text, expected) in [
        ("\0 \u{fffd} &#0; &x; <![CDATA[ <!-- -->", "good"),
        ("</body></html></p></div></table><p>", "good"),
        (&"<div><b>".repeat(2000), "hostile"),
        (&format!("<i {}>", "a ".repeat(2000)), "hostile"),
        (&"x".repeat(3 << 20), "too_large"),
    ] {
        let bad = article(text);
        let page = format!("<html>{good}{bad}{good}</html>");
        check("proquest-html", page.as_bytes(), &["good", expected, "good"]);
        let mail = format!("Content-Type: text/html\n\n{page}");
        check("proquest-mail", mail.as_bytes(), &["good", expected, "good"]);
    }
}

#[test]
fn what_never_ends_is_not_kept() {
    let endless = || io::repeat(b'x').take(64 << 20);
    let good = article("<p>Text.</p>");
    check("proquest-html", Cursor::new(good.clone()).chain(endless()), &["too_large", "unended"]);
    for encoding in ["8bit", "base64", "quoted-printable"] {
        let header = format!("Content-Type: text/html\nContent-Transfer-Encoding: {encoding}\n\n");
        check("proquest-mail", Cursor::new(header).chain(endless()), &["unknown_shape"]);
    }
    check("proquest-mail", endless(), &["unknown_shape"]);
    let nested = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(100_000);
    check("proquest-mail", nested.as_bytes(), &["unknown_shape"]);
    check("proquest-historical", Cursor::new("<Record>").chain(endless()), &["bad_xml"]);
    let ris = "TY  - NEWS\nDA  - 2010/05/08\nTI  - ";
    check("ris", Cursor::new(ris).chain(endless()), &["good", "unended"]);
    let lines = ris.to_owned() + &"x\n".repeat(9 << 20);
    check("ris", lines.as_bytes(), &["too_large", "unended"]);
}

#[test]
fn xml_never_leads_outside() {
    let bomb = r#"<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd">]>"#;
    let record = "<Record><RecordID>400000001</RecordID><RecordTitle>&b;&c;</RecordTitle><NumericPubDate>19100427</NumericPubDate></Record>";
    let several = format!("{bomb}{record}<Record></Record>{record}");
    check("proquest-historical", several.as_bytes(), &["good", "no_date", "good"]);
    let deep = format!("{record}<Record>{}", "<a>".repeat(10_000));
    check("proquest-historical", deep.as_bytes(), &["good", "bad_xml"]);
    let many =
        format!("<RECORD><Obj>{}", "<ObjectTypes><mstar>x</mstar></ObjectTypes>".repeat(100_000));
    check("proquest-tdm", format!("{many}</Obj></RECORD>").as_bytes(), &["no_date"]);
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
fn a_zip_is_unpacked_within_limits() {
    let record =
        b"<Record><RecordID>400000001</RecordID><NumericPubDate>19100427</NumericPubDate></Record>";
    let large = [&record[..], &b"<x>0123456789abcdef</x>\n".repeat(800_000)].concat();
    let zeros = vec![b' '; 20 << 20];
    let inner = zip(&[("a.xml", record), ("b.xml", &zeros)]);
    let bytes = zip(&[("1.xml", record), ("2.zip", &inner), ("3.xml", &large), ("4.xml", record)]);
    assert_eq!(recognise(&bytes).unwrap().name, "proquest-zip");
    let expected = ["good", "good", "member_ratio", "member_too_large", "good"];
    check("proquest-zip", &bytes[..], &expected);
    check("proquest-zip", &bytes[..bytes.len() - 9], &["zip_damaged"]);
    assert!(recognise(&zip(&[("a.xml", b"<Other/>")])).is_err());
    // What looks like the end of a zip, again and again.
    let begun = Instant::now();
    for mark in [&b"PK\x05\x06"[..], b"PK\x06\x06", b"PK\x01\x02", b"PK\x03\x04"] {
        let ends = mark.repeat(1 << 20);
        let many = if mark == b"PK\x01\x02" { "zip_members" } else { "zip_damaged" };
        check("proquest-zip", &ends[..], &[many]);
        let _ = recognise(&ends);
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn a_workbook_is_unpacked_within_limits() {
    let spaces = vec![b' '; 20 << 20];
    check("table-xlsx", &zip(&[("xl/sharedStrings.xml", &spaces)])[..], &["member_ratio"]);
    check("table-xlsx", &zip(&[("xl/workbook.xml", b"<a")])[..], &["unreadable"]);
    check("table-xlsx", &b"PK\x03\x04"[..], &["zip_damaged"]);
}

#[test]
fn a_text_that_every_row_refers_to_is_not_copied_without_end() {
    let mut seed = 7_u64;
    let mut figure = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + u8::try_from(seed >> 60).unwrap())
    };
    let long: String = (0..200_000).map(|_| figure()).collect();
    let rows: String = (2..1000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>2</v></c><c r=\"B{row}\" t=\"s\"><v>3</v></c></row>"))
        .collect();
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let workbook = format!(
        "<workbook {main} xmlns:r=\"{related}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{related}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let strings = format!(
        "<sst {main}><si><t>date</t></si><si><t>title</t></si><si><t>2001-02-03</t></si><si><t>{long}</t></si></sst>"
    );
    let sheet = format!(
        "<worksheet {main}><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>{rows}</sheetData></worksheet>"
    );
    let bomb = zip(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    // Each row is as one of more than 16 MiB: 127 of them are two thousand million bytes.
    check("table-xlsx", &bomb[..], &["too_large"; 128]);
}
