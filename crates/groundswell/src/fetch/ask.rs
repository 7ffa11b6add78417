//! One request and its answer: written down, sent, judged, and written down again.

use groundswell_archive::{
    Answer, Archive, Call, Error, Got, Kind, Line, Moment, Outcome, Request, SpanLog,
};
use groundswell_press::Span;
use std::collections::BTreeMap;
use std::io::Read;

use super::follow::TRIES;
use super::lane::{Lane, reading_back};
use super::robots::Robots;
use super::verdict::Verdict;
use super::world::World;
use crate::failure::{Exit, Failure, Result};

/// The beginning of an error's content, to tell what it is.
const MESSAGE: u64 = 64 * 1024;

/// As much of a robots.txt is read (RFC 9309 asks for 500 KiB at least).
const ROBOTS: u64 = 512 * 1024;
/// An error's content, or a robots.txt, that is larger is not looked at.
const MOST_UNPACKED: u64 = 16 << 20;
/// Seconds that two clocks may differ by before it is said.
const CLOCKS_DIFFER: i64 = 300;

/// An answer's worth, and where its content was put.
struct Judged {
    verdict: Verdict,
    file: Option<String>,
    content_sha256: String,
    content_bytes: u64,
}

impl Lane {
    /// One request for a page, and what follows from its answer.
    pub(super) async fn ask(
        &mut self,
        world: &mut World,
        span: Span,
        page: u32,
        log: &SpanLog,
    ) -> Result<()> {
        let target = self.asked.source.ask(span, page);
        let target = self.sent_on.as_ref().map_or(target, |(target, _)| target.clone());
        if !self.robots.allow(&target) {
            let what = format!("robots.txt of {} does not allow {target}", self.asked.origin);
            self.stop(Exit::NoPermission, what, "leave this source out of the pipeline");
            return Ok(());
        }
        let held = self.refresh && log.document.is_some() && page == 1;
        let validators = (held && !log.validators.is_empty()).then_some(&log.validators);
        let (number, got) = self.send(world, &span.to_string(), page, &target, validators).await?;
        let mut judged = match &got {
            Ok(got) => self.judge(world, span, page, got, validators.is_some())?,
            Err(verdict) => Judged::of(verdict.clone()),
        };
        // Whatever a server said, it may have repeated the key.
        if let Some(key) = &self.key {
            judged.verdict.why = key.scrub(&judged.verdict.why);
        }
        let at = world.clock.now();
        let location = got.as_ref().ok().and_then(|got| got.location.clone());
        let answer = judged.line(number, at.clone(), got.as_ref().ok());
        self.tally.wire_bytes += answer.wire_bytes;
        self.compare_clocks(&answer);
        world.archive.log(&mut world.history, &Line::Answer(Box::new(answer)))?;
        drop_wire(&got);
        self.follow(world, span, judged.verdict, (&target, location.as_deref()), at)
    }

    /// Writes the request down, then sends it.
    async fn send(
        &mut self,
        world: &mut World,
        span: &str,
        page: u32,
        target: &str,
        validators: Option<&BTreeMap<String, String>>,
    ) -> Result<(u64, std::result::Result<Got, Verdict>)> {
        let number = world.history.requests + 1;
        let request = Request {
            number,
            at: world.clock.now(),
            source: self.asked.source.name.to_owned(),
            span: span.to_owned(),
            page,
            origin: self.asked.origin.clone(),
            target: target.to_owned(),
        };
        world.archive.log(&mut world.history, &Line::Request(request))?;
        world.sent += 1;
        self.tally.requests += 1;
        let route = self.asked.source.route();
        let html = route.is_some_and(|route| route.html);
        let call = Call {
            origin: &self.asked.origin,
            target,
            key: route.and_then(|route| route.key).zip(self.key.as_ref()),
            accept: if html { "text/html" } else { "application/json" },
            validators,
            max_wire_bytes: self.asked.max_bytes,
        };
        let to = world.archive.wire_path();
        match world.fetcher.get(&call, &to).await {
            Ok(Ok(got)) => {
                self.unreachable = false;
                Ok((number, Ok(got)))
            }
            Ok(Err(error)) => Err(Failure::writing(&to)(error)),
            Err(error) => {
                let _ = std::fs::remove_file(&to); // the beginning of an answer is none
                if error.kind == Kind::Lasting {
                    self.tries = TRIES; // trying again would not help
                }
                self.unreachable = matches!(error.kind, Kind::NoConnection | Kind::Lasting);
                let outcome = match error.kind {
                    Kind::TooLarge => Outcome::Suspect,
                    Kind::Passing | Kind::NoConnection | Kind::Lasting => Outcome::Unavailable,
                };
                Ok((number, Err(Verdict::new(outcome, error.what))))
            }
        }
    }

    /// What an answer is worth, and where its content was put.
    fn judge(
        &self,
        world: &mut World,
        span: Span,
        page: u32,
        got: &Got,
        conditional: bool,
    ) -> Result<Judged> {
        let now = world.clock.now();
        let zone = &self.asked.limits.zone;
        if got.status != 200 {
            let body = beginning(&mut world.archive, got);
            let verdict = Verdict::of_status(got.status, &body, self.key.is_some(), conditional);
            return Ok(Judged::of(verdict.with_headers(got, &now, zone)));
        }
        if let Some(packing) = foreign_packing(got) {
            let why = format!("it is packed as {packing:?}, which was not asked for");
            return Ok(Judged::of(Verdict::new(Outcome::Changed, why)));
        }
        let staged = match world.archive.stage_answer(got, self.asked.max_bytes) {
            Ok(staged) => staged,
            Err(error @ Error::Undecodable { .. }) => {
                // Damaged on its way, as a connection that breaks off.
                return Ok(Judged::of(Verdict::new(Outcome::Unavailable, error.to_string())));
            }
            Err(error @ Error::TooLarge { .. }) => {
                let why =
                    format!("{error} (`max_megabytes` in [fetch.source.{}])", self.tally.source);
                return Ok(Judged::of(Verdict::new(Outcome::Suspect, why)));
            }
            Err(error) => return Err(error.into()),
        };
        let judged = |verdict, file| Judged {
            verdict,
            file,
            content_sha256: staged.content_sha256().to_owned(),
            content_bytes: staged.content_bytes(),
        };
        let source = self.asked.source;
        let mut content = world.archive.staged_content(&staged)?;
        let answer =
            source.judge(span, page, &mut content).map_err(|error| reading_back(&error))?;
        let mut verdict = Verdict::of_content(answer).with_headers(got, &now, zone);
        if let Some(key) = &self.key
            && world.archive.echoes(&staged, key)?
        {
            verdict.doubt("it repeats the key, so nothing of it was kept");
            return Ok(judged(verdict, None));
        }
        let file = match verdict.outcome {
            Outcome::Good => {
                Some(world.archive.park(&staged, source.name, &span.to_string(), page)?)
            }
            Outcome::Suspect | Outcome::Changed => {
                Some(world.archive.set_aside(&staged, source.name, &span.to_string())?)
            }
            _ => None,
        };
        Ok(judged(verdict, file))
    }

    /// A machine whose clock is wrong counts quotas by its uptime, but its records are misdated.
    fn compare_clocks(&mut self, answer: &Answer) {
        let date = answer.headers.get("date").and_then(|date| httpdate::parse_http_date(date).ok());
        let date = date.and_then(|date| jiff::Timestamp::try_from(date).ok());
        let ahead = date.map(|date| date.duration_since(answer.at.time).as_secs());
        self.tally.clock_ahead =
            ahead.filter(|ahead| ahead.abs() > CLOCKS_DIFFER).or(self.tally.clock_ahead);
    }

    /// Asks what the site lets programs read, before anything else of it.
    pub(super) async fn ask_robots(&mut self, world: &mut World) -> Result<()> {
        let sent_on = self.sent_on.as_ref().map(|(target, _)| target.clone());
        let target = sent_on.unwrap_or_else(|| "/robots.txt".to_owned());
        let (number, got) = self.send(world, "robots", 1, &target, None).await?;
        let now = world.clock.now();
        let rules = got.as_ref().ok().map(|got| unpacked(&mut world.archive, got, ROBOTS));
        let verdict = match (&got, &rules) {
            (Err(verdict), _) => verdict.clone(),
            (Ok(got), Some(Some(_))) => {
                let why = format!("status {} for robots.txt", got.status);
                Verdict::new(Robots::outcome(got.status), why).with_headers(
                    got,
                    &now,
                    &self.asked.limits.zone,
                )
            }
            (Ok(_), _) => Verdict::new(Outcome::Unavailable, "robots.txt cannot be unpacked"),
        };
        let answer = Judged::of(verdict.clone()).line(number, now.clone(), got.as_ref().ok());
        world.archive.log(&mut world.history, &Line::Answer(Box::new(answer)))?;
        drop_wire(&got);
        let (status, location) = got.map_or((None, None), |got| (Some(got.status), got.location));
        match verdict.outcome {
            Outcome::Redirected => self.redirected(&target, location.as_deref()),
            Outcome::Unavailable => {
                self.unreachable = true; // without its rules nothing may be asked there
                let least = verdict.stay_away.unwrap_or_default();
                self.again(world, Exit::Unavailable, least, &verdict.why, now);
            }
            _ => {
                (self.tries, self.sent_on) = (0, None);
                let rules = rules.flatten().unwrap_or_default();
                self.robots = Robots::read(&self.asked.origin, status, &rules);
                if let Some(delay) = self.robots.delay() {
                    self.asked.limits.apart = self.asked.limits.apart.max(delay);
                }
            }
        }
        Ok(())
    }
}

impl Judged {
    /// One of which nothing was kept.
    fn of(verdict: Verdict) -> Judged {
        Judged { verdict, file: None, content_sha256: String::new(), content_bytes: 0 }
    }

    fn line(&self, number: u64, at: Moment, got: Option<&Got>) -> Answer {
        let Verdict { outcome, why, records, pages, total, stay_away } = self.verdict.clone();
        Answer {
            number,
            at,
            status: got.map(|got| got.status),
            headers: got.map(|got| got.headers.clone()).unwrap_or_default(),
            wire_bytes: got.map_or(0, |got| got.wire_bytes),
            content_bytes: self.content_bytes,
            content_sha256: self.content_sha256.clone(),
            outcome,
            why,
            records,
            pages,
            total,
            file: self.file.clone(),
            stay_away: stay_away.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

/// How an answer is packed, if it is neither plain nor gzip, which is all that was asked for.
fn foreign_packing(got: &Got) -> Option<&str> {
    let packing = got.headers.get("content-encoding").map(|word| word.trim())?;
    let known =
        ["", "identity", "gzip", "x-gzip"].iter().any(|known| known.eq_ignore_ascii_case(packing));
    (!known).then_some(packing)
}

/// What came over the wire is of no more use once it was judged; the next start clears it too.
fn drop_wire(got: &std::result::Result<Got, Verdict>) {
    if let Ok(got) = got {
        let _ = std::fs::remove_file(&got.path);
    }
}

/// The beginning of an error's content; empty if it cannot be unpacked.
fn beginning(archive: &mut Archive, got: &Got) -> Vec<u8> {
    unpacked(archive, got, MESSAGE).unwrap_or_default()
}

/// The first `most` bytes of an answer's content; `None` if it cannot be unpacked.
fn unpacked(archive: &mut Archive, got: &Got, most: u64) -> Option<Vec<u8>> {
    let staged = archive.stage_answer(got, MOST_UNPACKED).ok()?;
    let mut body = Vec::new();
    archive.staged_content(&staged).ok()?.take(most).read_to_end(&mut body).ok()?;
    Some(body)
}
