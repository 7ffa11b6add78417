//! What an audit asks of the ledger: each article of a document once, and the countries it names.

use rusqlite::params;
use std::collections::BTreeSet;

use crate::{Error, Ledger};

/// An article of the study's years, of several records of it the one that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Ordinal of the record in its document.
    pub position: u32,
    /// Year of the date as the source writes it.
    pub year: i32,
    /// YYYY-MM-DD.
    pub date: String,
    /// Whether it is international by the verdicts that count under the settings.
    pub counted: bool,
    /// The section verdict: `None`: nothing says.
    pub international: Option<bool>,
    /// Whether its text matches the unrest lexicon.
    pub unrest: bool,
}

/// A country that an article names, by one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Ordinal of the record in its document.
    pub position: u32,
    /// What the name counts for under the policy of the settings.
    pub country: String,
    /// `text` or `index`.
    pub channel: String,
    /// `A` name, `B` demonym, `C` city or region.
    pub tier: String,
    /// The first of them, as written.
    pub surface: String,
    /// Whether the channel and the tier count under the settings.
    pub fits: bool,
}

impl Ledger {
    /// The articles of a document that are of the study's newspapers and years and no duplicates, by position.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn seen_in(&self, document: i64) -> Result<Vec<Seen>, Error> {
        let sql = "select a.position, a.year, printf('%04d-%02d-%02d', a.year, a.month, a.day),
                          a.international, a.unrest,
                          exists (select 1 from counted c
                                  where c.document = a.document and c.article = a.article)
                   from filed a join study s on a.year between s.first_year and s.last_year
                   where a.document = ?1 and a.duplicate is null
                     and a.newspaper in (select newspaper from newspaper) order by a.position";
        self.rows(sql, params![document], |row| {
            Ok(Seen {
                position: row.get(0)?,
                year: row.get(1)?,
                date: row.get(2)?,
                international: row.get(3)?,
                unrest: row.get(4)?,
                counted: row.get(5)?,
            })
        })
    }

    /// The countries that the articles of a document name, whether that counts or not, by position.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn named_in(&self, document: i64) -> Result<Vec<Named>, Error> {
        let sql = "select m.article - d.first as position, r.country, m.channel, m.tier, m.surface,
                          m.tier <= (select value from setting where key = 'tier')
                          and (select value from setting where key = 'channel') in (m.channel, 'any')
                   from document d join mention m on m.article between d.first and d.last
                        join reading r on r.polity = m.polity
                        and r.policy = (select value from setting where key = 'policy')
                   where d.document = ?1 order by position, r.country, m.channel, m.tier, m.polity";
        self.rows(sql, params![document], |row| {
            Ok(Named {
                position: row.get(0)?,
                country: row.get(1)?,
                channel: row.get(2)?,
                tier: row.get(3)?,
                surface: row.get(4)?,
                fits: row.get(5)?,
            })
        })
    }

    /// The countries that are counted from a newspaper: its own is not foreign to it.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn foreign_to(&self, newspaper: &str) -> Result<BTreeSet<String>, Error> {
        let sql = "select country from foreign_to where newspaper = ?1";
        let rows = self.rows(sql, [newspaper], |row| row.get(0))?;
        Ok(rows.into_iter().collect())
    }
}
