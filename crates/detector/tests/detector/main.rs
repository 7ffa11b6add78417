//! The detector from outside: expected verdicts as rows, and an independent computation to agree with.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod any_bytes;
mod bare;
mod bounds;
mod bytes;
mod claims;
mod draw;
mod exact;
mod flip;
mod fraction;
mod golden;
mod gspwave;
mod naive;
mod naive_waves;
mod random;
mod rows;
mod text;
