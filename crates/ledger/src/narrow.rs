//! Counting by other settings than those stored, without counting again and without writing to the file.

use rusqlite::Connection;

use crate::open::SCHEMA;
use crate::{Error, Ledger, Settings};

impl Ledger {
    /// From here on this connection counts by these settings: another tier, channel, basis of the section verdict,
    /// policy. The file stays as it is. The period must lie within the one the ledger was made for: days of
    /// publication outside of it are not known.
    ///
    /// The views are made once more as temporary ones, over a temporary `setting`, which hides the stored one.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn narrow(&mut self, settings: &Settings) -> Result<(), Error> {
        let path = &self.path;
        shadow(&mut self.connection, settings).map_err(Error::sqlite(path))
    }
}

fn shadow(connection: &mut Connection, settings: &Settings) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(
        "create temp table if not exists setting (key text primary key, value text not null)",
    )?;
    for (key, value) in settings.rows() {
        let sql = "insert or replace into temp.setting values (?1, ?2)";
        transaction.execute(sql, [key, value.as_str()])?;
    }
    // Our own text of the views, not the file's: a foreign file cannot have another one run.
    for view in SCHEMA.split("\ncreate view ").skip(1) {
        let end = view.find(";\n").map_or(view.len(), |end| end + 1);
        let view = view.get(..end).unwrap_or_default();
        transaction.execute_batch(&format!("create temp view if not exists {view}"))?;
    }
    transaction.commit()
}
