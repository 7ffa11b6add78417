//! Findings in, bytes out: the files of a report, and the table a terminal shows.
//!
//! This crate does not know where findings come from: it takes plain structs of numbers and strings and returns text.
//! The same findings give the same bytes; there is no clock, no locale and no file system here.
//!
//! ```
//! use groundswell_report::{Country, Findings, SeriesOf, Study, Year, outputs};
//!
//! let year = |year, count| Year {
//!     year,
//!     state: if count == None { "missing" } else { "observed" }.into(),
//!     count,
//!     verdict: if count == None { "missing" } else { "undetermined" }.into(),
//!     ..Year::default()
//! };
//! let findings = Findings {
//!     study: Study { title: "A short study".into(), first_year: 1901, last_year: 1903, ..Study::default() },
//!     countries: vec![Country {
//!         code: "CHL".into(),
//!         label: "Chile".into(),
//!         series: vec![SeriesOf {
//!             newspaper: "sum".into(),
//!             years: vec![year(1901, Some(4)), year(1902, None), year(1903, Some(0))],
//!             ..SeriesOf::default()
//!         }],
//!         error: Some("fewer than 10 observed years".into()),
//!     }],
//!     ..Findings::default()
//! };
//! let files = outputs(&findings);
//! let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
//! assert_eq!(
//!     paths,
//!     [
//!         "README.md",
//!         "waves.md",
//!         "waves.csv",
//!         "years.csv",
//!         "gsp.csv",
//!         "world.csv",
//!         "findings.json",
//!         "charts/CHL.svg",
//!         "charts/heatmap.svg",
//!     ],
//! );
//! ```

mod chart;
mod codes;
mod countries_csv;
mod coverage_csv;
mod difference;
mod escape;
mod findings;
mod gaps_csv;
mod gsp_csv;
mod handover;
mod html;
mod json;
mod newspapers_csv;
mod number;
mod png;
mod readme;
mod seen;
mod study_columns;
mod table;
mod terminal;
mod trust;
mod waves_csv;
mod waves_markdown;
mod words;
mod world;
mod world_table;
mod years_csv;

pub use chart::{country_svg, coverage_svg, heatmap_svg, world_svg};
pub use coverage_csv::coverage_csv;
pub use difference::{Cause, Difference, MovedCell, MovedWave, difference_page, difference_table};
pub use findings::{
    Country, Coverage, Era, Findings, Gap, NewspaperLine, Robustness, SeriesOf, Study, Wave, Year,
};
pub use handover::{Error, Origin, Relation, formats, handover};
pub use html::{
    Article, Choice, EVIDENCE_BYTES, EXPLORER, Evidence, Explorer, Live, Reading, Wanted,
    explorer_html, wanted,
};
pub use json::json;
pub use png::png;
pub use terminal::waves_table;
pub use waves_csv::waves_csv;
pub use waves_markdown::waves_markdown;
pub use words::{choices, choices_line};
pub use world::{World, WorldYear, world_csv};
pub use world_table::world_table;
pub use years_csv::years_csv;

/// Every output of a report, in the order of its README. One output: one file here, one line in this list.
const WRITERS: &[Writer] = &[
    readme::WRITER,
    waves_markdown::WRITER,
    waves_csv::WRITER,
    years_csv::WRITER,
    gsp_csv::WRITER,
    world::WRITER,
    coverage_csv::WRITER,
    json::WRITER,
    chart::WRITER,
    chart::WORLD,
    chart::HEATMAP,
    chart::COVERAGE,
];

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes, relative to the report's folder, with `/`: `charts/CHL.svg`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Output {
    fn text(path: impl Into<String>, text: String) -> Output {
        Output { path: path.into(), bytes: text.into_bytes() }
    }
}

/// One kind of output.
struct Writer {
    /// Its path in the report's folder, for people: `charts/CODE.svg`.
    name: &'static str,
    /// What is in it, for the report's README.
    about: &'static str,
    write: fn(&Findings) -> Vec<Output>,
}

/// Every file of the report's folder, always in the same order, each path once.
pub fn outputs(findings: &Findings) -> Vec<Output> {
    WRITERS.iter().flat_map(|writer| (writer.write)(findings)).collect()
}
