//! The Guardian: pages of the Content API, 2012 and today's.

use std::borrow::Cow;

use crate::html;
use crate::json::{List, Text, object};
use crate::record::{Article, Labels, Problem};
use crate::source::{self, Facts, Parsed, Source, first};

/// Content API search pages.
pub(crate) static API: Source = Source {
    name: "guardian-api",
    newspaper: "guardian",
    title: "The Guardian, Content API",
    list: "results",
    signs: &["webPublicationDate", "webUrl"],
    beside: &["total", "startIndex", "pageSize"],
    announced,
    parse,
};

/// A page holds `pageSize` results, the last one what is left of `total`. `startIndex` counts from 1.
fn announced(facts: &Facts) -> Option<u64> {
    let left = facts.number("total")?.saturating_sub(facts.number("startIndex")?.saturating_sub(1));
    Some(left.min(facts.number("pageSize")?))
}

fn parse(bytes: &[u8]) -> Parsed<'_> {
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
