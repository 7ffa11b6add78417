//! Bytes of UTF-8 text: which belong to words, eight at a time where they are ASCII.

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

/// The top bit of each of eight bytes that is an ASCII letter or digit; `None` when one is not ASCII.
#[inline]
pub(crate) fn word_bytes(eight: u64) -> Option<u64> {
    if eight & TOPS != 0 {
        return None;
    }
    let small = eight | (0x20 * ONES);
    // Each sum sets the top bit of a byte that is at least the bound: no byte carries into the next.
    let letters = (small + (0x80 - 0x61) * ONES) & !(small + (0x80 - 0x7b) * ONES);
    let digits = (eight + (0x80 - 0x30) * ONES) & !(eight + (0x80 - 0x3a) * ONES);
    Some((letters | digits) & TOPS)
}

/// Whether the character at `at` belongs to words, and its length in bytes.
pub(crate) fn character(text: &str, at: usize) -> (bool, usize) {
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
        Some(_) => character(text, at).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_classed_at_once() {
        for byte in 0..=u8::MAX {
            let text = [b'a', byte, b'b', b' ', b'c', b'd', b'e', b'f'];
            let expected = u64::from(byte.is_ascii_alphanumeric()) << 15 | 0x8080_8080_0080_0080;
            let words = word_bytes(eight(&text, 0));
            assert_eq!(words, byte.is_ascii().then_some(expected), "{byte:#x}");
            assert_eq!(is_regular(eight(&text, 0)), byte >= b' ', "{byte:#x}");
        }
        assert!(!is_regular(eight(b"El  Sal", 0)) && !is_regular(eight(b"ab  cdef", 0)));
    }
}
