//! Fixtures taken apart, so that they can be changed and dressed again.

use std::io::Cursor;

use groundswell_press::Source;
use memchr::memmem;

/// The parts that a document consists of, as `dressed` reads them; `None`: there is nothing to be dressed.
pub(crate) fn undressed(source: &Source, document: &[u8]) -> Option<Vec<u8>> {
    let parts = match source.name {
        "nexis-docx" | "table-xlsx" | "proquest-zip" => unzipped(document)?,
        "table-parquet" => {
            let end = document.len().checked_sub(8)?;
            let length = u32::from_le_bytes(document[end..end + 4].try_into().ok()?) as usize;
            let (data, footer) = document.get(4..end)?.split_at(end.checked_sub(4 + length)?);
            vec![(String::new(), data.to_vec()), (String::new(), footer.to_vec())]
        }
        "table-stata" => return Some([b"=", document].concat()),
        "warc" => unframed(document)?,
        "wacz" => {
            let archive = unzipped(document)?.into_iter();
            let mut warcs = archive.filter(|(name, _)| name.ends_with(".warc"));
            unframed(&warcs.next()?.1)?
        }
        _ if source.preface("", 0).is_empty() => return None,
        _ => vec![paged(document)?],
    };
    let part = |(name, content): &(String, Vec<u8>)| {
        [b"===", name.as_bytes(), b"\n", content, b"\n"].concat()
    };
    let all: Vec<u8> = parts.iter().flat_map(part).collect();
    Some(all[2..all.len() - 1].to_vec())
}

fn unzipped(document: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut content = Vec::new();
        let mut file = archive.by_index(at).ok()?;
        std::io::copy(&mut file, &mut content).ok()?;
        parts.push((file.name().ok()?.to_string(), content));
    }
    Some(parts)
}

fn unframed(document: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut parts = Vec::new();
    let mut rest = document;
    while let Some(at) = memmem::find(rest, b"WARC-Type: ") {
        rest = &rest[at..];
        let (head, after) = rest.split_at(memmem::find(rest, b"\r\n\r\n")?);
        let head = std::str::from_utf8(head).ok()?;
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        let length: usize = value("Content-Length: ")?.parse().ok()?;
        let content = after.get(4..4 + length)?;
        let kept = |line: &&str| !line.contains("Length") && !line.contains("Digest");
        let fields: Vec<&str> = head.lines().filter(kept).collect();
        let name = fields.join("|").replacen("WARC-Type: ", "", 1);
        parts.push((name, content.to_vec()));
        rest = &after[4 + length..];
    }
    Some(parts).filter(|parts| !parts.is_empty())
}

/// Name and content of the first page, or the page with the name of a file that would say what it is of.
fn paged(document: &[u8]) -> Option<(String, Vec<u8>)> {
    let Some(rest) = document.strip_prefix(b"<!-- page ") else {
        return Some(("harbor-news_19170102.txt".to_owned(), document.to_vec()));
    };
    let (line, content) = rest.split_at(memchr::memchr(b'\n', rest)?);
    let name = std::str::from_utf8(line).ok()?.split(' ').next()?;
    let end = memmem::find(content, b"\n<!-- page ").unwrap_or(content.len());
    Some((name.to_owned(), content.get(1..end)?.to_vec()))
}
