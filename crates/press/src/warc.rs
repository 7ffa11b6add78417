//! Web archives: WARC 1.0 and 1.1, plain or gzip, and WACZ, which is a zip of them. What they hold of our other sources
//! is read by those; all else is passed over and counted.
//!
//! Read are `response` records of status 200 and `resource` records. A page is known by the address it was fetched from, an
//! answer by its content; of responses only what newspapers themselves answer is taken, of resources, which somebody put there
//! on purpose, also exports. A record that is damaged loses only itself: its length is not that of its block, its gzip
//! member, chunks or packing are cut or damaged, its digest (SHA-1, SHA-256) is of something else. Reading goes on at the next
//! line that begins a record, or the next gzip member that does.
//!
//! Offset and length of a record are those of the WARC record it is in (of its gzip member, of its member of the WACZ).

use std::collections::BTreeMap;
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use crate::SOURCES;
use crate::contents::{Fault, shown};
use crate::export::{self, Export, Head, Records};
use crate::newspapers::newspaper;
use crate::pages;
use crate::recognise::recognise_naming;
use crate::record::Article;
use crate::source::{Format, Source};
use crate::table::Columns;
use crate::zipped::{MAX_ZIP, Unpackable, Zipped, beginnings};

mod answer;
mod framed;
mod kept;
#[cfg(test)]
mod tests;
mod unpacked;

use answer::{Payload, payload};
use framed::{Found, Framed, Header};

/// WARC.
pub(crate) static WARC: Source = Source {
    name: "warc",
    newspaper: "",
    title: "Web archive, WARC",
    format: Format::Export(Export {
        extension: "warc",
        is_its: |head| is_warc(head.bytes),
        read: |input, records| {
            let mut passed = Passed::default();
            file(input, "", records, &mut passed)?;
            passed.note(records);
            Ok(())
        },
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// WACZ.
pub(crate) static WACZ: Source = Source {
    name: "wacz",
    newspaper: "",
    title: "Web archive, WACZ",
    format: Format::Export(Export {
        extension: "wacz",
        is_its: is_wacz,
        read: zip,
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Most bytes of a block, and of what it unpacks to; a larger one is passed over. The largest month of the New York
/// Times has 25 million.
const MAX_BLOCK: u64 = 64 << 20;

/// Most kinds of things passed over that are told apart.
const MAX_KINDS: usize = 24;

/// Field of our own exports: the source of the document.
pub(crate) const SOURCE: &str = "Groundswell-Source";

/// What can be wrong with a record of a web archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Bytes between records that are none.
    #[error("bytes that begin no record were passed over")]
    NoRecord,
    /// The lines of its header are no header.
    #[error("its header cannot be read")]
    Header,
    /// It has no length, or one that is not that of its block.
    #[error("its length is not that of its content")]
    Length,
    /// The file ends in it.
    #[error("it is cut: the file ends in it")]
    Cut,
    /// Its gzip member is cut or damaged.
    #[error("its gzip member is cut or damaged")]
    Packed,
    /// The chunks of its body are damaged.
    #[error("the chunks of its body are damaged")]
    Chunks,
    /// Its body cannot be unpacked.
    #[error("its body cannot be unpacked")]
    Encoding,
    /// It unpacks to more than is read.
    #[error("its body unpacks to more than {} MiB", MAX_BLOCK >> 20)]
    Large,
    /// Its digest is of something else.
    #[error("its digest is not that of its content")]
    Digest,
    /// It comes from where newspapers are asked, and is nothing that they answer.
    #[error("it comes from where a newspaper is asked, and is nothing that it answers")]
    Unlike,
    /// It is a zip's member that cannot be unpacked.
    #[error("{0}")]
    Zip(Unpackable),
}

fn is_warc(head: &[u8]) -> bool {
    let mut start = [0; 7];
    let packed = head.starts_with(&[0x1f, 0x8b])
        && MultiGzDecoder::new(head).read_exact(&mut start).is_ok()
        && &start == b"WARC/1.";
    packed || head.starts_with(b"WARC/1.")
}

fn is_wacz(head: &Head<'_>) -> bool {
    let says = |content: &[u8], mark: &[u8]| memchr::memmem::find(content, mark).is_some();
    head.bytes.starts_with(b"PK\x03\x04")
        && beginnings(head.bytes).iter().any(|(name, content)| {
            is_archive(name)
                || (name == "datapackage.json" && says(content, b"wacz_version"))
                || (name == "pages/pages.jsonl" && says(content, b"json-pages-1.0"))
        })
}

fn is_archive(name: &str) -> bool {
    name.starts_with("archive/") && (name.ends_with(".warc") || name.ends_with(".warc.gz"))
}

fn zip(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let whole = export::whole(input, MAX_ZIP)?;
    let Some(mut zipped) = Zipped::of(whole.as_deref(), records) else { return Ok(()) };
    if zipped.same_name {
        records.note(0, Fault::Zip(Unpackable::SameName));
    }
    let mut passed = Passed::default();
    for at in 0..zipped.members.len() {
        let Some(member) = zipped.members.get(at).cloned() else { break };
        if !is_archive(&member.name) {
            continue;
        }
        match zipped.read(at, MAX_ZIP) {
            Ok(bytes) => file(&mut &bytes[..], &member.name, records, &mut passed)?,
            Err(fault) => damaged(member.offset, &member.name, "", Damage::Zip(fault), records),
        }
    }
    passed.note(records);
    Ok(())
}

/// How many of what was passed over.
#[derive(Default)]
struct Passed(BTreeMap<String, u64>);

impl Passed {
    fn count(&mut self, what: &str) {
        let known = self.0.len() < MAX_KINDS || self.0.contains_key(what);
        *self.0.entry(if known { what } else { "of other kinds" }.to_owned()).or_default() += 1;
    }

    fn note(self, records: &mut Records<'_>) {
        if !self.0.is_empty() {
            let each: Vec<_> =
                self.0.iter().map(|(what, count)| format!("{count} {what}")).collect();
            records.note(0, Fault::PassedOver(each.join(", ")));
        }
    }
}

/// Reads one WARC file; `member`: its name in a WACZ.
fn file(
    input: &mut dyn Read,
    member: &str,
    records: &mut Records<'_>,
    passed: &mut Passed,
) -> io::Result<()> {
    let mut framed = Framed::of(input)?;
    let mut block = Vec::new();
    loop {
        let header = match framed.next()? {
            Found::Record(header) => header,
            Found::Damaged(header, damage) => {
                damaged(header.offset, member, header.target(), damage, records);
                continue;
            }
            Found::End(true) => return Ok(()),
            Found::End(false) => {
                records.cut(0, Fault::Zip(Unpackable::Ratio));
                return Ok(());
            }
        };
        let kind = header.field("WARC-Type").to_ascii_lowercase();
        let wanted = matches!(kind.as_str(), "response" | "resource");
        let large = header.length > MAX_BLOCK;
        let wrong = match wanted && !large {
            true => framed.take(&header, &mut block)?,
            false => framed.pass(&header)?,
        };
        let found = match (wrong, wanted && !large) {
            (Some(damage), _) => Err(damage),
            (None, false) => {
                passed.count(&kinds(&kind, large && wanted));
                continue;
            }
            (None, true) => payload(&header, &block),
        };
        match found {
            Ok(payload) => hand(&header, &payload, records, passed),
            Err(damage) => damaged(header.offset, member, header.target(), damage, records),
        }
    }
}

/// The kinds of records that the format has, by name.
fn kinds(kind: &str, large: bool) -> String {
    const KNOWN: [&str; 8] = [
        "warcinfo",
        "request",
        "response",
        "resource",
        "metadata",
        "revisit",
        "conversion",
        "continuation",
    ];
    match (KNOWN.contains(&kind), large) {
        (true, true) => format!("{kind} of more than {} MiB", MAX_BLOCK >> 20),
        (true, false) => kind.to_owned(),
        (false, _) => "of an unknown type".to_owned(),
    }
}

fn damaged(offset: u64, member: &str, target: &str, damage: Damage, records: &mut Records<'_>) {
    let named = [member, target].into_iter().filter(|name| !name.is_empty());
    let named = named.collect::<Vec<_>>().join(": ");
    records.note(offset, Fault::WebRecord { target: shown(&named, 300), damage });
}

/// Hands out the records of a payload, if it is one of a source.
fn hand(header: &Header, payload: &Payload<'_>, records: &mut Records<'_>, passed: &mut Passed) {
    let target = header.target();
    let is_page = payload.body.first() == Some(&b'<') && !payload.body.starts_with(pages::MARK);
    let preface = |address: &str| pages::preface(address, payload.body.len() as u64).into_bytes();
    let mut before = if is_page && target.contains("://") { preface(target) } else { Vec::new() };
    let columns = records.columns;
    let Some(source) = source(columns, header, payload, &before).filter(|_| payload.good) else {
        // Of a newspaper's own server, and yet nothing that it answers.
        if payload.good && is_asked(target) {
            damaged(header.offset, "", target, Damage::Unlike, records);
        }
        passed.count(&payload.what);
        return;
    };
    if source.named() && !payload.body.starts_with(pages::MARK) {
        before = preface(file_name(target));
    }
    let (offset, length) = (header.offset, header.length);
    let title = newspaper(source.newspaper).map_or("", |newspaper| newspaper.title.as_str());
    let mut document = before.chain(&payload.body[..]);
    let read = source.read_naming(columns, &mut document, &mut |record| {
        let article = record.article.map(|article| match title {
            "" => article,
            title => Article { newspaper: title.into(), ..article },
        });
        records.hand(offset, length, article);
    });
    let Ok(contents) = read else { return };
    if contents.total.is_some() && contents.month.is_some() {
        passed.count("answer that is only a total");
    }
    for trouble in contents.problems {
        records.note(offset, trouble.what);
    }
}

/// The source that a payload is of: the one our own export names, else told by address and content.
fn source(
    columns: &Columns,
    header: &Header,
    payload: &Payload<'_>,
    before: &[u8],
) -> Option<&'static Source> {
    let is_web = |source: &&'static Source| [WARC.name, WACZ.name].contains(&source.name);
    let start = payload.body.get(..payload.body.len().min(64 * 1024))?;
    let head = [before, start].concat();
    let found = recognise_naming(columns, file_name(header.target()), &head).ok();
    let named = crate::source(header.field(SOURCE)).filter(|named| {
        // Of sources that share a shape only the question tells which it is.
        found.is_none_or(|found| named.by_content == (found.name == named.name))
    });
    let may =
        |source: &&Source| header.field("WARC-Type") != "response" || !source.newspaper.is_empty();
    named.or(found).filter(|source| !is_web(source)).filter(may)
}

/// Whether an address is one at which a source is asked, other than for pages that people read too.
fn is_asked(target: &str) -> bool {
    let routes = SOURCES.iter().filter_map(|source| source.route()).filter(|route| !route.html);
    let mut origins = routes.map(|route| route.origin.trim_start_matches("https://"));
    let rest = target.split_once("://").map_or("", |(_, rest)| rest);
    origins.any(|origin| rest.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/')))
}

/// The last part of an address.
fn file_name(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', ':']).next().unwrap_or_default()
}
