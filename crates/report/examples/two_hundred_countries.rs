//! Measures how long a report of 200 countries, 168 years and two newspapers takes, and how large it is. With a path,
//! its explorer is written there.

#[path = "../tests/invented/mod.rs"]
mod invented;

use std::time::Instant;

use groundswell_report::{explorer_html, outputs};

fn main() -> std::io::Result<()> {
    let findings = invented::two_hundred_countries();
    let start = Instant::now();
    let files = outputs(&findings);
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{} files, {bytes} bytes, {:?}", files.len(), start.elapsed());
    let explorer = invented::explorer(findings);
    let start = Instant::now();
    let page = explorer_html(&explorer);
    println!("{}, {} bytes, {:?}", page.path, page.bytes.len(), start.elapsed());
    std::env::args_os().nth(1).map_or(Ok(()), |path| std::fs::write(path, page.bytes))
}
