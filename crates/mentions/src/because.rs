//! Which rows of `contexts.csv` forbid a span: what a person who asks why must be told.

use crate::check::{self, TableErrors};
use crate::context::{Contexts, Place, Set};
use crate::explain::{Considered, Outcome};
use crate::read::Document;
use crate::tables::{ContextRow, Side, Tables};

/// A row of `contexts.csv` that holds in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Where it looks: `before`, `after`, `around`, `document` or `text`.
    pub side: &'static str,
    /// What stands there, as the table has it.
    pub pattern: String,
}

/// The rows that veto a span which [`crate::Gazetteer::explain`] found vetoed. Empty for other outcomes, and where the
/// veto stands beside the same name elsewhere in the article.
///
/// # Errors
/// All faults of the tables, when there is one.
pub fn because(
    tables: &Tables<'_>,
    document: &Document<'_>,
    span: &Considered,
) -> Result<Vec<Reason>, TableErrors> {
    let Outcome::Vetoed(context) = &span.outcome else { return Ok(Vec::new()) };
    let Some(text) = document.fields.get(usize::from(span.field)) else { return Ok(Vec::new()) };
    let (start, end) = (span.start as usize, span.end as usize);
    let place = Place { text, start, end, seen: 0, dated: document.year.is_some() };
    let rows = check::read(tables)?.contexts.into_iter().flatten();
    let of_context = rows.filter(|row| row.id == *context);
    let holding = of_context.filter(|row| holds(row, document, &place));
    Ok(holding.map(|row| Reason { side: row.side.name(), pattern: row.pattern }).collect())
}

/// Whether a row alone holds in a place.
fn holds(row: &ContextRow, document: &Document<'_>, place: &Place<'_>) -> bool {
    if row.side == Side::Document {
        let small = !row.pattern.chars().any(char::is_uppercase);
        let says = |text: &&str| {
            text.contains(&row.pattern) || (small && text.to_lowercase().contains(&row.pattern))
        };
        return document.fields.iter().any(says);
    }
    let (mut contexts, mut wanted) = (Contexts::default(), Set::default());
    contexts.add(row);
    wanted.insert(0);
    row.pattern != "everywhere" && contexts.held(place, &wanted).has(0)
}
