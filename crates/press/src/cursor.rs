//! Walking through the JSON of a document: punctuation, keys, the extent of values, nothing of what they mean.

use std::io;

use crate::contents::Fault;
use crate::extent::Extent;
use crate::window::Window;

/// Longest key that is looked at, in bytes.
const MAX_KEY: usize = 4096;

/// Why reading ends before the document does.
pub(crate) enum Stop {
    Io(io::Error),
    Fault(Fault),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Io(error)
    }
}

/// A value that was passed over.
pub(crate) enum Passed {
    /// It is short enough to be in memory still: its length.
    Kept(usize),
    /// It was longer than what was to be kept: its length, all of it read.
    Gone(u64),
}

impl Window<'_> {
    /// A key, without its quotes, escapes as they are; empty if it is absurdly long.
    pub(crate) fn key(&mut self) -> Result<Vec<u8>, Stop> {
        match self.peek()?.ok_or(Stop::Fault(Fault::Cut))? {
            b'"' => {}
            found => return Err(malformed("a key", found)),
        }
        let Passed::Kept(length) = self.extent(MAX_KEY)? else { return Ok(Vec::new()) };
        let key = self.rest().get(1..length.saturating_sub(1)).unwrap_or_default().to_vec();
        self.advance(length);
        Ok(key)
    }

    /// Passes over a value.
    pub(crate) fn pass(&mut self) -> Result<u64, Stop> {
        match self.value(0)? {
            Passed::Kept(length) => {
                self.advance(length);
                Ok(length as u64)
            }
            Passed::Gone(length) => Ok(length),
        }
    }

    /// Finds the end of the value that begins at the next byte that is not white space.
    pub(crate) fn value(&mut self, keep: usize) -> Result<Passed, Stop> {
        match self.peek()?.ok_or(Stop::Fault(Fault::Cut))? {
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.extent(keep),
            found => Err(malformed("a value", found)),
        }
    }

    /// Finds the end of the value that begins here. Up to `keep` bytes of it stay in memory, unread;
    /// a longer one is read away piece by piece.
    pub(crate) fn extent(&mut self, keep: usize) -> Result<Passed, Stop> {
        let mut extent = Extent::default();
        let mut walked = 0;
        let mut gone = 0;
        loop {
            let rest = self.rest();
            if let Some(end) = extent.end_in(rest.get(walked..).unwrap_or_default()) {
                let length = walked + end;
                if gone == 0 && length <= keep {
                    return Ok(Passed::Kept(length));
                }
                self.advance(length);
                return Ok(Passed::Gone(gone + length as u64));
            }
            walked = rest.len();
            if gone > 0 || walked >= keep {
                self.advance(walked);
                gone += walked as u64;
                walked = 0;
            }
            if !self.more()? {
                self.advance(walked);
                return Err(Stop::Fault(Fault::Cut));
            }
        }
    }

    /// The next byte that is not white space; `None` at the end of the document.
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            let rest = self.rest();
            let blank = rest.iter().position(|byte| !byte.is_ascii_whitespace());
            if let Some((at, &byte)) = blank.and_then(|at| Some((at, rest.get(at)?))) {
                self.advance(at);
                return Ok(Some(byte));
            }
            let all = rest.len();
            self.advance(all);
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Takes the next byte that is not white space.
    pub(crate) fn next(&mut self) -> Result<u8, Stop> {
        let byte = self.peek()?.ok_or(Stop::Fault(Fault::Cut))?;
        self.advance(1);
        Ok(byte)
    }

    /// Takes these bytes if they come next; whether they did.
    pub(crate) fn take_all(&mut self, bytes: &[u8]) -> Result<bool, Stop> {
        while self.rest().len() < bytes.len() && self.more()? {}
        let found = self.rest().starts_with(bytes);
        self.advance(if found { bytes.len() } else { 0 });
        Ok(found)
    }

    /// Takes the byte that must come next.
    pub(crate) fn take(&mut self, byte: u8, expected: &'static str) -> Result<(), Stop> {
        match self.next()? {
            found if found == byte => Ok(()),
            found => Err(malformed(expected, found)),
        }
    }
}

/// The end of reading, at a byte that JSON does not allow there.
pub(crate) fn malformed(expected: &'static str, found: u8) -> Stop {
    Stop::Fault(Fault::Malformed { expected, found: char::from(found) })
}
