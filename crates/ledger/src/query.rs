//! Reading: coverage, the account of every record, and what the ledger was made with.

use rusqlite::{Params, Row};
use std::collections::BTreeMap;

use crate::{Error, Ledger, Settings};

/// How well a newspaper's year is covered.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Coverage {
    pub newspaper: String,
    pub year: i32,
    pub months_due: u32,
    pub months_held: u32,
    pub days_due: u32,
    pub days_held: u32,
    pub coverage: f64,
    pub records: u64,
    pub all_articles: u64,
    pub international_yes: u64,
    pub international_unknown: u64,
    /// Months of which all that is known is what searches found.
    pub months_searched: u32,
    pub state: String,
}

/// One article behind a cell, with a name that made it count.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Evidence {
    pub newspaper: String,
    pub date: String,
    pub id: String,
    pub url: Option<String>,
    pub unrest: bool,
    pub basis: String,
    pub rule: String,
    pub channel: String,
    pub polity: String,
    pub tier: String,
    pub mentions: u32,
    pub surface: String,
    pub path: String,
    pub position: u32,
    pub offset: u64,
    pub length: u32,
}

/// What became of a document's records. The records of all fates add up to the document's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[allow(missing_docs)]
pub struct Account {
    pub source: String,
    /// counted, excluded or quarantined.
    pub fate: String,
    pub reason: String,
    pub records: u64,
}

impl Ledger {
    /// Coverage of every newspaper and year of the study.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn coverage(&self) -> Result<Vec<Coverage>, Error> {
        let sql = "select newspaper, year, months_due, months_held, days_due, days_held, coverage,
                          records, all_articles, international_yes, international_unknown,
                          months_searched, state
                   from coverage order by newspaper, year";
        self.rows(sql, [], |row| {
            Ok(Coverage {
                newspaper: row.get(0)?,
                year: row.get(1)?,
                months_due: row.get(2)?,
                months_held: row.get(3)?,
                days_due: row.get(4)?,
                days_held: row.get(5)?,
                coverage: row.get(6)?,
                records: row.get(7)?,
                all_articles: row.get(8)?,
                international_yes: row.get(9)?,
                international_unknown: row.get(10)?,
                months_searched: row.get(11)?,
                state: row.get(12)?,
            })
        })
    }

    /// What became of every record, by source.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn accounts(&self) -> Result<Vec<Account>, Error> {
        let sql = "select d.source, a.fate, a.reason, sum(a.records)
                   from fate a join document d using (document)
                   group by 1, 2, 3 order by 1, 2, 3";
        self.rows(sql, [], |row| {
            Ok(Account {
                source: row.get(0)?,
                fate: row.get(1)?,
                reason: row.get(2)?,
                records: row.get(3)?,
            })
        })
    }

    /// Records in all documents of each source: what [`Ledger::accounts`] must add up to.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn records(&self) -> Result<BTreeMap<String, u64>, Error> {
        let sql = "select source, sum(records) from document group by source";
        let rows = self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// Documents with a problem as a whole: path and what is wrong.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn problems(&self) -> Result<Vec<(String, String)>, Error> {
        let sql = "select path, problem from document where problem is not null order by path";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The documents that were counted: id and digest of the stored file, by path.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn documents(&self) -> Result<Vec<(i64, String)>, Error> {
        let sql = "select document, sha256 from document order by path";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What the ledger was made with.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn origin(&self) -> Result<BTreeMap<String, String>, Error> {
        let rows =
            self.rows("select key, value from origin", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// Name and text of the tables of the gazetteer it was counted with, where they were not the program's own.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn gazetteer(&self) -> Result<Vec<(String, String)>, Error> {
        let sql = "select name, text from gazetteer order by name";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What the yearly counts count; `None` when it was never set.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn settings(&self) -> Result<Option<Settings>, Error> {
        let rows: Vec<(String, String)> =
            self.rows("select key, value from setting", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut values: BTreeMap<String, String> = rows.into_iter().collect();
        let mut take = |key: &str| values.remove(key);
        Ok((|| {
            Some(Settings {
                verdicts: take("verdicts")?,
                basis: take("basis")?,
                channel: take("channel")?,
                tier: take("tier")?,
                policy: take("policy")?,
                home: take("home")?,
                first_year: take("first_year")?.parse().ok()?,
                last_year: take("last_year")?.parse().ok()?,
                observed_from: take("observed_from")?.parse().ok()?,
                searches: take("searches")?,
            })
        })())
    }

    /// The newspapers of the study, by name.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn newspapers(&self) -> Result<Vec<String>, Error> {
        self.rows("select newspaper from newspaper order by newspaper", [], |row| row.get(0))
    }

    /// Strikes and other stretches without a paper: newspaper, first day, last day, what, citation.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn gaps(&self) -> Result<Vec<[String; 5]>, Error> {
        let sql = "select newspaper, first, last, what, citation from gap, study
                   where cast(substr(last, 1, 4) as integer) >= first_year
                     and cast(substr(first, 1, 4) as integer) <= last_year
                   order by newspaper, first";
        let text = |row: &Row<'_>, at| row.get::<_, String>(at);
        self.rows(sql, [], |row| {
            Ok([text(row, 0)?, text(row, 1)?, text(row, 2)?, text(row, 3)?, text(row, 4)?])
        })
    }

    /// Labels of the polities by id.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn labels(&self) -> Result<BTreeMap<String, String>, Error> {
        let sql = "select polity, label from polity";
        let rows = self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// Whether SQLite finds the file's structure whole; the first fault in words if not.
    ///
    /// # Errors
    /// [`Error::Sqlite`] when even that cannot be asked.
    pub fn integrity(&self) -> Result<Option<String>, Error> {
        let answers: Vec<String> = self.rows("pragma integrity_check(1)", [], |row| row.get(0))?;
        Ok(answers.into_iter().find(|answer| answer != "ok"))
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare(sql).map_err(wrap())?;
        statement.query_map(params, read).and_then(Iterator::collect).map_err(wrap())
    }
}

/// The columns of [`Evidence`], in its order.
pub(crate) const EVIDENCE: &str =
    "newspaper, printf('%04d-%02d-%02d', year, month, day), id, url, unrest,
    basis, rule, channel, polity, tier, mentions, surface, path, position, offset, length";

/// The first columns of a row, in the order of the fields.
pub(crate) fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        newspaper: row.get(0)?,
        date: row.get(1)?,
        id: row.get(2)?,
        url: row.get(3)?,
        unrest: row.get(4)?,
        basis: row.get(5)?,
        rule: row.get(6)?,
        channel: row.get(7)?,
        polity: row.get(8)?,
        tier: row.get(9)?,
        mentions: row.get(10)?,
        surface: row.get(11)?,
        path: row.get(12)?,
        position: row.get(13)?,
        offset: row.get(14)?,
        length: row.get(15)?,
    })
}
