//! The sentences that every output for people shares: what was counted, in which newspapers, by which choices.

use crate::findings::{SeriesOf, Study, Wave};

/// A wave is called fragile when so few articles fewer would unflag one of its years.
pub(crate) const FRAGILE: u64 = 2;

/// "International articles a year that name the country".
pub(crate) fn what_is_counted(study: &Study) -> String {
    let topic = match study.topic.as_str() {
        "all" | "" => String::new(),
        "unrest" => " and speak of unrest".to_owned(),
        topic => format!(" (topic: {topic})"),
    };
    let (articles, section) = match study.verdicts.as_str() {
        "yes" => ("international articles", ""),
        "yes+unknown" => ("articles", ", international or of unknown section"),
        _ => ("articles", ""),
    };
    match study.measure.as_str() {
        "mentions" => {
            format!("Mentions of the country a year in {articles} that name it{topic}{section}")
        }
        _ => format!("{} a year that name the country{topic}{section}", capital(articles)),
    }
}

/// The words with a capital at the beginning.
pub(crate) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// "The New York Times and The Guardian".
pub(crate) fn newspapers(study: &Study) -> String {
    let titles: Vec<&str> = study.newspapers.iter().map(|paper| paper.title.as_str()).collect();
    match titles.as_slice() {
        [] => "no newspaper".to_owned(),
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        [only, ..] => (*only).to_owned(),
    }
}

/// The title of a series: a newspaper's, or "all newspapers together".
pub(crate) fn series_title<'a>(study: &'a Study, series: &'a SeriesOf) -> &'a str {
    let named = study.newspapers.iter().find(|paper| paper.name == series.newspaper);
    match named {
        Some(paper) => &paper.title,
        None if series.newspaper == "sum" => "all newspapers together",
        None => &series.newspaper,
    }
}

/// The choices that change the numbers, name and value, in the order they are stated everywhere.
pub fn choices(study: &Study) -> [(&'static str, &str); 7] {
    [
        ("section verdicts", &study.verdicts),
        ("basis", &study.basis),
        ("channel", &study.channel),
        ("tier", &study.tier),
        ("topic", &study.topic),
        ("home", &study.home),
        ("past names", &study.policy),
    ]
}

/// The choices on one line; those that were not made (a series from elsewhere) are left out.
pub fn choices_line(study: &Study) -> String {
    let made = choices(study).into_iter().filter(|(_, value)| !value.is_empty());
    made.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" · ")
}

/// "1910–1911", or "1931" for a wave of one year.
pub(crate) fn span(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// The span, with `…` at an end whose neighbour year could not be judged.
pub(crate) fn wave_span(wave: &Wave) -> String {
    let left = if wave.censored_left { "…" } else { "" };
    let right = if wave.censored_right { "…" } else { "" };
    format!("{left}{}{right}", span(wave.first, wave.last))
}

/// The wave's smallest flip distance: so many articles fewer in one of its years unflag that year. None: not known.
pub(crate) fn flip_distance(series: &SeriesOf, wave: &Wave) -> Option<u64> {
    let flagged = series.years.iter().filter(|year| wave.years.contains(&year.year));
    flagged.filter_map(|year| year.flip_distance).min()
}

/// "fragile (1)" when few articles decide it.
pub(crate) fn fragility(series: &SeriesOf, wave: &Wave) -> Option<String> {
    let distance = flip_distance(series, wave)?;
    (distance <= FRAGILE).then(|| format!("fragile ({distance})"))
}

/// What makes a wave doubtful: "fragile (1)", "a paper came or went" for the flag `coverage_break`.
pub(crate) fn doubts(series: &SeriesOf, wave: &Wave) -> Vec<String> {
    let mut years = series.years.iter().filter(|year| wave.years.contains(&year.year));
    let breaks = years.any(|year| year.flags.iter().any(|flag| flag == "coverage_break"));
    let breaks = breaks.then(|| "a paper came or went".to_owned());
    fragility(series, wave).into_iter().chain(breaks).collect()
}

/// "no wave among 148 judged years": silence about the others is not "no".
pub(crate) fn no_wave(series: &SeriesOf) -> String {
    match series.years.iter().filter(|year| year.verdict == "none").count() {
        0 => "no year could be judged".to_owned(),
        1 => "no wave; only 1 year could be judged".to_owned(),
        judged => format!("no wave among {judged} judged years"),
    }
}

/// "15 years with a count could not be judged". None: all were.
pub(crate) fn not_judged(series: &SeriesOf) -> Option<String> {
    match series.years.iter().filter(|year| year.verdict == "undetermined").count() {
        0 => None,
        1 => Some("1 year with a count could not be judged".to_owned()),
        years => Some(format!("{years} years with a count could not be judged")),
    }
}
