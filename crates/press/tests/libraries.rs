//! Real pages of libraries, where they are at hand: every word that Python's ElementTree finds in them is read, parted
//! words once; and texts that are no newspapers are not taken for some.

#![allow(clippy::unwrap_used, reason = "a test that fails is what unwrap is for")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use groundswell_press::recognise_file;

fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    shared.exists().then_some(shared).or_else(|| {
        eprintln!("skipped: no shared data");
        None
    })
}

/// Newspaper, id, words, kind and page of each record of a file kept under this name.
fn read(path: &Path, name: &str) -> Vec<(String, String, usize, String, String)> {
    let bytes = fs::read(path).unwrap();
    let source = recognise_file(name, &bytes).unwrap();
    let stored = [source.preface(name, bytes.len() as u64).as_bytes(), &bytes].concat();
    assert_eq!(recognise_file("", &stored).unwrap().name, source.name);
    let mut found = Vec::new();
    let contents = source.read(&mut &stored[..], &mut |record| {
        let article = record.article.unwrap();
        let words = article.lead.split_whitespace().count();
        let newspaper = source.newspaper_of(&article).map_or(&*article.newspaper, |known| known);
        found.push((
            newspaper.to_owned(),
            article.id.into_owned(),
            words,
            article.kind.into_owned(),
            article.page.into_owned(),
        ));
    });
    let contents = contents.unwrap();
    assert!(contents.complete && contents.problems.is_empty(), "{name}: {:?}", contents.problems);
    found
}

#[test]
fn every_word_of_a_page_is_read() {
    let Some(shared) = shared() else { return };
    // Words in the strings, less the second parts (`HypPart2`) and the 8 and 4 that a hyphen alone parts; the mean of
    // `WC`. ElementTree.
    for (file, name, newspaper, id, words, kind) in [
        (
            "alto/0002647_18240217_0002.xml",
            "0002647_18240217_0002.xml",
            "0002647",
            "0002647/1824-02-17/seq-2",
            6246,
            "page; ocr 0.92",
        ),
        (
            "loc/chronam_ocr_alto.xml",
            "sn84020657/1917/01/02/ed-1/seq-2/ocr.xml",
            "loc",
            "sn84020657/1917-01-02/ed-1/seq-2",
            5020,
            "page; ocr 0.89",
        ),
    ] {
        let expected = (newspaper.into(), id.into(), words, kind.into(), "2".into());
        assert_eq!(read(&shared.join(file), name), [expected], "{file}");
    }
}

#[test]
fn every_day_of_plain_text_is_read() {
    let Some(shared) = shared() else { return };
    let mut papers: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    for entry in fs::read_dir(shared.join("loc/ocr")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        for (newspaper, id, words, kind, _) in read(&path, name) {
            assert_eq!((&*newspaper, &*kind), ("loc", "issue"));
            let paper = papers.entry(id.split('/').next().unwrap().to_owned()).or_default();
            *paper = (paper.0 + 1, paper.1 + words);
        }
    }
    // Files by `ls`; words by Python's `split`, after a hyphen before a line that goes on in small letters was taken out.
    let expected = [
        ("bisbee-daily-review", (16, 421_557)),
        ("border-vidette", (2, 20_064)),
        ("el-tucsonense", (6, 63_321)),
    ];
    let expected = expected.map(|(name, counts)| (name.to_owned(), counts));
    assert_eq!(papers.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn an_issue_is_taken_apart_as_its_library_did() {
    let Some(shared) = shared() else { return };
    let found = read(&shared.join("alto/0002647_18240217_mets.xml"), "mets.xml");
    let mut pages: BTreeMap<&str, u64> = BTreeMap::new();
    for (newspaper, _, words, _, page) in &found {
        assert_eq!((&**newspaper, *words), ("The Statesman. (London, England)", 0));
        *pages.entry(page).or_default() += 1;
    }
    // `TYPE="ARTICLE"` and `TYPE="ADVERT"`; the first page of each group of links. ElementTree.
    assert_eq!(found.len(), 27);
    assert_eq!(
        pages.into_iter().collect::<Vec<_>>(),
        [("", 1), ("1", 7), ("2", 5), ("3", 6), ("4", 8)]
    );
}

#[test]
fn no_other_text_is_taken_for_a_newspaper() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for file in [
        "README.md",
        "LICENSE-APACHE",
        "fixtures/texts.txt",
        "crates/press/README.md",
        "Cargo.lock",
    ] {
        let bytes = fs::read(root.join(file)).unwrap();
        for name in
            [file, "README_19170102.txt", "LICENSE_19170102.txt", "texts.txt", "19170102.txt"]
        {
            let taken = recognise_file(name, &bytes).map(|source| source.name);
            assert!(taken.is_err(), "{file} as {name}: {taken:?}");
        }
    }
}
