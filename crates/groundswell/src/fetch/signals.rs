//! SIGTERM, SIGINT and SIGHUP end a run of fetching at once: the answer on its way is dropped, all else kept.

use std::io::Write;

use crate::failure::{Exit, Failure, Result};

/// Listens as long as it lives. Nothing restores what a signal does by itself, so whoever has listened once
/// must end the process after a signal, and may not do long work without listening.
#[cfg(unix)]
pub(crate) struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn listen() -> Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind).map_err(|error| {
                Failure::new(Exit::System, format!("cannot listen for signals: {error}"))
            })
        };
        Ok(Signals {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// The next one, as the failure the run ends with.
    pub(crate) async fn next(&mut self) -> Failure {
        tokio::select! {
            _ = self.terminate.recv() => stopped(Exit::Terminated),
            _ = self.interrupt.recv() => stopped(Exit::Interrupted),
            _ = self.hang_up.recv() => stopped(Exit::Terminated),
        }
    }
}

/// Ctrl-C ends the process as the system sees fit.
#[cfg(not(unix))]
pub(crate) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(crate) fn listen() -> Result<Signals> {
        Ok(Signals)
    }

    pub(crate) async fn next(&mut self) -> Failure {
        std::future::pending().await
    }
}

#[cfg(unix)]
fn stopped(exit: Exit) -> Failure {
    Failure::new(exit, "stopped by a signal")
        .kept("every answer that had come whole is kept")
        .next("run the same command again to go on")
}

/// From here on a signal ends the process at once: what counts and reports survives being killed anywhere.
#[cfg(unix)]
pub(crate) fn end_at_the_next() {
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let stopped = runtime
            .map(|runtime| runtime.block_on(async { Some(Signals::listen().ok()?.next().await) }));
        if let Ok(Some(failure)) = stopped {
            let _ = writeln!(std::io::stderr(), "{failure}");
            std::process::exit(failure.exit as i32);
        }
    });
}

#[cfg(not(unix))]
pub(crate) fn end_at_the_next() {}
