//! XML that is right, damaged, or built to do harm.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use super::*;
use crate::contents::Contents;
use crate::export::Records;

/// Its events in short, and its faults.
fn check(document: impl AsRef<[u8]>, expected: &str, faults: &[&str]) {
    let mut bytes = document.as_ref();
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
    let mut xml = Xml::of(&mut bytes).unwrap();
    let mut said = String::new();
    while let Some(event) = xml.next().unwrap() {
        match event {
            Event::Open(tag) => {
                let pairs = tag.attributes().map(|(name, value)| format!(" {name}={value}"));
                said += &format!("[{}{}:", tag.name(), pairs.collect::<String>());
            }
            Event::Close(name) => said += &format!("/{name}]"),
            Event::Text(text) => said += &text,
        }
        said.truncate(said.floor_char_boundary(200));
    }
    let contents = Contents { complete: true, ..Contents::default() };
    let mut each = |_: crate::record::Record<'_>| {};
    let mut records = Records::of(contents, &mut each);
    xml.finish(&mut records);
    let contents = records.contents;
    let found: Vec<&str> = contents.problems.iter().map(|it| it.what.name()).collect();
    assert_eq!((&*said, &found[..]), (expected, faults), "{shown}");
    assert_eq!(contents.complete, faults.iter().all(|it| *it == "loose_tags"), "{shown}");
}

#[test]
fn elements_attributes_and_text_come_one_after_the_other() {
    check("<a>x<b/>y</a>", "[a:x[b:/b]y/a]", &[]);
    check(
        "<?xml version='1.0'?><!-- c --><p:a xmlns:p='u' p:x='1' x=\"2\"/>",
        "[a p=u x=1 x=2:/a]",
        &[],
    );
    check(
        "<a t='&lt;&#233;&#xE9;&nbsp;& b;&amp;#65;'>&lt;&#233;&nbsp;&amp;#65; & b; &</a>",
        "[a t=<éé&nbsp;& b;&#65;:<é&nbsp;&#65; & b; &/a]",
        &[],
    );
    check("<a><![CDATA[<b>&amp;]]></a>", "[a:<b>&amp;/a]", &[]);
    check("<a>x</a><a>y</a>", "[a:x/a][a:y/a]", &[]);
    check("<a x y='1' y='2' z=3>t</a>", "[a y=1 y=2:t/a]", &[]);
    check(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "[a:é/a]", &[]);
    check(b"\xff\xfe<\0a\0/\0>\0", "[a:/a]", &[]);
    check("", "", &[]);
}

#[test]
fn what_is_not_well_formed_loses_as_little_as_can_be() {
    check("<a><b>x</a><a>y</a>", "[a:[b:x/b]/a][a:y/a]", &["loose_tags"]);
    check("<a>x</b>y</a>", "[a:xy/a]", &["loose_tags"]);
    check("<a>x", "[a:x", &["cut_xml"]);
    check("<a>x</a", "[a:x", &["cut_xml"]);
    check("<a><!-- x", "[a:", &["cut_xml"]);
    check("<a>1 <! 2</a>", "[a:1 ", &["bad_xml"]);
    check("<a>\0</a>", "[a:\0/a]", &[]);
}

#[test]
fn nothing_is_expanded_or_fetched_and_everything_is_bounded() {
    let bomb = "<!DOCTYPE a [<!ENTITY x 'boom'><!ENTITY y '&x;&x;'>\
                <!ENTITY z SYSTEM 'file:///etc/passwd'>]><a b='&y;'>&y;&z;</a>";
    check(bomb, "[a b=&y;:&y;&z;/a]", &[]);
    let fits = format!("{}{}", "<a>".repeat(256), "</a>".repeat(256));
    check(&fits, &fits.replace("<a>", "[a:")[..200], &[]);
    check("<a>".repeat(1_000_000), &"[a:".repeat(67)[..200], &["bad_xml"]);
    check(
        "<a><b></a>".repeat(100_000),
        &"[a:[b:/b]/a]".repeat(17)[..200],
        &["loose_tags", "bad_xml"],
    );
    let long = "x".repeat(MAX_RECORD + 1);
    for (begun, expected) in
        [("<a>", "[a:"), ("<a><!--", "[a:"), ("<a><b x='", "[a:"), ("<a><![CDATA[", "[a:")]
    {
        check(format!("{begun}{long}"), expected, &["bad_xml"]);
    }
    check(format!("<{}/>", "n".repeat(2000)), "", &["bad_xml"]);
}

#[test]
fn text_of_an_element_is_cut_to_what_is_wanted() {
    let mut bytes = "<r><a>één <b>two</b> three</a><c/></r>".as_bytes();
    let mut xml = Xml::of(&mut bytes).unwrap();
    xml.next().unwrap();
    xml.next().unwrap();
    assert_eq!(xml.text(8).unwrap(), "één tw");
    let Some(Event::Open(tag)) = xml.next().unwrap() else { panic!("c follows") };
    assert_eq!(tag.name(), "c");
    assert_eq!(xml.text(8).unwrap(), "");
}
