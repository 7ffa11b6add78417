//! A window over a document: as much of it in memory as one record needs, and no more.

use std::io::{self, ErrorKind, Read};

use crate::MAX_RECORD;

/// Bytes in memory at first; the window doubles only for a record that does not fit.
const FIRST: usize = 256 * 1024;

/// The part of a document that is in memory, and the reader that has the rest.
pub(crate) struct Window<'r> {
    input: &'r mut dyn Read,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    before: u64,
    ended: bool,
}

impl<'r> Window<'r> {
    /// A window at the beginning of a document, filled.
    pub(crate) fn open(input: &'r mut dyn Read) -> io::Result<Self> {
        let mut window =
            Window { input, bytes: vec![0; FIRST], start: 0, end: 0, before: 0, ended: false };
        window.fill()?;
        Ok(window)
    }

    /// The unread bytes in memory.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Bytes from the start of the document to the first unread one.
    pub(crate) fn offset(&self) -> u64 {
        self.before + self.start as u64
    }

    /// Marks `count` bytes as read.
    pub(crate) fn advance(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }

    /// Brings more of the document after the unread bytes. `false`: there is no more, or no room
    /// because the unread bytes alone are [`MAX_RECORD`].
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.bytes.copy_within(self.start..self.end, 0);
        self.before += self.start as u64;
        self.end -= self.start;
        self.start = 0;
        if self.end == self.bytes.len() {
            self.bytes.resize((self.bytes.len() * 2).min(MAX_RECORD), 0);
        }
        self.fill()
    }

    /// Reads until the window is full or the document ends; whether anything came.
    ///
    /// Filling it whole makes everything that follows independent of how the reader cuts its answers.
    fn fill(&mut self) -> io::Result<bool> {
        let before = self.end;
        while let Some(room) = self.bytes.get_mut(self.end..).filter(|room| !room.is_empty()) {
            match self.input.read(room) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => self.end += count.min(room.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.end > before)
    }
}
