//! Dates in words, as databases write them in the language of their user: `Mar 9, 2022`, `9 mars 2022`, `2022年3月9日`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::date::Date;
use crate::record::Problem;
use crate::source::{date, within_years};
use crate::table::Dates;
use crate::tables;

/// The date of a record, in words or figures, or what is wrong with it.
pub(crate) fn day(written: &str) -> Result<Date, Problem> {
    match in_words(written) {
        Some(day) => within_years(day),
        None => date(written.trim()),
    }
}

/// The first day that is written out, with the month as a word (rows of `months.csv`) or between 年 and 月, or as eight
/// figures; weekdays, clock and the rest of the line do not matter. `None`: there is none, or no such day.
pub(crate) fn in_words(written: &str) -> Option<Date> {
    static MONTHS: LazyLock<HashMap<String, u8>> = LazyLock::new(months);
    let words: Vec<&str> = words(written).take(40).collect();
    let number = |at: usize| words.get(at).filter(|word| is_number(word));
    for (at, word) in words.iter().copied().enumerate() {
        if word.len() == 8 && is_number(word) {
            let part = |range| word.get(range).and_then(|part: &str| part.parse::<u16>().ok());
            return of(part(0..4)?, u8::try_from(part(4..6)?).ok()?, part(6..8)?);
        }
        if word == "年" {
            let month = number(at + 1)?.parse().ok()?;
            return of(
                number(at.checked_sub(1)?)?.parse().ok()?,
                month,
                number(at + 3)?.parse().ok()?,
            );
        }
        if is_number(word) {
            continue;
        }
        let Some(&month) = MONTHS.get(&lower(word)) else { continue };
        let before = at.checked_sub(1).map(|before| {
            if words[before].eq_ignore_ascii_case("de") {
                before.checked_sub(1)
            } else {
                Some(before)
            }
        });
        let day_before = before.flatten().and_then(number).and_then(|text| small(text));
        let day = day_before.or_else(|| number(at + 1).and_then(|text| small(text)))?;
        let years = words.iter().skip(at + 1).chain(words.iter().take(at).rev());
        let year = years
            .filter(|word| word.len() == 4 && is_number(word))
            .find_map(|word| word.parse().ok())?;
        return of(year, month, day);
    }
    None
}

/// A day as spreadsheets show it, where nothing else it could be is a day: `1-Jan-96`, with a year of 1930 to 2029 as
/// theirs; `15/1/1996`, `1/15/1996`, `15.1.1996`, `1996/1/15`. `None`: it is none, or could be two (`3/4/1996`,
/// `3/4/96`) and nobody says what comes first.
pub(crate) fn short_day(written: &str, dates: Option<Dates>) -> Option<Date> {
    static MONTHS: LazyLock<HashMap<String, u8>> = LazyLock::new(months);
    let written = written.trim();
    let day = written.split([' ', 'T']).next().filter(|day| day.len() >= 6)?;
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let &[a, b, c] = parts.as_slice() else { return None };
    if let Some(&month) = MONTHS.get(&b.to_lowercase()) {
        let year = small_year(c)?;
        return of(year, month, small(a)?);
    }
    let figures = |text: &str| text.len() == 4 && is_number(text);
    let year = |text: &str| match figures(text) {
        true => text.parse().ok(),
        false => small_year(text).filter(|_| dates.is_some()),
    };
    match (figures(a), year(c).is_some()) {
        (true, false) => of(a.parse().ok()?, u8::try_from(small(b)?).ok()?, small(c)?),
        (false, true) => {
            let (first, second, year) = (small(a)?, small(b)?, year(c)?);
            let told = dates == Some(Dates::DayFirst) && second <= 12;
            let day_first = day.contains('.') || first > 12 || first == second || told;
            let (day, month) = if day_first { (first, second) } else { (second, first) };
            (day_first || second > 12 || dates.is_some())
                .then(|| of(year, u8::try_from(month).ok()?, day))?
        }
        _ => None,
    }
}

/// A year of two figures in the century in which spreadsheets take it to be.
fn small_year(text: &str) -> Option<u16> {
    let year: u16 = text.parse().ok().filter(|_| text.len() == 2 && is_number(text))?;
    Some(if year < 30 { 2000 + year } else { 1900 + year })
}

fn of(year: u16, month: u8, day: u16) -> Option<Date> {
    Date::new(year.into(), month, u8::try_from(day).ok()?)
}

fn small(text: &str) -> Option<u16> {
    text.parse().ok().filter(|day| (1..=31).contains(day))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn lower(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Runs of figures, runs of letters, and the characters of a Chinese or Japanese date, one by one. The `th` of `9th`
/// and the `er` of `1er` are words of their own, and left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let words = std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| kind(c) == Kind::Other);
        let first = rest.chars().next()?;
        let end = match kind(first) {
            Kind::Alone => first.len_utf8(),
            of => rest.find(|c| kind(c) != of).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word)
    });
    let ordinals = ["st", "nd", "rd", "th", "er"];
    words.filter(move |word| !ordinals.iter().any(|ordinal| ordinal.eq_ignore_ascii_case(word)))
}

#[derive(PartialEq)]
enum Kind {
    Figure,
    Letter,
    /// A word of its own.
    Alone,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '年' | '月' | '日' => Kind::Alone,
        _ if c.is_ascii_digit() => Kind::Figure,
        _ if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Other,
    }
}

/// A row of `months.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    month: u8,
    words: String,
}

fn months() -> HashMap<String, u8> {
    let rows = tables::rows::<Row>(tables::MONTHS);
    rows.iter()
        .flat_map(|row| row.words.split(' ').map(|word| (word.to_owned(), row.month)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Dates, in_words, short_day};

    #[test]
    fn a_day_is_read_from_figures_where_it_can_only_be_one() {
        for (written, expected) in [
            ("1-Jan-96", Some("1996-01-01")),
            ("31-Dec-06", Some("2006-12-31")),
            ("15/1/1996", Some("1996-01-15")),
            ("1/15/1996 0:00", Some("1996-01-15")),
            ("5/5/1996", Some("1996-05-05")),
            ("3.4.1996", Some("1996-04-03")),
            ("1996/1/5", Some("1996-01-05")),
            ("1996-1-5", Some("1996-01-05")),
            ("3/4/1996", None),
            ("1/15/96", None),
            ("30/2/1996", None),
            ("13/13/1996", None),
            ("1-2", None),
            ("", None),
        ] {
            let day = short_day(written, None).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{written}");
        }
        for (written, day_first, month_first) in [
            ("3/4/1996", Some("1996-04-03"), Some("1996-03-04")),
            ("03-04-1996", Some("1996-04-03"), Some("1996-03-04")),
            ("15/1/1996", Some("1996-01-15"), Some("1996-01-15")),
            ("1/15/1996", Some("1996-01-15"), Some("1996-01-15")),
            ("3.4.96", Some("1996-04-03"), Some("1996-04-03")),
            ("3/4/29", Some("2029-04-03"), Some("2029-03-04")),
            ("30/2/1996", None, None),
        ] {
            let day = |dates| short_day(written, Some(dates)).map(|day| day.to_string());
            assert_eq!(day(Dates::DayFirst).as_deref(), day_first, "{written}");
            assert_eq!(day(Dates::MonthFirst).as_deref(), month_first, "{written}");
        }
    }

    #[test]
    fn a_day_is_read_in_many_languages() {
        for (written, expected) in [
            ("Mar 9, 2022", "2022-03-09"),
            ("Publication info: Mar 9, 2022.", "2022-03-09"),
            ("March 9, 2022 Wednesday 10:35 AM GMT", "2022-03-09"),
            ("Wednesday 9 March 2022", "2022-03-09"),
            ("mercredi 9 mars 2022", "2022-03-09"),
            ("1er août 1914", "1914-08-01"),
            ("9 de marzo de 2022", "2022-03-09"),
            ("9. März 1938", "1938-03-09"),
            ("2022 March 9th", "2022-03-09"),
            ("2013年5月3日", "2013-05-03"),
            ("19100427", "1910-04-27"),
            ("Apr 27, 1910", "1910-04-27"),
            ("Sept. 11, 1973, Tuesday, Late City Final Edition", "1973-09-11"),
        ] {
            assert_eq!(
                in_words(written).map(|day| day.to_string()).as_deref(),
                Some(expected),
                "{written}"
            );
        }
        for written in
            ["", "March 2022", "Spring 1973", "Feb 30, 1973", "2022-03-09", "May I", "19101301"]
        {
            assert_eq!(in_words(written), None, "{written}");
        }
    }
}
