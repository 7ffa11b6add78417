//! The detector on any bytes, without the guard: the checks are those of its property tests.
#![no_main]

#[path = "../../crates/detector/tests/detector/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::check(data, false));
