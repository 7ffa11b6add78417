//! The demo archive: a file for each newspaper and year, and the table of what was planted in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::article::articles;
use crate::guardian::{guardian_page, guardian_pages};
use crate::nyt::{nyt_month, nyt_search_pages};
use crate::plan::{Newspaper, Plan, downloaded};

/// The seed of the archive kept in `fixtures/demo`.
pub const DEMO_SEED: u64 = 1851;

/// Distinct articles planted for one newspaper, country and year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Planted {
    /// Articles abroad whose text names the country.
    pub articles: u32,
    /// Of these, articles whose desk, section, index terms or dateline say that they are international.
    pub evident: u32,
    /// Of the evident ones, articles about unrest.
    pub unrest: u32,
}

/// Writes the demo archive, compressed with zstd, and `expected.csv`; the same bytes for the same seed.
///
/// # Errors
/// Whatever making folders or writing returns.
pub fn write_demo(folder: &Path, seed: u64) -> io::Result<()> {
    for year in 1851..=2017 {
        for (name, bytes) in demo_year(year, seed) {
            let path = folder.join(format!("{name}.zst"));
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, zstd::encode_all(bytes.as_slice(), 19)?)?;
        }
    }
    fs::write(folder.join("expected.csv"), expected_csv(seed))
}

/// The demo's files of a year before compression: path below the folder, and bytes.
pub fn demo_year(year: u16, seed: u64) -> Vec<(String, Vec<u8>)> {
    let months = |newspaper| (1..=12).filter(move |&month| issued(newspaper, year, month));
    let nyt: Vec<u8> =
        months(Newspaper::Nyt).flat_map(|month| nyt_month(Plan::Demo, year, month, seed)).collect();
    let guardian = months(Newspaper::Guardian).flat_map(|month| {
        let pages = 1..=guardian_pages(Plan::Demo, year, month, seed);
        pages.flat_map(move |page| guardian_page(Plan::Demo, year, month, page, seed))
    });
    let mut files = vec![
        (format!("nyt/{year}.json"), nyt),
        (format!("guardian/{year}.json"), guardian.collect()),
    ];
    if year == 2009 {
        let again = (3..=5).flat_map(|month| nyt_search_pages(Plan::Demo, year, month, seed));
        files.push((format!("nyt-search/{year}.json"), again.collect()));
    }
    files.retain(|(_, bytes)| !bytes.is_empty());
    files
}

/// What is planted, by newspaper, country and year, in the months of the archive.
pub fn planted(seed: u64) -> BTreeMap<(&'static str, &'static str, u16), Planted> {
    let mut counts: BTreeMap<_, Planted> = BTreeMap::new();
    for newspaper in [Newspaper::Nyt, Newspaper::Guardian] {
        let months = (1851..=2017).flat_map(|year| (1..=12).map(move |month| (year, month)));
        for (year, month) in months.filter(|&(year, month)| issued(newspaper, year, month)) {
            for article in
                articles(Plan::Demo, newspaper, year, month, seed).iter().filter(|a| a.abroad)
            {
                for country in &article.countries {
                    let count = counts.entry((newspaper.name(), *country, year)).or_default();
                    count.articles += 1;
                    count.evident += u32::from(article.evident);
                    count.unrest += u32::from(article.evident && article.unrest);
                }
            }
        }
    }
    counts
}

/// The planted counts as a table, ordered by newspaper, country and year; a row left out is a true zero or a hole.
pub fn expected_csv(seed: u64) -> String {
    let mut table = String::from("newspaper,country,year,articles,evident,unrest\n");
    for ((newspaper, country, year), planted) in planted(seed) {
        let Planted { articles, evident, unrest } = planted;
        table.push_str(&format!("{newspaper},{country},{year},{articles},{evident},{unrest}\n"));
    }
    table
}

/// Months there is a response for: an empty one for a whole month of strike, none before a paper's first.
fn issued(newspaper: Newspaper, year: u16, month: u8) -> bool {
    let started = match newspaper {
        Newspaper::Nyt => (year, month) >= (1851, 9),
        Newspaper::Guardian => year >= 1999,
    };
    started && downloaded(newspaper, year, month)
}
