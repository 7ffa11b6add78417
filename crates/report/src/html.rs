//! `explorer.html`: all of a study in one file that any browser opens, without a server and without a connection.
//!
//! The page holds the findings once, as one compact block of JSON; its own script draws every chart from it, so that no
//! toggle needs further bytes. Nothing in the block can act: see [`block`]. Nothing in the page can load or send
//! anything: its policy allows the script and the styles by their digests, and no address at all.

mod block;
mod columns;
mod data;
mod denominators;
mod evidence;
mod page;
mod sparse;

use serde::Serialize;

use crate::Output;
use crate::findings::Findings;

pub use evidence::{EVIDENCE_BYTES, Wanted, wanted};

/// The explorer's file name in the report's folder.
pub const EXPLORER: &str = "explorer.html";

/// What it is, for the report's README.
pub(crate) const ABOUT: &str = "all of it in one page that any browser opens, without a connection; holds no headline unless it was asked for";

/// What the explorer shows: the findings, and what stands beside them.
#[derive(Clone, Debug, Default)]
pub struct Explorer {
    /// All that the other outputs show.
    pub findings: Findings,
    /// How many times the mean of the years before a wave year must exceed (1.5 for `published`). None: not known.
    pub recent_factor: Option<f64>,
    /// The share of false waves that the rule's guard allows, 0 to 1. None: it has no guard.
    pub false_discovery: Option<f64>,
    /// The same counts read otherwise: of each country of the findings, in their order. Empty: not computed.
    pub readings: Vec<Vec<Reading>>,
    /// The articles behind cells, in the order they are to be kept where not all find room.
    pub evidence: Vec<Evidence>,
    /// Where a server answers for it. None: a file, which asks nobody.
    pub live: Option<Live>,
}

/// What a page that a server stands behind knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Live {
    /// Which counts the page was made of: an answer from others says another word.
    pub edition: String,
    /// Articles in an answer.
    pub articles: usize,
    /// What the page may be asked for otherwise, by its address.
    pub choices: Vec<Choice>,
}

/// One thing that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its key in the address: `tier`.
    pub key: String,
    /// What it does, in a sentence.
    pub about: String,
    /// What may stand there.
    pub values: Vec<String>,
}

/// One other reading of a country's counts: another rule, another paper, another method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// A stable word: `per-10000`.
    pub name: String,
    /// What is different in it, in a phrase.
    pub about: String,
    /// Year and verdict (`wave`, `none`, `undetermined`, `missing`), ascending.
    pub years: Vec<(i32, String)>,
    /// Why it gives no answer. None: it gives one.
    pub error: Option<String>,
}

/// The articles behind one country's year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The country's code.
    pub country: String,
    /// The year, as the newspapers date their articles.
    pub year: i32,
    /// How many articles there are.
    pub articles: usize,
    /// Those that are shown, by date: all, or those that name the country most often.
    pub shown: Vec<Article>,
}

/// One article that counts for a country's year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Article {
    /// YYYY-MM-DD.
    pub date: String,
    /// The newspaper's short name.
    pub newspaper: String,
    /// Where it can be read. None: not known.
    pub url: Option<String>,
    /// The names that made it count, as written.
    pub words: String,
    /// Why it counts as international.
    pub basis: String,
    /// Whether it speaks of unrest.
    pub unrest: bool,
    /// The headline; only where the user wants it in the file.
    pub headline: Option<String>,
}

/// The explorer as one file. The same findings give the same bytes.
pub fn explorer_html(explorer: &Explorer) -> Output {
    let data = block::json(&data::Data::of(explorer));
    Output::text(
        EXPLORER,
        page::page(&explorer.findings.study.title, &data, explorer.live.is_some()),
    )
}
