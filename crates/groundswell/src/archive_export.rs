//! `groundswell archive export --warc`: the raw archive as one file that libraries' tools read.

use groundswell_archive::Archive;
use serde::Serialize;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::study::Study;
use crate::talk::Talk;

/// What was written.
#[derive(Serialize)]
pub(crate) struct Written {
    documents: u64,
    /// Of the documents, unpacked.
    content_bytes: u64,
    /// Of the file.
    bytes: u64,
}

/// Writes the archive of the study into `file`, which must not be there.
pub(crate) fn warc(study: &Study, file: &Path, talk: &Talk) -> Result<Written> {
    if file.exists() {
        let what = format!("{} is there already", file.display());
        return Err(Failure::new(Exit::Data, what).next("name another file"));
    }
    let archive = Archive::open(&study.archive())?;
    let part = file.with_added_extension("part");
    let bar = talk.progress("exporting", archive.documents().len());
    let written = write(&archive, &part, &|done| bar.set_position(done));
    bar.finish_and_clear();
    let written = match written {
        Ok(written) => written,
        Err(failure) => {
            // Half a file is of no use; that it cannot be removed changes nothing about why.
            let _ = fs::remove_file(&part);
            return Err(failure.kept("nothing was written"));
        }
    };
    fs::rename(&part, file).map_err(Failure::writing(file))?;
    talk.say(format!("wrote {} documents into {}", written.documents, file.display()));
    Ok(written)
}

fn write(archive: &Archive, part: &Path, each: &dyn Fn(u64)) -> Result<Written> {
    let software = concat!("groundswell/", env!("CARGO_PKG_VERSION"));
    let mut out = BufWriter::new(fs::File::create(part).map_err(Failure::writing(part))?);
    let done = archive.write_warc(software, part, &mut out, &mut |done| each(done))?;
    out.flush().map_err(Failure::writing(part))?;
    let file = out.into_inner().map_err(|error| Failure::writing(part)(error.into_error()))?;
    file.sync_all().map_err(Failure::writing(part))?;
    let bytes = file.metadata().map_err(Failure::writing(part))?.len();
    Ok(Written { documents: done.documents, content_bytes: done.content_bytes, bytes })
}
