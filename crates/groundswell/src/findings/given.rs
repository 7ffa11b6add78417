//! Findings of series that were given as a table: the same judgements as of a study, without an archive behind them.

use groundswell_detector::{Rule, combine};
use groundswell_report as report;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::papers::{Known, Papers};
use super::{describe, in_threads, series};
use crate::failure::Result;
use crate::gazetteer::Own;
use crate::import::settings::Import;
use crate::readings::Panel;
use crate::series_csv;
use crate::study::{Combine, Count, Period, RuleTable, Study};

/// The series of a file, judged, with each country's newspapers beside its findings.
pub(crate) struct Given {
    pub(crate) findings: report::Findings,
    pub(crate) panels: Vec<Option<Panel>>,
}

/// Judges the series of a table. What the counts are out of is its column `exposure`; what was seen of a newspaper, and
/// how many articles it had in all, is not known. `deep`: chance and the bootstrap too, which take time.
pub(crate) fn given(
    path: &Path,
    rule: &Rule,
    wanted: &[String],
    deep: bool,
    jobs: usize,
) -> Result<Given> {
    let panels = series_csv::read(path, wanted)?;
    let study = study(path, rule, panels.values().filter_map(|panel| panel.as_ref().ok()));
    let gazetteer = Own::read(None)?.gazetteer()?;
    let labelled = |(code, panel): (String, _)| {
        let known = gazetteer.find(&code).map(|polity| gazetteer.polity(polity).label.clone());
        (known.unwrap_or_else(|| code.clone()), code, panel)
    };
    let mut panels: Vec<Labelled> = panels.into_iter().map(labelled).collect();
    // As a reader looks for them, not by code: Spain is not under E.
    panels.sort_by(|a, b| a.0.cmp(&b.0));
    let countries = in_threads(&panels, jobs, |(label, code, panel)| {
        let series = panel.clone().and_then(|panel| series_of(&study, rule, panel, deep));
        let error = match &series {
            Ok(series) => series.first().and_then(|series| series.error.clone()),
            Err(error) => Some(error.clone()),
        };
        let (code, label) = (code.clone(), label.clone());
        report::Country { code, label, series: series.unwrap_or_default(), error }
    })?;
    let findings = report::Findings {
        study: description(path, rule, &study, &countries),
        countries,
        ..report::Findings::default()
    };
    Ok(Given { findings, panels: panels.into_iter().map(|(.., panel)| panel.ok()).collect() })
}

/// Label, code and newspapers of a country, or why it has none.
type Labelled = (String, String, std::result::Result<Panel, String>);

/// Its name: where it stands on this machine is no part of what is handed over.
fn file(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A study of nothing but these years, with every default.
fn study<'a>(path: &Path, rule: &Rule, panels: impl Iterator<Item = &'a Panel>) -> Study {
    let papers = panels.flat_map(|panel| &panel.papers);
    let years = papers.map(|paper| (paper.first_year(), paper.last_year()));
    let all = years.reduce(|all, paper| (all.0.min(paper.0), all.1.max(paper.1)));
    let (first_year, last_year) = rule.span.or(all).unwrap_or_default();
    Study {
        name: "series".to_owned(),
        title: format!("Series of {}", file(path)),
        workspace: PathBuf::new(),
        import: Import::default(),
        fetch: None,
        period: Period { first_year, last_year, lead_in: 0 },
        count: Count::default(),
        rule: RuleTable::default(),
        digest: String::new(),
    }
}

/// The newspapers added up, then each by itself.
fn series_of(
    study: &Study,
    rule: &Rule,
    panel: Panel,
    deep: bool,
) -> std::result::Result<Vec<report::SeriesOf>, String> {
    let papers = papers(panel, rule.window)?;
    let joined = !papers.each.is_empty();
    let combine = if joined { Combine::Sum } else { Combine::Each };
    let mut all = vec![series::series(study, rule, &papers, combine, deep)];
    all.extend(
        papers.each.iter().map(|paper| series::series(study, rule, paper, Combine::Each, false)),
    );
    let exposed = papers.sum.has_exposures();
    all.iter_mut().flat_map(|series| &mut series.years).for_each(|year| only_given(year, exposed));
    Ok(all)
}

/// A table says nothing of mentions, of all articles and of how much of a year was seen.
fn only_given(year: &mut report::Year, exposed: bool) {
    (year.mentions, year.all_articles, year.coverage) = (None, None, None);
    year.international = year.international.filter(|_| exposed);
}

fn papers(panel: Panel, window: u32) -> std::result::Result<Papers, String> {
    let sum = panel.sum().map_err(|error| error.to_string())?;
    let known = |(year, _)| (year, known(&panel, year));
    let known: BTreeMap<i32, Known> = sum.years().map(known).collect();
    let alone = |at: usize| papers(panel.alone(at), window);
    let each = match panel.papers.len() {
        0 | 1 => Vec::new(),
        several => (0..several).map(alone).collect::<std::result::Result<_, String>>()?,
    };
    let breaks = combine::coverage_breaks(&panel.papers, window);
    Ok(Papers { breaks, panel, known, sum, each })
}

/// What the papers that have a count say of a year.
fn known(panel: &Panel, year: i32) -> Known {
    let mut known = Known { international: Some(0), ..Known::default() };
    for paper in &panel.papers {
        let Some(count) = paper.cell(year).count() else { continue };
        known.articles = Some(known.articles.unwrap_or(0).saturating_add(count));
        let more = paper.exposure(year).unwrap_or(0);
        known.international = known.international.and_then(|sum| sum.checked_add(more));
    }
    known
}

fn description(
    path: &Path,
    rule: &Rule,
    study: &Study,
    countries: &[report::Country],
) -> report::Study {
    let mut papers: Vec<String> = Vec::new();
    for series in countries.iter().flat_map(|country| &country.series) {
        if series.newspaper != Combine::Sum.word() && !papers.contains(&series.newspaper) {
            papers.push(series.newspaper.clone());
        }
    }
    let title = |name: &str| match name {
        series_csv::UNNAMED => "the given series".to_owned(),
        name => name.to_owned(),
    };
    let newspapers = papers.iter();
    report::Study {
        name: study.name.clone(),
        title: study.title.clone(),
        topic: study.count.topic.word().to_owned(),
        measure: study.count.measure.word().to_owned(),
        newspapers: newspapers
            .map(|name| report::NewspaperLine { name: name.clone(), title: title(name) })
            .collect(),
        first_year: study.period.first_year,
        last_year: study.period.last_year,
        source_line: file(path),
        ..describe::of_rule(rule)
    }
}
