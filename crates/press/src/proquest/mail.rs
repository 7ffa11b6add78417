//! Articles that ProQuest sent by mail: its HTML export as a part of an RFC 822 message, quoted-printable or base64.
//!
//! Of the message only the HTML is wanted, whatever it stands in, and also of a message that is cut. So it is not taken
//! apart as a tree: each line that is a boundary begins a part. Libraries build that tree, `mailparse` by unbounded
//! recursion, and do not decode a part whose end is missing.

use std::io::{self, BufRead, BufReader, Read};

use super::html;
use crate::contents::Fault;
use crate::export::{Export, Head, Records};
use crate::source::{Format, Source};

/// The mail.
pub(crate) static MAIL: Source = Source {
    name: "proquest-mail",
    newspaper: "",
    title: "ProQuest, articles sent by mail",
    format: Format::Export(Export { extension: "eml", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// Bytes of a line that are looked at together; a longer one goes on in the next piece.
const MAX_LINE: u64 = 64 * 1024;
/// Most bytes of the header of a part.
const MAX_HEADER: usize = 256 * 1024;
/// Most parts that have parts.
const MAX_BOUNDARIES: usize = 16;

fn is_its(head: &Head<'_>) -> bool {
    let is_header = head.text.lines().next().is_some_and(|line| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    if !is_header {
        return false;
    }
    let (mut bytes, mut page) = (head.bytes, Vec::new());
    let read = Parts::of(&mut bytes).read_to_end(&mut page);
    read.is_ok() && html::is_in(&String::from_utf8_lossy(&page))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    html::read(&mut Parts::of(input), records)?;
    if records.contents.records == 0 {
        records.cut(0, Fault::UnknownShape);
    }
    Ok(())
}

/// The HTML of a message, one part after the other, decoded.
struct Parts<'r> {
    input: BufReader<&'r mut dyn Read>,
    /// Whether the next piece begins a line.
    begins: bool,
    /// What stands between parts, with the two hyphens before it.
    boundaries: Vec<Vec<u8>>,
    place: Place,
    ready: Vec<u8>,
    at: usize,
}

/// Where a line stands.
enum Place {
    /// In a header, which is this so far.
    Header(Vec<u8>),
    /// In HTML.
    Html(Decoder),
    /// In what is not wanted.
    Other,
}

impl<'r> Parts<'r> {
    fn of(input: &'r mut dyn Read) -> Self {
        let input = BufReader::with_capacity(MAX_LINE as usize, input);
        let place = Place::Header(Vec::new());
        Parts { input, begins: true, boundaries: Vec::new(), place, ready: Vec::new(), at: 0 }
    }

    /// Takes a line, or a piece of one; false at the end.
    fn line(&mut self) -> io::Result<bool> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        let begins = std::mem::replace(&mut self.begins, line.ends_with(b"\n"));
        let is_boundary = |boundary: &Vec<u8>| line.starts_with(boundary);
        if begins && line.starts_with(b"--") && self.boundaries.iter().any(is_boundary) {
            self.place = Place::Header(Vec::new());
            return Ok(true);
        }
        match &mut self.place {
            Place::Header(header) if begins && line.trim_ascii().is_empty() => {
                let header = std::mem::take(header);
                self.place = self.body(&header);
            }
            Place::Header(header) if header.len() < MAX_HEADER => header.extend(&line),
            Place::Html(decoder) => decoder.decode(&line, &mut self.ready),
            Place::Header(_) | Place::Other => {}
        }
        Ok(read > 0)
    }

    /// What follows this header.
    fn body(&mut self, header: &[u8]) -> Place {
        let header = String::from_utf8_lossy(header);
        let kind = value(&header, "content-type");
        let lower = kind.to_ascii_lowercase();
        if lower.starts_with("multipart/") {
            let boundary = parameter(&kind, "boundary").filter(|boundary| !boundary.is_empty());
            if let Some(boundary) = boundary.filter(|_| self.boundaries.len() < MAX_BOUNDARIES) {
                self.boundaries.push(format!("--{boundary}").into_bytes());
            }
            return Place::Other;
        }
        if lower.starts_with("message/") {
            return Place::Header(Vec::new());
        }
        if !lower.starts_with("text/html") {
            return Place::Other;
        }
        let encoding = value(&header, "content-transfer-encoding").to_ascii_lowercase();
        Place::Html(match encoding.trim() {
            "quoted-printable" => Decoder::Quoted { begun: None },
            "base64" => Decoder::Base64 { bits: 0, held: 0 },
            _ => Decoder::Plain,
        })
    }
}

impl Read for Parts<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            self.ready.clear();
            self.at = 0;
            if !self.line()? {
                return Ok(0);
            }
        }
        let read = self.ready.get(self.at..).unwrap_or_default().read(out)?;
        self.at += read;
        Ok(read)
    }
}

/// The value of a header's field, its folded lines as one; empty if there is none.
fn value(header: &str, name: &str) -> String {
    let mut found: Option<String> = None;
    for line in header.lines() {
        if let Some(value) = &mut found {
            if !line.starts_with([' ', '\t']) {
                break;
            }
            value.push_str(line);
        } else if let Some((field, rest)) = line.split_once(':')
            && field.trim().eq_ignore_ascii_case(name)
        {
            found = Some(rest.to_owned());
        }
    }
    found.map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// `b` of `multipart/mixed; boundary="b"`. There is no semicolon and no escape in a boundary.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut parameters = value.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, value) = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// How the bytes of a part are written.
enum Decoder {
    Plain,
    /// With what was read since the last `=`.
    Quoted {
        begun: Option<Option<u8>>,
    },
    /// With the bits that make no byte yet.
    Base64 {
        bits: u32,
        held: u32,
    },
}

impl Decoder {
    fn decode(&mut self, line: &[u8], out: &mut Vec<u8>) {
        match self {
            Decoder::Plain => out.extend(line),
            Decoder::Quoted { begun } => line.iter().for_each(|&byte| quoted(begun, byte, out)),
            Decoder::Base64 { bits, held } => {
                for digit in line.iter().filter_map(|&byte| six_bits(byte)) {
                    *bits = *bits << 6 | digit;
                    *held += 6;
                    if *held >= 8 {
                        *held -= 8;
                        out.push((*bits >> *held) as u8);
                        *bits &= (1 << *held) - 1;
                    }
                }
            }
        }
    }
}

/// One byte of quoted-printable: `=E9` is a byte, `=` at the end of a line joins it with the next, and what is neither
/// stays as it stands.
fn quoted(begun: &mut Option<Option<u8>>, byte: u8, out: &mut Vec<u8>) {
    let hex = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match (begun.take(), byte) {
        (None, b'=') => *begun = Some(None),
        (None, _) => out.push(byte),
        (Some(None), b'\r' | b' ' | b'\t') => *begun = Some(None),
        (Some(None), b'\n') => {}
        (Some(first), _) => match (first, hex) {
            (None, Some(_)) => *begun = Some(Some(byte)),
            (Some(first), Some(low)) => {
                let high = char::from(first).to_digit(16).unwrap_or_default();
                out.push((high as u8) << 4 | low);
            }
            (first, None) => {
                out.push(b'=');
                out.extend(first);
                if byte == b'=' { *begun = Some(None) } else { out.push(byte) }
            }
        },
    }
}

fn six_bits(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mail: &str, expected: &str) {
        for mail in [mail.to_owned(), mail.replace('\n', "\r\n")] {
            let mut html = String::new();
            Parts::of(&mut mail.as_bytes()).read_to_string(&mut html).unwrap();
            assert_eq!(html.replace('\r', "").trim_end(), expected, "{mail:?}");
        }
    }

    #[test]
    fn html_is_found_wherever_it_stands() {
        check("Subject: x\nContent-Type: text/html\n\n<p>=41", "<p>=41");
        check("Content-Type: text/plain\n\n<p>", "");
        check("no header\n", "");
        let part = "Content-type:\n TEXT/HTML; charset=x\nContent-Transfer-Encoding: Quoted-Printable\n\n<p>a=3D=\nb=C3=A9=\n =3g=\n";
        check(part, "<p>a=bé =3g");
        let inner = format!(
            "Content-Type: multipart/mixed;\n\tboundary=\"one\"\n\nnot <p>this\n--one\n{part}\n--one\nContent-Type: image/gif\n\n<p>\n--one--\n<p>"
        );
        check(&inner, "<p>a=bé =3g");
        check(&format!("A: b\nContent-Type: message/rfc822\n\n{inner}"), "<p>a=bé =3g");
        let base64 =
            "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+\nUGVyw\n7o=\n";
        check(base64, "<p>Perú");
        check(&base64[..base64.len() - 6], "<p>Per");
    }
}
