//! What an answer is worth: its status, its headers and its content, told by newspaper and by HTTP alike.

use groundswell_archive::{Got, Moment, Outcome};
use groundswell_press::{self as press, Refusal};
use jiff::tz::TimeZone;
use std::time::Duration;

/// An answer's worth, and what it says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) why: String,
    pub(crate) records: u64,
    pub(crate) pages: u32,
    pub(crate) total: Option<u64>,
    /// How long the server asked us to stay away.
    pub(crate) stay_away: Option<Duration>,
}

impl Verdict {
    pub(crate) fn new(outcome: Outcome, why: impl Into<String>) -> Verdict {
        Verdict { outcome, why: why.into(), records: 0, pages: 0, total: None, stay_away: None }
    }

    /// What the newspaper's own reading says of the content of an answer with status 200.
    pub(crate) fn of_content(answer: press::Answer) -> Verdict {
        match answer {
            press::Answer::Good { records, pages, total } => {
                Verdict { records, pages, total, ..Verdict::new(Outcome::Good, "") }
            }
            press::Answer::Suspect(why) => Verdict::new(Outcome::Suspect, why),
            press::Answer::Changed(why) => Verdict::new(Outcome::Changed, why),
            press::Answer::Refused(refusal) => Verdict::of_refusal(refusal, 200),
        }
    }

    /// What an answer with any other status says. `body`: the beginning of its content.
    pub(crate) fn of_status(status: u16, body: &[u8], keyed: bool, conditional: bool) -> Verdict {
        if status >= 400
            && let Some(refusal) = press::refusal(body)
        {
            return Verdict::of_refusal(refusal, status);
        }
        let says = |outcome, why: &str| Verdict::new(outcome, format!("status {status}: {why}"));
        match status {
            304 if conditional => Verdict::new(Outcome::Unchanged, ""),
            100..=299 | 304 => says(Outcome::Suspect, "not a whole answer"),
            300..=399 => says(Outcome::Redirected, "sent on to another address"),
            401 if keyed => says(Outcome::Key, "the key is not accepted"),
            403 if keyed => says(Outcome::Key, "access with this key is refused"),
            404 | 410 => says(Outcome::Missing, "the server does not have it"),
            429 => says(Outcome::Spike, "too many requests"),
            407 => says(Outcome::Unavailable, "a proxy in between wants a name and a password"),
            408 | 500..=599 => says(Outcome::Unavailable, "the server cannot answer now"),
            _ => says(Outcome::Refused, "the server refuses the request"),
        }
    }

    fn of_refusal(refusal: Refusal, status: u16) -> Verdict {
        match refusal {
            Refusal::DayQuota => Verdict::new(Outcome::Quota, "the day's requests are spent"),
            Refusal::Spike => Verdict::new(Outcome::Spike, "too many requests in a short time"),
            Refusal::Key => Verdict::new(Outcome::Key, "the key is not accepted"),
            Refusal::BeyondEnd => {
                Verdict::new(Outcome::Suspect, "there are fewer pages than were announced")
            }
            Refusal::Other(what) if matches!(status, 408 | 429 | 500..=599) => {
                Verdict::new(Outcome::Unavailable, format!("status {status}: {what}"))
            }
            Refusal::Other(what) if status == 200 => Verdict::new(Outcome::Suspect, what),
            Refusal::Other(what) => {
                Verdict::new(Outcome::Refused, format!("status {status}: {what}"))
            }
        }
    }

    /// What seemed good is not, for this reason; what was refused or changed stays so.
    pub(crate) fn doubt(&mut self, why: &str) {
        if self.outcome == Outcome::Good {
            *self = Verdict::new(Outcome::Suspect, why);
        }
    }

    /// Takes the headers in that say how long to stay away. Without one, a spent day lasts until the
    /// publisher's midnight.
    pub(crate) fn with_headers(mut self, got: &Got, now: &Moment, zone: &TimeZone) -> Verdict {
        let spent =
            got.headers.get("x-ratelimit-remaining-day").is_some_and(|left| left.trim() == "0");
        if self.outcome == Outcome::Spike && spent {
            self = Verdict::new(Outcome::Quota, "the day's requests are spent");
        }
        let asked = got.headers.get("retry-after").map(|value| retry_after(value, now));
        self.stay_away = match self.outcome {
            Outcome::Quota => asked
                .filter(|wait| !wait.is_zero())
                .or_else(|| until_midnight(now, zone))
                .map(|d| d.max(A_MINUTE)),
            Outcome::Spike | Outcome::Unavailable => asked,
            _ => None,
        };
        self
    }
}

const A_MINUTE: Duration = Duration::from_secs(60);
/// No server keeps us away for longer than this by a header, as curl has it.
const LONGEST: Duration = Duration::from_secs(6 * 3600);

/// `Retry-After` in seconds or as a date, of several the longest, between nothing and six hours. What
/// cannot be read is nothing.
fn retry_after(value: &str, now: &Moment) -> Duration {
    let seconds = |text: &str| text.parse::<f64>().ok().filter(|s| s.is_finite() && *s > 0.0);
    if let Ok(date) = httpdate::parse_http_date(value.trim()) {
        let present = std::time::SystemTime::from(now.time);
        return date.duration_since(present).unwrap_or_default().min(LONGEST);
    }
    // A date has one comma in it; several numbers have one between them.
    let longest = value.split(',').filter_map(|part| seconds(part.trim())).fold(0.0, f64::max);
    Duration::from_secs_f64(longest.min(LONGEST.as_secs_f64()))
}

/// Until a minute after the publisher's next midnight.
fn until_midnight(now: &Moment, zone: &TimeZone) -> Option<Duration> {
    let zoned = now.time.to_zoned(zone.clone());
    let midnight = zoned.date().tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    Duration::try_from(now.time.duration_until(midnight.timestamp())).ok().map(|d| d + A_MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Moment {
        let time = "2026-07-01T12:00:00Z".parse().unwrap();
        Moment { time, uptime: 0, boot: "b".to_owned() }
    }

    #[test]
    fn retry_after_is_clamped() {
        for (value, seconds) in [
            ("12", 12.0),
            ("0", 0.0),
            ("-5", 0.0),
            ("1e20", 21_600.0),
            ("99999", 21_600.0),
            ("3, 40", 40.0),
            ("nonsense", 0.0),
            ("Wed, 01 Jul 2026 12:00:30 GMT", 30.0),
            ("Wed, 01 Jul 2026 11:00:00 GMT", 0.0),
            ("Wed, 01 Jan 2138 00:00:00 GMT", 21_600.0),
            ("", 0.0),
        ] {
            assert_eq!(retry_after(value, &now()).as_secs_f64(), seconds, "{value:?}");
        }
    }

    #[test]
    fn a_spent_day_lasts_until_the_publishers_midnight() {
        let zone = TimeZone::get("America/New_York").unwrap();
        assert_eq!(until_midnight(&now(), &zone), Some(Duration::from_secs(16 * 3600 + 60)));
    }

    #[test]
    fn a_status_without_a_known_body_is_told_by_its_number() {
        for (status, keyed, outcome) in [
            (204, true, Outcome::Suspect),
            (206, true, Outcome::Suspect),
            (304, true, Outcome::Suspect),
            (302, true, Outcome::Redirected),
            (400, true, Outcome::Refused),
            (401, true, Outcome::Key),
            (403, true, Outcome::Key),
            (403, false, Outcome::Refused),
            (404, true, Outcome::Missing),
            (429, true, Outcome::Spike),
            (503, true, Outcome::Unavailable),
            (509, true, Outcome::Unavailable),
        ] {
            assert_eq!(Verdict::of_status(status, b"", keyed, false).outcome, outcome, "{status}");
        }
        assert_eq!(Verdict::of_status(304, b"", true, true).outcome, Outcome::Unchanged);
    }
}
