//! The words in which an article's evidence is said: the vocabulary of the column `when` of `inferred.csv`.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// What an article can show. Cues are the phrases of `cues.csv`; each speaks of one topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    /// An index term of the paper is a place abroad.
    IndexAbroad,
    /// There are index terms, and all of them are at home.
    IndexHome,
    /// The report was sent from abroad.
    DatelineAbroad,
    /// It was sent from a place at home.
    DatelineHome,
    /// The headline names a foreign country.
    HeadlineCountry,
    /// The headline has a foreign people or adjective.
    HeadlinePeople,
    /// The headline names a foreign city, region or body.
    HeadlineCity,
    /// The headline has a name of `actors.csv`: who or what is abroad without naming a country.
    HeadlineActor,
    /// Any of the four.
    HeadlineAbroad,
    /// A cue of the affairs of states.
    Affairs,
    /// In the headline.
    HeadlineAffairs,
    /// More cues of home than of affairs.
    Home,
    /// More cues of business than of affairs.
    Business,
    /// By at least two.
    BusinessFar,
    /// As many cues of sport as of affairs, or more.
    Sport,
    /// More by at least two.
    SportFar,
    /// A cue of sport in the headline.
    HeadlineSport,
    /// More cues of arts, letters, travel or science than of affairs.
    Culture,
    /// By at least two.
    CultureFar,
    /// Such a cue in the headline.
    HeadlineCulture,
    /// A letter to the editor.
    Letter,
    /// An editorial or column.
    Editorial,
    /// A death.
    Obituary,
    /// A wedding, a reception.
    Society,
    /// A list, summary, table or correction.
    Listing,
    /// The words above despatches of the first decades: "Later from".
    Despatch,
}

/// The word of this name; else what is wrong with it, with the names there are.
pub(super) fn parse(name: &str) -> Result<Word, Error> {
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    Word::deserialize(name)
}

/// A set of words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown(u32);

impl Shown {
    pub(super) fn add(&mut self, word: Word) {
        self.0 |= 1 << word as u32;
    }

    pub(super) fn add_if(&mut self, word: Word, holds: bool) {
        self.0 |= u32::from(holds) << word as u32;
    }

    pub(super) fn has_all(self, words: Shown) -> bool {
        self.0 & words.0 == words.0
    }

    pub(super) fn has_any(self, words: Shown) -> bool {
        self.0 & words.0 != 0
    }
}
