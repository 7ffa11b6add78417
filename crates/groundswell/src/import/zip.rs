//! A zip is a folder: what is in it is imported like files.

use groundswell_archive::MAX_CONTENT;
use std::io::{Read, Seek};

use super::{Found, Import, Remark, damaged};
use crate::failure::{Failure, Result};

/// Zips in zips in zips are not opened.
const MAX_DEPTH: u32 = 2;

/// Most files in a zip; who has more unpacks it.
const MAX_FILES: usize = 100_000;

/// Most bytes that all files of a zip may unpack to together.
const MAX_ALL: u64 = 64 << 30;

impl Import {
    /// Imports what is in a zip, in the order of the names. What cannot be unpacked loses only itself.
    pub(super) fn zip(&mut self, name: &str, file: impl Read + Seek, depth: u32) -> Result<()> {
        let mut zip = match zip::ZipArchive::new(file) {
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
        let mut members: Vec<(String, usize)> = (0..zip.len())
            .filter_map(|at| Some((zip.name_for_index(at)?.ok()?.into_owned(), at)))
            .filter(|(member, _)| is_file(member))
            .collect();
        members.sort();
        let mut left = MAX_ALL;
        for (member, at) in members {
            let name = format!("{name}!{member}");
            let found = match zip.by_index(at) {
                Ok(content) => {
                    let mut content = content.take(left.min(MAX_CONTENT) + 1);
                    let most = content.limit();
                    let found = self.document(&name, &mut content);
                    left = left.saturating_sub(most - content.limit());
                    found
                }
                Err(error) => Err(cannot_unpack(&error)),
            };
            match found {
                _ if left == 0 => {
                    let most = MAX_ALL >> 30;
                    let what = format!(
                        "its zip unpacks to more than {most} GiB; it and what follows was not looked at"
                    );
                    return self.refuse(name, damaged(what));
                }
                Ok(found) => self.member(name, found, depth)?,
                Err(failure) => self.refuse(name, failure)?,
            }
        }
        Ok(())
    }

    fn member(&mut self, name: String, found: Found, depth: u32) -> Result<()> {
        match found {
            Found::Document => {}
            Found::Zip(_) if depth == MAX_DEPTH => {
                self.refuse(name, damaged("a zip in a zip in a zip; unpack it".to_owned()))?;
            }
            Found::Zip(staged) => {
                let mut whole =
                    tempfile::tempfile().map_err(Failure::writing(&std::env::temp_dir()))?;
                let mut content = self.archive.staged_content(&staged)?;
                std::io::copy(&mut content, &mut whole)
                    .map_err(Failure::writing(&std::env::temp_dir()))?;
                self.zip(&name, whole, depth + 1)?;
            }
            Found::Other(what) => {
                self.imported.files += 1;
                self.imported.passed.push(Remark { file: name, what: what.to_string() });
            }
        }
        Ok(())
    }
}

/// No folder, and none of the files that a Mac adds.
fn is_file(member: &str) -> bool {
    let own = member.rsplit(['/', '\\']).next().unwrap_or_default();
    !own.is_empty() && !own.starts_with('.') && !member.starts_with("__MACOSX/")
}

fn cannot_unpack(error: &zip::result::ZipError) -> Failure {
    damaged(format!("cannot be unpacked: {error}"))
}
