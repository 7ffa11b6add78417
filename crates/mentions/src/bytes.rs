//! Bytes of UTF-8 text, many at once: which belong to words, how words begin, where white space runs.
//!
//! Eight bytes are taken as one number, the first lowest; the classing of 64 is written so that the compiler makes
//! vector code of it. Characters outside ASCII are looked at one by one.

/// One bit at the top of each byte, and at the bottom.
const TOPS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The eight bytes at `at`, the first lowest; behind the end of the text, zeros.
#[inline]
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_eight(bytes, at),
    }
}

/// The same where fewer than eight bytes are left: the last eight of the text, shifted.
fn last_eight(bytes: &[u8], at: usize) -> u64 {
    let left = bytes.len().saturating_sub(at) as u32;
    match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last).checked_shr(64 - 8 * left).unwrap_or(0),
        None => {
            let rest = bytes.get(at..).unwrap_or_default();
            rest.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))
        }
    }
}

/// The top bit of each of eight bytes that is an ASCII letter or digit.
#[inline]
fn word_bytes(eight: u64) -> u64 {
    let low = eight & !TOPS;
    let small = low | (0x20 * ONES);
    // Each sum sets the top bit of a byte that is at least the bound: no byte carries into the next.
    let letters = (small + (0x80 - 0x61) * ONES) & !(small + (0x80 - 0x7b) * ONES);
    let digits = (low + (0x80 - 0x30) * ONES) & !(low + (0x80 - 0x3a) * ONES);
    (letters | digits) & !eight & TOPS
}

/// The beginning of a word: of eight bytes those before the first that is no ASCII letter or digit, the others zero.
/// Of a word that begins outside ASCII, two bytes.
#[inline]
pub(crate) fn beginning(eight: u64) -> u64 {
    let ends = !word_bytes(eight) & TOPS;
    if ends & 0x80 != 0 {
        return eight & 0xffff;
    }
    // The lowest set bit, moved to the bottom of its byte, less one: all bytes below. All of them when none is set.
    let below = ((ends & ends.wrapping_neg()) >> 7).wrapping_sub(1);
    eight & below
}

/// How many of eight bytes are not zero, from the first on.
#[inline]
pub(crate) fn length(eight: u64) -> usize {
    8 - (eight.leading_zeros() / 8) as usize
}

/// How many bytes are looked at together, and how many word starts among them are taken: the first eight bytes of
/// each word are then among them.
pub(crate) const WINDOW: usize = 64;
pub(crate) const STEP: usize = WINDOW - 8;

/// A window on a text: its bytes, zeros behind the end of the text, and which of them belong to letters or digits,
/// the first lowest.
pub(crate) struct Window<'t> {
    bytes: &'t [u8; WINDOW],
    pub(crate) words: u64,
}

impl<'t> Window<'t> {
    /// The window at `at`; `padded` holds its bytes where the text ends within it.
    #[inline]
    pub(crate) fn new(text: &'t str, at: usize, padded: &'t mut [u8; WINDOW]) -> Window<'t> {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let bytes: &[u8; WINDOW] = rest.first_chunk().unwrap_or_else(|| {
            padded.fill(0);
            padded[..rest.len()].copy_from_slice(rest);
            padded
        });
        let words = bits(&bytes.map(|byte| u8::from(byte.is_ascii_alphanumeric())));
        let beyond = if bytes.is_ascii() { 0 } else { words_beyond(text, at, bytes) };
        Window { bytes, words: words | beyond }
    }

    /// The [`beginning`] of the word that starts at one of the first [`STEP`] bytes.
    #[inline]
    pub(crate) fn beginning(&self, start: usize) -> u64 {
        let eight = eight(self.bytes, start);
        let length = (!(self.words >> start)).trailing_zeros().min(8);
        let word = eight & (u64::MAX >> (64 - 8 * length));
        if word & TOPS == 0 { word } else { beginning(eight) }
    }
}

/// The lowest bit of each byte.
#[inline]
pub(crate) fn bits(bytes: &[u8; WINDOW]) -> u64 {
    let (eights, _) = bytes.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        // The product has the lowest bits of the eight bytes in its highest byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits << 8 | gathered
    })
}

/// Which bytes belong to letters or digits outside ASCII. The first may begin before `at`.
#[cold]
fn words_beyond(text: &str, at: usize, bytes: &[u8; WINDOW]) -> u64 {
    let (mut mask, mut left) = (0, bits(&bytes.map(|byte| byte >> 7)));
    while left != 0 {
        let mut start = at + left.trailing_zeros() as usize;
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let Some(c) = text.get(start..).and_then(|rest| rest.chars().next()) else { break };
        for byte in (start.max(at)..start + c.len_utf8()).take_while(|byte| *byte < at + WINDOW) {
            mask |= u64::from(is_word(c)) << (byte - at);
            left &= !(1 << (byte - at));
        }
    }
    mask
}

/// The longest run of white space inside a name; a longer gap parts columns, not words, and the limit keeps time
/// linear.
pub(crate) const RUN: usize = 32;

/// The eight bytes at `at` with a single blank for every run of white space, and whether they stand so in the text.
#[inline]
pub(crate) fn flat_eight(bytes: &[u8], at: usize) -> (u64, bool) {
    let eight = eight(bytes, at);
    if is_flat(eight) { (eight, true) } else { (flattened(bytes, at), false) }
}

/// Whether eight bytes hold no white space but single blanks.
#[inline]
fn is_flat(eight: u64) -> bool {
    let low = eight & !TOPS;
    // The top bit of each byte that is 9 to 13, and of each that is no blank; zeros, behind the end, are neither.
    let controls = (low + (0x80 - 9) * ONES) & !(low + (0x80 - 14) * ONES) & !eight & TOPS;
    let blanks = !(((low ^ (0x20 * ONES)) + 0x7f * ONES) | eight) & TOPS;
    controls | (blanks & (blanks >> 8)) == 0
}

#[cold]
fn flattened(bytes: &[u8], mut at: usize) -> u64 {
    let (mut flat, mut filled) = (0, 0);
    while filled < 64 {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(first) = rest.first() else { break };
        let run = rest.iter().take(RUN).take_while(|byte| byte.is_ascii_whitespace()).count();
        let byte = if run > 0 { b' ' } else { *first };
        flat |= u64::from(byte) << filled;
        (at, filled) = (at + run.max(1), filled + 8);
    }
    flat
}

/// Whether a character outside ASCII is a letter or digit: the usual ones without a look at Unicode's tables.
fn is_word(c: char) -> bool {
    match c {
        'À'..='ɏ' => c != '×' && c != '÷',
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric(),
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
        Some(_) => {
            let behind = text.get(at..).and_then(|rest| rest.chars().next());
            behind.is_some_and(is_word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn eight_bytes_are_classed_at_once() {
        for byte in 0..=u8::MAX {
            let text = [b'a', byte, b'b', b' ', b'c', b'd', b'e', b'f'];
            let expected = u64::from(byte.is_ascii_alphanumeric()) << 15 | 0x8080_8080_0080_0080;
            assert_eq!(word_bytes(eight(&text, 0)), expected, "{byte:#x}");
            assert_eq!(is_flat(eight(&text, 0)), !matches!(byte, 9..=13), "{byte:#x}");
        }
        for (text, expected) in [
            ("New York", "New York"),
            ("New  York", "New York"),
            ("New\r\nYork", "New York"),
            ("of \u{a0}", "of \u{a0}"),
            ("A\t", "A "),
            ("", ""),
        ] {
            assert_eq!(flat_eight(text.as_bytes(), 0).0, eight(expected.as_bytes(), 0), "{text:?}");
        }
    }

    #[test]
    fn the_usual_characters_are_classed_as_unicode_does() {
        let wrong = (0x80 as char..=char::MAX).find(|c| is_word(*c) != c.is_alphanumeric());
        assert_eq!(wrong, None);
    }

    #[test]
    fn a_beginning_is_cut_where_the_word_ends() {
        for (text, expected) in [
            ("New York", "New"),
            ("Argentina", "Argentin"),
            ("U.S.", "U"),
            ("São Tomé", "S"),
            ("Éire", "É"),
            ("", ""),
        ] {
            let beginning = beginning(eight(text.as_bytes(), 0));
            assert_eq!(beginning, eight(expected.as_bytes(), 0), "{text}");
            assert_eq!(length(beginning), expected.len(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_window_says_what_each_character_says(text in "[ab.é—日 ]{0,100}", at in 0_usize..100) {
            let mut padded = [1; WINDOW];
            let window = Window::new(&text, at, &mut padded);
            let mut expected = 0;
            for (start, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                for byte in (start..start + c.len_utf8()).filter(|byte| (at..at + 64).contains(byte)) {
                    expected |= 1 << (byte - at);
                }
                if (at..at + STEP).contains(&start) {
                    let here = beginning(eight(text.as_bytes(), start));
                    prop_assert_eq!(window.beginning(start - at), here);
                }
            }
            prop_assert_eq!(window.words, expected);
        }
    }
}
