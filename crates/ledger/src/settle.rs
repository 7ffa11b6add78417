//! Settling which records are the same article, when the last document is in.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, params};
use std::hash::{DefaultHasher, Hasher};

use crate::repeats::Repeats;
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
            gather_repeated(connection)?;
            // The last one that applies is the reason given, so the strongest comes last.
            for (kind, reason) in REASONS.iter().enumerate() {
                mark_duplicates(connection, kind, reason)?;
            }
            // Most articles are marked as they were: only what changed is written.
            connection.execute_batch(
                "create temp table remark as
                 select a.document, a.position, a.year, m.reason
                 from main.article a left join temp.mark m using (document, position)
                 where a.duplicate is not m.reason;
                 drop table temp.mark; drop table temp.repeated;
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

/// What records of one article share, the strongest last.
const REASONS: [&str; 3] = ["same_headline", "same_url", "same_id"];

/// The keys of a row by their kind, which is the place in [`REASONS`], as numbers of which no two kinds share one but by
/// chance; `None` where it has none.
fn keys(row: &Row<'_>) -> rusqlite::Result<[Option<u64>; 3]> {
    let [headline, url] = [0, 1].map(|column| row.get::<_, Option<i64>>(column));
    let mut id = DefaultHasher::new();
    id.write(row.get_ref(2)?.as_bytes()?);
    let keys = [headline?.map(i64::cast_unsigned), url?.map(i64::cast_unsigned), Some(id.finish())];
    Ok(std::array::from_fn(|kind| keys[kind].map(|key| key.rotate_left(kind as u32))))
}

/// Writes down the keys that come more than once, and some that seem to, so that only they have to be sorted: most articles
/// are in the archive once.
fn gather_repeated(connection: &Connection) -> rusqlite::Result<()> {
    let records: u64 =
        connection.query_row("select coalesce(sum(records), 0) from main.document", [], |row| {
            row.get(0)
        })?;
    let mut repeats = Repeats::new(records * REASONS.len() as u64);
    let mut all = connection.prepare(
        "select headline_key, url_key, id from main.article where newspaper is not null",
    )?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        keys(row)?.into_iter().flatten().for_each(|key| repeats.add(key));
    }
    connection.execute_batch(
        "create temp table repeated (kind integer, key, newspaper text, weight integer,
                                     document integer, position integer)",
    )?;
    let mut all = connection.prepare(
        "select headline_key, url_key, id, newspaper, weight, document, position
         from main.article where newspaper is not null",
    )?;
    let mut keep =
        connection.prepare("insert into temp.repeated values (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        for (kind, key) in keys(row)?.into_iter().enumerate() {
            if key.is_some_and(|key| repeats.may_have(key)) {
                let [key, newspaper] = [kind, 3].map(|column| row.get_ref(column));
                let (key, newspaper) =
                    (ToSqlOutput::Borrowed(key?), ToSqlOutput::Borrowed(newspaper?));
                let [weight, document, position] =
                    [4, 5, 6].map(|column| row.get::<_, i64>(column));
                keep.execute(params![kind, key, newspaper, weight?, document?, position?])?;
            }
        }
    }
    Ok(())
}

/// Marks every record that has a heavier one with the same key in its newspaper. SQLite sorts them by the key, within its
/// cache, so that records of one article stand side by side, the heaviest first.
fn mark_duplicates(connection: &Connection, kind: usize, reason: &str) -> rusqlite::Result<()> {
    let mut sorted = connection.prepare(
        "select key, newspaper, document, position from temp.repeated where kind = ?1
         order by key, newspaper, weight desc, document, position",
    )?;
    let mut mark = connection.prepare("insert or replace into temp.mark values (?1, ?2, ?3)")?;
    let mut rows = sorted.query([kind])?;
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
