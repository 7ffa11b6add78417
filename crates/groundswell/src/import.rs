//! Import: files and folders into the raw archive, each looked at before it is kept.

use groundswell_archive::{Archive, Kept, Name, Origin, Staged};
use groundswell_press as press;
use serde::Serialize;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure, Result};
use crate::talk::Talk;

/// What an import came to.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Imported {
    pub(crate) files: usize,
    /// Documents that were not in the archive before.
    pub(crate) new: usize,
    /// Files whose content was in the archive already.
    pub(crate) held: usize,
    pub(crate) records: u64,
    /// Files that were not kept, and why.
    pub(crate) refused: Vec<Remark>,
    /// Files that were kept though something about them is odd.
    pub(crate) odd: Vec<Remark>,
}

/// Something to say of one file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Remark {
    pub(crate) file: String,
    pub(crate) what: String,
}

/// What a document turned out to be.
struct Look {
    source: &'static press::Source,
    period: String,
    /// The span it is the source's whole answer for, if it is.
    span: Option<press::Span>,
    records: u64,
    odd: Option<String>,
}

/// Brings every file in. One that cannot be read as a newspaper's records is refused and the others
/// go on; `dry` looks at everything and keeps nothing.
pub(crate) fn import(root: &Path, paths: &[PathBuf], dry: bool, talk: &Talk) -> Result<Imported> {
    let files = files_below(paths)?;
    if files.is_empty() {
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let what = format!("no .json, .json.gz or .json.zst file in {}", named.join(", "));
        return Err(Failure::new(Exit::NoInput, what).next("name the files or another folder"));
    }
    let now = now();
    let mut archive = Archive::open_or_create(root, &now)?;
    let bar = talk.progress("importing", files.len());
    let mut imported = Imported { files: files.len(), ..Imported::default() };
    for path in &files {
        let name = path.display().to_string();
        match import_file(&mut archive, path, &name, &now, dry) {
            Ok((look, kept)) => {
                imported.records += look.records;
                let new = kept.as_ref().is_none_or(|kept| kept.new);
                *(if new { &mut imported.new } else { &mut imported.held }) += 1;
                imported.odd.extend(look.odd.map(|what| Remark { file: name, what }));
            }
            Err(failure) if failure.exit == Exit::Data || failure.exit == Exit::NoInput => {
                let what = failure.what();
                let what = what.strip_prefix(&format!("{name}: ")).unwrap_or(what).to_owned();
                imported.refused.push(Remark { file: name, what });
            }
            Err(failure) => {
                return Err(failure.kept(format!(
                    "{} of {} files were imported and are kept",
                    imported.new + imported.held,
                    files.len()
                )));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(imported)
}

impl Imported {
    /// The failure an import ends with when files were refused; the rest is done by then.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let first = self.refused.first()?;
        let others = match self.refused.len() - 1 {
            0 => String::new(),
            1 => " (and 1 other file)".to_owned(),
            n => format!(" (and {n} other files)"),
        };
        let what = format!("{}: {}{others}; refused", first.file, first.what);
        let kept = format!("{} of {} files are kept", self.new + self.held, self.files);
        let next = "get the refused files again and import them";
        Some(Failure::new(Exit::Data, what).kept(kept).next(next))
    }

    pub(crate) fn say(&self, talk: &Talk) {
        for Remark { file, what } in &self.refused {
            talk.say(format!("refused  {file}: {what}"));
        }
        for Remark { file, what } in &self.odd {
            talk.say(format!("odd      {file}: {what}"));
        }
        talk.say(format!(
            "imported {} files: {} new documents, {} held already, {} refused; {} records",
            self.files,
            self.new,
            self.held,
            self.refused.len(),
            self.records
        ));
    }
}

fn import_file(
    archive: &mut Archive,
    path: &Path,
    name: &str,
    now: &str,
    dry: bool,
) -> Result<(Look, Option<Kept>)> {
    let mut file = fs::File::open(path).map_err(Failure::reading(path))?;
    let staged = archive.stage(name, &mut file)?;
    let look = look(archive, &staged)?;
    if dry {
        return Ok((look, None));
    }
    let span = look.span.map(|span| span.to_string());
    let origin = Origin { name, time: now, span: span.as_deref() };
    let document =
        Name { source: look.source.name, period: &look.period, extension: look.source.extension() };
    let kept = archive.keep(&staged, document, &origin)?;
    Ok((look, Some(kept)))
}

/// Reads a staged document once: what is it, of which time, and is it whole?
fn look(archive: &Archive, staged: &Staged) -> Result<Look> {
    let damaged = |what: String| Failure::new(Exit::Data, what);
    let unreadable = |error: std::io::Error| {
        Failure::new(Exit::Disk, format!("cannot read back what was written aside: {error}"))
    };
    let mut head = Vec::new();
    archive.staged_content(staged)?.take(64 * 1024).read_to_end(&mut head).map_err(unreadable)?;
    let source = press::recognise(&head).map_err(|error| damaged(error.to_string()))?;
    let mut span: Option<(press::Date, press::Date)> = None;
    let mut bad: Option<String> = None;
    let mut bad_records = 0u64;
    let contents = source
        .read(&mut archive.staged_content(staged)?, &mut |record| match record.article {
            Ok(article) => {
                let (first, last) = span.unwrap_or((article.date, article.date));
                span = Some((first.min(article.date), last.max(article.date)));
            }
            Err(problem) => {
                bad_records += 1;
                bad.get_or_insert_with(|| format!("record {}: {problem}", record.position));
            }
        })
        .map_err(unreadable)?;
    let faults: Vec<String> =
        contents.problems.iter().map(|trouble| trouble.what.to_string()).collect();
    if !contents.complete {
        let what = faults.first().cloned().unwrap_or_else(|| "the document is cut".to_owned());
        return Err(damaged(what));
    }
    if contents.records > 0 && bad_records == contents.records {
        let what = bad.unwrap_or_default();
        return Err(damaged(format!("none of its {bad_records} records can be read; {what}")));
    }
    let mut odd = faults;
    if contents.records == 0 {
        odd.push(
            "holds no record; its month is a hole, unless the paper is known not to have appeared"
                .to_owned(),
        );
    }
    odd.extend(bad.map(|bad| {
        format!("{bad_records} records cannot be read and will be quarantined, first {bad}")
    }));
    let whole = source.whole_span(&mut archive.staged_content(staged)?).map_err(unreadable)?;
    Ok(Look {
        source,
        period: period(span),
        span: whole,
        records: contents.records,
        odd: (!odd.is_empty()).then(|| odd.join("; ")),
    })
}

/// `1973-09`, `1973` or `1973-1979`: the time its records are of, whatever the file is called.
fn period(span: Option<(press::Date, press::Date)>) -> String {
    match span {
        None => "undated".to_owned(),
        Some((first, last)) if first.year != last.year => format!("{}-{}", first.year, last.year),
        Some((first, last)) if first.month != last.month => first.year.to_string(),
        Some((first, _)) => format!("{}-{:02}", first.year, first.month),
    }
}

/// The files themselves, and every JSON file in the folders, in the order of their paths.
fn files_below(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files)?;
        } else {
            fs::metadata(path).map_err(Failure::reading(path))?;
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Failure::reading(folder))? {
        let path = entry.map_err(Failure::reading(folder))?.path();
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files)?;
        } else if is_json(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// In a folder only files that are called JSON are tried; a file named on its own always is.
fn is_json(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("").to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    !name.starts_with('.') && (name.ends_with(".json") || name.ends_with(".jsonl"))
}

/// The present, RFC 3339 in UTC: for provenance only, never for a result.
pub(crate) fn now() -> String {
    rfc3339(jiff::Timestamp::now())
}

/// To the second.
pub(crate) fn rfc3339(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
