//! Is every document still what the manifest vouches for, and is nothing else there?

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::stage::hex;
use crate::{Archive, Document, Error, Line};

/// One thing that is wrong with an archive. Codes are stable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Damage {
    /// `missing`, `changed`, `undecodable`, `misnamed`, `untraced`, `not_listed` or `not_a_file`.
    pub code: &'static str,
    /// The document or file, relative to the archive.
    pub path: String,
    /// What was found, in words.
    pub what: String,
}

impl Archive {
    /// Reads every document again: stored bytes against the manifest, unpacked content against the
    /// digest in the name, and looks for files the manifest does not know. `each` is called after
    /// each document with how many are done. An empty list means the archive is whole.
    ///
    /// # Errors
    /// [`Error::Io`] only when the archive's folders cannot be listed; a damaged document is an
    /// entry in the list.
    pub fn verify(&self, each: &mut dyn FnMut(usize)) -> Result<Vec<Damage>, Error> {
        let mut damages = Vec::new();
        let lines = self.provenance()?;
        let traced: BTreeSet<&str> = lines.iter().filter_map(Line::document).collect();
        for (done, document) in self.documents().iter().enumerate() {
            damages.extend(self.verify_document(document));
            if !traced.contains(document.path.as_str()) {
                let what = "requests.jsonl does not say where it came from";
                damages.push(damage("untraced", &document.path, what));
            }
            each(done + 1);
        }
        walk(&self.root.join("data"), "data", &mut |path, regular| {
            if !regular {
                damages.push(damage("not_a_file", path, "a link or special file, not a document"));
            } else if self.holds(path).is_none() {
                damages.push(damage("not_listed", path, "the manifest does not know this file"));
            }
        })?;
        damages.sort_by(|a, b| (&a.path, a.code).cmp(&(&b.path, b.code)));
        Ok(damages)
    }

    fn verify_document(&self, document: &Document) -> Option<Damage> {
        let path = &document.path;
        let bytes = match self.stored_bytes(document) {
            Ok(bytes) => bytes,
            Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Some(damage("missing", path, "the manifest lists it, the folder has not"));
            }
            Err(error @ Error::Changed { .. }) => {
                return Some(damage("changed", path, &error.to_string()));
            }
            Err(error) => return Some(damage("undecodable", path, &error.to_string())),
        };
        match content_digest(&bytes) {
            Err(error) => Some(damage("undecodable", path, &error.to_string())),
            Ok(digest) if !path.contains(&digest[..16]) => {
                Some(damage("misnamed", path, &format!("its content has sha256 {digest}")))
            }
            Ok(_) => None,
        }
    }
}

fn damage(code: &'static str, path: &str, what: &str) -> Damage {
    Damage { code, path: path.to_owned(), what: what.to_owned() }
}

fn content_digest(stored: &[u8]) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut content = zstd::Decoder::with_buffer(stored)?.take(crate::MAX_CONTENT);
    copy_into(&mut content, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

fn copy_into(input: &mut dyn Read, hash: &mut Sha256) -> io::Result<()> {
    let mut buffer = vec![0; 128 * 1024];
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(()),
            read => hash.update(&buffer[..read]),
        }
    }
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Whether these stored bytes unpack to the content whose digest the document's name carries.
pub(crate) fn is_named_by_content(path: &str, stored: &[u8]) -> bool {
    content_digest(stored).is_ok_and(|digest| path.contains(&digest[..16]))
}

/// Opens a document, but not what a link put in its place leads to.
pub(crate) fn open_regular(path: &Path) -> Result<File, Error> {
    let kind = fs::symlink_metadata(path).map_err(Error::io("read", path))?.file_type();
    if !kind.is_file() {
        let refused = io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
        return Err(Error::io("read", path)(refused));
    }
    File::open(path).map_err(Error::io("read", path))
}

/// Calls `each` with every file below `folder` (its path from the archive's root, and whether it is
/// a regular file). Links are not followed.
pub(crate) fn walk(
    folder: &Path,
    name: &str,
    each: &mut dyn FnMut(&str, bool),
) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        let kind = entry.file_type().map_err(Error::io("read", folder))?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            walk(&entry.path(), &path, each)?;
        } else {
            each(&path, kind.is_file());
        }
    }
    Ok(())
}
