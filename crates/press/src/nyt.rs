//! The New York Times: months of the Archive API and captures of Article Search, every era.

use std::borrow::Cow;

use crate::date::Date;
use crate::html;
use crate::json::{List, Text, object};
use crate::record::{Article, Labels, Problem};
use crate::route::{Route, Unit};
use crate::source::{self, Facts, Format, Json, Parsed, Said, Source, first};

/// Archive API months and Article Search pages; both have the same records.
pub(crate) static ARCHIVE: Source = Source {
    name: "nyt-archive",
    newspaper: "nyt",
    title: "The New York Times, Archive API and Article Search",
    format: Format::Json(Json {
        within: &["response"],
        lists: &["docs"],
        signs: &["pub_date", "web_url"],
        beside: &["meta", "metadata"],
        beside_tells: true,
        also: &[],
        said,
        parse,
        articles: true,
    }),
    route: Some(&Route {
        origin: "https://api.nytimes.com",
        unit: Unit::Month,
        first: Date { year: 1851, month: 9, day: 18 },
        last: None,
        key: Some("api-key"),
        html: false,
        max_bytes: 256 << 20,
        requests_per_minute: 5,
        requests_per_day: 500,
        seconds_apart: 12,
        usual_requests: 1,
        usual_bytes: 8 << 20,
        zone: "America/New_York",
        sparse: false,
        ask: |span, _| format!("/svc/archive/v1/{}/{}.json", span.year, span.month),
    }),
    by_content: true,
};

/// Records on one page of Article Search.
const PAGE: u64 = 10;

/// A month holds all its `hits`; a page of a search, known by its `offset`, the ten that begin there.
fn said(facts: &Facts) -> Option<Said> {
    let meta: Meta<'_> = facts.value("meta").or_else(|| facts.value("metadata"))?;
    let hits: u64 = meta.hits.0.parse().ok()?;
    let whole = Said { held: hits, total: Some(hits), ..Said::default() };
    match meta.offset.0.parse::<u64>() {
        Ok(offset) => Some(Said {
            held: hits.saturating_sub(offset).min(PAGE),
            page: Some(offset / PAGE + 1),
            pages: Some(hits.div_ceil(PAGE)),
            searched: true,
            ..whole
        }),
        Err(_) => Some(whole),
    }
}

fn parse(bytes: &[u8]) -> Parsed<'_> {
    source::parse(bytes, article)
}

object! {
    /// `response.meta`; `response.metadata` since 2025.
    Meta { hits: Text<'a> = "hits", offset: Text<'a> = "offset" }
}
object! {
    /// A record, as far as it is used.
    Doc {
        id: Text<'a> = "_id",
        uri: Text<'a> = "uri",
        url: Text<'a> = "web_url",
        date: Text<'a> = "pub_date",
        headline: Headline<'a> = "headline",
        summary: Text<'a> = "abstract",
        snippet: Text<'a> = "snippet",
        lead: Text<'a> = "lead_paragraph",
        keywords: List<Keyword<'a>> = "keywords",
        section: Text<'a> = "section_name",
        subsection: Text<'a> = "subsection_name",
        desk: Text<'a> = "news_desk",
        print_section: Text<'a> = "print_section",
        print_page: Text<'a> = "print_page",
        kind: Text<'a> = "type_of_material",
    }
}
object! {
    /// A headline in its versions.
    Headline { main: Text<'a> = "main", print: Text<'a> = "print_headline" }
}
object! {
    /// An index term.
    Keyword { name: Text<'a> = "name", value: Text<'a> = "value" }
}

fn article(doc: Doc<'_>) -> Result<Article<'_>, Problem> {
    let date = source::date(&doc.date.0)?;
    let url = doc.url.said();
    let id = first([doc.id.said(), doc.uri.said(), url.clone()]);
    if id.is_empty() {
        return Err(Problem::NoIdentity);
    }
    Ok(Article {
        newspaper: Cow::default(),
        id,
        date,
        date_written: doc.date.0,
        headline: html::text(first([doc.headline.main.said(), doc.headline.print.said()])),
        summary: html::text(first([doc.summary.said(), doc.snippet.said()])),
        lead: html::text(doc.lead.said()),
        places: places(doc.keywords),
        labels: Labels {
            section: doc.section.0,
            subsection: doc.subsection.0,
            desk: doc.desk.0,
            book_section: doc.print_section.0,
            tags: Vec::new(),
        },
        page: doc.print_page.said(),
        kind: doc.kind.said(),
        url,
        lossy: false,
    })
}

/// The values of the place terms: `glocations` in captures to 2025, `Location` after.
fn places(keywords: List<Keyword<'_>>) -> Vec<Cow<'_, str>> {
    let is_place = |name: &str| {
        name.eq_ignore_ascii_case("glocations") || name.eq_ignore_ascii_case("location")
    };
    keywords
        .0
        .into_iter()
        .filter(|keyword| is_place(&keyword.name.0) && !keyword.value.is_empty())
        .map(|keyword| keyword.value.0)
        .collect()
}
