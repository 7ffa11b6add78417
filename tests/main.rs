//! One test binary: the program as a user meets it, and the rules of the house.
#![allow(clippy::unwrap_used)]

mod audit;
mod behaviours;
mod command;
mod compare;
#[cfg(target_os = "linux")]
mod crash;
mod demo;
mod diff;
mod docs;
mod exact;
mod explorer;
mod export;
mod faults;
mod fetch_command;
mod fetch_troubles;
mod fetching;
mod gazetteer;
mod harness;
mod hostile_imports;
mod imports;
mod inferred;
mod killed;
mod newsstand;
mod own_columns;
mod paging;
mod real;
mod recount;
mod reproducible;
mod series;
mod serve;
mod server;
mod tidy;
mod unattended;
mod web_archive;
