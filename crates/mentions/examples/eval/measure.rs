//! Gold sets, and how well the gazetteer reads them: shared by the `eval` example and the test of the floors.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use groundswell_mentions::{Document, Gazetteer, Ocr, Policy, Scratch, Tiers};
use serde::Deserialize;

/// A document of a gold set (`*.jsonl`), with the countries that it names, ids under the primary policy.
#[derive(Deserialize)]
pub(crate) struct Line {
    #[allow(dead_code, reason = "the test of the floors does not name documents")]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) date: Option<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) countries_explicit: Option<Vec<String>>,
}

/// What is read: names; demonyms too; cities and regions too.
pub(crate) const TIERS: [(&str, Tiers); 3] = [
    ("A", Tiers::NAMES),
    ("B", Tiers { names: true, demonyms: true, cities: false }),
    ("C", Tiers::ALL),
];

/// The sets that make up "pooled explicit" (MENTIONS.md).
pub(crate) const POOLED: &[&str] = &["aida_conll", "lgl", "nyt_headlines_half"];

/// Documents before this year are historical.
const MODERN: i32 = 1946;

/// A part of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Historical,
    Chile,
}

/// Pairs of document and country: true ones found, found ones, true ones.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    pub(crate) right: u32,
    pub(crate) found: u32,
    pub(crate) gold: u32,
}

impl Score {
    pub(crate) fn add(&mut self, found: &BTreeSet<String>, gold: &BTreeSet<String>) {
        self.right += found.intersection(gold).count() as u32;
        self.found += found.len() as u32;
        self.gold += gold.len() as u32;
    }

    pub(crate) fn join(&mut self, other: Score) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }

    pub(crate) fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    pub(crate) fn f1(self) -> f64 {
        ratio(2 * self.right, self.found + self.gold)
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// The documents of a set.
pub(crate) fn lines(path: &Path) -> Result<Vec<Line>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The score of a part of a set, read up to a tier.
pub(crate) fn score(
    gazetteer: &Gazetteer,
    lines: &[Line],
    (tiers, ocr): (Tiers, Ocr),
    part: Part,
) -> Score {
    let mut score = Score::default();
    for line in lines {
        let year = line.year();
        if part == Part::Historical && year.is_none_or(|year| year >= MODERN) {
            continue;
        }
        let (mut found, mut gold) = (line.read(gazetteer, tiers, ocr), line.gold());
        if part == Part::Chile {
            found.retain(|country| country == "CHL");
            gold.retain(|country| country == "CHL");
        }
        score.add(&found, &gold);
    }
    score
}

impl Line {
    /// What it names, as labelled: explicit names where the set tells them from what it is about.
    pub(crate) fn gold(&self) -> BTreeSet<String> {
        self.countries_explicit.as_ref().unwrap_or(&self.countries).iter().cloned().collect()
    }

    /// What the gazetteer finds in it.
    pub(crate) fn read(&self, gazetteer: &Gazetteer, tiers: Tiers, ocr: Ocr) -> BTreeSet<String> {
        let fields = [self.title.as_str(), self.text.as_str()];
        countries(gazetteer, &Document { fields: &fields, year: self.year(), tiers, ocr })
    }

    /// The year in any of the ways gold sets write a date: four digits somewhere, or a two-digit end.
    pub(crate) fn year(&self) -> Option<i32> {
        let date = self.date.as_deref()?;
        let numbers = || date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        if let Some(year) = numbers().find(|part| part.len() == 4) {
            return year.parse().ok();
        }
        let short: i32 = numbers().next_back()?.parse().ok()?;
        Some(if short > 30 { 1900 + short } else { 2000 + short })
    }
}

/// The countries a document names, under the primary policy.
pub(crate) fn countries(gazetteer: &Gazetteer, document: &Document<'_>) -> BTreeSet<String> {
    let mut scratch = Scratch::default();
    let mentions = gazetteer.read(document, &mut scratch).mentions;
    let countries = mentions.iter().flat_map(|m| gazetteer.countries(m.polity, Policy::Primary));
    countries.map(|country| gazetteer.polity(country).id.clone()).collect()
}

/// The hard cases of `hard_cases_60.tsv` that are not read exactly: what was read and what is right. And their number.
pub(crate) fn hard_cases(
    gazetteer: &Gazetteer,
    path: &Path,
) -> Result<(Vec<String>, usize), Box<dyn Error>> {
    let table = fs::read_to_string(path)?;
    let (mut wrong, mut all) = (Vec::new(), 0);
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [text, year, expected, ..] = columns.as_slice() else { continue };
        let expected: BTreeSet<String> =
            expected.split(';').filter(|code| *code != "-").map(str::to_owned).collect();
        let (fields, tiers, ocr) = ([*text], Tiers::default(), Ocr::Exact);
        let document = Document { fields: &fields, year: year.parse().ok(), tiers, ocr };
        let found = countries(gazetteer, &document);
        all += 1;
        if found != expected {
            wrong.push(format!("{text:?} {year}: found {found:?}, expected {expected:?}"));
        }
    }
    Ok((wrong, all))
}

/// A row of the name table `name_cases_half.csv`.
#[derive(Deserialize)]
pub(crate) struct NameCase {
    pub(crate) name: String,
    /// ISO 3166 codes separated by `;`, any of which is right; empty: no country.
    pub(crate) iso3: String,
    pub(crate) source: String,
    pub(crate) kind: String,
}

impl NameCase {
    pub(crate) fn all(path: &Path) -> Result<Vec<NameCase>, Box<dyn Error>> {
        Ok(csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?)
    }

    /// The first word of its kind: `name`, `negative`, `altSpelling` …
    pub(crate) fn kind(&self) -> &str {
        self.kind.split(' ').next().unwrap_or_default()
    }

    /// Whether the label resolves to one of its codes, or, being no country's name, to nothing. A state that is gone
    /// is right as itself and as what it counts for.
    pub(crate) fn is_right(&self, gazetteer: &Gazetteer) -> bool {
        let polity = gazetteer.resolve(&self.name, None);
        let ids: Vec<&str> = [Policy::AsWas, Policy::Primary]
            .into_iter()
            .flat_map(|policy| polity.map(|polity| gazetteer.countries(polity, policy)))
            .flatten()
            .map(|country| gazetteer.polity(country).id.as_str())
            .collect();
        let expected: Vec<&str> = self.iso3.split(';').filter(|code| !code.is_empty()).collect();
        match expected.as_slice() {
            [] => ids.is_empty(),
            expected => ids.iter().any(|id| expected.contains(id)),
        }
    }
}
