//! The articles behind a cell, and those that match a search: a year or a month at a time, so that a question reads the
//! documents of that time only.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::query::{EVIDENCE, evidence};
use crate::{Error, Evidence, Ledger};

/// Records that can be looked through in a moment: a hundredth of a second or two.
const PORTION: u64 = 10_000;

/// Which articles are looked for: those that count for some country, and of them …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// … those that count for one of these. Empty: for any.
    pub countries: Vec<String>,
    /// … those of this newspaper. `None`: of any.
    pub newspaper: Option<String>,
    /// … those that speak of unrest.
    pub unrest: bool,
    /// … those with each of these words in their address, their id or a country's name as they write it, in any case of
    /// ASCII letters. An article that has them is found with all its countries.
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
        let search = Search { countries: vec![country.to_owned()], ..Search::default() };
        let mut rows = Vec::new();
        self.each_found((year, None), &search, None, |_, evidence| {
            rows.push(evidence);
            true
        })?;
        Ok(rows)
    }

    /// The years from the first to the last in which something is held, in order, in portions that can be looked through in
    /// a moment: a year whose documents have few records as a whole, any other month by month.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn portions(&self, first: i32, last: i32) -> Result<Vec<(i32, Option<u8>)>, Error> {
        let sql =
            "select year, month, sum(records) from document_month join document using (document)
                   where year between ?1 and ?2 group by year, month order by year, month";
        let months: Vec<(i32, u8, u64)> =
            self.rows(sql, [first, last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let portions = months.chunk_by(|a, b| a.0 == b.0).flat_map(|year| {
            let records: u64 = year.iter().map(|month| month.2).sum();
            let whole = year.first().filter(|_| records <= PORTION).map(|(year, ..)| (*year, None));
            let apart = year.iter().filter(move |_| whole.is_none());
            whole.into_iter().chain(apart.map(|(year, month, _)| (*year, Some(*month))))
        });
        Ok(portions.collect())
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
        let sought = conditions(when, search, after);
        let sql = format!(
            "select {EVIDENCE}, country from evidence where {}
             order by month, day, newspaper, path, position, country, channel, polity, tier",
            sought.all.join(" and ")
        );
        let wrap = || Error::sqlite(&self.path);
        let mut statement = self.connection.prepare_cached(&sql).map_err(wrap())?;
        let mut rows = statement.query(params_from_iter(sought.values)).map_err(wrap())?;
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

/// Conditions that all hold, and the values of their parameters in order. Nothing of a search is in the text.
#[derive(Default)]
struct Conditions {
    all: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn and(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.all.push(condition.into());
        self.values.extend(values);
    }
}

fn conditions(
    (year, month): (i32, Option<u8>),
    search: &Search,
    after: Option<&Place>,
) -> Conditions {
    let mut sought = Conditions::default();
    let of_month = if month.is_some() { " and month = ?" } else { "" };
    let when: Vec<Value> =
        [Some(year), month.map(i32::from)].into_iter().flatten().map(Value::from).collect();
    sought.and(format!("year = ?{of_month}"), when.clone());
    sought.and(
        format!("document in (select document from document_month where year = ?{of_month})"),
        when,
    );
    if !search.countries.is_empty() {
        let list = vec!["?"; search.countries.len()].join(", ");
        let codes = || search.countries.iter().cloned().map(Value::from);
        sought.and(format!("country in ({list})"), codes());
        // It follows from the first, and spares looking up the articles of all other names.
        sought.and(
            format!("polity in (select polity from reading where country in ({list}))"),
            codes(),
        );
    }
    if let Some(newspaper) = &search.newspaper {
        sought.and("newspaper = ?", [newspaper.clone().into()]);
    }
    if search.unrest {
        sought.and("unrest = 1", []);
    }
    for word in &search.words {
        sought.and(HAS_WORD, vec![Value::from(format!("%{}%", literal(word))); 3]);
    }
    if let Some(Place { date, newspaper, path, position }) = after {
        sought.and(
            "(printf('%04d-%02d-%02d', year, month, day), newspaper, path, position) > (?, ?, ?, ?)",
            [date.clone().into(), newspaper.clone().into(), path.clone().into(), (*position).into()],
        );
    }
    sought
}

/// The article has a word; of its names any, not only the one of the row.
const HAS_WORD: &str = r"(url like ? escape '\' or id like ? escape '\' or exists (
    select 1 from mention m where m.article = evidence.article and m.surface like ? escape '\'))";

/// A word that stands for itself in a `like` pattern.
fn literal(word: &str) -> String {
    let special = |c: char| matches!(c, '%' | '_' | '\\');
    word.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
