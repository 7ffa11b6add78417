//! Newspapers: who they are, on which days they appeared, and when they did not. Rows of `tables/`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::date::{Date, days_in_month};
use crate::tables;

/// A newspaper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newspaper {
    /// Its short name everywhere: `nyt`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The country it is at home in, ISO 3166-1 alpha-3: not foreign news to it.
    pub home: String,
    /// Its first issue; of a collection, the first day that is asked for.
    pub first_issue: Date,
    /// Whether it is one of the two papers of the published study.
    pub method: bool,
    /// Where the day of the first issue comes from.
    pub citation: String,
}

/// Days on which a newspaper did not appear, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// What was missing.
    pub state: GapState,
    /// Where the fact comes from.
    pub citation: String,
}

/// What is missing in a [`Gap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapState {
    /// Nothing was printed.
    NotPublished,
    /// Only another, smaller edition was printed; its days still count as expected.
    PartialEdition,
}

impl GapState {
    /// `not_published` or `partial_edition`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            GapState::NotPublished => "not_published",
            GapState::PartialEdition => "partial_edition",
        }
    }
}

/// All newspapers, in the order of the table.
#[must_use]
pub fn newspapers() -> &'static [Newspaper] {
    &TABLE.newspapers
}

/// The newspaper of this short name.
#[must_use]
pub fn newspaper(name: &str) -> Option<&'static Newspaper> {
    newspapers().iter().find(|newspaper| newspaper.name == name)
}

/// The known gaps of a newspaper, by first day; none for an unknown one.
pub fn gaps(newspaper: &str) -> impl Iterator<Item = &'static Gap> {
    TABLE.gaps.iter().filter(move |(name, _)| name == newspaper).map(|(_, gap)| gap)
}

/// How many days of a month the newspaper appeared on: by its weekdays of the time, from its first issue,
/// without the days on which nothing was printed.
///
/// 0 for an unknown newspaper or a month that does not exist. A day with a partial edition counts.
/// Holidays without an issue are subtracted only where they are rows of `gaps.csv`, so up to two or three
/// days a year can be expected that never were.
///
/// ```
/// # use groundswell_press::expected_days;
/// assert_eq!(expected_days("nyt", 1978, 7), 31);
/// assert_eq!(expected_days("nyt", 1978, 9), 0); // strike
/// assert_eq!(expected_days("nyt", 1851, 9), 11); // from Thursday the 18th, no paper on Sundays
/// ```
#[must_use]
pub fn expected_days(newspaper: &str, year: i32, month: u8) -> u32 {
    let days = (1..=days_in_month(year, month)).filter_map(|day| Date::new(year, month, day));
    u32::try_from(days.filter(|&day| appeared(newspaper, day)).count()).unwrap_or(0)
}

/// Whether the newspaper appeared on that day, as far as the tables know.
#[must_use]
pub fn appeared(newspaper: &str, day: Date) -> bool {
    let scheduled =
        TABLE.schedules.iter().any(|schedule| schedule.newspaper == newspaper && schedule.has(day));
    scheduled
        && !gaps(newspaper)
            .any(|gap| gap.state == GapState::NotPublished && gap.first <= day && day <= gap.last)
}

static TABLE: LazyLock<Tables> = LazyLock::new(Tables::read);

struct Tables {
    newspapers: Vec<Newspaper>,
    schedules: Vec<Schedule>,
    gaps: Vec<(String, Gap)>,
}

/// The weekdays a newspaper appears on during some years.
struct Schedule {
    newspaper: String,
    first: Date,
    /// `None`: to this day.
    last: Option<Date>,
    /// From Monday.
    weekdays: [bool; 7],
}

impl Schedule {
    fn has(&self, day: Date) -> bool {
        self.first <= day
            && self.last.is_none_or(|last| day <= last)
            && self.weekdays.get(day.weekday()) == Some(&true)
    }
}

impl Tables {
    fn read() -> Tables {
        let mut gaps: Vec<(String, Gap)> =
            tables::rows::<GapRow>(tables::GAPS).into_iter().map(GapRow::read).collect();
        gaps.sort_by_key(|(_, gap)| gap.first);
        Tables {
            newspapers: tables::rows::<NewspaperRow>(tables::NEWSPAPERS)
                .into_iter()
                .map(NewspaperRow::read)
                .collect(),
            schedules: tables::rows::<ScheduleRow>(tables::SCHEDULES)
                .into_iter()
                .map(ScheduleRow::read)
                .collect(),
            gaps,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewspaperRow {
    newspaper: String,
    title: String,
    home: String,
    first_issue: String,
    method: YesNo,
    source: String,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    Yes,
    No,
}

impl NewspaperRow {
    fn read(self) -> Newspaper {
        let first_issue = day(&self.first_issue);
        Newspaper {
            name: self.newspaper,
            title: self.title,
            home: self.home,
            first_issue,
            method: self.method == YesNo::Yes,
            citation: self.source,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleRow {
    newspaper: String,
    first: String,
    last: Option<String>,
    weekdays: String,
    #[serde(rename = "source")]
    _source: String,
}

impl ScheduleRow {
    fn read(self) -> Schedule {
        const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let weekdays = NAMES.map(|name| self.weekdays.split(' ').any(|weekday| weekday == name));
        let last = self.last.as_deref().map(day);
        Schedule { newspaper: self.newspaper, first: day(&self.first), last, weekdays }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GapRow {
    newspaper: String,
    first: String,
    last: String,
    state: GapState,
    source: String,
}

impl GapRow {
    fn read(self) -> (String, Gap) {
        let (first, last) = (day(&self.first), day(&self.last));
        (self.newspaper, Gap { first, last, state: self.state, citation: self.source })
    }
}

fn day(written: &str) -> Date {
    Date::parse(written).expect("a day in an embedded table; tests/tables.rs reads every row of it")
}
