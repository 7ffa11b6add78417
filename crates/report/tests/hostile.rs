//! Whatever stands in the findings, the outputs are well formed, nothing panics, and no hole becomes a bar.

mod invented;

use std::collections::BTreeSet;

use groundswell_report::{
    Cause, Country, Coverage, Difference, Era, Findings, MovedCell, MovedWave, Output, Robustness,
    SeriesOf, Study, Wave, Year, country_svg, difference_page, difference_table, outputs,
    waves_table, world_svg, world_table, years_csv,
};
use proptest::prelude::*;

const NASTY: &[&str] = &[
    "",
    "<script>alert(1)</script>",
    "]]>--></style></svg>",
    "\" onload=\"x",
    "=1+1",
    "-2+3",
    "@SUM(A1)",
    "a,b;\"c\"\r\nd\te",
    "| a | b |\n|---|",
    "\0\u{1}\u{1b}[31mred\u{7f}\u{9b}",
    "\u{202e}desrever\u{2066}\u{200f}",
    "\u{feff}\u{fffe}\u{ffff}\u{1ffff}",
    "&amp;&#0;&undefined;",
    "../../etc/passwd",
    "CON",
    "Côte d’Ivoire · 中国 · e\u{301}",
    "sum",
    "mean-of-rates",
    "articles per 10,000",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(NASTY).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => prop::collection::vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect()),
        1 => (1_usize..4000).prop_map(|length| "W".repeat(length)),
    ]
}

fn number() -> impl Strategy<Value = Option<f64>> {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, -0.0, 1e-300, -3.0];
    prop::option::of(prop_oneof![prop::sample::select(odd.to_vec()), any::<f64>(), 0.0..100.0])
}

fn count() -> impl Strategy<Value = Option<u64>> {
    prop::option::of(prop_oneof![0_u64..200, any::<u64>(), Just(u64::MAX)])
}

fn year_number() -> impl Strategy<Value = i32> {
    prop_oneof![20 => 1850..2018_i32, 1 => any::<i32>(), 1 => Just(i32::MAX), 1 => Just(i32::MIN)]
}

fn year() -> impl Strategy<Value = Year> {
    let states = ["observed", "partial", "missing", "not_published", "not_applicable", "?"];
    let verdicts = ["wave", "none", "undetermined", "missing", ""];
    let words = (prop::sample::select(states.to_vec()), prop::sample::select(verdicts.to_vec()));
    let counts = (count(), count(), count(), count(), count());
    let means = (number(), number(), any::<u32>());
    let trust = (number(), number(), number(), number(), number());
    let others = (text(), prop::sample::select(verdicts.to_vec()));
    let flags = prop::collection::vec(text(), 0..3);
    (1850..2018_i32, words, counts, means, trust, others, text(), flags).prop_map(
        |(year, (state, verdict), counts, means, trust, others, reason, flags)| Year {
            year,
            state: state.into(),
            count: counts.0,
            mentions: counts.1,
            international: counts.2,
            all_articles: counts.3,
            flip_distance: counts.4,
            coverage: means.0,
            baseline_mean: means.1,
            baseline_years: means.2,
            period_mean: means.1,
            verdict: verdict.into(),
            reason: Some(reason),
            value: trust.0,
            per_10000: trust.1,
            per_10000_verdict: others.0,
            annualised: trust.2,
            annualised_verdict: others.1.into(),
            support: trust.3,
            bootstrap: trust.4,
            false_discovery: trust.0,
            flags,
        },
    )
}

fn wave() -> impl Strategy<Value = Wave> {
    let years = (year_number(), year_number(), year_number(), year_number());
    let numbers = (number(), number(), number(), any::<u64>());
    let papers = prop::collection::btree_map(text(), any::<Option<bool>>(), 0..3);
    let rest = (any::<(bool, bool)>(), papers);
    (years, numbers, rest).prop_map(|(years, numbers, (censored, agreement))| Wave {
        first: years.0,
        last: years.1,
        years: vec![years.0, years.1],
        peak_year: years.2,
        peak_count: numbers.3,
        times_recent: numbers.0,
        times_period: numbers.1,
        excess: numbers.2.unwrap_or(f64::NAN),
        elevated_until: years.3,
        censored_left: censored.0,
        censored_right: censored.1,
        agreement,
    })
}

fn robustness() -> impl Strategy<Value = Robustness> {
    let era = (year_number(), year_number(), any::<u32>(), number())
        .prop_map(|(first, last, flagged, by_newshole)| Era { first, last, flagged, by_newshole });
    let eras = prop::collection::vec(era, 0..4);
    (any::<(u32, u32)>(), number(), number(), number(), eras).prop_map(
        |((flagged, replicates), chance, bunched, by_newshole, eras)| Robustness {
            flagged,
            by_chance: chance.unwrap_or(f64::NAN),
            by_chance_bunched: bunched.unwrap_or(f64::NAN),
            by_newshole,
            eras,
            replicates,
        },
    )
}

fn series() -> impl Strategy<Value = SeriesOf> {
    let years = prop::collection::vec(year(), 0..30);
    let waves = prop::collection::vec(wave(), 0..6);
    let texts = (text(), prop::collection::vec(text(), 0..2), prop::option::of(text()));
    let trust = (text(), prop::option::of(robustness()));
    (years, waves, texts, number(), trust).prop_map(|(years, waves, texts, period_mean, trust)| {
        SeriesOf {
            newspaper: texts.0,
            years,
            waves,
            warnings: texts.1,
            error: texts.2,
            period_mean,
            unit: trust.0,
            robustness: trust.1,
        }
    })
}

fn country() -> impl Strategy<Value = Country> {
    let series = prop::collection::vec(series(), 0..3);
    (text(), text(), series, prop::option::of(text()))
        .prop_map(|(code, label, series, error)| Country { code, label, series, error })
}

fn study() -> impl Strategy<Value = Study> {
    let texts = prop::collection::vec(text(), 10);
    (texts, year_number(), year_number(), number()).prop_map(|(texts, first, last, factor)| {
        let mut study = invented::study(first, last);
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        study.title = next();
        study.rule = next();
        study.rule_sentence = next();
        study.topic = next();
        study.measure = next();
        study.verdicts = next();
        study.source_line = next();
        study.newspapers[0].title = next();
        study.notes = vec![next()];
        study.provenance = vec![(next(), "x".into())];
        study.period_factor = factor;
        study
    })
}

fn findings() -> impl Strategy<Value = Findings> {
    (study(), prop::collection::vec(country(), 0..4)).prop_map(|(study, countries)| {
        let year = |(year, state): (i32, &String)| Coverage {
            newspaper: study.newspapers[0].title.clone(),
            year,
            state: state.clone(),
            all_articles: u64::MAX,
            ..Coverage::default()
        };
        let states = ["observed".to_owned(), "missing".to_owned(), study.rule.clone()];
        let coverage = (1900..).zip(&states).map(year).collect();
        Findings { study, countries, coverage, ..Findings::default() }
    })
}

fn content(output: &Output) -> &str {
    std::str::from_utf8(&output.bytes).expect("every output is UTF-8")
}

/// The years drawn as bars in a chart.
fn bars(svg: &str) -> Vec<i32> {
    let document = roxmltree::Document::parse(svg).expect("the chart is well-formed XML");
    let marks = document.descendants().filter_map(|node| node.attribute("data-year"));
    marks.map(|year| year.parse().expect("a year")).collect()
}

fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_output_is_well_formed(findings in findings()) {
        let files = outputs(&findings);
        let paths: BTreeSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
        prop_assert_eq!(paths.len(), files.len());
        for file in &files {
            let text = content(file);
            let within = file.path.strip_prefix("charts/").unwrap_or(&file.path);
            prop_assert!(within.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)));
            match file.path.rsplit('.').next() {
                Some("svg") => {
                    let document = roxmltree::Document::parse(text).expect("well-formed XML");
                    let forbidden = ["script", "foreignObject", "image", "a", "use"];
                    let element = |name: &str| document.descendants().any(|n| n.has_tag_name(name));
                    prop_assert!(!forbidden.into_iter().any(element));
                }
                Some("csv") => {
                    let mut reader = csv::Reader::from_reader(text.as_bytes());
                    for record in reader.records() {
                        record.expect("every record has as many cells as the header");
                    }
                    prop_assert!(!text.chars().any(|c| acts(c) && !"\t\r\n".contains(c)));
                }
                Some("json") => {
                    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
                    prop_assert_eq!(&value["schema"], "groundswell.findings/1");
                }
                Some("md") => {
                    prop_assert!(!text.contains("<script"));
                    prop_assert!(!text.chars().any(|c| acts(c) && c != '\n'));
                }
                other => prop_assert!(false, "a file of an unknown kind: {other:?}"),
            }
        }
        prop_assert_eq!(outputs(&findings), files);
    }

    #[test]
    fn the_terminal_shows_control_characters_and_keeps_its_width(
        findings in findings(),
        width in 0_usize..200,
    ) {
        let table = waves_table(&findings, width, false);
        prop_assert!(!table.chars().any(|c| acts(c) && c != '\n'));
        let wide = |line: &str| line.chars().filter(char::is_ascii).count() > width.max(48);
        prop_assert!(!table.lines().any(wide));
        waves_table(&findings, width, true);
        let world = world_table(&findings, width, false);
        prop_assert!(!world.chars().any(|c| acts(c) && c != '\n'));
        prop_assert!(!world.lines().any(wide));
        world_table(&findings, width, true);
    }

    #[test]
    fn only_years_with_a_count_are_bars(study in study(), country in country()) {
        let drawn = bars(&country_svg(&study, &country));
        let series = country.series.iter().find(|s| s.newspaper == "sum").or(country.series.first());
        let years = series.map_or(&[][..], |series| series.years.as_slice());
        for year in drawn {
            let of_year = years.iter().filter(|y| y.year == year);
            let seen = of_year.clone().any(|y| {
                y.count.is_some() && matches!(y.state.as_str(), "observed" | "partial")
            });
            prop_assert!(seen, "{year} is drawn but was not seen");
        }
    }

    #[test]
    fn a_bar_of_the_world_is_a_year_with_an_answer(findings in findings()) {
        let drawn = world_svg(&findings).map_or_else(Vec::new, |svg| bars(&svg));
        let shown = |country: &'_ Country| {
            let sum = country.series.iter().find(|series| series.newspaper == "sum");
            sum.or(country.series.first()).map_or_else(Vec::new, |series| series.years.clone())
        };
        let years: Vec<Year> = findings.countries.iter().flat_map(shown).collect();
        for year in drawn {
            let answered = years.iter().any(|y| {
                y.year == year && y.count.is_some() && matches!(y.verdict.as_str(), "wave" | "none")
            });
            prop_assert!(answered, "{year} is drawn but no country has an answer");
        }
    }

    #[test]
    fn csv_gives_names_and_counts_back(label in text(), flags in text(), count in count()) {
        let mut findings = invented::ten_years();
        findings.countries[0].label = label.clone();
        findings.countries[0].series[0].years[0].flags = vec![flags.clone()];
        findings.countries[0].series[0].years[0].count = count;
        let table = years_csv(&findings);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let place = |name: &str| header.iter().position(|h| h == name).expect("a column");
        let record = reader.records().next().expect("a row").expect("a well-formed row");
        for (column, text) in [("label", label), ("flags", flags)] {
            let plain = !text.chars().any(|c| {
                c.is_control() && !"\t\r\n".contains(c) || c.escape_debug().count() > 1
            });
            if plain || text.chars().all(|c| c.is_ascii_graphic() || " \t\r\n".contains(c)) {
                prop_assert_eq!(&record[place(column)], text);
            }
        }
        let given = record[place("count")].parse::<u64>().ok();
        prop_assert_eq!(given, count);
    }
}

#[test]
fn holes_are_fields_and_zero_is_a_bar() {
    let findings = invented::findings();
    let chile = &findings.countries[0];
    let svg = country_svg(&findings.study, chile);
    let drawn: BTreeSet<i32> = bars(&svg).into_iter().collect();
    let expected: BTreeSet<i32> =
        chile.series[0].years.iter().filter(|y| y.count.is_some()).map(|y| y.year).collect();
    assert_eq!(drawn, expected);
    for hole in ["1850: not published", "1853: missing", "1866–1868: missing", "1903: missing"] {
        assert!(svg.contains(&format!("<title>{hole}</title>")), "{hole}");
    }
    let ten = invented::ten_years();
    let svg = country_svg(&ten.study, &ten.countries[0]);
    assert!(svg.contains("class=\"bar zero\" data-year=\"2004\""));
}

#[test]
fn a_hole_with_a_count_or_a_year_without_one_is_no_bar() {
    let rows: [(&str, Option<u64>, usize); 8] = [
        ("observed", Some(3), 1),
        ("observed", Some(0), 1),
        ("partial", Some(3), 1),
        ("observed", None, 0),
        ("partial", None, 0),
        ("missing", Some(3), 0),
        ("not_published", Some(3), 0),
        ("not_applicable", Some(3), 0),
    ];
    for (state, count, expected) in rows {
        let year = Year { year: 1900, state: state.into(), count, ..Year::default() };
        let series = SeriesOf { newspaper: "sum".into(), years: vec![year], ..SeriesOf::default() };
        let country = Country { series: vec![series], ..Country::default() };
        let svg = country_svg(&invented::study(1900, 1900), &country);
        assert_eq!(bars(&svg).len(), expected, "{state} {count:?}");
    }
}

#[test]
fn the_period_line_follows_the_rule() {
    let mut findings = invented::ten_years();
    for (factor, label) in [(Some(2.0), "2 × period mean"), (Some(1.0), "period mean")] {
        findings.study.period_factor = factor;
        let svg = country_svg(&findings.study, &findings.countries[0]);
        assert!(svg.contains(&format!(">{label}</text>")), "{label}");
    }
    findings.study.period_factor = None;
    let svg = country_svg(&findings.study, &findings.countries[0]);
    assert!(!svg.contains("class=\"period\""));
}

#[test]
fn a_mean_of_rates_is_not_drawn_among_counts() {
    let findings = invented::rates();
    let svg = country_svg(&findings.study, &findings.countries[0]);
    for mark in ["class=\"mean\"", "class=\"period\""] {
        assert!(!svg.contains(mark), "{mark}");
    }
    assert!(svg.contains("1988: 103 articles, 343.3 articles per 10,000, wave"));
}

#[test]
fn joined_newspapers_have_one_chart() {
    for (first, expected) in [
        ("sum", &["charts/CHL.svg"][..]),
        ("mean-of-rates", &["charts/CHL.svg"]),
        ("standardised", &["charts/CHL.svg"]),
        ("max", &["charts/CHL.svg"]),
        ("both", &["charts/CHL.svg"]),
        ("post", &["charts/CHL-post.svg", "charts/CHL-courier.svg", "charts/CHL-mail.svg"]),
    ] {
        let mut findings = invented::rates();
        findings.countries[0].series[0].newspaper = first.into();
        let files = outputs(&findings);
        let charts = files.iter().map(|file| file.path.as_str());
        let charts = charts.filter(|path| path.starts_with("charts/CHL"));
        assert_eq!(charts.collect::<Vec<_>>(), expected, "{first}");
    }
}

#[test]
fn countries_of_one_code_have_files_of_their_own() {
    let mut findings = invented::ten_years();
    for code in ["TEN", "ten", "A/B", "A:B", "World"] {
        let mut country = findings.countries[0].clone();
        country.code = code.into();
        findings.countries.push(country);
    }
    let files = outputs(&findings);
    let charts: Vec<&str> =
        files.iter().filter_map(|file| file.path.strip_prefix("charts/")).collect();
    let countries = ["TEN.svg", "TEN-2.svg", "ten-3.svg", "A_B.svg", "A_B-2.svg", "World-2.svg"];
    let all = ["world.svg", "heatmap.svg", "coverage.svg"];
    assert_eq!(charts, [&countries[..], &all].concat());
}

/// Names of files, countries, causes and settings may hold anything.
#[test]
fn a_difference_lets_nothing_run() {
    let evil = "<script>alert(1)</script>\u{202e}\u{0}\"'><svg onload=x>\u{1b}[31m".to_owned();
    let cell = MovedCell {
        newspaper: evil.clone(),
        country: evil.clone(),
        year: 1931,
        old: None,
        new: Some(3),
        old_state: evil.clone(),
        new_state: "observed".into(),
        causes: vec![Cause { cause: evil.clone(), added: 3, removed: 0 }],
    };
    let wave = MovedWave {
        country: evil.clone(),
        label: evil.clone(),
        old: vec![1931],
        new: Vec::new(),
        cause: evil.clone(),
    };
    let difference = Difference {
        old: evil.clone(),
        new: evil.clone(),
        topic: evil.clone(),
        made: vec![[evil.clone(), evil.clone(), evil]],
        causes: cell.causes.clone(),
        moved: vec![cell],
        waves: vec![wave],
        ..Difference::default()
    };
    let page = difference_page(&difference);
    assert!(!page.contains("<script") && !page.contains("<svg"), "{page}");
    for text in [page, difference_table(&difference, 10, 80)] {
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(acts), "{text:?}");
    }
}
