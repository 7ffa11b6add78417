//! Papers Past, the newspapers of the National Library of New Zealand: answers of DigitalNZ's API, version 3.

use std::borrow::Cow;

use crate::html;
use crate::json::{Text, Words, object};
use crate::record::{Article, Problem};
use crate::source::{self, Facts, Format, Json, Parsed, Said, Source, first};

/// `{"search": {"result_count": …, "results": […]}}`.
pub(crate) static DIGITALNZ: Source = Source {
    name: "digitalnz",
    newspaper: "",
    title: "Papers Past, answers of DigitalNZ's API",
    format: Format::Json(Json {
        within: &["search"],
        lists: &["results"],
        signs: &["landing_url", "display_collection", "primary_collection", "content_partner"],
        beside: &["result_count", "page", "per_page"],
        beside_tells: false,
        also: &[],
        said,
        parse,
        articles: true,
    }),
    route: None,
    by_content: true,
};

fn said(facts: &Facts) -> Option<Said> {
    let (total, size) = (facts.number("result_count")?, facts.number("per_page")?);
    let page = facts.number("page")?;
    let held = total.saturating_sub(page.saturating_sub(1).saturating_mul(size)).min(size);
    Some(Said {
        held,
        total: Some(total),
        page: Some(page),
        pages: Some(total.div_ceil(size.max(1))),
        ..Said::default()
    })
}

fn parse(bytes: &[u8]) -> Parsed<'_> {
    source::parse(bytes, article)
}

object! {
    /// A record, as far as it is used. Most fields are lists of one.
    Item {
        id: Text<'a> = "id",
        title: Text<'a> = "title",
        publisher: Words<'a> = "publisher",
        collection: Words<'a> = "collection_title",
        date: Words<'a> = "date",
        published: Words<'a> = "published_date",
        category: Words<'a> = "category",
        text: Text<'a> = "fulltext",
        description: Text<'a> = "description",
        landing: Text<'a> = "landing_url",
    }
}

fn article(item: Item<'_>) -> Result<Article<'_>, Problem> {
    let line = |words: Cow<'_, str>| words.lines().next().unwrap_or_default().trim().to_owned();
    let written = line(first([item.date.0, item.published.0]));
    let date = source::date(&written)?;
    let newspaper = line(first([item.publisher.0, item.collection.0]));
    let url = item.landing.0.split(['?', '#']).next().unwrap_or_default().to_owned();
    let id = match (url.rsplit_once("paperspast.natlib.govt.nz/newspapers/"), item.id.0.trim()) {
        (Some((_, code)), _) if !code.is_empty() => format!("paperspast:{code}"),
        (_, "") => return Err(Problem::NoIdentity),
        (_, number) => format!("digitalnz:{number}"),
    };
    let text = first([item.text.0, item.description.0]);
    Ok(Article {
        headline: headline(&item.title.0, &newspaper).to_owned().into(),
        newspaper: newspaper.into(),
        lead: html::opening(&html::text(text)).to_owned().into(),
        kind: item.category.0.replace('\n', "; ").into(),
        url: url.into(),
        ..Article::of(id, date, written)
    })
}

/// The title without newspaper and day, which stand behind it: `STRIKE AT WAIHI (Evening Post, 11 September 1912)`.
fn headline<'a>(title: &'a str, newspaper: &str) -> &'a str {
    match title.trim().rsplit_once('(') {
        Some((headline, rest)) if rest.starts_with(newspaper) && rest.ends_with(')') => {
            headline.trim()
        }
        _ => title.trim(),
    }
}
