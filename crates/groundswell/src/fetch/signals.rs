//! SIGTERM, SIGINT and SIGHUP end a run of fetching at once: the answer on its way is dropped, all else kept.

use crate::failure::{Exit, Failure, Result};

/// Does `work` unless a signal comes first.
#[cfg(unix)]
pub(crate) async fn unless_stopped<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| {
        signal(kind).map_err(|error| {
            Failure::new(Exit::System, format!("cannot listen for signals: {error}"))
        })
    };
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut hang_up = listen(SignalKind::hangup())?;
    tokio::select! {
        done = work => done,
        _ = terminate.recv() => Err(stopped(Exit::Terminated)),
        _ = interrupt.recv() => Err(stopped(Exit::Interrupted)),
        _ = hang_up.recv() => Err(stopped(Exit::Terminated)),
    }
}

/// Does `work`; Ctrl-C ends it as the system sees fit.
#[cfg(not(unix))]
pub(crate) async fn unless_stopped<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    work.await
}

fn stopped(exit: Exit) -> Failure {
    Failure::new(exit, "stopped by a signal")
        .kept("every answer that had come whole is kept")
        .next("run the same command again to go on")
}
