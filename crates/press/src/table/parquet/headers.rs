//! The headers and the footer of Parquet, walked over before the library reads them.
//!
//! The library (60.1) believes what they say: it makes room for as many values as a dictionary claims, and counts to the
//! length of a list of truth values that it does not know without a byte for each. What passes here is shaped so that the
//! library reads the same fields at the same places, and its numbers are told. The encoding is Thrift's compact protocol.

use super::format::{Fields, Kind, Told};
use Kind::{Byte, Bytes, Double, Flag, Many, Number, One};

/// What is wrong with a header.
pub(super) type Wrong = &'static str;

const SHORT: Wrong = "a header ends early";
const FOREIGN: Wrong = "a header has not the shape of Parquet's";

/// How deep structures and lists may be within each other; the format has seven.
const DEPTH: u8 = 24;

/// Passes over a structure at the beginning of the bytes and tells its numbers.
///
/// # Returns
///
/// How many bytes it has.
///
/// # Errors
///
/// It ends early, a field is of another kind than the format says, or nobody can pass over it in a step for each byte.
pub(super) fn walk(
    bytes: &[u8],
    fields: Fields,
    told: &mut dyn FnMut(Told, i64) -> Result<(), Wrong>,
) -> Result<usize, Wrong> {
    let mut walk = Walk { rest: bytes, told };
    walk.structure(fields, DEPTH)?;
    Ok(bytes.len() - walk.rest.len())
}

struct Walk<'b, 't> {
    rest: &'b [u8],
    told: &'t mut dyn FnMut(Told, i64) -> Result<(), Wrong>,
}

impl Walk<'_, '_> {
    fn structure(&mut self, fields: Fields, depth: u8) -> Result<(), Wrong> {
        let depth = depth.checked_sub(1).ok_or(FOREIGN)?;
        let mut last = 0_i16;
        loop {
            let head = self.byte()?;
            if head & 15 == 0 {
                return match fields.first() {
                    Some((0, Kind::Told(what))) => (self.told)(*what, 0),
                    _ => Ok(()),
                };
            }
            let next = match head >> 4 {
                0 => i16::try_from(self.number()?).map_err(|_| FOREIGN)?,
                delta => last.checked_add(i16::from(delta)).ok_or(FOREIGN)?,
            };
            if next <= last {
                return Err(FOREIGN);
            }
            last = next;
            let kind = fields.iter().find(|(number, _)| *number == next).map(|(_, kind)| kind);
            // A truth value of a structure lies in its head.
            if !matches!(head & 15, 1 | 2) {
                self.value(head & 15, kind, depth)?;
            } else if !matches!(kind, None | Some(Flag)) {
                return Err(FOREIGN);
            }
        }
    }

    fn value(&mut self, wire: u8, kind: Option<&Kind>, depth: u8) -> Result<(), Wrong> {
        let fits = match kind {
            None => true,
            Some(Flag) => false,
            Some(Byte) => wire == 3,
            Some(Number | Kind::Told(_)) => matches!(wire, 4..=6),
            Some(Double) => wire == 7,
            Some(Bytes) => wire == 8,
            Some(Many(_)) => wire == 9,
            Some(One(_)) => wire == 12,
        };
        if !fits {
            return Err(FOREIGN);
        }
        match wire {
            3 => self.pass(1),
            4..=6 => match (self.number()?, kind) {
                (number, Some(Kind::Told(what))) => (self.told)(*what, number),
                _ => Ok(()),
            },
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            9 | 10 => self.list(kind, depth),
            11 => self.map(depth),
            12 => self.structure(if let Some(One(fields)) = kind { fields } else { &[] }, depth),
            13 => self.pass(16),
            _ => Err(FOREIGN),
        }
    }

    fn list(&mut self, kind: Option<&Kind>, depth: u8) -> Result<(), Wrong> {
        let depth = depth.checked_sub(1).ok_or(FOREIGN)?;
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        let kind = if let Some(Many(kind)) = kind { Some(*kind) } else { None };
        for _ in 0..length {
            // Of truth values the library passes over none: no list of the format that it reads has them.
            self.value(head & 15, kind, depth)?;
        }
        Ok(())
    }

    fn map(&mut self, depth: u8) -> Result<(), Wrong> {
        let depth = depth.checked_sub(1).ok_or(FOREIGN)?;
        let length = self.varint()?;
        let kinds = if length > 0 { self.byte()? } else { 0 };
        for _ in 0..length {
            self.value(kinds >> 4, None, depth)?;
            self.value(kinds & 15, None, depth)?;
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Wrong> {
        let (&byte, rest) = self.rest.split_first().ok_or(SHORT)?;
        self.rest = rest;
        Ok(byte)
    }

    fn pass(&mut self, length: u64) -> Result<(), Wrong> {
        let length = usize::try_from(length).map_err(|_| SHORT)?;
        self.rest = self.rest.get(length..).ok_or(SHORT)?;
        Ok(())
    }

    fn varint(&mut self) -> Result<u64, Wrong> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(FOREIGN)
    }

    /// A number with a sign, zig-zag.
    fn number(&mut self) -> Result<i64, Wrong> {
        let number = self.varint()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::{PAGE, Told};
    use super::{FOREIGN, SHORT, Wrong, walk};

    type Numbers = Vec<(Told, i64)>;

    fn told(bytes: &[u8]) -> Result<(usize, Numbers), Wrong> {
        let mut all = Vec::new();
        let length = walk(bytes, PAGE, &mut |what, number| {
            all.push((what, number));
            Ok(())
        })?;
        Ok((length, all))
    }

    #[test]
    fn the_numbers_of_a_page_are_told() {
        // A dictionary of 3 values in 10 bytes, 20 when unpacked, and a byte that is not its own.
        let page = [0x15, 4, 0x15, 40, 0x15, 20, 0x4c, 0x15, 6, 0x15, 0, 0, 0, 9];
        let expected = [(Told::Unpacked, 20), (Told::Packed, 10), (Told::Entries, 3)];
        assert_eq!(told(&page), Ok((13, expected.to_vec())));
        for end in 0..13 {
            assert_eq!(told(&page[..end]), Err(SHORT));
        }
    }

    #[test]
    fn unknown_fields_are_passed_over() {
        // Field 20 in full: a list of two structures, a map of a byte to a text, a double.
        let page = [
            0x09, 40, 0x2c, 0x15, 2, 0, 0, 0x1b, 1, 0x38, 7, 1, b'a', 0x17, 0, 0, 0, 0, 0, 0, 0, 0,
            0,
        ];
        assert_eq!(told(&page), Ok((page.len(), vec![])));
    }

    #[test]
    fn what_the_library_would_misread_or_count_to_is_refused() {
        for page in [
            // Field 20: lists of 2³¹ − 1 truth values, in both their numbers, and maps of them.
            &[0x09, 40, 0xf1, 0xff, 0xff, 0xff, 0xff, 7, 0][..],
            &[0x09, 40, 0xf2, 0xff, 0xff, 0xff, 0xff, 7, 0],
            &[0x0b, 40, 0xff, 0xff, 0xff, 0xff, 7, 0x11, 0],
            // The size as text, as a truth value; the type twice; a number of eleven bytes.
            &[0x28, 0, 0],
            &[0x21, 0],
            &[0x15, 2, 0x05, 2, 2, 0],
            &[0x15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0],
        ] {
            assert_eq!(told(page), Err(FOREIGN), "{page:?}");
        }
        // Structures in structures for ever.
        assert_eq!(told(&[0x0c; 400].map(|byte| byte + 0x10)), Err(FOREIGN));
    }
}
