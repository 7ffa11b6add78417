//! Opening, rebuilding and publishing the database file.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Error;
use crate::settle::Unsettled;

pub(crate) const SCHEMA: &str = include_str!("schema.sql");
/// Raised with every change of `schema.sql`: an older ledger is rebuilt, a newer one refused.
const VERSION: i32 = 8;
/// "gswl": tells a ledger from any other SQLite database.
const APPLICATION_ID: i32 = 0x6773_776c;
/// Statements that are kept ready: as many as a document needs, with those for the rest of its rows.
const STATEMENTS: usize = 64;
/// How long to wait for another process that holds the database.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger, open for reading, for updating in place, or being rebuilt beside the old one.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    /// Where the finished file goes; `None` when this is that file.
    target: Option<PathBuf>,
    /// Years whose articles are others than when the ledger was last published: what follows from them is derived again.
    pub(crate) touched: BTreeSet<i32>,
    /// What [`Ledger::settle`] has to decide again.
    pub(crate) unsettled: Unsettled,
}

impl Ledger {
    /// Opens a ledger for reading. It need not be trusted: nothing in it can run. What an update that was killed left half
    /// done is taken back first, as SQLite's journal says.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Foreign`], [`Error::Version`], [`Error::Sqlite`] when damaged.
    pub fn open(path: &Path) -> Result<Ledger, Error> {
        match Ledger::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
            Err(error) if error.is_half_updated() => {
                drop(Ledger::open_for_update(path)?);
                Ledger::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            }
            opened => opened,
        }
    }

    /// Opens a ledger to replace documents in it.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_for_update(path: &Path) -> Result<Ledger, Error> {
        let ledger = Ledger::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // The folder is synced too when the journal has gone: else it may come back when the power fails, and take the
        // update back with it.
        let synced = ledger.connection.execute_batch("pragma synchronous = extra");
        synced.map_err(Error::sqlite(path))?;
        Ok(ledger)
    }

    /// Starts a new, empty ledger beside the one at `path`, which stays as it is and readable until
    /// [`Ledger::publish`].
    ///
    /// # Errors
    /// [`Error::Foreign`] or [`Error::Version`] when a database of another program or of a newer
    /// version is there; [`Error::Io`] or [`Error::Sqlite`] when the new file cannot be written.
    pub fn rebuild(path: &Path) -> Result<Ledger, Error> {
        match Ledger::open(path) {
            Err(Error::Foreign { path }) => return Err(Error::Foreign { path }),
            Err(Error::Version { path, found, ours }) if found > ours => {
                return Err(Error::Version { path, found, ours });
            }
            _ => {} // absent, whole, older or damaged: all of it can be made again
        }
        let fresh = path.with_extension("db.new");
        if let Err(source) = fs::remove_file(&fresh)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(Error::Io { path: fresh, source });
        }
        let connection = empty(&fresh).map_err(Error::sqlite(&fresh))?;
        connection.execute_batch("begin").map_err(Error::sqlite(&fresh))?;
        Ok(Ledger {
            connection,
            path: fresh,
            target: Some(path.to_owned()),
            touched: BTreeSet::new(),
            unsettled: Unsettled::All,
        })
    }

    /// Derives what follows from the articles that changed and ends the transaction; a rebuilt ledger is synced and takes the place of the old one in one step.
    ///
    /// # Errors
    /// [`Error::Sqlite`] or [`Error::Io`]; the old ledger then still stands.
    pub fn publish(mut self) -> Result<(), Error> {
        self.derive()?;
        self.connection.execute_batch("commit").map_err(Error::sqlite(&self.path))?;
        let Some(target) = self.target else { return Ok(()) };
        self.connection.close().map_err(|(_, error)| Error::sqlite(&self.path)(error))?;
        let moved = File::open(&self.path)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.path, &target))
            .and_then(|()| File::open(folder_of(&target))?.sync_all());
        moved.map_err(|source| Error::Io { path: target, source })
    }

    /// Starts the one transaction of an update in place; [`Ledger::publish`] ends it, dropping the
    /// ledger takes everything back.
    ///
    /// # Errors
    /// [`Error::Sqlite`], busy when another process is writing.
    pub fn begin(&self) -> Result<(), Error> {
        self.connection.execute_batch("begin immediate").map_err(Error::sqlite(&self.path))
    }

    /// From here on nothing that is asked moves, whoever writes: until the ledger is dropped, which ends it. A writer
    /// waits for it, as it waits for any reader.
    ///
    /// # Errors
    /// [`Error::Sqlite`], busy when another process has the file for itself.
    pub fn hold(&self) -> Result<(), Error> {
        // A transaction begins with its first read.
        self.connection
            .execute_batch("begin; select 1 from main.setting")
            .map_err(Error::sqlite(&self.path))
    }

    fn connect(path: &Path, access: OpenFlags) -> Result<Ledger, Error> {
        if !path.exists() {
            return Err(Error::Absent { path: path.to_owned() });
        }
        let wrap = || Error::sqlite(path);
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(wrap())?;
        connection.busy_timeout(PATIENCE).map_err(wrap())?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        for (option, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        ] {
            connection.set_db_config(option, on).map_err(wrap())?;
        }
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
        let application: i32 = number("application_id").map_err(wrap())?;
        let version: i32 = number("user_version").map_err(wrap())?;
        if application != APPLICATION_ID {
            return Err(Error::Foreign { path: path.to_owned() });
        }
        if version != VERSION {
            return Err(Error::Version { path: path.to_owned(), found: version, ours: VERSION });
        }
        Ok(Ledger {
            connection,
            path: path.to_owned(),
            target: None,
            touched: BTreeSet::new(),
            unsettled: Unsettled::none(),
        })
    }
}

/// A database with the tables and views of a ledger and nothing in them.
pub(crate) fn empty(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Nothing to protect: what dies while it is made is made again from the raw archive.
    connection.execute_batch(
        "pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off;
         pragma locking_mode = exclusive; pragma cache_size = -8192;",
    )?;
    connection.execute_batch(SCHEMA)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(connection)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
