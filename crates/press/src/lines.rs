//! Text line by line, in bounded memory.

use std::io::{self, BufRead, Read};

use crate::encoding::{self, Text};

/// Longest line that is read, in bytes; what a line has beyond it is passed over.
const MAX_LINE: usize = 4 << 20;

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
        let mut cut = false;
        loop {
            let there = self.input.text()?;
            let end = memchr::memchr(b'\n', there.as_bytes());
            let taken = end.map_or(there.len(), |at| at + 1);
            let room = MAX_LINE - line.len();
            cut |= taken > room;
            let kept = if cut { there.floor_char_boundary(room) } else { taken };
            line.push_str(there.get(..kept).unwrap_or_default());
            self.input.consume(taken);
            self.offset += taken as u64;
            if end.is_some() || taken == 0 {
                break;
            }
        }
        line.truncate(line.trim_end_matches(['\n', '\r']).len());
        Ok((self.offset > offset).then_some(Line { offset, cut }))
    }
}
