//! Invented newspaper archives in the true shape: nothing in them was ever printed.
//!
//! Two plans. [`Plan::Demo`] is a small archive of two newspapers that looks like a study: planted waves, gaps, strikes, a quiet
//! country, faulty records. [`Plan::Load`] has months of full size for measuring speed. The same seed gives the same bytes on every
//! machine: whole numbers only, no clock, no floating point.
//!
//! ```
//! use groundswell_corpus::{Plan, nyt_month};
//!
//! let strike = nyt_month(Plan::Demo, 1978, 9, 1851);
//! assert!(strike.ends_with(b"\"response\":{\"docs\":[],\"meta\":{\"hits\":0}}}\n"));
//! assert_eq!(nyt_month(Plan::Demo, 1891, 9, 1851), nyt_month(Plan::Demo, 1891, 9, 1851));
//! ```

mod article;
mod dateline;
mod demo;
mod guardian;
mod json;
mod load;
mod nyt;
mod picture;
mod plan;
mod prose;
mod rng;
mod section;
mod tables;
mod text;

pub use article::{Article, articles};
pub use demo::{DEMO_SEED, Planted, demo_year, expected_csv, planted, write_demo};
pub use guardian::{guardian_page, guardian_pages};
pub use load::{LoadSummary, write_load};
pub use nyt::{nyt_month, nyt_search_pages};
pub use plan::{Newspaper, Plan, downloaded, planted_waves};
pub use prose::text;
pub use rng::Rng;
pub use tables::Wave;
