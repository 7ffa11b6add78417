//! The report's folder: every file of a report written whole.

use groundswell_report as report;
use serde::Serialize;
use std::fs;
use std::path::Path;

use crate::digest;
use crate::failure::{Failure, Result};
use crate::runs::write_whole;

/// A file that was written, with its digest.
#[derive(Serialize)]
pub(crate) struct Written {
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) bytes: usize,
}

/// Writes the whole report into `folder` and returns what was written, in order. In a folder of `ours`
/// charts of an earlier report are removed: they would be taken for part of this one.
pub(crate) fn report(
    explorer: &report::Explorer,
    folder: &Path,
    ours: bool,
) -> Result<Vec<Written>> {
    let mut outputs = report::outputs(&explorer.findings);
    outputs.push(report::explorer_html(explorer));
    if ours {
        remove_stale(&outputs, folder)?;
    }
    write(outputs, folder)
}

/// Writes these files into `folder`.
pub(crate) fn write(outputs: Vec<report::Output>, folder: &Path) -> Result<Vec<Written>> {
    let mut written = Vec::new();
    for output in outputs {
        let path = folder.join(&output.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Failure::writing(parent))?;
        write_whole(&path, &output.bytes)?;
        let sha256 = digest::sha256_hex(&output.bytes);
        written.push(Written { path: output.path, sha256, bytes: output.bytes.len() });
    }
    Ok(written)
}

fn remove_stale(outputs: &[report::Output], folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder.join("charts")) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = format!("charts/{}", entry.file_name().to_string_lossy());
        if name.ends_with(".svg") && !outputs.iter().any(|output| output.path == name) {
            fs::remove_file(entry.path()).map_err(Failure::writing(&entry.path()))?;
        }
    }
    Ok(())
}
