//! One index page: its articles, its address, and whether it is whole.

use std::borrow::Cow;
use std::collections::HashMap;

use scraper::{ElementRef, Html, Selector};

use crate::date::Date;
use crate::guard::{self, Hostile};
use crate::links::{Address, Places, address, dated, is_no_article};
use crate::record::{Article, Labels, Problem};
use crate::source;
use crate::twins::canonical_url;

/// What is the same for all index pages of a source.
pub(crate) struct Site {
    /// Hosts of the site; links to others are no articles. The first one is that of relative addresses.
    pub(crate) hosts: &'static [&'static str],
    /// How its pages are laid out, the likeliest first: the first layout that finds an article is the page's.
    pub(crate) layouts: &'static [Layout],
    /// Whether an address is that of such an index page; then, the day that the page is of, if it is of one.
    pub(crate) index: fn(&Address) -> Option<Option<Date>>,
    /// Section labels from the address of an article.
    pub(crate) labels: fn(&str) -> Labels<'static>,
    /// How many pages an index says it has, told by its links to the others; 1 if it has none. The addresses are the
    /// page's own: a link to a page of another index says nothing.
    pub(crate) pages: fn(&Html, &Site, &[&Address]) -> u32,
    /// Fewer links than this are not to be believed.
    pub(crate) least: u64,
}

/// One layout of index pages.
pub(crate) struct Layout {
    /// What finds its articles, for a message.
    pub(crate) selector: &'static str,
    /// Its articles in the order of the page.
    pub(crate) find: fn(&Html) -> Vec<Found>,
}

/// An article as an index page names it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) href: String,
    pub(crate) headline: String,
    pub(crate) summary: String,
    /// A date that stands beside it; empty if none does.
    pub(crate) date: String,
}

/// An index page, read.
pub(crate) struct Page {
    /// Its articles, each once.
    pub(crate) links: Vec<Link>,
    /// How many they are.
    pub(crate) count: u64,
    /// Whether it ends as a page does.
    pub(crate) closes: bool,
    /// Its own address, where it says it.
    pub(crate) own: Option<Address>,
    /// Pages of this index, this one included, as far as it links to them.
    pub(crate) pages: u32,
}

/// An article's link.
pub(crate) struct Link {
    /// Where its address stands in the page, in bytes.
    pub(crate) at: usize,
    /// Length of its address there; 0 if it was not found.
    pub(crate) length: usize,
    pub(crate) article: Result<Article<'static>, Problem>,
}

impl Site {
    /// What finds articles, for a message.
    pub(crate) fn selectors(&self) -> String {
        let selectors: Vec<&str> = self.layouts.iter().map(|layout| layout.selector).collect();
        selectors.join(" or ")
    }
}

impl Page {
    /// Reads a page; `known` is its address where that is known from elsewhere.
    ///
    /// Text is UTF-8; what is not is replaced and the records are marked as `lossy`.
    pub(crate) fn read(
        site: &Site,
        newspaper: &str,
        bytes: &[u8],
        known: Option<&str>,
    ) -> Result<Page, Hostile> {
        let text = String::from_utf8_lossy(bytes);
        let html = guard::parse(&text)?;
        let own = own_address(&html, &text, site);
        let asked = known.and_then(|known| address(known, site.hosts));
        let itself: Vec<&Address> = asked.iter().chain(&own).collect();
        let day = itself.first().and_then(|index| (site.index)(index)).flatten();
        let reading = Reading { site, newspaper, day, lossy: matches!(text, Cow::Owned(_)) };
        let links = reading.links(&html, &Places::find(bytes));
        let pages = (site.pages)(&html, site, &itself);
        let count = links.len() as u64;
        Ok(Page { links, count, closes: closes(&text), own, pages })
    }
}

/// What the links of one page are read with.
struct Reading<'a> {
    site: &'a Site,
    newspaper: &'a str,
    day: Option<Date>,
    lossy: bool,
}

impl Reading<'_> {
    /// The articles of the first layout that has any.
    fn links(&self, html: &Html, places: &Places<'_>) -> Vec<Link> {
        let layouts = self.site.layouts.iter();
        let mut found = layouts.map(|layout| self.distinct((layout.find)(html), places));
        found.find(|links| !links.is_empty()).unwrap_or_default()
    }

    /// Each article once: its first link, with the first headline of all its links.
    fn distinct(&self, found: Vec<Found>, places: &Places<'_>) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for found in found {
            let Some(target) = address(&found.href, self.site.hosts) else { continue };
            let Some(id) = canonical_url(&target.whole) else { continue };
            if is_no_article(self.newspaper, &target.path) {
                continue;
            }
            if let Some(&earlier) = seen.get(&id) {
                if let Some(link) = links.get_mut(earlier) {
                    name(link, &found.headline);
                }
                continue;
            }
            let (at, length) = places.of(&found.href);
            seen.insert(id.clone(), links.len());
            links.push(Link { at, length, article: self.article(found, &target, id) });
        }
        links
    }

    /// The article; its day is that of its address, else the one beside it, else the page's.
    fn article(
        &self,
        found: Found,
        target: &Address,
        id: String,
    ) -> Result<Article<'static>, Problem> {
        let (written, date) = match dated(&target.path) {
            Some(dated) => {
                let day = dated.day.ok_or_else(|| Problem::BadDate(dated.written.clone()))?;
                (dated.written, day)
            }
            None if !found.date.is_empty() => {
                let date = source::date(&found.date)?;
                (found.date, date)
            }
            None => self.day.map(|day| (day.to_string(), day)).ok_or(Problem::NoDate)?,
        };
        let date = source::within_years(date)?;
        Ok(Article {
            newspaper: Cow::default(),
            id: Cow::Owned(id),
            date,
            date_written: Cow::Owned(written),
            headline: Cow::Owned(found.headline),
            summary: Cow::Owned(found.summary),
            lead: Cow::default(),
            places: Vec::new(),
            labels: (self.site.labels)(&target.path),
            page: Cow::default(),
            kind: Cow::default(),
            url: Cow::Owned(target.whole.clone()),
            lossy: self.lossy,
        })
    }
}

/// Gives a link that has no headline that of another one to the same article.
fn name(link: &mut Link, headline: &str) {
    if let Ok(article) = &mut link.article
        && article.headline.is_empty()
    {
        article.headline = Cow::Owned(headline.to_owned());
    }
}

/// The address that a page gives as its own, or that a browser noted when it saved it.
pub(crate) fn own_address(html: &Html, text: &str, site: &Site) -> Option<Address> {
    let of = |css: &str, attribute: &str| {
        let found = html.select(&selector(css)).next()?;
        found.value().attr(attribute).map(str::to_owned)
    };
    of("link[rel=canonical]", "href")
        .or_else(|| of("meta[property='og:url']", "content"))
        .or_else(|| saved_from(text).map(str::to_owned))
        .and_then(|own| address(&own, site.hosts))
}

/// The address in a browser's note: `<!-- saved from url=(0041)https://… -->`.
fn saved_from(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("<!-- saved from url=(")?;
    let (_, address) = after.split_once(')')?;
    address.split_whitespace().next()
}

/// Whether a page ends with `</html>`, comments and white space apart.
fn closes(text: &str) -> bool {
    let mut rest = text.trim_end();
    while let Some(before) = rest.strip_suffix("-->") {
        let Some((before, _)) = before.rsplit_once("<!--") else { return false };
        rest = before.trim_end();
    }
    let tail = rest.len().checked_sub(7).and_then(|at| rest.as_bytes().get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(b"</html>"))
}

/// A selector that is part of the program.
pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a constant selector; every layout has a fixture")
}

/// Most bytes of a headline or a summary. Real ones have under 500.
pub(crate) const MAX_TEXT: usize = 2048;

/// Most elements and texts that are looked at for one text; real ones have under 50.
const TEXT_NODES: usize = 1000;

/// The text of an element, each run of white space one space; no more of it than a headline can have, because a
/// link that is never closed has all the page as its text, and so may every other link of the page.
pub(crate) fn text(element: ElementRef<'_>) -> String {
    let nodes = element.descendants().take(TEXT_NODES);
    shortened(
        nodes.filter_map(|node| node.value().as_text()).flat_map(|text| text.split_whitespace()),
    )
}

/// Words with a space between, as many as a headline can have; the last one may be cut.
pub(crate) fn shortened<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for word in words {
        let room = MAX_TEXT.saturating_sub(out.len() + usize::from(!out.is_empty()));
        if room == 0 {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word.get(..word.floor_char_boundary(room)).unwrap_or_default());
    }
    out
}
