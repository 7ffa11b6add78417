//! How far to trust the invented verdicts: rates, 200 settings, chance; counted, or made up where that would take a simulation.

use groundswell_report::{Era, Robustness, SeriesOf, Year};

/// International articles of the two invented newspapers together: they grow, are large from 1929 to 1973, and shrink.
pub(crate) fn newshole(year: i32) -> u64 {
    match year {
        ..1929 => 1_500 + u64::from(year.abs_diff(1850)) * 10,
        1929..=1973 => 6_000,
        _ => 3_000,
    }
}

/// What the rule says of each value: None where it has no answer.
fn flags(
    values: &[Option<f64>],
    times_recent: f64,
    times_period: f64,
    window: usize,
) -> Vec<Option<bool>> {
    let seen: Vec<f64> = values.iter().flatten().copied().collect();
    let period = seen.iter().sum::<f64>() / seen.len().max(1) as f64;
    let judged = |at: usize| {
        let before: Vec<f64> =
            values[at.saturating_sub(window)..at].iter().flatten().copied().collect();
        let recent = before.iter().sum::<f64>() / before.len() as f64;
        let value = values[at].filter(|_| before.len() >= 3)?;
        Some(value > times_recent * recent && value > times_period * period)
    };
    (0..values.len()).map(judged).collect()
}

fn verdict(value: Option<f64>, flag: Option<bool>) -> String {
    match (value, flag) {
        (None, _) => "missing",
        (_, None) => "undetermined",
        (_, Some(true)) => "wave",
        (_, Some(false)) => "none",
    }
    .into()
}

/// Of each year, the share of 200 settings that flag it.
fn supports(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tallies = vec![(0_u32, 0_u32); values.len()];
    for times_recent in [1.25, 1.4, 1.5, 1.6, 2.0] {
        for times_period in [0.0, 1.0, 1.5, 1.8, 2.0, 2.2, 2.5, 3.0] {
            for window in [3, 4, 5, 7, 10] {
                let flags = flags(values, times_recent, times_period, window);
                for ((flagged, judged), flag) in tallies.iter_mut().zip(flags) {
                    *judged += u32::from(flag.is_some());
                    *flagged += u32::from(flag == Some(true));
                }
            }
        }
    }
    let share = |(flagged, judged): (u32, u32)| {
        (judged > 0).then(|| f64::from(flagged) / f64::from(judged))
    };
    tallies.into_iter().map(share).collect()
}

fn rate(year: &Year) -> Option<f64> {
    Some(year.count? as f64 * 10_000.0 / year.international? as f64)
}

fn annualised(year: &Year) -> Option<f64> {
    Some(year.count? as f64 / year.coverage?)
}

/// Fills what stands beside the verdicts of a judged series.
pub(crate) fn fill(series: &mut SeriesOf) {
    let values: Vec<Option<f64>> = series.years.iter().map(|year| year.value).collect();
    let rates: Vec<Option<f64>> = series.years.iter().map(rate).collect();
    let whole: Vec<Option<f64>> = series.years.iter().map(annualised).collect();
    let (by_rate, by_whole) = (flags(&rates, 1.5, 2.0, 5), flags(&whole, 1.5, 2.0, 5));
    let supports = supports(&values);
    for (at, year) in series.years.iter_mut().enumerate() {
        year.per_10000 = rates[at];
        year.per_10000_verdict = verdict(rates[at], by_rate[at]);
        year.annualised = whole[at];
        year.annualised_verdict = verdict(whole[at], by_whole[at]);
        year.support = supports[at].filter(|_| year.count.is_some());
        // Made up: the nearer to flipping, the fewer resampled series flag it.
        year.bootstrap =
            year.flip_distance.map(|articles| 1.0 - 0.5 / (1.0 + articles as f64 / 4.0));
    }
    series.robustness = Some(robustness(series));
}

/// The same series judged on its rates, with a tie and the shares of false discoveries that only rates have.
pub(crate) fn as_rates(series: &mut SeriesOf) {
    let rates: Vec<Option<f64>> = series.years.iter().map(|year| year.per_10000).collect();
    let mean_of = |rates: &[Option<f64>]| {
        let seen: Vec<f64> = rates.iter().flatten().copied().collect();
        (!seen.is_empty()).then(|| seen.iter().sum::<f64>() / seen.len() as f64)
    };
    let (period, supports) = (mean_of(&rates), supports(&rates));
    for (at, year) in series.years.iter_mut().enumerate() {
        year.value = rates[at];
        year.verdict = year.per_10000_verdict.clone();
        year.baseline_mean = mean_of(&rates[at.saturating_sub(5)..at]);
        year.period_mean = period;
        year.flip_distance = None;
        year.bootstrap = None;
        year.support = supports[at].filter(|_| year.value.is_some());
        year.false_discovery = year.support.map(|share| 1.0 - share);
        if year.year == 1988 {
            year.flags.push("tie".into());
        }
    }
    series.unit = "articles per 10,000".into();
    series.period_mean = period;
    series.waves = super::waves(&series.years, period.unwrap_or(1.0));
    series.robustness = Some(robustness(series));
}

/// Made up, in the proportions that a simulation gives.
fn robustness(series: &SeriesOf) -> Robustness {
    let flagged = |first: i32, last: i32| {
        let within = series.years.iter().filter(|year| (first..=last).contains(&year.year));
        within.filter(|year| year.verdict == "wave").count() as u32
    };
    let mean = series.period_mean.unwrap_or(1.0).max(0.1);
    let era = |first, last, share: f64| Era {
        first,
        last,
        flagged: flagged(first, last),
        by_newshole: Some(share * 24.0 / (1.0 + mean)),
    };
    let whole = Robustness {
        flagged: flagged(i32::MIN, i32::MAX),
        by_chance: 24.0 / (mean * mean.sqrt()).max(1.0),
        by_chance_bunched: 36.0 / mean.max(1.0),
        by_newshole: Some(24.0 / (1.0 + mean)),
        eras: vec![era(1850, 1928, 0.25), era(1929, 1973, 0.7), era(1974, 2017, 0.05)],
        replicates: 500,
    };
    if series.years.len() > 100 {
        whole
    } else {
        Robustness { by_newshole: None, eras: vec![], ..whole }
    }
}
