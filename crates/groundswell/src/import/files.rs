//! Which files an import tries: those named, and in folders those that may hold newspapers' records.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// How files end that are tried in a folder. A file that is named on its own always is.
const ENDINGS: [&str; 23] = [
    "json", "jsonl", "ndjson", "html", "htm", "txt", "xml", "csv", "tsv", "tab", "xlsx", "docx",
    "rtf", "ris", "eml", "parquet", "dta", "zip", "tar", "tgz", "warc", "wacz", "mht",
];

/// A file that is to be tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tried {
    pub(super) path: PathBuf,
    /// Whether it is meant to be a newspaper's: it was named, or is JSON. What else lies in a folder need not be.
    pub(super) meant: bool,
    /// Why it is passed over unopened; `None`: it is not.
    pub(super) passed: Option<&'static str>,
}

/// Followed, it could lead in a circle.
const LINK: &str = "a link to a folder, which is not followed; name it to import what is in it";

const ENDING: &str = "its name ends in nothing that is read; name it to try it all the same";

/// Reading a pipe may never end.
const NO_FILE: &str = "neither a file nor a folder";

/// The files themselves, and those in the folders that may hold records, in the order of their paths.
pub(super) fn below(paths: &[PathBuf]) -> Result<Vec<Tried>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files).map_err(Failure::reading(path))?;
        } else {
            fs::metadata(path).map_err(Failure::reading(path))?;
            files.push(Tried { path: path.clone(), meant: true, passed: None });
        }
    }
    // Of a file that is there twice, the one that is meant.
    files.sort_by(|a, b| (&a.path, !a.meant).cmp(&(&b.path, !b.meant)));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<Tried>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = fs::metadata(&path);
        let is = |kind: fn(&fs::Metadata) -> bool| found.as_ref().is_ok_and(kind);
        if is(fs::Metadata::is_dir) && path.is_symlink() {
            files.push(Tried { path, meant: false, passed: Some(LINK) });
        } else if is(fs::Metadata::is_dir) {
            // Opening it will say why it cannot be read.
            if walk(&path, files).is_err() {
                files.push(Tried { path, meant: true, passed: None });
            }
        } else if let Some(ending) = ending(&path) {
            let passed = (found.is_ok() && !is(fs::Metadata::is_file)).then_some(NO_FILE);
            files.push(Tried { path, meant: matches!(ending, "json" | "jsonl"), passed });
        } else if !is_hidden(&path) {
            files.push(Tried { path, meant: false, passed: Some(ENDING) });
        }
    }
    Ok(())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The known ending of a file that is not hidden, packed or not.
fn ending(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".bz2").trim_end_matches(".zst");
    let (_, ending) = name.rsplit_once('.').filter(|_| !name.starts_with('.'))?;
    ENDINGS.iter().copied().find(|known| *known == ending)
}
