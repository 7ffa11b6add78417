//! The comparison as a person reads it: over all countries, or one country's years.

use super::{Against, Answer, Break, Country, Summary};
use groundswell_detector::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::talk::printable;

pub(super) fn table(answer: &Answer) -> String {
    match answer.countries.as_slice() {
        [country] => one(answer, country),
        _ => all(answer),
    }
}

/// All countries together: a line a reading.
fn all(answer: &Answer) -> String {
    let judged = answer.countries.iter().filter(|country| country.error.is_none()).count();
    let mut text = format!("{}\n\n", wrapped("", &answer.rule_sentence));
    let own = answer.summary.first().map_or(0, |own| own.against.wave_years);
    let countries = if judged == 1 { "country" } else { "countries" };
    let years = if own == 1 { "year" } else { "years" };
    let _ = writeln!(
        text,
        "{judged} {countries} judged, {own} wave {years}. The same counts read otherwise:\n\n{}\n{}",
        row("", ["wave", "", "only", "only", "no"], "countries"),
        row("reading", ["years", "shared", "here", "study", "answer"], "that differ"),
    );
    for line in answer.summary.iter().skip(1) {
        let _ = writeln!(text, "{}", summary(line));
    }
    let silent: Vec<&Country> =
        answer.countries.iter().filter(|country| country.error.is_some()).collect();
    if !silent.is_empty() {
        let why = |country: &&Country| {
            let error = country.error.as_deref().unwrap_or_default();
            format!("{} ({})", printable(&country.code), printable(error))
        };
        let each: Vec<String> = silent.iter().map(why).collect();
        let _ = writeln!(text, "\n{}", wrapped("Not judged: ", &each.join(", ")));
    }
    text.push_str(
        "\nshared: years that both call a wave. only here, only study: one calls it a wave, the other says no.\n\
         no answer: years the study judges and this reading cannot. Name one country to see its years.\n",
    );
    caveats(&mut text, answer);
    breaks(&mut text, answer);
    let lines = answer.summary.iter().skip(1);
    legend(&mut text, lines.map(|line| (line.name.as_str(), line.about.as_str())));
    text
}

/// What to know before the numbers are read.
fn caveats(text: &mut String, answer: &Answer) {
    if let Some(judged) = &answer.judged {
        let words = format!(
            "The study judges {judged}; every reading but `per-10000`, `annualised` and the joined ones reads the counts added up."
        );
        let _ = writeln!(text, "\n{}", wrapped("", &words));
    }
    let words = "The readings are not independent: most see the same counts, and some differ from each other in little. Many agreeing readings are not so many confirmations.";
    let _ = writeln!(text, "\n{}", wrapped("", words));
}

/// Years from which on the denominators are others: a rise there may be the collection's.
fn breaks(text: &mut String, answer: &Answer) {
    if !answer.breaks.is_empty() {
        text.push('\n');
    }
    for Break { newspaper, found } in &answer.breaks {
        let words = format!(
            "from {} on about {:.0} articles a year in place of {:.0}: counts rise or fall there with the collection",
            found.year, found.after, found.before,
        );
        let head = format!("Break in {}: ", printable(newspaper));
        let _ = writeln!(text, "{}", wrapped(&head, &words));
    }
}

fn legend<'a>(text: &mut String, readings: impl Iterator<Item = (&'a str, &'a str)>) {
    text.push_str("\nWhat is different in each:\n");
    for (name, about) in readings {
        let _ = writeln!(text, "{}", wrapped(&format!("  {:<18} ", printable(name)), about));
    }
}

fn summary(line: &Summary) -> String {
    let Summary { name, countries, differ, against, .. } = line;
    if *countries == 0 {
        return format!("{name:<18} {:>6}  cannot be said: {}", "–", "nothing it needs is known");
    }
    let Against { wave_years, shared, only_here, only_own, no_answer, .. } = against;
    let numbers = [wave_years, shared, only_here, only_own, no_answer].map(u32::to_string);
    let numbers = numbers.each_ref().map(String::as_str);
    row(&printable(name), numbers, &format!("{differ} of {countries}"))
}

/// A line of the table of readings.
fn row(name: &str, [years, shared, here, study, silent]: [&str; 5], differ: &str) -> String {
    format!("{name:<18} {years:>6} {shared:>7} {here:>6} {study:>6} {silent:>7}  {differ}")
}

/// One country: the waves of each reading, then the years by how many readings see them.
fn one(answer: &Answer, country: &Country) -> String {
    let name = if country.label == country.code {
        printable(&country.code)
    } else {
        format!("{} ({})", printable(&country.label), printable(&country.code))
    };
    let mut text = format!("{name}\n{}\n\n", wrapped("", &answer.rule_sentence));
    if let Some(error) = &country.error {
        let _ = writeln!(text, "not judged: {error}");
        return text;
    }
    for reading in &country.readings {
        let waves = match &reading.error {
            Some(error) => format!("– {error}"),
            None if reading.waves.is_empty() => "no wave".to_owned(),
            None => reading.waves.iter().map(span).collect::<Vec<_>>().join(", "),
        };
        let name = printable(&reading.name);
        let _ = writeln!(text, "{}", wrapped(&format!("{name:<18} "), &waves));
    }
    years(&mut text, country);
    caveats(&mut text, answer);
    breaks(&mut text, answer);
    let others = country.readings.iter().skip(1);
    legend(&mut text, others.map(|reading| (reading.name.as_str(), reading.about.as_str())));
    text
}

/// Years that some reading calls a wave: how many of those with an answer do.
fn years(text: &mut String, country: &Country) {
    let mut seen: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    let own: Vec<i32> = country.readings.first().map_or(Vec::new(), |own| {
        let waves = own.years.iter().filter(|said| said.verdict == Outcome::Wave);
        waves.map(|said| said.year).collect()
    });
    for said in country.readings.iter().skip(1).flat_map(|reading| &reading.years) {
        let (waves, judged) = seen.entry(said.year).or_default();
        *waves += u32::from(said.verdict == Outcome::Wave);
        *judged += u32::from(said.verdict.is_judged());
    }
    text.push_str(
        "\nYears that the study (*) or half of the other readings with an answer call a wave, and how many do:\n",
    );
    for (year, (waves, judged)) in seen {
        let ours = own.contains(&year);
        if !ours && waves * 2 < judged || judged == 0 {
            continue;
        }
        let star = if ours { '*' } else { ' ' };
        let bar = "█".repeat(waves as usize);
        let rest = "·".repeat((judged - waves) as usize);
        let _ = writeln!(text, "  {year} {star} {bar}{rest} {waves} of {judged}");
    }
}

fn span((first, last): &(i32, i32)) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// Words after a head, in lines of at most 100 columns that begin under the first.
fn wrapped(head: &str, words: &str) -> String {
    let indent = " ".repeat(head.chars().count());
    let mut text = head.to_owned();
    let mut column = head.chars().count();
    for word in words.split_inclusive(' ') {
        let width = word.chars().count();
        if column + width > 100 {
            text = format!("{}\n{indent}", text.trim_end());
            column = indent.len();
        }
        text.push_str(word);
        column += width;
    }
    text
}
