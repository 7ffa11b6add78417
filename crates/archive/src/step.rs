//! Points at which a test stops the process to kill it. Free in release builds: there they are nothing.

/// Marks a point between two writes. In a debug build with `GROUNDSWELL_STOP_AT=N` in the environment
/// the process says so on stdout when it comes to the N-th point, and waits there to be killed.
#[inline]
pub fn step(at: &'static str) {
    #[cfg(debug_assertions)]
    stop::here(at);
    #[cfg(not(debug_assertions))]
    let _ = at;
}

#[cfg(debug_assertions)]
mod stop {
    use std::io::Write;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static STOP_AT: LazyLock<Option<u64>> =
        LazyLock::new(|| std::env::var("GROUNDSWELL_STOP_AT").ok()?.parse().ok());
    static PASSED: AtomicU64 = AtomicU64::new(0);

    pub(super) fn here(at: &'static str) {
        let Some(stop_at) = *STOP_AT else { return };
        if PASSED.fetch_add(1, Ordering::Relaxed) + 1 == stop_at {
            let mut stdout = std::io::stdout().lock();
            let _ = writeln!(stdout, "stopped at {stop_at}: {at}").and_then(|()| stdout.flush());
            loop {
                std::thread::park();
            }
        }
    }
}
