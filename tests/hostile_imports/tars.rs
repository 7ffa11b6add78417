//! Tars: batches of pages as libraries hand them out; names that lead elsewhere, names without end, cut ones.

use super::{good, refuses, remarks, with_peak};
use crate::harness::{Workspace, root};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use tar::{Builder, EntryType, Header};

fn header(name: &str, kind: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    for (name, content) in files {
        tar.append(&header(name, EntryType::Regular, content.len() as u64), *content).unwrap();
    }
    tar.append(&header("link.json", EntryType::Symlink, 0), &b""[..]).unwrap();
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

const PAGE: &str = "The harbour was shut all day, and nobody went to work in the town. Men stood at the gates \
                    until the evening and the ships lay where they were. It was cut off from the world.\n";

#[test]
fn a_batch_of_pages_is_read_as_it_comes() {
    let workspace = Workspace::new(1851, 2017);
    let page = std::fs::read(root().join("fixtures/ocr-text/harbor-news_19170102.txt")).unwrap();
    let batch = tar(&[
        ("sn84020657/1917/01/02/ed-1/seq-1/ocr.txt", &page),
        ("sn84020657/1917/01/03/ed-1/seq-2/ocr.txt", &page),
        ("readme", b"not a page"),
    ]);
    let mut bz2 = Vec::new();
    bzip2::read::BzEncoder::new(&batch[..], bzip2::Compression::fast())
        .read_to_end(&mut bz2)
        .unwrap();
    workspace.write("in/batch.tar.bz2", bz2);
    let looked = workspace.run(&["import", "--dry-run", "in", "--json"]).ok().json();
    let kinds: Vec<_> =
        looked["looked"].as_array().unwrap().iter().map(|row| row[1]["kind"].as_str()).collect();
    assert_eq!(kinds, [Some("ocr-text"), Some("ocr-text")], "{looked}");
    assert_eq!(remarks(&looked, "passed")[0].0, "in/batch.tar.bz2!readme");
    // The same batch plain: the same pages.
    workspace.write("in/batch.tar", batch);
    let imported = workspace.run(&["import", "in", "--json"]).ok().json();
    assert_eq!((&imported["new"], &imported["held"]), (&2.into(), &2.into()), "{imported}");
}

#[test]
fn names_lead_nowhere_and_what_cannot_be_read_is_named() {
    let workspace = Workspace::new(1851, 2017);
    let (one, two, three) = (good(1), good(2), good(3));
    let whole = tar(&[("../../a.json", one.as_bytes()), ("/b.json", two.as_bytes())]);
    let inner = gzip(&tar(&[("x.json", three.as_bytes())]));
    workspace.write("in/a.tgz", gzip(&whole));
    workspace.write("in/b.tar", tar(&[("c.tar.gz", &inner), ("d.json", three.as_bytes())]));
    // Cut in the second file, where a text could end.
    let page =
        tar(&[("e.json", good(4).as_bytes()), ("harbor-news_19170102.txt", PAGE.as_bytes())]);
    let at = page.windows(4).position(|four| four == b"cut ").unwrap();
    workspace.write("in/c.tar", &page[..at]);
    refuses(
        &workspace,
        4,
        &[
            ("in/b.tar!c.tar.gz", "a zip or tar in a tar"),
            ("in/c.tar!harbor-news_19170102.txt", "the tar ends in it"),
            ("in/c.tar", "cannot be read on"),
        ],
    );
    assert!(!workspace.path("../a.json").exists() && !workspace.path("../../a.json").exists());
}

#[test]
fn a_name_without_end_is_not_held() {
    let workspace = Workspace::new(1851, 2017);
    let size: u64 = 1 << 30;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(header("././@LongLink", EntryType::GNULongName, size).as_bytes()).unwrap();
    let zeros = vec![b'a'; 1 << 20];
    (0..1024).for_each(|_| packed.write_all(&zeros).unwrap());
    workspace.write("long.tar.gz", packed.finish().unwrap());
    workspace.write("good.json", good(1));
    let (said, peak) = with_peak(&mut workspace.command(&["import", "long.tar.gz", "good.json"]));
    said.fails(65, &["long.tar.gz: cannot be read on: ", "names of more than 16 MiB"]);
    assert!(peak.is_none_or(|peak| peak < 128), "{peak:?} MiB");
}
