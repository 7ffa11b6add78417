//! The answer of a server as a record holds it: status, the body out of its chunks and its packing, and its digests.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::memmem;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::framed::Header;
use super::{Damage, MAX_BLOCK};
use crate::contents::shown;

/// What a record holds.
pub(super) struct Payload<'b> {
    pub(super) body: Cow<'b, [u8]>,
    /// What it is, for the count of what is passed over: `response 404`, `resource image/png`.
    pub(super) what: String,
    /// Whether it may be what was asked for.
    pub(super) good: bool,
}

/// The payload of a `response` or `resource`.
pub(super) fn payload<'b>(header: &Header, block: &'b [u8]) -> Result<Payload<'b>, Damage> {
    check(header.field("WARC-Block-Digest"), &[block])?;
    let kind = header.field("WARC-Type").to_ascii_lowercase();
    let is_http = kind == "response" && block.starts_with(b"HTTP/");
    if !is_http {
        check(header.field("WARC-Payload-Digest"), &[block])?;
        let what = format!("{kind} {}", media(header.field("Content-Type")));
        return Ok(Payload { body: block.into(), what, good: kind == "resource" });
    }
    let (head, body) = apart(block).ok_or(Damage::Header)?;
    let head = String::from_utf8_lossy(head);
    let value = |name: &str| {
        let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let found = fields.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let status = head.split_ascii_whitespace().nth(1).unwrap_or_default().to_owned();
    let plain =
        if value("Transfer-Encoding").contains("chunked") { unchunked(body)? } else { body.into() };
    let packing = value("Content-Encoding");
    let content = match packing.as_str() {
        "" | "identity" => Some(plain.clone()),
        "gzip" | "x-gzip" => Some(gunzip(&plain)?.into()),
        "deflate" => Some(inflate(&plain)?.into()),
        _ => None,
    };
    let unpacked = content.as_deref().unwrap_or_default();
    check(header.field("WARC-Payload-Digest"), &[body, &plain, unpacked])?;
    let packed = content
        .as_ref()
        .map_or_else(|| format!(" packed by {}", shown(&packing, 60)), |_| String::new());
    let what = match status.as_str() {
        "200" => format!("response {}{packed}", media(&value("Content-Type"))),
        status => format!("response {}", shown(status, 3)),
    };
    let good = status == "200" && content.is_some();
    Ok(Payload { body: content.unwrap_or_default(), what, good })
}

/// Head and body.
fn apart(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let by = |mark: &[u8]| memmem::find(block, mark).map(|at| at + mark.len());
    let ends = [by(b"\r\n\r\n"), by(b"\n\n")];
    block.split_at_checked(ends.into_iter().flatten().min()?)
}

/// What a type of content is called, without its parameters.
fn media(written: &str) -> String {
    let name = written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
    match name.chars().all(is_name) && !name.is_empty() {
        true => name.chars().take(60).collect(),
        false => "of no type".to_owned(),
    }
}

/// A body without its chunks; one that was stored without them stays as it is.
fn unchunked(body: &[u8]) -> Result<Cow<'_, [u8]>, Damage> {
    let mut rest = body;
    let mut whole = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', rest.get(..128.min(rest.len())).unwrap_or_default());
        let line = end.and_then(|end| std::str::from_utf8(rest.get(..end)?).ok());
        let size = line.map(|line| line.split(';').next().unwrap_or_default().trim());
        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok());
        let (Some(end), Some(size)) = (end, size) else {
            return if rest.len() == body.len() { Ok(body.into()) } else { Err(Damage::Chunks) };
        };
        if size == 0 {
            return Ok(whole.into());
        }
        let after = end + 1;
        let chunk = after.checked_add(size).and_then(|last| rest.get(after..last));
        whole.extend_from_slice(chunk.ok_or(Damage::Chunks)?);
        rest = rest.get(after + size..).unwrap_or_default();
        let line = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"));
        rest = line.ok_or(Damage::Chunks)?;
    }
}

fn gunzip(body: &[u8]) -> Result<Vec<u8>, Damage> {
    // A crawler may have unpacked it and kept the head.
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(body.to_vec());
    }
    limited(MultiGzDecoder::new(body))
}

fn inflate(body: &[u8]) -> Result<Vec<u8>, Damage> {
    limited(ZlibDecoder::new(body)).or_else(|_| limited(DeflateDecoder::new(body)))
}

fn limited(reader: impl Read) -> Result<Vec<u8>, Damage> {
    let mut whole = Vec::new();
    reader.take(MAX_BLOCK + 1).read_to_end(&mut whole).map_err(|_| Damage::Encoding)?;
    if whole.len() as u64 > MAX_BLOCK { Err(Damage::Large) } else { Ok(whole) }
}

/// Compares a digest (`sha1:B2LTWWPU…`, `sha256:…`; base 32 or hexadecimal) with those of the bytes that it may be of:
/// of a body, some take it with its chunks, some without. Of other kinds nothing is known.
fn check(written: &str, of: &[&[u8]]) -> Result<(), Damage> {
    let Some((kind, digest)) = written.split_once(':') else { return Ok(()) };
    let kind = kind.trim().to_ascii_lowercase().replace('-', "");
    let is = |bytes: &[u8]| {
        let hash = match kind.as_str() {
            "sha1" => Sha1::digest(bytes).to_vec(),
            "sha256" => Sha256::digest(bytes).to_vec(),
            _ => return true,
        };
        let digest = digest.trim().trim_end_matches('=');
        digest.eq_ignore_ascii_case(&base32(&hash)) || digest.eq_ignore_ascii_case(&hex(&hash))
    };
    if of.iter().any(|bytes| is(bytes)) { Ok(()) } else { Err(Damage::Digest) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 4648, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let five = |group: &[u8]| {
        let mut bits = [0; 8];
        bits[3..3 + group.len()].copy_from_slice(group);
        let number = u64::from_be_bytes(bits);
        let letter = move |at: usize| char::from(LETTERS[(number >> (35 - 5 * at)) as usize & 31]);
        (0..(group.len() * 8).div_ceil(5)).map(letter).collect::<String>()
    };
    bytes.chunks(5).map(five).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), expected);
        }
    }

    #[test]
    fn a_body_is_taken_out_of_its_chunks() {
        for (body, expected) in [
            ("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", Some("abcde")),
            ("3\nabc\n0\n", Some("abc")),
            ("<!doctype html>\n", Some("<!doctype html>\n")),
            ("", Some("")),
            ("3\r\nabc\r\n", None),
            ("3\r\nab", None),
            ("3\r\nabcd\r\n0\r\n", None),
            ("ffffffffffffffff\r\nabc", None),
            ("3\r\nabc\r\nzz\r\n", None),
        ] {
            let found = unchunked(body.as_bytes()).ok();
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{body:?}");
        }
    }
}
