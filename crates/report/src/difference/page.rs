//! The difference as one HTML page that stands alone: no script, no address, nothing asked of the network.

use super::{Cause, Difference, Table, cells, meaning, waves};
use crate::escape::xml;

/// The whole page. Every name in it is escaped, and its policy lets nothing run.
pub fn difference_page(difference: &Difference) -> String {
    let (old, new) = (xml(&difference.old), xml(&difference.new));
    let mut body = format!(
        "<h1>{old} → {new}</h1>\n<p>{} Articles counted: {}.</p>\n",
        xml(&difference.sentence()),
        xml(&difference.topic)
    );
    body += &table(&made(difference));
    body += &table(&why(difference));
    body += &table(&cells(difference));
    body += &table(&waves(difference));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{old} → {new}</title>\n\
         <style>\n{}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        include_str!("page.css")
    )
}

fn made(difference: &Difference) -> Table<3> {
    let documents = difference.documents().map(|words| [words, String::new(), String::new()]);
    Table {
        caption: "Made otherwise",
        heads: ["what", "old", "new"],
        rows: difference.made.iter().cloned().chain(documents).collect(),
    }
}

fn why(difference: &Difference) -> Table<4> {
    let row = |Cause { cause, added, removed }: &Cause| {
        [cause.clone(), added.to_string(), removed.to_string(), meaning(cause).to_owned()]
    };
    Table {
        caption: "Why",
        heads: ["cause", "articles that came", "that went", "what it is"],
        rows: difference.causes.iter().map(row).collect(),
    }
}

/// Nothing without rows. A cell that is a number is set as one.
fn table<const COLUMNS: usize>(Table { caption, heads, rows }: &Table<COLUMNS>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let cell = |cell: &String| {
        let number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == ',');
        let class = if number { " class=\"number\"" } else { "" };
        format!("<td{class}>{}</td>", xml(cell))
    };
    let row = |row: &[String; COLUMNS]| {
        format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}
