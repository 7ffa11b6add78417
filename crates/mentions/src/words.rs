//! The words beside a name: cutting them out of the text and comparing them with patterns.

use crate::bytes::{word_after, word_before};

/// Small letters stand for any case and are compared folded; others also in capitals throughout.
pub(crate) fn variants(pattern: &str) -> Vec<String> {
    let mut variants = vec![pattern.to_owned()];
    if pattern.chars().any(char::is_uppercase) {
        variants.push(pattern.to_uppercase());
    }
    variants.dedup();
    variants
}

/// What may stand inside one token of a pattern.
fn in_token(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\'' | '-')
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

/// What a byte is to a token of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// In a token, but not at the beginning of one that stands behind a name.
    Sign,
    Gap,
    /// Part of a character that only Unicode's tables can tell.
    Beyond,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Gap; 256];
    let mut byte = 0;
    while byte < 256 {
        let here = byte as u8;
        if here.is_ascii_alphanumeric() {
            classes[byte] = Class::Letter;
        } else if matches!(here, b'.' | b'\'' | b'-') {
            classes[byte] = Class::Sign;
        } else if !here.is_ascii() {
            classes[byte] = Class::Beyond;
        }
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

/// The tokens of the text, each with all that follows: `(token, from the token on)`.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let here = rest.get(token_start(rest)?..)?;
        let (token, behind) = here.split_at_checked(token_end(here))?;
        rest = behind;
        Some((token, here))
    })
}

/// Where the first token of the text begins; it may begin with a sign.
fn token_start(text: &str) -> Option<usize> {
    let at = text.bytes().position(|byte| class(byte) != Class::Gap)?;
    if class(text.as_bytes()[at]) == Class::Beyond { text.find(in_token) } else { Some(at) }
}

/// Where the token that begins the text ends.
fn token_end(text: &str) -> usize {
    let within = |byte: u8| matches!(class(byte), Class::Letter | Class::Sign);
    let end = text.bytes().position(|byte| !within(byte)).unwrap_or(text.len());
    match text.as_bytes().get(end).map(|byte| class(*byte)) {
        Some(Class::Beyond) => text.find(|c: char| !in_token(c)).unwrap_or(text.len()),
        _ => end,
    }
}

/// The last token of the text, before whatever signs and blanks. `Mr.` and `Anglo-` keep their sign.
pub(crate) fn last_token(text: &str) -> &str {
    let bytes = text.as_bytes();
    let end = bytes.iter().rposition(|byte| class(*byte) != Class::Gap).map_or(0, |at| at + 1);
    let within = |byte: &u8| matches!(class(*byte), Class::Letter | Class::Sign);
    let start = bytes[..end].iter().rposition(|byte| !within(byte)).map_or(0, |at| at + 1);
    let stopped = start.checked_sub(1).map(|at| class(bytes[at]));
    if stopped == Some(Class::Beyond) {
        last_of_any(text)
    } else {
        text.get(start..end).unwrap_or_default()
    }
}

/// As [`last_token`], character by character.
fn last_of_any(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !in_token(c));
    let start = text.char_indices().rev().take_while(|(_, c)| in_token(*c)).last();
    start.and_then(|(index, _)| text.get(index..)).unwrap_or_default()
}

/// The first token of the text, behind whatever signs and blanks, without signs at its ends and without "'s".
pub(crate) fn first_token(text: &str) -> &str {
    let begins = |byte: u8| matches!(class(byte), Class::Letter | Class::Beyond);
    let start = text.bytes().position(begins).unwrap_or(text.len());
    let from = match text.as_bytes().get(start).map(|byte| class(*byte)) {
        Some(Class::Beyond) => text.trim_start_matches(|c: char| !c.is_alphanumeric()),
        _ => text.get(start..).unwrap_or_default(),
    };
    bare(from.get(..token_end(from)).unwrap_or_default())
}

/// A token without signs at its ends and without "'s".
pub(crate) fn bare(token: &str) -> &str {
    let token = token.trim_start_matches(ENDS);
    token.strip_suffix("'s").unwrap_or(token).trim_end_matches(ENDS)
}

/// `J.`, `J.P.`; not `U.S.`.
pub(crate) fn is_initial(token: &str) -> bool {
    token.ends_with('.')
        && token.len() <= 6
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
