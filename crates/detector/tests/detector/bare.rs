//! The crate without a standard library, and as WebAssembly where that can be built.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wasm")
}

fn built() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm")
}

/// `cargo` on the package of `wasm/`, without a network: with what the workspace has already.
fn cargo(arguments: &[&str]) {
    std::fs::copy(package().join("../Cargo.lock"), package().join("Cargo.lock")).unwrap();
    let run = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet", "--manifest-path"])
        .arg(package().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(built())
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// Past the capture of the test's output: what was not run must be seen.
fn skipped(why: &str) {
    let line = format!("SKIPPED the detector as WebAssembly: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// What the command prints, `None` if there is no such command.
fn printed(command: &str, arguments: &[&str]) -> Option<String> {
    let run = Command::new(command).args(arguments).output().ok()?;
    assert!(run.status.success(), "{command}: {}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).unwrap().trim().to_owned())
}

#[test]
fn the_crate_needs_no_standard_library_and_runs_as_webassembly() {
    // The package has a panic handler: were there a standard library below it, there would be two.
    cargo(&["check"]);
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let libraries = printed(&rustc, &["--print", "target-libdir", "--target", TARGET]).unwrap();
    if !Path::new(&libraries).exists() {
        return skipped(&format!("no target {TARGET}; `rustup target add {TARGET}` installs it"));
    }
    cargo(&["build", "--release", "--target", TARGET]);
    let module = built().join(TARGET).join("release/groundswell_wasm.wasm");
    let script = package().join("judge.mjs");
    match printed("node", &[&script.to_string_lossy(), &module.to_string_lossy()]) {
        None => skipped("it was built, but there is no Node to run it"),
        Some(said) => {
            assert_eq!(said, "1 wave from 1910 on: uuuuu--------.uuuuu---w-----------------");
        }
    }
}
