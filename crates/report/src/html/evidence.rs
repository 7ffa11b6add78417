//! Which articles the explorer holds: those of wave years first, and of each year as many as there is room for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Article, Evidence};
use crate::escape::shorten;
use crate::findings::{Country, Findings};
use crate::seen::{Seen, shown};

/// Room for articles, in bytes of the file. With the numbers of 200 countries the page stays below 5 MB.
pub const EVIDENCE_BYTES: usize = 1_200_000;
/// What an article takes, about: an address of 90 characters, a date, a name, a basis.
const ARTICLE_BYTES: usize = 170;
/// At most so many articles of a year, or fewer where there is no room.
const MOST: [usize; 6] = [20, 10, 5, 3, 2, 1];
/// Longer addresses are left out: they are no articles'.
const LONGEST_URL: usize = 1_000;

/// A country's year whose articles there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The country's code.
    pub country: &'a str,
    /// The year.
    pub year: i32,
    /// At most so many of its articles.
    pub most: usize,
}

/// The cells whose articles there is room for, wave years first, then by country and year. All of a kind have the same
/// limit, so that no country is better documented than another because of its name.
pub fn wanted(findings: &Findings) -> Vec<Wanted<'_>> {
    let mut room = EVIDENCE_BYTES / ARTICLE_BYTES;
    let mut wanted = Vec::new();
    for of_waves in [true, false] {
        let cells: Vec<(&str, i32, usize)> =
            findings.countries.iter().flat_map(|country| cells(country, of_waves)).collect();
        let needed = |most: usize| cells.iter().map(|cell| cell.2.min(most)).sum::<usize>();
        let Some(most) = MOST.into_iter().find(|most| needed(*most) <= room) else { continue };
        room -= needed(most);
        wanted.extend(cells.iter().map(|(country, year, _)| Wanted { country, year: *year, most }));
    }
    wanted
}

/// The years of a country with a count, and the count: those that some newspaper or their sum calls a wave, or the others.
fn cells(country: &Country, of_waves: bool) -> Vec<(&str, i32, usize)> {
    let all = country.series.iter().flat_map(|series| &series.years);
    let waves: BTreeSet<i32> =
        all.filter(|year| year.verdict == "wave").map(|year| year.year).collect();
    let years = shown(country).map_or(&[][..], |series| &series.years).iter();
    let counted = years.filter_map(|year| Some((year.year, Seen::of(year).count()?)));
    counted
        .filter(|(year, count)| *count > 0 && waves.contains(year) == of_waves)
        .map(|(year, count)| {
            (country.code.as_str(), year, usize::try_from(count).unwrap_or(usize::MAX))
        })
        .collect()
}

/// Evidence as it stands in the page: country, then year, then how many articles there are and rows of those shown.
#[derive(Default, Serialize)]
pub(super) struct Packed<'a> {
    /// The newspapers that rows name by their place here.
    newspapers: Vec<&'a str>,
    /// The bases, in the same way.
    bases: Vec<&'a str>,
    cells: BTreeMap<&'a str, BTreeMap<i32, (usize, Vec<Row<'a>>)>>,
}

/// Month and day, newspaper, address, names, basis, unrest, headline.
type Row<'a> = (&'a str, usize, &'a str, String, usize, u8, Option<String>);

/// The cells in their order, until the room is used up. What has no room is left out, and the page says so.
pub(super) fn packed(evidence: &[Evidence]) -> Packed<'_> {
    let mut packed = Packed::default();
    let mut room = 2 * EVIDENCE_BYTES;
    for cell in evidence {
        let mut rows = Vec::new();
        for article in &cell.shown {
            let row = row(article, &mut packed.newspapers, &mut packed.bases);
            let bytes = 40 + row.2.len() + row.3.len() + row.6.as_ref().map_or(0, String::len);
            let Some(left) = room.checked_sub(bytes) else { break };
            room = left;
            rows.push(row);
        }
        let years = packed.cells.entry(&cell.country).or_default();
        years.insert(cell.year, (cell.articles, rows));
    }
    packed
}

fn row<'a>(
    article: &'a Article,
    newspapers: &mut Vec<&'a str>,
    bases: &mut Vec<&'a str>,
) -> Row<'a> {
    let url = article.url.as_deref().filter(|url| url.len() <= LONGEST_URL).unwrap_or_default();
    (
        article.date.get(5..).unwrap_or_default(),
        place(newspapers, &article.newspaper),
        url,
        shorten(&article.words, 120),
        place(bases, &article.basis),
        u8::from(article.unrest),
        article.headline.as_ref().map(|headline| shorten(headline, 300)),
    )
}

/// Where a word stands in the list, at its end if it is new.
fn place<'a>(words: &mut Vec<&'a str>, word: &'a str) -> usize {
    words.iter().position(|known| *known == word).unwrap_or_else(|| {
        words.push(word);
        words.len() - 1
    })
}
