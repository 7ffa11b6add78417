//! The detector from outside: expected verdicts as rows, and an independent computation to agree with.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod agreement;
mod any_bytes;
mod bare;
mod bounds;
mod bytes;
mod claims;
mod draw;
mod enumerated;
mod exact;
mod flip;
mod fraction;
mod golden;
mod gspwave;
mod guard;
mod hostile;
mod naive;
mod naive_waves;
mod random;
mod rates;
mod robust;
mod rows;
mod text;
mod trends;
