//! RIS, what reference managers and databases (ProQuest, EBSCO, Zotero …) exchange: a line `TY  - NEWS`, lines of a tag and
//! its value, a line `ER  -`.
//!
//! It is made for references, so most records have a headline and an abstract at most. Records of other types than
//! newspapers' are read too: their newspaper is one nobody knows.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::contents::Fault;
use crate::export::{Export, Head, Piece, Records, short};
use crate::filed::filed;
use crate::html::opening;
use crate::lines::Lines;
use crate::links;
use crate::proquest;
use crate::record::{Article, Problem};
use crate::source::{Format, Source, within_years};
use crate::written;

/// RIS files that hold newspaper articles.
pub(crate) static RIS: Source = Source {
    name: "ris",
    newspaper: "",
    title: "References, RIS",
    format: Format::Export(Export { extension: "ris", is_its, read, searched: true, named: false }),
    route: None,
    by_content: true,
};

/// Hosts of the newspapers themselves; any other address may be a library's.
const HOSTS: [&str; 3] = ["nytimes.com", "theguardian.com", "guardian.co.uk"];

fn is_its(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty());
    let begins = lines.next().and_then(tag).is_some_and(|(tag, _)| tag == "TY");
    begins && head.text.lines().any(|line| tag(line) == Some(("TY", "NEWS")))
}

/// Tag and value of a line `AB  - value`.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let value = rest.trim_start().strip_prefix('-')?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let spaced = rest.starts_with("  -") || rest.starts_with(" -");
    (is_tag && spaced && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let (mut line, mut held) = (String::new(), None::<Piece>);
    while let Some(found) = lines.next(&mut line)? {
        let tag = tag(&line).map(|(tag, _)| tag);
        if tag == Some("TY") {
            // The one before does not end: read what there is of it.
            hand(held.replace(Piece::at(found.offset)), records);
        }
        if let Some(piece) = &mut held {
            piece.push(&line, lines.offset - found.offset);
        }
        if tag == Some("ER") {
            hand(held.take(), records);
        }
    }
    if held.is_some() {
        hand(held, records);
        records.note(lines.offset, Fault::Unended);
    }
    Ok(())
}

fn hand(piece: Option<Piece>, records: &mut Records<'_>) {
    if let Some(piece) = piece {
        let article = piece.too_large().map_or_else(|| article(&piece.text), Err);
        records.hand(piece.offset, piece.bytes, article);
    }
}

/// Tags and values in their order, lines that go on joined.
fn fields(text: &str) -> Vec<(&str, Cow<'_, str>)> {
    let mut fields: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for line in text.lines() {
        match (tag(line), fields.last_mut()) {
            (Some((tag, value)), _) => fields.push((tag, value.into())),
            (None, Some((_, value))) if !line.trim().is_empty() => {
                let value = value.to_mut();
                value.push(' ');
                value.push_str(line.trim());
            }
            (None, _) => {}
        }
    }
    fields
}

fn article(text: &str) -> Result<Article<'static>, Problem> {
    let fields = fields(text);
    let first = |tags: &[&str]| {
        let value =
            |tag: &&str| fields.iter().find(|(found, value)| found == tag && !value.is_empty());
        tags.iter().find_map(value).map(|(_, value)| value.clone().into_owned()).unwrap_or_default()
    };
    let date_written = first(&["DA", "Y1", "PY"]);
    let date = day(&date_written)?;
    let headline = short(first(&["TI", "T1"]));
    let address = first(&["UR"]);
    let (id, url) = identity(&first(&["AN"]), &first(&["DB", "DP"]), &address, date, &headline)?;
    let (labels, page) = filed(&short(first(&["SE"])));
    let printed = short(first(&["SP"]));
    let text = first(&["FT"]);
    let mut article = Article {
        newspaper: short(first(&["T2", "JF", "JO", "BT", "JA"])),
        headline,
        summary: first(&["AB", "N2"]).into(),
        lead: opening(&text).to_owned().into(),
        labels,
        page: if printed.is_empty() { page } else { printed },
        kind: short(first(&["M3"])),
        url,
        ..Article::of(id, date, short(date_written))
    };
    if article.id.starts_with("proquest:") {
        proquest::take_note(&mut article);
    }
    Ok(article)
}

/// `2022/03/09/`, `2022/3/9`, or in words.
fn day(written: &str) -> Result<crate::Date, Problem> {
    let bare = written.trim_end_matches('/').trim();
    written::day(bare)
        .or_else(|problem| written::short_day(bare, None).map_or(Err(problem), within_years))
}

/// Id and address: ProQuest's number where the record is from there, else day and headline.
fn identity(
    accession: &str,
    database: &str,
    address: &str,
    date: crate::Date,
    headline: &str,
) -> Result<(Cow<'static, str>, Cow<'static, str>), Problem> {
    let number = proquest::docview(address);
    let of_proquest = database.contains("ProQuest") || address.contains("proquest.com/");
    let number = if number.is_empty() && of_proquest { accession } else { number };
    let (id, url) = proquest::identity(number, date, headline)?;
    let own = address.split(['?', '#']).next().unwrap_or_default();
    let own = links::address(own, &HOSTS).filter(|_| url.is_empty()).map(|own| own.whole.into());
    Ok((id, own.unwrap_or(url)))
}
