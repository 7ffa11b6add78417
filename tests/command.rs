//! The commands: what they print, what they refuse, how they end.

use crate::harness::{Workspace, month, record, run, year};
use std::fs;

/// Twelve years of the world section; in the eleventh there are many articles on Chile.
fn twelve_years() -> Workspace {
    let workspace = Workspace::new(1991, 2002);
    for y in 1991..=2002 {
        workspace.write(&format!("in/{y}.json"), year(y, if y == 2001 { 30 } else { 5 }));
    }
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace
}

#[test]
fn a_wave_is_found_explained_and_reported() {
    let workspace = twelve_years();
    let table = workspace.run(&["waves"]).ok().stdout;
    assert!(table.contains("Chile") && table.contains("2001"), "{table}");

    let found = workspace.run(&["waves", "--json"]).ok().json();
    assert_eq!(found["schema"], "groundswell.findings/1");

    let prose = workspace.run(&["explain", "chl", "2001"]).ok().stdout;
    for part in [
        "30 articles",
        "verdict: wave",
        "Riots in Chile, report 0",
        "names Chile",
        "https://www.nytimes.com/2001/",
    ] {
        assert!(prose.contains(part), "{part:?} is not in:\n{prose}");
    }
    let json = workspace.run(&["explain", "CHL", "2001", "--json"]).ok().json();
    assert_eq!(json["articles"].as_array().unwrap().len(), 30);
    assert_eq!(json["series"][0]["verdict"], "wave");

    workspace.run(&["report", "--out", "out"]).ok();
    let years = fs::read_to_string(workspace.path("out/years.csv")).unwrap();
    assert!(
        years
            .lines()
            .any(|row| row.contains("CHL") && row.contains(",2001,") && row.contains(",wave,"))
    );
    assert!(fs::read_to_string(workspace.path("out/charts/CHL.svg")).unwrap().starts_with("<svg"));
}

#[test]
fn a_topic_a_rule_and_a_country_can_be_asked_for() {
    let workspace = twelve_years();
    let json = |more: &[&str]| {
        let arguments = [&["waves", "--json"], more].concat();
        workspace.run(&arguments).ok().json()
    };
    assert_eq!(json(&["--topic", "unrest"])["study"]["topic"], "unrest");
    assert_eq!(json(&["--rule", "gsp-ts"])["study"]["rule"], "gsp-ts");
    let peru = json(&["--country", "PER"]);
    assert_eq!(peru["countries"][0]["code"], "PER");
    assert_eq!(json(&["--country", "peru,Chile"])["countries"][1]["code"], "CHL");
    workspace.run(&["waves", "--country", "CHI"]).fails(78, &["unknown country code `CHI`"]);
    workspace.run(&["waves", "--rule", "publishd"]).fails(78, &["did you mean `published`?"]);
    workspace.run(&["explain", "CHL", "1890"]).fails(66, &["1890 is not in the period 1991–2002"]);
}

#[test]
fn a_changed_pipeline_is_not_judged_with_old_counts() {
    let workspace = twelve_years();
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    let longer = text.replace("first_year = 1991", "first_year = 1990");
    for changed in [format!("{text}[count]\nnewspapers = [\"guardian\"]\n"), longer] {
        workspace.write("groundswell.toml", changed);
        workspace.run(&["waves"]).fails(78, &["counted by another pipeline", "groundswell count"]);
        workspace.run(&["count"]).ok();
        workspace.run(&["waves"]).ok();
    }
}

#[test]
fn counts_are_narrowed_by_flag_or_pipeline_without_counting_again() {
    let workspace = twelve_years();
    let articles = |more: &[&str]| {
        let arguments = [&["waves", "--json", "--country", "CHL"], more].concat();
        let found = workspace.run(&arguments).ok().json();
        let year = found["countries"][0]["series"][0]["years"][10].clone();
        (found["study"]["tier"].clone(), found["study"]["basis"].clone(), year["count"].clone())
    };
    let before = fs::read(workspace.path("ledger.db")).unwrap();
    assert_eq!(articles(&[]), ("B".into(), "any".into(), 30.into()));
    assert_eq!(articles(&["--tier", "A"]), ("A".into(), "any".into(), 30.into()));
    assert_eq!(articles(&["--channel", "index"]), ("B".into(), "any".into(), 0.into()));
    assert_eq!(articles(&["--basis", "metadata"]), ("B".into(), "metadata".into(), 30.into()));
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", format!("{text}[count]\nchannel = \"index\"\n"));
    assert_eq!(articles(&[]), ("B".into(), "any".into(), 0.into()));
    assert_eq!(fs::read(workspace.path("ledger.db")).unwrap(), before);
    assert_eq!(workspace.run(&["waves", "--tier", "D"]).code, 64);
}

#[test]
fn a_state_has_no_years_before_its_own_when_counted_as_it_was() {
    let workspace = twelve_years();
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    let text = text + "[count]\npolicy = \"as-was\"\ncountries = [\"cze\", \"chl\"]\n";
    workspace.write("groundswell.toml", text);
    workspace.run(&["count"]).ok();
    let found = workspace.run(&["waves", "--json"]).ok().json();
    let state = |year: usize| found["countries"][0]["series"][0]["years"][year]["state"].clone();
    assert_eq!((state(0), state(5)), ("not_applicable".into(), "observed".into()));
    assert_eq!(found["countries"][1]["code"], "CHL");
}

/// A page of the Guardian's interface for a year: one article on Chile a month.
fn guardian_year(year: u32) -> String {
    let results: Vec<String> = (1..=12)
        .map(|month| {
            serde_json::json!({
                "id": format!("world/{year}/invented-{month}"), "type": "article", "sectionId": "world",
                "webPublicationDate": format!("{year}-{month:02}-03T10:00:00Z"),
                "webTitle": format!("Chile, invented report {month}"),
                "webUrl": format!("https://www.theguardian.com/world/{year}/invented-{month}")
            })
            .to_string()
        })
        .collect();
    format!(
        "{{\"response\":{{\"status\":\"ok\",\"total\":12,\"startIndex\":1,\"pageSize\":50,\"currentPage\":1,\"pages\":1,\"results\":[{}]}}}}",
        results.join(",")
    )
}

#[test]
fn a_sum_that_lacks_a_paper_says_so() {
    let workspace = twelve_years();
    for year in [1995, 1996, 1998, 1999] {
        workspace.write(&format!("guardian/{year}.json"), guardian_year(year));
    }
    workspace.run(&["import", "guardian"]).ok();
    workspace.run(&["count"]).ok();
    let found = workspace.run(&["waves", "--json", "--country", "CHL"]).ok().json();
    let sum = &found["countries"][0]["series"][0];
    assert_eq!(sum["newspaper"], "sum");
    let year = |year: usize| &sum["years"][year - 1991];
    let check = |at: usize, state: &str, count: u64, coverage: f64| {
        assert_eq!(
            (&year(at)["state"], &year(at)["count"]),
            (&state.into(), &count.into()),
            "{at}"
        );
        assert_eq!(year(at)["coverage"], coverage, "{at}");
    };
    check(1994, "observed", 5, 1.0); // before the Guardian
    check(1995, "observed", 17, 1.0);
    check(1997, "partial", 5, 0.5); // a hole of the Guardian's
    check(1999, "observed", 17, 1.0);
    check(2000, "observed", 5, 1.0);
    assert!(year(1995)["flags"].to_string().contains("coverage_break"));
    assert!(!year(1994)["flags"].to_string().contains("coverage_break"));
}

#[test]
fn importing_again_keeps_nothing_twice() {
    let workspace = twelve_years();
    let again = workspace.run(&["import", "in", "--json"]).ok().json();
    assert_eq!((&again["new"], &again["held"]), (&0.into(), &12.into()));
    let counted = workspace.run(&["count", "--json"]).ok().json();
    assert_eq!((&counted["documents"], &counted["unchanged"]), (&0.into(), &12.into()));
}

#[test]
fn a_dry_run_looks_and_keeps_nothing() {
    let workspace = Workspace::new(1991, 2002);
    workspace.write("in/1991.json", year(1991, 3));
    let looked = workspace.run(&["import", "--dry-run", "in", "--json"]).ok().json();
    assert_eq!(looked["records"], 15);
    assert!(!workspace.path("archive/data/nyt-archive").exists());
}

#[test]
fn every_record_has_a_fate() {
    let workspace = Workspace::new(1991, 2002);
    let records = [
        record(1, "1991-01-01", "Strike in Chile"),
        record(1, "1991-01-01", "Strike in Chile"),
        record(2, "1985-01-01", "Before the period"),
        record(3, "1991-02-30", "No such day"),
        record(4, "1991-02-03", "A game")
            .replace("World", "Sports")
            .replace("Foreign Desk", "Sports Desk")
            .replace("/world/", "/sports/"),
        record(5, "1991-02-04", "Nobody says")
            .replace("World", "")
            .replace("Foreign Desk", "")
            .replace("/world/", "/"),
    ];
    workspace.write("month.json", month(&records));
    workspace.run(&["import", "month.json"]).ok();
    workspace.run(&["count"]).ok();
    let status = workspace.run(&["status", "--json"]).ok().json();
    assert_eq!(status["records"]["nyt-archive"], 6);
    let fates: Vec<String> = status["fates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fate| {
            format!(
                "{} {} {}",
                fate["records"],
                fate["fate"].as_str().unwrap(),
                fate["reason"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        fates,
        [
            "1 counted international",
            "1 excluded not international",
            "1 excluded outside the period",
            "1 excluded same_id",
            "1 excluded section unknown",
            "1 quarantined bad_date",
        ]
    );
    assert!(workspace.run(&["status"]).ok().stdout.contains("6 records ="));
}

#[test]
fn init_writes_a_pipeline_that_works() {
    let workspace = Workspace::new(1991, 2002);
    workspace.run(&["init", "new"]).ok();
    workspace.run(&["init", "new"]).fails(73, &["groundswell.toml is there already"]);
    workspace.write("in/1991.json", year(1991, 3));
    workspace.run(&["-p", "new/groundswell.toml", "import", "in"]).ok();
    workspace.run(&["-p", "new/groundswell.toml", "count"]).ok();
    workspace.run(&["-p", "new/groundswell.toml", "waves"]).ok();
}

#[test]
fn mentions_answers_a_line_for_a_line() {
    let workspace = Workspace::new(1991, 2002);
    workspace.write(
        "texts.jsonl",
        "{\"id\":\"a\",\"title\":\"Señor Pérez leaves Chili\",\"text\":\"A strike in Peru.\",\"date\":\"1891-02-03\"}\n\
         Troops of the U.S.S.R. in Poland\n",
    );
    let answer = workspace.run(&["mentions", "texts.jsonl", "--json"]).ok().stdout;
    let lines: Vec<serde_json::Value> =
        answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["id"], "a");
    assert_eq!(lines[0]["countries"], serde_json::json!(["CHL", "PER"]));
    let first = &lines[0]["mentions"][0];
    assert_eq!(
        (&first["surface"], &first["start"], &first["end"]),
        (&"Chili".into(), &19.into(), &24.into())
    );
    assert_eq!((&first["field"], &first["tier"]), (&"title".into(), &"A".into()));
    assert_eq!(lines[1]["countries"], serde_json::json!(["RUS", "POL"]));
    let as_was = workspace.run(&["mentions", "texts.jsonl", "--policy", "as-was"]).ok().stdout;
    assert!(as_was.contains("SUN POL"), "{as_was}");
    workspace.write("bad.jsonl", "{\"id\":1,\n{\"id\":2,\"text\":\"Chile\"}\n");
    let bad = workspace.run(&["mentions", "bad.jsonl", "--json"]).fails(65, &["bad.jsonl line 1"]);
    assert!(bad.stdout.lines().nth(1).unwrap().contains("CHL"));
}

#[test]
fn help_teaches_and_lists_the_exit_codes() {
    let workspace = Workspace::new(1991, 2002);
    let help = workspace.run(&["--help"]).ok().stdout;
    for command in [
        "init", "import", "count", "waves", "compare", "world", "explain", "report", "verify",
        "status", "mentions", "run",
    ] {
        assert!(help.contains(&format!("  {command}")), "{command} is not in:\n{help}");
    }
    for arguments in [&["help", "exit-codes"][..], &["exit-codes"]] {
        let codes = workspace.run(arguments).ok().stdout;
        for code in ["64", "65", "66", "73", "74", "75", "78"] {
            assert!(codes.contains(&format!("  {code}  ")), "{code} is not in:\n{codes}");
        }
    }
    assert_eq!(workspace.run(&["wave"]).code, 64);
    assert!(workspace.run(&["completions", "bash"]).ok().stdout.contains("groundswell"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let workspace = twelve_years();
    let mut shell = std::process::Command::new("sh");
    shell
        .current_dir(workspace.path(""))
        .arg("-c")
        .arg(format!("'{}' waves --json | head -n 1", env!("CARGO_BIN_EXE_groundswell")));
    let ran = run(&mut shell);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:#?}");
}
