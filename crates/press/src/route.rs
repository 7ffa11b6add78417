//! A route: how a source is asked for over the network, one span of time after another.

use std::fmt;
use std::str::FromStr;

use crate::date::{Date, days_in_month};
use crate::newspapers::appeared;
use crate::source::{Format, Source};

/// How a source is asked for over the network: one span of time after another, each in pages.
///
/// The limits are what the publisher allows (or what is polite where it says nothing); a pipeline may set others.
pub struct Route {
    /// Scheme and host, no slash at the end: `https://api.nytimes.com`. Nothing else may ever be asked.
    pub origin: &'static str,
    /// What one span is.
    pub unit: Unit,
    /// The first day that can be had.
    pub first: Date,
    /// The last day that can be had; `None`: to the present.
    pub last: Option<Date>,
    /// The query parameter that carries the key (`api-key`); `None`: no key is needed.
    pub key: Option<&'static str>,
    /// Whether answers are HTML pages, so that `robots.txt` applies. `false`: a JSON interface made for programs.
    pub html: bool,
    /// Most decoded bytes that one answer may have.
    pub max_bytes: u64,
    /// Most requests in any 60 seconds.
    pub requests_per_minute: u32,
    /// Most requests in any 24 hours. Sources of one origin and key share what the publisher allows.
    pub requests_per_day: u32,
    /// Least seconds from one request to the next.
    pub seconds_apart: u32,
    /// Requests that a span usually takes, for planning.
    pub usual_requests: u32,
    /// Decoded bytes that an answer usually has, for planning.
    pub usual_bytes: u64,
    /// IANA time zone of the publisher's calendar day: `America/New_York`.
    pub zone: &'static str,
    /// Whether a span in which the newspaper appeared may well hold nothing here.
    pub(crate) sparse: bool,
    /// Path and query of the request for a page (from 1) of a span, without key.
    pub(crate) ask: fn(&Span, u32) -> String,
}

/// The time that one span covers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// A calendar month.
    Month,
    /// A day.
    Day,
}

/// A month or a day of a source. Ordered by time; prints as `1973-09` or `1973-09-11`, and is read from that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1; `None`: all of the month.
    pub day: Option<u8>,
}

/// A text that is neither a month (`1973-09`) nor a day (`1973-09-11`).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is neither a month like 1973-09 nor a day like 1973-09-11")]
pub struct NotASpan(pub String);

impl Span {
    /// Its first day; the first of January of year 1 if it does not exist.
    #[must_use]
    pub fn first_day(&self) -> Date {
        self.date(self.day.unwrap_or(1))
    }

    /// Its last day, which for a day is the first too.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.date(self.day.unwrap_or_else(|| days_in_month(self.year, self.month)))
    }

    /// Days of it on which the newspaper appeared, as far as the tables know.
    #[must_use]
    pub fn expected_days(&self, newspaper: &str) -> u32 {
        let first = self.first_day();
        let days = (first.day..=self.last_day().day).map(|day| Date { day, ..first });
        let count = days.filter(|&day| appeared(newspaper, day)).count();
        u32::try_from(count).unwrap_or(0)
    }

    /// Whether a record of that day belongs to it. A day has the stories of the night before and after too:
    /// the hour at which an address is dated is not the hour at which an index is closed.
    pub(crate) fn holds(&self, date: Date) -> bool {
        let slack = i64::from(self.day.is_some());
        let (first, last) = (self.first_day().ordinal(), self.last_day().ordinal());
        (first - slack..=last + slack).contains(&date.ordinal())
    }

    fn date(&self, day: u8) -> Date {
        Date::new(self.year, self.month, day).unwrap_or(Date { year: 1, month: 1, day: 1 })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Span, NotASpan> {
        let is_month = text.len() == 7;
        let whole = if is_month { format!("{text}-01") } else { text.to_owned() };
        let date = Date::parse(&whole).filter(|_| whole.len() == 10);
        let date = date.ok_or_else(|| NotASpan(text.chars().take(40).collect()))?;
        Ok(Span { year: date.year, month: date.month, day: (!is_month).then_some(date.day) })
    }
}

impl Source {
    /// How it is asked for; `None` if it can only be imported.
    #[must_use]
    pub fn route(&self) -> Option<&'static Route> {
        self.route
    }

    /// The spans between two days (both included) that this source has, in order of time.
    ///
    /// A month is there if any of its days is. Those in which the paper did not appear at all (strike, no issue on
    /// Sundays, before the first one) are left out; none without a route.
    ///
    /// ```
    /// # use groundswell_press::{source, Date};
    /// let nyt = source("nyt-archive").unwrap();
    /// let day = |year, month, day| Date::new(year, month, day).unwrap();
    /// let spans = nyt.spans(day(1978, 8, 1), day(1978, 11, 30));
    /// let shown: Vec<String> = spans.iter().map(ToString::to_string).collect();
    /// assert_eq!(shown, ["1978-08", "1978-11"]); // a strike from 10 August to 5 November
    /// ```
    #[must_use]
    pub fn spans(&self, first: Date, last: Date) -> Vec<Span> {
        self.calendar(first, last).filter(|span| span.expected_days(self.newspaper) > 0).collect()
    }

    /// The spans that [`Source::spans`] leaves out because the paper is known not to have appeared: made empty by a
    /// row of `gaps.csv` or by the weekdays of `schedules.csv`.
    #[must_use]
    pub fn silent_spans(&self, first: Date, last: Date) -> Vec<Span> {
        self.calendar(first, last).filter(|span| span.expected_days(self.newspaper) == 0).collect()
    }

    /// Path and query of the request for a page (from 1) of a span, without key: `/svc/archive/v1/1973/9.json`.
    /// Empty without a route.
    #[must_use]
    pub fn ask(&self, span: Span, page: u32) -> String {
        self.route.map(|route| (route.ask)(&span, page)).unwrap_or_default()
    }

    /// What is to be written before an answer in a stored document.
    ///
    /// A document is `preface answer` for each page in order, with one newline between the parts (after each answer
    /// but the last). For JSON the preface is empty; for HTML it is the line `<!-- page ADDRESS BYTES -->` with its
    /// newline: the page's address, without any key, and the length of the answer that follows. So for a file that
    /// is only understood with its name ([`Source::named`]): that name.
    #[must_use]
    pub fn preface(&self, address: &str, bytes: u64) -> String {
        match self.format {
            Format::Html(_) => crate::pages::preface(address, bytes),
            Format::Export(_) if self.named() => crate::pages::preface(address, bytes),
            Format::Json(_) | Format::Export(_) => String::new(),
        }
    }

    /// File extension of its stored documents: `json`, `html`, `txt` …
    #[must_use]
    pub fn extension(&self) -> &'static str {
        match self.format {
            Format::Json(_) => "json",
            Format::Html(_) => "html",
            Format::Export(ref export) => export.extension,
        }
    }

    /// All spans that touch the time between two days and the time of the route.
    fn calendar(&self, first: Date, last: Date) -> impl Iterator<Item = Span> {
        let ends = self.route.map(|route| {
            let last = route.last.map_or(last, |end| end.min(last));
            (first.max(route.first), last, route.unit)
        });
        ends.into_iter().flat_map(|(first, last, unit)| spans(unit, first, last))
    }
}

/// The spans from the one that holds `first` to the one that holds `last`.
fn spans(unit: Unit, first: Date, last: Date) -> impl Iterator<Item = Span> {
    let begin = Span { year: first.year, month: first.month, day: None };
    let months = std::iter::successors(Some(begin), |span| Some(next_month(*span)))
        .take_while(move |span| first <= last && span.first_day() <= last && span.year <= 9999);
    months.flat_map(move |month| {
        let days = match unit {
            Unit::Month => 0..=0,
            Unit::Day => 1..=days_in_month(month.year, month.month),
        };
        days.map(move |day| Span { day: (day > 0).then_some(day), ..month })
            .filter(move |span| first <= span.last_day() && span.first_day() <= last)
    })
}

fn next_month(span: Span) -> Span {
    match span.month {
        12 => Span { year: span.year + 1, month: 1, day: None },
        month => Span { month: month + 1, ..span },
    }
}
