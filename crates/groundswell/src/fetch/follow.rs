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
        if !matches!(outcome, Outcome::Unavailable | Outcome::Spike | Outcome::Quota) {
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
                // 400: what was asked is wrong, and that stands in the pipeline or in the program.
                let exit = match why.split(':').next() {
                    Some("status 400") => Exit::Config,
                    Some("status 401" | "status 403") => Exit::NoPermission,
                    _ => Exit::Protocol,
                };
                self.stop(exit, what, "see whether the publisher changed its interface or terms");
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
    pub(super) fn again(
        &mut self,
        world: &mut World,
        exit: Exit,
        least: Duration,
        why: &str,
        now: Moment,
    ) {
        self.tries += 1;
        if self.tries >= TRIES || !world.may_retry() {
            let span = self.todo.front().map(ToString::to_string).unwrap_or_default();
            let (source, origin) = (self.tally.source, &self.asked.origin);
            let what = format!("{source} {span}: {origin}: {why}");
            let next = if exit == Exit::Unavailable {
                "see whether this machine is online and the publisher's site is up; run the same command again later"
            } else {
                "run the same command again later"
            };
            self.stop(exit, what, next);
            return;
        }
        self.tally.retries += 1;
        let most = 1000 * 2u64.pow(self.tries).min(600);
        let jitter = Duration::from_millis(world.random(most).max(100));
        self.not_before = Some((now, least + jitter));
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
        let name = span.to_string();
        let doubts = world.history.span(self.asked.source.name, &name).doubts;
        if outcome != Outcome::Missing && !doubts.is_multiple_of(DOUBTS) {
            self.tally.retries += 1;
            self.not_before = Some((now, Duration::from_secs(u64::from(doubts))));
            return;
        }
        self.tally.doubtful.push((name, outcome.name(), why.to_owned()));
        self.done_with(span);
        self.misses += 1;
        if self.misses >= MISSES && !self.todo.is_empty() {
            let exit = if outcome == Outcome::Suspect { Exit::Data } else { Exit::Protocol };
            let what = format!(
                "{}: {MISSES} answers in a row are of no use, the last for {span}: {why}",
                self.asked.source.name
            );
            self.stop(exit, what, "look at them in archive/suspect: a log-in page of your network, or the publisher changed");
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
