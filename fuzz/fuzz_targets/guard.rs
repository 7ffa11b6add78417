//! The rule with its guard on any bytes: slow, and so a target of its own.
#![no_main]

#[path = "../../crates/detector/tests/detector/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::check(data, true));
