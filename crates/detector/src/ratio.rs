//! Exact multipliers: `3/2` or `1.5`, never a float.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

#[cfg(feature = "serde")]
pub(crate) mod serial;

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

impl From<Ratio> for f64 {
    /// The nearest double: to show a multiplier, never to judge by it.
    fn from(ratio: Ratio) -> Self {
        Self::from(ratio.num) / Self::from(ratio.den)
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

impl core::error::Error for RatioError {}

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
