//! `requests.jsonl`: where each document came from, one line for each request or import.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::Error;

/// Where an input came from, as its importer knows it.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The file's name as the user gave it.
    pub name: &'a str,
    /// When, RFC 3339 in UTC. Given by the caller, so that an archive has no clock of its own.
    pub time: &'a str,
}

/// One line of `requests.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Line {
    /// A document was brought in from a file.
    Import {
        /// When, RFC 3339 in UTC.
        time: String,
        /// The file's name as the user gave it.
        origin: String,
        /// How the file was packed: plain, gzip or zstd.
        packing: String,
        /// sha256 of the decoded content, hex.
        content_sha256: String,
        /// Bytes of decoded content.
        content_bytes: u64,
        /// The document it became, relative to the archive.
        document: String,
    },
    /// A whole document stood without its manifest line after a crash and was taken up.
    Adopted {
        /// When, RFC 3339 in UTC.
        time: String,
        /// The document, relative to the archive.
        document: String,
    },
}

impl Line {
    /// The document this line speaks of, relative to the archive.
    pub fn document(&self) -> &str {
        match self {
            Line::Import { document, .. } | Line::Adopted { document, .. } => document,
        }
    }
}

/// Reads all whole lines; a last line that was cut by a crash is left out.
pub(crate) fn read(path: &Path) -> Result<Vec<Line>, Error> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let mut reader = BufReader::new(file);
    let mut lines = Vec::new();
    let mut text = String::new();
    for number in 1.. {
        text.clear();
        let bytes = reader.read_line(&mut text).map_err(Error::io("read", path))?;
        if bytes == 0 || !text.ends_with('\n') {
            break;
        }
        let line = serde_json::from_str(&text).map_err(|error| Error::Unreadable {
            path: path.to_owned(),
            line: number,
            what: error.to_string(),
        })?;
        lines.push(line);
    }
    Ok(lines)
}
