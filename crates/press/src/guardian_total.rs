//! The Guardian: how many articles of any kind a month has, the denominator. One request, one result, one number.

use crate::guardian::{ROUTE, dates, parse, said};
use crate::route::Route;
use crate::source::{Format, Json, Source};

/// The total of a month. Its one result only says which month.
pub(crate) static TOTAL: Source = Source {
    name: "guardian-total",
    newspaper: "guardian",
    title: "The Guardian, Content API: number of all articles",
    format: Format::Json(Json {
        within: &["response"],
        lists: &["results"],
        signs: &["webPublicationDate", "webUrl"],
        beside: &["total", "startIndex", "pageSize"],
        beside_tells: true,
        also: &["currentPage", "pages"],
        said,
        parse,
        articles: false,
    }),
    route: Some(&Route {
        usual_requests: 1,
        usual_bytes: 1 << 10,
        max_bytes: 1 << 20,
        ask: |span, _| {
            format!("/search?{}&page-size=1&order-by=oldest&use-date=published", dates(span))
        },
        ..ROUTE
    }),
    // The answer does not repeat the question, so a saved one could be the total of anything.
    by_content: false,
};
