//! What is derived once, when a ledger is published: what each cell counts under every setting (`cell`), what is held of each
//! month (`month`), what the records of each document are (`tally`). Years that nothing touched stay as they are.
//!
//! A setting chooses among these numbers, so that another one asks no article either. [`Ledger::unlike`] holds them
//! against the articles.

use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

use crate::cells::{Cells, Naming, Readings, Standing};
use crate::settle::reason;
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
    let newspapers = newspapers(connection)?;
    let mut derived = Derived {
        years,
        of_study: newspapers.len(),
        newspapers,
        verdicts: verdicts(connection)?,
        months: BTreeMap::new(),
    };
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

fn verdicts(connection: &Connection) -> rusqlite::Result<BTreeMap<i64, Verdict>> {
    let mut verdicts =
        connection.prepare("select verdict, international, basis = 'inferred' from verdict")?;
    let verdict = |row: &Row<'_>| {
        Ok((row.get(0)?, Verdict { international: row.get(1)?, inferred: row.get(2)? }))
    };
    verdicts.query_map([], verdict)?.collect()
}

/// A record of a document, as far as it decides what the record is counted as.
struct Record {
    article: i64,
    /// Place among [`Derived::newspapers`]; `None`: of none that is known.
    newspaper: Option<usize>,
    year: i32,
    month: u8,
    day: u8,
    verdict: Verdict,
    unrest: bool,
    twin: Option<u8>,
}

/// What its section is taken for.
#[derive(Clone, Copy)]
struct Verdict {
    international: Option<bool>,
    inferred: bool,
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
type Kind = (Option<usize>, i32, u8, Option<bool>, bool, Option<u8>);

struct Derived<'a> {
    years: &'a BTreeSet<i32>,
    /// Those that the ledger knows: of the study first, by name.
    newspapers: Vec<String>,
    /// How many of them are of the study.
    of_study: usize,
    verdicts: BTreeMap<i64, Verdict>,
    /// By newspaper, year, month.
    months: BTreeMap<(usize, i32, u8), Month>,
}

/// Where the records of a document are, and how they hold months.
struct Holding {
    first: i64,
    last: i64,
    newspaper: Option<String>,
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
        let namings = namings(connection, &holding, readings)?;
        let newspaper = holding.newspaper.as_deref().map(|name| self.place(name));
        let mut tally: BTreeMap<Kind, u64> = BTreeMap::new();
        let mut select = connection.prepare_cached(
            "select article, newspaper, date, verdict, unrest, twin
             from article where article between ?1 and ?2",
        )?;
        let mut rows = select.query([holding.first, holding.last])?;
        let mut namings = &namings[..];
        while let Some(row) = rows.next()? {
            let record = self.read(row, newspaper)?;
            *tally.entry(record.kind()).or_default() += 1;
            // Both are in the order of the articles' numbers.
            let behind = namings.partition_point(|naming| naming.article <= record.article);
            let (its, rest) = namings.split_at(behind);
            namings = rest;
            self.record(&holding, &record, its, cells);
        }
        self.write_tally(connection, document, &tally)
    }

    /// `newspaper`: the document's.
    fn read(&mut self, row: &Row<'_>, newspaper: Option<usize>) -> rusqlite::Result<Record> {
        let own = row.get_ref(1)?.as_str_or_null()?;
        let date: i32 = row.get(2)?;
        let verdict: i64 = row.get(3)?;
        Ok(Record {
            article: row.get(0)?,
            newspaper: own.map(|name| self.place(name)).or(newspaper),
            year: date / 10_000,
            month: (date / 100 % 100) as u8,
            day: (date % 100) as u8,
            verdict: *self.verdicts.get(&verdict).ok_or(rusqlite::Error::QueryReturnedNoRows)?,
            unrest: row.get(4)?,
            twin: row.get(5)?,
        })
    }

    /// The place of a newspaper's name; of one that is not of the study a new one.
    fn place(&mut self, name: &str) -> usize {
        self.newspapers.iter().position(|known| known == name).unwrap_or_else(|| {
            self.newspapers.push(name.to_owned());
            self.newspapers.len() - 1
        })
    }

    /// `names`: what it names.
    fn record(&mut self, holding: &Holding, record: &Record, names: &[Naming], cells: &mut Cells) {
        let Record { year, unrest, verdict: Verdict { international, inferred }, .. } = *record;
        let of_study = record.newspaper.filter(|place| *place < self.of_study);
        let Some(newspaper) = of_study.filter(|_| self.years.contains(&year)) else { return };
        let month = self.months.entry((newspaper, year, record.month)).or_default();
        let its_month = year * 100 + i32::from(record.month);
        let entire = !holding.by_day && holding.of_month.is_none_or(|month| month == its_month);
        month.add(record, holding.searched, entire);
        if record.twin.is_none() {
            cells.add(newspaper, year, Standing { international, inferred, unrest }, names);
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

    fn write_tally(
        &self,
        connection: &Connection,
        document: i64,
        tally: &BTreeMap<Kind, u64>,
    ) -> rusqlite::Result<()> {
        connection.prepare_cached("delete from tally where document = ?1")?.execute([document])?;
        let mut insert = connection
            .prepare_cached("insert into tally values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for ((newspaper, year, month, international, inferred, twin), records) in tally {
            insert.execute(params![
                document,
                newspaper.and_then(|place| self.newspapers.get(place)).map_or("", |name| name),
                year,
                month,
                match international {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "unknown",
                },
                inferred,
                twin.map_or("", reason),
                records
            ])?;
        }
        Ok(())
    }
}

impl Record {
    fn kind(&self) -> Kind {
        let Verdict { international, inferred } = self.verdict;
        (self.newspaper, self.year, self.month, international, inferred, self.twin)
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
        let [no, yes] = if record.verdict.inferred { &mut self.inferred } else { &mut self.stated };
        let count = match record.verdict.international {
            Some(true) => yes,
            Some(false) => no,
            None => &mut self.unknown,
        };
        *count += u64::from(record.twin.is_none());
    }
}

fn holding(connection: &Connection, document: i64) -> rusqlite::Result<Holding> {
    connection
        .prepare_cached(
            "select first, last, newspaper, searched, by_day, of_month from document where document = ?1",
        )?
        .query_row([document], |row| {
            Ok(Holding {
                first: row.get(0)?,
                last: row.get(1)?,
                newspaper: row.get(2)?,
                searched: row.get(3)?,
                by_day: row.get(4)?,
                of_month: row.get(5)?,
            })
        })
}

/// What the records of a document name, by number and basket.
fn namings(
    connection: &Connection,
    holding: &Holding,
    readings: &Readings,
) -> rusqlite::Result<Vec<Naming>> {
    let mut select = connection.prepare_cached(
        "select article, channel, polity, tier, mentions from mention where article between ?1 and ?2",
    )?;
    let mut rows = select.query([holding.first, holding.last])?;
    let mut namings = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get_ref(at).and_then(|value| Ok(value.as_str()?));
        let naming = (row.get(0)?, text(1)?, text(2)?, text(3)?, row.get(4)?);
        readings.naming(naming, &mut namings);
    }
    namings.sort_unstable();
    Ok(namings)
}
