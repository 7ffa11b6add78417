//! What the tests of reading share: the fixtures, and what is said of a document.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "shared by several test binaries; a test may unwrap"
)]

pub(crate) mod answers;

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use groundswell_press::{Labels, Record, Source, dateline, international, recognise_file};

/// Every fixture of every source, by path.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folders = groundswell_press::SOURCES.iter().map(|source| root.join(source.name));
    let mut files: Vec<PathBuf> = folders
        // Sources that share another's documents have no folder.
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "golden"))
        .collect();
    files.sort();
    files
}

/// The fixtures that are read, with their bytes and source.
pub(crate) fn readable() -> Vec<(PathBuf, Vec<u8>, &'static Source)> {
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap();
        let source = recognise_file(path.file_name()?.to_str()?, &bytes).ok()?;
        let bytes = stored(source, &path, bytes);
        Some((path, bytes, source))
    };
    fixtures().into_iter().filter_map(read).collect()
}

/// A document as it is kept: with its name before it, if only that says what it is of.
pub(crate) fn stored(source: &Source, path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    if !source.named() || bytes.starts_with(b"<!-- page ") {
        return bytes;
    }
    let name = path.file_name().unwrap().to_str().unwrap();
    [source.preface(name, bytes.len() as u64).into_bytes(), bytes].concat()
}

/// One line for each record and one for each thing said of the whole.
pub(crate) fn account(source: &Source, input: &mut dyn Read) -> Vec<String> {
    let mut lines = Vec::new();
    let contents = source.read(input, &mut |record| lines.push(line(source, &record))).unwrap();
    let announced = contents.announced.map_or("nothing".to_owned(), |count| count.to_string());
    lines.push(format!(
        "records {} announced {announced} objects {} bytes {}{} {}",
        contents.records,
        contents.objects,
        contents.bytes,
        if contents.searched { " of a search" } else { "" },
        if contents.complete { "complete" } else { "INCOMPLETE" },
    ));
    if let (total, Some((year, month))) = (contents.total, contents.month) {
        lines.push(format!("total {total:?} of {year}-{month:02}"));
    }
    for trouble in &contents.problems {
        lines.push(format!(
            "trouble {} at {}: {}",
            trouble.what.name(),
            trouble.offset,
            trouble.what
        ));
    }
    lines
}

fn line(source: &Source, record: &Record<'_>) -> String {
    let mut line = format!("{} @{}+{} ", record.position, record.offset, record.length);
    let article = match &record.article {
        Ok(article) => article,
        Err(problem) => return line + problem.name() + ": " + &problem.to_string(),
    };
    let newspaper = source.newspaper_of(article).unwrap_or_default();
    let verdict = international(newspaper, article);
    let says = verdict.international.map_or("unknown", |yes| if yes { "yes" } else { "no" });
    let _ = write!(line, "{} {} {says} {}", article.date, article.id, verdict.basis.name());
    for (name, text) in [
        ("rule", verdict.rule),
        ("headline", &article.headline),
        ("summary", &article.summary),
        ("lead", &article.lead),
        ("kind", &article.kind),
        ("page", &article.page),
        ("book", &article.labels.book_section),
    ] {
        if !text.is_empty() {
            let _ = write!(line, " {name}={text:?}");
        }
    }
    if source.newspaper.is_empty() {
        let Labels { section, subsection, desk, .. } = &article.labels;
        let _ = write!(line, " paper={:?} known={newspaper:?}", article.newspaper);
        let _ =
            write!(line, " section={section:?}/{subsection:?} desk={desk:?} url={:?}", article.url);
    }
    if !article.places.is_empty() {
        let _ = write!(line, " places={:?}", article.places);
    }
    if let Some(found) =
        [&article.summary, &article.lead].into_iter().find_map(|text| dateline(text))
    {
        let parts = [Some(found.place), found.region, found.date, found.agency];
        let _ = write!(line, " from={:?}", parts.into_iter().flatten().collect::<Vec<_>>());
    }
    if article.lossy {
        line += " LOSSY";
    }
    line
}
