//! The same archive gives the same ledger and the same outputs, byte for byte.

use crate::harness::{Ran, Workspace, bytes_below, root};
use std::fs;

fn demo_files() -> Vec<String> {
    let mut files: Vec<String> = bytes_below(&root().join("fixtures/demo"))
        .into_keys()
        .filter(|name| name.ends_with(".json.zst"))
        .map(|name| root().join("fixtures/demo").join(name).to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

/// Imports the files in this order, counts with these threads under this environment.
fn built(files: &[String], jobs: &str, environment: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new(1851, 2017);
    let run = |arguments: &[&str]| -> Ran {
        let mut command = workspace.command(arguments);
        command.envs(environment.iter().copied());
        crate::harness::run(&mut command).ok()
    };
    // One at a time where the order is the point: a folder would be sorted.
    let order: Vec<&str> = files.iter().map(String::as_str).collect();
    for some in order.chunks(if jobs == "1" { order.len() } else { 10 }) {
        run(&[&["--jobs", jobs, "import"], some].concat());
    }
    run(&["--jobs", jobs, "count"]);
    run(&["report"]);
    workspace
}

#[test]
fn threads_order_time_zone_and_locale_leave_no_trace() {
    let files = demo_files();
    assert!(!files.is_empty());
    let reversed: Vec<String> = files.iter().rev().cloned().collect();
    let mut shuffled = files.clone();
    shuffled.sort_by_key(|name| name.bytes().rev().collect::<Vec<u8>>());

    let plain = built(&files, "1", &[]);
    let others = [
        built(&reversed, "2", &[("TZ", "Pacific/Kiritimati")]),
        built(&shuffled, "8", &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "America/New_York")]),
    ];
    let ledger = |workspace: &Workspace| fs::read(workspace.path("ledger.db")).unwrap();
    let manifest = |workspace: &Workspace| {
        let text = fs::read_to_string(workspace.path("archive/manifest-sha256.txt")).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for other in &others {
        assert_eq!(manifest(&plain), manifest(other));
        assert!(ledger(&plain) == ledger(other), "the ledgers differ");
        let (a, b) = (bytes_below(&plain.path("report")), bytes_below(&other.path("report")));
        assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        for (name, bytes) in &a {
            assert!(b[name] == *bytes, "{name} differs");
        }
    }
    plain.run(&["verify", "--recount"]).ok();
}

#[test]
fn adding_documents_one_by_one_gives_what_a_rebuild_gives() {
    let files = demo_files();
    let workspace = Workspace::new(1851, 2017);
    for some in files.chunks(files.len() / 3 + 1) {
        let some: Vec<&str> = some.iter().map(String::as_str).collect();
        workspace.run(&[&["import"], some.as_slice()].concat()).ok();
        workspace.run(&["count"]).ok();
    }
    workspace.run(&["verify", "--recount"]).ok();
}

#[test]
fn any_tool_can_check_the_archive() {
    let workspace = built(&demo_files()[..5], "2", &[]);
    let check = std::process::Command::new("sha256sum")
        .current_dir(workspace.path("archive"))
        .args(["--check", "--quiet", "manifest-sha256.txt"])
        .output();
    match check {
        Ok(ran) => assert!(ran.status.success(), "{ran:?}"),
        Err(error) => eprintln!("skipped: no sha256sum: {error}"),
    }
    let declaration = fs::read_to_string(workspace.path("archive/bagit.txt")).unwrap();
    assert_eq!(declaration, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
}
