//! Cues: general words that tell what an article speaks of, and names that lie abroad without naming a country.
//!
//! `cues.csv` holds the words, with the labelled records abroad (yes) and elsewhere (no) that have them
//! (docs/inferred.md); `actors.csv` the names, with the years in which they meant that. A phrase is compared
//! word by word, in any case, also in its plural in -s; the longest that fits is taken, and no word twice.

mod ascii;

use groundswell_mentions::PolityId;
use serde::Deserialize;
use std::collections::HashMap;

use crate::failure::Result;
use ascii::Beginnings;

/// What a cue speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Topic {
    /// A place, person or body abroad: the names of `actors.csv`.
    Actor,
    Affairs,
    /// The country's own affairs: only of papers that are at home there.
    Home,
    Business,
    Sport,
    Culture,
    Letter,
    Editorial,
    Obituary,
    Society,
    Listing,
    Despatch,
}

/// How many topics there are.
pub(super) const TOPICS: usize = 12;

/// A row of `cues.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueRow {
    phrase: String,
    speaks_of: Topic,
    /// Of `home`: whose.
    polity: String,
    #[serde(rename = "where")]
    place: Option<Place>,
    /// The first and last year of a fashion; empty: it has none.
    first_year: Option<i32>,
    last_year: Option<i32>,
    #[serde(rename = "yes")]
    _yes: u32,
    #[serde(rename = "no")]
    _no: u32,
}

/// A row of `actors.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorRow {
    name: String,
    /// Where; empty: in several countries.
    polity: String,
    first_year: Option<i32>,
    last_year: Option<i32>,
}

/// Where a phrase must stand to be a cue.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Headline,
    /// The first words of a field.
    Opening,
}

/// One meaning of a phrase.
struct Cue {
    /// The words after the first.
    rest: Vec<String>,
    topic: Topic,
    polity: Option<PolityId>,
    place: Option<Place>,
    first_year: i32,
    last_year: i32,
}

/// The phrases, by their first word.
pub(super) struct Cues {
    by_first: HashMap<String, Vec<Cue>>,
    /// Of the words of a text that begin no phrase few pass it.
    beginnings: Beginnings,
}

/// A text that is searched for cues.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) headline: bool,
    pub(super) year: i32,
    /// The newspaper's home country.
    pub(super) home: Option<PolityId>,
}

/// Bytes of a field that are searched: an article says in its first sentences what it is about.
const SEARCHED: usize = 4096;

impl Cues {
    pub(super) fn new(
        cues: Vec<CueRow>,
        actors: Vec<ActorRow>,
        find: impl Fn(&str) -> Option<PolityId>,
    ) -> Result<Cues> {
        let mut all = Cues { by_first: HashMap::new(), beginnings: Beginnings::default() };
        let polity = |table: &str, phrase: &str, code: &str| match find(code) {
            None if !code.is_empty() => {
                Err(super::table(table, format!("{phrase}: no polity {code}")))
            }
            found => Ok(found),
        };
        for row in cues {
            let polity = polity("cues.csv", &row.phrase, &row.polity)?;
            let first_year = row.first_year.unwrap_or(i32::MIN);
            let last_year = row.last_year.unwrap_or(i32::MAX);
            let (topic, place) = (row.speaks_of, row.place);
            all.add(&row.phrase, || Cue {
                rest: Vec::new(),
                topic,
                polity,
                place,
                first_year,
                last_year,
            });
        }
        for row in actors {
            let polity = polity("actors.csv", &row.name, &row.polity)?;
            let first_year = row.first_year.unwrap_or(i32::MIN);
            let last_year = row.last_year.unwrap_or(i32::MAX);
            all.add(&row.name, || Cue {
                rest: Vec::new(),
                topic: Topic::Actor,
                polity,
                place: None,
                first_year,
                last_year,
            });
        }
        for (first, cues) in &mut all.by_first {
            cues.sort_by_key(|cue| std::cmp::Reverse(cue.rest.len()));
            all.beginnings.add(first);
        }
        Ok(all)
    }

    /// Files a phrase under its first word, as it is and in the plural.
    fn add(&mut self, phrase: &str, cue: impl Fn() -> Cue) {
        let mut words = Words::default();
        words.read(phrase);
        let mut words: Vec<String> = words.iter().map(str::to_owned).collect();
        for _ in 0..2 {
            if let Some((first, rest)) = words.split_first() {
                let cue = Cue { rest: rest.to_vec(), ..cue() };
                self.by_first.entry(first.clone()).or_default().push(cue);
            }
            match words.last_mut() {
                Some(last) if !last.ends_with('s') => last.push('s'),
                _ => return,
            }
        }
    }

    /// Tells the topic of each cue of a text, in its order.
    pub(super) fn find(&self, text: &Text<'_>, words: &mut Words, tell: &mut dyn FnMut(Topic)) {
        let searched = beginning(text.text);
        if searched.is_ascii() {
            return self.find_in_ascii(text, words.lower(searched), tell);
        }
        words.read(searched);
        let mut at = 0;
        while at < words.spans.len() {
            let fits = |cue: &&Cue| {
                cue.counts(text, at == 0)
                    && (1..).zip(&cue.rest).all(|(n, word)| words.get(at + n) == Some(word))
            };
            let cue = words.get(at).and_then(|word| self.by_first.get(word)?.iter().find(fits));
            at += cue.map_or(1, |cue| 1 + cue.rest.len());
            if let Some(cue) = cue {
                tell(cue.topic);
            }
        }
    }

    /// The same where a character is a byte: only words that may begin a phrase are looked at, and those behind them.
    fn find_in_ascii(&self, text: &Text<'_>, words: &mut Words, tell: &mut dyn FnMut(Topic)) {
        let Words { text: lowered, spans } = words;
        let opening = ascii::next(lowered, 0).map(|word| word.start);
        self.beginnings.each(lowered, &mut |word| {
            let cues = self.by_first.get(lowered.get(word.clone())?)?;
            let is_opening = opening == Some(word.start);
            spans.clear();
            spans.push((word.start, word.end));
            let cue = cues.iter().find(|cue| {
                cue.counts(text, is_opening)
                    && (1..).zip(&cue.rest).all(|(n, wanted)| {
                        ascii::extend(lowered, spans, n);
                        spans.get(n).and_then(|&(start, end)| lowered.get(start..end))
                            == Some(wanted)
                    })
            })?;
            tell(cue.topic);
            spans.get(cue.rest.len()).map(|&(_, end)| end)
        });
    }

    /// The topic of the cue a text begins with, if it is a place: an actor or a place at home.
    pub(super) fn place(&self, text: &Text<'_>, words: &mut Words) -> Option<Topic> {
        words.read(beginning(text.text));
        let cues = self.by_first.get(words.get(0)?)?;
        let begins = |cue: &&Cue| (1..).zip(&cue.rest).all(|(n, word)| words.get(n) == Some(word));
        let cue = cues.iter().filter(|cue| cue.counts(text, true)).find(begins)?;
        matches!(cue.topic, Topic::Actor | Topic::Home).then_some(cue.topic)
    }
}

impl Cue {
    /// Whether it is one in this text. `opening`: it stands at its beginning.
    fn counts(&self, text: &Text<'_>, opening: bool) -> bool {
        let at_home = self.polity.is_some() && self.polity == text.home;
        let placed = match self.place {
            None => true,
            Some(Place::Headline) => text.headline,
            Some(Place::Opening) => opening,
        };
        let ours = match self.topic {
            Topic::Home => at_home,
            Topic::Actor => !at_home,
            _ => true,
        };
        placed && ours && (self.first_year..=self.last_year).contains(&text.year)
    }
}

/// The words of a text in small letters, without possessive; its memory is used again.
#[derive(Default)]
pub(crate) struct Words {
    text: String,
    spans: Vec<(usize, usize)>,
}

/// As much of a field as is searched.
fn beginning(text: &str) -> &str {
    let mut end = SEARCHED.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Words {
    /// A text of ASCII in small letters, its words not yet told apart.
    fn lower(&mut self, text: &str) -> &mut Self {
        self.text.clear();
        self.text.push_str(text);
        self.text.make_ascii_lowercase();
        self
    }

    fn read(&mut self, text: &str) {
        self.text.clear();
        self.spans.clear();
        for piece in text.split(|c: char| !(c.is_alphanumeric() || "'’.-".contains(c))) {
            for word in piece.split("--") {
                self.push(word);
            }
        }
    }

    fn push(&mut self, word: &str) {
        let is_mark = |c: char| "'’.-".contains(c);
        let word = word.trim_matches(is_mark);
        let word =
            ["'s", "’s", "'S", "’S"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
        if !word.is_empty() {
            let start = self.text.len();
            self.text.extend(word.chars().flat_map(char::to_lowercase));
            self.spans.push((start, self.text.len()));
        }
    }

    fn get(&self, at: usize) -> Option<&str> {
        let (start, end) = *self.spans.get(at)?;
        self.text.get(start..end)
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.spans.len()).filter_map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(cues: &Cues, text: &str) -> Vec<Topic> {
        let mut topics = Vec::new();
        let text = Text { text, headline: true, year: 1900, home: None };
        cues.find(&text, &mut Words::default(), &mut |topic| topics.push(topic));
        topics
    }

    /// Each phrase speaks of another topic; those of `place` only count at the beginning.
    fn cues(phrases: &[String]) -> Cues {
        use Topic::{Affairs, Business, Culture, Editorial, Letter, Listing, Society, Sport};
        let topics = [Affairs, Business, Sport, Culture, Letter, Editorial, Society, Listing];
        let row = |(phrase, speaks_of): (&String, Topic)| CueRow {
            phrase: phrase.clone(),
            speaks_of,
            polity: String::new(),
            place: (speaks_of == Sport).then_some(Place::Opening),
            first_year: None,
            last_year: None,
            _yes: 0,
            _no: 0,
        };
        let rows = phrases.iter().zip(topics).map(row).collect();
        Cues::new(rows, Vec::new(), |_| None).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn ascii_is_read_as_any_other_text(
            phrases in prop::collection::vec("[as1]{1,2}([.-][as]|'[a-z])?( [as]{1,3}){0,2}", 1..8),
            text in "([aSs1.'-]|--|'s|[ ,;]|longerword){0,60}",
        ) {
            let cues = cues(&phrases);
            // A word outside of ASCII behind has all the others read one character at a time.
            prop_assert_eq!(found(&cues, &text), found(&cues, &format!("{text} é")));
        }
    }
}
