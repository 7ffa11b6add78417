//! American newspapers of the Library of Congress (Chronicling America): search pages with the text of newspaper pages,
//! as loc.gov gives them now and as chroniclingamerica.loc.gov did.
//!
//! A record is a printed page, not an article. loc.gov gives the first thousand characters or so of a page's text, the
//! older interface all of it; so the two are not to be counted against each other.

use std::borrow::Cow;

use crate::date::Date;
use crate::html;
use crate::json::{Text, Words, object};
use crate::record::{Article, Labels, Problem};
use crate::route::{Route, Span, Unit};
use crate::source::{self, Facts, Format, Json, Parsed, Said, Source, first};

/// Search pages of loc.gov and of chroniclingamerica.loc.gov.
pub(crate) static PAGES: Source = Source {
    name: "loc-pages",
    newspaper: "loc",
    title: "Library of Congress, Chronicling America",
    format: Format::Json(Json {
        within: &[],
        lists: &["results", "items"],
        signs: &["number_lccn", "number_page", "word_coordinates_url", "lccn", "ocr_eng"],
        beside: &["pagination", "totalItems", "startIndex", "itemsPerPage"],
        // Many an interface has results and a pagination.
        beside_tells: false,
        also: &[],
        said,
        parse,
        articles: true,
    }),
    route: Some(&Route {
        origin: "https://www.loc.gov",
        unit: Unit::Month,
        first: Date { year: 1851, month: 1, day: 1 },
        last: Some(Date { year: 1963, month: 12, day: 31 }),
        key: None,
        html: false,
        max_bytes: 256 << 20,
        requests_per_minute: 20,
        // loc.gov names no limit for a day; this is the one of the minute all day long.
        requests_per_day: 28_800,
        seconds_apart: 3,
        usual_requests: 150,
        usual_bytes: 2 << 20,
        zone: "America/New_York",
        sparse: false,
        ask,
    }),
    by_content: true,
};

/// Every page printed in a month, by date, a hundred at a time. A month has some ten to forty thousand; loc.gov does
/// not page beyond the hundred-thousandth result.
fn ask(span: &Span, page: u32) -> String {
    format!(
        "/collections/chronicling-america/?dl=page&searchType=advanced&start_date={}&end_date={}&sb=date\
         &at=results,pagination&c=100&sp={page}&fo=json",
        span.first_day(),
        span.last_day()
    )
}

fn said(facts: &Facts) -> Option<Said> {
    match facts.value::<Pagination<'_>>("pagination") {
        Some(pagination) => {
            let number = |text: &Text<'_>| text.0.parse::<u64>().ok();
            let (of, page) = (number(&pagination.of)?, number(&pagination.current)?);
            let before = page.saturating_sub(1).saturating_mul(number(&pagination.size)?);
            let held = of.saturating_sub(before).min(number(&pagination.size)?);
            Some(Said {
                held,
                total: Some(of),
                page: Some(page),
                pages: number(&pagination.pages),
                ..Said::default()
            })
        }
        None => {
            let total = facts.number("totalItems")?;
            let size = facts.number("itemsPerPage")?.max(1);
            let before = facts.number("startIndex")?.saturating_sub(1);
            let held = total.saturating_sub(before).min(size);
            let (page, pages) = (Some(before / size + 1), Some(total.div_ceil(size)));
            Some(Said { held, total: Some(total), page, pages, ..Said::default() })
        }
    }
}

fn parse(bytes: &[u8]) -> Parsed<'_> {
    source::parse(bytes, article)
}

object! {
    /// `pagination` of loc.gov: `of` results on `total` pages of `perpage`.
    Pagination {
        of: Text<'a> = "of",
        pages: Text<'a> = "total",
        current: Text<'a> = "current",
        size: Text<'a> = "perpage",
    }
}
object! {
    /// A printed page in either form, as far as it is used.
    Item {
        id: Text<'a> = "id",
        url: Text<'a> = "url",
        date: Text<'a> = "date",
        sequence: Text<'a> = "sequence",
        number: Words<'a> = "number_page",
        text: Words<'a> = "description",
        english: Text<'a> = "ocr_eng",
        spanish: Text<'a> = "ocr_spa",
        french: Text<'a> = "ocr_fre",
        german: Text<'a> = "ocr_ger",
        italian: Text<'a> = "ocr_ita",
    }
}

fn article(item: Item<'_>) -> Result<Article<'_>, Problem> {
    let date = source::date(&dashed(&item.date.0))?;
    let written = first([item.id.said(), item.url.0.clone()]);
    if written.is_empty() {
        return Err(Problem::NoIdentity);
    }
    let id = page_id(&written).map_or(written, Cow::Owned);
    let page = first([item.sequence.0, number(item.number.0)]);
    Ok(Article {
        newspaper: Cow::default(),
        id,
        date,
        date_written: item.date.0,
        // The title of the paper is no headline: it names towns and states of its own.
        headline: Cow::default(),
        summary: Cow::default(),
        lead: html::text(first([
            item.english.0,
            item.text.0,
            item.spanish.0,
            item.french.0,
            item.german.0,
            item.italian.0,
        ])),
        places: Vec::new(),
        labels: Labels::default(),
        page,
        kind: Cow::default(),
        url: item.url.0,
        lossy: false,
    })
}

/// `19340412` as `1934-04-12`; anything else as it is.
fn dashed(written: &str) -> Cow<'_, str> {
    let is_number = written.len() == 8 && written.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number, written.get(..4), written.get(4..6), written.get(6..)) {
        (true, Some(year), Some(month), Some(day)) => Cow::Owned(format!("{year}-{month}-{day}")),
        _ => Cow::Borrowed(written),
    }
}

/// The same for both forms: `sn88078388/1934-04-12/ed-1/seq-6`, of `/lccn/sn88078388/1934-04-12/ed-1/seq-6/` and of
/// `http://www.loc.gov/resource/sn88078388/1934-04-12/ed-1/?sp=6`.
fn page_id(written: &str) -> Option<String> {
    let (path, query) = written.split_once('?').unwrap_or((written, ""));
    let mut parts = path.split('/').skip_while(|part| !matches!(*part, "lccn" | "resource"));
    parts.next()?;
    let (lccn, date, edition) = (parts.next()?, parts.next()?, parts.next()?);
    let page = parts.next().and_then(|part| part.strip_prefix("seq-"));
    let page = page.or_else(|| query.split('&').find_map(|pair| pair.strip_prefix("sp=")))?;
    let page: u32 = page.parse().ok()?;
    Date::parse(date).map(|date| format!("{lccn}/{date}/{edition}/seq-{page}"))
}

/// A number without the zeros it is filled up with.
fn number(written: Cow<'_, str>) -> Cow<'_, str> {
    match written.trim().parse::<u32>() {
        Ok(number) => Cow::Owned(number.to_string()),
        Err(_) => written,
    }
}
