//! Trove, the newspapers of the National Library of Australia: answers of its API, versions 2 and 3.
//!
//! What a search shows of an article (`snippet`) is the place that was searched for, wherever it stands, and counts only
//! where the answer holds no text.

use std::borrow::Cow;

use crate::html;
use crate::json::{Text, object};
use crate::record::{Article, Labels, Problem};
use crate::source::{self, Facts, Format, Json, Parsed, Said, Source, first};

/// Answers of version 3: `{"category": [{"records": {"article": […]}}]}`.
pub(crate) static TROVE: Source = Source {
    name: "trove-api",
    newspaper: "",
    title: "Trove, answers of its API",
    format: Format::Json(Json { within: &["category", "records"], ..JSON }),
    route: None,
    by_content: true,
};

/// Answers of version 2: `{"response": {"zone": [{"records": {"article": […]}}]}}`.
pub(crate) static TROVE_V2: Source = Source {
    name: "trove-api-v2",
    newspaper: "",
    title: "Trove, answers of its API (version 2)",
    format: Format::Json(Json { within: &["response", "zone", "records"], ..JSON }),
    route: None,
    by_content: true,
};

const JSON: Json = Json {
    within: &[],
    lists: &["article"],
    signs: &["heading", "troveUrl"],
    beside: &["total", "n"],
    beside_tells: false,
    also: &[],
    said,
    parse,
    articles: true,
};

/// `n` is how many records the answer holds. Its pages have no numbers: each names the next.
fn said(facts: &Facts) -> Option<Said> {
    Some(Said { held: facts.number("n")?, total: facts.number("total"), ..Said::default() })
}

fn parse(bytes: &[u8]) -> Parsed<'_> {
    source::parse(bytes, article)
}

object! {
    /// The newspaper: its name is `value` in version 2, `title` in version 3.
    Title {
        title: Text<'a> = "title",
        value: Text<'a> = "value",
    }
}
object! {
    /// An article, as far as it is used.
    Item {
        id: Text<'a> = "id",
        heading: Text<'a> = "heading",
        title: Title<'a> = "title",
        date: Text<'a> = "date",
        page: Text<'a> = "page",
        section: Text<'a> = "section",
        category: Text<'a> = "category",
        text: Text<'a> = "articleText",
        snippet: Text<'a> = "snippet",
    }
}

fn article(item: Item<'_>) -> Result<Article<'_>, Problem> {
    let date = source::date(&item.date.0)?;
    let id = item.id.0.trim();
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NoIdentity);
    }
    let (id, url) = (format!("trove:{id}"), format!("https://nla.gov.au/nla.news-article{id}"));
    let lead = match item.text.is_empty() {
        true => html::text(item.snippet.0),
        false => html::first_paragraph(item.text.0),
    };
    Ok(Article {
        newspaper: first([item.title.title.0, item.title.value.0]),
        headline: html::text(item.heading.0),
        lead,
        labels: Labels { section: item.section.0, ..Labels::default() },
        page: item.page.0,
        kind: item.category.0,
        url: url.into(),
        ..Article::of(Cow::Owned(id), date, item.date.0)
    })
}
