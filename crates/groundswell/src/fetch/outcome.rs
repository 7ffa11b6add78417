//! What a run of fetching came to: source by source, in words, as JSON, and as the exit code.

use jiff::Timestamp;
use serde::Serialize;

use super::PATIENCE;
use super::lane::{Lane, Tally};
use super::survey::{State, Survey, survey};
use super::world::World;
use crate::failure::{Exit, Failure, worst};
use crate::study::Study;
use crate::talk::Talk;

/// What a run of fetching came to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fetched {
    schema: &'static str,
    requests: u64,
    sources: Vec<OfSource>,
    #[serde(skip)]
    failures: Vec<Failure>,
    /// It was stopped from outside; nothing else is to be done.
    #[serde(skip)]
    pub(crate) signal: Option<Failure>,
}

/// What it came to for one source.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OfSource {
    #[serde(flatten)]
    tally: Tally,
    /// Spans by state, after the run.
    held: usize,
    known_gaps: usize,
    missing: usize,
    suspect: usize,
    changed: usize,
    absent: usize,
    /// Why it ended before everything was there.
    stopped: Option<String>,
    /// When the server may be asked again; absent: now.
    come_back: Option<String>,
}

/// What the lanes came to, and how every span of their sources stands now.
pub(super) fn outcome(study: &Study, world: &World, lanes: Vec<Lane>) -> Fetched {
    let now = world.clock.now();
    let surveys = survey(study, Some(&world.archive), &world.history, &now);
    let mut fetched = Fetched {
        schema: "groundswell.fetch/1",
        requests: world.sent,
        sources: Vec::new(),
        failures: Vec::new(),
        signal: None,
    };
    let of = |count: fn(&Survey) -> usize| surveys.iter().map(count).sum::<usize>();
    let (all, have) = (of(|s| s.spans.len()), of(|s| s.count(State::Held)));
    let held = format!("{have} of {all} spans are held");
    for lane in lanes {
        let Some(after) = surveys.iter().find(|s| s.asked.source.name == lane.tally.source) else {
            continue;
        };
        let wait = world.history.pace(&lane.asked.origin).wait(&lane.asked.limits, &now);
        let come_back = Timestamp::try_from(std::time::SystemTime::from(now.time) + wait).ok();
        fetched.failures.extend(unusable(after, &lane, world));
        fetched.failures.extend(lane.failure.clone());
        fetched.sources.push(OfSource {
            held: after.count(State::Held),
            known_gaps: after.count(State::KnownGap),
            missing: after.count(State::Missing),
            suspect: after.count(State::Suspect),
            changed: after.count(State::Changed),
            absent: after.count(State::Absent),
            stopped: lane.stopped.as_ref().map(|failure| failure.what().to_owned()),
            come_back: come_back.filter(|_| wait > PATIENCE).map(crate::import::rfc3339),
            tally: lane.tally,
        });
        fetched.failures.extend(lane.stopped.map(|failure| failure.kept(held.clone())));
    }
    fetched
}

/// Spans that could not be had as data, now or in earlier runs: no success, and said each time.
fn unusable(after: &Survey, lane: &Lane, world: &World) -> Option<Failure> {
    let of = |state| after.spans.iter().filter(move |(_, of)| *of == state).map(|(span, _)| *span);
    let (exit, first) =
        match (of(State::Suspect).chain(of(State::Absent)).next(), of(State::Changed).next()) {
            (_, Some(span)) => (Exit::Protocol, span),
            (Some(span), None) => (Exit::Data, span),
            (None, None) => return None,
        };
    let count = [State::Suspect, State::Absent, State::Changed]
        .map(|state| after.count(state))
        .iter()
        .sum::<usize>();
    let trouble = world.history.span(lane.tally.source, &first.to_string()).trouble;
    let (why, address, file) = trouble.map(|t| (t.why, t.address, t.file)).unwrap_or_default();
    let address = if address.is_empty() { String::new() } else { format!(" ({address})") };
    let kept = match file {
        Some(file) => format!("what came is in archive/{file} and is not counted"),
        None => "nothing of it was kept or counted".to_owned(),
    };
    let spans = if count == 1 { "span".to_owned() } else { format!("{count} spans") };
    let what = format!(
        "{}: {spans} without a usable answer, first {first}: {why}{address}",
        lane.tally.source
    );
    Some(Failure::new(exit, what).kept(kept).next(
        "it is asked for again after a day, then less often; `groundswell fetch --again` asks now",
    ))
}

impl Fetched {
    /// The most severe thing that went wrong; the others stand in the run's record.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.signal.clone().or_else(|| worst(&self.failures))
    }

    pub(crate) fn say(&self, talk: &Talk) {
        for source in &self.sources {
            let Tally { source: name, requests, documents, unchanged, doubtful, .. } =
                &source.tally;
            talk.say(format!(
                "fetched  {name}: {requests} request{}, {documents} new documents{}; {} held, {} missing, {} known gaps{}",
                if *requests == 1 { "" } else { "s" },
                if *unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() },
                source.held,
                source.missing,
                source.known_gaps,
                match source.suspect + source.changed + source.absent {
                    0 => String::new(),
                    n => format!(", {n} without a usable answer"),
                }
            ));
            if let Some(ahead) = source.tally.clock_ahead {
                let side = if ahead > 0 { "ahead of" } else { "behind" };
                let seconds = ahead.unsigned_abs();
                talk.say(format!("clock    that of {name}'s server is {seconds} s {side} this machine's: check the time here"));
            }
            for (span, outcome, why) in doubtful {
                talk.say(format!("{outcome:8} {name} {span}: {why}"));
            }
            if let Some(stopped) = &source.stopped {
                talk.say(format!("stopped  {stopped}"));
            }
        }
    }
}
