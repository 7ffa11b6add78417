//! JSON that can stand inside a `<script type="application/json">`: no text in it can end the element or act when shown.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter};

use crate::escape::acts;

/// The value as JSON on one line. `<`, `>` and `&` are escaped, so that no text ends the block; what would act instead
/// of being read (control characters, bidirectional overrides) is shown as `\u{1b}`, white space is a blank.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Inert);
    value.serialize(&mut serializer).expect("structs of numbers and strings, written to memory");
    String::from_utf8(text).expect("JSON is UTF-8")
}

struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let special = |c: char| matches!(c, '<' | '>' | '&') || acts(c);
        let mut rest = fragment;
        while let Some(at) = rest.find(special) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut chars = tail.chars();
            match chars.next() {
                Some(c @ ('<' | '>' | '&')) => write!(writer, "\\u{:04x}", u32::from(c))?,
                Some(c) => write!(writer, "\\\\u{{{:x}}}", u32::from(c))?,
                None => {}
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        match escape {
            CharEscape::Quote => writer.write_all(b"\\\""),
            CharEscape::ReverseSolidus => writer.write_all(b"\\\\"),
            CharEscape::Solidus => writer.write_all(b"/"),
            CharEscape::LineFeed | CharEscape::CarriageReturn | CharEscape::Tab => {
                writer.write_all(b" ")
            }
            CharEscape::Backspace => writer.write_all(b"\\\\u{8}"),
            CharEscape::FormFeed => writer.write_all(b"\\\\u{c}"),
            CharEscape::AsciiControl(byte) => write!(writer, "\\\\u{{{byte:x}}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_block_acts() {
        for (text, expected) in [
            ("Chile", "\"Chile\""),
            ("</script><!--", "\"\\u003c/script\\u003e\\u003c!--\""),
            ("a & \"b\" \\ c", "\"a \\u0026 \\\"b\\\" \\\\ c\""),
            ("a\tb\r\nc\0\u{8}\u{c}", "\"a b  c\\\\u{0}\\\\u{8}\\\\u{c}\""),
            ("\u{202e}x\u{2028}\u{feff}", "\"\\\\u{202e}x\\\\u{2028}\\\\u{feff}\""),
            ("Côte d’Ivoire 中国", "\"Côte d’Ivoire 中国\""),
        ] {
            assert_eq!(json(&text), expected, "{text:?}");
        }
    }
}
