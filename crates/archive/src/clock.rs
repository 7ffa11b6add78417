//! What time it is, in a way that survives clock steps and restarts.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment on this machine: what the clock on the wall says, and what cannot be set by anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The wall clock, UTC.
    pub time: Timestamp,
    /// Milliseconds since the machine started, suspended time included where the system tells it.
    pub uptime: i64,
    /// Which start of the machine `uptime` counts from; equal words are the same start.
    pub boot: String,
}

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// A simulated one for tests: a file of `WALL_MILLISECONDS UPTIME_MILLISECONDS BOOT`. Waiting writes
    /// the later time into it and takes none.
    File(PathBuf),
}

impl Clock {
    /// The present.
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Moment { time: Timestamp::now(), uptime: uptime(), boot: boot() },
            Clock::File(path) => simulated(path).unwrap_or_else(|| Clock::System.now()),
        }
    }

    /// Lets this time pass. Cut short by dropping the future.
    pub async fn wait(&self, duration: Duration) {
        match self {
            Clock::System => tokio::time::sleep(duration).await,
            Clock::File(path) => {
                let Moment { time, uptime, boot } = self.now();
                let passed = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
                let later = time.as_millisecond().saturating_add(passed);
                let text = format!("{later} {} {boot}", uptime.saturating_add(passed));
                // A test's file: if it cannot be written the test's time stands still and it fails.
                let aside = path.with_added_extension("new");
                let _ = fs::write(&aside, text).and_then(|()| fs::rename(&aside, path));
                tokio::task::yield_now().await;
            }
        }
    }
}

fn simulated(path: &std::path::Path) -> Option<Moment> {
    let text = fs::read_to_string(path).ok()?;
    let mut words = text.split_whitespace();
    let time = Timestamp::from_millisecond(words.next()?.parse().ok()?).ok()?;
    let uptime = words.next()?.parse().ok()?;
    Some(Moment { time, uptime, boot: words.next()?.to_owned() })
}

/// Linux says it in a file, to the hundredth of a second. Elsewhere only this process's time is known.
fn uptime() -> i64 {
    let told = fs::read_to_string("/proc/uptime").ok();
    let seconds = told.as_deref().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    match seconds {
        Some(seconds) => (seconds * 1000.0) as i64,
        None => i64::try_from(STARTED.elapsed().as_millis()).unwrap_or(i64::MAX),
    }
}

fn boot() -> String {
    static BOOT: LazyLock<String> = LazyLock::new(|| {
        let told = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        let alone =
            || format!("process-{}-{}", std::process::id(), Timestamp::now().as_millisecond());
        told.map(|id| id.trim().chars().take(8).collect()).unwrap_or_else(alone)
    });
    BOOT.clone()
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
