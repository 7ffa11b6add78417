//! `groundswell gazetteer`: what it shows, what it refuses, and a study with tables of its own.

use crate::harness::{Workspace, year};
use std::fs;

#[test]
fn a_country_is_shown_with_every_row_the_tables_have_of_it() {
    let workspace = Workspace::new(1991, 2002);
    for (asked, parts) in [
        ("Chile", ["Chile (CHL)", "Chili", "1800–1925", "Correlates of War 155"]),
        ("sun", ["Soviet Union (SUN)", "counts for Russia (RUS)", "ISO 3166-3 SUHH", "1922–1992"]),
    ] {
        let shown = workspace.run(&["gazetteer", "show", asked]).ok().stdout;
        for part in parts {
            assert!(shown.contains(part), "{part:?} is not in:\n{shown}");
        }
    }
    let json = workspace.run(&["gazetteer", "show", "CHL", "--json"]).ok().json();
    assert_eq!(json["schema"], "groundswell.gazetteer-country/1");
    assert!(json["forms"].as_array().unwrap().iter().any(|form| form["surface"] == "Santiago"));
    workspace.run(&["gazetteer", "show", "Chole"]).fails(78, &["unknown country code `Chole`"]);
}

#[test]
fn every_span_is_explained() {
    let workspace = Workspace::new(1991, 2002);
    let explained = |text: &str| {
        let json =
            workspace.run(&["gazetteer", "explain", text, "--year", "1962", "--json"]).ok().json();
        let spans = json["spans"].as_array().unwrap().clone();
        let line = |span: &serde_json::Value| {
            format!("{}: {}", span["text"].as_str().unwrap(), span["why"].as_str().unwrap())
        };
        spans.iter().map(line).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("Riots in Chile", vec!["Riots: a word of unrest", "Chile: counts: Chile (CHL)"]),
        (
            "Zaïre, née Zaire",
            vec!["Zaire: not Zaire (ZAR, counted for COD): the form was not in use in that year"],
        ),
        (
            "New Mexico",
            vec![
                "New Mexico: not counted: United States (USA), a tier that was not asked for (--tier)",
            ],
        ),
        (
            "Strike at Peru,&nbsp;Ind., spreads",
            vec!["Peru: not Peru (PER): vetoed by `*` of contexts.csv, \", Ind.\" behind it"],
        ),
        ("Nothing", vec![]),
    ] {
        let found = explained(text);
        for line in &expected {
            assert!(found.iter().any(|it| it == line), "{line:?} is not in {found:#?}");
        }
        assert_eq!(found.is_empty(), expected.is_empty(), "{found:#?}");
    }
    let prose = workspace.run(&["gazetteer", "explain", "Señor, riots in Chile"]).ok().stdout;
    assert!(prose.contains("\n                ^^^^^\n"), "the line is under the word:\n{prose}");
}

#[test]
fn everything_wrong_with_tables_is_said_at_once_and_a_row_is_enough_for_a_name() {
    let workspace = Workspace::new(1991, 2002);
    workspace.run(&["gazetteer", "check"]).ok();
    workspace.run(&["gazetteer", "check", "in"]).fails(66, &["no table of the gazetteer"]);
    workspace.run(&["gazetteer", "write", "tables"]).ok();
    workspace.run(&["gazetteer", "write", "tables"]).fails(73, &["is there already"]);
    let names = fs::read_to_string(workspace.path("tables/names.csv")).unwrap();
    for table in ["polities", "successors", "blockers", "contexts", "lexicon", "index_terms"] {
        fs::remove_file(workspace.path(&format!("tables/{table}.csv"))).unwrap();
    }
    workspace.write("tables/names.csv", format!("{names}Cileland,name,CHL,,,caps,A,,,usage,\nX,nam,CHL,,,caps,A,,,usage,\nYland,name,CHX,,,caps,A,,,usage,\n"));
    let refused = workspace.run(&["gazetteer", "check", "tables"]);
    for part in ["did you mean \"name\"?", "no polity \"CHX\""] {
        assert!(refused.stdout.contains(part), "{refused:#?}");
    }
    refused.fails(78, &["faults in the tables: 2"]);

    workspace.write("tables/names.csv", format!("{names}Cileland,name,CHL,,,caps,A,,,usage,\n"));
    let explained = workspace
        .run(&["gazetteer", "explain", "Riots in Cileland", "--tables", "tables"])
        .ok()
        .stdout;
    assert!(explained.contains("counts: Chile (CHL)"), "{explained}");

    // A study that names the folder counts with it, and says so in its provenance.
    for y in 1991..=2002 {
        let text = year(y, 3).replace("Chile", "Cileland");
        workspace.write(&format!("in/{y}.json"), text);
    }
    workspace.run(&["import", "in"]).ok();
    let chile = || {
        workspace.run(&["count"]).ok();
        let found = workspace.run(&["waves", "--json", "--country", "CHL"]).ok().json();
        let digest = found["study"]["provenance"].to_string();
        (found["countries"][0]["series"][0]["years"][10]["count"].clone(), digest)
    };
    let (without, built_in) = chile();
    let text = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", format!("{text}[count]\ngazetteer = \"tables\"\n"));
    let (with, own) = chile();
    assert_eq!((without, with), (0.into(), 3.into()));
    assert_ne!(built_in, own);
}
