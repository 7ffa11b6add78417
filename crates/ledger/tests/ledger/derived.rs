//! The derived tables say what the articles say: in ledgers of invented articles of every kind, under every setting, after
//! every change.

use crate::small::{article, built_in, document, mention, two_papers};
use groundswell_ledger::{Article, Document, Ledger, Mention, Settings, World};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// Numbers that look drawn, the same for the same seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn of<T: Clone>(&mut self, any: &[T]) -> T {
        any[self.below(any.len() as u64) as usize].clone()
    }

    /// Of any newspaper, verdict and kind, several records of one article among them.
    fn article(&mut self, position: u32) -> Article {
        let date = (
            self.of(&[1971, 1971, 1971, 1972, 1972, 1973, 1990]),
            self.of(&[1, 1, 2, 3, 12]),
            1 + self.below(28) as u8,
        );
        let international = self.of(&[Some(true), Some(true), Some(false), None]);
        let id = format!("{}", self.below(60));
        Article {
            newspaper: self.of(&["nyt", "guardian", "another"]).to_owned().into(),
            basis: self.of(&["metadata", "inferred"]),
            unrest: self.below(3) == 0,
            url_key: self.of(&[None, None, Some(1), Some(2)]),
            weight: self.below(3) as i64,
            ..article(position, &id, date, international)
        }
    }

    fn mention(&mut self, position: u32) -> Mention {
        let polity = self.of(&["CHL", "GBR", "PER", "RUS", "SUN", "USA"]);
        Mention {
            channel: self.of(&["text", "text", "index"]),
            mentions: 1 + self.below(4) as u32,
            ..mention(position, polity, self.of(&["A", "B", "C"]))
        }
    }

    fn document(&mut self, id: i64) -> Document {
        let articles: Vec<Article> =
            (0..4 + self.below(12) as u32).map(|at| self.article(at)).collect();
        let mut mentions = Vec::new();
        for at in 0..articles.len() as u32 {
            mentions.extend((0..self.below(4)).map(|_| self.mention(at)));
        }
        let key = |m: &Mention| (m.position, m.channel, m.polity.clone(), m.tier);
        mentions.sort_by_key(key);
        mentions.dedup_by_key(|m| key(m));
        let mut articles = articles;
        if self.below(3) == 0 {
            articles.iter_mut().for_each(|article| article.newspaper = None);
        }
        Document {
            newspaper: self.of(&[None, Some("nyt".to_owned())]),
            searched: self.below(3) == 0,
            by_day: self.below(3) == 0,
            of_month: self.of(&[None, Some((1971, 1)), Some((1972, 2))]),
            ..document(id, articles, mentions)
        }
    }
}

/// With a policy under which a polity counts for two countries.
fn world() -> World {
    let mut world = two_papers();
    for (polity, country) in [("RUS", "RUS"), ("SUN", "RUS"), ("SUN", "PER"), ("CHL", "CHL")] {
        world.readings.push(["all", polity, country].map(str::to_owned));
    }
    // Enough days for some months only: those of a document of one day each.
    for (.., days) in world.newspapers.iter_mut().flat_map(|paper| &mut paper.appeared) {
        *days = (*days).min(2);
    }
    world
}

fn every_setting() -> Vec<Settings> {
    let mut every = vec![Settings { first_year: 1971, last_year: 1972, ..Settings::default() }];
    let mut vary = |values: &[&str], set: fn(&mut Settings, String)| {
        let varied = every.iter().flat_map(|settings| {
            values.iter().map(move |value| {
                let mut settings = settings.clone();
                set(&mut settings, (*value).to_owned());
                settings
            })
        });
        every = varied.collect();
    };
    vary(&["yes", "yes+unknown"], |settings, value| settings.verdicts = value);
    vary(&["any", "metadata"], |settings, value| settings.basis = value);
    vary(&["text", "index", "any"], |settings, value| settings.channel = value);
    vary(&["A", "B", "C"], |settings, value| settings.tier = value);
    vary(&["as-was", "primary", "all"], |settings, value| settings.policy = value);
    vary(&["foreign-only", "exclude-home", "all"], |settings, value| settings.home = value);
    vary(&["sample", "whole"], |settings, value| settings.searches = value);
    every
}

/// What is held of each month and what became of each record, asked of the articles themselves.
const OF_ARTICLES: [(&str, &str); 2] = [
    (
        "select newspaper, year, month, days, records, all_articles, international_yes, international_unknown, known,
                searched, held from month_held",
        "with complete as (
             select *, searched = 0 or (select value from setting where key = 'searches') = 'whole' as whole,
                    (select cast(value as real) from setting where key = 'observed_from') as enough
             from document
         )
         select a.newspaper, a.year, a.month, count(distinct a.day), count(*), sum(a.duplicate is null),
                sum(a.duplicate is null and a.international is 1), sum(a.duplicate is null and a.international is null),
                sum(a.duplicate is null and a.international is not null),
                max(d.searched) and not (
                    max(d.searched = 0 and d.by_day = 0
                        and coalesce(d.of_month, a.year * 100 + a.month) = a.year * 100 + a.month)
                    or (max(d.searched = 0) and count(distinct iif(d.searched = 0, a.day, null))
                                                >= max(d.enough) * coalesce(max(p.days), 0))),
                max(d.whole and d.by_day = 0
                    and coalesce(d.of_month, a.year * 100 + a.month) = a.year * 100 + a.month)
                or (max(d.whole) and count(distinct iif(d.whole, a.day, null))
                                     >= max(d.enough) * coalesce(max(p.days), 0))
         from filed a join complete d using (document)
         left join appeared p on p.newspaper = a.newspaper and p.year = a.year and p.month = a.month
         where a.newspaper in (select newspaper from newspaper)
         group by a.newspaper, a.year, a.month",
    ),
    (
        "select document, fate, sum(records) from account group by document, fate",
        "select document, 'counted', count(*) from counted group by document
         union all
         select document, 'excluded', count(*) from record
         where (document, position) not in (select document, position from counted) group by document",
    ),
];

/// Newspaper, country, year, articles, mentions and state of a row of `yearly`.
type Shown = (String, String, i32, Option<u64>, Option<u64>, String);

/// The view `yearly` and [`Ledger::yearly`] are one, and the months and records are as the articles have them.
fn as_the_articles_say(path: &Path, ledger: &Ledger) {
    let connection = Connection::open(path).unwrap();
    for (derived, asked) in OF_ARTICLES {
        let sql = format!(
            "with derived as ({derived}), asked as ({asked})
             select (select count(*) from derived),
                    (select count(*) from (select * from derived except select * from asked)),
                    (select count(*) from (select * from asked except select * from derived))"
        );
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (rows, more, less): (u64, u64, u64) = connection.query_row(&sql, [], read).unwrap();
        assert!(rows > 0 && (more, less) == (0, 0), "{rows} {more} {less}: {derived}");
    }
    for topic in ["all", "unrest"] {
        let sql = "select newspaper, country, year, articles, mentions, state from yearly
                   where topic = ?1 order by newspaper, country, year";
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([topic], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        });
        let rows: Vec<Shown> = rows.unwrap().map(Result::unwrap).collect();
        let read = ledger.yearly(topic).unwrap().into_iter().map(|row| {
            (row.newspaper, row.country, row.year, row.articles, row.mentions, row.state)
        });
        assert_eq!(rows, read.collect::<Vec<_>>());
    }
}

#[test]
fn the_derived_tables_say_what_the_articles_say_under_every_setting() {
    let folder = tempfile::tempdir().unwrap();
    let every = every_setting();
    assert_eq!(every.len(), 2 * 2 * 3 * 3 * 3 * 3 * 2);
    let (mut articles, mut unrest) = (0, 0);
    for seed in 1..=12 {
        let mut draws = Draws(seed * 0x9e37_79b9);
        let documents: Vec<Document> = (1..=8).map(|id| draws.document(id)).collect();
        let stored = draws.of(&every);
        let path = folder.path().join(format!("{seed}.db"));
        let ledger = built_in(&world(), &path, &documents, &stored);
        as_the_articles_say(&path, &ledger);
        // Some for each ledger, all of them for all ledgers together.
        for settings in every.iter().skip(seed as usize % 12).step_by(12) {
            let mut narrowed = Ledger::open(&path).unwrap();
            narrowed.narrow(settings).unwrap();
            assert_eq!(narrowed.unlike().unwrap(), None, "seed {seed} {settings:?}");
            let of = |topic| {
                narrowed.yearly(topic).unwrap().iter().filter_map(|y| y.articles).sum::<u64>()
            };
            articles += of("all");
            unrest += of("unrest");
        }
    }
    assert!(articles > unrest && unrest > 100, "{articles} {unrest}: nothing was compared");
}

#[test]
fn they_follow_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let (path, again) = (folder.path().join("ledger.db"), folder.path().join("again.db"));
    let settings = Settings { first_year: 1971, last_year: 1972, ..Settings::default() };
    let mut draws = Draws(7);
    let mut documents: Vec<Document> = (1..=6).map(|id| draws.document(id)).collect();
    let mut world = world();
    built_in(&world, &path, &documents, &settings);
    for step in 0..10 {
        // One is replaced, one goes, one comes; and at times the tables of names are others, or the newspapers.
        let at = draws.below(documents.len() as u64) as usize;
        let gone = documents.remove(at).id;
        documents.push(draws.document(100 + step));
        let at = draws.below(documents.len() as u64) as usize;
        documents[at] = draws.document(documents[at].id);
        let others = step % 5 == 4;
        if others {
            world.readings.retain(|[policy, polity, _]| policy != "primary" || polity != "SUN");
            world.newspapers.truncate(1 + step as usize % 2);
        }
        let mut ledger = Ledger::open_for_update(&path).unwrap();
        ledger.begin().unwrap();
        ledger.set_world(&world).unwrap();
        ledger.remove(gone).unwrap();
        ledger.replace(documents.last().unwrap()).unwrap();
        ledger.replace(&documents[at]).unwrap();
        ledger.settle().unwrap();
        ledger.publish().unwrap();
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.unlike().unwrap(), None, "step {step}");
        as_the_articles_say(&path, &ledger);
        let fresh = built_in(&world, &again, &documents, &settings);
        let copies = [(&ledger, "held"), (&fresh, "fresh")].map(|(ledger, name)| {
            let copy = folder.path().join(format!("{step} {name}"));
            ledger.copy_to(&copy).unwrap();
            fs::read(copy).unwrap()
        });
        assert!(copies[0] == copies[1], "step {step}: another way to the same content");
    }
}

#[test]
fn a_number_that_was_changed_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let mut draws = Draws(3);
    let documents: Vec<Document> = (1..=6).map(|id| draws.document(id)).collect();
    for (table, change) in [
        (None, "update cell set any_c = any_c + 1"), // not what these settings count
        (Some("cell"), "update cell set text_b = text_b + 1 where text_b > 0"),
        (Some("cell"), "update cell set mentions_b = 0 where text_b > 0"),
        (Some("cell"), "delete from cell where text_b > 0"),
        (Some("month"), "update month set days = days + 1"),
        (Some("month"), "delete from month"),
        (Some("tally"), "update tally set records = records + 1"),
        (
            Some("address"),
            "delete from address where article in (select max(article) from address)",
        ),
        (Some("address"), "insert into address values (1000, 'of none', null)"),
        (
            Some("tally"),
            "insert into tally select 77, newspaper, year, month, 'yes', 0, '', 1 from tally limit 1",
        ),
    ] {
        let ledger = built_in(&world(), &path, &documents, &Settings::default());
        assert_eq!(ledger.unlike().unwrap(), None);
        Connection::open(&path).unwrap().execute_batch(change).unwrap();
        assert_eq!(Ledger::open(&path).unwrap().unlike().unwrap(), table, "{change}");
    }
}
