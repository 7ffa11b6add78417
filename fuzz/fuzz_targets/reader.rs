//! Any bytes into the reader named by `SOURCE`: the checks are those of its property tests.
#![no_main]

use std::sync::LazyLock;

use groundswell_press::Source;

#[path = "../../crates/press/tests/any_bytes/bytes.rs"]
mod bytes;
#[path = "../../crates/press/tests/any_bytes/dressed.rs"]
mod dressed;

static SOURCE: LazyLock<&Source> = LazyLock::new(|| {
    let name = std::env::var("SOURCE").expect("SOURCE=nexis-text, or another name of a source");
    groundswell_press::source(&name).expect("a name of a source")
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::check(&SOURCE, data));
