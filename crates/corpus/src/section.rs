//! Sections and desks from 1981 on, as each newspaper and period labels them.

use crate::article::Article;
use crate::plan::Newspaper;
use crate::rng::Rng;

/// Files the article: international, business, or one of the home pages.
pub(crate) fn file(
    article: &mut Article,
    newspaper: Newspaper,
    international: bool,
    business: bool,
    rng: &mut Rng,
) {
    let home = rng.below(3) as usize;
    (article.section, article.desk) = match (newspaper, international, business) {
        (Newspaper::Nyt, true, _) => nyt_world(article.date.0, rng),
        (Newspaper::Nyt, false, true) => ("Business", "Business/Financial Desk"),
        (Newspaper::Nyt, false, false) => nyt_home(article.date.0, home),
        (Newspaper::Guardian, true, _) => ("world", "International"),
        (Newspaper::Guardian, false, true) => ("business", "Financial"),
        (Newspaper::Guardian, false, false) => {
            [("uk-news", "UK news"), ("society", "Society"), ("environment", "UK news")][home]
        }
    };
}

fn nyt_world(year: u16, rng: &mut Rng) -> (&'static str, &'static str) {
    let listed = rng.percent(15);
    match year {
        ..2000 => ("World", "Foreign Desk"),
        2000..2006 if listed => ("World; Front Page", "Foreign Desk"),
        2000..2006 => ("World", "Foreign Desk"),
        2006..2012 if listed => ("World; Washington", "Foreign Desk"),
        2006..2012 => ("World", if rng.percent(60) { "Foreign Desk" } else { "Foreign" }),
        _ => ("World", "Foreign"),
    }
}

fn nyt_home(year: u16, which: usize) -> (&'static str, &'static str) {
    let pages = match year {
        ..2006 => [
            ("New York", "Metropolitan Desk"),
            ("U.S.", "National Desk"),
            ("Sports", "Sports Desk"),
        ],
        2006..2013 => [
            ("New York and Region", "Metropolitan Desk"),
            ("U.S.", "National Desk"),
            ("Sports", "Sports Desk"),
        ],
        _ => [("New York", "Metro"), ("U.S.", "National"), ("Sports", "Sports")],
    };
    pages[which % pages.len()]
}

/// Leads of 1981–2010 have lost their datelines; some of 2011–12 and most of later years keep them.
pub(crate) fn has_datelines(year: u16, rng: &mut Rng) -> bool {
    let percent = match year {
        ..2011 => 0,
        2011 => 38,
        2012..2015 => 14,
        _ => 85,
    };
    rng.percent(percent)
}

/// How many international articles in 100 were captured twice, from print and from the web.
pub(crate) fn twin_percent(year: u16) -> u64 {
    match year {
        2007 => 12,
        2008 | 2012 => 15,
        2009 => 8,
        2011 => 18,
        2006 | 2010 => 3,
        _ => 0,
    }
}
