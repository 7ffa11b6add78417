//! A copy of a ledger that shows what it holds and nothing of how it came to be.

use rusqlite::Connection;
use std::path::Path;

use crate::open::empty;
use crate::{Error, Ledger};

impl Ledger {
    /// Writes a copy whose bytes depend on the content alone, not on how it came to be: articles are numbered in the order of
    /// their documents, as a rebuild numbers them.
    ///
    /// # Errors
    /// [`Error::Sqlite`], also when there is something at `to`.
    pub fn copy_to(&self, to: &Path) -> Result<(), Error> {
        let copied = || {
            let copy = empty(to)?;
            let from = self.path.to_string_lossy();
            copy.execute("attach database ?1 as held", [from.as_ref()])?;
            copy_all(&copy)
        };
        copied().map_err(Error::sqlite(to))
    }
}

/// Where the records of a document were, and where they will be.
const RENUMBERED: &str = "create temp table renumbered as
    select document, first as was_first, last as was_last,
           sum(numbers) over (order by document) - numbers as first
    from (select document, first, last, max(last - first + 1, 1) as numbers from held.document)";

fn copy_all(copy: &Connection) -> rusqlite::Result<()> {
    let transaction = copy.unchecked_transaction()?;
    transaction.execute_batch(RENUMBERED)?;
    let sql = "select name from main.sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name";
    for table in names(&transaction, sql, [])? {
        let sql = "select name from pragma_table_info(?1, 'main') order by cid";
        let columns = names(&transaction, sql, [&table])?;
        let copying = format!("insert into main.{table} select {}", selection(&table, &columns));
        transaction.execute(&copying, [])?;
    }
    transaction.commit()
}

/// What stands in the copy's table, in its order.
fn selection(table: &str, columns: &[String]) -> String {
    let list = |number: &str| {
        let columns = columns.iter().map(|column| match column.as_str() {
            "first" => "r.first".to_owned(),
            "last" => "r.was_last - r.was_first + r.first".to_owned(),
            numbered if numbered == number => format!("t.{number} - r.was_first + r.first"),
            other => format!("t.{other}"),
        });
        columns.collect::<Vec<_>>().join(", ")
    };
    match table {
        "document" => format!(
            "{} from temp.renumbered r join held.document t using (document) order by document",
            list("")
        ),
        "article" | "address" | "mention" => format!(
            "{} from (select * from temp.renumbered order by first) r
             cross join held.{table} t on t.article between r.was_first and r.was_last",
            list("article")
        ),
        // Of an article that was read again the old one may be left.
        "verdict" => {
            "* from held.verdict where verdict in (select verdict from held.article)".to_owned()
        }
        other => format!("* from held.{other}"),
    }
}

fn names(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<String>> {
    connection.prepare(sql)?.query_map(params, |row| row.get(0))?.collect()
}
