//! Bytes that are read on and, within limits, can be gone back to.

use std::io::{self, Read};

/// Most bytes that can be gone back.
pub(super) const KEPT: usize = 16 << 20;

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// A reader with what was read of it since a mark.
pub(super) struct Kept<R> {
    pub(super) input: R,
    buffer: Vec<u8>,
    /// Where the buffer begins: bytes of the input.
    start: u64,
    /// What was taken of the buffer, and from where on it is still needed.
    at: usize,
    keep: usize,
    ended: bool,
}

impl<R: Read> Kept<R> {
    pub(super) fn of(input: R) -> Self {
        Kept { input, buffer: Vec::new(), start: 0, at: 0, keep: 0, ended: false }
    }

    /// Bytes of the input that were taken.
    pub(super) fn offset(&self) -> u64 {
        self.start + self.at as u64
    }

    /// From here on what is taken can be gone back to.
    pub(super) fn mark(&mut self) {
        self.keep = self.at;
    }

    /// Goes back to a place since the mark; how many bytes. `None`: it is not kept any more.
    pub(super) fn back_to(&mut self, offset: u64) -> Option<u64> {
        let back = self.offset().checked_sub(offset)?;
        let at = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        (at >= self.keep).then(|| self.at = at)?;
        Some(back)
    }

    /// The bytes that come, at least so many unless the input ends.
    pub(super) fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < least && !self.ended {
            self.fill()?;
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    pub(super) fn take(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.buffer.len());
    }

    /// Passes bytes over; how many there were.
    pub(super) fn pass(&mut self, bytes: u64) -> io::Result<u64> {
        let mut left = bytes;
        while left > 0 {
            let there = self.peek(1)?.len();
            if there == 0 {
                break;
            }
            let some = usize::try_from(left).map_or(there, |left| left.min(there));
            self.take(some);
            left -= some as u64;
        }
        Ok(bytes - left)
    }

    /// Puts the bytes that come at the end of `out`; how many there were.
    pub(super) fn copy(&mut self, bytes: u64, out: &mut Vec<u8>) -> io::Result<u64> {
        let mut left = bytes;
        while left > 0 {
            let there = self.peek(1)?;
            if there.is_empty() {
                break;
            }
            let some = usize::try_from(left).map_or(there.len(), |left| left.min(there.len()));
            out.extend_from_slice(there.get(..some).unwrap_or_default());
            self.take(some);
            left -= some as u64;
        }
        Ok(bytes - left)
    }

    /// The input goes on after its end.
    pub(super) fn go_on(&mut self) {
        self.ended = false;
        self.keep = self.at;
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.at - self.keep > KEPT {
            self.keep = self.at - KEPT / 2;
        }
        if self.keep >= PIECE && self.keep >= self.buffer.len() / 2 {
            self.buffer.drain(..self.keep);
            self.start += self.keep as u64;
            self.at -= self.keep;
            self.keep = 0;
        }
        let length = self.buffer.len();
        self.buffer.resize(length + PIECE, 0);
        let read = loop {
            match self.input.read(self.buffer.get_mut(length..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(length + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(())
    }
}
