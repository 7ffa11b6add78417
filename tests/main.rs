//! One test binary: the program as a user meets it, and the rules of the house.
#![allow(clippy::unwrap_used)]

mod command;
mod demo;
mod docs;
mod faults;
mod harness;
mod real;
mod reproducible;
mod series;
mod tidy;
