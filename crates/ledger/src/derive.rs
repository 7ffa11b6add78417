//! What is derived once, when a ledger is published: what each cell counts under every setting (`cell`), what is held of each
//! month (`month`), what the records of each document are (`tally`). Years that nothing touched stay as they are.
//!
//! A setting chooses among these numbers, so that another one asks no article either. [`Ledger::unlike`] holds them
//! against the articles.

use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

use crate::cells::{Cells, Naming, Readings, Standing};
use crate::{Error, Ledger};

impl Ledger {
    /// Derives again what rests on articles of the years that were touched.
    pub(crate) fn derive(&mut self) -> Result<(), Error> {
        let years = std::mem::take(&mut self.touched);
        derive(&self.connection, &years).map_err(Error::sqlite(&self.path))
    }
}

fn derive(connection: &Connection, years: &BTreeSet<i32>) -> rusqlite::Result<()> {
    if years.is_empty() {
        return Ok(());
    }
    let list = years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    connection.execute_batch(&format!(
        "delete from cell where year in ({list}); delete from month where year in ({list});"
    ))?;
    let mut derived =
        Derived { years, newspapers: newspapers(connection)?, months: BTreeMap::new() };
    let readings = Readings::of(connection)?;
    let mut cells = Cells::default();
    // In the order of their first years, so that few cells are open at a time.
    let mut documents = connection.prepare(
        "select document from document_month where year = ?1 group by document order by document",
    )?;
    let mut done: BTreeSet<i64> = BTreeSet::new();
    for year in years {
        let found: Vec<i64> =
            documents.query_map([year], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for document in found {
            if done.insert(document) {
                derived.document(connection, document, &readings, &mut cells)?;
                if cells.are_many() {
                    cells.write(connection, &readings, &derived.newspapers)?;
                }
            }
        }
    }
    cells.write(connection, &readings, &derived.newspapers)?;
    derived.write_months(connection)
}

fn newspapers(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut names = connection.prepare("select newspaper from newspaper order by newspaper")?;
    names.query_map([], |row| row.get(0))?.collect()
}

/// A record of a document, as far as it decides what the record is counted as.
struct Record {
    position: u32,
    newspaper: Option<String>,
    year: i32,
    month: u8,
    day: u8,
    international: Option<bool>,
    inferred: bool,
    unrest: bool,
    duplicate: Option<String>,
}

/// What is held of a month. Days are bits.
#[derive(Default)]
struct Month {
    records: u64,
    days: u32,
    days_unsearched: u32,
    searched: bool,
    entire: bool,
    entire_unsearched: bool,
    stated: [u64; 2],
    inferred: [u64; 2],
    unknown: u64,
}

/// Newspaper, year, month, verdict, whether it is inferred, why it is not counted: a row of `tally`.
type Kind = (String, i32, u8, &'static str, bool, String);

struct Derived<'a> {
    years: &'a BTreeSet<i32>,
    /// Those of the study, by name.
    newspapers: Vec<String>,
    /// By newspaper, year, month.
    months: BTreeMap<(usize, i32, u8), Month>,
}

/// How the records of a document hold months.
struct Holding {
    searched: bool,
    by_day: bool,
    of_month: Option<i32>,
}

impl Derived<'_> {
    /// Adds what a document holds of the years; its tally is written.
    fn document(
        &mut self,
        connection: &Connection,
        document: i64,
        readings: &Readings,
        cells: &mut Cells,
    ) -> rusqlite::Result<()> {
        let holding = holding(connection, document)?;
        let namings = namings(connection, document, readings)?;
        let mut tally: BTreeMap<Kind, u64> = BTreeMap::new();
        let mut select = connection.prepare_cached(
            "select position, newspaper, year, month, day, international, basis = 'inferred', unrest, duplicate
             from article where document = ?1 order by position",
        )?;
        let mut rows = select.query([document])?;
        while let Some(row) = rows.next()? {
            let record = Record::of(row)?;
            *tally.entry(record.kind()).or_default() += 1;
            self.record(&holding, &record, &namings, cells);
        }
        write_tally(connection, document, &tally)
    }

    fn record(
        &mut self,
        holding: &Holding,
        record: &Record,
        namings: &[Naming],
        cells: &mut Cells,
    ) {
        let Record { year, international, inferred, unrest, .. } = *record;
        let name = record.newspaper.as_ref().filter(|_| self.years.contains(&year));
        let of_study = name.and_then(|name| self.newspapers.binary_search(name).ok());
        let Some(newspaper) = of_study else { return };
        let month = self.months.entry((newspaper, year, record.month)).or_default();
        let its_month = year * 100 + i32::from(record.month);
        let entire = !holding.by_day && holding.of_month.is_none_or(|month| month == its_month);
        month.add(record, holding.searched, entire);
        if record.duplicate.is_none() {
            let first = namings.partition_point(|naming| naming.position < record.position);
            let behind = namings.get(first..).unwrap_or_default();
            let last = behind.partition_point(|naming| naming.position == record.position);
            let standing = Standing { international, inferred, unrest };
            cells.add(newspaper, year, standing, behind.get(..last).unwrap_or_default());
        }
    }

    fn write_months(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut insert = connection.prepare(
            "insert into month values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        for ((newspaper, year, month), held) in &self.months {
            insert.execute(params![
                self.newspapers.get(*newspaper),
                year,
                month,
                held.records,
                held.days.count_ones(),
                held.days_unsearched.count_ones(),
                held.searched,
                held.entire,
                held.entire_unsearched,
                held.stated[1],
                held.inferred[1],
                held.stated[0],
                held.inferred[0],
                held.unknown
            ])?;
        }
        Ok(())
    }
}

impl Record {
    fn of(row: &Row<'_>) -> rusqlite::Result<Record> {
        Ok(Record {
            position: row.get(0)?,
            newspaper: row.get(1)?,
            year: row.get(2)?,
            month: row.get(3)?,
            day: row.get(4)?,
            international: row.get(5)?,
            inferred: row.get(6)?,
            unrest: row.get(7)?,
            duplicate: row.get(8)?,
        })
    }

    fn kind(&self) -> Kind {
        let international = match self.international {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let newspaper = self.newspaper.clone().unwrap_or_default();
        let duplicate = self.duplicate.clone().unwrap_or_default();
        (newspaper, self.year, self.month, international, self.inferred, duplicate)
    }
}

impl Month {
    /// `entire`: the record is of a document of this month or of a longer time.
    fn add(&mut self, record: &Record, searched: bool, entire: bool) {
        let day = 1 << (record.day & 31);
        self.records += 1;
        self.days |= day;
        self.days_unsearched |= if searched { 0 } else { day };
        self.searched |= searched;
        self.entire |= entire;
        self.entire_unsearched |= entire && !searched;
        let [no, yes] = if record.inferred { &mut self.inferred } else { &mut self.stated };
        let count = match record.international {
            Some(true) => yes,
            Some(false) => no,
            None => &mut self.unknown,
        };
        *count += u64::from(record.duplicate.is_none());
    }
}

fn holding(connection: &Connection, document: i64) -> rusqlite::Result<Holding> {
    connection
        .prepare_cached("select searched, by_day, of_month from document where document = ?1")?
        .query_row([document], |row| {
            Ok(Holding { searched: row.get(0)?, by_day: row.get(1)?, of_month: row.get(2)? })
        })
}

/// What the records of a document name, by position and basket.
fn namings(
    connection: &Connection,
    document: i64,
    readings: &Readings,
) -> rusqlite::Result<Vec<Naming>> {
    let mut select = connection.prepare_cached(
        "select position, channel, polity, tier, mentions from mention where document = ?1",
    )?;
    let mut rows = select.query([document])?;
    let mut namings = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get_ref(at).and_then(|value| Ok(value.as_str()?));
        let naming = (row.get(0)?, text(1)?, text(2)?, text(3)?, row.get(4)?);
        readings.naming(naming, &mut namings);
    }
    namings.sort();
    Ok(namings)
}

fn write_tally(
    connection: &Connection,
    document: i64,
    tally: &BTreeMap<Kind, u64>,
) -> rusqlite::Result<()> {
    connection.prepare_cached("delete from tally where document = ?1")?.execute([document])?;
    let mut insert =
        connection.prepare_cached("insert into tally values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for ((newspaper, year, month, international, inferred, duplicate), records) in tally {
        insert.execute(params![
            document,
            newspaper,
            year,
            month,
            international,
            inferred,
            duplicate,
            records
        ])?;
    }
    Ok(())
}
