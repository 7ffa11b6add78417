//! Where two ledgers differ: every article that counts for a country in the one and not in the other, and why.

use rusqlite::{Row, Rows, Statement, params};

use crate::{Error, Ledger};

/// An article that counts for a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Of the raw document; the same in every ledger, for it is made of the path that holds the content's digest.
    pub document: i64,
    /// Ordinal of the record in its document.
    pub position: u32,
    /// What it counts for.
    pub country: String,
    /// The newspaper's short name.
    pub newspaper: String,
    /// Of its date as the source writes it.
    pub year: i32,
    /// Whether its text matches the unrest lexicon.
    pub unrest: bool,
}

impl Counting {
    fn of(row: &Row<'_>) -> rusqlite::Result<Counting> {
        Ok(Counting {
            document: row.get(0)?,
            position: row.get(1)?,
            country: row.get(2)?,
            newspaper: row.get(3)?,
            year: row.get(4)?,
            unrest: row.get(5)?,
        })
    }

    fn place(&self) -> (i64, u32, &str) {
        (self.document, self.position, &self.country)
    }
}

/// What two ledgers say of one article and country: at least one of them counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As the old ledger counts it; `None`: it does not.
    pub old: Option<Counting>,
    /// As the new one does.
    pub new: Option<Counting>,
}

/// How a ledger sees an article that it does not count for a country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its raw document was counted.
    pub held: bool,
    /// It could be read.
    pub read: bool,
    /// As what it is left out beside a heavier record of the same article; `None`: it is not.
    pub duplicate: Option<String>,
    /// The section verdict that is stored; `None`: the paper does not say.
    pub international: Option<bool>,
    /// The rule that verdict rests on; empty: none.
    pub rule: String,
    /// Whether its text matches the unrest lexicon.
    pub unrest: bool,
    /// The polities that the other ledger counts it by are named in it here too, in the same channel and tier.
    pub named: bool,
}

impl Ledger {
    /// Calls `each` with everything that counts in one of the ledgers only, or as unrest in one only, by document,
    /// position and country. Both are read once, side by side.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn changes(&self, new: &Ledger, mut each: impl FnMut(Change)) -> Result<(), Error> {
        let (mut old_statement, mut new_statement) = (self.counting()?, new.counting()?);
        let (mut old, mut new) =
            (Side::of(self, &mut old_statement)?, Side::of(new, &mut new_statement)?);
        let (mut left, mut right) = (old.next()?, new.next()?);
        loop {
            let order = match (&left, &right) {
                (None, None) => return Ok(()),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(old), Some(new)) => old.place().cmp(&new.place()),
            };
            let took_old =
                if order.is_le() { std::mem::replace(&mut left, old.next()?) } else { None };
            let took_new =
                if order.is_ge() { std::mem::replace(&mut right, new.next()?) } else { None };
            if took_old != took_new {
                each(Change { old: took_old, new: took_new });
            }
        }
    }

    /// How this ledger sees an article that another one counts for a country by these mentions of its own.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn standing(&self, article: &Counting, other: &Ledger) -> Result<Standing, Error> {
        let (document, position) = (article.document, article.position);
        let held =
            self.rows("select 1 from document where document = ?1", params![document], |_| Ok(()))?;
        let sql = "select duplicate, international, rule, unrest from document join record using (document)
                   where document = ?1 and article = document.first + ?2";
        let read = self.rows(sql, params![document, position], |row| {
            Ok(Standing {
                held: true,
                read: true,
                duplicate: row.get(0)?,
                international: row.get(1)?,
                rule: row.get(2)?,
                unrest: row.get(3)?,
                named: false,
            })
        })?;
        let Some(standing) = read.into_iter().next() else {
            return Ok(Standing { held: !held.is_empty(), ..Standing::default() });
        };
        let here = self.names(document, position)?;
        let there = other.names_for(article)?;
        Ok(Standing { named: there.iter().any(|name| here.contains(name)), ..standing })
    }

    fn counting(&self) -> Result<Statement<'_>, Error> {
        let sql = "select distinct document, position, country, newspaper, year, unrest
                   from counting order by document, position, country";
        self.connection.prepare(sql).map_err(Error::sqlite(&self.path))
    }

    /// Channel, polity and tier of everything an article names.
    fn names(&self, document: i64, position: u32) -> Result<Vec<[String; 3]>, Error> {
        let sql = "select channel, polity, tier from document join mention on article = first + ?2
                   where document = ?1 and first + ?2 <= last";
        self.rows(sql, params![document, position], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        })
    }

    /// The same of what counts for the country.
    fn names_for(&self, article: &Counting) -> Result<Vec<[String; 3]>, Error> {
        let sql = "select channel, polity, tier from counting
                   where document = ?1 and country = ?3
                     and article = (select first + ?2 from document where document = ?1)";
        self.rows(sql, params![article.document, article.position, article.country], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        })
    }
}

/// One of the two streams.
struct Side<'a> {
    ledger: &'a Ledger,
    rows: Rows<'a>,
}

impl<'a> Side<'a> {
    fn of(ledger: &'a Ledger, statement: &'a mut Statement<'_>) -> Result<Side<'a>, Error> {
        let rows = statement.query([]).map_err(Error::sqlite(&ledger.path))?;
        Ok(Side { ledger, rows })
    }

    fn next(&mut self) -> Result<Option<Counting>, Error> {
        let next = self.rows.next().and_then(|row| row.map(Counting::of).transpose());
        next.map_err(Error::sqlite(&self.ledger.path))
    }
}
