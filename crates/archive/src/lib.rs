//! The raw archive: imports and keeps raw documents unchanged, with proof.
//!
//! An archive is a folder that is a valid [BagIt 1.0](https://www.rfc-editor.org/rfc/rfc8493) bag
//! at rest, so any library's tools can check it without us:
//!
//! ```text
//! bagit.txt  bag-info.txt            what this folder is
//! data/nyt-archive/1973/1973-09-6f1d0c….json.zst   one document: source, year, period, content digest
//! manifest-sha256.txt                the proof: one line a document
//! requests.jsonl                     where each document came from, one line a request or import
//! lock                               held by the one process that may write
//! ```
//!
//! A document's name carries the first 16 hex digits of the sha256 of its *decoded content*. So the
//! same content is kept once however often it is imported, another content for the same period
//! stands beside the old one and never replaces it, and the names do not depend on the order of
//! imports: two archives with the same documents have the same names.
//!
//! Order of durability: the document (written aside, synced, renamed, folder synced), then its line
//! in `requests.jsonl`, then its line in the manifest. At any instant a manifest line implies a
//! whole document. A document without a manifest line (the power went in between) is adopted when
//! the archive is next opened for writing; nothing is ever deleted.
//!
//! ```
//! # fn main() -> Result<(), groundswell_archive::Error> {
//! # let folder = tempfile::tempdir().expect("a temporary folder");
//! use groundswell_archive::{Archive, Name, Origin};
//! let mut archive = Archive::open_or_create(&folder.path().join("archive"), "2026-01-01T00:00:00Z")?;
//! let staged = archive.stage("a.json", &mut &b"{\"response\":{}}"[..])?;
//! // … look at `archive.staged_content(&staged)?`: is it what we take it for? …
//! let origin = Origin { name: "a.json", time: "2026-01-01T00:00:00Z", span: None };
//! let name = Name { source: "nyt-archive", period: "1973-09", extension: "json" };
//! let kept = archive.keep(&staged, name, &origin)?;
//! assert!(kept.new);
//! let document = &archive.documents()[0];
//! assert_eq!(document.source, "nyt-archive");
//! assert!(archive.verify(&mut |_| {})?.is_empty());
//! # Ok(()) }
//! ```

mod bag;
mod clock;
mod decode;
mod error;
mod fetch;
mod history;
mod key;
mod pace;
mod parts;
mod provenance;
mod stage;
mod step;
mod verify;
mod warc;

pub use bag::{Archive, Document};
pub use clock::{Clock, Moment};
pub use decode::{MAX_CONTENT, decoded};
pub use error::Error;
pub use fetch::{Call, Fetcher, Got, KEPT_HEADERS, Kind, Manners, Unavailable};
pub use history::{History, Part, SpanLog, Trouble};
pub use key::Key;
pub use pace::{Limits, MOST_A_DAY, Pace};
pub use provenance::{Answer, Line, Origin, Outcome, Request};
pub use stage::{Joined, Kept, Name, Staged};
pub use step::step;
pub use verify::Damage;
pub use warc::WarcWritten;
