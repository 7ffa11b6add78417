//! GDELT: events and mentions that a program found in the world's news, a line each, tab separated without names; or
//! with names, as the tables that come of queries. What is counted there is not counted again: a row is handed out as
//! what it is, an article somewhere without text, of the source that GDELT names (`nytimes.com`, no newspaper's title).
//!
//! Columns are those of the data-format codebooks, events 1.0 (57 columns, 58 from April 2013) and 2.0 (61), mentions 2.0.
//! Places and countries in them are the program's, not the newspaper's, and are not taken over.

use std::borrow::Cow;
use std::io::{self, Read};

use super::cells::Cells;
use crate::contents::Fault;
use crate::date::Date;
use crate::export::{Export, Head, Records};
use crate::lines::Lines;
use crate::record::{Article, Problem};
use crate::source::{Format, Source, within_years};

/// A line an article that mentions an event.
pub(crate) static MENTIONS: Source = Source {
    name: "gdelt-mentions",
    newspaper: "",
    title: "GDELT, mentions of events",
    format: Format::Export(Export {
        extension: "csv",
        is_its: |head| layout(head, &MENTION).is_some(),
        read: |input, records| read(input, records, &MENTION),
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// A line an event, with the first article that mentions it.
pub(crate) static EVENTS: Source = Source {
    name: "gdelt-events",
    newspaper: "",
    title: "GDELT, events",
    format: Format::Export(Export {
        extension: "csv",
        is_its: |head| layout(head, &EVENT).is_some(),
        read: |input, records| read(input, records, &EVENT),
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// One of GDELT's tables.
struct Shape {
    /// Columns that are read, as the codebook calls them.
    names: &'static [&'static str],
    /// Where they are, by the number of columns; beyond the last one where it has no such.
    widths: &'static [(usize, &'static [usize])],
    /// How many figures the cells of these columns have; 0 for any number of them.
    figures: &'static [(usize, usize)],
    article: for<'a> fn(&[&'a str]) -> Result<Article<'a>, Problem>,
}

static MENTION: Shape = Shape {
    names: &[
        "GLOBALEVENTID",
        "MentionTimeDate",
        "MentionType",
        "MentionSourceName",
        "MentionIdentifier",
    ],
    widths: &[(16, &[0, 2, 3, 4, 5]), (15, &[0, 2, 3, 4, 5])],
    figures: &[(0, 0), (1, 14), (2, 1)],
    article: mention,
};

static EVENT: Shape = Shape {
    names: &["GLOBALEVENTID", "SQLDATE", "EventCode", "NumArticles", "DATEADDED", "SOURCEURL"],
    widths: &[
        (61, &[0, 1, 26, 33, 59, 60]),
        (58, &[0, 1, 26, 33, 56, 57]),
        (57, &[0, 1, 26, 33, 56, 57]),
    ],
    figures: &[(0, 0), (1, 8)],
    article: event,
};

/// How the lines of a document are to be read.
struct Layout {
    delimiter: u8,
    /// Number of cells of a row.
    width: usize,
    /// Where the wanted cells are.
    at: Vec<usize>,
    /// Whether the first line are names.
    header: bool,
}

fn layout(head: &Head<'_>, shape: &Shape) -> Option<Layout> {
    of_line(head.text.lines().next()?, shape)
}

/// How a document that begins with this line is laid out, if it is of this shape.
fn of_line(line: &str, shape: &Shape) -> Option<Layout> {
    for delimiter in [b'\t', b','].into_iter().filter(|it| line.as_bytes().contains(it)) {
        let mut cells = Cells::new(delimiter);
        let width = cells.read(&format!("{line}\n")).unwrap_or(0);
        let names: Vec<&str> = cells.iter().collect();
        let place = |name: &&str| names.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        if let Some(at) = shape.names.iter().map(place).collect() {
            return Some(Layout { delimiter, width, at, header: true });
        }
    }
    let cells: Vec<&str> = line.split('\t').collect();
    let (width, at) = shape.widths.iter().find(|(width, _)| *width == cells.len())?;
    let has = |&(column, figures): &(usize, usize)| {
        let cell = at.get(column).and_then(|&at| cells.get(at)).copied().unwrap_or_default();
        is_number(cell) && (figures == 0 || cell.len() == figures)
    };
    let fits = shape.figures.iter().all(has);
    fits.then(|| Layout { delimiter: b'\t', width: *width, at: at.to_vec(), header: false })
}

fn read(input: &mut dyn Read, records: &mut Records<'_>, shape: &Shape) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let mut line = String::new();
    let Some(mut found) = lines.next(&mut line)? else { return Ok(()) };
    let Some(layout) = of_line(&line, shape) else {
        records.cut(0, Fault::UnknownShape);
        return Ok(());
    };
    let mut cells = Cells::new(layout.delimiter);
    let mut header = layout.header;
    loop {
        let bytes = lines.offset - found.offset;
        line.push('\n');
        // GDELT writes quotation marks as they come; a table with names was written by another program, which quotes.
        let held = if layout.header {
            cells.read(&line)
        } else {
            Some(cells.read_plain(line.trim_end_matches('\n')))
        };
        if found.cut {
            records.hand(found.offset, bytes, Err(Problem::TooLarge(bytes)));
        } else if !header && !line.trim().is_empty() {
            let all: Vec<&str> = cells.iter().collect();
            let wanted = layout.at.iter().map(|&at| all.get(at).copied().unwrap_or_default());
            let article = match held {
                Some(held) if held == layout.width => (shape.article)(&wanted.collect::<Vec<_>>()),
                Some(held) => Err(Problem::Cells { held, named: layout.width }),
                None => Err(Problem::Unclosed),
            };
            records.hand(found.offset, bytes, article);
        }
        header = false;
        match lines.next(&mut line)? {
            Some(next) => found = next,
            None => return Ok(()),
        }
    }
}

fn mention<'a>(cells: &[&'a str]) -> Result<Article<'a>, Problem> {
    let &[event, time, kind, source, identifier] = cells else { return Err(Problem::NoIdentity) };
    if identifier.trim().is_empty() {
        return Err(Problem::NoIdentity);
    }
    Ok(Article {
        newspaper: source.into(),
        kind: format!("gdelt mention; type {kind}; event {event}").into(),
        url: if identifier.contains("://") { identifier } else { "" }.into(),
        ..Article::of(identifier, stamp(time)?, time)
    })
}

fn event<'a>(cells: &[&'a str]) -> Result<Article<'a>, Problem> {
    let &[number, day, code, articles, added, url] = cells else { return Err(Problem::NoIdentity) };
    let is_url = url.contains("://");
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let id: Cow<'_, str> = if is_url { url.into() } else { format!("gdelt:{number}").into() };
    // An article is of the day on which it was found; of the years before GDELT only the day of the event is known.
    let day_written = if is_url { added } else { day };
    Ok(Article {
        newspaper: host.trim_start_matches("www.").into(),
        kind: format!("gdelt event {code} of {day}; articles {articles}; event {number}").into(),
        url: if is_url { url } else { "" }.into(),
        ..Article::of(id, stamp(day_written)?, day_written)
    })
}

/// The day of `20170701` or `20170701234500`.
fn stamp(written: &str) -> Result<Date, Problem> {
    if written.is_empty() {
        return Err(Problem::NoDate);
    }
    let part = |range| {
        written.get(range).filter(|part| is_number(part)).and_then(|part| part.parse::<u16>().ok())
    };
    let day = || {
        let small = |range| part(range).and_then(|part| u8::try_from(part).ok());
        matches!(written.len(), 8 | 14).then_some(())?;
        Date::new(part(0..4)?.into(), small(4..6)?, small(6..8)?)
    };
    let shown = || written.chars().take(40).collect();
    within_years(day().ok_or_else(|| Problem::BadDate(shown()))?)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
