//! Files with their names before them: `<!-- page NAME BYTES -->`, a newline, the file, any number of times.

use std::io::{self, BufRead, BufReader, Read};

use super::name::Name;
use crate::contents::Fault;
use crate::export::{Head, Records};
use crate::pages::read_preface;

/// Longest line before a file, in bytes.
const MAX_LINE: u64 = 4096;

/// One of the files.
pub(super) struct Part<'r> {
    input: &'r mut dyn Read,
    /// Bytes of it that are still to come; `None`: it is the whole document, however long.
    left: Option<u64>,
}

impl Part<'_> {
    /// Whether less came than was said, once all of it is read.
    pub(super) fn is_cut(&self) -> bool {
        self.left.is_some_and(|left| left > 0)
    }
}

impl Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(left) = &mut self.left else { return self.input.read(out) };
        let room = usize::try_from(*left).unwrap_or(usize::MAX).min(out.len());
        let read = self.input.read(out.get_mut(..room).unwrap_or_default())?;
        *left -= read as u64;
        Ok(read)
    }
}

/// Reads one file of this name, that begins at this byte.
type File<'f> = &'f mut dyn FnMut(&Name, u64, &mut Part<'_>, &mut Records<'_>) -> io::Result<()>;

/// Has each file read; a document without such a line is one file whose name is not known.
pub(super) fn each(
    input: &mut dyn Read,
    records: &mut Records<'_>,
    file: File<'_>,
) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let (mut at, mut files) = (0, 0);
    loop {
        let mut line = Vec::new();
        input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        let Some((name, bytes)) = read_preface(&line) else {
            if files == 0 {
                let mut whole = line.chain(input);
                let mut part = Part { input: &mut whole, left: None };
                file(&Name::default(), 0, &mut part, records)?;
                // What is not read would be counted or not, as it happens to be in memory.
                return io::copy(&mut part, &mut io::sink()).map(drop);
            }
            if let Some(&found) = line.trim_ascii_start().first() {
                records.cut(at, Fault::AfterPages(char::from(found)));
                io::copy(&mut input, &mut io::sink())?;
            } else if !line.is_empty() {
                at += line.len() as u64;
                continue;
            }
            return Ok(());
        };
        at += line.len() as u64;
        files += 1;
        records.contents.objects = files;
        let mut part = Part { input: &mut input, left: Some(bytes) };
        file(&Name::of(&name), at, &mut part, records)?;
        io::copy(&mut part, &mut io::sink())?;
        let left = part.left.unwrap_or(0);
        if left > 0 {
            records.cut(at + (bytes - left), Fault::CutFile);
            return Ok(());
        }
        at += bytes;
    }
}

/// The name of the first file of a document and the beginning of its text.
pub(super) fn first<'h>(head: &'h Head<'_>) -> (String, &'h str) {
    let line = head.text.split_inclusive('\n').next().unwrap_or_default();
    match read_preface(line.as_bytes()) {
        Some((name, _)) => (name, head.text.get(line.len()..).unwrap_or_default()),
        None => (head.name.to_owned(), &head.text),
    }
}
