//! What the tables say of one country, row by row, for people to read.

use crate::check::{self, TableErrors};
use crate::tables::{self, Kind, NameRow, Tables, TermRow, Tier};

/// A row of `names.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As it is written.
    pub surface: String,
    /// What sort of form it is.
    pub kind: Kind,
    /// How sure it is to mean the country.
    pub tier: Tier,
    /// First year in which it counts; `None`: always.
    pub from: Option<i32>,
    /// Last year of its use, after which it counts for fifteen more; `None`: still in use.
    pub to: Option<i32>,
    /// Contexts of which one must hold.
    pub cues: Vec<String>,
    /// Contexts of which none may hold; those that veto every name are left out.
    pub vetoes: Vec<String>,
    /// An id of `sources.csv`.
    pub source: String,
}

/// All rows of a polity in `names.csv`, in the table's order.
///
/// # Errors
/// All faults of the tables, when there is one.
pub fn forms(tables: &Tables<'_>, polity: &str) -> Result<Vec<Form>, TableErrors> {
    let rows = check::read(tables)?;
    let of_polity = |row: &NameRow| row.polity == polity;
    let form = |row: NameRow| Form {
        surface: row.surface,
        kind: row.kind,
        tier: row.tier,
        from: row.from,
        to: row.to,
        cues: row.cues,
        vetoes: row.vetoes,
        source: row.source,
    };
    Ok(rows.names.into_iter().flatten().filter(of_polity).map(form).collect())
}

/// The publishers' index terms of a polity: newspaper and term, in the table's order.
///
/// # Errors
/// All faults of the tables, when there is one.
pub fn index_terms(
    tables: &Tables<'_>,
    polity: &str,
) -> Result<Vec<(String, String)>, TableErrors> {
    let rows = check::read(tables)?;
    let of_polity = |row: &TermRow| row.polity == polity;
    let terms = rows.terms.into_iter().flatten().filter(of_polity);
    Ok(terms.map(|row| (row.newspaper, row.term)).collect())
}

/// The number of rows of each table, in the order the digest reads them; rows that cannot be read are not counted.
#[must_use]
pub fn sizes(tables: &Tables<'_>) -> Vec<(&'static str, usize)> {
    let rows = |text: &str| {
        csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes())
            .records()
            .flatten()
            .count()
    };
    tables.all().into_iter().map(|(name, text)| (name, rows(text))).collect()
}

impl Kind {
    /// As the table writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        tables::KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| *name)
    }
}
