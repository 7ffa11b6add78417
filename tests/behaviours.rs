//! Everything a publisher's server has been seen to do, or could: what it sends, and how a fetch ends when it goes on so.

mod answers;
mod bodies;
mod connection;
mod make;

use crate::server::{Act, answer, gzip, ok};
use make::{JSON, page};

/// A right answer of the source under test, from which bad ones are made: an index page, or a whole month of one of the two
/// JSON interfaces in a single answer, with at least one headline.
pub(crate) struct Good {
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: &'static str,
    /// Another server, which must not be asked anything: scheme, host and port.
    pub(crate) other_origin: String,
}

/// How a fetch ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The document is kept.
    Accepted,
    /// 69: the source cannot be had.
    Unavailable,
    /// 65: it answers, in its usual shape, what is not to be believed.
    Suspect,
    /// 76: it answers in another way than is known.
    Changed,
    /// 75: no more for now.
    Quota,
    /// 77: the key is not accepted.
    Key,
    /// 78: it does not accept what it was asked.
    Config,
}

type Acts = fn(&Good) -> Vec<Act>;
type Ends = fn(&Good) -> Expected;

/// What a server does at every request.
pub(crate) struct Behaviour {
    pub(crate) name: &'static str,
    /// Its class in the catalogue of faults: a letter and a number.
    pub(crate) class: &'static str,
    pub(crate) expected: Ends,
    pub(crate) acts: Acts,
}

/// What a server does the first times, before it gives the right answer for good: the document is to be kept.
pub(crate) struct Recovering {
    pub(crate) name: &'static str,
    pub(crate) first: Acts,
    /// How many answers are bad; of five tries four may be.
    pub(crate) times: u32,
}

/// All of them, each name once. All but one show themselves within a second; `steady, never done` takes the whole time allowed.
pub(crate) fn behaviours() -> Vec<Behaviour> {
    use {answers as a, bodies as b, connection as c};
    let tables =
        [c::connection, c::framing, a::quota, a::statuses, a::redirects, b::packing, b::bodies];
    tables.into_iter().flat_map(|table| table()).collect()
}

/// All of them, each name once.
pub(crate) fn recovering() -> Vec<Recovering> {
    bodies::recovering()
}

fn row(name: &'static str, class: &'static str, expected: Ends, acts: Acts) -> Behaviour {
    Behaviour { name, class, expected, acts }
}

const ACCEPTED: Ends = |_| Expected::Accepted;
const UNAVAILABLE: Ends = |_| Expected::Unavailable;
const SUSPECT: Ends = |_| Expected::Suspect;
const CHANGED: Ends = |_| Expected::Changed;
const QUOTA: Ends = |_| Expected::Quota;
const KEY: Ends = |_| Expected::Key;
const CONFIG: Ends = |_| Expected::Config;

// What the catalogue leaves open, a decision a line.

/// Told at every try to slow down: "come back later", not "out of order".
const SLOWED: Ends = QUOTA;
/// A success that is none: not 200.
const NOT_ALL: Ends = SUSPECT;
/// The period is not there.
const NOT_THERE: Ends = SUSPECT;
/// Damage that unpacking reveals is damage on the way.
const GARBLED: Ends = UNAVAILABLE;
/// Packed in a way that was not asked for.
const PACKED: Ends = CHANGED;
/// Half a body whose length was not announced: nobody can tell it from one that was sent so.
const BROKEN_OFF: Ends = SUSPECT;
/// Something grew around the known document: JSON cannot bear it, HTML can.
const AROUND: Ends = |g| if g.html() { Expected::Accepted } else { Expected::Changed };
/// Text after the end: JSON must be alone, and a page without its end at the end looks cut.
const BEHIND: Ends = |g| if g.html() { Expected::Suspect } else { Expected::Changed };
/// Nothing listed: JSON says so in its usual shape, HTML without links is another layout.
const EMPTY: Ends = |g| if g.html() { Expected::Changed } else { Expected::Suspect };
/// More than the limit of HTML; the limit of JSON is above what the server sends before it ends the connection.
const ENDLESS: Ends = |g| if g.html() { Expected::Suspect } else { Expected::Unavailable };
/// Only JSON says how many records it has; an HTML body is left as it is.
const COUNTED: Ends = |g| if g.html() { Expected::Accepted } else { Expected::Suspect };
/// Only a JSON interface with pages says which one this is; another body is left as it is.
const PAGED: Ends =
    |g| if g.find("\"currentPage\"").is_some() { Expected::Suspect } else { Expected::Accepted };

impl Good {
    pub(crate) fn html(&self) -> bool {
        self.content_type.contains("html")
    }

    /// The right answer.
    pub(crate) fn acts(&self) -> Vec<Act> {
        ok(self.content_type, &self.body)
    }

    fn bytes(&self) -> Vec<u8> {
        answer(200, &[("content-type", self.content_type)], &self.body)
    }

    /// The right answer, and the last on its connection.
    fn last_bytes(&self) -> Vec<u8> {
        answer(200, &[("content-type", self.content_type), ("connection", "close")], &self.body)
    }

    fn packed(&self) -> Vec<u8> {
        let headers = [("content-type", self.content_type), ("content-encoding", "gzip")];
        answer(200, &headers, gzip(&self.body))
    }

    fn half(&self) -> &[u8] {
        &self.body[..self.body.len() / 2]
    }

    /// Without the last byte that is not white space.
    fn but_one(&self) -> &[u8] {
        self.body.trim_ascii_end().split_last().unwrap().1
    }

    fn find(&self, text: &str) -> Option<usize> {
        self.body.windows(text.len()).position(|window| window == text.as_bytes())
    }

    /// The body, or other bytes, between these.
    fn within(&self, before: &[u8], after: &[u8]) -> Vec<Act> {
        ok(self.content_type, [before, &self.body, after].concat())
    }

    /// With these bytes in the first headline.
    fn headline(&self, bytes: &[u8]) -> Vec<Act> {
        let value = |key: &str| {
            let after = self.find(key)? + key.len();
            Some(after + self.body[after..].iter().position(|byte| *byte == b'"')? + 1)
        };
        let at = ["\"main\"", "\"webTitle\"", "\"title\""]
            .into_iter()
            .find_map(value)
            .or_else(|| self.find("</a>"));
        let (before, after) = self.body.split_at(at.unwrap());
        ok(self.content_type, [before, bytes, after].concat())
    }

    /// With these words replaced wherever they stand.
    fn renamed(&self, changes: &[(&str, &str)]) -> Vec<Act> {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        ok(self.content_type, changes.iter().fold(text, |text, (old, new)| text.replace(old, new)))
    }

    /// With the first number after one of the keys one greater.
    fn one_more(&self, keys: &[&str]) -> Vec<Act> {
        let text = String::from_utf8_lossy(&self.body);
        let Some(key) = keys.iter().find_map(|key| self.find(key)) else { return self.acts() };
        let from = key + text[key..].find(|c: char| c.is_ascii_digit()).unwrap();
        let digits: String = text[from..].chars().take_while(char::is_ascii_digit).collect();
        let more = digits.parse::<u64>().unwrap() + 1;
        let after = &text[from + digits.len()..];
        ok(self.content_type, format!("{}{more}{after}", &text[..from]))
    }

    /// An answer in the usual shape in which nothing is listed.
    fn nothing(&self) -> Vec<Act> {
        self.listing_none(0)
    }

    /// The same, which announces records.
    fn emptied(&self) -> Vec<Act> {
        self.listing_none(1)
    }

    fn listing_none(&self, announced: u32) -> Vec<Act> {
        if self.html() {
            return page("Nothing was published");
        }
        let shape = match () {
            () if self.find("\"docs\"").is_some() => NO_DOCS,
            () if self.find("\"pagination\"").is_some() => NO_PAGES,
            () => NO_RESULTS,
        };
        ok(JSON, shape.replace('N', &announced.to_string()))
    }
}

const NO_DOCS: &str = r#"{"response":{"docs":[],"meta":{"hits":N}}}"#;
const NO_RESULTS: &str = r#"{"response":{"status":"ok","total":N,"startIndex":N,"pageSize":200,"currentPage":1,"pages":N,"orderBy":"oldest","results":[]}}"#;
const NO_PAGES: &str =
    r#"{"results":[],"pagination":{"current":1,"next":null,"of":N,"perpage":100,"total":N}}"#;
