//! What goes wrong with the connection, and with the form of an answer (classes A and B17).

use super::make::*;
use super::*;
use crate::server::Act::{self, Close, Forever, Pause, Reset};
use crate::server::{answer, redirect as to, status};
use std::time::Duration;

pub(super) fn connection() -> Vec<Behaviour> {
    vec![
        row("reset at once", "A6", UNAVAILABLE, |_| vec![Reset]),
        row("reset in status line", "A6", UNAVAILABLE, |g| cut(g.bytes(), STATUS, Reset)),
        row("reset in head", "A6", UNAVAILABLE, |g| cut(g.bytes(), HEAD, Reset)),
        row("reset before body", "A6", UNAVAILABLE, |g| cut(g.bytes(), NO_BODY, Reset)),
        row("reset in body", "A6", UNAVAILABLE, |g| cut(g.bytes(), HALF, Reset)),
        row("reset in packed body", "A6", UNAVAILABLE, |g| cut(g.packed(), HALF, Reset)),
        row("reset before last byte", "A6", UNAVAILABLE, |g| cut(g.bytes(), ALL_BUT_ONE, Reset)),
        row("closed at once", "A7", UNAVAILABLE, |_| vec![Close]),
        row("closed in status line", "A7", UNAVAILABLE, |g| cut(g.bytes(), STATUS, Close)),
        row("closed in head", "A7", UNAVAILABLE, |g| cut(g.bytes(), HEAD, Close)),
        row("closed before body", "A7", UNAVAILABLE, |g| cut(g.bytes(), NO_BODY, Close)),
        row("closed in body", "A7", UNAVAILABLE, |g| cut(g.bytes(), HALF, Close)),
        row("closed in packed body", "A7", UNAVAILABLE, |g| cut(g.packed(), HALF, Close)),
        row("closed before last byte", "A7", UNAVAILABLE, |g| cut(g.bytes(), ALL_BUT_ONE, Close)),
        row("closed in unmeasured body", "A7", BROKEN_OFF, |g| raw("", &[g.half()])),
        row("closed in chunk", "A7", UNAVAILABLE, |g| raw(CHUNKED, &[b"ffff\r\n", &g.body[..9]])),
        row("no last chunk", "A7", UNAVAILABLE, |g| raw(CHUNKED, &[&chunks(&g.body, 99, "\r\n")])),
        row("head drips", "A8", UNAVAILABLE, |_| drip(raw("x-slow: ", &[]), b"x")),
        row("body drips", "A8", UNAVAILABLE, |_| drip(raw("content-length: 9999\r\n", &[]), b" ")),
        row("packed body drips", "A8", UNAVAILABLE, |g| drip(cut(g.packed(), HALF, Close), b"x")),
        row("chunks drip", "A8", UNAVAILABLE, |_| drip(raw(CHUNKED, &[]), b"1\r\n \r\n")),
        row("steady, never done", "A8", UNAVAILABLE, |_| {
            drip(raw(CHUNKED, &[]), &chunks(&[b' '; 4096], 4096, "\r\n"))
        }),
        row("silent", "A9", UNAVAILABLE, |_| vec![LONG]),
        row("silent in head", "A9", UNAVAILABLE, |g| cut(g.bytes(), HEAD, LONG)),
        row("silent after 100", "A9", UNAVAILABLE, |_| vec![Act::Send(CONTINUE.to_vec()), LONG]),
        row("silent before body", "A10", UNAVAILABLE, |g| cut(g.bytes(), NO_BODY, LONG)),
        row("silent in body", "A10", UNAVAILABLE, |g| cut(g.bytes(), HALF, LONG)),
        row("silent in packed body", "A10", UNAVAILABLE, |g| cut(g.packed(), HALF, LONG)),
        row("silent before last byte", "A10", UNAVAILABLE, |g| cut(g.bytes(), ALL_BUT_ONE, LONG)),
        row("late by a moment", "A10", ACCEPTED, |g| {
            vec![Pause(Duration::from_millis(300)), Act::Send(g.bytes())]
        }),
        row("proxy wants a name", "A11", UNAVAILABLE, |_| status(407, &[], "")),
        row("captive portal", "A15", CHANGED, |_| page("Welcome to our free network")),
        row("log-in page", "A15", CHANGED, |_| page("Log in to continue")),
        row("sent to a portal", "A15", CHANGED, |_| to("http://portal.invalid/login?back=1")),
    ]
}

pub(super) fn framing() -> Vec<Behaviour> {
    vec![
        row("length of half", "B17", SUSPECT, |g| length(g, g.half().len())),
        row("length one short", "B17", SUSPECT, |g| length(g, g.but_one().len())),
        row("length of nothing", "B17", SUSPECT, |g| length(g, 0)),
        row("length one too many", "B17", UNAVAILABLE, |g| length(g, g.body.len() + 1)),
        row("two lengths", "B17", UNAVAILABLE, |g| {
            raw("content-length: 5\r\ncontent-length: 6\r\n", &[&g.body])
        }),
        row("the same length twice", "B17", ACCEPTED, |g| {
            let length = format!("content-length: {}\r\n", g.body.len());
            raw(&(length.repeat(2) + "connection: close\r\n"), &[&g.body])
        }),
        row("length below zero", "B17", UNAVAILABLE, |g| raw("content-length: -1\r\n", &[&g.body])),
        row("length of 10^23", "B17", UNAVAILABLE, |g| {
            raw(&format!("content-length: 1{:023}\r\n", 0), &[&g.body])
        }),
        row("length in hex", "B17", UNAVAILABLE, |g| raw("content-length: 0x9\r\n", &[&g.body])),
        row("length of words", "B17", UNAVAILABLE, |g| raw("content-length: all\r\n", &[&g.body])),
        row("no length", "A7", ACCEPTED, |g| raw("connection: close\r\n", &[&g.body])),
        row("length and chunks", "B17", ACCEPTED, |g| {
            raw(&format!("content-length: 7\r\n{CHUNKED}"), &[&chunks(&g.body, 99, "\r\n"), LAST])
        }),
        row("chunks", "B17", ACCEPTED, |g| raw(CHUNKED, &[&chunks(&g.body, 99, "\r\n"), LAST])),
        row("chunks of one byte", "B17", ACCEPTED, |g| {
            raw(CHUNKED, &[&chunks(&g.body, 1, "\r\n"), LAST])
        }),
        row("chunks with extension", "B17", ACCEPTED, |g| {
            let size = format!("{:X};name=\"value\"\r\n", g.body.len());
            raw(CHUNKED, &[size.as_bytes(), &g.body, b"\r\n", LAST])
        }),
        row("trailers", "B17", ACCEPTED, |g| {
            raw(CHUNKED, &[&chunks(&g.body, 99, "\r\n"), b"0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n"])
        }),
        row("chunk of zz bytes", "B17", UNAVAILABLE, |g| raw(CHUNKED, &[b"zz\r\n", &g.body, LAST])),
        row("chunk of -1", "B17", UNAVAILABLE, |g| raw(CHUNKED, &[b"-1\r\n", &g.body, LAST])),
        row("chunk of 16^17", "B17", UNAVAILABLE, |g| {
            raw(CHUNKED, &[b"fffffffffffffffff\r\n", &g.body, LAST])
        }),
        row("chunks run together", "B17", UNAVAILABLE, |g| {
            raw(CHUNKED, &[&chunks(&g.body, 99, ""), LAST])
        }),
        row("chunk without size", "B17", UNAVAILABLE, |g| raw(CHUNKED, &[&g.body])),
        row("nothing but a head", "B17", SUSPECT, |_| raw("", &[])),
        row("no reason", "B17", ACCEPTED, |g| bytes(&[b"HTTP/1.1 200\r\n\r\n", &g.body])),
        row("bare line ends", "B17", ACCEPTED, |g| bytes(&[b"HTTP/1.1 200 OK\n\n", &g.body])),
        row("blank lines before", "B17", ACCEPTED, |g| bytes(&[b"\r\n\r\n", &g.last_bytes()])),
        row("HTTP/1.0", "B17", ACCEPTED, |g| bytes(&[b"HTTP/1.0 200 OK\r\n\r\n", &g.body])),
        row("HTTP/0.9", "B17", UNAVAILABLE, |g| bytes(&[&g.body])),
        row("HTTP/3.0", "B17", UNAVAILABLE, |g| bytes(&[b"HTTP/3.0 200 OK\r\n\r\n", &g.body])),
        row("HTTP/2 frames", "B17", UNAVAILABLE, |_| {
            bytes(&[b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64"])
        }),
        row("TLS", "A5", UNAVAILABLE, |_| bytes(&[b"\x15\x03\x01\0\x02\x02\x46"])),
        row("another protocol", "B17", UNAVAILABLE, |_| bytes(&[b"220 mail.invalid ready\r\n"])),
        row("garbage before", "B17", UNAVAILABLE, |g| bytes(&[b"\xff\xfe\0garbage", &g.bytes()])),
        row("status of letters", "B17", UNAVAILABLE, |_| bytes(&[b"HTTP/1.1 abc OK\r\n\r\n"])),
        row("status 20", "B17", UNAVAILABLE, |_| bytes(&[b"HTTP/1.1 20 OK\r\n\r\n"])),
        row("line without colon", "B17", UNAVAILABLE, |g| raw("no colon here\r\n", &[&g.body])),
        row("name with a space", "B17", UNAVAILABLE, |g| raw("a name: 1\r\n", &[&g.body])),
        row("folded line", "B17", UNAVAILABLE, |g| raw("x-long: 1\r\n  2\r\n", &[&g.body])),
        row("zero byte in a line", "B17", UNAVAILABLE, |g| raw("x-zero: \0\r\n", &[&g.body])),
        row("letters beyond ASCII", "B17", ACCEPTED, |g| with_header(g, "x-name", "caf\u{e9}")),
        row("50 lines", "B17", ACCEPTED, |g| raw(&"x-more: 1\r\n".repeat(50), &[&g.body])),
        row("10,000 lines", "B17", UNAVAILABLE, |g| {
            raw(&"x-more: 1\r\n".repeat(10_000), &[&g.body])
        }),
        row("line of 2 MB", "B17", UNAVAILABLE, |g| {
            raw(&format!("x-long: {}\r\n", "x".repeat(2 << 20)), &[&g.body])
        }),
        row("head for ever", "B17", UNAVAILABLE, |_| {
            vec![Act::Send(b"HTTP/1.1 200 OK\r\n".to_vec()), Forever(b"x-more: 1\r\n".repeat(1000))]
        }),
        row("second answer behind", "B17", ACCEPTED, |g| {
            bytes(&[&g.last_bytes(), &answer(500, &[], "")])
        }),
        row("reset behind", "A6", ACCEPTED, |g| {
            vec![Act::Send(g.last_bytes()), Pause(Duration::from_millis(200)), Reset]
        }),
    ]
}

/// The whole body under another length.
fn length(g: &Good, length: usize) -> Vec<Act> {
    raw(&format!("content-length: {length}\r\n"), &[&g.body])
}
