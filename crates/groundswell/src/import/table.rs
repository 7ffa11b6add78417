//! What an import looked at, as a table for people.

use std::fmt::Write as _;

use super::Imported;
use super::look::Look;

/// A line a document: what it is, its records, their days, and how many of them have a title, a text, a section; then the newspapers, and
/// what could not be read.
pub(super) fn table(imported: &Imported) -> String {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(imported.looked.iter().map(|(file, look)| cells(file, look)));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..HEADINGS.len()).filter_map(width).collect();
    let mut text = String::new();
    for row in &rows {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Numbers stand to the right.
            let space = " ".repeat(width - cell.chars().count());
            let number = (2..=8).contains(&column);
            let (before, after) = if number { (&*space, "") } else { ("", &*space) };
            let _ = write!(text, "{before}{cell}{after}  ");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text + &newspapers(imported)
}

const HEADINGS: [&str; 11] = [
    "kind",
    "days",
    "records",
    "unreadable",
    "known paper",
    "title",
    "text",
    "section",
    "international",
    "taken as",
    "file",
];

fn cells(file: &str, look: &Look) -> [String; 11] {
    let days = look.days.map_or_else(
        || "no day".to_owned(),
        |(first, last)| {
            if first == last { first.to_string() } else { format!("{first} to {last}") }
        },
    );
    let taken = match look {
        Look { refused: Some(_), .. } => "refused",
        Look { searched: true, .. } => "search",
        _ => "archive",
    };
    let Look { records, unreadable, known, titled, with_text, filed, international, .. } = look;
    let numbers =
        [records, unreadable, known, titled, with_text, filed, international].map(u64::to_string);
    let [records, unreadable, known, titled, with_text, filed, international] = numbers;
    [
        look.source.name.to_owned(),
        days,
        records,
        unreadable,
        known,
        titled,
        with_text,
        filed,
        international,
        taken.to_owned(),
        file.to_owned(),
    ]
}

/// Titles as written, those with most articles first, with what they are known as.
fn newspapers(imported: &Imported) -> String {
    let mut titles = std::collections::BTreeMap::<&str, u64>::new();
    for (_, look) in &imported.looked {
        for (title, articles) in &look.newspapers {
            *titles.entry(title).or_default() += articles;
        }
    }
    let mut titles: Vec<(&str, u64)> = titles.into_iter().collect();
    titles.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    let mut text = String::new();
    for (title, articles) in titles.iter().take(SHOWN) {
        let known = groundswell_press::newspaper_of_title(title).unwrap_or("not known");
        let _ = writeln!(text, "{articles:>8}  {title} ({known})");
    }
    if titles.len() > SHOWN {
        let _ = writeln!(text, "{:>8}  further titles", titles.len() - SHOWN);
    }
    text
}

/// Most titles that are shown.
const SHOWN: usize = 30;
