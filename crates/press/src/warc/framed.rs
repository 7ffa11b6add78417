//! The records of a WARC file: header, block, and whether one is what the other says. Versions 1.0 and 1.1.

use std::io::{self, Read};

use memchr::memmem;

use super::Damage;
use super::kept::{KEPT, Kept};
use super::unpacked::{Gap, Unpacked};

/// What a record begins with.
const MARK: &[u8] = b"WARC/1.";

/// The end of a line before one.
const NEXT: &[u8] = b"\nWARC/1.";

/// Most bytes of a header.
const MAX_HEADER: usize = 64 * 1024;

/// How often, on average, a byte may be gone back over because a length is not that of its block.
const AGAIN: u64 = 4;

/// What the header of a record says.
#[derive(Debug, Default, Clone)]
pub(super) struct Header {
    /// Where the record begins: bytes of the file; of packed ones those of its gzip member.
    pub(super) offset: u64,
    fields: Vec<(String, String)>,
    /// Bytes of the block.
    pub(super) length: u64,
    /// Where the block begins in the content.
    block: u64,
}

impl Header {
    /// The value of a field, empty if there is none; case does not matter.
    pub(super) fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The address it is of; some write it between `<` and `>`.
    pub(super) fn target(&self) -> &str {
        let target = self.field("WARC-Target-URI");
        target.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(target)
    }
}

/// What comes next in a file.
pub(super) enum Found {
    Record(Header),
    /// Something is wrong there; what comes after it is whole again.
    Damaged(Header, Damage),
    /// Nothing; whether all of the file was read.
    End(bool),
}

/// A file taken apart.
pub(super) struct Framed<'r> {
    content: Kept<Unpacked<'r>>,
    /// The gap that was spoken of.
    said: Option<Gap>,
    repeated: u64,
}

impl<'r> Framed<'r> {
    pub(super) fn of(input: &'r mut dyn Read) -> io::Result<Self> {
        Ok(Framed { content: Kept::of(Unpacked::of(input)?), said: None, repeated: 0 })
    }

    /// The next record. The one before it must have been taken or passed.
    pub(super) fn next(&mut self) -> io::Result<Found> {
        loop {
            let there = self.content.peek(MARK.len())?;
            let blank = there.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank > 0 {
                self.content.take(blank);
                continue;
            }
            if there.is_empty() {
                let gap = self.content.input.gap();
                match gap {
                    Some(Gap::At(offset)) if self.said != gap => {
                        self.said = gap;
                        return Ok(Found::Damaged(
                            Header { offset, ..Header::default() },
                            Damage::Packed,
                        ));
                    }
                    Some(Gap::At(_)) if self.content.input.after_gap()? => self.content.go_on(),
                    _ => return Ok(Found::End(self.content.input.gap() != Some(Gap::Hostile))),
                }
                continue;
            }
            self.content.mark();
            return self.header();
        }
    }

    fn header(&mut self) -> io::Result<Found> {
        let start = self.content.offset();
        let mut header = Header { offset: self.content.input.place(start), ..Header::default() };
        let mut least = 4096;
        let (text, bytes) = loop {
            let there = self.content.peek(least)?;
            let ends = there.len() < least;
            let there = there.get(..least.min(there.len())).unwrap_or_default();
            // A header in which the next one begins has no end; a block may begin like one.
            let next = memmem::find(there, NEXT);
            let whole = end_of_header(there).filter(|end| next.is_none_or(|next| next + 1 >= *end));
            let there = there.get(..next.unwrap_or(there.len()).max(whole.unwrap_or(0)));
            let there = there.unwrap_or_default();
            if let Some(end) = whole {
                break (
                    String::from_utf8_lossy(there.get(..end).unwrap_or_default()).into_owned(),
                    end,
                );
            }
            if ends || next.is_some() || least >= MAX_HEADER {
                let is_record = there.starts_with(MARK);
                let damage = if !is_record {
                    Damage::NoRecord
                } else if ends && next.is_none() {
                    self.cut()
                } else {
                    Damage::Header
                };
                self.content.take(1);
                self.find()?;
                return Ok(Found::Damaged(header, damage));
            }
            least *= 2;
        };
        header.fields = fields(&text);
        let length = header.field("Content-Length").parse();
        let damage = match length {
            _ if !text.as_bytes().starts_with(MARK) => Some(Damage::NoRecord),
            _ if header.field("WARC-Type").is_empty() => Some(Damage::Header),
            Err(_) => Some(Damage::Length),
            Ok(_) => None,
        };
        if let Some(damage) = damage {
            self.content.take(1);
            self.find()?;
            return Ok(Found::Damaged(header, damage));
        }
        self.content.take(bytes);
        header.length = length.unwrap_or_default();
        header.block = self.content.offset();
        Ok(Found::Record(header))
    }

    /// Passes the block over; what is wrong with it.
    pub(super) fn pass(&mut self, header: &Header) -> io::Result<Option<Damage>> {
        let passed = self.content.pass(header.length)?;
        self.end(header, passed)
    }

    /// Puts the block in the place of `block`; what is wrong with it.
    pub(super) fn take(
        &mut self,
        header: &Header,
        block: &mut Vec<u8>,
    ) -> io::Result<Option<Damage>> {
        block.clear();
        let taken = self.content.copy(header.length, block)?;
        self.end(header, taken)
    }

    /// Whether a record ends where its block does. If not, what follows its header is looked through for the next one.
    fn end(&mut self, header: &Header, bytes: u64) -> io::Result<Option<Damage>> {
        let there = self.content.peek(2 * MARK.len())?;
        let blank = there.iter().take(4).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let after = there.get(blank..).unwrap_or_default();
        let whole = bytes == header.length;
        // Two ends of lines are enough: what follows may be damaged itself.
        let ends = after.is_empty() || after.starts_with(MARK) || there.starts_with(b"\r\n\r\n");
        let packed = self.content.input.gap() == Some(Gap::At(header.offset));
        if whole && ends && !packed {
            return Ok(None);
        }
        let damage = if whole && !packed { Damage::Length } else { self.cut() };
        if self.repeated <= AGAIN * self.content.offset() + KEPT as u64 {
            self.repeated += self.content.back_to(header.block).unwrap_or(0);
        }
        self.find()?;
        Ok(Some(damage))
    }

    /// Why the content ended too early. A gap is spoken of once.
    fn cut(&mut self) -> Damage {
        match self.content.input.gap() {
            None => Damage::Cut,
            gap => {
                self.said = gap;
                Damage::Packed
            }
        }
    }

    /// Passes over everything to the next line that begins a record.
    fn find(&mut self) -> io::Result<()> {
        loop {
            let there = self.content.peek(KEPT / 256)?;
            if let Some(at) = memmem::find(there, NEXT) {
                self.content.take(at + 1);
                return Ok(());
            }
            if there.len() < KEPT / 256 {
                let all = there.len();
                self.content.take(all);
                return Ok(());
            }
            let passed = there.len() - NEXT.len();
            self.content.take(passed);
        }
    }
}

/// Where the header ends: after its empty line.
fn end_of_header(there: &[u8]) -> Option<usize> {
    let by = |mark: &[u8]| memmem::find(there, mark).map(|at| at + mark.len());
    match (by(b"\r\n\r\n"), by(b"\n\n")) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The lines after the first as names and values; a line that begins with a space goes on with the one before.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip(1).take(256) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}
