//! Cues and vetoes: what stands before, after and around a name, and what the document speaks of.
//!
//! A pattern in small letters matches any case; one with a capital matches as written and in capitals throughout.
//! Three patterns are classes: `<initial>` before a name (`J.`, `J. P.`), `<age>` before one (`49,`), and `<number>`
//! behind one.
//!
//! All patterns of all contexts lie in one index by their nearest word, so that a name in its place costs a look-up
//! for the word before it, one for the word behind it and, if any of its contexts looks around, one for each word near.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::tables::{ContextRow, Side};
use crate::words::{
    ENDS, ends_with, first_token, head, in_token, is_digits, is_initial, last_token, shouted,
    starts_with, tail, variants,
};

/// How far `around` looks on either side, in bytes (MENTIONS.md: "±40 characters").
const REACH: usize = 40;

/// The most contexts a table may have.
pub(crate) const MOST: usize = 256;

/// What a `text` row can say: the words around are in capitals throughout; the year is known; and, of a veto, that
/// a name it forbids once is forbidden in the whole document ("one sense per discourse", Gale, Church and
/// Yarowsky 1992).
const TEXT: [&str; 3] = ["capitals", "dated", "everywhere"];

const CLASSES: [&str; 3] = ["<initial>", "<age>", "<number>"];

/// A set of contexts, by their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Set([u64; MOST / 64]);

/// Every context of a table.
#[derive(Debug, Default)]
pub(crate) struct Contexts {
    ids: Vec<String>,
    words: HashMap<String, Entry, BuildHasherDefault<WordHasher>>,
    initial: Set,
    age: Set,
    number: Set,
    capitals: Set,
    dated: Set,
    everywhere: Set,
    /// The contexts with `around` patterns.
    around: Set,
    /// The contexts with `document` patterns, in the order of their bits.
    document: Vec<u16>,
}

/// What a word means to the contexts: alone, by where it stands, and as part of phrases.
#[derive(Debug, Default)]
struct Entry {
    before: Set,
    after: Set,
    around: Set,
    phrases: Vec<(Side, String, u16)>,
}

/// A name in its place: what contexts are tested on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'t> {
    pub(crate) text: &'t str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The `document` bits set anywhere in the document.
    pub(crate) seen: u64,
    pub(crate) dated: bool,
}

/// What is wrong with a row, if anything.
pub(crate) fn check(row: &ContextRow) -> Result<(), String> {
    let pattern = row.pattern.as_str();
    let class = pattern.starts_with('<');
    match row.side {
        Side::Text if !TEXT.contains(&pattern) => {
            Err(format!("{pattern:?} is not one of {}", TEXT.join(" ")))
        }
        Side::Text => Ok(()),
        Side::Document if !pattern.starts_with(char::is_alphanumeric) || pattern.len() < 2 => {
            Err(format!("{pattern:?} must begin with a letter or digit and have two bytes or more"))
        }
        _ if class && !CLASSES.contains(&pattern) => {
            Err(format!("{pattern:?} is not one of {}", CLASSES.join(" ")))
        }
        _ if !class && !pattern.contains(char::is_alphanumeric) => {
            Err(format!("{pattern:?} holds no word"))
        }
        _ => Ok(()),
    }
}

impl Set {
    pub(crate) fn insert(&mut self, context: u16) {
        let context = usize::from(context) % MOST;
        self.0[context / 64] |= 1 << (context % 64);
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Set::default()
    }

    pub(crate) fn meets(&self, other: &Set) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    fn add(&mut self, other: &Set) {
        for (one, other) in self.0.iter_mut().zip(&other.0) {
            *one |= other;
        }
    }

    pub(crate) fn union(mut self, other: &Set) -> Set {
        self.add(other);
        self
    }

    /// The members in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (0..MOST as u16).filter(|context| {
            let context = usize::from(*context);
            self.0[context / 64] >> (context % 64) & 1 == 1
        })
    }

    /// The first member that is in the other set too.
    pub(crate) fn first_shared(&self, other: &Set) -> Option<u16> {
        if !self.meets(other) {
            return None;
        }
        self.iter().find(|context| {
            let mut one = Set::default();
            one.insert(*context);
            one.meets(other)
        })
    }
}

impl Contexts {
    /// Files a row under its context.
    pub(crate) fn add(&mut self, row: &ContextRow) {
        let context = self.number(&row.id);
        match (row.side, row.pattern.as_str()) {
            (Side::Document, _) if !self.document.contains(&context) => self.document.push(context),
            (Side::Document, _) => {}
            (Side::Text, "capitals") => self.capitals.insert(context),
            (Side::Text, "dated") => self.dated.insert(context),
            (Side::Text, _) => self.everywhere.insert(context),
            (_, "<initial>") => self.initial.insert(context),
            (_, "<age>") => self.age.insert(context),
            (_, "<number>") => self.number.insert(context),
            (side, pattern) => self.add_pattern(context, side, pattern),
        }
    }

    fn add_pattern(&mut self, context: u16, side: Side, pattern: &str) {
        if side == Side::Around {
            self.around.insert(context);
        }
        for variant in variants(pattern) {
            let key =
                if side == Side::Before { last_token(&variant) } else { first_token(&variant) };
            let entry = self.words.entry(key.to_owned()).or_default();
            let alone =
                variant == key || (side != Side::Before && variant.trim_end_matches(ENDS) == key);
            match side {
                Side::Before if alone => entry.before.insert(context),
                Side::After if alone && variant.starts_with(char::is_alphanumeric) => {
                    entry.after.insert(context);
                }
                Side::Around if alone => entry.around.insert(context),
                _ => entry.phrases.push((side, variant, context)),
            }
        }
    }

    /// The number of a context, new if its id is.
    fn number(&mut self, id: &str) -> u16 {
        let known = self.find(id);
        known.unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            (self.ids.len() - 1) as u16
        })
    }

    /// The number of the context with this id.
    pub(crate) fn find(&self, id: &str) -> Option<u16> {
        self.ids.iter().position(|known| known == id).map(|index| index as u16)
    }

    /// The id of a context; empty for a number that is none.
    pub(crate) fn id(&self, context: u16) -> &str {
        self.ids.get(usize::from(context)).map_or("", String::as_str)
    }

    /// The bit that the matcher sets when the document holds a `document` pattern of this context.
    pub(crate) fn bit(&self, id: &str) -> u64 {
        let context = self.find(id);
        let place = self.document.iter().position(|known| Some(*known) == context);
        place.map_or(0, |place| 1 << (place & 63))
    }

    /// Whether a name that this context forbids once is forbidden in the whole document.
    pub(crate) fn forbids_everywhere(&self, context: u16) -> bool {
        let mut one = Set::default();
        one.insert(context);
        self.everywhere.meets(&one)
    }

    /// Whether this word, behind a name, is a pattern of the context.
    pub(crate) fn knows_after(&self, word: &str, context: u16) -> bool {
        let mut one = Set::default();
        one.insert(context);
        self.entries(word).any(|entry| entry.after.meets(&one))
    }

    /// Which of the wanted contexts hold in this place.
    pub(crate) fn held(&self, place: &Place<'_>, wanted: &Set) -> Set {
        let mut held = Set::default();
        if wanted.is_empty() {
            return held;
        }
        let head = head(place.text, place.start, REACH);
        let tail = tail(place.text, place.end, REACH);
        self.before(head, &mut held);
        self.after(tail, head_joins(place), &mut held);
        if wanted.meets(&self.around) {
            self.near(head, &mut held);
            self.near(tail, &mut held);
        }
        if wanted.meets(&self.capitals) && shouted(head, tail) {
            held.add(&self.capitals);
        }
        if place.dated {
            held.add(&self.dated);
        }
        let mut seen = place.seen;
        while seen != 0 {
            if let Some(context) = self.document.get(seen.trailing_zeros() as usize) {
                held.insert(*context);
            }
            seen &= seen - 1;
        }
        held
    }

    fn before(&self, head: &str, held: &mut Set) {
        let token = last_token(head);
        let adjacent = head.trim_end().ends_with(token);
        if adjacent && is_initial(token) {
            held.add(&self.initial);
        }
        if head.trim_end().ends_with(',') && (1..=2).contains(&token.len()) && is_digits(token) {
            held.add(&self.age);
        }
        for entry in self.entries(token) {
            if adjacent {
                held.add(&entry.before);
            }
            for (side, phrase, context) in &entry.phrases {
                if *side == Side::Before && ends_with(head, phrase) {
                    held.insert(*context);
                }
            }
        }
    }

    fn after(&self, tail: &str, joined: bool, held: &mut Set) {
        let token = first_token(tail);
        let adjacent =
            joined || tail.starts_with(|c: char| c.is_whitespace() || c == '-' || c == '\'');
        let adjacent = adjacent && tail.trim_start().starts_with(token);
        if adjacent && is_digits(token) {
            held.add(&self.number);
        }
        for entry in self.entries(token) {
            if adjacent {
                held.add(&entry.after);
            }
            for (side, phrase, context) in &entry.phrases {
                if *side == Side::After && starts_with(tail, phrase) {
                    held.insert(*context);
                }
            }
        }
    }

    fn near(&self, text: &str, held: &mut Set) {
        let mut rest = text;
        while let Some(start) = rest.find(in_token) {
            rest = rest.get(start..).unwrap_or_default();
            for entry in self.entries(first_token(rest)) {
                held.add(&entry.around);
                for (side, phrase, context) in &entry.phrases {
                    if *side == Side::Around && starts_with(rest, phrase) {
                        held.insert(*context);
                    }
                }
            }
            let end = rest.find(|c: char| !in_token(c)).unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default();
        }
    }

    /// What is filed under a token as written, and under the same in small letters.
    fn entries(&self, token: &str) -> impl Iterator<Item = &Entry> {
        let written = self.words.get(token).filter(|_| !token.is_empty());
        let small = if token.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
            self.folded(token)
        } else {
            None
        };
        written.into_iter().chain(small)
    }

    /// The entry of a token in small letters, if that differs from it.
    fn folded(&self, token: &str) -> Option<&Entry> {
        let mut buffer = [0; 32];
        let folded = match buffer.get_mut(..token.len()).filter(|_| token.is_ascii()) {
            Some(buffer) => {
                buffer.copy_from_slice(token.as_bytes());
                buffer.make_ascii_lowercase();
                std::str::from_utf8(buffer).ok()?
            }
            None => {
                return self
                    .words
                    .get(&token.to_lowercase())
                    .filter(|_| token.to_lowercase() != token);
            }
        };
        self.words.get(folded)
    }
}

/// Whether the name itself ends in a hyphen, so that the next word is joined to it.
fn head_joins(place: &Place<'_>) -> bool {
    place.text.get(..place.end).is_some_and(|form| form.ends_with('-'))
}

/// A multiplicative hash for short words; the tables are our own, so no one can choose colliding keys of ours, and a
/// text can only ask for them.
#[derive(Debug, Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(side: Side, pattern: &str, text: &str, name: &str) -> bool {
        let start = text.find(name).expect("the name is in the text");
        let place = Place { text, start, end: start + name.len(), seen: 0, dated: false };
        let row = ContextRow {
            id: "x".to_owned(),
            side,
            pattern: pattern.to_owned(),
            source: String::new(),
        };
        assert_eq!(check(&row), Ok(()));
        let mut contexts = Contexts::default();
        contexts.add(&row);
        let mut wanted = Set::default();
        wanted.insert(0);
        contexts.held(&place, &wanted).meets(&wanted)
    }

    #[test]
    fn contexts_look_where_they_should() {
        for (side, pattern, text, name, expected) in [
            (Side::Before, "mr.", "said Mr. French", "French", true),
            (Side::Before, "percy", "Percy French sang", "French", true),
            (Side::Before, "percy", "Percy, French by birth", "French", false),
            (Side::Before, "percy", "for Percy. French troops", "French", false),
            (Side::Before, "<initial>", "by W. J. Holland", "Holland", true),
            (Side::Before, "<initial>", "the U.S. Holland said", "Holland", false),
            (Side::Before, "the", "THE PORTE", "PORTE", true),
            (Side::Before, "The", "the Porte", "Porte", false),
            (Side::Before, "St.,", "508 Elm St., Lebanon", "Lebanon", true),
            (Side::Before, "<age>", "John Doe, 49, Lebanon, was held", "Lebanon", true),
            (Side::Before, "<age>", "In 1936, Lebanon rose", "Lebanon", false),
            (Side::Before, "New York", "the New York Yankees", "Yankees", true),
            (Side::Before, "Anglo-", "Anglo-French", "French", true),
            (Side::After, ", Ind.", "at Peru, Ind., today", "Peru", true),
            (Side::After, ", IN", "in Peru, in May", "Peru", false),
            (Side::After, "county", "Lebanon County fair", "Lebanon", true),
            (Side::After, "county", "Lebanon, County fair", "Lebanon", false),
            (Side::After, "<number>", "Jordan 2, Oman 0", "Jordan", true),
            (Side::After, "saxon", "Anglo-Saxon", "Anglo-", true),
            (Side::After, "'s", "Chad's army", "Chad", true),
            (Side::After, "high school", "Peru High School", "Peru", true),
            (Side::Around, "sioux", "Indian rising; Sioux on the march", "Indian", true),
            (Side::Around, "sioux", "Indian rising; Siouxland", "Indian", false),
            (Side::Text, "capitals", "TELL US NOW", "US", true),
            (Side::Text, "capitals", "the US now", "US", false),
        ] {
            assert_eq!(holds(side, pattern, text, name), expected, "{pattern} in {text}");
        }
    }
}
