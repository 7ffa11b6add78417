//! Dates as written: 60 golden cases, and every day of the window in every form.

use groundswell_press::{Date, YEARS, days_in_month};

/// `""` for a text that is no date.
fn check(written: &str, expected: &str) {
    let found = Date::parse(written).map_or(String::new(), |date| date.to_string());
    assert_eq!(found, expected, "{written:?}");
}

#[test]
fn the_day_is_the_one_written() {
    for (written, expected) in [
        ("1851-09-18", "1851-09-18"),
        ("1891-09-01T05:00:00+0000", "1891-09-01"),
        ("1901-01-01T05:00:00+0000", "1901-01-01"),
        ("1910-01-01T04:56:02Z", "1910-01-01"),
        ("2000-01-01T00:00:00Z", "2000-01-01"),
        ("2009-12-31T23:30:00Z", "2009-12-31"),
        ("2009-12-31T23:59:59-05:00", "2009-12-31"),
        ("2010-01-01T00:00:00+14:00", "2010-01-01"),
        ("2010-01-01T00:00:00-04:56:02", "2010-01-01"),
        ("2010-01-01T00:00:00+00:00", "2010-01-01"),
        ("2010-01-01T00:00:00", "2010-01-01"),
        ("2010-01-01 00:00:00", "2010-01-01"),
        ("2010-01-01T00:00", "2010-01-01"),
        ("2010-01-01T00:00:00.000Z", "2010-01-01"),
        ("2010-01-01T00:00:00.123456789+0000", "2010-01-01"),
        (" 2010-01-01\n", "2010-01-01"),
        ("1969-12-31T23:59:59Z", "1969-12-31"),
        ("1970-01-01T00:00:00Z", "1970-01-01"),
        ("1968-10-27T00:30:00+0100", "1968-10-27"),
        ("1943-07-01T00:30:00+0200", "1943-07-01"),
        ("2000-02-29", "2000-02-29"),
        ("2024-02-29T05:00:00+0000", "2024-02-29"),
        ("2015-06-30T23:59:60Z", "2015-06-30"),
        ("2010-01-01T24:00:00Z", "2010-01-01"),
        ("1785-01-01", "1785-01-01"),
        ("2100-12-31", "2100-12-31"),
        ("1066-10-14", "1066-10-14"),
        ("9999-12-31T23:59:59Z", "9999-12-31"),
    ] {
        check(written, expected);
    }
}

#[test]
fn what_is_no_date_is_none() {
    for written in [
        "",
        "None",
        "0000-01-01",
        "0000-00-00",
        "-001-01-01",
        "10000-01-01",
        "2010-1-1",
        "20100101",
        "01/02/2010",
        "2010-00-01",
        "2010-13-01",
        "2010-01-00",
        "2010-01-32",
        "2010-04-31",
        "1900-02-29",
        "2023-02-29",
        "2100-02-29",
        "2010-01-01T",
        "2010-01-01T5",
        "2010-01-01T25:00:00Z",
        "2010-01-01T00:60:00Z",
        "2010-01-01T00:00:61Z",
        "2010-01-01T00:00:00+25:00",
        "2010-01-01T00:00:00+0060",
        "2010-01-01T00:00:00+1",
        "2010-01-01T00:00:00.Z",
        "2010-01-01T00:00:00ZZ",
        "2010-01-01T00:00:00Z and more",
        "2010-01-01x",
        "２０１０-01-01",
        "2010–01–01",
        "٢٠١٠-01-01",
        "2010-0٣-01",
        "201é-01-01",
        "2010-01-01T00:00:00é",
    ] {
        check(written, "");
    }
}

#[test]
fn every_day_of_the_window_reads_in_every_form() {
    let mut previous = Date::new(1784, 12, 31).map(Date::ordinal);
    let mut weekday = Date::new(1784, 12, 31).map(Date::weekday);
    for year in YEARS {
        for month in 1..=12 {
            for day in 1..=days_in_month(year, month) {
                let date = Date::new(year, month, day);
                for clock in [
                    "",
                    "T00:00:00Z",
                    "T05:00:00+0000",
                    "T04:56:02Z",
                    "T23:59:59-0500",
                    " 12:30",
                    "T12:30:00.5+01:00",
                    "T24:00:00Z",
                ] {
                    assert_eq!(Date::parse(&format!("{year:04}-{month:02}-{day:02}{clock}")), date);
                }
                previous = previous.map(|ordinal| ordinal + 1);
                weekday = weekday.map(|weekday| (weekday + 1) % 7);
                assert_eq!((date.map(Date::ordinal), date.map(Date::weekday)), (previous, weekday));
            }
            assert_eq!(Date::new(year, month, days_in_month(year, month) + 1), None);
        }
    }
}

#[test]
fn weekdays_are_those_of_the_calendar() {
    let weekday = |written| Date::parse(written).map(Date::weekday);
    assert_eq!(weekday("1821-05-05"), Some(5)); // a Saturday: first Manchester Guardian
    assert_eq!(weekday("1851-09-18"), Some(3)); // a Thursday: first New-York Daily Times
    assert_eq!(weekday("1861-04-21"), Some(6)); // a Sunday: first Sunday Times
    assert_eq!(weekday("2000-01-01"), Some(5));
}
