//! Dates as newspapers' archives write them: the day on the page, without any time-zone conversion.

use std::fmt;

/// Years a record may carry; outside them the date is a mistake of the source.
///
/// 1785 is the first year of the oldest newspaper the study could ever add (The Times of London).
pub const YEARS: std::ops::RangeInclusive<i32> = 1785..=2100;

/// A day of the Gregorian calendar, as the source wrote it. Ordered by time; prints as `1973-09-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// A day that exists, or `None` (29 February 1900, month 13, year 0).
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// Reads `1973-09-11`, alone or followed by a time of day and an offset from UTC.
    ///
    /// The day is taken as written: `2009-12-31T23:30:00Z` is in 2009 and `1901-01-01T05:00:00+0000`
    /// in 1901, whatever the hour was in New York. The time is only checked to look like one
    /// (`24:00` and a leap second pass), so that a cut or mangled date is not taken for a good one.
    #[must_use]
    pub fn parse(written: &str) -> Option<Date> {
        let mut rest = written.trim_ascii().as_bytes();
        let year = digits(&mut rest, 4)?;
        expect(&mut rest, b'-')?;
        let month = digits(&mut rest, 2)?;
        expect(&mut rest, b'-')?;
        let day = digits(&mut rest, 2)?;
        if !(rest.is_empty() || is_time(rest)) {
            return None;
        }
        Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Days since 1 March of year 0 (proleptic Gregorian): a number to subtract and step by.
    ///
    /// The civil-calendar arithmetic is Howard Hinnant's `days_from_civil`.
    #[must_use]
    pub fn ordinal(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let before_year = year * 365 + year / 4 - year / 100 + year / 400;
        before_year + (month * 153 + 2) / 5 + i64::from(self.day) - 1
    }

    /// The day of the week: 0 is Monday, 6 is Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        // 1 March of year 0 was a Wednesday.
        usize::try_from((self.ordinal() + 2).rem_euclid(7)).unwrap_or(0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days in a month of the Gregorian calendar; 0 for a month that does not exist.
#[must_use]
pub fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    }
}

/// `T05:00:00+0000`: hours, minutes, seconds and fraction if any, offset if any.
fn is_time(text: &[u8]) -> bool {
    clock(text).is_some_and(<[u8]>::is_empty)
}

/// Reads a time of day with its offset and returns what follows.
fn clock(mut text: &[u8]) -> Option<&[u8]> {
    expect(&mut text, b'T').or_else(|| expect(&mut text, b' '))?;
    within(&mut text, 24)?;
    expect(&mut text, b':')?;
    within(&mut text, 59)?;
    if expect(&mut text, b':').is_some() {
        within(&mut text, 60)?;
        if expect(&mut text, b'.').is_some() {
            let fraction = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            text = text.get(fraction..).filter(|_| fraction > 0)?;
        }
    }
    offset(text)
}

/// Reads `Z`, `+0000`, `-05:00`, `-04:56:02` or nothing, and returns what follows.
fn offset(mut text: &[u8]) -> Option<&[u8]> {
    if expect(&mut text, b'Z').is_some() {
        return Some(text);
    }
    if expect(&mut text, b'+').or_else(|| expect(&mut text, b'-')).is_none() {
        return Some(text);
    }
    within(&mut text, 14)?;
    let colon = expect(&mut text, b':').is_some();
    within(&mut text, 59)?;
    if colon && expect(&mut text, b':').is_some() {
        within(&mut text, 59)?;
    }
    Some(text)
}

/// Takes two digits that are not above `most`.
fn within(text: &mut &[u8], most: u32) -> Option<u32> {
    digits(text, 2).filter(|&value| value <= most)
}

/// Takes exactly `count` ASCII digits.
fn digits(text: &mut &[u8], count: usize) -> Option<u32> {
    let (head, tail) = text.split_at_checked(count)?;
    *text = tail;
    head.iter().try_fold(0u32, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

/// Takes one byte if it is the expected one.
fn expect(text: &mut &[u8], byte: u8) -> Option<()> {
    let rest = text.strip_prefix(&[byte])?;
    *text = rest;
    Some(())
}
