//! Answers for tests: fixtures and generated ones, and how they are judged.

use std::fs;
use std::path::Path;

use groundswell_press::{Answer, source};

pub(crate) fn fixture(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(path)).unwrap()
}

pub(crate) fn judge(name: &str, span: &str, page: u32, content: &[u8]) -> Answer {
    source(name).unwrap().judge(span.parse().unwrap(), page, &mut &content[..]).unwrap()
}

pub(crate) fn good(records: u64, pages: u32, total: Option<u64>) -> Answer {
    Answer::Good { records, pages, total }
}

/// Name and text of a verdict, for a comparison by its beginning.
pub(crate) fn said(answer: &Answer) -> String {
    match answer {
        Answer::Good { .. } => "good".to_owned(),
        Answer::Suspect(why) => format!("suspect: {why}"),
        Answer::Changed(why) => format!("changed: {why}"),
        Answer::Refused(refusal) => format!("refused: {refusal:?}"),
    }
}

/// An object of the NYT with these records.
pub(crate) fn month(hits: u64, docs: &[&str]) -> String {
    format!(r#"{{"response":{{"meta":{{"hits":{hits}}},"docs":[{}]}}}}"#, docs.join(","))
}

pub(crate) fn doc(id: usize, date: &str) -> String {
    format!(
        r#"{{"_id":"nyt://article/{id}","pub_date":"{date}T05:00:00+0000","headline":{{"main":"H"}}}}"#
    )
}

/// So many records of one day and so many of another.
pub(crate) fn docs(here: usize, there: usize) -> String {
    let docs: Vec<String> = (0..here + there)
        .map(|id| doc(id, if id < here { "1973-09-12" } else { "1973-10-02" }))
        .collect();
    month(docs.len() as u64, &docs.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A page of the Guardian with records of ids from `start`.
pub(crate) fn results(total: u64, page: u64, size: u64, ids: std::ops::Range<u64>) -> String {
    let result = |id: u64| {
        format!(
            r#"{{"id":"world/{id}","webPublicationDate":"2012-02-07T0{}:00:00Z","webTitle":"T"}}"#,
            id % 10
        )
    };
    let results: Vec<String> = ids.map(result).collect();
    format!(
        r#"{{"response":{{"status":"ok","total":{total},"startIndex":{},"pageSize":{size},"currentPage":{page},"pages":{},"orderBy":"oldest","results":[{}]}}}}"#,
        (page - 1) * size + u64::from(total > 0),
        total.div_ceil(size),
        results.join(",")
    )
}
