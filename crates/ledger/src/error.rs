//! What can go wrong with a ledger, with the file it went wrong in.

use std::path::{Path, PathBuf};

/// Why the ledger could not be read or written. The raw archive is never affected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file could not be created, renamed or synced.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// There is no ledger at this path.
    #[error("no ledger at {}", path.display())]
    Absent {
        /// Where one was looked for.
        path: PathBuf,
    },
    /// The file is a database, but not one of ours.
    #[error("{} is not a ledger of this program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The ledger was written by another version; it is left untouched.
    #[error("{} has schema version {found}, this program reads {ours}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version in the file.
        found: i32,
        /// The version of this program.
        ours: i32,
    },
}

impl Error {
    pub(crate) fn sqlite(path: &Path) -> impl FnOnce(rusqlite::Error) -> Error + use<> {
        let path = path.to_owned();
        move |source| Error::Sqlite { path, source }
    }

    /// True when the disk is full or failing: what is stored elsewhere is not affected.
    pub fn is_disk(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
        match self {
            Error::Io { .. } => true,
            Error::Sqlite { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(DiskFull | SystemIoFailure | CannotOpen | ReadOnly)
            ),
            _ => false,
        }
    }

    /// True when an update was killed, and only who may write to the file can take back what it did.
    pub(crate) fn is_half_updated(&self) -> bool {
        let code =
            |source: &rusqlite::Error| source.sqlite_error().map(|error| error.extended_code);
        matches!(self, Error::Sqlite { source, .. }
            if code(source) == Some(rusqlite::ffi::SQLITE_READONLY_ROLLBACK))
    }

    /// True when another process holds the database.
    pub fn is_busy(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        matches!(self, Error::Sqlite { source, .. }
            if matches!(source.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked)))
    }

    /// True when the file's bytes are damaged: the raw archive is intact, rebuild from it.
    pub fn is_damaged(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Error::Sqlite { source, .. }
            if matches!(source.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }
}
