//! `groundswell init`: a pipeline to begin with, every key explained.

use std::fs;
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::runs::write_whole;
use crate::talk::Talk;

const TEMPLATE: &str = include_str!("../../../pipelines/template.toml");

pub(crate) fn init(folder: &Path, talk: &Talk) -> Result<()> {
    let path = folder.join("groundswell.toml");
    if path.exists() {
        return Err(Failure::new(
            Exit::CannotCreate,
            format!("{} is there already", path.display()),
        )
        .kept("it was left as it is")
        .next("edit it, or name another folder"));
    }
    fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    write_whole(&path, TEMPLATE.as_bytes())?;
    talk.say(format!("wrote {}", path.display()));
    talk.say("next: read it; then either");
    talk.say("  take the comment signs off [fetch], put the keys into the environment, `groundswell plan`, `groundswell run`");
    talk.say("  or, with files you have: `groundswell import FOLDER`, `groundswell count`, `groundswell waves`");
    Ok(())
}
