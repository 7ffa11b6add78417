//! Datelines: the place, and perhaps region, day and agency, that a report begins with.
//!
//! Forms read, those of real records of 1891 to 2020:
//! `ALBANY, Aug. 30 -- `, `PELHAM, N.Y., Aug. 30. -- `, `PONCE, P.R., March 8 (UP)--`, `TAMPA, Jan. 3--`,
//! `LEEDS, Aug. 6 &#8212; `, `DENVER, Aug. 6 (AP) — `, `MÉRIDA, Venezuela -- `, `GOIÂNIA (AP) -- `,
//! `DIRE DAWA, Ethiopia — ` and, in the western edition of 1963, `LYONS. Walking…`; of the first decades and of the
//! Guardian `Lyons, Tuesday, June 3. ` and any of them after a credit: `From our own Correspondent. LYONS, Tuesday. `,
//! `(By Telegraph.) `, `Correspondence of the New-York Daily Times. ` (the rows of `credits.csv`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables;

/// The beginning of a report that says where it comes from.
///
/// Without region, date and agency it is only capitals before a dash or full stop: whoever knows places should
/// check that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dateline<'a> {
    /// The place in its capitals: `PONCE`.
    pub place: &'a str,
    /// The state or country after it: `P.R.`, `Venezuela`. Well-known places have none.
    pub region: Option<&'a str>,
    /// The day, as written: `March 8`.
    pub date: Option<&'a str>,
    /// The agency or route: `UP`, `AP`, `Reuters`.
    pub agency: Option<&'a str>,
    /// The report after it.
    pub rest: &'a str,
}

/// The dateline a text begins with; `None` if it begins otherwise, or only looks as if.
///
/// Capitals alone make no dateline: `FERRIES AND FARES -- Ferries are…` is a heading. A place of more than
/// three words needs a region, day or agency after it; so does one with a word no place name has (`AND`, `WHY`:
/// the rows of `headings.csv`), or one that the sentence after it repeats.
///
/// ```
/// # use groundswell_press::dateline;
/// let found = dateline("PONCE, P.R., March 8 (UP)--Dock workers stopped.").unwrap();
/// assert_eq!((found.place, found.region), ("PONCE", Some("P.R.")));
/// assert_eq!((found.date, found.agency), (Some("March 8"), Some("UP")));
/// assert_eq!(found.rest, "Dock workers stopped.");
/// assert_eq!(dateline("WHEN TO GO -- Although the road is bad"), None);
/// ```
#[must_use]
pub fn dateline(text: &str) -> Option<Dateline<'_>> {
    let (credited, text) = after_credit(text.trim_start());
    let capitals = place(text);
    let (place, mut rest) = capitals.or_else(|| small_place(text))?;
    let mut found = Dateline { place, region: None, date: None, agency: None, rest };
    while let Some(after) = rest.strip_prefix(',') {
        let (segment, next) = segment(after)?;
        if is_day(segment) {
            found.date = Some(joined(found.date, segment, text));
        } else if found.region.is_none() && found.date.is_none() && is_region(segment) {
            found.region = Some(segment);
        } else if !is_year(segment) {
            return None;
        }
        rest = next;
    }
    if let Some((agency, after)) = agency(rest) {
        found.agency = Some(agency);
        rest = after;
    }
    found.rest = end(rest, &found)?;
    // `Lyons, Tuesday, June 3.` is dated like a letter; `Lyons, June 3 --` stands in the middle of any text.
    let lettered =
        |day: &str| credited || day.split(' ').any(|word| is_weekday(word.trim_end_matches(',')));
    if capitals.is_none() && !found.date.is_some_and(lettered) {
        return None;
    }
    // `MILLER--Anna. Beloved wife of` is a notice: a dash that touches both sides makes no dateline alone.
    let touching = rest.starts_with("--") && !rest.starts_with("-- ");
    let bare = found.region.is_none() && found.date.is_none() && found.agency.is_none();
    (!bare || !touching && is_plausible(&found)).then_some(found)
}

/// What follows the credit a text begins with, in brackets or not, and whether there is one.
fn after_credit(text: &str) -> (bool, &str) {
    static CREDITS: LazyLock<Vec<Credit>> = LazyLock::new(|| tables::rows(tables::CREDITS));
    let is_mark = |c: char| matches!(c, '.' | ',' | ':' | ';' | ')' | ']' | ' ' | '-' | '—');
    let inside = text.trim_start_matches(['(', '[']);
    let first = inside.as_bytes().first().map(u8::to_ascii_lowercase);
    let begins =
        |credit: &&Credit| credit.credit.as_bytes().first().map(u8::to_ascii_lowercase) == first;
    let after = |credit: &Credit| {
        let head = inside.get(..credit.credit.len())?;
        let rest = inside.get(credit.credit.len()..)?;
        (head.eq_ignore_ascii_case(&credit.credit) && rest.starts_with(is_mark)).then_some(rest)
    };
    // "From our own correspondent" and "(by telegraph)" may follow each other.
    match CREDITS.iter().filter(begins).find_map(after) {
        Some(rest) => (true, after_credit(rest.trim_start_matches(is_mark)).1),
        None => (false, text),
    }
}

/// Most bytes in a region or day.
const SEGMENT: usize = 40;

/// Most words in a place's name: SANTA CRUZ DE LA SIERRA.
const PLACE_WORDS: usize = 5;

/// Takes the capitals at the beginning: at least one word of three letters, not all initials.
fn place(text: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut words = 0;
    loop {
        let rest = text.get(end..)?;
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let word = capital_word(rest.get(gap..)?);
        if word == 0 || (words > 0 && gap != 1) || words == PLACE_WORDS {
            break;
        }
        end += gap + word;
        words += 1;
        if text.get(..end)?.ends_with('.') && !is_abbreviated(text.get(..end)?) {
            end -= 1;
            break;
        }
    }
    let place = text.get(..end)?;
    let longest = place.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count()).max()?;
    (longest >= 3).then(|| (place, text.get(end..).unwrap_or_default()))
}

/// Takes a name of up to three words that begin with a capital, before a comma: `St. Petersburg`.
fn small_place(text: &str) -> Option<(&str, &str)> {
    let (place, _) = text.split_once(',')?;
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && !is_weekday(word)
            && !is_month(word.trim_end_matches('.'))
    };
    (place.split(' ').count() <= 3 && place.split(' ').all(is_name))
        .then(|| (place, text.get(place.len()..).unwrap_or_default()))
}

/// Length of the word of capitals at the beginning of `text`, with its full stop, hyphens and apostrophes.
fn capital_word(text: &str) -> usize {
    let is_inside = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '/');
    let mut end = text.find(|c| !is_inside(c)).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    // The dash after a place may follow without a space, one hyphen at a time.
    if let Some(dash) = word.find("--") {
        end = dash;
    }
    let word = text.get(..end).unwrap_or_default();
    let bare = ["Mc", "Mac", "La", "Le", "De", "Du"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word);
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    if capitals == 0 || bare.chars().any(char::is_lowercase) { 0 } else { end }
}

/// Whether the full stop at the end belongs to the last word: `ST.`, `FT.`, `MT.`, initials.
fn is_abbreviated(place: &str) -> bool {
    let last = place.rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
    matches!(last, "ST" | "STE" | "FT" | "MT" | "PT")
        || last.chars().filter(|c| c.is_alphabetic()).count() == 1
        || last.contains('.')
}

/// Takes what stands between two commas, or before an agency, a dash or the text.
fn segment(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_start();
    let is_end = |&at: &usize| start.is_char_boundary(at);
    let near = start.get(..(SEGMENT..start.len()).find(is_end).unwrap_or(start.len()))?;
    let mark = near.find([',', '(', '[', '—', '–', '&']).unwrap_or(near.len());
    let is_gap = |pair: &[u8]| pair == b"--" || pair == b"  ";
    let gap = near.as_bytes().windows(2).position(is_gap).unwrap_or(mark);
    let stop = mark.min(gap).min(time_end(near).unwrap_or(mark));
    let segment = start.get(..stop)?.trim_end();
    let segment = segment.strip_suffix(" -").unwrap_or(segment).trim_end();
    (!segment.is_empty() && segment.len() <= SEGMENT)
        .then(|| (segment, start.get(segment.len()..).unwrap_or_default()))
}

/// Where `Aug. 31`, `1856`, `Tuesday` or `Tuesday night` ends at the beginning of `text`, unless the sentence goes on.
fn time_end(text: &str) -> Option<usize> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let first = word(text);
    if is_year(text.get(..first)?) {
        return Some(first);
    }
    if !is_weekday(text.get(..first)?) {
        return day_end(text);
    }
    let second = first + 1 + word(text.get(first + 1..).unwrap_or_default());
    let night = second > first + 1 && text.get(..second).is_some_and(is_day);
    let end = if night { second } else { first };
    text.get(end..)
        .is_none_or(|rest| rest.is_empty() || rest.starts_with(['.', ',']))
        .then_some(end)
}

/// Where `Aug. 31` ends at the beginning of `text`, without the full stop that may follow.
fn day_end(text: &str) -> Option<usize> {
    let month = text.find(|c: char| !c.is_ascii_alphabetic())?;
    if !is_month(text.get(..month)?) {
        return None;
    }
    let rest = text.get(month..)?;
    let digits = rest.trim_start_matches(['.', ' ']);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&count).then(|| text.len() - digits.len() + count)
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    word.len() >= 3
        && MONTHS
            .iter()
            .any(|month| month.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word)))
}

/// `Aug. 31`, `Thursday`, `Thursday Aug. 31`.
fn is_day(segment: &str) -> bool {
    let segment = segment.strip_suffix('.').unwrap_or(segment);
    let after = segment
        .split_once(' ')
        .filter(|(word, _)| is_weekday(word))
        .map_or(segment, |(_, after)| after);
    let night = segment.split_once(' ').is_some_and(|(day, part)| {
        is_weekday(day)
            && ["night", "evening", "morning"].iter().any(|it| it.eq_ignore_ascii_case(part))
    });
    is_weekday(segment) || night || day_end(after) == Some(after.len())
}

fn is_weekday(word: &str) -> bool {
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        .iter()
        .any(|day| day.eq_ignore_ascii_case(word))
}

fn is_year(segment: &str) -> bool {
    let segment = segment.strip_suffix('.').unwrap_or(segment);
    segment.len() == 4 && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// `N.Y.`, `Conn.`, `West Germany`, `NSW`: up to four words that begin with a capital and are no heading.
fn is_region(segment: &str) -> bool {
    let is_small =
        |word: &str| ["of", "and", "the", "de", "off", "via", "near", "in"].contains(&word);
    let is_name = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let mixed = word.chars().any(|c| c.is_lowercase() || c == '.');
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && (mixed || letters <= 4)
    };
    let words = segment.split(' ').count();
    words <= 4
        && segment.split(' ').any(is_name)
        && segment.split(' ').all(|word| is_name(word) || is_small(word))
}

/// The day with the weekday before it, as one piece of the text.
fn joined<'a>(before: Option<&'a str>, segment: &'a str, text: &'a str) -> &'a str {
    let span = before.and_then(|first| {
        let start = text.len() - text.get(text.find(first)?..)?.len();
        let end = text.get(start..)?.find(segment)? + start + segment.len();
        text.get(start..end)
    });
    span.unwrap_or(segment)
}

/// Takes `(AP)` or `[Reuters]`.
fn agency(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start_matches(['.', ' ']);
    let (close, inside) = match inside.strip_prefix('(') {
        Some(inside) => (')', inside),
        None => (']', inside.strip_prefix('[')?),
    };
    let (agency, after) = inside.split_once(close)?;
    let agency = agency.trim();
    let named = agency.starts_with(char::is_uppercase) && agency.len() <= 40;
    named.then_some((agency, after))
}

/// What follows the dash; or, if it is clear without, the full stop or wide gap at the dateline's end.
fn end<'a>(text: &'a str, found: &Dateline<'_>) -> Option<&'a str> {
    const DASHES: [&str; 9] =
        ["--", "—", "–", "- ", "&#8212;", "&#8211;", "&mdash;", "&#151;", "&#x2014;"];
    let after_stop = text.trim_start_matches(['.', ':', ' ', '\u{a0}']);
    if let Some(rest) = DASHES.iter().find_map(|dash| after_stop.strip_prefix(dash)) {
        return Some(rest.trim_start_matches(['-', ' ', '\u{a0}']));
    }
    let sure = found.date.is_some() || found.agency.is_some();
    if sure && text.trim_matches(['.', ' ']).is_empty() {
        return Some("");
    }
    let sentence =
        text.strip_prefix(". ").map(str::trim_start).filter(|rest| begins_sentence(rest));
    let gap =
        text.strip_prefix("  ").map(str::trim_start).filter(|_| sure || found.region.is_some());
    match found.region {
        Some(_) if !sure => gap,
        _ => sentence.or(gap),
    }
}

/// A capital with a small letter after it: `Eating in Paris`.
fn begins_sentence(text: &str) -> bool {
    let mut letters = text.trim_start_matches(['"', '“', '\'', '‘']).chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

/// Whether capitals with nothing but a dash or full stop after them can be a place.
fn is_plausible(found: &Dateline<'_>) -> bool {
    static HEADINGS: LazyLock<Vec<Heading>> = LazyLock::new(|| tables::rows(tables::HEADINGS));
    let is_heading = |word: &str| HEADINGS.iter().any(|row| row.word == word);
    let words = || found.place.split(' ');
    let named = found.place == "THE HAGUE" || !words().any(is_heading);
    let opening: String = found.rest.chars().take(40).flat_map(char::to_uppercase).collect();
    let repeated = opening
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.len() > 3 && words().any(|it| it == word));
    words().count() <= 3 && named && !repeated && !found.rest.is_empty()
}

/// A row of `headings.csv`: a word of headings that no place has in its name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    word: String,
}

/// A row of `credits.csv`: what may stand before a dateline, in any case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Credit {
    credit: String,
}
