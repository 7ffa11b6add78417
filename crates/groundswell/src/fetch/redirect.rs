//! Where a redirect leads: followed within one server, with the key added again; never to another.

use url::Url;

/// What to do with a `Location`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Hop {
    /// The same server: this path and query, without the key's parameter.
    Same(String),
    /// Anywhere else: the scheme and host, or what stands in their place.
    Elsewhere(String),
}

/// Reads a `Location` as sent by `origin` (scheme and host) for `target`. `key`: the parameter that
/// carries a key.
pub(crate) fn hop(origin: &str, target: &str, location: &str, key: Option<&str>) -> Hop {
    let asked = Url::parse(&format!("{origin}{target}")).ok();
    let Some((asked, to)) =
        asked.and_then(|asked| Some((asked.clone(), asked.join(location).ok()?)))
    else {
        return Hop::Elsewhere("no address".to_owned());
    };
    let named = !to.username().is_empty() || to.password().is_some();
    if location.is_empty() || named || to.origin() != asked.origin() {
        // Only scheme and host are said: a path may hold anything.
        return Hop::Elsewhere(format!("{}://{}", to.scheme(), to.host_str().unwrap_or_default()));
    }
    let kept = to
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != key);
    let query: Vec<&str> = kept.collect();
    let joint = if query.is_empty() { "" } else { "?" };
    Hop::Same(format!("{}{joint}{}", to.path(), query.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_server_is_followed_and_the_key_is_left_behind() {
        let same = |target: &str| Hop::Same(target.to_owned());
        let other = |what: &str| Hop::Elsewhere(what.to_owned());
        for (location, expected) in [
            ("/svc/b.json?api-key=[key]", same("/svc/b.json")),
            ("/svc/b.json?a=1&api-key=x&b=2", same("/svc/b.json?a=1&b=2")),
            ("https://api.example.org/b#part", same("/b")),
            ("https://api.example.org", same("/")),
            ("https://API.example.org:443?page=2", same("/?page=2")),
            ("b.json", same("/svc/b.json")),
            ("../b", same("/b")),
            ("//api.example.org/b", same("/b")),
            ("http://api.example.org/b", other("http://api.example.org")),
            ("https://api.example.org.evil.test/b", other("https://api.example.org.evil.test")),
            ("https://api.example.org@evil.test/b", other("https://evil.test")),
            ("https://user:word@api.example.org/b", other("https://api.example.org")),
            ("https://api.example.org:8443/b", other("https://api.example.org")),
            ("//evil.test/b", other("https://evil.test")),
            ("\\\\evil.test/b", other("https://evil.test")),
            ("file:///etc/passwd", other("file://")),
            ("javascript:alert(1)", other("javascript://")),
            ("http://169.254.169.254/latest", other("http://169.254.169.254")),
            ("https://[::1", other("no address")),
            ("", other("https://api.example.org")),
        ] {
            let asked = "/svc/a.json?page=1";
            let found = hop("https://api.example.org", asked, location, Some("api-key"));
            assert_eq!(found, expected, "{location}");
        }
    }
}
