//! Pace: how soon the next request may be sent to a server, given those that were.
//!
//! Counted in rolling windows over the requests in `requests.jsonl`, each line written before its
//! request is sent. A request's age is taken from where the answer ended (the server saw it no later),
//! and never from a clock that may have been set: within one start of the machine its uptime counts;
//! across starts the wall clock, but only while no line shows that it was set in between. Where one does,
//! a request is as old as the machine has been up: that much is certain.
//!
//! What nobody can know: that the clock was set forward, when no request was sent between that and a
//! restart of the machine.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::clock::Moment;

/// What a publisher allows. Every limit holds at once.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests in any 60 seconds; 0: no such limit.
    pub a_minute: u32,
    /// Requests in any 24 hours and in any calendar day; 0: no such limit.
    pub a_day: u32,
    /// From the end of one answer to the next request.
    pub apart: Duration,
    /// Of the publisher's calendar day (25 hours long once a year).
    pub zone: TimeZone,
}

/// The server may count a request a little later than we do; both windows are longer by this.
const MINUTE: i64 = 61_000;
const DAY: i64 = (24 * 3600 + 60) * 1000;
/// Setting a clock by less than this is what time servers do all day.
const STEADY: i64 = 2_000;

/// The requests sent to one server, as far back as a limit reaches.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    sent: VecDeque<Sent>,
    blocked: Option<Block>,
}

#[derive(Clone, Debug)]
struct Sent {
    at: Moment,
    /// How often the wall clock was set before it, as far as the requests tell.
    steps: u32,
}

/// The server itself said when to come back.
#[derive(Clone, Debug)]
struct Block {
    since: Sent,
    milliseconds: i64,
}

/// The longest a server's word keeps us away: a day and an hour.
const LONGEST_BLOCK: i64 = 25 * 3_600_000;
/// More requests than this in a day nobody may ask for; bounds the memory.
pub const MOST_A_DAY: u32 = 100_000;

impl Pace {
    /// A request is about to be sent.
    pub fn send(&mut self, now: Moment) {
        if self.sent.len() > MOST_A_DAY as usize {
            self.sent.pop_front();
        }
        let steps = self.steps(&now);
        self.sent.push_back(Sent { at: now, steps });
    }

    /// The answer to the last request ended: its age counts from here.
    pub fn answer(&mut self, now: Moment) {
        let steps = self.steps(&now);
        if let Some(last) = self.sent.back_mut() {
            *last = Sent { at: now, steps };
        }
    }

    /// The server said to stay away for this long.
    pub fn block(&mut self, now: Moment, duration: Duration) {
        let milliseconds =
            i64::try_from(duration.as_millis()).unwrap_or(LONGEST_BLOCK).min(LONGEST_BLOCK);
        let since = Sent { steps: self.steps(&now), at: now };
        self.blocked = Some(Block { since, milliseconds });
    }

    /// How long to wait before the next request; zero: it may be sent now.
    pub fn wait(&self, limits: &Limits, now: &Moment) -> Duration {
        let apart = i64::try_from(limits.apart.as_millis()).unwrap_or(i64::MAX);
        let blocked = self.blocked.as_ref();
        let wait = [
            self.window(1, apart, now),
            self.window(limits.a_minute, MINUTE, now),
            self.window(limits.a_day, DAY, now),
            self.calendar(limits, now),
            blocked.map_or(0, |block| block.milliseconds - self.age(&block.since, now)),
        ];
        Duration::from_millis(wait.into_iter().max().and_then(|ms| ms.try_into().ok()).unwrap_or(0))
    }

    /// Requests of the last 24 hours.
    pub fn used_today(&self, now: &Moment) -> u32 {
        let used = self.sent.iter().rev().take_while(|sent| self.age(sent, now) < DAY).count();
        u32::try_from(used).unwrap_or(u32::MAX)
    }

    /// How long until the `limit`-th last request is older than `window`.
    fn window(&self, limit: u32, window: i64, now: &Moment) -> i64 {
        let back = self.sent.len().checked_sub(limit as usize).filter(|_| limit > 0);
        back.and_then(|at| self.sent.get(at)).map_or(0, |sent| window - self.age(sent, now))
    }

    /// The publisher's calendar day may be longer than 24 hours: once a year, by an hour.
    fn calendar(&self, limits: &Limits, now: &Moment) -> i64 {
        let back = self.sent.len().checked_sub(limits.a_day as usize).filter(|_| limits.a_day > 0);
        let Some(sent) = back.and_then(|at| self.sent.get(at)) else { return 0 };
        let day = |moment: &Moment| moment.time.to_zoned(limits.zone.clone()).date();
        let today = day(now);
        if day(&sent.at) != today || self.age(sent, now) > DAY + 3_600_000 {
            return 0;
        }
        let midnight = today.tomorrow().ok().and_then(|day| day.to_zoned(limits.zone.clone()).ok());
        midnight.map_or(0, |at| at.timestamp().as_millisecond() - now.time.as_millisecond())
    }

    /// Milliseconds since a request, or less: never more than have passed.
    fn age(&self, sent: &Sent, now: &Moment) -> i64 {
        if sent.at.boot == now.boot {
            return (now.uptime - sent.at.uptime).max(0);
        }
        let up = now.uptime.max(0);
        let told = now.time.as_millisecond() - sent.at.time.as_millisecond();
        if sent.steps == self.steps(now) { told.max(up) } else { up }
    }

    /// Within one start of the machine the wall clock goes as fast as the uptime; across starts all that
    /// can be seen is that it went backwards.
    fn steps(&self, now: &Moment) -> u32 {
        self.sent.back().map_or(0, |last| {
            let told = now.time.as_millisecond() - last.at.time.as_millisecond();
            let passed = now.uptime - last.at.uptime;
            let set = if now.boot == last.at.boot {
                (told - passed).abs() > STEADY + passed / 1000
            } else {
                told < -STEADY
            };
            last.steps + u32::from(set)
        })
    }
}
