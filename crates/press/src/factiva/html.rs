//! Factiva's HTML export: each article in a `<div class="article enArticle">`, either as a table of codes (`HD`, `PD`, `SN` …)
//! or as a run of lines that only their order and form tell apart.

use std::io::{self, Read};
use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};

use super::{Parts, accession};
use crate::export::{Export, Head, Records};
use crate::fields::{Field, field};
use crate::markup::{self, begins, lines, text};
use crate::page::selector;
use crate::record::{Article, Problem};
use crate::source::{Format, Source};
use crate::written;

/// The HTML export.
pub(crate) static HTML: Source = Source {
    name: "factiva-html",
    newspaper: "",
    title: "Factiva, HTML export",
    format: Format::Export(Export {
        extension: "html",
        is_its,
        read,
        searched: true,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// The first 64 KiB are often nothing but style sheet.
fn is_its(head: &Head<'_>) -> bool {
    let title = head.text.find("<title>").and_then(|at| head.text.get(at + 7..));
    let titled = title.is_some_and(|title| title.trim_start().starts_with("Factiva"));
    head.is_markup() && (titled || head.text.contains("\"fcpNavContainer\""))
}

/// `<div class="article enArticle">`, in which other attributes may stand first; not `<div class="article">` around it.
fn is_mark(tag: &[u8]) -> bool {
    let tag = tag.split(|&byte| byte == b'>').next().unwrap_or_default();
    let class = b"class=";
    let at = memchr::memmem::find(tag, class).map(|at| at + class.len() + 1);
    let is_article = |at: usize| tag.get(at..).is_some_and(|class| begins(class, "article "));
    begins(tag, "div ") && at.is_some_and(is_article)
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    markup::articles(input, is_mark, records, article)
}

struct Select {
    article: Selector,
    row: Selector,
    cell: Selector,
    headline: Selector,
    line: Selector,
    paragraph: Selector,
    last: Selector,
}

static SELECT: LazyLock<Select> = LazyLock::new(|| Select {
    article: selector("div.article"),
    row: selector("tr:has(> td.index)"),
    cell: selector("td"),
    headline: selector("[class$='Headline']"),
    line: selector("div:not([id]):not([class])"),
    paragraph: selector("p.articleParagraph"),
    last: selector("p:not([class])"),
});

fn article(html: &Html) -> Result<Article<'static>, Problem> {
    let article = html.select(&SELECT.article).next().ok_or(Problem::NoDate)?;
    let mut parts = Parts::default();
    for row in article.select(&SELECT.row) {
        let mut cells = row.select(&SELECT.cell);
        if let (Some(code), Some(value)) = (cells.next(), cells.next()) {
            coded(&mut parts, &text(code), value);
        }
    }
    if parts.date.is_empty() {
        parts = run(article);
    }
    parts.article()
}

/// A row of the table of codes.
fn coded(parts: &mut Parts, code: &str, value: ElementRef<'_>) {
    let part = match code {
        "HD" => &mut parts.headline,
        "SE" => &mut parts.section,
        "PD" => &mut parts.date,
        "SN" => &mut parts.newspaper,
        "PG" => &mut parts.page,
        "LP" | "TD" => &mut parts.text,
        "AN" => &mut parts.accession,
        _ => return,
    };
    if part.is_empty() {
        *part = match code {
            "LP" | "TD" => lines(value).into_iter().next().unwrap_or_default(),
            "AN" => accession(&text(value)).to_owned(),
            _ => text(value),
        };
    }
}

/// Section, headline, author, length, day, clock, newspaper, its code, edition, page, language, rights: what is not
/// known is left out, so that only what stands before the headline is the section, and what follows the day the newspaper.
fn run(article: ElementRef<'_>) -> Parts {
    let headline = article.select(&SELECT.headline).next();
    let first = article.select(&SELECT.paragraph).map(text).find(|text| !text.is_empty());
    let number = article.select(&SELECT.last).last().map(text).unwrap_or_default();
    let mut parts = Parts {
        headline: headline.map(text).unwrap_or_default(),
        text: first.unwrap_or_default(),
        accession: accession(&number).to_owned(),
        ..Parts::default()
    };
    // Elements stand in the tree in the order of the page.
    let is_before =
        |line: &ElementRef<'_>| headline.is_some_and(|headline| line.id() < headline.id());
    let lines: Vec<ElementRef<'_>> = article.select(&SELECT.line).collect();
    parts.section =
        lines.iter().find(|line| is_before(line)).map(|line| text(*line)).unwrap_or_default();
    let lines = lines.into_iter().filter(|line| !is_before(line)).map(text);
    let lines: Vec<String> = lines.filter(|line| !is_length(line)).collect();
    let is_day = |line: &String| line.len() <= MAX_DAY && written::in_words(line).is_some();
    if let Some(at) = lines.iter().position(is_day) {
        let mut after = lines.iter().skip(at).filter(|line| !is_clock(line)).cloned();
        parts.date = after.next().unwrap_or_default();
        parts.newspaper = after.next().unwrap_or_default();
        parts.page = after.find(|line| is_page(line)).unwrap_or_default();
    }
    parts
}

/// Most bytes of a date.
const MAX_DAY: usize = 40;

/// `1,177 words`.
fn is_length(line: &str) -> bool {
    let unit = line.trim_start_matches(|c: char| c.is_ascii_digit() || " ,.'\u{a0}".contains(c));
    unit.len() < line.len() && field(unit) == Some(Field::Words)
}

/// `15:32`, `15:32 GMT`.
fn is_clock(line: &str) -> bool {
    let clock = line.split_whitespace().next().unwrap_or_default();
    matches!(clock.as_bytes(), [_, b':', _, _] | [_, _, b':', _, _, ..])
}

/// `15`, `A12`, `B-3`.
fn is_page(line: &str) -> bool {
    line.len() <= 6
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
