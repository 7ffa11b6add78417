//! What can go wrong with an archive, with the path it went wrong at.

use std::io;
use std::path::{Path, PathBuf};

/// Why the archive could not do what was asked. Documents already kept are never affected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder or a file in it could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done: "read", "write", "sync" …
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another process is writing to this archive.
    #[error("another groundswell is writing to {} ({holder})", path.display())]
    Locked {
        /// The archive.
        path: PathBuf,
        /// Who holds it, as that process wrote it down: process id and time of start.
        holder: String,
    },
    /// There is no archive at this path.
    #[error("no archive at {}: bagit.txt is not there", path.display())]
    Absent {
        /// Where one was looked for.
        path: PathBuf,
    },
    /// A file of the archive does not hold what this version can read.
    #[error("{} line {line}: {what}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// The decoded content is larger than the limit.
    #[error("{name}: content is over {limit} bytes when unpacked")]
    TooLarge {
        /// The name of the input.
        name: String,
        /// The limit, in bytes of decoded content.
        limit: u64,
    },
    /// The input is compressed and its compression is damaged or cut.
    #[error("{name}: cannot be unpacked: {source}")]
    Undecodable {
        /// The name of the input.
        name: String,
        /// What the decoder said.
        source: io::Error,
    },
    /// A document's bytes are not those the manifest vouches for.
    #[error("{path}: sha256 is {found}, the manifest says {expected}")]
    Changed {
        /// The document, relative to the archive.
        path: String,
        /// The digest in the manifest.
        expected: String,
        /// The digest of the bytes on disk.
        found: String,
    },
    /// A source or period that may not be part of a path.
    #[error("{what:?} cannot be part of a document's name (a-z, 0-9 and - only, 1 to 40 of them)")]
    Name {
        /// The offending text.
        what: String,
    },
}

impl Error {
    /// Adds to an I/O error what was being done and where.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
        let path = path.to_owned();
        move |source| Error::Io { doing, path, source }
    }

    /// The operating system's error behind this one, if there is one: a full disk, a read-only
    /// folder. `None` for everything that is about content.
    pub fn os(&self) -> Option<&io::Error> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
