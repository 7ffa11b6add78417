//! Pages of a search that do not fit together (classes B20 to B22): hooks for [`super::Newsstand::misbehave`].

use super::Asked;
use crate::behaviours::{Expected, Good};
use crate::server::{Act, Request, ok, status};
use serde_json::Value;

/// Name, class, how the fetch of a span of at least three pages ends, and the hook.
type Muddle = (&'static str, &'static str, Expected, fn(&Asked<'_>) -> Option<Vec<Act>>);

/// All of them. What goes wrong for good ends `Suspect`; what happens once while the pages are read, `Accepted`.
pub(crate) fn muddles() -> Vec<Muddle> {
    use Expected::{Accepted, Suspect};
    vec![
        ("page 3 is page 2 again", "B22", Suspect, |asked| {
            (page(asked.request) == 3).then(|| other_page(asked, 2).map(|good| good.acts()))?
        }),
        ("page 2 is empty", "B22", Suspect, |asked| {
            edited(asked, 2, |body| body.split_once("[").unwrap().0.to_owned() + "[]}}")
        }),
        ("page 2 says it is page 3", "B22", Suspect, |asked| {
            edited(asked, 2, |body| body.replacen("\"currentPage\":2", "\"currentPage\":3", 1))
        }),
        ("page 3 is beyond the end", "B20", Suspect, |asked| {
            let beyond = r#"{"response":{"status":"error","message":"requested page is beyond the number of available pages"}}"#;
            (page(asked.request) == 3)
                .then(|| status(400, &[("content-type", "application/json")], beyond))
        }),
        ("another total on page 2", "B21", Suspect, |asked| edited(asked, 2, other_total)),
        ("another total on page 2, once", "B21", Accepted, |asked| {
            (asked.times == 1).then(|| edited(asked, 2, other_total))?
        }),
        ("page 2 begins with the end of page 1", "B21", Suspect, repeated),
        ("page 2 begins with the end of page 1, once", "B21", Accepted, |asked| {
            (asked.times == 1).then(|| repeated(asked))?
        }),
    ]
}

/// The page that a search asks for; 0 if the request is no search in pages.
fn page(request: &Request) -> u32 {
    let number = request.query("page").map_or(Some(1), |page| page.parse().ok());
    number.filter(|_| request.path() == "/search").unwrap_or_default()
}

/// The right answer for another page.
fn other_page(asked: &Asked<'_>, given: u32) -> Option<Good> {
    let (path, query) = asked.request.target.split_once('?')?;
    let kept = query.split('&').filter(|pair| !pair.starts_with("page="));
    let pairs: Vec<&str> = kept.collect();
    asked.good_for(&format!("{path}?{}&page={given}", pairs.join("&")))
}

fn edited(asked: &Asked<'_>, wanted: u32, edit: impl Fn(&str) -> String) -> Option<Vec<Act>> {
    let good = asked.good().filter(|_| page(asked.request) == wanted)?;
    Some(ok(good.content_type, edit(&String::from_utf8(good.body).unwrap())))
}

fn other_total(body: &str) -> String {
    body.replacen("\"total\":", "\"total\":9", 1)
}

/// As after an insertion before the end of page 1, but for the total: one record twice, one never.
fn repeated(asked: &Asked<'_>) -> Option<Vec<Act>> {
    if page(asked.request) != 2 {
        return None;
    }
    let first = parsed(&other_page(asked, 1)?.body);
    let moved = first["response"]["results"].as_array().unwrap().last().unwrap().clone();
    edited(asked, 2, |body| {
        let mut value = parsed(body.as_bytes());
        let results = value["response"]["results"].as_array_mut().unwrap();
        results.pop();
        results.insert(0, moved.clone());
        value.to_string()
    })
}

fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap()
}
