//! Where a bundle goes: a zip or a folder, file by file, each with its digest; the last one lists them all.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::digest;
use crate::failure::{Exit, Failure, Result};
use crate::output::Written;

/// A bundle being written. Nothing is at its place before [`Sink::close`] if it is a zip.
pub(super) struct Sink {
    out: PathBuf,
    to: To,
    written: Vec<Written>,
}

enum To {
    Folder,
    /// Written beside its place, then moved there.
    Zip {
        aside: PathBuf,
        zip: Box<ZipWriter<BufWriter<File>>>,
        options: SimpleFileOptions,
    },
}

impl Sink {
    /// A zip if `out` ends so, whose files are dated `day`; else a folder, which must be empty.
    pub(super) fn create(out: &Path, day: Date) -> Result<Sink> {
        let is_zip = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let folder = if is_zip { out.parent().unwrap_or(Path::new("")) } else { out };
        if !folder.as_os_str().is_empty() {
            fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
        }
        let to = if is_zip { zip_at(out, day)? } else { empty(out)? };
        Ok(Sink { out: out.to_owned(), to, written: Vec::new() })
    }

    /// A file of these bytes.
    pub(super) fn bytes(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let writing = Failure::writing(&self.out);
        self.file(path, |to| to.write_all(bytes).map_err(writing))
    }

    /// A CSV whose rows `write` hands over one by one.
    pub(super) fn rows(
        &mut self,
        path: &str,
        header: &[&str],
        write: impl FnOnce(&mut Rows<'_>) -> Result<()>,
    ) -> Result<()> {
        let out = self.out.clone();
        self.file(path, |to| {
            let mut builder = csv::WriterBuilder::new();
            builder.terminator(csv::Terminator::CRLF).has_headers(false);
            let mut rows = Rows { csv: builder.from_writer(to), out: &out };
            rows.row(&header)?;
            write(&mut rows)?;
            rows.csv.flush().map_err(Failure::writing(&out))
        })
    }

    /// A file of what `write` writes.
    pub(super) fn file(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let (sha256, bytes) = match &mut self.to {
            To::Zip { zip, options, .. } => {
                let failed = |error: ZipError| Failure::writing(&self.out)(error.into());
                zip.start_file(path, *options).map_err(failed)?;
                hashed(zip, write)?
            }
            To::Folder => {
                let place = self.out.join(path);
                let parent = place.parent().unwrap_or(&self.out);
                fs::create_dir_all(parent).map_err(Failure::writing(parent))?;
                let file = File::create_new(&place).map_err(Failure::writing(&place))?;
                let mut file = BufWriter::new(file);
                let hashed = hashed(&mut file, write)?;
                file.flush().map_err(Failure::writing(&place))?;
                hashed
            }
        };
        self.written.push(Written { path: path.to_owned(), sha256, bytes });
        Ok(())
    }

    /// Lists what was written, as `sha256sum -c` reads it, and puts a zip at its place.
    pub(super) fn close(mut self) -> Result<Vec<Written>> {
        let line = |file: &Written| format!("{}  {}\n", file.sha256, file.path);
        let list: String = self.written.iter().map(line).collect();
        self.bytes("manifest-sha256.txt", list.as_bytes())?;
        if let To::Zip { aside, zip, .. } = self.to {
            let moved = zip.finish().map_err(io::Error::from).and_then(|file| {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.sync_all()?;
                fs::rename(&aside, &self.out)
            });
            moved.map_err(Failure::writing(&self.out))?;
        }
        Ok(self.written)
    }
}

/// The rows of a CSV.
pub(super) struct Rows<'a> {
    csv: csv::Writer<&'a mut dyn Write>,
    out: &'a Path,
}

impl Rows<'_> {
    pub(super) fn row(&mut self, row: &impl Serialize) -> Result<()> {
        self.csv.serialize(row).map_err(|error| Failure::writing(self.out)(io::Error::other(error)))
    }
}

fn zip_at(out: &Path, day: Date) -> Result<To> {
    let aside = out.with_added_extension("tmp");
    let file = File::create(&aside).map_err(Failure::writing(&aside))?;
    // A zip knows no day before 1980.
    let two = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(0);
    let day = DateTime::from_date_and_time(year, two(day.month()), two(day.day()), 0, 0, 0);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(day.unwrap_or_default())
        .unix_permissions(0o644)
        .large_file(true);
    Ok(To::Zip { aside, zip: Box::new(ZipWriter::new(BufWriter::new(file))), options })
}

/// What lies there already would be taken for part of the bundle.
fn empty(folder: &Path) -> Result<To> {
    let mut entries = fs::read_dir(folder).map_err(Failure::reading(folder))?;
    if entries.next().is_none() {
        return Ok(To::Folder);
    }
    let what = format!("{} is not empty", folder.display());
    Err(Failure::new(Exit::CannotCreate, what)
        .kept("nothing was written")
        .next("name an empty folder, or a file that ends in .zip"))
}

/// Passes on what is written, and its digest and length.
fn hashed(
    to: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<(String, usize)> {
    let mut hashing = Hashing { to, sha256: Sha256::new(), bytes: 0 };
    write(&mut hashing)?;
    Ok((digest::hex(hashing.sha256), hashing.bytes))
}

struct Hashing<'a> {
    to: &'a mut dyn Write,
    sha256: Sha256,
    bytes: usize,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sha256.update(bytes.get(..written).unwrap_or(bytes));
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
