//! The demo archive: what is in it, that it is what `fixtures/demo` holds, and that its waves are there to be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use groundswell_corpus::{
    DEMO_SEED, Newspaper, Plan, Planted, articles, demo_year, downloaded, expected_csv, nyt_month,
    planted, planted_waves,
};
use serde_json::Value;

/// JSON values one after the other; the one record with a stray byte is read with a mark in its place.
fn responses(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(bytes);
    serde_json::Deserializer::from_str(&text)
        .into_iter::<Value>()
        .map(|value| value.expect("JSON")["response"].clone())
        .collect()
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/demo").join(name)
}

#[test]
fn the_fixture_is_what_the_seed_makes() {
    let mut names = BTreeSet::new();
    for year in 1851..=2017 {
        for (name, made) in demo_year(year, DEMO_SEED) {
            let name = name + ".zst";
            let kept = zstd::decode_all(fs::read(fixture(&name)).unwrap().as_slice()).unwrap();
            assert!(kept == made, "{name} differs: write fixtures/demo again");
            names.insert(name);
        }
    }
    for folder in ["nyt", "guardian", "nyt-search"] {
        for entry in fs::read_dir(fixture(folder)).unwrap() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            assert!(names.contains(&name), "{name} is not made by the generator");
        }
    }
    assert!(fs::read_to_string(fixture("expected.csv")).unwrap() == expected_csv(DEMO_SEED));
}

#[test]
fn every_response_says_how_much_it_holds() {
    let mut ids = BTreeSet::new();
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for year in 1851..=2017 {
        for (name, bytes) in
            demo_year(year, DEMO_SEED).iter().filter(|(name, _)| !name.starts_with("nyt-search"))
        {
            for response in responses(bytes) {
                let records = response
                    .get("docs")
                    .or(response.get("results"))
                    .and_then(Value::as_array)
                    .unwrap();
                if response.get("docs").is_some() {
                    assert_eq!(response["meta"]["hits"], records.len(), "{name}");
                } else {
                    assert!(records.len() as u64 <= response["pageSize"].as_u64().unwrap());
                }
                let id = |r: &Value| {
                    r.get("_id").or(r.get("id")).and_then(Value::as_str).unwrap().to_owned()
                };
                ids.extend(records.iter().map(id));
                *counted
                    .entry(if name.starts_with("nyt") { "nyt" } else { "guardian" })
                    .or_default() += records.len();
            }
        }
    }
    assert!(
        (18_000..27_000).contains(&counted["nyt"]) && (2_500..5_000).contains(&counted["guardian"]),
        "{counted:?}"
    );
    let repeated = counted["nyt"] + counted["guardian"] - ids.len();
    assert_eq!(repeated, 2 * 3 + 1, "three months repeat two records, one page repeats one");
}

#[test]
fn months_are_there_unless_planned() {
    let check = |year, month, expected| {
        assert_eq!(downloaded(Newspaper::Nyt, year, month), expected, "{year}-{month}");
    };
    check(1858, 9, true);
    check(1858, 10, false);
    check(1888, 10, false);
    check(1908, 6, false);
    check(1921, 12, false);
    check(1922, 1, true);
    assert_eq!(demo_year(1908, DEMO_SEED), []);
    for year in 1852..=2017 {
        for month in 1..=12 {
            let records = articles(Plan::Demo, Newspaper::Nyt, year, month, DEMO_SEED).len();
            let strike = (year, month) == (1978, 9) || (year, month) == (1978, 10);
            assert_eq!(records < 3, strike, "{year}-{month}: {records}");
        }
    }
}

#[test]
fn no_two_articles_look_the_same_by_accident() {
    for newspaper in [Newspaper::Nyt, Newspaper::Guardian] {
        let mut seen = BTreeSet::new();
        for (year, month) in (1851..=2017).flat_map(|year| (1..=12).map(move |month| (year, month)))
        {
            for article in articles(Plan::Demo, newspaper, year, month, DEMO_SEED) {
                let what = format!("{:?} {}", article.date, article.headline);
                assert!(
                    article.headline.len() > 8 && !article.headline.contains(['{', '}']),
                    "{what}"
                );
                assert!(seen.insert((article.date, article.slug())), "{what} twice");
            }
        }
    }
}

#[test]
fn planted_faults_are_in_their_records() {
    let check = |year, month, sign: &str| {
        let text =
            String::from_utf8_lossy(&nyt_month(Plan::Demo, year, month, DEMO_SEED)).into_owned();
        assert!(text.contains(sign), "{sign} in {year}-{month}");
    };
    check(1864, 5, r#""headline":{"kicker""#);
    check(1895, 5, "\u{fffd}");
    check(1964, 3, r#""print_page":null"#);
    check(1994, 2, r#""news_desk":null"#);
    check(1996, 10, r#""news_desk":"""#);
    check(2001, 3, r#""section_name":null"#);
    check(2003, 7, r#""byline":[]"#);
    check(2004, 11, r#""section_name":"false""#);
    check(2005, 2, r#""word_count":""#);
    check(2005, 9, "&#8217;s envoys");
    check(2010, 4, r#""word_count":null"#);
    check(2017, 1, r#""name":"Location""#);
}

#[test]
fn twins_share_an_address_and_not_an_id() {
    let (_, nyt) = demo_year(2011, DEMO_SEED).swap_remove(0);
    let months = responses(&nyt);
    let records: Vec<&Value> =
        months.iter().flat_map(|month| month["docs"].as_array().unwrap()).collect();
    let distinct =
        |key: &str| records.iter().map(|r| r[key].as_str().unwrap()).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct("_id"), records.len());
    assert!(distinct("web_url") < records.len());
}

static PLANTED: LazyLock<BTreeMap<(&str, &str, u16), Planted>> =
    LazyLock::new(|| planted(DEMO_SEED));

/// Evident articles of both papers by year; `None` where the New York Times was not downloaded.
fn series(country: &str) -> BTreeMap<u16, Option<i64>> {
    let count = |newspaper, year| {
        PLANTED.get(&(newspaper, country, year)).map_or(0, |c| i64::from(c.evident))
    };
    let held = |year| (1..=12).any(|month| downloaded(Newspaper::Nyt, year, month));
    (1851..=2017)
        .map(|year| (year, held(year).then(|| count("nyt", year) + count("guardian", year))))
        .collect()
}

/// The published rule read plainly: above 1.5 × the mean of the five years before and 2 × the mean of all years; nothing is
/// said of the first five years.
fn flagged(series: &BTreeMap<u16, Option<i64>>) -> Vec<u16> {
    let observed: Vec<i64> = series.values().flatten().copied().collect();
    let (years, sum) = (observed.len() as i64, observed.iter().sum::<i64>());
    let is_wave = |&(&year, &count): &(&u16, &Option<i64>)| {
        let Some(count) = count.filter(|_| year >= 1856) else { return false };
        let before: Vec<i64> =
            series.range(year - 5..year).filter_map(|(_, count)| *count).collect();
        2 * before.len() as i64 * count > 3 * before.iter().sum::<i64>() && years * count > 2 * sum
    };
    series.iter().filter(is_wave).map(|(&year, _)| year).collect()
}

#[test]
fn planted_waves_meet_their_fate() {
    for wave in planted_waves() {
        let series = series(wave.country);
        let flags = flagged(&series)
            .into_iter()
            .filter(|year| (wave.first..=wave.last).contains(year))
            .count();
        let holes = (wave.first..=wave.last).all(|year| series[&year].is_none());
        match wave.fate {
            "flagged" => assert!(flags > 0, "{wave:?}"),
            "lead-in" | "masked" => assert!(flags == 0 && !holes, "{wave:?}"),
            "hole" => assert!(holes, "{wave:?}"),
            fate => assert_eq!(fate, "any", "{wave:?}"),
        }
    }
}

#[test]
fn few_flags_fall_on_years_without_a_wave_except_in_the_quiet_country() {
    let stray = |country| {
        let planted = |year: &u16| {
            planted_waves()
                .iter()
                .any(|w| w.country == country && (w.first..=w.last).contains(year))
        };
        flagged(&series(country)).iter().filter(|year| !planted(year)).count()
    };
    for country in ["CHL", "PER", "ARG", "PRT", "ESP", "TUR", "RUS", "CHN", "IRN", "GBR"] {
        assert!(stray(country) <= 3, "{country}: {}", stray(country));
    }
    assert!(stray("URY") > 10, "an article a year fires the rule by chance");
}
