//! Small ways to write a column of years: short numbers, runs of years, only what differs.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A number with at most six significant digits, whole numbers without a point; not finite is null.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Short(f64);

impl Short {
    /// None: not known, or not finite.
    pub(super) fn of(number: Option<f64>) -> Option<Short> {
        let number = number.filter(|number| number.is_finite())?;
        format!("{number:.5e}").parse().ok().map(Short)
    }
}

impl Serialize for Short {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = self.0.fract() == 0.0 && self.0.abs() < 1e15;
        if whole {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// A share in thousandths; 0 and 1000 only where it is none or all. None: not known.
pub(super) fn thousandths(share: Option<f64>) -> Option<u16> {
    let share = share.filter(|share| (0.0..=1.0).contains(share))?;
    let least = u16::from(share > 0.0);
    let most = if share < 1.0 { 999 } else { 1000 };
    Some(((share * 1000.0).round() as u16).clamp(least, most))
}

/// The column, unless nothing in it is known.
pub(super) fn known<T>(column: Vec<Option<T>>) -> Option<Vec<Option<T>>> {
    column.iter().any(Option::is_some).then_some(column)
}

/// Words of years as runs: `{"partial":[1978,1978,1981,1983]}`, first and last year in turn.
pub(super) type Runs = BTreeMap<String, Vec<i32>>;

/// Adds a year, later than all before, to the runs of a word.
pub(super) fn add(runs: &mut Runs, word: &str, year: i32) {
    let run = runs.entry(word.to_owned()).or_default();
    match run.last_mut() {
        Some(last) if *last == year => {}
        Some(last) if last.checked_add(1) == Some(year) => *last = year,
        _ => run.extend([year, year]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (number, expected) in [
            (Some(12.0), "12"),
            (Some(-0.0), "0"),
            (Some(343.333_333_3), "343.333"),
            (Some(0.000_123_456_789), "0.000123457"),
            (Some(1_234_567.8), "1234570"),
            (Some(f64::MAX), "1.79769e+308"),
            (Some(f64::NAN), "null"),
            (None, "null"),
        ] {
            assert_eq!(serde_json::to_string(&Short::of(number)).unwrap(), expected);
        }
        for (share, expected) in
            [(0.0, Some(0)), (1e-9, Some(1)), (0.5, Some(500)), (0.99999, Some(999)), (1.2, None)]
        {
            assert_eq!(thousandths(Some(share)), expected, "{share}");
        }
    }

    #[test]
    fn years_are_runs() {
        let mut runs = Runs::new();
        for year in [1901, 1902, 1902, 1905, i32::MAX] {
            add(&mut runs, "partial", year);
        }
        assert_eq!(runs["partial"], [1901, 1902, 1905, 1905, i32::MAX, i32::MAX]);
    }
}
