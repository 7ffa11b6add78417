//! The New York Times: day pages of its site map, HTML, every headline of a day and nothing else.

use std::borrow::Cow;
use std::sync::LazyLock;

use scraper::{Html, Selector};

use crate::date::Date;
use crate::guard::MAX_PAGE;
use crate::links::{Address, dated};
use crate::page::{Found, Layout, Site, selector, text};
use crate::record::Labels;
use crate::route::{Route, Unit};
use crate::source::{Format, Source};

/// The site map, a page a day.
pub(crate) static SITEMAP: Source = Source {
    name: "nyt-sitemap",
    newspaper: "nyt",
    title: "The New York Times, site map",
    format: Format::Html(Site {
        hosts: &["nytimes.com"],
        layouts: &[
            Layout { selector: "#site-content li > a", find: |html| list(html, &IN_CONTENT) },
            Layout { selector: "main li > a", find: |html| list(html, &IN_MAIN) },
        ],
        index,
        labels,
        pages: |_, _, _| 1,
        least: 5,
    }),
    route: Some(&Route {
        origin: "https://www.nytimes.com",
        unit: Unit::Day,
        first: Date { year: 1851, month: 9, day: 18 },
        last: None,
        key: None,
        html: true,
        max_bytes: MAX_PAGE as u64,
        requests_per_minute: 20,
        requests_per_day: 5000,
        seconds_apart: 3,
        usual_requests: 1,
        usual_bytes: 200 << 10,
        zone: "America/New_York",
        sparse: false,
        ask: |span, _| {
            let day = span.first_day();
            format!("/sitemap/{:04}/{:02}/{:02}/", day.year, day.month, day.day)
        },
    }),
    by_content: true,
};

// The element's id is written by hand and has stayed; its classes are generated and change with every build.
static IN_CONTENT: LazyLock<Selector> = LazyLock::new(|| selector("#site-content li > a[href]"));
static IN_MAIN: LazyLock<Selector> = LazyLock::new(|| selector("main li > a[href]"));

fn list(html: &Html, links: &Selector) -> Vec<Found> {
    let found = html.select(links).map(|link| Found {
        href: link.value().attr("href").unwrap_or_default().to_owned(),
        headline: text(link),
        ..Found::default()
    });
    found.collect()
}

/// `/sitemap/1973/09/11/`.
fn index(address: &Address) -> Option<Option<Date>> {
    let dated = dated(&address.path)?;
    (dated.before == ["sitemap"] && dated.after.is_empty()).then_some(dated.day)
}

/// What follows the day: `/2011/03/04/world/asia/…`. Articles up to 1980 are under `archives`, which says nothing.
fn labels(path: &str) -> Labels<'static> {
    let folders = dated(path).map(|mut dated| {
        dated.after.pop();
        dated.after
    });
    let folders = folders.filter(|folders| folders.first() != Some(&"archives"));
    let part = |at| {
        let part = folders.as_ref().and_then(|folders| folders.get(at));
        part.map_or(Cow::Borrowed(""), |part: &&str| Cow::Owned((*part).to_owned()))
    };
    Labels { section: part(0), subsection: part(1), ..Labels::default() }
}
