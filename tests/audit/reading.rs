//! Filled sheets: known truth comes back as known figures, and what is wrong or missing is said.

use super::{Rows, column, demo, forget, label, rows, save, study, truth};
use crate::harness::{Workspace, month, record, root};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use std::fs;

/// Draws, labels by the truth, and reads back.
fn audited(workspace: &Workspace, options: &[&str]) -> Value {
    workspace.run(&[&["audit", "draw"], options].concat()).ok();
    let mut sheet = rows(workspace, "audit.csv");
    label(&mut sheet, truth);
    save(workspace, "anna.csv", &sheet);
    workspace.run(&["audit", "read", "anna.csv", "--json"]).ok().json()
}

/// `all` of the figures, or those of a decade.
fn figure(read: &Value, decade: Option<i64>) -> &Value {
    let figures = read["figures"].as_array().unwrap();
    let is_it =
        |figure: &&Value| figure["newspaper"].is_null() && figure["decade"].as_i64() == decade;
    figures.iter().find(is_it).unwrap()
}

#[track_caller]
fn is(estimate: &Value, value: f64, low: f64, high: f64) {
    for (name, expected) in [("value", value), ("low", low), ("high", high)] {
        let found = estimate[name].as_f64().unwrap_or(f64::NAN);
        assert!((found - expected).abs() < 1e-6, "{name} is {found}, not {expected}: {estimate}");
    }
}

#[test]
fn a_census_gives_back_the_truth_without_an_interval() {
    let workspace = study();
    let read = audited(&workspace, &["--sample", "10000"]);
    assert_eq!((&read["schema"], &read["rows"]), (&"groundswell.audit/1".into(), &112.into()));
    // Each year: 8 of 10 hits are true; 2 of 5 refused and 3 of 7 filed elsewhere are; none of 6 silent.
    let all = figure(&read, None);
    is(&all["precision"], 0.8, 0.8, 0.8);
    is(&all["recall_looked_at"], 8.0 / 13.0, 8.0 / 13.0, 8.0 / 13.0);
    is(&all["recall"], 8.0 / 13.0, 8.0 / 13.0, 8.0 / 13.0);
    is(&all["silent"], 0.0, 0.0, 0.0);
    is(&all["corrected"], 52.0, 52.0, 52.0);
    is(&figure(&read, Some(1980))["precision"], 0.8, 0.8, 0.8);
    // Of one country nothing else is looked at, and what it does not name is silent.
    forget(&workspace);
    let read =
        audited(&workspace, &["--sample", "10000", "--country", "Chile", "--years", "1990:1991"]);
    let all = figure(&read, None);
    is(&all["recall_looked_at"], 8.0 / 11.0, 8.0 / 11.0, 8.0 / 11.0);
    is(&all["silent"], 2.0 / 11.0, 2.0 / 11.0, 2.0 / 11.0);
    is(&all["recall"], 8.0 / 13.0, 8.0 / 13.0, 8.0 / 13.0);
    let cells = read["corrected"].as_array().unwrap();
    assert_eq!(cells.len(), 2);
    // Half of the decade's pairs: right on average, uncertain for the year.
    assert_eq!((&cells[0]["year"], &cells[0]["counted"]), (&1990.into(), &10.into()));
    assert_eq!(cells[0]["corrected"]["value"].as_f64().unwrap().round(), 11.0);
    assert!(cells[0]["corrected"]["low"].as_f64().unwrap() < 9.0);
}

#[test]
fn samples_give_intervals_that_hold_the_truth() {
    let workspace = study();
    let truths = [("precision", 0.8), ("recall_looked_at", 8.0 / 13.0), ("corrected", 52.0)];
    let mut held = [0; 3];
    for seed in 1..=20 {
        let read = audited(&workspace, &["--sample", "60", "--seed", &seed.to_string()]);
        assert_eq!(read["rows"], 60);
        let all = figure(&read, None);
        for ((name, truth), held) in truths.iter().zip(&mut held) {
            let limit = |end: &str| all[name][end].as_f64().unwrap();
            *held += u32::from((limit("low")..=limit("high")).contains(truth));
        }
        forget(&workspace);
    }
    // 19 of 20 are promised; fewer than 16 would be chance once in 400 times.
    assert!(held.iter().all(|held| *held >= 16), "{held:?}");
}

#[test]
fn a_workbook_comes_back_as_it_went() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "50"]).ok();
    workspace.run(&["audit", "draw", "--sample", "50", "--out", "book.xlsx"]).ok();
    let empty = workspace
        .run(&["audit", "read", "book.xlsx", "--key", "book.key.json", "--json"])
        .ok()
        .json();
    assert_eq!(empty["unlabelled"].as_array().unwrap().len(), 50);

    let mut sheet = rows(&workspace, "audit.csv");
    label(&mut sheet, truth);
    save(&workspace, "anna.csv", &sheet);
    // As a spreadsheet saves it: codes are numbers, and the sheet is not the first one.
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("instructions").unwrap();
    let page = workbook.add_worksheet().set_name("audit").unwrap();
    for (line, row) in (0u32..).zip(&sheet) {
        for (at, cell) in (0u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(line, at, number).unwrap(),
                Err(_) => page.write_string(line, at, cell).unwrap(),
            };
        }
    }
    workbook.save(workspace.path("anna.xlsx")).unwrap();
    // As another one saves CSV: semicolons, a byte order mark, an encoding that is not UTF-8.
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').from_writer(b"\xef\xbb\xbf".to_vec());
    for row in &sheet {
        let cells = row.iter().map(|cell| cell.replace(':', "\u{e9}"));
        writer.write_record(cells).unwrap();
    }
    let saved: Vec<u8> = String::from_utf8(writer.into_inner().unwrap())
        .unwrap()
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    workspace.write("latin.csv", [&b"\xef\xbb\xbf"[..], &saved[1..]].concat());
    let figures = |name: &str| {
        let read = workspace.run(&["audit", "read", name, "--json"]).ok().json();
        assert_eq!(read["unlabelled"].as_array().unwrap().len(), 0, "{name}");
        read["figures"].clone()
    };
    assert_eq!(figures("anna.csv"), figures("anna.xlsx"));
    assert_eq!(figures("anna.csv"), figures("latin.csv"));
}

#[test]
fn a_sheet_that_is_wrong_is_refused_with_its_place() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "30"]).ok();
    workspace.run(&["audit", "draw", "--sample", "30", "--seed", "2", "--out", "other.csv"]).ok();
    let sheet = rows(&workspace, "audit.csv");
    let change = |name: &str, change: &dyn Fn(&mut Rows)| {
        let mut rows = sheet.clone();
        change(&mut rows);
        save(&workspace, name, &rows);
    };
    let at = column(&sheet, "label");
    change("three.csv", &|rows| rows[4][at] = "3".to_owned());
    change("word.csv", &|rows| rows[2][at] = "yes".to_owned());
    change("twice.csv", &|rows| {
        label(rows, truth);
        let first = rows[1].clone();
        rows.push(first);
    });
    change("nameless.csv", &|rows| rows[0][at] = "answer".to_owned());
    change("lost.csv", &|rows| {
        rows[3][0] = String::new();
        rows[3][at] = "1".to_owned();
    });
    workspace.write("empty.csv", "");
    workspace.write("fake.xlsx", "no workbook");
    let refusals: [(&str, i32, &[&str]); 9] = [
        ("other.csv", 65, &["other.csv row 2, column row", "is no row of this audit", "--key"]),
        ("three.csv", 65, &["three.csv row 5, column label: unknown label `3`", "0, 1, 2, 5, 9"]),
        ("word.csv", 65, &["word.csv row 3, column label: unknown label `yes`"]),
        ("twice.csv", 65, &["twice.csv row 32", "has labelled this row before"]),
        ("nameless.csv", 65, &["no column `label`"]),
        ("lost.csv", 65, &["lost.csv row 4, column row: `` is no row of this audit"]),
        ("empty.csv", 65, &["the sheet is empty"]),
        ("fake.xlsx", 65, &["fake.xlsx is no workbook"]),
        ("absent.csv", 66, &["cannot read absent.csv"]),
    ];
    for (name, code, says) in refusals {
        workspace.run(&["audit", "read", name]).fails(code, says);
    }
    workspace
        .run(&["audit", "read", "audit.csv", "--key", "audit.csv"])
        .fails(65, &["no key of an audit"]);
    workspace.run(&["audit", "read", "audit.csv", "--key", "no.json"]).fails(66, &["--key"]);
    workspace
        .run(&["audit", "read", "audit.csv", "./audit.csv"])
        .fails(65, &["./audit.csv is named twice"]);
    workspace.run(&["audit", "draw", "--out", "audit.txt"]).fails(78, &["neither .csv nor .xlsx"]);
    workspace
        .run(&["audit", "draw", "--years", "1900:1991"])
        .fails(78, &["1900:1991 is not within"]);
    workspace
        .run(&["audit", "draw", "--years", "1991:1988"])
        .fails(78, &["1991:1988 is reversed", "1988:1991"]);
    workspace.run(&["audit", "draw", "--country", "Chille"]).fails(78, &["country code `Chille`"]);
}

#[test]
fn the_page_shows_what_is_printed() {
    let workspace = demo();
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", pipeline.replace("\"test\"", "\"demo\""));
    workspace.run(&["count"]).ok();
    let options = ["--country", "CHL", "--years", "1960:1999", "--sample", "120"];
    workspace.run(&[&["audit", "draw"][..], &options].concat()).ok();
    let mut sheet = rows(&workspace, "audit.csv");
    let at = |name: &str| column(&sheet, name);
    let (date, headline, text, answer) = (at("date"), at("headline"), at("text"), at("label"));
    for row in sheet.iter_mut().skip(1).filter(|row| row[date].as_str() < "1997") {
        let names = [headline, text].iter().any(|cell| row[*cell].contains("Chile"));
        row[answer] = if names { "1" } else { "0" }.to_owned();
    }
    save(&workspace, "anna.csv", &sheet);
    let said = workspace.run(&["audit", "read", "anna.csv"]).ok().stdout;
    let page = fs::read_to_string(root().join("docs/audit.md")).unwrap();
    let shown = page.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    // Rows have other names whenever a table of the program changes.
    let nameless = |text: &str| {
        let line = |line: &str| line.split(" without a label: ").next().unwrap().to_owned();
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(nameless(shown), nameless(&said), "docs/audit.md should show\n{said}");
}

#[test]
fn one_is_no_plural() {
    let workspace = Workspace::new(1988, 1991);
    let records: Vec<String> =
        (1..=2).map(|id| record(id, "1988-03-03", &format!("Riots in Chile, {id}"))).collect();
    workspace.write("in/1988.json", month(&records));
    workspace.run(&["import", "in"]).ok();
    workspace.run(&["count"]).ok();
    let drawn = workspace.run(&["audit", "draw", "--sample", "1"]).ok().stderr;
    assert!(drawn.contains("hits             1 of 2 in 1 stratum\n"), "{drawn}");
    assert!(drawn.contains("silent           0 of 0 in 0 strata\n"), "{drawn}");
    let read =
        |sheet: &str| workspace.run(&["audit", "read", sheet, "--out", "corrected.csv"]).ok();
    let said = read("audit.csv");
    assert!(said.stdout.contains("\n1 row, labelled by nobody yet\n"), "{said:#?}");
    assert!(said.stderr.contains("wrote 1 corrected count into"), "{said:#?}");
    let mut sheet = rows(&workspace, "audit.csv");
    label(&mut sheet, |_, _| "1");
    save(&workspace, "anna.csv", &sheet);
    let said = read("anna.csv").stdout;
    assert!(said.contains("\n1 row, 1 labelled by anna.csv\n"), "{said}");
}

#[test]
fn an_altered_key_is_refused() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "30"]).ok();
    let key = fs::read_to_string(workspace.path("audit.key.json")).unwrap();
    let seal = key.rsplit_once(",\"seal\":\"").unwrap();
    let open = format!("{}}}", seal.0);
    let sealed = crate::unattended::sha256_hex(open.as_bytes());
    assert_eq!(seal.1, format!("{sealed}\"}}\n"), "anyone can check the seal");
    let read = |text: &str| {
        workspace.write("changed.json", text);
        workspace.run(&["audit", "read", "audit.csv", "--key", "changed.json"])
    };
    let pretty: Value = serde_json::from_str(&key).unwrap();
    read(&serde_json::to_string_pretty(&pretty).unwrap()).ok(); // the same content, laid out
    for (from, to) in [
        ("\"class\":\"near-miss\"", "\"class\":\"hit\""),
        ("\"population\":", "\"population\":1"),
        ("\"hits\":", "\"hits\":1"),
        ("\"topic\":\"all\"", "\"topic\":\"unrest\""),
        ("\"seal\":\"", "\"seal\":\"0"),
    ] {
        assert!(key.contains(from), "{from}");
        read(&key.replacen(from, to, 1)).fails(65, &["changed.json was altered", "seal is broken"]);
    }
    read(&open).fails(65, &["no key of an audit", "missing field `seal`"]);
}

#[test]
fn corrected_counts_are_written_over_nothing_but_themselves() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "30"]).ok();
    fs::create_dir(workspace.path("folder")).unwrap();
    workspace.write("letters.txt", "Dear Anna,\n");
    workspace.write("empty.csv", "");
    std::os::unix::fs::symlink("audit.csv", workspace.path("link.csv")).unwrap();
    let read = |out: &str| workspace.run(&["audit", "read", "audit.csv", "--out", out]);
    for (out, says) in [
        ("audit.csv", "is a sheet that is read"),
        ("./folder/../audit.csv", "is a sheet that is read"),
        ("link.csv", "is a sheet that is read"),
        ("audit.key.json", "is the key that is read"),
        ("letters.txt", "holds no corrected counts"),
        ("groundswell.toml", "holds no corrected counts"),
        ("ledger.db", "holds no corrected counts"),
        ("empty.csv", "holds no corrected counts"),
        ("folder", "holds no corrected counts"),
    ] {
        let before = fs::read(workspace.path(out)).ok();
        read(out).fails(73, &[out, says, "it was left as it is", "--out"]);
        assert_eq!(fs::read(workspace.path(out)).ok(), before, "{out}");
    }
    read("corrected.csv").ok();
    let first = fs::read(workspace.path("corrected.csv")).unwrap();
    read("corrected.csv").ok();
    assert_eq!(fs::read(workspace.path("corrected.csv")).unwrap(), first);
}

#[test]
fn coders_are_compared_and_what_they_differ_on_is_not_made_up() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "10000"]).ok();
    let sheet = rows(&workspace, "audit.csv");
    let coded = |name: &str, answer: &dyn Fn(usize, &str) -> &'static str| {
        let mut rows = sheet.clone();
        label(&mut rows, answer);
        save(&workspace, name, &rows);
    };
    // Ben says no to the first ten rows whatever they are; Cleo is asked about those alone.
    coded("anna.csv", &truth);
    coded("ben.csv", &|row, headline| if row <= 10 { "0" } else { truth(row, headline) });
    coded("cleo.csv", &|row, headline| if row <= 10 { truth(row, headline) } else { "" });
    let read = |sheets: &[&str]| {
        workspace.run(&[&["audit", "read", "--json"], sheets].concat()).ok().json()
    };
    let headline = column(&sheet, "headline");
    let differ = sheet[1..=10].iter().filter(|row| row[headline].ends_with("true")).count();
    assert!(differ > 1);
    let two = read(&["anna.csv", "ben.csv"]);
    let agreement = &two["agreement"][0];
    assert_eq!((&agreement["rows"], &agreement["coders"][0]), (&112.into(), &"anna.csv".into()));
    let same = agreement["same_answer"]["value"].as_f64().unwrap();
    assert!((same - (112 - differ) as f64 / 112.0).abs() < 1e-9, "{same}");
    let kappa = agreement["kappa_answers"]["value"].as_f64().unwrap();
    assert!(0.7 < kappa && kappa < same, "{kappa}");
    let disagreements = two["disagreements"].as_array().unwrap();
    assert_eq!(disagreements.len(), differ);
    assert!(disagreements.iter().all(|row| row["taken"].is_null()));
    assert_eq!(figure(&two, None)["labelled"], 112 - differ);
    // The same in one sheet, every row twice, told apart by the column.
    let coder = column(&sheet, "coder");
    let named = |name: &str| -> Rows {
        let mut rows = rows(&workspace, name);
        rows.iter_mut().skip(1).for_each(|row| row[coder] = name.to_owned());
        rows
    };
    let mut both = named("anna.csv");
    both.extend(named("ben.csv").into_iter().skip(1));
    save(&workspace, "both.csv", &both);
    assert_eq!(read(&["both.csv"])["agreement"], two["agreement"]);
    // A third coder decides.
    let three = read(&["anna.csv", "ben.csv", "cleo.csv"]);
    assert!(three["disagreements"].as_array().unwrap().iter().all(|row| row["taken"] == true));
    is(&figure(&three, None)["precision"], 0.8, 0.8, 0.8);
    let said = workspace.run(&["audit", "read", "anna.csv", "ben.csv"]).ok().stdout;
    assert!(said.contains("anna.csv and ben.csv: 112 rows") && said.contains("left out"), "{said}");
}

#[test]
fn what_nobody_labelled_is_unknown() {
    let workspace = study();
    workspace.run(&["audit", "draw", "--sample", "80"]).ok();
    let mut sheet = rows(&workspace, "audit.csv");
    let date = column(&sheet, "date");
    let dates: Vec<String> = sheet.iter().map(|row| row[date].clone()).collect();
    // Nobody looked at the eighties; one could not tell about the nineties.
    label(&mut sheet, |row, headline| {
        if dates[row].starts_with("198") {
            ""
        } else if headline.contains("in passing") {
            "9"
        } else {
            truth(row, headline)
        }
    });
    save(&workspace, "anna.csv", &sheet);
    let ran =
        workspace.run(&["audit", "read", "anna.csv", "--json", "--out", "corrected.csv"]).ok();
    let read = ran.json();
    let unknown = figure(&read, Some(1980));
    for name in ["precision", "recall", "recall_looked_at"] {
        assert_eq!(
            (&unknown[name]["value"], &unknown[name]["low"], &unknown[name]["high"]),
            (&Value::Null, &0.0.into(), &1.0.into())
        );
    }
    let all = &figure(&read, None)["precision"];
    assert!(
        all["value"].is_null() && all["low"].as_f64() > Some(0.3) && all["high"] == 1.0,
        "{all}"
    );
    // A row that cannot be told is left out, not taken for no.
    assert_eq!(figure(&read, Some(1990))["precision"]["value"], 1.0);
    let corrected = fs::read_to_string(workspace.path("corrected.csv")).unwrap();
    let cell = |year: &str| {
        corrected.lines().find(|line| line.starts_with(year) && line.contains(",CHL,")).unwrap()
    };
    assert!(corrected.starts_with("year,newspaper,country,counted,corrected,low,high\r\n"));
    assert_eq!(cell("1988"), "1988,nyt,CHL,10,,0,17");
    assert!(cell("1990").starts_with("1990,nyt,CHL,10,1"), "{}", cell("1990"));
    let unlabelled = read["unlabelled"].as_array().unwrap().len();
    assert!(
        workspace
            .run(&["audit", "read", "anna.csv"])
            .ok()
            .stdout
            .contains(&format!("{unlabelled} without a label"))
    );
}
