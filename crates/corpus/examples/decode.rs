//! Only unpacks: every `.zst` below FOLDER, in one thread, as the program streams them. The floor under any reading of them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

const BUFFER: usize = 256 << 10;

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        return Err(io::Error::other("usage: decode FOLDER"));
    };
    let mut buffer = vec![0; BUFFER];
    println!("{} bytes", unpacked(Path::new(&folder), &mut buffer)?);
    Ok(())
}

/// How many bytes the files of a folder and of those in it hold.
fn unpacked(folder: &Path, buffer: &mut [u8]) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += unpacked(&path, buffer)?;
        } else if path.extension().is_some_and(|ending| ending == "zst") {
            let mut content = zstd::Decoder::new(File::open(&path)?)?;
            loop {
                match content.read(buffer)? {
                    0 => break,
                    read => bytes += read as u64,
                }
            }
        }
    }
    Ok(bytes)
}
