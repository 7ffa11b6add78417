//! Bringing a document in: written aside first, looked at, then kept whole or dropped.

use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::bag::{safe_path, sync_folder};
use crate::step::step;
use crate::{Archive, Document, Error, History, Line, MAX_CONTENT, Origin, decode};

/// zstd's own default. Higher levels save 10 % for 5 times the work and unpack slower.
const LEVEL: i32 = 3;

/// A document that is written aside and not yet part of the archive. What was looked at is what is
/// kept: the same bytes, not a second read of the user's file. Dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    pub(crate) path: PathBuf,
    pub(crate) packing: decode::Packing,
    content_sha256: String,
    content_bytes: u64,
    stored_sha256: String,
}

impl Staged {
    /// sha256 of the decoded content, hex.
    pub fn content_sha256(&self) -> &str {
        &self.content_sha256
    }

    /// Bytes of decoded content.
    pub fn content_bytes(&self) -> u64 {
        self.content_bytes
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // gone already when it was kept
    }
}

/// What a document is called: its source, its period (`1973-09`, `1973-09-11`, `1973`, `1973-1979` or
/// `undated`), and what kind of text it is (`json`, `html`). Its content's digest is added.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    /// `nyt-archive`.
    pub source: &'a str,
    /// The time its records are of.
    pub period: &'a str,
    /// File extension before `.zst`.
    pub extension: &'a str,
}

/// What the pages of a span came to.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a> {
    /// When, RFC 3339 in UTC.
    pub time: &'a str,
    /// Records in all of them.
    pub records: u64,
    /// The numbers of the requests they answer, in the order of the pages.
    pub requests: &'a [u64],
}

/// What became of a staged document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The document, relative to the archive.
    pub document: String,
    /// `false` when the same content was held already; nothing was written then.
    pub new: bool,
}

impl Archive {
    /// Reads `input` (plain, gzip, bzip2 or zstd, told by content) and writes it aside, compressed.
    /// Memory does not depend on its size. `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Undecodable`] for damaged or cut compression, [`Error::TooLarge`] over
    /// [`MAX_CONTENT`], [`Error::Io`] when it cannot be written.
    pub fn stage(&mut self, name: &str, input: &mut dyn Read) -> Result<Staged, Error> {
        self.stage_within(name, input, MAX_CONTENT)
    }

    /// The same under a limit of decoded bytes of the caller's own.
    ///
    /// # Errors
    /// As [`Archive::stage`], with [`Error::TooLarge`] over `limit`.
    pub fn stage_within(
        &mut self,
        name: &str,
        input: &mut dyn Read,
        limit: u64,
    ) -> Result<Staged, Error> {
        let undecodable = |source| Error::Undecodable { name: name.to_owned(), source };
        let (content, packing) = decode::decoded_as(input).map_err(undecodable)?;
        self.staged += 1;
        let path = self.staging().join(format!("{}.zst", self.staged));
        let file = File::create(&path).map_err(Error::io("write", &path))?;
        let mut staged = Staged {
            path,
            packing,
            content_sha256: String::new(),
            content_bytes: 0,
            stored_sha256: String::new(),
        };
        staged.fill(name, content, limit, file)?;
        step("after writing aside");
        Ok(staged)
    }

    /// The decoded content of a staged document, as often as needed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn staged_content(&self, staged: &Staged) -> Result<Box<dyn Read>, Error> {
        let file = File::open(&staged.path).map_err(Error::io("read", &staged.path))?;
        let decoder = zstd::Decoder::new(file).map_err(Error::io("read", &staged.path))?;
        Ok(Box::new(decoder))
    }

    /// Makes a staged document part of the archive. Content that is held already is kept once; if it
    /// was damaged since, it is mended.
    ///
    /// # Errors
    /// [`Error::Name`] for a source or period that may not be in a path, [`Error::Io`].
    pub fn keep(
        &mut self,
        staged: &Staged,
        name: Name<'_>,
        origin: &Origin<'_>,
    ) -> Result<Kept, Error> {
        let kept = self.place(staged, name)?;
        if !kept.new {
            return Ok(kept);
        }
        let line = Line::Import {
            time: origin.time.to_owned(),
            origin: origin.name.to_owned(),
            packing: staged.packing.name().to_owned(),
            content_sha256: staged.content_sha256.clone(),
            content_bytes: staged.content_bytes,
            document: kept.document.clone(),
            span: origin.span.map(str::to_owned),
        };
        let digest = staged.stored_sha256.clone();
        self.record(&mut History::default(), &line, kept.document.clone(), digest)?;
        Ok(kept)
    }

    /// Makes the joined pages of a span part of the archive, and says so even when the same content
    /// was held before: from then on the span is.
    ///
    /// # Errors
    /// As [`Archive::keep`].
    pub fn keep_fetched(
        &mut self,
        history: &mut History,
        staged: &Staged,
        name: Name<'_>,
        fetched: &Joined<'_>,
    ) -> Result<Kept, Error> {
        let kept = self.place(staged, name)?;
        let line = Line::Fetched {
            time: fetched.time.to_owned(),
            source: name.source.to_owned(),
            span: name.period.to_owned(),
            document: kept.document.clone(),
            content_sha256: staged.content_sha256.clone(),
            content_bytes: staged.content_bytes,
            records: fetched.records,
            requests: fetched.requests.to_vec(),
        };
        if kept.new {
            let digest = staged.stored_sha256.clone();
            self.record(history, &line, kept.document.clone(), digest)?;
        } else {
            self.log(history, &line)?;
        }
        self.drop_parts(name.source, name.period)?;
        Ok(kept)
    }

    /// Moves a staged document to where its name says, unless the same content is there.
    fn place(&mut self, staged: &Staged, name: Name<'_>) -> Result<Kept, Error> {
        let Name { source, period, extension } = name;
        let year = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let folder = period.get(..4).filter(year).unwrap_or(period);
        let digest = &staged.content_sha256[..16];
        let document = format!("data/{source}/{folder}/{period}-{digest}.{extension}.zst");
        check_parts(&[source, period, extension])?;
        debug_assert!(safe_path(&document));
        if let Some(held) = self.holds(&document) {
            self.mend(held, staged)?;
            return Ok(Kept { document, new: false });
        }
        move_into_place(&staged.path, &self.root.join(&document))?;
        Ok(Kept { document, new: true })
    }
}

/// What of a request is not in a path: each part is 1 to 40 of a-z, 0-9 and -.
pub(crate) fn check_parts(parts: &[&str]) -> Result<(), Error> {
    let wrong = |part: &&&str| part.is_empty() || part.len() > 40 || !part.bytes().all(plain);
    match parts.iter().find(wrong) {
        Some(part) => Err(Error::Name { what: (*part).to_owned() }),
        None => Ok(()),
    }
}

impl Archive {
    /// Puts a document back whose stored bytes were damaged or lost, when these are the ones the
    /// manifest vouches for.
    fn mend(&self, held: &Document, staged: &Staged) -> Result<(), Error> {
        if self.stored_bytes(held).is_ok() || staged.stored_sha256 != held.sha256 {
            return Ok(());
        }
        move_into_place(&staged.path, &self.root.join(&held.path))
    }
}

impl Staged {
    fn fill(
        &mut self,
        name: &str,
        mut content: Box<dyn Read + '_>,
        limit: u64,
        file: File,
    ) -> Result<(), Error> {
        let stored = HashingWriter { hash: Sha256::new(), inner: BufWriter::new(file) };
        let mut encoder =
            zstd::Encoder::new(stored, LEVEL).map_err(Error::io("write", &self.path))?;
        encoder.include_checksum(true).map_err(Error::io("write", &self.path))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 128 * 1024];
        loop {
            let read = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(Error::Undecodable { name: name.to_owned(), source }),
            };
            self.content_bytes += read as u64;
            if self.content_bytes > limit {
                return Err(Error::TooLarge { name: name.to_owned(), limit });
            }
            hash.update(&buffer[..read]);
            encoder.write_all(&buffer[..read]).map_err(Error::io("write", &self.path))?;
        }
        let mut stored = encoder.finish().map_err(Error::io("write", &self.path))?;
        stored.inner.flush().map_err(Error::io("write", &self.path))?;
        step("before the staged document's sync");
        stored.inner.get_ref().sync_all().map_err(Error::io("sync", &self.path))?;
        self.content_sha256 = hex(&hash.finalize());
        self.stored_sha256 = hex(&stored.hash.finalize());
        Ok(())
    }
}

/// Read-only, renamed, and every new folder name on the way made durable.
pub(crate) fn move_into_place(from: &Path, to: &Path) -> Result<(), Error> {
    let folder = to.parent().expect("a document's path has folders");
    fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    step("after the folders were made");
    let mut permissions = fs::metadata(from).map_err(Error::io("read", from))?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(from, permissions).map_err(Error::io("write", from))?;
    step("before the rename");
    fs::rename(from, to).map_err(Error::io("write", to))?;
    step("after the rename");
    for folder in folder.ancestors().take(4) {
        sync_folder(folder)?; // year, source, data; span, source, pending; and what they are in
        step("after a folder's sync");
    }
    Ok(())
}

fn plain(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct HashingWriter<W> {
    hash: Sha256,
    inner: W,
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
