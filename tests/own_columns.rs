//! Tables whose columns have names of their own: the pipeline names them, and everything that reads the archive obeys.

use crate::harness::Workspace;
use serde_json::Value;
use std::fs;

const NAMED: &str = "columns = { date = \"tag\", title = \"hl\", text = \"body\", section = \"rubrik\", id = \"nr\", newspaper = \"blatt\" }\n";

/// A workspace whose pipeline says this under `[import]`, with a table of twelve years in `in`.
fn workspace(import: &str) -> Workspace {
    let workspace = Workspace::new(1991, 2002);
    let mut table = String::from("nr;blatt;tag;rubrik;hl;body\n");
    for year in 1991..=2002 {
        for month in 1..=12 {
            table += &format!(
                "https://archive.example/{year}{month};The New York Times;{year}-{month:02}-03;World;Riots in Chile, {month};Miners of Peru marched.\n"
            );
        }
    }
    workspace.write("in/table.csv", table);
    says(&workspace, import);
    workspace
}

fn says(workspace: &Workspace, import: &str) {
    let path = workspace.path("groundswell.toml");
    let text = fs::read_to_string(&path).unwrap();
    let rest = text.split("[count]").next().unwrap().to_owned();
    // The table is all that the study looks for: else its years are missing.
    let whole = "[count]\nsearches = \"whole\"\n[import]\n";
    workspace.write("groundswell.toml", rest + whole + import);
}

/// Articles that name a country, over all years; none if it is never named.
fn articles(workspace: &Workspace, country: &str) -> u64 {
    let waves = workspace.run(&["waves", "--country", country, "--json"]).ok().json();
    let counts = waves["countries"][0]["series"][0]["years"].as_array().cloned();
    counts.unwrap_or_default().iter().filter_map(|year| year["count"].as_u64()).sum()
}

fn looked(workspace: &Workspace) -> Value {
    workspace.run(&["import", "--dry-run", "in", "--kind", "table-csv", "--json"]).ok().json()
}

#[test]
fn a_dry_run_shows_what_the_names_do() {
    let looks = |import: &str| {
        let workspace = workspace(import);
        let look = looked(&workspace)["looked"][0][1].clone();
        ["records", "known", "titled", "with_text", "filed"].map(|key| look[key].as_u64().unwrap())
    };
    assert_eq!(looks(NAMED), [144; 5]);
    let some = "columns = { date = \"tag\", title = \"hl\" }\n";
    assert_eq!(looks(some), [144, 0, 144, 144, 0]);
    assert_eq!(looks(&format!("{some}newspaper = \"nyt\"\n")), [144, 144, 144, 144, 0]);
    // Without the names it is no table of articles.
    let refused = workspace("").run(&["import", "--dry-run", "in"]);
    assert!(refused.stderr.contains("passed"), "{refused:?}");
}

#[test]
fn counting_reads_as_importing_did_and_other_names_count_again() {
    let workspace = workspace(&format!("files = [\"in\"]\n{NAMED}"));
    workspace.run(&["run", "--offline"]).ok();
    assert_eq!((articles(&workspace, "CHL"), articles(&workspace, "PER")), (144, 144));
    let ledger = fs::read(workspace.path("ledger.db")).unwrap();
    workspace.run(&["count", "--rebuild"]).ok();
    assert!(ledger == fs::read(workspace.path("ledger.db")).unwrap(), "a rebuild differs");
    workspace.run(&["verify", "--recount"]).ok();
    assert!(workspace.run(&["explain", "CHL", "1991"]).ok().stdout.contains("Riots in Chile"));

    // Without the text only headlines are searched: the counts are stale until they are counted again.
    says(&workspace, &NAMED.replace("text", "keywords"));
    workspace.run(&["waves"]).fails(78, &["counted by another pipeline", "groundswell count"]);
    let counted = workspace.run(&["count", "--json"]).ok().json();
    assert_eq!((&counted["documents"], &counted["unchanged"]), (&1.into(), &0.into()));
    assert_eq!((articles(&workspace, "CHL"), articles(&workspace, "PER")), (144, 0));
}

#[test]
fn a_wrong_word_is_an_error_that_says_what_there_is() {
    for (import, says) in [
        ("columns = { titel = \"hl\" }\n", "groundswell.toml:10:13"),
        ("columns = { titel = \"hl\" }\n", "`titel`"),
        (
            "columns = { titel = \"hl\" }\n",
            "known: date, year, month, day, headline, title, summary",
        ),
        ("columns = { title = \"hl\", text = \"HL\" }\n", "two things are said to be in column"),
        ("newspaper = \"nytt\"\n", "did you mean `nyt`?"),
        ("colums = {}\n", "did you mean `columns`?"),
        ("files = \"in\"\n", "sequence"),
    ] {
        workspace(import).run(&["import", "--dry-run", "in"]).fails(78, &[says]);
    }
}

#[test]
fn a_date_of_two_days_is_none_until_the_pipeline_says_which() {
    for (dates, unreadable, first) in [
        ("", 1, "1991-03-25"),
        ("dates = \"dmy\"\n", 0, "1991-03-04"),
        ("dates = \"mdy\"\n", 0, "1991-03-25"),
    ] {
        let workspace = workspace(dates);
        workspace.write(
            "in/table.csv",
            "date,title,newspaper\n25/03/1991,Riots,The Guardian\n04/03/1991,Vote,The Guardian\n",
        );
        let look = looked(&workspace)["looked"][0][1].clone();
        assert_eq!((&look["unreadable"], &look["days"][0]), (&unreadable.into(), &first.into()));
    }
    let wrong = workspace("dates = \"ymd\"\n").run(&["import", "--dry-run", "in"]);
    assert!(wrong.code != 0 && wrong.stderr.contains("dmy"), "{wrong:?}");
}
