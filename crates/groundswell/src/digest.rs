//! sha256 in hex, for provenance.

use sha2::{Digest, Sha256};

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first 63 bits of a sha256: a key that is the same wherever it is computed.
pub(crate) fn key(bytes: &[u8]) -> i64 {
    let digest = Sha256::digest(bytes);
    let head = digest.iter().take(8).fold(0u64, |head, byte| head << 8 | u64::from(*byte));
    (head >> 1) as i64
}
