//! The tables of this crate, embedded: facts about newspapers are rows, not code.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub(crate) const SECTIONS: &str = include_str!("../tables/sections.csv");
pub(crate) const NEWSPAPERS: &str = include_str!("../tables/newspapers.csv");
pub(crate) const SCHEDULES: &str = include_str!("../tables/schedules.csv");
pub(crate) const GAPS: &str = include_str!("../tables/gaps.csv");
pub(crate) const HEADLINES: &str = include_str!("../tables/headlines.csv");
pub(crate) const HEADINGS: &str = include_str!("../tables/headings.csv");
pub(crate) const CREDITS: &str = include_str!("../tables/credits.csv");
pub(crate) const FIELDS: &str = include_str!("../tables/fields.csv");
pub(crate) const LINKS: &str = include_str!("../tables/links.csv");
pub(crate) const COLUMNS: &str = include_str!("../tables/columns.csv");
pub(crate) const TITLES: &str = include_str!("../tables/titles.csv");
pub(crate) const MONTHS: &str = include_str!("../tables/months.csv");
pub(crate) const WALLS: &str = include_str!("../tables/walls.csv");

/// The rows of an embedded table, in its order.
pub(crate) fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    let rows: Result<Vec<T>, csv::Error> =
        csv::Reader::from_reader(table.as_bytes()).into_deserialize().collect();
    rows.expect("an embedded table; tests/tables.rs reads every row of it")
}

/// A row of a table of names: what they stand for, and the names, the best first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named<F> {
    pub(crate) field: F,
    /// Separated by `"; "`.
    names: String,
    #[serde(rename = "source")]
    _source: String,
}

impl<F> Named<F> {
    /// Each as [`key`] has it.
    pub(crate) fn keys(&self) -> impl Iterator<Item = String> {
        self.names.split("; ").map(key)
    }
}

/// Letters and digits of a name in lower case.
pub(crate) fn key(name: &str) -> String {
    if name.is_ascii() {
        let mut key = name.to_ascii_lowercase();
        key.retain(|c| c.is_ascii_alphanumeric());
        return key;
    }
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// SHA-256, in hexadecimal, of the tables that decide verdicts, coverage and twins: kept with every count,
/// because another digest can mean another result.
#[must_use]
pub fn sections_digest() -> String {
    let mut hash = Sha256::new();
    for table in [
        SECTIONS, NEWSPAPERS, SCHEDULES, GAPS, HEADLINES, HEADINGS, CREDITS, LINKS, TITLES,
        COLUMNS, FIELDS, MONTHS,
    ] {
        // Each with its length, so that no row can move unseen from one table to the next.
        hash.update((table.len() as u64).to_le_bytes());
        hash.update(table.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
