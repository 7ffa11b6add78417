//! Settling which records are the same article, when the last document is in.

use rusqlite::{Connection, Row, params};
use std::collections::HashSet;

use crate::repeats::Repeats;
use crate::{Error, Ledger};

/// What records of one article share, as the column `twin` numbers it: their headline and day (1), URL (2), id (3). Where
/// several apply, the strongest, which is the last, is the reason given.
const KEYS: [&str; 3] = ["headline_key", "url_key", "id_key"];

/// The name of such a kind, as the view `record` has it.
pub(crate) fn reason(kind: u8) -> &'static str {
    match kind {
        1 => "same_headline",
        2 => "same_url",
        _ => "same_id",
    }
}

/// More keys than this are not told apart: all records are looked at.
const MOST: usize = 1 << 20;

/// Which records may be decided otherwise, as records came, went or got another weight since the ledger was settled.
#[derive(Debug)]
pub(crate) enum Unsettled {
    /// Those that share one of these keys, each of which is of one kind only.
    Some(HashSet<u64>),
    /// Any.
    All,
}

impl Unsettled {
    pub(crate) fn none() -> Unsettled {
        Unsettled::Some(HashSet::new())
    }

    /// A record with these keys, in the order of the columns, came, went or got another weight.
    pub(crate) fn add(&mut self, keys: [Option<i64>; 3]) {
        let Unsettled::Some(moved) = self else { return };
        moved.extend(apart(keys).into_iter().flatten());
        if moved.len() > MOST {
            *self = Unsettled::All;
        }
    }
}

/// Keys so turned that no two kinds share one but by chance.
fn apart(keys: [Option<i64>; 3]) -> [Option<u64>; 3] {
    std::array::from_fn(|kind| keys[kind].map(|key| key.cast_unsigned().rotate_left(kind as u32)))
}

impl Ledger {
    /// Decides over the whole ledger which records are the same article: same id, same URL, or same
    /// date and headline in the same newspaper. The heaviest record is counted, the others are
    /// marked. Every mark follows from content alone, so the order of loading does not matter. Only records that share
    /// something with one that came, went or got another weight are decided again.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn settle(&mut self) -> Result<(), Error> {
        let unsettled = std::mem::replace(&mut self.unsettled, Unsettled::none());
        self.write(|connection| {
            connection.execute_batch(
                "create temp table mark (article integer primary key, kind integer);
                 create temp table shared (kind integer, key integer, newspaper text, weight integer,
                                           document integer, article integer);
                 create temp table remark (article integer primary key, year integer, kind integer)",
            )?;
            match unsettled {
                Unsettled::All => decide_all(connection)?,
                Unsettled::Some(keys) if keys.is_empty() => {}
                Unsettled::Some(keys) => decide_again(connection, keys)?,
            }
            connection.execute_batch(
                "update main.article set twin = r.kind from temp.remark r
                 where article.article = r.article;
                 drop table temp.mark; drop table temp.shared;",
            )
        })?;
        let years: Vec<i32> =
            self.rows("select distinct year from temp.remark", [], |row| row.get(0))?;
        self.touched.extend(years);
        self.write(|connection| connection.execute_batch("drop table temp.remark"))
    }
}

/// Only keys that come more than once, and some that seem to, have to be sorted: most articles are in the archive once.
fn decide_all(connection: &Connection) -> rusqlite::Result<()> {
    for kind in 0..KEYS.len() {
        let repeats = repeats(connection, kind)?;
        gather(connection, &|of, key| of == kind && repeats.may_have(key))?;
        mark_duplicates(connection)?;
    }
    // Most articles are marked as they were: only what changed is written.
    connection.execute_batch(
        "insert into temp.remark
         select a.article, a.date / 10000, m.kind
         from temp.mark m join main.article a using (article) where a.twin is not m.kind
         union all
         select article, date / 10000, null from main.article
         where twin is not null and article not in (select article from temp.mark)",
    )
}

/// Which keys of a kind come more than once, or seem to.
fn repeats(connection: &Connection, kind: usize) -> rusqlite::Result<Repeats> {
    let sql = "select coalesce(sum(records), 0) from main.document";
    let mut repeats = Repeats::new(connection.query_row(sql, [], |row| row.get(0))?);
    let mut all = connection.prepare(&format!("select {} from main.article", KEYS[kind]))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let mut keys = [None; 3];
        keys[kind] = row.get(0)?;
        apart(keys).into_iter().flatten().for_each(|key| repeats.add(key));
    }
    Ok(repeats)
}

/// Decides the records that share a key with one that moved. Whether such a record is the heaviest also depends on those that
/// share its other keys, which stay as they are.
fn decide_again(connection: &Connection, mut keys: HashSet<u64>) -> rusqlite::Result<()> {
    connection.execute_batch("create temp table moved (article integer primary key)")?;
    let mut others = Vec::new();
    each(connection, &mut |row| {
        let its = keys_of(row)?;
        if its.iter().flatten().any(|key| keys.contains(key)) {
            others.extend(its.into_iter().flatten());
            let mut keep = connection.prepare_cached("insert into temp.moved values (?1)")?;
            keep.execute([row.get::<_, i64>(6)?])?;
        }
        Ok(())
    })?;
    keys.extend(others);
    gather(connection, &|_, key| keys.contains(&key))?;
    mark_duplicates(connection)?;
    connection.execute_batch(
        "insert into temp.remark
         select a.article, a.date / 10000, m.kind
         from temp.moved join main.article a using (article) left join temp.mark m using (article)
         where a.twin is not m.kind;
         drop table temp.moved",
    )
}

/// Gives every record of a known newspaper: its keys, newspaper, weight, document, number.
fn each(
    connection: &Connection,
    given: &mut dyn FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut all = connection.prepare(&format!(
        "select {}, coalesce(a.newspaper, d.newspaper) as whose, weight, document, article
         from main.document d cross join main.article a on a.article between d.first and d.last
         where whose is not null",
        KEYS.join(", ")
    ))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        given(row)?;
    }
    Ok(())
}

fn keys_of(row: &Row<'_>) -> rusqlite::Result<[Option<u64>; 3]> {
    Ok(apart([row.get(0)?, row.get(1)?, row.get(2)?]))
}

/// Writes down the records by those of their keys that are wanted, given with their kind.
fn gather(connection: &Connection, wanted: &dyn Fn(usize, u64) -> bool) -> rusqlite::Result<()> {
    let mut keep = connection.prepare("insert into temp.shared values (?1, ?2, ?3, ?4, ?5, ?6)")?;
    each(connection, &mut |row| {
        for (kind, key) in keys_of(row)?.into_iter().enumerate() {
            if let Some(key) = key.filter(|key| wanted(kind, *key)) {
                let (key, newspaper) = (key.cast_signed(), row.get_ref(3)?.as_str()?);
                let [weight, document, article] = [4, 5, 6].map(|column| row.get::<_, i64>(column));
                keep.execute(params![kind + 1, key, newspaper, weight?, document?, article?])?;
            }
        }
        Ok(())
    })
}

/// Marks every record that has a heavier one with the same key in its newspaper. SQLite sorts them by the key, within its
/// cache, so that records of one article stand side by side, the heaviest first; of two that weigh the same the one whose
/// document comes first, whatever the numbers of its articles.
fn mark_duplicates(connection: &Connection) -> rusqlite::Result<()> {
    let mut sorted = connection.prepare(
        "select kind, key, newspaper, article from temp.shared
         order by kind, key, newspaper, weight desc, document, article",
    )?;
    let mut mark = connection.prepare("insert or replace into temp.mark values (?1, ?2)")?;
    let mut rows = sorted.query([])?;
    let mut heaviest: Option<(i64, i64, String)> = None;
    while let Some(row) = rows.next()? {
        let (kind, key, newspaper) = (row.get(0)?, row.get(1)?, row.get_ref(2)?.as_str()?);
        let is_its = |of: &(i64, i64, String)| (of.0, of.1, &*of.2) == (kind, key, newspaper);
        if heaviest.as_ref().is_some_and(is_its) {
            mark.execute([row.get::<_, i64>(3)?, kind])?;
        } else {
            heaviest = Some((kind, key, newspaper.to_owned()));
        }
    }
    drop(rows);
    connection.execute_batch("delete from temp.shared")
}
