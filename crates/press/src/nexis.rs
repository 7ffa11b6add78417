//! Nexis (LexisNexis, Nexis Uni): newspapers of all the world since the 1980s, exported as HTML, text or DOCX.
//!
//! A record is a run of blocks: which document of how many, the newspaper, the day, then headline, labelled fields and
//! text. What a block is, only its place and its label say. The database's own index terms are not taken for the paper's.

use std::borrow::Cow;

use crate::export::{self, short};
use crate::fields::{Field, labelled};
use crate::filed::filed;
use crate::html::opening;
use crate::record::{Article, Problem};
use crate::written;

mod docx;
mod html;
mod text;

pub(crate) use docx::DOCX;
pub(crate) use html::HTML;
pub(crate) use text::TEXT;

/// The address of an article, before its number; not the one in an export, which leads through a library.
const ADDRESS: &str = "https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:";

/// What is known of an article.
#[derive(Debug, Default)]
struct Parts {
    newspaper: String,
    date: String,
    headline: String,
    summary: String,
    section: String,
    kind: String,
    dateline: String,
    /// The first paragraph.
    text: String,
    /// The database's number of it, of a DOCX.
    item: String,
}

impl Parts {
    /// A record whose blocks are these lines each, as text and HTML have them.
    fn of(blocks: &[Vec<String>]) -> Self {
        let blocks = match blocks.split_first() {
            Some((first, rest)) if first.first().is_some_and(|line| is_count(line)) => rest,
            _ => blocks,
        };
        let line = |block: usize| blocks.get(block).and_then(|lines| lines.first());
        let dated = dated(blocks);
        let date = match dated {
            Some((block, at)) => blocks.get(block).and_then(|lines| lines.get(at)),
            None => line(1),
        };
        let newspaper = line(0).filter(|_| dated != Some((0, 0)));
        let mut parts = Parts {
            newspaper: newspaper.cloned().unwrap_or_default(),
            date: date.cloned().unwrap_or_default(),
            ..Parts::default()
        };
        parts.rest(blocks.get(dated.map_or(2, |(block, _)| block + 1)..).unwrap_or_default());
        parts
    }

    /// Headline, fields and text. A block without a label before all fields is the headline, and after them the text.
    fn rest(&mut self, blocks: &[Vec<String>]) {
        let (mut labels, mut second) = (false, None);
        for block in blocks {
            let Some((first, more)) = block.split_first() else { continue };
            match labelled(first) {
                Some((Field::Tail | Field::End, _)) => break,
                Some((Field::Body, value)) => {
                    labels = true;
                    let mut begun =
                        [value.trim()].into_iter().chain(more.iter().map(String::as_str));
                    if let Some(text) = begun.find(|text| !text.is_empty()) {
                        text.clone_into(&mut self.text);
                        return;
                    }
                }
                Some((field, value)) => {
                    labels = true;
                    let value = [&[value.to_owned()], more].concat().join(" ");
                    self.set(field, value.trim());
                }
                None if labels => {
                    self.text.clone_from(first);
                    return;
                }
                None if self.headline.is_empty() => self.headline = block.join(" "),
                None => second = second.or(Some(first)),
            }
        }
        self.text = second.cloned().unwrap_or_default();
    }

    fn set(&mut self, field: Field, value: &str) {
        let part = match field {
            Field::Headline => &mut self.headline,
            Field::Summary => &mut self.summary,
            Field::Section => &mut self.section,
            Field::Kind => &mut self.kind,
            Field::Dateline => &mut self.dateline,
            Field::Head | Field::Body | Field::Tail | Field::End | Field::Words => return,
        };
        if part.is_empty() {
            value.clone_into(part);
        }
    }

    fn article(self) -> Result<Article<'static>, Problem> {
        let date = written::day(&self.date)?;
        let lead = self.lead();
        let headline = short(self.headline);
        let (id, url) = if self.item.is_empty() {
            // A table or a brief may have no headline.
            let id = export::identity(date, &headline);
            (id.or_else(|_| export::identity(date, &lead))?, Cow::default())
        } else {
            (format!("nexis:{}", self.item).into(), format!("{ADDRESS}{}", self.item).into())
        };
        let (labels, page) = filed(&short(self.section));
        Ok(Article {
            newspaper: short(self.newspaper),
            headline,
            summary: short(self.summary),
            lead: lead.into(),
            labels,
            page,
            kind: short(self.kind),
            url,
            ..Article::of(id, date, short(self.date))
        })
    }

    /// The first paragraph, after the place of the report, which Nexis sets apart.
    fn lead(&self) -> String {
        let place = self.dateline.trim();
        if place.is_empty() || self.text.starts_with(place.split(',').next().unwrap_or(place)) {
            return opening(&self.text).to_owned();
        }
        opening(&format!("{place} -- {}", self.text)).to_owned()
    }
}

/// A line that says whose the text is; it stands above the newspaper in older layouts, and below the text.
fn is_copyright(line: &str) -> bool {
    let after = line.strip_prefix("Copyright ").map(|after| after.trim_start_matches(['©', ' ']));
    let year = after.and_then(|after| after.get(..4));
    year.is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Block and line of the date: the first line, the second or, if that has no figures, the third.
fn dated(blocks: &[Vec<String>]) -> Option<(usize, usize)> {
    for (block, lines) in blocks.iter().enumerate().take(3) {
        if let Some(at) = lines.iter().position(|line| written::in_words(line).is_some()) {
            return Some((block, at));
        }
        let has_figures = |line: &String| line.bytes().any(|byte| byte.is_ascii_digit());
        if block == 1 && lines.iter().any(has_figures) {
            return None;
        }
    }
    None
}

/// `3 of 32 DOCUMENTS`, `Dokument 3 von 32`, `Document 3 de 32`.
fn is_count(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || b",.".contains(&byte))
    };
    let is_noun = |word: &str| {
        let start = word.get(..3).unwrap_or_default();
        start.eq_ignore_ascii_case("doc") || start.eq_ignore_ascii_case("dok")
    };
    let is_of = |word: &str| matches!(word, "of" | "von" | "de" | "di" | "van" | "sur");
    match words[..] {
        [one, of, all, noun] if is_noun(noun) => is_number(one) && is_of(of) && is_number(all),
        [noun, one, of, all] if is_noun(noun) => is_number(one) && is_of(of) && is_number(all),
        _ => false,
    }
}

/// How many documents a line says were asked for: `… Selected Items: 1-10, 12`.
fn announced(line: &str) -> Option<u64> {
    let (_, ranges) = line.strip_prefix("Download Request:")?.rsplit_once(':')?;
    let count = |range: &str| {
        let (one, last) = range.split_once('-').unwrap_or((range, range));
        let (one, last) = (one.trim().parse::<u64>().ok()?, last.trim().parse::<u64>().ok()?);
        (last.checked_sub(one)?).checked_add(1)
    };
    ranges.split(',').map(count).try_fold(0_u64, |sum, count| sum.checked_add(count?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_before_a_document_is_known() {
        for line in [
            "3 of 32 DOCUMENTS",
            " 1,203 of 2,146 DOCUMENTS",
            "Dokument 3 von 32",
            "Document 3 de 32",
        ] {
            assert!(is_count(line), "{line}");
        }
        for line in ["3 of 32 WORDS", "DOCUMENTS", "3 of DOCUMENTS 4", "Documents of 3 of 32", ""] {
            assert!(!is_count(line), "{line}");
        }
        for (line, expected) in [
            ("Download Request: Selected Items: 1-10", Some(10)),
            ("Download Request: Selected Items: 1, 3-5", Some(4)),
            ("Download Request: All Items", None),
            ("Download Request: Items: 5-1", None),
        ] {
            assert_eq!(announced(line), expected, "{line}");
        }
    }
}
