//! What the columns of a table are called: rows of `tables/columns.csv`, or what a user says of his own.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::value::StrDeserializer;

use crate::tables::{self, Named, key};

/// What a column says of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Date,
    Year,
    Month,
    Day,
    #[serde(rename = "title", alias = "headline")]
    Headline,
    Summary,
    Lead,
    #[serde(rename = "text", alias = "body")]
    Body,
    Section,
    Subsection,
    Desk,
    BookSection,
    Page,
    Kind,
    Id,
    Url,
    /// ProQuest's number of it.
    Proquest,
    Newspaper,
    Place,
    Keywords,
}

/// Number of fields.
const FIELDS: usize = Field::Keywords as usize + 1;

/// Which names of columns mean what. Case, spaces and punctuation of a name do not matter.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Field, and the place of the name among those of the field: of several columns of one field, the first that says
    /// something counts.
    names: HashMap<String, (Field, usize)>,
    /// Title of the newspaper of tables that have no column of it; empty: nobody says.
    newspaper: String,
    /// What comes first in `3/4/1996`; `None`: nobody says.
    dates: Option<Dates>,
}

/// What comes first in a date that could be of two days, such as `3/4/1996`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// What is said of a whole table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'c> {
    /// Title of its newspaper, if no column says it; empty: nobody does.
    pub(crate) newspaper: &'c str,
    pub(crate) dates: Option<Dates>,
}

/// Why a column cannot be called what somebody calls it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Misnamed(String);

impl serde::de::Error for Misnamed {
    fn custom<T: fmt::Display>(what: T) -> Misnamed {
        Misnamed(what.to_string())
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Misnamed {
        let known = known.join(", ");
        Misnamed(format!("a column can say nothing called `{word}` of an article (known: {known})"))
    }
}

impl Default for Columns {
    fn default() -> Columns {
        Columns::known().clone()
    }
}

impl Columns {
    /// Those of `columns.csv`.
    #[must_use]
    pub fn known() -> &'static Columns {
        static KNOWN: LazyLock<Columns> = LazyLock::new(|| {
            let rows = tables::rows::<Named<Field>>(tables::COLUMNS);
            let names = rows.iter().flat_map(|row| {
                row.keys().enumerate().map(|(at, name)| (name, (row.field, at + 1)))
            });
            let mut first = HashMap::new();
            for (name, field) in names {
                first.entry(name).or_insert(field);
            }
            Columns { names: first, newspaper: String::new(), dates: None }
        });
        &KNOWN
    }

    /// These and one more: the column of this name says this: `date`, `title`, `text`, `section` …, the fields of
    /// `columns.csv`. It goes before all others of the field.
    ///
    /// # Errors
    /// There is no such field (the error lists those there are), the name has no letter or figure, or was given already.
    ///
    /// ```
    /// use groundswell_press::{Columns, source};
    /// let columns = Columns::known().clone().naming("Schlagzeile", "title")?;
    /// let table = "Datum,Schlagzeile,Zeitung\n1938-03-12,Einmarsch,The Guardian\n";
    /// let mut headlines = Vec::new();
    /// source("table-csv").unwrap().read_naming(&columns, &mut table.as_bytes(), &mut |record| {
    ///     headlines.push(record.article.unwrap().headline.into_owned());
    /// })?;
    /// assert_eq!(headlines, ["Einmarsch"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn naming(mut self, column: &str, field: &str) -> Result<Columns, Misnamed> {
        let field = Field::deserialize(StrDeserializer::<Misnamed>::new(field))?;
        let name = key(column);
        if name.is_empty() {
            return Err(Misnamed(format!("{column:?} is no name of a column")));
        }
        match self.names.insert(name, (field, 0)) {
            Some((_, 0)) => {
                Err(Misnamed(format!("two things are said to be in column {column:?}")))
            }
            _ => Ok(self),
        }
    }

    /// The same, and the newspaper of this title for articles of tables that have no column of newspapers, unless an
    /// address says another. A cell that is empty stays so.
    #[must_use]
    pub fn of_newspaper(mut self, title: &str) -> Columns {
        title.clone_into(&mut self.newspaper);
        self
    }

    /// The same, and what comes first in dates that could be of two days, which are no dates otherwise.
    #[must_use]
    pub fn dated(self, dates: Dates) -> Columns {
        Columns { dates: Some(dates), ..self }
    }

    /// What is said of a table whose columns say these.
    pub(crate) fn told(&self, mut fields: impl Iterator<Item = Field>) -> Told<'_> {
        let named = fields.any(|field| field == Field::Newspaper);
        Told { newspaper: if named { "" } else { &self.newspaper }, dates: self.dates }
    }

    /// What the column of this name says.
    pub(crate) fn of(&self, name: &str) -> Option<(Field, usize)> {
        self.names.get(&key(name)).copied()
    }

    /// Whether columns of these names make a table of articles: each has a day, and something else.
    pub(crate) fn tell<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        let mut there = [false; FIELDS];
        for (field, _) in names.filter_map(|name| self.of(name)) {
            there[field as usize] = true;
        }
        let has = |field: Field| there[field as usize];
        let dated = has(Field::Date) || (has(Field::Year) && has(Field::Month) && has(Field::Day));
        let says = [Field::Headline, Field::Summary, Field::Lead, Field::Body, Field::Url];
        dated && (says.into_iter().any(has) || has(Field::Section))
    }
}

/// What a row says, by field.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    texts: [Cow<'a, str>; FIELDS],
    ranks: [usize; FIELDS],
}

impl<'a> Fields<'a> {
    /// Takes a cell in, unless it says nothing or a better column did.
    pub(crate) fn set(&mut self, (field, rank): (Field, usize), text: Cow<'a, str>) {
        let at = field as usize;
        let better = self.texts[at].is_empty() || rank < self.ranks[at];
        if better && !is_blank(&text) {
            self.texts[at] = text;
            self.ranks[at] = rank;
        }
    }

    pub(crate) fn of(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    pub(crate) fn take(&mut self, field: Field) -> Cow<'a, str> {
        std::mem::take(&mut self.texts[field as usize])
    }

    /// How long all of it is.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.len()).sum()
    }

    /// Whether a row says nothing at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.texts.iter().all(|text| text.is_empty())
    }
}

/// What Python, R and databases write for nothing.
fn is_blank(text: &str) -> bool {
    let nothing = [
        "NaN", "nan", "NaT", "None", "NONE", "null", "NULL", "NA", "N/A", "<NA>", "\\N", "[]", "{}",
    ];
    let text = text.trim_ascii();
    text.is_empty() || nothing.contains(&text)
}
