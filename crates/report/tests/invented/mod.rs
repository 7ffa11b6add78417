//! Findings nobody found: invented series for the tests, judged by a small rule of their own.

#![allow(dead_code, reason = "each test takes what it needs")]

mod explorer;
mod trust;

use std::collections::BTreeMap;

use groundswell_report::{
    Country, Coverage, Findings, Gap, NewspaperLine, SeriesOf, Study, Wave, Year,
};

#[allow(unused_imports, reason = "as above")]
pub(crate) use explorer::explorer;

/// A study of two newspapers that do not exist.
pub(crate) fn study(first_year: i32, last_year: i32) -> Study {
    let paper = |name: &str, title: &str| NewspaperLine { name: name.into(), title: title.into() };
    Study {
        name: "invented".into(),
        title: "Waves in the foreign news".into(),
        rule: "published".into(),
        rule_sentence: "a year is a wave when its count is more than 1.5 times the mean of the \
                        five years before and more than twice the annual mean of the period"
            .into(),
        period_factor: Some(2.0),
        window: 5,
        topic: "all".into(),
        measure: "articles".into(),
        verdicts: "yes+unknown".into(),
        basis: "any".into(),
        channel: "text".into(),
        tier: "B".into(),
        policy: "primary".into(),
        home: "foreign-only".into(),
        combine: "sum".into(),
        normalise: "raw".into(),
        newspapers: vec![
            paper("courier", "The Morning Courier"),
            paper("mail", "The Evening Mail"),
        ],
        first_year,
        last_year,
        source_line: "invented records of The Morning Courier and The Evening Mail, for tests only"
            .into(),
        provenance: vec![
            ("program".into(), "groundswell 0.0.0".into()),
            ("gazetteer sha256".into(), "0000".into()),
        ],
        notes: vec![
            "The rule flags onsets: after a lasting rise at most four years can be waves.".into(),
            "With few articles a year it fires by chance.".into(),
        ],
    }
}

/// Every country the charts must get right.
pub(crate) fn findings() -> Findings {
    let mut study = study(1850, 2017);
    study.name = "gallery".into();
    Findings { study, countries: countries(), ..Findings::default() }
}

fn countries() -> Vec<Country> {
    vec![
        two_papers("CHL", "Chile", long_series(7)),
        country("CLM", "Calmland", quiet(1850, 2017)),
        country("FEW", "Few articles", few(1850, 2017)),
        country("UYY", "Uplandia", vec![("missing", None); 168].into_iter().zip(1850..).map(flip)),
        country("HUG", "One huge year", huge(1850, 2017)),
        country("NEW", "A young country", young(1850, 2017)),
        country("MNY", "Côte d’Abondance & <many> waves", many(1850, 2017)),
    ]
}

type Cell = (i32, &'static str, Option<u64>);

fn flip(((state, count), year): ((&'static str, Option<u64>), i32)) -> Cell {
    (year, state, count)
}

/// A repeatable scatter of 0..below.
pub(crate) fn scatter(seed: u64, below: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// 168 years with early holes, strikes, partial years and planted waves.
pub(crate) fn long_series(seed: u64) -> Vec<Cell> {
    let mut noise = scatter(seed, 9);
    let cell = |year: i32| {
        let level = match year {
            ..1880 => 4,
            1891 => 62,
            1906 => 30,
            1931 | 1932 => 88,
            1970..=1972 => 70,
            1973 => 168,
            1974..=1978 => 90,
            1988 => 96,
            1945..=1990 => 30,
            _ => 14,
        };
        let count = level + noise();
        match year {
            1850 => (year, "not_published", None),
            1853 | 1866..=1868 | 1903 => (year, "missing", None),
            1962 | 1963 | 2017 => (year, "partial", Some(count / 2)),
            1978 => (year, "partial", Some(count * 3 / 4)),
            _ => (year, "observed", Some(count)),
        }
    };
    (1850..=2017).map(cell).collect()
}

fn quiet(first: i32, last: i32) -> Vec<Cell> {
    let mut noise = scatter(17, 14);
    (first..=last).map(|year| (year, "observed", Some(38 + noise()))).collect()
}

fn few(first: i32, last: i32) -> Vec<Cell> {
    let mut noise = scatter(3, 6);
    (first..=last).map(|year| (year, "observed", Some(noise().saturating_sub(2)))).collect()
}

fn huge(first: i32, last: i32) -> Vec<Cell> {
    let mut noise = scatter(5, 30);
    let count = |year: i32, low: u64| if year == 1956 { 41_873 } else { low };
    (first..=last).map(|year| (year, "observed", Some(count(year, noise())))).collect()
}

fn young(first: i32, last: i32) -> Vec<Cell> {
    let mut noise = scatter(11, 12);
    let cell = |year: i32| match year {
        ..1960 => (year, "not_applicable", None),
        1962 => (year, "not_published", None),
        1983 | 1984 => (year, "missing", None),
        1994 => (year, "observed", Some(140 + noise())),
        _ => (year, "observed", Some(12 + noise())),
    };
    (first..=last).map(cell).collect()
}

fn many(first: i32, last: i32) -> Vec<Cell> {
    let mut noise = scatter(13, 5);
    let cell = |year: i32| {
        let peak = year % 6 == 0 && year > 1860;
        (year, "observed", Some(if peak { 60 + noise() * 10 } else { 6 + noise() }))
    };
    (first..=last).map(cell).collect()
}

/// A country of one series.
pub(crate) fn country(code: &str, label: &str, cells: impl IntoIterator<Item = Cell>) -> Country {
    let series = judge("sum", cells.into_iter().collect());
    let error = series.error.clone();
    Country { code: code.into(), label: label.into(), series: vec![series], error }
}

fn two_papers(code: &str, label: &str, sum: Vec<Cell>) -> Country {
    let share = |part: u64| -> Vec<Cell> {
        sum.iter()
            .map(|(year, state, count)| (*year, *state, count.map(|n| n * part / 3)))
            .collect()
    };
    let papers = vec![judge("courier", share(2)), judge("mail", share(1))];
    let mut country = country(code, label, sum);
    for wave in &mut country.series[0].waves {
        let near = wave.first - 1..=wave.last + 1;
        let said = |paper: &SeriesOf| {
            let years = paper.years.iter().filter(|year| near.contains(&year.year));
            let judged = years.filter(|year| matches!(year.verdict.as_str(), "wave" | "none"));
            judged.map(|year| year.verdict == "wave").reduce(|flags, flag| flags || flag)
        };
        wave.agreement =
            papers.iter().map(|paper| (paper.newspaper.clone(), said(paper))).collect();
    }
    country.series.extend(papers);
    country
}

/// The published rule in floats, good enough to make pictures of.
fn judge(newspaper: &str, cells: Vec<Cell>) -> SeriesOf {
    let counts: Vec<f64> = cells.iter().filter_map(|cell| cell.2).map(|n| n as f64).collect();
    if counts.len() < 10 {
        let years = cells.into_iter().map(|cell| year(cell, None, 0, None)).collect();
        let error = Some(format!("{} observed years, at least 10 are needed", counts.len()));
        return SeriesOf { newspaper: newspaper.into(), years, error, ..SeriesOf::default() };
    }
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    let judged = |at: usize| {
        let before = cells[at.saturating_sub(5)..at].iter().filter_map(|cell| cell.2);
        let before: Vec<f64> = before.map(|n| n as f64).collect();
        let recent = (!before.is_empty()).then(|| before.iter().sum::<f64>() / before.len() as f64);
        year(cells[at], recent, before.len() as u32, Some(mean))
    };
    let years: Vec<Year> = (0..cells.len()).map(judged).collect();
    let waves = waves(&years, mean);
    let warnings =
        if counts.len() < 30 { vec!["fewer than 30 observed years".into()] } else { vec![] };
    let mut series = SeriesOf {
        newspaper: newspaper.into(),
        years,
        waves,
        warnings,
        error: None,
        period_mean: Some(mean),
        unit: "articles".into(),
        robustness: None,
    };
    trust::fill(&mut series);
    series
}

fn year((year, state, count): Cell, recent: Option<f64>, of: u32, mean: Option<f64>) -> Year {
    let wave = match (count, recent, mean) {
        (Some(n), Some(recent), Some(mean)) => n as f64 > 1.5 * recent && n as f64 > 2.0 * mean,
        _ => false,
    };
    // Two missing years before are borne here, so that the pictures have short baselines too.
    let verdict = match (count, of) {
        (None, _) => "missing",
        (Some(_), ..3) => "undetermined",
        _ if wave => "wave",
        _ => "none",
    };
    Year {
        year,
        state: state.into(),
        count,
        mentions: count.map(|n| n.saturating_mul(3)),
        international: count.map(|_| trust::newshole(year)),
        all_articles: count.map(|_| 60_000),
        coverage: Some(match state {
            "observed" => 1.0,
            "partial" => 2.0 / 3.0,
            _ => 0.0,
        }),
        baseline_mean: recent,
        baseline_years: of,
        period_mean: mean,
        verdict: verdict.into(),
        reason: (verdict == "undetermined").then(|| format!("{of} of 5 earlier years")),
        flip_distance: count
            .zip(mean)
            .filter(|_| verdict == "wave")
            .map(|(n, mean)| n - (2.0 * mean).max(1.5 * recent.unwrap_or(0.0)).floor() as u64),
        value: count.map(|n| n as f64),
        flags: if state == "partial" { vec!["partial".into()] } else { vec![] },
        ..Year::default()
    }
}

fn waves(years: &[Year], mean: f64) -> Vec<Wave> {
    let runs = years.chunk_by(|a, b| (a.verdict == "wave") == (b.verdict == "wave"));
    let waves = runs.filter(|run| run[0].verdict == "wave");
    waves.map(|run| wave(years, run, mean)).collect()
}

fn wave(years: &[Year], run: &[Year], mean: f64) -> Wave {
    let (first, last) = (run[0].year, run[run.len() - 1].year);
    let beside = |at: i32| {
        let year = years.iter().find(|year| year.year == at);
        year.is_none_or(|year| matches!(year.verdict.as_str(), "missing" | "undetermined"))
    };
    let after = years.iter().filter(|year| year.year >= first);
    let value = |year: &Year| year.value.unwrap_or(0.0);
    let high = after.take_while(|year| year.value.is_some_and(|value| value > 2.0 * mean));
    let peak = run.iter().max_by(|a, b| value(a).total_cmp(&value(b))).unwrap_or(&run[0]);
    let excess = |year: &Year| value(year) - year.baseline_mean.unwrap_or(0.0);
    Wave {
        first,
        last,
        years: run.iter().map(|year| year.year).collect(),
        peak_year: peak.year,
        peak_count: peak.count.unwrap_or(0),
        times_recent: peak.baseline_mean.filter(|m| *m > 0.0).map(|m| value(peak) / m),
        times_period: Some(value(peak) / mean),
        excess: run.iter().map(excess).sum(),
        elevated_until: high.map(|year| year.year).last().unwrap_or(last).max(last),
        censored_left: beside(first - 1),
        censored_right: beside(last + 1),
        agreement: BTreeMap::new(),
    }
}

/// Ten years, the least that is judged.
pub(crate) fn ten_years() -> Findings {
    let counts = [3, 5, 4, 0, 2, 6, 31, 12, 3, 4];
    let cells = counts.into_iter().zip(2001..).map(|(n, year)| (year, "observed", Some(n)));
    Findings {
        study: study(2001, 2010),
        coverage: (2001..=2010).map(covered).collect(),
        gaps: vec![Gap {
            newspaper: "courier".into(),
            first: "2004-03-01".into(),
            last: "2004-03-09".into(),
            what: "a strike".into(),
            citation: "invented".into(),
        }],
        countries: vec![country("TEN", "Ten years", cells)],
    }
}

fn covered(year: i32) -> Coverage {
    let held = if year == 2004 { 11 } else { 12 };
    Coverage {
        newspaper: "courier".into(),
        year,
        state: "observed".into(),
        months_due: 12,
        months_held: held,
        months_searched: 0,
        days_due: 365,
        days_held: 30 * held,
        coverage: f64::from(held) / 12.0,
        records: 1_003,
        all_articles: 1_000,
        international: 240,
        international_unknown: 12,
    }
}

/// A study judged on rates, the newspapers joined by their mean.
pub(crate) fn rates() -> Findings {
    let mut study = study(1850, 2017);
    study.rule_sentence = study.rule_sentence.replace("count", "rate");
    let mut chile = two_papers("CHL", "Chile", long_series(7));
    chile.series[0].newspaper = "mean-of-rates".into();
    chile.series.iter_mut().for_each(trust::as_rates);
    Findings { study, countries: vec![chile], ..Findings::default() }
}

/// Countries whose waves come together in the 1890s, the 1930s and around 1970; the later ones begin in 1920.
pub(crate) fn fifty_countries() -> Findings {
    let cells = |seed: u64| {
        let mut noise = scatter(seed, 12);
        let cell = move |year: i32| {
            let noise = noise();
            let together = matches!(year, 1894..=1895 | 1931..=1933 | 1968..=1971);
            let wave = noise == 0 || together && noise < 5;
            let count = if wave { 50 + noise } else { 10 + noise };
            match year {
                ..1852 | 1915 | 1916 => (year, "missing", None),
                ..1920 if seed >= 20 => (year, "not_applicable", None),
                _ => (year, "observed", Some(count)),
            }
        };
        (1850..=2017).map(cell)
    };
    let invented = |n: u64| country(&format!("C{n:02}"), &format!("Country {n}"), cells(n));
    Findings {
        study: study(1850, 2017),
        countries: (0..50).map(invented).collect(),
        ..Findings::default()
    }
}

/// A study as large as the world.
pub(crate) fn two_hundred_countries() -> Findings {
    let invented =
        |n: u64| two_papers(&format!("C{n:03}"), &format!("Country {n}"), long_series(n));
    Findings {
        study: study(1850, 2017),
        countries: (0..200).map(invented).collect(),
        ..Findings::default()
    }
}
