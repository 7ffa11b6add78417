//! Text as UTF-8, whatever it was written in: UTF-8, UTF-16 with and without its mark, Windows-1252 and Latin-1, or
//! the encoding an HTML or XML document declares.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are looked at for a mark or a declaration.
const HEAD: usize = 4096;

/// Bytes that are converted at a time.
const PIECE: u64 = 64 * 1024;

/// Reads text as UTF-8, without byte order mark.
///
/// UTF-16 is told by its mark or by its zeros. What else is declared (`charset=`, `encoding=`) is believed if the
/// beginning is not UTF-8. All other text is UTF-8 in which a byte that is none is what it is in Windows-1252: a file in
/// Windows-1252 or Latin-1 reads right, and one that was pasted together of both does too.
///
/// # Errors
/// Those of `input`.
pub(crate) fn utf8<'r>(input: &'r mut dyn Read) -> io::Result<Text<'r>> {
    let mut text =
        Text { input, bytes: Vec::new(), decoder: None, ready: String::new(), at: 0, ended: false };
    text.more()?;
    text.decoder = of(&text.bytes).map(Encoding::new_decoder_with_bom_removal);
    if text.decoder.is_none() && text.bytes.starts_with(b"\xef\xbb\xbf") {
        text.bytes.drain(..3);
    }
    Ok(text)
}

/// The beginning of a document as text.
pub(crate) fn head(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut input = bytes;
    // Bytes in memory can be read, and what comes of them is UTF-8.
    let _ = utf8(&mut input).and_then(|mut reader| reader.read_to_string(&mut text));
    text
}

/// The encoding that is marked, evident or declared; `None`: UTF-8, or Windows-1252, byte by byte.
fn of(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.get(..HEAD).unwrap_or(head);
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (high, low) if half > 1 && low * 10 > half * 4 && high * 20 < half => {
            return Some(UTF_16LE);
        }
        (high, low) if half > 1 && high * 10 > half * 4 && low * 20 < half => {
            return Some(UTF_16BE);
        }
        _ => {}
    }
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => head.len() == HEAD && error.error_len().is_none(),
    };
    declared(head).filter(|encoding| !is_utf8 && *encoding != UTF_8 && *encoding != WINDOWS_1252)
}

/// What follows the first `charset=` or `encoding=`, if it is an encoding.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = ["charset=", "encoding="].iter().find_map(|mark| text.split_once(mark))?.1;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
    // A document that says UTF-16 in bytes that are not is mistaken.
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// Text being read. Its bytes are UTF-8.
pub(crate) struct Text<'r> {
    input: &'r mut dyn Read,
    /// Read and not yet converted.
    bytes: Vec<u8>,
    /// Of a declared encoding; `None`: UTF-8, else Windows-1252.
    decoder: Option<Decoder>,
    /// Converted, from `at` on not yet handed out.
    ready: String,
    at: usize,
    ended: bool,
}

impl Text<'_> {
    /// Reads more bytes; none at the end.
    fn more(&mut self) -> io::Result<()> {
        let read = (&mut *self.input).take(PIECE).read_to_end(&mut self.bytes)?;
        self.ended = read == 0;
        Ok(())
    }

    /// Converts the bytes that are there, but for the beginning of a character at their end.
    fn convert(&mut self) {
        self.at = 0;
        self.ready.clear();
        let Some(decoder) = &mut self.decoder else { return self.convert_mixed() };
        let room = decoder.max_utf8_buffer_length(self.bytes.len()).unwrap_or(self.bytes.len() * 3);
        self.ready.reserve(room);
        let (_, read, _) = decoder.decode_to_string(&self.bytes, &mut self.ready, self.ended);
        self.bytes.drain(..read);
    }

    fn convert_mixed(&mut self) {
        let whole = if self.ended { self.bytes.len() } else { whole(&self.bytes) };
        // The two buffers take turns.
        let mut left = std::mem::take(&mut self.ready).into_bytes();
        left.extend(self.bytes.drain(whole..));
        let bytes = std::mem::replace(&mut self.bytes, left);
        // Mostly it is UTF-8, and handed out where it stands.
        self.ready = String::from_utf8(bytes).unwrap_or_else(|error| mixed(error.as_bytes()));
    }

    /// The text that comes, some of it; empty at the end. To be consumed by whole characters.
    pub(crate) fn text(&mut self) -> io::Result<&str> {
        self.fill_buf()?;
        Ok(self.ready.get(self.at..).unwrap_or_default())
    }
}

/// Bytes before the beginning of a character at their end.
fn whole(bytes: &[u8]) -> usize {
    let from = bytes.len().saturating_sub(3);
    let begins = |&at: &usize| {
        let rest = std::str::from_utf8(bytes.get(at..).unwrap_or_default());
        rest.is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (from..bytes.len()).find(begins).unwrap_or(bytes.len())
}

/// Text in which a byte that is no UTF-8 is what it is in Windows-1252.
fn mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    text
}

impl BufRead for Text<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.ready.len() && !(self.ended && self.bytes.is_empty()) {
            self.convert();
            if self.ready.is_empty() && !self.ended {
                self.more()?;
            } else if self.ready.is_empty() {
                break;
            }
        }
        Ok(self.ready.as_bytes().get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.ready.len());
    }
}

impl Read for Text<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let one = self.0.len().min(1);
            out[..one].copy_from_slice(&self.0[..one]);
            self.0 = &self.0[one..];
            Ok(one)
        }
    }

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(head(bytes), expected);
        let mut slowly = String::new();
        utf8(&mut Slow(bytes)).unwrap().read_to_string(&mut slowly).unwrap();
        assert_eq!(slowly, expected);
        // A character across the end of a piece.
        for pad in PIECE as usize - 4..PIECE as usize + 1 {
            let mut long = vec![b'x'; pad];
            if of(bytes).is_none() && !bytes.starts_with(b"\xef\xbb\xbf") {
                long.extend_from_slice(bytes);
                assert_eq!(&head(&long)[pad..], expected);
            }
        }
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(pair).collect()
    }

    #[test]
    fn every_encoding_reads_as_the_same_text() {
        let text = "Québec — “Chile” €5, Perú: 𝄞";
        check(text.as_bytes(), text);
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), text);
        for little in [true, false] {
            check(&utf16(text, little), text);
            check(&utf16(&format!("\u{feff}{text}"), little), text);
        }
        check(b"Qu\xe9bec \x97 \x93Chile\x94 \x805, Per\xfa", "Québec — “Chile” €5, Perú");
        check("Perú".as_bytes(), "Perú");
        check(b"Per\xfa und Per\xc3\xba", "Perú und Perú");
        check(b"Per\xc3", "PerÃ");
        check(b"", "");
        check(b"<meta charset=iso-8859-2>Pozna\xf1", "<meta charset=iso-8859-2>Poznań");
    }
}
