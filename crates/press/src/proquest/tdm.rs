//! ProQuest TDM Studio: XML, a file `<RECORD>` each, as its data sets hold newspapers of all times.

use std::io::{self, Read};

use super::xml::{self, Part};
use crate::export::{Export, Head, Records};
use crate::source::{Format, Source};

/// A record, or several of them one after the other.
pub(crate) static TDM: Source = Source {
    name: "proquest-tdm",
    newspaper: "",
    title: "ProQuest TDM Studio, XML",
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
        && (has("<RECORD>") || has("<RECORD "))
        && (has("<GOID>") || has("<GOID "))
}

pub(super) fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    xml::read(input, records, "RECORD", part)
}

/// Of the kinds those that ProQuest has put in order (`mstar`), not the publisher's (`other`).
fn part(path: &[&str]) -> Option<Part> {
    Some(match path {
        ["GOID"] => Part::Number,
        ["Obj", "TitleAtt", "Title"] => Part::Headline,
        ["DFS", "PubFrosting", "Title"] => Part::Newspaper,
        ["DFS", "PubFrosting", "Qualifier"] => Part::Qualifier,
        ["Obj", "NumericDate"] => Part::Date,
        ["Obj", "StartDate"] => Part::OtherDate,
        ["Obj", "ObjectTypes", "mstar"] => Part::Kind,
        ["Obj", "PrintLocation", "DocSection"] => Part::Section,
        ["Obj", "PrintLocation", "StartPage"] => Part::Page,
        ["Obj", "PrintLocation", "Pagination"] => Part::OtherPage,
        ["Obj", "Abstract", "AbsText"] => Part::Summary,
        ["TextInfo", "Text"] => Part::Text,
        _ => return None,
    })
}
