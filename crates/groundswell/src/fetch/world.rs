//! What all sources of one run share: the archive and its log, the network, the clock, the budget.

use groundswell_archive::{Archive, Clock, Fetcher, History};
use std::hash::{BuildHasher, Hasher, RandomState};

/// The run's surroundings.
pub(crate) struct World {
    pub(crate) archive: Archive,
    pub(crate) history: History,
    pub(crate) fetcher: Fetcher,
    pub(crate) clock: Clock,
    /// Requests sent in this run.
    pub(crate) sent: u64,
    pub(crate) retries: u64,
}

/// So many retries a run may have whatever it sent.
const FREE_RETRIES: u64 = 10;

impl World {
    /// Whether one more retry is within the run's budget, a tenth of its requests; counts it.
    pub(crate) fn may_retry(&mut self) -> bool {
        let allowed = self.retries < FREE_RETRIES.max(self.sent / 10);
        self.retries += u64::from(allowed);
        allowed
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
