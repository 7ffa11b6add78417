//! JSON Lines: an object a line, read by the names of its members; `headline.main` where objects stand in it.

use std::borrow::Cow;
use std::io::{self, Read};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Columns, Fields, article, of_epoch};
use crate::export::{Export, Head, Records};
use crate::json;
use crate::lines::Lines;
use crate::record::{Article, Problem};
use crate::source::{Format, Source};

/// JSON Lines.
pub(crate) static JSONL: Source = Source {
    name: "table-jsonl",
    newspaper: "",
    title: "Table of articles, JSON Lines",
    format: Format::Export(Export {
        extension: "jsonl",
        is_its,
        read,
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Figures of a number that is a time: milliseconds since 1970, as pandas writes them.
const MILLISECONDS: std::ops::RangeInclusive<usize> = 11..=14;

fn is_its(head: &Head<'_>) -> bool {
    let Some(line) = head.text.lines().find(|line| !line.trim().is_empty()) else { return false };
    let Ok(Members(members)) = serde_json::from_str::<Members<'_>>(line) else { return false };
    let inner = members.iter().filter_map(|(key, value)| {
        let inner = serde_json::from_str::<Members<'_>>(value.get()).ok()?;
        Some((key, inner.0))
    });
    let inner: Vec<String> = inner
        .flat_map(|(key, inner)| inner.into_iter().map(move |(name, _)| format!("{key}.{name}")))
        .collect();
    head.columns.tell(members.iter().map(|(key, _)| &**key).chain(inner.iter().map(String::as_str)))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let mut line = String::new();
    let columns = records.columns;
    while let Some(found) = lines.next(&mut line)? {
        let bytes = lines.offset - found.offset;
        if found.cut {
            records.hand(found.offset, bytes, Err(Problem::TooLarge(bytes)));
        } else if !line.trim().is_empty() {
            records.hand(found.offset, bytes, of(&line, columns));
        }
    }
    Ok(())
}

fn of<'a>(line: &'a str, columns: &'a Columns) -> Result<Article<'a>, Problem> {
    if let Some(first) = line.trim_start().chars().next().filter(|first| *first != '{') {
        return Err(Problem::NotAnObject(first));
    }
    let Members(members) =
        serde_json::from_str(line).map_err(|error| Problem::NotJson(error.to_string()))?;
    let (mut fields, mut said) = (Fields::default(), Vec::new());
    for (key, value) in members {
        if let Some(field) = columns.of(&key) {
            said.push(field.0);
            fields.set(field, text(value));
        }
        if value.get().starts_with('{') {
            let inner = serde_json::from_str::<Members<'_>>(value.get())
                .map_or_else(|_| Vec::new(), |inner| inner.0);
            for (name, value) in inner {
                if let Some(field) = columns.of(&format!("{key}.{name}")) {
                    said.push(field.0);
                    fields.set(field, text(value));
                }
            }
        }
    }
    article(fields, columns.told(said.into_iter()))
}

/// A value as the text of a cell; objects and lists as they are written.
fn text(value: &RawValue) -> Cow<'_, str> {
    let raw = value.get();
    if raw.starts_with('"') {
        return serde_json::from_str::<json::Text<'_>>(raw).unwrap_or_default().0;
    }
    let figures = raw.trim_start_matches('-').len();
    match raw.parse::<i64>() {
        Ok(number) if MILLISECONDS.contains(&figures) => {
            of_epoch(number.div_euclid(86_400_000)).map_or(raw.into(), |day| day.to_string().into())
        }
        _ => raw.into(),
    }
}

/// The members of an object, values as they are written.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((json::Text(key), value)) = map.next_entry()? {
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
