//! What an archive holds after imports, repeats, crashes and damage.
#![allow(clippy::unwrap_used)]

use groundswell_archive::{Archive, Error, Kept, Name, Origin};
use std::fs;
use std::path::Path;

const TIME: &str = "2026-01-02T03:04:05Z";

fn open(root: &Path) -> Archive {
    Archive::open_or_create(root, TIME).unwrap()
}

fn name<'a>(source: &'a str, period: &'a str) -> Name<'a> {
    Name { source, period, extension: "json" }
}

fn import(archive: &mut Archive, period: &str, content: &str) -> Kept {
    let staged = archive.stage("a file", &mut content.as_bytes()).unwrap();
    let origin = Origin { name: "a file", time: TIME, span: None };
    archive.keep(&staged, name("nyt-archive", period), &origin).unwrap()
}

fn paths(archive: &Archive) -> Vec<String> {
    archive.documents().iter().map(|document| document.path.clone()).collect()
}

fn codes(root: &Path) -> Vec<&'static str> {
    let archive = Archive::open(root).unwrap();
    archive.verify(&mut |_| {}).unwrap().iter().map(|damage| damage.code).collect()
}

/// An archive of two documents, closed.
fn two_documents(root: &Path) -> Vec<String> {
    let mut archive = open(root);
    import(&mut archive, "1891-09", "one");
    import(&mut archive, "1973-09", "two");
    paths(&archive)
}

#[test]
fn the_same_content_is_kept_once_and_another_stands_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = open(folder.path());
    let first = import(&mut archive, "1891-09", "one");
    let again = import(&mut archive, "1891-09", "one");
    let other = import(&mut archive, "1891-09", "corrected");
    assert!(first.new && !again.new && other.new);
    assert_eq!(first.document, again.document);
    assert_eq!(archive.documents().len(), 2);
    assert_eq!(archive.provenance().unwrap().len(), 2);
}

#[test]
fn names_do_not_depend_on_the_order_of_imports() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut one = open(a.path());
    let mut two = open(b.path());
    for content in ["x", "y", "z"] {
        import(&mut one, "1891-09", content);
    }
    for content in ["z", "x", "y"] {
        import(&mut two, "1891-09", content);
    }
    assert_eq!(one.documents(), two.documents());
}

#[test]
fn what_is_kept_is_what_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = open(folder.path());
    let content = "{\"headline\":\"Señor\"}\n".repeat(50_000);
    let packed = zstd::encode_all(content.as_bytes(), 1).unwrap();
    let staged = archive.stage("packed", &mut &packed[..]).unwrap();
    let origin = Origin { name: "packed", time: TIME, span: None };
    archive.keep(&staged, name("nyt-archive", "1891-09"), &origin).unwrap();
    let mut read = String::new();
    archive.content(&archive.documents()[0]).unwrap().read_to_string(&mut read).unwrap();
    assert!(read == content);
    drop(archive);
    assert_eq!(codes(folder.path()), Vec::<&str>::new());
}

#[test]
fn a_second_writer_is_refused_at_once_and_a_reader_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let writer = open(folder.path());
    let refused = Archive::open_or_create(folder.path(), TIME).unwrap_err();
    assert!(matches!(&refused, Error::Locked { holder, .. } if holder.contains("since 2026")));
    assert!(Archive::open(folder.path()).is_ok());
    drop(writer);
    assert!(Archive::open_or_create(folder.path(), TIME).is_ok());
}

#[test]
fn a_staged_document_that_is_not_kept_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = open(folder.path());
    drop(archive.stage("a", &mut &b"[]"[..]).unwrap());
    drop(archive);
    let archive = Archive::open(folder.path()).unwrap();
    assert!(archive.documents().is_empty());
    assert!(!folder.path().join("staging/1.zst").exists());
}

#[test]
fn names_that_could_lead_out_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = open(folder.path());
    let origin = Origin { name: "a", time: TIME, span: None };
    for (source, period) in [
        ("../etc", "1891"),
        ("nyt", "../../x"),
        ("", "1891"),
        ("nyt", ""),
        ("NYT", "1891"),
        ("nyt", "1/2"),
    ] {
        let staged = archive.stage("a", &mut &b"[]"[..]).unwrap();
        let refused = archive.keep(&staged, name(source, period), &origin).unwrap_err();
        assert!(matches!(refused, Error::Name { .. }), "{source} {period}");
    }
    assert!(archive.documents().is_empty());
}

#[test]
fn a_crash_between_document_and_manifest_is_repaired_on_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let before = two_documents(folder.path());
    let manifest = folder.path().join("manifest-sha256.txt");
    let text = fs::read_to_string(&manifest).unwrap();
    for cut in [text.len() - 1, text.len() - 30, text.find('\n').unwrap() + 1, 10, 0] {
        fs::write(&manifest, &text[..cut]).unwrap();
        assert_eq!(paths(&open(folder.path())), before, "manifest cut at byte {cut}");
        assert_eq!(codes(folder.path()), Vec::<&str>::new());
    }
}

#[test]
fn what_is_not_a_document_of_ours_is_not_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let before = two_documents(folder.path());
    fs::write(folder.path().join("data/nyt-archive/1891/evil.json.zst"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", folder.path().join("data/link")).unwrap();
    assert_eq!(paths(&open(folder.path())), before);
}

#[test]
fn a_manifest_that_is_gone_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    two_documents(folder.path());
    fs::remove_file(folder.path().join("manifest-sha256.txt")).unwrap();
    let error = Archive::open_or_create(folder.path(), TIME).unwrap_err().to_string();
    assert!(error.contains("it is gone"), "{error}");
}

#[test]
fn a_damaged_document_is_mended_by_importing_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let documents = two_documents(folder.path());
    fs::remove_file(folder.path().join(&documents[0])).unwrap();
    assert_eq!(codes(folder.path()), ["missing"]);
    assert!(!import(&mut open(folder.path()), "1891-09", "one").new);
    assert_eq!(codes(folder.path()), Vec::<&str>::new());
}

#[test]
fn every_damage_has_its_code() {
    let check = |expected: &str, damage: &dyn Fn(&Path, &Path)| {
        let folder = tempfile::tempdir().unwrap();
        let documents = two_documents(folder.path());
        damage(folder.path(), &folder.path().join(&documents[0]));
        assert_eq!(codes(folder.path()), [expected]);
    };
    check("changed", &|_, document| {
        let mut bytes = fs::read(document).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::remove_file(document).unwrap();
        fs::write(document, bytes).unwrap();
    });
    check("untraced", &|root, _| {
        let path = root.join("requests.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.split_inclusive('\n').skip(1).collect::<String>()).unwrap();
    });
    check("missing", &|_, document| fs::remove_file(document).unwrap());
    check("not_listed", &|root, _| fs::write(root.join("data/stray.txt"), "x").unwrap());
    #[cfg(unix)]
    check("not_a_file", &|root, document| {
        std::os::unix::fs::symlink(document, root.join("data/nyt-archive/link")).unwrap();
    });
}

#[test]
fn a_manifest_that_leads_out_or_repeats_is_refused() {
    let line = format!("{}  data/nyt/1891/a.zst\n", "0".repeat(64));
    for (text, what) in [
        (format!("{}  ../../etc/passwd\n", "0".repeat(64)), "not a path"),
        (format!("{}  data/../../x\n", "0".repeat(64)), "not a path"),
        ("what is this\n".to_owned(), "not “sha256"),
        (format!("{line}{line}"), "stands twice"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        two_documents(folder.path());
        fs::write(folder.path().join("manifest-sha256.txt"), text).unwrap();
        let error = Archive::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn a_version_this_program_cannot_read_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    two_documents(folder.path());
    fs::write(folder.path().join("bagit.txt"), "BagIt-Version: 9.0\n").unwrap();
    let error = Archive::open_or_create(folder.path(), TIME).unwrap_err().to_string();
    assert!(error.contains("BagIt-Version: 9.0"), "{error}");
}
