//! The commands that are interrupted, and the real program run with the shim.

use super::{Files, held};
use crate::harness::{Ran, Workspace, bytes_below, root, year};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A command that changes files, and the workspace in which it runs.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) arguments: &'static [&'static str],
    prepare: fn(&Workspace),
}

pub(crate) const SCENARIOS: [Scenario; 9] = [
    Scenario {
        name: "import into nothing",
        arguments: &["import", "in"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992, 1993]);
        },
    },
    Scenario {
        name: "import more",
        arguments: &["import", "in"],
        prepare: |workspace| {
            bring(workspace, "before", &[1991, 1992]);
            workspace.run(&["import", "before"]).ok();
            bring(workspace, "in", &[1992, 1993, 1994]);
        },
    },
    Scenario {
        name: "count all",
        arguments: &["--jobs", "1", "count"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992, 1993]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
        },
    },
    Scenario {
        name: "count what is new",
        arguments: &["--jobs", "1", "count"],
        prepare: |workspace| {
            bring(workspace, "before", &[1991, 1992]);
            few_names(workspace);
            workspace.run(&["import", "before"]).ok();
            workspace.run(&["count"]).ok();
            bring(workspace, "in", &[1993, 1994]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
        },
    },
    Scenario {
        name: "count again from nothing",
        arguments: &["--jobs", "1", "count", "--rebuild"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
            workspace.run(&["count"]).ok();
        },
    },
    Scenario {
        name: "report",
        arguments: &["--jobs", "1", "report"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
            workspace.run(&["count"]).ok();
        },
    },
    Scenario {
        name: "import many",
        arguments: &["import", "in"],
        prepare: |workspace| {
            bring(workspace, "before", &[1991, 1992]);
            workspace.run(&["import", "before"]).ok();
            bring(workspace, "in", &(1990..2010).collect::<Vec<_>>());
        },
    },
    Scenario {
        name: "export",
        arguments: &["--jobs", "1", "export"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
            workspace.run(&["count"]).ok();
        },
    },
    Scenario {
        name: "count with another name",
        arguments: &["--jobs", "1", "count"],
        prepare: |workspace| {
            bring(workspace, "in", &[1991, 1992]);
            few_names(workspace);
            workspace.run(&["import", "in"]).ok();
            workspace.run(&["count"]).ok();
            let names = fs::read_to_string(workspace.path("tables/names.csv")).unwrap();
            workspace.write("tables/names.csv", names + "Harvest,name,PER,,,any,A,,,usage,\n");
        },
    },
];

/// Tables of two countries, which are read in a moment: the program is run ten thousand times.
fn few_names(workspace: &Workspace) {
    if workspace.path("tables").exists() {
        return;
    }
    workspace.run(&["gazetteer", "write", "tables"]).ok();
    for (table, text) in bytes_below(&workspace.path("tables")) {
        let text = String::from_utf8(text).unwrap();
        let mut lines = text.lines();
        let header = lines.next().unwrap();
        let rows: Vec<&str> = match table.as_str() {
            "names.csv" => {
                vec!["Chile,name,CHL,,,any,A,,,usage,", "Peru,name,PER,,,any,A,,,usage,"]
            }
            "contexts.csv" | "blockers.csv" | "lexicon.csv" => Vec::new(),
            _ => lines.collect(),
        };
        workspace
            .write(&format!("tables/{table}"), [&[header], &rows[..]].concat().join("\n") + "\n");
    }
    let pipeline = fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", pipeline + "[count]\ngazetteer = \"tables\"\n");
}

/// Years of an invented newspaper, a file each.
fn bring(workspace: &Workspace, folder: &str, years: &[u32]) {
    for of in years {
        workspace.write(&format!("{folder}/{of}.json"), year(*of, 2));
    }
}

/// The shim, compiled once; `None` where there is no compiler or no such loader.
pub(crate) fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let compile = || {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crash-shim.so");
        let source = root().join("tests/crash/shim.c");
        let compiled = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .arg(&out)
            .arg(source)
            .arg("-ldl")
            .status();
        compiled.is_ok_and(|status| status.success()).then_some(out)
    };
    SHIM.get_or_init(compile).as_deref()
}

impl Scenario {
    /// The workspace before the command, as files, and what is held after it.
    pub(crate) fn before_and_after(&self) -> (Files, Files) {
        let workspace = study();
        (self.prepare)(&workspace);
        let before = bytes_below(&workspace.path(""));
        workspace.run(self.arguments).ok();
        (before, held(&workspace))
    }

    /// The command in the workspace, with the shim; whether it was killed.
    pub(crate) fn run(&self, workspace: &Workspace, variables: &[(&str, &str)]) -> (Ran, bool) {
        let mut command = workspace.command(self.arguments);
        command
            .env("LD_PRELOAD", shim().unwrap())
            .env("CRASH_ROOT", workspace.path("").canonicalize().unwrap());
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let ran = Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        (ran, output.status.signal() == Some(9))
    }
}

fn study() -> Workspace {
    Workspace::quick(1991, 1995)
}

pub(crate) fn restored(files: &Files) -> Workspace {
    let workspace = study();
    for (name, bytes) in files {
        let path = workspace.write(name, bytes);
        if name.contains("/data/") {
            let mut permissions = fs::metadata(&path).unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(path, permissions).unwrap();
        }
    }
    workspace
}
