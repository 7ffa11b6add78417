//! A country's newspapers: what the ledger knows of each year, as the detector and the report take it.

use groundswell_detector::{Cell, Series, combine};
use groundswell_ledger::{Coverage, Yearly};
use std::collections::{BTreeMap, BTreeSet};

use super::wrong;
use crate::failure::Result;
use crate::readings::Panel;
use crate::study::Measure;

/// Months held, by newspaper and year.
pub(crate) struct Months(BTreeMap<(String, i32), u64>);

impl Months {
    pub(crate) fn of(coverage: &[Coverage]) -> Months {
        let held =
            |year: &Coverage| ((year.newspaper.clone(), year.year), u64::from(year.months_held));
        Months(coverage.iter().map(held).collect())
    }
}

/// What is known of one year of one newspaper, or of all together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) articles: Option<u64>,
    pub(crate) mentions: Option<u64>,
    /// What counts are out of; `None`: not known of one of the papers.
    pub(crate) international: Option<u64>,
    pub(crate) all_articles: Option<u64>,
    /// Share of the year that was seen, on average over the papers that should be in it.
    pub(crate) coverage: f64,
}

impl Known {
    pub(crate) fn seen(&self) -> bool {
        self.articles.is_some()
    }
}

/// A country's newspapers, or one of them.
pub(crate) struct Papers {
    pub(crate) panel: Panel,
    /// By year.
    pub(crate) known: BTreeMap<i32, Known>,
    /// The papers added up, holes as holes.
    pub(crate) sum: Series,
    /// Years near which a paper came, went or changed.
    pub(crate) breaks: BTreeSet<i32>,
    /// Each by itself, if there are several.
    pub(crate) each: Vec<Papers>,
}

impl Papers {
    /// The papers of these rows, which are those of one country.
    pub(crate) fn of(
        rows: &[&Yearly],
        measure: Measure,
        months: &Months,
        window: u32,
    ) -> Result<Papers> {
        let mut by_paper: BTreeMap<&str, BTreeMap<i32, &Yearly>> = BTreeMap::new();
        for row in rows {
            by_paper.entry(&row.newspaper).or_default().insert(row.year, row);
        }
        let mut panel = Panel { names: Vec::new(), papers: Vec::new(), months: Vec::new() };
        let (mut all, mut each) = (Vec::new(), Vec::new());
        let several = by_paper.len() > 1;
        for (name, rows) in &by_paper {
            let counts = rows.iter().map(|(year, row)| (*year, cell(row, measure)));
            let counts = Series::from_years(counts).map_err(|error| wrong(&error))?;
            let held = |row: &Yearly| {
                months.0.get(&(row.newspaper.clone(), row.year)).copied().unwrap_or(0)
            };
            panel.names.push((*name).to_owned());
            panel.papers.push(out_of(&counts, rows, |row| row.international_articles)?);
            panel.months.push(out_of(&counts, rows, |row| Some(held(row)))?);
            all.push(out_of(&counts, rows, |row| row.all_articles)?);
            if several {
                let alone: Vec<&Yearly> = rows.values().copied().collect();
                each.push(Papers::of(&alone, measure, months, window)?);
            }
        }
        let sum = panel.sum().map_err(|error| wrong(&error))?;
        let mut breaks = combine::coverage_breaks(&panel.papers, window);
        breaks.extend(combine::coverage_breaks(&all, window));
        let known = sum.years().map(|(year, _)| (year, together(&panel, &by_paper, year)));
        Ok(Papers { known: known.collect(), panel, sum, breaks, each })
    }
}

/// The counts with what they are out of, in the years that were seen.
fn out_of(
    counts: &Series,
    rows: &BTreeMap<i32, &Yearly>,
    value: impl Fn(&Yearly) -> Option<u64>,
) -> Result<Series> {
    let seen = |(year, _)| rows.get(&year).filter(|row| row.articles.is_some());
    let exposures = counts.years().map(|year| seen(year).and_then(|row| value(row)));
    let exposures = exposures.collect();
    counts.clone().with_exposures(exposures).map_err(|error| wrong(&error))
}

/// What the papers together know of a year. Coverage is that of the papers due.
fn together(panel: &Panel, rows: &BTreeMap<&str, BTreeMap<i32, &Yearly>>, year: i32) -> Known {
    let mut known = Known { international: Some(0), all_articles: Some(0), ..Known::default() };
    let mut due = 0u32;
    for (paper, rows) in panel.papers.iter().zip(rows.values()) {
        let Some(row) = rows.get(&year) else { continue };
        let seen = row.articles.is_some();
        let missed = row.state == "missing"
            && combine::due(paper).is_some_and(|years| years.contains(&year));
        due += u32::from(seen || missed);
        if seen {
            let add = |sum: &mut Option<u64>, more: Option<u64>| {
                *sum = more.map(|more| sum.unwrap_or(0).saturating_add(more));
            };
            add(&mut known.articles, row.articles);
            add(&mut known.mentions, row.mentions);
            let plus = |sum: Option<u64>, more: Option<u64>| sum?.checked_add(more?);
            known.international = plus(known.international, row.international_articles);
            known.all_articles = plus(known.all_articles, row.all_articles);
            known.coverage += row.coverage;
        }
    }
    known.coverage /= f64::from(due.max(1));
    known
}

fn cell(row: &Yearly, measure: Measure) -> Cell {
    let count = match measure {
        Measure::Articles => row.articles,
        Measure::Mentions => row.mentions,
    };
    match (row.state.as_str(), count) {
        ("observed", Some(count)) => Cell::Observed(count),
        (_, Some(count)) => Cell::Partial(count),
        ("not_published", None) => Cell::NotPublished,
        ("not_applicable", None) => Cell::NotApplicable,
        (_, None) => Cell::Missing,
    }
}

/// The word of a cell's state in every output.
pub(super) fn state(cell: Cell) -> &'static str {
    match cell {
        Cell::Observed(_) => "observed",
        Cell::Partial(_) => "partial",
        Cell::Missing => "missing",
        Cell::NotPublished => "not_published",
        Cell::NotApplicable => "not_applicable",
    }
}
