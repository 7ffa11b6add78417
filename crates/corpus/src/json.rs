//! JSON as the newspapers write it: keys in the order given, text escaped as little as allowed.

use std::fmt::Write as _;

/// An object or array under construction: text, and whether the next element needs a comma.
pub(crate) struct Json {
    text: String,
}

impl Json {
    pub(crate) fn new() -> Self {
        Json { text: String::new() }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// `{ … }` as the next element.
    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Json)) {
        self.within('{', '}', fill);
    }

    /// `[ … ]` as the next element.
    pub(crate) fn array(&mut self, fill: impl FnOnce(&mut Json)) {
        self.within('[', ']', fill);
    }

    /// `"key":`; one element must follow.
    pub(crate) fn key(&mut self, key: &str) -> &mut Json {
        self.string(key);
        self.text.push(':');
        self
    }

    /// `"key":"value"`.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key).string(value);
    }

    /// `"key":123`, `"key":null`, `"key":[]`: a value that is JSON already.
    pub(crate) fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        self.key(key).literal(value);
    }

    /// `"key":"value"`, or `"key":null`.
    pub(crate) fn maybe(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.raw(key, "null"),
        }
    }

    /// An element that is JSON already.
    pub(crate) fn literal(&mut self, value: impl std::fmt::Display) {
        self.comma();
        let _ = write!(self.text, "{value}"); // writing to a String cannot fail
    }

    /// A string element.
    pub(crate) fn string(&mut self, value: &str) {
        self.comma();
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                c if c < ' ' => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(c));
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn within(&mut self, open: char, close: char, fill: impl FnOnce(&mut Json)) {
        self.comma();
        self.text.push(open);
        fill(self);
        self.text.push(close);
    }

    fn comma(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_as_written() {
        let mut json = Json::new();
        json.object(|o| {
            o.text("a", "ends in a brace {");
            o.maybe("b", None);
            o.key("c").array(|a| {
                a.literal(1);
                a.string("q\"\\\n\u{1}é");
            });
        });
        let text = json.into_text();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"a": "ends in a brace {", "b": null, "c": [1, "q\"\\\n\u{1}é"]})
        );
    }
}
