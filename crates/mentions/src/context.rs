//! Cues and vetoes: what stands before, after and around a name, and what the document speaks of.
//!
//! A pattern in small letters matches any case; one with a capital matches as written and in capitals throughout.
//! Three patterns are classes: `<initial>` before a name (`J.`, `J. P.`), `<age>` before one (`49,`), and `<number>`
//! behind one.
//!
//! All patterns of all contexts lie in one index by their nearest word, so that a name in its place costs a look-up
//! for the word before it, one for the word behind it and, if any of its contexts looks around, one for each word near.

use crate::index::{Entry, Index};
use crate::tables::{ContextRow, Side};
use crate::words::{
    ENDS, Tokens, bare, ends_with, head, is_digits, is_initial, shouted, starts_with, tail,
    variants,
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
    words: Index,
    initial: Set,
    /// What looks like initials and is none.
    not_initials: Set,
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

    pub(crate) fn has(&self, context: u16) -> bool {
        let context = usize::from(context) % MOST;
        self.0[context / 64] >> (context % 64) & 1 == 1
    }

    pub(crate) fn meets(&self, other: &Set) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    pub(crate) fn add(&mut self, other: &Set) {
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
        (0..MOST as u16).filter(|context| self.has(*context))
    }

    /// The first member that is in the other set too.
    pub(crate) fn first_shared(&self, other: &Set) -> Option<u16> {
        if !self.meets(other) {
            return None;
        }
        self.iter().find(|context| other.has(*context))
    }
}

impl Contexts {
    /// Files a row under its context.
    pub(crate) fn add(&mut self, row: &ContextRow) {
        let context = self.number(&row.id);
        if row.id == "notinitials" {
            self.not_initials.insert(context);
        }
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
            let key = {
                let tokens = Tokens::new(&variant);
                if side == Side::Before { tokens.last() } else { tokens.first() }
            };
            let alone =
                variant == key || (side != Side::Before && variant.trim_end_matches(ENDS) == key);
            let entry = self.words.entry(side, key);
            if alone {
                entry.alone.insert(context);
            } else {
                entry.phrases.push((variant, context));
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

    /// The contexts that veto every name: those whose id begins with `*`.
    pub(crate) fn starred(&self) -> Set {
        let mut set = Set::default();
        for (_, context) in self.ids.iter().zip(0..).filter(|(id, _)| id.starts_with('*')) {
            set.insert(context);
        }
        set
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
        self.everywhere.has(context)
    }

    /// Whether this word, behind a name, is a pattern of the context.
    pub(crate) fn knows_after(&self, word: &str, context: u16) -> bool {
        let mut known = false;
        self.words.each(Side::After, word, |entry| known |= entry.alone.has(context));
        known
    }

    /// Which of the wanted contexts hold in this place. Others may be among them.
    pub(crate) fn held(&self, place: &Place<'_>, wanted: &Set) -> Set {
        let mut held = Set::default();
        if wanted.is_empty() {
            return held;
        }
        let wanted = &wanted.union(&self.not_initials);
        let head = Tokens::new(head(place.text, place.start, REACH));
        let tail = Tokens::new(tail(place.text, place.end, REACH));
        self.before(head, wanted, &mut held);
        self.after(tail, head_joins(place), wanted, &mut held);
        if wanted.meets(&self.around) {
            self.near(head, wanted, &mut held);
            self.near(tail, wanted, &mut held);
        }
        if wanted.meets(&self.capitals) && shouted(head.text, tail.text) {
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

    fn before(&self, head: Tokens<'_>, wanted: &Set, held: &mut Set) {
        let token = head.last();
        let head = head.text.trim_end();
        let adjacent = head.ends_with(token);
        self.words.each(Side::Before, token, |entry| {
            hold(entry, adjacent, wanted, held, |phrase| ends_with(head, phrase));
        });
        // "U.N. Chile" is no person; the rows of `notinitials` say so.
        if adjacent && is_initial(token) && !held.meets(&self.not_initials) {
            held.add(&self.initial);
        }
        // "John Doe, 49, Lebanon"; but "riots kill 45, Lebanon says".
        let number = head.strip_suffix(',').and_then(|head| head.trim_end().strip_suffix(token));
        let age = (1..=2).contains(&token.len()) && is_digits(token);
        if age && number.is_some_and(|before| before.trim_end().ends_with(',')) {
            held.add(&self.age);
        }
    }

    fn after(&self, tail: Tokens<'_>, joined: bool, wanted: &Set, held: &mut Set) {
        let (token, tail) = (tail.first(), tail.text);
        let adjacent =
            joined || tail.starts_with(|c: char| c.is_whitespace() || c == '-' || c == '\'');
        let adjacent = adjacent && tail.trim_start().starts_with(token);
        // "US 61" and "US-61" are roads alike.
        if (adjacent || tail.starts_with('-')) && is_digits(token) {
            held.add(&self.number);
        }
        self.words.each(Side::After, token, |entry| {
            hold(entry, adjacent, wanted, held, |phrase| starts_with(tail, phrase));
        });
    }

    fn near(&self, text: Tokens<'_>, wanted: &Set, held: &mut Set) {
        for (token, rest) in text.each() {
            // A sign that stands alone says nothing but what the next word says.
            self.words.each(Side::Around, bare(token), |entry| {
                hold(entry, true, wanted, held, |phrase| starts_with(rest, phrase));
            });
        }
    }
}

/// Adds the contexts of an entry: those of the word alone if it is adjacent, and those of the phrases that are there.
fn hold(
    entry: &Entry,
    adjacent: bool,
    wanted: &Set,
    held: &mut Set,
    is_there: impl Fn(&str) -> bool,
) {
    if adjacent {
        held.add(&entry.alone);
    }
    for (phrase, context) in &entry.phrases {
        if wanted.has(*context) && is_there(phrase) {
            held.insert(*context);
        }
    }
}

/// Whether the name itself ends in a hyphen, so that the next word is joined to it.
fn head_joins(place: &Place<'_>) -> bool {
    place.text.get(..place.end).is_some_and(|form| form.ends_with('-'))
}

#[cfg(test)]
mod naive;

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
            (Side::Before, "<initial>", "C.I.A. Holland role", "Holland", false),
            (Side::Before, "the", "THE PORTE", "PORTE", true),
            (Side::Before, "The", "the Porte", "Porte", false),
            (Side::Before, "St.,", "508 Elm St., Lebanon", "Lebanon", true),
            (Side::Before, "<age>", "John Doe, 49, Lebanon, was held", "Lebanon", true),
            (Side::Before, "<age>", "John Doe, 49 , Lebanon, was held", "Lebanon", true),
            (Side::Before, "<age>", "In 1936, Lebanon rose", "Lebanon", false),
            (Side::Before, "<age>", "Riots kill 45, Lebanon says", "Lebanon", false),
            (Side::Before, "New York", "the New York Yankees", "Yankees", true),
            (Side::Before, "Anglo-", "Anglo-French", "French", true),
            (Side::After, ", Ind.", "at Peru, Ind., today", "Peru", true),
            (Side::After, ", IN", "in Peru, in May", "Peru", false),
            (Side::After, "county", "Lebanon County fair", "Lebanon", true),
            (Side::After, "county", "Lebanon, County fair", "Lebanon", false),
            (Side::After, "<number>", "Jordan 2, Oman 0", "Jordan", true),
            (Side::After, "<number>", "along US-61 today", "US", true),
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
