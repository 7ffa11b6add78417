//! The table `cell`: counts of a newspaper, country and year under every policy, verdict, basis, channel and tier. An article
//! counts once for a country however many of its names it has, so each is looked at as a whole.

use rusqlite::Connection;
use std::collections::BTreeMap;

use crate::replace::{insert_all, text};

/// Sums that are held at once: about ten megabytes, those of a few years.
const MOST: usize = 10_000;
/// Numbers of a row: articles by text, by index and by any of them, then mentions; each up to the tiers A, B and C.
const NUMBERS: usize = 12;
/// Columns before them.
const KEY: usize = 7;

/// What each polity counts for. A country that is made of the same polities under several policies is counted once.
pub(crate) struct Readings {
    /// Country, and the policies under which it is made so.
    baskets: Vec<(String, Vec<String>)>,
    /// Places among the baskets, by polity.
    of: BTreeMap<String, Vec<usize>>,
}

/// A record names something that counts for a basket, in a channel and tier. In the order of the articles' numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Naming {
    pub(crate) article: i64,
    basket: usize,
    indexed: bool,
    /// Place among A, B, C.
    tier: usize,
    mentions: u32,
}

impl Readings {
    pub(crate) fn of(connection: &Connection) -> rusqlite::Result<Readings> {
        let mut select = connection.prepare(
            "select policy, country, polity from reading order by policy, country, polity",
        )?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut polities: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for row in rows {
            let (policy, country, polity) = row?;
            polities.entry((country, policy)).or_default().push(polity);
        }
        let mut policies: BTreeMap<(String, Vec<String>), Vec<String>> = BTreeMap::new();
        for ((country, policy), polities) in polities {
            policies.entry((country, polities)).or_default().push(policy);
        }
        let mut readings = Readings { baskets: Vec::new(), of: BTreeMap::new() };
        for ((country, polities), policies) in policies {
            for polity in polities {
                readings.of.entry(polity).or_default().push(readings.baskets.len());
            }
            readings.baskets.push((country, policies));
        }
        Ok(readings)
    }

    /// Puts a row of `mention` (article, channel, polity, tier, mentions) to what it counts for.
    pub(crate) fn naming(
        &self,
        (article, channel, polity, tier, mentions): (i64, &str, &str, &str, u32),
        namings: &mut Vec<Naming>,
    ) {
        let Some(tier) = ["A", "B", "C"].iter().position(|known| *known == tier) else { return };
        let indexed = channel == "index";
        let baskets = self.of.get(polity).into_iter().flatten();
        namings.extend(baskets.map(|basket| Naming {
            article,
            basket: *basket,
            indexed,
            tier,
            mentions,
        }));
    }
}

/// Basket, newspaper (its place in the list that [`Cells::write`] gets), year.
type Cell = (usize, usize, i32);

/// Of each of [`CHOICES`] the numbers of a row.
type Sums = [[u64; NUMBERS]; CHOICES.len()];

/// Settings that choose among articles: verdicts, basis, topic.
const CHOICES: [(&str, &str, &str); 8] = [
    ("yes", "any", "all"),
    ("yes", "any", "unrest"),
    ("yes", "metadata", "all"),
    ("yes", "metadata", "unrest"),
    ("yes+unknown", "any", "all"),
    ("yes+unknown", "any", "unrest"),
    ("yes+unknown", "metadata", "all"),
    ("yes+unknown", "metadata", "unrest"),
];

/// What decides whether an article is chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// `None`: the paper does not say.
    pub(crate) international: Option<bool>,
    pub(crate) inferred: bool,
    pub(crate) unrest: bool,
}

impl Standing {
    /// Whether the article counts under one of [`CHOICES`]. Without what is inferred its verdict is unknown.
    fn is_chosen(self, (verdicts, basis, topic): (&str, &str, &str)) -> bool {
        let stated_only = basis == "metadata";
        let verdict = self.international.filter(|_| !(stated_only && self.inferred));
        verdict.unwrap_or(verdicts == "yes+unknown") && (self.unrest || topic == "all")
    }
}

/// Sums that are not written yet.
#[derive(Default)]
pub(crate) struct Cells {
    sums: BTreeMap<Cell, Sums>,
}

impl Cells {
    /// Adds an article of a newspaper and year that is no duplicate, with all that it names.
    pub(crate) fn add(
        &mut self,
        newspaper: usize,
        year: i32,
        standing: Standing,
        names: &[Naming],
    ) {
        let chosen = CHOICES.map(|choice| standing.is_chosen(choice));
        if !chosen.contains(&true) {
            return;
        }
        for names in names.chunk_by(|a, b| a.basket == b.basket) {
            let Some(Naming { basket, .. }) = names.first() else { continue };
            let numbers = numbers(names);
            let sums = self.sums.entry((*basket, newspaper, year)).or_default();
            for (sums, _) in sums.iter_mut().zip(chosen).filter(|(_, chosen)| *chosen) {
                sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
            }
        }
    }

    pub(crate) fn are_many(&self) -> bool {
        self.sums.len() > MOST
    }

    /// Adds what is held to what is written, and holds nothing.
    pub(crate) fn write(
        &mut self,
        connection: &Connection,
        readings: &Readings,
        newspapers: &[String],
    ) -> rusqlite::Result<()> {
        let held = std::mem::take(&mut self.sums);
        let mut rows = Vec::new();
        for ((basket, newspaper, year), sums) in &held {
            let (Some((country, policies)), Some(newspaper)) =
                (readings.baskets.get(*basket), newspapers.get(*newspaper))
            else {
                continue;
            };
            let chosen = CHOICES.iter().zip(sums).filter(|(_, sums)| **sums != [0; NUMBERS]);
            for (choice, sums) in chosen {
                rows.extend(
                    policies.iter().map(|policy| (policy, choice, year, newspaper, country, sums)),
                );
            }
        }
        // In the order of the table SQLite is done in half the time.
        rows.sort_unstable();
        insert_all::<_, { KEY + NUMBERS }>(connection, "cell", &rows, &adding(), |row| {
            let (policy, (verdicts, basis, topic), year, newspaper, country, sums) = *row;
            std::array::from_fn(|at| match at {
                0 => text(policy),
                1 => text(verdicts),
                2 => text(basis),
                3 => text(topic),
                4 => (*year).into(),
                5 => text(newspaper),
                6 => text(country),
                _ => sums[at - KEY].cast_signed().into(),
            })
        })
    }
}

/// What an article adds that names a country so.
fn numbers(names: &[Naming]) -> [u64; NUMBERS] {
    let mut numbers = [0; NUMBERS];
    let (articles, mentions) = numbers.split_at_mut(9);
    for Naming { indexed, tier, mentions: occurrences, .. } in names {
        let (channel, any) = (if *indexed { 3 } else { 0 }, 6);
        for up_to in *tier..3 {
            for place in [channel + up_to, any + up_to] {
                if let Some(article) = articles.get_mut(place) {
                    *article = 1;
                }
            }
            // Index terms are not occurrences in the text.
            if let Some(sum) = mentions.get_mut(up_to).filter(|_| !indexed) {
                *sum += u64::from(*occurrences);
            }
        }
    }
    numbers
}

const COLUMNS: [&str; NUMBERS] = [
    "text_a",
    "text_b",
    "text_c",
    "index_a",
    "index_b",
    "index_c",
    "any_a",
    "any_b",
    "any_c",
    "mentions_a",
    "mentions_b",
    "mentions_c",
];

/// What a row does with the one that is there.
fn adding() -> String {
    let sums = COLUMNS.map(|column| format!("{column} = {column} + excluded.{column}")).join(", ");
    format!("on conflict do update set {sums}")
}
