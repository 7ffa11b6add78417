//! Import against the hostile and the broken: typed errors, bounded memory, and nothing else lost.

use crate::harness::{Ran, Workspace, month, record};
use serde_json::Value;
use std::process::Command;

mod documents;
mod encodings;
mod folders;
mod sizes;
mod tars;
mod zips;

/// A month of the archive that any import takes, one record.
fn good(id: u32) -> String {
    month(&[record(id, "2001-03-01", &format!("Riots in Chile, {id}"))])
}

/// What is said of each file: `file: what`, by the word before it.
fn remarks<'a>(said: &'a Value, word: &str) -> Vec<(&'a str, &'a str)> {
    let remark = |row: &'a Value| (row["file"].as_str().unwrap(), row["what"].as_str().unwrap());
    said[word].as_array().unwrap().iter().map(remark).collect()
}

/// Imports `in`, of which some is refused: those files with these words, and no others.
#[track_caller]
fn refuses(workspace: &Workspace, new: usize, expected: &[(&str, &str)]) -> Value {
    let said = workspace.run(&["import", "in", "--json"]);
    assert_eq!(said.code, 65, "{said:#?}");
    let json = said.json();
    let found = remarks(&json, "refused");
    let files = |remarks: &[(&str, &str)]| -> Vec<String> {
        remarks.iter().map(|(file, _)| (*file).to_owned()).collect()
    };
    assert_eq!(files(&found), files(expected), "{said:#?}");
    for ((file, what), (_, words)) in found.iter().zip(expected) {
        assert!(what.contains(words), "{file}: {words:?} is not in {what:?}");
    }
    assert_eq!(json["new"], new, "{said:#?}");
    // The last line names the first of them, and says that the others are kept.
    said.fails(65, &[expected[0].0, "refused; ", "files are kept"]);
    json
}

/// Runs it to its end, and how much memory it held at most, in MiB; `None` where the system does not say.
fn with_peak(command: &mut Command) -> (Ran, Option<u64>) {
    use std::process::Stdio;
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kib.map(|kib| kib >> 10));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap_or(-1);
    (Ran { code, stdout: text(output.stdout), stderr: text(output.stderr) }, peak)
}
