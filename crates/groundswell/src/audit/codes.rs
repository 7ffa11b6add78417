//! The label codes of an audit: what each says of "names the country" and of "is about unrest there".
//!
//! The numbers are those of the Global Social Protest project, as far as they are public; which of the
//! meanings are the project's and which are ours stands in the column `source` of `codes.csv`.

use serde::Deserialize;

use crate::failure::{Exit, Failure, Result};
use crate::study::Topic;

const TABLE: &str = include_str!("codes.csv");

/// What a label answers to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Yes,
    No,
    /// It says neither: the row is left out, as if it had no label.
    Excluded,
}

impl Answer {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Excluded => "excluded",
        }
    }
}

/// A row of `codes.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) meaning: String,
    names_country: Answer,
    unrest: Answer,
    #[serde(rename = "source")]
    _source: String,
}

impl Code {
    /// What it answers to the study's topic.
    pub(crate) fn answer(&self, topic: Topic) -> Answer {
        match topic {
            Topic::All => self.names_country,
            Topic::Unrest => self.unrest,
        }
    }
}

/// All codes, in the order of the table.
pub(crate) fn codes() -> Result<Vec<Code>> {
    let rows: std::result::Result<Vec<Code>, csv::Error> =
        csv::Reader::from_reader(TABLE.as_bytes()).deserialize().collect();
    rows.map_err(|error| Failure::new(Exit::Config, format!("codes.csv: {error}")))
}

/// The code that is written in a cell, `None` for an empty one. A spreadsheet may have made `1.0` of it.
pub(crate) fn find<'c>(
    codes: &'c [Code],
    cell: &str,
) -> std::result::Result<Option<&'c Code>, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let word = cell.strip_suffix(".0").unwrap_or(cell);
    let found = codes.iter().find(|code| code.code == word);
    // No "did you mean": every code is one slip from every other, and a guess would be a label nobody gave.
    let known: Vec<&str> = codes.iter().map(|code| code.code.as_str()).collect();
    found.map(Some).ok_or_else(|| format!("unknown label `{cell}` (known: {})", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_answers_both_topics() {
        let codes = codes().unwrap();
        let rows = [
            ("0", Answer::No, Answer::No),
            ("1", Answer::Yes, Answer::Yes),
            (" 2 ", Answer::Yes, Answer::Yes),
            ("5.0", Answer::Yes, Answer::No),
            ("9", Answer::Excluded, Answer::Excluded),
        ];
        for (cell, all, unrest) in rows {
            let code = find(&codes, cell).unwrap().unwrap();
            assert_eq!((code.answer(Topic::All), code.answer(Topic::Unrest)), (all, unrest));
        }
        assert!(find(&codes, " ").unwrap().is_none());
        let wrong = find(&codes, "3").err().unwrap();
        assert!(wrong.contains("unknown label `3`") && wrong.contains("0, 1, 2, 5, 9"), "{wrong}");
        assert!(!wrong.contains("did you mean"), "{wrong}");
    }
}
