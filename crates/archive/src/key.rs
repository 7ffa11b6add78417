//! A publisher's key: never printed, never stored, sent to one origin only.

use std::fmt;

/// A key of a newspaper's interface. It has no `Display`, and its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key of 8 to 200 letters, digits, `-` and `_`: what the publishers give out, and what needs no
    /// escaping in an address, so that one search finds it wherever it might be echoed.
    ///
    /// # Errors
    /// What is wrong with it, without a character of it.
    pub fn new(text: &str) -> Result<Key, &'static str> {
        let placeholder = ["your", "xxxx", "changeme"];
        let lower = text.to_ascii_lowercase();
        if text.is_empty() {
            Err("is empty")
        } else if text.trim() != text {
            Err("begins or ends with white space")
        } else if placeholder.iter().any(|word| lower.starts_with(word)) {
            Err("is a placeholder, not a key")
        } else if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
            Err("has characters that are in no key (letters, digits, - and _ only)")
        } else if !(8..=200).contains(&text.len()) {
            Err("is not of a key's length (8 to 200 characters)")
        } else {
            Ok(Key(text.to_owned()))
        }
    }

    /// `text` with the key struck out, for whatever a server may have echoed.
    pub fn scrub(&self, text: &str) -> String {
        text.replace(&self.0, "[key]")
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The one place where the key is taken out: as a parameter of the address it is sent to.
    pub(crate) fn parameter(&self, name: &str) -> String {
        format!("{name}={}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key([key])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_told_without_showing_it() {
        for (text, says) in [
            ("", "empty"),
            (" abcdefgh", "white space"),
            ("abcdefgh\n", "white space"),
            ("YOUR_API_KEY", "placeholder"),
            ("\"abcdefgh\"", "characters"),
            ("schlüssel-eins", "characters"),
            ("abc", "length"),
        ] {
            let error = Key::new(text).unwrap_err();
            assert!(error.contains(says), "{text:?}: {error}");
        }
        let key = Key::new("test-key-0123456789").unwrap();
        assert_eq!(format!("{key:?}"), "Key([key])");
        assert_eq!(key.scrub("a?api-key=test-key-0123456789&b"), "a?api-key=[key]&b");
    }
}
