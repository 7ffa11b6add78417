//! An input of which no more may be read than was said, so that lists that are held in memory end.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// An input, and how much of it may still be read.
pub(super) struct Limited<R> {
    input: R,
    left: Rc<Cell<u64>>,
    /// Said of what has more.
    what: &'static str,
}

impl<R> Limited<R> {
    /// With the number of bytes that may be read, which can be set anew while it is read.
    pub(super) fn of(input: R, left: u64, what: &'static str) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(left));
        (Limited { input, left: left.clone(), what }, left)
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other(self.what));
        }
        let read = self.input.by_ref().take(self.left.get()).read(out)?;
        self.left.set(self.left.get() - read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Limited<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}
