//! `groundswell export`: the tables for other programs and other people, in the formats of `report::formats`.

use groundswell_ledger::Ledger;
use groundswell_report as report;
use jiff::civil::Date;
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::output::{self, Written};
use crate::study::Study;

/// Writes these formats into `folder`; none named: all of them.
pub(crate) fn export(
    study: &Study,
    ledger: &Ledger,
    findings: &report::Findings,
    folder: &Path,
    formats: &[String],
) -> Result<Vec<Written>> {
    output::write(files(study, ledger, findings, formats)?, folder)
}

/// The files themselves.
pub(crate) fn files(
    study: &Study,
    ledger: &Ledger,
    findings: &report::Findings,
    formats: &[String],
) -> Result<Vec<report::Output>> {
    let every: Vec<&str> = report::formats().collect();
    let asked: Vec<&str> = formats.iter().map(String::as_str).collect();
    let asked = if asked.is_empty() { every } else { asked };
    report::handover(findings, &origin(study, ledger)?, &asked).map_err(|error| {
        let next = match error {
            report::Error::NeedsCsv(_) => "add `csv` to --format",
            _ => "leave that format out with --format",
        };
        Failure::new(Exit::Data, error.to_string()).kept("nothing was written").next(next)
    })
}

fn origin(study: &Study, ledger: &Ledger) -> Result<report::Origin> {
    let relation = |of: groundswell_ledger::Relation| report::Relation {
        name: of.name,
        about: of.about,
        columns: of.columns,
    };
    Ok(report::Origin {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        date: day(study)?.to_string(),
        relations: ledger.dictionary()?.into_iter().map(relation).collect(),
    })
}

/// The day that files are dated with: that of `SOURCE_DATE_EPOCH`, else the last of the study, never today: whoever
/// makes the same tables again gets the same bytes.
pub(crate) fn day(study: &Study) -> Result<Date> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        let year = i16::try_from(study.period.last_year).unwrap_or(0);
        return Ok(jiff::civil::date(year, 12, 31));
    };
    let seconds = epoch.to_str().and_then(|seconds| seconds.parse::<i64>().ok());
    let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date()).ok_or_else(|| {
        let what = format!("SOURCE_DATE_EPOCH is {epoch:?}: no time in seconds");
        Failure::new(Exit::Config, what).next("unset it, or give seconds since 1970")
    })
}
