//! Findings: yearly counts of the ledger through the detector, into the words of a report.

mod describe;
mod given;
mod papers;
mod series;

use groundswell_detector::{RegimeBreak, Rule};
use groundswell_ledger::{Ledger, Settings, Yearly};
use groundswell_report as report;
use std::collections::BTreeMap;

use crate::failure::{Exit, Failure, Result};
use crate::study::{Combine, Study, Topic};
pub(crate) use given::given;
use papers::Months;
pub(crate) use papers::Papers;
pub(crate) use series::{REPLICATES, SEED};

/// What may be asked differently from the pipeline, on the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) topic: Option<Topic>,
    pub(crate) rule: Option<Rule>,
    /// Only these; empty: those of the pipeline.
    pub(crate) countries: Vec<String>,
    /// How much chance and the size of the papers would flag too, which takes time.
    pub(crate) deep: bool,
    /// Threads for that.
    pub(crate) jobs: usize,
}

/// The countries of the study, in the order they are shown, with their rows.
pub(crate) struct Countries {
    yearly: Vec<Yearly>,
    labels: BTreeMap<String, String>,
    months: Months,
    /// Codes.
    wanted: Vec<String>,
    /// How many countries of the gazetteer nobody names; `None` if some were chosen.
    silent: Option<usize>,
}

impl Countries {
    pub(crate) fn of(study: &Study, ledger: &Ledger, asked: &Asked) -> Result<Countries> {
        let yearly = ledger.yearly(asked.topic.unwrap_or(study.count.topic).word())?;
        let labels = ledger.labels()?;
        let mut named: BTreeMap<&str, bool> = BTreeMap::new();
        for row in &yearly {
            *named.entry(&row.country).or_default() |= row.articles.unwrap_or(0) > 0;
        }
        let every = asked.countries.is_empty() && study.count.countries.is_empty();
        let mut wanted = wanted(study, asked, &named);
        if every {
            // As a reader looks for them, not by code: Spain is not under E.
            wanted.sort_by_key(|code| labels.get(code).cloned());
        }
        let silent = every.then(|| named.values().filter(|named| !**named).count());
        let months = Months::of(&ledger.coverage()?);
        Ok(Countries { yearly, labels, months, wanted, silent })
    }

    /// Each country's code, name and papers.
    pub(crate) fn papers(
        &self,
        study: &Study,
        rule: &Rule,
    ) -> Result<Vec<(String, String, Option<Papers>)>> {
        let mut rows: BTreeMap<&str, Vec<&Yearly>> = BTreeMap::new();
        for row in &self.yearly {
            rows.entry(&row.country).or_default().push(row);
        }
        let papers = |code: &String| {
            let label = self.labels.get(code).unwrap_or(code).clone();
            let papers = rows
                .get(code.as_str())
                .map(|rows| Papers::of(rows, study.count.measure, &self.months, rule.window));
            Ok((code.clone(), label, papers.transpose()?))
        };
        self.wanted.iter().map(papers).collect()
    }
}

/// Judges every country of the study.
pub(crate) fn judge(study: &Study, ledger: &Ledger, asked: &Asked) -> Result<report::Findings> {
    let topic = asked.topic.unwrap_or(study.count.topic);
    let rule = rule(study, asked)?;
    let countries = Countries::of(study, ledger, asked)?;
    let papers = countries.papers(study, &rule)?;
    let judge = |(code, label, papers): &(String, String, Option<Papers>)| {
        country(study, &rule, code, label, papers.as_ref(), asked.deep)
    };
    let judged = in_threads(&papers, asked.jobs, judge)?;
    let judged = judged.into_iter().collect::<Result<Vec<_>>>()?;
    let description = describe::description(study, ledger, topic, &rule, countries.silent)?;
    Ok(report::Findings {
        study: description,
        coverage: describe::coverage(ledger)?,
        gaps: describe::gaps(ledger)?,
        countries: judged,
    })
}

/// Each of them done by one of so many threads; the results in their order.
pub(crate) fn in_threads<T: Sync, R: Send>(
    all: &[T],
    jobs: usize,
    one: impl Fn(&T) -> R + Sync,
) -> Result<Vec<R>> {
    let (one, jobs) = (&one, jobs.clamp(1, all.len().max(1)));
    let done = std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(jobs).max(1));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<R>>()))
            .collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.collect::<std::thread::Result<Vec<_>>>()
    });
    let done = done.map_err(|panic| Failure::internal(panic.as_ref()))?;
    Ok(done.into_iter().flatten().collect())
}

/// The rule asked for, over the period of the study, or that of the pipeline.
pub(crate) fn rule(study: &Study, asked: &Asked) -> Result<Rule> {
    let of_study = study.rule()?;
    Ok(asked.rule.map_or(of_study, |rule| Rule { span: of_study.span, ..rule }))
}

/// The study's ledger, counting what the pipeline says now, whatever it said when the ledger was made. Only other
/// years, newspapers and tables of names have to be counted first.
pub(crate) fn ledger(study: &Study) -> Result<Ledger> {
    let mut ledger = Ledger::open(&study.ledger())?;
    let mut newspapers: Vec<String> = study.newspapers().iter().map(|n| n.name.clone()).collect();
    newspapers.sort();
    let settings = study.settings();
    let years = |settings: &Settings| (settings.first_year, settings.last_year);
    let counted = ledger.settings()?.as_ref().map(years);
    let origin = ledger.origin()?;
    let made_with = |key: &str, now: &str| origin.get(key).is_some_and(|then| then == now);
    let same_tables = made_with("ocr", study.count.ocr.word())
        && made_with("columns", &study.import.words())
        && made_with("gazetteer", &study.gazetteer_digest()?);
    if counted == Some(years(&settings)) && ledger.newspapers()? == newspapers && same_tables {
        ledger.narrow(&settings)?;
        return Ok(ledger);
    }
    let what =
        format!("{} was counted by another pipeline than this one", study.ledger().display());
    Err(Failure::new(Exit::Config, what)
        .kept("nothing was changed")
        .next("run `groundswell count`"))
}

/// The countries asked for, those of the pipeline, or every one that is named at all.
fn wanted(study: &Study, asked: &Asked, named: &BTreeMap<&str, bool>) -> Vec<String> {
    if !asked.countries.is_empty() {
        return asked.countries.clone();
    }
    if !study.count.countries.is_empty() {
        return study.count.countries.iter().map(|code| code.get_ref().clone()).collect();
    }
    named.iter().filter(|(_, named)| **named).map(|(code, _)| (*code).to_owned()).collect()
}

/// The papers joined as the study says, then each by itself.
fn country(
    study: &Study,
    rule: &Rule,
    code: &str,
    label: &str,
    papers: Option<&Papers>,
    deep: bool,
) -> Result<report::Country> {
    let mut series = Vec::new();
    let mut counted: &[String] = &[];
    if let Some(papers) = papers {
        counted = &papers.panel.names;
        let joined = !papers.each.is_empty() && study.count.combine != Combine::Each;
        if joined {
            series.push(series::series(study, rule, papers, study.count.combine, deep));
        }
        let alone =
            if papers.each.is_empty() { std::slice::from_ref(papers) } else { &papers.each };
        for paper in alone {
            series.push(series::series(study, rule, paper, Combine::Each, deep && !joined));
        }
        let breaks = papers.panel.regime_breaks();
        let breaks = breaks.iter().map(|(paper, found)| regime(study, paper, found));
        if let Some(first) = series.first_mut() {
            first.warnings.extend(breaks);
        }
    }
    let left_out = study.newspapers().into_iter().filter(|n| !counted.contains(&n.name));
    for newspaper in left_out {
        if let Some(first) = series.first_mut() {
            first
                .warnings
                .push(format!("not counted from {}, whose home country it is", newspaper.title));
        }
    }
    let error = series.first().and_then(|series| series.error.clone());
    Ok(report::Country { code: code.to_owned(), label: label.to_owned(), series, error })
}

/// "from 1914 on The New York Times has 2.0 times as many international articles a year …".
fn regime(study: &Study, paper: &str, found: &RegimeBreak) -> String {
    let newspapers = study.newspapers();
    let title = newspapers.iter().find(|n| n.name == paper).map_or(paper, |n| &n.title);
    format!(
        "from {} on {title} has about {:.0} international articles a year in place of {:.0}: a break in how it was collected or filed, or in its size, not in the world; the years it touches are flagged coverage_break",
        found.year, found.after, found.before,
    )
}

pub(crate) fn wrong(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Data, format!("the yearly counts cannot be judged: {error}"))
        .next("run `groundswell count --rebuild`")
}

/// The word an enum of the detector has in every output.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(error) => error.to_string(),
    }
}
