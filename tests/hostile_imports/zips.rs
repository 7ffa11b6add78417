//! Zips and gzip: bombs, names that lead elsewhere, zips in zips, what is encrypted, cut or damaged.

use super::{good, refuses, remarks, with_peak};
use crate::harness::{Workspace, bytes_below, zip};
use flate2::{Compress, Compression, FlushCompress};
use std::io::Write;

/// Zeros packed by deflate, a gibibyte in a mebibyte: the same block again and again.
fn zeros(gibibytes: usize) -> Vec<u8> {
    let mut deflate = Compress::new(Compression::best(), false);
    let mut block = Vec::with_capacity(64 << 10);
    deflate.compress_vec(&vec![0; 1 << 20], &mut block, FlushCompress::Full).unwrap();
    let mut packed = block.repeat(gibibytes << 10);
    packed.extend_from_slice(&[3, 0]);
    packed
}

/// A zip of one member that is packed already, with what it says of the size of the content.
fn zip_of(name: &str, packed: &[u8], size: usize) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let mut middle = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0, 0, 0, 0, 0]; // 2.0, deflate, 1980, no checksum
    middle.extend(number(packed.len()));
    middle.extend(number(size));
    middle.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
    let local = [b"PK\x03\x04", &middle[..], name.as_bytes(), packed].concat();
    let entry = [b"PK\x01\x02\x14\x00", &middle[..], &[0; 14][..], name.as_bytes()].concat();
    let end = [
        &b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..],
        &number(entry.len()),
        &number(local.len()),
        &[0, 0],
    ];
    [&local[..], &entry[..], &end.concat()[..]].concat()
}

#[test]
fn bombs_are_not_unpacked() {
    let workspace = Workspace::new(2001, 2001);
    let bomb = zeros(8);
    assert!(bomb.len() < 16 << 20);
    workspace.write("in/bomb.zip", zip_of("a.json", &bomb, 0xffff_fffe));
    workspace.write("in/bomb.docx", zip_of("word/document.xml", &bomb, 100));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![0; 64 << 20]).unwrap();
    workspace.write("in/bomb.json.gz", gzip.finish().unwrap().repeat(128));
    workspace.write("in/good.json", good(1));
    let (said, peak) = with_peak(&mut workspace.command(&["import", "in", "--json"]));
    assert!(peak.is_none_or(|mib| mib <= 100), "{peak:?} MiB");
    assert_eq!((said.code, said.json()["new"].as_u64()), (65, Some(1)), "{said:#?}");
    let json = said.json();
    let lies = "cannot be unpacked: File is larger than its declared uncompressed size";
    let zeros = "binary data of no kind that is known";
    let refused = [("in/bomb.docx!word/document.xml", lies), ("in/bomb.json.gz", zeros)];
    assert_eq!(remarks(&json, "refused"), refused);
    assert_eq!(remarks(&json, "passed"), [("in/bomb.zip!a.json", zeros)]);
}

#[test]
fn a_list_of_members_without_end_is_not_held() {
    let members: u32 = 350_000;
    let mut zip = b"PK\x03\x04\x14".to_vec();
    zip.resize(64, 0);
    let start = zip.len();
    for member in 0..members {
        let mut entry = [0; 54];
        entry[..8].copy_from_slice(b"PK\x01\x02\x14\0\x14\0");
        entry[28] = 8; // bytes of the name
        entry[46..].copy_from_slice(format!("{member:08}").as_bytes());
        zip.extend_from_slice(&entry);
    }
    let list = (zip.len() - start) as u64;
    let mut end = b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0".to_vec();
    for number in [members.into(), members.into(), list, start as u64] {
        end.extend_from_slice(&u64::to_le_bytes(number));
    }
    end.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    end.extend_from_slice(&u64::to_le_bytes(zip.len() as u64));
    end.extend_from_slice(b"\x01\0\0\0PK\x05\x06\0\0\0\0");
    end.extend_from_slice(&[0xff; 12]);
    end.extend_from_slice(&[0, 0]);
    let workspace = Workspace::quick(2001, 2001);
    workspace.write("many.zip", [zip, end].concat());
    workspace.write("good.json", good(1));
    let (said, peak) = with_peak(&mut workspace.command(&["import", "many.zip", "good.json"]));
    assert!(peak.is_none_or(|mib| mib <= 256), "{peak:?} MiB");
    said.fails(
        65,
        &["many.zip: ", "the list of its members has more than 16 MiB", "1 of 2 files are kept"],
    );
}

#[test]
fn names_in_a_zip_lead_nowhere_and_every_member_is_read() {
    let workspace = Workspace::new(2001, 2001);
    workspace.write(
        "study/groundswell.toml",
        std::fs::read(workspace.path("groundswell.toml")).unwrap(),
    );
    let long = format!("{}/x.json", "long".repeat(2000));
    let names = [
        "../../out.json",
        "/etc/out.json",
        "C:\\out.json",
        "..\\out.json",
        "A.json",
        "a.json",
        "\u{1b}[31mred.json",
        &long,
        "archive/manifest-sha256.txt.json",
    ];
    let contents: Vec<String> = (0..).zip(names).map(|(id, _)| good(id)).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().zip(&contents).map(|(name, content)| (*name, content.as_bytes())).collect();
    workspace.write("names.zip", zip(&members));
    let before = bytes_below(&workspace.path(""));
    let mut command = workspace.command(&["import", "../names.zip"]);
    let said = crate::harness::run(command.current_dir(workspace.path("study"))).ok();
    assert!(
        said.stderr.contains("9 new documents") && !said.stderr.contains('\u{1b}'),
        "{said:#?}"
    );
    let mut after = bytes_below(&workspace.path(""));
    after.retain(|name, _| !name.starts_with("study/archive/"));
    assert!(before == after, "something was written outside of the archive");
    for name in bytes_below(&workspace.path("study/archive/data")).keys() {
        assert!(
            name.starts_with("nyt-archive/2001/2001-03-") && name.ends_with(".json.zst"),
            "{name}"
        );
    }
}

#[test]
fn zips_in_zips_are_opened_once_and_what_cannot_be_unpacked_loses_only_itself() {
    let workspace = Workspace::new(2001, 2001);
    let [one, two, three] = [good(1), good(2), good(3)];
    let inner = zip(&[("x.json", one.as_bytes())]);
    workspace.write(
        "in/nested.zip",
        zip(&[("b/1.zip", &zip(&[("2.zip", &inner)])), ("a.json", two.as_bytes())]),
    );
    workspace.write("in/two.zip", zip(&[("1.zip", &inner)]));
    let mut encrypted = zip(&[("x.json", good(4).as_bytes()), ("y.json", three.as_bytes())]);
    let entry = encrypted.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[entry + 8] |= 1;
    workspace.write("in/encrypted.zip", encrypted);
    let mut damaged = zip(&[("x.json", good(5).as_bytes()), ("y.json", good(6).as_bytes())]);
    damaged[50] ^= 0xff;
    workspace.write("in/damaged.zip", damaged);
    let whole = zip(&[("x.json", good(7).as_bytes())]);
    workspace.write("in/cut.zip", &whole[..whole.len() - 30]);
    let mut same = zip(&[("x.json", good(8).as_bytes()), ("y.json", good(9).as_bytes())]);
    for at in 0..same.len() - 6 {
        if &same[at..at + 6] == b"x.json" {
            same[at] = b'y';
        }
    }
    workspace.write("in/same.zip", same);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(good(10).as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    workspace.write("in/whole.json.gz", &gzip);
    workspace.write("in/x cut.json.gz", &gzip[..gzip.len() - 20]);
    let expected = [
        ("in/cut.zip", "cannot be unpacked: "),
        ("in/damaged.zip!x.json", "cannot be unpacked: "),
        ("in/encrypted.zip!x.json", "locked with a password"),
        ("in/nested.zip!b/1.zip!2.zip", "a zip in a zip in a zip; unpack it"),
        ("in/x cut.json.gz", "cannot be unpacked: "),
    ];
    // Of damaged, encrypted, nested, same, two, and the whole one.
    let said = refuses(&workspace, 6, &expected);
    let same = ("in/same.zip", "members of the zip have the same name; of those the last was read");
    assert_eq!(remarks(&said, "odd"), [same]);
    workspace.run(&["verify"]).ok();
}
