//! The articles behind a cell: what the ledger knows of them, and their headlines from the raw archive.

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::{Evidence, Ledger};
use groundswell_press as press;
use std::collections::BTreeMap;

use crate::failure::{Exit, Failure, Result};
use crate::study::{Study, Topic};

/// Where a record stands: the raw document's path, and its place in it.
pub(crate) type Place = (String, u32);

/// A row an article and name that count for the country's year, those of one article together.
pub(crate) fn of_year(
    ledger: &Ledger,
    topic: Topic,
    code: &str,
    year: i32,
) -> Result<Vec<Evidence>> {
    Ok(of_topic(&ledger.evidence(code, year)?, topic))
}

/// Those of a topic.
pub(crate) fn of_topic(rows: &[Evidence], topic: Topic) -> Vec<Evidence> {
    rows.iter().filter(|row| topic == Topic::All || row.unrest).cloned().collect()
}

/// The articles of such rows, one each however many names made it count: all its rows.
pub(crate) fn articles<T>(rows: &[T], of: impl Fn(&T) -> &Evidence) -> Vec<&[T]> {
    rows.chunk_by(|a, b| place(of(a)) == place(of(b))).collect()
}

/// The place of a row's article.
pub(crate) fn place(evidence: &Evidence) -> (&str, u32) {
    (&evidence.path, evidence.position)
}

/// The headlines of these articles, read from the raw documents: the ledger holds no text. No further document is read
/// when there is `enough`.
pub(crate) fn headlines<'a>(
    study: &Study,
    articles: impl Iterator<Item = (&'a str, u32)>,
    enough: impl Fn() -> bool,
) -> Result<BTreeMap<Place, String>> {
    let archive = Archive::open(&study.archive())?;
    let mut wanted: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (path, position) in articles {
        wanted.entry(path).or_default().push(position);
    }
    wanted.values_mut().for_each(|positions| positions.sort_unstable());
    let mut found = BTreeMap::new();
    for document in archive.documents() {
        let Some(positions) = wanted.get(document.path.as_str()) else { continue };
        let Some(source) = press::source(&document.source) else { continue };
        if !found.is_empty() && enough() {
            break;
        }
        let stored = archive.stored_bytes(document)?;
        let unreadable = |error: std::io::Error| {
            Failure::new(Exit::Data, format!("{}: {error}", document.path))
                .next("run `groundswell verify`")
        };
        let mut content = archive::decoded(&stored[..]).map_err(unreadable)?;
        source
            .read_naming(&study.import.columns, &mut content, &mut |record| {
                if let Ok(article) = &record.article
                    && positions.binary_search(&record.position).is_ok()
                {
                    let key = (document.path.clone(), record.position);
                    found.insert(key, article.headline.to_string());
                }
            })
            .map_err(unreadable)?;
    }
    Ok(found)
}

/// The name as written; of an index term, that it is one.
pub(crate) fn words(evidence: &Evidence) -> String {
    match evidence.channel.as_str() {
        "index" => format!("{} (index term)", evidence.surface),
        _ => evidence.surface.clone(),
    }
}

/// Why the article counts as international.
pub(crate) fn basis(evidence: &Evidence) -> String {
    if evidence.rule.is_empty() {
        evidence.basis.clone()
    } else {
        format!("{} ({})", evidence.basis, evidence.rule)
    }
}
