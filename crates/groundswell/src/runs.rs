//! `runs/<id>.json`: what each run was asked, did and came to.

use serde::Serialize;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure, Result};
use crate::import::now;
use crate::notify;
use crate::study::Study;

/// The record of a run. It is written when the run starts and again when it ends; one that says
/// `running` and whose process is gone was killed.
#[derive(Serialize)]
pub(crate) struct Run {
    schema: &'static str,
    id: String,
    program: &'static str,
    command: Vec<String>,
    pid: u32,
    pipeline_sha256: String,
    started: String,
    ended: Option<String>,
    status: &'static str,
    exit: Option<i32>,
    error: Option<String>,
    /// What the steps came to, by name.
    steps: serde_json::Map<String, serde_json::Value>,
    #[serde(skip)]
    path: PathBuf,
}

impl Run {
    pub(crate) fn start(study: &Study) -> Result<Run> {
        let started = now();
        let folder = study.runs();
        fs::create_dir_all(&folder).map_err(Failure::writing(&folder))?;
        let plain: String = started.chars().filter(char::is_ascii_alphanumeric).collect();
        let id = format!("{plain}-{}", std::process::id());
        let run = Run {
            schema: "groundswell.run/1",
            path: folder.join(format!("{id}.json")),
            id,
            program: env!("CARGO_PKG_VERSION"),
            command: std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect(),
            pid: std::process::id(),
            pipeline_sha256: study.digest.clone(),
            started,
            ended: None,
            status: "running",
            exit: None,
            error: None,
            steps: serde_json::Map::new(),
        };
        run.write()?;
        Ok(run)
    }

    /// Notes what a step came to.
    pub(crate) fn note(&mut self, step: &str, outcome: &impl Serialize) {
        let value = serde_json::to_value(outcome).unwrap_or_else(|error| error.to_string().into());
        self.steps.insert(step.to_owned(), value);
    }

    /// Writes down how it ended. A failure to do so does not hide `result`.
    pub(crate) fn end(mut self, study: &Study, result: Result<()>) -> Result<()> {
        self.ended = Some(now());
        self.status = match &result {
            Ok(()) => "complete",
            Err(failure) if failure.exit == Exit::NotFinished => "not_finished",
            Err(_) => "failed",
        };
        self.exit = Some(result.as_ref().err().map_or(0, |failure| failure.exit as i32));
        self.error = result.as_ref().err().map(ToString::to_string);
        let written = self.write();
        let exit = self.exit.unwrap_or(70);
        let told =
            notify::tell(study, &self.started, exit, self.error.as_deref().unwrap_or("complete"));
        result.and(written).and(told)
    }

    fn write(&self) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(self).expect("strings and numbers are JSON");
        text.push(b'\n');
        write_whole(&self.path, &text)
    }
}

/// Writes a file so that readers see the old one or the new one, never half of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let aside = path.with_added_extension("tmp");
    let written = (|| {
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    })();
    written.map_err(|error| {
        let _ = fs::remove_file(&aside);
        Failure::writing(path)(error)
    })
}
