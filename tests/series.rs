//! `waves --from`: the JSON contract, and what is done with odd tables.

use crate::harness::Workspace;
use serde_json::{Value, json};
use std::fmt::Write;

/// Thirty quiet years, then one of 50; the year 1912 is absent.
fn series() -> String {
    let mut csv = "country,year,count\n".to_owned();
    for year in (1900..1931).filter(|year| *year != 1912) {
        writeln!(csv, "PRT,{year},{}", if year == 1930 { 50 } else { 10 }).unwrap();
    }
    csv
}

fn judged(csv: &str, more: &[&str]) -> Value {
    let workspace = Workspace::new(1991, 2002);
    workspace.write("series.csv", csv);
    workspace.run(&[&["waves", "--json", "--from", "series.csv"], more].concat()).ok().json()
}

fn years(answer: &Value, verdict: &str) -> Vec<i64> {
    let verdicts = answer["series"][0]["verdicts"].as_array().unwrap();
    let of = |v: &&Value| v["verdict"] == verdict;
    verdicts.iter().filter(of).map(|v| v["year"].as_i64().unwrap()).collect()
}

#[test]
fn the_contract_holds() {
    let answer = judged(&series(), &[]);
    assert_eq!(answer["schema"], "groundswell.waves/1");
    assert_eq!(answer["rule"]["id"], "published");
    let portugal = &answer["series"][0];
    assert_eq!(portugal["country"], "PRT");
    assert_eq!(years(&answer, "wave"), [1930]);
    assert_eq!(years(&answer, "missing"), [1912]);
    assert_eq!(
        years(&answer, "undetermined"),
        [1900, 1901, 1902, 1903, 1904, 1913, 1914, 1915, 1916, 1917]
    );
    let last = portugal["verdicts"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["value"], &last["baseline_years"]), (&json!(50), &json!(5)));
    assert!(last["flip_distance"].as_u64().unwrap() > 0 && last["flags"].is_array());
    assert_eq!(
        (&portugal["waves"][0]["first"], &portugal["waves"][0]["last"]),
        (&json!(1930), &json!(1930))
    );
    assert!(portugal["warnings"].is_array());
}

#[test]
fn a_period_leaves_earlier_years_as_a_baseline() {
    let answer = judged(&series(), &["--period", "1910:1930"]);
    assert_eq!(years(&answer, "undetermined"), [1913, 1914, 1915, 1916, 1917]);
    assert_eq!(answer["series"][0]["verdicts"][0]["year"], 1910);
}

#[test]
fn a_series_that_cannot_be_judged_does_not_stop_the_others() {
    let answer = judged(&(series() + "CHL,1900,1\nCHL,1901,2\n"), &[]);
    let chile = &answer["series"][0];
    assert_eq!(chile["country"], "CHL");
    assert!(chile["error"].as_str().unwrap().contains("10"), "{chile}");
    assert_eq!(answer["series"][1]["waves"].as_array().unwrap().len(), 1);
}

#[test]
fn states_and_silence_are_not_zero() {
    let with_states = series().replace("country,year,count", "state,count,year,country,exposure");
    let rows: Vec<String> = with_states
        .lines()
        .skip(1)
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            let state = if cells[1] == "1920" { "not_published" } else { "" };
            let count = if cells[1] == "1921" || cells[1] == "1920" { "" } else { cells[2] };
            format!("{state},{count},{},{},100", cells[1], cells[0])
        })
        .collect();
    let csv = format!("state,count,year,country,exposure\n{}\n", rows.join("\n"));
    assert_eq!(years(&judged(&csv, &[]), "missing"), [1912, 1920, 1921]);
}

#[test]
fn a_hole_that_the_rule_takes_for_zero_is_shown_as_a_hole() {
    let workspace = Workspace::new(1991, 2002);
    let part = series().replace("PRT,1920,10", "PRT,1920,10,partial");
    workspace.write("series.csv", part.replace("count\n", "count,state\n").replace("0\n", "0,\n"));
    let table = workspace.run(&["waves", "--from", "series.csv", "--rule", "gsp-wlg"]).ok().stdout;
    let n = "n = 30 of 31 years observed (1 in part, 1 missing), 340 articles";
    assert!(table.contains(n), "{table}");
}

#[test]
fn series_of_ones_own_make_a_world() {
    let workspace = Workspace::new(1991, 2002);
    let other =
        series().lines().skip(1).map(|row| row.replace("PRT", "CHL") + "\n").collect::<String>();
    workspace.write("series.csv", series() + &other.replace("1930,50", "1930,10"));
    let ask = ["world", "--from", "series.csv", "--period", "1920:1930"];
    let world = workspace.run(&[&ask[..], &["--json"]].concat()).ok().json();
    assert_eq!(world["years"].as_array().unwrap().len(), 11);
    let last = &world["years"][10];
    assert_eq!((&last["answers"], &last["in_wave"]), (&json!(2), &json!(["PRT"])));
    assert!(workspace.run(&ask).ok().stdout.contains("n = 2 countries with an answer"));
}

#[test]
fn a_table_that_is_none_is_refused_with_its_line() {
    let check = |csv: &str, code: i32, says: &[&str]| {
        let workspace = Workspace::new(1991, 2002);
        workspace.write("series.csv", csv);
        workspace.run(&["waves", "--from", "series.csv"]).fails(code, says);
    };
    check("country,count\nCHL,1\n", 65, &["line 1", "no column `year`"]);
    check("country;year;count\nCHL;1900;1\n", 65, &["line 1", "separated by ;"]);
    check("country,year,count\nCHL,1900,many\n", 65, &["line 2", "`many` is not a count"]);
    check("country,year,count\nCHL,1900,-3\n", 65, &["line 2", "`-3` is not a count"]);
    check("country,year,count\nCHL,MCM,3\n", 65, &["line 2", "`MCM` is not a year"]);
    check("country,year,count,state\nCHL,1900,3,mising\n", 65, &["did you mean `missing`?"]);
    Workspace::new(1991, 2002).run(&["waves", "--from", "none.csv"]).fails(66, &["none.csv"]);
}

#[test]
fn the_table_for_people_names_the_country_and_the_wave() {
    let workspace = Workspace::new(1991, 2002);
    workspace.write("series.csv", series() + "CHL,1900,1\nCHL,1901,2\n");
    let ran = workspace.run(&["waves", "--from", "series.csv"]).ok();
    for text in ["Portugal (PRT)", "1930", "in the given series, 1900–1930"] {
        assert!(ran.stdout.contains(text), "{}", ran.stdout);
    }
    assert!(ran.stderr.starts_with("CHL: not judged: "), "{}", ran.stderr);
}

#[test]
fn a_report_on_series_is_told_where_to_go_and_has_no_articles() {
    let workspace = Workspace::new(1991, 2002);
    workspace.write("series.csv", series());
    let run = |more: &[&str]| workspace.run(&[&["report"], more].concat());
    let from = ["--from", "series.csv"];
    let out = [&from[..], &["--out", "report"]].concat();
    for wrong in [
        &from[..],
        &[&out[..], &["--headlines"]].concat(),
        &[&out[..], &["--topic", "all"]].concat(),
        &["--period", "1920:1930"],
    ] {
        assert_eq!(run(wrong).code, 64, "{wrong:?}");
    }
    run(&[&out[..], &["--period", "1930:1920"]].concat()).fails(78, &["before it begins"]);
    run(&[&out[..], &["--period", "1920:1930"]].concat()).ok();
    assert!(workspace.path("report/explorer.html").exists());
}
