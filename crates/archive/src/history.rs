//! What `requests.jsonl` adds up to: how each span stands, and how much was asked of each server.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::pace::Pace;
use crate::provenance::{Answer, Line, Outcome, Request};

/// Everything the archive's log says, replayed in its order.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Requests sent so far.
    pub requests: u64,
    paces: BTreeMap<String, Pace>,
    spans: BTreeMap<String, BTreeMap<String, SpanLog>>,
    open: Option<Request>,
}

/// How a span of a source stands.
#[derive(Clone, Debug, Default)]
pub struct SpanLog {
    /// The document that is its whole answer; `None`: not held.
    pub document: Option<String>,
    /// Records in the document, where it was fetched.
    pub records: u64,
    /// Decoded bytes of the document.
    pub bytes: u64,
    /// Requests that were sent for it.
    pub requests: u32,
    /// Pages that wait for the others, by their number from 1.
    pub parts: BTreeMap<u32, Part>,
    /// Answers in a row that could not be used although the server gave them as good.
    pub doubts: u32,
    /// How often its pages were thrown away because they contradicted each other, since it was last held.
    pub restarts: u32,
    /// The last thing that went wrong; `None` after it went well.
    pub trouble: Option<Trouble>,
    /// When it was last asked for again although it was held, and answered. `None`: never.
    pub refreshed: Option<Timestamp>,
    /// What to ask with whether it changed: `etag` and `last-modified` of what is held. Empty for a span of
    /// several pages: that its first one did not change says nothing of the others.
    pub validators: BTreeMap<String, String>,
    /// Those of its first page, as long as it waits.
    coming: BTreeMap<String, String>,
}

/// A page that waits for the others of its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Number of the request it answers.
    pub request: u64,
    /// Where it waits, relative to the archive.
    pub file: String,
    /// sha256 of its decoded content.
    pub content_sha256: String,
    /// Bytes of its decoded content.
    pub content_bytes: u64,
    /// The address it was asked for at, without key.
    pub address: String,
    /// Records in it.
    pub records: u64,
    /// Pages of the span, as it says.
    pub pages: u32,
    /// Records of the span, as it says.
    pub total: Option<u64>,
}

/// What went wrong with a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// When.
    pub time: Timestamp,
    /// What kind it is.
    pub outcome: Outcome,
    /// In words.
    pub why: String,
    /// The address that was asked, without key.
    pub address: String,
    /// Where what came was put aside, relative to the archive. `None`: nothing of it was kept.
    pub file: Option<String>,
}

impl History {
    /// The requests sent to a server.
    pub fn pace(&self, origin: &str) -> Pace {
        self.paces.get(origin).cloned().unwrap_or_default()
    }

    /// How a span stands; as if never asked for when the log does not know it.
    pub fn span(&self, source: &str, span: &str) -> SpanLog {
        self.spans.get(source).and_then(|spans| spans.get(span)).cloned().unwrap_or_default()
    }

    /// All spans of a source that the log knows, in the order of their names, which is that of time.
    pub fn spans(&self, source: &str) -> impl Iterator<Item = (&str, &SpanLog)> {
        self.spans.get(source).into_iter().flatten().map(|(span, log)| (span.as_str(), log))
    }

    /// Takes the next line in.
    pub fn apply(&mut self, line: &Line) {
        match line {
            Line::Request(request) => self.request(request),
            Line::Answer(answer) => self.answer(answer),
            Line::Restarted { time, source, span, why } => {
                let log = self.log(source, span);
                log.parts.clear();
                log.restarts += 1;
                log.trouble = Some(Trouble {
                    time: time.parse().unwrap_or(Timestamp::UNIX_EPOCH),
                    outcome: Outcome::Suspect,
                    why: why.clone(),
                    address: String::new(),
                    file: None,
                });
            }
            Line::Fetched { time, source, span, document, records, content_bytes, .. } => {
                let log = self.log(source, span);
                if log.document.is_some() {
                    log.refreshed = time.parse().ok();
                }
                log.document = Some(document.clone());
                (log.records, log.bytes) = (*records, *content_bytes);
                let coming = std::mem::take(&mut log.coming);
                log.validators = if log.parts.len() == 1 { coming } else { BTreeMap::new() };
                log.parts.clear();
                (log.doubts, log.restarts, log.trouble) = (0, 0, None);
            }
            Line::Import { span: Some(span), document, content_bytes, .. } => {
                let source = document.split('/').nth(1).unwrap_or_default();
                let log = self.log(source, span);
                log.document = Some(document.clone());
                log.bytes = *content_bytes;
            }
            Line::Import { span: None, .. } | Line::Adopted { .. } => {}
        }
    }

    fn request(&mut self, request: &Request) {
        self.requests = request.number;
        self.paces.entry(request.origin.clone()).or_default().send(request.at.clone());
        self.log(&request.source, &request.span).requests += 1;
        self.open = Some(request.clone());
    }

    fn answer(&mut self, answer: &Answer) {
        let Some(request) = self.open.take().filter(|open| open.number == answer.number) else {
            return; // no request of ours
        };
        let pace = self.paces.entry(request.origin.clone()).or_default();
        pace.answer(answer.at.clone());
        if let Some(milliseconds) = answer.stay_away {
            pace.block(answer.at.clone(), std::time::Duration::from_millis(milliseconds));
        }
        let log = self.log(&request.source, &request.span);
        let address = format!("{}{}", request.origin, request.target);
        match answer.outcome {
            Outcome::Good => log.keep(&request, answer, address),
            Outcome::Unchanged => {
                log.refreshed = Some(answer.at.time);
                (log.doubts, log.trouble) = (0, None);
            }
            Outcome::Redirected => {}
            outcome => {
                if matches!(outcome, Outcome::Suspect | Outcome::Changed | Outcome::Missing) {
                    log.doubts += 1;
                }
                let (time, why, file) = (answer.at.time, answer.why.clone(), answer.file.clone());
                log.trouble = Some(Trouble { time, outcome, why, address, file });
            }
        }
    }

    fn log(&mut self, source: &str, span: &str) -> &mut SpanLog {
        self.spans.entry(source.to_owned()).or_default().entry(span.to_owned()).or_default()
    }
}

impl SpanLog {
    fn keep(&mut self, request: &Request, answer: &Answer, address: String) {
        if request.page == 1 {
            let validator = |name: &&str| answer.headers.contains_key(*name);
            let names = ["etag", "last-modified"].into_iter().filter(validator);
            let pair = |name: &str| (name.to_owned(), answer.headers[name].clone());
            self.coming = names.map(pair).collect();
        }
        let Some(file) = answer.file.clone() else { return };
        (self.doubts, self.trouble) = (0, None);
        let part = Part {
            request: request.number,
            file,
            content_sha256: answer.content_sha256.clone(),
            content_bytes: answer.content_bytes,
            address,
            records: answer.records,
            pages: answer.pages,
            total: answer.total,
        };
        self.parts.insert(request.page, part);
    }
}
