//! Measures how long a report and each format of the hand-over of 200 countries, 168 years and two newspapers
//! take, and how large they are. With a path, the explorer is written there.

#[path = "../tests/invented/mod.rs"]
mod invented;

use std::time::Instant;

use groundswell_report::{Origin, Output, explorer_html, formats, handover, outputs};

fn main() -> std::io::Result<()> {
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
    let explorer = invented::explorer(findings);
    let start = Instant::now();
    let page = explorer_html(&explorer);
    told("explorer", std::slice::from_ref(&page), start);
    std::env::args_os().nth(1).map_or(Ok(()), |path| std::fs::write(path, page.bytes))
}

fn told(what: &str, files: &[Output], start: Instant) {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{what}: {} files, {bytes} bytes, {:?}", files.len(), start.elapsed());
}
