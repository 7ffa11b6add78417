//! Bodies that are packed, cut, grown or of another shape (class C), and what passes when it is asked for again.

use super::make::*;
use super::*;
use crate::server::Act::{self, Close, Forever, Pause, Reset};
use crate::server::{gzip, ok, ok_gzip, status};
use std::time::Duration;

pub(super) fn packing() -> Vec<Behaviour> {
    vec![
        row("packed", "C1", ACCEPTED, |g| ok_gzip(g.content_type, &g.body)),
        row("packed in two members", "C1", ACCEPTED, |g| {
            let (first, second) = g.body.split_at(g.body.len() / 2);
            as_gzip([gzip(first), gzip(second)].concat())
        }),
        row("packed in chunks", "C1", ACCEPTED, |g| {
            let lines = format!("content-encoding: gzip\r\n{CHUNKED}");
            raw(&lines, &[&chunks(&gzip(&g.body), 99, "\r\n"), LAST])
        }),
        row("packed as GZIP", "C1", ACCEPTED, |g| encoded("GZIP", gzip(&g.body))),
        row("packed as x-gzip", "C1", ACCEPTED, |g| encoded("x-gzip", gzip(&g.body))),
        row("packed as identity", "C1", ACCEPTED, |g| encoded("identity", &g.body)),
        row("packed cut", "C1", GARBLED, |g| as_gzip(&gzip(&g.body)[..gzip(&g.body).len() / 2])),
        row("packed without sum", "C1", GARBLED, |g| as_gzip(flipped(&g.body, 8, 0))),
        row("packed, wrong sum", "C1", GARBLED, |g| as_gzip(flipped(&g.body, 0, 8))),
        row("packed, wrong length", "C1", GARBLED, |g| as_gzip(flipped(&g.body, 0, 4))),
        row("packed, not packed", "C1", GARBLED, |g| as_gzip(&g.body)),
        row("packed, garbage behind", "C1", GARBLED, |g| {
            as_gzip([gzip(&g.body), b"garbage".to_vec()].concat())
        }),
        row("packed without a word", "C1", ACCEPTED, |g| ok(g.content_type, gzip(&g.body))),
        row("packed twice", "C1", CHANGED, |g| as_gzip(gzip(gzip(&g.body)))),
        row("packed ten times", "C1", PACKED, |g| {
            let packed = (0..10).fold(g.body.clone(), |packed, _| gzip(packed));
            encoded(&["gzip"; 10].join(", "), packed)
        }),
        row("packed as br", "C1", PACKED, |g| encoded("br", &g.body)),
        row("packed as deflate", "C1", PACKED, |g| encoded("deflate", &g.body)),
        row("packed as unknown", "C1", PACKED, |g| encoded("invented", &g.body)),
        row("packed half", "C8", SUSPECT, |g| ok_gzip(g.content_type, g.half())),
        row("packed nothing", "C4", SUSPECT, |g| ok_gzip(g.content_type, "")),
        row("bomb of 1 GiB", "C2", SUSPECT, |_| as_gzip(bomb().repeat(128))),
        row("bomb for ever", "C2", SUSPECT, |_| {
            let mut acts = raw("content-encoding: gzip\r\n", &[]);
            acts[1] = Forever(bomb());
            acts
        }),
    ]
}

fn encoded(coding: &str, body: impl AsRef<[u8]>) -> Vec<Act> {
    status(200, &[("content-encoding", coding)], body)
}

fn as_gzip(body: impl AsRef<[u8]>) -> Vec<Act> {
    encoded("gzip", body)
}

/// Packed, without so many bytes at the end, and with the bit of the byte so far from the end turned.
fn flipped(body: &[u8], without: usize, turned: usize) -> Vec<u8> {
    let mut packed = gzip(body);
    packed.truncate(packed.len() - without);
    if turned > 0 {
        let at = packed.len() - turned;
        packed[at] ^= 1;
    }
    packed
}

pub(super) fn bodies() -> Vec<Behaviour> {
    vec![
        row("another type", "B18", ACCEPTED, |g| ok("application/octet-stream", &g.body)),
        row("no type", "B18", ACCEPTED, |g| status(200, &[], &g.body)),
        row("type of pictures", "B18", ACCEPTED, |g| ok("image/png", &g.body)),
        row("longer than the limit", "C3", SUSPECT, |g| {
            raw("content-length: 10737418240\r\n", &[&g.body])
        }),
        row("blanks for ever", "C3", ENDLESS, |_| endless(b" ")),
        row("one string for ever", "C7", ENDLESS, |g| {
            let mut acts = raw(CHUNKED, &[&chunks(g.half(), 99, "\r\n")]);
            acts[1] = endless(b"x").swap_remove(1);
            acts
        }),
        row("empty", "C4", SUSPECT, |g| ok(g.content_type, "")),
        row("blanks", "C4", SUSPECT, |g| ok(g.content_type, " \r\n\t \n")),
        row("null", "C4", CHANGED, |g| ok(g.content_type, "null")),
        row("[]", "C4", CHANGED, |g| ok(g.content_type, "[]")),
        row("{}", "C4", CHANGED, |g| ok(g.content_type, "{}")),
        row("empty string", "C4", CHANGED, |g| ok(g.content_type, "\"\"")),
        row("a number", "C4", CHANGED, |g| ok(g.content_type, "0")),
        row("mark of UTF-8", "C5", ACCEPTED, |g| g.within(b"\xef\xbb\xbf", b"")),
        row("UTF-16", "C5", CHANGED, |g| ok(g.content_type, utf16(&g.body, u16::to_le_bytes))),
        row("UTF-16, big end", "C5", CHANGED, |g| {
            ok(g.content_type, utf16(&g.body, u16::to_be_bytes))
        }),
        row("Latin-1 headline", "C5", ACCEPTED, |g| g.headline(b"Bogot\xe1 ")),
        row("Windows headline", "C5", ACCEPTED, |g| g.headline(b"\x93Quoted\x94 ")),
        row("overlong headline", "C5", ACCEPTED, |g| g.headline(b"\xc0\xaf\xe0\x80\xaf ")),
        row("surrogate headline", "C5", ACCEPTED, |g| g.headline(b"\xed\xa0\xbd\xed\xb8\x80 ")),
        row("zero in headline", "C6", ACCEPTED, |g| g.headline(b"\0")),
        row("escapes in headline", "C6", ACCEPTED, |g| g.headline(b"\x1b[31mRed\x1b[0m\x07 ")),
        row("turned headline", "C6", ACCEPTED, |g| {
            g.headline("\u{202e}backwards\u{fffe} ".as_bytes())
        }),
        row("half", "C8", SUSPECT, |g| ok(g.content_type, g.half())),
        row("without last byte", "C8", SUSPECT, |g| ok(g.content_type, g.but_one())),
        row("without last tenth", "C8", SUSPECT, |g| {
            ok(g.content_type, &g.body[..g.body.len() / 10 * 9])
        }),
        row("twice", "C9", AROUND, |g| g.within(b"", &g.body)),
        row("page behind", "C9", AROUND, |g| g.within(b"", b"<html><p>Notice</p></html>")),
        row("warning before", "C9", AROUND, |g| g.within(b"<br /><b>Warning</b>: line 7\n", b"")),
        row("warning behind", "C9", BEHIND, |g| g.within(b"", b"Warning: line 7")),
        row("call around", "C9", CHANGED, |g| g.within(b"callback(", b");")),
        row("guard before", "C9", CHANGED, |g| g.within(b")]}'\n", b"")),
        row("object around", "D2", CHANGED, |g| g.within(b"{\"data\":", b"}")),
        row("list renamed", "D2", CHANGED, |g| g.renamed(&RENAMED)),
        row("one more announced", "D3", COUNTED, |g| g.one_more(&["\"hits\"", "\"total\""])),
        row("nothing listed", "D11", EMPTY, Good::nothing),
        row("consent page", "F2", CHANGED, |_| page("We and our partners use cookies")),
        row("not found, 200", "F2", CHANGED, |_| page("Page not found")),
        row("maintenance, 200", "F2", CHANGED, |_| page("Down for maintenance")),
        row("page packed", "F2", CHANGED, |_| ok_gzip("text/html", "<html><p>Hello</p></html>")),
        row("target in answer, 200", "D2", CHANGED, |_| echo(200, ECHO.into())),
    ]
}

const ECHO: &str = r#"{"seen":"TARGET","key":"KEYCANARY"}"#;
/// The lists of both interfaces, and links.
const RENAMED: [(&str, &str); 3] =
    [("\"docs\"", "\"entries\""), ("\"results\"", "\"entries\""), ("<a ", "<span ")];

/// The byte until the limit, in good form but for an end.
fn endless(byte: &[u8]) -> Vec<Act> {
    let mut acts = raw(CHUNKED, &[]);
    acts[1] = Forever(chunks(&byte.repeat(1 << 16), 1 << 16, "\r\n"));
    acts
}

/// With the mark of its order of bytes.
fn utf16(body: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = format!("\u{feff}{}", String::from_utf8_lossy(body));
    text.encode_utf16().flat_map(bytes).collect()
}

fn passing(name: &'static str, times: u32, first: Acts) -> Recovering {
    Recovering { name, first, times }
}

pub(super) fn recovering() -> Vec<Recovering> {
    vec![
        passing("reset at once", 4, |_| vec![Reset]),
        passing("reset in head", 2, |g| cut(g.bytes(), HEAD, Reset)),
        passing("reset in body", 4, |g| cut(g.bytes(), HALF, Reset)),
        passing("closed at once", 4, |_| vec![Close]),
        passing("closed in body", 2, |g| cut(g.bytes(), HALF, Close)),
        passing("closed in packed body", 4, |g| cut(g.packed(), HALF, Close)),
        passing("closed in unmeasured body", 1, |g| raw("", &[g.half()])),
        passing("no last chunk", 2, |g| raw(CHUNKED, &[&chunks(&g.body, 99, "\r\n")])),
        passing("chunk of zz bytes", 1, |g| raw(CHUNKED, &[b"zz\r\n", &g.body, LAST])),
        passing("garbage", 2, |_| bytes(&[b"\xff\xfe\0garbage\r\n\r\n"])),
        passing("length too long", 1, |g| raw("content-length: 999999\r\n", &[&g.body])),
        passing("silent", 1, |_| vec![Pause(Duration::from_secs(60))]),
        passing("silent in body", 2, |g| cut(g.bytes(), HALF, LONG)),
        passing("body drips", 1, |_| drip(raw("content-length: 9999\r\n", &[]), b" ")),
        passing("408", 1, |_| status(408, &[("connection", "close")], "")),
        passing("500", 4, |_| error_page(500, "Internal Server Error")),
        passing("502", 2, |_| error_page(502, "Bad Gateway")),
        passing("503, retry after 2", 4, |_| status(503, &[("retry-after", "2")], "")),
        passing("504", 1, |_| error_page(504, "Gateway Timeout")),
        passing("524", 2, |_| status(524, &[], "")),
        passing("retry after 1", 4, |_| later("1")),
        passing("retry after 120", 1, |_| later("120")),
        passing("retry after a minute", 2, |_| later("Thu, 01 Jan 2026 00:01:00 GMT")),
        passing("spike, 429", 2, |_| json(429, &spike())),
        passing("too many, 429", 4, |_| json(429, RATE)),
        passing("spike, 200", 1, |_| json(200, &spike())),
        passing("packed cut", 2, |g| as_gzip(&gzip(&g.body)[..gzip(&g.body).len() / 2])),
        passing("packed, wrong sum", 1, |g| as_gzip(flipped(&g.body, 0, 8))),
        passing("empty", 2, |g| ok(g.content_type, "")),
        passing("half", 1, |g| ok(g.content_type, g.half())),
        passing("without last byte", 2, |g| ok(g.content_type, g.but_one())),
        passing("one more announced", 1, |g| g.one_more(&["\"hits\"", "\"total\""])),
        passing("nothing listed", 1, Good::nothing),
    ]
}
