//! Several newspapers as one series: added up, averaged as rates, or both asked.
//!
//! | | a year's value |
//! |---|---|
//! | [`sum`] | the articles of the papers present, added (the published study's, and `gspwave`'s) |
//! | [`mean_of_rates`] | the mean of their rates: each paper weighs the same, however thick |
//! | [`sum_of_rates`] | their rates added: for counts a full year would have had |
//! | [`standardised`] | the mean of their rates, each divided by its standard deviation in a base period |
//! | [`highest_rate`] | the highest of their rates |
//! | [`both`] | the sum's, but a wave only where each paper has one within a year |
//!
//! A paper is **present** in a year if it has a count then (for rates: and a known exposure). It is **due** from the
//! first to the last year in which it is present. A paper that is missing while due makes the sum partial; one that did
//! not appear does not, but [`coverage_breaks`] names the years near its coming and going.
//!
//! Whatever they are joined to, [`agreement`] asks each of them alone.

use crate::breaks::regime_breaks;
use crate::rates::Rates;
use crate::series::{Cell, MAX_YEARS, Series, SeriesError};
use crate::verdict::{Judgement, Outcome, Reason};
use crate::wave::{Wave, waves};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// The papers added up, counts and exposures.
///
/// A year in which no paper has a count is missing if one of them is; a sum of exposures is known if those of all
/// papers present are.
///
/// # Errors
/// No papers, more than [`MAX_YEARS`] from the first year of one to the last of another, or sums beyond `u64`.
pub fn sum(papers: &[Series]) -> Result<Series, SeriesError> {
    let due: Vec<Option<RangeInclusive<i32>>> = papers.iter().map(due).collect();
    let years = years(papers)?;
    let mut cells = Vec::with_capacity(years.len());
    let mut exposures = Vec::with_capacity(years.len());
    for &year in &years {
        let cell_of = |paper: &Series| paper.cell(year);
        let lacking = papers.iter().zip(&due).any(|(paper, due)| {
            cell_of(paper) == Cell::Missing && due.as_ref().is_some_and(|due| due.contains(&year))
        });
        cells.push(added(&papers.iter().map(cell_of).collect::<Vec<_>>(), lacking)?);
        let mut present = papers.iter().filter(|paper| cell_of(paper).count().is_some()).peekable();
        if present.peek().is_none() {
            exposures.push(None);
            continue;
        }
        exposures.push(
            present
                .map(|paper| paper.exposure(year))
                .try_fold(0u64, |sum, exposure| sum.checked_add(exposure?)),
        );
    }
    let first = years.first().copied().unwrap_or_default();
    let summed = Series::new(first, cells)?;
    if papers.iter().any(Series::has_exposures) {
        summed.with_exposures(exposures)
    } else {
        Ok(summed)
    }
}

fn added(cells: &[Cell], lacking: bool) -> Result<Cell, SeriesError> {
    let counts = || cells.iter().filter_map(|cell| cell.count());
    if counts().next().is_none() {
        let hole = cells.iter().find(|cell| **cell == Cell::Missing).or(cells.first());
        return Ok(hole.copied().unwrap_or(Cell::Missing));
    }
    let total = counts().try_fold(0, u64::checked_add).ok_or(SeriesError::TotalTooLarge)?;
    let partial = lacking || cells.iter().any(|cell| matches!(cell, Cell::Partial(_)));
    Ok(if partial { Cell::Partial(total) } else { Cell::Observed(total) })
}

/// Each paper's rate (per so many of its exposure), averaged over the papers present.
///
/// # Errors
/// As [`sum`].
pub fn mean_of_rates(per: u32, papers: &[Series]) -> Result<Rates, SeriesError> {
    let rates: Vec<Rates> = papers.iter().map(|paper| Rates::per(per, paper)).collect();
    joined(papers, |year| mean(rates.iter().filter_map(|rates| rates.rate(year))))
}

/// The papers' rates added: each must be in the same unit, such as articles a full year would have had. A year in which
/// a paper has a count and no rate is missing: what it lacks is not known.
///
/// # Errors
/// As [`sum`].
pub fn sum_of_rates(per: u32, papers: &[Series]) -> Result<Rates, SeriesError> {
    let rates: Vec<Rates> = papers.iter().map(|paper| Rates::per(per, paper)).collect();
    joined(papers, |year| {
        let present =
            papers.iter().zip(&rates).filter(|(paper, _)| paper.cell(year).count().is_some());
        let mut of_present = present.map(|(_, rates)| rates.rate(year));
        let first = of_present.next()??;
        of_present.try_fold(first, |sum, rate| Some(sum + rate?))
    })
}

/// The highest of the papers' rates.
///
/// # Errors
/// As [`sum`].
pub fn highest_rate(per: u32, papers: &[Series]) -> Result<Rates, SeriesError> {
    let rates: Vec<Rates> = papers.iter().map(|paper| Rates::per(per, paper)).collect();
    joined(papers, |year| rates.iter().filter_map(|rates| rates.rate(year)).reduce(f64::max))
}

/// Each paper's rate in multiples of its standard deviation (n − 1) in the base period, averaged over the papers
/// present. A paper whose rate does not vary there, or has fewer than two years there, has no such multiple and is
/// left out.
///
/// # Errors
/// As [`sum`].
pub fn standardised(base: (i32, i32), papers: &[Series]) -> Result<Rates, SeriesError> {
    let measured = papers.iter().filter_map(|paper| {
        let rates = Rates::per(1, paper);
        let within = base.0.max(paper.first_year())..=base.1.min(paper.last_year());
        let deviation = deviation(within.clone().filter_map(|year| rates.rate(year)))?;
        Some((rates, deviation))
    });
    let measured: Vec<(Rates, f64)> = measured.collect();
    let multiple = |(rates, deviation): &(Rates, f64), year| Some(rates.rate(year)? / deviation);
    joined(papers, |year| mean(measured.iter().filter_map(|paper| multiple(paper, year))))
}

fn joined(papers: &[Series], rate: impl Fn(i32) -> Option<f64>) -> Result<Rates, SeriesError> {
    let summed = sum(papers)?;
    let rates: Vec<Option<f64>> = summed.years().map(|(year, _)| rate(year)).collect();
    Ok(Rates::of(&rates, summed))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0u32, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / f64::from(n))
}

fn deviation(values: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let mean = mean(values.clone())?;
    let (n, squares) =
        values.fold((0u32, 0.0), |(n, sum), value| (n + 1, sum + (value - mean) * (value - mean)));
    let deviation = libm::sqrt(squares / f64::from(n.checked_sub(1).filter(|n| *n > 0)?));
    (deviation > 0.0).then_some(deviation)
}

/// A wave only where every paper has one: the judgement of the sum with these verdicts instead.
///
/// A year is a wave if a paper flags it and every paper flags it or a year beside it. Where a paper has no answer for
/// any of the three and the others do not settle it, the year is undetermined. Counts, means and waves' numbers are
/// those of the sum; a flip distance there is none.
pub fn both(sum: &Judgement, papers: &[Judgement], bridge: u32) -> Judgement {
    let outcome = |judgement: &Judgement, year: i64| {
        let all = i64::from(sum.first_year)..=i64::from(sum.last_year);
        let index = usize::try_from(year - i64::from(judgement.first_year)).ok();
        let verdict = index.and_then(|index| judgement.verdicts.get(index));
        // A paper whose judged years end sooner says nothing of the others.
        let silent = all.contains(&year).then_some(Outcome::Missing);
        verdict.map(|verdict| verdict.verdict).or(silent)
    };
    let mut verdicts = sum.verdicts.clone();
    for verdict in &mut verdicts {
        let year = i64::from(verdict.year);
        let near = |paper: &Judgement, is: fn(Outcome) -> bool| {
            (year - 1..=year + 1).filter_map(|year| outcome(paper, year)).any(is)
        };
        let open = |outcome: Outcome| outcome == Outcome::Wave || !outcome.is_judged();
        let here = |is: fn(Outcome) -> bool| {
            papers.iter().filter_map(|paper| outcome(paper, year)).any(is)
        };
        let is_wave = |outcome| outcome == Outcome::Wave;
        verdict.flip_distance = None;
        if verdict.verdict == Outcome::Missing {
            continue;
        }
        verdict.tail = None;
        let agreed = here(is_wave) && papers.iter().all(|paper| near(paper, is_wave));
        let left_open = here(open) && papers.iter().all(|paper| near(paper, open));
        (verdict.verdict, verdict.reason) = match (agreed, left_open) {
            (true, _) => (Outcome::Wave, None),
            (false, true) => (Outcome::Undetermined, Some(Reason::OtherPaper)),
            (false, false) => (Outcome::None, None),
        };
    }
    Judgement { waves: waves(&verdicts, bridge), verdicts, ..sum.clone() }
}

/// Whether one paper judged alone, by the years and outcomes given, flags a year of the wave or one beside it: from the
/// year before its first to the year after its last, as [`both`] asks. `None`: it has an answer for none of them.
///
/// ```
/// use groundswell_detector::{Cell, Rule, Series, combine, judge};
///
/// let count = |peak| move |year| Cell::Observed(if year == peak { 40 } else { 10 });
/// let paper = |peak| Series::new(1900, (1900..1940).map(count(peak)).collect());
/// let papers = [paper(1930)?, paper(1931)?, paper(1935)?];
/// let wave = &judge(&combine::sum(&papers)?, &Rule::gsp_ts())?.waves[0];
/// let agrees = |paper| {
///     let alone = judge(paper, &Rule::gsp_ts()).ok()?;
///     combine::agreement(wave, alone.verdicts.iter().map(|year| (year.year, year.verdict)))
/// };
/// assert_eq!((wave.first, wave.last), (1930, 1931));
/// assert_eq!(papers.each_ref().map(agrees), [Some(true), Some(true), Some(false)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn agreement(wave: &Wave, paper: impl IntoIterator<Item = (i32, Outcome)>) -> Option<bool> {
    let near = wave.first.saturating_sub(1)..=wave.last.saturating_add(1);
    let judged = paper.into_iter().filter(|(year, said)| near.contains(year) && said.is_judged());
    judged.map(|(_, said)| said == Outcome::Wave).reduce(|flags, flag| flags || flag)
}

/// The papers' sum without each of them in turn, in their order: does a wave rest on one paper alone?
///
/// # Errors
/// As [`sum`]. With a single paper there is nothing left: no series.
pub fn leave_one_out(papers: &[Series]) -> Result<Vec<Series>, SeriesError> {
    if papers.len() < 2 {
        return Ok(Vec::new());
    }
    let without = |left_out: usize| {
        let rest = papers.iter().enumerate().filter(|(index, _)| *index != left_out);
        let rest: Vec<Series> = rest.map(|(_, paper)| paper.clone()).collect();
        sum(&rest)
    };
    (0..papers.len()).map(without).collect()
}

/// Years t for which a paper enters, leaves or changes its regime ([`regime_breaks`]) within
/// t − `window` … t. What rises or falls there may be the papers.
pub fn coverage_breaks(papers: &[Series], window: u32) -> BTreeSet<i32> {
    let reach = i32::try_from(window).unwrap_or(i32::MAX);
    let Ok(years) = years(papers) else { return BTreeSet::new() };
    let present = |year: i32| papers.iter().map(move |paper| paper.cell(year).count().is_some());
    let seen: Vec<i32> = years.into_iter().filter(|year| present(*year).any(|is| is)).collect();
    let mut changes: BTreeSet<i32> = seen
        .windows(2)
        .filter_map(|pair| match pair {
            [before, year] if !present(*before).eq(present(*year)) => Some(*year),
            _ => None,
        })
        .collect();
    changes.extend(papers.iter().flat_map(regime_breaks).map(|regime| regime.year));
    let near = |year: &i32| changes.range(year.saturating_sub(reach)..=*year).next().is_some();
    seen.into_iter().filter(near).collect()
}

/// All years from the first of any paper to the last of any.
fn years(papers: &[Series]) -> Result<Vec<i32>, SeriesError> {
    let first = papers.iter().map(Series::first_year).min().ok_or(SeriesError::Empty)?;
    let last = papers.iter().map(Series::last_year).max().ok_or(SeriesError::Empty)?;
    let years = u64::from(last.abs_diff(first)) + 1;
    if years > MAX_YEARS as u64 {
        return Err(SeriesError::TooManyYears { years });
    }
    Ok((first..=last).collect())
}

/// From the first to the last year in which the paper has a count; `None` if it has none.
pub fn due(paper: &Series) -> Option<RangeInclusive<i32>> {
    let mut present = paper.years().filter(|(_, cell)| cell.count().is_some());
    let (first, _) = present.next()?;
    Some(first..=present.last().map_or(first, |(last, _)| last))
}
