//! `requests.jsonl`: where each document came from, one line for each request, answer and import.
//!
//! The order of lines is the order of events. A request's line is written, and synced, before the
//! request is sent: what was asked of a server is known whatever happens next.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::Error;
use crate::clock::Moment;

/// Where an input came from, as its importer knows it.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The file's name as the user gave it.
    pub name: &'a str,
    /// When, RFC 3339 in UTC. Given by the caller, so that an archive has no clock of its own.
    pub time: &'a str,
    /// The span (`1973-09`) of which this is the source's whole answer. `None`: it is not, or nobody
    /// can know; then fetching asks for that span all the same.
    pub span: Option<&'a str>,
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
        /// How the file was packed: plain, gzip, bzip2 or zstd.
        packing: String,
        /// sha256 of the decoded content, hex.
        content_sha256: String,
        /// Bytes of decoded content.
        content_bytes: u64,
        /// The document it became, relative to the archive.
        document: String,
        /// The source it is of; with `span`, what it is the whole answer to. `None`: it is not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        span: Option<String>,
    },
    /// A whole document stood without its manifest line after a crash and was taken up.
    Adopted {
        /// When, RFC 3339 in UTC.
        time: String,
        /// The document, relative to the archive.
        document: String,
    },
    /// A request is about to be sent.
    Request(Request),
    /// What came of the request of the same number. A request without one was cut off by a crash.
    Answer(Box<Answer>),
    /// The pages of a span did not fit together; those held so far are not used.
    Restarted {
        /// When, RFC 3339 in UTC.
        time: String,
        /// The source.
        source: String,
        /// The span.
        span: String,
        /// What did not fit.
        why: String,
    },
    /// All pages of a span are there and became a document.
    Fetched {
        /// When, RFC 3339 in UTC.
        time: String,
        /// The source.
        source: String,
        /// The span it is the whole answer for.
        span: String,
        /// The document, relative to the archive.
        document: String,
        /// sha256 of the decoded content, hex.
        content_sha256: String,
        /// Bytes of decoded content.
        content_bytes: u64,
        /// Records in it.
        records: u64,
        /// The numbers of the requests whose answers it is made of, in the order of its pages.
        requests: Vec<u64>,
    },
}

impl Line {
    /// The document this line vouches for, relative to the archive; `None`: it is not about one.
    pub fn document(&self) -> Option<&str> {
        match self {
            Line::Import { document, .. }
            | Line::Adopted { document, .. }
            | Line::Fetched { document, .. } => Some(document),
            Line::Request(_) | Line::Answer(_) | Line::Restarted { .. } => None,
        }
    }
}

/// A request, as it is written down before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Counted from 1 over the archive's life.
    pub number: u64,
    /// When.
    #[serde(flatten)]
    pub at: Moment,
    /// What for: the source, or `robots`.
    pub source: String,
    /// The span asked for: `1973-09`, `1973-09-11`.
    pub span: String,
    /// Its page, from 1.
    pub page: u32,
    /// The server: scheme and host. Limits are counted for each.
    pub origin: String,
    /// Path and query, without the key.
    pub target: String,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The request's number.
    pub number: u64,
    /// When the answer ended.
    #[serde(flatten)]
    pub at: Moment,
    /// HTTP status; `None`: there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headers that say something about content, age and limits; names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Bytes of the body as sent, packed or not.
    pub wire_bytes: u64,
    /// Bytes of the decoded body.
    pub content_bytes: u64,
    /// sha256 of the decoded body, hex; empty without one.
    pub content_sha256: String,
    /// What it is worth.
    pub outcome: Outcome,
    /// In words, where it is not simply good.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Records in it.
    pub records: u64,
    /// Pages of the span, as it says.
    pub pages: u32,
    /// Records of the whole span, as it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Where its content waits (good) or was put aside (suspect, changed), relative to the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Milliseconds the server said to stay away for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay_away: Option<u64>,
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// One page of a span, as it should be.
    Good,
    /// Not modified since it was last fetched.
    Unchanged,
    /// Sent on to another address of the same server.
    Redirected,
    /// The right shape, but cut, empty or contradicting itself. Never data.
    Suspect,
    /// Another shape than any known. Never data.
    Changed,
    /// The server does not have it (404, 410).
    Missing,
    /// Too many requests in a short time.
    Spike,
    /// The day's requests are spent.
    Quota,
    /// The key was refused.
    Key,
    /// The server refuses this request for another reason.
    Refused,
    /// No answer, or one that the server itself calls temporary.
    Unavailable,
}

impl Outcome {
    /// The word in the file.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Good => "good",
            Outcome::Unchanged => "unchanged",
            Outcome::Redirected => "redirected",
            Outcome::Suspect => "suspect",
            Outcome::Changed => "changed",
            Outcome::Missing => "missing",
            Outcome::Spike => "spike",
            Outcome::Quota => "quota",
            Outcome::Key => "key",
            Outcome::Refused => "refused",
            Outcome::Unavailable => "unavailable",
        }
    }
}

/// Hands out all whole lines in order; a last line that was cut by a crash is left out.
pub(crate) fn read(path: &Path, each: &mut dyn FnMut(Line)) -> Result<(), Error> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let mut reader = BufReader::new(file);
    let mut text = String::new();
    for number in 1.. {
        text.clear();
        let bytes = reader.read_line(&mut text).map_err(Error::io("read", path))?;
        if bytes == 0 || !text.ends_with('\n') {
            break;
        }
        each(serde_json::from_str(&text).map_err(|error| Error::Unreadable {
            path: path.to_owned(),
            line: number,
            what: error.to_string(),
        })?);
    }
    Ok(())
}
