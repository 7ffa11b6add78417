//! The content of a WARC file, plain or of any number of gzip members. A damaged member is a gap in it.

use std::collections::VecDeque;
use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

use super::kept::{KEPT, Kept};

/// What each gzip member begins with.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// Most times its size that a file may unpack to, and bytes that may be packed more tightly: text packs 3 to 20 times.
const MAX_RATIO: u64 = 200;
const SMALL: u64 = 64 << 20;

/// How often places that could be members are tried in a file.
const TRIALS: u32 = 50_000;

/// How often, on average, a byte may be gone back over.
const AGAIN: u64 = 4;

/// A file being unpacked.
pub(super) struct Unpacked<'r> {
    raw: Kept<&'r mut dyn Read>,
    packed: bool,
    inflate: Option<Decompress>,
    /// Where members begin: bytes of the content, and of the file. The last one is being read.
    members: VecDeque<(u64, u64)>,
    /// Bytes of the content so far.
    decoded: u64,
    gap: Option<Gap>,
    repeated: u64,
    trials: u32,
}

/// Why the content does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Something is damaged at this byte of the file; it may go on after it.
    At(u64),
    /// It unpacks to far more than any text, or has far more places that could be members and are none.
    Hostile,
}

impl<'r> Unpacked<'r> {
    pub(super) fn of(input: &'r mut dyn Read) -> io::Result<Self> {
        let mut raw = Kept::of(input);
        let packed = raw.peek(2)?.starts_with(&GZIP[..2]);
        let members = VecDeque::new();
        Ok(Unpacked {
            raw,
            packed,
            inflate: None,
            members,
            decoded: 0,
            gap: None,
            repeated: 0,
            trials: 0,
        })
    }

    /// Where a byte of the content is in the file: that of its member. Members before it are forgotten.
    pub(super) fn place(&mut self, offset: u64) -> u64 {
        if !self.packed {
            return offset;
        }
        while self.members.get(1).is_some_and(|&(start, _)| start <= offset) {
            self.members.pop_front();
        }
        self.members.front().map_or(0, |&(_, place)| place)
    }

    /// Why it ended; `None`: there is no more.
    pub(super) fn gap(&self) -> Option<Gap> {
        self.gap
    }

    /// Goes on after a gap, at the next member that begins a record. False: there is none.
    pub(super) fn after_gap(&mut self) -> io::Result<bool> {
        let Some(Gap::At(_)) = self.gap else { return Ok(false) };
        if let Some(&(_, member)) = self.members.back()
            && self.inflate.take().is_some()
            && self.repeated <= AGAIN * self.raw.offset() + KEPT as u64
        {
            self.repeated += self.raw.back_to(member + 1).unwrap_or(0);
        }
        loop {
            let there = self.raw.peek(KEPT / 256)?;
            let Some(at) = memmem::find(there, &GZIP) else {
                let passed = there.len().saturating_sub(GZIP.len() - 1).max(1);
                if there.len() < GZIP.len() {
                    return Ok(false);
                }
                self.raw.take(passed);
                continue;
            };
            if begins_record(there.get(at..).unwrap_or_default()) {
                self.raw.take(at);
                self.raw.mark();
                self.gap = None;
                return Ok(true);
            }
            self.trials += 1;
            if self.trials > TRIALS {
                self.gap = Some(Gap::Hostile);
                return Ok(false);
            }
            self.raw.take(at + 1);
        }
    }

    /// Begins the next member; false: there is none, or something that is none.
    fn member(&mut self) -> io::Result<bool> {
        loop {
            let there = self.raw.peek(GZIP.len())?;
            let padding = there.iter().take_while(|byte| **byte == 0).count();
            if padding > 0 {
                self.raw.take(padding);
                continue;
            }
            if there.is_empty() {
                return Ok(false);
            }
            let is_one = there.starts_with(&GZIP);
            self.raw.mark();
            let place = self.raw.offset();
            if !is_one {
                self.gap = Some(Gap::At(place));
                return Ok(false);
            }
            self.members.push_back((self.decoded, place));
            self.inflate = Some(Decompress::new_gzip(15));
            return Ok(true);
        }
    }
}

/// Whether a member that begins like this begins a record.
fn begins_record(packed: &[u8]) -> bool {
    // A name in the header of a member would be read to its end.
    let packed = packed.get(..1024.min(packed.len())).unwrap_or_default();
    let mut start = [0; 7];
    let done = Decompress::new_gzip(15).decompress(packed, &mut start, FlushDecompress::None);
    done.is_ok() && &start == b"WARC/1."
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.packed {
            let there = self.raw.peek(1)?;
            let some = there.len().min(out.len());
            out[..some].copy_from_slice(&there[..some]);
            self.raw.take(some);
            self.raw.mark();
            return Ok(some);
        }
        loop {
            if self.gap.is_some() || (self.inflate.is_none() && !self.member()?) {
                return Ok(0);
            }
            let Some(inflate) = &mut self.inflate else { return Ok(0) };
            let there = self.raw.peek(1)?;
            let (taken, made) = (inflate.total_in(), inflate.total_out());
            let done = inflate.decompress(there, out, FlushDecompress::None);
            let taken = usize::try_from(inflate.total_in() - taken).unwrap_or_default();
            let made = usize::try_from(inflate.total_out() - made).unwrap_or_default();
            self.raw.take(taken);
            self.decoded += made as u64;
            match done {
                Ok(Status::StreamEnd) => self.inflate = None,
                Ok(_) if taken + made > 0 => {}
                Ok(_) | Err(_) => self.gap = self.members.back().map(|&(_, place)| Gap::At(place)),
            }
            if self.decoded > MAX_RATIO * self.raw.offset() + SMALL {
                self.gap = Some(Gap::Hostile);
            }
            if made > 0 {
                return Ok(made);
            }
        }
    }
}
