//! The words beside a name: cutting them out of the text and comparing them with patterns.

use crate::bytes::{WINDOW, bits, word_after, word_before};

/// Small letters stand for any case and are compared folded; others also in capitals throughout.
pub(crate) fn variants(pattern: &str) -> Vec<String> {
    let mut variants = vec![pattern.to_owned()];
    if pattern.chars().any(char::is_uppercase) {
        variants.push(pattern.to_uppercase());
    }
    variants.dedup();
    variants
}

/// What may stand inside one token of a pattern; outside ASCII, letters and digits.
fn ascii_in_token(byte: u8) -> bool {
    // No branches: sixteen bytes are asked at once.
    byte.is_ascii_alphanumeric() | (byte == b'.') | (byte == b'\'') | (byte == b'-')
}

/// What ends a token that stands behind a name and is not part of it.
pub(crate) const ENDS: [char; 3] = ['.', '\'', '-'];

/// At most `reach` bytes that end at `at`, cut at a character.
pub(crate) fn head(text: &str, at: usize, reach: usize) -> &str {
    let mut from = at.saturating_sub(reach);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    text.get(from..at).unwrap_or_default()
}

/// At most `reach` bytes from `at`, cut at a character.
pub(crate) fn tail(text: &str, at: usize, reach: usize) -> &str {
    let mut to = at.saturating_add(reach).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(at..to).unwrap_or_default()
}

/// A text of at most 64 bytes beside a name, and which of its bytes belong to tokens, the first lowest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tokens<'t> {
    pub(crate) text: &'t str,
    mask: u64,
}

impl<'t> Tokens<'t> {
    /// Bytes behind the 64th belong to no token.
    pub(crate) fn new(text: &'t str) -> Tokens<'t> {
        let mut bytes = [0; WINDOW];
        let length = text.len().min(WINDOW);
        bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
        let mut mask = bits(&bytes.map(|byte| u8::from(ascii_in_token(byte))));
        if !text.is_ascii() {
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii() && c.is_alphanumeric())
            {
                (at..at + c.len_utf8())
                    .take_while(|at| *at < WINDOW)
                    .for_each(|at| mask |= 1 << at);
            }
        }
        Tokens { text, mask }
    }

    /// Each token, with all that follows: `(token, from the token on)`. A token may be a sign.
    pub(crate) fn each(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let mut left = self.mask;
        std::iter::from_fn(move || {
            let start = left.trailing_zeros();
            let rest = left.checked_shr(start)?;
            let length = rest.trailing_ones();
            // The carry runs through the token's bits and clears them.
            left &= left.wrapping_add(1 << start);
            let here = self.text.get(start as usize..)?;
            Some((here.get(..length as usize)?, here))
        })
    }

    /// The last token, before whatever signs and blanks. `Mr.` and `Anglo-` keep their sign.
    pub(crate) fn last(self) -> &'t str {
        let Some(last) = self.mask.checked_ilog2() else { return "" };
        let length = (self.mask << (63 - last)).leading_ones();
        self.text.get((last + 1 - length) as usize..=last as usize).unwrap_or_default()
    }

    /// The first token that is a word, [`bare`].
    pub(crate) fn first(self) -> &'t str {
        self.each().map(|(token, _)| bare(token)).find(|word| !word.is_empty()).unwrap_or_default()
    }
}

/// A token without signs at its ends and without "'s".
pub(crate) fn bare(token: &str) -> &str {
    let is_word = |byte: u8| !matches!(byte, b'.' | b'\'' | b'-');
    let start = token.bytes().position(is_word).unwrap_or(token.len());
    let token = token.get(start..).unwrap_or_default();
    let token = token.strip_suffix("'s").unwrap_or(token);
    let end = token.bytes().rposition(is_word).map_or(0, |at| at + 1);
    token.get(..end).unwrap_or_default()
}

/// `J.`, `J.P.`; not `U.S.`, nor three letters or more: those are a body's (`C.I.A.`).
pub(crate) fn is_initial(token: &str) -> bool {
    token.ends_with('.')
        && token.len() <= 4
        && token.starts_with(char::is_uppercase)
        && token.split_terminator('.').all(|part| part.chars().count() == 1)
        && !token.starts_with("U.S")
}

/// Digits and nothing else.
pub(crate) fn is_digits(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// Compares text with a phrase of the same length: small letters fold, others are exact.
fn same(text: &str, phrase: &str) -> bool {
    text == phrase || (text.eq_ignore_ascii_case(phrase) && !phrase.chars().any(char::is_uppercase))
}

/// Whether the text, but for blanks, ends in the phrase and the phrase begins a word.
pub(crate) fn ends_with(text: &str, phrase: &str) -> bool {
    let text = text.trim_end();
    let Some(at) = text.len().checked_sub(phrase.len()) else { return false };
    text.get(at..).is_some_and(|end| same(end, phrase))
        && !(word_before(text, at) && word_after(text, at))
}

/// Whether the text begins with the phrase and the phrase ends a word; blanks may stand before one that begins with a word.
pub(crate) fn starts_with(text: &str, phrase: &str) -> bool {
    let text = if phrase.starts_with(char::is_alphanumeric) { text.trim_start() } else { text };
    text.get(..phrase.len()).is_some_and(|start| same(start, phrase))
        && !(word_before(text, phrase.len()) && word_after(text, phrase.len()))
}

/// Whether the words around the name are in capitals throughout.
pub(crate) fn shouted(head: &str, tail: &str) -> bool {
    let letters = || head.chars().chain(tail.chars()).filter(|c| c.is_alphabetic());
    letters().count() >= 4 && !letters().any(char::is_lowercase)
}
