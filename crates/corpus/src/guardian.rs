//! The Guardian: pages of the Content API's search, in the shapes of 2012 and of today.

use crate::article::{Article, articles};
use crate::json::Json;
use crate::plan::{Newspaper, Plan};

/// Results on a page of the demo; the API allows 200.
const PAGE_SIZE: usize = 20;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// How many pages the month has (at least one, possibly empty).
pub fn guardian_pages(plan: Plan, year: u16, month: u8, seed: u64) -> u32 {
    let total = results(plan, year, month, seed).len();
    total.div_ceil(page_size(plan)).max(1) as u32
}

/// One page of the month's search response; pages count from 1.
pub fn guardian_page(plan: Plan, year: u16, month: u8, page: u32, seed: u64) -> Vec<u8> {
    let (articles, size) = (results(plan, year, month, seed), page_size(plan));
    let start = (page.saturating_sub(1) as usize).saturating_mul(size);
    let shown = articles.iter().skip(start).take(size);
    let mut json = Json::new();
    json.object(|root| {
        root.key("response").object(|o| {
            o.text("status", "ok");
            o.text("userTier", "developer");
            o.raw("total", articles.len());
            o.raw("startIndex", start + 1);
            o.raw("pageSize", size);
            o.raw("currentPage", page);
            o.raw("pages", articles.len().div_ceil(size));
            o.text("orderBy", "oldest");
            o.key("results").array(|list| shown.for_each(|a| list.object(|r| result(r, a))));
        });
    });
    let mut text = json.into_text();
    text.push('\n');
    text.into_bytes()
}

fn page_size(plan: Plan) -> usize {
    if plan == Plan::Demo { PAGE_SIZE } else { 200 }
}

fn results(plan: Plan, year: u16, month: u8, seed: u64) -> Vec<Article> {
    let mut articles = articles(plan, Newspaper::Guardian, year, month, seed);
    let repeated = articles.iter().find(|a| a.fault == Some("repeat")).cloned();
    articles.extend(repeated); // the search does return an article twice when one is added between two pages
    articles
}

fn result(o: &mut Json, a: &Article) {
    let (year, month, day) = a.date;
    let abbreviation = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
    let id = format!("{}/{year}/{abbreviation}/{day:02}/{}", a.section, a.slug());
    let host =
        if year <= 2012 { "http://www.guardian.co.uk" } else { "https://www.theguardian.com" };
    let name = section_name(a.section);
    o.text("id", &id);
    if year > 2012 {
        o.text("type", "article");
    }
    o.text("sectionId", a.section);
    o.text("sectionName", name);
    let (hour, minute) = (a.minute / 60, a.minute % 60);
    o.text(
        "webPublicationDate",
        &format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", a.number % 60),
    );
    o.text("webTitle", &a.headline);
    o.text("webUrl", &format!("{host}/{id}"));
    o.text("apiUrl", &format!("https://content.guardianapis.com/{id}"));
    if a.fault != Some("no-fields") {
        o.key("fields").object(|f| fields(f, a));
    }
    o.key("tags").array(|list| tags(list, a, name));
    if year > 2012 {
        o.raw("isHosted", "false");
        o.text("pillarId", "pillar/news");
        o.text("pillarName", "News");
    }
}

fn fields(f: &mut Json, a: &Article) {
    let (year, month, day) = a.date;
    let entity = if a.fault == Some("entity") {
        " The country&#8217;s envoys &amp; others waited."
    } else {
        ""
    };
    f.text("headline", &a.headline);
    f.text("trailText", &format!("{}{entity}", a.summary));
    f.text("standfirst", &format!("<p>{}</p>", a.lead));
    if let Some(name) = &a.byline {
        f.text("byline", name);
    }
    if printed(a) {
        f.text("newspaperPageNumber", &a.page.to_string());
        f.text("newspaperEditionDate", &format!("{year:04}-{month:02}-{day:02}T00:00:00Z"));
    }
    f.text("wordcount", &a.words.to_string());
    f.text("publication", if printed(a) { "The Guardian" } else { "theguardian.com" });
    f.text("showInRelatedContent", "true");
}

fn tags(list: &mut Json, a: &Article, section_name: &str) {
    let mut tag = |id: &str, kind: &str, title: &str| {
        list.object(|t| {
            t.text("id", id);
            t.text("type", kind);
            t.text("sectionId", a.section);
            t.text("sectionName", section_name);
            t.text("webTitle", title);
        });
    };
    for id in &a.tags {
        let title = id.rsplit('/').next().unwrap_or_default();
        tag(id, "keyword", &crate::text::capitalised(title));
    }
    if a.section == "world" {
        tag("world/world", "keyword", "World news");
    }
    tag("tone/news", "tone", "News");
    if printed(a) {
        tag("theguardian/mainsection", "newspaper-book", "Main section");
        let (id, title) = if a.section == "world" {
            ("international", "International")
        } else {
            ("uknews", "UK news")
        };
        tag(&format!("theguardian/mainsection/{id}"), "newspaper-book-section", title);
    }
}

/// Two in three articles of the section were also in the paper.
fn printed(a: &Article) -> bool {
    !a.number.is_multiple_of(3)
}

fn section_name(id: &str) -> &'static str {
    match id {
        "world" => "World news",
        "uk-news" => "UK news",
        "society" => "Society",
        "business" => "Business",
        _ => "Environment",
    }
}
