//! A changed row of the gazetteer: only articles that it can touch are read again, and the ledger is as if all had been.

use crate::harness::{Workspace, bytes_below, root};
use serde_json::Value;
use std::fs;

/// The demo's months up to a year, counted with tables of the study's own.
fn workspace(last: &str) -> Workspace {
    let workspace = Workspace::new(1851, 2017);
    import(&workspace, "0", last);
    workspace.run(&["gazetteer", "write", "tables"]).ok();
    let path = workspace.path("groundswell.toml");
    let text = fs::read_to_string(&path).unwrap();
    workspace.write("groundswell.toml", format!("{text}[count]\ngazetteer = \"tables\"\n"));
    workspace.run(&["count"]).ok();
    workspace
}

fn import(workspace: &Workspace, first: &str, last: &str) {
    let demo = root().join("fixtures/demo");
    let its = |name: &String| {
        let name = name.rsplit('/').next().unwrap_or_default();
        name.ends_with(".json.zst") && (first..last).contains(&name)
    };
    let names = bytes_below(&demo).into_keys().filter(its);
    let files: Vec<String> =
        names.map(|name| demo.join(name).to_string_lossy().into_owned()).collect();
    assert!(!files.is_empty());
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    workspace.run(&[&["import"], &files[..]].concat()).ok();
}

/// Changes a table, counts, and holds the ledger against one that is counted anew.
fn counted(workspace: &Workspace, table: &str, change: impl Fn(&str) -> String) -> Value {
    let path = workspace.path("tables").join(table).with_extension("csv");
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(&path, changed).unwrap();
    let counted = workspace.run(&["count", "--json"]).ok().json();
    let verified = workspace.run(&["verify", "--recount"]).ok();
    assert!(verified.stdout.contains("the same bytes"), "{verified:?}");
    counted
}

fn adding(row: &'static str) -> impl Fn(&str) -> String {
    move |text| format!("{text}{row}\n")
}

#[test]
fn a_changed_row_reads_only_what_it_can_touch() {
    let workspace = workspace("1990");
    let status = workspace.run(&["status", "--json"]).ok().json();
    let records = |year: &Value| year["records"].as_u64().unwrap();
    let all: u64 = status["coverage"].as_array().unwrap().iter().map(records).sum();
    let articles = |counted: &Value| {
        let amended = &counted["amended"];
        assert_eq!(counted["documents"], 0, "{counted}");
        (amended["read"].as_u64().unwrap(), amended["changed"].as_u64().unwrap())
    };
    // A name for a country, in texts and in datelines, that no article had.
    let (read, changed) =
        articles(&counted(&workspace, "names", adding("Harbor,name,CHL,,,any,A,,,usage,")));
    assert!(changed > 0 && changed <= read, "{read} {changed}");
    // Another that stands nowhere.
    let new = counted(&workspace, "names", adding("Zorbistan,name,CHL,,,any,A,,,usage,"));
    assert_eq!(articles(&new), (0, 0));
    assert_eq!(new["amended"]["forms"], serde_json::json!(["Zorbistan"]));
    // A name that goes, a year that changes, a word of unrest, a veto, an index term.
    for (table, from, to) in [
        ("names", "Harbor,name,CHL,,,any,A,,,usage,\n", ""),
        ("names", "\nChile,name,CHL,,", "\nChile,name,CHL,1900,"),
        ("lexicon", "\nriot,unrest", "\nriot,exclusion"),
        (
            "contexts",
            "id,side,pattern,source,note\n",
            "id,side,pattern,source,note\n*,before,miners of,own,\n",
        ),
        ("index_terms", "\nnyt,Great Britain,GBR", "\nnyt,Great Britain,FRA"),
    ] {
        let (read, changed) =
            articles(&counted(&workspace, table, |text| text.replacen(from, to, 1)));
        println!("{table} {from:?}: {read} of {all} read, {changed} changed");
        assert!(changed > 0 && changed <= read && read < all, "{table} {from}");
    }
    // What stands for any name is looked for everywhere, and a country that counts for another moves no article.
    let everything = counted(&workspace, "contexts", |text| {
        text.replacen("\nsurname,before,<initial>,own,initials", "", 1)
    });
    assert!(everything["documents"].as_u64() > Some(0) && everything["amended"].is_null());
    let moved =
        counted(&workspace, "successors", |text| text.replacen("\nSUN,UKR,partial,1991,gw", "", 1));
    assert_eq!(articles(&moved), (0, 0));
}

#[test]
fn new_months_and_changed_rows_come_together() {
    let workspace = workspace("1950");
    import(&workspace, "1950", "9999");
    let both = counted(&workspace, "names", adding("Harbor,name,CHL,,,any,A,,,usage,"));
    assert!(both["documents"].as_u64() > Some(0) && both["unchanged"].as_u64() > Some(0), "{both}");
    assert!(both["amended"]["changed"].as_u64() > Some(0), "{both}");
}

#[test]
fn the_programs_own_tables_can_come_back() {
    let workspace = workspace("1990");
    counted(&workspace, "names", adding("Harbor,name,CHL,,,any,A,,,usage,"));
    let path = workspace.path("groundswell.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("gazetteer = \"tables\"\n", "")).unwrap();
    let counted = workspace.run(&["count", "--json"]).ok().json();
    assert!(counted["amended"]["changed"].as_u64() > Some(0), "{counted}");
    assert!(workspace.run(&["verify", "--recount"]).ok().stdout.contains("the same bytes"));
}
