//! A pipeline file: one study, what it counts and by which rule.

use groundswell_detector::{Comparison, MissingPolicy, PRESETS, PeriodMean, Ratio, Rule};
use groundswell_ledger::Settings;
use groundswell_mentions::Gazetteer;
use groundswell_press as press;
use serde::{Deserialize, Deserializer, Serialize};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

use crate::failure::{Exit, Failure, Result};
use crate::fetch::settings::Fetch;
use crate::gazetteer::Own;
use crate::import::settings::Import;

/// A pipeline, read and checked. Paths are relative to the folder of its file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Study {
    /// Short name, used in file names.
    pub(crate) name: String,
    /// As it stands above tables and charts.
    pub(crate) title: String,
    /// Folder of the archive, the ledger, the report and the runs.
    pub(crate) workspace: PathBuf,
    /// What `run` imports first, and how tables are read.
    #[serde(default)]
    pub(crate) import: Import,
    /// What `fetch` asks newspapers for; `None`: nothing.
    pub(crate) fetch: Option<Fetch>,
    pub(crate) period: Period,
    #[serde(default)]
    pub(crate) count: Count,
    #[serde(default)]
    pub(crate) rule: RuleTable,
    /// sha256 of the file's text, for provenance.
    #[serde(skip)]
    pub(crate) digest: String,
}

/// The years that are judged.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    pub(crate) first_year: i32,
    pub(crate) last_year: i32,
    /// Years before the first that serve as a baseline and are not judged.
    #[serde(default)]
    pub(crate) lead_in: u16,
}

/// What is counted. The defaults are those of METHOD.md §2.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Count {
    pub(crate) newspapers: Vec<Spanned<String>>,
    /// Empty: every country that is named at all.
    pub(crate) countries: Vec<Spanned<String>>,
    /// Folder of tables that take the place of the program's own; `None`: those built in.
    pub(crate) gazetteer: Option<PathBuf>,
    pub(crate) topic: Topic,
    pub(crate) measure: Measure,
    pub(crate) sections: Sections,
    pub(crate) basis: Basis,
    pub(crate) channel: Channel,
    pub(crate) ocr: Ocr,
    pub(crate) tier: Tier,
    pub(crate) policy: Policy,
    pub(crate) home: Home,
    pub(crate) observed_from: f64,
    pub(crate) searches: Searches,
    pub(crate) combine: Combine,
    pub(crate) normalise: Normalise,
}

impl Default for Count {
    fn default() -> Count {
        Count {
            newspapers: Vec::new(),
            countries: Vec::new(),
            gazetteer: None,
            topic: Topic::All,
            measure: Measure::Articles,
            sections: Sections::Yes,
            basis: Basis::Any,
            channel: Channel::Text,
            ocr: Ocr::Exact,
            tier: Tier::B,
            policy: Policy::Primary,
            home: Home::Foreign,
            observed_from: 0.75,
            searches: Searches::Sample,
            combine: Combine::Sum,
            normalise: Normalise::Raw,
        }
    }
}

/// An enum whose values are the words of the pipeline, the command line and the ledger.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
        pub(crate) enum $name {
            $(#[serde(rename = $word)] #[value(name = $word)] $variant),+
        }
        impl $name {
            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words!(/// All articles, or those that match the unrest lexicon.
    Topic { All = "all", Unrest = "unrest" });
words!(/// Articles, once a country, or every occurrence of its names.
    Measure { Articles = "articles", Mentions = "mentions" });
words!(/// Which section verdicts count.
    Sections { Yes = "yes", YesUnknown = "yes+unknown" });
words!(/// Whose section verdict counts: any, or only the paper's own.
    Basis { Any = "any", Metadata = "metadata" });
words!(/// Whose word counts: the article's text, the paper's index terms, or either.
    Channel { Text = "text", Index = "index", Any = "any" });
words!(/// Names; names and demonyms; cities and regions too.
    Tier { A = "A", B = "B", C = "C" });
words!(/// How text read by a machine is taken: as it stands; with the long s; with one wrong letter in long names too.
    Ocr { Exact = "exact", LongS = "long-s", Near = "near" });
words!(/// What exports of searches hold: some of what was printed, or all that the study looks for.
    Searches { Sample = "sample", Whole = "whole" });
words!(/// Which country a vanished state counts for.
    Policy { AsWas = "as-was", Primary = "primary", All = "all" });
words!(/// Whether a paper's own country counts.
    Home { Foreign = "foreign-only", Neither = "exclude-home", All = "all" });
words!(/// How the newspapers of a country become one series; each for itself is always shown too.
Combine {
    Sum = "sum", Each = "each", Both = "both", MeanOfRates = "mean-of-rates",
    Standardised = "standardised", Max = "max"
});
words!(/// What is judged: counts, or what they are out of the articles or months there were.
    Normalise { Raw = "raw", Per10000 = "per-10000", Annualised = "annualised" });

impl Ocr {
    pub(crate) fn of_mentions(self) -> groundswell_mentions::Ocr {
        match self {
            Ocr::Exact => groundswell_mentions::Ocr::Exact,
            Ocr::LongS => groundswell_mentions::Ocr::LongS,
            Ocr::Near => groundswell_mentions::Ocr::Near,
        }
    }
}

impl Policy {
    pub(crate) const EVERY: [Policy; 3] = [Policy::AsWas, Policy::Primary, Policy::All];

    pub(crate) fn of_mentions(self) -> groundswell_mentions::Policy {
        match self {
            Policy::AsWas => groundswell_mentions::Policy::AsWas,
            Policy::Primary => groundswell_mentions::Policy::Primary,
            Policy::All => groundswell_mentions::Policy::All,
        }
    }
}

/// A preset and what differs from it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RuleTable {
    preset: Option<Spanned<String>>,
    recent: Option<Ratio>,
    window: Option<u32>,
    #[serde(deserialize_with = "or_none")]
    period: Option<Option<Ratio>>,
    comparison: Option<Comparison>,
    min_prior: Option<u32>,
    period_mean: Option<PeriodMean>,
    min_count: Option<u64>,
    #[serde(deserialize_with = "or_none")]
    false_discovery: Option<Option<Ratio>>,
    missing: Option<MissingPolicy>,
    bridge: Option<u32>,
}

impl RuleTable {
    fn rule(&self, text: &Source<'_>) -> Result<Rule> {
        let mut rule = match &self.preset {
            None => Rule::published(),
            Some(name) => {
                preset(name.get_ref()).map_err(|what| text.wrong(Some(name.span()), &what))?
            }
        };
        macro_rules! set {
            ($($field:ident),+) => { $(if let Some(value) = self.$field { rule.$field = value; })+ };
        }
        set!(recent, window, comparison, min_prior, period_mean, min_count, missing, bridge);
        rule.period = self.period.unwrap_or(rule.period);
        rule.false_discovery = self.false_discovery.unwrap_or(rule.false_discovery);
        rule.check().map_err(|error| text.wrong(None, &format!("[rule]: {error}")))?;
        Ok(rule)
    }
}

/// A multiplier, or the word `none` for no such condition.
fn or_none<'de, D: Deserializer<'de>>(
    value: D,
) -> std::result::Result<Option<Option<Ratio>>, D::Error> {
    let value = toml::Value::deserialize(value)?;
    if value.as_str() == Some("none") {
        return Ok(Some(None));
    }
    Ratio::deserialize(value).map(|ratio| Some(Some(ratio))).map_err(serde::de::Error::custom)
}

/// The preset of this name, or what to say to whoever asked for it.
pub(crate) fn preset(name: &str) -> std::result::Result<Rule, String> {
    Rule::preset(name)
        .ok_or_else(|| unknown("rule", name, PRESETS.iter().map(|(preset, _)| *preset)))
}

/// "unknown WHAT `word`; did you mean `near`? (known: …)".
pub(crate) fn unknown<'a>(
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    let near = nearest(word, known.clone());
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    let list: Vec<&str> = known.take(12).collect();
    let list =
        if list.len() < 12 { format!(" (known: {})", list.join(", ")) } else { String::new() };
    format!("unknown {what} `{word}`{hint}{list}")
}

/// The known word that is nearest, if one is near at all.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .map(|candidate| {
            (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, _)| *distance <= 1 + word.len() / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The text of a pipeline, to say where in it something is wrong.
struct Source<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Source<'_> {
    fn wrong(&self, at: Option<Range<usize>>, what: &str) -> Failure {
        let place = at.map_or_else(String::new, |at| {
            let before = self.text.get(..at.start).unwrap_or(self.text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            format!(":{line}:{column}")
        });
        Failure::new(Exit::Config, format!("{}{place}: {what}", self.path.display()))
            .kept("nothing was changed")
            .next("correct the pipeline and run the same command again")
    }

    /// serde's "unknown field `x`, expected one of `a`, `b`", with the nearest word.
    fn wrong_toml(&self, error: &toml::de::Error) -> Failure {
        let message = error.message();
        let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let what = match words.split_first() {
            Some((word, known)) if message.starts_with("unknown") && !known.is_empty() => {
                let kind = if message.starts_with("unknown field") { "key" } else { "value" };
                unknown(kind, word, known.iter().copied())
            }
            _ => message.to_owned(),
        };
        self.wrong(error.span(), &what)
    }
}

impl Study {
    /// Reads a pipeline file and checks every word in it.
    pub(crate) fn read(path: &Path) -> Result<Study> {
        let text = fs::read_to_string(path).map_err(|error| {
            Failure::new(
                Exit::NoInput,
                format!("cannot read the pipeline {}: {error}", path.display()),
            )
            .next("name one with `-p FILE`, or make one with `groundswell init`")
        })?;
        let source = Source { path, text: &text };
        let mut study: Study = toml::from_str(&text).map_err(|error| source.wrong_toml(&error))?;
        study.check(&source)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(tables) = &mut study.count.gazetteer {
            *tables = folder.join(&*tables);
        }
        study.spell_out(&source)?;
        study.workspace = folder.join(&study.workspace);
        study.import.check(folder, &|at, what| source.wrong(at, what))?;
        if let Some(fetch) = &mut study.fetch {
            fetch.relative_to(folder);
        }
        study.digest = crate::digest::sha256_hex(text.as_bytes());
        Ok(study)
    }

    /// Country codes as the gazetteer writes them. Without any the gazetteer is not needed.
    fn spell_out(&mut self, source: &Source<'_>) -> Result<()> {
        if self.count.countries.is_empty() {
            return Ok(());
        }
        let gazetteer = self.gazetteer()?;
        for code in &mut self.count.countries {
            let Some(polity) = gazetteer.find(code.get_ref()) else {
                let known = gazetteer.polities().iter().map(|polity| polity.id.as_ref());
                let what = unknown("country code", code.get_ref(), known);
                return Err(source.wrong(Some(code.span()), &what));
            };
            *code.get_mut() = gazetteer.polity(polity).id.clone();
        }
        Ok(())
    }

    fn check(&self, source: &Source<'_>) -> Result<()> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if self.name.is_empty() || self.name.len() > 32 || !self.name.chars().all(plain) {
            let what = "name: 1 to 32 of a-z, 0-9, - and _ (it becomes part of file names)";
            return Err(source.wrong(None, what));
        }
        let Period { first_year, last_year, .. } = self.period;
        if first_year > last_year || !(1785..=2100).contains(&first_year) || last_year > 2100 {
            let what =
                format!("[period]: {first_year} to {last_year} is not a period within 1785–2100");
            return Err(source.wrong(None, &what));
        }
        if self.period.lead_in > 100 {
            return Err(source.wrong(None, "[period]: lead_in is at most 100 years"));
        }
        if !(0.0..=1.0).contains(&self.count.observed_from) {
            return Err(source.wrong(None, "observed_from: a share from 0 to 1"));
        }
        let newspapers = press::newspapers();
        for name in &self.count.newspapers {
            if press::newspaper(name.get_ref()).is_none() {
                let known = newspapers.iter().map(|newspaper| newspaper.name.as_ref());
                let what = unknown("newspaper", name.get_ref(), known);
                return Err(source.wrong(Some(name.span()), &what));
            }
        }
        if let Some(fetch) = &self.fetch {
            fetch.check(&|at, what| source.wrong(at, what))?;
        }
        let of_rates = !matches!(self.count.combine, Combine::Sum | Combine::Each);
        if of_rates && self.count.normalise != Normalise::Raw {
            let what = "normalise: only with combine = \"sum\" or \"each\"; the other ways to combine say themselves what is judged";
            return Err(source.wrong(None, what));
        }
        self.rule.rule(source).map(drop)
    }

    /// The gazetteer it counts with.
    pub(crate) fn gazetteer(&self) -> Result<Gazetteer> {
        Own::read(self.count.gazetteer.as_deref())?.gazetteer()
    }

    /// The digest of the tables it counts with.
    pub(crate) fn gazetteer_digest(&self) -> Result<String> {
        Ok(Own::read(self.count.gazetteer.as_deref())?.tables().digest())
    }

    /// The rule, with the period of the study.
    pub(crate) fn rule(&self) -> Result<Rule> {
        // The words were checked when the file was read.
        let mut rule = self.rule.rule(&Source { path: Path::new("pipeline"), text: "" })?;
        rule.span = Some((self.period.first_year, self.period.last_year));
        Ok(rule)
    }

    /// The newspapers of the study: those named, or the two of the published one.
    pub(crate) fn newspapers(&self) -> Vec<&'static press::Newspaper> {
        let named = |newspaper: &&press::Newspaper| {
            (self.count.newspapers.is_empty() && newspaper.method)
                || self.count.newspapers.iter().any(|name| *name.get_ref() == newspaper.name)
        };
        press::newspapers().iter().filter(named).collect()
    }

    /// The first year that is looked at: before the period by the years of lead-in.
    pub(crate) fn first_counted_year(&self) -> i32 {
        self.period.first_year - i32::from(self.period.lead_in)
    }

    /// What the ledger's yearly counts count.
    pub(crate) fn settings(&self) -> Settings {
        let count = &self.count;
        Settings {
            verdicts: count.sections.word().to_owned(),
            basis: count.basis.word().to_owned(),
            channel: count.channel.word().to_owned(),
            tier: count.tier.word().to_owned(),
            policy: count.policy.word().to_owned(),
            home: count.home.word().to_owned(),
            first_year: self.first_counted_year(),
            last_year: self.period.last_year,
            observed_from: count.observed_from,
            searches: count.searches.word().to_owned(),
        }
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.workspace.join("archive")
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.workspace.join("ledger.db")
    }

    pub(crate) fn report(&self) -> PathBuf {
        // By name: several studies may share one archive.
        self.workspace.join("report").join(&self.name)
    }

    pub(crate) fn runs(&self) -> PathBuf {
        self.workspace.join("runs")
    }
}
