//! Series from a tidy CSV: `country,year,count[,exposure][,state]`, judged without any archive.

use groundswell_detector::{Cell, Series};
use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::{Exit, Failure, Result};

/// The series of each country, in the order of their codes; an error for one that is none.
pub(crate) type ByCountry = BTreeMap<String, std::result::Result<Series, String>>;

/// Where the columns are that matter.
struct Columns {
    country: usize,
    year: usize,
    count: usize,
    state: Option<usize>,
}

/// Reads the file. A year that is absent was not observed; an empty `state` is `observed`.
pub(crate) fn read(path: &Path) -> Result<ByCountry> {
    let wrong = |line: u64, what: &str| {
        Failure::new(Exit::Data, format!("{} line {line}: {what}", path.display()))
            .next("columns: country,year,count[,exposure][,state]; leave out a year that was not observed")
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|error| csv_failure(path, &error))?;
    let header = reader.headers().map_err(|error| csv_failure(path, &error))?.clone();
    let columns = Columns::find(&header).map_err(|what| wrong(1, &what))?;
    let mut years: BTreeMap<String, Vec<(i32, Cell)>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| csv_failure(path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let (country, year, cell) = columns.row(&record).map_err(|what| wrong(line, &what))?;
        years.entry(country).or_default().push((year, cell));
    }
    let series = |(country, cells): (String, Vec<(i32, Cell)>)| {
        (country, Series::from_years(cells).map_err(|error| error.to_string()))
    };
    Ok(years.into_iter().map(series).collect())
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
            state: at("state"),
        })
    }

    fn row(&self, record: &csv::StringRecord) -> std::result::Result<(String, i32, Cell), String> {
        let field = |at: usize| record.get(at).unwrap_or("");
        let country = field(self.country).to_owned();
        if country.is_empty() {
            return Err("no country".to_owned());
        }
        let year = field(self.year);
        let year = year.parse().map_err(|_| format!("`{year}` is not a year"))?;
        let state = self.state.map_or("", field);
        let count = field(self.count);
        let number = || {
            count
                .parse::<u64>()
                .map_err(|_| format!("`{count}` is not a count: a whole number, 0 or more"))
        };
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
        Ok((country, year, cell))
    }
}

fn csv_failure(path: &Path, error: &csv::Error) -> Failure {
    let exit = if error.is_io_error() { Exit::NoInput } else { Exit::Data };
    Failure::new(exit, format!("{}: {error}", path.display()))
        .next("give a CSV with the columns country,year,count[,exposure][,state]")
}
