//! `robots.txt`: what a site lets programs read. Asked for HTML pages, not for interfaces made for programs.

use groundswell_archive::Outcome;
use std::time::Duration;

/// What a site's `robots.txt` says, once it was read.
pub(crate) enum Robots {
    /// Not read yet.
    Unknown,
    /// Everything is allowed: there is none, or the source is an interface for programs.
    Free,
    /// What was read, and the site it is of.
    Rules(Box<texting_robots::Robot>, String),
    /// It cannot be read, so nothing is allowed.
    Closed,
}

/// The name rules may be addressed to; those for `*` hold where none are.
const NAME: &str = "groundswell";
/// A delay that a site asks for is kept, up to this.
const LONGEST_DELAY: f32 = 600.0;

impl Robots {
    /// What the status of the answer means.
    pub(crate) fn outcome(status: u16) -> Outcome {
        match status {
            200 => Outcome::Good,
            301 | 302 | 303 | 307 | 308 => Outcome::Redirected,
            400..=428 | 430..=499 => Outcome::Missing,
            _ => Outcome::Unavailable,
        }
    }

    /// The rules in a body of status 200; everything is allowed where the site has none (RFC 9309).
    pub(crate) fn read(origin: &str, status: Option<u16>, body: &[u8]) -> Robots {
        match status {
            Some(200) => match texting_robots::Robot::new(NAME, body) {
                Ok(robot) => Robots::Rules(Box::new(robot), origin.to_owned()),
                Err(_) => Robots::Closed,
            },
            _ => Robots::Free,
        }
    }

    /// Whether this path and query may be asked for.
    pub(crate) fn allow(&self, target: &str) -> bool {
        match self {
            Robots::Free => true,
            Robots::Rules(robot, origin) => robot.allowed(&format!("{origin}{target}")),
            Robots::Unknown | Robots::Closed => false,
        }
    }

    /// What the site asks to be left between two requests.
    pub(crate) fn delay(&self) -> Option<Duration> {
        let Robots::Rules(robot, _) = self else { return None };
        let seconds = robot.delay.filter(|seconds| seconds.is_finite() && *seconds > 0.0)?;
        Some(Duration::from_secs_f32(seconds.min(LONGEST_DELAY)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_everybody_and_for_us_are_obeyed() {
        let text = b"User-agent: *\nDisallow: /private\nCrawl-delay: 5\nAllow: /sitemap/\n";
        let robots = Robots::read("https://www.example.org", Some(200), text);
        assert!(robots.allow("/sitemap/1973/09/11/"));
        assert!(!robots.allow("/private/1"));
        assert_eq!(robots.delay(), Some(Duration::from_secs(5)));
        let ours = b"User-agent: groundswell\nDisallow: /\nUser-agent: *\nAllow: /\n";
        assert!(!Robots::read("https://www.example.org", Some(200), ours).allow("/sitemap/"));
        assert!(Robots::read("https://www.example.org", Some(404), b"").allow("/sitemap/"));
        assert!(!Robots::Unknown.allow("/"));
    }

    #[test]
    fn a_site_that_is_down_allows_nothing_yet() {
        for (status, outcome) in [
            (200, Outcome::Good),
            (404, Outcome::Missing),
            (403, Outcome::Missing),
            (429, Outcome::Unavailable),
            (503, Outcome::Unavailable),
            (302, Outcome::Redirected),
        ] {
            assert_eq!(Robots::outcome(status), outcome, "{status}");
        }
    }
}
