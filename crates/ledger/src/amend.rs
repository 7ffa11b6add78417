//! Amending: articles of a document that stays, read again because the gazetteer has changed.

use rusqlite::{Connection, params};

use crate::load::{Document, Mention};
use crate::replace::{verdict, write_address, write_mentions, write_verdict};
use crate::{Article, Error, Ledger};

impl Ledger {
    /// Puts what these articles of the document now say in the place of what they said; all other articles of it stay.
    /// What is as it was is not written again. How many say something else.
    /// Call [`Ledger::settle`] when the last document is in.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn amend(&mut self, document: &Document) -> Result<u64, Error> {
        let Some((first, _)) = self.span(document.id)? else { return Ok(0) };
        let mut amended = 0;
        let mut mentions = &document.mentions[..];
        for article in &document.articles {
            // Both are in the order of positions.
            let of = mentions.partition_point(|mention| mention.position <= article.position);
            let (its, rest) = mentions.split_at(of);
            mentions = rest;
            let mut changed = Changed::default();
            self.write(|connection| {
                let number = first + i64::from(article.position);
                changed.verdict(connection, number, article)?;
                changed.mentions(connection, first, number, its)?;
                if changed.any {
                    connection
                        .prepare_cached("delete from address where article = ?1")?
                        .execute([number])?;
                    write_address(connection, number, article)?;
                }
                Ok(())
            })?;
            if changed.weight {
                self.unsettled.add(article.keys());
            }
            if changed.any {
                self.touched.insert(article.date.0);
                amended += 1;
            }
        }
        Ok(amended)
    }
}

/// What is other than it was.
#[derive(Default)]
struct Changed {
    any: bool,
    /// Then another record of the same article may be the one that counts.
    weight: bool,
}

impl Changed {
    fn verdict(
        &mut self,
        connection: &Connection,
        number: i64,
        a: &Article,
    ) -> rusqlite::Result<()> {
        let mut held = connection.prepare_cached(
            "select verdict = ?2 and unrest = ?3, weight = ?4 from article where article = ?1",
        )?;
        let now = params![number, verdict(a), a.unrest, a.weight];
        let (same, weight): (bool, bool) =
            held.query_row(now, |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.weight = !weight;
        if same && weight {
            return Ok(());
        }
        self.any = true;
        write_verdict(connection, a)?;
        let mut update = connection.prepare_cached(
            "update article set verdict = ?2, unrest = ?3, weight = ?4 where article = ?1",
        )?;
        update.execute(now).map(|_| ())
    }

    fn mentions(
        &mut self,
        connection: &Connection,
        first: i64,
        number: i64,
        now: &[Mention],
    ) -> rusqlite::Result<()> {
        let mut select = connection.prepare_cached(
            "select channel, polity, tier, mentions, surface, field, start
             from mention where article = ?1",
        )?;
        let mut held = 0;
        let mut same = true;
        let mut rows = select.query([number])?;
        while let Some(row) = rows.next()? {
            held += 1;
            let text = |column| row.get_ref(column).and_then(|value| Ok(value.as_str()?));
            let (channel, polity, tier, surface) = (text(0)?, text(1)?, text(2)?, text(4)?);
            let (mentions, field, start): (u32, u16, u32) = (row.get(3)?, row.get(5)?, row.get(6)?);
            same = same
                && now.iter().any(|m| {
                    (m.channel, &*m.polity, m.tier, &*m.surface) == (channel, polity, tier, surface)
                        && (m.mentions, m.field, m.start) == (mentions, field, start)
                });
        }
        drop(rows);
        if same && held == now.len() {
            return Ok(());
        }
        self.any = true;
        connection.prepare_cached("delete from mention where article = ?1")?.execute([number])?;
        write_mentions(connection, first, now)
    }
}
