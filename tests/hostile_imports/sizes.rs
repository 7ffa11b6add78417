//! One line of 64 MiB in an export of every kind: bounded memory, and the articles beside it are there.

use super::with_peak;
use crate::harness::{Workspace, root};
use std::fs;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Bytes of the line. What is held of it must not grow with it.
const LONG: usize = 64 << 20;

/// Most memory an import may hold, in MiB: several times the longest record that is read (16 MiB), and less than [`LONG`]
/// in all of its copies.
const MOST: u64 = 160;

/// Writes `document` with a long line of words in the place of `@@@`.
fn write(path: &Path, document: &str) {
    let (before, after) = document.split_once("@@@").unwrap();
    let words = "Chile and Peru, word after word ".repeat(1 << 15);
    let mut file = BufWriter::new(File::create(path).unwrap());
    file.write_all(before.as_bytes()).unwrap();
    for _ in 0..LONG / words.len() {
        file.write_all(words.as_bytes()).unwrap();
    }
    file.write_all(after.as_bytes()).unwrap();
    file.flush().unwrap();
}

/// A document of three articles of which the middle one has the long line in its headline or text.
fn documents() -> Vec<(&'static str, String, Expected)> {
    let fixture = |path: &str, mark: &str| {
        let text = fs::read_to_string(root().join("fixtures").join(path)).unwrap();
        assert!(text.contains(mark), "{path}: {mark}");
        text.replacen(mark, &format!("{mark}@@@"), 1)
    };
    let three = |head: &str, one: &dyn Fn(u32, &str) -> String, between: &str, end: &str| {
        let articles = [one(1, "Riots in Chile"), one(2, "@@@"), one(3, "Riots in Chile, again")];
        format!("{head}{}{end}", articles.join(between))
    };
    let row =
        |n, headline: &str| format!("2004-03-0{n},\"{headline}\",The New York Times,World,a{n}\n");
    let object = |n, headline: &str| {
        format!(
            "{{\"pub_date\":\"2004-03-0{n}\",\"headline\":\"{headline}\",\"source\":\"The New York Times\",\"id\":\"a{n}\"}}"
        )
    };
    let api = |n, headline: &str| {
        format!(
            "{{\"_id\":\"nyt://article/{n}\",\"headline\":{{\"main\":\"{headline}\"}},\"pub_date\":\"2004-03-0{n}T05:00:00+0000\"}}"
        )
    };
    let rule = "_".repeat(60);
    let text = |n, words: &str| {
        format!(
            "{rule}\n\nFull text: {words}\n\nTitle: Article {n}\n\nPublication title: New York Times\n\nPublication date: Mar {n}, 2004\n\n"
        )
    };
    let loses_one = Expected::Loses(3, 1);
    vec![
        ("table.csv", three("pub_date,headline,source,section,id\n", &row, "", ""), loses_one),
        ("lines.jsonl", three("", &object, "\n", "\n"), loses_one),
        (
            "api.json",
            three("{\"response\":{\"docs\":[", &api, ",", "],\"meta\":{\"hits\":3}}}"),
            loses_one,
        ),
        // The beginning of a text is what is counted of it.
        ("export.txt", three("", &text, "", &format!("{rule}\n\nEnd\n")), Expected::Loses(3, 0)),
        ("factiva.html", fixture("factiva-html/lines.html", "<p>"), loses_one),
        (
            "factiva.xml",
            fixture("factiva-xml/export.xml", "Miners in"),
            Expected::Refused("more than 16 MiB"),
        ),
        ("harbor-news_19170102.txt", "STRIKE @@@\n".to_owned(), Expected::Refused("too large")),
        (
            "notes.txt",
            "Nothing but @@@".to_owned(),
            Expected::Refused("text of no kind that is known"),
        ),
    ]
}

/// What becomes of a document.
#[derive(Clone, Copy)]
enum Expected {
    /// It is taken: its records, and those of them that cannot be read.
    Loses(u64, u64),
    /// It is refused in these words.
    Refused(&'static str),
}

#[test]
fn a_line_without_end_is_read_in_bounded_memory() {
    let workspace = Workspace::quick(1900, 2010);
    for (name, document, expected) in documents() {
        let path = workspace.path(name);
        write(&path, &document);
        let (said, peak) =
            with_peak(&mut workspace.command(&["import", "--dry-run", "--json", name]));
        assert!(peak.is_none_or(|mib| mib <= MOST), "{name}: {peak:?} MiB");
        let json = said.json();
        match expected {
            Expected::Loses(records, unreadable) => {
                let look = &json["looked"][0][1];
                let found = [&look["records"], &look["unreadable"]].map(serde_json::Value::as_u64);
                assert_eq!(found, [Some(records), Some(unreadable)], "{name}: {said:#?}");
            }
            Expected::Refused(what) => {
                said.fails(65, &[name, what]);
            }
        }
        fs::remove_file(path).unwrap();
    }
}
