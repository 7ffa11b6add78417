//! Names as a machine misread them: the long s taken for an f, and one wrong letter in a long name.
//!
//! Exact forms find 90 % of the names in British newspapers of 1780–1870 read by machine, and 77 % in American ones of
//! 1790–1960 (MENTIONS.md). What is found beyond them is a guess; so it has to be asked for.

use std::collections::HashMap;

use crate::gazetteer::{Meaning, Name};
use crate::tables::{Kind, Tier};

/// How text read by a machine is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ocr {
    /// As it stands.
    #[default]
    Exact,
    /// Names printed with a long s, which is read as `ſ` or `f`: `Pruffia`, `Spaniſh`. The `f` only in texts whose year
    /// is known and before 1820; printers gave the letter up about 1800.
    LongS,
    /// The same, and one letter wrong, missing or too many in a country's name of seven letters or more: `Gennany`.
    Near,
}

/// The first year in which an `f` is not taken for a long s.
const LONG_S_UNTIL: i32 = 1820;

/// The shortest name that may have a wrong letter: shorter ones are too near to other words.
const LONG: usize = 7;

/// What the spellings of one word could be read as.
#[derive(Debug, Default)]
pub(crate) struct Misread {
    /// Spellings of one word, to their number.
    exact: HashMap<Box<str>, u32>,
    /// The same as printed with a long s and read with an f, where that is another word.
    long_s: HashMap<Box<str>, u32>,
    /// Long names with one letter left out, and long names as they are, to numbers of spellings.
    near: HashMap<Box<str>, Vec<u32>>,
    /// The spellings by number, as far as they stand in `near`.
    spellings: HashMap<u32, Box<str>>,
}

impl Misread {
    /// Gathers the spellings of one word; `forms` is in the order of `meanings`.
    pub(crate) fn new<'f>(
        forms: impl Iterator<Item = &'f str>,
        meanings: &[Meaning],
        names: &[Name],
    ) -> Misread {
        let mut misread = Misread::default();
        for ((form, meaning), number) in forms.zip(meanings).zip(0..) {
            if form.contains(' ') {
                continue;
            }
            misread.exact.insert(form.into(), number);
            if meaning.names.is_empty() {
                continue;
            }
            let printed = with_long_s(form);
            if printed != form {
                misread.long_s.insert(printed.into(), number);
            }
            let is_name = |row: &u32| {
                names.get(*row as usize).is_some_and(|name| {
                    name.kind == Kind::Name && name.tier == Tier::A && name.cues.is_empty()
                })
            };
            if form.chars().count() >= LONG && meaning.names.iter().any(is_name) {
                misread.add_near(form, number);
            }
        }
        misread.long_s.retain(|printed, _| !misread.exact.contains_key(printed));
        misread
    }

    fn add_near(&mut self, form: &str, number: u32) {
        self.spellings.insert(number, form.into());
        for key in shortened(form).chain([form.to_owned()]) {
            let numbers = self.near.entry(key.into()).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }

    /// Calls `found` with first byte, end and number of the spelling for every word of `text` that is none as it
    /// stands and can be read as one.
    pub(crate) fn scan(
        &self,
        text: &str,
        ocr: Ocr,
        year: Option<i32>,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        for word in words.filter(|word| word.starts_with(char::is_uppercase)) {
            if self.exact.contains_key(word) {
                continue;
            }
            if let Some(number) = self.read(word, ocr, year) {
                let start = word.as_ptr().addr() - text.as_ptr().addr();
                found(start, start + word.len(), number);
            }
        }
    }

    fn read(&self, word: &str, ocr: Ocr, year: Option<i32>) -> Option<u32> {
        if word.contains('ſ') {
            return self.exact.get(word.replace('ſ', "s").as_str()).copied();
        }
        let printed = year.is_some_and(|year| year < LONG_S_UNTIL);
        let long_s = printed.then(|| self.long_s.get(word).copied()).flatten();
        long_s.or_else(|| (ocr == Ocr::Near).then(|| self.nearest(word)).flatten())
    }

    /// The one name that is a letter away from the word and begins like it; `None` if there are two, or if the word
    /// only has an s more.
    fn nearest(&self, word: &str) -> Option<u32> {
        if word.chars().count() + 1 < LONG {
            return None;
        }
        let near = |number: &u32| {
            self.spellings.get(number).is_some_and(|form| {
                form.chars().next() == word.chars().next()
                    && word.strip_suffix(['s', 'S']) != Some(form)
                    && strsim::levenshtein(form, word) == 1
            })
        };
        let mut only = None;
        for key in shortened(word).chain([word.to_owned()]) {
            for number in self.near.get(key.as_str()).into_iter().flatten().filter(|n| near(n)) {
                if only.is_some_and(|only| only != *number) {
                    return None;
                }
                only = Some(*number);
            }
        }
        only
    }
}

/// The word as it was printed with a long s, which is every small s but one at the end, and read with an f.
fn with_long_s(word: &str) -> String {
    let last = word.char_indices().next_back().map_or(0, |(at, _)| at);
    word.char_indices().map(|(at, c)| if c == 's' && at < last { 'f' } else { c }).collect()
}

/// The word with each of its letters left out.
fn shortened(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(|(at, c)| {
        let (before, behind) = word.split_at(at);
        let mut short = before.to_owned();
        short.push_str(behind.get(c.len_utf8()..).unwrap_or_default());
        short
    })
}
