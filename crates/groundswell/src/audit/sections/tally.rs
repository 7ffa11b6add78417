//! Counts of verdicts that were right and wrong, and the shares that follow.

use serde::{Serialize, Serializer};

use crate::audit::estimate::wilson;

/// The share of international articles at which precisions of different archives can be compared:
/// about that of the whole New York Times (7.5 % of its records in 2011, 12 % in 2016).
pub(super) const SHARE: f64 = 0.1;

/// Verdicts on articles whose section is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Tally {
    pub(super) articles: u64,
    /// Those the paper filed as international.
    pub(super) international: u64,
    /// Said to be international, and were.
    pub(super) yes_right: u64,
    pub(super) yes_wrong: u64,
    /// Said not to be, and were not.
    pub(super) no_right: u64,
    pub(super) no_wrong: u64,
}

impl Tally {
    pub(super) fn add(&mut self, truth: bool, said: Option<bool>) {
        self.articles += 1;
        self.international += u64::from(truth);
        match (said, truth) {
            (Some(true), true) => self.yes_right += 1,
            (Some(true), false) => self.yes_wrong += 1,
            (Some(false), false) => self.no_right += 1,
            (Some(false), true) => self.no_wrong += 1,
            (None, _) => {}
        }
    }

    pub(super) fn plus(self, other: Tally) -> Tally {
        Tally {
            articles: self.articles + other.articles,
            international: self.international + other.international,
            yes_right: self.yes_right + other.yes_right,
            yes_wrong: self.yes_wrong + other.yes_wrong,
            no_right: self.no_right + other.no_right,
            no_wrong: self.no_wrong + other.no_wrong,
        }
    }

    pub(super) fn unknown(&self) -> u64 {
        let said = self.yes_right + self.yes_wrong + self.no_right + self.no_wrong;
        self.articles - said
    }

    /// The precision of "yes" if [`SHARE`] of the articles were international; `None`: it cannot be told.
    pub(super) fn precision_at_share(&self) -> Option<f64> {
        let found = share(self.yes_right, self.international)? * SHARE;
        let wrong = share(self.yes_wrong, self.articles - self.international)? * (1.0 - SHARE);
        (found + wrong > 0.0).then(|| found / (found + wrong))
    }
}

/// A share of some articles, with Wilson's 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Share {
    #[serde(serialize_with = "rounded")]
    pub(super) value: f64,
    #[serde(serialize_with = "rounded")]
    pub(super) low: f64,
    #[serde(serialize_with = "rounded")]
    pub(super) high: f64,
}

/// Four digits: more of a share of some thousand articles is noise (0.9999999999999998 is 1).
pub(super) fn rounded<S: Serializer>(share: &f64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((share * 10_000.0).round() / 10_000.0)
}

impl Share {
    /// `None`: of nothing.
    pub(super) fn of(part: u64, of: u64) -> Option<Share> {
        let value = share(part, of)?;
        let (low, high) = wilson(value, of as f64);
        Some(Share { value, low, high })
    }
}

fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_with_four_digits() {
        let all = serde_json::to_string(&Share::of(11, 11)).expect("numbers are JSON");
        assert_eq!(all, r#"{"value":1.0,"low":0.7412,"high":1.0}"#);
        assert_eq!(Share::of(0, 0), None);
    }

    #[test]
    fn precision_moves_with_the_share_of_international_articles() {
        let tally = Tally {
            articles: 200,
            international: 100,
            yes_right: 80,
            yes_wrong: 20,
            ..Tally::default()
        };
        let precision = tally.precision_at_share().expect("it can be told");
        assert!((precision - 0.08 / (0.08 + 0.18)).abs() < 1e-12, "{precision}");
        assert_eq!(Tally::default().precision_at_share(), None);
    }
}
