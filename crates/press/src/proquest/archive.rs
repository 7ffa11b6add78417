//! Zips of ProQuest's XML records: Historical Newspapers as delivered (`GO_….zip` in a zip), data sets of TDM Studio.
//!
//! A zip is one document; its members are records in the order of their names, those of a zip in it at its place. What is
//! wrong with a member is handed out as a record with its name.

use std::io::{self, Read};

use super::{historical, tdm};
use crate::MAX_RECORD;
use crate::contents::{Contents, Fault};
use crate::encoding;
use crate::export::{self, Export, Head, Records};
use crate::record::Problem;
use crate::source::{Format, Source};
use crate::zipped::{MAX_ZIP, Unpackable, Zipped, beginnings};

/// A zip of records.
pub(crate) static ARCHIVE: Source = Source {
    name: "proquest-zip",
    newspaper: "",
    title: "ProQuest, XML records in zips",
    format: Format::Export(Export { extension: "zip", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// What a zip begins with; one without members has another mark.
const ZIP: &[u8] = b"PK\x03\x04";

/// Bytes of a member that are looked at.
const HEAD: usize = 64 * 1024;

/// How a record is read.
type Reader = fn(&mut dyn Read, &mut Records<'_>) -> io::Result<()>;

fn is_its(head: &Head<'_>) -> bool {
    head.bytes.starts_with(ZIP)
        && beginnings(head.bytes).iter().any(|(_, content)| reader(content).is_some())
}

/// How a member that begins like this is read.
fn reader(content: &[u8]) -> Option<Reader> {
    let text = encoding::head(content.get(..HEAD).unwrap_or(content));
    if historical::is_in(&text) {
        Some(historical::read)
    } else if tdm::is_in(&text) {
        Some(tdm::read)
    } else {
        None
    }
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let whole = export::whole(input, MAX_ZIP)?;
    let Some(mut zipped) = Zipped::of(whole.as_deref(), records) else { return Ok(()) };
    members(&mut zipped, None, records)
}

/// Hands out the records of a zip. `around`: name and place of the member that is this zip, in that around it.
fn members(
    zipped: &mut Zipped<'_>,
    around: Option<(&str, u64)>,
    records: &mut Records<'_>,
) -> io::Result<()> {
    if zipped.same_name {
        records.note(around.map_or(0, |(_, offset)| offset), Fault::Zip(Unpackable::SameName));
    }
    for at in 0..zipped.members.len() {
        let member = zipped.members.get(at).expect("within its length").clone();
        let (name, offset) = match around {
            Some((zip, offset)) => (format!("{zip}/{}", member.name), offset),
            None => (member.name, member.offset),
        };
        let is_zip = name.to_ascii_lowercase().ends_with(".zip");
        let content = zipped.read(at, if is_zip { MAX_ZIP } else { MAX_RECORD as u64 });
        let what = match content.map_err(Fault::Zip) {
            Ok(content) if !content.starts_with(ZIP) => {
                one(&content, &name, offset, records)?;
                continue;
            }
            Ok(_) if around.is_some() => Fault::Zip(Unpackable::Nested),
            Ok(content) => match Zipped::within(&content, zipped.left) {
                Ok(mut inner) => {
                    members(&mut inner, Some((&name, offset)), records)?;
                    zipped.left = inner.left;
                    continue;
                }
                Err(why) => Fault::Zip(why),
            },
            Err(what) => what,
        };
        if what == Fault::Zip(Unpackable::MuchInAll) {
            // Nothing after it can be read either.
            records.cut(offset, what);
            return Ok(());
        }
        records.hand(offset, member.packed, Err(of(&name, Problem::Document(what))));
    }
    Ok(())
}

/// Hands out the record that is a member, or what is wrong with it.
fn one(content: &[u8], name: &str, offset: u64, records: &mut Records<'_>) -> io::Result<()> {
    let length = content.len() as u64;
    let Some(read) = reader(content) else {
        let what = if content.trim_ascii().is_empty() { Fault::Empty } else { Fault::OtherMember };
        records.hand(offset, length, Err(of(name, Problem::Document(what))));
        return Ok(());
    };
    let contents = Contents { complete: true, ..Contents::default() };
    let mut each = |record: crate::record::Record<'_>| {
        records.hand(offset, length, record.article.map_err(|problem| of(name, problem)));
    };
    let mut alone = Records::of(contents, &mut each);
    read(&mut &content[..], &mut alone)?;
    let contents = alone.contents;
    for trouble in contents.problems {
        if contents.complete {
            records.note(offset, trouble.what);
        } else {
            records.hand(offset, length, Err(of(name, Problem::Document(trouble.what))));
        }
    }
    Ok(())
}

fn of(member: &str, problem: Problem) -> Problem {
    Problem::Member { member: member.to_owned(), problem: Box::new(problem) }
}
