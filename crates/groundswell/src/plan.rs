//! `groundswell plan`: what fetching would ask for, and how long the quotas make it last.

use groundswell_archive::{Archive, Error, History, Limits, Moment};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::failure::{Exit, Failure, Result};
use crate::fetch::settings::Asked;
use crate::fetch::survey::{State, Survey, survey};
use crate::fetch::world;
use crate::import::rfc3339;
use crate::study::Study;
use crate::talk::{print, print_json};

#[derive(Serialize)]
struct Plan {
    schema: &'static str,
    sources: Vec<Standing>,
    /// Until everything is there, if fetching goes on every day.
    days: u64,
}

/// How a source stands and what is left to do.
#[derive(Serialize)]
pub(crate) struct Standing {
    pub(crate) source: &'static str,
    origin: String,
    pub(crate) spans: usize,
    pub(crate) held: usize,
    pub(crate) known_gaps: usize,
    pub(crate) missing: usize,
    suspect: usize,
    changed: usize,
    absent: usize,
    /// Spans whose answers cannot be used, what they are, and why; in the order of time.
    pub(crate) unusable: Vec<(String, &'static str, String)>,
    /// Requests that are left; paged spans are estimated from those held, or from what is usual.
    pub(crate) requests_left: u64,
    /// Decoded bytes that are left, estimated likewise.
    bytes_left: u64,
    pub(crate) requests_per_day: u32,
    /// Requests sent to this server in the last 24 hours, for whatever source.
    pub(crate) used_today: u32,
    /// When the next request may be sent; absent: now.
    pub(crate) come_back: Option<String>,
    /// Whether that is longer than a run waits by itself.
    #[serde(skip)]
    waits_long: bool,
    /// Days that the requests left take by the quota of this server alone.
    pub(crate) days: u64,
    pub(crate) years: BTreeMap<i32, Year>,
}

/// The spans of a year by how they stand.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Year {
    pub(crate) held: u32,
    pub(crate) missing: u32,
    pub(crate) known_gaps: u32,
    /// Answers that cannot be used: suspect, of another shape, or absent at the server.
    pub(crate) unusable: u32,
}

pub(crate) fn plan(study: &Study, json: bool) -> Result<()> {
    if study.fetch.is_none() {
        return Err(Failure::new(Exit::Config, "the pipeline has no [fetch]: nothing to plan")
            .next("add one (`groundswell init` shows it)"));
    }
    let sources = standings(study)?;
    let mut servers: BTreeMap<&str, u64> = BTreeMap::new();
    for standing in &sources {
        *servers.entry(&standing.origin).or_default() += standing.requests_left;
    }
    let days = |standing: &Standing| {
        let requests = servers.get(standing.origin.as_str()).copied().unwrap_or_default();
        requests.div_ceil(u64::from(standing.requests_per_day.max(1)))
    };
    let days = sources.iter().map(days).max().unwrap_or(0);
    let plan = Plan { schema: "groundswell.plan/1", sources, days };
    if json { print_json(&plan) } else { print(&prose(&plan)) }
}

/// How every source of the pipeline stands; from the archive alone, without opening a connection.
pub(crate) fn standings(study: &Study) -> Result<Vec<Standing>> {
    let archive = match Archive::open(&study.archive()) {
        Ok(archive) => Some(archive),
        Err(Error::Absent { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let history = archive.as_ref().map(Archive::history).transpose()?.unwrap_or_default();
    let now = world::clock().now();
    let surveys = survey(study, archive.as_ref(), &history, &now);
    Ok(surveys.iter().map(|survey| standing(survey, &history, &now)).collect())
}

fn standing(survey: &Survey, history: &History, now: &Moment) -> Standing {
    let asked = &survey.asked;
    let pace = history.pace(&asked.origin);
    let wait = pace.wait(&asked.limits, now);
    let come_back = now.time.checked_add(jiff::SignedDuration::try_from(wait).unwrap_or_default());
    let left = survey.count(State::Missing) as u64;
    let (requests, bytes) = usual(survey, history);
    let requests_left = (left as f64 * requests).ceil() as u64;
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    for (span, state) in &survey.spans {
        let year = years.entry(span.year).or_default();
        *match state {
            State::Held => &mut year.held,
            State::Missing => &mut year.missing,
            State::KnownGap => &mut year.known_gaps,
            State::Suspect | State::Changed | State::Absent => &mut year.unusable,
        } += 1;
    }
    Standing {
        source: asked.source.name,
        origin: asked.origin.clone(),
        spans: survey.spans.len(),
        held: survey.count(State::Held),
        known_gaps: survey.count(State::KnownGap),
        missing: survey.count(State::Missing),
        suspect: survey.count(State::Suspect),
        changed: survey.count(State::Changed),
        absent: survey.count(State::Absent),
        unusable: unusable(survey, history),
        requests_left,
        bytes_left: (left as f64 * bytes) as u64,
        requests_per_day: asked.limits.a_day,
        used_today: pace.used_today(now),
        waits_long: wait > crate::fetch::PATIENCE,
        come_back: come_back.ok().filter(|_| !wait.is_zero()).map(rfc3339),
        days: requests_left.div_ceil(u64::from(asked.limits.a_day.max(1))),
        years,
    }
}

fn unusable(survey: &Survey, history: &History) -> Vec<(String, &'static str, String)> {
    let spans = survey
        .spans
        .iter()
        .filter(|(_, state)| matches!(state, State::Suspect | State::Changed | State::Absent));
    spans
        .filter_map(|(span, _)| {
            let trouble = history.span(survey.asked.source.name, &span.to_string()).trouble?;
            Some((span.to_string(), trouble.outcome.name(), trouble.why))
        })
        .collect()
}

/// So many fetched spans tell more than what the source says is usual.
const ENOUGH: u64 = 12;

/// Requests and decoded bytes that a span takes.
fn usual(survey: &Survey, history: &History) -> (f64, f64) {
    let fetched = history.spans(survey.asked.source.name).filter(|(_, log)| log.document.is_some());
    let (mut spans, mut requests, mut bytes) = (0u64, 0u64, 0u64);
    for (_, log) in fetched.filter(|(_, log)| log.requests > 0) {
        spans += 1;
        requests += u64::from(log.requests);
        bytes += log.bytes;
    }
    let route = survey.asked.source.route();
    match route {
        Some(route) if spans < ENOUGH => {
            let requests = f64::from(route.usual_requests);
            (requests, requests * route.usual_bytes as f64)
        }
        _ => (requests as f64 / spans as f64, bytes as f64 / spans as f64),
    }
}

/// Requests that so many spans take, by what is usual.
pub(crate) fn requests_for(asked: &Asked, spans: usize) -> u64 {
    spans as u64 * asked.source.route().map_or(1, |route| u64::from(route.usual_requests.max(1)))
}

/// Days that so many spans take by the quota.
pub(crate) fn days_for(asked: &Asked, spans: usize) -> u64 {
    requests_for(asked, spans).div_ceil(u64::from(asked.limits.a_day.max(1)))
}

/// How long so many requests take, of which a day's quota may be partly used.
pub(crate) fn time_for(requests: u64, used: u32, limits: &Limits) -> Duration {
    let each = limits.apart.max(Duration::from_secs(60) / limits.a_minute.max(1));
    let times = |requests: u64| each * u32::try_from(requests).unwrap_or(u32::MAX);
    let today = u64::from(limits.a_day.saturating_sub(used));
    if limits.a_day == 0 || requests <= today {
        return times(requests);
    }
    let (rest, a_day) = (requests - today, u64::from(limits.a_day));
    let days = u32::try_from(rest.div_ceil(a_day)).unwrap_or(u32::MAX);
    Duration::from_secs(86_400).saturating_mul(days) + times((rest - 1) % a_day + 1)
}

/// `12 min`, `5 h`, `3 days`.
pub(crate) fn duration_in_words(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds.div_ceil(60)),
        seconds @ 7200..172_800 => format!("{} h", seconds.div_ceil(3600)),
        seconds => format!("{} days", seconds.div_ceil(86_400)),
    }
}

pub(crate) fn in_words(days: u64) -> String {
    match days {
        0 => "nothing left".to_owned(),
        1 => "about a day of quota".to_owned(),
        days => format!("about {days} days of quota"),
    }
}

fn prose(plan: &Plan) -> String {
    let mut text = String::new();
    let written: std::fmt::Result = (|| {
        writeln!(
            text,
            "{:<17}{:>7}{:>7}{:>9}{:>6}{:>10}{:>10}{:>10}  quota",
            "source", "spans", "held", "missing", "gaps", "unusable", "requests", "MB"
        )?;
        for of in &plan.sources {
            writeln!(
                text,
                "{:<17}{:>7}{:>7}{:>9}{:>6}{:>10}{:>10}{:>10}  {} of {} used in 24 h; {}",
                of.source,
                of.spans,
                of.held,
                of.missing,
                of.known_gaps,
                of.suspect + of.changed + of.absent,
                of.requests_left,
                of.bytes_left.div_ceil(1_000_000),
                of.used_today,
                of.requests_per_day,
                in_words(of.days)
            )?;
        }
        for of in plan.sources.iter().filter(|of| of.waits_long) {
            let come_back = of.come_back.as_deref().unwrap_or_default();
            writeln!(
                text,
                "{}: nothing may be asked of {} before {come_back}",
                of.source, of.origin
            )?;
        }
        writeln!(text, "\nall of it: {}", in_words(plan.days))
    })();
    written.expect("writing to a string does not fail");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_knows_the_days_quota() {
        let zone = jiff::tz::TimeZone::UTC;
        let limits = Limits { a_minute: 5, a_day: 500, apart: Duration::from_secs(12), zone };
        for (requests, used, words) in [
            (0, 0, "0 s"),
            (5, 0, "60 s"),
            (500, 0, "100 min"),
            (500, 500, "26 h"),
            (501, 0, "25 h"),
            (1994, 0, "4 days"),
            (1994, 500, "5 days"),
        ] {
            let time = time_for(requests, used, &limits);
            assert_eq!(duration_in_words(time), words, "{requests} requests, {used} used");
        }
    }
}
