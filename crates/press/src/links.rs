//! Links of index pages: which lead to an article of the same site, its address, its day and its section.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::date::Date;
use crate::tables;

/// Longest address that is looked at, in bytes.
const MAX_ADDRESS: usize = 2048;

/// An address on a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// With scheme and host, as written where it had them.
    pub(crate) whole: String,
    /// From the first slash on, without query and fragment.
    pub(crate) path: String,
    /// What follows the question mark; empty if nothing.
    pub(crate) query: String,
}

/// The address that a link leads to, if it is on one of these hosts or below it.
///
/// Only `https://host/…`, `http://host/…`, `//host/…` and `/…` are addresses; what names a user, another port or
/// another scheme, has control characters, or is relative to a folder is none. A `<base>` is not asked.
pub(crate) fn address(href: &str, hosts: &[&str]) -> Option<Address> {
    let href = href.trim();
    let is_odd =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>');
    if href.len() > MAX_ADDRESS || href.chars().any(is_odd) {
        return None;
    }
    let (host, rest) = match href.split_once("://") {
        Some((scheme, rest)) if is_http(scheme) => host_and_path(rest),
        _ if href.starts_with("//") => host_and_path(href.get(2..)?),
        _ if href.starts_with('/') => (hosts.first().copied()?, href),
        _ => return None,
    };
    if !is_on(host, hosts) {
        return None;
    }
    let local = rest.split('#').next().unwrap_or_default();
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    let whole = if href.starts_with('/') && !href.starts_with("//") {
        format!("https://www.{host}{rest}")
    } else if href.starts_with("//") {
        format!("https:{href}")
    } else {
        href.to_owned()
    };
    Some(Address { whole, path: path.to_owned(), query: query.to_owned() })
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// `host/path?query` taken apart; the path begins with its slash, `?` or `#`.
fn host_and_path(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

/// Whether a host is one of these or below one.
fn is_on(host: &str, hosts: &[&str]) -> bool {
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    host.chars().all(is_name)
        && hosts.iter().any(|wanted| {
            let host = host.to_ascii_lowercase();
            host.strip_suffix(wanted).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        })
}

/// A path around the day in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dated<'a> {
    /// Its parts before the day.
    pub(crate) before: Vec<&'a str>,
    /// The day as written: `2012/feb/07`.
    pub(crate) written: String,
    /// The day; `None` if there is no such one.
    pub(crate) day: Option<Date>,
    /// Its parts after the day.
    pub(crate) after: Vec<&'a str>,
}

/// The first day in a path: `/1973/09/12/` or `/2012/feb/07/`.
pub(crate) fn dated(path: &str) -> Option<Dated<'_>> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (at, day) = parts.windows(3).enumerate().find_map(|(at, parts)| match parts {
        [year, month, day] => Some((at, day_of(year, month, day)?)),
        _ => None,
    })?;
    let (before, rest) = parts.split_at(at);
    let (day_parts, after) = rest.split_at(3);
    Some(Dated {
        before: before.to_vec(),
        written: day_parts.join("/"),
        day,
        after: after.to_vec(),
    })
}

/// The day of three parts that look like one; inside, `None` if it does not exist.
fn day_of(year: &str, month: &str, day: &str) -> Option<Option<Date>> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = |text: &str, length: usize| {
        let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i32>().ok()).flatten()
    };
    let named = || MONTHS.iter().position(|name| *name == month).map(|at| at as i32 + 1);
    let (year, month) = (number(year, 4)?, number(month, 2).or_else(named)?);
    let day = number(day, 2)?;
    Some(Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

/// Short name of a month in the Guardian's addresses: `feb`.
pub(crate) fn month_name(month: u8) -> &'static str {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or("jan")
}

/// Whether a row of `links.csv` says that what is at this path is no article of the newspaper.
pub(crate) fn is_no_article(newspaper: &str, path: &str) -> bool {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| tables::rows(tables::LINKS));
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    ROWS.iter().filter(|row| row.newspaper == newspaper).any(|row| match row.how {
        How::Prefix => path.starts_with(&row.value),
        How::Folder => folders.split('/').any(|folder| folder == row.value),
    })
}

/// A row of `links.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    newspaper: String,
    how: How,
    value: String,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    /// The path begins so.
    Prefix,
    /// A folder of the path is called so.
    Folder,
}

/// Where the addresses of links stand in the bytes of a page: the first place of each.
pub(crate) struct Places<'p>(HashMap<&'p [u8], usize>);

impl<'p> Places<'p> {
    /// Finds every `href="…"` of a page.
    pub(crate) fn find(page: &'p [u8]) -> Places<'p> {
        let mut places = HashMap::new();
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(page.get(from..).unwrap_or_default(), b"href=")
        {
            let quote = page.get(from + found + 5).copied().filter(|byte| b"\"'".contains(byte));
            let start = from + found + 5 + usize::from(quote.is_some());
            let value = page.get(start..).unwrap_or_default();
            let value = value.get(..MAX_ADDRESS).unwrap_or(value);
            let end = match quote {
                Some(quote) => memchr::memchr(quote, value),
                None => value.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>'),
            };
            if let Some(end) = end {
                places.entry(value.get(..end).unwrap_or_default()).or_insert(start);
            }
            // What was looked through for the end of one value is not looked through again.
            from = start + end.unwrap_or(if quote.is_some() { 0 } else { value.len() });
        }
        Places(places)
    }

    /// Where an address stands as it was written, and how long it is there; zeros if that cannot be told.
    pub(crate) fn of(&self, href: &str) -> (usize, usize) {
        let find = |written: &str| self.0.get(written.as_bytes()).map(|&at| (at, written.len()));
        find(href).or_else(|| find(&href.replace('&', "&amp;"))).unwrap_or_default()
    }
}
