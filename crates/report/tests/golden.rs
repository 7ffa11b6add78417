//! Every output against the file it once was. `BLESS=1 cargo test -p groundswell-report` writes them; read the diff.

mod invented;

use std::path::Path;

use groundswell_report::{
    country_svg, heatmap_svg, outputs, waves_csv, waves_markdown, waves_table, world_csv,
    world_svg, world_table,
};

fn check(name: &str, actual: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, actual).expect("the golden folder can be written");
    }
    let golden = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}; BLESS=1"));
    let same = golden == actual;
    assert!(same, "{name} differs from tests/golden/{name}; BLESS=1 rewrites it");
}

#[test]
fn a_study_of_ten_years() {
    let findings = invented::ten_years();
    for output in outputs(&findings) {
        check(&format!("ten-{}", output.path.replace("charts/", "")), &output.bytes);
    }
    check("ten-table.txt", waves_table(&findings, 48, false).as_bytes());
}

/// The charts and pages of a long study; its tables would only repeat those of the short one.
#[test]
fn a_study_of_168_years() {
    let findings = invented::findings();
    for country in &findings.countries {
        let svg = country_svg(&findings.study, country);
        check(&format!("long-{}.svg", country.code), svg.as_bytes());
    }
    check("long-waves.md", waves_markdown(&findings).as_bytes());
    check("long-waves.csv", waves_csv(&findings).as_bytes());
    check("long-table.txt", waves_table(&findings, 100, false).as_bytes());
    check("long-table-colour.txt", waves_table(&findings, 80, true).as_bytes());
}

/// A count with nothing to compare it with looks neither low nor high.
#[test]
fn a_series_that_is_not_judged_has_a_fill_of_its_own() {
    let mut findings = invented::ten_years();
    let fills = |findings: &_| {
        let svg = heatmap_svg(findings).expect("ten years can be drawn");
        let drawn = |class: &str| svg.matches(&format!("class=\"{class}\"")).count();
        (drawn("heat-0") + drawn("heat-1") + drawn("heat-2") + drawn("heat-3"), drawn("heat-none"))
    };
    let (compared, alone) = fills(&findings);
    assert!(compared > 0 && alone == 0);
    for series in findings.countries.iter_mut().flat_map(|country| &mut country.series) {
        series.period_mean = None;
    }
    let (compared, alone) = fills(&findings);
    assert!(compared == 0 && alone > 1, "with its legend: {alone}");
}

/// What differs where a rate was judged: the bars are counts, the means are not among them.
#[test]
fn a_study_of_rates() {
    let findings = invented::rates();
    let svg = country_svg(&findings.study, &findings.countries[0]);
    check("rates-CHL.svg", svg.as_bytes());
    check("rates-waves.md", waves_markdown(&findings).as_bytes());
    check("rates-waves.csv", waves_csv(&findings).as_bytes());
    check("rates-table.txt", waves_table(&findings, 80, false).as_bytes());
}

/// Fifty countries together, one of which joined late; and too few countries for a share.
#[test]
fn the_world() {
    let findings = invented::fifty_countries();
    let svg = world_svg(&findings).expect("fifty countries have answers");
    check("world.svg", svg.as_bytes());
    check("world.csv", world_csv(&findings).as_bytes());
    check("world-table.txt", world_table(&findings, 80, false).as_bytes());
    check("world-table-colour.txt", world_table(&findings, 80, true).as_bytes());
    let alone = invented::ten_years();
    assert_eq!(world_svg(&alone), None);
    check("world-alone.txt", world_table(&alone, 48, false).as_bytes());
}

/// Of two newspapers and their sum, the rows that are added up elsewhere.
#[test]
fn counts_for_gspwave_are_of_single_newspapers_and_have_no_holes() {
    let mut findings = invented::findings();
    findings.countries.truncate(2);
    let files = outputs(&findings);
    let file = files.iter().find(|file| file.path == "gsp.csv").expect("gsp.csv");
    check("long-gsp.csv", &file.bytes);
}
