//! Documents into the ledger and out of it, each as a whole.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

use crate::load::{Article, Document, Mention};
use crate::{Error, Ledger};

impl Ledger {
    /// Puts a document and all its rows in the place of what was there for it.
    /// Call [`Ledger::settle`] when the last document is in.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn replace(&mut self, document: &Document) -> Result<(), Error> {
        self.remove(document.id)?;
        for article in &document.articles {
            self.unsettled.add(article.keys());
        }
        self.touched.extend(document.articles.iter().map(|article| article.date.0));
        self.write(|connection| {
            let first = write_document(connection, document)?;
            if let Some((year, month, articles)) = document.total {
                connection
                    .prepare_cached("insert into total values (?1, ?2, ?3, ?4)")?
                    .execute(params![document.id, year, month, articles])?;
            }
            write_articles(connection, first, document)?;
            write_mentions(connection, first, &document.mentions)?;
            write_quarantined(connection, document)
        })
    }

    /// Takes a document and all its rows out.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn remove(&mut self, document: i64) -> Result<(), Error> {
        let Some((first, last)) = self.span(document)? else { return Ok(()) };
        let sql = "select headline_key, url_key, id_key, date / 10000 from article
                   where article between ?1 and ?2";
        let records: Vec<([Option<i64>; 3], i32)> = self.rows(sql, [first, last], |row| {
            Ok(([row.get(0)?, row.get(1)?, row.get(2)?], row.get(3)?))
        })?;
        let years: BTreeSet<i32> = records.iter().map(|(_, year)| *year).collect();
        records.iter().for_each(|(keys, _)| self.unsettled.add(*keys));
        self.write(|connection| {
            for year in &years {
                // By its key, which begins with the year: without it the whole table would be read for each document.
                connection
                    .prepare_cached("delete from document_month where year = ?1 and document = ?2")?
                    .execute([i64::from(*year), document])?;
            }
            for table in ["document", "total", "tally", "quarantined"] {
                let sql = format!("delete from {table} where document = ?1");
                connection.prepare_cached(&sql)?.execute([document])?;
            }
            for table in ["article", "address", "mention"] {
                let sql = format!("delete from {table} where article between ?1 and ?2");
                connection.prepare_cached(&sql)?.execute([first, last])?;
            }
            Ok(())
        })?;
        self.touched.extend(years);
        Ok(())
    }

    /// The numbers of the first and the last record of a document; `None`: it is not in the ledger.
    pub(crate) fn span(&self, document: i64) -> Result<Option<(i64, i64)>, Error> {
        let span = || {
            self.connection
                .prepare_cached("select first, last from document where document = ?1")?
                .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        };
        span().map_err(Error::sqlite(&self.path))
    }
}

/// Writes the document's row; its records are numbered on from the highest number. The number of its first.
fn write_document(connection: &Connection, document: &Document) -> rusqlite::Result<i64> {
    let first: i64 = connection
        .prepare_cached(
            "select coalesce((select max(first, last) + 1 from document order by first desc limit 1), 0)",
        )?
        .query_row([], |row| row.get(0))?;
    let articles = document.articles.last().map(|article| article.position);
    let quarantined = document.quarantined.last().map(|quarantined| quarantined.position);
    let records = articles.max(quarantined).map_or(0, |last| i64::from(last) + 1);
    connection
        .prepare_cached(
            "insert into document
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            document.id,
            first,
            first + records - 1,
            document.path,
            document.source,
            document.newspaper,
            document.searched,
            document.sha256,
            document.records,
            document.announced,
            document.by_day,
            document.of_month.map(|(year, month)| year * 100 + i32::from(month)),
            document.problem
        ])?;
    Ok(first)
}

fn write_articles(
    connection: &Connection,
    first: i64,
    document: &Document,
) -> rusqlite::Result<()> {
    let mut verdicts = BTreeSet::new();
    for a in &document.articles {
        if verdicts.insert((a.international, a.basis, a.rule.as_str())) {
            write_verdict(connection, a)?;
        }
    }
    insert_all(connection, "article", &document.articles, "", |a| {
        let (year, month, day) = a.date;
        [
            (first + i64::from(a.position)).into(),
            ToSqlOutput::Owned(Value::Integer(a.offset.cast_signed())),
            a.length.into(),
            text_or_null(a.newspaper.as_deref()),
            (year * 10_000 + i32::from(month) * 100 + i32::from(day)).into(),
            verdict(a).into(),
            a.unrest.into(),
            a.id_key.into(),
            a.url_key.map_or_else(null, Into::into),
            a.headline_key.map_or_else(null, Into::into),
            a.weight.into(),
            a.lossy.into(),
            null(),
        ]
    })?;
    for a in &document.articles {
        write_address(connection, first + i64::from(a.position), a)?;
    }
    let months: BTreeSet<(i32, u8)> =
        document.articles.iter().map(|article| (article.date.0, article.date.1)).collect();
    let mut insert = connection.prepare_cached("insert into document_month values (?1, ?2, ?3)")?;
    for (year, month) in months {
        insert.execute(params![year, month, document.id])?;
    }
    Ok(())
}

/// Writes where to look an article up, if it may count.
pub(crate) fn write_address(
    connection: &Connection,
    number: i64,
    article: &Article,
) -> rusqlite::Result<()> {
    let Some(address) = &article.address else { return Ok(()) };
    let mut insert =
        connection.prepare_cached("insert or replace into address values (?1, ?2, ?3)")?;
    insert.execute(params![number, address.id, address.url]).map(|_| ())
}

/// The number of an article's verdict: made of what it says, so that it is the same in every ledger (FNV-1a, 31 bits). 0 says
/// nothing.
pub(crate) fn verdict(article: &Article) -> i64 {
    let Article { international, basis, rule, .. } = article;
    if (*international, *basis, rule.as_str()) == (None, "none", "") {
        return 0;
    }
    let says = [None, Some(false), Some(true)].iter().position(|it| it == international);
    let bytes = [says.unwrap_or_default() as u8].into_iter().chain(basis.bytes()).chain([0]);
    let hash = bytes
        .chain(rule.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    i64::from(hash >> 1).max(1)
}

/// Says what the article's verdict is. Of two that come to one number the second is an error, not the first.
pub(crate) fn write_verdict(connection: &Connection, a: &Article) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "insert into verdict select ?1, ?2, ?3, ?4 where not exists
             (select 1 from verdict where (verdict, basis, rule) = (?1, ?3, ?4) and international is ?2)",
    )?;
    insert.execute(params![verdict(a), a.international, a.basis, a.rule]).map(|_| ())
}

pub(crate) fn write_mentions(
    connection: &Connection,
    first: i64,
    mentions: &[Mention],
) -> rusqlite::Result<()> {
    insert_all(connection, "mention", mentions, "", |m| {
        [
            (first + i64::from(m.position)).into(),
            text(m.channel),
            text(&m.polity),
            text(m.tier),
            m.mentions.into(),
            text(&m.surface),
            m.field.into(),
            m.start.into(),
        ]
    })
}

fn write_quarantined(connection: &Connection, document: &Document) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("insert into quarantined values (?1, ?2, ?3, ?4, ?5)")?;
    for q in &document.quarantined {
        insert.execute(params![document.id, q.position, q.offset, q.reason, q.what])?;
    }
    Ok(())
}

/// Rows that go to SQLite in one statement: each then takes half the time.
const AT_ONCE: usize = 64;

/// Inserts rows of a table, the values of each in the order of its columns. `conflict`: what one does that is there already.
pub(crate) fn insert_all<T, const COLUMNS: usize>(
    connection: &Connection,
    table: &str,
    rows: &[T],
    conflict: &str,
    values: impl for<'row> Fn(&'row T) -> [ToSqlOutput<'row>; COLUMNS],
) -> rusqlite::Result<()> {
    let row = format!("({})", vec!["?"; COLUMNS].join(", "));
    for rows in rows.chunks(AT_ONCE) {
        let places = vec![&*row; rows.len()].join(", ");
        let mut insert = connection
            .prepare_cached(&format!("insert into {table} values {places} {conflict}"))?;
        for (at, value) in rows.iter().flat_map(&values).enumerate() {
            insert.raw_bind_parameter(at + 1, value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

pub(crate) fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

fn text_or_null(words: Option<&str>) -> ToSqlOutput<'_> {
    words.map_or_else(null, text)
}

fn null<'a>() -> ToSqlOutput<'a> {
    ToSqlOutput::Owned(Value::Null)
}
