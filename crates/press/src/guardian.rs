//! The Guardian: pages of the Content API, 2012 and today's: the world section, and what the paper printed as
//! international without filing it there.

use std::borrow::Cow;

use crate::date::Date;
use crate::html;
use crate::json::{List, Text, object};
use crate::record::{Article, Labels, Problem};
use crate::route::{Route, Span, Unit};
use crate::source::{self, Facts, Format, Json, Parsed, Said, Source, first};

/// Content API search pages; asked for, the world section.
pub(crate) static API: Source = Source {
    name: "guardian-api",
    newspaper: "guardian",
    title: "The Guardian, Content API",
    format: Format::Json(PAGE),
    route: Some(&Route { ask: |span, page| articles(span, page, "section=world"), ..ROUTE }),
    by_content: true,
};

/// What was printed on the international pages but is filed elsewhere on the web. With [`API`] each article once.
pub(crate) static PRINTED: Source = Source {
    name: "guardian-printed",
    newspaper: "guardian",
    title: "The Guardian, Content API: printed international pages outside the world section",
    format: Format::Json(PAGE),
    route: Some(&Route {
        usual_requests: 1,
        sparse: true,
        ask: |span, page| {
            articles(span, page, "section=-world&tag=theguardian/mainsection/international")
        },
        ..ROUTE
    }),
    // Only the question tells: the answer is one of the Content API like any other.
    by_content: false,
};

/// A page of results.
const PAGE: Json = Json {
    within: &["response"],
    lists: &["results"],
    signs: &["webPublicationDate", "webUrl"],
    beside: &["total", "startIndex", "pageSize"],
    beside_tells: true,
    also: &["currentPage", "pages"],
    said,
    parse,
    articles: true,
};

/// What all routes to the Content API share, its quota too.
pub(crate) const ROUTE: Route = Route {
    origin: "https://content.guardianapis.com",
    unit: Unit::Month,
    first: Date { year: 1999, month: 1, day: 1 },
    last: None,
    key: Some("api-key"),
    html: false,
    max_bytes: 256 << 20,
    requests_per_minute: 60,
    requests_per_day: 500,
    seconds_apart: 1,
    usual_requests: 7,
    usual_bytes: 2 << 20,
    zone: "Europe/London",
    sparse: false,
    ask: |_, _| String::new(),
};

/// The request for articles of a span that this selects; 200 a page is the most there is.
fn articles(span: &Span, page: u32, select: &str) -> String {
    let dates = dates(span);
    format!(
        "/search?{select}&{dates}&page-size=200&page={page}&order-by=oldest&use-date=published&show-tags=all\
         &show-fields=headline,trailText,standfirst,bodyText,newspaperPageNumber,newspaperEditionDate"
    )
}

/// The time of a span as the Content API wants it; both days are included.
pub(crate) fn dates(span: &Span) -> String {
    format!("from-date={}&to-date={}", span.first_day(), span.last_day())
}

/// A page holds `pageSize` results, the last one what is left of `total`. `startIndex` counts from 1.
pub(crate) fn said(facts: &Facts) -> Option<Said> {
    let (total, size) = (facts.number("total")?, facts.number("pageSize")?);
    let left = total.saturating_sub(facts.number("startIndex")?.saturating_sub(1));
    Some(Said {
        held: left.min(size),
        total: Some(total),
        page: facts.number("currentPage"),
        pages: facts.number("pages"),
        ..Said::default()
    })
}

pub(crate) fn parse(bytes: &[u8]) -> Parsed<'_> {
    source::parse(bytes, article)
}

object! {
    /// A result, as far as it is used. In 2012 it had no `type`.
    Item {
        id: Text<'a> = "id",
        kind: Text<'a> = "type",
        section: Text<'a> = "sectionId",
        date: Text<'a> = "webPublicationDate",
        title: Text<'a> = "webTitle",
        url: Text<'a> = "webUrl",
        fields: Fields<'a> = "fields",
        tags: List<Tag<'a>> = "tags",
    }
}
object! {
    /// What `show-fields` brings, as far as it is used.
    Fields {
        headline: Text<'a> = "headline",
        trail: Text<'a> = "trailText",
        standfirst: Text<'a> = "standfirst",
        body: Text<'a> = "body",
        body_text: Text<'a> = "bodyText",
        page: Text<'a> = "newspaperPageNumber",
    }
}
object! {
    /// What `show-tags` brings, as far as it is used.
    Tag { id: Text<'a> = "id", kind: Text<'a> = "type", title: Text<'a> = "webTitle" }
}

fn article(item: Item<'_>) -> Result<Article<'_>, Problem> {
    let date = source::date(&item.date.0)?;
    let id = first([item.id.said(), item.url.0.clone()]);
    if id.is_empty() {
        return Err(Problem::NoIdentity);
    }
    let Fields { headline, trail, standfirst, body, body_text, page, .. } = item.fields;
    let (trail, standfirst) = (html::text(trail.said()), html::text(standfirst.said()));
    let (summary, rest) =
        if trail.is_empty() { (standfirst, Cow::default()) } else { (trail, standfirst) };
    // The web title of a comment ends in "| Author's Name"; the headline does not.
    let headline = html::text(first([headline.said(), item.title.said()]));
    let (kind, places, labels) = filed(item.kind.0, item.section.0, item.tags);
    Ok(Article {
        newspaper: Cow::default(),
        id,
        date,
        date_written: item.date.0,
        headline,
        summary,
        // A capture without the body still has the sentence that stands above it.
        lead: first([
            html::first_paragraph(body.said()),
            html::first_paragraph(body_text.said()),
            rest,
        ]),
        places,
        labels,
        page: page.said(),
        kind,
        url: item.url.0,
        lossy: false,
    })
}

/// What the tags say: kind and tones, places, and where the article was filed.
fn filed<'a>(
    kind: Cow<'a, str>,
    section: Cow<'a, str>,
    tags: List<Tag<'a>>,
) -> (Cow<'a, str>, Vec<Cow<'a, str>>, Labels<'a>) {
    let mut labels = Labels { section, ..Labels::default() };
    let mut kinds = vec![kind];
    let mut places = Vec::new();
    for Tag { id: Text(id), kind: Text(kind), title: Text(title), .. } in tags.0 {
        match kind.as_ref() {
            "keyword" if id.starts_with("world/") => places.push(id.clone()),
            "tone" | "type" => kinds.push(id.clone()),
            "tracking" if labels.desk.is_empty() => labels.desk = title,
            "newspaper-book-section" if labels.book_section.is_empty() => {
                labels.book_section = id.clone();
            }
            _ => {}
        }
        labels.tags.push(id);
    }
    kinds.retain(|kind| !kind.is_empty());
    let kind = if kinds.len() == 1 { kinds.swap_remove(0) } else { Cow::Owned(kinds.join("; ")) };
    (kind, places, labels)
}
