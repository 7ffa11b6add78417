//! Nexis Uni's DOCX export: one Word document of many articles, each from the bookmark `Bookmark_3` to `End of Document`.
//!
//! The whole file is held in memory, at most [`MAX_FILE`] bytes of it and [`MAX_TEXT`] unpacked. Where a record begins is counted in
//! its `word/document.xml`.

use std::collections::HashMap;
use std::io::{self, Read};

use super::{Parts, dated};
use crate::contents::Fault;
use crate::export::{self, Export, Head, Records};
use crate::fields::{Field, field, hard_labelled};
use crate::source::{Format, Source};
use crate::xml::{Event, Xml, push};
use crate::zipped::{Zipped, beginnings};

/// The DOCX export.
pub(crate) static DOCX: Source = Source {
    name: "nexis-docx",
    newspaper: "",
    title: "Nexis, DOCX export",
    format: Format::Export(Export {
        extension: "docx",
        is_its,
        read,
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Most bytes of a file; five hundred articles have some three million.
const MAX_FILE: u64 = 64 << 20;
/// Most bytes of its text unpacked.
const MAX_TEXT: u64 = 256 << 20;
/// Most bytes of its list of links, and of what it says of itself.
const MAX_LINKS: u64 = 16 << 20;
/// Most bytes of a paragraph that are kept.
const MAX_PARAGRAPH: usize = 16 * 1024;
/// Most paragraphs of an article that are kept: its text is the first after its fields.
const MAX_PARAGRAPHS: usize = 200;

/// What Nexis writes about a delivery; it stands at the beginning of the zip, whoever packed it.
const PROPERTIES: &str = "docProps/custom.xml";

fn is_its(head: &Head<'_>) -> bool {
    let is_mark = |content: &[u8]| memchr::memmem::find(content, b"\"LADeliveryID\"").is_some();
    head.bytes.starts_with(b"PK\x03\x04")
        && beginnings(head.bytes)
            .iter()
            .any(|(name, content)| name == PROPERTIES && is_mark(content))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let whole = export::whole(input, MAX_FILE)?;
    let Some(mut zipped) = Zipped::of(whole.as_deref(), records) else { return Ok(()) };
    let text = match member(&mut zipped, "word/document.xml", MAX_TEXT) {
        Ok(text) => text,
        Err(fault) => {
            records.cut(0, fault);
            return Ok(());
        }
    };
    // Without them the articles are there all the same.
    let mut side = |name| match member(&mut zipped, name, MAX_LINKS) {
        Ok(bytes) => bytes,
        Err(fault) => {
            records.note(0, fault);
            Vec::new()
        }
    };
    let (properties, links) = (side(PROPERTIES), side("word/_rels/document.xml.rels"));
    drop(zipped);
    records.contents.announced = announced(&properties)?;
    document(&text, &items(&links)?, records)?;
    records.check_announced(text.len() as u64);
    Ok(())
}

fn member(zipped: &mut Zipped<'_>, name: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let at = zipped.find(name).ok_or(Fault::UnknownShape)?;
    zipped.read(at, most).map_err(Fault::Zip)
}

/// The number of documents that Nexis says it delivers: `<property name="LADocCount">…100`.
fn announced(mut properties: &[u8]) -> io::Result<Option<u64>> {
    let mut xml = Xml::of(&mut properties)?;
    while let Some(event) = xml.next()? {
        if let Event::Open(tag) = event
            && tag.attribute("name").is_some_and(|name| name == "LADocCount")
        {
            return Ok(xml.text(MAX_PARAGRAPH)?.trim().parse().ok());
        }
    }
    Ok(None)
}

/// The article's number in the target of each link: `…id=urn:contentItem:5H1X-5WK1-JCJY-G05W-00000-00&…`.
fn items(mut links: &[u8]) -> io::Result<HashMap<String, String>> {
    let mut xml = Xml::of(&mut links)?;
    let mut items = HashMap::new();
    while let Some(event) = xml.next()? {
        let Event::Open(tag) = event else { continue };
        let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target")) else {
            continue;
        };
        let Some((_, item)) = target.split_once("urn:contentItem:") else { continue };
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let item: String = item.chars().take_while(|c| is_part(*c)).take(60).collect();
        items.insert(id.into_owned(), item);
    }
    Ok(items)
}

fn document(
    mut text: &[u8],
    items: &HashMap<String, String>,
    records: &mut Records<'_>,
) -> io::Result<()> {
    let mut xml = Xml::of(&mut text)?;
    let mut reading = Reading { items, held: None, paragraph: String::new(), is_shown: false };
    while let Some(event) = xml.next()? {
        let turn = reading.turn(event);
        if turn.is_some()
            && let Some(held) = reading.held.take()
        {
            held.hand(xml.offset, records);
        }
        if turn == Some(Turn::Begins) {
            let start = xml.offset;
            reading.held = Some(Held { start, paragraphs: Vec::new(), item: String::new() });
        }
    }
    let end = xml.offset;
    xml.finish(records);
    if let Some(held) = reading.held.filter(|held| !held.paragraphs.is_empty()) {
        held.hand(end, records);
        if records.contents.complete {
            records.cut(end, Fault::Unended);
        }
    }
    Ok(())
}

/// Where the document is.
struct Reading<'i> {
    items: &'i HashMap<String, String>,
    held: Option<Held>,
    paragraph: String,
    /// Whether text is to be seen: numbers that place a picture are text of the XML too.
    is_shown: bool,
}

/// An article being read.
struct Held {
    start: u64,
    paragraphs: Vec<String>,
    item: String,
}

#[derive(PartialEq)]
enum Turn {
    Begins,
    Ends,
}

impl Reading<'_> {
    /// Takes an event, and says whether an article begins or ends with it.
    fn turn(&mut self, event: Event<'_>) -> Option<Turn> {
        match event {
            Event::Open(tag) => match tag.name() {
                // The same bookmark can stand there twice.
                "bookmarkStart" => {
                    let name = tag.attribute("name")?;
                    let is_twice = self.held.as_ref().is_some_and(|it| it.paragraphs.is_empty());
                    return (name.starts_with("Bookmark_") && !is_twice).then_some(Turn::Begins);
                }
                "hyperlink" => {
                    let item = self.items.get(&*tag.attribute("id")?)?;
                    let held = self.held.as_mut().filter(|held| held.item.is_empty())?;
                    held.item.clone_from(item);
                }
                "t" => self.is_shown = true,
                "br" | "tab" => push(&mut self.paragraph, " ", MAX_PARAGRAPH),
                _ => {}
            },
            Event::Text(text) if self.is_shown => push(&mut self.paragraph, &text, MAX_PARAGRAPH),
            Event::Close("t") => self.is_shown = false,
            Event::Close("p") => {
                let line = std::mem::take(&mut self.paragraph);
                self.held.as_mut()?.add(&line);
                return (field(line.trim()) == Some(Field::End)).then_some(Turn::Ends);
            }
            Event::Close(_) | Event::Text(_) => {}
        }
        None
    }
}

impl Held {
    fn add(&mut self, paragraph: &str) {
        let paragraph = paragraph.trim();
        if !paragraph.is_empty() && self.paragraphs.len() < MAX_PARAGRAPHS {
            self.paragraphs.push(paragraph.to_owned());
        }
    }

    fn hand(self, end: u64, records: &mut Records<'_>) {
        let length = end - self.start;
        let start = self.start;
        records.hand(start, length, self.parts().article());
    }

    /// Headline, newspaper, date, rights, fields, the line `Body`, the text, more fields.
    fn parts(self) -> Parts {
        let mut lines = self.paragraphs.into_iter();
        let headline = lines.next().unwrap_or_default();
        let rest: Vec<Vec<String>> = lines.map(|line| vec![line]).collect();
        let block = |at: usize| rest.get(at).and_then(|lines| lines.first()).cloned();
        let date = block(dated(&rest).map_or(1, |(at, _)| at)).unwrap_or_default();
        let newspaper = block(0).unwrap_or_default();
        let item = self.item;
        let mut parts = Parts { newspaper, date, headline, item, ..Parts::default() };
        let mut is_text = false;
        for line in rest.into_iter().skip(2).flatten() {
            let known = field(&line).map(|field| (field, "")).or_else(|| hard_labelled(&line));
            match known {
                Some((Field::Body, _)) => is_text = true,
                Some((Field::Tail | Field::End, _)) => break,
                Some((field, value)) if !is_text => parts.set(field, value),
                None if is_text => {
                    parts.text = line;
                    break;
                }
                _ => {}
            }
        }
        parts
    }
}
