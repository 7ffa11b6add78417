//! What the labels say of the counts: precision, recall and corrected counts, overall and by part.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

use super::codes::Answer;
use super::estimate::{Estimate, Part, recall, share, total};
use super::filled::Labels;
use super::key::{Cell, Key};
use super::population::{Class, Stratum};

/// How good the counts of a part of the study are.
#[derive(Serialize)]
pub(crate) struct Figure {
    /// `None`: all together.
    pub(crate) newspaper: Option<String>,
    /// The first year; `None`: all together.
    pub(crate) decade: Option<i32>,
    /// Rows with an answer.
    pub(crate) labelled: u64,
    /// Pairs that the machine counted.
    pub(crate) counted: u64,
    /// True share of what was counted. `None`: nothing was.
    pub(crate) precision: Option<Estimate>,
    /// Counted share of what is true, of what the machine looked at. `None`: nothing was looked at.
    pub(crate) recall_looked_at: Option<Estimate>,
    /// The same with articles in which it saw nothing.
    pub(crate) recall: Option<Estimate>,
    /// Share of the articles in which it saw nothing that do name a country. `None`: there are none.
    pub(crate) silent: Option<Estimate>,
    /// True pairs among what the machine looked at.
    pub(crate) corrected: Estimate,
}

/// A yearly count, corrected.
#[derive(Serialize)]
pub(crate) struct Corrected {
    pub(crate) year: i32,
    pub(crate) newspaper: String,
    pub(crate) country: String,
    pub(crate) counted: u64,
    pub(crate) corrected: Estimate,
}

/// The labels of each stratum, added up.
pub(crate) struct Strata<'k> {
    parts: BTreeMap<&'k Stratum, Part>,
}

/// What the coders together answer to a row: what more than half of them say. `None`: there is no such answer, or it is
/// that it cannot be told.
pub(crate) fn verdict(answers: impl Iterator<Item = Answer>) -> Option<bool> {
    let answers: Vec<Answer> = answers.collect();
    let most = |wanted: Answer| {
        answers.iter().filter(|answer| **answer == wanted).count() * 2 > answers.len()
    };
    match (most(Answer::Yes), most(Answer::No)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

impl<'k> Strata<'k> {
    pub(crate) fn of(key: &'k Key, labels: &Labels<'_>) -> Strata<'k> {
        let part = |population| Part { population, labelled: 0, yes: 0, asked: population };
        let mut parts: BTreeMap<&Stratum, Part> =
            key.strata.iter().map(|size| (&size.stratum, part(size.population))).collect();
        for (row, by_coder) in labels {
            let answers = by_coder.values().map(|code| code.answer(key.drawn.topic));
            let stratum = key.rows.get(row).and_then(|row| parts.get_mut(&row.stratum));
            if let (Some(yes), Some(part)) = (verdict(answers), stratum) {
                part.labelled += 1;
                part.yes += u64::from(yes);
            }
        }
        Strata { parts }
    }

    /// All together, then by newspaper, then by decade, then each newspaper's decades.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let newspapers: BTreeSet<&str> =
            self.parts.keys().map(|stratum| stratum.newspaper.as_str()).collect();
        let decades: BTreeSet<i32> = self.parts.keys().map(|stratum| stratum.decade).collect();
        let mut figures = vec![self.figure(None, None)];
        figures.extend(newspapers.iter().map(|name| self.figure(Some(name), None)));
        figures.extend(decades.iter().map(|decade| self.figure(None, Some(*decade))));
        if newspapers.len() > 1 {
            let both: BTreeSet<(&str, i32)> =
                self.parts.keys().map(|part| (part.newspaper.as_str(), part.decade)).collect();
            figures.extend(
                both.into_iter().map(|(name, decade)| self.figure(Some(name), Some(decade))),
            );
        }
        figures
    }

    fn figure(&self, newspaper: Option<&str>, decade: Option<i32>) -> Figure {
        let parts = |class: Class| -> Vec<Part> {
            let within = |stratum: &Stratum| {
                stratum.class == class
                    && newspaper.is_none_or(|name| stratum.newspaper == name)
                    && decade.is_none_or(|decade| stratum.decade == decade)
            };
            let of_class = self.parts.iter().filter(|(stratum, _)| within(stratum));
            of_class.map(|(_, part)| *part).collect()
        };
        let (hits, near, silent) =
            (parts(Class::Hit), parts(Class::NearMiss), parts(Class::Silent));
        let (found, missed) = (total(&hits), total(&near));
        let some = !hits.is_empty() || !near.is_empty();
        Figure {
            newspaper: newspaper.map(str::to_owned),
            decade,
            labelled: hits.iter().chain(&near).chain(&silent).map(|part| part.labelled).sum(),
            counted: hits.iter().map(|part| part.population).sum(),
            precision: share(&hits),
            recall_looked_at: some.then(|| recall(found, missed)).flatten(),
            recall: recall(found, missed.plus(total(&silent))),
            silent: share(&silent),
            corrected: found.plus(missed),
        }
    }

    /// A cell's count if its pairs are right as often as those of their newspaper's decade.
    pub(crate) fn corrected(&self, cell: &Cell) -> Corrected {
        let of = |class: Class, asked: u64| {
            let decade = cell.year.div_euclid(10) * 10;
            let stratum = Stratum { newspaper: cell.newspaper.clone(), decade, class };
            // A pair of a stratum that the key does not have would be of nobody knows what.
            let unknown = Part { population: asked, labelled: 0, yes: 0, asked };
            let part = self.parts.get(&stratum).copied().unwrap_or(unknown);
            total(&[Part { asked, ..part }])
        };
        let both = of(Class::Hit, cell.hits).plus(of(Class::NearMiss, cell.near_misses));
        Corrected {
            year: cell.year,
            newspaper: cell.newspaper.clone(),
            country: cell.country.clone(),
            counted: cell.hits,
            corrected: both.outward(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_that_of_more_than_half() {
        use Answer::{Excluded, No, Yes};
        for (answers, expected) in [
            (vec![], None),
            (vec![Yes], Some(true)),
            (vec![Yes, No], None),
            (vec![Yes, Excluded], None),
            (vec![Yes, Excluded, Excluded], None),
            (vec![Yes, Yes, Excluded], Some(true)),
            (vec![No, Yes, No], Some(false)),
        ] {
            assert_eq!(verdict(answers.iter().copied()), expected, "{answers:?}");
        }
    }
}
