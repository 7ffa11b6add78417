//! Fractions of integers without limit: what the rule is repeated in, so that no bound of the crate is taken on trust.

use groundswell_detector::Ratio;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// A fraction with a positive denominator. Not reduced: only compared.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    num: BigInt,
    den: BigInt,
}

impl Fraction {
    pub(crate) fn new(num: impl Into<BigInt>, den: impl Into<BigInt>) -> Self {
        let (num, den) = (num.into(), den.into());
        assert!(den > BigInt::ZERO);
        Self { num, den }
    }

    pub(crate) fn whole(number: impl Into<BigInt>) -> Self {
        Self::new(number, 1)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.num == BigInt::ZERO
    }

    pub(crate) fn times(&self, ratio: Ratio) -> Self {
        Self::new(&self.num * ratio.num, &self.den * ratio.den)
    }

    pub(crate) fn over(&self, other: &Self) -> Self {
        Self::new(&self.num * &other.den, &self.den * &other.num)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self::new(&self.num * &other.den + &other.num * &self.den, &self.den * &other.den)
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self::new(&self.num * &other.den - &other.num * &self.den, &self.den * &other.den)
    }

    /// The largest integer that is not above.
    pub(crate) fn floor(&self) -> BigInt {
        let whole = &self.num / &self.den;
        if &whole * &self.den > self.num { whole - 1 } else { whole }
    }

    /// The two products that decide which of two is larger.
    pub(crate) fn products(&self, other: &Self) -> (BigInt, BigInt) {
        (&self.num * &other.den, &other.num * &self.den)
    }

    /// Which is larger. The crate promises that no product on the way reaches 2^114; so it is here.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let (left, right) = self.products(other);
        assert!(left.bits() <= 114 && right.bits() <= 114, "{self:?} {other:?}");
        left.cmp(&right)
    }

    /// Whether a float is this fraction, but for rounding of one part in 10^14 of `size`.
    pub(crate) fn is_about(&self, float: f64, size: &Self) -> bool {
        let (left, right) = self.products(&Self::exactly(float));
        let apart = Self::new(if left > right { left - right } else { right - left }, 1);
        // `apart` is over both denominators.
        let scale = &self.den * Self::exactly(float).den;
        let (gap, allowed) =
            apart.products(&Self::new(&size.num * scale, &size.den * 10u64.pow(14)));
        gap <= allowed
    }

    /// The value of a finite float, to the last bit.
    fn exactly(float: f64) -> Self {
        assert!(float.is_finite());
        let bits = float.to_bits();
        let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
        let (mantissa, power) = match exponent {
            0 => (fraction, -1074),
            normal => (fraction | 1 << 52, normal - 1075),
        };
        let signed = if float < 0.0 { -BigInt::from(mantissa) } else { BigInt::from(mantissa) };
        if power < 0 {
            Self::new(signed, BigInt::from(1) << -power)
        } else {
            Self::whole(signed << power)
        }
    }
}

#[test]
fn floats_are_taken_at_their_exact_value() {
    let rows = [(0.0, 0i64, 1), (0.5, 1, 2), (-2.75, -11, 4), (3.0e9, 3_000_000_000i64, 1)];
    for (float, num, den) in rows {
        let fraction = Fraction::new(num, den);
        assert_eq!(Fraction::exactly(float).compare(&fraction), Ordering::Equal, "{float}");
        assert!(fraction.is_about(float, &Fraction::whole(1)));
    }
    let third = Fraction::new(1, 3);
    assert!(third.is_about(1.0 / 3.0, &third) && !third.is_about(0.333_333_333_333, &third));
    assert_eq!(
        [Fraction::new(-1, 2).floor(), Fraction::new(7, 2).floor()],
        [(-1).into(), 3.into()]
    );
}
