//! A zip is a folder: what is in it is imported like files.

use groundswell_archive::MAX_CONTENT;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use super::limited::Limited;
use super::{Found, Import, Remark, damaged};
use crate::failure::{Failure, Result};

/// Zips in zips in zips are not opened.
const MAX_DEPTH: u32 = 2;

/// Most files in a zip; who has more unpacks it.
const MAX_FILES: usize = 100_000;

/// Most bytes of the list of a zip's members, which is held in memory: of so many files it has some 10 MiB, and
/// of the smallest entries these take 200 MiB of memory.
const MAX_LIST: u64 = 16 << 20;

const LONG_LIST: &str =
    "the list of its members has more than 16 MiB; unpack it elsewhere and import the folder";

/// Most bytes that all files of a zip, and of the zips in it, may unpack to together.
const MAX_ALL: u64 = 64 << 30;

impl Import<'_> {
    /// Imports what is in a zip, in the order of the names. What cannot be unpacked loses only itself.
    pub(super) fn zip(&mut self, name: &str, file: File) -> Result<()> {
        let mut left = MAX_ALL;
        self.zip_within(name, file, &mut left, 1)
    }

    /// The same of one that may be in another: `left` are the bytes that may still be unpacked of both.
    fn zip_within(&mut self, name: &str, file: File, left: &mut u64, depth: u32) -> Result<()> {
        let mut zip = match open(file) {
            Ok(zip) if zip.len() <= MAX_FILES => zip,
            Ok(zip) => {
                let what = format!(
                    "a zip of {} files, more than {MAX_FILES}; unpack it and import the folder",
                    zip.len()
                );
                return self.refuse(name.to_owned(), damaged(what));
            }
            Err(error) => return self.refuse(name.to_owned(), cannot_unpack(&error)),
        };
        if zip.has_duplicate_names() {
            let what = "members of the zip have the same name; of those the last was read";
            self.imported.odd.push(Remark { file: name.to_owned(), what: what.to_owned() });
        }
        for (member, at) in members(&zip) {
            let name = format!("{name}!{member}");
            let found = match zip.by_index(at) {
                Ok(content) => {
                    let mut content = content.take((*left).min(MAX_CONTENT) + 1);
                    let most = content.limit();
                    let found = self.member(&name, &mut content, depth);
                    *left = left.saturating_sub(most - content.limit());
                    found
                }
                Err(error) => Err(cannot_unpack(&error)),
            };
            match found {
                _ if *left == 0 => {
                    let most = MAX_ALL >> 30;
                    let what = format!(
                        "its zip unpacks to more than {most} GiB; it and what follows was not looked at"
                    );
                    return self.refuse(name, damaged(what));
                }
                Ok(None) => {}
                Ok(Some(inner)) => self.zip_within(&name, inner, left, depth + 1)?,
                Err(failure) => self.refuse(name, failure)?,
            }
        }
        Ok(())
    }

    /// What is in one member; a zip in it is unpacked into a file, to be gone through when this one can be left.
    fn member(&mut self, name: &str, content: &mut dyn Read, depth: u32) -> Result<Option<File>> {
        match self.document(name, content)? {
            Found::Document => {}
            Found::Other(what) => self.pass(name.to_owned(), what.to_string())?,
            Found::Tar => return Err(damaged("a tar in a zip; unpack it".to_owned())),
            Found::Zip(_) if depth == MAX_DEPTH => {
                return Err(damaged("a zip in a zip in a zip; unpack it".to_owned()));
            }
            Found::Zip(head) => {
                let staged = self.archive.stage(name, &mut head.chain(content))?;
                let mut whole = self.archive.staged_content(&staged)?;
                let writing = || Failure::writing(&std::env::temp_dir());
                let mut inner = tempfile::tempfile().map_err(writing())?;
                io::copy(&mut whole, &mut inner).map_err(writing())?;
                return Ok(Some(inner));
            }
        }
        Ok(None)
    }
}

fn open(file: File) -> zip::result::ZipResult<zip::ZipArchive<BufReader<Limited<File>>>> {
    let (file, left) = Limited::of(file, MAX_LIST, LONG_LIST);
    let zip = zip::ZipArchive::new(BufReader::new(file));
    left.set(u64::MAX);
    zip
}

/// The files in a zip by name. A name says where a file was, and nothing is written there, wherever it leads.
fn members<R: Read + Seek>(zip: &zip::ZipArchive<R>) -> Vec<(String, usize)> {
    let name = |at| {
        let entry = zip.by_index_data(at);
        entry.map_or_else(|_| at.to_string(), |it| String::from_utf8_lossy(it.name_raw()).into())
    };
    let mut members: Vec<(String, usize)> =
        (0..zip.len()).map(|at| (name(at), at)).filter(|(member, _)| is_file(member)).collect();
    members.sort();
    members
}

/// No folder, and none of the files that a Mac adds.
pub(super) fn is_file(member: &str) -> bool {
    let own = member.rsplit(['/', '\\']).next().unwrap_or_default();
    !own.is_empty() && !own.starts_with('.') && !member.starts_with("__MACOSX/")
}

fn cannot_unpack(error: &zip::result::ZipError) -> Failure {
    if matches!(
        error,
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)
    ) {
        return damaged("locked with a password; unpack it and import what is in it".to_owned());
    }
    damaged(format!("cannot be unpacked: {error}"))
}
