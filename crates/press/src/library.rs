//! Libraries: pages of digitised newspapers as text and as ALTO, issues as METS, answers of Trove and DigitalNZ.
//!
//! What a machine recognised on a page does not say which newspaper and which day it is of; the name of the file does.
//! So such files are kept with their names before them (see [`crate::Source::preface`]), any number one after the other.

mod alto;
mod digitalnz;
mod files;
mod mets;
mod name;
mod ocr;
mod trove;
mod words;

pub(crate) use alto::ALTO;
pub(crate) use digitalnz::DIGITALNZ;
pub(crate) use mets::METS;
pub(crate) use ocr::TEXT;
pub(crate) use trove::{TROVE, TROVE_V2};

use crate::xml::{Event, Xml};

/// Name of the first element of a text that may be XML, and the value of its `TYPE`.
fn root(text: &str) -> Option<(String, String)> {
    let mut bytes = text.as_bytes();
    let mut xml = Xml::of(&mut bytes).ok()?;
    loop {
        match xml.next().ok()?? {
            Event::Open(tag) => {
                let kind = tag.attribute("TYPE").unwrap_or_default().into_owned();
                return Some((tag.name().to_owned(), kind));
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(_) | Event::Close(_) => return None,
        }
    }
}
