//! Settling which records are the same article, when the last document is in.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params};

use crate::{Error, Ledger};

impl Ledger {
    /// Decides over the whole ledger which records are the same article: same id, same URL, or same
    /// date and headline in the same newspaper. The heaviest record is counted, the others are
    /// marked. Every mark follows from content alone, so the order of loading does not matter. Does nothing if no record
    /// came, went or got another weight.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn settle(&mut self) -> Result<(), Error> {
        if !std::mem::take(&mut self.unsettled) {
            return Ok(());
        }
        self.write(|connection| {
            connection.execute_batch(
                "create temp table mark (document integer, position integer, reason text,
                                         primary key (document, position)) without rowid",
            )?;
            // The last one that applies is the reason given, so the strongest comes last.
            for (reason, key) in
                [("same_headline", "headline_key"), ("same_url", "url_key"), ("same_id", "id")]
            {
                mark_duplicates(connection, reason, key)?;
            }
            // Most articles are marked as they were: only what changed is written.
            connection.execute_batch(
                "create temp table remark as
                 select a.document, a.position, a.year, m.reason
                 from main.article a left join temp.mark m using (document, position)
                 where a.duplicate is not m.reason;
                 drop table temp.mark;
                 update main.article set duplicate = r.reason from temp.remark r
                 where article.document = r.document and article.position = r.position;",
            )
        })?;
        let years: Vec<i32> =
            self.rows("select distinct year from temp.remark", [], |row| row.get(0))?;
        self.touched.extend(years);
        self.write(|connection| connection.execute_batch("drop table temp.remark"))
    }
}

/// Marks every record that has a heavier one with the same key in its newspaper. SQLite sorts them by the key, within its
/// cache, so that records of one article stand side by side, the heaviest first. `key` is one of three constants above, never text from outside.
fn mark_duplicates(
    connection: &Connection,
    reason: &str,
    key: &'static str,
) -> rusqlite::Result<()> {
    let mut sorted = connection.prepare(&format!(
        "select {key}, newspaper, document, position from main.article
         where newspaper is not null and {key} is not null
         order by {key}, newspaper, weight desc, document, position"
    ))?;
    let mut mark = connection.prepare("insert or replace into temp.mark values (?1, ?2, ?3)")?;
    let mut rows = sorted.query([])?;
    let mut heaviest: Option<[Value; 2]> = None;
    while let Some(row) = rows.next()? {
        let known_by = [row.get_ref(0)?, row.get_ref(1)?];
        if heaviest.as_ref().is_some_and(|it| it.each_ref().map(ValueRef::from) == known_by) {
            mark.execute(params![row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, reason])?;
        } else {
            heaviest = Some([row.get(0)?, row.get(1)?]);
        }
    }
    Ok(())
}
