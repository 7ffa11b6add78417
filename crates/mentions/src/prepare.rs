//! Text as it came to text as it is matched: entities decoded once, curly quotes, broken words joined.
//!
//! Most text needs nothing and is returned as it is, without a copy. When something changes, every change is
//! remembered, so that a place in the prepared text can be found again in the original.

use std::borrow::Cow;

use memchr::{memchr_iter, memchr3};

/// The buffers of one field, kept between documents so that nothing is allocated twice.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    changed: bool,
    text: String,
    /// Where each change ends, ascending.
    places: Vec<Place>,
}

/// The end of a change: its place in the prepared text and in the original, and whether a character stands there
/// for what was taken.
#[derive(Debug)]
struct Place {
    here: usize,
    there: usize,
    replaced: bool,
}

impl Prepared {
    /// Prepares `original`; `keeps_hyphen` says of the word behind a broken hyphen that it is a word of its own.
    pub(crate) fn fill(&mut self, original: &str, keeps_hyphen: impl Fn(&str) -> bool) {
        let mut marks = Marks::new(original.as_bytes());
        self.changed = marks.next(0).is_some();
        if !self.changed {
            return;
        }
        self.text.clear();
        self.places.clear();
        let mut copied = 0;
        let mut at = 0;
        while let Some(next) = marks.next(at) {
            match change(original, next, &keeps_hyphen) {
                Some((end, replacement)) => {
                    self.text.push_str(original.get(copied..next).unwrap_or_default());
                    if let Some(character) = replacement {
                        self.text.push(character);
                    }
                    self.places.push(Place {
                        here: self.text.len(),
                        there: end,
                        replaced: replacement.is_some(),
                    });
                    (copied, at) = (end, end);
                }
                None => at = next + 1,
            }
        }
        self.text.push_str(original.get(copied..).unwrap_or_default());
    }

    /// The prepared text of the field that was last filled in from `original`.
    pub(crate) fn text<'a>(&'a self, original: &'a str) -> &'a str {
        if self.changed { &self.text } else { original }
    }

    /// The same, for keeps.
    pub(crate) fn into_text(self, original: &str) -> Cow<'_, str> {
        if self.changed { Cow::Owned(self.text) } else { Cow::Borrowed(original) }
    }

    /// Where a span of the prepared text lies in the original.
    pub(crate) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        if !self.changed {
            return (start, end);
        }
        (self.place(start, true), self.place(end, false))
    }

    /// A change that ends exactly at `at` lies before a span that starts there; it belongs to a span that ends
    /// there only if it left a character in it.
    fn place(&self, at: usize, start: bool) -> usize {
        let before =
            |place: &Place| place.here < at || (place.here == at && (start || place.replaced));
        let changes = self.places.partition_point(before);
        match changes.checked_sub(1).and_then(|index| self.places.get(index)) {
            Some(change) => change.there + (at - change.here),
            None => at,
        }
    }
}

/// The places where a change may begin, found in one pass however many there are.
struct Marks<'t> {
    text: &'t [u8],
    /// The next `&`, or first byte of a soft hyphen or `¬` (C2), or of a quote (E2).
    sign: Option<usize>,
    /// The next hyphen with white space behind it.
    hyphen: Option<usize>,
}

impl<'t> Marks<'t> {
    fn new(text: &'t [u8]) -> Marks<'t> {
        Marks { text, sign: sign(text, 0), hyphen: open_hyphen(text, 0) }
    }

    /// The first mark at or behind `at`.
    fn next(&mut self, at: usize) -> Option<usize> {
        if self.sign.is_some_and(|sign| sign < at) {
            self.sign = sign(self.text, at);
        }
        if self.hyphen.is_some_and(|hyphen| hyphen < at) {
            self.hyphen = open_hyphen(self.text, at);
        }
        match (self.sign, self.hyphen) {
            (Some(sign), Some(hyphen)) => Some(sign.min(hyphen)),
            (sign, hyphen) => sign.or(hyphen),
        }
    }
}

fn sign(text: &[u8], at: usize) -> Option<usize> {
    memchr3(b'&', 0xC2, 0xE2, text.get(at..)?).map(|index| at + index)
}

fn open_hyphen(text: &[u8], at: usize) -> Option<usize> {
    memchr_iter(b'-', text.get(at..)?)
        .map(|index| at + index)
        .find(|index| text.get(index + 1).is_some_and(u8::is_ascii_whitespace))
}

/// What to do at a mark: the end of what goes, and the character that takes its place, if one does.
fn change(
    text: &str,
    at: usize,
    keeps_hyphen: &impl Fn(&str) -> bool,
) -> Option<(usize, Option<char>)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let behind = at + first.len_utf8();
    match first {
        '&' => entity(rest).map(|(length, character)| (at + length, plain(character))),
        '-' | '¬' | '\u{ad}' => broken_word(text, at, behind, first, keeps_hyphen),
        _ => plain_quote(first).map(|quote| (behind, Some(quote))),
    }
}

/// A decoded character as matched: a soft hyphen vanishes, quotes become plain, a hard blank a blank.
fn plain(character: char) -> Option<char> {
    match character {
        '\u{ad}' => None,
        '\u{a0}' => Some(' '),
        _ => Some(plain_quote(character).unwrap_or(character)),
    }
}

fn plain_quote(character: char) -> Option<char> {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => Some('\''),
        '\u{201c}' | '\u{201d}' | '\u{2033}' => Some('"'),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{a0}' | '\u{2009}' | '\u{202f}' => Some(' '),
        _ => None,
    }
}

/// A word broken at the end of a line: the end of the break, when both sides are small letters or the break
/// is one that only a printer makes (`¬`, soft hyphen).
fn broken_word(
    text: &str,
    at: usize,
    behind: usize,
    mark: char,
    keeps_hyphen: &impl Fn(&str) -> bool,
) -> Option<(usize, Option<char>)> {
    let letter_before = text.get(..at)?.chars().next_back().filter(|c| c.is_alphabetic());
    let rest = text.get(behind..)?;
    let blanks = rest.bytes().take(GAP).take_while(u8::is_ascii_whitespace).count();
    let next = rest.get(blanks..)?;
    let joins = letter_before.is_some() && next.chars().next().is_some_and(char::is_lowercase);
    match mark {
        '-' if blanks > 0 && joins && !keeps_hyphen(first_word(next)) => {
            Some((behind + blanks, None))
        }
        '-' => None,
        '\u{ad}' if !joins => Some((behind, None)),
        _ if joins || mark == '\u{ad}' => Some((behind + blanks, None)),
        _ => None,
    }
}

/// The widest gap that a broken word is joined across: a line end and an indent.
const GAP: usize = 16;

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// An HTML or XML character reference at the start of `text`: its length and the character.
fn entity(text: &str) -> Option<(usize, char)> {
    let window: &[u8] = text.as_bytes().get(1..)?;
    let length = window.iter().take(10).position(|byte| *byte == b';')?;
    let name = text.get(1..=length)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(windows_1252(code)).filter(|c| !c.is_control() || c.is_whitespace())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)?,
    };
    Some((length + 2, character))
}

/// References to 128–159 mean the Windows characters, as every browser reads them (HTML Standard, "numeric character reference end state").
fn windows_1252(code: u32) -> u32 {
    match code {
        0x91 | 0x92 => 0x2019,
        0x93 | 0x94 => 0x201d,
        0x96 => 0x2013,
        0x97 => 0x2014,
        _ => code,
    }
}

/// The named references that occur in newspaper text.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("aacute", 'á'),
    ("Aring", 'Å'),
    ("atilde", 'ã'),
    ("ccedil", 'ç'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("Eacute", 'É'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("uacute", 'ú'),
    ("uuml", 'ü'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prepared(original: &str) -> String {
        let mut prepared = Prepared::default();
        prepared.fill(original, |word| word == "led");
        prepared.text(original).to_owned()
    }

    #[test]
    fn text_is_prepared_once() {
        for (original, expected) in [
            ("plain text, well-known", "plain text, well-known"),
            ("Chile&#8217;s &amp; Peru&rsquo;s", "Chile's & Peru's"),
            ("AT&amp;amp;T", "AT&amp;T"),
            ("&nosuch; & &#0; &;", "&nosuch; & &#0; &;"),
            ("Un- ited Con¬ go Ni\u{ad}ger Bo-\n  livia", "United Congo Niger Bolivia"),
            ("Chile-\nled, Anglo-\nFrench, 1914- and", "Chile-\nled, Anglo-\nFrench, 1914- and"),
            ("“Peru”—Chile’s", "\"Peru\"—Chile's"),
        ] {
            assert_eq!(prepared(original), expected);
        }
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let original = "&quot;Con¬ go&#8217;s&quot; Ni\u{ad}ger";
        let mut prepared = Prepared::default();
        prepared.fill(original, |_| false);
        for (name, written) in [("Congo", "Con¬ go"), ("Niger", "Ni\u{ad}ger")] {
            let start = prepared.text(original).find(name).expect("the name is there");
            let (from, to) = prepared.original(start, start + name.len());
            assert_eq!(&original[from..to], written);
        }
    }

    proptest! {
        #[test]
        fn every_place_is_a_place_of_the_original(original in "[a-z&;#x0-9 ¬\u{ad}’é\n-]{0,60}") {
            let mut prepared = Prepared::default();
            prepared.fill(&original, |_| false);
            let text = prepared.text(&original).to_owned();
            for (start, _) in text.char_indices() {
                let (from, to) = prepared.original(start, text.len());
                prop_assert!(original.get(from..to).is_some(), "{start} {from} {to}");
            }
        }
    }
}
