//! `groundswell waves`: the table of waves, of the study or of any CSV, for people or as JSON.

use groundswell_detector::{self as detector, Judgement, Rule, Verdict, Wave};
use groundswell_report as report;
use serde::Serialize;
use std::io::IsTerminal;
use std::path::Path;

use crate::failure::Result;
use crate::findings;
use crate::readings::Panel;
use crate::series_csv;
use crate::talk::{Talk, print, print_json};

/// The JSON contract: `groundswell.waves/1`.
#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    rule: RuleAnswer<'a>,
    series: Vec<SeriesAnswer>,
}

/// The rule's parameters, with its id and sentence.
#[derive(Serialize)]
struct RuleAnswer<'a> {
    id: String,
    sentence: String,
    #[serde(flatten)]
    rule: &'a Rule,
}

/// One series, judged or not.
#[derive(Serialize, Default)]
struct SeriesAnswer {
    country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    verdicts: Vec<Verdict>,
    waves: Vec<Wave>,
    warnings: Vec<String>,
}

/// Judges the series of a CSV file.
pub(crate) fn of_csv(
    path: &Path,
    rule: &Rule,
    countries: &[String],
    jobs: usize,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    if json {
        let series = answers(path, rule, countries, talk)?;
        let rule = RuleAnswer { id: rule.id(), sentence: rule.sentence(), rule };
        return print_json(&Answer { schema: "groundswell.waves/1", rule, series });
    }
    print(&table(&given(path, rule, countries, jobs, talk)?))
}

/// The share of the series of a CSV file that are in a wave, year by year.
pub(crate) fn world_of_csv(
    path: &Path,
    rule: &Rule,
    jobs: usize,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    print_world(&given(path, rule, &[], jobs, talk)?, json)
}

/// The findings of a file. A series that cannot be judged is said; the others go on.
fn given(
    path: &Path,
    rule: &Rule,
    countries: &[String],
    jobs: usize,
    talk: &Talk,
) -> Result<report::Findings> {
    let findings = findings::given(path, rule, countries, false, jobs)?.findings;
    for report::Country { code, error, .. } in &findings.countries {
        if let Some(error) = error {
            not_judged(code, error, talk);
        }
    }
    Ok(findings)
}

fn not_judged(country: &str, error: &str, talk: &Talk) {
    talk.say(format!("{country}: not judged: {error}"));
}

/// The series of a file, judged. One that cannot be judged gets an error entry, and is said; the others go on.
fn answers(
    path: &Path,
    rule: &Rule,
    countries: &[String],
    talk: &Talk,
) -> Result<Vec<SeriesAnswer>> {
    let answer = |(country, panel): (String, std::result::Result<Panel, String>)| match panel
        .and_then(|panel| judged(&panel, rule))
    {
        Ok(judged) => SeriesAnswer {
            country,
            error: None,
            verdicts: judged.verdicts,
            waves: judged.waves,
            warnings: judged.warnings.iter().map(ToString::to_string).collect(),
        },
        Err(error) => {
            not_judged(&country, &error, talk);
            SeriesAnswer { country, error: Some(error), ..SeriesAnswer::default() }
        }
    };
    Ok(series_csv::read(path, countries)?.into_iter().map(answer).collect())
}

/// The newspapers of the file added up and judged.
fn judged(panel: &Panel, rule: &Rule) -> std::result::Result<Judgement, String> {
    let sum = panel.sum().map_err(|error| error.to_string())?;
    detector::judge(&sum, rule).map_err(|error| error.to_string())
}

/// The table a terminal shows, as wide as the terminal says it is.
pub(crate) fn table(findings: &report::Findings) -> String {
    let (width, colour) = terminal();
    report::waves_table(findings, width, colour)
}

/// Its columns, and whether it wants colour.
fn terminal() -> (usize, bool) {
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    (width.unwrap_or(100), colour)
}

/// The JSON contract: `groundswell.world/1`.
#[derive(Serialize)]
struct WorldAnswer<'a> {
    schema: &'static str,
    rule: &'a str,
    years: Vec<WorldYear<'a>>,
}

/// All countries in one year.
#[derive(Serialize)]
struct WorldYear<'a> {
    year: i32,
    /// Countries with a count and an answer.
    answers: usize,
    /// Codes of those in a wave.
    in_wave: &'a [&'a str],
    /// Share of the first that are the second; `None`: no country has an answer.
    share: Option<f64>,
}

/// The share of countries in a wave, year by year.
pub(crate) fn print_world(findings: &report::Findings, json: bool) -> Result<()> {
    if !json {
        let (width, colour) = terminal();
        return print(&report::world_table(findings, width, colour));
    }
    let world = report::World::of(findings);
    let years = world.years.iter().map(|of| WorldYear {
        year: of.year,
        answers: of.answers,
        in_wave: &of.in_wave,
        share: of.share(),
    });
    let (schema, rule) = ("groundswell.world/1", findings.study.rule.as_str());
    print_json(&WorldAnswer { schema, rule, years: years.collect() })
}

/// Judged series of a study as the JSON contract.
pub(crate) fn print_study_json(findings: &report::Findings) -> Result<()> {
    print(&report::json(findings))
}
