//! What a document is that is about to be imported: of which source, of which time, whose articles, and whether it is whole.

use groundswell_archive::{self as archive, Archive, Staged};
use groundswell_press as press;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::failure::{Exit, Failure, Result};

/// Most titles of newspapers that are told apart in one document; what has more has something else in that field.
const MOST_TITLES: usize = 1000;

/// Most faults of a document that are told where it is refused.
const MOST_FAULTS: usize = 5;

/// What a document turned out to be.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Look {
    #[serde(rename = "kind", serialize_with = "name")]
    pub(crate) source: &'static press::Source,
    /// Whether it is what a search found: how many articles there were is not known then.
    pub(crate) searched: bool,
    pub(crate) records: u64,
    /// Records that cannot be read.
    pub(crate) unreadable: u64,
    /// Articles with a headline, and with a summary or first paragraph.
    pub(crate) titled: u64,
    pub(crate) with_text: u64,
    /// Articles with a section, desk or part of the paper.
    pub(crate) filed: u64,
    /// Articles that are international by these labels.
    pub(crate) international: u64,
    /// Articles of newspapers that are known.
    pub(crate) known: u64,
    /// First and last day.
    #[serde(serialize_with = "days")]
    pub(crate) days: Option<(press::Date, press::Date)>,
    /// Articles by the title of their newspaper, as written.
    pub(crate) newspapers: BTreeMap<String, u64>,
    /// The span it is the source's whole answer for, if it is.
    #[serde(skip)]
    pub(crate) span: Option<press::Span>,
    /// Why it is not kept; `None`: it can be.
    pub(crate) refused: Option<String>,
    /// What is odd about it, though it can be kept.
    pub(crate) odd: Vec<String>,
    #[serde(skip)]
    bad: Option<String>,
}

/// Bytes that are read of a file before anything of it is written: in these every packing has its first block, and so
/// the [`CONTENT`] that is looked at. (Blocks of bzip2 are the largest, up to 900,000 bytes.)
pub(super) const HEAD: u64 = 16 * CONTENT;

/// Bytes of its content by which a document is told.
const CONTENT: u64 = 64 * 1024;

/// Which source a document is of, told by its beginning, packed or not, and what its name tells.
pub(super) fn recognised(
    name: &str,
    given: &str,
    head: &[u8],
    columns: &press::Columns,
) -> Result<std::result::Result<&'static press::Source, press::Unrecognised>> {
    let mut content = Vec::new();
    let unpacked =
        archive::decoded(head).and_then(|input| input.take(CONTENT).read_to_end(&mut content));
    match unpacked {
        // A beginning that is cut unpacks to a beginning; a file that is does not.
        Err(error) if (head.len() as u64) < HEAD || content.is_empty() => {
            Err(unreadable_as(name)(error))
        }
        _ => Ok(press::recognise_naming(columns, given, &content)),
    }
}

/// The failure of reading or unpacking an input.
pub(super) fn unreadable_as(name: &str) -> impl FnOnce(io::Error) -> Failure + use<> {
    let name = name.to_owned();
    move |source| archive::Error::Undecodable { name, source }.into()
}

impl Look {
    /// Reads a staged document once.
    pub(super) fn at(
        archive: &Archive,
        staged: &Staged,
        source: &'static press::Source,
        columns: &press::Columns,
    ) -> Result<Look> {
        let mut look = Look {
            source,
            searched: false,
            records: 0,
            unreadable: 0,
            titled: 0,
            with_text: 0,
            filed: 0,
            international: 0,
            known: 0,
            days: None,
            newspapers: BTreeMap::new(),
            span: None,
            refused: None,
            odd: Vec::new(),
            bad: None,
        };
        let mut content = archive.staged_content(staged)?;
        let contents = source
            .read_naming(columns, &mut content, &mut |record| look.add(&record))
            .map_err(unreadable)?;
        (look.records, look.searched) = (contents.records, contents.searched);
        look.span = source.whole_span(&mut archive.staged_content(staged)?).map_err(unreadable)?;
        look.judge(&contents);
        Ok(look)
    }

    fn add(&mut self, record: &press::Record<'_>) {
        let article = match &record.article {
            Ok(article) => article,
            Err(problem) => {
                self.unreadable += 1;
                self.bad.get_or_insert_with(|| format!("record {}: {problem}", record.position));
                return;
            }
        };
        let (first, last) = self.days.unwrap_or((article.date, article.date));
        self.days = Some((first.min(article.date), last.max(article.date)));
        self.titled += u64::from(!article.headline.is_empty());
        self.with_text += u64::from(!article.summary.is_empty() || !article.lead.is_empty());
        let press::Labels { section, desk, book_section, .. } = &article.labels;
        self.filed +=
            u64::from([section, desk, book_section].iter().any(|label| !label.is_empty()));
        if let Some(newspaper) = self.source.newspaper_of(article) {
            self.known += 1;
            let verdict = press::international(newspaper, article);
            self.international += u64::from(verdict.international == Some(true));
        }
        let title = &*article.newspaper;
        let known = self.newspapers.contains_key(title);
        if !title.is_empty() && (known || self.newspapers.len() < MOST_TITLES) {
            *self.newspapers.entry(title.to_owned()).or_default() += 1;
        }
    }

    /// Refuses what is cut or holds nothing to be kept; notes what is odd.
    fn judge(&mut self, contents: &press::Contents) {
        let faults: Vec<String> =
            contents.problems.iter().map(|trouble| trouble.what.to_string()).collect();
        let of_any = self.source.newspaper.is_empty();
        let (records, unreadable) = (self.records, self.unreadable);
        let nothing = if !contents.complete {
            Some("it is cut".to_owned())
        } else if of_any && records == 0 {
            Some("it holds no article".to_owned())
        } else if records > 0 && unreadable == records {
            let bad = self.bad.take().unwrap_or_default();
            // Pages of libraries say their day nowhere else.
            let named = if self.source.named() {
                "; newspaper and day of such a file are told by its name, as in harbor-news_19170102_0001.xml"
            } else {
                ""
            };
            Some(match records {
                1 => format!("its only record cannot be read; {bad}{named}"),
                _ => format!("none of its {records} records can be read; {bad}{named}"),
            })
        } else {
            None
        };
        if let Some(nothing) = nothing {
            let why = faults.into_iter().take(MOST_FAULTS);
            self.refused = Some([nothing].into_iter().chain(why).collect::<Vec<_>>().join("; "));
            return;
        }
        self.odd.extend(faults);
        if records == 0 {
            self.odd.push("holds no record; its month is a hole, unless the paper is known not to have appeared".to_owned());
        } else if self.known == 0 && of_any {
            self.odd.push("none of its articles is of a newspaper that is known here; they will not be counted".to_owned());
        }
        self.odd.extend(self.bad.take().map(|bad| match unreadable {
            1 => format!("a record cannot be read and will be quarantined: {bad}"),
            _ => {
                format!("{unreadable} records cannot be read and will be quarantined, first {bad}")
            }
        }));
    }

    /// `1973-09`, `1973` or `1973-1979`: the time its records are of, whatever the file is called.
    pub(super) fn period(&self) -> String {
        match self.days {
            None => "undated".to_owned(),
            Some((first, last)) if first.year != last.year => {
                format!("{}-{}", first.year, last.year)
            }
            Some((first, last)) if first.month != last.month => first.year.to_string(),
            Some((first, _)) => format!("{}-{:02}", first.year, first.month),
        }
    }
}

pub(super) fn damaged(what: String) -> Failure {
    Failure::new(Exit::Data, what)
}

#[allow(clippy::needless_pass_by_value, reason = "given to map_err")]
fn unreadable(error: io::Error) -> Failure {
    Failure::new(Exit::Disk, format!("cannot read back what was written aside: {error}"))
}

fn name<S: serde::Serializer>(
    source: &press::Source,
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(source.name)
}

fn days<S: serde::Serializer>(
    days: &Option<(press::Date, press::Date)>,
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    days.map(|(first, last)| [first.to_string(), last.to_string()]).serialize(to)
}
