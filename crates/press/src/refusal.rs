//! Error messages of the servers, sent or saved where articles were expected: told by what they say, not by status.

use crate::contents::shown;
use crate::json::{Text, object};
use crate::source::Facts;

/// What a server's error message means for who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No more today.
    DayQuota,
    /// Too many requests in a second or a minute; the day is not used up.
    Spike,
    /// The key is wrong, unknown or missing.
    Key,
    /// There is no page of this number; only for the Guardian's very words.
    BeyondEnd,
    /// Anything else, shortened to 200 characters and without any word that could be a key.
    Other(String),
}

/// What an answer's content says if it is an error message, whatever status it came with.
///
/// `None`: it is not an error message of a known kind; it may still be no data. The gateway's sentence is never
/// repeated, because it may name the key (`Quota limit exceeded. Identifier : …`).
///
/// ```
/// use groundswell_press::{Refusal, refusal};
/// let body = br#"{"fault":{"faultstring":"Identifier : 5e1f","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#;
/// assert_eq!(refusal(body), Some(Refusal::DayQuota));
/// assert_eq!(refusal(br#"{"response": {"docs": [], "meta": {"hits": 0}}}"#), None);
/// ```
#[must_use]
pub fn refusal(body: &[u8]) -> Option<Refusal> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    match body.first()? {
        b'{' => crate::recognise::refused(body),
        // A gateway's page or line; a long one is some page that happens to hold the words.
        _ if body.len() <= MAX_MESSAGE => {
            known(&String::from_utf8_lossy(body)).map(|row| row.means.clone())
        }
        _ => None,
    }
}

/// Longest text, in bytes, that is looked through for words of a refusal.
const MAX_MESSAGE: usize = 16 * 1024;

/// Words of an error message and what they mean.
struct Words {
    /// In lower case, anywhere in the message.
    words: &'static str,
    means: Refusal,
}

/// The first row whose words are there decides.
static KNOWN: [Words; 18] = [
    // Error codes of the NYT's gateway (Apigee).
    Words { words: "quotaviolation", means: Refusal::DayQuota },
    Words { words: "quota violation", means: Refusal::DayQuota },
    Words { words: "spikearrestviolation", means: Refusal::Spike },
    Words { words: "spike arrest violation", means: Refusal::Spike },
    Words { words: "invalidapikey", means: Refusal::Key },
    Words { words: "failedtoresolveapikey", means: Refusal::Key },
    Words { words: "invalid apikey", means: Refusal::Key },
    // Sentences of the Guardian's gateway (Kong).
    Words { words: "api rate limit exceeded", means: Refusal::Spike },
    Words { words: "invalid authentication credentials", means: Refusal::Key },
    Words { words: "no api key found in request", means: Refusal::Key },
    Words { words: "duplicate api key found", means: Refusal::Key },
    Words { words: "unauthorized", means: Refusal::Key },
    // Headings of the gateway that both had before (Mashery).
    Words { words: "developer over qps", means: Refusal::Spike },
    Words { words: "developer over rate", means: Refusal::DayQuota },
    Words { words: "developer inactive", means: Refusal::Key },
    // loc.gov answers with a page that wants to see a browser when it is asked too fast.
    Words { words: "<title>just a moment...</title>", means: Refusal::Spike },
    Words { words: "too many requests", means: Refusal::Spike },
    Words { words: "rate limit", means: Refusal::Spike },
];

/// The Guardian's words for a page after the last.
const BEYOND_END: &str = "requested page is beyond the number of available pages";

fn known(text: &str) -> Option<&'static Words> {
    let text = text.to_ascii_lowercase();
    KNOWN.iter().find(|row| text.contains(row.words))
}

/// What the small values of an object without articles refuse, if they do.
pub(crate) fn refused(facts: &Facts) -> Option<Refusal> {
    let message = whole_message(facts)?;
    if message == BEYOND_END {
        return Some(Refusal::BeyondEnd);
    }
    // A fault without a known code is told by its sentence, which stays here.
    let fault: Option<GatewayFault<'_>> = facts.value("fault");
    let sentence = fault.map(|fault| fault.sentence.0.into_owned()).unwrap_or_default();
    let row = known(&message).or_else(|| known(&sentence));
    Some(row.map_or_else(|| Refusal::Other(without_keys(&message)), |row| row.means.clone()))
}

/// The text with an ellipsis for every word that is not plainly a word or a short number, and for every part of one
/// that could be a key.
fn without_keys(text: &str) -> String {
    let shown = |word: &str| if is_plain(word) { without_runs(word) } else { "…".to_owned() };
    let words: Vec<String> = text.split_whitespace().map(shown).collect();
    words.join(" ").chars().take(200).collect()
}

/// A word with an ellipsis for every run of letters, digits, `_` and `-` that could be a key.
fn without_runs(word: &str) -> String {
    let is_of_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut out = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_of_run(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        out.push_str(if may_be_key(run) { "…" } else { run });
        let mark = after.chars().next();
        out.extend(mark);
        rest = after.get(mark.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    out
}

/// Whether a run is too long for a word, or long and not written as one: a key may be nothing but letters.
fn may_be_key(run: &str) -> bool {
    let is_word = run.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        && run.starts_with(|first: char| first.is_ascii_alphabetic());
    run.len() >= 16 || (run.len() >= 8 && !is_word)
}

/// Whether a word is letters (capitals only first, or four at most), a number of up to six digits, or a gateway's
/// dotted code, with punctuation around it.
fn is_plain(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
    bare.len() <= 80 && bare.split(['.', '-', '_', '/', '\'', ',', ':']).all(is_plain_part)
}

fn is_plain_part(part: &str) -> bool {
    let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let capitals = part.bytes().filter(u8::is_ascii_uppercase).count();
    let digits = part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    digits || (letters && part.len() <= 32 && (capitals < part.len() || capitals <= 4))
}

/// The keys an error message is told by, in the object or in its `response`.
pub(crate) const REFUSAL: [&str; 3] = ["fault", "status", "message"];

/// The server's error message, if an object without articles is one.
///
/// Of the NYT's gateway only the error code is repeated: its sentence may name the key.
pub(crate) fn message(facts: &Facts) -> Option<String> {
    whole_message(facts).map(|message| shown(&message, 200))
}

/// The message at its full length: cut before a key in it is hidden, the key's beginning would be too short to tell.
fn whole_message(facts: &Facts) -> Option<String> {
    if let Some(fault) = facts.value::<GatewayFault<'_>>("fault") {
        return Some(fault.detail.errorcode.0.into_owned());
    }
    let status: Text<'_> = facts.value("status").unwrap_or_default();
    let message: Option<Text<'_>> = facts.value("message");
    match message {
        Some(message) => Some(message.0.into_owned()),
        None => status.0.eq_ignore_ascii_case("error").then(|| "no reason given".to_owned()),
    }
}

object! {
    /// `{"fault": {"faultstring": …, "detail": {"errorcode": …}}}`, the answer of the NYT's gateway.
    GatewayFault { sentence: Text<'a> = "faultstring", detail: GatewayDetail<'a> = "detail" }
}
object! {
    /// The part of the gateway's answer that holds its code.
    GatewayDetail { errorcode: Text<'a> = "errorcode" }
}
