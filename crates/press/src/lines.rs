//! Text line by line, in bounded memory.

use std::io::{self, BufRead, Read};

use crate::encoding::{self, Text};

/// Longest line that is read, in bytes; what a line has beyond it is passed over.
const MAX_LINE: u64 = 4 << 20;

/// Lines of a text in any encoding.
pub(crate) struct Lines<'r> {
    input: Text<'r>,
    /// Where the next line begins: bytes of the text as UTF-8.
    pub(crate) offset: u64,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it begins.
    pub(crate) offset: u64,
    /// Whether it is longer than what was read of it.
    pub(crate) cut: bool,
}

impl<'r> Lines<'r> {
    /// # Errors
    /// Those of `input`, here and below.
    pub(crate) fn of(input: &'r mut dyn Read) -> io::Result<Self> {
        Ok(Lines { input: encoding::utf8(input)?, offset: 0 })
    }

    /// Puts the next line, without its end, in the place of `line`; `None` after the last one.
    pub(crate) fn next(&mut self, line: &mut String) -> io::Result<Option<Line>> {
        line.clear();
        let offset = self.offset;
        let mut bytes = std::mem::take(line).into_bytes();
        let read = self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes)?;
        let cut = read as u64 == MAX_LINE && bytes.last() != Some(&b'\n');
        let passed = if cut { self.input.skip_until(b'\n')? } else { 0 };
        self.offset += (read + passed) as u64;
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        // Only a cut line can end inside a character.
        *line = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        Ok((read > 0).then_some(Line { offset, cut }))
    }
}
