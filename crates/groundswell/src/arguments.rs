//! The command line.

mod audit;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use groundswell_detector::PRESETS;
use serde::Deserialize;
use std::path::PathBuf;

pub(crate) use audit::Audit;

use crate::failure::EXIT_CODES;
use crate::study::{Basis, Channel, Ocr, Policy, Sections, Tier, Topic};

/// From newspaper archives to tables of waves of unrest, with proof of every cell.
///
/// The line runs one way: fetch/import → raw archive → count → ledger → judge → report.
/// `groundswell run PIPELINE.toml` goes all of it and is safe to repeat.
/// stdout is data, stderr is talk.
#[derive(Parser, Debug)]
#[command(name = "groundswell", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The pipeline file: what to study, and where its archive is.
    #[arg(short, long, global = true, default_value = "groundswell.toml", value_name = "FILE")]
    pub(crate) pipeline: PathBuf,

    /// Say nothing on stderr but failures; nor "come back later" (75).
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Threads that read and count; the result does not depend on it. Default: one for each core.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<usize>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write a pipeline to begin with, every key explained.
    Init {
        /// Where to.
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Bring files into the raw archive: what newspapers' servers answered, exports of databases and libraries, tables.
    ///
    /// What a file is, and of which time, is told by its content: answers of newspapers' servers, and exports of
    /// databases and libraries (docs/importing.md lists them). Zips are opened. A file that is cut or holds no
    /// newspaper's records is refused; the others go on.
    Import {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Look at everything, keep nothing: what each file is, its records, days, newspapers, and what cannot be read.
        #[arg(long)]
        dry_run: bool,
        /// Take the files for this kind, whatever they look like.
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Show what fetching would ask for: requests, bytes, days, what is held and what is missing.
    Plan {
        #[command(flatten)]
        json: Json,
    },
    /// Fetch what is missing into the raw archive, within the publishers' quotas; goes on where it was stopped.
    ///
    /// Ends with 75 and "come back at T" when a quota is spent: run it from a timer. What is asked for, how fast
    /// and with which key stands under [fetch] in the pipeline. Every answer is checked for being whole; one that
    /// is not is asked for twice more, then put aside and reported, never counted.
    Fetch {
        /// Only these sources of the pipeline.
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
        /// Only these months (1973-09) or days (1973-09-11).
        #[arg(long = "span", value_name = "SPAN,…", value_delimiter = ',')]
        spans: Vec<groundswell_press::Span>,
        /// Send at most this many requests.
        #[arg(long, value_name = "N")]
        max_requests: Option<u64>,
        /// Stop at this time of day, 06:00, on this machine's clock.
        #[arg(long, value_name = "HH:MM", value_parser = time_of_day)]
        until: Option<jiff::civil::Time>,
        /// Wait until a spent quota is back instead of ending with 75.
        #[arg(long)]
        wait: bool,
        /// Ask again now for what could not be used; else that is done after a day, then less often.
        #[arg(long)]
        again: bool,
        /// Ask again for held spans of these years (2016:2016 is one), and take what changed. Goes on from run to run.
        #[arg(long, value_name = "A:B", value_parser = span)]
        refresh: Option<(i32, i32)>,
        #[command(flatten)]
        json: Json,
    },
    /// Count country mentions of the archive's articles into the ledger: what is new, and what a changed name can touch.
    Count {
        /// Read everything again, from the raw archive alone.
        #[arg(long)]
        rebuild: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Show which years were waves, of the study or of any yearly series.
    Waves {
        #[command(flatten)]
        given: Given,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        chosen: Chosen,
        #[command(flatten)]
        json: Json,
    },
    /// Read the same counts otherwise: as rates, with holes as zeros, by other rules, papers and methods. Where do they differ?
    ///
    /// One country: the waves of each reading, and how many readings see each year. Several or all: how many wave
    /// years each reading shares with the study's.
    Compare {
        /// Countries: CHL, or Chile. Default: all of the study.
        #[arg(value_name = "COUNTRY")]
        countries: Vec<String>,
        #[command(flatten)]
        given: Given,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        json: Json,
    },
    /// Show the share of countries in a wave, year by year.
    ///
    /// When half the world rises in one year, look at the newspapers before looking at the world.
    World {
        #[command(flatten)]
        given: Given,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        json: Json,
    },
    /// Show the arithmetic of one verdict and the articles behind it.
    Explain {
        /// Country: CHL, or Chile.
        country: String,
        year: i32,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        json: Json,
    },
    /// Write the report: tables, charts, data dictionary, and explorer.html, which any browser opens.
    #[command(mut_arg("from", |from| from.requires("out")))]
    Report {
        /// Where to. Default: `report/NAME` in the workspace.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Write explorer.html alone.
        #[arg(long)]
        html: bool,
        /// Put the articles' headlines into explorer.html. They are the newspapers' text: a file with them is for
        /// yourself. Without them it holds dates, links and the names that counted, and can be shared.
        #[arg(long, conflicts_with = "from")]
        headlines: bool,
        #[command(flatten)]
        given: Given,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        chosen: Chosen,
        #[command(flatten)]
        json: Json,
    },
    /// Show the explorer in a browser, live: the ledger as it is, all articles behind each cell, search, other rules.
    ///
    /// Answers this machine only and writes nothing. Every view has an address that can be kept. Ctrl-C ends it.
    Serve {
        /// Where: http://127.0.0.1:PORT/. 0: any port that is free.
        #[arg(long, default_value_t = 8850)]
        port: u16,
    },
    /// Draw single figures: a country's chart, or `heatmap`, `coverage`, `world`. The same as in the report.
    ///
    /// Each becomes a file of its own, CHL.svg or heatmap.png. The same database gives the same bytes.
    Chart {
        /// CHL, or Chile, or a figure of all countries: heatmap, coverage, world.
        #[arg(required = true, value_name = "COUNTRY|FIGURE")]
        figures: Vec<String>,
        /// As SVG, which scales and can be searched. This is the default.
        #[arg(long, conflicts_with = "png")]
        svg: bool,
        /// As PNG, for what takes no SVG.
        #[arg(long)]
        png: bool,
        /// How many times as large as the SVG's 960 pixels a PNG is.
        #[arg(long, value_name = "TIMES", default_value_t = 2.0, requires = "png")]
        scale: f32,
        /// The folder to write into; - sends one SVG to stdout.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        out: PathBuf,
        #[command(flatten)]
        judged: Judged,
    },
    /// Show which cells and waves moved between two databases, and why.
    ///
    /// Each counts by the settings it was made with. Every article that counts in one of them only is looked up in the
    /// other: another raw document, another reading, a duplicate, a section rule, the lexicon, the gazetteer, the settings.
    /// Keep a copy of ledger.db before a change; afterwards `groundswell diff copy.db ledger.db` says what it did.
    Diff {
        /// The database as it was.
        old: PathBuf,
        /// The database as it is.
        new: PathBuf,
        /// Which articles are counted: all, or those that speak of unrest. Default: the pipeline's.
        #[arg(long)]
        topic: Option<Topic>,
        /// The rule both are judged by. Default: the pipeline's.
        #[arg(long, value_name = "PRESET")]
        rule: Option<String>,
        /// Judge the old one by this rule instead.
        #[arg(long, value_name = "PRESET")]
        old_rule: Option<String>,
        /// Show at most so many cells, those that moved most.
        #[arg(long, value_name = "N", default_value_t = 30)]
        most: usize,
        /// Write it as a page too, with all cells.
        #[arg(long, value_name = "FILE.html")]
        html: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// Write the tables for other programs and people: CSV, Parquet, XLSX, Stata, R, codebook, data package, RO-Crate, Datasette.
    Export {
        /// Where to. Default: `export/NAME` in the workspace.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Only these formats.
        #[arg(long = "format", value_name = "FORMAT,…", value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(groundswell_report::formats()))]
        formats: Vec<String>,
        #[command(flatten)]
        judged: Judged,
        #[command(flatten)]
        chosen: Chosen,
        #[command(flatten)]
        json: Json,
    },
    /// Write what another person needs to do the study again: counts, article ids, dates, links, places, digests; no text.
    Bundle {
        /// A file that ends in .zip, or an empty folder. Default: `bundle/NAME.zip` in the workspace.
        #[arg(long, value_name = "FILE.zip|FOLDER")]
        out: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// The raw archive as other programs read it.
    Archive {
        #[command(subcommand)]
        command: ArchiveCommand,
    },
    /// Check that the archive is whole, the ledger is whole, and (--recount) that the one follows from the other.
    Verify {
        /// Count everything again and compare the ledgers byte for byte.
        #[arg(long)]
        recount: bool,
        #[command(flatten)]
        json: Json,
    },
    /// State how wrong the counts are: from a sample that people label by hand, or from the paper's own sections.
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Show what is held and missing, and what became of every record.
    Status {
        #[command(flatten)]
        json: Json,
    },
    /// Try the gazetteer on any text: which countries does each line name?
    Mentions {
        /// JSON Lines of {"id","title","text","date"}, or plain text, a document a line. Default: stdin.
        file: Option<PathBuf>,
        /// Year of documents without a date: period names count in their time only.
        #[arg(long, allow_negative_numbers = true)]
        year: Option<i32>,
        /// Which country a vanished state counts for.
        #[arg(long, default_value = "primary")]
        policy: Policy,
        /// A: names; B: names and demonyms; C: cities and regions too.
        #[arg(long, default_value = "B")]
        tier: Tier,
        /// Text read by a machine: exact; long-s: the long s taken for f, where the year is known and before 1820 (--year);
        /// near: a wrong letter in long names too.
        #[arg(long, default_value = "exact")]
        ocr: Ocr,
        /// Tables of your own: a folder with some of them. Default: those of the pipeline, or built in.
        #[arg(long, value_name = "FOLDER")]
        tables: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// What the gazetteer knows, whether its tables are in order, and why a name counts or does not.
    Gazetteer {
        #[command(subcommand)]
        command: GazetteerCommand,
        /// Tables of your own: a folder with some of them. Default: those of the pipeline, or built in.
        #[arg(long, global = true, value_name = "FOLDER")]
        tables: Option<PathBuf>,
    },
    /// The whole line: import what the pipeline names, fetch what is missing, count, judge, report. What a timer calls.
    Run {
        /// The pipeline file. Default: that of --pipeline.
        file: Option<PathBuf>,
        /// Open no connection: leave out fetching.
        #[arg(long)]
        offline: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Print a completion script for a shell.
    Completions { shell: Shell },
    #[command(about = "Explain the exit codes", long_about = EXIT_CODES)]
    ExitCodes,
}

#[derive(Subcommand, Debug)]
pub(crate) enum GazetteerCommand {
    /// Say everything that is wrong with the tables, at once: table, line, what, the nearest right word.
    Check {
        /// The folder of the tables. Default: those built in.
        folder: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// Show a country: its codes, what it counts for, every form with its years, cues, vetoes and source.
    Show {
        /// Country: CHL, or Chile.
        country: String,
        /// Cities and forms of lists too.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Say of each span of a sentence why it counts or does not.
    Explain {
        /// The sentence.
        #[arg(required = true)]
        sentence: Vec<String>,
        /// Year of the sentence: period names count in their time only.
        #[arg(long, allow_negative_numbers = true)]
        year: Option<i32>,
        /// A: names; B: names and demonyms; C: cities and regions too.
        #[arg(long, default_value = "B")]
        tier: Tier,
        #[command(flatten)]
        json: Json,
    },
    /// Write the built-in tables into a folder, to be edited: adding a name is one row of names.csv.
    Write { folder: PathBuf },
}

#[derive(Args, Debug, Clone, Copy)]
pub(crate) struct Json {
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Series of one's own in place of the study's.
#[derive(Args, Debug, Clone)]
pub(crate) struct Given {
    /// Judge the series of a CSV instead: country,year,count[,exposure][,state][,newspaper]. An absent year was not observed.
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["topic", "tier", "channel", "basis", "sections"])]
    pub(crate) from: Option<PathBuf>,
    /// Years that are judged, with --from; earlier ones only serve as a baseline.
    #[arg(long, value_name = "A:B", value_parser = span, requires = "from")]
    pub(crate) period: Option<(i32, i32)>,
}

/// What may be judged differently from the pipeline.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Judged {
    /// Rule to judge by. Default: that of the pipeline, or published.
    ///
    /// published: more than 1.5 times the mean of the five years before and more than twice the mean of the period.
    /// gsp-wlg: as gspwave's WLG, 1.5 times and 1 time the mean, years without a count taken as zero.
    /// gsp-ts: as gspwave's TS, 1.5 times the mean of the years before alone.
    /// published-guarded: for claims: as published, at least 5 articles, and more than chance gives (false discoveries below 10 %).
    #[arg(long, value_name = "published|gsp-wlg|gsp-ts|published-guarded")]
    pub(crate) rule: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) narrowed: Narrowed,
}

/// The same for a page to choose from: each with its words and values, as `--help` has them.
pub(crate) fn choices() -> Vec<groundswell_report::Choice> {
    let command = Judged::augment_args(clap::Command::new("judged"));
    let choice = |argument: &clap::Arg| {
        let values = argument.get_possible_values();
        let values = values.iter().map(|value| value.get_name().to_owned()).collect();
        let presets = || PRESETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        groundswell_report::Choice {
            key: argument.get_id().to_string(),
            about: argument.get_help().map(ToString::to_string).unwrap_or_default(),
            values: if argument.get_id() == "rule" { presets() } else { values },
        }
    };
    command.get_arguments().map(choice).collect()
}

/// What may be counted differently from the pipeline, without counting again.
#[derive(Args, Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Narrowed {
    /// Count all articles or only those that speak of unrest.
    #[arg(long)]
    pub(crate) topic: Option<Topic>,
    /// Count names only (A), demonyms too (B), cities and regions too (C). Nothing is counted again for that.
    #[arg(long)]
    pub(crate) tier: Option<Tier>,
    /// Count what the text names, what the paper's own index terms name, or either.
    #[arg(long)]
    pub(crate) channel: Option<Channel>,
    /// Accept any section verdict, or only the paper's own: what was inferred is then unknown.
    #[arg(long)]
    pub(crate) basis: Option<Basis>,
    /// Count articles that are international, or also those of which that is unknown.
    #[arg(long)]
    pub(crate) sections: Option<Sections>,
}

/// Which countries.
#[derive(Args, Debug, Clone)]
pub(crate) struct Chosen {
    /// Only these countries: codes or names, separated by commas.
    #[arg(long = "country", value_name = "CODE,…", value_delimiter = ',')]
    pub(crate) countries: Vec<String>,
}

fn span(text: &str) -> Result<(i32, i32), String> {
    let wrong = || format!("{text:?} is not a period; write it as 1851:2017");
    let (first, last) = text.split_once(':').ok_or_else(wrong)?;
    let year = |text: &str| text.trim().parse().map_err(|_| wrong());
    Ok((year(first)?, year(last)?))
}

fn time_of_day(text: &str) -> Result<jiff::civil::Time, String> {
    jiff::civil::Time::strptime("%H:%M", text)
        .map_err(|_| format!("{text:?} is not a time of day; write it as 06:00"))
}

/// What can be done with the raw archive.
#[derive(Subcommand, Debug)]
pub(crate) enum ArchiveCommand {
    /// Write every document into one WARC 1.1 file, gzip, with where it is from and its digests; the same archive gives the same bytes.
    ///
    /// It holds the newspapers' texts: what may be done with them, their publishers say.
    Export {
        /// The file: FILE.warc.gz. One that is there already is never overwritten.
        #[arg(long, value_name = "FILE.warc.gz")]
        warc: PathBuf,
        #[command(flatten)]
        json: Json,
    },
}
