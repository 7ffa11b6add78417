//! Factiva: newspapers of all the world since the 1980s, exported as HTML or XML.
//!
//! Its index terms (`NS`, `RE`) are its own and not the newspaper's, so they are not taken for places of an article.

use std::borrow::Cow;

use crate::date::Date;
use crate::export::{self, short};
use crate::filed::filed;
use crate::html::opening;
use crate::record::{Article, Problem};
use crate::written;

mod html;
mod xml;

pub(crate) use html::HTML;
pub(crate) use xml::XML;

/// What is known of an article.
#[derive(Debug, Default)]
struct Parts {
    newspaper: String,
    date: String,
    headline: String,
    section: String,
    page: String,
    /// The first paragraph.
    text: String,
    /// Number of the article: `SUDOS00020131120e9bj0001v`.
    accession: String,
}

impl Parts {
    fn article(self) -> Result<Article<'static>, Problem> {
        let date = written::day(&self.date)?;
        let (headline, lead) = (short(self.headline), opening(&self.text).to_owned());
        let id = identity(&self.accession, date, &headline);
        let id = id.or_else(|_| export::identity(date, &lead))?;
        let (labels, page) = filed(&short(self.section));
        Ok(Article {
            newspaper: short(self.newspaper),
            headline,
            lead: lead.into(),
            labels,
            page: if self.page.is_empty() { page } else { short(self.page) },
            ..Article::of(id, date, short(self.date))
        })
    }
}

/// Id of an article by its number, the same in every export.
fn identity(number: &str, date: Date, headline: &str) -> Result<Cow<'static, str>, Problem> {
    let is_number = (12..=60).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_number {
        Ok(format!("factiva:{number}").into())
    } else {
        export::identity(date, headline)
    }
}

/// The number in `Document SUDOS00020131120e9bj0001v`, whatever the language.
fn accession(line: &str) -> &str {
    line.split_whitespace().next_back().unwrap_or_default()
}
