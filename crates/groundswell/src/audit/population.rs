//! The population of an audit: what the machine counted, what it looked at and did not count, and where
//! it saw nothing.
//!
//! A pair is an article of the study (once, however often it is held) and a country of the audit. It is
//! - a **hit** if the article is counted for the country under the study's settings,
//! - a **near-miss** if it is not, though the article counts as international and a span or index term for
//!   the country was considered, or the article names the country and does not count as international,
//! - **silent** if the article counts as international and nothing in it was considered for any country of
//!   the audit: one pair an article, with "any country", or with the country where the audit has one.
//!
//! A country is asked of the newspapers it is counted from only: its home papers are not looked at.
//! What is in none of them is not looked at: articles that are filed elsewhere and name no country.

use groundswell_ledger::{Named, Seen};
use groundswell_mentions::{self as mentions, Considered, Gazetteer, Outcome, PolityId};
use groundswell_press as press;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::tally::{Pair, Tally};
use crate::study::{Policy, Topic};

/// What the machine made of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Class {
    Hit,
    NearMiss,
    Silent,
}

/// A newspaper's decade of one class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stratum {
    pub(crate) newspaper: String,
    /// Its first year.
    pub(crate) decade: i32,
    pub(crate) class: Class,
}

/// Any country of the audit.
pub(crate) const ANY: &str = "*";

/// What pairs are told by.
pub(crate) struct Lens<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// What the columns of tables are called.
    pub(crate) columns: &'a press::Columns,
    pub(crate) tiers: mentions::Tiers,
    pub(crate) ocr: mentions::Ocr,
    pub(crate) policy: Policy,
    pub(crate) topic: Topic,
    /// Empty: every country.
    pub(crate) countries: BTreeSet<String>,
    pub(crate) first_year: i32,
    pub(crate) last_year: i32,
}

/// A document's newspaper, and what is counted from it.
pub(crate) struct Paper<'a> {
    pub(crate) name: &'a str,
    pub(crate) foreign: &'a BTreeSet<String>,
    /// In the raw archive.
    pub(crate) path: &'a str,
}

/// A form that was considered for a country: the words, and why they did not count.
struct Touch {
    words: String,
    why: String,
}

type Touched = BTreeMap<String, Vec<Touch>>;

impl Lens<'_> {
    /// Sorts all pairs of an article into `tally`.
    pub(crate) fn look(
        &self,
        paper: &Paper<'_>,
        seen: &Seen,
        named: &[Named],
        article: &press::Article<'_>,
        tally: &mut Tally,
    ) {
        if !(self.first_year..=self.last_year).contains(&seen.year) {
            return;
        }
        let mut touched = Touched::new();
        let fits: BTreeSet<&str> =
            named.iter().filter(|name| name.fits).map(|name| name.country.as_str()).collect();
        if seen.counted || !fits.is_empty() {
            touched = self.touched(seen, named, article);
            for country in &fits {
                touched.entry((*country).to_owned()).or_default();
            }
        }
        touched.retain(|country, _| self.asks_for(paper, seen, country));
        if !seen.counted {
            touched.retain(|country, _| fits.contains(country.as_str()));
        }
        let pair = |country: &str, touches: &[Touch], why: String| {
            Pair::of(self.gazetteer, paper, seen, article, country, &words(touches), why)
        };
        for (country, touches) in &touched {
            let (class, why) = self.verdict(seen, fits.contains(country.as_str()), touches);
            let stratum = stratum(paper, seen, class);
            tally.add(&stratum, (&article.id, country), seen, || pair(country, touches, why));
        }
        if seen.counted && touched.is_empty() && self.asks(paper, seen) {
            let why = "no span of any country of the audit".to_owned();
            let country = self.any();
            let stratum = stratum(paper, seen, Class::Silent);
            tally.add(&stratum, (&article.id, country), seen, || pair(country, &[], why));
        }
    }

    /// The country of a silent pair. An audit of one asks for that one, or coders would see which rows are silent.
    fn any(&self) -> &str {
        let mut countries = self.countries.iter();
        match (countries.next(), countries.next()) {
            (Some(only), None) => only,
            _ => ANY,
        }
    }

    /// Whether any country of the audit is counted from this newspaper in this year.
    fn asks(&self, paper: &Paper<'_>, seen: &Seen) -> bool {
        let among = if self.countries.is_empty() { paper.foreign } else { &self.countries };
        among.iter().any(|country| self.asks_for(paper, seen, country))
    }

    fn verdict(&self, seen: &Seen, fits: bool, touches: &[Touch]) -> (Class, String) {
        if !seen.counted {
            let section = if seen.international.is_none() { "unknown" } else { "no" };
            return (Class::NearMiss, format!("international: {section}"));
        }
        if !fits {
            let mut reasons: Vec<&str> = touches.iter().map(|touch| touch.why.as_str()).collect();
            reasons.dedup();
            return (Class::NearMiss, reasons.join("; "));
        }
        if self.topic == Topic::Unrest && !seen.unrest {
            return (Class::NearMiss, "no word of unrest".to_owned());
        }
        (Class::Hit, "counted".to_owned())
    }

    /// Whether the country is one of the audit, counted from this newspaper in this year.
    fn asks_for(&self, paper: &Paper<'_>, seen: &Seen, country: &str) -> bool {
        let chosen = self.countries.is_empty() || self.countries.contains(country);
        // As in the ledger's yearly counts: counted as it was, a state has no years but its own.
        let existed = self.policy != Policy::AsWas
            || self.gazetteer.find(country).is_none_or(|id| {
                let polity = self.gazetteer.polity(id);
                polity.start.is_none_or(|first| first <= seen.year)
                    && polity.end.is_none_or(|last| seen.year <= last)
            });
        chosen && existed && paper.foreign.contains(country)
    }

    /// What was considered for each country, counted or not: names in the text and the paper's index terms.
    fn touched(&self, seen: &Seen, named: &[Named], article: &press::Article<'_>) -> Touched {
        let mut touched = Touched::new();
        let mut touch = |country: &str, words: &str, why: String| {
            let words = words.to_owned();
            touched.entry(country.to_owned()).or_default().push(Touch { words, why });
        };
        let fields = [&*article.headline, &*article.summary, &*article.lead];
        let document = mentions::Document {
            fields: &fields,
            year: Some(seen.year),
            tiers: self.tiers,
            ocr: self.ocr,
        };
        for span in self.gazetteer.explain(&document) {
            let words = fields
                .get(usize::from(span.field))
                .and_then(|field| field.get(span.start as usize..span.end as usize))
                .unwrap_or(&span.form);
            for country in self.countries_of(&span, words, seen.year) {
                touch(&country, words, reason(&span.outcome));
            }
        }
        for name in named.iter().filter(|name| name.channel == "index") {
            touch(&name.country, &name.surface, "index term only".to_owned());
        }
        touched
    }

    /// The countries a span is about; of a blocker those that a part of its words would name.
    fn countries_of(&self, span: &Considered, words: &str, year: i32) -> BTreeSet<String> {
        let polities: Vec<PolityId> = match (span.polity, &span.outcome) {
            (Some(polity), _) => vec![polity],
            (None, Outcome::Blocked) => self.inside(words, year),
            (None, _) => Vec::new(),
        };
        let policy = self.policy.of_mentions();
        let countries =
            polities.into_iter().flat_map(|polity| self.gazetteer.countries(polity, policy));
        countries.map(|country| self.gazetteer.polity(country).id.clone()).collect()
    }

    /// "New Mexico" without its first word names Mexico.
    fn inside(&self, words: &str, year: i32) -> Vec<PolityId> {
        let starts = words.match_indices(' ').map(|(at, _)| &words[at + 1..]);
        let ends = words.match_indices(' ').map(|(at, _)| &words[..at]);
        let parts = starts.chain(ends);
        parts.filter_map(|part| self.gazetteer.resolve(part, Some(year))).collect()
    }
}

fn stratum(paper: &Paper<'_>, seen: &Seen, class: Class) -> Stratum {
    Stratum { newspaper: paper.name.to_owned(), decade: seen.year.div_euclid(10) * 10, class }
}

/// Every form once, in the order of the text.
fn words(touches: &[Touch]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for touch in touches {
        if !words.contains(&touch.words.as_str()) {
            words.push(&touch.words);
        }
    }
    words.join("; ")
}

fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Counts => "a tier or channel that the study does not count".to_owned(),
        Outcome::Blocked => "part of another name".to_owned(),
        Outcome::NotInUse => "not in use in that year".to_owned(),
        Outcome::TierOff => "a tier that was not looked for".to_owned(),
        Outcome::NoCue(cues) => format!("no cue ({})", cues.join(" or ")),
        Outcome::Vetoed(context) => format!("vetoed ({context})"),
        Outcome::Unrest | Outcome::NotUnrest => "a word of unrest".to_owned(),
    }
}
