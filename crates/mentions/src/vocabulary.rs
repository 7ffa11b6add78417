//! Names that stand alone: labels in lists of countries, datelines, and publishers' index terms.

use std::collections::HashMap;

use crate::check::Rows;
use crate::gazetteer::{Gazetteer, Name, PolityId};
use crate::read::{Document, Mention, TAIL_YEARS};
use crate::tables::{Kind, Tier};

/// The longest text that is taken for a label, in bytes.
const LABEL: usize = 100;

/// The names by their words, whatever the order, case and accents.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    /// Rows of `names.csv`, list forms first, then in the table's order.
    rows: HashMap<String, Vec<u32>>,
}

/// The publishers' index terms, folded, by newspaper.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    terms: HashMap<(String, String), Option<PolityId>>,
}

impl Labels {
    pub(crate) fn new(names: &[Name]) -> Labels {
        let mut rows: HashMap<String, Vec<u32>> = HashMap::with_capacity(names.len());
        for lists in [true, false] {
            for (row, name) in
                (0..).zip(names).filter(|(_, name)| (name.kind == Kind::List) == lists)
            {
                rows.entry(folded(&name.surface)).or_default().push(row);
            }
        }
        rows.remove("");
        Labels { rows }
    }
}

impl Terms {
    pub(crate) fn new(rows: &Rows, find: impl Fn(&str) -> Option<PolityId>) -> Terms {
        let terms = rows.terms.iter().flatten();
        Terms {
            terms: terms
                .map(|row| ((row.newspaper.clone(), row.term.to_lowercase()), find(&row.polity)))
                .collect(),
        }
    }
}

impl Gazetteer {
    /// The country a label names: an entry in a list of countries, in any order of words, case or spelling of
    /// "Republic", or its id. Cities are not countries. `year` narrows names that changed hands.
    ///
    /// A label of two letters counts only as the table writes it: `US`, not `us`.
    ///
    /// A label that means nothing as it is, is tried without a remark on its years ("Sudan (up to 2011)") and as
    /// what it was before UTF-8 was read as Latin-1 ("CÃ´te d'Ivoire").
    pub fn resolve(&self, label: &str, year: Option<i32>) -> Option<PolityId> {
        let plain = |label: &str| {
            let row = self.label_row(label, year, false);
            let row = row.and_then(|row| self.names.get(row as usize));
            row.map(|name| name.polity).or_else(|| self.find(label.trim()))
        };
        let unmangled = || {
            let once = unmangled(label)?;
            plain(&once).or_else(|| plain(&unmangled(&once)?))
        };
        plain(label).or_else(|| plain(without_years(label)?)).or_else(unmangled)
    }

    /// The polity of a place as a dateline writes it: a country's name, a capital or a large city, alone or with
    /// what follows the comma (`"PARIS, Tex."` is in the United States).
    pub fn place(&self, name: &str, year: Option<i32>) -> Option<PolityId> {
        let row = |label: &str| {
            let row = self.label_row(label, year, true)?;
            self.names.get(row as usize).map(|name| name.polity)
        };
        let (city, behind) = match name.split_once(',') {
            Some((city, behind)) => (city.trim(), Some(behind.trim())),
            None => (name.trim(), None),
        };
        let state = behind.and_then(|behind| self.state_or_country(behind, year));
        state.or_else(|| row(name)).or_else(|| row(city))
    }

    /// The country of what follows a city: a country's name, or a state or province of the `places` vocabulary.
    fn state_or_country(&self, behind: &str, year: Option<i32>) -> Option<PolityId> {
        let known = self.terms.terms.get(&("places".to_owned(), behind.to_lowercase()));
        known.copied().flatten().or_else(|| self.resolve(behind, year))
    }

    /// The country a publisher's index term stands for: the term compared whole, in any case, with the newspaper's
    /// own vocabulary; then, for `nyt`, with the names of countries as they are. `None` for cities, U.S. states and
    /// whatever else is no country: a bare "Georgia" is the U.S. state.
    pub fn index_term(&self, newspaper: &str, term: &str) -> Option<PolityId> {
        let folded_term = term.trim().to_lowercase();
        let own = self.terms.terms.get(&(newspaper.to_owned(), folded_term));
        match own {
            Some(polity) => *polity,
            None if newspaper == "nyt" => {
                let plain = term.split_once(" (FORMERLY").or_else(|| term.split_once(" (Formerly"));
                self.country_name(plain.map_or(term, |(before, _)| before).trim())
            }
            None => None,
        }
    }

    /// The country whose name this is, word for word in any case; names that need a cue do not count.
    fn country_name(&self, term: &str) -> Option<PolityId> {
        let rows = self.labels.rows.get(&folded(term))?;
        let names = rows.iter().filter_map(|row| self.names.get(*row as usize));
        names
            .filter(|name| {
                name.kind == Kind::Name && name.cues.is_empty() && name.surface.len() > 3
            })
            .find(|name| same_letters(&name.surface, term))
            .map(|name| name.polity)
    }

    /// A document that is one undated label and nothing else.
    pub(crate) fn whole_label(&self, document: &Document<'_>) -> Option<Mention> {
        if document.year.is_some() || !document.tiers.contain(Tier::A) {
            return None;
        }
        let mut filled = (0..).zip(document.fields).filter(|(_, field)| !field.trim().is_empty());
        let (field, label) = filled.next()?;
        if label.len() > LABEL || filled.next().is_some() {
            return None;
        }
        let row = self.label_row(label, None, document.tiers.contain(Tier::C))?;
        let start = label.len() - label.trim_start().len();
        self.mention(row, field, start, label.trim_end().len())
    }

    /// The row of the name a label is: list forms first, then names, demonyms, and cities if they are wanted.
    fn label_row(&self, label: &str, year: Option<i32>, cities: bool) -> Option<u32> {
        if label.len() > LABEL {
            return None;
        }
        let rows = self.labels.rows.get(&folded(label))?;
        let allowed = |row: &&u32| {
            self.names.get(**row as usize).is_some_and(|name| {
                (cities || name.tier != Tier::C)
                    && (label.trim().len() > 2 || name.surface == label.trim())
            })
        };
        let in_use = |row: &&u32, tail| {
            self.names.get(**row as usize).is_some_and(|name| name.in_use(year, tail))
        };
        let mut allowed_rows = rows.iter().filter(allowed);
        let now = allowed_rows.clone().find(|row| in_use(row, 0));
        now.or_else(|| allowed_rows.find(|row| in_use(row, TAIL_YEARS))).copied()
    }
}

/// A label without a remark in brackets that holds a year.
fn without_years(label: &str) -> Option<&str> {
    let (name, remark) = label.trim().strip_suffix(')')?.rsplit_once('(')?;
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    remark.split(|c: char| !c.is_alphanumeric()).any(year).then_some(name)
}

/// UTF-8 that was read as Latin-1, read rightly; `None` for a text that is none.
fn unmangled(label: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = label.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok().filter(|text| text != label)
}

/// Whether two names agree but for case and accents.
fn same_letters(one: &str, other: &str) -> bool {
    plain_letters(one) == plain_letters(other)
}

/// The words of a name in alphabetical order, small, without accents, signs, articles and "of", the usual
/// abbreviations written out: "Korea, Rep. of" and "Republic of Korea" fold to the same.
fn folded(name: &str) -> String {
    let letters = plain_letters(name);
    let mut words: Vec<&str> = letters
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !is_left_out(word))
        .map(written_out)
        .collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// Words that a label may have or leave out.
pub(crate) fn is_left_out(word: &str) -> bool {
    ["of", "the", "and"].contains(&word)
}

/// Words that labels write short.
const SHORT: &[(&str, &str)] = &[
    ("st", "saint"),
    ("rep", "republic"),
    ("dem", "democratic"),
    ("fed", "federation"),
    ("is", "islands"),
    ("isl", "islands"),
    ("isds", "islands"),
    ("island", "islands"),
    ("br", "british"),
    ("terr", "territory"),
    ("s", "south"),
    ("n", "north"),
    ("e", "east"),
    ("w", "west"),
    ("eq", "equatorial"),
];

fn written_out(word: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long)
}

/// A word and every other that a label may have for it.
pub(crate) fn ways_to_write(word: &str) -> impl Iterator<Item = &str> {
    let long = written_out(word);
    let short = SHORT.iter().filter(move |(_, of)| *of == long).map(|(short, _)| *short);
    [word, long].into_iter().chain(short)
}

/// A name in small letters without accents; dots and apostrophes vanish, so that "U.S." is one word.
fn plain_letters(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    push_plain(&mut plain, name);
    plain
}

/// Adds a text as [`plain_letters`] has it.
pub(crate) fn push_plain(plain: &mut String, text: &str) {
    let start = plain.len();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('.' | '\'' | '\u{2019}' | '*') | None => {}
            Some(c) => push_letter(plain, c),
        }
        rest = chars.as_str();
    }
    plain.push_str(rest);
    // What is not ASCII is in small letters already.
    plain[start..].make_ascii_lowercase();
}

/// Bytes at which a text is not taken as it is, but for capitals.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'.' as usize] = true;
    special[b'\'' as usize] = true;
    special[b'*' as usize] = true;
    let mut byte = 128;
    while byte < 256 {
        special[byte] = true;
        byte += 1;
    }
    special
};

/// A letter beyond ASCII, small and without its accent.
fn push_letter(plain: &mut String, letter: char) {
    match letter {
        'à'..='å' | 'À'..='Å' | 'ā' => plain.push('a'),
        'ç' | 'Ç' => plain.push('c'),
        'è'..='ë' | 'È'..='Ë' => plain.push('e'),
        'ì'..='ï' | 'Ì'..='Ï' | 'İ' => plain.push('i'),
        'ñ' | 'Ñ' => plain.push('n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' => plain.push('o'),
        'ù'..='ü' | 'Ù'..='Ü' => plain.push('u'),
        _ => plain.extend(letter.to_lowercase()),
    }
}
