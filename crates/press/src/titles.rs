//! Which newspaper is meant by the title that an export writes. Rows of `tables/titles.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables;

/// Short name of the newspaper of this title; `None`: it is not one of those known.
///
/// Case, articles and punctuation do not matter, nor do years after it; any other qualifier has to be in the row: *The
/// Guardian (London)* is one paper, *The Guardian (Charlottetown)* another.
///
/// ```
/// # use groundswell_press::newspaper_of_title;
/// assert_eq!(newspaper_of_title("The Manchester Guardian (1901-1959)"), Some("guardian"));
/// assert_eq!(newspaper_of_title("New York Times, Late Edition (East Coast)"), Some("nyt"));
/// assert_eq!(newspaper_of_title("The Guardian (Charlottetown)"), None);
/// ```
#[must_use]
pub fn newspaper_of_title(title: &str) -> Option<&'static str> {
    static ROWS: LazyLock<Vec<Known>> =
        LazyLock::new(|| tables::rows::<Row>(tables::TITLES).into_iter().map(Row::known).collect());
    let (name, qualifier) = match title.split_once(['(', ',', ';', '[']) {
        Some((name, qualifier)) => (letters(name), letters(qualifier)),
        None => (letters(title), String::new()),
    };
    let fits = |row: &&Known| {
        row.title == name && (qualifier.is_empty() || row.qualifiers.contains(&qualifier))
    };
    ROWS.iter().find(fits).map(|row| row.newspaper.as_str())
}

/// Letters in lower case: no digits, so that years after a title do not matter, and no `the` before it.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    let letters: String = letters.collect();
    letters.strip_prefix("the").unwrap_or(&letters).to_owned()
}

struct Known {
    newspaper: String,
    title: String,
    qualifiers: Vec<String>,
}

/// A row of `titles.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    newspaper: String,
    title: String,
    /// What may stand after the title, separated by `"; "`.
    qualifiers: String,
    #[serde(rename = "source")]
    _source: String,
}

impl Row {
    fn known(self) -> Known {
        let qualifiers = self.qualifiers.split("; ").map(letters).collect();
        Known { newspaper: self.newspaper, title: letters(&self.title), qualifiers }
    }
}
