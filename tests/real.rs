//! Real records and series, where they are at hand: they are not part of the project.

use crate::harness::root;
use std::process::Command;

#[test]
fn real_records_and_series_are_read_and_judged_right() {
    let shared = root().join("../shared");
    if !shared.join("data").is_dir() {
        eprintln!("skipped: no shared data");
        return;
    }
    let script = Command::new("python3")
        .arg(root().join("tests/real.py"))
        .arg(env!("CARGO_BIN_EXE_groundswell"))
        .arg(&shared)
        .output();
    let ran = match script {
        Ok(ran) => ran,
        Err(error) => return eprintln!("skipped: no python3: {error}"),
    };
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(!said.contains("FAIL") && said.contains("ok    verify"), "{said}");
}
