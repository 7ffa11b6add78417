//! The key of an audit: what coders must not see, and everything that `audit read` needs.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::population::{Class, Stratum};
use crate::digest::sha256_hex;
use crate::failure::{Exit, Failure, Result};
use crate::study::Topic;

pub(crate) const SCHEMA: &str = "groundswell.audit-key/1";

/// `audit.key.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    pub(crate) schema: String,
    /// sha256 of what was drawn from and how: the rows of another audit have other names.
    pub(crate) audit: String,
    pub(crate) drawn: Drawn,
    pub(crate) strata: Vec<Size>,
    /// By row id.
    pub(crate) rows: BTreeMap<String, Row>,
    /// Every cell of the study with a pair in it, by newspaper, country, year.
    pub(crate) cells: Vec<Cell>,
    /// sha256 of this key as compact JSON without the seal. It tells a slip of the hand, not a forger.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) seal: String,
}

/// What was drawn from, and how.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Drawn {
    pub(crate) program: String,
    pub(crate) study: String,
    pub(crate) topic: Topic,
    /// Empty: every country that is counted.
    pub(crate) countries: Vec<String>,
    pub(crate) first_year: i32,
    pub(crate) last_year: i32,
    pub(crate) seed: u64,
    /// How many were asked for.
    pub(crate) sample: u64,
    /// What the yearly counts count.
    pub(crate) settings: BTreeMap<String, String>,
    /// What the ledger was made with: digests of the gazetteer and the other tables.
    pub(crate) origin: BTreeMap<String, String>,
    /// sha256 over the digests of all documents in the ledger.
    pub(crate) documents: String,
}

/// A stratum: how many pairs it has, how many were drawn.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Size {
    pub(crate) stratum: Stratum,
    pub(crate) population: u64,
    pub(crate) sampled: u64,
}

/// A row of the sheet and what the machine says of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) stratum: Stratum,
    /// `*`: any country of an audit of several.
    pub(crate) country: String,
    pub(crate) date: String,
    pub(crate) id: String,
    /// Where the record is in the raw archive.
    pub(crate) path: String,
    pub(crate) position: u32,
    /// Why it did or did not count.
    pub(crate) why: String,
}

/// How many pairs of a newspaper, country and year are hits and near-misses.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    pub(crate) newspaper: String,
    pub(crate) country: String,
    pub(crate) year: i32,
    pub(crate) hits: u64,
    pub(crate) near_misses: u64,
}

impl Key {
    /// Reads and checks a key.
    pub(crate) fn read(path: &Path) -> Result<Key> {
        let text = fs::read_to_string(path).map_err(|error| {
            let what = format!("cannot read the key {}: {error}", path.display());
            Failure::new(Exit::NoInput, what)
                .next("name the key that `audit draw` wrote with `--key`")
        })?;
        let wrong = |what: String| {
            Failure::new(Exit::Data, format!("{} is no key of an audit: {what}", path.display()))
                .next("name the key that `audit draw` wrote with `--key`")
        };
        let key: Key = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if key.schema != SCHEMA {
            return Err(wrong(format!("its schema is {}, not {SCHEMA}", key.schema)));
        }
        let seal = key.seal.clone();
        let key = key.sealed();
        if key.seal != seal {
            let what =
                format!("{} was altered after it was drawn: its seal is broken", path.display());
            return Err(Failure::new(Exit::Data, what)
                .next("take the key as it was drawn; the same `audit draw` writes it again"));
        }
        Ok(key)
    }

    /// The key with the seal that its content has.
    pub(crate) fn sealed(self) -> Key {
        let open = Key { seal: String::new(), ..self };
        let seal = sha256_hex(&serde_json::to_vec(&open).expect("strings and numbers are JSON"));
        Key { seal, ..open }
    }

    /// How many rows of the sheet are of this class.
    pub(crate) fn rows_of(&self, class: Class) -> usize {
        self.rows.values().filter(|row| row.stratum.class == class).count()
    }
}
