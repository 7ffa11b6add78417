//! ALTO, versions 1 to 4: pages as a machine read them, word by word, in blocks and lines.
//!
//! A record is a page; nothing in ALTO says where an article begins. Blocks are paragraphs, in the order of the file.
//! How sure the machine was of its words stands in `kind` (`page; ocr 0.83`), so that a study can leave out what cannot be
//! read: names are found less often where words are misread, and that looks like a quiet year.

use std::io::{self, Read};

use super::files::Part;
use super::name::Name;
use super::words::Words;
use super::{files, root};
use crate::MAX_RECORD;
use crate::contents::Fault;
use crate::export::{Export, Head, Records};
use crate::record::{Article, Problem};
use crate::source::{Format, Source};
use crate::xml::{Event, Tag, Xml};

/// ALTO.
pub(crate) static ALTO: Source = Source {
    name: "alto",
    newspaper: "",
    title: "ALTO, recognised pages of libraries",
    format: Format::Export(Export { extension: "xml", is_its, read, searched: false, named: true }),
    route: None,
    by_content: true,
};

fn is_its(head: &Head<'_>) -> bool {
    let (_, text) = files::first(head);
    root(text).is_some_and(|(name, _)| name == "alto")
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    files::each(input, records, &mut file)
}

/// The pages of one file.
fn file(
    name: &Name,
    start: u64,
    input: &mut Part<'_>,
    records: &mut Records<'_>,
) -> io::Result<()> {
    let mut xml = Xml::at(start, input)?;
    let (mut page, mut pages) = (None, 0_u32);
    while let Some(event) = xml.next()? {
        match event {
            Event::Open(tag) if tag.name() == "Page" => {
                pages += 1;
                let begun = Page::of(&tag, pages);
                page = Some((xml.offset, begun));
            }
            Event::Open(tag) => {
                if let Some((_, page)) = &mut page {
                    page.open(&tag);
                }
            }
            Event::Close("Page") => {
                if let Some((begin, page)) = page.take() {
                    records.hand(begin, xml.offset - begin, page.article(name));
                }
            }
            Event::Close(closed) => {
                if let Some((_, page)) = &mut page {
                    page.close(closed);
                }
            }
            Event::Text(_) => {}
        }
    }
    if pages == 0 && !xml.is_cut() {
        records.note(start, Fault::NoPage);
    }
    xml.finish(records);
    Ok(())
}

/// A page as far as it was read.
struct Page {
    /// Number in the file, from 1.
    ordinal: u32,
    /// Number that the file gives it, and the one printed on it.
    number: Option<u32>,
    printed: String,
    words: Words,
    /// Sum and number of the words' confidences, each between 0 and 1; in millionths, so that their order does not matter.
    sure: u64,
    judged: u64,
    /// Confidence of the page as a whole, as written.
    whole: Option<u64>,
}

impl Page {
    fn of(tag: &Tag<'_>, ordinal: u32) -> Self {
        let written = |name| tag.attribute(name).unwrap_or_default();
        Page {
            ordinal,
            number: written("PHYSICAL_IMG_NR").parse().ok(),
            printed: written("PRINTED_IMG_NR").into_owned(),
            words: Words::default(),
            sure: 0,
            judged: 0,
            whole: millionths(&written("PC")),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "String" => self.word(tag),
            "HYP" => self.words.hyphen(),
            "TextBlock" => self.words.paragraph(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "TextLine" => self.words.line(),
            "TextBlock" => self.words.paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, tag: &Tag<'_>) {
        let (mut content, mut part, mut whole) = Default::default();
        for (name, value) in tag.attributes() {
            match name {
                "CONTENT" => content = value,
                "SUBS_TYPE" => part = value,
                "SUBS_CONTENT" => whole = value,
                "WC" => {
                    if let Some(sure) = millionths(&value) {
                        self.sure += sure;
                        self.judged += 1;
                    }
                }
                _ => {}
            }
        }
        match (&*part, whole.is_empty()) {
            ("HypPart1", false) => self.words.begin(&whole),
            ("HypPart2", false) => self.words.end(&content, &whole),
            _ => self.words.word(&content),
        }
    }

    fn article(self, name: &Name) -> Result<Article<'static>, Problem> {
        if self.words.bytes > MAX_RECORD {
            return Err(Problem::TooLarge(self.words.bytes as u64));
        }
        let date = name.day()?;
        let number = name.page.or(self.number);
        let mut id = name.id(number.or(Some(self.ordinal)))?;
        if self.ordinal > 1 && name.page.is_some() {
            id = format!("{id}.{}", self.ordinal);
        }
        let mean = (self.judged > 0).then(|| self.sure / self.judged.max(1)).or(self.whole);
        let number = number.map(|number| number.to_string());
        let text = self.words.text.trim_end();
        Ok(Article {
            newspaper: name.newspaper().into(),
            lead: text.to_owned().into(),
            page: Some(self.printed)
                .filter(|it| !it.is_empty())
                .or(number)
                .unwrap_or_default()
                .into(),
            kind: mean
                .map_or("page".into(), |mean| format!("page; ocr {}", hundredths(mean)).into()),
            url: name.address().into(),
            ..Article::of(id, date, date.to_string())
        })
    }
}

/// `0.83` in millionths; `None`: it is no number between 0 and 1.
fn millionths(written: &str) -> Option<u64> {
    let (whole, part) = written.trim().split_once('.').unwrap_or((written.trim(), ""));
    let mut six = part.chars().chain("000000".chars()).take(6);
    let part = six.try_fold(0, |sum, c| Some(sum * 10 + u64::from(c.to_digit(10)?)))?;
    let value = whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(part)?;
    (value <= 1_000_000).then_some(value)
}

fn hundredths(millionths: u64) -> String {
    let rounded = (millionths + 5_000) / 10_000;
    format!("{}.{:02}", rounded / 100, rounded % 100)
}
