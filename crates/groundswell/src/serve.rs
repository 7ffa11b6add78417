//! `groundswell serve`: the explorer over the ledger as it is now, on this machine alone, reading only.
//!
//! The page is judged once for each choice of rule and counting and kept; articles are looked up when they are asked
//! for, a page at a time. Nothing is written, and nothing is answered to another machine or to another site's page.

mod answers;
mod guard;
mod search;

use groundswell_report as report;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::arguments::{self, Judged};
use crate::failure::{Exit, Failure, Result};
use crate::fetch::signals::Signals;
use crate::study::Study;
use crate::talk::{Talk, print};
use crate::{as_asked, explorer, findings, study_of};

/// Pages kept, one for each choice of rule and counting: each is a few megabytes.
const KEPT: usize = 6;
/// Questions to the ledger at once; further ones wait.
const AT_ONCE: usize = 2;

/// What all requests share.
struct Served {
    pipeline: PathBuf,
    /// Threads that judge.
    jobs: usize,
    /// The names by which a browser on this machine may know it: `127.0.0.1:8850`.
    names: [String; 2],
    pages: tokio::sync::Mutex<Vec<Shown>>,
    free: tokio::sync::Semaphore,
}

/// A page and what it was made of.
struct Shown {
    judged: Judged,
    state: String,
    page: Arc<[u8]>,
}

/// Answers until it is stopped by a signal. The address is printed on stdout. Port 0: any that is free.
pub(crate) fn serve(pipeline: PathBuf, port: u16, jobs: usize, talk: &Talk) -> Result<()> {
    let study = Study::read(&pipeline)?;
    findings::ledger(&study)?; // said now, not in the browser
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::new(Exit::System, format!("cannot set up the network: {error}"))
        })?;
    let served = runtime.block_on(run(pipeline, port, jobs, talk));
    // A question that is still being answered must not keep us.
    runtime.shutdown_background();
    served
}

async fn run(pipeline: PathBuf, port: u16, jobs: usize, talk: &Talk) -> Result<()> {
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let refused = |error: std::io::Error| {
        Failure::new(Exit::Unavailable, format!("cannot listen on {wanted}: {error}"))
            .next("choose another port: --port 8851, or --port 0 for any that is free")
    };
    let listener = tokio::net::TcpListener::bind(wanted).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let served = Arc::new(Served {
        pipeline,
        jobs,
        names: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        pages: tokio::sync::Mutex::default(),
        free: tokio::sync::Semaphore::new(AT_ONCE),
    });
    let mut signals = Signals::listen()?;
    print(&format!("http://127.0.0.1:{port}/\n"))?;
    talk.say("serving   this machine only, reading only; Ctrl-C ends it");
    tokio::select! {
        // A signal is how serving ends.
        _ = signals.next() => Ok(()),
        ended = axum::serve(listener, answers::router(served)) => ended.map_err(|error| {
            Failure::new(Exit::System, format!("cannot go on serving: {error}"))
        }),
    }
}

/// Which ledger it is: another one once it has been counted again.
fn state(study: &Study) -> Result<String> {
    let path = study.ledger();
    let read = || {
        let file = fs::metadata(&path)?;
        let written = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(format!("{:x}-{:x}", written.as_nanos(), file.len()))
    };
    read().map_err(Failure::reading(&path))
}

/// The page for these choices.
fn page(pipeline: &std::path::Path, judged: &Judged, jobs: usize) -> Result<Shown> {
    let study = study_of(pipeline, judged.narrowed)?;
    let state = state(&study)?;
    let ledger = findings::ledger(&study)?;
    let asked = as_asked(&study.gazetteer()?, judged, &[])?;
    let asked = findings::Asked { deep: true, jobs, ..asked };
    let live = report::Live { state: state.clone(), choices: arguments::choices() };
    let explorer = explorer::without_articles(&study, &ledger, &asked)?;
    let page = report::explorer_html(&report::Explorer { live: Some(live), ..explorer });
    Ok(Shown { judged: judged.clone(), state, page: page.bytes.into() })
}
