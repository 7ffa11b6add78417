//! Web archives built so that reading them would take long or much memory.

use std::io::{Read, Write};
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Contents, source};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record whose length is what it is said to be.
fn record(length: u64, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

fn check(name: &str, start: &[u8], over: &[u8], size: u64) -> Contents {
    let began = Instant::now();
    let mut rest = std::iter::repeat_with(|| over.to_vec()).flatten();
    let more: Vec<u8> = rest.by_ref().take(usize::try_from(size).unwrap()).collect();
    let mut input = start.chain(&more[..]);
    let contents = source("warc").unwrap().read(&mut input, &mut |_| {}).unwrap();
    assert!(!contents.problems.is_empty(), "{name}");
    assert!(began.elapsed().as_secs() < 30, "{name}: {:?}", began.elapsed());
    contents
}

#[test]
fn no_web_archive_takes_long() {
    let whole = record(3, "abc");
    let mega = 1 << 20;
    check("one line", whole.as_bytes(), b"x", 40 * mega);
    check("lengths too long", b"", record(15 << 20, "").as_bytes(), 24 * mega);
    check("lengths without end", b"", record(u64::MAX, "").as_bytes(), 8 * mega);
    check("header without end", b"WARC/1.0\r\n", b"a: b\r\n", 8 * mega);
    check("headers alone", b"", b"WARC/1.0\r\n", 8 * mega);
    check("members that are none", &gzip(whole.as_bytes()), b"\x1f\x8b\x08", 8 * mega);
    check("cut members", b"", &gzip(whole.as_bytes())[..40], 4 * mega);
    check("NULs after a member", &gzip(whole.as_bytes()), &[0; 64], 8 * mega);
    let bomb = gzip(&vec![0; 64 << 20]);
    assert!(!check("bomb", &gzip(whole.as_bytes()), &bomb, bomb.len() as u64 * 12).complete);
    let inside = gzip(&vec![b'x'; 70 << 20]);
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
    let length = (head.len() + inside.len()) as u64;
    let mut bytes = record(length, head).into_bytes();
    bytes.truncate(bytes.len() - 4);
    bytes.extend_from_slice(&inside);
    let found = check("bomb inside", &bytes, b"\r\n", 4);
    assert!(found.problems[0].what.to_string().contains("more than 64 MiB"));
}
