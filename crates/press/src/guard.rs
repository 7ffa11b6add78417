//! Parsing HTML that may be hostile: what would take the parser more than linear time is refused, not parsed.
//!
//! For many a tag the parser walks all open elements, and it compares each attribute of a tag with all before it. So
//! a page is bounded in its size, its depth, the work that depth means for its tags and text, the number of its elements, and
//! the attributes of a tag. What that costs at most is in the crate's README.

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, parse_document};
use scraper::{Html, HtmlTreeSink};

/// Most bytes of a page.
pub(crate) const MAX_PAGE: usize = 2 << 20;
/// Most elements one inside the other. Real index pages have under 40.
const MAX_DEPTH: usize = 512;
/// Most attributes of a tag. Real ones have under 30.
const MAX_ATTRIBUTES: u32 = 500;
/// Most `<html` and `<body`; the attributes of all of them become one element's.
const MAX_ROOTS: usize = 16;
/// Most of: bytes of the page, each times the depth it stands at, a tag as much as [`TAG`] bytes more. Real pages have
/// under 40 million; a page of full size may be 48 deep all over.
const MAX_WORK: usize = (6 * TAG) << 20;
/// Bytes of text that cost what a tag costs.
const TAG: usize = 16;
/// Most elements, texts and comments; also those that the parser makes up to mend unclosed `<b>` and `<a>`.
const MAX_NODES: usize = 400_000;
/// Bytes that are parsed before depth is looked at again; a third of this is what it can grow between.
const PIECE: usize = 4096;

/// Why a page is not parsed: it is built so that reading it would take too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hostile {
    /// It is longer than any index page.
    #[error("it has more than {MAX_PAGE} bytes")]
    TooLarge,
    /// Its elements stand too deep one inside the other, or formatting is opened again and again.
    #[error("its elements are more than {MAX_DEPTH} deep")]
    TooDeep,
    /// Its tags and its text, times the depth they stand at, are too many.
    #[error("its tags and its text are too many for how deep they stand")]
    TooMuch,
    /// It makes too many elements.
    #[error("it has more than {MAX_NODES} elements and texts")]
    TooMany,
    /// A tag has too many attributes.
    #[error("a tag has more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
}

/// Parses a page in time that grows with its length, or says why not.
pub(crate) fn parse(page: &str) -> Result<Html, Hostile> {
    if page.len() > MAX_PAGE {
        return Err(Hostile::TooLarge);
    }
    if most_attributes(page.as_bytes()) > MAX_ATTRIBUTES || roots(page.as_bytes()) > MAX_ROOTS {
        return Err(Hostile::TooManyAttributes);
    }
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = parse_document(sink, ParseOpts::default());
    let mut rest = page;
    let mut work = 0;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        let depth = depth(&parser.tokenizer.sink.sink.0.borrow())?;
        let tags = memchr::memchr_iter(b'<', piece.as_bytes()).count();
        work += depth * (tags * TAG + piece.len());
        if work > MAX_WORK {
            return Err(Hostile::TooMuch);
        }
        rest = after;
    }
    let html = parser.finish();
    depth(&html)?;
    Ok(html)
}

/// The depth of the newest nodes: a tower is as deep as its top.
fn depth(html: &Html) -> Result<usize, Hostile> {
    let nodes = html.tree.nodes();
    if nodes.len() > MAX_NODES {
        return Err(Hostile::TooMany);
    }
    let newest = nodes.rev().take(8);
    let depth = newest.map(|node| node.ancestors().take(MAX_DEPTH + 1).count()).max().unwrap_or(0);
    if depth > MAX_DEPTH { Err(Hostile::TooDeep) } else { Ok(depth) }
}

/// How often the page has, or seems to have, `<html` or `<body`.
fn roots(page: &[u8]) -> usize {
    let is_root = |at: usize| {
        let name = page.get(at + 1..at + 5).unwrap_or_default();
        name.eq_ignore_ascii_case(b"html") || name.eq_ignore_ascii_case(b"body")
    };
    memchr::memchr_iter(b'<', page).filter(|&at| is_root(at)).count()
}

/// Where a tokenizer can be inside a tag.
#[derive(Clone, Copy)]
enum Place {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}

const PLACES: [Place; 8] = [
    Place::TagName,
    Place::BeforeName,
    Place::Name,
    Place::AfterName,
    Place::BeforeValue,
    Place::DoubleQuoted,
    Place::SingleQuoted,
    Place::Unquoted,
];

/// The most attributes that any tag of the page can have, whatever the parser takes for a tag.
///
/// What looks like a tag may stand in a comment, a script or a quoted value. Instead of deciding that as the parser
/// would, every `<a` is followed as if it began a tag: of all that could be at a place, the one with most attributes.
fn most_attributes(page: &[u8]) -> u32 {
    let mut counts: [Option<u32>; 8] = [None; 8];
    let mut most = 0;
    let mut at = 0;
    // Mostly there is one place to be at, or none.
    let mut only = None;
    loop {
        if only.is_none() && counts.iter().all(Option::is_none) {
            let Some(found) = memchr::memchr(b'<', page.get(at..).unwrap_or_default()) else {
                return most;
            };
            at += found;
        }
        let Some(&byte) = page.get(at) else { return most };
        at += 1;
        if byte != b'<'
            && let Some((place, count)) = only
        {
            counts[place as usize] = None;
            only = step(place, byte).map(|(place, more)| (place, count + u32::from(more)));
            if let Some((place, count)) = only {
                counts[place as usize] = Some(count);
                most = most.max(count);
            }
            continue;
        }
        let mut next: [Option<u32>; 8] = [None; 8];
        for (place, count) in PLACES.into_iter().zip(counts) {
            let Some(count) = count else { continue };
            if let Some((place, more)) = step(place, byte) {
                let slot = &mut next[place as usize];
                *slot = (*slot).max(Some(count + u32::from(more)));
                most = most.max(count + u32::from(more));
            }
        }
        if byte == b'<' && opens(page.get(at..).unwrap_or_default()) {
            next[Place::TagName as usize] = next[Place::TagName as usize].max(Some(0));
        }
        counts = next;
        let mut places = PLACES.into_iter().zip(counts).filter_map(|(it, n)| Some((it, n?)));
        only = places.next().filter(|_| places.next().is_none());
    }
}

/// Whether a tag, opening or closing, can begin with these bytes after its `<`.
fn opens(bytes: &[u8]) -> bool {
    let name = bytes.strip_prefix(b"/").unwrap_or(bytes);
    name.first().is_some_and(u8::is_ascii_alphabetic)
}

/// Where a byte leads, and whether it begins an attribute; `None`: the tag ends.
fn step(place: Place, byte: u8) -> Option<(Place, bool)> {
    use Place::{
        AfterName, BeforeName, BeforeValue, DoubleQuoted, Name, SingleQuoted, TagName, Unquoted,
    };
    let blank = byte.is_ascii_whitespace();
    Some(match (place, byte) {
        (DoubleQuoted, b'"') | (SingleQuoted, b'\'') => (BeforeName, false),
        (DoubleQuoted | SingleQuoted, _) => (place, false),
        (_, b'>') => return None,
        (TagName | Unquoted, _) if blank => (BeforeName, false),
        (TagName, b'/') => (BeforeName, false),
        (TagName | Unquoted, _) => (place, false),
        (BeforeName, b'/') => (BeforeName, false),
        (BeforeName, _) if blank => (BeforeName, false),
        (BeforeName, _) => (Name, true),
        (Name | AfterName, b'/') => (BeforeName, false),
        (Name | AfterName, b'=') => (BeforeValue, false),
        (Name | AfterName, _) if blank => (AfterName, false),
        (Name, _) => (Name, false),
        (AfterName, _) => (Name, true),
        (BeforeValue, b'"') => (DoubleQuoted, false),
        (BeforeValue, b'\'') => (SingleQuoted, false),
        (BeforeValue, _) if blank => (BeforeValue, false),
        (BeforeValue, _) => (Unquoted, false),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The most attributes, by following each tag by itself.
    fn one_by_one(page: &[u8]) -> u32 {
        let mut most = 0;
        for at in memchr::memchr_iter(b'<', page).filter(|at| opens(&page[at + 1..])) {
            let (mut place, mut count) = (Place::TagName, 0);
            for byte in &page[at + 1..] {
                let Some((next, more)) = step(place, *byte) else { break };
                (place, count) = (next, count + u32::from(more));
                most = most.max(count);
            }
        }
        most
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn attributes_are_counted_as_if_each_tag_were_followed(page in "[<<<ab =\"'/>! ]{0,60}") {
            prop_assert_eq!(most_attributes(page.as_bytes()), one_by_one(page.as_bytes()));
        }
    }
}
