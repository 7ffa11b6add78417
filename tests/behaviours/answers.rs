//! Answers in good form that are not the document: quotas, keys, statuses, redirects (class B).

use super::make::*;
use super::*;
use crate::server::Act::{self, Forever};
use crate::server::{answer, ok, ok_gzip, redirect as to, status};

pub(super) fn quota() -> Vec<Behaviour> {
    vec![
        row("retry after 0", "B1", SLOWED, |_| later("0")),
        row("retry after 1", "B1", SLOWED, |_| later("1")),
        row("retry after 120", "B1", SLOWED, |_| later("120")),
        row("retry after a day", "B1", SLOWED, |_| later("86400")),
        row("retry after -5", "B2", SLOWED, |_| later("-5")),
        row("retry after 1e20", "B2", SLOWED, |_| later("1e20")),
        row("retry after 10^20", "B2", SLOWED, |_| later("100000000000000000000")),
        row("retry after 2.5", "B2", SLOWED, |_| later("2.5")),
        row("retry after nothing", "B2", SLOWED, |_| later("")),
        row("retry after a minute", "B2", SLOWED, |_| later("Thu, 01 Jan 2026 00:01:00 GMT")),
        row("retry after 1994", "B2", SLOWED, |_| later("Sun, 06 Nov 1994 08:49:37 GMT")),
        row("retry after 2138", "B2", SLOWED, |_| later("Wed, 01 Jan 2138 00:00:00 GMT")),
        row("retry after 31 Feb", "B2", SLOWED, |_| later("Thu, 31 Feb 2026 25:61:00 GMT")),
        row("retry after bytes", "B2", SLOWED, |_| later("\u{fffd}\u{fffd}")),
        row("retry after twice", "B2", SLOWED, |_| {
            status(429, &[("retry-after", "1"), ("retry-after", "7200")], "slow down")
        }),
        row("429 alone", "B3", SLOWED, |_| status(429, &[], "")),
        row("day quota, 429", "B3", QUOTA, |_| json(429, &day_quota())),
        row("day quota, 429, retry after 1", "B3", QUOTA, |_| {
            status(429, &[("content-type", JSON), ("retry-after", "1")], day_quota())
        }),
        row("day quota with the key", "B3", QUOTA, |_| echo(429, day_quota())),
        row("spike, 429", "B3", SLOWED, |_| json(429, &spike())),
        row("too many, 429", "B3", SLOWED, |_| json(429, RATE)),
        row("day quota, 200", "B4", QUOTA, |_| json(200, &day_quota())),
        row("day quota, 403", "B4", QUOTA, |_| json(403, &day_quota())),
        row("day quota, 500", "B4", QUOTA, |_| json(500, &day_quota())),
        row("day quota with the key, 200", "B4", QUOTA, |_| echo(200, day_quota())),
        row("day quota, packed, 200", "B4", QUOTA, |_| ok_gzip(JSON, day_quota())),
        row("day quota as text, 200", "B4", QUOTA, |_| ok("text/plain", day_quota())),
        row("spike, 200", "B4", SLOWED, |_| json(200, &spike())),
        row("invalid key, 401", "B5", KEY, |_| json(401, &invalid_key())),
        row("invalid key, 403", "B5", KEY, |_| json(403, &invalid_key())),
        row("invalid key, 200", "B5", KEY, |_| json(200, &invalid_key())),
        row("invalid key with the key, 401", "B5", KEY, |_| echo(401, invalid_key())),
        row("invalid key with the key, 403", "B5", KEY, |_| echo(403, invalid_key())),
        row("key not found, 401", "B5", KEY, |_| {
            json(401, &fault("Failed to resolve API Key", "oauth.v2.FailedToResolveAPIKey"))
        }),
        row("no key seen, 401", "B5", KEY, |_| json(401, NO_KEY)),
        row("not authenticated, 401", "B5", KEY, |_| json(401, NOT_VALID)),
        row("not authenticated, 403", "B5", KEY, |_| json(403, NOT_VALID)),
        row("401 alone", "B5", KEY, |_| status(401, &[("www-authenticate", "Basic")], "")),
        row("403 and a page", "B5", KEY, |_| error_page(403, "Forbidden")),
    ]
}

pub(super) fn statuses() -> Vec<Behaviour> {
    vec![
        row("404", "B6", NOT_THERE, |_| error_page(404, "Not found")),
        row("410", "B6", NOT_THERE, |_| status(410, &[], "")),
        row("408", "B7", UNAVAILABLE, |_| status(408, &[("connection", "close")], "")),
        row("500", "B8", UNAVAILABLE, |_| error_page(500, "Internal Server Error")),
        row("500 with the key", "B8", UNAVAILABLE, |_| echo(500, "KEYCANARY at TARGET".into())),
        row("502", "B8", UNAVAILABLE, |_| error_page(502, "Bad Gateway")),
        row("503", "B8", UNAVAILABLE, |_| error_page(503, "Service Unavailable")),
        row("503, retry after 2", "B8", UNAVAILABLE, |_| status(503, &[("retry-after", "2")], "")),
        row("504", "B8", UNAVAILABLE, |_| error_page(504, "Gateway Timeout")),
        row("509", "B8", UNAVAILABLE, |_| status(509, &[], "")),
        row("522", "B8", UNAVAILABLE, |_| status(522, &[], "")),
        row("524", "B8", UNAVAILABLE, |_| status(524, &[], "")),
        row("599 and the right answer", "B8", UNAVAILABLE, |g| status(599, &[], &g.body)),
        row("201", "B16", NOT_ALL, |g| status(201, &[], &g.body)),
        row("203", "B16", NOT_ALL, |g| status(203, &[], &g.body)),
        row("204", "B16", NOT_ALL, |_| {
            bytes(&[b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"])
        }),
        row("204 and a body", "B16", NOT_ALL, |g| status(204, &[("connection", "close")], &g.body)),
        row("205", "B16", NOT_ALL, |_| status(205, &[], "")),
        row("206, all of it", "B16", NOT_ALL, |g| status(206, &[], &g.body)),
        row("206, half of it", "B16", NOT_ALL, |g| {
            status(206, &[("content-range", "bytes 0-99/200")], g.half())
        }),
        row("304", "B16", NOT_ALL, |_| {
            bytes(&[b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n"])
        }),
        row("100 a hundred times", "B16", ACCEPTED, |g| {
            bytes(&[&CONTINUE.repeat(100), &g.last_bytes()])
        }),
        row("100 for ever", "B16", UNAVAILABLE, |_| vec![Forever(CONTINUE.repeat(1000))]),
        row("cookies", "B19", ACCEPTED, |g| with_header(g, "set-cookie", "id=1; Path=/")),
        row("page beyond the end", "B20", NOT_THERE, |_| json(400, BEYOND)),
        row("bad parameter", "B20", CONFIG, |_| json(400, SIZE)),
        row("another page", "B22", PAGED, |g| g.one_more(&["\"currentPage\""])),
        row("a page too many", "B22", PAGED, |g| g.one_more(&["\"pages\""])),
        row("page without its records", "B22", EMPTY, Good::emptied),
        row("date of yesterday", "B23", ACCEPTED, |g| {
            with_header(g, "date", "Wed, 31 Dec 1969 23:59:59 GMT")
        }),
    ]
}

pub(super) fn redirects() -> Vec<Behaviour> {
    vec![
        row("301 to itself", "B9", ACCEPTED, |g| moved(g, 301, |o, _| format!("{o}/there"))),
        row("302 within origin", "B9", ACCEPTED, |g| moved(g, 302, |o, _| format!("{o}/there"))),
        row("307 within origin", "B9", ACCEPTED, |g| moved(g, 307, |o, _| format!("{o}/there"))),
        row("308 within origin", "B9", ACCEPTED, |g| moved(g, 308, |o, _| format!("{o}/there"))),
        row("302 with the query", "B9", ACCEPTED, |g| moved(g, 302, |_, t| format!("{t}&there"))),
        row("3 redirects", "B9", ACCEPTED, |g| steps(g, 3)),
        row("301 to other host", "B10", CHANGED, |g| moved_away(g, 301)),
        row("302 to other host", "B10", CHANGED, |g| moved_away(g, 302)),
        row("303 to other host", "B10", CHANGED, |g| moved_away(g, 303)),
        row("307 to other host", "B10", CHANGED, |g| moved_away(g, 307)),
        row("308 to other host", "B10", CHANGED, |g| moved_away(g, 308)),
        row("to other host, key and all", "B10", CHANGED, |g| {
            let other = g.other_origin.clone();
            replying(move |r| answer(302, &[("location", &format!("{other}{}", r.target))], ""))
        }),
        row("to other scheme", "B11", CHANGED, |g| {
            moved(g, 302, |o, _| o.replace("http:", "https:") + "/there")
        }),
        row("to a file", "B12", CHANGED, |_| to("file:///etc/hostname")),
        row("to data", "B12", CHANGED, |_| to("data:application/json,%7B%7D")),
        row("to a script", "B12", CHANGED, |_| to("javascript:alert(1)")),
        row("to itself", "B13", CHANGED, |g| moved(g, 302, |o, t| format!("{o}{t}"))),
        row("20 redirects", "B13", CHANGED, |g| steps(g, 20)),
        row("to metadata", "B14", CHANGED, |_| to("http://169.254.169.254/latest/meta-data/")),
        row("to loopback", "B14", CHANGED, |_| to("http://127.0.0.1:9/")),
        row("to loopback v6", "B14", CHANGED, |_| to("http://[::1]:9/")),
        row("to private net", "B14", CHANGED, |_| to("http://10.0.0.1/")),
        row("to localhost", "B14", CHANGED, |g| {
            moved(g, 302, |o, _| o.replace("127.0.0.1", "localhost") + "/there")
        }),
        row("relative", "B15", ACCEPTED, |g| moved(g, 302, |_, _| "there".into())),
        row("to other host, no scheme", "B15", CHANGED, |g| {
            to(g.other_origin.trim_start_matches("http:"))
        }),
        row("with user name", "B15", CHANGED, |g| {
            moved(g, 302, |o, _| o.replace("//", "//user:word@") + "/there")
        }),
        row("origin as user name", "B15", CHANGED, |g| {
            moved(g, 302, |o, _| format!("{o}@portal.invalid/there"))
        }),
        row("to nowhere", "B15", CHANGED, |_| status(302, &[], "")),
        row("to nonsense", "B15", CHANGED, |_| to("http://[:::/")),
    ]
}

fn moved_away(g: &Good, code: u16) -> Vec<Act> {
    status(code, &[("location", &format!("{}/away", g.other_origin))], "")
}
