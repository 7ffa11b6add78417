//! One source being fetched: its spans one after another, each in pages, one request a step.

use groundswell_archive::{History, Joined, Key, Line, Moment, Name, Outcome, Part, SpanLog};
use groundswell_press::Span;
use std::collections::VecDeque;
use std::time::Duration;

use super::robots::Robots;
use super::settings::Asked;
use super::world::World;
use crate::failure::{Exit, Failure, Result};

/// A source of this run.
pub(crate) struct Lane {
    pub(crate) asked: Asked,
    pub(super) key: Option<Key>,
    /// Where the key stood, in words.
    pub(super) key_from: String,
    pub(super) todo: VecDeque<Span>,
    /// Ask again for what is held, and only take it when it changed.
    pub(super) refresh: bool,
    pub(super) robots: Robots,
    /// Where a redirect sent the current request, and how many did.
    pub(super) sent_on: Option<(String, u32)>,
    /// How often the current request went wrong in a way that may pass.
    pub(super) tries: u32,
    /// No request before this, for reasons of this lane's own.
    pub(super) not_before: Option<(Moment, Duration)>,
    /// Spans in a row that could not be had.
    pub(super) misses: u32,
    /// A span of this run that could not be had for now, though others could.
    pub(crate) failure: Option<Failure>,
    /// The last request found no way to the server at all.
    pub(super) unreachable: bool,
    /// Why nothing more is asked in this run.
    pub(crate) stopped: Option<Failure>,
    pub(crate) tally: Tally,
}

/// What a lane did in this run.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub(crate) struct Tally {
    pub(crate) source: &'static str,
    pub(crate) requests: u64,
    pub(crate) retries: u64,
    pub(crate) documents: u64,
    pub(crate) records: u64,
    pub(crate) wire_bytes: u64,
    pub(crate) unchanged: u64,
    /// Seconds by which the server's clock is ahead of this machine's, where it is more than five minutes.
    pub(crate) clock_ahead: Option<i64>,
    /// Spans whose answers cannot be used, and why.
    pub(crate) doubtful: Vec<(String, &'static str, String)>,
}

impl Lane {
    pub(crate) fn new(
        asked: Asked,
        key: Option<(Key, String)>,
        todo: Vec<Span>,
        refresh: bool,
    ) -> Lane {
        let (key, key_from) = key.map_or((None, String::new()), |(key, from)| (Some(key), from));
        let html = asked.source.route().is_some_and(|route| route.html);
        let tally = Tally { source: asked.source.name, ..Tally::default() };
        let robots = if html { Robots::Unknown } else { Robots::Free };
        Lane {
            asked,
            key,
            key_from,
            todo: todo.into(),
            refresh,
            robots,
            sent_on: None,
            tries: 0,
            not_before: None,
            misses: 0,
            failure: None,
            unreachable: false,
            stopped: None,
            tally,
        }
    }

    /// Whether there is anything left to ask for in this run.
    pub(crate) fn is_active(&self) -> bool {
        self.stopped.is_none() && !self.todo.is_empty()
    }

    /// Spans not yet had.
    pub(crate) fn left(&self) -> usize {
        self.todo.len()
    }

    /// How long until this lane may send its next request.
    pub(crate) fn wait(&self, history: &History, now: &Moment) -> Duration {
        let pace = history.pace(&self.asked.origin).wait(&self.asked.limits, now);
        let own = self.not_before.as_ref().map_or(Duration::ZERO, |(since, wait)| {
            let passed = now.uptime - since.uptime; // one process, so one start of the machine
            wait.saturating_sub(Duration::from_millis(u64::try_from(passed).unwrap_or(0)))
        });
        pace.max(own)
    }

    /// Sends the next request and does what follows from its answer.
    ///
    /// # Errors
    /// Only what ends the whole run: the disk. What ends this lane is in `stopped`.
    pub(crate) async fn step(&mut self, world: &mut World) -> Result<()> {
        let Some(&span) = self.todo.front() else { return Ok(()) };
        if let Robots::Unknown = self.robots {
            return self.ask_robots(world).await;
        }
        let log = self.log(world, span);
        match self.next_page(world, &log) {
            Next::Page(page) => self.ask(world, span, page, &log).await,
            Next::Whole | Next::Contradiction(_) => self.settle(world, span),
        }
    }

    /// Spans all of whose pages were there when the last run ended: that needs no request.
    pub(crate) fn settle_pending(&mut self, world: &mut World) -> Result<()> {
        let spans: Vec<Span> = self.todo.iter().copied().collect();
        for span in spans {
            if !self.log(world, span).parts.is_empty() {
                self.settle(world, span)?;
            }
        }
        Ok(())
    }

    /// Makes a document of the pages of a span if all are there, or asks for all again if they contradict
    /// each other.
    pub(super) fn settle(&mut self, world: &mut World, span: Span) -> Result<()> {
        let log = self.log(world, span);
        match self.next_page(world, &log) {
            Next::Page(_) => Ok(()),
            Next::Whole => self.finish(world, span, &log),
            Next::Contradiction(why) => self.restart(world, span, &why),
        }
    }

    fn log(&self, world: &World, span: Span) -> SpanLog {
        world.history.span(self.asked.source.name, &span.to_string())
    }

    /// The first page that is not there, or what the pages there say to each other. Index pages made for
    /// people name only the pages around them: the highest number named by any counts.
    fn next_page(&self, world: &mut World, log: &SpanLog) -> Next {
        let pages = log.parts.values().map(|part| part.pages).max().unwrap_or(1);
        let mut seen: Vec<(u32, &Part)> = Vec::new();
        for page in 1..=pages {
            let Some(part) = log.parts.get(&page).filter(|part| world.waits(part)) else {
                return Next::Page(page);
            };
            let first = seen.first().map_or(part, |(_, first)| first);
            if part.total != first.total || (part.total.is_some() && part.pages != first.pages) {
                return Next::Contradiction(format!(
                    "page {page} speaks of {} records, page 1 of {}",
                    shown(part.total),
                    shown(first.total)
                ));
            }
            let again =
                |(_, earlier): &&(u32, &Part)| earlier.content_sha256 == part.content_sha256;
            if let Some((earlier, _)) = seen.iter().find(again) {
                return Next::Contradiction(format!("page {page} is page {earlier} again"));
            }
            seen.push((page, part));
        }
        Next::Whole
    }

    /// All pages are there: one document.
    fn finish(&mut self, world: &mut World, span: Span, log: &SpanLog) -> Result<()> {
        let source = self.asked.source;
        let origin = source.route().map_or("", |route| route.origin);
        let mut pages = Vec::new();
        for (number, part) in &log.parts {
            let address = format!("{origin}{}", source.ask(span, *number));
            pages.push((source.preface(&address, part.content_bytes), part));
        }
        let staged = world.archive.join(&format!("{} {span}", source.name), &pages)?;
        let total = log.parts.get(&1).and_then(|part| part.total);
        let mut content = world.archive.staged_content(&staged)?;
        let records = match source
            .judge_whole(span, total, &mut content)
            .map_err(|error| reading_back(&error))?
        {
            Ok(records) => records,
            Err(why) => return self.restart(world, span, &why),
        };
        let name =
            Name { source: source.name, period: &span.to_string(), extension: source.extension() };
        let requests: Vec<u64> = log.parts.values().map(|part| part.request).collect();
        let time = crate::import::rfc3339(world.clock.now().time);
        let joined = Joined { time: &time, records, requests: &requests };
        let kept = world.archive.keep_fetched(&mut world.history, &staged, name, &joined)?;
        self.tally.documents += u64::from(kept.new);
        self.tally.unchanged += u64::from(!kept.new);
        self.tally.records += records;
        self.misses = 0;
        self.done_with(span);
        Ok(())
    }

    /// The pages do not fit together: all are asked for again.
    fn restart(&mut self, world: &mut World, span: Span, why: &str) -> Result<()> {
        let now = world.clock.now();
        let line = Line::Restarted {
            time: crate::import::rfc3339(now.time),
            source: self.asked.source.name.to_owned(),
            span: span.to_string(),
            why: why.to_owned(),
        };
        world.archive.log(&mut world.history, &line)?;
        self.doubt(world, span, Outcome::Suspect, why, now);
        Ok(())
    }

    /// No more of this span in this run.
    pub(super) fn done_with(&mut self, span: Span) {
        if self.todo.front() == Some(&span) {
            self.todo.pop_front();
        } else {
            self.todo.retain(|other| *other != span);
        }
        self.tries = 0;
        self.not_before = None;
    }
}

enum Next {
    Page(u32),
    Whole,
    Contradiction(String),
}

pub(super) fn reading_back(error: &std::io::Error) -> Failure {
    Failure::new(Exit::Disk, format!("cannot read back what was written aside: {error}"))
}

fn shown(total: Option<u64>) -> String {
    total.map_or("an unknown number".to_owned(), |total| total.to_string())
}
