//! Failures as a user meets them: what, where, what is kept, what to do next, and an exit code.

use groundswell_archive as archive;
use groundswell_ledger as ledger;
use std::fmt;
use std::io;
use std::path::Path;

/// Exit codes of the program: those of sysexits.h (FAULTS.md §6). 0 is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Data = 65,
    NoInput = 66,
    Unavailable = 69,
    Internal = 70,
    System = 71,
    CannotCreate = 73,
    Disk = 74,
    NotFinished = 75,
    Protocol = 76,
    NoPermission = 77,
    Config = 78,
    Interrupted = 130,
    Terminated = 143,
}

/// Of several the first of these decides the exit code (FAULTS.md §6).
const MOST_SEVERE_FIRST: [Exit; 13] = [
    Exit::Internal,
    Exit::Terminated,
    Exit::Interrupted,
    Exit::Disk,
    Exit::CannotCreate,
    Exit::System,
    Exit::Data,
    Exit::NoInput,
    Exit::Protocol,
    Exit::NoPermission,
    Exit::Config,
    Exit::Unavailable,
    Exit::NotFinished,
];

/// The failure that decides how a command with several ends, saying how many others there are.
pub(crate) fn worst(failures: &[Failure]) -> Option<Failure> {
    let rank = |failure: &&Failure| MOST_SEVERE_FIRST.iter().position(|exit| *exit == failure.exit);
    let mut worst = failures.iter().min_by_key(rank)?.clone();
    if failures.len() > 1 {
        let others = failures.len() - 1;
        worst.what += &format!(" (and {others} more: see the lines above)");
    }
    Some(worst)
}

/// What `groundswell help exit-codes` prints; a test holds it against [`Exit`].
pub(crate) const EXIT_CODES: &str = "\
Exit codes (those of sysexits.h):
   0  complete
  64  the command line is not understood
  65  data: an input or a document is damaged, or a check failed; the rest was done
  66  an input or the archive is not there
  69  a server did not answer, after several tries; what it sent before is kept
  70  a fault of groundswell itself: please report it
  71  the operating system refused something that fetching or serving needs
  73  an output cannot be created: folder missing, read-only or not permitted
  74  the disk is full or failing
  75  not finished, come back later: a quota is spent (the message says until when) or another run is writing
  76  a publisher's answers changed: another shape, another layout, a redirect to another server
  77  a publisher does not accept the key, or does not permit what was asked
  78  a pipeline, table or rule is wrong, or a file is of a newer version
 130  stopped by Ctrl-C; 143: stopped by a signal; what was there is kept";

/// Why a command stopped. Printed as the last line of stderr.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    what: String,
    kept: Option<String>,
    next: Option<String>,
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// `what` says what went wrong and where.
    pub(crate) fn new(exit: Exit, what: impl Into<String>) -> Failure {
        Failure { exit, what: what.into(), kept: None, next: None }
    }

    /// What went wrong and where, without code and advice.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// What is safe all the same. Whoever says it last knows most.
    pub(crate) fn kept(self, kept: impl Into<String>) -> Failure {
        Failure { kept: Some(kept.into()), ..self }
    }

    /// What to do about it.
    pub(crate) fn next(self, next: impl Into<String>) -> Failure {
        Failure { next: self.next.or(Some(next.into())), ..self }
    }

    /// A fault of this program, caught at the top.
    pub(crate) fn internal(panic: &(dyn std::any::Any + Send)) -> Failure {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        Failure::new(Exit::Internal, format!("internal error: {text}"))
            .kept("every document already in the archive is kept")
            .next("please report this line with the command that led to it")
    }

    /// An input file that cannot be read.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Failure + use<> {
        let path = path.display().to_string();
        move |error| {
            Failure::new(Exit::NoInput, format!("cannot read {path}: {error}"))
                .next("check the path and its permissions")
        }
    }

    /// An output file that cannot be written.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(io::Error) -> Failure + use<> {
        let path = path.display().to_string();
        move |error| {
            let (exit, next) = on_disk(&error);
            Failure::new(exit, format!("cannot write {path}: {error}")).next(next)
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[E{}]: {}", self.exit as i32, one_line(&self.what))?;
        for part in [&self.kept, &self.next].into_iter().flatten() {
            write!(f, "; {}", one_line(part))?;
        }
        Ok(())
    }
}

/// Control characters from file names and documents must not reach the terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The exit code and advice for an operating system's error while writing.
fn on_disk(error: &io::Error) -> (Exit, &'static str) {
    use io::ErrorKind::{
        AlreadyExists, FileTooLarge, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => {
            (Exit::Disk, "free space on the disk and run the same command again")
        }
        AlreadyExists | PermissionDenied | ReadOnlyFilesystem | NotFound | NotADirectory => (
            Exit::CannotCreate,
            "choose a folder that can be written to (`workspace` in the pipeline)",
        ),
        _ => (Exit::Disk, "check the disk and run the same command again"),
    }
}

const DOCUMENTS_KEPT: &str = "every document already in the archive is kept";

impl From<archive::Error> for Failure {
    fn from(error: archive::Error) -> Failure {
        use archive::Error as E;
        let what = error.to_string();
        let failure = |exit, next: &str| Failure::new(exit, what).kept(DOCUMENTS_KEPT).next(next);
        match &error {
            E::Io { doing: "read", .. } => {
                failure(Exit::Data, "run `groundswell verify`; restore the file or its permissions")
            }
            E::Io { source, .. } => {
                let (exit, next) = on_disk(source);
                failure(exit, next)
            }
            E::Locked { .. } => {
                failure(Exit::NotFinished, "wait until it has ended and run the same command again")
            }
            E::Absent { .. } => failure(
                Exit::NoInput,
                "run `groundswell import FOLDER` or `groundswell fetch` first",
            ),
            E::Unreadable { .. } => failure(
                Exit::Config,
                "restore the file from a copy, or use the version of groundswell that wrote it",
            ),
            E::TooLarge { .. } | E::Undecodable { .. } => {
                failure(Exit::Data, "get the file again and import it")
            }
            E::Changed { .. } => {
                failure(Exit::Data, "run `groundswell verify`, restore the file from a copy")
            }
            _ => failure(Exit::Data, "run `groundswell verify`"),
        }
    }
}

impl From<ledger::Error> for Failure {
    fn from(error: ledger::Error) -> Failure {
        use ledger::Error as E;
        let what = error.to_string();
        let intact = "the raw archive is intact";
        let failure = |exit, next: &str| Failure::new(exit, what).kept(intact).next(next);
        match &error {
            E::Absent { .. } => failure(Exit::NoInput, "run `groundswell count` first"),
            E::Io { source, .. } => {
                let (exit, next) = on_disk(source);
                failure(exit, next)
            }
            E::Foreign { .. } => {
                failure(Exit::Config, "move that file away and run `groundswell count`")
            }
            E::Version { found, ours, .. } if found < ours => failure(
                Exit::Config,
                "it is of an older version and can be made again: run `groundswell count`",
            ),
            E::Version { .. } => failure(
                Exit::Config,
                "it was left untouched; use the version of groundswell that wrote it",
            ),
            error if error.is_busy() => failure(Exit::NotFinished, "run the same command again"),
            error if error.is_disk() => failure(
                Exit::Disk,
                "free space, check that the folder can be written to, and run the same command again",
            ),
            _ => failure(Exit::Data, "run `groundswell count --rebuild`"),
        }
    }
}
