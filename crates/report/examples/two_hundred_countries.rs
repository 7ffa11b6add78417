//! Measures how long a report and each format of the hand-over of 200 countries, 168 years and two newspapers
//! take, and how large they are.

#[path = "../tests/invented/mod.rs"]
mod invented;

use std::time::Instant;

use groundswell_report::{Origin, Output, formats, handover, outputs};

fn main() {
    let findings = invented::two_hundred_countries();
    let start = Instant::now();
    let files = outputs(&findings);
    told("report", &files, start);
    // These two describe the files of the others.
    for format in formats().filter(|format| !["datapackage", "ro-crate"].contains(format)) {
        let start = Instant::now();
        let files =
            handover(&findings, &Origin::default(), &[format]).expect("invented numbers fit");
        told(format, &files, start);
    }
}

fn told(what: &str, files: &[Output], start: Instant) {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{what}: {} files, {bytes} bytes, {:?}", files.len(), start.elapsed());
}
