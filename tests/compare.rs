//! The same counts read in every way: `compare`, `world`, and what `explain` says of trust.

use crate::demo::demo;
use crate::harness::Workspace;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The reading of this name in a comparison of one country.
fn reading(answer: &Value, name: &str) -> Value {
    let readings = answer["countries"][0]["readings"].as_array().unwrap();
    let found = readings.iter().find(|reading| reading["name"] == name);
    found.unwrap_or_else(|| panic!("no reading {name}")).clone()
}

/// Years and verdicts of a reading.
fn verdicts(reading: &Value) -> Vec<(i64, String)> {
    let years = reading["years"].as_array().unwrap();
    let said = |year: &Value| {
        (year["year"].as_i64().unwrap(), year["verdict"].as_str().unwrap().to_owned())
    };
    years.iter().map(said).collect()
}

fn waves(reading: &Value) -> Vec<i64> {
    let waves = verdicts(reading).into_iter().filter(|(_, verdict)| verdict == "wave");
    waves.map(|(year, _)| year).collect()
}

#[test]
fn a_study_is_read_in_every_way_and_says_the_same_everywhere() {
    let workspace = demo();
    let found = workspace.run(&["waves", "--country", "CHL", "--json"]).ok().json();
    let sum = &found["countries"][0]["series"][0];
    let column = |name: &str| -> Vec<(i64, String)> {
        let years = sum["years"].as_array().unwrap();
        years
            .iter()
            .map(|year| (year["year"].as_i64().unwrap(), year[name].as_str().unwrap().to_owned()))
            .collect()
    };
    let compared = workspace.run(&["compare", "CHL", "--json"]).ok().json();
    for (name, expected) in [
        ("study", "verdict"),
        ("per-10000", "per_10000_verdict"),
        ("annualised", "annualised_verdict"),
    ] {
        assert_eq!(verdicts(&reading(&compared, name)), column(expected), "{name}");
    }
    let readings = compared["countries"][0]["readings"].as_array().unwrap();
    let names: Vec<&str> = readings.iter().map(|r| r["name"].as_str().unwrap()).collect();
    for name in ["only-nyt", "only-guardian", "both", "mean-of-rates", "gsp-wlg", "kleinberg"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(!names.contains(&"counts") && !names.contains(&"published"), "the study's own, twice");

    // The year in words agrees with the tables.
    let explained = workspace.run(&["explain", "CHL", "1973", "--json"]).ok().json();
    for said in explained["readings"].as_array().unwrap() {
        let year = verdicts(&reading(&compared, said["name"].as_str().unwrap()));
        let verdict = said["verdict"].as_str().unwrap().to_owned();
        assert!(year.contains(&(1973, verdict)), "{said}");
    }
    let words = workspace.run(&["explain", "CHL", "1973"]).ok().stdout;
    for part in ["of the 200 settings", "per 10,000: wave", "read otherwise, a wave too:"] {
        assert!(words.contains(part), "{part} in {words}");
    }

    // The world is the countries, counted.
    let all = workspace.run(&["waves", "--json"]).ok().json();
    let world = workspace.run(&["world", "--json"]).ok().json();
    let year = world["years"].as_array().unwrap().iter().find(|y| y["year"] == 1919).unwrap();
    let of_1919 = |country: &Value| {
        let years = country["series"][0]["years"].as_array().unwrap();
        years.iter().find(|year| year["year"] == 1919).unwrap()["verdict"].clone()
    };
    let said: Vec<Value> = all["countries"].as_array().unwrap().iter().map(of_1919).collect();
    let waves = said.iter().filter(|verdict| *verdict == "wave").count();
    let judged = said.iter().filter(|verdict| *verdict == "wave" || *verdict == "none").count();
    assert_eq!(year["in_wave"].as_array().unwrap().len(), waves);
    assert_eq!(year["answers"], judged);

    let filled = workspace.run(&["waves", "--rule", "gsp-wlg", "--json"]).ok().json();
    assert!(holes_taken_for_zero(&filled) > 1_000);
    assert!(papers_alone(&all) >= 20, "waves of joined papers");
    papers_are_joined_as_the_pipeline_says(&workspace, &compared);
}

/// Years that the rule filled with zero: nobody looked, so none has a count. How many they are.
fn holes_taken_for_zero(found: &Value) -> usize {
    let countries = found["countries"].as_array().unwrap().iter();
    let series = countries.flat_map(|country| country["series"].as_array().unwrap());
    let years = series.flat_map(|series| series["years"].as_array().unwrap());
    let filled = |year: &&Value| year["flags"].as_array().unwrap().contains(&"zero_filled".into());
    let filled: Vec<&Value> = years.filter(filled).collect();
    assert!(filled.iter().all(|year| year["count"].is_null() && year["state"] != "observed"));
    filled.len()
}

/// Of every wave of the sums: what it says of each paper is what the paper's own series says near it. How many waves.
fn papers_alone(found: &Value) -> usize {
    let mut waves = 0;
    for country in found["countries"].as_array().unwrap() {
        let series = country["series"].as_array().unwrap();
        let (sum, papers) = series.split_first().unwrap();
        for wave in sum["waves"].as_array().unwrap().iter().filter(|_| !papers.is_empty()) {
            let near = wave["first"].as_i64().unwrap() - 1..=wave["last"].as_i64().unwrap() + 1;
            let said = |paper: &Value| {
                let years = paper["years"].as_array().unwrap().iter();
                let near = years.filter(|year| near.contains(&year["year"].as_i64().unwrap()));
                let words: Vec<&str> = near.map(|year| year["verdict"].as_str().unwrap()).collect();
                let judged = words.contains(&"wave") || words.contains(&"none");
                (paper["newspaper"].clone(), judged.then(|| words.contains(&"wave")))
            };
            for (paper, expected) in papers.iter().map(said) {
                let answer = &wave["agreement"][paper.as_str().unwrap()];
                assert_eq!(answer, &Value::from(expected), "{paper}: {wave}");
            }
            waves += 1;
        }
    }
    waves
}

fn papers_are_joined_as_the_pipeline_says(workspace: &Workspace, compared: &Value) {
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    let with = |count: &str| {
        let list = r#"newspapers = ["nyt", "guardian"]"#;
        workspace.write("groundswell.toml", pipeline.replace(list, &format!("{list}\n{count}")));
    };
    for (count, name, unit, same) in [
        (r#"combine = "both""#, "both", "articles", "both"),
        (r#"combine = "max""#, "max", "articles per 10,000", "max"),
        (r#"combine = "mean-of-rates""#, "mean-of-rates", "articles per 10,000", "mean-of-rates"),
        (r#"combine = "standardised""#, "standardised", "standard deviations", "standardised"),
        (r#"normalise = "per-10000""#, "sum", "articles per 10,000", "per-10000"),
        (r#"normalise = "annualised""#, "sum", "articles a whole year", "annualised"),
        (r#"combine = "each""#, "guardian", "articles", "only-guardian"),
    ] {
        with(count);
        let found = workspace.run(&["waves", "--country", "CHL", "--json"]).ok().json();
        let series = &found["countries"][0]["series"][0];
        assert_eq!((&series["newspaper"], &series["unit"]), (&name.into(), &unit.into()));
        let years = series["years"].as_array().unwrap();
        let said = |year: &Value| {
            (year["year"].as_i64().unwrap(), year["verdict"].as_str().unwrap().to_owned())
        };
        let said: Vec<(i64, String)> = years.iter().map(said).collect();
        assert_eq!(said, verdicts(&reading(compared, same)), "{count}");
        workspace.run(&["report"]).ok();
    }
    with("combine = \"both\"\nnormalise = \"annualised\"");
    workspace.run(&["waves"]).fails(78, &["normalise", "sum"]);
    with(r#"combine = "mean""#);
    workspace.run(&["waves"]).fails(78, &["mean-of-rates"]);
}

/// 40 years of two papers; the second triples with its articles in 1920, has a wave in 1930, and loses 1935.
fn two_papers() -> String {
    let mut csv = "country,newspaper,year,count,exposure\n".to_owned();
    for year in 1900..1940 {
        let wave = if year == 1930 { 4 } else { 1 };
        let large = if year < 1920 { 1 } else { 3 };
        csv += &format!("XXA,one,{year},{},1000\n", 10 * wave);
        if year != 1935 {
            csv += &format!("XXA,two,{year},{},{}\n", 8 * wave * large, 1000 * large);
        }
    }
    csv
}

#[test]
fn a_series_is_read_in_every_way() {
    let workspace = Workspace::new(1900, 1939);
    workspace.write("papers.csv", two_papers());
    let ask = ["compare", "--from", "papers.csv", "XXA", "--rule", "gsp-wlg", "--json"];
    let compared = workspace.run(&ask).ok().json();
    let years = |name: &str| waves(&reading(&compared, name));
    assert_eq!(years("study"), [1920, 1921, 1930], "a wave of newsprint in counts");
    assert_eq!(years("per-10000"), [1930], "none in rates");
    assert_eq!(years("only-one"), [1930]);
    assert_eq!(years("both"), [1930]);
    assert_eq!(years("mean-of-rates"), [1930]);
    let annualised = reading(&compared, "annualised");
    assert!(annualised["error"].as_str().unwrap().contains("months"), "{annualised}");
    let rate = reading(&compared, "per-10000")["years"][20]["value"].as_f64().unwrap();
    assert!((rate - 10_000.0 * 34.0 / 4_000.0).abs() < 1e-9, "{rate}");

    let words = workspace.run(&["compare", "--from", "papers.csv"]).ok().stdout;
    assert!(words.contains("1930"), "{words}");
    workspace.run(&["compare", "--from", "papers.csv", "XXB"]).fails(66, &["XXB", "no such"]);
    workspace.write("wrong.csv", "country,year,count,exposure\nXXA,1900,3,many\n");
    workspace.run(&["compare", "--from", "wrong.csv"]).fails(65, &["line 2", "many"]);
}

/// A country of two papers that triple in 1920, and one that cannot be judged.
#[test]
fn the_page_of_all_countries_is_tidy() {
    let workspace = Workspace::new(1900, 1939);
    let mut csv = "country,newspaper,year,count,exposure\nXXB,one,1900,7,1000\n".to_owned();
    for year in 1900..1940 {
        let size = if year < 1920 { 10 } else { 30 };
        for paper in ["one", "two"] {
            csv += &format!("XXA,{paper},{year},{size},{size}00\n");
        }
    }
    workspace.write("papers.csv", csv);
    let page = workspace.run(&["compare", "--from", "papers.csv"]).ok().stdout;
    assert!(page.contains("1 country judged, 0 wave years"), "{page}");
    assert!(!page.contains(" \n"), "a blank at the end of a line: {page}");
    let breaks: Vec<usize> = page.match_indices("Break in ").map(|(at, _)| at).collect();
    assert_eq!(breaks.len(), 2, "{page}");
    assert!(!page[breaks[0]..breaks[1]].contains("\n\n"), "breaks are a list: {page}");
}

/// Papers called as readings are, each with a wave of its own: 1910, 1920 and 1930.
#[test]
fn a_newspaper_may_be_called_as_a_reading_is() {
    let workspace = Workspace::new(1900, 1939);
    let mut csv = "country,newspaper,year,count\n".to_owned();
    for (paper, wave) in [("counts", 1910), ("median", 1920), ("one", 1930)] {
        for year in 1900..1940 {
            csv += &format!("XXA,{paper},{year},{}\n", if year == wave { 90 } else { 10 });
        }
    }
    workspace.write("papers.csv", csv);
    let compared = workspace.run(&["compare", "--from", "papers.csv", "--json"]).ok().json();
    let readings = compared["countries"][0]["readings"].as_array().unwrap();
    let names: BTreeSet<&str> = readings.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), readings.len(), "{names:?}");
    for (name, expected) in [
        ("only-counts", [1910].as_slice()),
        ("only-median", &[1920]),
        ("without-counts", &[1920, 1930]),
        ("without-median", &[1910, 1930]),
        ("study", &[1910, 1920, 1930]),
    ] {
        assert_eq!(waves(&reading(&compared, name)), expected, "{name}");
    }
}

#[test]
fn what_is_not_known_is_said_and_not_counted() {
    let workspace = Workspace::new(1900, 1939);
    let rows: String = (1900..1940).map(|year| format!("XXA,{year},5\nXXB,{year},6\n")).collect();
    workspace.write("plain.csv", format!("country,year,count\n{rows}XXC,1900,7\n"));
    let compared = workspace.run(&["compare", "--from", "plain.csv", "--json"]).ok().json();
    let line = |name: &str| {
        let summary = compared["summary"].as_array().unwrap();
        summary.iter().find(|line| line["name"] == name).unwrap().clone()
    };
    assert_eq!(line("per-10000")["countries"], 0, "without exposures there is no rate");
    assert_eq!(line("gsp-ts")["countries"], 2);
    assert!(compared["countries"][2]["error"].as_str().unwrap().contains("too few"));
    let words = workspace.run(&["compare", "--from", "plain.csv"]).ok().stdout;
    assert!(words.contains("cannot be said") && words.contains("XXC"), "{words}");
}
