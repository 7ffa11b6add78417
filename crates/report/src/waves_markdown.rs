//! `waves.md`: the table of waves of each country, with what a reader must be told.

use crate::escape::markdown;
use crate::findings::{Country, Findings, SeriesOf, Study, Wave};
use crate::number::{grouped, short, times};
use crate::seen::{Seen, Tally, shown};
use crate::{Output, Writer, readme, words};

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
         - excess: {} above the mean of the previous years, summed over the wave.\n\
         - elevated until: last year of the unbroken run above the period's threshold.\n\
         - flip: so many {0} fewer in one of its years unflag that year; up to {} is called fragile.\n\
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
    text.push_str(&waves(study, series, country.error.is_none() && series.error.is_none()));
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
    let mut text = format!(
        "| wave | peak | {} | × recent | × period | excess | elevated until | flip | remarks |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---|\n",
        markdown(&study.measure)
    );
    for wave in &series.waves {
        text.push_str(&row(series, wave));
    }
    text
}

fn row(series: &SeriesOf, wave: &Wave) -> String {
    let flip = words::flip_distance(series, wave);
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        words::wave_span(wave),
        wave.peak_year,
        grouped(u128::from(wave.peak_count)),
        times(wave.times_recent),
        times(wave.times_period),
        short(wave.excess),
        wave.elevated_until,
        flip.map_or_else(|| "–".to_owned(), |distance| grouped(u128::from(distance))),
        markdown(&remarks(series, wave).join(", ")),
    )
}

/// Fragility, then the flags of the wave's years, each once.
fn remarks(series: &SeriesOf, wave: &Wave) -> Vec<String> {
    let mut remarks: Vec<String> =
        words::fragility(series, wave).map(|_| "fragile".to_owned()).into_iter().collect();
    for year in series.years.iter().filter(|year| wave.years.contains(&year.year)) {
        for flag in &year.flags {
            if !remarks.contains(flag) {
                remarks.push(flag.clone());
            }
        }
    }
    remarks
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
        let title = markdown(words::series_title(study, series));
        text.push_str(&format!("\n{title} alone: {waves}.\n"));
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
