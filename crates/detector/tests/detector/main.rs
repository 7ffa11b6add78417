//! The detector from outside: expected verdicts as rows, and an independent computation to agree with.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod claims;
mod flip;
mod golden;
mod naive;
mod random;
mod rows;
mod text;
mod trends;
