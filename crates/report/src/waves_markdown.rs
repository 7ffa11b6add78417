//! `waves.md`: the table of waves of each country, with what a reader must be told.

use crate::escape::markdown;
use crate::findings::{Country, Findings, SeriesOf, Study, Wave, Year};
use crate::number::{grouped, percent, short, times};
use crate::seen::{Seen, Tally, shown};
use crate::{Output, Writer, readme, trust, words};

pub(crate) const WRITER: Writer = Writer {
    name: "waves.md",
    about: "the waves of each country as tables to read",
    write: |findings| vec![Output::text("waves.md", waves_markdown(findings))],
};

/// A Markdown page: the study, what a reader must be told, and a table of waves a country.
pub fn waves_markdown(findings: &Findings) -> String {
    let study = &findings.study;
    let mut page = format!("# {}: waves\n\n", markdown(&study.title));
    page.push_str(&readme::about(study));
    page.push_str(&readme::notes(study));
    page.push_str(&legend(study));
    for country in &findings.countries {
        page.push_str(&section(study, country));
    }
    page
}

fn legend(study: &Study) -> String {
    format!(
        "\n## Reading the tables\n\n\
         - × recent: peak ÷ mean of the previous years. × period: peak ÷ mean of the period.\n\
         - excess: {} above the mean of the previous years, summed over the wave; where a rate was judged, in its unit.\n\
         - elevated until: last year of the unbroken run above the period's threshold.\n\
         - flip: so many {0} fewer in one of its years unflag that year; up to {} is called fragile.\n\
         - support: share of 200 settings of the rule's numbers that flag the peak year.\n\
         - per 10,000: how many of the wave's years are waves per 10,000 international articles too; annualised: as \
         12 × count ÷ months held.\n\
         - resampled: share of series with each article drawn again in which the peak year is flagged.\n\
         - papers alone: whether each newspaper, judged alone, has a wave in these years or beside them; unknown: it has no \
         answer there.\n\
         - `…` at an end: the year beside it could not be judged, the wave may be longer.\n",
        markdown(&study.measure),
        words::FRAGILE,
    )
}

fn section(study: &Study, country: &Country) -> String {
    let mut text = format!("\n## {} ({})\n\n", markdown(&country.label), markdown(&country.code));
    if let Some(error) = &country.error {
        text.push_str(&format!("**Not judged:** {}\n\n", markdown(error)));
    }
    let Some(series) = shown(country) else {
        text.push_str("There is no series.\n");
        return text;
    };
    let tally = Tally::of(series.years.iter().map(Seen::of));
    text.push_str(&format!("{}.\n\n", markdown(&tally.sentence(&study.measure))));
    if let Some(not_judged) = words::not_judged(series).filter(|_| country.error.is_none()) {
        text.push_str(&format!("{not_judged}.\n\n"));
    }
    if let Some(error) = series.error.as_ref().filter(|_| country.error.is_none()) {
        text.push_str(&format!("**Not judged:** {}\n\n", markdown(error)));
    }
    let judged = country.error.is_none() && series.error.is_none();
    if let Some(sentence) = words::judged(study, series).filter(|_| judged) {
        text.push_str(&format!("{}.\n\n", markdown(&words::capital(&sentence))));
    }
    text.push_str(&waves(study, series, judged));
    if judged {
        text.push_str(&trusted(study, series));
    }
    text.push_str(&others(study, country, series));
    text.push_str(&warnings(study, country));
    text
}

fn waves(study: &Study, series: &SeriesOf, judged: bool) -> String {
    if series.waves.is_empty() {
        return if judged {
            format!("{}.\n", words::capital(&words::no_wave(series)))
        } else {
            String::new()
        };
    }
    let columns = columns(study, series);
    let heads: Vec<&str> = columns.iter().map(|column| column.head.as_str()).collect();
    let marks: Vec<&str> =
        columns.iter().map(|column| if column.number { "---:" } else { "---" }).collect();
    let mut text = format!("| {} |\n|{}|\n", heads.join(" | "), marks.join("|"));
    for wave in &series.waves {
        let cells: Vec<String> = columns.iter().map(|column| (column.cell)(series, wave)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// One column of a table of waves.
struct Column {
    head: String,
    number: bool,
    cell: fn(&SeriesOf, &Wave) -> String,
}

/// The columns of a country's table: the number judged where it is a rate, and of what was not computed no column.
fn columns(study: &Study, series: &SeriesOf) -> Vec<Column> {
    let number = |head: &str, cell| Column { head: markdown(head), number: true, cell };
    let text = |head: &str, cell| Column { head: markdown(head), number: false, cell };
    let known = |cell: &Cell| series.waves.iter().any(|wave| cell(series, wave) != NONE);
    let mut columns = vec![
        text("wave", |_, wave| words::wave_span(wave)),
        number("peak", |_, wave| wave.peak_year.to_string()),
        number(&study.measure, |_, wave| grouped(u128::from(wave.peak_count))),
    ];
    if let Some(unit) = words::rate(study, series) {
        columns.push(number(unit, peak_value));
    }
    columns.extend([
        number("× recent", |_, wave| times(wave.times_recent)),
        number("× period", |_, wave| times(wave.times_period)),
        number("excess", |_, wave| short(wave.excess)),
        number("elevated until", |_, wave| wave.elevated_until.to_string()),
        number("flip", flip),
    ]);
    let trust: [(&str, Cell); 4] = [
        ("support", |series, wave| trust::support(series, wave).unwrap_or_else(|| NONE.into())),
        ("per 10,000", |series, wave| also(series, wave, trust::per_10000)),
        ("annualised", |series, wave| also(series, wave, trust::annualised)),
        ("resampled", resampled),
    ];
    columns.extend(
        trust.into_iter().filter(|(_, cell)| known(cell)).map(|(head, cell)| number(head, cell)),
    );
    if series.waves.iter().any(|wave| !wave.agreement.is_empty()) {
        columns.push(text("papers alone", |_, wave| markdown(&words::agreement(wave))));
    }
    columns.push(text("remarks", |series, wave| markdown(&remarks(series, wave).join(", "))));
    columns
}

/// What stands for a number that is not known.
const NONE: &str = "–";

type Cell = fn(&SeriesOf, &Wave) -> String;

fn peak_value(series: &SeriesOf, wave: &Wave) -> String {
    times(trust::peak(series, wave).and_then(|year| year.value))
}

fn flip(series: &SeriesOf, wave: &Wave) -> String {
    let distance = words::flip_distance(series, wave);
    distance.map_or_else(|| NONE.to_owned(), |distance| grouped(u128::from(distance)))
}

fn resampled(series: &SeriesOf, wave: &Wave) -> String {
    let share = trust::peak(series, wave).and_then(|year| year.bootstrap);
    percent(share).unwrap_or_else(|| NONE.to_owned())
}

/// "3 of 4" years.
fn also(series: &SeriesOf, wave: &Wave, other: fn(&Year) -> &str) -> String {
    match trust::also(series, wave, other) {
        Some(years) => format!("{years} of {}", wave.years.len()),
        None => NONE.to_owned(),
    }
}

/// Fragility, then the flags of the wave's years, each once.
fn remarks(series: &SeriesOf, wave: &Wave) -> Vec<String> {
    let mut remarks: Vec<String> =
        words::fragility(series, wave).map(|_| "fragile".to_owned()).into_iter().collect();
    for year in series.years.iter().filter(|year| wave.years.contains(&year.year)) {
        for flag in year.flags.iter().map(|flag| words::flag(flag).to_owned()) {
            if !remarks.contains(&flag) {
                remarks.push(flag);
            }
        }
    }
    remarks
}

/// Where counts and rates disagree, and what chance would flag: a paragraph each.
fn trusted(study: &Study, series: &SeriesOf) -> String {
    let sentences =
        trust::disagreements(study, series).into_iter().chain(trust::chance(study, series));
    sentences.map(|sentence| format!("\n{}\n", markdown(&sentence))).collect()
}

/// The verdicts of the other series: each newspaper alone.
fn others(study: &Study, country: &Country, shown: &SeriesOf) -> String {
    let mut text = String::new();
    for series in country.series.iter().filter(|series| series.newspaper != shown.newspaper) {
        let waves: Vec<String> = series.waves.iter().map(words::wave_span).collect();
        let waves = match &series.error {
            Some(error) => format!("not judged, {}", markdown(error)),
            None if waves.is_empty() => words::no_wave(series),
            None => waves.join(", "),
        };
        let title = match words::joined(study, series) {
            Some(title) => words::capital(title),
            None => format!("{} alone", words::series_title(study, series)),
        };
        text.push_str(&format!("\n{}: {waves}.\n", markdown(&title)));
    }
    text
}

fn warnings(study: &Study, country: &Country) -> String {
    let mut text = String::new();
    for series in &country.series {
        for warning in &series.warnings {
            let title = markdown(words::series_title(study, series));
            text.push_str(&format!("\nWarning ({title}): {}\n", markdown(warning)));
        }
    }
    text
}
