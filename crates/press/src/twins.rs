//! Twins: the two things by which two records can be known to be one article, its address and its headline of a day.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables;

/// An address without what differs between routes to one article; `None` if it addresses no article.
///
/// Without scheme, `www.`, `m.` or `mobile.`, fragment, trailing `/` and `.html`; the host in lower case;
/// `guardian.co.uk` and `guardian.com` are `theguardian.com`. The query goes too, except where it is all that
/// tells articles apart: `res` of the NYT's old addresses, and all of it on the sites of others.
///
/// ```
/// # use groundswell_press::canonical_url;
/// let print = canonical_url("http://www.nytimes.com/2011/03/04/world/asia/04harbour.html?pagewanted=all&_r=0");
/// assert_eq!(print.as_deref(), Some("nytimes.com/2011/03/04/world/asia/04harbour"));
/// assert_eq!(print, canonical_url("https://nytimes.com/2011/03/04/world/asia/04harbour.html"));
/// assert_eq!(canonical_url("https://www.nytimes.com/"), None);
/// ```
#[must_use]
pub fn canonical_url(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if is_http(scheme) => rest,
        Some(_) => return None,
        None => url.strip_prefix("//").unwrap_or(url),
    };
    let rest = rest.split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/')?;
    let host = canonical_host(host)?;
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    let key = key_of_query(&host, query);
    let needs_key = path.is_empty() || host == "query.nytimes.com";
    match key {
        "" => (!needs_key).then(|| format!("{host}/{path}")),
        key => Some(format!("{host}/{path}?{key}")),
    }
}

/// The part of a query that says which article is meant.
fn key_of_query<'a>(host: &str, query: &'a str) -> &'a str {
    let is_site = |site: &str| {
        host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if is_site("nytimes.com") {
        query.split('&').find(|pair| pair.starts_with("res=")).unwrap_or_default()
    } else if is_site("theguardian.com") {
        ""
    } else {
        query
    }
}

/// A headline without case, spaces and punctuation; `None` if it names no article.
///
/// Two records of one newspaper and one day with the same normalised headline are one article. So headings that
/// stand over several articles of a day say nothing: empty ones, `Article 1 -- No Title`, `Letters to the Editor`
/// (the rows of `headlines.csv`).
///
/// ```
/// # use groundswell_press::normalised_headline;
/// assert_eq!(normalised_headline("Junta Rules in Chile").as_deref(), Some("juntarulesinchile"));
/// assert_eq!(normalised_headline("Front Page 3 -- No Title"), None);
/// ```
#[must_use]
pub fn normalised_headline(headline: &str) -> Option<String> {
    static GENERIC: LazyLock<Vec<(How, String)>> = LazyLock::new(|| {
        let rows = tables::rows::<Generic>(tables::HEADLINES).into_iter();
        rows.map(|row| (row.how, letters(&row.value))).collect()
    });
    let key = letters(headline);
    let generic = GENERIC.iter().any(|(how, value)| match how {
        How::Exact => key == *value,
        How::Suffix => key.ends_with(value),
    });
    (!key.is_empty() && !generic).then_some(key)
}

/// Letters and digits only, in lower case; of entities, the character they stand for.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() && memchr::memchr(b'&', text.as_bytes()).is_none() {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        return out;
    }
    let mut pieces = text.split('&');
    let mut add = |piece: &str| {
        out.extend(piece.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    };
    add(pieces.next().unwrap_or_default());
    for piece in pieces {
        match entity(piece) {
            Some((character, rest)) => {
                add(character.encode_utf8(&mut [0; 4]));
                add(rest);
            }
            None => add(piece),
        }
    }
    out
}

/// The character of the entity that begins after `&`, and what follows it. The named ones that newspapers write
/// in headlines are punctuation, so a name stands for a space.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, rest) = text.split_once(';').filter(|(name, _)| name.len() <= 8)?;
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        },
        None => {
            return name.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some((' ', rest));
        }
    };
    Some((char::from_u32(code.ok()?)?, rest))
}

/// A row of `headlines.csv`: a heading that does not name one article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Generic {
    how: How,
    value: String,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    Exact,
    Suffix,
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The host in lower case without port and the prefixes of other routes; `None` if it is none.
fn canonical_host(host: &str) -> Option<String> {
    let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    let bare = ["www.", "m.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(host);
    let bare = match bare {
        "guardian.co.uk" | "guardian.com" => "theguardian.com",
        other => other,
    };
    bare.contains('.').then(|| bare.to_owned())
}
