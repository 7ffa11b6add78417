//! The ledger: articles, mentions, coverage and counts in SQLite. The only SQL of the project.
//!
//! What was observed is stored; what follows from it (counts, states of years, the sum of all
//! records by fate) is a view. Replacing a document is one transaction that deletes its rows, inserts
//! the new ones, and settles again which records are the same article. What the views would have to
//! read every article for is derived once, when the ledger is published, before any setting chooses;
//! it is derived again for the years that change. Articles are numbered by their documents, so that a row of
//! a mention is short; `copy_to` numbers them as a rebuild would. `src/schema.sql` is the data dictionary.
//!
//! ```
//! # fn main() -> Result<(), groundswell_ledger::Error> {
//! # let folder = tempfile::tempdir().expect("a temporary folder");
//! use groundswell_ledger::{Ledger, Settings};
//! let path = folder.path().join("ledger.db");
//! let mut ledger = Ledger::rebuild(&path)?;
//! ledger.set_settings(&Settings::default())?;
//! ledger.settle()?;
//! ledger.publish()?;
//! assert!(Ledger::open(&path)?.yearly("all")?.is_empty());
//! # Ok(()) }
//! ```

mod amend;
mod audit;
mod cells;
mod copy;
mod derive;
mod dictionary;
mod differ;
mod error;
mod load;
mod narrow;
mod open;
mod query;
mod repeats;
mod replace;
mod search;
mod settle;
mod twins;
mod unlike;
mod whole;
mod yearly;

pub use audit::{Named, Seen};
pub use dictionary::Relation;
pub use differ::{Change, Counting, Standing};
pub use error::Error;
pub use load::{
    Address, Article, Document, Mention, Newspaper, Polity, Quarantined, Settings, World,
};
pub use open::Ledger;
pub use query::{Account, Coverage, Evidence};
pub use search::{Place, Search};
pub use twins::Twin;
pub use whole::Listed;
pub use yearly::Yearly;
