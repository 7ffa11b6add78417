//! The difference for the terminal.

use super::{Difference, causes, meaning, shown, years};
use crate::escape::{columns, one_line, shorten, wrap};

/// The difference as plain text, at most so many cells of it, no line wider than `width` columns (at least 60).
pub fn difference_table(difference: &Difference, most: usize, width: usize) -> String {
    let width = width.max(60);
    let mut lines = vec![one_line(&format!("{} → {}", difference.old, difference.new))];
    lines.push(format!("{} Articles counted: {}.", difference.sentence(), difference.topic));
    lines.extend(made(difference));
    lines.extend(why(difference, width));
    lines.extend(cells(difference, most));
    lines.extend(waves(difference));
    let clean = |line: &String| shorten(&one_line(line.trim_end()), width) + "\n";
    lines.iter().map(clean).collect()
}

fn made(difference: &Difference) -> Vec<String> {
    let short = |value: &str| match value {
        "" => "not stated".to_owned(),
        digest if digest.len() == 64 => shorten(digest, 12),
        value => value.to_owned(),
    };
    let line = |[name, old, new]: &[String; 3]| {
        one_line(&format!("  {name}: {} → {}", short(old), short(new)))
    };
    let rows = difference.made.iter().map(line);
    let documents = difference.documents().map(|words| format!("  {words}"));
    let rows: Vec<String> = rows.chain(documents).collect();
    headed("Made otherwise", rows)
}

fn why(difference: &Difference, width: usize) -> Vec<String> {
    let rows = difference.causes.iter().flat_map(|cause| {
        let words = format!("{}: {}", causes(std::slice::from_ref(cause)), meaning(&cause.cause));
        wrap(&words, width - 4)
            .into_iter()
            .enumerate()
            .map(|(line, text)| if line == 0 { format!("  {text}") } else { format!("    {text}") })
    });
    headed("Why, in articles that came (+) and went (−)", rows.collect())
}

fn cells(difference: &Difference, most: usize) -> Vec<String> {
    let cells = difference.moved.iter().take(most).map(|cell| {
        [
            cell.country.clone(),
            cell.year.to_string(),
            cell.newspaper.clone(),
            shown(cell.old, &cell.old_state),
            shown(cell.new, &cell.new_state),
            causes(&cell.causes),
        ]
    });
    let mut rows = aligned(&["country", "year", "paper", "old", "new", "why"], cells.collect());
    let left = difference.moved.len().saturating_sub(most);
    if left > 0 {
        rows.push(format!("  and {left} more: --most {}", difference.moved.len()));
    }
    headed("Cells that moved", rows)
}

fn waves(difference: &Difference) -> Vec<String> {
    let waves = difference.waves.iter().map(|wave| {
        let label = one_line(&format!("{} ({})", wave.label, wave.country));
        [label, years(&wave.old), years(&wave.new), wave.cause.clone()]
    });
    headed("Waves that moved", aligned(&["country", "old", "new", "why"], waves.collect()))
}

/// Nothing without rows.
fn headed(head: &str, rows: Vec<String>) -> Vec<String> {
    if rows.is_empty() {
        return rows;
    }
    [vec![String::new(), head.to_owned()], rows].concat()
}

/// Columns under their heads, two blanks apart; no line without a row.
fn aligned<const N: usize>(heads: &[&str; N], rows: Vec<[String; N]>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = heads.map(str::to_owned);
    let table: Vec<[String; N]> = std::iter::once(heads).chain(rows).collect();
    let width =
        |at: usize| table.iter().filter_map(|row| row.get(at)).map(|cell| columns(cell)).max();
    let widths: Vec<usize> = (0..N).map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths);
        cells.fold(" ".to_owned(), |line, (cell, width)| {
            line + " " + cell + &" ".repeat(width + 1 - columns(cell).min(*width))
        })
    };
    table.iter().map(line).collect()
}
