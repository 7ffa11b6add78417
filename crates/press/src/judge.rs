//! Judging an answer: is it what was asked for, whole and to be believed, before it is kept?

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read};

use crate::contents::{Contents, Fault};
use crate::date::Date;
use crate::guard::MAX_PAGE;
use crate::newspapers::appeared;
use crate::pages;
use crate::read;
use crate::recognise::{HEAD, Kind, Unrecognised, kind};
use crate::record::Record;
use crate::refusal::{Refusal, refusal};
use crate::route::{Span, Unit};
use crate::source::{Format, Json, Said, Source};

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// As it should be.
    Good {
        /// Records in this answer, the unreadable ones included.
        records: u64,
        /// Pages of this span, this one included; 1 if it is not paged.
        pages: u32,
        /// Records of the whole span as announced here; `None`: it does not say.
        total: Option<u64>,
    },
    /// The right shape, but not to be believed: cut, another number of records than announced, no record in a span in
    /// which the paper appeared, another page than asked for, another time. Says which.
    Suspect(String),
    /// Another shape than any known: the interface or the layout changed. Names what was expected; of an index page
    /// with no links, or fewer than plausible, the address and the selectors.
    Changed(String),
    /// The server's error message.
    Refused(Refusal),
}

impl Source {
    /// Judges the decoded content of one answer: page `page` (from 1) of a span. `Refused` wins over all other verdicts.
    ///
    /// # Errors
    /// Only those of `content`.
    ///
    /// ```
    /// use groundswell_press::{source, Answer};
    /// let nyt = source("nyt-archive").unwrap();
    /// let span = "1973-09".parse().unwrap();
    /// let empty = br#"{"response": {"meta": {"hits": 0}, "docs": []}}"#;
    /// let why = "holds no record, although the newspaper appeared on 30 days of 1973-09".to_owned();
    /// assert_eq!(nyt.judge(span, 1, &mut &empty[..])?, Answer::Suspect(why));
    /// let cut = br#"{"response": {"meta": {"hits": 2}, "docs": [{"_id": "1""#;
    /// assert!(matches!(nyt.judge(span, 1, &mut &cut[..])?, Answer::Suspect(_)));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn judge(&self, span: Span, page: u32, content: &mut dyn Read) -> io::Result<Answer> {
        let mut head = Vec::new();
        content.take(HEAD as u64).read_to_end(&mut head)?;
        match &self.format {
            Format::Json(json) => {
                if let Some(refusal) = refusal(&head) {
                    return Ok(Answer::Refused(refusal));
                }
                match kind(&head) {
                    Ok(Kind::Object(_)) => {
                        self.judge_json(json, span, page, &mut (&head[..]).chain(content))
                    }
                    Ok(Kind::Markup(_)) => Ok(changed_to("JSON", "an HTML or XML page")),
                    Err(Unrecognised::Empty) => Ok(suspect(Fault::Empty)),
                    Err(other) => Ok(changed_to("JSON", &other)),
                }
            }
            Format::Html(site) => {
                content.take(MAX_PAGE as u64 + 1).read_to_end(&mut head)?;
                Ok(self.judge_page(site, span, page, &head))
            }
            Format::Export(_) => Ok(changed_to("an answer", "an export, which nobody asks for")),
        }
    }

    /// Judges the stored document made of all pages of a span (see [`Source::preface`]): the number of its records
    /// if it is whole, else what is wrong.
    ///
    /// The records of several pages must be `total` different ones: fewer means that something moved from page to
    /// page while they were fetched. Each HTML page must bring an article that is on none before it: a site may answer
    /// with its first page whatever page it is asked for. Not more than 5 % may be of another time than the span.
    ///
    /// # Errors
    /// Only those of `content`.
    pub fn judge_whole(
        &self,
        span: Span,
        total: Option<u64>,
        content: &mut dyn Read,
    ) -> io::Result<Result<u64, String>> {
        let mut tally = Tally::new(span);
        let mut each = |record: Record<'_>| tally.add_distinct(&record);
        let contents = match &self.format {
            Format::Html(site) => {
                let (contents, barren) = pages::document(site, self.newspaper, content, &mut each)?;
                if let Some(page) = barren.filter(|_| contents.problems.is_empty()) {
                    return Ok(Err(format!("page {page} brings nothing new")));
                }
                contents
            }
            Format::Json(_) | Format::Export(_) => self.read(content, &mut each)?,
        };
        Ok(self.whole_fault(&contents, &tally, total).map_or(Ok(contents.records), Err))
    }

    /// The span that a document is the whole answer for; `None` if it is not, or if that cannot be known.
    ///
    /// Only a month of the NYT's Archive API can be known so: one object that is no page of a search (no `offset`),
    /// holds as many records as it says, whose dates are in one month, but for 5 % at most, and on at least three
    /// quarters of the days of it on which the newspaper appeared: a month saved in its first days is whole in all
    /// but that.
    ///
    /// # Errors
    /// Only those of `content`.
    pub fn whole_span(&self, content: &mut dyn Read) -> io::Result<Option<Span>> {
        let (Format::Json(json), Some(route)) = (&self.format, self.route) else {
            return Ok(None);
        };
        if route.unit != Unit::Month || !self.by_content || !json.articles {
            return Ok(None);
        }
        let mut days: BTreeMap<Date, u64> = BTreeMap::new();
        let (contents, said) = read::document(json, content, &mut |record| {
            if let Ok(article) = &record.article {
                *days.entry(article.date).or_default() += 1;
            }
        })?;
        let is_whole = contents.complete
            && contents.objects == 1
            && contents.problems.is_empty()
            && said.is_some_and(|said| said.page.is_none() && said.total == Some(contents.records));
        let most = fullest_month(&days).filter(|_| is_whole);
        Ok(most
            .filter(|(_, count)| !too_many(contents.records - count, contents.records))
            .map(|(month, _)| month)
            .filter(|month| self.reaches(*month, days.keys())))
    }

    /// Whether at least three quarters of the days of a span on which the newspaper appeared are among these, one
    /// of the last three included: a month that was saved before it was over ends early.
    fn reaches<'d>(&self, span: Span, days: impl Iterator<Item = &'d Date>) -> bool {
        let is_of = |day: &&Date| (span.first_day()..=span.last_day()).contains(*day);
        let found: Vec<Date> = days.filter(is_of).copied().collect();
        let on = |day: u8| Date { day, ..span.last_day() };
        let expected = (span.first_day().day..=span.last_day().day).map(on);
        let expected: Vec<Date> = expected.filter(|day| appeared(self.newspaper, *day)).collect();
        let there = expected.iter().filter(|day| found.contains(day)).count();
        let to_the_end = expected.iter().rev().take(3).any(|day| found.contains(day));
        to_the_end && there * 4 >= expected.len() * 3
    }

    fn judge_json(
        &self,
        json: &Json,
        span: Span,
        page: u32,
        content: &mut dyn Read,
    ) -> io::Result<Answer> {
        let mut tally = Tally::new(span);
        let (contents, said) = read::document(json, content, &mut |record| tally.add(&record))?;
        if let Some(trouble) = contents.problems.first() {
            return Ok(verdict(&trouble.what));
        }
        let Some(said) = said.filter(|_| contents.objects == 1) else {
            return Ok(changed_to("one JSON object", "several, end to end"));
        };
        if let Some(what) = out_of_sequence(&said, page) {
            return Ok(Answer::Suspect(what));
        }
        if tally.is_drift(contents.records) {
            return Ok(Answer::Changed(tally.drift(contents.records)));
        }
        if let Some(what) = self.implausible(&tally, contents.records, said.total, span) {
            return Ok(Answer::Suspect(what));
        }
        if !json.articles {
            // Its other pages have nothing that is wanted.
            return Ok(Answer::Good { records: 0, pages: 1, total: said.total });
        }
        let pages = said.pages.map_or(1, |pages| u32::try_from(pages).unwrap_or(u32::MAX).max(1));
        let records = contents.records;
        Ok(Answer::Good { records, pages, total: said.total })
    }

    /// What makes the records of an answer hard to believe.
    pub(crate) fn implausible(
        &self,
        tally: &Tally,
        records: u64,
        total: Option<u64>,
        span: Span,
    ) -> Option<String> {
        let sparse = self.route.is_some_and(|route| route.sparse);
        let days = span.expected_days(self.newspaper);
        if records == 0 && total.unwrap_or(0) == 0 && days > 0 && !sparse {
            return Some(format!(
                "holds no record, although the newspaper appeared on {days} days of {span}"
            ));
        }
        tally.elsewhere(records)
    }

    fn whole_fault(
        &self,
        contents: &Contents,
        tally: &Tally,
        total: Option<u64>,
    ) -> Option<String> {
        if let Some(trouble) = contents.problems.first() {
            return Some(trouble.what.to_string());
        }
        if matches!(&self.format, Format::Json(json) if !json.articles) {
            let month = Some((tally.span.year, tally.span.month));
            return (contents.total != Some(0) && contents.month != month)
                .then(|| format!("is not of {}", tally.span));
        }
        let different = if contents.objects > 1 { tally.different() } else { contents.records };
        match total {
            Some(total) if total != different => {
                Some(format!("holds {different} different records of {total} announced"))
            }
            _ => self.implausible(tally, contents.records, total, tally.span),
        }
    }
}

/// What is counted of the records of an answer.
pub(crate) struct Tally {
    span: Span,
    /// Records of another time than the span, and the first of their dates.
    elsewhere: u64,
    stray: Option<Date>,
    /// Records that cannot be read, and what is wrong with the first.
    bad: u64,
    problem: Option<String>,
    ids: HashSet<String>,
}

impl Tally {
    pub(crate) fn new(span: Span) -> Tally {
        Tally { span, elsewhere: 0, stray: None, bad: 0, problem: None, ids: HashSet::new() }
    }

    pub(crate) fn add(&mut self, record: &Record<'_>) {
        match &record.article {
            Ok(article) if self.span.holds(article.date) => {}
            Ok(article) => {
                self.elsewhere += 1;
                self.stray.get_or_insert(article.date);
            }
            Err(problem) => {
                self.bad += 1;
                self.problem.get_or_insert_with(|| problem.to_string());
            }
        }
    }

    /// Adds a record and remembers its id.
    pub(crate) fn add_distinct(&mut self, record: &Record<'_>) {
        self.add(record);
        if let Ok(article) = &record.article
            && !self.ids.contains(article.id.as_ref())
        {
            self.ids.insert(article.id.to_string());
        }
    }

    /// Records by their ids; those that cannot be read have none, so each counts.
    fn different(&self) -> u64 {
        self.ids.len() as u64 + self.bad
    }

    /// Whether so many records cannot be read that it is not they but the interface that is odd.
    pub(crate) fn is_drift(&self, records: u64) -> bool {
        self.bad > 0 && (self.bad == records || (self.bad > 5 && self.bad * 100 > records))
    }

    pub(crate) fn drift(&self, records: u64) -> String {
        let first = self.problem.as_deref().unwrap_or_default();
        format!("{} of {records} records cannot be read, first: {first}", self.bad)
    }

    /// Whether more than 5 % are of another time.
    fn elsewhere(&self, records: u64) -> Option<String> {
        let stray = self.stray.filter(|_| too_many(self.elsewhere, records))?;
        Some(format!(
            "{} of {records} records are not of {}, first: {stray}",
            self.elsewhere, self.span
        ))
    }
}

/// The month with most records, and how many they are.
fn fullest_month(days: &BTreeMap<Date, u64>) -> Option<(Span, u64)> {
    let mut months: BTreeMap<Span, u64> = BTreeMap::new();
    for (day, count) in days {
        *months.entry(Span { year: day.year, month: day.month, day: None }).or_default() += count;
    }
    months.into_iter().max_by_key(|(_, count)| *count)
}

/// More than 5 %.
fn too_many(part: u64, all: u64) -> bool {
    part * 20 > all
}

/// What a fault of a JSON answer is a sign of.
fn verdict(fault: &Fault) -> Answer {
    match fault {
        Fault::UnknownShape | Fault::Unannounced | Fault::Trailing(_) => {
            Answer::Changed(fault.to_string())
        }
        // No message of a known kind, or it would have been told before: another source's object, say.
        Fault::Refused(_) => Answer::Changed(Fault::UnknownShape.to_string()),
        other => suspect(other),
    }
}

/// Whether an answer is another page than the one asked for.
fn out_of_sequence(said: &Said, page: u32) -> Option<String> {
    let number = said.page.unwrap_or(u64::from(page));
    if number != u64::from(page) {
        return Some(format!("is page {number}, asked for was page {page}"));
    }
    let pages = said.pages?;
    (page > 1 && number > pages).then(|| format!("is page {number} of {pages}"))
}

pub(crate) fn suspect(fault: impl std::fmt::Display) -> Answer {
    Answer::Suspect(fault.to_string())
}

pub(crate) fn changed_to(expected: &str, found: impl std::fmt::Display) -> Answer {
    Answer::Changed(format!("expected {expected}, got {found}"))
}
