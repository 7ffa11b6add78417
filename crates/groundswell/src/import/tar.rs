//! A tar is a folder too, packed or not: so the Library of Congress hands out its batches of pages. It is read once, in
//! its own order, and nothing of it is written anywhere but into the archive.

use groundswell_archive as archive;
use std::io::{self, Read};
use tar::EntryType;

use super::limited::Limited;
use super::zip::is_file;
use super::{Found, Import, damaged, look};
use crate::failure::Result;

/// Most bytes between two files, which are names; they are held in memory.
const MAX_NAMES: u64 = 16 << 20;

/// Most bytes of a tar unpacked.
const MAX_ALL: u64 = 256 << 30;

/// Most files in a tar.
const MAX_FILES: usize = 1_000_000;

const TOO_MUCH: &str = "names of more than 16 MiB, or more than 256 GiB in all; unpack it elsewhere and import the folder";

impl Import<'_> {
    /// Imports what is in a tar. Where it cannot be read on, what follows is lost, and it says so.
    pub(super) fn tar(&mut self, name: &str, file: impl Read) -> Result<()> {
        let content = match archive::decoded(file) {
            Ok(content) => content,
            Err(error) => return self.refuse(name.to_owned(), look::unreadable_as(name)(error)),
        };
        let (content, left) = Limited::of(content, MAX_ALL, TOO_MUCH);
        let mut tar = tar::Archive::new(content);
        let lost = |error: &io::Error| {
            damaged(format!("cannot be read on: {error}; what follows in it was not looked at"))
        };
        let mut entries = match tar.entries() {
            Ok(entries) => entries,
            Err(error) => return self.refuse(name.to_owned(), lost(&error)),
        };
        for _ in 0..MAX_FILES {
            let all = left.get();
            left.set(all.min(MAX_NAMES));
            let next = entries.next();
            left.set(all - (all.min(MAX_NAMES) - left.get()));
            let mut entry = match next {
                None => return Ok(()),
                Some(Ok(entry)) => entry,
                Some(Err(error)) => return self.refuse(name.to_owned(), lost(&error)),
            };
            self.tar_entry(name, &mut entry)?;
            // The rest of it, so that what is read of the next is its names alone.
            if let Err(error) = io::copy(&mut entry, &mut io::sink()) {
                return self.refuse(name.to_owned(), lost(&error));
            }
        }
        let what = format!("more than {MAX_FILES} files; what follows was not looked at");
        self.refuse(name.to_owned(), damaged(what))
    }

    fn tar_entry(&mut self, tar: &str, entry: &mut tar::Entry<'_, impl Read>) -> Result<()> {
        let member = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = format!("{tar}!{member}");
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous if is_file(&member) => {}
            EntryType::GNUSparse => return self.pass(name, "a file with holes".to_owned()),
            // Folders, links to files that are in it too, pipes.
            _ => return Ok(()),
        }
        let left = entry.size();
        match self.document(&name, &mut Whole { entry, left }) {
            Ok(Found::Document) => Ok(()),
            Ok(Found::Other(what)) => self.pass(name, what.to_string()),
            Ok(Found::Zip(_) | Found::Tar) => {
                self.refuse(name, damaged("a zip or tar in a tar; unpack it".to_owned()))
            }
            Err(failure) => self.refuse(name, failure),
        }
    }
}

/// A file in a tar, as long as the tar says: one that is cut is no shorter one.
struct Whole<R> {
    entry: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.entry.read(out)?;
        if read == 0 && !out.is_empty() && self.left > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the tar ends in it"));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}
