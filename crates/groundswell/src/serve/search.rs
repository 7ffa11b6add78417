//! A page of the articles that match a search, by date.

use groundswell_ledger::{Evidence, Ledger, Place, Search};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::answers::{Answer, wrong};
use crate::evidence;
use crate::study::{self, Period, Study, Topic};

/// Articles on a page.
pub(super) const MOST: usize = 50;
/// A page ends after this, however few articles it has found; the next one goes on there.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longer searches are refused, and those of more words.
const LONGEST: usize = 200;
const MOST_WORDS: usize = 8;

/// What may be asked: the fields of [`Question`].
pub(super) const KEYS: [&str; 6] = ["country", "newspaper", "words", "first", "last", "after"];

/// What is asked for, as in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    country: Option<String>,
    newspaper: Option<String>,
    /// In the address, the id or a name as written; every one of them.
    words: String,
    first: Option<i32>,
    last: Option<i32>,
    /// The place after which the page begins, as the page before gave it.
    after: Option<String>,
}

/// The answer.
#[derive(Serialize)]
pub(super) struct Page {
    schema: &'static str,
    /// Which counts they are.
    edition: String,
    articles: Vec<Found>,
    /// Where to go on. None: this is the end.
    next: Option<Place>,
}

/// An article with all countries it counts for.
#[derive(Serialize)]
struct Found {
    /// Its date, newspaper, document in the raw archive, and the ordinal of its record in there.
    #[serde(flatten)]
    place: Place,
    url: Option<String>,
    id: String,
    /// Country and the names that count for it.
    countries: Vec<(String, String)>,
    basis: String,
    unrest: bool,
}

/// The articles of the study's own years and countries that match, from where the page before ended. `left`: nobody waits
/// for them any longer.
pub(super) fn page(
    study: &Study,
    ledger: &Ledger,
    question: &Question,
    edition: String,
    left: &AtomicBool,
) -> Answer<Page> {
    let search = search(study, ledger, question)?;
    let after = question.after.as_deref().map(place).transpose()?;
    let Period { first_year, last_year, .. } = study.period;
    let first = question.first.unwrap_or(first_year).max(first_year);
    let last = question.last.unwrap_or(last_year).min(last_year);
    let start = after.as_ref().map_or((first, 1), |after| month(&after.date));
    let (mut articles, mut next) = (Vec::new(), None);
    let deadline = Instant::now() + PATIENCE;
    for portion in ledger.portions(first, last)? {
        if (portion.0, portion.1.unwrap_or(12)) < start {
            continue;
        }
        if Instant::now() > deadline || left.load(Ordering::Relaxed) {
            next = Some(before(portion));
            break;
        }
        let more = |country: String, evidence| add(&mut articles, country, evidence);
        ledger.each_found(portion, &search, after.as_ref(), more)?;
        if articles.len() > MOST {
            articles.truncate(MOST);
            next = articles.last().map(|found: &Found| found.place.clone());
            break;
        }
    }
    Ok(Page { schema: "groundswell.articles/1", edition, articles, next })
}

/// What is asked for in the ledger's words; a country or newspaper it does not know is no empty answer.
fn search(study: &Study, ledger: &Ledger, question: &Question) -> Answer<Search> {
    let words: Vec<String> = question.words.split_whitespace().map(str::to_owned).collect();
    let long = question.words.chars().count() > LONGEST || words.len() > MOST_WORDS;
    if long || question.words.contains('\0') {
        return Err(wrong(format!(
            "a search has at most {MOST_WORDS} words and {LONGEST} characters, none of them NUL"
        )));
    }
    let known = |what, word: &Option<String>, known: Vec<String>| match word {
        Some(word) if !known.contains(word) => {
            Err(wrong(study::unknown(what, word, known.iter().map(String::as_str))))
        }
        _ => Ok(()),
    };
    let of_study: Vec<String> =
        study.count.countries.iter().map(|code| code.get_ref().clone()).collect();
    let codes =
        if of_study.is_empty() { ledger.labels()?.into_keys().collect() } else { of_study.clone() };
    known("country code", &question.country, codes)?;
    known("newspaper", &question.newspaper, ledger.newspapers()?)?;
    Ok(Search {
        countries: question.country.as_ref().map_or(of_study, |country| vec![country.clone()]),
        newspaper: question.newspaper.clone(),
        unrest: study.count.topic == Topic::Unrest,
        words,
    })
}

/// Adds a row to the article it is of. False: the page is full, and this was the next article.
fn add(articles: &mut Vec<Found>, country: String, evidence: Evidence) -> bool {
    let (place, words) = (Place::of(&evidence), evidence::words(&evidence));
    match articles.last_mut() {
        Some(found) if found.place == place => match found.countries.last_mut() {
            Some((last, names)) if *last == country => *names += &format!(", {words}"),
            _ => found.countries.push((country, words)),
        },
        _ => articles.push(Found {
            place,
            countries: vec![(country, words)],
            basis: evidence::basis(&evidence),
            unrest: evidence.unrest,
            url: evidence.url,
            id: evidence.id,
        }),
    }
    articles.len() <= MOST
}

/// Before everything of a portion: where a page ends that has no article.
fn before((year, month): (i32, Option<u8>)) -> Place {
    let date =
        month.map_or_else(|| format!("{year:04}-"), |month| format!("{year:04}-{month:02}-"));
    Place { date, ..Place::default() }
}

/// Year and month of a date; of anything else the beginning of time.
fn month(date: &str) -> (i32, u8) {
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next().and_then(|part| part.parse::<i32>().ok());
    let (year, month) = (part().unwrap_or(i32::MIN), part().unwrap_or(1));
    (year, u8::try_from(month).ok().filter(|month| (1..=12).contains(month)).unwrap_or(1))
}

fn place(text: &str) -> Answer<Place> {
    let wrong = |error| wrong(format!("`after` is not a place where a page ended: {error}"));
    serde_json::from_str(text).map_err(wrong)
}
