//! The other records of an article: those that are held and not counted because a heavier one is.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Error, Ledger};

/// A record that is not counted, because another one of the same article is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Twin {
    /// Its document's path in the raw archive.
    pub path: String,
    /// Ordinal of the record in the document, from 0.
    pub position: u32,
    /// As what it is known: `same_id`, `same_url` or `same_headline`.
    pub why: String,
}

/// Newspaper, and one of the three things by which two of its records are one article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Id(String, i64),
    Url(String, i64),
    Headline(String, i64),
}

impl Ledger {
    /// The other records of each of these articles of a year (path and position of the counted record), by path and
    /// position; those that are dated a year before or after too. A record of a record is one of the article.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn twins(&self, year: i32, articles: &[(&str, u32)]) -> Result<Vec<Vec<Twin>>, Error> {
        let mut records: Vec<(Twin, Vec<Key>)> = self.duplicates(year)?;
        records.sort();
        let mut by_key: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
        for (at, (_, keys)) in records.iter().enumerate() {
            for key in keys {
                by_key.entry(key).or_default().push(at);
            }
        }
        let of = |article: &(&str, u32)| {
            let own = if records.is_empty() { Vec::new() } else { self.keys(article)? };
            let (mut found, mut open) = (BTreeSet::new(), own.iter().collect::<Vec<_>>());
            while let Some(key) = open.pop() {
                for at in by_key.get(key).into_iter().flatten() {
                    if found.insert(*at) {
                        open.extend(&records[*at].1);
                    }
                }
            }
            Ok(found.into_iter().map(|at| records[at].0.clone()).collect())
        };
        articles.iter().map(of).collect()
    }

    /// All records around a year that are not counted as they are others' articles, with what they are known by.
    fn duplicates(&self, year: i32) -> Result<Vec<(Twin, Vec<Key>)>, Error> {
        let sql = format!(
            "select {KEYS}, path, position, duplicate from record join document using (document)
             where duplicate is not null and document in
                 (select document from document_month where year between ?1 - 1 and ?1 + 1)"
        );
        self.rows(&sql, [year], |row| {
            let twin = Twin { path: row.get(4)?, position: row.get(5)?, why: row.get(6)? };
            Ok((twin, keys(row)?))
        })
    }

    fn keys(&self, (path, position): &(&str, u32)) -> Result<Vec<Key>, Error> {
        let sql = format!(
            "select {KEYS} from document join record using (document)
             where path = ?1 and article = document.first + ?2"
        );
        Ok(self.rows(&sql, rusqlite::params![path, position], keys)?.concat())
    }
}

const KEYS: &str = "record.newspaper, id_key, url_key, headline_key";

fn keys(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Key>> {
    let newspaper: Option<String> = row.get(0)?;
    // What is of no known newspaper is not compared.
    let Some(newspaper) = newspaper else { return Ok(Vec::new()) };
    let (url, headline): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
    let mut keys = vec![Key::Id(newspaper.clone(), row.get(1)?)];
    keys.extend(url.map(|url| Key::Url(newspaper.clone(), url)));
    keys.extend(headline.map(|headline| Key::Headline(newspaper, headline)));
    Ok(keys)
}
