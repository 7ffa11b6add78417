//! Bytes in the shape that a reader wants, where bytes that were changed would only be found damaged: lengths, checksums
//! and lists are made to fit.
//!
//! What begins with `=` is parts, each a line with its name and its content, with a line that begins with `===` between.
//! They become members of a zip, packed as they are (`nexis-docx`, `table-xlsx`, `proquest-zip`); pages or files with
//! their lengths; records of a web archive (`warc`, in a zip `wacz`); of Parquet data and footer, of Stata the file, for
//! which the list of its sections is written anew. All else is read as it is.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use groundswell_press::Source;
use memchr::memmem;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// What stands between parts.
const NEXT: &[u8] = b"\n===";

/// Name and content.
type Part<'p> = (&'p str, &'p [u8]);

/// The document that the bytes stand for.
pub(crate) fn dressed<'b>(source: &Source, bytes: &'b [u8]) -> Cow<'b, [u8]> {
    let Some(rest) = bytes.strip_prefix(b"=") else { return bytes.into() };
    let parts = parts(rest);
    match source.name {
        "nexis-docx" | "table-xlsx" => zip(&parts),
        "proquest-zip" => match parts.first() {
            Some((name, _)) if name.ends_with(".zip") => zip(&[(name, &zip(&parts[1..]))]),
            _ => zip(&parts),
        },
        "warc" => warc(&parts),
        "wacz" => zip(&[("archive/a.warc", &warc(&parts))]),
        "table-parquet" => parquet(&parts),
        "table-stata" => stata(rest),
        _ if source.preface("", 0).is_empty() => bytes.to_vec(),
        _ => pages(source, &parts),
    }
    .into()
}

fn parts(mut rest: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    loop {
        let end = memmem::find(rest, NEXT);
        let part = &rest[..end.unwrap_or(rest.len())];
        let line = memchr::memchr(b'\n', part).unwrap_or(part.len());
        let (name, content) = part.split_at(line);
        let content = content.get(1..).unwrap_or_default();
        parts.push((std::str::from_utf8(name).unwrap_or("?"), content));
        let Some(end) = end else { return parts };
        rest = &rest[end + NEXT.len()..];
    }
}

fn zip(parts: &[Part<'_>]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        // Of two with one name the first is.
        if writer.start_file(*name, options).is_ok() {
            writer.write_all(content).expect("memory takes bytes");
        }
    }
    writer.finish().expect("memory takes bytes").into_inner()
}

fn pages(source: &Source, parts: &[Part<'_>]) -> Vec<u8> {
    let page = |(name, content): &Part<'_>| {
        [source.preface(name, content.len() as u64).as_bytes(), content, b"\n"].concat()
    };
    parts.iter().flat_map(page).collect()
}

/// Records; their name is what follows `WARC-Type:`, with `|` between it and other fields.
fn warc(parts: &[Part<'_>]) -> Vec<u8> {
    let record = |(name, content): &Part<'_>| {
        let fields = name.replace('|', "\r\n");
        let length = content.len();
        let head = format!("WARC/1.1\r\nWARC-Type: {fields}\r\nContent-Length: {length}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    };
    parts.iter().flat_map(record).collect()
}

fn parquet(parts: &[Part<'_>]) -> Vec<u8> {
    let part = |at: usize| parts.get(at).map_or(&[][..], |part| part.1);
    let (data, footer) = (part(0), part(1));
    let length = u32::try_from(footer.len()).unwrap_or(u32::MAX).to_le_bytes();
    [b"PAR1", data, footer, &length, b"PAR1"].concat()
}

/// Writes where the sections begin into the list of them.
fn stata(bytes: &[u8]) -> Vec<u8> {
    const SECTIONS: [&str; 14] = [
        "<stata_dta>",
        "<map>",
        "<variable_types>",
        "<varnames>",
        "<sortlist>",
        "<formats>",
        "<value_label_names>",
        "<variable_labels>",
        "<characteristics>",
        "<data>",
        "<strls>",
        "<value_labels>",
        "</stata_dta>",
        "",
    ];
    let mut bytes = bytes.to_vec();
    let Some(map) = memmem::find(&bytes, b"<map>").map(|at| at + 5) else { return bytes };
    let little = memmem::find(&bytes[..map], b"LSF").is_some();
    for (at, section) in SECTIONS.iter().enumerate() {
        let end = || memmem::rfind(&bytes, b"</stata_dta>").map(|at| at + 12);
        let found = memmem::find(&bytes, section.as_bytes()).filter(|_| !section.is_empty());
        let place = found.or_else(end).unwrap_or(bytes.len()) as u64;
        let place = if little { place.to_le_bytes() } else { place.to_be_bytes() };
        if let Some(slot) = bytes.get_mut(map + 8 * at..map + 8 * at + 8) {
            slot.copy_from_slice(&place);
        }
    }
    bytes
}
