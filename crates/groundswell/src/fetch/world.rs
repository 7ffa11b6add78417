//! What all sources of one run share: the archive and its log, the network, the clock, the budget.

use groundswell_archive::{Archive, Clock, Fetcher, History, Part};
use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher, RandomState};

/// The run's surroundings.
pub(crate) struct World {
    pub(crate) archive: Archive,
    pub(crate) history: History,
    pub(crate) fetcher: Fetcher,
    pub(crate) clock: Clock,
    /// Requests sent in this run.
    pub(crate) sent: u64,
    /// Waiting pages that were found whole in this run.
    sound: HashSet<String>,
}

impl World {
    pub(crate) fn new(archive: Archive, history: History, fetcher: Fetcher, clock: Clock) -> World {
        World { archive, history, fetcher, clock, sent: 0, sound: HashSet::new() }
    }

    /// Whether a waiting page is still what its line says; looked at once a run.
    pub(crate) fn waits(&mut self, part: &Part) -> bool {
        let sound = self.sound.contains(&part.file) || self.archive.waits(part);
        if sound {
            self.sound.insert(part.file.clone());
        }
        sound
    }

    /// A number below `below`: so that many who wait for a server do not all come back at once.
    pub(crate) fn random(&self, below: u64) -> u64 {
        RandomState::new().build_hasher().finish() % below.max(1)
    }
}

/// The machine's clock. A debug build can be given a simulated one, to test weeks in seconds.
pub(crate) fn clock() -> Clock {
    #[cfg(debug_assertions)]
    if let Some(file) = std::env::var_os("GROUNDSWELL_TEST_CLOCK") {
        return Clock::File(file.into());
    }
    Clock::System
}
