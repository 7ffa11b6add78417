//! Which rows of `contexts.csv` forbid a span: what a person who asks why must be told.

use crate::bytes::{word_after, word_before};
use crate::check::{self, TableErrors};
use crate::context::{Contexts, Place, Set};
use crate::explain::{Considered, Outcome};
use crate::gazetteer::Gazetteer;
use crate::read::{Document, Scratch};
use crate::tables::{ContextRow, Side, Tables};

/// A row of `contexts.csv` that holds in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Where it looks: `before`, `after`, `around`, `document` or `text`.
    pub side: &'static str,
    /// What stands there, as the table has it.
    pub pattern: String,
}

/// Every span of [`Gazetteer::explain`], each with the rows that veto it. There are none for other outcomes, and where
/// the veto stands beside the same name elsewhere in the article. `tables` are those the gazetteer was made of.
///
/// # Errors
/// All faults of the tables, when there is one.
pub fn because(
    gazetteer: &Gazetteer,
    tables: &Tables<'_>,
    document: &Document<'_>,
) -> Result<Vec<(Considered, Vec<Reason>)>, TableErrors> {
    let rows: Vec<ContextRow> = check::read(tables)?.contexts.into_iter().flatten().collect();
    let mut scratch = Scratch::default();
    gazetteer.gather(document, &mut scratch, true);
    let reasons = |span: &Considered| {
        let Outcome::Vetoed(context) = &span.outcome else { return Vec::new() };
        let Some(place) = place_of(gazetteer, document, &scratch, span) else { return Vec::new() };
        let of_context = rows.iter().filter(|row| row.id == *context);
        let holding = of_context.filter(|row| holds(row, &scratch, document, &place));
        let reason =
            |row: &ContextRow| Reason { side: row.side.name(), pattern: row.pattern.clone() };
        holding.map(reason).collect()
    };
    let spans = gazetteer.explain(document).into_iter();
    Ok(spans.map(|span| (span.clone(), reasons(&span))).collect())
}

/// Where a span stands in the text as it is matched.
fn place_of<'t>(
    gazetteer: &'t Gazetteer,
    document: &Document<'t>,
    scratch: &'t Scratch,
    span: &Considered,
) -> Option<Place<'t>> {
    let places = scratch.candidates.iter().filter(|candidate| candidate.field == span.field);
    let prepared = scratch.prepared.get(usize::from(span.field))?;
    let mut places = places.filter_map(|it| Some(gazetteer.place_of(document, scratch, it)?.0));
    let (start, end) = (span.start as usize, span.end as usize);
    places.find(|place| prepared.original(place.start, place.end) == (start, end))
}

/// Whether a row alone holds in a place.
fn holds(row: &ContextRow, scratch: &Scratch, document: &Document<'_>, place: &Place<'_>) -> bool {
    match row.side {
        Side::Document => {
            let fields = scratch.prepared.iter().zip(document.fields);
            fields.into_iter().any(|(prepared, field)| says(prepared.text(field), &row.pattern))
        }
        Side::Text if row.pattern == "everywhere" => false,
        _ => {
            let (mut contexts, mut wanted) = (Contexts::default(), Set::default());
            contexts.add(row);
            wanted.insert(0);
            contexts.held(place, &wanted).has(0)
        }
    }
}

/// Whether a pattern stands in a text as whole tokens; one in small letters in any case.
fn says(text: &str, pattern: &str) -> bool {
    let stands = |text: &str| {
        text.match_indices(pattern).any(|(start, found)| {
            !word_before(text, start) && !word_after(text, start + found.len())
        })
    };
    let small = !pattern.chars().any(char::is_uppercase);
    stands(text) || (small && stands(&text.to_lowercase()))
}
