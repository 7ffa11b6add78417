//! Which articles a change of the tables can touch, told from their words alone: all others read the same as before.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memmem::Finder;

use crate::gazetteer::Gazetteer;
use crate::tables::Tables;
use crate::vocabulary::{is_left_out, push_plain, ways_to_write};

/// The written forms whose rows differ between two sets of tables.
///
/// An article is touched if each word of one of them stands somewhere in it, in any case, with or without accents, or as
/// part of a longer word: more than can change, never less.
#[derive(Debug)]
pub struct Changes {
    forms: Vec<Form>,
    /// Whether one of them has letters beyond ASCII: a label may have them as UTF-8 that was read as Latin-1.
    accents: bool,
}

#[derive(Debug)]
struct Form {
    written: String,
    /// Of each word the ways to write it, of which one must be there.
    words: Vec<Vec<Finder<'static>>>,
}

/// Of more forms than these, everything is read again: looking for them would take as long.
const MOST: usize = 40;

impl Changes {
    /// What differs. `None`: what it touches cannot be told from words, and everything must be read again. So it is when
    /// rows have another order, when a pattern stands for any name or number, or when many forms differ.
    ///
    /// Successors, sources and what is known of a polity besides its id decide nothing about an article.
    #[must_use]
    pub fn between(old: &Tables<'_>, new: &Tables<'_>) -> Option<Changes> {
        let mut forms = HashSet::new();
        for ((table, old), (_, new)) in old.all().into_iter().zip(new.all()) {
            if old == new || matches!(table, "successors" | "sources") {
                continue;
            }
            let (old, new) = (rows(table, old)?, rows(table, new)?);
            let [held, wanted] = [&old, &new].map(|rows| rows.iter().collect::<HashSet<&Row>>());
            let both = |row: &&Row| held.contains(row) && wanted.contains(row);
            if !old.iter().filter(both).eq(new.iter().filter(both)) {
                return None;
            }
            for row in held.symmetric_difference(&wanted) {
                forms.insert(form(table, row)?.to_owned());
            }
        }
        let mut forms: Vec<String> = forms.into_iter().collect();
        forms.sort();
        let forms: Option<Vec<Form>> = forms.into_iter().map(Form::new).collect();
        let forms = forms.filter(|forms| forms.len() <= MOST)?;
        let accents = forms.iter().any(|form| !form.written.is_ascii());
        Some(Changes { forms, accents })
    }

    /// The forms, in the order of their letters.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| form.written.as_str())
    }

    /// Whether an article with these fields and index terms may read differently. `gazetteer` is the new one; `text` is
    /// a buffer.
    pub fn touch<'a>(
        &self,
        gazetteer: &Gazetteer,
        fields: impl IntoIterator<Item = &'a str>,
        terms: impl IntoIterator<Item = &'a str>,
        text: &mut String,
    ) -> bool {
        if self.forms.is_empty() {
            return false;
        }
        text.clear();
        let mut misread = false;
        for field in fields {
            misread |= self.accents && may_be_misread(field);
            // Names are looked for in the text as it is prepared, datelines in the text as it came.
            if let Cow::Owned(prepared) = gazetteer.prepared(field) {
                push_plain(text, &prepared);
                text.push('\n');
            }
            push_plain(text, field);
            text.push('\n');
        }
        for term in terms {
            misread |= self.accents && may_be_misread(term);
            push_plain(text, term);
            text.push('\n');
        }
        misread || self.forms.iter().any(|form| form.is_in(text.as_bytes()))
    }
}

impl Form {
    /// `None` for one without a word, or with letters that capitals write otherwise (`ß`).
    fn new(written: String) -> Option<Form> {
        let [small, capital] = [&written, &written.to_uppercase()].map(|form| {
            let mut plain = String::new();
            push_plain(&mut plain, form);
            plain
        });
        if small != capital {
            return None;
        }
        let words = small.split(|c: char| !c.is_alphanumeric());
        let words: Vec<Vec<Finder<'static>>> = words
            .filter(|word| !word.is_empty() && !is_left_out(word))
            .map(|word| ways_to_write(word).map(|way| Finder::new(way).into_owned()).collect())
            .collect();
        (!words.is_empty()).then_some(Form { written, words })
    }

    fn is_in(&self, text: &[u8]) -> bool {
        self.words.iter().all(|ways| ways.iter().any(|way| way.find(text).is_some()))
    }
}

/// Whether it has a letter that begins a character of UTF-8 read as Latin-1.
fn may_be_misread(text: &str) -> bool {
    text.chars().any(|c| ('\u{c2}'..='\u{f4}').contains(&c))
}

/// The cells of a row.
type Row = Vec<String>;

/// The rows of a table; of polities only their ids. `None`: it cannot be read.
fn rows(table: &str, text: &str) -> Option<Vec<Row>> {
    let cells = if table == "polities" { 1 } else { usize::MAX };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let row = |row: csv::Result<csv::StringRecord>| {
        row.ok().map(|row| row.iter().take(cells).map(str::to_owned).collect())
    };
    reader.records().map(row).collect()
}

/// What a row is about, as it stands in texts. `None` for what stands for many words.
fn form<'r>(table: &str, row: &'r [String]) -> Option<&'r str> {
    match table {
        "index_terms" => row.get(1).map(String::as_str),
        "contexts" => {
            let [id, side, pattern, ..] = row else { return None };
            (id != "compound" && side != "text" && !pattern.contains('<')).then_some(pattern)
        }
        _ => row.first().map(String::as_str),
    }
}
