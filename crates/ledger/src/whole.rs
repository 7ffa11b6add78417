//! The study as a whole, cell by cell: what a replication bundle and the explorer hold. Twenty million rows never stand
//! in memory, those of one country and year do.

use rusqlite::Row;

use crate::query::{EVIDENCE, evidence};
use crate::{Error, Evidence, Ledger};

/// A raw document that was counted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// In the raw archive.
    pub path: String,
    /// How it was read: `nyt-archive`, `guardian-api` …
    pub source: String,
    /// The newspaper's short name; `None`: its articles are of several.
    pub newspaper: Option<String>,
    /// Of the stored file, as in the archive's manifest.
    pub sha256: String,
    /// Records in it, readable or not.
    pub records: u64,
}

impl Ledger {
    /// The articles behind every cell, one cell after the other, by country and year, as [`Ledger::evidence`] gives
    /// them: one pass over all articles, where asking for each cell would be a pass each.
    ///
    /// # Errors
    /// [`Error::Sqlite`] as `E`, or the first error of `each`, which ends it.
    pub fn each_cell<E: From<Error>>(
        &self,
        mut each: impl FnMut(&str, i32, &[Evidence]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select {EVIDENCE}, country, year from evidence
             order by country, year, month, day, newspaper, path, position, channel, polity, tier"
        );
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare(&sql).map_err(wrap())?;
        let mut rows = statement.query([]).map_err(wrap())?;
        let (mut cell, mut found) = ((String::new(), 0), Vec::new());
        while let Some(row) = rows.next().map_err(wrap())? {
            let next: (String, i32) =
                row.get(16).and_then(|country| Ok((country, row.get(17)?))).map_err(wrap())?;
            if next != cell {
                if !found.is_empty() {
                    each(&cell.0, cell.1, &found)?;
                }
                cell = next;
                found.clear();
            }
            found.push(evidence(row).map_err(wrap())?);
        }
        if found.is_empty() { Ok(()) } else { each(&cell.0, cell.1, &found) }
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
