//! Findings: yearly counts of the ledger through the detector, into the words of a report.

use groundswell_detector::{
    self as detector, Cell, Judgement, MissingPolicy, PeriodMean, Rule, Series,
};
use groundswell_ledger::{Ledger, Settings, Yearly};
use groundswell_press as press;
use groundswell_report as report;
use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Exit, Failure, Result};
use crate::study::{Basis, Combine, Measure, Sections, Study, Topic};

/// What may be asked differently from the pipeline, on the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) topic: Option<Topic>,
    pub(crate) rule: Option<Rule>,
    /// Only these; empty: those of the pipeline.
    pub(crate) countries: Vec<String>,
}

/// A country's yearly rows in one newspaper, or summed over all (`sum`).
type Rows<'a> = BTreeMap<i32, Sum<'a>>;

/// One year of one series before it is judged.
#[derive(Clone, Debug, Default)]
struct Sum<'a> {
    articles: Option<u64>,
    mentions: Option<u64>,
    international: u64,
    all_articles: u64,
    /// Share of the year that was seen, on average over the papers that should be in it.
    coverage: f64,
    state: &'a str,
    /// The papers in it.
    papers: BTreeSet<&'a str>,
}

/// Judges every country of the study.
pub(crate) fn judge(study: &Study, ledger: &Ledger, asked: &Asked) -> Result<report::Findings> {
    let topic = asked.topic.unwrap_or(study.count.topic);
    let rule = rule(study, asked)?;
    let yearly = ledger.yearly(topic.word())?;
    let labels = ledger.labels()?;
    let mut by_country: BTreeMap<&str, Vec<&Yearly>> = BTreeMap::new();
    for row in &yearly {
        by_country.entry(&row.country).or_default().push(row);
    }
    let mut wanted = wanted(study, asked, &by_country);
    let every = asked.countries.is_empty() && study.count.countries.is_empty();
    if every {
        // As a reader looks for them, not by code: Spain is not under E.
        wanted.sort_by_key(|code| labels.get(code).cloned());
    }
    let countries = wanted
        .iter()
        .map(|code| {
            let rows = by_country.get(code.as_str()).map_or(&[][..], Vec::as_slice);
            let label = labels.get(code).cloned().unwrap_or_else(|| code.clone());
            country(study, &rule, code, label, rows)
        })
        .collect::<Result<Vec<_>>>()?;
    let named = |rows: &&Vec<&Yearly>| rows.iter().any(|row| row.articles.unwrap_or(0) > 0);
    let silent = every.then(|| by_country.len() - by_country.values().filter(named).count());
    Ok(report::Findings { study: description(study, ledger, topic, &rule, silent)?, countries })
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
fn wanted(study: &Study, asked: &Asked, rows: &BTreeMap<&str, Vec<&Yearly>>) -> Vec<String> {
    if !asked.countries.is_empty() {
        return asked.countries.clone();
    }
    if !study.count.countries.is_empty() {
        return study.count.countries.iter().map(|code| code.get_ref().clone()).collect();
    }
    let named = |rows: &Vec<&Yearly>| rows.iter().any(|row| row.articles.unwrap_or(0) > 0);
    rows.iter().filter(|(_, rows)| named(rows)).map(|(code, _)| (*code).to_owned()).collect()
}

fn country(
    study: &Study,
    rule: &Rule,
    code: &str,
    label: String,
    rows: &[&Yearly],
) -> Result<report::Country> {
    let mut papers: BTreeMap<&str, Rows<'_>> = BTreeMap::new();
    for row in rows {
        papers.entry(&row.newspaper).or_default().insert(row.year, Sum::of(row));
    }
    let mut series = Vec::new();
    if papers.len() > 1 && study.count.combine == Combine::Sum {
        series.push(one_series(study, rule, "sum", &summed(&papers))?);
    }
    for (paper, rows) in &papers {
        series.push(one_series(study, rule, paper, rows)?);
    }
    let left_out = study.newspapers().into_iter().filter(|n| !papers.contains_key(n.name.as_str()));
    for newspaper in left_out {
        if let Some(first) = series.first_mut() {
            first
                .warnings
                .push(format!("not counted from {}, whose home country it is", newspaper.title));
        }
    }
    let error = series.first().and_then(|series| series.error.clone());
    Ok(report::Country { code: code.to_owned(), label, series, error })
}

impl<'a> Sum<'a> {
    fn of(row: &'a Yearly) -> Sum<'a> {
        Sum {
            articles: row.articles,
            mentions: row.mentions,
            international: row.international_articles,
            all_articles: row.all_articles,
            coverage: row.coverage,
            state: &row.state,
            papers: [row.newspaper.as_str()].into(),
        }
    }

    fn seen(&self) -> bool {
        self.articles.is_some()
    }

    fn count(&self, measure: Measure) -> Option<u64> {
        match measure {
            Measure::Articles => self.articles,
            Measure::Mentions => self.mentions,
        }
    }

    fn cell(&self, measure: Measure) -> Cell {
        match (self.state, self.count(measure)) {
            ("observed", Some(count)) => Cell::Observed(count),
            (_, Some(count)) => Cell::Partial(count),
            ("not_published", None) => Cell::NotPublished,
            ("not_applicable", None) => Cell::NotApplicable,
            (_, None) => Cell::Missing,
        }
    }
}

/// The papers added up. A paper is due from the first to the last year in which any of it is held: a
/// hole in between makes the year's sum partial, for it lacks a paper. Before and after, the paper is
/// not part of the sum, and years near its coming or going carry the flag `coverage_break`.
fn summed<'a>(papers: &BTreeMap<&'a str, Rows<'a>>) -> Rows<'a> {
    let held = |rows: &Rows<'_>| {
        let mut seen = rows.iter().filter(|(_, sum)| sum.seen()).map(|(year, _)| *year);
        let first = seen.next()?;
        Some(first..=seen.next_back().unwrap_or(first))
    };
    let years: BTreeSet<i32> = papers.values().flat_map(|rows| rows.keys().copied()).collect();
    let sum_of = |year: i32| {
        let due = |rows: &&Rows<'_>| held(rows).is_some_and(|held| held.contains(&year));
        let all = || papers.values().filter_map(|rows| rows.get(&year));
        let seen: Vec<&Sum<'a>> = all().filter(|sum| sum.seen()).collect();
        let Some((first, more)) = seen.split_first() else {
            let missing = all().find(|sum| sum.state == "missing");
            return missing.or(all().next()).cloned().unwrap_or_default();
        };
        let mut sum = more.iter().fold((*first).clone(), |sum, more| sum.plus(more));
        let missing = |rows: &&Rows<'_>| rows.get(&year).is_some_and(|sum| sum.state == "missing");
        let lacking = papers.values().filter(due).filter(missing).count();
        if lacking > 0 {
            sum.state = "partial";
        }
        sum.coverage /= (seen.len() + lacking) as f64;
        sum
    };
    years.into_iter().map(|year| (year, sum_of(year))).collect()
}

impl<'a> Sum<'a> {
    fn plus(self, more: &Sum<'a>) -> Sum<'a> {
        let add = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
        Sum {
            articles: add(self.articles, more.articles),
            mentions: add(self.mentions, more.mentions),
            international: self.international + more.international,
            all_articles: self.all_articles + more.all_articles,
            coverage: self.coverage + more.coverage,
            state: if self.state == "observed" { more.state } else { self.state },
            papers: self.papers.union(&more.papers).copied().collect(),
        }
    }
}

fn one_series(study: &Study, rule: &Rule, name: &str, rows: &Rows<'_>) -> Result<report::SeriesOf> {
    let measure = study.count.measure;
    let cells = rows.iter().map(|(year, sum)| (*year, sum.cell(measure)));
    let series = Series::from_years(cells).map_err(|error| wrong(&error))?;
    let judged = match detector::judge(&series, rule) {
        Ok(judged) => judged,
        Err(error) => {
            return Ok(report::SeriesOf {
                newspaper: name.to_owned(),
                years: unjudged(study, rows),
                error: Some(error.to_string()),
                ..report::SeriesOf::default()
            });
        }
    };
    Ok(report::SeriesOf {
        newspaper: name.to_owned(),
        years: years(rule, rows, &judged),
        waves: judged.waves.iter().map(wave).collect(),
        warnings: judged.warnings.iter().map(ToString::to_string).collect(),
        error: None,
        period_mean: period_mean(rule, &judged),
    })
}

/// The mean the line of a chart is drawn at. With one year left out it differs from year to year;
/// then it is that of all observed years.
fn period_mean(rule: &Rule, judged: &Judgement) -> Option<f64> {
    if rule.period_mean == PeriodMean::LeaveOneOut {
        let years = judged.observed_years + judged.zero_filled_years;
        return (years > 0).then(|| judged.total as f64 / f64::from(years));
    }
    judged.verdicts.iter().find_map(|verdict| verdict.period_mean)
}

fn wrong(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Data, format!("the yearly counts cannot be judged: {error}"))
        .next("run `groundswell count --rebuild`")
}

/// The years of a series that the rule could not judge, with what is known of them.
fn unjudged(study: &Study, rows: &Rows<'_>) -> Vec<report::Year> {
    let known = |(year, sum): (&i32, &Sum<'_>)| report::Year {
        year: *year,
        state: sum.state.to_owned(),
        count: sum.count(study.count.measure),
        mentions: sum.mentions,
        international: sum.seen().then_some(sum.international),
        all_articles: sum.seen().then_some(sum.all_articles),
        coverage: Some(sum.coverage),
        verdict: if sum.seen() { "undetermined" } else { "missing" }.to_owned(),
        ..report::Year::default()
    };
    rows.range(study.period.first_year..).map(known).collect()
}

fn years(rule: &Rule, rows: &Rows<'_>, judged: &Judgement) -> Vec<report::Year> {
    let breaks = coverage_breaks(rows, rule.window);
    judged
        .verdicts
        .iter()
        .map(|verdict| {
            let sum = rows.get(&verdict.year).cloned().unwrap_or_default();
            let mut flags: Vec<String> = verdict.flags.iter().map(word).collect();
            if breaks.contains(&verdict.year) {
                flags.push("coverage_break".to_owned());
            }
            report::Year {
                year: verdict.year,
                state: sum.state.to_owned(),
                count: verdict.value,
                mentions: sum.mentions,
                international: sum.seen().then_some(sum.international),
                all_articles: sum.seen().then_some(sum.all_articles),
                coverage: Some(sum.coverage),
                baseline_mean: verdict.baseline_mean,
                baseline_years: verdict.baseline_years,
                period_mean: verdict.period_mean,
                verdict: word(&verdict.verdict),
                reason: verdict.reason.as_ref().map(word),
                flip_distance: verdict.flip_distance,
                flags,
            }
        })
        .collect()
}

/// Years whose papers are not those of every seen year among the `window` before: what rises or
/// falls there may be a paper that came or went.
fn coverage_breaks(rows: &Rows<'_>, window: u32) -> BTreeSet<i32> {
    let reach = i32::try_from(window).unwrap_or(i32::MAX);
    let differs = |(year, sum): (&i32, &Sum<'_>)| {
        let mut before = rows.range(year.saturating_sub(reach)..*year).map(|(_, sum)| sum);
        let breaks = sum.seen() && before.any(|then| then.seen() && then.papers != sum.papers);
        breaks.then_some(*year)
    };
    rows.iter().filter_map(differs).collect()
}

/// The word an enum of the detector has in every output.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn wave(wave: &detector::Wave) -> report::Wave {
    report::Wave {
        first: wave.first,
        last: wave.last,
        years: wave.years.clone(),
        peak_year: wave.peak_year,
        peak_count: wave.peak_count,
        times_recent: wave.times_recent,
        times_period: wave.times_period,
        excess: wave.excess,
        elevated_until: wave.elevated_until,
        censored_left: wave.censored_left,
        censored_right: wave.censored_right,
    }
}

/// What every output of the study states.
fn description(
    study: &Study,
    ledger: &Ledger,
    topic: Topic,
    rule: &Rule,
    silent: Option<usize>,
) -> Result<report::Study> {
    let settings = ledger.settings()?.unwrap_or_default();
    let newspapers: Vec<report::NewspaperLine> = study
        .newspapers()
        .into_iter()
        .map(|n| report::NewspaperLine { name: n.name.clone(), title: n.title.clone() })
        .collect();
    let titles: Vec<&str> = newspapers.iter().map(|n| n.title.as_str()).collect();
    let mut provenance: Vec<(String, String)> = ledger.origin()?.into_iter().collect();
    provenance.push(("pipeline".to_owned(), study.digest.clone()));
    Ok(report::Study {
        name: study.name.clone(),
        title: study.title.clone(),
        rule: rule.id(),
        rule_sentence: rule.sentence(),
        period_factor: rule.period.map(|m| f64::from(m.num) / f64::from(m.den)),
        window: rule.window,
        topic: topic.word().to_owned(),
        measure: study.count.measure.word().to_owned(),
        verdicts: settings.verdicts,
        basis: settings.basis,
        channel: settings.channel,
        tier: settings.tier,
        policy: settings.policy,
        home: settings.home,
        first_year: study.period.first_year,
        last_year: study.period.last_year,
        source_line: format!("Groundswell, from the archives of {}", titles.join(" and ")),
        newspapers,
        provenance,
        notes: notes(study, ledger, rule, silent)?,
    })
}

/// What a reader must be told (METHOD.md §4), as far as it is true of this rule and selection.
fn notes(
    study: &Study,
    ledger: &Ledger,
    rule: &Rule,
    silent: Option<usize>,
) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if *rule == (Rule { span: rule.span, ..Rule::published() }) {
        notes.push("The rule flags onsets: after a lasting step no more than four years can be flagged, and a second peak within five years of the first is masked.".to_owned());
        notes.push("With few articles it fires by chance: at a constant true rate of 1 article a year about 24 of 168 years are flagged, at 5 a year 3.4, at 10 a year 0.4.".to_owned());
    }
    notes.push("Raw counts follow the size of the paper: compare with the share of international articles before reading a rise as unrest.".to_owned());
    notes.push(match rule.missing {
        MissingPolicy::Skip => "A missing year is a hole, never a zero: it is left out of every mean.".to_owned(),
        MissingPolicy::Zero => "This rule takes missing years for zeros, as the published code does; the years after a hole look like waves.".to_owned(),
    });
    let names_no_section =
        |n: &&press::Newspaper| n.name == "nyt" && study.period.first_year <= 1980;
    if study.newspapers().iter().any(names_no_section) {
        notes.push(match study.count.basis {
            Basis::Any => "The New York Times names no section before 1981: there an article counts as international by what its headline, index terms, dateline and words show, stated as basis “inferred” with each article.",
            Basis::Metadata => "The New York Times names no section before 1981: with basis “metadata” nothing is known of those years, so they are missing, not zero.",
        }.to_owned());
    }
    let coverage = ledger.coverage()?;
    let all: u64 = coverage.iter().map(|year| year.all_articles).sum();
    let unknown: u64 = coverage.iter().map(|year| year.international_unknown).sum();
    if unknown > 0 {
        let fate = if study.count.sections == Sections::Yes { "not counted" } else { "counted" };
        notes.push(format!(
            "Of {all} articles {unknown} say nothing of where they belong; they are {fate}."
        ));
    }
    if let Some(silent) = silent.filter(|silent| *silent > 0) {
        notes.push(format!("{silent} further countries of the gazetteer are not named in any counted article and are left out."));
    }
    Ok(notes)
}
