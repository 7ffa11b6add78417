//! An invented publisher that sells at true limits, under the simulated clock of the program that buys.
//!
//! It knows `/svc/archive/v1/{year}/{month}.json` of the one newspaper and `/search` of the other, counts every request, and
//! notes each that a publisher would have had reason to complain of.

mod muddles;
mod search;

use crate::behaviours::Good;
use crate::server::{Act, Request, Server, ok, ok_gzip, status};
use groundswell_corpus::{DEMO_SEED, Plan, guardian_page, guardian_pages};
pub(crate) use muddles::muddles;
use search::{Record, search, sorted};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const JSON: &str = "application/json";
const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// How many requests each interface takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// In any 60 seconds.
    pub(crate) per_minute: usize,
    /// In any 24 hours, and so on any calendar day of any zone; counted for the day in UTC as well.
    pub(crate) per_day: usize,
}

/// A request as it comes to one who may answer in place of the stand.
pub(crate) struct Asked<'a> {
    /// Of all requests, from 1.
    pub(crate) number: usize,
    /// Of those for this target, from 1.
    pub(crate) times: usize,
    pub(crate) request: &'a Request,
    shop: &'a Shop,
}

impl Asked<'_> {
    /// The right answer; `None` where there is none.
    pub(crate) fn good(&self) -> Option<Good> {
        self.good_for(&self.request.target)
    }

    /// The right answer to another request.
    pub(crate) fn good_for(&self, target: &str) -> Option<Good> {
        let request = Request { target: target.to_owned(), ..self.request.clone() };
        let (body, other_origin) = (self.shop.right(&request).ok()?, "http://other.invalid".into());
        Some(Good { body, content_type: JSON, other_origin })
    }
}

type Misbehaviour = dyn Fn(&Asked<'_>) -> Option<Vec<Act>> + Send + Sync;
type Months = dyn Fn(i32, u8) -> Option<Vec<u8>> + Send + Sync;

/// The publisher; it closes when dropped.
pub(crate) struct Newsstand {
    server: Server,
    shop: Arc<Shop>,
}

impl Newsstand {
    /// Opens. `clock` is a file of `WALL_MS UPTIME_MS BOOT`, read at each request; `months` gives the answer for a year and a
    /// month, `None` where there is none (404); `records` are all that can be searched, each the text of a JSON object.
    pub(crate) fn start(
        clock: PathBuf,
        limits: Limits,
        months: impl Fn(i32, u8) -> Option<Vec<u8>> + Send + Sync + 'static,
        records: Vec<String>,
    ) -> Newsstand {
        let shop = Arc::new(Shop {
            clock,
            limits: Mutex::new(BTreeMap::from([("/svc", limits), ("/search", limits)])),
            months: Box::new(months),
            records: sorted(records),
            misbehaviour: Mutex::default(),
            book: Mutex::default(),
        });
        let inside = Arc::clone(&shop);
        Newsstand { server: Server::start(move |request| inside.serve(request)), shop }
    }

    /// Sets other limits for `/svc` or `/search`.
    pub(crate) fn limit(&self, prefix: &'static str, limits: Limits) {
        self.shop.limits.lock().unwrap().insert(prefix, limits);
    }

    /// Lets `hook` answer in place of the stand, whenever it gives something. Such requests count as all others do.
    pub(crate) fn misbehave(
        &self,
        hook: impl Fn(&Asked<'_>) -> Option<Vec<Act>> + Send + Sync + 'static,
    ) {
        *self.shop.misbehaviour.lock().unwrap() = Some(Arc::new(hook));
    }

    pub(crate) fn origin(&self) -> String {
        self.server.origin()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// Every reason to complain, in order; empty after a run that kept to the limits.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.shop.book.lock().unwrap().violations.clone()
    }

    /// How often each target, without its key, got the right answer.
    pub(crate) fn served(&self) -> BTreeMap<String, u32> {
        self.shop.book.lock().unwrap().served.clone()
    }
}

struct Shop {
    clock: PathBuf,
    limits: Mutex<BTreeMap<&'static str, Limits>>,
    months: Box<Months>,
    records: Vec<Record>,
    misbehaviour: Mutex<Option<Arc<Misbehaviour>>>,
    book: Mutex<Book>,
}

impl Shop {
    fn serve(&self, request: &Request) -> Vec<Act> {
        let (number, times, refused) = self.enter(request);
        let hook = self.misbehaviour.lock().unwrap().clone();
        let instead = hook.and_then(|hook| hook(&Asked { number, times, request, shop: self }));
        match (instead.or(refused), self.right(request)) {
            (Some(acts), _) | (None, Err(acts)) => acts,
            (None, Ok(body)) => {
                *self.book.lock().unwrap().served.entry(without_key(request)).or_default() += 1;
                let packed =
                    request.header("accept-encoding").is_some_and(|all| all.contains("gzip"));
                if packed { ok_gzip(JSON, body) } else { ok(JSON, body) }
            }
        }
    }

    /// Writes the request down; its numbers, and what is answered to one too many or without a key.
    fn enter(&self, request: &Request) -> (usize, usize, Option<Vec<Act>>) {
        let mut book = self.book.lock().unwrap();
        book.number += 1;
        let times = book.asked.entry(without_key(request)).or_default();
        *times += 1;
        let times = *times;
        match read_clock(&self.clock) {
            Some(reading) => book.time.pass(reading),
            None => book.violations.push(format!("no time in {}", self.clock.display())),
        }
        let traces = ["referer", "cookie"].iter().any(|name| request.header(name).is_some());
        if traces || request.method != "GET" {
            book.violations.push(format!("not a plain request: {}", request.head));
        }
        let limits = self.limits.lock().unwrap();
        let known = limits.iter().find(|(prefix, _)| request.path().starts_with(**prefix));
        let over = known.and_then(|(prefix, limits)| book.count(prefix, *limits));
        let refused = match over {
            None if request.query("api-key").is_none_or(str::is_empty) => Some(NO_KEY),
            over => over,
        };
        (
            book.number,
            times,
            refused.map(|(code, body)| status(code, &[("content-type", JSON)], body)),
        )
    }

    /// The document asked for, or why there is none.
    fn right(&self, request: &Request) -> Result<Vec<u8>, Vec<Act>> {
        let nowhere = || status(404, &[("content-type", "text/html")], "<html><h1>404</h1></html>");
        if request.path() == "/search" {
            return search(&self.records, request);
        }
        let month = request.path().strip_prefix("/svc/archive/v1/").and_then(|rest| {
            let (year, month) = rest.strip_suffix(".json")?.split_once('/')?;
            (self.months)(year.parse().ok()?, month.parse().ok()?)
        });
        month.ok_or_else(nowhere)
    }
}

type Refusal = (u16, &'static str);
const NO_KEY: Refusal = (401, r#"{"message":"No API key found in request"}"#);
const DAY: Refusal = (
    429,
    r#"{"fault":{"faultstring":"Rate limit quota violation. Quota limit  exceeded. Identifier : invented","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#,
);
const MINUTE: Refusal = (
    429,
    r#"{"fault":{"faultstring":"Spike arrest violation. Identifier : invented","detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#,
);

/// What the stand remembers.
#[derive(Default)]
struct Book {
    number: usize,
    asked: BTreeMap<String, usize>,
    time: Time,
    /// When the requests of the last 24 hours came, and how many came on each day, by prefix.
    recent: BTreeMap<&'static str, VecDeque<u64>>,
    days: BTreeMap<(&'static str, u64), usize>,
    violations: Vec<String>,
    served: BTreeMap<String, u32>,
}

impl Book {
    /// Counts a request in all its windows; what is answered when it is one too many.
    fn count(&mut self, prefix: &'static str, limits: Limits) -> Option<Refusal> {
        let now = self.time.now;
        let recent = self.recent.entry(prefix).or_default();
        while recent.front().is_some_and(|then| now - then >= DAY_MS) {
            recent.pop_front();
        }
        recent.push_back(now);
        let minute = recent.iter().rev().take_while(|then| now - **then < MINUTE_MS).count();
        let day = self.days.entry((prefix, now / DAY_MS)).or_default();
        *day += 1;
        let windows = [
            (recent.len(), limits.per_day, "24 hours", DAY),
            (*day, limits.per_day, "a calendar day", DAY),
            (minute, limits.per_minute, "60 seconds", MINUTE),
        ];
        let over: Vec<_> = windows.into_iter().filter(|(count, limit, ..)| count > limit).collect();
        for (count, limit, window, _) in &over {
            let number = self.number;
            self.violations.push(format!(
                "request {number} at {now} ms: {count} of {prefix} in {window}, allowed are {limit}"
            ));
        }
        over.first().map(|(.., refusal)| *refusal)
    }
}

/// The publisher's own time, which no step of the buyer's wall clock moves.
#[derive(Default)]
struct Time {
    /// Milliseconds since 1970, by the wall clock at the first request and what has passed since.
    now: u64,
    last: Option<Reading>,
}

struct Reading {
    wall: i64,
    uptime: u64,
    boot: String,
}

impl Time {
    /// Goes on by the uptime; over a boot by the wall clock, but at least by what the machine has been up since.
    fn pass(&mut self, reading: Reading) {
        self.now += match &self.last {
            None => u64::try_from(reading.wall).unwrap_or_default(),
            Some(last) if last.boot == reading.boot => reading.uptime.saturating_sub(last.uptime),
            Some(last) => {
                u64::try_from(reading.wall - last.wall).unwrap_or_default().max(reading.uptime)
            }
        };
        self.last = Some(reading);
    }
}

/// The simulated time; tried again when the file is just being written.
fn read_clock(path: &Path) -> Option<Reading> {
    let read = || {
        let text = fs::read_to_string(path).ok()?;
        let mut words = text.split_whitespace();
        let (wall, uptime) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Reading { wall, uptime, boot: words.next()?.to_owned() })
    };
    (0..50).find_map(|_| {
        read().or_else(|| {
            thread::sleep(Duration::from_millis(2));
            None
        })
    })
}

fn without_key(request: &Request) -> String {
    let Some((path, query)) = request.target.split_once('?') else { return request.target.clone() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("api-key=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// The records of a month of the invented archive, for `records`. The demo's months are less than a page; of a load one in
/// eight is of the world section, and it takes seconds to invent: once is enough.
pub(crate) fn invented_records(plan: Plan, year: u16, month: u8) -> Vec<String> {
    let results = |page| {
        let body = guardian_page(plan, year, month, page, DEMO_SEED);
        let value: Value = serde_json::from_slice(&body).unwrap();
        let results = value["response"]["results"].as_array().unwrap();
        results.iter().map(Value::to_string).collect::<Vec<_>>()
    };
    (1..=guardian_pages(plan, year, month, DEMO_SEED)).flat_map(results).collect()
}
