//! `groundswell fetch`: what is missing and allowed, into the raw archive. Resumes where it was stopped.
//!
//! One request at a time, of the source whose limits allow it soonest: while one server is waited for,
//! another is asked. Everything that must survive is in the archive's log before it happens, so that a
//! run can be killed anywhere and the next one goes on.

mod ask;
mod bounds;
mod follow;
mod lane;
mod outcome;
mod redirect;
mod robots;
pub(crate) mod settings;
pub(crate) mod signals;
pub(crate) mod survey;
mod verdict;
pub(crate) mod world;

use groundswell_archive::{Archive, Fetcher, History, Moment};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::failure::{Exit, Failure, Result};
use crate::study::Study;
use crate::talk::Talk;
use bounds::check_asked;
pub(crate) use bounds::{Bounds, next_time};
use lane::Lane;
pub(crate) use outcome::Fetched;
use outcome::outcome;
use settings::Fetch;
use signals::Signals;
use survey::survey;
use world::World;

/// A wait up to this is part of the work; a longer one ends the run for that source.
pub(crate) const PATIENCE: Duration = Duration::from_secs(600);

/// Fetches what is missing. Ends without a failure only if every span is held or a known gap.
pub(crate) fn fetch(study: &Study, bounds: &Bounds, talk: &Talk) -> Result<Fetched> {
    let Some(settings) = &study.fetch else {
        return Err(Failure::new(Exit::Config, "the pipeline has no [fetch]: nothing to fetch")
            .next("add one (`groundswell init` shows it), or import files"));
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::new(Exit::System, format!("cannot set up the network: {error}"))
        })?;
    let fetched = runtime.block_on(run(study, settings, bounds, talk));
    // A name that is still being looked up must not keep us.
    runtime.shutdown_background();
    signals::end_at_the_next();
    fetched
}

async fn run(study: &Study, settings: &Fetch, bounds: &Bounds, talk: &Talk) -> Result<Fetched> {
    let clock = world::clock();
    let now = clock.now();
    let fetcher = Fetcher::new(&settings.manners()).map_err(|error| {
        Failure::new(Exit::Unavailable, format!("cannot check servers' certificates: {error}"))
            .next("install the system's certificates (ca-certificates)")
    })?;
    let archive = Archive::open_or_create(&study.archive(), &crate::import::rfc3339(now.time))?;
    let history = archive.history()?;
    archive.drop_stale_parts(&history)?;
    let mut world = World::new(archive, history, fetcher, clock);
    let mut lanes = lanes(study, settings, bounds, &world, &now)?;
    for lane in &mut lanes {
        lane.settle_pending(&mut world)?;
    }
    for lane in lanes.iter().filter(|lane| lane.is_active()) {
        let days = crate::plan::days_for(&lane.asked, lane.left());
        let days = crate::plan::in_words(days);
        talk.say(format!("fetching {}: {} spans to go, {days}", lane.tally.source, lane.left()));
    }
    let total: usize = lanes.iter().map(Lane::left).sum();
    let bar = talk.progress_told("fetching", total);
    let mut signals = Signals::listen()?;
    let mut signal = None;
    while let Some((index, wait)) = next(&mut lanes, &world, bounds) {
        let left: usize = lanes.iter().map(Lane::left).sum();
        bar.set_position((total - left) as u64);
        bar.set_message(telling(&lanes, index, wait, &world));
        if wait > PATIENCE {
            talk.say(format!(
                "waiting  {} for {}",
                in_time(wait, world.clock.now().time),
                lanes[index].tally.source
            ));
        }
        tokio::select! {
            stopped = signals.next() => {
                signal = Some(stopped);
                break;
            }
            // The one or the other is done by then; a request on its way is dropped.
            done = wait_and_step(&mut world, &mut lanes[index], wait, bounds.until) => {
                done.map_err(|failure| kept(failure, &lanes))?;
            }
        }
    }
    bar.finish_and_clear();
    let mut fetched = outcome(study, &world, lanes);
    fetched.signal = signal;
    Ok(fetched)
}

/// Waits, but not beyond the time to stop, and does a lane's next step.
async fn wait_and_step(
    world: &mut World,
    lane: &mut Lane,
    wait: Duration,
    until: Option<Timestamp>,
) -> Result<()> {
    let now = world.clock.now().time;
    let left = until.map(|until| Duration::try_from(until.duration_since(now)).unwrap_or_default());
    match left.filter(|left| *left < wait) {
        Some(left) => world.clock.wait(left).await, // the next look at the bounds ends it
        None => {
            world.clock.wait(wait).await;
            lane.step(world).await?;
        }
    }
    Ok(())
}

/// `until 2026-01-01T00:00:00Z (in 5 h)`.
fn in_time(wait: Duration, now: Timestamp) -> String {
    let at = Timestamp::try_from(std::time::SystemTime::from(now) + wait).unwrap_or(now);
    format!("until {} (in {})", crate::import::rfc3339(at), crate::plan::duration_in_words(wait))
}

/// One lane for each source that is asked for, with what it has to do.
fn lanes(
    study: &Study,
    settings: &Fetch,
    bounds: &Bounds,
    world: &World,
    now: &Moment,
) -> Result<Vec<Lane>> {
    let surveys = survey(study, Some(&world.archive), &world.history, now);
    check_asked(bounds, &surveys)?;
    let wanted = |name: &str| bounds.sources.is_empty() || bounds.sources.iter().any(|s| s == name);
    let mut lanes = Vec::new();
    for of_source in surveys.into_iter().filter(|survey| wanted(survey.asked.source.name)) {
        let mut todo = match bounds.refresh {
            Some(years) => of_source.refresh(years, &world.history, now),
            None => of_source.todo(&world.history, now, settings.order, bounds.again),
        };
        todo.retain(|span| bounds.spans.is_empty() || bounds.spans.contains(span));
        // Without anything to do no key is needed.
        let key = if todo.is_empty() { Ok(None) } else { of_source.asked.key() };
        let (key, failure) = match key {
            Ok(key) => (key, None),
            Err(failure) => (None, Some(failure)),
        };
        let mut lane = Lane::new(of_source.asked, key, todo, bounds.refresh.is_some());
        lane.stopped = failure;
        lanes.push(lane);
    }
    Ok(lanes)
}

/// The lane that may send its next request soonest, and how long that is from now. Stops those for which
/// it is too long, and all when the run's bounds are reached.
fn next(lanes: &mut [Lane], world: &World, bounds: &Bounds) -> Option<(usize, Duration)> {
    let now = world.clock.now();
    let over = bounds.max_requests.is_some_and(|most| world.sent >= most)
        || bounds.until.is_some_and(|until| now.time >= until);
    let mut soonest: Option<(usize, Duration)> = None;
    for index in 0..lanes.len() {
        let refused = stopped_for_key(lanes, index);
        let lane = &mut lanes[index];
        if !lane.is_active() {
            continue;
        }
        let wait = lane.wait(&world.history, &now);
        if let Some(what) = refused {
            lane.stop(Exit::NoPermission, what, "check the key");
        } else if over {
            let why = match bounds.max_requests.filter(|most| world.sent >= *most) {
                Some(most) => format!("{most} requests were sent, as asked"),
                None => "the time to stop has come, as asked".to_owned(),
            };
            let what = format!("{}: {why}; {} spans to go", lane.tally.source, lane.left());
            lane.stop(Exit::NotFinished, what, "run the same command again");
        } else if wait > PATIENCE && !bounds.wait {
            lane.stop(
                Exit::NotFinished,
                spent(lane, &world.history, wait, &now),
                "run the same command again then",
            );
        } else if soonest.is_none_or(|(_, least)| wait < least) {
            soonest = Some((index, wait));
        }
    }
    soonest
}

/// Another source with the same server and key was refused: this one need not ask.
fn stopped_for_key(lanes: &[Lane], index: usize) -> Option<String> {
    let asked = &lanes.get(index)?.asked;
    let refused = |lane: &&Lane| {
        lane.asked.origin == asked.origin
            && lane.stopped.as_ref().is_some_and(|failure| failure.exit == Exit::NoPermission)
            && lane.asked.source.route().is_some_and(|route| route.key.is_some())
    };
    lanes.iter().find(refused).map(|lane| {
        format!(
            "{}: not asked, {} does not accept the key of {}",
            asked.source.name, asked.origin, lane.tally.source
        )
    })
}

fn spent(lane: &Lane, history: &History, wait: Duration, now: &Moment) -> String {
    let used = history.pace(&lane.asked.origin).used_today(now);
    let limit = lane.asked.limits.a_day;
    let who = if used >= limit {
        format!("the quota is spent ({used} of {limit} requests in 24 h)")
    } else {
        format!(
            "the server asks to stay away, though only {used} of {limit} requests were sent in 24 h"
        )
    };
    format!(
        "{}: {who}, {} spans to go; come back {}",
        lane.tally.source,
        lane.left(),
        in_time(wait, now.time).replace("until", "at")
    )
}

/// What is happening, and when everything will be there by the quotas.
fn telling(lanes: &[Lane], index: usize, wait: Duration, world: &World) -> String {
    let now = world.clock.now();
    let mut servers: BTreeMap<&str, (u64, &Lane)> = BTreeMap::new();
    for lane in lanes.iter().filter(|lane| lane.is_active()) {
        let server = servers.entry(&lane.asked.origin).or_insert((0, lane));
        server.0 += crate::plan::requests_for(&lane.asked, lane.left());
    }
    let time = |(requests, lane): &(u64, &Lane)| {
        let used = world.history.pace(&lane.asked.origin).used_today(&now);
        crate::plan::time_for(*requests, used, &lane.asked.limits)
    };
    let longest = servers.values().map(time).max().unwrap_or_default();
    let next = lanes.get(index).map_or("", |lane| lane.tally.source);
    format!(
        "{next} in {} s, all of it in {}",
        wait.as_secs(),
        crate::plan::duration_in_words(longest)
    )
}

/// The disk failed: what is kept nevertheless.
fn kept(failure: Failure, lanes: &[Lane]) -> Failure {
    let documents: u64 = lanes.iter().map(|lane| lane.tally.documents).sum();
    failure.kept(format!("{documents} documents of this run and all earlier ones are kept"))
}
