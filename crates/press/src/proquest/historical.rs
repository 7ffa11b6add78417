//! ProQuest Historical Newspapers as libraries get them: XML, a file `<Record>` each, most of them in zips.
//!
//! No file says whether a delivery is all of a newspaper or a part, so it counts as what a search found.

use std::io::{self, Read};

use super::xml::{self, Part};
use crate::export::{Export, Head, Records};
use crate::source::{Format, Source};

/// A record, or several of them one after the other.
pub(crate) static HISTORICAL: Source = Source {
    name: "proquest-historical",
    newspaper: "",
    title: "ProQuest Historical Newspapers, XML",
    format: Format::Export(Export { extension: "xml", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

fn is_its(head: &Head<'_>) -> bool {
    is_in(&head.text)
}

/// Whether a text that begins like this is one.
pub(super) fn is_in(text: &str) -> bool {
    let has = |tag| text.contains(tag);
    text.trim_start().starts_with('<')
        && (has("<Record>") || has("<Record "))
        && has("<RecordID>")
        && (has("<NumericPubDate>") || has("<AlphaPubDate>"))
}

pub(super) fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    xml::read(input, records, "Record", part)
}

fn part(path: &[&str]) -> Option<Part> {
    Some(match path {
        ["RecordID"] => Part::Number,
        ["RecordTitle"] => Part::Headline,
        ["Publication", "Title"] => Part::Newspaper,
        ["Publication", "Qualifier"] => Part::Qualifier,
        ["NumericPubDate"] => Part::Date,
        ["AlphaPubDate"] => Part::OtherDate,
        ["ObjectType"] => Part::Kind,
        ["StartPage"] => Part::Page,
        ["Pagination"] => Part::OtherPage,
        ["Abstract"] => Part::Summary,
        ["FullText"] => Part::Text,
        _ => return None,
    })
}
