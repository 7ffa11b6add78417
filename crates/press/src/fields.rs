//! What exports call the fields of a record, in the languages of their users. Rows of `tables/fields.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::{self, Named, key};

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Headline,
    /// What stands between headline and text.
    Summary,
    Section,
    /// What kind of piece it is.
    Kind,
    Dateline,
    /// Anything else that stands before the text: length, author.
    Head,
    /// The text follows.
    Body,
    /// Anything that stands after the text: index terms, language.
    Tail,
    /// The last line of a record.
    End,
    /// The unit of a length.
    Words,
}

/// Most bytes of a label.
const MAX_LABEL: usize = 40;

/// The field of this name; case and hyphens do not matter.
pub(crate) fn field(name: &str) -> Option<Field> {
    static FIELDS: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
        let rows = tables::rows::<Named<Field>>(tables::FIELDS);
        rows.iter().flat_map(|row| row.keys().map(|name| (name, row.field))).collect()
    });
    if name.len() > MAX_LABEL {
        return None;
    }
    FIELDS.get(&key(name)).copied()
}

/// A line that begins with a known label in capitals, `SECTION: Foreign`, taken apart.
pub(crate) fn labelled(line: &str) -> Option<(Field, &str)> {
    let (label, value) = before_colon(line)?;
    let is_label = !label.chars().any(char::is_lowercase);
    is_label.then(|| field(label))?.map(|field| (field, value.trim()))
}

/// A line that begins with a known label and a hard space, `Section:\u{a0}Foreign`, taken apart.
pub(crate) fn hard_labelled(line: &str) -> Option<(Field, &str)> {
    let (label, value) = before_colon(line)?;
    let is_label = value.starts_with('\u{a0}') || value.trim().is_empty();
    is_label.then(|| field(label))?.map(|field| (field, value.trim()))
}

fn before_colon(line: &str) -> Option<(&str, &str)> {
    let start = line.get(..line.floor_char_boundary(MAX_LABEL)).unwrap_or_default();
    let at = start.find(':')?;
    Some((line.get(..at)?.trim(), line.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_in_its_place_only() {
        for (line, expected) in [
            ("SECTION: Foreign Desk; Pg. 3", Some((Field::Section, "Foreign Desk; Pg. 3"))),
            ("LÄNGE: 355 Wörter", Some((Field::Head, "355 Wörter"))),
            ("LOCALISATION-GEO: PÉROU", Some((Field::Tail, "PÉROU"))),
            ("Section: a word in the text", None),
            ("MEXICO CITY: The", None),
            ("no colon", None),
        ] {
            assert_eq!(labelled(line), expected, "{line}");
        }
        assert_eq!(hard_labelled("Section:\u{a0}World"), Some((Field::Section, "World")));
        assert_eq!(hard_labelled("Section: World"), None);
        assert_eq!(field("End of Document"), Some(Field::End));
    }
}
