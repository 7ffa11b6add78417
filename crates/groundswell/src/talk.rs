//! How the program talks: data to stdout, everything else to stderr, progress only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::failure::{Exit, Failure, Result};

/// How much to say on stderr.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    pub(crate) quiet: bool,
}

impl Talk {
    /// A line for people, on stderr. Control characters in it are not sent to the terminal.
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        if !self.quiet {
            // A closed stderr must not stop the work.
            let _ = writeln!(io::stderr(), "{}", printable(line.as_ref()));
        }
    }

    /// A bar over `total` steps, shown only on a terminal.
    pub(crate) fn progress(&self, doing: &'static str, total: usize) -> ProgressBar {
        self.bar(doing, total, "{prefix:10} {bar:30} {pos}/{len} {per_sec}, ready in {eta}")
    }

    /// The same for work that waits more than it does: its time is not told by its pace but in a message.
    pub(crate) fn progress_told(&self, doing: &'static str, total: usize) -> ProgressBar {
        self.bar(doing, total, "{prefix:10} {bar:20} {pos}/{len} {wide_msg}")
    }

    fn bar(&self, doing: &'static str, total: usize, style: &str) -> ProgressBar {
        let visible = !self.quiet && io::stderr().is_terminal();
        let target =
            if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template(style).expect("a constant template");
        ProgressBar::with_draw_target(Some(total as u64), target)
            .with_style(style)
            .with_prefix(doing)
    }
}

/// Sends data to stdout. A reader that has seen enough (`| head`) is no error.
pub(crate) fn print(data: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(data.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::Disk, format!("cannot write to stdout: {error}"))
                .next("free space where the output goes"))
        }
        _ => Ok(()),
    }
}

/// `value` as one JSON document with its newline.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(Exit::Data, format!("cannot write JSON: {error}")))?;
    text.push('\n');
    print(&text)
}

/// Text with control characters (terminal escapes in a headline) and bidi overrides made visible.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// A path as a person would write it from here: without `pipelines/..`.
pub(crate) fn shown(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let near = here.ok().and_then(|here| full.strip_prefix(here).ok().map(Path::to_owned));
    near.unwrap_or(full).display().to_string()
}
