//! ProQuest: newspapers of all the world and of two centuries, exported from its search pages or delivered to libraries.
//!
//! Its index terms (`Location`, `Subject`) are its own and not the newspaper's, so they are not taken for places of an article.

use std::borrow::Cow;

use crate::date::Date;
use crate::export::{self, short};
use crate::filed::filed;
use crate::html::opening;
use crate::record::{Article, Problem};
use crate::written;

mod archive;
mod historical;
mod html;
mod mail;
mod tdm;
mod text;
mod xml;

pub(crate) use archive::ARCHIVE;
pub(crate) use historical::HISTORICAL;
pub(crate) use html::HTML;
pub(crate) use mail::MAIL;
pub(crate) use tdm::TDM;
pub(crate) use text::TEXT;

/// What it writes where there is no abstract.
const NO_ABSTRACT: &str = "None available.";

/// Most bytes of an abstract.
const MAX_ABSTRACT: usize = 16 * 1024;

/// What is known of an article, as it is written.
#[derive(Debug, Default)]
struct Parts {
    newspaper: String,
    date: String,
    headline: String,
    /// The abstract.
    summary: String,
    /// The first paragraph, or running text.
    text: String,
    section: String,
    page: String,
    /// What kind of piece it is; several are joined by `"; "`.
    kind: String,
    /// ProQuest's number of it.
    number: String,
}

impl Parts {
    fn article(self) -> Result<Article<'static>, Problem> {
        let date = written::day(self.date.trim())?;
        let headline = short(self.headline);
        let lead = opening(&self.text).to_owned();
        let (id, url) = identity(&self.number, date, &headline)
            .or_else(|_| Ok((export::identity(date, &lead)?, Cow::default())))?;
        let (labels, page) = filed(&short(self.section));
        let mut summary = self.summary;
        summary.truncate(summary.floor_char_boundary(MAX_ABSTRACT));
        let mut article = Article {
            newspaper: short(self.newspaper),
            headline,
            summary: if summary == NO_ABSTRACT { Cow::default() } else { summary.into() },
            lead: lead.into(),
            labels,
            page: if self.page.is_empty() { page } else { short(self.page) },
            kind: short(self.kind),
            url,
            ..Article::of(id, date, short(self.date))
        };
        take_note(&mut article);
        Ok(article)
    }
}

/// Takes what ProQuest writes after a headline to where it belongs: the desk of `Harbour opens: [Foreign Desk]`, the
/// kind of piece of `Harbours: [Letter]`; that there are pictures says nothing.
pub(crate) fn take_note(article: &mut Article<'_>) {
    let Some(rest) = article.headline.trim_end().strip_suffix(']') else { return };
    let found =
        rest.rsplit_once(": [").or_else(|| rest.rsplit_once(" [With ").map(|it| (it.0, "")));
    let Some((headline, note)) = found.filter(|(headline, _)| !headline.trim().is_empty()) else {
        return;
    };
    let (headline, note) = (headline.trim_end().to_owned(), note.trim().to_owned());
    if note.ends_with(" Desk") {
        if article.labels.desk.is_empty() {
            article.labels.desk = note.into();
        }
    } else if !note.is_empty() && article.kind.is_empty() {
        article.kind = note.into();
    } else if !note.is_empty() {
        article.kind = format!("{}; {note}", article.kind).into();
    }
    article.headline = headline.into();
}

/// Id and address of an article by its ProQuest document number, the same in every export. Not the address that stands
/// in an export: that names the library and its account.
pub(crate) fn identity(
    number: &str,
    date: Date,
    headline: &str,
) -> Result<(Cow<'static, str>, Cow<'static, str>), Problem> {
    let number = number.trim();
    if !is_number(number) {
        return Ok((export::identity(date, headline)?, Cow::default()));
    }
    let address = format!("https://www.proquest.com/docview/{number}");
    Ok((format!("proquest:{number}").into(), address.into()))
}

/// Whether it can be the number of an article.
pub(crate) fn is_number(text: &str) -> bool {
    (5..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number in `https://www.proquest.com/docview/2637169443/se-2`, whatever a library has put before it.
pub(crate) fn docview(url: &str) -> &str {
    let after = url.split_once("docview/").map_or("", |(_, after)| after);
    let number = after.split(['/', '?', '&', '#', ';']).next().unwrap_or_default();
    if is_number(number) { number } else { "" }
}

/// Lines of running text that a machine recognised, as one, up to the first empty line. They are broken as they were
/// printed, so a line is no paragraph.
fn unbroken(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    paragraph.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{docview, take_note, unbroken};
    use crate::{Article, Date};

    #[test]
    fn a_note_after_a_headline_is_taken_to_its_place() {
        for (written, [headline, desk, kind]) in [
            ("Harbour opens: [Foreign Desk]", ["Harbour opens", "Foreign Desk", "News"]),
            ("Harbours: [Letter]", ["Harbours", "", "News; Letter"]),
            ("Harbour opens [With graphic(s)]", ["Harbour opens", "", "News"]),
            ("Harbour [sic]", ["Harbour [sic]", "", "News"]),
            (": [Letter]", [": [Letter]", "", "News"]),
            ("Harbour: opens]", ["Harbour: opens]", "", "News"]),
        ] {
            let day = Date::new(2004, 3, 9).unwrap();
            let mut article = Article::of("", day, "");
            (article.headline, article.kind) = (written.into(), "News".into());
            take_note(&mut article);
            let found = [&*article.headline, &*article.labels.desk, &*article.kind];
            assert_eq!(found, [headline, desk, kind], "{written}");
        }
    }

    #[test]
    fn a_number_is_found_in_any_address() {
        for (url, expected) in [
            ("https://www.proquest.com/docview/2637169443/se-2?accountid=1", "2637169443"),
            (
                "https://proxy.example/login?url=https://search.proquest.com/docview/422208782?accountid=0",
                "422208782",
            ),
            (
                "https://www.proquest.com/newspapers/a-headline-2020/docview/2637783411/se-2",
                "2637783411",
            ),
            ("https://www.proquest.com/newspapers/20202020/x", ""),
            ("", ""),
        ] {
            assert_eq!(docview(url), expected, "{url}");
        }
    }

    #[test]
    fn printed_lines_are_joined() {
        assert_eq!(unbroken("\n A harbour\nwas opened.\n\nThen"), "A harbour was opened.");
        assert_eq!(unbroken(""), "");
    }
}
