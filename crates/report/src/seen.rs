//! What was seen of a year: a count, or which kind of hole. Every picture asks here, so that no hole becomes a bar.

use crate::findings::{Country, SeriesOf, Study, Year};
use crate::number::grouped;
use crate::words;

/// What was seen of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A count from a year seen as well as it can be.
    Whole(u64),
    /// A count from a part of the year.
    Part(u64),
    /// Nobody could look, or what they saw is not known.
    Missing,
    /// The newspaper did not appear.
    NotPublished,
    /// The country did not exist.
    NotApplicable,
}

impl Seen {
    /// What was seen of a year. A state without a count, or an unknown state, is a hole.
    pub(crate) fn of(year: &Year) -> Seen {
        match (year.state.as_str(), year.count) {
            ("observed", Some(count)) => Seen::Whole(count),
            ("partial", Some(count)) => Seen::Part(count),
            ("not_published", _) => Seen::NotPublished,
            ("not_applicable", _) => Seen::NotApplicable,
            _ => Seen::Missing,
        }
    }

    /// The count. None: a hole.
    pub(crate) fn count(self) -> Option<u64> {
        match self {
            Seen::Whole(count) | Seen::Part(count) => Some(count),
            Seen::Missing | Seen::NotPublished | Seen::NotApplicable => None,
        }
    }
}

/// The series a country is shown by: the sum of the newspapers, else the first there is (another joined series).
pub(crate) fn shown(country: &Country) -> Option<&SeriesOf> {
    let sum = country.series.iter().find(|series| series.newspaper == "sum");
    sum.or_else(|| country.series.first())
}

/// What is drawn of a country: the newspapers joined, or, where they are not, each newspaper by itself with a study
/// that names only it. One face a picture.
pub(crate) fn faces(study: &Study, country: &Country) -> Vec<(Study, Country)> {
    let joined = |series: &SeriesOf| words::joined(study, series).is_some();
    if country.series.is_empty() || country.series.iter().any(joined) {
        return vec![(study.clone(), country.clone())];
    }
    let face = |series: &SeriesOf| {
        let mut study = study.clone();
        if study.newspapers.iter().any(|paper| paper.name == series.newspaper) {
            study.newspapers.retain(|paper| paper.name == series.newspaper);
        }
        (study, Country { series: vec![series.clone()], ..country.clone() })
    };
    country.series.iter().map(face).collect()
}

/// How many years of each kind, and how much was counted in them.
#[derive(Default)]
pub(crate) struct Tally {
    whole: usize,
    part: usize,
    missing: usize,
    not_published: usize,
    not_applicable: usize,
    counted: u128,
}

impl Tally {
    /// Counts years by what was seen of them.
    pub(crate) fn of(years: impl Iterator<Item = Seen>) -> Tally {
        let mut tally = Tally::default();
        for seen in years {
            match seen {
                Seen::Whole(_) => tally.whole += 1,
                Seen::Part(_) => tally.part += 1,
                Seen::Missing => tally.missing += 1,
                Seen::NotPublished => tally.not_published += 1,
                Seen::NotApplicable => tally.not_applicable += 1,
            }
            tally.counted += u128::from(seen.count().unwrap_or(0));
        }
        tally
    }

    /// Years with a count.
    pub(crate) fn observed(&self) -> usize {
        self.whole + self.part
    }

    /// Years of any kind.
    pub(crate) fn years(&self) -> usize {
        self.observed() + self.missing + self.not_published + self.not_applicable
    }

    /// Says nothing of a sum where nobody could look:
    /// "n = 158 of 168 years observed (2 in part, 8 missing), 4,321 articles".
    pub(crate) fn sentence(&self, measure: &str) -> String {
        let kinds = [
            (self.part, "in part"),
            (self.missing, "missing"),
            (self.not_published, "not published"),
            (self.not_applicable, "not applicable"),
        ];
        let present = kinds.iter().filter(|(years, _)| *years > 0);
        let parts: Vec<String> = present.map(|(years, kind)| format!("{years} {kind}")).collect();
        let holes =
            if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        let counted = match self.observed() {
            0 => String::new(),
            _ => format!(", {} {measure}", grouped(self.counted)),
        };
        format!("n = {} of {} years observed{holes}{counted}", self.observed(), self.years())
    }
}
