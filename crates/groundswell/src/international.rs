//! Is an article international? What the paper says; where it is silent, what the article shows.
//!
//! `press` knows labels, datelines and index terms but no countries; `mentions` knows countries but
//! no newspapers. This is the one place where the two meet. What an article shows is said in words
//! (`international/evidence.rs`); the rules over those words are rows of `inferred.csv`, and the
//! first that applies decides. METHOD.md §2; how well it works is in docs/inferred.md.

mod cues;
mod evidence;
mod word;

use groundswell_mentions::{Gazetteer, Mention, PolityId};
use groundswell_press as press;
use serde::Deserialize;

use crate::failure::{Exit, Failure, Result};
use cues::Cues;
pub(crate) use cues::Words;
use word::Shown;

const RULES: &str = include_str!("inferred.csv");
const CUES: &str = include_str!("cues.csv");
const ACTORS: &str = include_str!("actors.csv");

/// Whether an article counts as international, and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// `None`: nothing says.
    pub(crate) international: Option<bool>,
    /// metadata, inferred or none.
    pub(crate) basis: &'static str,
    /// The rule that decided; empty when none did.
    pub(crate) rule: String,
}

/// The rules for silent papers, in their order, and the tables they rest on.
pub(crate) struct Inference {
    rules: Vec<Rule>,
    cues: Cues,
}

/// A row of `inferred.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    newspaper: String,
    first_year: i32,
    last_year: i32,
    when: String,
    verdict: Answer,
    // How often it was right where that is known: for readers, not for the program.
    #[serde(rename = "right")]
    _right: String,
    #[serde(rename = "of")]
    _of: String,
    #[serde(rename = "front_right")]
    _front_right: String,
    #[serde(rename = "front_of")]
    _front_of: String,
    #[serde(rename = "note")]
    _note: String,
}

struct Rule {
    id: String,
    /// `None`: any.
    newspaper: Option<String>,
    years: std::ops::RangeInclusive<i32>,
    /// All of these must be shown,
    all: Shown,
    /// and none of these.
    none: Shown,
    verdict: Answer,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Yes,
    No,
    /// Stops the rows below from deciding.
    Unknown,
}

/// An article with what was read in it.
#[derive(Clone, Copy)]
pub(crate) struct Read<'a> {
    pub(crate) newspaper: &'a str,
    /// The newspaper's home country.
    pub(crate) home: Option<PolityId>,
    pub(crate) article: &'a press::Article<'a>,
    /// Of every tier, in the fields headline, summary and lead.
    pub(crate) mentions: &'a [Mention],
}

impl Inference {
    pub(crate) fn embedded(gazetteer: &Gazetteer) -> Result<Inference> {
        let rules = rows::<Row>("inferred.csv", RULES)?.into_iter().map(Rule::new);
        Ok(Inference {
            rules: rules.collect::<Result<_>>()?,
            cues: Cues::new(rows("cues.csv", CUES)?, rows("actors.csv", ACTORS)?, |code: &str| {
                gazetteer.find(code)
            })?,
        })
    }

    /// sha256 of the tables: part of what a ledger is made with.
    pub(crate) fn digest() -> String {
        // A NUL between them, so that no row can move unseen from one table to the next.
        crate::digest::sha256_hex([RULES, CUES, ACTORS].join("\0").as_bytes())
    }

    /// What the paper says of an article; where it says nothing, what the article shows.
    pub(crate) fn judge(
        &self,
        read: &Read<'_>,
        gazetteer: &Gazetteer,
        words: &mut Words,
    ) -> Verdict {
        let said = press::international(read.newspaper, read.article);
        if said.international.is_some() {
            let (basis, rule) = (said.basis.name(), said.rule.to_owned());
            return Verdict { international: said.international, basis, rule };
        }
        self.infer(read, read.article.date.year, gazetteer, words)
    }

    /// What the article shows, whatever the paper says, by the rules of this year.
    pub(crate) fn infer(
        &self,
        read: &Read<'_>,
        year: i32,
        gazetteer: &Gazetteer,
        words: &mut Words,
    ) -> Verdict {
        let unknown = Verdict { international: None, basis: "none", rule: String::new() };
        // Without a headline it is a page of print, or too little to judge.
        if read.article.headline.is_empty() {
            return unknown;
        }
        let shown = evidence::gather(read, &self.cues, gazetteer, words);
        let decides = |rule: &&Rule| {
            rule.newspaper.as_ref().is_none_or(|newspaper| newspaper == read.newspaper)
                && rule.years.contains(&year)
                && shown.has_all(rule.all)
                && !shown.has_any(rule.none)
        };
        let international = |rule: &Rule| match rule.verdict {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Unknown => None,
        };
        match self.rules.iter().find(decides).map(|rule| (rule, international(rule))) {
            Some((rule, Some(international))) => Verdict {
                international: Some(international),
                basis: "inferred",
                rule: rule.id.clone(),
            },
            _ => unknown,
        }
    }
}

impl Rule {
    fn new(row: Row) -> Result<Rule> {
        let (mut all, mut none) = (Shown::default(), Shown::default());
        for word in row.when.split_whitespace() {
            let (side, name) = match word.strip_prefix('-') {
                Some(name) => (&mut none, name),
                None => (&mut all, word),
            };
            side.add(word::parse(name).map_err(|what| table("inferred.csv", what))?);
        }
        Ok(Rule {
            id: row.id,
            newspaper: (row.newspaper != "any").then_some(row.newspaper),
            years: row.first_year..=row.last_year,
            all,
            none,
            verdict: row.verdict,
        })
    }
}

fn rows<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>> {
    let rows: std::result::Result<Vec<T>, csv::Error> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
    rows.map_err(|error| table(name, error))
}

fn table(name: &str, what: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::Config, format!("{name}: {what}"))
}
