//! What every table and view of the ledger is, for programs that show it: read from the comments of `schema.sql`.

use std::collections::BTreeMap;

use crate::open::SCHEMA;
use crate::{Error, Ledger};

/// A table or view of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its name.
    pub name: String,
    /// What it is; empty: its name says it.
    pub about: String,
    /// Its columns in order, each with its meaning; an empty meaning: its name says it.
    pub columns: Vec<(String, String)>,
}

/// Columns that a view derives. All others mean what they mean in the table they come from.
const DERIVED: [(&str, &str, &str); 36] = [
    ("yearly", "country", "code of the country: a polity"),
    ("yearly", "year", "year, as the newspaper dates its articles"),
    ("yearly", "topic", "all, or unrest: articles that match the unrest lexicon"),
    (
        "yearly",
        "articles",
        "articles that name the country, each once; null: nothing was looked at",
    ),
    ("yearly", "mentions", "occurrences of its names; null: nothing was looked at"),
    (
        "yearly",
        "international_articles",
        "denominator: international articles of the newspaper's year; null: not known, some months are from searches only",
    ),
    (
        "yearly",
        "all_articles",
        "denominator: all articles of the newspaper's year; null: not known, as above",
    ),
    ("yearly", "coverage", "months held as a share of months due, 0 to 1"),
    ("yearly", "state", "observed, partial, missing, not_published or not_applicable"),
    ("coverage", "year", "year, as the newspaper dates its articles"),
    ("coverage", "months_due", "months in which the newspaper appeared"),
    ("coverage", "months_held", "how many of them are held"),
    ("coverage", "days_due", "days on which the newspaper appeared"),
    ("coverage", "days_held", "how many of them have an article in the archive"),
    ("coverage", "coverage", "months held as a share of months due, 0 to 1"),
    ("coverage", "records", "records in the archive, duplicates included"),
    (
        "coverage",
        "all_articles",
        "articles, each once; as many as the newspaper says it had where it says so",
    ),
    ("coverage", "international_yes", "articles known to be international"),
    ("coverage", "international_unknown", "articles of which it is not known whether they are"),
    ("coverage", "months_searched", "months of which all that is known is what searches found"),
    ("coverage", "state", "observed, partial, missing or not_published"),
    ("counted_cell", "topic", "all, or unrest: articles that match the unrest lexicon"),
    ("counted_cell", "articles", "articles that name the country, each once"),
    ("counted_cell", "mentions", "occurrences of its names"),
    ("applicable", "first", "first year in which the country is counted; null: always"),
    ("applicable", "last", "last year in which the country is counted; null: always"),
    ("denominator", "coverage", "months held as a share of months due, 0 to 1"),
    ("denominator", "state", "observed, partial, missing or not_published"),
    ("fate", "fate", "counted, excluded or quarantined"),
    ("fate", "reason", "why"),
    ("fate", "records", "how many records"),
    ("evidence", "country", "the country the mention counts for"),
    ("evidence", "polity", "what is named, as it was: SUN, not RUS"),
    ("account", "fate", "counted, excluded or quarantined"),
    ("account", "reason", "why"),
    ("account", "records", "how many records of the document; all fates add up to the document's"),
];

impl Ledger {
    /// Every table and view with what `schema.sql` says of it, in its order.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn dictionary(&self) -> Result<Vec<Relation>, Error> {
        let mut relations = tables();
        let mut meanings: BTreeMap<String, String> = BTreeMap::new();
        for (column, meaning) in relations.iter().flat_map(|table| &table.columns) {
            if !meaning.is_empty() {
                meanings.entry(column.clone()).or_insert_with(|| meaning.clone());
            }
        }
        for (name, about) in views() {
            let sql = "select name from pragma_table_info(?1) order by cid";
            let columns: Vec<String> = self.rows(sql, [name], |row| row.get(0))?;
            let meaning = |column: String| {
                let mut derived = DERIVED.iter();
                let own = derived.find(|(view, of, _)| *view == name && *of == column);
                let stored = meanings.get(&column).cloned();
                let meaning = own.map(|(.., is)| (*is).to_owned()).or(stored).unwrap_or_default();
                (column, meaning)
            };
            let columns = columns.into_iter().map(meaning).collect();
            relations.push(Relation { name: name.to_owned(), about, columns });
        }
        Ok(relations)
    }
}

/// The tables: `create table NAME (  -- about`, then a column a line with its comment, which may go on below.
fn tables() -> Vec<Relation> {
    let table = |text: &str| {
        let (head, body) = text.split_once('\n')?;
        let body = body.split("\n) strict").next()?;
        let (name, about) = head.split_once(" (")?;
        let mut columns: Vec<(String, String)> = Vec::new();
        for line in body.lines().map(str::trim).filter(|line| !line.starts_with("primary key")) {
            let (column, comment) = line.split_once("--").unwrap_or((line, ""));
            match columns.last_mut() {
                Some((_, meaning)) if column.is_empty() => {
                    meaning.push(' ');
                    meaning.push_str(comment.trim());
                }
                _ => {
                    let column = column.split_whitespace().next().unwrap_or_default();
                    columns.push((column.to_owned(), comment.trim().to_owned()));
                }
            }
        }
        let about = about.trim_start_matches([' ', '-']).to_owned();
        Some(Relation { name: name.to_owned(), about, columns })
    };
    SCHEMA.split("\ncreate table ").skip(1).filter_map(table).collect()
}

/// The views, each with the comment that stands above it.
fn views() -> Vec<(&'static str, String)> {
    let mut views = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    for line in SCHEMA.lines() {
        if let Some(comment) = line.strip_prefix("-- ") {
            above.push(comment);
        } else if let Some(view) = line.strip_prefix("create view ") {
            views.push((view.split(' ').next().unwrap_or(view), above.join(" ")));
        } else {
            above.clear();
        }
    }
    views
}
