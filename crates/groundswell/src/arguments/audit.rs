//! The command line of `audit`.

use clap::Subcommand;
use std::path::PathBuf;

use super::{Chosen, Json, Narrowed, span};

/// The steps of an audit.
#[derive(Subcommand, Debug)]
pub(crate) enum Audit {
    /// Draw a sample of articles and countries to label by hand: a sheet for coders, and its key.
    ///
    /// The same archive, settings and seed give the same sheet. The sheet holds the newspapers' text and stays
    /// with you; the key (SHEET.key.json) says what the machine made of each row and is not for coders.
    Draw {
        /// The sheet: .csv or .xlsx. One that is there already is never overwritten.
        #[arg(long, value_name = "SHEET", default_value = "audit.csv")]
        out: PathBuf,
        /// How many rows. Half are hits, three eighths near-misses, one eighth articles where nothing was seen.
        /// Each stratum (newspaper, decade, kind) gets at least two where there is room and never none: small samples grow.
        #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u64).range(1..=100_000))]
        sample: u64,
        #[command(flatten)]
        narrowed: Narrowed,
        #[command(flatten)]
        chosen: Chosen,
        /// Only these years of the study.
        #[arg(long, value_name = "A:B", value_parser = span)]
        years: Option<(i32, i32)>,
        /// Another seed is another sample.
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        #[command(flatten)]
        json: Json,
    },
    /// Read filled sheets back: precision, recall, agreement of coders, corrected yearly counts.
    ///
    /// Every figure has its 95 % interval; what nobody labelled is unknown. Needs neither pipeline nor archive.
    Read {
        /// Filled sheets: .csv, .xlsx or .ods. Two coders fill a sheet each, or share one by the column `coder`.
        #[arg(required = true, value_name = "SHEET")]
        sheets: Vec<PathBuf>,
        /// The key that was drawn with the sheet.
        #[arg(long, value_name = "KEY", default_value = "audit.key.json")]
        key: PathBuf,
        /// Write corrected yearly counts into this CSV: year,newspaper,country,counted,corrected,low,high.
        #[arg(long, value_name = "FILE.csv")]
        out: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// How well "international" is inferred where the paper does not say: judges every article whose section is
    /// known once more with desk, section, tags, kind and address hidden, and compares. Count first: an article
    /// that is held several times is judged once, and only the ledger knows that.
    ///
    /// "at 10 %" is the precision if a tenth of the articles were international, about as in the whole paper.
    Sections {
        /// Try the rules of this year on all articles: those before 1981 have no labels of their own to compare with. 1785 to 2100.
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1785..=2100))]
        rules_of: Option<i32>,
        /// List the articles the paper files nowhere instead, each with its verdict and the rule (--json: a line each).
        #[arg(long)]
        list: bool,
        #[command(flatten)]
        json: Json,
    },
}
