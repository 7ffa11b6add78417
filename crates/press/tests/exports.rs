//! Real exports, where they are at hand: each is recognised by its content and holds what was counted in it by other means.
//!
//! `cargo test -p groundswell-press --test exports -- --nocapture` prints the table.

#![allow(clippy::unwrap_used, reason = "a test that fails is what unwrap is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use groundswell_press::{Fault, recognise_file};

/// A file below `shared/data`, the source it is of, its records, how many of them have a section or desk, the first and the
/// last day, and how many cannot be read. Counted with `grep`, Python or the authors' own words, not with this program.
const FILES: &[(&str, &str, u64, u64, &str, &str, u64)] = &[
    // grep -c '^ProQuest document ID:\|^ProQuest documentID:', '^Section:', sorted '^Publication date:'
    (
        "proquest/ProQuestDocuments_373_toronto-star.txt",
        "proquest-text",
        373,
        373,
        "2022-01-01",
        "2022-03-09",
        0,
    ),
    // Python's email, then `name="DocID_MSTAR`, `<strong>Section`, sorted `<strong>Publication date`
    ("proquest/format-v2.eml", "proquest-mail", 20, 7, "2013-08-22", "2022-03-10", 0),
    ("proquest/malformed-html-tag.eml", "proquest-mail", 2, 2, "2008-11-22", "2010-05-08", 0),
    ("proquest/htmlfiles/sample-1.html", "proquest-html", 1, 1, "2010-05-08", "2010-05-08", 0),
    // Counted in Python: `<DOCFULL>`, `(SECTION|RUBRIQUE): <`, the first date of each.
    ("nexis/nexis_sun_2000_32.html", "nexis-html", 32, 19, "2000-11-02", "2000-11-30", 0),
    (
        "nexis/tm.plugin.lexisnexis/lexisnexis_test_en.html",
        "nexis-html",
        2,
        2,
        "1991-12-19",
        "1993-01-28",
        0,
    ),
    (
        "nexis/tm.plugin.lexisnexis/lexisnexis_test_fr.html",
        "nexis-html",
        3,
        3,
        "2013-03-10",
        "2013-10-14",
        0,
    ),
    // The second document is an error message. `Pg. B22` is a page and no section.
    (
        "nexis/tm.plugin.lexisnexis/lexisnexis_test_copyright_error.html",
        "nexis-html",
        2,
        0,
        "2018-12-31",
        "2018-12-31",
        1,
    ),
    // grep -c ' of [0-9]* DOCUMENTS$', '^SECTION:'
    ("nexis/LexisNexisTools/sample.TXT", "nexis-text", 10, 5, "2010-01-08", "2010-01-11", 0),
    // Python's zipfile and ElementTree: `End of Document`, `Section:`, the date of each. The first
    // holds 100 documents, as its docProps say too; 94 of them, as its name says, have a section.
    ("nexis/nexisuni_misc_94.docx", "nexis-docx", 100, 94, "2002-11-05", "2008-12-07", 0),
    ("nexis/nexisuni_guardian_single.docx", "nexis-docx", 1, 1, "2015-09-30", "2015-09-30", 0),
    ("nexis/LexisNexisTools/sample.DOCX", "nexis-docx", 10, 10, "2019-07-01", "2019-07-04", 0),
    // grep -o 'class="article deArticle"', '<div>[0-9]* [A-Z][a-z]* 2013</div>'
    ("factiva/amcat_factivia.htm", "factiva-html", 9, 0, "2013-11-19", "2013-12-19", 0),
    (
        "factiva/tm.plugin.factiva/factiva_test.html",
        "factiva-html",
        2,
        1,
        "2011-12-29",
        "2011-12-29",
        0,
    ),
    // grep -c '<accessionNo>', '<dateTime>', '<date>'
    (
        "factiva/tm.plugin.factiva/factiva_test.xml",
        "factiva-xml",
        3,
        0,
        "2012-01-06",
        "2012-05-06",
        0,
    ),
    (
        "factiva/tm.plugin.factiva/reut21578-factiva.xml",
        "factiva-xml",
        19,
        0,
        "1987-02-26",
        "1987-03-02",
        0,
    ),
    // grep -o 'class="DocPublicationName"'; one article names no section.
    (
        "europresse/tm.plugin.europresse/europresse_test1.html",
        "europresse-html",
        3,
        2,
        "2012-10-03",
        "2013-10-05",
        0,
    ),
    (
        "europresse/tm.plugin.europresse/europresse_test2.html",
        "europresse-html",
        4,
        4,
        "2006-03-13",
        "2006-03-14",
        0,
    ),
    // Python's csv: rows below the first; rows whose section is not empty; smallest and largest date.
    (
        "nyt_csv/archive_2020-04_with_duplicated_blocks.csv",
        "table-csv",
        5283,
        0,
        "2020-04-01",
        "2020-05-01",
        0,
    ),
    // One row has no headline, no snippet and no lead.
    ("nyt_csv/archive_2020-08.csv", "table-csv", 6716, 0, "2020-08-01", "2020-09-01", 1),
    // Sections and first names, one row an author: nothing tells one article from another, so none can be counted.
    ("nyt_csv/author_section_2011-09.csv", "table-csv", 11153, 0, "", "", 11153),
    ("nyt_csv/author_section_2012-01.csv", "table-csv", 12069, 0, "", "", 12069),
    ("nyt_csv/author_section_2014-10.csv", "table-csv", 6703, 0, "", "", 6703),
    ("nyt_csv/author_section_2016-11.csv", "table-csv", 4490, 0, "", "", 4490),
    (
        "headlines/RTextTools_NYTimes_frontpage_1996-2006.csv.gz",
        "table-csv",
        3104,
        0,
        "1996-01-01",
        "2006-12-31",
        0,
    ),
    ("gdelt/mentionssamp.csv", "gdelt-mentions", 1635, 0, "2017-07-01", "2017-07-01", 0),
    // ElementTree: `Page`; the day is in the name. The second file's name has none.
    ("alto/0002647_18240217_0002.xml", "alto", 1, 0, "1824-02-17", "1824-02-17", 0),
    ("loc/chronam_ocr_alto.xml", "alto", 1, 0, "", "", 1),
    // grep -c 'TYPE="ARTICLE"', 'TYPE="ADVERT"': 26 and 1; `dateIssued`.
    ("alto/0002647_18240217_mets.xml", "mets", 27, 0, "1824-02-17", "1824-02-17", 0),
];

/// Web archives, none of which holds a newspaper: what is passed over in each, and of what records is said that they are
/// damaged. Counted with warcio 1.8's iterator, and of what that gives up on with `zcat | grep -a '^WARC-Type\\|^HTTP/1.1'`.
const WEB: &[(&str, &str, &[&str])] = &[
    ("example.warc", "2 request, 1 response text/html, 1 revisit, 2 warcinfo", &[]),
    ("example.warc.gz", "2 request, 1 response text/html, 1 revisit, 2 warcinfo", &[]),
    // Requests are not looked into, so the first one's wrong digest is nothing to us.
    ("example-digest.warc", "4 request", &[]),
    ("example-iana.org-chunked.warc", "1 request, 1 response text/html, 1 warcinfo", &[]),
    ("example-resource.warc.gz", "1 resource text/html, 2 warcinfo", &[]),
    ("example-space-in-target-uri.warc.gz", "1 resource image/png, 1 warcinfo", &[]),
    (
        "example-wget-bad-target-uri.warc.gz",
        "1 metadata, 1 request, 2 resource text/plain, 1 response text/html, 1 warcinfo",
        &[],
    ),
    ("post-test.warc.gz", "3 request, 3 response application/json", &[]),
    // All in one gzip member, six records as in `example.warc`; warcio stops after the first one.
    (
        "example-bad-non-chunked.warc.gz",
        "2 request, 1 response text/html, 1 revisit, 2 warcinfo",
        &[],
    ),
    (
        "example-bad.warc.gz.bad",
        "2 request, 1 response 302, 1 response text/html, 1 revisit, 1 warcinfo",
        &[],
    ),
    // Two bytes are missing of the length of the response; warcio warns and goes on.
    ("example-trunc.warc", "1 request, 2 warcinfo", &["http://example.com/"]),
    // A response over two gzip members, one byte longer than it says; warcio gives up there.
    ("example-wrong-chunks.warc.gz", "1 request", &["http://example.com/"]),
];

#[test]
fn every_real_web_archive_holds_what_was_counted_in_it() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/warc");
    let mut differing = Vec::new();
    for &(file, passed, damaged) in WEB {
        let Ok(bytes) = fs::read(shared.join(file)) else {
            eprintln!("skipped: no shared data");
            return;
        };
        let source = recognise_file(file, &bytes).unwrap();
        let contents = source.read(&mut &bytes[..], &mut |_| {}).unwrap();
        let (mut over, mut wrong) = (String::new(), Vec::new());
        for trouble in &contents.problems {
            match &trouble.what {
                Fault::PassedOver(what) => over.clone_from(what),
                Fault::WebRecord { target, .. } => wrong.push(target.as_str()),
                other => differing.push(format!("{file}: {other}")),
            }
        }
        if source.name != "warc" || !contents.complete || over != passed || wrong != damaged {
            differing.push(format!("{file}: {over}, {:?}", contents.problems));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Tables that are none of articles: code books, descriptions of columns, counts.
const OTHERS: [&str; 9] = [
    "factiva/factiva-countries.csv",
    "gdelt/events1.csv",
    "gdelt/gkg2.csv",
    "gdelt/mentions.csv",
    "gdelt/schema_csvs/cameoCodeTable.tsv",
    "gdelt/schema_csvs/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv",
    "counts/nyt_archive_docs_per_year_1930_2023.csv",
    "counts/nyt_glocations_num/1900_num_data.csv",
    "tables/nyt_2000_2014_section_name.csv",
];

#[test]
fn no_other_table_is_taken_for_one_of_articles() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    for file in OTHERS {
        let Ok(bytes) = fs::read(shared.join(file)) else {
            eprintln!("skipped: no shared data");
            return;
        };
        let taken = recognise_file(file, &bytes).map(|source| source.name);
        assert!(taken.is_err(), "{file}: {taken:?}");
    }
}

#[test]
fn every_real_export_holds_what_was_counted_in_it() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !shared.exists() {
        eprintln!("skipped: no shared data");
        return;
    }
    let mut differing = Vec::new();
    for &(file, kind, records, filed, first, last, bad) in FILES {
        let mut bytes = fs::read(shared.join(file)).unwrap();
        // As on the way into the archive.
        if file.ends_with(".csv.gz") {
            let packed = std::mem::take(&mut bytes);
            MultiGzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        }
        let name = file.rsplit('/').next().unwrap();
        let source = match recognise_file(name, &bytes) {
            Ok(source) => source,
            Err(error) => {
                differing.push(format!("{file}: {error}"));
                continue;
            }
        };
        let mut days = BTreeSet::new();
        let mut papers: BTreeMap<String, u64> = BTreeMap::new();
        let (mut with_section, mut problems, mut ids) = (0, Vec::new(), BTreeSet::new());
        let stored = [source.preface(name, bytes.len() as u64).as_bytes(), &bytes].concat();
        let contents = source
            .read(&mut &stored[..], &mut |record| match record.article {
                Ok(article) => {
                    let labels = &article.labels;
                    with_section += u64::from(
                        !(labels.section.is_empty()
                            && labels.desk.is_empty()
                            && labels.book_section.is_empty()),
                    );
                    days.insert(article.date.to_string());
                    *papers.entry(article.newspaper.to_string()).or_default() += 1;
                    ids.insert(article.id.to_string());
                }
                Err(problem) => problems.push(format!("{}: {problem}", record.position)),
            })
            .unwrap();
        let of = |day: Option<&String>| day.cloned().unwrap_or_default();
        let found = (
            source.name,
            contents.records,
            with_section,
            of(days.first()),
            of(days.last()),
            problems.len() as u64,
        );
        println!(
            "{file}: {found:?}, {} ids, {papers:?}, {:?}, {problems:?}",
            ids.len(),
            contents.problems
        );
        if found != (kind, records, filed, first.to_owned(), last.to_owned(), bad) {
            differing.push(format!("{file}: {found:?}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_table_of_codes_is_no_export() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let Ok(bytes) = fs::read(shared.join("factiva/factiva-countries.csv")) else {
        eprintln!("skipped: no shared data");
        return;
    };
    let source = recognise_file("factiva-countries.csv", &bytes);
    assert!(source.is_err(), "{source:?}");
}
