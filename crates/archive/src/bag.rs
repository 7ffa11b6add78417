//! The bag: its files, its manifest, and the lock of the one process that may write.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::step::step;
use crate::{Error, History, Line, decode, provenance, verify};

const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
// No Payload-Oxum: it would have to change with every document, and a crash would leave it wrong.
const BAG_INFO: &str = "Bag-Software-Agent: groundswell\n\
    External-Description: Raw newspaper documents, each written once and never changed.\n";
const MANIFEST: &str = "manifest-sha256.txt";
const REQUESTS: &str = "requests.jsonl";
const STAGING: &str = "staging";

/// One document the manifest vouches for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// Where it is, relative to the archive: `data/nyt-archive/1973/1973-09-….json.zst`.
    pub path: String,
    /// The source it is of: the first folder below `data`.
    pub source: String,
    /// sha256 of the stored bytes, as in the manifest.
    pub sha256: String,
}

/// An archive, open for reading or, when this process holds the lock, for writing.
#[derive(Debug)]
pub struct Archive {
    pub(crate) root: PathBuf,
    documents: Vec<Document>,
    /// Held while writing; the operating system frees it when the process ends, however it ends.
    lock: Option<File>,
    /// How many inputs were written aside so far: their names.
    pub(crate) staged: u32,
}

impl Archive {
    /// Opens an archive for reading. Another process may be adding to it at the same time.
    ///
    /// # Errors
    /// [`Error::Absent`] where there is none, [`Error::Unreadable`] when its manifest or its
    /// version cannot be read, [`Error::Io`].
    pub fn open(root: &Path) -> Result<Archive, Error> {
        check_version(root)?;
        let documents = read_manifest(&root.join(MANIFEST))?;
        Ok(Archive { root: root.to_owned(), documents, lock: None, staged: 0 })
    }

    /// Opens an archive for writing, creating it where there is none, and repairs what a crash
    /// left: a cut last line is dropped, a whole document without a manifest line is taken up.
    /// `time` (RFC 3339, UTC) is written into the lock and the lines this makes.
    ///
    /// # Errors
    /// [`Error::Locked`] at once when another process is writing, else as [`Archive::open`].
    pub fn open_or_create(root: &Path, time: &str) -> Result<Archive, Error> {
        make_folder(root)?;
        if let Some(parent) = root.parent().filter(|parent| parent.is_dir()) {
            sync_folder(parent)?;
        }
        let lock = take_lock(root, time)?;
        make_folder(&root.join("data"))?;
        lay_out(root)?;
        drop_cut_line(&root.join(MANIFEST))?;
        drop_cut_line(&root.join(REQUESTS))?;
        let _ = fs::remove_dir_all(root.join(STAGING)); // left by a killed run; not yet documents
        make_folder(&root.join(STAGING))?;
        let mut archive = Archive::open(root)?;
        archive.lock = Some(lock);
        archive.adopt(time)?;
        Ok(archive)
    }

    /// All documents, in the order of their paths.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Where the archive is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The stored bytes of a document, checked against the manifest.
    ///
    /// # Errors
    /// [`Error::Changed`] when they are not what the manifest vouches for, [`Error::Io`].
    pub fn stored_bytes(&self, document: &Document) -> Result<Vec<u8>, Error> {
        let path = self.root.join(&document.path);
        let mut bytes = Vec::new();
        verify::open_regular(&path)?.read_to_end(&mut bytes).map_err(Error::io("read", &path))?;
        let found = verify::sha256_hex(&bytes);
        if found != document.sha256 {
            return Err(Error::Changed {
                path: document.path.clone(),
                expected: document.sha256.clone(),
                found,
            });
        }
        Ok(bytes)
    }

    /// The decoded content of a document as a stream. Its bytes are not checked against the
    /// manifest; use [`Archive::stored_bytes`] or [`Archive::verify`] for that.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened, [`Error::Undecodable`] when it is not compressed
    /// data any more.
    pub fn content(&self, document: &Document) -> Result<Box<dyn Read + Send>, Error> {
        let path = self.root.join(&document.path);
        let file = verify::open_regular(&path)?;
        let decoder = zstd::Decoder::new(file)
            .map_err(|source| Error::Undecodable { name: document.path.clone(), source })?;
        Ok(Box::new(decoder.take(decode::MAX_CONTENT)))
    }

    /// Every line of `requests.jsonl`: where each document came from, in the order it happened.
    ///
    /// # Errors
    /// [`Error::Unreadable`] names the line that is not one of ours, [`Error::Io`].
    pub fn provenance(&self) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::new();
        provenance::read(&self.root.join(REQUESTS), &mut |line| lines.push(line))?;
        Ok(lines)
    }

    /// What `requests.jsonl` adds up to.
    ///
    /// # Errors
    /// As [`Archive::provenance`].
    pub fn history(&self) -> Result<History, Error> {
        let mut history = History::default();
        provenance::read(&self.root.join(REQUESTS), &mut |line| history.apply(&line))?;
        Ok(history)
    }

    /// Writes a line down, durable, and takes it into the history.
    ///
    /// # Errors
    /// [`Error::Io`] when it could not be written; then nothing may be done that it announces.
    pub fn log(&mut self, history: &mut History, line: &Line) -> Result<(), Error> {
        debug_assert!(self.lock.is_some(), "logging needs the lock");
        let json = serde_json::to_string(line).expect("a line of strings and numbers is JSON");
        append_line(&self.root.join(REQUESTS), &json)?;
        history.apply(line);
        Ok(())
    }

    /// Whether the manifest lists this document.
    pub fn lists(&self, path: &str) -> bool {
        self.holds(path).is_some()
    }

    pub(crate) fn staging(&self) -> PathBuf {
        self.root.join(STAGING)
    }

    pub(crate) fn manifest_path(&self) -> PathBuf {
        self.root.join(MANIFEST)
    }

    pub(crate) fn holds(&self, path: &str) -> Option<&Document> {
        let at = self.documents.binary_search_by(|held| held.path.as_str().cmp(path)).ok()?;
        self.documents.get(at)
    }

    /// Writes the two lines that make a document in place part of the archive, provenance first.
    pub(crate) fn record(
        &mut self,
        history: &mut History,
        line: &Line,
        path: String,
        sha256: String,
    ) -> Result<(), Error> {
        self.log(history, line)?;
        append_line(&self.manifest_path(), &format!("{sha256}  {path}"))?;
        let document = document_at(path, sha256);
        let at = self.documents.partition_point(|held| held.path < document.path);
        self.documents.insert(at, document);
        Ok(())
    }

    /// Takes up documents that were renamed into place just before a crash: regular files whose
    /// content has the digest in their name. Anything else is none of ours; `verify` reports it.
    fn adopt(&mut self, time: &str) -> Result<(), Error> {
        let mut found = Vec::new();
        verify::walk(&self.root.join("data"), "data", &mut |path, regular| {
            if regular && safe_path(path) && self.holds(path).is_none() {
                found.push(path.to_owned());
            }
        })?;
        for path in found {
            let full = self.root.join(&path);
            let mut bytes = Vec::new();
            verify::open_regular(&full)?
                .read_to_end(&mut bytes)
                .map_err(Error::io("read", &full))?;
            if verify::is_named_by_content(&path, &bytes) {
                let line = Line::Adopted { time: time.to_owned(), document: path.clone() };
                self.record(&mut History::default(), &line, path, verify::sha256_hex(&bytes))?;
            }
        }
        Ok(())
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // Empty by now unless something failed; the next start clears it in any case.
            let _ = fs::remove_dir(self.staging());
        }
    }
}

/// `data/<source>/<folder>/<file>` with no component that could lead out of the archive.
pub(crate) fn safe_path(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("data")
        && path.split('/').count() >= 3
        && parts.all(|part| !part.is_empty() && part != "." && part != ".." && safe_bytes(part))
}

fn safe_bytes(part: &str) -> bool {
    part.len() <= 120
        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
}

fn document_at(path: String, sha256: String) -> Document {
    let source = path.split('/').nth(1).unwrap_or_default().to_owned();
    Document { path, source, sha256 }
}

fn check_version(root: &Path) -> Result<(), Error> {
    let path = root.join("bagit.txt");
    match fs::read_to_string(&path) {
        Ok(text) if text.starts_with("BagIt-Version: 1.0\n") => Ok(()),
        Ok(text) => Err(Error::Unreadable {
            path,
            line: 1,
            what: format!(
                "this version reads BagIt-Version: 1.0, not {:?}",
                text.lines().next().unwrap_or_default()
            ),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::Absent { path: root.to_owned() })
        }
        Err(error) => Err(Error::io("read", &path)(error)),
    }
}

fn read_manifest(path: &Path) -> Result<Vec<Document>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let whole = text.rfind('\n').map_or(0, |end| end + 1); // a writer may be in the middle of a line
    let mut documents = BTreeMap::new();
    for (number, line) in text[..whole].lines().enumerate() {
        let unreadable =
            |what: String| Error::Unreadable { path: path.to_owned(), line: number + 1, what };
        let (sha256, document) = line
            .split_once("  ")
            .filter(|(digest, _)| {
                digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit())
            })
            .ok_or_else(|| unreadable("not “sha256  path”".to_owned()))?;
        if !safe_path(document) {
            return Err(unreadable(format!("{document:?} is not a path of this archive")));
        }
        let entry = document_at(document.to_owned(), sha256.to_ascii_lowercase());
        if let Some(twin) = documents.insert(entry.path.clone(), entry) {
            return Err(unreadable(format!("{} stands twice", twin.path)));
        }
    }
    Ok(documents.into_values().collect())
}

fn take_lock(root: &Path, time: &str) -> Result<File, Error> {
    let path = root.join("lock");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(Error::io("write", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // What it says is a courtesy; the lock itself is the operating system's.
            let _ = file.read_to_string(&mut holder);
            return Err(Error::Locked { path: root.to_owned(), holder: holder.trim().to_owned() });
        }
        Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
    }
    file.set_len(0).map_err(Error::io("write", &path))?;
    writeln!(file, "pid {} since {time}", std::process::id()).map_err(Error::io("write", &path))?;
    Ok(file)
}

fn make_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::io("make the folder", path))
}

/// The files of an empty bag, `bagit.txt` last: where it stands, the others were there.
fn lay_out(root: &Path) -> Result<(), Error> {
    // Made anew, the manifest would vouch for whatever the documents are by now, and the log would know
    // of no request that was sent.
    for name in [MANIFEST, REQUESTS] {
        let path = root.join(name);
        if root.join("bagit.txt").exists() && !path.exists() {
            let what = "it is gone; restore it from a copy".to_owned();
            return Err(Error::Unreadable { path, line: 0, what });
        }
    }
    for (name, text) in
        [("bag-info.txt", BAG_INFO), (MANIFEST, ""), (REQUESTS, ""), ("bagit.txt", BAGIT)]
    {
        write_once(root, name, text)?;
    }
    sync_folder(root)
}

/// Writes a file aside and renames it, so that a full disk or a crash leaves none or a whole one.
fn write_once(root: &Path, name: &str, text: &str) -> Result<(), Error> {
    let path = root.join(name);
    if path.exists() {
        return Ok(());
    }
    let aside = root.join(format!("{name}.new"));
    let written = File::create(&aside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&aside, &path));
    written.map_err(Error::io("write", &path))
}

/// A line and its newline in one write, then synced: there or not there, never half for long.
fn append_line(path: &Path, line: &str) -> Result<(), Error> {
    step("before a line");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(Error::io("write", path))?;
    let before = file.metadata().map_err(Error::io("read", path))?.len();
    let written = file.write_all(format!("{line}\n").as_bytes()).and_then(|()| {
        step("after a line, before its sync");
        file.sync_all()
    });
    step("after a line's sync");
    if let Err(error) = written {
        let _ = file.set_len(before); // a full disk must not leave half a line before later ones
        return Err(Error::io("write", path)(error));
    }
    Ok(())
}

/// Cuts off what stands behind the last newline: half a line that a crash left.
fn drop_cut_line(path: &Path) -> Result<(), Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole == bytes.len() {
        return Ok(());
    }
    let file = OpenOptions::new().write(true).open(path).map_err(Error::io("write", path))?;
    file.set_len(whole as u64).and_then(|()| file.sync_all()).map_err(Error::io("write", path))
}

/// Makes the names in a folder durable (the files themselves are synced by whoever wrote them).
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(Error::io("sync", path))
}
