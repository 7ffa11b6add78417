//! Which countries does this text name, and does it speak of unrest.
//!
//! Everything this crate knows of the world is a row in a table (`tables/*.csv`), compiled into a [`Gazetteer`]:
//! names with the years they were in use, blockers that swallow a name ("New Mexico"), cues that some names need
//! ("Georgia") and vetoes that forbid one ("Peru, Ind."). It knows nothing of newspapers, files or networks.
//!
//! ```
//! use groundswell_mentions::{Document, Gazetteer, Ocr, Policy, Scratch, Tiers};
//!
//! let gazetteer = Gazetteer::embedded()?;
//! let mut scratch = Scratch::default();
//! let fields = ["General strike in Chili", "Troops of the U.S.S.R. are not concerned."];
//! let document = Document { fields: &fields, year: Some(1923), tiers: Tiers::default(), ocr: Ocr::Exact };
//!
//! let reading = gazetteer.read(&document, &mut scratch);
//! assert!(reading.unrest);
//! let countries: Vec<&str> = reading
//!     .mentions
//!     .iter()
//!     .flat_map(|mention| gazetteer.countries(mention.polity, Policy::Primary))
//!     .map(|country| gazetteer.polity(country).id.as_str())
//!     .collect();
//! assert_eq!(countries, ["CHL", "RUS"]);
//! # Ok::<(), groundswell_mentions::TableErrors>(())
//! ```

mod because;
mod bytes;
mod changes;
mod check;
mod context;
mod explain;
mod forms;
mod gazetteer;
mod index;
mod matcher;
mod ocr;
mod prepare;
mod read;
mod tables;
mod vocabulary;
mod words;

pub use because::{Reason, because};
pub use changes::Changes;
pub use check::{TableError, TableErrors, check};
pub use explain::{Considered, Outcome};
pub use forms::{Form, forms, index_terms, sizes};
pub use gazetteer::{Gazetteer, Policy, Polity, PolityId, Successor};
pub use ocr::Ocr;
pub use read::{Document, Mention, Reading, Scratch, Tiers};
pub use tables::{EMBEDDED, Kind, Role, Tables, Tier};
