//! Zips held in memory: members in the order of their names, each unpacked within limits, damage kept to one member.

use crate::contents::Fault;
use crate::export::Records;
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::CompressionMethod;
use zip::read::{ZipArchive, ZipReadOptions, read_zipfile_from_stream_with_options};

/// Most bytes of a zip, which is held in memory.
pub(crate) const MAX_ZIP: u64 = 256 << 20;
/// Most members of a zip.
const MAX_MEMBERS: usize = 1_000_000;
/// Most bytes that all members of a document unpack to.
const MAX_UNPACKED: u64 = 2 << 30;
/// Bytes that a member counts for beside its content: many empty ones take time too.
const MEMBER: u64 = 1024;
/// Most times its packed size that a member may unpack to: text packs 3 to 20 times, tables with empty cells 100 times.
const MAX_RATIO: u64 = 200;
/// Bytes that may be packed more tightly than that.
const SMALL: u64 = 1 << 20;
/// Most bytes of a name.
const MAX_NAME: usize = 1024;

/// Members that are looked at to know what a zip is, and bytes of each.
const LOOKED_AT: usize = 64;
const BEGINNING: u64 = 16 * 1024;

/// Why a zip, or one of its members, is not unpacked. [`Unpackable::name`] is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unpackable {
    /// It has no list of its members at its end, or one that is damaged.
    #[error("the zip is cut or damaged: the list of its members at its end cannot be read")]
    NoDirectory,
    /// It is too large to be held in memory.
    #[error("the zip has more than {} MiB; unpack it and import what is in it", MAX_ZIP >> 20)]
    LargeZip,
    /// It has too many members.
    #[error("the zip has more than {MAX_MEMBERS} members; unpack it and import what is in it")]
    ManyMembers,
    /// Several members have one name; only the last of them can be read.
    #[error("members of the zip have the same name; of those the last was read")]
    SameName,
    /// A name that leads out of the zip, or that no file can have.
    #[error("the member's name is no file's")]
    UnsafeName,
    /// It can only be read with a password.
    #[error("the member is encrypted")]
    Encrypted,
    /// It is packed in a way other than deflate.
    #[error("the member is packed otherwise than by deflate; pack it again")]
    Method,
    /// Its bytes cannot be unpacked, or are not those that were packed.
    #[error("the member is cut or damaged")]
    Damaged,
    /// It unpacks to more than such a member may have.
    #[error("the member has more than {0} bytes")]
    LargeMember(u64),
    /// It unpacks to far more than any text.
    #[error("the member unpacks to more than {MAX_RATIO} times its size")]
    Ratio,
    /// All that was unpacked is more than a document may have.
    #[error("the zip unpacks to more than {} GiB; the rest was not read", MAX_UNPACKED >> 30)]
    MuchInAll,
    /// A zip in a zip in a zip.
    #[error("a zip inside a zip inside a zip, which is not read")]
    Nested,
}

impl Unpackable {
    /// A stable short name for tables and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unpackable::NoDirectory => "zip_damaged",
            Unpackable::LargeZip => "zip_too_large",
            Unpackable::ManyMembers => "zip_members",
            Unpackable::SameName => "zip_same_name",
            Unpackable::UnsafeName => "member_name",
            Unpackable::Encrypted => "member_encrypted",
            Unpackable::Method => "member_method",
            Unpackable::Damaged => "member_damaged",
            Unpackable::LargeMember(_) => "member_too_large",
            Unpackable::Ratio => "member_ratio",
            Unpackable::MuchInAll => "zip_unpacked",
            Unpackable::Nested => "zip_nested",
        }
    }
}

/// A zip whose list of members was read.
pub(crate) struct Zipped<'z> {
    archive: ZipArchive<Cursor<&'z [u8]>>,
    bytes: &'z [u8],
    /// Its members in the order of their names (by bytes), without folders and without what a Mac adds of its own.
    pub(crate) members: Vec<Member>,
    /// Whether members share a name; those before the last of it cannot be read.
    pub(crate) same_name: bool,
    /// Bytes that may still be unpacked.
    pub(crate) left: u64,
}

/// A file in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its path in the zip. It may lead anywhere: only for a message, or to be compared.
    pub(crate) name: String,
    /// Where its header begins in the zip.
    pub(crate) offset: u64,
    /// Its bytes as packed, as the zip says.
    pub(crate) packed: u64,
    index: usize,
}

impl<'z> Zipped<'z> {
    /// Reads the list of members.
    pub(crate) fn open(bytes: &'z [u8]) -> Result<Self, Unpackable> {
        Zipped::within(bytes, MAX_UNPACKED)
    }

    /// The same of a document, `None` if it is larger than such a one may be; what is wrong with it is said.
    pub(crate) fn of(whole: Option<&'z [u8]>, records: &mut Records<'_>) -> Option<Self> {
        let opened = whole.ok_or(Unpackable::LargeZip).and_then(Zipped::open);
        opened.map_err(|fault| records.cut(0, Fault::Zip(fault))).ok()
    }

    /// A zip that is itself a member of one: `left` are the bytes that may still be unpacked of that one, and what
    /// becomes of [`Zipped::left`] is to be given back to it.
    pub(crate) fn within(bytes: &'z [u8], left: u64) -> Result<Self, Unpackable> {
        if bytes.len() as u64 > MAX_ZIP {
            return Err(Unpackable::LargeZip);
        }
        // The list takes memory by its entries, so they are counted first.
        if memmem::find_iter(bytes, b"PK\x01\x02").nth(MAX_MEMBERS).is_some() {
            return Err(Unpackable::ManyMembers);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unpackable::NoDirectory)?;
        let mut members: Vec<Member> = (0..archive.len())
            .filter_map(|index| {
                let entry = archive.by_index_data(index).ok()?;
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                // A damaged list says anything.
                let offset = entry.header_start().min(bytes.len() as u64);
                let packed = entry.compressed_size();
                is_file(&name).then_some(Member { name, offset, packed, index })
            })
            .collect();
        members.sort_by(|one, other| one.name.cmp(&other.name));
        let left = left.checked_sub(archive.len() as u64 * MEMBER).ok_or(Unpackable::MuchInAll)?;
        let same_name = archive.has_duplicate_names();
        Ok(Zipped { archive, bytes, members, same_name, left })
    }

    /// All bytes of the member at this place of [`Zipped::members`], at most `most`.
    pub(crate) fn read(&mut self, at: usize, most: u64) -> Result<Vec<u8>, Unpackable> {
        let member = self.members.get(at).ok_or(Unpackable::Damaged)?;
        if !is_safe(&member.name) {
            return Err(Unpackable::UnsafeName);
        }
        let entry =
            self.archive.by_index_data(member.index).map_err(|_| Unpackable::NoDirectory)?;
        let packed = member.packed.min(self.bytes.len() as u64);
        let loosest = packed.saturating_mul(MAX_RATIO).max(SMALL);
        let limit = most.min(loosest).min(self.left);
        if entry.encrypted() {
            return Err(Unpackable::Encrypted);
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Unpackable::Method);
        }
        let room = usize::try_from(entry.size().min(limit).min(SMALL)).unwrap_or_default();
        let mut content = Vec::with_capacity(room);
        let mut file = self.archive.by_index(member.index).map_err(|_| Unpackable::Damaged)?;
        let read = file.by_ref().take(limit + 1).read_to_end(&mut content);
        // What was unpacked before the damage took time too.
        self.left -= (content.len() as u64).min(self.left);
        read.map_err(|_| Unpackable::Damaged)?;
        if content.len() as u64 <= limit {
            return Ok(content);
        }
        Err(match limit {
            limit if limit == most => Unpackable::LargeMember(most),
            limit if limit == loosest => Unpackable::Ratio,
            _ => Unpackable::MuchInAll,
        })
    }

    /// The member of this name, if there is one.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.members.binary_search_by(|member| member.name.as_str().cmp(name)).ok()
    }
}

/// Whether it is a file that somebody packed: no folder, nothing that a Mac adds.
fn is_file(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    !last.is_empty() && last != ".DS_Store" && !name.starts_with("__MACOSX/")
}

/// Whether a file below some folder could have this path, and nothing outside of it.
fn is_safe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let out = name.split(['/', '\\']).any(|part| part == "..");
    name.len() <= MAX_NAME
        && !drive
        && !out
        && !name.starts_with(['/', '\\'])
        && !name.chars().any(char::is_control)
}

/// The members that stand at the beginning of a zip of which only the beginning is known, in the order they stand in,
/// each with its name and the beginning of its content, as far as it can be seen. Those of a zip at the beginning of the zip are
/// among them.
pub(crate) fn beginnings(head: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    look(head, &mut found, true);
    found
}

fn look(head: &[u8], found: &mut Vec<(String, Vec<u8>)>, inside: bool) {
    for at in memmem::find_iter(head, b"PK\x03\x04") {
        if found.len() >= LOOKED_AT {
            return;
        }
        let mut rest = head.get(at..).unwrap_or_default();
        let options = ZipReadOptions::new().override_compressed_size(rest.len() as u64);
        let Ok(Some(mut file)) = read_zipfile_from_stream_with_options(&mut rest, options) else {
            continue;
        };
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let mut content = Vec::new();
        // What is cut at the end of the head is a beginning too.
        let _ = file.by_ref().take(BEGINNING).read_to_end(&mut content);
        let is_zip = content.starts_with(b"PK\x03\x04");
        if is_file(&name) {
            found.push((name, content.clone()));
        }
        let packed = file.compression() == CompressionMethod::Deflated;
        if is_zip && packed && inside {
            look(&content, found, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            let packing = if name.ends_with("stored") {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            let options = SimpleFileOptions::default().compression_method(packing);
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// What becomes of each member.
    fn read(bytes: &[u8], most: u64) -> Vec<(String, Result<usize, Unpackable>)> {
        let mut zipped = Zipped::open(bytes).unwrap();
        let names: Vec<String> = zipped.members.iter().map(|it| it.name.clone()).collect();
        let each = names.into_iter().enumerate();
        each.map(|(at, name)| (name, zipped.read(at, most).map(|bytes| bytes.len()))).collect()
    }

    fn check(members: &[(&str, &[u8])], expected: &[(&str, Result<usize, Unpackable>)]) {
        let found = read(&zip(members), 4 << 20);
        let found: Vec<_> = found.iter().map(|(name, it)| (name.as_str(), *it)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn members_come_in_the_order_of_their_names() {
        check(
            &[("b", b"two"), ("a/c.stored", b"one"), ("B", b"")],
            &[("B", Ok(0)), ("a/c.stored", Ok(3)), ("b", Ok(3))],
        );
        check(&[("__MACOSX/._a", b"x"), ("d/.DS_Store", b"x"), ("a", b"x")], &[("a", Ok(1))]);
        check(&[], &[]);
        assert_eq!(Zipped::open(&zip(&[("b", b"two")])).unwrap().find("b"), Some(0));
    }

    #[test]
    fn names_that_lead_elsewhere_are_not_read() {
        for name in ["../a", "a/../../b", "/etc/a", "\\a", "C:\\a", "a\\..\\b", "a\nb", "a\u{1}"] {
            check(
                &[(name, b"x"), ("zz", b"y")],
                &[(name, Err(Unpackable::UnsafeName)), ("zz", Ok(1))],
            );
        }
        check(&[("a..b/..c", b"x")], &[("a..b/..c", Ok(1))]);
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let zeros = vec![0; 5 << 20];
        check(
            &[("a", &zeros[..2 << 20]), ("b", &zeros), ("c", b"x")],
            &[("a", Err(Unpackable::Ratio)), ("b", Err(Unpackable::Ratio)), ("c", Ok(1))],
        );
        check(
            &[("a.stored", &zeros), ("c", b"x")],
            &[("a.stored", Err(Unpackable::LargeMember(4 << 20))), ("c", Ok(1))],
        );
        let bytes = zip(&[("a.stored", b"0123456789"), ("b.stored", b"0123456789")]);
        let mut zipped = Zipped::within(&bytes, 2 * MEMBER + 15).unwrap();
        assert_eq!(zipped.read(0, 100).map(|it| it.len()), Ok(10));
        assert_eq!(zipped.read(1, 100), Err(Unpackable::MuchInAll));
        assert_eq!(Zipped::within(&bytes, MEMBER).err(), Some(Unpackable::MuchInAll));
    }

    #[test]
    fn damage_is_of_one_member() {
        let whole = zip(&[("a.stored", b"first"), ("b.stored", b"second"), ("c", b"third")]);
        let at = memmem::find(&whole, b"second").unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        let found: Vec<_> = read(&bytes, 100).into_iter().map(|(_, it)| it).collect();
        assert_eq!(found, [Ok(5), Err(Unpackable::Damaged), Ok(5)]);
        // The flag of encryption, and the method, of the second entry of the list.
        let entry = memmem::find_iter(&whole, b"PK\x01\x02").nth(1).unwrap();
        for (place, byte, expected) in [(8, 1, Unpackable::Encrypted), (10, 14, Unpackable::Method)]
        {
            let mut bytes = whole.clone();
            bytes[entry + place] = byte;
            let found: Vec<_> = read(&bytes, 100).into_iter().map(|(_, it)| it).collect();
            assert_eq!(found, [Ok(5), Err(expected), Ok(5)]);
        }
        for length in 0..whole.len() {
            assert_eq!(Zipped::open(&whole[..length]).err(), Some(Unpackable::NoDirectory));
        }
        let mut same = whole.clone();
        for at in memmem::find_iter(&whole, b"a.stored") {
            same[at] = b'b';
        }
        assert!(Zipped::open(&same).unwrap().same_name && read(&same, 100).len() == 2);
    }

    #[test]
    fn a_beginning_shows_its_first_members() {
        let inner = zip(&[("r1.xml", b"<Record>"), ("r2.xml", b"<Record/>")]);
        let check = |bytes: &[u8], expected: &[(&str, &[u8])]| {
            let found = beginnings(bytes);
            let found: Vec<_> = found.iter().map(|(name, it)| (name.as_str(), &it[..])).collect();
            assert_eq!(found, expected);
        };
        let all: &[(&str, &[u8])] = &[("r1.xml", b"<Record>"), ("r2.xml", b"<Record/>")];
        check(&inner, all);
        check(&inner[..60], &all[..1]);
        check(b"PK\x03\x04", &[]);
        for name in ["GO_1.zip", "GO_1.stored"] {
            let outer = zip(&[("d/", b""), (name, &inner)]);
            check(&outer, &[&[(name, &inner[..])][..], all].concat());
        }
    }
}
