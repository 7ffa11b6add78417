//! How every span of a source stands: what `plan`, `status` and `fetch` go by.

use groundswell_archive::{Archive, History, Moment, Outcome, SpanLog};
use groundswell_press::{self as press, Span, Unit};
use jiff::ToSpan;

use super::settings::{Asked, Order};
use crate::study::Study;

/// How a span stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Its whole answer is in the archive.
    Held,
    /// The paper is known not to have appeared: nothing to ask for.
    KnownGap,
    /// Not asked for yet, or not to the end.
    Missing,
    /// The answers could not be believed; they were put aside.
    Suspect,
    /// The answers were of no known shape; they were put aside.
    Changed,
    /// The server says it does not have it.
    Absent,
}

/// A source and its spans, in the order of time.
pub(crate) struct Survey {
    pub(crate) asked: Asked,
    pub(crate) spans: Vec<(Span, State)>,
}

/// An answer that could not be used is asked for again after a day, then after two, at last once a week:
/// a trouble that passes is soon over, one that stays must not eat the quota.
const LONGEST_WAIT_DAYS: u32 = 7;
/// So often is an answer asked for that cannot be believed, before it is reported.
pub(crate) const DOUBTS: u32 = 3;
/// A span is asked for this long after it ended: publishers file late.
const GRACE_DAYS: i64 = 2;

/// Every source of the pipeline, over the years of the study that have ended by now.
pub(crate) fn survey(
    study: &Study,
    archive: Option<&Archive>,
    history: &History,
    now: &Moment,
) -> Vec<Survey> {
    let Some(fetch) = &study.fetch else { return Vec::new() };
    fetch.asked().into_iter().map(|asked| one(study, asked, archive, history, now)).collect()
}

fn one(
    study: &Study,
    asked: Asked,
    archive: Option<&Archive>,
    history: &History,
    now: &Moment,
) -> Survey {
    let source = asked.source;
    let mut spans = Vec::new();
    if let Some((first, last)) = days(study, source, now) {
        let state = |span| (span, state(source, span, archive, history));
        spans.extend(source.spans(first, last).into_iter().map(state));
        let silent = source.silent_spans(first, last).into_iter();
        spans.extend(silent.map(|span| (span, State::KnownGap)));
    }
    spans.sort();
    Survey { asked, spans }
}

fn state(
    source: &press::Source,
    span: Span,
    archive: Option<&Archive>,
    history: &History,
) -> State {
    let log = history.span(source.name, &span.to_string());
    // What the log remembers and the manifest does not list is not held.
    let listed = |document: &String| archive.is_some_and(|archive| archive.lists(document));
    if log.document.as_ref().is_some_and(listed) {
        return State::Held;
    }
    match log.trouble.as_ref().map(|trouble| trouble.outcome) {
        Some(Outcome::Changed) => State::Changed,
        Some(Outcome::Suspect) => State::Suspect,
        Some(Outcome::Missing) => State::Absent,
        _ => State::Missing,
    }
}

/// The first and last day of the study that can be asked for by now; `None`: none can.
fn days(study: &Study, source: &press::Source, now: &Moment) -> Option<(press::Date, press::Date)> {
    let route = source.route()?;
    let zone = jiff::tz::TimeZone::get(route.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = now.time.to_zoned(zone).date();
    let mut ended = today.checked_sub((GRACE_DAYS + 1).days()).ok()?;
    if route.unit == Unit::Month && ended.last_of_month() != ended {
        ended = ended.first_of_month().yesterday().ok()?;
    }
    let year = |year: i32, month, day| press::Date::new(year, month, day);
    let ended =
        year(ended.year().into(), ended.month().try_into().ok()?, ended.day().try_into().ok()?)?;
    let first = year(study.first_counted_year(), 1, 1)?;
    let last = year(study.period.last_year, 12, 31)?.min(ended);
    (first <= last).then_some((first, last))
}

impl Survey {
    /// How many spans stand so.
    pub(crate) fn count(&self, state: State) -> usize {
        self.spans.iter().filter(|(_, of)| *of == state).count()
    }

    /// What is to be asked for now, in order: what is missing, then what is worth another try.
    pub(crate) fn todo(
        &self,
        history: &History,
        now: &Moment,
        order: Order,
        again: bool,
    ) -> Vec<Span> {
        let spans = |wanted: &dyn Fn(&Span, State) -> bool| -> Vec<Span> {
            let all = self.spans.iter().filter(|(span, state)| wanted(span, *state));
            let all = all.map(|(span, _)| *span);
            match order {
                Order::Oldest => all.collect(),
                Order::Newest => all.rev().collect(),
            }
        };
        let worth = |log: &SpanLog| {
            let since = log.trouble.as_ref().map(|trouble| now.time.duration_since(trouble.time));
            let days = ((log.doubts + log.restarts) / DOUBTS).clamp(1, LONGEST_WAIT_DAYS);
            let long_ago =
                since.is_none_or(|since| since.as_secs().abs() >= i64::from(days) * 86_400);
            again || long_ago || !(log.doubts + log.restarts).is_multiple_of(DOUBTS)
        };
        let retry = |span: &Span, state: State| {
            matches!(state, State::Suspect | State::Changed | State::Absent)
                && worth(&history.span(self.asked.source.name, &span.to_string()))
        };
        let failed =
            |span: &Span| history.span(self.asked.source.name, &span.to_string()).trouble.is_some();
        let mut todo = spans(&|span, state| state == State::Missing && !failed(span));
        // What the server could not give last time must not stand in the way of the rest.
        todo.extend(spans(&|span, state| state == State::Missing && failed(span)));
        todo.extend(spans(&retry));
        todo
    }

    /// What is held of these years and was not asked for again in the time that a refresh of all of them
    /// takes: a refresh that needs several days goes on where it was.
    pub(crate) fn refresh(&self, years: (i32, i32), history: &History, now: &Moment) -> Vec<Span> {
        let held = self.spans.iter().filter(|(span, state)| {
            *state == State::Held && (years.0..=years.1).contains(&span.year)
        });
        let held: Vec<Span> = held.map(|(span, _)| *span).collect();
        let days = crate::plan::days_for(&self.asked, held.len()) + 1;
        let recent = |span: &Span| {
            let at = history.span(self.asked.source.name, &span.to_string()).refreshed;
            at.is_some_and(|at| {
                now.time.duration_since(at).as_secs().unsigned_abs() < days * 86_400
            })
        };
        held.into_iter().filter(|span| !recent(span)).collect()
    }
}
