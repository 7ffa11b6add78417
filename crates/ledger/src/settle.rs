//! Settling which records are the same article, when the last document is in.

use rusqlite::{Connection, Row, params};

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
                "create temp table mark (article integer primary key, kind integer)",
            )?;
            gather_repeated(connection)?;
            for kind in 1..=KINDS {
                mark_duplicates(connection, kind)?;
            }
            // Most articles are marked as they were: only what changed is written.
            connection.execute_batch(
                "create temp table remark as
                 select a.article, a.date / 10000 as year, m.kind
                 from temp.mark m join main.article a using (article) where a.twin is not m.kind
                 union all
                 select article, date / 10000, null from main.article
                 where twin is not null and article not in (select article from temp.mark);
                 drop table temp.mark; drop table temp.repeated;
                 update main.article set twin = r.kind from temp.remark r
                 where article.article = r.article;",
            )
        })?;
        let years: Vec<i32> =
            self.rows("select distinct year from temp.remark", [], |row| row.get(0))?;
        self.touched.extend(years);
        self.write(|connection| connection.execute_batch("drop table temp.remark"))
    }
}

/// What records of one article share: their headline and day, URL, id, as the column `twin` numbers them. Where several
/// apply, the strongest, which is the last, is the reason given.
const KINDS: usize = 3;

/// The name of such a kind, as the view `record` has it.
pub(crate) fn reason(kind: u8) -> &'static str {
    match kind {
        1 => "same_headline",
        2 => "same_url",
        _ => "same_id",
    }
}

/// The keys of a row (`headline_key`, `url_key`, `id_key`), so turned that no two kinds share one but by chance; `None` where
/// it has none.
fn keys(row: &Row<'_>) -> rusqlite::Result<[Option<u64>; KINDS]> {
    let keys: [Option<i64>; KINDS] = [row.get(0)?, row.get(1)?, row.get(2)?];
    Ok(std::array::from_fn(|kind| {
        keys[kind].map(|key| key.cast_unsigned().rotate_left(kind as u32))
    }))
}

/// Writes down the keys that come more than once, and some that seem to, so that only they have to be sorted: most articles
/// are in the archive once.
fn gather_repeated(connection: &Connection) -> rusqlite::Result<()> {
    let records: u64 =
        connection.query_row("select coalesce(sum(records), 0) from main.document", [], |row| {
            row.get(0)
        })?;
    let mut repeats = Repeats::new(records * KINDS as u64);
    let mut all = connection.prepare("select headline_key, url_key, id_key from main.article")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        keys(row)?.into_iter().flatten().for_each(|key| repeats.add(key));
    }
    connection.execute_batch(
        "create temp table repeated (kind integer, key integer, newspaper text, weight integer,
                                     document integer, article integer)",
    )?;
    let mut all = connection.prepare(
        "select headline_key, url_key, id_key, coalesce(a.newspaper, d.newspaper) as whose, weight, document, article
         from main.document d cross join main.article a on a.article between d.first and d.last
         where whose is not null",
    )?;
    let mut keep =
        connection.prepare("insert into temp.repeated values (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        for (kind, key) in keys(row)?.into_iter().enumerate() {
            if key.is_some_and(|key| repeats.may_have(key)) {
                let newspaper = row.get_ref(3)?.as_str()?;
                let [key, weight, document, article] =
                    [kind, 4, 5, 6].map(|column| row.get::<_, i64>(column));
                keep.execute(params![kind + 1, key?, newspaper, weight?, document?, article?])?;
            }
        }
    }
    Ok(())
}

/// Marks every record that has a heavier one with the same key in its newspaper. SQLite sorts them by the key, within its
/// cache, so that records of one article stand side by side, the heaviest first; of two that weigh the same the one whose
/// document comes first, whatever the numbers of its articles.
fn mark_duplicates(connection: &Connection, kind: usize) -> rusqlite::Result<()> {
    let mut sorted = connection.prepare(
        "select key, newspaper, article from temp.repeated where kind = ?1
         order by key, newspaper, weight desc, document, article",
    )?;
    let mut mark = connection.prepare("insert or replace into temp.mark values (?1, ?2)")?;
    let mut rows = sorted.query([kind])?;
    let mut heaviest: Option<(i64, String)> = None;
    while let Some(row) = rows.next()? {
        let known_by = (row.get(0)?, row.get_ref(1)?.as_str()?);
        if heaviest.as_ref().is_some_and(|(key, newspaper)| (*key, &**newspaper) == known_by) {
            mark.execute(params![row.get::<_, i64>(2)?, kind])?;
        } else {
            heaviest = Some((known_by.0, known_by.1.to_owned()));
        }
    }
    Ok(())
}
