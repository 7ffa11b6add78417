//! The search of the invented publisher: records between two days, in pages, as the Content API gives them.

use super::JSON;
use crate::server::{Act, Request, status};
use serde_json::Value;
use std::collections::BTreeSet;

/// Results on a page of a search that does not say how many.
const USUAL_SIZE: usize = 10;
const LARGEST_SIZE: usize = 200;

/// A record that can be searched.
pub(super) struct Record {
    id: String,
    /// As written: to the second in UTC, so in order of time when in order of letters.
    date: String,
    section: String,
    tags: BTreeSet<String>,
    text: String,
}

/// Oldest first, each id once.
pub(super) fn sorted(texts: Vec<String>) -> Vec<Record> {
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let record = |text: String| {
        let value: Value = serde_json::from_str(&text).unwrap();
        let tags = value["tags"].as_array().into_iter().flatten().map(|tag| word(tag, "id"));
        Record {
            id: word(&value, "id"),
            date: word(&value, "webPublicationDate"),
            section: word(&value, "sectionId"),
            tags: tags.collect(),
            text,
        }
    };
    let mut records: Vec<Record> = texts.into_iter().map(record).collect();
    records.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
    records.dedup_by(|a, b| a.id == b.id);
    records
}

/// A page of what matches.
pub(super) fn search(records: &[Record], request: &Request) -> Result<Vec<u8>, Vec<Act>> {
    let wrong = |says: &str| {
        let body = format!(r#"{{"response":{{"status":"error","message":"{says}"}}}}"#);
        status(400, &[("content-type", JSON)], body)
    };
    let number = |name: &str, usual: usize| {
        request.query(name).map_or(Some(usual), |text| text.parse().ok())
    };
    let Some(size @ 1..) = number("page-size", USUAL_SIZE).filter(|size| *size <= LARGEST_SIZE)
    else {
        return Err(wrong("page-size must be an integer between 0 and 200"));
    };
    let Some(page @ 1..) = number("page", 1) else {
        return Err(wrong("page must be an integer greater than 0"));
    };
    let found = matching(records, request);
    let (total, pages, start) = (found.len(), found.len().div_ceil(size), (page - 1) * size);
    if page > pages.max(1) {
        return Err(wrong("requested page is beyond the number of available pages"));
    }
    let results: Vec<&str> =
        found.iter().skip(start).take(size).map(|record| record.text.as_str()).collect();
    let results = results.join(",");
    let start = if total == 0 { 0 } else { start + 1 };
    Ok(format!(
        r#"{{"response":{{"status":"ok","userTier":"developer","total":{total},"startIndex":{start},"pageSize":{size},"currentPage":{page},"pages":{pages},"orderBy":"oldest","results":[{results}]}}}}"#
    )
    .into_bytes())
}

/// What was published between two days, both included, in a section and under a tag (with `-` before it: all but that).
fn matching<'a>(records: &'a [Record], request: &Request) -> Vec<&'a Record> {
    let asked = |name: &str| request.query(name).map(|value| value.replace("%2F", "/"));
    let day = |name: &str, usual: &str| {
        asked(name).map_or(usual.to_owned(), |day| day.chars().take(10).collect())
    };
    let (first, last) = (day("from-date", "0"), day("to-date", "9"));
    let wanted = |name: &str, has: &dyn Fn(&str) -> bool| match asked(name) {
        None => true,
        Some(not) if not.starts_with('-') => !has(&not[1..]),
        Some(value) => has(&value),
    };
    records
        .iter()
        .filter(|record| {
            (first.as_str()..=last.as_str()).contains(&record.date.get(..10).unwrap_or_default())
        })
        .filter(|record| wanted("section", &|section| record.section == section))
        .filter(|record| wanted("tag", &|tag| record.tags.contains(tag)))
        .collect()
}
