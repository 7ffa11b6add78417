//! Datelines as each era sets them: `VALPARAISO, Chili, Sept. 7. -- `, `LIMA, Peru, March 9 (UP)--`, `MOSCOW — `.

use crate::plan::days;
use crate::rng::Rng;
use crate::text::{form, word};

const MONTHS: [&str; 12] = [
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
    "Dec.",
];

/// The dateline of a report from the country.
pub(crate) fn abroad(country: &str, date: (u16, u8, u8), rng: &mut Rng) -> String {
    let city = form(country, "dateline", date.0, rng);
    let name = form(country, "name", date.0, rng);
    let place = match city.strip_suffix('+') {
        Some(city) => format!("{city}, {}", name.strip_prefix("the ").unwrap_or(name)),
        None => city.to_owned(),
    };
    set(&place, date, rng)
}

/// The dateline of a report from an invented town at home.
pub(crate) fn at_home(date: (u16, u8, u8), rng: &mut Rng) -> String {
    let state = rng.pick(&["N.Y.", "N.J.", "Conn.", "Pa.", "Ohio"]).copied().unwrap_or_default();
    set(&format!("{}, {state}", word("town", date.0, rng).to_uppercase()), date, rng)
}

fn set(place: &str, date: (u16, u8, u8), rng: &mut Rng) -> String {
    let (year, (month, day)) = (date.0, day_before(date));
    let month = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
    let wire = if year >= 1920 && rng.percent(35) {
        format!(" ({})", word("wire", year, rng))
    } else {
        String::new()
    };
    match year {
        ..1905 => format!("{place}, {month} {day}. -- "),
        1905..1946 => format!("{place}, {month} {day}{wire}. -- "),
        1946..1970 => format!("{place}, {month} {day}{wire}--"),
        1970..1981 => format!("{place}, {month} {day}{wire} — "),
        1981..2012 => format!("{place} -- "),
        _ => format!("{place} — "),
    }
}

/// Cables are dated the day before the paper.
fn day_before(date: (u16, u8, u8)) -> (u8, u8) {
    match date {
        (_, 1, 1) => (12, 31),
        (year, month, 1) => (month - 1, days(year, month - 1)),
        (_, month, day) => (month, day - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_era_sets_its_own() {
        let check =
            |place, date, expected| assert_eq!(set(place, date, &mut Rng::of(&[3])), expected);
        check("LIMA, Peru", (1891, 9, 8), "LIMA, Peru, Sept. 7. -- ");
        check("LIMA, Peru", (1891, 3, 1), "LIMA, Peru, Feb. 28. -- ");
        check("MADRID", (1910, 1, 1), "MADRID, Dec. 31. -- ");
        check("MOSCOW", (2014, 5, 2), "MOSCOW — ");
    }
}
