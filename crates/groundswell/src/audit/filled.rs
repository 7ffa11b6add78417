//! Filled sheets: whose label is in which row, from CSV or a workbook of any spreadsheet program.

use calamine::{Data, Reader, open_workbook_auto};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::codes::{self, Code};
use super::key::Key;
use crate::failure::{Exit, Failure, Result};

/// A row of a sheet as a person left it.
struct Line {
    /// As the spreadsheet numbers it, the header being 1.
    number: usize,
    row: String,
    label: String,
    coder: String,
}

/// The codes of the labels, by row id and coder. A row without a label is not in it.
pub(crate) type Labels<'c> = BTreeMap<String, BTreeMap<String, &'c Code>>;

/// What the sheets hold.
pub(crate) struct Filled<'c> {
    pub(crate) labels: Labels<'c>,
    /// Everybody whose sheet it is or whose name stands in one, labels or not.
    pub(crate) coders: BTreeSet<String>,
}

/// Reads all sheets. A row that is not in the key, a code that is none, and two labels of one coder for one
/// row are refused, with their place.
pub(crate) fn read<'c>(
    sheets: &[impl AsRef<Path>],
    key: &Key,
    codes: &'c [Code],
) -> Result<Filled<'c>> {
    let mut filled = Filled { labels: Labels::new(), coders: BTreeSet::new() };
    let mut real = BTreeSet::new();
    for path in sheets.iter().map(AsRef::as_ref) {
        let same = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if !real.insert(same) {
            let what = format!("{} is named twice: one sheet is not two coders", path.display());
            return Err(Failure::new(Exit::Data, what).next("name each sheet once"));
        }
        for line in lines(path)? {
            filled.take(path, line, key, codes)?;
        }
    }
    Ok(filled)
}

impl<'c> Filled<'c> {
    fn take(&mut self, path: &Path, line: Line, key: &Key, codes: &'c [Code]) -> Result<()> {
        let wrong = |column: &str, what: &str, next: &str| {
            let place = format!("{} row {}, column {column}", path.display(), line.number);
            let kept = "no file was changed";
            Err(Failure::new(Exit::Data, format!("{place}: {what}")).kept(kept).next(next))
        };
        if !key.rows.contains_key(&line.row) {
            let what = format!("`{}` is no row of this audit", line.row);
            return wrong("row", &what, "name the key that was drawn with this sheet with `--key`");
        }
        let code = match codes::find(codes, &line.label) {
            Ok(code) => code,
            Err(what) => return wrong("label", &what, "correct the sheet"),
        };
        let coder = if line.coder.is_empty() { path.display().to_string() } else { line.coder };
        self.coders.insert(coder.clone());
        let Some(code) = code else { return Ok(()) };
        let of_row = self.labels.entry(line.row).or_default();
        let what = format!("{coder} has labelled this row before");
        if of_row.insert(coder, code).is_some() {
            return wrong("label", &what, "give every coder a name in the column `coder`");
        }
        Ok(())
    }
}

/// The rows of a sheet below its header, empty ones left out.
fn lines(path: &Path) -> Result<Vec<Line>> {
    let workbook = path.extension().is_some_and(|ending| {
        !["csv", "tsv", "txt"].iter().any(|text| ending.eq_ignore_ascii_case(text))
    });
    let table = if workbook { of_workbook(path)? } else { of_csv(path)? };
    let wrong = |what: String| {
        Failure::new(Exit::Data, format!("{}: {what}", path.display()))
            .next("the sheet must be one that `audit draw` wrote, with its header")
    };
    let mut table = (1..).zip(table);
    let (_, header) = table.next().ok_or_else(|| wrong("the sheet is empty".to_owned()))?;
    let at = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let must = |name: &str| at(name).ok_or_else(|| wrong(format!("no column `{name}`")));
    let (row, label, coder) = (must("row")?, must("label")?, at("coder"));
    let line = |(number, cells): (usize, Vec<String>)| {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
        Line {
            number,
            row: cell(row),
            label: cell(label),
            coder: coder.map(cell).unwrap_or_default(),
        }
    };
    let says = |line: &Line| !(line.row.is_empty() && line.label.is_empty());
    Ok(table.map(line).filter(says).collect())
}

/// CSV as spreadsheets save it: with or without a byte order mark, in any encoding that leaves ids and codes
/// as they are, separated by commas, semicolons or tabs.
fn of_csv(path: &Path) -> Result<Vec<Vec<String>>> {
    let bytes = fs::read(path).map_err(Failure::reading(path))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let most = [b',', b';', b'\t'].into_iter().max_by_key(|separator| {
        let is_it = |byte: &u8| byte == separator;
        (header.bytes().filter(is_it).count(), *separator == b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(most.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let rows: std::result::Result<_, csv::Error> =
        reader.records().map(|record| record.map(cells)).collect();
    rows.map_err(|error| Failure::new(Exit::Data, format!("{}: {error}", path.display())))
}

/// The sheet `audit` of a workbook, or its first.
fn of_workbook(path: &Path) -> Result<Vec<Vec<String>>> {
    fs::metadata(path).map_err(Failure::reading(path))?;
    let wrong = |error: String| {
        Failure::new(Exit::Data, format!("{} is no workbook: {error}", path.display()))
            .next("save the sheet as .xlsx, .ods or .csv")
    };
    let mut workbook = open_workbook_auto(path).map_err(|error| wrong(error.to_string()))?;
    let names = workbook.sheet_names();
    let name = names.iter().find(|name| *name == "audit").or(names.first());
    let name = name.ok_or_else(|| wrong("it has no sheet".to_owned()))?;
    let range = workbook.worksheet_range(name).map_err(|error| wrong(error.to_string()))?;
    // A range begins at its first cell that holds anything; rows are numbered from the sheet's first.
    let above = range.start().map_or(0, |(row, _)| row as usize);
    let rows = range.rows().map(|row| row.iter().map(cell).collect());
    Ok(std::iter::repeat_n(Vec::new(), above).chain(rows).collect())
}

/// A cell as it would be typed: a whole number has no decimals.
fn cell(data: &Data) -> String {
    match data {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        data => data.to_string(),
    }
}
