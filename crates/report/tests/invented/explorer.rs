//! What the explorer shows beside invented findings: readings that agree or not, articles nobody wrote.

use groundswell_report::{
    Article, Coverage, Evidence, Explorer, Findings, Reading, SeriesOf, wanted,
};

/// The findings with all that the explorer has room for.
pub(crate) fn explorer(mut findings: Findings) -> Explorer {
    if findings.coverage.is_empty() {
        findings.coverage = coverage(&findings);
    }
    let readings = findings.countries.iter().map(|country| readings(country.series.first()));
    let evidence = wanted(&findings).into_iter().map(|cell| {
        let found = findings.countries.iter().find(|country| country.code == cell.country);
        let years = found.map_or(&[][..], |country| &country.series[0].years).iter();
        let counts = years.filter(|year| year.year == cell.year).filter_map(|year| year.count);
        let articles = usize::try_from(counts.sum::<u64>()).unwrap_or(usize::MAX);
        let shown = (0..articles.min(cell.most)).map(|at| article(cell.year, at));
        Evidence { country: cell.country.into(), year: cell.year, articles, shown: shown.collect() }
    });
    let (readings, evidence) = (readings.collect(), evidence.collect());
    Explorer { recent_factor: Some(1.5), readings, evidence, findings, ..Explorer::default() }
}

fn article(year: i32, at: usize) -> Article {
    let (month, day) = (1 + at % 12, 1 + at / 12 % 28);
    let paper = if at.is_multiple_of(3) { "mail" } else { "courier" };
    let address = format!("https://{paper}.example/{year}/{month:02}/{day:02}/archives");
    Article {
        date: format!("{year:04}-{month:02}-{day:02}"),
        newspaper: paper.into(),
        url: Some(format!("{address}/a-headline-of-the-usual-length-about-the-country-{at}.html")),
        words: "The country, its people".into(),
        basis: "metadata (desk)".into(),
        unrest: at.is_multiple_of(2),
        headline: None,
    }
}

/// Twenty other readings: each moves the verdicts by a year or two, some have no answer.
fn readings(series: Option<&SeriesOf>) -> Vec<Reading> {
    let Some(series) = series else { return Vec::new() };
    let reading = |at: i32| {
        let years = series.years.iter().map(|year| (year.year + at % 3, year.verdict.clone()));
        Reading {
            name: format!("reading-{at}"),
            about: format!("as the study, {at} steps aside"),
            years: if at == 7 { Vec::new() } else { years.collect() },
            error: (at == 7).then(|| "nothing it needs is known".to_owned()),
        }
    };
    (0..20).map(reading).collect()
}

/// Both newspapers in every year of the study, the second one missing at first.
fn coverage(findings: &Findings) -> Vec<Coverage> {
    let study = &findings.study;
    let year = |newspaper: &str, year: i32| {
        let seen = newspaper == "courier" || year >= 1900;
        let large = super::trust::newshole(year);
        Coverage {
            newspaper: newspaper.into(),
            year,
            state: if seen { "observed" } else { "missing" }.into(),
            months_due: 12,
            months_held: if seen { 12 } else { 0 },
            months_searched: 0,
            days_due: 365,
            days_held: if seen { 360 } else { 0 },
            coverage: if seen { 1.0 } else { 0.0 },
            records: large * 9,
            all_articles: large * 8,
            international: large,
            international_unknown: large / 2,
        }
    };
    let papers = study.newspapers.iter().map(|paper| paper.name.as_str());
    let years = study.first_year..=study.last_year;
    papers.flat_map(|paper| years.clone().map(move |at| year(paper, at))).collect()
}
