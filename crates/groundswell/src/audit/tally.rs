//! Counting strata and keeping the candidates of each, in bounded memory and whatever the order.

use groundswell_ledger::Seen;
use groundswell_mentions::Gazetteer;
use groundswell_press as press;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::population::{Class, Paper, Stratum};
use crate::talk::printable;

/// Longest headline and text of a sheet, in characters: enough to judge by, too little to read instead of
/// the newspaper.
const HEADLINE: usize = 300;
const TEXT: usize = 1_500;

/// The place of a pair in the draw. Those with the smallest are drawn.
pub(crate) type Lot = [u8; 32];

/// A pair that may be drawn, with what its row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) country: String,
    pub(crate) date: String,
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) position: u32,
    pub(crate) headline: String,
    pub(crate) text: String,
    /// The words that were considered for the country, whether they counted or not.
    pub(crate) spans: String,
    /// Where the newspaper filed it.
    pub(crate) filed: String,
    pub(crate) link: String,
    pub(crate) why: String,
}

impl Pair {
    pub(crate) fn of(
        gazetteer: &Gazetteer,
        paper: &Paper<'_>,
        seen: &Seen,
        article: &press::Article<'_>,
        country: &str,
        spans: &str,
        why: String,
    ) -> Pair {
        let readable = |text: &str| readable(gazetteer, text);
        Pair {
            country: country.to_owned(),
            date: seen.date.clone(),
            id: article.id.to_string(),
            path: paper.path.to_owned(),
            position: seen.position,
            headline: shortened(&readable(&article.headline), HEADLINE),
            text: shortened(&body(readable(&article.summary), readable(&article.lead)), TEXT),
            spans: readable(spans),
            filed: readable(&filed(article)),
            link: printable(&article.url),
            why,
        }
    }
}

/// Text as people read it: entities decoded, without tags, on one line.
fn readable(gazetteer: &Gazetteer, text: &str) -> String {
    // Some tags come as entities, and are tags only then.
    let text = press::without_tags(gazetteer.prepared(text));
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text that was read besides the headline: summary and lead, once where one is the other or begins it.
fn body(summary: String, lead: String) -> String {
    if summary.starts_with(&lead) {
        summary
    } else if lead.starts_with(&summary) {
        lead
    } else {
        format!("{summary} | {lead}")
    }
}

/// Desk, section and page in the paper's own words.
fn filed(article: &press::Article<'_>) -> String {
    let labels = &article.labels;
    let page = match article.page.trim() {
        "" => String::new(),
        page => format!("page {page}"),
    };
    let parts = [&*labels.desk, &labels.section, &labels.subsection, &labels.book_section, &page];
    let mut said: Vec<&str> = Vec::new();
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        if !said.contains(&part) {
            said.push(part);
        }
    }
    said.join("; ")
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
    }
}

/// A stratum while it is counted.
#[derive(Default)]
pub(crate) struct Counted {
    pub(crate) population: u64,
    /// The pairs with the smallest lots, the largest of them on top.
    candidates: BinaryHeap<Candidate>,
}

struct Candidate {
    lot: Lot,
    pair: Pair,
}

/// What was counted so far. Any number of them add up to the same, in any order.
pub(crate) struct Tally {
    seed: u64,
    /// Candidates that are kept of each stratum.
    keep: usize,
    pub(crate) strata: BTreeMap<Stratum, Counted>,
    /// Hits and near-misses by newspaper, country, year.
    pub(crate) cells: BTreeMap<(String, String, i32), [u64; 2]>,
}

impl Tally {
    pub(crate) fn new(seed: u64, keep: usize) -> Tally {
        Tally { seed, keep, strata: BTreeMap::new(), cells: BTreeMap::new() }
    }

    /// Counts a pair of an article's id and a country; `pair` is made only if it may be drawn.
    pub(crate) fn add(
        &mut self,
        stratum: &Stratum,
        (id, country): (&str, &str),
        seen: &Seen,
        pair: impl FnOnce() -> Pair,
    ) {
        let lot = lot(self.seed, &stratum.newspaper, id, country);
        let counted = match self.strata.get_mut(stratum) {
            Some(counted) => counted,
            None => self.strata.entry(stratum.clone()).or_default(),
        };
        counted.population += 1;
        let full = counted.candidates.len() >= self.keep;
        if !full || counted.candidates.peek().is_some_and(|largest| lot < largest.lot) {
            counted.keep(Candidate { lot, pair: pair() }, self.keep);
        }
        if stratum.class != Class::Silent {
            let cell = (stratum.newspaper.clone(), country.to_owned(), seen.year);
            self.cells.entry(cell).or_default()[usize::from(stratum.class != Class::Hit)] += 1;
        }
    }

    /// Both together.
    pub(crate) fn plus(mut self, more: Tally) -> Tally {
        for (stratum, counted) in more.strata {
            let ours = self.strata.entry(stratum).or_default();
            ours.population += counted.population;
            for candidate in counted.candidates {
                ours.keep(candidate, self.keep);
            }
        }
        for (cell, [hits, near_misses]) in more.cells {
            let ours = self.cells.entry(cell).or_default();
            ours[0] += hits;
            ours[1] += near_misses;
        }
        self
    }
}

impl Counted {
    fn keep(&mut self, candidate: Candidate, most: usize) {
        self.candidates.push(candidate);
        if self.candidates.len() > most {
            self.candidates.pop();
        }
    }

    /// The pairs that are drawn when so many are.
    pub(crate) fn drawn(self, sample: u64) -> impl Iterator<Item = (Lot, Pair)> {
        let sample = usize::try_from(sample).unwrap_or(usize::MAX);
        let sorted = self.candidates.into_sorted_vec();
        sorted.into_iter().take(sample).map(|candidate| (candidate.lot, candidate.pair))
    }
}

/// sha256 of what the pair is: the same in every archive that holds the article.
fn lot(seed: u64, newspaper: &str, id: &str, country: &str) -> Lot {
    Sha256::digest(format!("{seed}\n{newspaper}\n{id}\n{country}")).into()
}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        self.lot.cmp(&other.lot)
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.lot == other.lot
    }
}

impl Eq for Candidate {}
