//! One process at a time counts into a workspace.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};

use crate::failure::{Exit, Failure, Result};
use crate::import::now;
use crate::study::Study;

/// Held while a ledger is written; the operating system frees it when the process ends.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says at once who has it.
    pub(crate) fn take(study: &Study) -> Result<Lock> {
        let path = study.workspace.join("groundswell.lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(Failure::writing(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder); // a courtesy; the lock is the system's
                let workspace = study.workspace.display();
                let what =
                    format!("another groundswell is counting in {workspace} ({})", holder.trim());
                return Err(Failure::new(Exit::NotFinished, what)
                    .kept("nothing was changed")
                    .next("wait until it has ended and run the same command again"));
            }
            Err(TryLockError::Error(error)) => return Err(Failure::writing(&path)(error)),
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "pid {} since {}", std::process::id(), now()))
            .map_err(Failure::writing(&path))?;
        Ok(Lock { _file: file })
    }
}
