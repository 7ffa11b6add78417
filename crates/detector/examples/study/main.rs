//! Planted waves and the rule's own properties: writes the crate's `FIGURES.md`, its figures and a table of all numbers.
//!
//! `just study`, or `cargo run --release -p groundswell-detector --example study [FOLDER]`. Seeded: the same bytes
//! every time. What is planted is in `plant.rs`, how it is scored in `score.rs`, the text of the page in `page.md`.

mod chance;
mod draw;
mod growth;
mod guard;
mod methods;
mod newshole;
mod onset;
mod page;
mod panels;
mod plant;
mod planted;
mod score;
mod table;

use std::path::PathBuf;
use std::{env, fs, io};

/// Series of each setting.
const SERIES: u64 = 1_000;

fn main() -> io::Result<()> {
    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = env::args_os().nth(1).map_or_else(own, PathBuf::from);
    fs::create_dir_all(folder.join("figures"))?;
    for (name, text) in page::files(SERIES) {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
