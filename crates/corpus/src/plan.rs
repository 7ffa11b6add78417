//! What is planted where: how many articles each country gets in a month, and when the papers were silent.

use crate::rng::Rng;
use crate::tables::{GAPS, RATES, SILENCES, WAVES, Wave};

/// What kind of archive to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// A small archive that looks like a study: ten countries and a quiet one, planted waves, gaps, strikes, faults.
    Demo,
    /// Full months of realistic size for measuring speed.
    Load {
        /// Records in every month.
        records: u32,
    },
}

/// A newspaper of the invented archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newspaper {
    /// The New York Times, 18 September 1851 to 2017.
    Nyt,
    /// The Guardian, 1999 to 2017.
    Guardian,
}

impl Newspaper {
    /// The short name used in tables and folders.
    pub fn name(self) -> &'static str {
        match self {
            Newspaper::Nyt => "nyt",
            Newspaper::Guardian => "guardian",
        }
    }
}

/// One thing that happened: what it is about and the day it is printed.
pub(crate) struct Story {
    /// ISO alpha-3, or `HOME` or `OCEAN` (news of no country).
    pub(crate) country: &'static str,
    pub(crate) topic: &'static str,
    pub(crate) day: u8,
    /// What its words are drawn from, so that a change of one country's rate rewrites no other's stories.
    pub(crate) key: u64,
}

/// The planted surges of the demo archive, with what the published rule should make of each.
pub fn planted_waves() -> &'static [Wave] {
    &WAVES
}

/// Whether the word is a country rather than news of none.
pub(crate) fn abroad(country: &str) -> bool {
    !matches!(country, "HOME" | "OCEAN")
}

/// False for a month the demo leaves out, as if it had never been downloaded.
pub fn downloaded(newspaper: Newspaper, year: u16, month: u8) -> bool {
    let month = format!("{year:04}-{month:02}");
    !GAPS.iter().any(|gap| {
        gap.newspaper == newspaper.name() && (gap.first..=gap.last).contains(&month.as_str())
    })
}

/// The demo's stories of a month, by day.
pub(crate) fn stories(newspaper: Newspaper, year: u16, month: u8, seed: u64) -> Vec<Story> {
    let mut found = Vec::new();
    let mut countries: Vec<&str> =
        RATES.iter().filter(|r| r.newspaper == newspaper.name()).map(|r| r.country).collect();
    countries.dedup();
    for country in countries {
        of_country(newspaper, country, year, month, seed, &mut found);
    }
    found.sort_by_key(|story| story.day);
    found
}

/// The year is drawn whole, so that a month alone and the year's total always agree.
fn of_country(
    newspaper: Newspaper,
    country: &'static str,
    year: u16,
    month: u8,
    seed: u64,
    found: &mut Vec<Story>,
) {
    let mut keys = vec![seed, u64::from(year)];
    keys.extend(newspaper.name().bytes().chain(country.bytes()).map(u64::from));
    let mut rng = Rng::of(&keys);
    let noise = if abroad(country) { rng.between(84, 118) } else { 100 };
    let usual = rate(newspaper, country, year) * noise / 10;
    let ordinary = rng.count(usual);
    let surge = rng.count(usual * (wave_percent(country, year) - 100) / 100);
    let peak = rng.between(1, 10);
    let floor = if country == "HOME" { 36 } else { 0 };
    for n in 0..ordinary + surge + floor {
        let surging = n >= ordinary && n < ordinary + surge;
        let at = match n.checked_sub(ordinary + surge) {
            Some(extra) => u64::from(extra % 12) + 1,
            None if surging && rng.percent(60) => peak + rng.below(3),
            None => rng.between(1, 12),
        };
        let topic = topic(newspaper, country, year, surging, &mut rng);
        let key = rng.next();
        let day = rng.between(1, u64::from(days(year, at as u8))) as u8;
        let printed = printed_percent(newspaper, year, at as u8, day);
        let always = n >= ordinary + surge && printed > 0; // no month that came out is empty
        let kept = rng.percent(printed) || always;
        if kept && at == u64::from(month) {
            found.push(Story { country, topic, day, key });
        }
    }
}

fn topic(
    newspaper: Newspaper,
    country: &str,
    year: u16,
    surging: bool,
    rng: &mut Rng,
) -> &'static str {
    let draw = rng.below(100);
    let uk = newspaper == Newspaper::Guardian;
    match (country, surging, draw) {
        ("HOME", _, 0..6) if year >= 1890 => {
            if uk {
                "frienduk"
            } else {
                "friend"
            }
        }
        ("HOME", _, 6..11) => {
            if uk {
                "awayuk"
            } else {
                "away"
            }
        }
        ("HOME", _, _) => {
            if uk {
                "homeuk"
            } else {
                "home"
            }
        }
        ("OCEAN", _, _) => "sea",
        ("URY", _, 0..6) | (_, true, 0..72) | (_, false, 0..12) => "unrest",
        (_, true, _) | (_, _, 12..50) => "politics",
        (_, _, 50..74) => "trade",
        (_, _, 74..84) => "disaster",
        _ => "culture",
    }
}

/// Hundredths of an article a year: straight lines between the table's knots.
fn rate(newspaper: Newspaper, country: &str, year: u16) -> u64 {
    let knots = || RATES.iter().filter(|r| r.newspaper == newspaper.name() && r.country == country);
    let before = knots().rfind(|knot| knot.year <= year);
    let after = knots().find(|knot| knot.year > year);
    match (before, after) {
        (Some(a), Some(b)) => {
            let (passed, whole) = (u64::from(year - a.year), u64::from(b.year - a.year));
            (a.centiarticles * (whole - passed) + b.centiarticles * passed) / whole
        }
        (Some(knot), None) | (None, Some(knot)) => knot.centiarticles,
        (None, None) => 0,
    }
}

fn wave_percent(country: &str, year: u16) -> u64 {
    let planted = WAVES.iter().find(|w| w.country == country && (w.first..=w.last).contains(&year));
    planted.map_or(100, |wave| wave.percent)
}

fn printed_percent(newspaper: Newspaper, year: u16, month: u8, day: u8) -> u64 {
    let date = format!("{year:04}-{month:02}-{day:02}");
    let silence = SILENCES
        .iter()
        .find(|s| s.newspaper == newspaper.name() && (s.first..=s.last).contains(&date.as_str()));
    silence.map_or(100, |silence| silence.percent)
}

/// Days of a month in the Gregorian calendar.
pub(crate) fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_straight_lines_between_knots() {
        assert_eq!(rate(Newspaper::Nyt, "CHL", 1851), 600);
        assert_eq!(rate(Newspaper::Nyt, "CHL", 1875), 648);
        assert_eq!(rate(Newspaper::Nyt, "CHL", 1950), 950);
        assert_eq!(rate(Newspaper::Nyt, "ZZZ", 1950), 0);
    }

    #[test]
    fn nothing_is_printed_in_a_strike() {
        assert!(stories(Newspaper::Nyt, 1978, 9, 1).is_empty());
        assert!(stories(Newspaper::Nyt, 1978, 8, 1).iter().all(|story| story.day < 10));
        assert!(stories(Newspaper::Nyt, 1851, 9, 1).iter().all(|story| story.day >= 18));
        assert!(stories(Newspaper::Guardian, 1998, 12, 1).is_empty());
    }
}
