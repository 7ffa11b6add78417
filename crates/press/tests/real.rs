//! Real records, where they are at hand: everything reads, nothing is quarantined that is not named here.

#![allow(clippy::unwrap_used, reason = "a test that fails is what unwrap is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use groundswell_press::{Contents, Fault, international, recognise};

/// The folder of real records; `None`, with a line that says so, where it is absent.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !path.exists() {
        eprintln!("skipped: no shared data ({folder})");
    }
    path.exists().then_some(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// What was read from some files.
#[derive(Default)]
struct Tally {
    records: u64,
    ids: BTreeSet<String>,
    problems: Vec<String>,
    verdicts: BTreeMap<String, u64>,
    lossy: u64,
}

fn read(path: &Path, tally: &mut Tally) -> Contents {
    let bytes = fs::read(path).unwrap();
    let source = recognise(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let contents = source
        .read(&mut File::open(path).unwrap(), &mut |record| match &record.article {
            Ok(article) => {
                let verdict = international(source.newspaper, article);
                *tally
                    .verdicts
                    .entry(format!("{:?} {}", verdict.international, verdict.rule))
                    .or_default() += 1;
                tally.ids.insert(article.id.to_string());
                tally.lossy += u64::from(article.lossy);
                let start = usize::try_from(record.offset).unwrap();
                let raw = &bytes[start..start + record.length as usize];
                assert!(
                    raw.starts_with(b"{") && raw.ends_with(b"}"),
                    "{} at {start}",
                    path.display()
                );
            }
            Err(problem) => {
                let place = format!("{} {}", path.display(), record.position);
                tally.problems.push(format!("{place}: {problem}"));
            }
        })
        .unwrap();
    assert!(contents.complete, "{}: {:?}", path.display(), contents.problems);
    assert_eq!(contents.bytes, bytes.len() as u64, "{}", path.display());
    tally.records += contents.records;
    contents
}

#[test]
fn archive_months_read_whole() {
    let Some(folder) = shared("nyt_api/archive_months_from_search") else { return };
    let mut tally = Tally::default();
    let months = files(&folder);
    for month in &months {
        let contents = read(month, &mut tally);
        assert_eq!(contents.announced, Some(contents.records), "{}", month.display());
        assert_eq!(contents.problems, [], "{}", month.display());
    }
    assert_eq!(months.len(), 120);
    assert_eq!(tally.records, 11_336);
    assert_eq!(tally.problems, Vec::<String>::new());
    eprintln!("{:#?} lossy {}", tally.verdicts, tally.lossy);
}

#[test]
fn captures_as_served_hold_the_same_articles() {
    let (Some(months), Some(captures)) = (
        shared("nyt_api/archive_months_from_search"),
        shared("nyt_api/articlesearch_v2_2000-2014"),
    ) else {
        return;
    };
    let (mut monthly, mut served) = (Tally::default(), Tally::default());
    for month in files(&months) {
        read(&month, &mut monthly);
    }
    for capture in files(&captures) {
        let contents = read(&capture, &mut served);
        assert_eq!(contents.announced, Some(contents.records), "{}", capture.display());
        assert_eq!(contents.problems, [], "{}", capture.display());
    }
    assert_eq!(served.problems, Vec::<String>::new());
    assert!(served.ids.is_subset(&monthly.ids));
    eprintln!(
        "{} records, {} ids; months {} ids",
        served.records,
        served.ids.len(),
        monthly.ids.len()
    );
}

#[test]
fn cut_months_and_pages_read() {
    let Some(folder) = shared("nyt_api") else { return };
    let mut tally = Tally::default();
    let cut = read(&folder.join("archive_v1_2016_04.json"), &mut tally);
    assert!(
        matches!(cut.problems[..], [ref trouble] if matches!(trouble.what, Fault::Announced { announced: 6699, .. }))
    );
    for file in files(&folder.join("archive_v1_transcribed")) {
        assert_eq!(read(&file, &mut tally).problems, []);
    }
    for page in ["articlesearch_2016_page.json", "articlesearch_2025_page.json"] {
        assert_eq!(read(&folder.join(page), &mut tally).problems, []);
    }
    assert_eq!(tally.problems, Vec::<String>::new());
    eprintln!("{:#?}", tally.verdicts);
}

#[test]
fn guardian_pages_read() {
    let Some(folder) = shared("guardian_api") else { return };
    let mut tally = Tally::default();
    let first = read(&folder.join("search_2012_page1.json"), &mut tally);
    // Three pages of fifty were joined into one list: the document contradicts itself, and says so.
    assert!(
        matches!(first.problems[..], [ref trouble] if trouble.what == Fault::Announced { announced: 50, held: 150 })
    );
    assert_eq!(read(&folder.join("search_2012_page2.json"), &mut tally).problems, []);
    assert_eq!(tally.records, 200);
    assert_eq!(tally.problems, Vec::<String>::new());
    eprintln!("{:#?}", tally.verdicts);
}

#[test]
fn pages_of_the_library_of_congress_read() {
    let Some(folder) = shared("loc") else { return };
    let mut tally = Tally::default();
    let contents = read(&folder.join("chronam_search_page.json"), &mut tally);
    assert_eq!((contents.problems, contents.announced), (vec![], Some(20)));
    assert_eq!(tally.problems, Vec::<String>::new());
    assert_eq!((tally.records, tally.ids.len()), (20, 20));
}
