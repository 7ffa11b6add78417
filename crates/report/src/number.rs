//! Numbers as text: one fixed way for machines, one for people.

use serde::Serializer;

/// For CSV: at most six decimals, correctly rounded, trailing zeros dropped, never an exponent; not finite is empty.
pub(crate) fn float(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// For CSV: empty when not known.
pub(crate) fn optional_float(number: Option<f64>) -> String {
    number.map_or_else(String::new, float)
}

/// The number that CSV has, for formats that hold numbers. None: it is not finite.
pub(crate) fn as_written(number: f64) -> Option<f64> {
    float(number).parse().ok()
}

/// For people: `1,234,567`.
pub(crate) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// For people: one decimal (`3.4`, `0.2`), thousands grouped from 1,000 on (`12,346`), `–` when not finite.
pub(crate) fn short(number: f64) -> String {
    if !number.is_finite() {
        "–".to_owned()
    } else if number.abs() >= 1e15 {
        format!("{number:.1e}")
    } else if number.abs() >= 999.95 {
        let sign = if number < 0.0 { "−" } else { "" };
        format!("{sign}{}", grouped(number.abs().round() as u128))
    } else {
        let text = format!("{number:.1}");
        if text == "-0.0" { "0.0".to_owned() } else { text.replace('-', "−") }
    }
}

/// For people: a ratio such as `3.4`, or `–` when there is none.
pub(crate) fn times(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), short)
}

/// For people: a share as `82 %`, and 0 % and 100 % only where it is none or all. None: not known.
pub(crate) fn percent(share: Option<f64>) -> Option<String> {
    let share = share.filter(|share| (0.0..=1.0).contains(share))?;
    let whole = (share * 100.0).round();
    let least = if share > 0.0 { 1.0 } else { 0.0 };
    let most = if share < 1.0 { 99.0 } else { 100.0 };
    Some(format!("{:.0} %", whole.clamp(least, most)))
}

/// JSON: the number CSV has; not finite is null.
pub(crate) fn rounded<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    rounded_option(&Some(*number), serializer)
}

/// JSON: the number CSV has; not known and not finite are null.
pub(crate) fn rounded_option<S: Serializer>(
    number: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number.and_then(as_written) {
        Some(number) => serializer.serialize_f64(number),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_for_machines_have_one_form() {
        for (number, expected) in [
            (2.0, "2"),
            (1.0 / 3.0, "0.333333"),
            (-2.5, "-2.5"),
            (1e-9, "0"),
            (-1e-9, "0"),
            (100.0, "100"),
            (123_456_789.123_456_78, "123456789.123457"),
            (f64::NAN, ""),
            (f64::NEG_INFINITY, ""),
        ] {
            assert_eq!(float(number), expected);
        }
        assert_eq!(float(f64::MAX).len(), 309);
    }

    #[test]
    fn shares_are_percent_and_all_is_all() {
        for (share, expected) in [
            (0.0, Some("0 %")),
            (1e-9, Some("1 %")),
            (0.824, Some("82 %")),
            (0.9999, Some("99 %")),
            (1.0, Some("100 %")),
            (1.2, None),
            (f64::NAN, None),
        ] {
            assert_eq!(percent(Some(share)).as_deref(), expected, "{share}");
        }
        assert_eq!(percent(None), None);
    }

    #[test]
    fn numbers_for_people_are_short() {
        for (number, expected) in [
            (3.44, "3.4"),
            (0.0, "0.0"),
            (-0.01, "0.0"),
            (-12.5, "−12.5"),
            (999.96, "1,000"),
            (12_345.6, "12,346"),
            (-12_345.6, "−12,346"),
            (f64::MAX, "1.8e308"),
            (f64::INFINITY, "–"),
        ] {
            assert_eq!(short(number), expected);
        }
        assert_eq!(grouped(u128::from(u64::MAX)), "18,446,744,073,709,551,615");
        assert_eq!(grouped(999), "999");
    }
}
