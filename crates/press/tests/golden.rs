//! Fixtures beside what they say: `BLESS=1 cargo test -p groundswell-press` rewrites the `.golden` files.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

mod common;

use std::env;
use std::fs;

use groundswell_press::{recognise_file, source};

#[test]
fn every_fixture_says_what_its_golden_says() {
    let mut differing = Vec::new();
    for path in common::fixtures() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let lines = match recognise_file(name, &bytes) {
            Ok(found) => {
                let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
                // A total does not say what it is the total of: it is one only where it was asked for.
                let asked = folder == "guardian-total" && found.name == "guardian-api";
                assert!(asked || folder == found.name, "{}: {}", path.display(), found.name);
                let stored = common::stored(found, &path, bytes);
                common::account(source(folder).unwrap(), &mut &stored[..])
            }
            Err(unrecognised) => vec![format!("not recognised: {unrecognised}")],
        };
        let said = lines.join("\n") + "\n";
        let golden = path.with_extension("golden");
        if env::var_os("BLESS").is_some() {
            fs::write(&golden, &said).unwrap();
        } else if fs::read_to_string(&golden).ok().as_ref() != Some(&said) {
            differing.push(format!("--- {}\n{said}", path.display()));
        }
    }
    assert!(differing.is_empty(), "not as in the .golden file:\n{}", differing.join("\n"));
}
