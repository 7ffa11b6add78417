//! The articles behind a cell, and those that match a search: a year or a month at a time, so that no question reads
//! twenty million rows.

use rusqlite::{Row, ToSql};

use crate::query::{EVIDENCE, evidence};
use crate::{Error, Evidence, Ledger};

/// Which articles are looked for: those that count for some country, and of them …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// … those that count for this one. `None`: for any.
    pub country: Option<String>,
    /// … those of this newspaper. `None`: of any.
    pub newspaper: Option<String>,
    /// … those that speak of unrest.
    pub unrest: bool,
    /// … those with each of these words in their address, their id or a name as written, in any case of ASCII letters.
    pub words: Vec<String>,
}

/// Where an article stands among all, and so where a list goes on after it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Place {
    /// YYYY-MM-DD.
    pub date: String,
    /// The newspaper's short name.
    pub newspaper: String,
    /// Its document's path in the raw archive.
    pub path: String,
    /// Ordinal of its record in the document, from 0.
    pub position: u32,
}

impl Place {
    /// That of the article of a row.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Place {
        Place {
            date: evidence.date.clone(),
            newspaper: evidence.newspaper.clone(),
            path: evidence.path.clone(),
            position: evidence.position,
        }
    }
}

impl Ledger {
    /// The articles that count for a country in a year, by date, newspaper and place in the archive.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn evidence(&self, country: &str, year: i32) -> Result<Vec<Evidence>, Error> {
        let search = Search { country: Some(country.to_owned()), ..Search::default() };
        let mut rows = Vec::new();
        self.each_found((year, None), &search, None, |_, evidence| {
            rows.push(evidence);
            true
        })?;
        Ok(rows)
    }

    /// The articles of a year, or of one month of it, that match, in the order of their [`Place`]s, those after `after`:
    /// a row an article, country and name, given to `each` with the country it counts for, until that says false.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn each_found(
        &self,
        when: (i32, Option<u8>),
        search: &Search,
        after: Option<&Place>,
        mut each: impl FnMut(String, Evidence) -> bool,
    ) -> Result<(), Error> {
        let (conditions, parameters) = conditions(when, search, after);
        let sql = format!(
            "select {EVIDENCE}, country from evidence where {}
             order by month, day, newspaper, path, position, country, channel, polity, tier",
            conditions.join(" and ")
        );
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare_cached(&sql).map_err(wrap())?;
        let values: Vec<&dyn ToSql> = parameters.iter().map(AsRef::as_ref).collect();
        let mut rows = statement.query(values.as_slice()).map_err(wrap())?;
        let read = |row: &Row<'_>| Ok((row.get(16)?, evidence(row)?));
        while let Some(row) = rows.next().map_err(wrap())? {
            let (country, evidence) = read(row).map_err(wrap())?;
            if !each(country, evidence) {
                break;
            }
        }
        Ok(())
    }
}

/// Conditions and the values of their parameters, in one order. Nothing of the search is in the text of the conditions.
fn conditions(
    (year, month): (i32, Option<u8>),
    search: &Search,
    after: Option<&Place>,
) -> (Vec<&'static str>, Vec<Box<dyn ToSql>>) {
    let mut conditions = vec!["year = ?"];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(year)];
    let held = match month {
        None => "document in (select document from document_month where year = ?)",
        Some(_) => {
            "month = ? and document in (select document from document_month where year = ? and month = ?)"
        }
    };
    conditions.push(held);
    values.extend(month.map(|month| Box::new(month) as Box<dyn ToSql>));
    values.push(Box::new(year));
    values.extend(month.map(|month| Box::new(month) as Box<dyn ToSql>));
    if let Some(country) = &search.country {
        // The second follows from the first, and spares looking up the articles of all other names.
        conditions.push("country = ? and polity in (select polity from reading where country = ?)");
        values.push(Box::new(country.clone()));
        values.push(Box::new(country.clone()));
    }
    if let Some(newspaper) = &search.newspaper {
        conditions.push("newspaper = ?");
        values.push(Box::new(newspaper.clone()));
    }
    if search.unrest {
        conditions.push("unrest = 1");
    }
    for word in &search.words {
        conditions.push(
            "(url like ? escape '\\' or id like ? escape '\\' or surface like ? escape '\\')",
        );
        for _ in 0..3 {
            values.push(Box::new(format!("%{}%", literal(word))));
        }
    }
    if let Some(after) = after {
        conditions.push(
            "(printf('%04d-%02d-%02d', year, month, day), newspaper, path, position) > (?, ?, ?, ?)",
        );
        values.push(Box::new(after.date.clone()));
        values.push(Box::new(after.newspaper.clone()));
        values.push(Box::new(after.path.clone()));
        values.push(Box::new(after.position));
    }
    (conditions, values)
}

/// A word that stands for itself in a `like` pattern.
fn literal(word: &str) -> String {
    let special = |c: char| matches!(c, '%' | '_' | '\\');
    word.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
