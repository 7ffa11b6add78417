//! A page of the articles that match a search, by date.

use groundswell_ledger::{Evidence, Ledger, Place, Search};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

use crate::evidence;
use crate::failure::{Exit, Failure, Result};
use crate::study::{self, Study, Topic};

/// Articles on a page.
const MOST: usize = 50;
/// A page ends after this, however few articles it has found; the next one goes on there.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longer searches are refused, and those of more words.
const LONGEST: usize = 200;
const MOST_WORDS: usize = 8;

/// What is asked for, as in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    country: Option<String>,
    newspaper: Option<String>,
    /// In the address, the id or a name as written; every one of them.
    words: String,
    first: Option<i32>,
    last: Option<i32>,
    /// The place after which the page begins, as the page before gave it.
    after: Option<String>,
    /// With headlines, which are looked up in the raw archive.
    headlines: bool,
}

/// The answer.
#[derive(Serialize)]
pub(super) struct Page {
    schema: &'static str,
    /// Which ledger it is from.
    state: String,
    articles: Vec<Found>,
    /// Where to go on. None: this is the end.
    next: Option<Place>,
}

/// An article with all countries it counts for.
#[derive(Serialize)]
struct Found {
    #[serde(skip)]
    first: Evidence,
    date: String,
    newspaper: String,
    url: Option<String>,
    id: String,
    /// Country and the names that count for it.
    countries: Vec<(String, String)>,
    basis: String,
    unrest: bool,
    /// None: not asked for, or its document cannot be read.
    headline: Option<String>,
}

/// The articles of the study that match, from where the page before ended.
pub(super) fn page(study: &Study, ledger: &Ledger, asked: &Asked, state: String) -> Result<Page> {
    let search = search(study, ledger, asked)?;
    let after = asked.after.as_deref().map(place).transpose()?;
    let settings = study.settings();
    let first = asked.first.unwrap_or(settings.first_year).max(settings.first_year);
    let last = asked.last.unwrap_or(settings.last_year).min(settings.last_year);
    let start = after.as_ref().map_or((first, 1), |after| month(&after.date).max((first, 1)));
    let (mut articles, mut next) = (Vec::new(), None);
    let deadline = Instant::now() + PATIENCE;
    for (year, month) in months(start, last) {
        if Instant::now() > deadline {
            next = Some(end_before(year, month));
            break;
        }
        let when = (year, Some(month));
        let more = |country: String, evidence| add(&mut articles, country, evidence);
        ledger.each_found(when, &search, after.as_ref(), more)?;
        if articles.len() > MOST {
            articles.truncate(MOST);
            next = articles.last().map(|found| Place::of(&found.first));
            break;
        }
    }
    if asked.headlines {
        let headlines = evidence::headlines(study, articles.iter().map(|found| &found.first))?;
        for found in &mut articles {
            let place = (found.first.path.clone(), found.first.position);
            found.headline = headlines.get(&place).cloned();
        }
    }
    Ok(Page { schema: "groundswell.articles/1", state, articles, next })
}

/// What is asked for in the ledger's words; a country or newspaper it does not know is no empty answer.
fn search(study: &Study, ledger: &Ledger, asked: &Asked) -> Result<Search> {
    let words: Vec<String> = asked.words.split_whitespace().map(str::to_owned).collect();
    if asked.words.len() > LONGEST || words.len() > MOST_WORDS {
        let what = format!("a search has at most {MOST_WORDS} words and {LONGEST} bytes");
        return Err(Failure::new(Exit::Config, what).next("leave some words out"));
    }
    let known = |what, word: &Option<String>, known: Vec<String>| match word {
        Some(word) if !known.contains(word) => {
            let known = known.iter().map(String::as_str);
            let what = study::unknown(what, word, known);
            Err(Failure::new(Exit::Config, what).next("choose one in the page itself"))
        }
        _ => Ok(()),
    };
    known("country code", &asked.country, ledger.labels()?.into_keys().collect())?;
    known("newspaper", &asked.newspaper, ledger.newspapers()?)?;
    Ok(Search {
        country: asked.country.clone(),
        newspaper: asked.newspaper.clone(),
        unrest: study.count.topic == Topic::Unrest,
        words,
    })
}

/// Adds a row to the article it is of. False: the page is full, and this was the next article.
fn add(articles: &mut Vec<Found>, country: String, evidence: Evidence) -> bool {
    let words = evidence::words(&evidence);
    match articles.last_mut() {
        Some(found) if Place::of(&found.first) == Place::of(&evidence) => {
            match found.countries.last_mut() {
                Some((last, names)) if *last == country => *names += &format!(", {words}"),
                _ => found.countries.push((country, words)),
            }
        }
        _ => articles.push(Found {
            date: evidence.date.clone(),
            newspaper: evidence.newspaper.clone(),
            url: evidence.url.clone(),
            id: evidence.id.clone(),
            countries: vec![(country, words)],
            basis: evidence::basis(&evidence),
            unrest: evidence.unrest,
            headline: None,
            first: evidence,
        }),
    }
    articles.len() <= MOST
}

/// From a month to the end of a year.
fn months((first, month): (i32, u8), last: i32) -> impl Iterator<Item = (i32, u8)> {
    let of_year = move |year| (if year == first { month } else { 1 }..=12).map(move |m| (year, m));
    (first..=last).flat_map(of_year)
}

/// After everything of the months before this one: for a page that ends without an article.
fn end_before(year: i32, month: u8) -> Place {
    Place { date: format!("{year:04}-{month:02}-"), ..Place::default() }
}

/// Year and month of a date; of anything else the beginning of time.
fn month(date: &str) -> (i32, u8) {
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next().and_then(|part| part.parse::<i32>().ok());
    let (year, month) = (part().unwrap_or(i32::MIN), part().unwrap_or(1));
    (year, u8::try_from(month).ok().filter(|month| (1..=12).contains(month)).unwrap_or(1))
}

fn place(text: &str) -> Result<Place> {
    serde_json::from_str(text).map_err(|error| {
        Failure::new(Exit::Config, format!("`after` is not a place a page ended at: {error}"))
            .next("take `next` of the page before as it is")
    })
}
