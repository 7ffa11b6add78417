//! Pages of a span that wait for the others, and answers that are no data.
//!
//! A span's answer may take many requests and many runs. Each good page waits in `pending/`, whole and
//! durable before its line is written; when all are there they are joined into one document. What looks
//! wrong goes to `suspect/`, for people. Neither is vouched for by the manifest, neither is ever counted.

use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::fetch::Got;
use crate::history::{History, Part};
use crate::key::Key;
use crate::stage::{Staged, check_parts, hex, move_into_place};
use crate::step::step;
use crate::{Archive, Error};

const PENDING: &str = "pending";
const SUSPECT: &str = "suspect";

impl Archive {
    /// A new file beside the staged documents, for the body of an answer.
    pub fn wire_path(&mut self) -> std::path::PathBuf {
        self.staged += 1;
        self.staging().join(format!("{}.wire", self.staged))
    }

    /// Unpacks an answer's body and writes it aside. `limit` is of decoded bytes.
    ///
    /// # Errors
    /// [`Error::Undecodable`] when it is not packed as its headers say, is cut or damaged;
    /// [`Error::TooLarge`]; [`Error::Io`] when it cannot be written.
    pub fn stage_answer(&mut self, got: &Got, limit: u64) -> Result<Staged, Error> {
        let name = "the answer";
        let mut file = File::open(&got.path).map_err(Error::io("read", &got.path))?;
        let packed = got.headers.get("content-encoding").is_some_and(|word| word.contains("gzip"));
        if packed {
            let mut head = Vec::new();
            (&mut file).take(2).read_to_end(&mut head).map_err(Error::io("read", &got.path))?;
            if head != [0x1f, 0x8b] {
                let what = "it is announced as gzip and is not";
                let source = io::Error::new(io::ErrorKind::InvalidData, what);
                return Err(Error::Undecodable { name: name.to_owned(), source });
            }
            file = File::open(&got.path).map_err(Error::io("read", &got.path))?;
        }
        self.stage_within(name, &mut file, limit)
    }

    /// Whether the decoded content holds the key: a server that echoes it must not get it into the archive.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn echoes(&self, staged: &Staged, key: &Key) -> Result<bool, Error> {
        let mut content = self.staged_content(staged)?;
        let needle = key.bytes();
        let mut window = Vec::new();
        let mut buffer = vec![0; 128 * 1024];
        loop {
            let read = content.read(&mut buffer).map_err(Error::io("read", &staged.path))?;
            if read == 0 {
                return Ok(false);
            }
            window.extend_from_slice(&buffer[..read]);
            if memchr::memmem::find(&window, needle).is_some() {
                return Ok(true);
            }
            window.drain(..window.len().saturating_sub(needle.len()));
        }
    }

    /// Lets a good page wait for the others of its span. Returns where, relative to the archive.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Io`].
    pub fn park(
        &mut self,
        staged: &Staged,
        source: &str,
        span: &str,
        page: u32,
    ) -> Result<String, Error> {
        check_parts(&[source, span])?;
        let file =
            format!("{PENDING}/{source}/{span}/{page:04}-{}.zst", &staged.content_sha256()[..16]);
        self.put(staged, &file)?;
        Ok(file)
    }

    /// Puts an answer that is no data where people can look at it; the same content once.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Io`].
    pub fn set_aside(
        &mut self,
        staged: &Staged,
        source: &str,
        span: &str,
    ) -> Result<String, Error> {
        check_parts(&[source, span])?;
        let file = format!("{SUSPECT}/{source}/{span}-{}.zst", &staged.content_sha256()[..16]);
        self.put(staged, &file)?;
        Ok(file)
    }

    fn put(&self, staged: &Staged, file: &str) -> Result<(), Error> {
        move_into_place(&staged.path, &self.root.join(file))
    }

    /// Whether a waiting page is still what its line says.
    pub fn waits(&self, part: &Part) -> bool {
        let mut hash = Sha256::new();
        let digest = || -> io::Result<String> {
            let mut content = zstd::Decoder::new(File::open(self.root.join(&part.file))?)?;
            io::copy(&mut content, &mut Hashing(&mut hash))?;
            Ok(hex(&hash.finalize()))
        };
        digest().is_ok_and(|digest| digest == part.content_sha256)
    }

    /// Joins waiting pages, each after its preface and before a newline, and writes them aside.
    ///
    /// # Errors
    /// As [`Archive::stage`].
    pub fn join(&mut self, name: &str, pages: &[(String, &Part)]) -> Result<Staged, Error> {
        let pages = pages.iter().enumerate().map(|(index, (preface, part))| {
            let between = if index == 0 { "" } else { "\n" };
            (format!("{between}{preface}").into_bytes(), self.root.join(&part.file))
        });
        let mut joined = Pages { left: pages.collect(), open: Box::new(io::empty()) };
        self.stage(name, &mut joined)
    }

    pub(crate) fn drop_parts(&self, source: &str, span: &str) -> Result<(), Error> {
        step("before the pages are dropped");
        remove(&self.root.join(PENDING).join(source).join(span))?;
        step("after the pages are dropped");
        Ok(())
    }

    /// Removes pages that wait for nothing any more: those no line of the history speaks of.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn drop_stale_parts(&self, history: &History) -> Result<(), Error> {
        for source in folders(&self.root.join(PENDING))? {
            for span in folders(&self.root.join(PENDING).join(&source))? {
                if history.span(&source, &span).parts.is_empty() {
                    self.drop_parts(&source, &span)?;
                }
            }
        }
        Ok(())
    }
}

/// Pages one after another, of which one is open at a time.
struct Pages {
    left: VecDeque<(Vec<u8>, PathBuf)>,
    open: Box<dyn Read>,
}

impl Read for Pages {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.open.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some((before, path)) = self.left.pop_front() else { return Ok(0) };
            let content = zstd::Decoder::new(File::open(path)?)?;
            self.open = Box::new(Cursor::new(before).chain(content));
        }
    }
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", folder)(error))
        }
        _ => Ok(()),
    }
}

/// The names of the folders in a folder; none where there is none.
fn folders(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::io("read", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        if entry.file_type().map_err(Error::io("read", folder))?.is_dir() {
            names.extend(entry.file_name().into_string().ok());
        }
    }
    Ok(names)
}

struct Hashing<'a>(&'a mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
