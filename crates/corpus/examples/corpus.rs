//! Writes invented archives, small for the demo or of any size for measuring.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use groundswell_corpus::{DEMO_SEED, LoadSummary, write_demo, write_load};

const USAGE: &str = "usage: corpus demo DIR [--seed N]
       corpus load DIR --megabytes N [--seed N] [--plain]

demo   the archive of fixtures/demo: nyt/, guardian/, nyt-search/ and expected.csv
load   nyt/YYYY-MM.json.zst (--plain: .json) of N megabytes of JSON before compression, and truth.tsv";

struct Arguments {
    command: String,
    folder: PathBuf,
    seed: Option<u64>,
    megabytes: Option<u64>,
    plain: bool,
}

fn main() -> ExitCode {
    let Some(arguments) = parse(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(64);
    };
    match run(&arguments) {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", arguments.folder.display());
            ExitCode::from(74)
        }
    }
}

/// The arguments; `None` where the usage should be shown.
fn parse(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let (command, folder) = (words.next()?, words.next()?.into());
    let mut arguments = Arguments { command, folder, seed: None, megabytes: None, plain: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => arguments.seed = Some(words.next()?.parse().ok()?),
            "--megabytes" => arguments.megabytes = Some(words.next()?.parse().ok()?),
            "--plain" => arguments.plain = true,
            _ => return None,
        }
    }
    match arguments.command.as_str() {
        "demo" => arguments.megabytes.is_none() && !arguments.plain,
        "load" => arguments.megabytes.is_some(),
        _ => false,
    }
    .then_some(arguments)
}

fn run(arguments: &Arguments) -> io::Result<String> {
    let folder = &arguments.folder;
    match arguments.megabytes {
        Some(megabytes) => {
            let LoadSummary { bytes, records, months } = load(folder, megabytes, arguments)?;
            Ok(format!(
                "{}: {months} months, {records} records, {bytes} bytes of JSON",
                folder.display()
            ))
        }
        None => {
            write_demo(folder, arguments.seed.unwrap_or(DEMO_SEED))?;
            Ok(format!("{}: demo archive written", folder.display()))
        }
    }
}

fn load(folder: &Path, megabytes: u64, arguments: &Arguments) -> io::Result<LoadSummary> {
    fs::create_dir_all(folder.join("nyt"))?;
    let mut truth = BufWriter::new(fs::File::create(folder.join("truth.tsv"))?);
    let summary =
        write_load(megabytes, arguments.seed.unwrap_or(1), &mut truth, |year, month, bytes| {
            let name = format!("nyt/{year:04}-{month:02}.json");
            match arguments.plain {
                true => fs::write(folder.join(name), bytes),
                false => fs::write(folder.join(name + ".zst"), zstd::encode_all(bytes, 3)?),
            }
        })?;
    truth.flush()?;
    Ok(summary)
}
