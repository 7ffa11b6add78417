//! Everything that is wrong with the tables, at once, each fault with its table, its row and the nearest right word.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use crate::context::MOST;
use crate::tables::{
    self, BlockerRow, Case, ContextRow, Kind, LexiconRow, NameRow, PolityRow, Role, Row, Side,
    SourceRow, SuccessorRow, Tables, TermRow,
};

/// One fault in the tables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.csv, line {row}: {what}")]
pub struct TableError {
    /// The table, as its file is called without `.csv`.
    pub table: &'static str,
    /// The line, counted as an editor counts when no field holds a line break: the header is line 1.
    pub row: usize,
    /// What is wrong, with the nearest right word where there is one.
    pub what: String,
}

impl TableError {
    /// A fault in the row with this index, the first row behind the header being 0.
    pub(crate) fn new(table: &'static str, index: usize, what: impl Into<String>) -> TableError {
        TableError { table, row: index + 2, what: what.into() }
    }
}

/// All faults of a set of tables, in the order of the tables and their rows. Never empty when returned as an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableErrors(pub Vec<TableError>);

impl fmt::Display for TableErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(TableError::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for TableErrors {}

/// The tables, read: the rows that could be, in their places.
pub(crate) struct Rows {
    pub(crate) polities: Vec<Option<PolityRow>>,
    pub(crate) successors: Vec<Option<SuccessorRow>>,
    pub(crate) names: Vec<Option<NameRow>>,
    pub(crate) blockers: Vec<Option<BlockerRow>>,
    pub(crate) contexts: Vec<Option<ContextRow>>,
    pub(crate) lexicon: Vec<Option<LexiconRow>>,
    pub(crate) terms: Vec<Option<TermRow>>,
}

/// Everything wrong with the tables; empty when they can be used.
pub fn check(tables: &Tables<'_>) -> Vec<TableError> {
    match read(tables) {
        Ok(_) => Vec::new(),
        Err(TableErrors(errors)) => errors,
    }
}

/// Reads and checks the tables.
pub(crate) fn read(tables: &Tables<'_>) -> Result<Rows, TableErrors> {
    let mut errors = Vec::new();
    let sources: Vec<Option<SourceRow>> = tables::read(tables.sources, &mut errors);
    let rows = Rows {
        polities: tables::read(tables.polities, &mut errors),
        successors: tables::read(tables.successors, &mut errors),
        names: tables::read(tables.names, &mut errors),
        blockers: tables::read(tables.blockers, &mut errors),
        contexts: tables::read(tables.contexts, &mut errors),
        lexicon: tables::read(tables.lexicon, &mut errors),
        terms: tables::read(tables.index_terms, &mut errors),
    };
    let known = Known::new(&rows, &sources);
    check_polities(&rows, &known, &mut errors);
    check_successors(&rows, &known, &mut errors);
    check_names(&rows, &known, &mut errors);
    check_blockers(&rows, &known, &mut errors);
    check_contexts(&rows, &known, &mut errors);
    check_lexicon(&rows, &known, &mut errors);
    check_terms(&rows, &known, &mut errors);
    if errors.is_empty() { Ok(rows) } else { Err(TableErrors(errors)) }
}

/// The words that other tables may refer to.
struct Known<'r> {
    polities: BTreeSet<&'r str>,
    contexts: BTreeSet<&'r str>,
    sources: BTreeSet<&'r str>,
}

impl<'r> Known<'r> {
    fn new(rows: &'r Rows, sources: &'r [Option<SourceRow>]) -> Known<'r> {
        Known {
            polities: rows.polities.iter().flatten().map(|row| row.id.as_str()).collect(),
            contexts: rows.contexts.iter().flatten().map(|row| row.id.as_str()).collect(),
            sources: sources.iter().flatten().map(|row| row.id.as_str()).collect(),
        }
    }
}

/// A fault when `word` is not among the known.
fn refer(
    (table, row): (&'static str, usize),
    what: &str,
    word: &str,
    known: &BTreeSet<&str>,
    errors: &mut Vec<TableError>,
) {
    if !known.contains(word) {
        let near = perhaps(nearest(word, known.iter().copied()));
        errors.push(TableError::new(table, row, format!("no {what} {word:?}{near}")));
    }
}

/// The known word most like `word`, if one is near.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let folded = word.to_lowercase();
    known
        .map(|candidate| {
            (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The suggestion as it is written behind a fault.
pub(crate) fn perhaps(near: Option<&str>) -> String {
    near.map(|word| format!("; did you mean {word:?}?")).unwrap_or_default()
}

/// The rows of a table that could be read, with their index.
fn present<R>(rows: &[Option<R>]) -> impl Iterator<Item = (usize, &R)> {
    rows.iter().enumerate().filter_map(|(index, row)| row.as_ref().map(|row| (index, row)))
}

fn check_polities(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    const TABLE: &str = PolityRow::TABLE;
    let (mut seen, mut withdrawn) = (HashSet::new(), HashSet::new());
    for (index, row) in present(&rows.polities) {
        for code in &row.iso3166_3 {
            if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                let what = format!("{code:?} is not a code of four capitals");
                errors.push(TableError::new(TABLE, index, what));
            } else if !withdrawn.insert(code) {
                errors.push(TableError::new(TABLE, index, format!("{code:?} is there twice")));
            }
        }
        if !seen.insert(row.id.to_ascii_uppercase()) {
            errors.push(TableError::new(TABLE, index, format!("{:?} is there twice", row.id)));
        }
        let code = row.id.len() >= 3
            && row.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !code {
            let what = format!("{:?} is not an id of three or more capitals or digits", row.id);
            errors.push(TableError::new(TABLE, index, what));
        }
        check_window(TABLE, index, row.start, row.end, errors);
        refer((TABLE, index), "source", &row.source, &known.sources, errors);
    }
    if rows.polities.len() > usize::from(u16::MAX) {
        errors.push(TableError::new(TABLE, 0, "more than 65,535 polities"));
    }
}

fn check_window(
    table: &'static str,
    index: usize,
    from: Option<i32>,
    to: Option<i32>,
    errors: &mut Vec<TableError>,
) {
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        errors.push(TableError::new(table, index, format!("begins in {from} and ends in {to}")));
    }
}

fn check_successors(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    const TABLE: &str = SuccessorRow::TABLE;
    let mut primary: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, row) in present(&rows.successors) {
        refer((TABLE, index), "polity", &row.polity, &known.polities, errors);
        refer((TABLE, index), "polity", &row.successor, &known.polities, errors);
        refer((TABLE, index), "source", &row.source, &known.sources, errors);
        if row.role == Role::Primary && primary.insert(&row.polity, &row.successor).is_some() {
            let what = format!("{:?} has two primary successors", row.polity);
            errors.push(TableError::new(TABLE, index, what));
        }
    }
    for (index, row) in present(&rows.successors) {
        if !primary.contains_key(row.polity.as_str()) {
            let what = format!("{:?} has no primary successor", row.polity);
            errors.push(TableError::new(TABLE, index, what));
        }
    }
    check_ends(rows, &primary, errors);
}

/// Every polity must end, through its primary successors, in a country of today.
fn check_ends(rows: &Rows, primary: &BTreeMap<&str, &str>, errors: &mut Vec<TableError>) {
    for (index, row) in present(&rows.polities) {
        let mut at = row.id.as_str();
        let mut steps = 0;
        while let Some(next) = primary.get(at).filter(|_| steps < 16) {
            at = next;
            steps += 1;
        }
        let end = present(&rows.polities).find(|(_, polity)| polity.id == at);
        if steps == 16 {
            errors.push(TableError::new(PolityRow::TABLE, index, "its successors run in a circle"));
        } else if end.is_some_and(|(_, polity)| polity.end.is_some() || polity.iso3.is_none()) {
            let what = format!(
                "{:?} does not lead to a country of today: add its primary successor",
                row.id
            );
            errors.push(TableError::new(PolityRow::TABLE, index, what));
        }
    }
}

fn check_names(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    const TABLE: &str = NameRow::TABLE;
    let mut seen: HashMap<&str, Vec<(usize, &NameRow)>> = HashMap::new();
    for (index, row) in present(&rows.names) {
        check_surface(TABLE, index, &row.surface, errors);
        refer((TABLE, index), "polity", &row.polity, &known.polities, errors);
        refer((TABLE, index), "source", &row.source, &known.sources, errors);
        for context in row.cues.iter().chain(&row.vetoes) {
            refer((TABLE, index), "context", context, &known.contexts, errors);
        }
        check_window(TABLE, index, row.from, row.to, errors);
        let same = seen.entry(&row.surface).or_default();
        if let Some((other, _)) = same.iter().find(|(_, other)| shadows(other, row)) {
            let what = format!("{:?} never counts: line {} takes it first", row.surface, other + 2);
            errors.push(TableError::new(TABLE, index, what));
        }
        same.push((index, row));
    }
}

/// Whether the later row of a surface can never be reached: the earlier has no cue and covers its years.
fn shadows(earlier: &NameRow, later: &NameRow) -> bool {
    let from = |row: &NameRow| row.from.unwrap_or(i32::MIN);
    let to = |row: &NameRow| row.to.unwrap_or(i32::MAX);
    (earlier.kind == Kind::List) == (later.kind == Kind::List)
        && earlier.cues.is_empty()
        && earlier.vetoes == later.vetoes
        && earlier.tier <= later.tier
        && from(earlier) <= from(later)
        && to(earlier) >= to(later)
}

fn check_surface(table: &'static str, index: usize, surface: &str, errors: &mut Vec<TableError>) {
    let starts = surface.chars().next().is_some_and(char::is_alphanumeric);
    if !starts || surface.len() < 2 {
        let what =
            format!("{surface:?} must begin with a letter or digit and have two bytes or more");
        errors.push(TableError::new(table, index, what));
    } else if surface.contains("  ") || surface.contains(['\n', '\t', '’', '‘']) {
        let what = format!("{surface:?} must be written with single blanks and plain apostrophes");
        errors.push(TableError::new(table, index, what));
    }
}

fn check_blockers(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    let names: HashSet<&str> = present(&rows.names)
        .filter(|(_, row)| row.kind != Kind::List)
        .map(|(_, row)| row.surface.as_str())
        .collect();
    let mut seen = HashSet::new();
    for (index, row) in present(&rows.blockers) {
        if names.contains(row.surface.as_str()) {
            let what = format!("{:?} is a name too, and would never count", row.surface);
            errors.push(TableError::new(BlockerRow::TABLE, index, what));
        }
        check_surface(BlockerRow::TABLE, index, &row.surface, errors);
        refer((BlockerRow::TABLE, index), "source", &row.source, &known.sources, errors);
        if !seen.insert(&row.surface) {
            let what = format!("{:?} is there twice", row.surface);
            errors.push(TableError::new(BlockerRow::TABLE, index, what));
        }
    }
}

fn check_contexts(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    let present_ids = || present(&rows.contexts).map(|(_, row)| row);
    let all: BTreeSet<&str> = present_ids().map(|row| row.id.as_str()).collect();
    let documents: BTreeSet<&str> =
        present_ids().filter(|row| row.side == Side::Document).map(|row| row.id.as_str()).collect();
    for (ids, most, what) in
        [(all, MOST, "contexts"), (documents, 64, "contexts with a document side")]
    {
        if ids.len() > most {
            let what = format!("{} {what}; there is room for {most}", ids.len());
            errors.push(TableError::new(ContextRow::TABLE, 0, what));
        }
    }
    for (index, row) in present(&rows.contexts) {
        refer((ContextRow::TABLE, index), "source", &row.source, &known.sources, errors);
        if let Err(what) = crate::context::check(row) {
            errors.push(TableError::new(ContextRow::TABLE, index, what));
        }
    }
}

fn check_lexicon(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    for (index, row) in present(&rows.lexicon) {
        check_surface(LexiconRow::TABLE, index, &row.phrase, errors);
        refer((LexiconRow::TABLE, index), "source", &row.source, &known.sources, errors);
        for context in &row.vetoes {
            refer((LexiconRow::TABLE, index), "context", context, &known.contexts, errors);
        }
    }
}

fn check_terms(rows: &Rows, known: &Known<'_>, errors: &mut Vec<TableError>) {
    let mut seen = HashSet::new();
    for (index, row) in present(&rows.terms) {
        if !row.polity.is_empty() {
            refer((TermRow::TABLE, index), "polity", &row.polity, &known.polities, errors);
        }
        refer((TermRow::TABLE, index), "source", &row.source, &known.sources, errors);
        if !seen.insert((row.newspaper.as_str(), row.term.to_lowercase())) {
            let what = format!("{:?} is there twice", row.term);
            errors.push(TableError::new(TermRow::TABLE, index, what));
        }
    }
}

/// The spellings of a surface that count.
pub(crate) fn spellings(surface: &str, case: Case) -> Vec<String> {
    let mut forms = vec![surface.to_owned()];
    if case != Case::Exact {
        forms.push(surface.to_uppercase());
    }
    if case == Case::Any {
        forms.push(surface.to_lowercase());
        forms.push(capitalised(surface, false));
        forms.push(capitalised(surface, true));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// With a capital at the start, or at the start of every word.
fn capitalised(surface: &str, every: bool) -> String {
    let mut at_start = true;
    let lift = |c: char| {
        let lifted = if at_start { c.to_uppercase().next().unwrap_or(c) } else { c };
        at_start = every && c == ' ';
        lifted
    };
    surface.chars().map(lift).collect()
}
