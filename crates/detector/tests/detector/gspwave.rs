//! `gspwave` once more, from what is known of its behaviour, against the presets `gsp-ts` and `gsp-wlg`.
//!
//! A panel has a row for a newspaper, a country and a year, or has none. The newspapers are summed, years without a
//! row are 0. `TS_wave`: count(t) > 1.5 × mean(t−1 … t−5) of the lags there are, one is enough; the first year is
//! never flagged. `WLG_wave`: that, and count(t) > 1.0 × the mean of the whole window, itself and waves included.
//! Means are doubles here, as in Stata: ties come out the same, since where they can occur the mean is a whole
//! number or a third of one, and 1.5 times the nearest double to a third rounds to the count.

use crate::draw::Lots;
use groundswell_detector::{Cell, Outcome, Rule, Series, judge};
use std::collections::BTreeMap;

struct Row {
    newspaper: &'static str,
    country: usize,
    year: i32,
    articles: u64,
}

/// Which years of a country are flagged: `TS_wave` and `WLG_wave`.
type Flags = BTreeMap<i32, (bool, bool)>;

fn gspwave(panel: &[Row], country: usize, (first, last): (i32, i32)) -> Flags {
    let count = |year: i32| -> f64 {
        let rows = panel.iter().filter(|row| (row.country, row.year) == (country, year));
        rows.map(|row| row.articles as f64).sum()
    };
    let counts: Vec<f64> = (first..=last).map(count).collect();
    let overall = counts.iter().sum::<f64>() / counts.len() as f64;
    let mut flags = Flags::new();
    for (t, year) in (first..=last).enumerate() {
        let mut lags = Vec::new();
        for lag in 1..=5 {
            if t >= lag {
                lags.push(counts[t - lag]);
            }
        }
        let recent = lags.iter().sum::<f64>() / lags.len() as f64;
        let ts = !lags.is_empty() && counts[t] > 1.5 * recent;
        flags.insert(year, (ts, ts && counts[t] > overall));
    }
    flags
}

/// Three to six countries in two newspapers, up to 168 years, quiet or busy, a third of the rows or fewer missing.
fn panel(lots: &mut Lots) -> (Vec<Row>, usize, i32, i32) {
    let (countries, first) = (3 + lots.below(4) as usize, 1850 + lots.below(60) as i32);
    let last = first + 14 + lots.below(i64::from(2017 - first - 13) as u64) as i32;
    let missing = 3 + lots.below(30);
    let mut rows = Vec::new();
    for country in 0..countries {
        let busy = 1 + lots.below(60);
        for (year, newspaper) in (first..=last).flat_map(|year| [(year, "nyt"), (year, "guardian")])
        {
            let burst = if lots.one_in(15) { 4 } else { 1 };
            let articles = lots.below(busy) * burst;
            if !lots.one_in(missing) {
                rows.push(Row { newspaper, country, year, articles });
            }
        }
    }
    (rows, countries, first, last)
}

/// The country's rows as a series of the crate: the sum of both papers, a hole where neither has a row.
fn series(panel: &[Row], country: usize) -> Series {
    let mut sums = BTreeMap::new();
    for row in panel.iter().filter(|row| row.country == country) {
        assert!(["nyt", "guardian"].contains(&row.newspaper));
        *sums.entry(row.year).or_insert(0) += row.articles;
    }
    Series::from_years(sums.into_iter().map(|(year, sum)| (year, Cell::Observed(sum)))).unwrap()
}

#[test]
fn the_presets_are_gspwave_verdict_for_verdict_on_200_panels() {
    let (mut years, mut flagged, mut holes) = (0, 0, 0);
    for number in 0..200 {
        let (panel, countries, first, last) = panel(&mut Lots::of(number));
        for country in 0..countries {
            let series = series(&panel, country);
            // The study's window, and the window of the country's own rows.
            let own = (series.first_year(), series.last_year());
            for window in [(first, last), (first - 3, last + 3), own] {
                let expected = gspwave(&panel, country, window);
                let found = [Rule::gsp_ts(), Rule::gsp_wlg()]
                    .map(|rule| judge(&series, &Rule { span: Some(window), ..rule }).unwrap());
                assert_eq!(found[0].verdicts[0].verdict, Outcome::Undetermined);
                for (ts, wlg) in found[0].verdicts.iter().zip(&found[1].verdicts) {
                    let waves = (ts.verdict == Outcome::Wave, wlg.verdict == Outcome::Wave);
                    assert_eq!(waves, expected[&ts.year], "panel {number}, {country}, {}", ts.year);
                    flagged += u32::from(waves.0);
                }
                years += expected.len();
                holes += found[0].zero_filled_years;
            }
        }
    }
    println!("{years} years of 200 panels, {flagged} flagged by TS, {holes} without a row");
    assert!(flagged > 10_000 && holes > 5_000);
}

/// Every tie of 1.5 × the mean of one to five lags, up to a thousand articles: a double sees it as a tie too.
#[test]
fn ties_of_doubles_are_ties() {
    for lags in 1..=5u64 {
        for sum in (0..=1_000 * lags).filter(|sum| (3 * sum).is_multiple_of(2 * lags)) {
            let (count, mean) = (3 * sum / (2 * lags), sum as f64 / lags as f64);
            assert_eq!(count as f64, 1.5 * mean, "{sum} in {lags} years");
        }
    }
}
