//! `groundswell audit`: how wrong are the counts? A sample to label by hand, and what the labels say.
//!
//! `draw` reads the archive once more and writes a sheet and its key; `read` takes the filled sheets and
//! the key alone and says precision, recall, agreement and corrected counts. `docs/audit.md` is the guide.
//! `sections` needs no labels: it hides the paper's own and infers them again (`docs/inferred.md`).

mod agreement;
mod allocate;
mod codes;
mod draw;
mod estimate;
mod figures;
mod filled;
mod key;
mod pass;
mod population;
mod read;
mod sections;
mod sheet;
mod tally;

pub(crate) use draw::{Asked, draw};
pub(crate) use read::read;
pub(crate) use sections::{How, sections};
