//! What `explorer.html` shows: the findings, every other reading of the same counts, the articles behind the cells.

use groundswell_detector::Rule;
use groundswell_ledger::{Evidence, Ledger, Search};
use groundswell_report as report;
use std::collections::BTreeMap;
use std::path::Path;

use crate::evidence;
use crate::failure::Result;
use crate::findings::{self, Asked, Countries, Papers};
use crate::readings::{Panel, Reading, readings};
use crate::study::{Combine, Normalise, Study};

/// Judges the study and looks up what stands beside its findings. `headlines`: those of the articles too, which are
/// the newspapers' text.
pub(crate) fn explorer(
    study: &Study,
    ledger: &Ledger,
    asked: &Asked,
    headlines: bool,
) -> Result<report::Explorer> {
    let explorer = without_articles(study, ledger, asked)?;
    let mut evidence = articles(study, ledger, asked, &explorer.findings)?;
    if headlines {
        add_headlines(study, &mut evidence)?;
    }
    let evidence = evidence.into_iter().map(|(cell, _)| cell).collect();
    Ok(report::Explorer { evidence, ..explorer })
}

/// The same without the articles, which a page can ask for.
pub(crate) fn without_articles(
    study: &Study,
    ledger: &Ledger,
    asked: &Asked,
) -> Result<report::Explorer> {
    let rule = findings::rule(study, asked)?;
    let found = findings::judge(study, ledger, asked)?;
    let papers = Countries::of(study, ledger, asked)?.papers(study, &rule)?;
    let (combine, normalise) = (study.count.combine, study.count.normalise);
    let read = |(_, _, papers): &(String, String, Option<Papers>)| {
        let read = |papers: &Papers| readings(&papers.panel, &rule, combine, normalise);
        papers.as_ref().map_or_else(Vec::new, read).into_iter().map(reading).collect()
    };
    let readings = findings::in_threads(&papers, asked.jobs, read)?;
    Ok(report::Explorer {
        findings: found,
        recent_factor: Some(rule.recent.into()),
        false_discovery: rule.false_discovery.map(f64::from),
        readings,
        ..report::Explorer::default()
    })
}

/// The same of the series of a table, which have no articles behind them.
pub(crate) fn of_csv(
    path: &Path,
    rule: &Rule,
    wanted: &[String],
    jobs: usize,
) -> Result<report::Explorer> {
    let given = findings::given(path, rule, wanted, true, jobs)?;
    let read = |panel: &Option<Panel>| {
        let read = |panel: &Panel| readings(panel, rule, Combine::Sum, Normalise::Raw);
        panel.as_ref().map_or_else(Vec::new, read).into_iter().map(reading).collect()
    };
    let readings = findings::in_threads(&given.panels, jobs, read)?;
    Ok(report::Explorer {
        findings: given.findings,
        recent_factor: Some(rule.recent.into()),
        false_discovery: rule.false_discovery.map(f64::from),
        readings,
        ..report::Explorer::default()
    })
}

fn reading(reading: Reading) -> report::Reading {
    let (years, error) = match reading.years {
        Ok(years) => (years, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    report::Reading {
        name: reading.name,
        about: reading.about,
        years: years.iter().map(|said| (said.year, findings::word(&said.verdict))).collect(),
        error,
    }
}

/// A cell, and the ledger's first row of each article it shows.
type Cell = (report::Evidence, Vec<Evidence>);

/// The articles of the cells that the page has room for, in the order in which they are kept.
fn articles(
    study: &Study,
    ledger: &Ledger,
    asked: &Asked,
    found: &report::Findings,
) -> Result<Vec<Cell>> {
    let topic = asked.topic.unwrap_or(study.count.topic);
    let wanted = report::wanted(found);
    let mut years: BTreeMap<i32, BTreeMap<&str, usize>> = BTreeMap::new();
    for (at, cell) in wanted.iter().enumerate() {
        years.entry(cell.year).or_default().insert(cell.country, at);
    }
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    for (year, places) in years {
        let countries = places.keys().map(|country| (*country).to_owned()).collect();
        let search = Search { countries, ..Search::default() };
        let mut found: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
        ledger.each_found((year, None), &search, None, |country, row| {
            if let Some(at) = places.get(&*country) {
                found.entry(*at).or_default().push(row);
            }
            true
        })?;
        let of_topic = |rows: &[Evidence]| evidence::of_topic(rows, topic);
        cells.extend(found.iter().map(|(at, rows)| (*at, cell(wanted[*at], &of_topic(rows)))));
    }
    Ok(cells.into_values().collect())
}

/// Of more articles than there is room for, those that name the country most often; by date.
fn cell(wanted: report::Wanted<'_>, rows: &[Evidence]) -> Cell {
    let mut articles = evidence::articles(rows, |row| row);
    let of_all = articles.len();
    let mentions = |rows: &[Evidence]| rows.iter().map(|row| u64::from(row.mentions)).sum::<u64>();
    articles.sort_by_key(|rows| std::cmp::Reverse(mentions(rows)));
    articles.truncate(wanted.most);
    articles.sort_by_key(|rows| rows.first().map(|row| (&row.date, &row.path, row.position)));
    let firsts: Vec<Evidence> = articles.iter().filter_map(|rows| rows.first().cloned()).collect();
    let evidence = report::Evidence {
        country: wanted.country.to_owned(),
        year: wanted.year,
        articles: of_all,
        shown: articles.iter().filter_map(|rows| article(rows)).collect(),
    };
    (evidence, firsts)
}

fn article(rows: &[Evidence]) -> Option<report::Article> {
    let first = rows.first()?;
    let words: Vec<String> = rows.iter().map(evidence::words).collect();
    Some(report::Article {
        date: first.date.clone(),
        newspaper: first.newspaper.clone(),
        url: first.url.clone(),
        words: words.join(", "),
        basis: evidence::basis(first),
        unrest: first.unrest,
        headline: None,
    })
}

/// All from one pass over the archive.
fn add_headlines(study: &Study, cells: &mut [Cell]) -> Result<()> {
    let rows = cells.iter().flat_map(|(_, rows)| rows);
    let headlines = evidence::headlines(study, rows.map(evidence::place), || false)?;
    for (cell, rows) in cells {
        for (article, row) in cell.shown.iter_mut().zip(rows.iter()) {
            article.headline = headlines.get(&(row.path.clone(), row.position)).cloned();
        }
    }
    Ok(())
}
