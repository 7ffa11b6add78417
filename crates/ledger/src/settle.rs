//! Settling which records are the same article, when the last document is in.

use crate::{Error, Ledger};

impl Ledger {
    /// Decides over the whole ledger which records are the same article: same id, same URL, or same
    /// date and headline in the same newspaper. The heaviest record is counted, the others are
    /// marked. Every mark follows from content alone, so the order of loading does not matter.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn settle(&mut self) -> Result<(), Error> {
        self.write(|connection| {
            connection.execute_batch(
                "create temp table mark (document integer, position integer, reason text,
                                         primary key (document, position)) without rowid",
            )?;
            // The last one that applies is the reason given, so the strongest comes last.
            for (reason, key) in
                [("same_headline", "headline_key"), ("same_url", "url_key"), ("same_id", "id")]
            {
                connection.execute(&mark_duplicates(key), [reason])?;
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

/// `key` is one of three constants above, never text from outside.
fn mark_duplicates(key: &'static str) -> String {
    format!(
        "insert or replace into temp.mark
         select document, position, ?1 from (
             select a.document, a.position, row_number() over (
                 partition by a.newspaper, a.{key}
                 order by a.weight desc, a.document, a.position) as place
             from article a
             where a.newspaper is not null and a.{key} is not null)
         where place > 1"
    )
}
