//! Words of ASCII text in small letters: where they stand, and, many bytes at once, which of them may begin a phrase.
//!
//! A word is made of letters and digits, and of `'`, `.`, `-` between them, but not of two hyphens. A possessive `'s` is no part of it.

use std::ops::Range;

use wide::u8x16;

/// Bytes that are looked at together, and of how many of them the words that begin there are taken: the first eight bytes of
/// each are then among them.
const WINDOW: usize = 64;
const STEP: usize = WINDOW - 8;

/// 64 bits each.
const BITS: usize = 1 << 10;

/// A bit for the beginning of each word that was added: its letters and digits up to the first mark, at most eight of them.
pub(super) struct Beginnings(Box<[u64; BITS]>);

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings(Box::new([0; BITS]))
    }
}

impl Beginnings {
    pub(super) fn add(&mut self, word: &str) {
        let letters = word.bytes().take(8).take_while(u8::is_ascii_alphanumeric).enumerate();
        let eight = letters.fold(0, |eight, (at, byte)| eight | u64::from(byte) << (8 * at));
        let (at, bit) = place(eight);
        self.0[at] |= bit;
    }

    /// Gives the words of a text that may have been added to `found`, in order. It says how far the text is taken, if it is:
    /// words that begin before that are passed over.
    pub(super) fn each(&self, text: &str, found: &mut dyn FnMut(Range<usize>) -> Option<usize>) {
        let bytes = text.as_bytes();
        let mut padded = [0; WINDOW];
        let (mut at, mut inside, mut taken) = (0, 0, 0);
        while at < bytes.len() {
            let rest = &bytes[at..];
            let window: &[u8; WINDOW] = rest.first_chunk().unwrap_or_else(|| {
                padded.fill(0);
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            });
            let letters = letters(window);
            let mut starts = letters & !(letters << 1 | inside) & (u64::MAX >> 8);
            inside = letters >> (STEP - 1) & 1;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if !self.has(window, letters, start) || at + start < taken {
                    continue;
                }
                // Behind a mark it may be in the middle of a word.
                if let Some(word) = word(bytes, at + start) {
                    taken = found(word).unwrap_or(taken);
                }
            }
            at += STEP;
        }
    }

    #[inline]
    fn has(&self, window: &[u8; WINDOW], letters: u64, start: usize) -> bool {
        let length = (!(letters >> start)).trailing_zeros().min(8);
        let eight = window[start..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let (at, bit) = place(eight & (u64::MAX >> (64 - 8 * length)));
        self.0[at] & bit != 0
    }
}

/// Fibonacci hashing: the upper bits depend on all of the word.
#[inline]
fn place(eight: u64) -> (usize, u64) {
    let hash = eight.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> 54) as usize, 1 << (hash >> 48 & 63))
}

/// Which bytes are small letters or digits, the first lowest.
#[inline]
fn letters(window: &[u8; WINDOW]) -> u64 {
    let (sixteens, _) = window.as_chunks();
    sixteens.iter().zip([0, 16, 32, 48]).fold(0, |bits, (sixteen, shift)| {
        let bytes = u8x16::new(*sixteen);
        let within = |first: u8, last: u8| {
            bytes.max(u8x16::splat(first)).min(u8x16::splat(last)).simd_eq(bytes)
        };
        bits | u64::from((within(b'a', b'z') | within(b'0', b'9')).to_bitmask()) << shift
    })
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'\'' | b'.' | b'-')
}

/// The word that begins at this letter; `None` if it is in the middle of one.
fn word(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let marks = bytes[..start].iter().rev().take_while(|byte| is_mark(**byte)).count();
    let between = &bytes[start - marks..start];
    let goes_on = start > marks && is_letter(bytes[start - marks - 1]);
    if goes_on && marks > 0 && !between.windows(2).any(|pair| pair == b"--") {
        return None;
    }
    let (mut end, mut at) = (start, start);
    while let Some(&byte) = bytes.get(at) {
        if is_letter(byte) {
            end = at + 1;
        } else if !is_mark(byte) || bytes[at..].starts_with(b"--") {
            break;
        }
        at += 1;
    }
    let possessive = bytes[start..end].ends_with(b"'s");
    Some(start..if possessive { end - 2 } else { end })
}

/// The first word from `at` on, which is the end of one, or the beginning of the text.
pub(super) fn next(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = at;
    loop {
        let start = from + bytes.get(from..)?.iter().position(|byte| is_letter(*byte))?;
        match word(bytes, start) {
            Some(word) => return Some(word),
            // The `s` of a possessive.
            None => from = start + 1,
        }
    }
}

/// Adds the words that follow, until there are `n` behind the first or the text ends.
pub(super) fn extend(text: &str, words: &mut Vec<(usize, usize)>, n: usize) {
    while words.len() <= n {
        let Some(word) = words.last().and_then(|&(_, end)| next(text, end)) else { return };
        words.push((word.start, word.end));
    }
}
