//! The study as a whole, row by row: what a replication bundle holds. Twenty million rows never stand in memory.

use rusqlite::Row;

use crate::query::evidence;
use crate::{Error, Evidence, Ledger};

/// A raw document that was counted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// In the raw archive.
    pub path: String,
    /// How it was read: `nyt-archive`, `guardian-api` …
    pub source: String,
    /// The newspaper's short name.
    pub newspaper: String,
    /// Of the stored file, as in the archive's manifest.
    pub sha256: String,
    /// Records in it, readable or not.
    pub records: u64,
}

impl Ledger {
    /// The article behind every count, with the country it counts for: by country, date, newspaper and place in the
    /// archive.
    ///
    /// # Errors
    /// [`Error::Sqlite`] as `E`, or the first error of `each`, which ends it.
    pub fn each_evidence<E: From<Error>>(
        &self,
        mut each: impl FnMut(&str, &Evidence) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "select newspaper, printf('%04d-%02d-%02d', year, month, day), id, url, unrest,
                          basis, rule, channel, polity, tier, mentions, surface,
                          path, position, offset, length, country
                   from evidence
                   order by country, year, month, day, newspaper, path, position, channel, polity, tier";
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare(sql).map_err(wrap())?;
        let mut rows = statement.query([]).map_err(wrap())?;
        while let Some(row) = rows.next().map_err(wrap())? {
            let country: String = row.get(16).map_err(wrap())?;
            each(&country, &evidence(row).map_err(wrap())?)?;
        }
        Ok(())
    }

    /// The raw documents that were counted, by path.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn listed(&self) -> Result<Vec<Listed>, Error> {
        let sql = "select path, source, newspaper, sha256, records from document order by path";
        let read = |row: &Row<'_>| {
            Ok(Listed {
                path: row.get(0)?,
                source: row.get(1)?,
                newspaper: row.get(2)?,
                sha256: row.get(3)?,
                records: row.get(4)?,
            })
        };
        self.rows(sql, [], read)
    }
}
