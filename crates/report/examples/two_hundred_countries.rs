//! Measures how long a report of 200 countries, 168 years and two newspapers takes, and how large it is.

#[path = "../tests/invented/mod.rs"]
mod invented;

use std::time::Instant;

use groundswell_report::outputs;

fn main() {
    let findings = invented::two_hundred_countries();
    let start = Instant::now();
    let files = outputs(&findings);
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{} files, {bytes} bytes, {:?}", files.len(), start.elapsed());
}
