//! `groundswell serve`: the explorer over the ledger as it is now, on this machine alone, reading only.
//!
//! The page is judged once for each choice of rule and counting and kept; articles are looked up when they are asked
//! for, a page at a time. Nothing is written, and nothing is answered to another machine or to another site's page.
//! `docs/serve.md` has the addresses.

mod answers;
mod guard;
mod headlines;
mod search;

use axum::body::Bytes;
use groundswell_ledger::Ledger;
use groundswell_report as report;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
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
    names: Vec<String>,
    pages: std::sync::Mutex<Vec<Shown>>,
    /// Held while a page is made.
    making: tokio::sync::Mutex<()>,
    free: Arc<tokio::sync::Semaphore>,
}

/// A page and what it was made of.
struct Shown {
    judged: Judged,
    edition: String,
    page: Bytes,
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
        Failure::new(Exit::System, format!("cannot listen on {wanted}: {error}"))
            .next("choose another port: --port 8851, or --port 0 for any that is free")
    };
    let listener = tokio::net::TcpListener::bind(wanted).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let served = Arc::new(Served {
        pipeline,
        jobs,
        names: names(port),
        pages: std::sync::Mutex::default(),
        making: tokio::sync::Mutex::default(),
        free: Arc::new(tokio::sync::Semaphore::new(AT_ONCE)),
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

/// As browsers write them; that of 80 they leave out.
fn names(port: u16) -> Vec<String> {
    let mut names = Vec::new();
    for host in ["127.0.0.1", "localhost"] {
        names.push(format!("{host}:{port}"));
        if port == 80 {
            names.push(host.to_owned());
        }
    }
    names
}

/// Which counts they are: a ledger counted again and a pipeline that says something else are other ones.
fn edition(study: &Study) -> Result<String> {
    let path = study.ledger();
    let read = || {
        let file = fs::metadata(&path)?;
        let written = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let pipeline = study.digest.get(..12).unwrap_or_default();
        Ok(format!("{:x}-{:x}-{pipeline}", written.as_nanos(), file.len()))
    };
    read().map_err(Failure::reading(&path))
}

/// The study as its pipeline says now and as was chosen, and its ledger, in which nothing moves until it is dropped.
fn held(pipeline: &Path, judged: &Judged) -> Result<(Study, Ledger, String)> {
    for _ in 0..5 {
        let study = study_of(pipeline, judged.narrowed)?;
        let before = edition(&study)?;
        let ledger = findings::ledger(&study)?;
        ledger.hold()?;
        if edition(&study)? == before {
            return Ok((study, ledger, before));
        }
    }
    Err(Failure::new(Exit::NotFinished, "the ledger is being counted").next("try again soon"))
}

/// The page for these choices.
fn make(pipeline: &Path, judged: Judged, jobs: usize) -> Result<Shown> {
    let (study, ledger, edition) = held(pipeline, &judged)?;
    let asked = as_asked(&study.gazetteer()?, &judged, &[])?;
    let asked = findings::Asked { deep: true, jobs, ..asked };
    let live = report::Live {
        edition: edition.clone(),
        articles: search::MOST,
        choices: arguments::choices(),
    };
    let explorer = explorer::without_articles(&study, &ledger, &asked)?;
    let page = report::explorer_html(&report::Explorer { live: Some(live), ..explorer });
    Ok(Shown { judged, edition, page: page.bytes.into() })
}
