//! Bringing a document in: written aside first, looked at, then kept whole or dropped.

use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::bag::{safe_path, sync_folder};
use crate::{Archive, Document, Error, Line, MAX_CONTENT, Origin, decode};

/// zstd's own default. Higher levels save 10 % for 5 times the work and unpack slower.
const LEVEL: i32 = 3;

/// A document that is written aside and not yet part of the archive. What was looked at is what is
/// kept: the same bytes, not a second read of the user's file. Dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    packing: decode::Packing,
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

/// What became of a staged document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The document, relative to the archive.
    pub document: String,
    /// `false` when the same content was held already; nothing was written then.
    pub new: bool,
}

impl Archive {
    /// Reads `input` (plain, gzip or zstd, told by content) and writes it aside, compressed.
    /// Memory does not depend on its size. `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Undecodable`] for damaged or cut compression, [`Error::TooLarge`] over
    /// [`MAX_CONTENT`], [`Error::Io`] when it cannot be written.
    pub fn stage(&mut self, name: &str, input: &mut dyn Read) -> Result<Staged, Error> {
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
        staged.fill(name, content, file)?;
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

    /// Makes a staged document part of the archive, under its source, its period (`1973-09`, `1973`,
    /// `1973-1979` or `undated`) and its content's digest. Content that is held already is kept once;
    /// if it was damaged since, it is mended.
    ///
    /// # Errors
    /// [`Error::Name`] for a source or period that may not be in a path, [`Error::Io`].
    pub fn keep(
        &mut self,
        staged: &Staged,
        source: &str,
        period: &str,
        origin: &Origin<'_>,
    ) -> Result<Kept, Error> {
        let year = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let folder = period.get(..4).filter(year).unwrap_or(period);
        let digest = &staged.content_sha256[..16];
        let document = format!("data/{source}/{folder}/{period}-{digest}.json.zst");
        for part in [source, period] {
            if part.is_empty() || part.len() > 40 || !part.bytes().all(plain) {
                return Err(Error::Name { what: part.to_owned() });
            }
        }
        debug_assert!(safe_path(&document));
        if let Some(held) = self.holds(&document) {
            self.mend(held, staged)?;
            return Ok(Kept { document, new: false });
        }
        move_into_place(&staged.path, &self.root.join(&document))?;
        let line = Line::Import {
            time: origin.time.to_owned(),
            origin: origin.name.to_owned(),
            packing: staged.packing.name().to_owned(),
            content_sha256: staged.content_sha256.clone(),
            content_bytes: staged.content_bytes,
            document: document.clone(),
        };
        self.record(&line, staged.stored_sha256.clone())?;
        Ok(Kept { document, new: true })
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
            if self.content_bytes > MAX_CONTENT {
                return Err(Error::TooLarge { name: name.to_owned(), limit: MAX_CONTENT });
            }
            hash.update(&buffer[..read]);
            encoder.write_all(&buffer[..read]).map_err(Error::io("write", &self.path))?;
        }
        let mut stored = encoder.finish().map_err(Error::io("write", &self.path))?;
        stored.inner.flush().map_err(Error::io("write", &self.path))?;
        stored.inner.get_ref().sync_all().map_err(Error::io("sync", &self.path))?;
        self.content_sha256 = hex(&hash.finalize());
        self.stored_sha256 = hex(&stored.hash.finalize());
        Ok(())
    }
}

/// Read-only, renamed, and every new folder name on the way made durable.
fn move_into_place(from: &Path, to: &Path) -> Result<(), Error> {
    let folder = to.parent().expect("a document's path has folders");
    fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    let mut permissions = fs::metadata(from).map_err(Error::io("read", from))?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(from, permissions).map_err(Error::io("write", from))?;
    fs::rename(from, to).map_err(Error::io("write", to))?;
    for folder in folder.ancestors().take(3) {
        sync_folder(folder)?; // year, source, data
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
