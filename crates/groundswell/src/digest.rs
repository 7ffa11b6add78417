//! Digests: sha256 for provenance, and keys by which records are compared.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io;
use std::path::Path;
use twox_hash::XxHash3_64;

use crate::failure::{Failure, Result};

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// The digest of what was hashed.
pub(crate) fn hex(sha256: Sha256) -> String {
    sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of a file of any size.
pub(crate) fn of_file(path: &Path) -> Result<String> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut file = File::open(path).map_err(Failure::reading(path))?;
    loop {
        match io::Read::read(&mut file, &mut buffer).map_err(Failure::reading(path))? {
            0 => return Ok(hex(sha256)),
            read => sha256.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// The number of one of millions of texts, the same wherever it is computed (XXH3, 64 bits): of as many as all newspapers have
/// two hardly share one.
pub(crate) fn number(text: &str) -> i64 {
    XxHash3_64::oneshot(text.as_bytes()).cast_signed()
}

/// The first 63 bits of a sha256: a key that is the same wherever it is computed, and that nobody can choose.
pub(crate) fn key(bytes: &[u8]) -> i64 {
    let digest = Sha256::digest(bytes);
    let head = digest.iter().take(8).fold(0u64, |head, byte| head << 8 | u64::from(*byte));
    (head >> 1) as i64
}
