//! What follows from an answer: on to the next page, again after a while, on to the next span, or stop.

use groundswell_archive::{Moment, Outcome};
use groundswell_press::Span;
use std::time::Duration;

use super::lane::Lane;
use super::redirect::{Hop, hop};
use super::survey::DOUBTS;
use super::verdict::Verdict;
use super::world::World;
use crate::failure::{Exit, Failure, Result};

/// A transport fault is tried again so often.
pub(super) const TRIES: u32 = 5;
/// A server that gives no time may say so often that the day's requests are spent.
const QUOTA_TRIES: u32 = 3;
/// So many retries a source may have in a run whatever it sent.
const FREE_RETRIES: u64 = 10;
/// So many spans in a row that cannot be had mean that something has changed for good.
const MISSES: u32 = 3;
/// Same-origin redirects of one request that are followed.
const HOPS: u32 = 5;
/// The NYT's gateway counts five a minute: the least to wait after a complaint.
const SPIKE: Duration = Duration::from_secs(12);

impl Lane {
    /// What to do after an answer.
    pub(super) fn follow(
        &mut self,
        world: &mut World,
        span: Span,
        verdict: Verdict,
        (target, location): (&str, Option<&str>),
        now: Moment,
    ) -> Result<()> {
        let host = self.asked.origin.clone();
        let Verdict { outcome, why, stay_away, .. } = verdict;
        if outcome != Outcome::Redirected {
            self.sent_on = None;
        }
        if !matches!(
            outcome,
            Outcome::Unavailable | Outcome::Spike | Outcome::Quota | Outcome::Redirected
        ) {
            self.tries = 0;
        }
        match outcome {
            Outcome::Good => self.settle(world, span)?,
            Outcome::Unchanged => {
                self.tally.unchanged += 1;
                self.done_with(span);
            }
            Outcome::Redirected => self.redirected(target, location),
            Outcome::Suspect | Outcome::Changed | Outcome::Missing => {
                self.doubt(world, span, outcome, &why, now);
            }
            Outcome::Quota => self.spent(&host, &why),
            Outcome::Spike => {
                let least = stay_away.unwrap_or_default().max(SPIKE);
                self.again(world, Exit::NotFinished, least, &why, now);
            }
            Outcome::Unavailable => {
                self.again(world, Exit::Unavailable, stay_away.unwrap_or_default(), &why, now);
            }
            Outcome::Key => {
                let (name, from) = (self.tally.source, &self.key_from);
                let what = format!("{name}: {host} does not accept the key in {from}");
                let next = "check that it is whole, and that the publisher's page for keys has this \
                            interface switched on for it (docs/fetching.md)";
                self.stop(Exit::NoPermission, what, next);
            }
            Outcome::Refused => {
                let what = format!("{host} refuses the request for {span}: {why}");
                let next = "see whether the publisher changed its interface or terms";
                // 400: what was asked is wrong, and that stands in the pipeline or in the program.
                match why.split(':').next() {
                    Some("status 400") => {
                        self.miss(
                            span,
                            "refused",
                            &why,
                            Failure::new(Exit::Config, what).next(next),
                        );
                    }
                    Some("status 401" | "status 403") => self.stop(Exit::NoPermission, what, next),
                    _ => self.stop(Exit::Protocol, what, next),
                }
            }
        }
        Ok(())
    }

    /// The pace keeps away from here on; a server that says so again and again is not asked all day long.
    fn spent(&mut self, host: &str, why: &str) {
        self.tries += 1;
        if self.tries >= QUOTA_TRIES {
            self.stop(
                Exit::NotFinished,
                format!("{host}: {why}"),
                "run the same command again tomorrow",
            );
        }
    }

    /// A fault that may pass: full jitter, five tries, and not more retries than a tenth of the requests.
    /// Then the span is left for the next run; a server that fails three in a row, or to which there is no
    /// way at all, is left altogether.
    pub(super) fn again(
        &mut self,
        world: &World,
        exit: Exit,
        least: Duration,
        why: &str,
        now: Moment,
    ) {
        self.tries += 1;
        let budget = FREE_RETRIES.max(self.tally.requests / 10);
        if self.tries < TRIES && self.tally.retries < budget {
            self.tally.retries += 1;
            let most = 1000 * 2u64.pow(self.tries).min(600);
            let jitter = Duration::from_millis(world.random(most).max(100));
            self.not_before = Some((now, least + jitter));
            return;
        }
        let span = self.todo.front().copied();
        let (source, origin) = (self.tally.source, &self.asked.origin);
        let named = span.map_or_else(String::new, |span| format!(" {span}"));
        let what = format!("{source}{named}: {origin}: {why}");
        let next = if exit == Exit::Unavailable {
            "see whether this machine is online and the publisher's site is up; run the same command again later"
        } else {
            "run the same command again later"
        };
        let whole_server =
            exit == Exit::NotFinished || self.unreachable || self.tally.retries >= budget;
        match span {
            Some(span) if !whole_server => {
                self.miss(span, "failed", why, Failure::new(exit, what).next(next));
            }
            _ => self.stop(exit, what, next),
        }
    }

    /// An answer that cannot be used: asked for again twice, then reported, and on to the next span.
    pub(super) fn doubt(
        &mut self,
        world: &World,
        span: Span,
        outcome: Outcome,
        why: &str,
        now: Moment,
    ) {
        let log = world.history.span(self.asked.source.name, &span.to_string());
        let doubts = log.doubts + log.restarts;
        if outcome != Outcome::Missing && !doubts.is_multiple_of(DOUBTS) {
            self.not_before = Some((now, Duration::from_secs(u64::from(doubts % DOUBTS))));
            return;
        }
        let exit = if outcome == Outcome::Suspect { Exit::Data } else { Exit::Protocol };
        let what = format!("{} {span}: {why}", self.asked.source.name);
        let failure = Failure::new(exit, what)
            .next("a log-in page of your network, or the publisher changed: `groundswell status` lists what came");
        self.miss(span, outcome.name(), why, failure);
    }

    /// A span that cannot be had in this run. Three in a row and the source is left alone.
    fn miss(&mut self, span: Span, outcome: &'static str, why: &str, failure: Failure) {
        self.tally.doubtful.push((span.to_string(), outcome, why.to_owned()));
        self.done_with(span);
        self.misses += 1;
        if self.misses >= MISSES && !self.todo.is_empty() {
            self.stopped.get_or_insert(failure);
        } else if matches!(failure.exit, Exit::Unavailable | Exit::Config) {
            self.failure.get_or_insert(failure); // the others are told by how their spans stand
        }
    }

    pub(super) fn redirected(&mut self, target: &str, location: Option<&str>) {
        let hops = self.sent_on.as_ref().map_or(0, |(_, hops)| *hops);
        let key = self.asked.source.route().and_then(|route| route.key);
        let origin = &self.asked.origin;
        match hop(origin, target, location.unwrap_or_default(), key) {
            Hop::Same(target) if hops < HOPS => self.sent_on = Some((target, hops + 1)),
            Hop::Same(_) => {
                let what = format!("{origin} redirects in a circle");
                self.stop(Exit::Protocol, what, "run the same command again later");
            }
            Hop::Elsewhere(other) => {
                let what = format!("{origin} redirected to {other}; not followed");
                self.stop(Exit::Protocol, what, "see whether the publisher moved its interface");
            }
        }
    }

    pub(crate) fn stop(&mut self, exit: Exit, what: impl Into<String>, next: &str) {
        self.stopped.get_or_insert(Failure::new(exit, what).next(next));
    }
}
