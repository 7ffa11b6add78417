//! Text out of the HTML that newspapers leave in summaries: tags and comments go, entities stay.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

/// The text without tags and comments; borrowed as it is where there are none.
///
/// A tag that ends a line (`<p>`, `<br>`, `<li>` …) leaves a space, any other (`<a>`, `<strong>` …) nothing.
/// A `<` that begins no tag stays. Entities are left for the one place that decodes them.
#[must_use]
pub fn text(html: Cow<'_, str>) -> Cow<'_, str> {
    if memchr(b'<', html.as_bytes()).is_none() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    // After the last `>` no tag ends: looked for from every `<`, it would be looked for without end.
    let last = memrchr(b'>', html.as_bytes()).unwrap_or_default();
    let mut rest = html.as_ref();
    while let Some((before, from)) = split_at(rest, '<') {
        out.push_str(before);
        let ends = html.len() - from.len() <= last || from.starts_with("<!--");
        match ends.then(|| markup(from)).flatten() {
            Some((name, after)) => {
                if is_block(name) && !out.ends_with(' ') {
                    out.push(' ');
                }
                rest = after;
            }
            None => {
                out.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out.trim().to_owned())
}

/// Bytes of running text that stand for a first paragraph where paragraphs are not marked.
const OPENING: usize = 500;

/// The text of the first paragraph that has any: of `<p>…</p>` where there are such; otherwise of the
/// first line, to the last space within its first 500 bytes.
pub(crate) fn first_paragraph(html: Cow<'_, str>) -> Cow<'_, str> {
    match html.split("<p").skip(1).find_map(paragraph) {
        Some(words) => Cow::Owned(words),
        None => Cow::Owned(opening(&text(html)).to_owned()),
    }
}

/// The text of a paragraph, given what follows its `<p`; `None` if there is none in it.
fn paragraph(piece: &str) -> Option<String> {
    // `<pre>` and `<picture>` begin alike.
    let attributed = || piece.strip_prefix(' ')?.split_once('>').map(|(_, inside)| inside);
    let inside = piece.strip_prefix('>').or_else(attributed)?;
    let words = text(Cow::Borrowed(inside.split("</p>").next().unwrap_or(inside)));
    (!words.trim().is_empty()).then(|| words.into_owned())
}

/// The beginning of running text.
pub(crate) fn opening(words: &str) -> &str {
    let line = words.trim_start().lines().next().unwrap_or_default();
    if line.len() <= OPENING {
        return line;
    }
    let is_within = |&(at, _): &(usize, &str)| at <= OPENING;
    let end = line.match_indices(' ').take_while(is_within).last().map_or(0, |(at, _)| at);
    line.get(..end).unwrap_or_default()
}

/// Name of the tag or comment at the start of `from` (which begins with `<`) and what follows it.
fn markup(from: &str) -> Option<(&str, &str)> {
    let inside = from.strip_prefix('<')?;
    if let Some(comment) = inside.strip_prefix("!--") {
        return Some(("!--", comment.split_once("-->").map_or("", |(_, after)| after)));
    }
    let name = inside.strip_prefix('/').unwrap_or(inside);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let (tag, after) = name.split_once('>')?;
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    Some((tag.get(..end)?, after))
}

/// Whether a tag separates lines.
pub(crate) fn is_block(name: &str) -> bool {
    let is = |name: &str| {
        matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "br"
                | "caption"
                | "center"
                | "dd"
                | "div"
                | "dl"
                | "dt"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "head"
                | "header"
                | "hr"
                | "li"
                | "main"
                | "nav"
                | "ol"
                | "option"
                | "p"
                | "pre"
                | "section"
                | "select"
                | "table"
                | "td"
                | "th"
                | "tr"
                | "ul"
        )
    };
    is(name)
        || (name.bytes().any(|byte| byte.is_ascii_uppercase()) && is(&name.to_ascii_lowercase()))
}

/// `text` before the first `mark`, and from it on.
fn split_at(text: &str, mark: char) -> Option<(&str, &str)> {
    text.find(mark).and_then(|at| text.split_at_checked(at))
}
