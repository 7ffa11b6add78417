//! What a ledger is filled with: facts about the world, settings, documents.

use rusqlite::params;

use crate::{Error, Ledger};

/// A newspaper and the months in which it appeared.
#[derive(Clone, Debug)]
pub struct Newspaper {
    /// Short name: `nyt`.
    pub name: String,
    /// As printed.
    pub title: String,
    /// Polity id of its home country.
    pub home: String,
    /// (year, month, days on which it appeared), for every month of the study.
    pub appeared: Vec<(i32, u8, u32)>,
    /// (first day, last day, what, citation) of each stretch in which it did not appear as usual.
    pub gaps: Vec<[String; 4]>,
}

/// A state or territory.
#[derive(Clone, Debug)]
pub struct Polity {
    /// Its id.
    pub id: String,
    /// Its name for tables.
    pub label: String,
    /// First year; `None`: before 1816 or not stated.
    pub first: Option<i32>,
    /// Last year; `None`: it still exists.
    pub last: Option<i32>,
}

/// The facts that counts are derived with.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The newspapers of the study.
    pub newspapers: Vec<Newspaper>,
    /// Every polity of the gazetteer.
    pub polities: Vec<Polity>,
    /// (policy, polity, country): what a mention counts for.
    pub readings: Vec<[String; 3]>,
    /// What the ledger is made with: names and digests.
    pub origin: Vec<(String, String)>,
    /// Name and text of the tables of the gazetteer that are not the program's own.
    pub tables: Vec<(String, String)>,
}

/// What the yearly counts count. The defaults are those of METHOD.md.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `yes` or `yes+unknown`: which section verdicts count.
    pub verdicts: String,
    /// `any`, or `metadata`: only what the newspaper itself says of an article's section is a verdict.
    pub basis: String,
    /// `text`, `index` or `any`: whose word for it counts, the article's or the paper's index.
    pub channel: String,
    /// `A`, `B` or `C`: names only; names and demonyms; cities too.
    pub tier: String,
    /// `as-was`, `primary` or `all`: which country a vanished state counts for.
    pub policy: String,
    /// `foreign-only`, `exclude-home` or `all`: whether a paper's own country counts.
    pub home: String,
    /// First year of the study, lead-in years included.
    pub first_year: i32,
    /// Last year of the study.
    pub last_year: i32,
    /// Share of the months in which the paper appeared from which a year is observed, not partial.
    pub observed_from: f64,
    /// `sample` or `whole`: whether the searches whose results are held asked for all that the study looks for, so that
    /// what they did not find was not there.
    pub searches: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            verdicts: "yes".to_owned(),
            basis: "any".to_owned(),
            channel: "text".to_owned(),
            tier: "B".to_owned(),
            policy: "primary".to_owned(),
            home: "foreign-only".to_owned(),
            first_year: 1850,
            last_year: 2017,
            observed_from: 0.75,
            searches: "sample".to_owned(),
        }
    }
}

impl Settings {
    /// Key and value of each, as in the table `setting`.
    #[must_use]
    pub fn rows(&self) -> [(&'static str, String); 10] {
        [
            ("verdicts", self.verdicts.clone()),
            ("basis", self.basis.clone()),
            ("channel", self.channel.clone()),
            ("tier", self.tier.clone()),
            ("policy", self.policy.clone()),
            ("home", self.home.clone()),
            ("first_year", self.first_year.to_string()),
            ("last_year", self.last_year.to_string()),
            ("observed_from", self.observed_from.to_string()),
            ("searches", self.searches.clone()),
        ]
    }
}

/// A raw document and everything that was read in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// First 63 bits of the sha256 of its path, which holds its content's digest: the same wherever and
    /// whenever it is counted.
    pub id: i64,
    /// In the raw archive.
    pub path: String,
    /// How it was read.
    pub source: String,
    /// Whose it is; `None`: each article has its own.
    pub newspaper: Option<String>,
    /// Whether it is what a search found.
    pub searched: bool,
    /// Of the stored file.
    pub sha256: String,
    /// Records in it.
    pub records: u64,
    /// How many it says it has.
    pub announced: Option<u64>,
    /// Whether it is of one day only, so that a month is only held when its days are.
    pub by_day: bool,
    /// Year and month, if it is of one month. `None`: of the months of its records.
    pub of_month: Option<(i32, u8)>,
    /// The number of all articles of a month, where the source says only that: year, month, articles.
    pub total: Option<(i32, u8, u64)>,
    /// What is wrong with it as a whole.
    pub problem: Option<String>,
    /// The records that could be read, by position.
    pub articles: Vec<Article>,
    /// The countries named in them, by position.
    pub mentions: Vec<Mention>,
    /// The records that could not be read.
    pub quarantined: Vec<Quarantined>,
}

/// One record that could be read. Fields as in `schema.sql`; `newspaper` only in a document of several.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Article {
    pub position: u32,
    pub offset: u64,
    pub length: u32,
    pub newspaper: Option<String>,
    /// Year, month, day.
    pub date: (i32, u8, u8),
    pub international: Option<bool>,
    pub basis: &'static str,
    pub rule: String,
    pub unrest: bool,
    pub id_key: i64,
    pub url_key: Option<i64>,
    pub headline_key: Option<i64>,
    pub weight: i64,
    pub lossy: bool,
    /// Of an article that some setting can count ([`Article::may_count`]).
    pub address: Option<Address>,
}

/// Where to look an article up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The newspaper's own id.
    pub id: String,
    /// As the source gives it.
    pub url: Option<String>,
}

impl Article {
    /// What other records of the same article share: headline, URL, id.
    pub(crate) fn keys(&self) -> [Option<i64>; 3] {
        [self.headline_key, self.url_key, Some(self.id_key)]
    }

    /// Whether an article with this verdict counts under some setting if it names a country: not if the paper itself says
    /// that it belongs elsewhere.
    #[must_use]
    pub fn may_count(international: Option<bool>, basis: &str) -> bool {
        international != Some(false) || basis == "inferred"
    }
}

/// A country named in an article. Fields as in `schema.sql`.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Mention {
    pub position: u32,
    pub channel: &'static str,
    pub polity: String,
    pub tier: &'static str,
    pub mentions: u32,
    pub surface: String,
    pub field: u16,
    pub start: u32,
}

/// A record that could not be read.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Quarantined {
    pub position: u32,
    pub offset: u64,
    pub reason: String,
    pub what: String,
}

impl Ledger {
    /// Replaces the facts about the world.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn set_world(&mut self, world: &World) -> Result<(), Error> {
        let before = self.counted_by()?;
        self.replace_world(world)?;
        if self.counted_by()? != before {
            let sql = "select distinct year from document_month";
            let years: Vec<i32> = self.rows(sql, [], |row| row.get(0))?;
            self.touched.extend(years);
        }
        Ok(())
    }

    /// The facts about the world that the derived tables rest on.
    fn counted_by(&self) -> Result<(Vec<String>, Vec<[String; 3]>), Error> {
        let sql = "select policy, polity, country from reading order by policy, polity, country";
        let readings = self.rows(sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
        Ok((self.newspapers()?, readings))
    }

    fn replace_world(&mut self, world: &World) -> Result<(), Error> {
        self.write(|connection| {
            connection.execute_batch(
                "delete from newspaper; delete from appeared; delete from gap;
                 delete from polity; delete from reading; delete from origin; delete from gazetteer;",
            )?;
            for newspaper in &world.newspapers {
                write_newspaper(connection, newspaper)?;
            }
            let mut polity = connection.prepare("insert into polity values (?1, ?2, ?3, ?4)")?;
            for p in &world.polities {
                polity.execute(params![p.id, p.label, p.first, p.last])?;
            }
            let mut reading = connection.prepare("insert into reading values (?1, ?2, ?3)")?;
            for row in &world.readings {
                reading.execute(rusqlite::params_from_iter(row))?;
            }
            let mut origin = connection.prepare("insert into origin values (?1, ?2)")?;
            for (key, value) in &world.origin {
                origin.execute([key, value])?;
            }
            let mut table = connection.prepare("insert into gazetteer values (?1, ?2)")?;
            for (name, text) in &world.tables {
                table.execute([name, text])?;
            }
            Ok(())
        })
    }

    /// Replaces what the yearly counts count. Nothing has to be counted again for that.
    ///
    /// # Errors
    /// [`Error::Sqlite`].
    pub fn set_settings(&mut self, settings: &Settings) -> Result<(), Error> {
        self.write(|connection| {
            let mut insert =
                connection.prepare("insert or replace into setting values (?1, ?2)")?;
            for (key, value) in settings.rows() {
                insert.execute([key, value.as_str()])?;
            }
            Ok(())
        })
    }

    pub(crate) fn write(
        &mut self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        work(&self.connection).map_err(Error::sqlite(&self.path))
    }
}

fn write_newspaper(
    connection: &rusqlite::Connection,
    newspaper: &Newspaper,
) -> rusqlite::Result<()> {
    let name = &newspaper.name;
    connection.execute(
        "insert into newspaper values (?1, ?2, ?3)",
        [name, &newspaper.title, &newspaper.home],
    )?;
    let mut appeared = connection.prepare_cached("insert into appeared values (?1, ?2, ?3, ?4)")?;
    for (year, month, days) in &newspaper.appeared {
        appeared.execute(params![name, year, month, days])?;
    }
    let mut gap = connection.prepare_cached("insert into gap values (?1, ?2, ?3, ?4, ?5)")?;
    for [first, last, what, citation] in &newspaper.gaps {
        gap.execute([name, first, last, what, citation])?;
    }
    Ok(())
}
