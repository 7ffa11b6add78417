//! Europresse (Eureka.cc): newspapers in French and English, exported as HTML; the layout since 2013 and the one before it.

use std::io::{self, Read};
use std::sync::LazyLock;

use scraper::{Html, Selector};

use crate::export::{self, Export, Head, Records, short};
use crate::filed::filed;
use crate::html::opening;
use crate::markup::{self, begins, lines, text};
use crate::page::selector;
use crate::record::{Article, Problem};
use crate::source::{Format, Source};
use crate::written;

/// The HTML export.
pub(crate) static HTML: Source = Source {
    name: "europresse-html",
    newspaper: "",
    title: "Europresse, HTML export",
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

/// The name of the newspaper, with which an article begins in both layouts.
const MARK: &str = "span class=\"DocPublicationName\"";

fn is_its(head: &Head<'_>) -> bool {
    head.is_markup() && head.text.contains(MARK)
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    markup::articles(input, |tag| begins(tag, MARK), records, article)
}

struct Select {
    newspaper: Selector,
    header: Selector,
    headline: Selector,
    paragraph: Selector,
}

static SELECT: LazyLock<Select> = LazyLock::new(|| Select {
    newspaper: selector(".DocPublicationName"),
    header: selector(".DocHeader"),
    headline: selector(".titreArticleVisu, .TitreArticleVisu"),
    paragraph: selector("section p"),
});

fn article(html: &Html) -> Result<Article<'static>, Problem> {
    let of = |selector| html.select(selector).map(text).collect::<Vec<_>>().join(" ");
    let (title, header) = (short(of(&SELECT.newspaper)), short(of(&SELECT.header)));
    let (section, written, page) = around_date(&header);
    let date = written::day(&written)?;
    let (all, headline) = (lines(html.root_element()), of(&SELECT.headline));
    let paragraph = html.select(&SELECT.paragraph).map(text).find(|text| !text.is_empty());
    let text = paragraph.or_else(|| former(&all, &headline)).unwrap_or_default();
    let (headline, lead) = (short(headline), opening(&text).to_owned());
    let parted = all.iter().filter(|line| line.contains('·'));
    let mut words = parted.flat_map(|line| line.split_whitespace());
    let id = match words.find(|word| is_number(word)) {
        Some(number) => format!("europresse:{number}").into(),
        None => export::identity(date, &headline).or_else(|_| export::identity(date, &lead))?,
    };
    let (labels, found) = filed(&section);
    Ok(Article {
        // `Le Monde, no. 5968`
        newspaper: title.split(", no").next().unwrap_or_default().trim().to_owned().into(),
        headline,
        lead: lead.into(),
        labels,
        page: if page.is_empty() { found } else { page.to_owned().into() },
        ..Article::of(id, date, header)
    })
}

/// The number of a document: `news·20060315·LM·0q1503_1256056`.
fn is_number(word: &str) -> bool {
    word.split('·').count() >= 4 && word.len() < 100
}

/// Section, date and page of `Politique, mardi 14 mars 2006, p. 16`.
fn around_date(header: &str) -> (String, String, &str) {
    let page = header.rsplit_once("p. ").map_or("", |(_, page)| page.trim());
    let is_day = |part: &str| written::in_words(&format!("{part} 2000")).is_some();
    let parts: Vec<&str> = header.split(',').map(str::trim).collect();
    // `Section 2, March 9, 2006`: not the second.
    let at = parts.iter().position(|part| is_day(part)).unwrap_or_default();
    let (before, from) = parts.split_at(at);
    let section: Vec<&str> =
        before.iter().filter(|part| !WEEKDAYS.contains(part)).copied().collect();
    (section.join("; "), from.join(", "), if page.len() <= MAX_PAGE { page } else { "" })
}

/// Days that stand before a comma of their own.
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Most bytes of a page.
const MAX_PAGE: usize = 12;

/// The first line of the text in the layout before 2013, where an author may stand before it.
fn former(lines: &[String], headline: &str) -> Option<String> {
    let at = lines.iter().position(|line| line == headline)?;
    let mut after = lines.iter().skip(at + 1).take_while(|line| !line.starts_with('©'));
    let first = after.next()?;
    let is_author = first.len() < 60 && !first.ends_with(['.', '!', '?', '»', '"', ':']);
    Some(after.next().filter(|_| is_author).unwrap_or(first).clone())
}
