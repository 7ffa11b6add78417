//! The Guardian: index pages of its world section, HTML, one a day; and pages of its tags.

use std::borrow::Cow;
use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};

use crate::date::Date;
use crate::guard::MAX_PAGE;
use crate::links::{Address, address, dated, month_name};
use crate::page::{Found, Layout, Site, selector, shortened, text};
use crate::record::Labels;
use crate::route::{Route, Unit};
use crate::source::{Format, Source};

/// World news, the index of a day.
pub(crate) static INDEX: Source = Source {
    name: "guardian-index",
    newspaper: "guardian",
    title: "The Guardian, world news index pages",
    format: Format::Html(Site {
        hosts: &["theguardian.com", "guardian.co.uk"],
        layouts: &[
            Layout {
                selector: "main[data-layout=TagPageLayout] a[data-link-name*=card-]",
                find: cards,
            },
            Layout { selector: ".fc-item__container a.fc-item__link", find: containers },
        ],
        index,
        labels,
        pages,
        least: 2,
    }),
    route: Some(&Route {
        origin: "https://www.theguardian.com",
        unit: Unit::Day,
        first: Date { year: 1999, month: 1, day: 1 },
        last: None,
        key: None,
        html: true,
        max_bytes: MAX_PAGE as u64,
        requests_per_minute: 60,
        requests_per_day: 5000,
        seconds_apart: 1,
        usual_requests: 2,
        usual_bytes: 500 << 10,
        zone: "Europe/London",
        sparse: false,
        ask: |span, page| {
            let day = span.first_day();
            let month = month_name(day.month);
            let more = if page > 1 { format!("?page={page}") } else { String::new() };
            format!("/world/{:04}/{month}/{:02}/all{more}", day.year, day.day)
        },
    }),
    by_content: true,
};

/// Selectors of both layouts.
struct Selectors {
    card: Selector,
    heading: Selector,
    time: Selector,
    container: Selector,
    link: Selector,
    title: Selector,
    standfirst: Selector,
    pages: Selector,
}

static SELECT: LazyLock<Selectors> = LazyLock::new(|| Selectors {
    card: selector("main[data-layout=TagPageLayout] a[data-link-name*='card-'][href]"),
    heading: selector(".headline-text, h3"),
    time: selector("time[datetime]"),
    container: selector(".fc-item__container"),
    link: selector("a.fc-item__link[href]"),
    title: selector(".js-headline-text"),
    standfirst: selector(".fc-item__standfirst"),
    pages: selector("a[href*='page=']"),
});

/// Today's layout: a link that covers its card, with the headline as its label.
fn cards(html: &Html) -> Vec<Found> {
    let found = html.select(&SELECT.card).map(|link| {
        let card = card_of(link);
        let href = link.value().attr("href").unwrap_or_default().to_owned();
        let label =
            shortened(link.value().attr("aria-label").into_iter().flat_map(str::split_whitespace));
        let heading = || near(card, &SELECT.heading).map(text).unwrap_or_default();
        let time = || near(card, &SELECT.time).and_then(datetime);
        let date = if dated(&href).is_some() { None } else { time() };
        Found {
            href,
            headline: if label.is_empty() { heading() } else { label },
            summary: String::new(),
            date: date.unwrap_or_default(),
        }
    });
    found.collect()
}

/// What belongs to a link: the list item it stands in, else the element around it.
fn card_of(link: ElementRef<'_>) -> ElementRef<'_> {
    let around = || link.ancestors().filter_map(ElementRef::wrap);
    let item = around().take(6).find(|element| element.value().name() == "li");
    item.or_else(|| around().next()).unwrap_or(link)
}

/// The layout up to 2023: a container with a link, a standfirst, and links that only cover it.
fn containers(html: &Html) -> Vec<Found> {
    // One inside another would be searched again for each around it.
    let outermost = html.select(&SELECT.container).filter(|container| !is_inside(*container));
    let found = outermost.filter_map(|container| {
        let link = container.select(&SELECT.link).next()?;
        let title = link.select(&SELECT.title).next().or(container.select(&SELECT.title).next());
        let standfirst = container.select(&SELECT.standfirst).next();
        Some(Found {
            href: link.value().attr("href").unwrap_or_default().to_owned(),
            headline: text(title.unwrap_or(link)),
            summary: standfirst.map(text).unwrap_or_default(),
            date: container.select(&SELECT.time).next().and_then(datetime).unwrap_or_default(),
        })
    });
    found.collect()
}

/// Whether a container stands inside another.
fn is_inside(container: ElementRef<'_>) -> bool {
    let mut around = container.ancestors().filter_map(ElementRef::wrap);
    around.any(|element| element.value().classes().any(|class| class == "fc-item__container"))
}

/// The first match among the first nodes of a card; a card without end would be searched once for each of its links.
fn near<'a>(card: ElementRef<'a>, selector: &Selector) -> Option<ElementRef<'a>> {
    let elements = card.descendants().take(CARD_NODES).filter_map(ElementRef::wrap);
    elements.into_iter().find(|element| selector.matches(element))
}

/// Nodes of a card that are looked at; real ones have about twelve before the time.
const CARD_NODES: usize = 20;

fn datetime(time: ElementRef<'_>) -> Option<String> {
    time.value().attr("datetime").map(str::to_owned)
}

/// `/world/2012/feb/07/all`, or a tag of the world section: `/world/chile`, `/world/all`.
fn index(address: &Address) -> Option<Option<Date>> {
    let is_world = |first: Option<&&str>| first == Some(&"world");
    match dated(&address.path) {
        Some(dated) => (dated.before == ["world"] && dated.after == ["all"]).then_some(dated.day),
        None => {
            let parts: Vec<&str> =
                address.path.split('/').filter(|part| !part.is_empty()).collect();
            (parts.len() == 2 && is_world(parts.first())).then_some(None)
        }
    }
}

/// The first part of the address: `/world/2012/feb/07/…`.
fn labels(path: &str) -> Labels<'static> {
    let section = path.split('/').find(|part| !part.is_empty()).unwrap_or_default().to_owned();
    Labels { section: Cow::Owned(section), ..Labels::default() }
}

/// The highest page of itself that the index links to.
fn pages(html: &Html, site: &Site, itself: &[&Address]) -> u32 {
    let is_itself = |path: &str| {
        itself.iter().any(|own| own.path.trim_end_matches('/') == path.trim_end_matches('/'))
    };
    let number = |link: ElementRef<'_>| {
        let target = address(link.value().attr("href")?, site.hosts)?;
        if !is_itself(&target.path) {
            return None;
        }
        let page = target.query.split('&').find_map(|pair| pair.strip_prefix("page="))?;
        page.parse::<u32>().ok().filter(|page| *page <= MOST_PAGES)
    };
    html.select(&SELECT.pages).filter_map(number).max().unwrap_or(1).max(1)
}

/// More pages than any day has; a higher number is a mistake.
const MOST_PAGES: u32 = 50;
