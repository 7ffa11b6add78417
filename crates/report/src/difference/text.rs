//! The difference for the terminal.

use super::{Cause, Difference, Table, causes, meaning};
use crate::escape::{columns, one_line, shorten};

/// The difference as plain text, at most so many cells of it, no line wider than `width` columns (at least 60).
pub fn difference_table(difference: &Difference, most: usize, width: usize) -> String {
    let width = width.max(60);
    let mut lines = vec![one_line(&format!("{} → {}", difference.old, difference.new))];
    lines.push(format!("{} Articles counted: {}.", difference.sentence(), difference.topic));
    lines.extend(made(difference));
    lines.extend(why(difference));
    lines.extend(cells(difference, most));
    let waves = super::waves(difference);
    lines.extend(headed(waves.caption, aligned(&waves)));
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

fn why(difference: &Difference) -> Vec<String> {
    let line = |cause: &Cause| {
        format!("  {}: {}", causes(std::slice::from_ref(cause)), meaning(&cause.cause))
    };
    let rows = difference.causes.iter().map(line);
    headed("Why, in articles that came (+) and went (−)", rows.collect())
}

fn cells(difference: &Difference, most: usize) -> Vec<String> {
    let mut table = super::cells(difference);
    let all = table.rows.len();
    table.rows.truncate(most);
    let mut lines = aligned(&table);
    if all > most {
        lines.push(format!("  and {} more: --most {all}", all - most));
    }
    headed(table.caption, lines)
}

/// Nothing without rows.
fn headed(head: &str, rows: Vec<String>) -> Vec<String> {
    if rows.is_empty() {
        return rows;
    }
    [vec![String::new(), head.to_owned()], rows].concat()
}

/// Columns under their heads, two blanks apart; no line without a row.
fn aligned<const N: usize>(Table { heads, rows, .. }: &Table<N>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let clean = |row: &[String; N]| row.each_ref().map(|cell| one_line(cell));
    let table: Vec<[String; N]> =
        std::iter::once(heads.map(str::to_owned)).chain(rows.iter().map(clean)).collect();
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
