//! Import: files and folders into the raw archive, each looked at before it is kept.

use groundswell_archive::{Archive, Kept, MAX_CONTENT, Name, Origin, Staged};
use groundswell_press as press;
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure, Result};
use crate::study::unknown;
use crate::talk::{Talk, print, printable};
use files::Tried;
use look::{Look, damaged};

mod files;
mod limited;
mod look;
pub(crate) mod settings;
mod table;
mod tar;
mod zip;

/// What an import came to.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Imported {
    /// Documents that were looked at: files, and what is in zips.
    pub(crate) files: usize,
    /// Documents that were not in the archive before. 0 if they were only looked at.
    pub(crate) new: usize,
    /// Files whose content was in the archive already. 0 if they were only looked at.
    pub(crate) held: usize,
    pub(crate) records: u64,
    /// Files that were not kept, and why.
    pub(crate) refused: Vec<Remark>,
    /// Files of a folder that nobody said were a newspaper's, and are not.
    pub(crate) passed: Vec<Remark>,
    /// Files that were kept though something about them is odd.
    pub(crate) odd: Vec<Remark>,
    /// Whether nothing was to be kept.
    pub(crate) dry: bool,
    /// What each document is, if nothing else was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) looked: Vec<(String, Look)>,
}

/// Something to say of one file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Remark {
    pub(crate) file: String,
    pub(crate) what: String,
}

/// How to import.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How<'a> {
    /// Look at everything and keep nothing.
    pub(crate) dry: bool,
    /// What the files are; `None`: that is told by their content.
    pub(crate) kind: Option<&'static press::Source>,
    /// What the columns of tables are called.
    pub(crate) columns: &'a press::Columns,
}

/// Brings every file in. One that cannot be read as a newspaper's records is refused and the others go on.
pub(crate) fn import(
    root: &Path,
    paths: &[PathBuf],
    how: How<'_>,
    talk: &Talk,
) -> Result<Imported> {
    let files = files::below(paths)?;
    if files.iter().all(|tried| tried.passed.is_some()) {
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let passed = match files.first().and_then(|tried| Some((tried, tried.passed?))) {
            Some((tried, why)) => {
                format!("; of {} files the first is {}: {why}", files.len(), tried.path.display())
            }
            None => String::new(),
        };
        let what = format!(
            "no file that could hold a newspaper's records in {}{passed}",
            named.join(", ")
        );
        return Err(Failure::new(Exit::NoInput, what).next("name the files or another folder"));
    }
    // Looking needs a place to unpack to, and leaves nothing behind.
    let aside = how.dry.then(tempfile::tempdir).transpose();
    let aside = aside.map_err(Failure::writing(&std::env::temp_dir()))?;
    let now = now();
    let root = aside.as_ref().map_or(root, tempfile::TempDir::path);
    let archive = Archive::open_or_create(root, &now)?;
    let bar = talk.progress("importing", files.len());
    let mut import =
        Import { archive, how, now, imported: Imported { dry: how.dry, ..Imported::default() } };
    for file in &files {
        import.file(file).map_err(|failure| {
            let Imported { new, held, .. } = import.imported;
            let kept = new + held;
            failure.kept(format!("{kept} of {} files were imported and are kept", files.len()))
        })?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(import.imported)
}

/// The kind of this name.
pub(crate) fn kind(name: &str) -> Result<&'static press::Source> {
    press::source(name).ok_or_else(|| {
        let known = press::SOURCES.iter().map(|source| source.name);
        let all = known.clone().collect::<Vec<_>>().join(", ");
        Failure::new(Exit::Config, unknown("kind", name, known)).next(format!("kinds are {all}"))
    })
}

struct Import<'a> {
    archive: Archive,
    how: How<'a>,
    now: String,
    imported: Imported,
}

impl Import<'_> {
    /// A file of the user's. Fails only where no other file would do better.
    fn file(&mut self, tried: &Tried) -> Result<()> {
        let name = tried.path.display().to_string();
        if let Some(what) = tried.passed {
            return self.pass(name, what.to_owned());
        }
        let open = || File::open(&tried.path).map_err(Failure::reading(&tried.path));
        let found = open().and_then(|mut file| self.document(&name, &mut file));
        match found {
            Ok(Found::Document) => Ok(()),
            Ok(Found::Zip(_)) => self.zip(&name, open()?),
            Ok(Found::Tar) => self.tar(&name, open()?),
            Ok(Found::Other(what)) if tried.meant => self.refuse(name, damaged(what.to_string())),
            Ok(Found::Other(what)) => self.pass(name, what.to_string()),
            Err(failure) => self.refuse(name, failure),
        }
    }

    /// Notes what nobody said is a newspaper's.
    fn pass(&mut self, file: String, what: String) -> Result<()> {
        self.imported.files += 1;
        self.imported.passed.push(Remark { file, what });
        Ok(())
    }

    /// Notes what cannot be kept, if that is for its own sake.
    fn refuse(&mut self, name: String, failure: Failure) -> Result<()> {
        if failure.exit != Exit::Data && failure.exit != Exit::NoInput {
            return Err(failure);
        }
        let what = failure.what();
        let what = what.strip_prefix(&format!("{name}: ")).unwrap_or(what).to_owned();
        self.imported.files += 1;
        self.imported.refused.push(Remark { file: name, what });
        Ok(())
    }

    /// What one document is; keeps it if it is a newspaper's. What is not is not read further than its beginning.
    fn document(&mut self, name: &str, input: &mut dyn Read) -> Result<Found> {
        let unreadable = look::unreadable_as(name);
        let mut head = Vec::new();
        input.take(look::HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let source = match self.how.kind {
            Some(source) => source,
            None => match look::recognised(name, given(name), &head, self.how.columns)? {
                Ok(source) => source,
                Err(press::Unrecognised::Packed("zip")) => return Ok(Found::Zip(head)),
                Err(press::Unrecognised::Packed("tar")) => return Ok(Found::Tar),
                Err(other) => return Ok(Found::Other(other)),
            },
        };
        let staged = self.archive.stage(name, &mut head.chain(input))?;
        let staged = if source.named() { self.with_name(&staged, source, name)? } else { staged };
        let look = Look::at(&self.archive, &staged, source, self.how.columns)?;
        if let Some(why) = &look.refused {
            self.refuse(name.to_owned(), damaged(why.clone()))?;
            if self.how.dry {
                self.imported.looked.push((name.to_owned(), look));
            }
            return Ok(Found::Document);
        }
        let kept = if self.how.dry { None } else { Some(self.keep(&staged, &look, name)?) };
        let imported = &mut self.imported;
        imported.files += 1;
        imported.records += look.records;
        if !look.odd.is_empty() {
            imported.odd.push(Remark { file: name.to_owned(), what: look.odd.join("; ") });
        }
        match kept {
            Some(Kept { new: true, .. }) => imported.new += 1,
            Some(Kept { new: false, .. }) => imported.held += 1,
            None => imported.looked.push((name.to_owned(), look)),
        }
        Ok(Found::Document)
    }

    /// The same document with the name of its file in a line before it.
    fn with_name(&mut self, staged: &Staged, source: &press::Source, name: &str) -> Result<Staged> {
        let line = source.preface(given(name), staged.content_bytes());
        let content = self.archive.staged_content(staged)?;
        Ok(self.archive.stage_within(name, &mut line.as_bytes().chain(content), MAX_CONTENT)?)
    }

    fn keep(&mut self, staged: &Staged, look: &Look, name: &str) -> Result<Kept> {
        let span = look.span.map(|span| span.to_string());
        let origin = Origin { name, time: &self.now, span: span.as_deref() };
        let (source, period) = (look.source, look.period());
        let document = Name { source: source.name, period: &period, extension: source.extension() };
        Ok(self.archive.keep(staged, document, &origin)?)
    }
}

/// What a file turned out to be.
enum Found {
    /// A newspaper's records.
    Document,
    /// A zip of other files, with its beginning, which was read.
    Zip(Vec<u8>),
    /// A tar of other files.
    Tar,
    /// Nothing that is read.
    Other(press::Unrecognised),
}

/// Figures of a day.
const DAY: usize = 8;

/// What is told by a name: of a file that is called after its day, no more than its own name; of one that is called
/// alike everywhere (`sn84020657/1917/01/02/ed-1/seq-1/ocr.txt`), the folders too.
fn given(name: &str) -> &str {
    let parts = |count: usize| {
        let start = name.rmatch_indices(['/', '\\', '!']).nth(count - 1);
        start.map_or(name, |(at, _)| name.get(at + 1..).unwrap_or(name))
    };
    let own = parts(1);
    let figures = own.bytes().filter(u8::is_ascii_digit).count();
    if figures >= DAY { own } else { parts(7) }
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
        let kept = if self.dry {
            "nothing was to be kept".to_owned()
        } else {
            format!("{} of {} files are kept", self.new + self.held, self.files)
        };
        let next = "import again what was cut or damaged once you have it whole; docs/importing.md says what is read";
        Some(Failure::new(Exit::Data, what).kept(kept).next(next))
    }

    /// What was looked at, as a table on stdout.
    pub(crate) fn show(&self) -> Result<()> {
        print(&printable(&table::table(self)))
    }

    pub(crate) fn say(&self, talk: &Talk) {
        let said = [("refused", &self.refused), ("passed", &self.passed), ("odd", &self.odd)];
        for (word, remarks) in said {
            for Remark { file, what } in remarks {
                talk.say(format!("{word:<8} {file}: {what}"));
            }
        }
        let passed = match self.passed.len() {
            0 => String::new(),
            passed => format!(", {passed} passed over"),
        };
        let files = if self.files == 1 { "file" } else { "files" };
        let done = if self.dry {
            let kept = self.looked.iter().filter(|(_, look)| look.refused.is_none()).count();
            format!("looked at {} {files}: {kept} can be kept", self.files)
        } else {
            let Imported { files: count, new, held, .. } = self;
            format!("imported {count} {files}: {new} new documents, {held} held already")
        };
        let (refused, records) = (self.refused.len(), self.records);
        talk.say(format!("{done}, {refused} refused{passed}; {records} records"));
    }
}

/// The present, RFC 3339 in UTC: for provenance only, never for a result.
pub(crate) fn now() -> String {
    rfc3339(jiff::Timestamp::now())
}

/// To the second.
pub(crate) fn rfc3339(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
