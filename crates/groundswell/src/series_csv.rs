//! Series from a tidy CSV: `country,year,count[,exposure][,state][,newspaper]`, judged without any archive.

use groundswell_detector::{Cell, Series, SeriesError};
use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::readings::Panel;

/// The newspapers of each country, in the order of their codes; an error for one whose years make no series.
pub(crate) type ByCountry = BTreeMap<String, std::result::Result<Panel, String>>;

/// The name of a newspaper that the file does not name.
pub(crate) const UNNAMED: &str = "series";

/// One line of the file.
struct Row {
    country: String,
    newspaper: String,
    year: i32,
    cell: Cell,
    /// What the count is out of; `None`: not given.
    exposure: Option<u64>,
}

/// Where the columns are that matter.
struct Columns {
    country: usize,
    year: usize,
    count: usize,
    exposure: Option<usize>,
    state: Option<usize>,
    newspaper: Option<usize>,
}

/// Reads these countries of the file; none: all of it. A year that is absent was not observed; an empty `state` is
/// `observed`.
pub(crate) fn read(path: &Path, wanted: &[String]) -> Result<ByCountry> {
    let mut found = every(path)?;
    let absent = |code: &&String| !found.keys().any(|found| found.eq_ignore_ascii_case(code));
    let absent: Vec<&str> = wanted.iter().filter(absent).map(String::as_str).collect();
    if found.is_empty() || !absent.is_empty() {
        let what = match absent.as_slice() {
            [] => format!("{} has no rows", path.display()),
            absent => format!("{} has no such country: {}", path.display(), absent.join(", ")),
        };
        return Err(
            Failure::new(Exit::NoInput, what).next("codes are those of its column `country`")
        );
    }
    let asked = |country: &str| wanted.iter().any(|code| code.eq_ignore_ascii_case(country));
    found.retain(|country, _| wanted.is_empty() || asked(country));
    Ok(found)
}

/// Every country of the file.
fn every(path: &Path) -> Result<ByCountry> {
    let wrong = |line: u64, what: &str| {
        Failure::new(Exit::Data, format!("{} line {line}: {what}", path.display()))
            .next("columns: country,year,count[,exposure][,state][,newspaper]; leave out a year that was not observed")
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|error| csv_failure(path, &error))?;
    let header = reader.headers().map_err(|error| csv_failure(path, &error))?.clone();
    let columns = Columns::find(&header).map_err(|what| wrong(1, &what))?;
    let mut rows: BTreeMap<String, BTreeMap<String, Vec<Row>>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| csv_failure(path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = columns.row(&record).map_err(|what| wrong(line, &what))?;
        let papers = rows.entry(row.country.clone()).or_default();
        papers.entry(row.newspaper.clone()).or_default().push(row);
    }
    let panel = |(country, papers)| (country, panel(papers));
    Ok(rows.into_iter().map(panel).collect())
}

fn panel(papers: BTreeMap<String, Vec<Row>>) -> std::result::Result<Panel, String> {
    let mut panel = Panel { names: Vec::new(), papers: Vec::new(), months: Vec::new() };
    for (name, rows) in papers {
        let series = Series::from_years(rows.iter().map(|row| (row.year, row.cell)));
        let series = series.map_err(|error| match error {
            SeriesError::DuplicateYear { .. } if name == UNNAMED => {
                format!("{error}; several newspapers need a column `newspaper`")
            }
            _ => error.to_string(),
        })?;
        let known: BTreeMap<i32, u64> =
            rows.iter().filter_map(|row| Some((row.year, row.exposure?))).collect();
        let exposures = series.years().map(|(year, _)| known.get(&year).copied()).collect();
        let series = match known.is_empty() {
            true => series,
            false => series.with_exposures(exposures).map_err(|error| error.to_string())?,
        };
        panel.names.push(name);
        panel.papers.push(series);
    }
    Ok(panel)
}

impl Columns {
    fn find(header: &csv::StringRecord) -> std::result::Result<Columns, String> {
        let at = |name: &str| {
            header
                .iter()
                .position(|column| column.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
        };
        let must = |name: &str| {
            let semicolons = header.len() == 1 && header[0].contains(';');
            let hint =
                if semicolons { " (its columns are separated by ; instead of ,)" } else { "" };
            at(name).ok_or_else(|| format!("no column `{name}`{hint}"))
        };
        Ok(Columns {
            country: must("country")?,
            year: must("year")?,
            count: must("count")?,
            exposure: at("exposure"),
            state: at("state"),
            newspaper: at("newspaper"),
        })
    }

    fn row(&self, record: &csv::StringRecord) -> std::result::Result<Row, String> {
        let field = |at: usize| record.get(at).unwrap_or("");
        let country = field(self.country).to_owned();
        if country.is_empty() {
            return Err("no country".to_owned());
        }
        let year = field(self.year);
        let year = year.parse().map_err(|_| format!("`{year}` is not a year"))?;
        let state = self.state.map_or("", field);
        let count = field(self.count);
        let whole = |text: &str, what: &str| {
            text.parse::<u64>()
                .map_err(|_| format!("`{text}` is not {what}: a whole number, 0 or more"))
        };
        let number = || whole(count, "a count");
        let cell = match state {
            "missing" => Cell::Missing,
            "not_published" => Cell::NotPublished,
            "not_applicable" => Cell::NotApplicable,
            "partial" => Cell::Partial(number()?),
            // An empty count is silence, and silence is not zero.
            "" | "observed" if count.is_empty() => Cell::Missing,
            "" | "observed" => Cell::Observed(number()?),
            other => {
                let known = ["observed", "partial", "missing", "not_published", "not_applicable"];
                return Err(crate::study::unknown("state", other, known.into_iter()));
            }
        };
        let exposure = self.exposure.map(field).filter(|text| !text.is_empty());
        let exposure = exposure.map(|text| whole(text, "an exposure")).transpose()?;
        let newspaper = self.newspaper.map(field).filter(|name| !name.is_empty());
        let newspaper = newspaper.unwrap_or(UNNAMED).to_owned();
        Ok(Row { country, newspaper, year, cell, exposure })
    }
}

fn csv_failure(path: &Path, error: &csv::Error) -> Failure {
    let exit = if error.is_io_error() { Exit::NoInput } else { Exit::Data };
    Failure::new(exit, format!("{}: {error}", path.display()))
        .next("give a CSV with the columns country,year,count[,exposure][,state][,newspaper]")
}
