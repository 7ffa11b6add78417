//! What is drawn: reproducible, blind, safe to open, and the same as what the study counts.

use super::{column, demo, rows, study};
use crate::harness::{Workspace, month, record};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[test]
fn the_same_seed_draws_the_same_sheet_whatever_the_threads() {
    let workspace = study();
    let draw = |arguments: &[&str]| {
        workspace.run(&[arguments, &["audit", "draw", "--sample", "40"]].concat())
    };
    draw(&["--jobs", "1"]).ok();
    let bytes = |name: &str| fs::read(workspace.path(name)).unwrap();
    let (sheet, key) = (bytes("audit.csv"), bytes("audit.key.json"));
    draw(&["--jobs", "3"]).ok(); // the same again: nothing to overwrite
    assert!(bytes("audit.csv") == sheet && bytes("audit.key.json") == key);
    for (out, seed) in
        [("again.csv", "1"), ("other.csv", "2"), ("again.xlsx", "1"), ("once-more.xlsx", "1")]
    {
        workspace.run(&["audit", "draw", "--sample", "40", "--out", out, "--seed", seed]).ok();
    }
    assert!(bytes("again.csv") == sheet && bytes("again.key.json") == key);
    assert!(bytes("other.csv") != sheet);
    assert!(bytes("again.xlsx") == bytes("once-more.xlsx"));
    // A filled sheet is not drawn over.
    workspace.write("audit.csv", "row,label\n");
    draw(&[]).fails(73, &["audit.csv is there already and differs", "labels may be in it"]);
    // An archive that has more than the ledger draws what the ledger has.
    workspace.write("more/1.json", month(&[record(1, "1989-05-05", "Riots in Chile, true")]));
    workspace.run(&["import", "more"]).ok();
    workspace.run(&["audit", "draw", "--sample", "40", "--out", "after.csv"]).ok();
    assert!(bytes("after.csv") == sheet);
}

#[test]
fn coders_do_not_see_what_the_machine_made_of_a_row() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "10000"]).ok();
    let sheet = fs::read_to_string(workspace.path("audit.csv")).unwrap();
    for word in ["hit", "near-miss", "silent", "counted", "no cue", "part of another name"] {
        assert!(!sheet.contains(word), "{word}");
    }
    let key: Value =
        serde_json::from_slice(&fs::read(workspace.path("audit.key.json")).unwrap()).unwrap();
    let why = |word: &str| {
        let rows = key["rows"].as_object().unwrap().values();
        rows.filter(|row| row["why"].as_str().unwrap().contains(word)).count()
    };
    let reasons =
        [("counted", 40), ("no cue", 8), ("part of another name", 12), ("international: no", 28)];
    for (word, count) in reasons {
        assert_eq!(why(word), count, "{word}");
    }
    // The order of the rows is not that of the strata.
    let rows = rows(&workspace, "audit.csv");
    let classes: Vec<&str> = rows[1..]
        .iter()
        .map(|row| key["rows"][&row[0]]["stratum"]["class"].as_str().unwrap())
        .collect();
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes > 40, "{changes}");
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_text() {
    let workspace = Workspace::new(1988, 1991);
    let evil = ["=1+1 in Chile", "+1 for Chile", "-2 for Chile", "@Chile"];
    let records: Vec<String> =
        (0..).zip(evil).map(|(id, headline)| record(id, "1988-03-03", headline)).collect();
    workspace.write("in/1988.json", month(&records));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace.run(&["audit", "draw"]).ok();
    let rows = rows(&workspace, "audit.csv");
    let headline = column(&rows, "headline");
    assert_eq!(rows.len(), 5);
    assert!(rows[1..].iter().all(|row| row[headline].starts_with('\'')), "{rows:?}");
    let bytes = fs::read(workspace.path("audit.csv")).unwrap();
    assert!(bytes.starts_with(b"row,") && bytes.ends_with(b"\r\n"));
}

#[test]
fn coders_read_text_and_not_its_markup() {
    let workspace = Workspace::new(1988, 1991);
    let rows_of = [
        (
            "Riots &amp; fear in Chile",
            "Police said &#8220;no&#8221;.",
            "Police said \\\"no\\\".",
            "Police said \"no\".",
        ),
        (
            "Chile, 2",
            "&lt;b&gt;Miners&lt;/b&gt; met.",
            "Miners met. They sang.",
            "Miners met. They sang.",
        ),
        ("Chile, 3", "Miners met.<br>They  sang.", "Miners met.", "Miners met. They sang."),
        ("Chile, 4", "Miners met.", "They sang.", "Miners met. | They sang."),
        ("Chile, 5", "", "Two &lt; three &amp;amp; four.", "Two < three &amp; four."),
        ("Chile, 6", "", "", ""),
    ];
    let records: Vec<String> = (1..)
        .zip(rows_of)
        .map(|(id, (headline, summary, lead, _))| {
            record(id, "1988-03-03", headline)
                .replace("\"abstract\":\"\"", &format!("\"abstract\":\"{summary}\""))
                .replace("\"lead_paragraph\":\"\"", &format!("\"lead_paragraph\":\"{lead}\""))
        })
        .collect();
    workspace.write("in/1988.json", month(&records));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    workspace.run(&["audit", "draw"]).ok();
    let rows = rows(&workspace, "audit.csv");
    let (headline, text) = (column(&rows, "headline"), column(&rows, "text"));
    let found: BTreeSet<(&str, &str)> =
        rows[1..].iter().map(|row| (row[headline].as_str(), row[text].as_str())).collect();
    let expected: BTreeSet<(&str, &str)> = rows_of
        .iter()
        .map(|(headline, .., text)| {
            (
                headline.strip_prefix("Riots &amp;").map_or(*headline, |_| "Riots & fear in Chile"),
                *text,
            )
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_country_is_asked_of_the_newspapers_it_is_counted_from() {
    let workspace = demo();
    workspace.run(&["count"]).ok();
    for (out, countries, newspapers, in_rows) in [
        ("britain.csv", &["GBR"][..], &["nyt"][..], &["GBR"][..]),
        ("states.csv", &["USA"], &["guardian"], &["USA"]),
        ("chile.csv", &["CHL"], &["guardian", "nyt"], &["CHL"]),
        ("two.csv", &["GBR", "CHL"], &["guardian", "nyt"], &["*", "CHL", "GBR"]),
    ] {
        let mut arguments = vec!["audit", "draw", "--sample", "100000", "--out", out];
        countries.iter().for_each(|country| arguments.extend(["--country", country]));
        workspace.run(&arguments).ok();
        let rows = rows(&workspace, out);
        let cells = |name: &str| -> BTreeSet<&str> {
            rows[1..].iter().map(|row| row[column(&rows, name)].as_str()).collect()
        };
        // In an audit of one country nothing in these columns tells which rows are silent.
        assert_eq!(cells("newspaper"), newspapers.iter().copied().collect(), "{out}");
        assert_eq!(cells("country"), in_rows.iter().copied().collect(), "{out}");
        assert_eq!(cells("country_name").len(), in_rows.len(), "{out}");
        let guardian = rows[1..].iter().filter(|row| row[1] == "guardian");
        assert_eq!(guardian.filter(|row| row[3] == "GBR").count(), 0, "{out}");
    }
}

/// What a study may count differently, and that the hits are what it counts.
#[test]
fn the_hits_are_the_yearly_counts() {
    let workspace = demo();
    let plain = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    for (name, settings) in [
        ("plain", ""),
        ("unrest", "topic = \"unrest\""),
        ("as-was", "policy = \"as-was\"\nhome = \"all\""),
        ("index", "channel = \"index\"\ntier = \"A\""),
        ("unknown", "sections = \"yes+unknown\"\nchannel = \"any\"\npolicy = \"all\""),
    ] {
        workspace.write("groundswell.toml", format!("{plain}[count]\n{settings}\n"));
        workspace.run(&["count"]).ok();
        let out = format!("{name}.csv");
        workspace.run(&["audit", "draw", "--sample", "20", "--out", &out]).ok();
        let key = fs::read(workspace.path(&format!("{name}.key.json"))).unwrap();
        let key: Value = serde_json::from_slice(&key).unwrap();
        let mut hits: BTreeMap<(String, String, i64), u64> = BTreeMap::new();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        for cell in key["cells"].as_array().unwrap() {
            let place =
                (text(&cell["country"]), text(&cell["newspaper"]), cell["year"].as_i64().unwrap());
            hits.insert(place, cell["hits"].as_u64().unwrap());
        }
        hits.retain(|_, hits| *hits > 0);
        let found = workspace.run(&["waves", "--json"]).ok().json();
        let mut counts = BTreeMap::new();
        for country in found["countries"].as_array().unwrap() {
            for series in country["series"].as_array().unwrap() {
                for year in series["years"].as_array().unwrap() {
                    let place = (
                        text(&country["code"]),
                        text(&series["newspaper"]),
                        year["year"].as_i64().unwrap(),
                    );
                    counts.insert(place, year["count"].as_u64().unwrap_or(0));
                }
            }
        }
        counts.retain(|(_, newspaper, _), count| *count > 0 && newspaper != "sum");
        assert!(counts == hits, "{name}: {} counts, {} hits", counts.len(), hits.len());
        assert!(!hits.is_empty(), "{name}");
    }
}
