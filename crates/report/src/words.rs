//! The sentences that every output for people shares: what was counted, in which newspapers, by which choices.

use crate::codes;
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

/// Series that join the newspapers, and their titles.
const JOINED: [(&str, &str); 5] = [
    ("sum", "all newspapers together"),
    ("mean-of-rates", "the mean of the newspapers' rates"),
    ("standardised", "the mean of the newspapers' standardised rates"),
    ("max", "the highest of the newspapers"),
    ("both", "a wave in every newspaper within a year"),
];

/// The title of a series that joins the newspapers. None: it is one newspaper's.
pub(crate) fn joined(study: &Study, series: &SeriesOf) -> Option<&'static str> {
    let named = study.newspapers.iter().any(|paper| paper.name == series.newspaper);
    let row = JOINED.iter().find(|(name, _)| !named && *name == series.newspaper)?;
    Some(row.1)
}

/// The title of a series: a newspaper's, or "all newspapers together".
pub(crate) fn series_title<'a>(study: &'a Study, series: &'a SeriesOf) -> &'a str {
    let paper = study.newspapers.iter().find(|paper| paper.name == series.newspaper);
    let title = paper.map(|paper| paper.title.as_str()).or(joined(study, series));
    title.unwrap_or(&series.newspaper)
}

/// The unit of a series that was not judged on counts: "articles per 10,000". None: it was judged on counts.
pub(crate) fn rate<'a>(study: &Study, series: &'a SeriesOf) -> Option<&'a str> {
    let unit = series.unit.as_str();
    let counts = ["", "articles", "mentions", study.measure.as_str()].contains(&unit);
    (!counts).then_some(unit)
}

/// A flag in words; one that is not known as it is.
pub(crate) fn flag(flag: &str) -> &str {
    codes::FLAGS.iter().find(|(name, _)| *name == flag).map_or(flag, |(_, words)| words)
}

/// The choices that change the numbers, name and value, in the order they are stated everywhere.
pub fn choices(study: &Study) -> [(&'static str, &str); 9] {
    [
        ("sections", &study.verdicts),
        ("basis", &study.basis),
        ("channel", &study.channel),
        ("tier", &study.tier),
        ("topic", &study.topic),
        ("home", &study.home),
        ("policy", &study.policy),
        ("papers", &study.combine),
        ("judged", &study.normalise),
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

/// What makes a wave doubtful, in a word or two: "fragile (1)", then the flags that a table has room for.
pub(crate) fn doubts(series: &SeriesOf, wave: &Wave) -> Vec<String> {
    let flagged = |name: &str| {
        let mut years = series.years.iter().filter(|year| wave.years.contains(&year.year));
        years.any(|year| year.flags.iter().any(|flag| flag == name))
    };
    let flags = [("coverage_break", "a paper came or went"), ("tie", "perhaps a tie")];
    let doubtful = flags.into_iter().filter(|(name, _)| flagged(name));
    fragility(series, wave).into_iter().chain(doubtful.map(|(_, words)| words.into())).collect()
}

/// "guardian no; nyt yes": whether each newspaper alone sees the wave. Empty: nobody asked.
pub(crate) fn agreement(wave: &Wave) -> String {
    let answer = |sees: &Option<bool>| match sees {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let papers = wave.agreement.iter().map(|(paper, sees)| format!("{paper} {}", answer(sees)));
    papers.collect::<Vec<_>>().join("; ")
}

/// "judged: the mean of the newspapers' rates, articles per 10,000". None: counts were judged.
pub(crate) fn judged(study: &Study, series: &SeriesOf) -> Option<String> {
    let unit = rate(study, series)?;
    Some(format!("judged: {}, {unit}", series_title(study, series)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_newspaper_alone_says_of_a_wave() {
        let sees = [("nyt", Some(true)), ("guardian", Some(false)), ("mail", None)];
        let agreement = sees.map(|(paper, sees)| (paper.to_owned(), sees)).into();
        let wave = Wave { agreement, ..Wave::default() };
        for (wave, expected) in
            [(wave, "guardian no; mail unknown; nyt yes"), (Wave::default(), "")]
        {
            assert_eq!(super::agreement(&wave), expected);
        }
    }
}
