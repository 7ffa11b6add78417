//! Bytes of UTF-8 text: which belong to words, eight at a time where they are ASCII.

/// What a byte is to the scan.
const SEPARATOR: u8 = 0;
const WORD: u8 = 1;
/// Not ASCII: the character has to be decoded to know.
const WIDE: u8 = 2;

const CLASS: [u8; 256] = {
    let mut class = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            class[byte] = WORD;
        } else if byte >= 128 {
            class[byte] = WIDE;
        }
        byte += 1;
    }
    class
};

/// One bit at the top of each byte, and at the bottom.
const TOPS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The eight bytes at `at`, the first lowest; behind the end of the text, zeros.
#[inline]
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(&[a, b, c, d, e, f, g, h]) => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => {
            let rest = bytes.get(at..).unwrap_or_default();
            rest.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))
        }
    }
}

/// Whether eight bytes hold no white space but single blanks, so that a form must agree with them byte for byte.
#[inline]
pub(crate) fn is_regular(eight: u64) -> bool {
    let low = eight & !TOPS;
    // The top bit of each byte: at least 0x20 (or not ASCII); not a blank.
    let printable = (low + 0x60 * ONES) | eight;
    let other = ((low ^ (0x20 * ONES)) + 0x7f * ONES) | eight;
    let blanks = !other & TOPS;
    printable & TOPS == TOPS && blanks & (blanks >> 8) == 0
}

/// How many of eight bytes, from the first, are ASCII letters or digits.
#[inline]
pub(crate) fn word_bytes(eight: u64) -> usize {
    let low = eight & !TOPS;
    let small = low | (0x20 * ONES);
    // Each sum sets the top bit of a byte that is at least the bound: no byte carries into the next.
    let letters = (small + (0x80 - 0x61) * ONES) & !(small + (0x80 - 0x7b) * ONES);
    let digits = (low + (0x80 - 0x30) * ONES) & !(low + (0x80 - 0x3a) * ONES);
    let others = !((letters | digits) & !eight) & TOPS;
    (others.trailing_zeros() / 8) as usize
}

/// `Ok` when a word begins at `at`, which must follow a non-word; otherwise where to look next.
#[inline]
pub(crate) fn word_at(text: &str, at: usize) -> Result<(), usize> {
    match CLASS[usize::from(text.as_bytes()[at])] {
        WORD => Ok(()),
        SEPARATOR => Err(at + 1),
        _ => match wide(text, at) {
            (true, _) => Ok(()),
            (false, length) => Err(at + length),
        },
    }
}

/// Where the word that goes on at `at` ends; `first` are the eight bytes there.
#[inline]
pub(crate) fn word_end(text: &str, mut at: usize, first: u64) -> usize {
    let bytes = text.as_bytes();
    let mut here = first;
    loop {
        let ascii = word_bytes(here);
        at += ascii;
        if ascii < 8 {
            match bytes.get(at) {
                Some(byte) if !byte.is_ascii() => match wide(text, at) {
                    (true, length) => at += length,
                    (false, _) => return at,
                },
                _ => return at,
            }
        }
        here = eight(bytes, at);
    }
}

/// Whether the character at `at` belongs to words, and its length in bytes.
fn wide(text: &str, at: usize) -> (bool, usize) {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) => (c.is_alphanumeric(), c.len_utf8()),
        None => (false, 1),
    }
}

/// Whether the text before byte `at` ends in a letter or digit.
pub(crate) fn word_before(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|rest| rest.chars().next_back()).is_some_and(char::is_alphanumeric)
}

/// Whether a letter or digit stands at byte `at`.
pub(crate) fn word_after(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => wide(text, at).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_classed_at_once() {
        for byte in 0..=u8::MAX {
            let expected = usize::from(byte.is_ascii_alphanumeric());
            assert_eq!(word_bytes(eight(&[b'a', byte, b' '], 0)), 1 + expected, "{byte:#x}");
            let regular = byte >= b' ';
            let text = [b'a', byte, b'b', b' ', b'c', b'd', b'e', b'f'];
            assert_eq!(is_regular(eight(&text, 0)), regular, "{byte:#x}");
        }
        assert!(!is_regular(eight(b"El  Sal", 0)) && !is_regular(eight(b"ab  cdef", 0)));
        assert_eq!(word_bytes(eight(b"abcdefgh", 0)), 8);
    }
}
