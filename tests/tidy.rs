//! The rules of the house that a machine can check.

use crate::harness::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn crates() -> Vec<PathBuf> {
    let mut crates: Vec<PathBuf> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect();
    crates.retain(|path| path.is_dir());
    crates.sort();
    crates
}

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in crates().into_iter().chain([root().join("tests")]) {
        files_below(&folder, ".rs", &mut found);
    }
    found.sort();
    found
}

#[test]
fn only_the_program_knows_its_neighbours() {
    let mut knowing = BTreeSet::new();
    for folder in crates() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let needed = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let needed = needed.split("\n[").next().unwrap_or_default();
        if needed.lines().any(|line| line.starts_with("groundswell-")) {
            knowing.insert(folder.file_name().unwrap().to_owned());
        }
    }
    assert_eq!(knowing, BTreeSet::from(["groundswell".into()]));
}

#[test]
fn network_disk_and_sql_stay_where_they_belong() {
    let check = |word: &str, allowed: &[&str]| {
        for path in sources() {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let in_source = name.contains("/src/");
            let allowed =
                allowed.iter().any(|folder| name.starts_with(&format!("crates/{folder}")));
            assert!(!in_source || allowed || !text.contains(word), "{word} in {name}");
        }
    };
    check("rusqlite", &["ledger/"]);
    check("std::fs", &["archive/", "ledger/", "groundswell/", "corpus/"]);
    for network in ["reqwest::", "std::net::Tcp", "std::net::Udp"] {
        check(network, &["archive/"]);
    }
    check("tokio::net", &["archive/", "groundswell/src/serve.rs"]);
    check("std::env::var", &["groundswell/", "archive/src/step.rs"]);
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with //!", path.display());
    }
}

/// The page's script and what tests it in a browser.
fn scripts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files_below(&root().join("crates"), ".js", &mut found);
    files_below(&root().join("crates"), ".mjs", &mut found);
    // Not below it: packages that are not the project's are installed there.
    for entry in fs::read_dir(root().join("tests/browser")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".mjs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_script_says_first_what_it_is_for() {
    assert!(scripts().len() > 20);
    for path in scripts() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("// "), "{} does not begin with //", path.display());
    }
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    for path in sources().into_iter().chain(scripts()) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_crate_is_on_the_map() {
    let map = fs::read_to_string(root().join("crates/README.md")).unwrap();
    for folder in crates() {
        let name = format!("`crates/{}`", folder.file_name().unwrap().to_string_lossy());
        assert!(map.contains(&name), "{name} is not in crates/README.md");
    }
}

#[test]
fn no_place_of_one_machine_is_written_down() {
    let mut files = sources();
    for ending in [".md", ".toml", ".csv"] {
        files_below(&root().join("crates"), ending, &mut files);
        files_below(&root().join("pipelines"), ending, &mut files);
    }
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for place in [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")] {
            // `../work/demo` is a place of the project; a path from the root is one of a machine.
            let absolute = |(at, _): (usize, &str)| !text[..at].ends_with('.');
            assert!(!text.match_indices(place).any(absolute), "{place} in {}", path.display());
        }
    }
}

#[test]
fn cargo_run_knows_which_program_is_meant() {
    let programs: Vec<PathBuf> =
        crates().into_iter().filter(|folder| folder.join("src/main.rs").exists()).collect();
    assert_eq!(programs, [root().join("crates/groundswell")], "a second binary breaks `cargo run`");
}
