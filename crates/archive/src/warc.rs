//! The whole archive as one WARC 1.1 file (ISO 28500:2017), for libraries and their tools.
//!
//! A `resource` record a document, because what is kept is the content of answers and files, not the exchange with a server;
//! each a gzip member of its own. The same archive gives the same bytes: ids are made of digests, the date of the first record
//! is that of the newest document.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::bag::{Archive, Document};
use crate::error::Error;
use crate::provenance::Line;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarcWritten {
    /// Documents.
    pub documents: u64,
    /// Bytes of their decoded content.
    pub content_bytes: u64,
}

/// Where a document came from.
#[derive(Clone, Debug, Default)]
struct Came {
    /// RFC 3339 in UTC.
    time: String,
    /// Address without key, or `file:///NAME`.
    target: String,
    span: Option<String>,
}

impl Archive {
    /// Writes every document into `out`, in the order of their paths, and calls `each` with the number done after each.
    /// `software` is what the first record says wrote it; `path` is only for messages.
    ///
    /// # Errors
    /// [`Error::Changed`] when a document is not what the manifest vouches for, [`Error::Io`]; then what was written is
    /// of no use.
    pub fn write_warc(
        &self,
        software: &str,
        path: &Path,
        out: &mut dyn Write,
        each: &mut dyn FnMut(u64),
    ) -> Result<WarcWritten, Error> {
        let lines = self.provenance()?;
        let came = came(&lines);
        let of =
            |document: &Document| came.get(document.path.as_str()).cloned().unwrap_or_default();
        let newest =
            came.values().map(|came| came.time.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
        let about = format!(
            "software: {software}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        );
        let (digest, length) = digest(&mut about.as_bytes()).map_err(Error::io("write", path))?;
        let info = id(&["warcinfo", newest, &digest]);
        let head = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", &info),
            ("WARC-Date", newest),
            ("WARC-Block-Digest", &format!("sha256:{digest}")),
            ("Content-Type", "application/warc-fields"),
        ];
        record(out, &head, length, &mut about.as_bytes()).map_err(Error::io("write", path))?;
        let mut written = WarcWritten { documents: 0, content_bytes: 0 };
        for document in self.documents() {
            let stored = self.stored_bytes(document)?;
            written.content_bytes += resource(document, &stored, &of(document), &info, out)
                .map_err(Error::io("write", path))?;
            written.documents += 1;
            each(written.documents);
        }
        Ok(written)
    }
}

/// Writes the record of a document; how many bytes of content it has.
fn resource(
    document: &Document,
    stored: &[u8],
    came: &Came,
    info: &str,
    out: &mut dyn Write,
) -> io::Result<u64> {
    let (digest, length) = digest(&mut zstd::Decoder::new(stored)?)?;
    let digest_written = format!("sha256:{digest}");
    let id = id(&["resource", &document.path, &digest]);
    // A document taken up after a crash has no line that says where it is from; its own path does not travel.
    let unknown = format!("file:///{}", escaped(last(&document.path)));
    let target = if came.target.is_empty() { &unknown } else { &came.target };
    let mut head = vec![
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", id.as_str()),
        ("WARC-Date", if came.time.is_empty() { "1970-01-01T00:00:00Z" } else { &came.time }),
        ("WARC-Target-URI", target),
        ("WARC-Warcinfo-ID", info),
        ("WARC-Block-Digest", &digest_written),
        ("WARC-Payload-Digest", &digest_written),
        ("Groundswell-Source", &document.source),
        ("Groundswell-Document", &document.path),
    ];
    if let Some(span) = &came.span {
        head.push(("Groundswell-Span", span));
    }
    head.push(("Content-Type", media(&document.path)));
    record(out, &head, length, &mut zstd::Decoder::new(stored)?)?;
    Ok(length)
}

/// One record, a gzip member.
fn record(
    out: &mut dyn Write,
    head: &[(&str, &str)],
    length: u64,
    block: &mut dyn Read,
) -> io::Result<()> {
    let mut packed = GzEncoder::new(out, Compression::default());
    packed.write_all(b"WARC/1.1\r\n")?;
    for (name, value) in head {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        write!(packed, "{name}: {value}\r\n")?;
    }
    write!(packed, "Content-Length: {length}\r\n\r\n")?;
    io::copy(block, &mut packed)?;
    packed.write_all(b"\r\n\r\n")?;
    packed.finish().map(|_| ())
}

/// The last line about each document, with the first request that its content is the answer to.
fn came(lines: &[Line]) -> BTreeMap<&str, Came> {
    let mut addresses = BTreeMap::new();
    let mut came = BTreeMap::new();
    for line in lines {
        match line {
            Line::Request(request) => {
                addresses.insert(request.number, format!("{}{}", request.origin, request.target));
            }
            Line::Import { time, origin, document, span, .. } => {
                let target = format!("file:///{}", escaped(last(origin)));
                came.insert(
                    document.as_str(),
                    Came { time: time.clone(), target, span: span.clone() },
                );
            }
            Line::Fetched { time, span, document, requests, .. } => {
                let first = requests.first().and_then(|number| addresses.get(number));
                let target = first.cloned().unwrap_or_default();
                came.insert(
                    document.as_str(),
                    Came { time: time.clone(), target, span: Some(span.clone()) },
                );
            }
            Line::Adopted { time, document } => {
                came.entry(document.as_str())
                    .or_insert(Came { time: time.clone(), ..Came::default() });
            }
            Line::Answer(_) | Line::Restarted { .. } => {}
        }
    }
    came
}

/// The name of a file without the folders before it, which are a machine's.
fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// As part of an address.
fn escaped(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn media(path: &str) -> &'static str {
    match path.trim_end_matches(".zst").rsplit('.').next().unwrap_or_default() {
        "json" => "application/json",
        "html" => "text/html",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "xml" => "application/xml",
        "warc" => "application/warc",
        _ => "application/octet-stream",
    }
}

/// SHA-256 in hexadecimal, and how many bytes there are.
fn digest(content: &mut dyn Read) -> io::Result<(String, u64)> {
    let (mut hash, mut length) = (Sha256::new(), 0);
    let mut piece = vec![0; 64 * 1024];
    loop {
        match content.read(&mut piece) {
            Ok(0) => return Ok((hex(&hash.finalize()), length)),
            Ok(read) => {
                hash.update(&piece[..read]);
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// An id that is the same for the same things: a UUID of version 8 (RFC 9562) of their SHA-256.
fn id(of: &[&str]) -> String {
    let hash =
        of.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part).chain_update([0]));
    let mut bytes = hash.finalize();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes[..16]);
    let (a, b, c, d, e) = (&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]);
    format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
