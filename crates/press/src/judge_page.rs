//! Judging an answer that is an HTML index page.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::contents::Fault;
use crate::judge::{Answer, Tally, changed_to, suspect};
use crate::page::{Page, Site};
use crate::recognise::{Kind, Unrecognised, kind};
use crate::record::Record;
use crate::refusal::refusal;
use crate::route::Span;
use crate::source::Source;
use crate::tables;

impl Source {
    /// Judges page `number` of a span.
    pub(crate) fn judge_page(&self, site: &Site, span: Span, number: u32, bytes: &[u8]) -> Answer {
        match kind(bytes) {
            Ok(Kind::Markup(_)) => {}
            Err(Unrecognised::Empty) => return suspect(Fault::Empty),
            _ if refusal(bytes).is_some() => return refused(bytes),
            Ok(Kind::Object(_)) => return changed_to("an HTML page", "JSON"),
            Err(other) => return changed_to("an HTML page", other),
        }
        match Page::read(site, self.newspaper, bytes, Some(&self.address(span, number))) {
            Err(hostile) => Answer::Changed(Fault::Hostile(hostile).to_string()),
            Ok(page) if page.count == 0 => self.judge_empty(site, span, number, bytes, &page),
            Ok(page) => self.judge_links(site, span, number, &page),
        }
    }

    /// What a page without articles is.
    fn judge_empty(
        &self,
        site: &Site,
        span: Span,
        number: u32,
        bytes: &[u8],
        page: &Page,
    ) -> Answer {
        if refusal(bytes).is_some() {
            return refused(bytes);
        }
        let selectors = site.selectors();
        let address = self.address(span, number);
        if let Some(wall) = wall(bytes) {
            let Wall { words, means, .. } = wall;
            return Answer::Changed(format!(
                "{means} instead of {address} (it says {words:?}); expected {selectors}"
            ));
        }
        if !page.closes {
            return suspect(Fault::CutPage);
        }
        Answer::Changed(format!("no article's link on {address}; expected {selectors}"))
    }

    fn judge_links(&self, site: &Site, span: Span, number: u32, page: &Page) -> Answer {
        if !page.closes {
            return suspect(Fault::CutPage);
        }
        let mut tally = Tally::new(span);
        for link in &page.links {
            let article = link.article.clone();
            tally.add(&Record { position: 0, offset: 0, length: 0, article });
        }
        if tally.is_drift(page.count) {
            return Answer::Changed(tally.drift(page.count));
        }
        let other = page.own.as_ref().filter(|own| {
            let day = (site.index)(own).flatten();
            day.is_some_and(|day| day != span.first_day())
        });
        if let Some(other) = other {
            return Answer::Suspect(format!("is the page {}", other.path));
        }
        if let Some(what) = self.implausible(&tally, page.count, None, span) {
            return Answer::Suspect(what);
        }
        let days = span.expected_days(self.newspaper);
        // The last of several pages may have few.
        if (number == 1 || number < page.pages) && page.count < site.least && days > 0 {
            return Answer::Changed(format!(
                "{} links to articles on {}, fewer than {}; expected {}",
                page.count,
                self.address(span, number),
                site.least,
                site.selectors()
            ));
        }
        Answer::Good { records: page.count, pages: page.pages.max(number), total: None }
    }

    /// Address of a page of a span, without key.
    fn address(&self, span: Span, page: u32) -> String {
        let origin = self.route.map(|route| route.origin).unwrap_or_default();
        origin.to_owned() + &self.ask(span, page)
    }
}

fn refused(bytes: &[u8]) -> Answer {
    refusal(bytes).map_or_else(|| suspect(Fault::Empty), Answer::Refused)
}

/// A row of `walls.csv`: words of pages that stand in front of others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wall {
    /// In lower case, anywhere in the page.
    words: String,
    means: String,
    #[serde(rename = "source")]
    _source: String,
}

/// The wall that a page without articles is, told by its words.
fn wall(bytes: &[u8]) -> Option<&'static Wall> {
    static WALLS: LazyLock<Vec<Wall>> = LazyLock::new(|| tables::rows(tables::WALLS));
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    WALLS.iter().find(|wall| text.contains(&wall.words))
}
