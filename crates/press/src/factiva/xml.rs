//! Factiva's XML, `<ppsArticleResponse>`: an `<article>` each, its elements named in English.

use std::io::{self, Read};

use super::Parts;
use crate::export::{Export, Head, Records};
use crate::record::{Article, Problem};
use crate::source::{Format, Source};
use crate::xml::{Event, Xml, push};

/// The XML.
pub(crate) static XML: Source = Source {
    name: "factiva-xml",
    newspaper: "",
    title: "Factiva, XML",
    format: Format::Export(Export { extension: "xml", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// Most bytes of one part of an article.
const MAX_PART: usize = 16 * 1024;

fn is_its(head: &Head<'_>) -> bool {
    let marks = ["<ppsArticleResponse", "http://global.factiva.com/pps/"];
    head.is_markup() && marks.iter().any(|mark| head.text.contains(mark))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut xml = Xml::of(input)?;
    let mut held = None::<(u64, Record)>;
    loop {
        let (mut begins, mut ends) = (false, false);
        let Some(event) = xml.next()? else { break };
        match (event, &mut held) {
            (Event::Open(tag), None) if tag.name() == "ppsarticleResultSet" => {
                let count = tag.attribute("count").and_then(|count| count.parse().ok());
                records.contents.announced = count;
            }
            (Event::Open(tag), None) => begins = tag.name() == "article",
            (Event::Open(tag), Some((_, record))) => record.open.push(tag.name().to_owned()),
            (Event::Text(text), Some((_, record))) => record.text(&text),
            (Event::Close("article"), Some(_)) => ends = true,
            (Event::Close(_), Some((_, record))) => record.close(),
            (Event::Close(_) | Event::Text(_), None) => {}
        }
        if begins {
            held = Some((xml.offset, Record::default()));
        } else if ends && let Some((start, record)) = held.take() {
            records.hand(start, xml.offset - start, record.article());
        }
    }
    let end = xml.offset;
    xml.finish(records);
    if let Some((start, record)) = held {
        records.hand(start, end - start, record.article());
    }
    records.check_announced(end);
    Ok(())
}

/// An article being read.
#[derive(Default)]
struct Record {
    parts: Parts,
    /// Elements open in it.
    open: Vec<String>,
    /// Whether the first paragraph was read.
    has_text: bool,
}

impl Record {
    /// With the first paragraph that says something, in a `<paragraph>` or without one, the text ends.
    fn close(&mut self) {
        let closes = self.open.pop();
        let is_paragraph = closes.is_some_and(|name| name == "paragraph") || self.open.is_empty();
        self.has_text |= is_paragraph && !self.parts.text.trim().is_empty();
    }

    fn text(&mut self, text: &str) {
        let parts = &mut self.parts;
        let part = match self.open.first().map(String::as_str) {
            Some("headline") => &mut parts.headline,
            Some("sectionName") => &mut parts.section,
            Some("publicationDate") => &mut parts.date,
            Some("sourceName") => &mut parts.newspaper,
            Some("pages") => &mut parts.page,
            Some("leadParagraph" | "tailParagraphs") if !self.has_text => &mut parts.text,
            Some("accessionNo") => &mut parts.accession,
            _ => return,
        };
        push(part, text, MAX_PART);
    }

    /// The article; lines are broken anywhere in it.
    fn article(self) -> Result<Article<'static>, Problem> {
        let Parts { newspaper, date, headline, section, page, text, accession } = self.parts;
        let [newspaper, date, headline, section, page, text, accession] =
            [newspaper, date, headline, section, page, text, accession]
                .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        Parts { newspaper, date, headline, section, page, text, accession }.article()
    }
}
