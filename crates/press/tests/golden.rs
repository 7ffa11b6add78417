//! Fixtures beside what they say: `BLESS=1 cargo test -p groundswell-press` rewrites the `.golden` files.

mod common;

use std::env;
use std::fs;

use groundswell_press::recognise;

#[test]
fn every_fixture_says_what_its_golden_says() {
    let mut differing = Vec::new();
    for path in common::fixtures() {
        let bytes = fs::read(&path).unwrap();
        let lines = match recognise(&bytes) {
            Ok(source) => {
                let folder = path.parent().and_then(|folder| folder.file_name());
                assert_eq!(folder, Some(source.name.as_ref()), "{}", path.display());
                common::account(source, &mut &bytes[..])
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
