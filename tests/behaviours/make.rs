//! Answers made for the behaviours: cut, dripped, wrongly framed, refused, sent elsewhere.

use super::Good;
use crate::server::Act::{self, Close, Drip, Pause, Reply};
use crate::server::{Request, answer, gzip, head_end, status};
use std::sync::Arc;
use std::time::Duration;

pub(super) const JSON: &str = "application/json";
pub(super) const CHUNKED: &str = "connection: close\r\ntransfer-encoding: chunked\r\n";
/// The end of a chunked body.
pub(super) const LAST: &[u8] = b"0\r\n\r\n";
pub(super) const LONG: Act = Pause(Duration::from_secs(60));

/// How much of an answer is sent, of the length of its head and of all of it.
pub(super) type Upto = fn(usize, usize) -> usize;
pub(super) const STATUS: Upto = |_, _| 11;
pub(super) const HEAD: Upto = |head, _| head - 9;
pub(super) const NO_BODY: Upto = |head, _| head;
pub(super) const HALF: Upto = |head, all| (head + all) / 2;
pub(super) const ALL_BUT_ONE: Upto = |_, all| all - 1;

pub(super) fn cut(mut bytes: Vec<u8>, upto: Upto, end: Act) -> Vec<Act> {
    bytes.truncate(upto(head_end(&bytes).unwrap(), bytes.len()));
    vec![Act::Send(bytes), end]
}

/// Exactly these bytes, and the connection ends.
pub(super) fn bytes(parts: &[&[u8]]) -> Vec<Act> {
    vec![Act::Send(parts.concat()), Close]
}

/// A head with these lines, each with its line end, and what follows as it is.
pub(super) fn raw(lines: &str, body: &[&[u8]]) -> Vec<Act> {
    bytes(&[format!("HTTP/1.1 200 OK\r\n{lines}\r\n").as_bytes(), &body.concat()])
}

/// In chunks of this size, each followed by `end`; without the last.
pub(super) fn chunks(body: &[u8], size: usize, end: &str) -> Vec<u8> {
    let chunk =
        |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, end.as_bytes()].concat();
    body.chunks(size).flat_map(chunk).collect()
}

/// So much of an answer, and then this, twenty times a second for a minute.
pub(super) fn drip(mut before: Vec<Act>, bytes: &[u8]) -> Vec<Act> {
    before.truncate(1);
    before.push(Drip { bytes: bytes.to_vec(), every: Duration::from_millis(50), count: 1200 });
    before
}

pub(super) fn page(text: &str) -> Vec<Act> {
    error_page(200, text)
}

pub(super) fn error_page(code: u16, text: &str) -> Vec<Act> {
    let body = format!(
        "<!DOCTYPE html>\n<html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>\n"
    );
    status(code, &[("content-type", "text/html; charset=utf-8")], body)
}

pub(super) fn json(code: u16, body: &str) -> Vec<Act> {
    status(code, &[("content-type", JSON)], body)
}

/// The gateway in front of the interface refuses; the message may name the key.
pub(super) fn fault(says: &str, errorcode: &str) -> String {
    format!(r#"{{"fault":{{"faultstring":"{says}","detail":{{"errorcode":"{errorcode}"}}}}}}"#)
}

pub(super) fn day_quota() -> String {
    let says = "Rate limit quota violation. Quota limit  exceeded. Identifier : KEYCANARY";
    fault(says, "policies.ratelimit.QuotaViolation")
}

pub(super) fn spike() -> String {
    let says = "Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=5, periodInMicroseconds=60000000, maxBurstMessageCount=1.0}";
    fault(says, "policies.ratelimit.SpikeArrestViolation")
}

pub(super) fn invalid_key() -> String {
    fault("Invalid ApiKey KEYCANARY", "oauth.v2.InvalidApiKey")
}

/// With the key and the target of the request in the answer.
pub(super) fn echo(code: u16, body: String) -> Vec<Act> {
    replying(move |request| {
        let key = request.query("api-key").unwrap_or("KEYCANARY");
        let body = body.replace("KEYCANARY", key).replace("TARGET", &request.target);
        answer(code, &[("content-type", JSON), ("x-seen", &request.target)], body)
    })
}

pub(super) fn replying(make: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Vec<Act> {
    vec![Reply(Arc::new(make))]
}

/// 429 with this `Retry-After`, on the first day of 2026.
pub(super) fn later(value: &str) -> Vec<Act> {
    let date = ("date", "Thu, 01 Jan 2026 00:00:00 GMT");
    status(429, &[date, ("retry-after", value)], "slow down")
}

/// Sends on to what `next` makes of origin and target, until the target says `there`.
pub(super) fn moved(g: &Good, code: u16, next: fn(&str, &str) -> String) -> Vec<Act> {
    let good = g.bytes();
    replying(move |request| {
        let origin = format!("http://{}", request.header("host").unwrap_or_default());
        match request.target.contains("there") {
            true => good.clone(),
            false => answer(code, &[("location", &next(&origin, &request.target))], ""),
        }
    })
}

/// To the same path on this origin, one step longer, until there are so many steps.
pub(super) fn steps(g: &Good, count: usize) -> Vec<Act> {
    let good = g.bytes();
    replying(move |request| match request.path().matches("/step").count() {
        taken if taken == count => good.clone(),
        taken => answer(302, &[("location", &"/step".repeat(taken + 1))], ""),
    })
}

/// A member of gzip a thousandth of what it unpacks to: 8 MiB of blanks.
pub(super) fn bomb() -> Vec<u8> {
    gzip(vec![b' '; 8 << 20])
}

pub(super) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
pub(super) const RATE: &str = r#"{"message":"API rate limit exceeded"}"#;
pub(super) const NO_KEY: &str = r#"{"message":"No API key found in request"}"#;
pub(super) const NOT_VALID: &str = r#"{"message":"Invalid authentication credentials"}"#;
pub(super) const BEYOND: &str = r#"{"response":{"status":"error","message":"requested page is beyond the number of available pages"}}"#;
pub(super) const SIZE: &str =
    r#"{"response":{"status":"error","message":"page-size must be an integer between 0 and 200"}}"#;

pub(super) fn with_header(g: &Good, name: &str, value: &str) -> Vec<Act> {
    status(200, &[("content-type", g.content_type), (name, value)], &g.body)
}
