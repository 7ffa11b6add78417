//! One request over the network: its answer's bytes as they came, or why there are none.
//!
//! Measured behaviour of the library, and what follows from it: it follows redirects to other hosts
//! with the key in the Referer (so: none are followed here), it takes a shorter body than announced and
//! several compressed members for one (so: nothing is unpacked here, and what came is judged by its
//! content), only a total deadline ends a body that drips, and every error's text has the address in it,
//! with the key (so: [`Unavailable`] is made in one place, without it).

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::key::Key;
use crate::step::step;

/// Sends requests. Made once a run.
pub struct Fetcher {
    client: reqwest::Client,
    patience: Duration,
    deadline: Duration,
}

/// What every request of a run has in common.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Who asks, with an address to complain to.
    pub user_agent: String,
    /// How long a server may say nothing, and over how long its slowest rate is measured.
    pub patience: Duration,
    /// How long one answer may take in all.
    pub deadline: Duration,
    /// Unencrypted connections, for a test's own server. Never set for a publisher.
    pub insecure_test_host: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Scheme and host.
    pub origin: &'a str,
    /// Path and query, without key.
    pub target: &'a str,
    /// The parameter the key goes into, and the key.
    pub key: Option<(&'a str, &'a Key)>,
    /// Media types that are understood.
    pub accept: &'a str,
    /// `etag` and `last-modified` of what is held, to be told when it has not changed.
    pub validators: Option<&'a BTreeMap<String, String>>,
    /// The most bytes of a body, as sent.
    pub max_wire_bytes: u64,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Got {
    /// HTTP status.
    pub status: u16,
    /// Those of [`KEPT_HEADERS`] that were sent; names in lower case, without the key.
    pub headers: BTreeMap<String, String>,
    /// Where a redirect leads, as written, without the key.
    pub location: Option<String>,
    /// Bytes of the body, as sent.
    pub wire_bytes: u64,
    /// The file they were written into.
    pub path: PathBuf,
}

/// Why there is no answer. Its text never holds the address, and so never the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Unavailable {
    /// Whether asking again may help.
    pub kind: Kind,
    /// In words.
    pub what: String,
}

/// What may be expected of asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It may pass: a connection that broke, a server that is slow.
    Passing,
    /// It may pass, but there is no way to the server now: no name, no route, nobody listening.
    NoConnection,
    /// It stays: a certificate that is not valid, an address that is none.
    Lasting,
    /// There is an answer, but it is over the limit.
    TooLarge,
}

/// Headers that say something about content, age and limits; no others are kept.
pub const KEPT_HEADERS: [&str; 11] = [
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "retry-after",
    "x-ratelimit-remaining-day",
    "x-ratelimit-remaining-minute",
    "x-ratelimit-limit-day",
    "x-ratelimit-limit-minute",
];

/// The slowest server that is waited for, in bytes a second.
const SLOWEST: u64 = 1024;

impl Fetcher {
    /// # Errors
    /// When this machine has no certificates to check servers against.
    pub fn new(manners: &Manners) -> Result<Fetcher, Unavailable> {
        // Another part of the process may have chosen one before; any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(&manners.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(!manners.insecure_test_host)
            .http1_only()
            .connect_timeout(manners.patience.min(Duration::from_secs(10)));
        if manners.insecure_test_host {
            builder = builder.no_proxy(); // it is on this machine
        }
        let client = builder.build().map_err(Unavailable::from)?;
        Ok(Fetcher { client, patience: manners.patience, deadline: manners.deadline })
    }

    /// Sends one request and writes the body into `to` as it comes.
    ///
    /// # Errors
    /// [`Unavailable`] when there is no whole answer; what the disk says, apart, in the `Ok` of it.
    pub async fn get(
        &self,
        call: &Call<'_>,
        to: &Path,
    ) -> Result<std::io::Result<Got>, Unavailable> {
        let work = self.exchange(call, to);
        let late = || Unavailable::passing(format!("no whole answer within {:?}", self.deadline));
        let result = tokio::time::timeout(self.deadline, work).await.map_err(|_| late());
        match result.and_then(|done| done) {
            Err(error) => Err(Unavailable { what: scrubbed(call.key, &error.what), ..error }),
            done => done,
        }
    }

    /// Tells somebody how a run ended: a few lines of text to an address of the user's own, within ten
    /// seconds. Nothing of the answer is read but its status.
    ///
    /// # Errors
    /// [`Unavailable`] when nobody took it.
    pub async fn tell(&self, address: &str, text: String) -> Result<u16, Unavailable> {
        let sent =
            self.client.post(address).body(text).timeout(Duration::from_secs(10)).send().await?;
        Ok(sent.status().as_u16())
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        to: &Path,
    ) -> Result<std::io::Result<Got>, Unavailable> {
        let mut request = self
            .client
            .get(address(call))
            .header(header::ACCEPT, call.accept)
            .header(header::ACCEPT_ENCODING, "gzip");
        for (asked, held) in
            [(header::IF_NONE_MATCH, "etag"), (header::IF_MODIFIED_SINCE, "last-modified")]
        {
            let value = call.validators.and_then(|held_values| held_values.get(held));
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                request = request.header(asked, value);
            }
        }
        step("before sending");
        let sent = tokio::time::timeout(self.patience, request.send()).await;
        let silent = || Unavailable::passing(format!("no answer within {:?}", self.patience));
        let response = sent.map_err(|_| silent())??;
        step("after the headers came");
        if response.content_length().is_some_and(|bytes| bytes > call.max_wire_bytes) {
            return Err(Unavailable::too_large(call.max_wire_bytes));
        }
        let got = Got {
            status: response.status().as_u16(),
            headers: kept_headers(response.headers(), call.key),
            location: text(response.headers(), &header::LOCATION, call.key),
            wire_bytes: 0,
            path: to.to_owned(),
        };
        self.body(response, call, got).await
    }

    async fn body(
        &self,
        mut response: reqwest::Response,
        call: &Call<'_>,
        mut got: Got,
    ) -> Result<std::io::Result<Got>, Unavailable> {
        let mut file = match File::create(&got.path) {
            Ok(file) => file,
            Err(error) => return Ok(Err(error)),
        };
        let (mut since, mut came) = (Instant::now(), 0u64);
        loop {
            let next = tokio::time::timeout(self.patience, response.chunk()).await;
            let stalled =
                || Unavailable::passing(format!("the body stopped for {:?}", self.patience));
            let Some(chunk) = next.map_err(|_| stalled())?? else { break };
            got.wire_bytes += chunk.len() as u64;
            came += chunk.len() as u64;
            if got.wire_bytes > call.max_wire_bytes {
                return Err(Unavailable::too_large(call.max_wire_bytes));
            }
            if let Err(error) = file.write_all(&chunk) {
                return Ok(Err(error));
            }
            step("after a piece of the body");
            if since.elapsed() >= self.patience {
                if came < SLOWEST * self.patience.as_secs().max(1) {
                    let what = format!("the body comes at under {SLOWEST} bytes a second");
                    return Err(Unavailable::passing(what));
                }
                (since, came) = (Instant::now(), 0);
            }
        }
        step("after the body came");
        Ok(Ok(got))
    }
}

/// The address with the key: made here and nowhere else, and never shown.
fn address(call: &Call<'_>) -> String {
    let Call { origin, target, .. } = call;
    let joint = if target.contains('?') { '&' } else { '?' };
    let key = call.key.map(|(name, key)| format!("{joint}{}", key.parameter(name)));
    format!("{origin}{target}{}", key.unwrap_or_default())
}

fn kept_headers(headers: &HeaderMap, key: Option<(&str, &Key)>) -> BTreeMap<String, String> {
    let kept = KEPT_HEADERS.into_iter().filter_map(|name| {
        Some((name.to_owned(), text(headers, &HeaderName::from_static(name), key)?))
    });
    kept.collect()
}

/// All values of a header, joined; printable, short, without the key.
fn text(headers: &HeaderMap, name: &HeaderName, key: Option<(&str, &Key)>) -> Option<String> {
    let values: Vec<String> = headers
        .get_all(name)
        .iter()
        .map(|value| {
            String::from_utf8_lossy(value.as_bytes()).chars().filter(|c| !c.is_control()).collect()
        })
        .collect();
    let joined: String = scrubbed(key, &values.join(", ")).chars().take(2000).collect();
    (!values.is_empty()).then_some(joined)
}

fn scrubbed(key: Option<(&str, &Key)>, text: &str) -> String {
    key.map_or_else(|| text.to_owned(), |(_, key)| key.scrub(text))
}

impl Unavailable {
    fn passing(what: String) -> Unavailable {
        Unavailable { kind: Kind::Passing, what }
    }

    fn too_large(limit: u64) -> Unavailable {
        Unavailable { kind: Kind::TooLarge, what: format!("the answer is over {limit} bytes") }
    }
}

/// The only place where the library's error becomes text: without the address.
impl From<reqwest::Error> for Unavailable {
    fn from(error: reqwest::Error) -> Unavailable {
        let error = error.without_url();
        let said = match () {
            () if error.is_builder() => "the request cannot be made",
            () if error.is_connect() => "no connection",
            () if error.is_timeout() => "too slow",
            () if error.is_body() || error.is_decode() => "the body broke off",
            () => "no answer",
        };
        let (mut what, mut certificate) = (said.to_owned(), false);
        let mut cause = error.source();
        while let Some(inner) = cause {
            certificate |= is_certificate(inner);
            let text = inner.to_string();
            if !what.contains(&text) {
                what = format!("{what}: {text}");
            }
            cause = inner.source();
        }
        let kind = match () {
            () if certificate || error.is_builder() => Kind::Lasting,
            () if error.is_connect() => Kind::NoConnection,
            () => Kind::Passing,
        };
        Unavailable { kind, what }
    }
}

/// Whether the server's certificate was refused: asking again does not help. An I/O error hides what it
/// was made of from `source()`, and may hide another I/O error.
fn is_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(inner) = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        return is_certificate(inner);
    }
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}
