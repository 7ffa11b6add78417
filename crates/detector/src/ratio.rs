//! Exact multipliers: `3/2` or `1.5`, never a float.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A non-negative fraction, such as the 3/2 of "1.5 times bigger".
///
/// Parsed from `"3/2"`, `"1.5"` or `"2"`; written as `"3/2"` or `"2"`. Reading a *number* (`1.5` in
/// JSON or TOML) takes its shortest decimal form, so `1.1` is 11/10 and not the nearest double.
///
/// ```
/// use groundswell_detector::Ratio;
///
/// let ratio: Ratio = "1.50".parse()?;
/// assert_eq!(ratio, Ratio { num: 3, den: 2 });
/// assert_eq!(ratio.to_string(), "3/2");
/// assert!("3/0".parse::<Ratio>().is_err());
/// assert!("-2".parse::<Ratio>().is_err());
/// # Ok::<(), groundswell_detector::RatioError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// Numerator.
    pub num: u32,
    /// Denominator. Zero is refused by [`Ratio::new`], by parsing and by [`crate::judge`].
    pub den: u32,
}

impl Ratio {
    /// The fraction in lowest terms; `None` for a zero denominator.
    pub fn new(num: u32, den: u32) -> Option<Self> {
        reduced(num.into(), den.into())
    }

    /// Both parts as wide integers, for comparisons that cannot overflow.
    pub(crate) fn parts(self) -> (i128, i128) {
        (self.num.into(), self.den.into())
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::new(self.num, self.den).unwrap_or(*self) {
            Self { num, den: 1 } => write!(f, "{num}"),
            Self { num, den } => write!(f, "{num}/{den}"),
        }
    }
}

/// A text that is not a [`Ratio`]. Says which text and what one looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatioError {
    text: String,
}

impl fmt::Display for RatioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = u32::MAX;
        write!(
            f,
            "`{}` is not a multiplier: write 3/2 or 1.5, not negative, denominator above zero, parts up to {limit}",
            self.text
        )
    }
}

impl std::error::Error for RatioError {}

impl FromStr for Ratio {
    type Err = RatioError;

    fn from_str(text: &str) -> Result<Self, RatioError> {
        fraction(text.trim())
            .or_else(|| decimal(text.trim()))
            .ok_or_else(|| RatioError { text: text.into() })
    }
}

fn fraction(text: &str) -> Option<Ratio> {
    let (num, den) = text.split_once('/')?;
    reduced(digits(num.trim())?, digits(den.trim())?)
}

fn decimal(text: &str) -> Option<Ratio> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let scale = 10u128.checked_pow(u32::try_from(part.len()).ok()?)?;
    let num = digits(whole)?.checked_mul(scale)?.checked_add(digits(part)?)?;
    reduced(num, scale)
}

/// ASCII digits only: `u128::from_str` alone would take a leading `+`.
fn digits(text: &str) -> Option<u128> {
    text.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    text.parse().ok()
}

fn reduced(num: u128, den: u128) -> Option<Ratio> {
    let (mut a, mut b) = (num, den);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    // `a` is now the greatest common divisor; it is 0 only for 0/0.
    let num = u32::try_from(num.checked_div(a)?).ok()?;
    let den = u32::try_from(den.checked_div(a)?).ok()?;
    (den > 0).then_some(Ratio { num, den })
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        or_none::deserialize(deserializer)?
            .ok_or_else(|| D::Error::custom("a multiplier is needed here, not `none`"))
    }
}

/// A ratio or the word `none`. The absence is spelled out because TOML has no null: left out, the
/// field would silently come back as its default.
pub(crate) mod or_none {
    use super::Ratio;
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;
    use std::fmt;

    pub(crate) fn serialize<S: Serializer>(
        ratio: &Option<Ratio>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match ratio {
            Some(ratio) => serializer.collect_str(ratio),
            None => serializer.serialize_str("none"),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Ratio>, D::Error> {
        deserializer.deserialize_any(RatioOrNone)
    }

    struct RatioOrNone;

    impl Visitor<'_> for RatioOrNone {
        type Value = Option<Ratio>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a multiplier such as \"3/2\" or 1.5, or \"none\"")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            if text == "none" { Ok(None) } else { text.parse().map(Some).map_err(E::custom) }
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
            self.visit_str(&number.to_string())
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
}
