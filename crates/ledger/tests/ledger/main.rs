//! The ledger, asked as the program asks it.
#![allow(clippy::unwrap_used)]

mod derived;
mod exports;
mod search;
mod small;
mod views;
