//! Killed, or told of an error, at every call that changes a file: nothing lost, nothing twice, nothing half.
//!
//! `crash/shim.c` is loaded before the C library and counts what the program does to the files of its workspace, SQLite's
//! calls too. A run is repeated for every call and every mode; what it leaves is looked at, the same command runs again, and
//! everything must be as if nothing had happened.

mod power;
mod scenario;

use crate::harness::{Workspace, bytes_below};
use groundswell_ledger::Ledger;
use power::{Call, Disk};
use scenario::{SCENARIOS, Scenario, restored, shim};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// Files by their paths in the workspace.
type Files = BTreeMap<String, Vec<u8>>;

/// What is done at a call: SIGKILL before it or in the middle of it, half of a write, an errno once or (`+`) from then on: 5 EIO,
/// 28 ENOSPC, 122 EDQUOT, 24 EMFILE, 30 EROFS, 13 EACCES, 12 ENOMEM.
const MODES: [&str; 12] =
    ["kill", "torn", "short", "5", "28", "28+", "122+", "24", "30+", "13", "12", "5+"];

/// What a user has: documents, what the manifest lists, the ledger's content, what was written for people.
fn held(workspace: &Workspace) -> Files {
    let mut files = bytes_below(&workspace.path(""));
    // When something was done and by which process, and what the command was given.
    files.retain(|name, _| {
        let of_the_run =
            ["groundswell.lock", "archive/lock", "archive/requests.jsonl"].contains(&name.as_str());
        !of_the_run
            && !name.starts_with("runs/")
            && !name.starts_with("in/")
            && !name.starts_with("before/")
    });
    if let Some(manifest) = files.get_mut("archive/manifest-sha256.txt") {
        let mut lines: Vec<&str> = std::str::from_utf8(manifest).unwrap().lines().collect();
        lines.sort_unstable();
        *manifest = lines.join("\n").into_bytes();
    }
    if files.contains_key("ledger.db") {
        let copy = workspace.path("copy.db");
        Ledger::open(&workspace.path("ledger.db")).unwrap().copy_to(&copy).unwrap();
        files.insert("ledger.db".to_owned(), fs::read(&copy).unwrap());
        fs::remove_file(copy).unwrap();
    }
    files
}

/// Without what a command could not clear away: the next one does, a document that was moved stands there once more.
fn lasting(files: Files) -> Files {
    files.into_iter().filter(|(name, _)| !name.starts_with("archive/staging/")).collect()
}

/// What holds at any moment, before anything is done about it.
fn sound(workspace: &Workspace, after: &Files, at: &str) {
    crate::killed::check_archive(&workspace.path("archive"), at);
    if workspace.path("ledger.db").exists() {
        // As a reader finds it, in a folder of its own, so that the command finds what the kill left.
        let look = tempfile::tempdir_in(workspace.path("")).unwrap();
        for name in ["ledger.db", "ledger.db-journal"] {
            if workspace.path(name).exists() {
                fs::copy(workspace.path(name), look.path().join(name)).unwrap();
            }
        }
        let ledger = Ledger::open(&look.path().join("ledger.db"));
        let ledger = ledger.unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(ledger.integrity().unwrap(), None, "{at}");
        assert_eq!(ledger.unlike().unwrap(), None, "{at}");
    }
    // What is read by people and programs has its name only when it is whole.
    for folder in ["report", "export"].into_iter().filter(|name| workspace.path(name).exists()) {
        for (name, bytes) in bytes_below(&workspace.path(folder)) {
            let whole = after.get(&format!("{folder}/{name}"));
            assert!(name.ends_with(".tmp") || whole == Some(&bytes), "{at}: {name} is not whole");
        }
    }
}

/// Runs to the call and lets it happen; looks, goes on, looks again.
fn survives(
    scenario: &Scenario,
    before: &Files,
    after: &Files,
    call: usize,
    mode: &str,
) -> Result<(), String> {
    let at = format!("{}, call {call}, {mode}", scenario.name);
    let workspace = restored(before);
    let (ran, killed) =
        scenario.run(&workspace, &[("CRASH_AT", &call.to_string()), ("CRASH_MODE", mode)]);
    if killed != ["kill", "torn"].contains(&mode) {
        return Err(format!("{at}: killed: {killed}: {ran:#?}"));
    }
    sound(&workspace, after, &at);
    if !killed {
        let last = ran.stderr.lines().last().unwrap_or_default();
        let told = last.starts_with(&format!("error[E{}]: ", ran.code));
        // What is said to be done is done.
        let done = ran.code == 0 && lasting(held(&workspace)) == *after;
        if !(told || done) || ran.stderr.contains("panicked") {
            return Err(format!("{at}: {ran:#?}"));
        }
    }
    let again = workspace.run(scenario.arguments);
    if again.code != 0 {
        return Err(format!("{at}: it does not go on: {again:#?}; first {ran:#?}"));
    }
    sound(&workspace, after, &at);
    let now = held(&workspace);
    if now != *after {
        let differ: Vec<&String> = now
            .keys()
            .chain(after.keys())
            .filter(|name| now.get(*name) != after.get(*name))
            .collect();
        return Err(format!("{at}: another outcome: {differ:?}; first {ran:#?}"));
    }
    Ok(())
}

/// The calls of the command that change a file.
fn calls(scenario: &Scenario, before: &Files) -> Vec<Call> {
    let workspace = restored(before);
    let log = tempfile::NamedTempFile::new().unwrap();
    scenario.run(&workspace, &[("CRASH_LOG", log.path().to_str().unwrap())]).0.ok();
    power::calls(&fs::read(log.path()).unwrap(), &workspace.path("").canonicalize().unwrap())
}

/// Tries all of them in two threads; what went wrong.
fn try_all<T: Sync>(all: &[T], one: impl Fn(&T) -> Result<(), String> + Sync) -> Vec<String> {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let one = std::panic::AssertUnwindSafe(one);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(it) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one(it)));
                    let tried = tried.unwrap_or_else(|panic| {
                        let said = panic.downcast_ref::<String>().cloned();
                        Err(said.unwrap_or_else(|| "it panicked".to_owned()))
                    });
                    failures.lock().unwrap().extend(tried.err());
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

fn none(failures: &[String]) {
    let first: Vec<&str> = failures.iter().take(5).map(String::as_str).collect();
    assert!(
        failures.is_empty(),
        "{} failures, the first of them:\n{}",
        failures.len(),
        first.join("\n")
    );
}

/// A number from the environment, for longer runs than the gate's.
fn asked(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |asked| asked.parse().unwrap())
}

#[test]
fn whatever_happens_at_any_call_the_same_command_goes_on() {
    if shim().is_none() {
        eprintln!("skipped: no C compiler, or not Linux");
        return;
    }
    let (mut points, mut failures) = (0, Vec::new());
    for scenario in &SCENARIOS {
        let (before, after) = scenario.before_and_after();
        let calls = calls(scenario, &before).len();
        let points_of = |call| MODES.map(|mode| (call, mode));
        let trials: Vec<(usize, &str)> =
            (1..=calls).flat_map(points_of).step_by(asked("CRASH_EVERY", 1)).collect();
        points += trials.len();
        let start = Instant::now();
        failures.extend(try_all(&trials, |(call, mode)| {
            survives(scenario, &before, &after, *call, mode)
        }));
        println!(
            "{}: {calls} calls, {} trials, {:.0?}",
            scenario.name,
            trials.len(),
            start.elapsed()
        );
    }
    println!("{points} points");
    assert!(points * asked("CRASH_EVERY", 1) >= 10_000 || !failures.is_empty(), "{points}");
    none(&failures);
}

/// The distinct states of the disk that the calls may leave, each with where.
fn states(before: &Files, calls: &[Call], draws: usize) -> Vec<(usize, Files)> {
    let mut disk = Disk::holding(before);
    let mut seen = BTreeSet::new();
    let mut states = Vec::new();
    for at in 0..=calls.len() {
        for draw in 0..=draws {
            let mut seed = (at * 1_000 + draw) as u64;
            let mut below = |n: usize| {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) as usize % n
            };
            let found = if draw == 0 { disk.found(None) } else { disk.found(Some(&mut below)) };
            let mut digest = DefaultHasher::new();
            found.hash(&mut digest);
            if seen.insert(digest.finish()) {
                states.push((at, found));
            }
        }
        calls.get(at).into_iter().for_each(|call| disk.apply(call));
    }
    states
}

/// After the power failed: what is there is sound, and the command goes on. `ended`: it had said that it was done.
fn comes_back(
    scenario: &Scenario,
    found: &Files,
    after: &Files,
    (at, ended): (&str, bool),
) -> Result<(), String> {
    let workspace = restored(found);
    if ended && lasting(held(&workspace)) != *after {
        return Err(format!("{at}: not all of it is there"));
    }
    sound(&workspace, after, at);
    let again = workspace.run(scenario.arguments);
    if again.code != 0 {
        return Err(format!("{at}: it does not go on: {again:#?}"));
    }
    sound(&workspace, after, at);
    if held(&workspace) != *after {
        return Err(format!("{at}: another outcome"));
    }
    Ok(())
}

#[test]
fn when_the_power_fails_nothing_is_lost_that_was_said_to_be_held() {
    if shim().is_none() {
        return;
    }
    let (mut all, mut failures) = (0, Vec::new());
    for scenario in &SCENARIOS {
        let (before, after) = scenario.before_and_after();
        let calls = calls(scenario, &before);
        let states = states(&before, &calls, asked("POWER_DRAWS", 11));
        let start = Instant::now();
        let calls = calls.len();
        failures.extend(try_all(&states, |(at, found)| {
            let place = format!("{}, power lost after call {at}", scenario.name);
            comes_back(scenario, found, &after, (&place, *at == calls))
        }));
        all += states.len();
        println!("{}: {} states, {:.0?}", scenario.name, states.len(), start.elapsed());
    }
    println!("{all} states");
    none(&failures);
}

/// What a line of code syncs: a path without what differs between documents and outputs.
fn kind_of(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_output = |path: &str| path.starts_with("report/") || path.starts_with("export/");
    match path.as_ref() {
        out if is_output(out) && out.ends_with(".tmp") => "a file of a report".to_owned(),
        out if is_output(out) => "a folder of a report".to_owned(),
        archive if archive.starts_with("archive/") && archive.ends_with(".new") => {
            "a first file of an archive".to_owned()
        }
        other => other
            .split(|c: char| c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("#"),
    }
}

#[test]
fn every_sync_is_needed() {
    if shim().is_none() {
        return;
    }
    let mut needed: BTreeMap<String, Option<String>> = BTreeMap::new();
    for scenario in &SCENARIOS {
        let (before, after) = scenario.before_and_after();
        let calls = calls(scenario, &before);
        let synced = |call: &Call| match call {
            Call::Sync(path) => Some(kind_of(path)),
            _ => None,
        };
        let mut kinds: BTreeSet<String> = calls.iter().filter_map(synced).collect();
        kinds.retain(|kind| needed.get(kind).is_none_or(Option::is_none));
        for kind in kinds {
            let is_it = |call: &&Call| synced(call).as_ref() == Some(&kind);
            let without: Vec<Call> = calls.iter().filter(|call| !is_it(call)).cloned().collect();
            let mut states = states(&before, &without, 5);
            states.reverse(); // the last ones lack most
            let failures = states.chunks(16).map(|states| {
                try_all(states, |(at, found)| {
                    let place = format!("{}, power lost after call {at}", scenario.name);
                    comes_back(scenario, found, &after, (&place, *at == without.len()))
                })
            });
            let first = failures.flatten().next();
            needed.insert(kind, first.and_then(|said| said.lines().next().map(str::to_owned)));
        }
    }
    for (kind, lost) in &needed {
        println!("without a sync of {kind:?}: {}", lost.as_deref().unwrap_or("nothing is lost"));
    }
    assert!(needed.len() > 10 && needed.values().all(Option::is_some));
}
