//! What ProQuest's XML formats share: a record is an element, and where its parts stand in it a function of the path.

use std::io::{self, Read};

use super::{Parts, unbroken};
use crate::export::Records;
use crate::guard;
use crate::record::{Article, Problem};
use crate::xml::{Event, Xml, push};

/// Most bytes of a part that are kept.
const MAX_PART: usize = 16 * 1024;
/// Most bytes of a text that are kept: its first paragraph is wanted.
const MAX_TEXT: usize = 64 * 1024;

/// Parts of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Newspaper,
    /// What tells newspapers of one title apart: a city.
    Qualifier,
    Date,
    /// Counts where there is no date.
    OtherDate,
    Headline,
    Summary,
    Text,
    Section,
    Page,
    /// Counts where there is no page.
    OtherPage,
    /// All of them count.
    Kind,
    Number,
}

/// Number of parts.
const PARTS: usize = Part::Number as usize + 1;

/// Hands out each element `root` as a record; `part` tells by the names of the elements inside it, from the outermost
/// on, what stands there. What is not closed is none.
pub(super) fn read(
    input: &mut dyn Read,
    records: &mut Records<'_>,
    root: &str,
    part: fn(&[&str]) -> Option<Part>,
) -> io::Result<()> {
    let mut xml = Xml::of(input)?;
    let mut held = None::<(u64, Draft)>;
    loop {
        let offset = xml.offset;
        let (mut begins, mut ends) = (false, false);
        let Some(event) = xml.next()? else { break };
        match (event, &mut held) {
            (Event::Open(tag), None) => begins = tag.name() == root,
            (Event::Open(tag), Some((_, draft))) => {
                let is_html = tag.attribute("HTMLContent").is_some_and(|value| value == "true");
                draft.open(tag.name(), is_html, part);
            }
            (Event::Text(text), Some((_, draft))) => draft.text(&text),
            (Event::Close(_), Some((_, draft))) => ends = !draft.close(),
            (Event::Close(_) | Event::Text(_), None) => {}
        }
        if begins {
            held = Some((xml.offset, Draft::default()));
        } else if ends && let Some((start, draft)) = held.take() {
            let end = xml.offset.max(offset) + root.len() as u64 + 3;
            records.hand(start, end - start, draft.article());
        }
    }
    xml.finish(records);
    Ok(())
}

/// A record as it is read.
#[derive(Default)]
struct Draft {
    texts: [String; PARTS],
    /// The elements that are open in it, and what stands in them.
    open: Vec<(String, Option<Part>)>,
    /// Whether the text is HTML, written as text.
    is_html: bool,
    /// Whether its first paragraph was read.
    has_text: bool,
}

impl Draft {
    fn open(&mut self, name: &str, is_html: bool, part: fn(&[&str]) -> Option<Part>) {
        let around = self.open.last().and_then(|(_, part)| *part);
        self.open.push((name.to_owned(), None));
        let path: Vec<&str> = self.open.iter().map(|(name, _)| name.as_str()).collect();
        let of = part(&path);
        let seen = of.is_some_and(|part| !self.texts[part as usize].is_empty());
        if of == Some(Part::Kind) && seen {
            self.texts[Part::Kind as usize].push_str("; ");
        }
        self.is_html |= of == Some(Part::Text) && is_html;
        // What stands inside a part belongs to it; of several the first counts.
        let of = of.filter(|part| *part == Part::Kind || !seen).or(around);
        if let Some(last) = self.open.last_mut() {
            last.1 = of;
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last() {
            Some((_, Some(Part::Text))) if self.has_text => {}
            Some((_, Some(Part::Text))) => {
                push(&mut self.texts[Part::Text as usize], text, MAX_TEXT);
            }
            Some((_, Some(part))) => push(&mut self.texts[*part as usize], text, MAX_PART),
            _ => {}
        }
    }

    /// Closes an element; false: the record itself.
    fn close(&mut self) -> bool {
        let Some((name, part)) = self.open.pop() else { return false };
        let is_paragraph = part == Some(Part::Text) && name.eq_ignore_ascii_case("p");
        self.has_text |= is_paragraph && !self.texts[Part::Text as usize].trim().is_empty();
        true
    }

    fn article(self) -> Result<Article<'static>, Problem> {
        let [
            newspaper,
            qualifier,
            date,
            other_date,
            headline,
            summary,
            text,
            section,
            page,
            other_page,
            kind,
            number,
        ] = self.texts;
        let text = if self.is_html {
            super::html::first_paragraph(&guard::parse(&text).map_err(Problem::Hostile)?)
        } else {
            unbroken(&text)
        };
        let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = |text: String| tidy(crate::html::text(text.into()).into_owned());
        let or = |one: String, other: String| if one.trim().is_empty() { other } else { one };
        let (newspaper, qualifier) = (tidy(newspaper), tidy(qualifier));
        let newspaper = match qualifier.is_empty() || newspaper.is_empty() {
            true => newspaper,
            false => format!("{newspaper}; {qualifier}"),
        };
        Parts {
            newspaper,
            date: tidy(or(date, other_date)),
            headline: plain(headline),
            summary: plain(summary),
            text,
            section: tidy(section),
            page: tidy(or(page, other_page)),
            kind: tidy(kind),
            number: tidy(number),
        }
        .article()
    }
}
