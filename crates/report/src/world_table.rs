//! What the terminal shows of all countries together: the share in a wave, a bar a decade, and the highest years.

use crate::escape::{columns, one_line, shorten, wrap};
use crate::findings::Findings;
use crate::number::percent;
use crate::terminal::{Ink, NARROWEST, stated};
use crate::words;
use crate::world::{World, WorldYear, caveats};

/// Periods of up to so many years have a row a year, longer ones a row a decade.
const YEAR_BY_YEAR: usize = 40;
/// So many of the highest years are named.
const NAMED: usize = 6;

/// The share of countries in a wave as plain text, no line wider than `width` columns (at least 48).
///
/// A decade's share is its waves ÷ its answers, over countries and years. `colour` adds ANSI colours; without it the
/// text has no control character but the line feed, whatever the names hold.
pub fn world_table(findings: &Findings, width: usize, colour: bool) -> String {
    let (width, ink) = (width.max(NARROWEST), Ink { colour });
    let study = &findings.study;
    let world = World::of(findings);
    let head = shorten(&one_line(&format!("Countries in a wave: {}", study.title)), width);
    let counted = words::what_is_counted(study);
    let period = words::span(study.first_year, study.last_year);
    let counted = format!("{counted}, in {}, {period}.", words::newspapers(study));
    let n = one_line(&[vec![world.sentence()], caveats(findings)].concat().join("; "));

    let mut lines = vec![ink.bold(&head)];
    lines.extend(wrap(&one_line(&counted), width));
    lines.push(String::new());
    if world.is_shared() {
        lines.extend(rows(&world, width, &ink));
        lines.push(String::new());
        lines.extend(highest(&world));
    } else {
        lines.push("  a share of countries takes two with an answer".to_owned());
    }
    lines.extend(wrap(&n, width - 2).iter().map(|line| format!("  {}", ink.faint(line))));
    lines.push(String::new());
    let stated = stated(study);
    lines.extend(stated.iter().flat_map(|line| wrap(&one_line(line), width)));
    lines.join("\n") + "\n"
}

/// Some years together.
struct Span {
    years: String,
    waves: usize,
    answers: usize,
    /// The most countries that have an answer in one of the years.
    most: usize,
}

impl Span {
    fn of(run: &[WorldYear<'_>]) -> Span {
        let ends = run.first().zip(run.last());
        Span {
            years: ends.map_or_else(String::new, |(a, b)| words::span(a.year, b.year)),
            waves: run.iter().map(|year| year.in_wave.len()).sum(),
            answers: run.iter().map(|year| year.answers).sum(),
            most: run.iter().map(|year| year.answers).max().unwrap_or(0),
        }
    }

    /// None: no country has an answer in these years.
    fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.waves as f64 / self.answers as f64)
    }
}

/// years, share, of how many countries at most, bar; `·` where no country has an answer.
fn rows(world: &World<'_>, width: usize, ink: &Ink) -> Vec<String> {
    let every = if world.years.len() > YEAR_BY_YEAR { 10 } else { 1 };
    let runs = world.years.chunk_by(|a, b| a.year.div_euclid(every) == b.year.div_euclid(every));
    let spans: Vec<Span> = runs.map(Span::of).collect();
    let most = spans.iter().filter_map(Span::share).fold(0.0, f64::max);
    let name = spans.iter().map(|span| columns(&span.years)).max().unwrap_or(0);
    let of = spans.iter().map(|span| span.most.to_string().len()).max().unwrap_or(0);
    let room = width.saturating_sub(name + of + 16).min(60);
    let row = |span: &Span| {
        let years = format!("{:<name$}", span.years);
        let Some(share) = span.share() else {
            return format!("  {years}  {}", ink.faint("· no country has an answer"));
        };
        let bar = bar(share, most, room);
        let text = percent(Some(share)).unwrap_or_default();
        let bar = ink.wave(&bar);
        format!("  {years}  {text:>5}  of {:>of$}  {bar}", span.most).trim_end().to_owned()
    };
    spans.iter().map(row).collect()
}

/// A bar in eighths of a column, as long as the room where the share is the highest.
fn bar(share: f64, most: f64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if share <= 0.0 || most <= 0.0 {
        return String::new();
    }
    // The counts are exact in f64, so the eighths are the same on every machine.
    let eighths = ((share / most * room as f64 * 8.0).round() as usize).max(1);
    let part = EIGHTHS.get(eighths % 8).unwrap_or(&"");
    "█".repeat(eighths / 8) + part
}

fn highest(world: &World<'_>) -> Vec<String> {
    let row = |year: &&WorldYear<'_>| {
        let share = percent(year.share()).unwrap_or_default();
        format!("  {:<9}  {share:>5}  {} of {}", year.year, year.in_wave.len(), year.answers)
    };
    let years: Vec<String> = world.highest(NAMED).iter().map(row).collect();
    let title = match years.len() {
        0 => "no wave in a year with half of the answers",
        _ => "highest years",
    };
    [vec![format!("  {title}")], years].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_eighths() {
        for (share, most, room, expected) in [
            (0.5, 0.5, 3, "███"),
            (0.25, 0.5, 3, "█▌"),
            (0.001, 0.5, 3, "▏"),
            (0.0, 0.5, 3, ""),
            (0.0, 0.0, 3, ""),
        ] {
            assert_eq!(bar(share, most, room), expected, "{share}");
        }
    }
}
