//! The raw archive: imports and keeps raw documents unchanged, with proof.
