//! The difference as one HTML page that stands alone: no script, no address, nothing asked of the network.

use super::{Difference, causes, meaning, shown, years};
use crate::escape::xml;

/// The whole page. Every name in it is escaped, and its policy lets nothing run.
pub fn difference_page(difference: &Difference) -> String {
    let (old, new) = (xml(&difference.old), xml(&difference.new));
    let mut body = format!(
        "<h1>{old} → {new}</h1>\n<p>{} Articles counted: {}.</p>\n",
        xml(&difference.sentence()),
        xml(&difference.topic)
    );
    let made = difference
        .made
        .iter()
        .map(|row| row.to_vec())
        .chain(difference.documents().map(|words| vec![words, String::new(), String::new()]));
    body += &table("Made otherwise", &["what", "old", "new"], made.collect());
    let why = difference.causes.iter().map(|cause| {
        let counts = [cause.added.to_string(), cause.removed.to_string()];
        [vec![cause.cause.clone()], counts.to_vec(), vec![meaning(&cause.cause).to_owned()]]
            .concat()
    });
    body +=
        &table("Why", &["cause", "articles that came", "that went", "what it is"], why.collect());
    let cells = difference.moved.iter().map(|cell| {
        vec![
            cell.country.clone(),
            cell.year.to_string(),
            cell.newspaper.clone(),
            shown(cell.old, &cell.old_state),
            shown(cell.new, &cell.new_state),
            causes(&cell.causes),
        ]
    });
    let heads = ["country", "year", "newspaper", "old", "new", "why"];
    body += &table("Cells that moved", &heads, cells.collect());
    let waves = difference.waves.iter().map(|wave| {
        let label = format!("{} ({})", wave.label, wave.country);
        vec![label, years(&wave.old), years(&wave.new), wave.cause.clone()]
    });
    body += &table("Waves that moved", &["country", "old", "new", "why"], waves.collect());
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{old} → {new}</title>\n\
         <style>\n{}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        include_str!("page.css")
    )
}

/// Nothing without rows. A cell that is a number is set as one.
fn table(caption: &str, heads: &[&str], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let cell = |cell: &String| {
        let number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == ',');
        let class = if number { " class=\"number\"" } else { "" };
        format!("<td{class}>{}</td>", xml(cell))
    };
    let row = |row: Vec<String>| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>());
    let rows: String = rows.into_iter().map(row).collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}
