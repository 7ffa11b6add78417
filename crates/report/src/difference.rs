//! What moved between two databases: cells, waves, and why; as a table for the terminal and as a page.

mod page;
mod text;

use serde::Serialize;

pub use page::difference_page;
pub use text::difference_table;

/// Two databases of the same study side by side. Everything ordered as it is to be shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// What the old one is called: its file's name.
    pub old: String,
    /// What the new one is called.
    pub new: String,
    /// Which articles: `all` or `unrest`.
    pub topic: String,
    /// What differs in how they were made: name, old value, new value; an empty value: it was not stated.
    pub made: Vec<[String; 3]>,
    /// Raw documents that only the new one was counted from.
    pub documents_added: u64,
    /// Raw documents that only the old one was counted from.
    pub documents_removed: u64,
    /// Cells of the yearly table that both have or one has.
    pub cells: u64,
    /// The causes over all cells, those that moved most articles first.
    pub causes: Vec<Cause>,
    /// The cells that moved, those that moved most first.
    pub moved: Vec<MovedCell>,
    /// The waves that moved, by country and year.
    pub waves: Vec<MovedWave>,
}

/// How many articles came to count for a country and how many ceased to, for one cause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// `raw`, `reading`, `duplicates`, `sections`, `lexicon`, `gazetteer`, `settings` or `coverage`.
    pub cause: String,
    /// Articles and countries that only the new database counts.
    pub added: u64,
    /// Articles and countries that only the old one counts.
    pub removed: u64,
}

/// A cell of the yearly table that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MovedCell {
    /// The newspaper's short name.
    pub newspaper: String,
    /// The country's code.
    pub country: String,
    /// The year, as the newspaper dates its articles.
    pub year: i32,
    /// Articles in the old database. None: nobody had looked; never the same as 0.
    pub old: Option<u64>,
    /// Articles in the new one.
    pub new: Option<u64>,
    /// The state of the year in the old database, as in the yearly table.
    pub old_state: String,
    /// And in the new one.
    pub new_state: String,
    /// Why; added and removed may cancel out.
    pub causes: Vec<Cause>,
}

/// A wave that is not the same in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MovedWave {
    /// The country's code.
    pub country: String,
    /// Its name for people.
    pub label: String,
    /// Flagged years in the old database, ascending; empty: no wave there.
    pub old: Vec<i32>,
    /// And in the new one.
    pub new: Vec<i32>,
    /// `rule`: the old counts under the new rule give the new years; `counts`: the new counts under the old rule do;
    /// `both`: neither alone.
    pub cause: String,
}

/// What a cause is, for people.
fn meaning(cause: &str) -> &str {
    CAUSES.iter().find(|(word, _)| *word == cause).map_or(cause, |(_, words)| words)
}

const CAUSES: &[(&str, &str)] = &[
    ("raw", "another raw document: imported, fetched again, or gone"),
    ("reading", "the record is read otherwise: its date, or that it can be read"),
    ("duplicates", "another record of the same article is counted"),
    ("sections", "another section rule, or rule for papers that name no section"),
    ("lexicon", "the unrest lexicon"),
    ("gazetteer", "another name, cue or veto: what it names, or where it seems to belong"),
    ("settings", "the settings of the count: tier, channel, basis, policy, home, period"),
    ("coverage", "the year's state: how much of it was seen"),
];

impl Difference {
    /// "Nothing moved: 3,340 cells are the same."
    fn sentence(&self) -> String {
        let grouped = |number: u64| crate::number::grouped(u128::from(number));
        let moved = self.moved.len() as u64;
        let waves = match self.waves.len() {
            0 => "no wave".to_owned(),
            1 => "1 wave".to_owned(),
            waves => format!("{waves} waves"),
        };
        let cells = grouped(self.cells);
        match moved {
            0 if self.waves.is_empty() => format!("Nothing moved: all {cells} cells are the same."),
            _ => format!("{} of {cells} cells and {waves} moved.", grouped(moved)),
        }
    }

    /// "raw documents: 3 added, 1 removed". None: they are the same.
    fn documents(&self) -> Option<String> {
        (self.documents_added + self.documents_removed > 0).then(|| {
            format!(
                "raw documents: {} added, {} removed",
                self.documents_added, self.documents_removed
            )
        })
    }
}

/// A table of the difference, on a terminal and on a page.
struct Table<const COLUMNS: usize> {
    caption: &'static str,
    heads: [&'static str; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
}

/// The cells that moved.
fn cells(difference: &Difference) -> Table<6> {
    let row = |cell: &MovedCell| {
        [
            cell.country.clone(),
            cell.year.to_string(),
            cell.newspaper.clone(),
            shown(cell.old, &cell.old_state),
            shown(cell.new, &cell.new_state),
            causes(&cell.causes),
        ]
    };
    Table {
        caption: "Cells that moved",
        heads: ["country", "year", "newspaper", "old", "new", "why"],
        rows: difference.moved.iter().map(row).collect(),
    }
}

/// The waves that moved.
fn waves(difference: &Difference) -> Table<4> {
    let row = |wave: &MovedWave| {
        let label = format!("{} ({})", wave.label, wave.country);
        [label, years(&wave.old), years(&wave.new), wave.cause.clone()]
    };
    Table {
        caption: "Waves that moved",
        heads: ["country", "old", "new", "why"],
        rows: difference.waves.iter().map(row).collect(),
    }
}

/// A count, or that nobody looked.
fn shown(count: Option<u64>, state: &str) -> String {
    match count {
        Some(count) => crate::number::grouped(u128::from(count)),
        None if state.is_empty() => "not there".to_owned(),
        None => state.replace('_', " "),
    }
}

/// "gazetteer +3 −1, raw +12".
fn causes(causes: &[Cause]) -> String {
    let one = |Cause { cause, added, removed }: &Cause| {
        let added = if *added > 0 { format!(" +{added}") } else { String::new() };
        let removed = if *removed > 0 { format!(" −{removed}") } else { String::new() };
        format!("{cause}{added}{removed}")
    };
    causes.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// "1931–1932, 1934", or a dash where there is none.
fn years(years: &[i32]) -> String {
    if years.is_empty() { "—".to_owned() } else { crate::trust::runs(years) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_and_what_it_is_fit_a_line() {
        for (cause, words) in CAUSES {
            let cause = Cause { cause: (*cause).into(), added: 99_999, removed: 99_999 };
            let difference = Difference { causes: vec![cause], ..Difference::default() };
            assert!(difference_table(&difference, 0, 100).contains(words), "{words}");
        }
    }
}
