//! Limits hold whatever happens: ten thousand days of restarts, crashes, clock steps and slow answers.
#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::time::Duration;

use groundswell_archive::{Limits, Moment, Pace};
use jiff::{Timestamp, tz::TimeZone};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// A machine and the true time, in milliseconds. What it believes may differ.
struct World {
    truth: i64,
    clock_is_off: i64,
    booted: i64,
    boot: u32,
    /// How far the clock was off when the last line was written.
    written_off: i64,
    seed: u64,
}

impl World {
    fn now(&self) -> Moment {
        Moment {
            time: Timestamp::from_millisecond(self.truth + self.clock_is_off).unwrap(),
            uptime: self.truth - self.booted,
            boot: self.boot.to_string(),
        }
    }

    /// A number below `below` (splitmix64).
    fn random(&mut self, below: i64) -> i64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.unsigned_abs()) as i64
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.random(n) == 0
    }

    /// The clock is set while the machine runs; or it is switched off and comes back with its clock reset.
    fn misfortune(&mut self) {
        match self.random(4) {
            0 => self.clock_is_off += self.random(400 * DAY) - 200 * DAY,
            1 => self.clock_is_off = 0, // the time server is back
            2 => {
                self.restart(3 * HOUR);
            }
            _ => {
                self.restart(30 * HOUR);
                // A dead battery: the clock starts in the past.
                self.clock_is_off = self.clock_is_off.min(-self.random(20_000 * DAY));
                self.clock_is_off = self.clock_is_off.max(1000 - self.truth);
            }
        }
    }

    /// Switched off and on. That the clock was set forward before, with no line since, nobody can know.
    fn restart(&mut self, off: i64) {
        self.truth += self.random(off);
        (self.booted, self.boot) = (self.truth, self.boot + 1);
        self.clock_is_off = self.clock_is_off.min(self.written_off);
    }
}

/// The publisher: counts arrivals by true time in its own zone.
struct Publisher {
    arrivals: VecDeque<i64>,
    zone: TimeZone,
    today: (jiff::civil::Date, u32),
}

impl Publisher {
    fn take(&mut self, at: i64, limits: &Limits) {
        self.arrivals.push_back(at);
        while self.arrivals.front().is_some_and(|first| at - first >= DAY) {
            self.arrivals.pop_front();
        }
        let minute = self.arrivals.iter().rev().take_while(|&&sent| at - sent < 60_000).count();
        assert!(minute <= limits.a_minute as usize, "{minute} in a minute at {at}");
        assert!(
            self.arrivals.len() <= limits.a_day as usize,
            "{} in 24 hours",
            self.arrivals.len()
        );
        let date = Timestamp::from_millisecond(at).unwrap().to_zoned(self.zone.clone()).date();
        self.today = if self.today.0 == date { (date, self.today.1 + 1) } else { (date, 1) };
        assert!(self.today.1 <= limits.a_day, "{} on {date}", self.today.1);
    }
}

fn limits() -> Limits {
    let zone = TimeZone::get("America/New_York").unwrap();
    Limits { a_minute: 5, a_day: 500, apart: Duration::from_secs(12), zone }
}

/// Runs for some days; returns the requests sent.
fn simulate(days: i64, seed: u64, misfortunes: bool) -> u64 {
    let limits = limits();
    let start = Timestamp::new(1_700_000_000, 0).unwrap().as_millisecond();
    let mut world =
        World { truth: start, clock_is_off: 0, booted: start - DAY, boot: 1, written_off: 0, seed };
    let zone = limits.zone.clone();
    let mut publisher =
        Publisher { arrivals: VecDeque::new(), zone, today: (jiff::civil::Date::ZERO, 0) };
    let mut pace = Pace::default();
    let mut requests = 0;
    while world.truth < start + days * DAY {
        let wait = pace.wait(&limits, &world.now());
        if !wait.is_zero() {
            world.truth += i64::try_from(wait.as_millis()).unwrap();
            if misfortunes && world.one_in(100) {
                world.misfortune();
            }
            continue;
        }
        pace.send(world.now());
        world.written_off = world.clock_is_off;
        let travel = world.random(2_000);
        publisher.take(world.truth + travel, &limits);
        requests += 1;
        world.truth += travel + 50 + world.random(8_000);
        if misfortunes && world.one_in(50) {
            continue; // killed before the answer's line: the request counts from when it was sent
        }
        pace.answer(world.now());
    }
    requests
}

#[test]
fn no_limit_is_ever_exceeded_in_ten_thousand_days() {
    for seed in 0..20 {
        simulate(500, seed, true);
    }
}

#[test]
fn ninety_nine_percent_of_a_days_requests_can_be_used() {
    let requests = simulate(200, 7, false);
    println!("{requests} of {} requests", 200 * 500);
    assert!(requests >= 200 * 495, "{requests} of {}", 200 * 500);
}

#[test]
fn what_the_server_says_is_obeyed_for_a_day_at_most() {
    let (mut pace, limits) = (Pace::default(), limits());
    let mut world = World {
        truth: 1_700_000_000_000,
        clock_is_off: 0,
        booted: 1_600_000_000_000,
        boot: 1,
        written_off: 0,
        seed: 1,
    };
    pace.send(world.now());
    pace.block(world.now(), Duration::from_secs(3 * 3600));
    assert_eq!(pace.wait(&limits, &world.now()), Duration::from_secs(3 * 3600));
    world.clock_is_off -= 300 * DAY; // set back while we wait
    assert_eq!(pace.wait(&limits, &world.now()), Duration::from_secs(3 * 3600));
    world.truth += 3 * HOUR;
    assert_eq!(pace.wait(&limits, &world.now()), Duration::ZERO);
    pace.block(world.now(), Duration::MAX);
    assert_eq!(pace.wait(&limits, &world.now()), Duration::from_secs(25 * 3600));
}
