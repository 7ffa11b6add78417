//! `world.csv`: of the countries with an answer, how many are in a wave, year by year.
//!
//! Beverly Silver's diagnostic: when many countries are in a wave at once, the wave is one of the world, or of the
//! newspaper.

use std::collections::BTreeMap;

use crate::findings::{Findings, Study};
use crate::seen::{Seen, shown};
use crate::table::{About, Column, Table, integer, number, text};
use crate::{Output, Writer, study_columns, words};

pub(crate) const ABOUT: About = About {
    name: "world",
    title: "The world",
    about: "how many countries are in a wave each year, of those with an answer",
    key: &["year"],
    refers: &[],
};

pub(crate) const WRITER: Writer = Writer {
    name: "world.csv",
    about: ABOUT.about,
    write: |findings| vec![Output::text("world.csv", world_csv(findings))],
};

/// One row a year that any country has, ascending. Without an answer the share is empty, never 0.
pub fn world_csv(findings: &Findings) -> String {
    table(findings).csv()
}

pub(crate) fn table(findings: &Findings) -> Table<'_> {
    let study = &findings.study;
    let rows = World::of(findings).years.into_iter().map(move |year| Row { study, year });
    Table::new(&ABOUT, columns(), rows)
}

/// All countries together, each by the series it is shown by.
pub struct World<'a> {
    /// The years that any country has, ascending.
    pub years: Vec<WorldYear<'a>>,
    /// How many countries have an answer in any year.
    pub countries: usize,
}

/// One year of all countries.
#[derive(Default)]
pub struct WorldYear<'a> {
    /// The year.
    pub year: i32,
    /// Countries with a count and an answer: a wave, or none.
    pub answers: usize,
    /// The codes of those in a wave, in the order of the findings.
    pub in_wave: Vec<&'a str>,
}

impl WorldYear<'_> {
    /// Share of the countries with an answer that are in a wave. None: none has an answer.
    pub fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.in_wave.len() as f64 / self.answers as f64)
    }
}

impl<'a> World<'a> {
    /// Counted over the series that each country is shown by.
    pub fn of(findings: &'a Findings) -> World<'a> {
        let mut years: BTreeMap<i32, WorldYear<'a>> = BTreeMap::new();
        let mut countries = 0;
        for country in &findings.countries {
            let mut answered = false;
            for year in shown(country).map_or(&[][..], |series| &series.years) {
                let world = years.entry(year.year).or_default();
                let wave = year.verdict == "wave";
                if Seen::of(year).count().is_some() && (wave || year.verdict == "none") {
                    answered = true;
                    world.answers += 1;
                    world.in_wave.extend(wave.then_some(country.code.as_str()));
                }
            }
            countries += usize::from(answered);
        }
        let dated = |(year, of): (i32, WorldYear<'a>)| WorldYear { year, ..of };
        World { years: years.into_iter().map(dated).collect(), countries }
    }

    /// Whether a share of countries says anything: of one country it would be 0 or all.
    pub(crate) fn is_shared(&self) -> bool {
        self.countries > 1
    }

    /// Whether fewer than half of the countries have an answer in a year: its share is of another world.
    pub(crate) fn is_few(&self, year: &WorldYear<'_>) -> bool {
        year.answers * 2 < self.countries
    }

    /// The years with the highest shares, the highest first; only where half of the countries have an answer.
    pub(crate) fn highest(&self, most: usize) -> Vec<&WorldYear<'a>> {
        let eligible = |year: &&WorldYear<'_>| !year.in_wave.is_empty() && !self.is_few(year);
        let mut years: Vec<&WorldYear<'a>> = self.years.iter().filter(eligible).collect();
        let share = |year: &WorldYear<'_>| year.share().unwrap_or(0.0);
        years.sort_by(|a, b| share(b).total_cmp(&share(a)));
        years.truncate(most);
        years
    }

    /// "n = 41 countries with an answer, 12 (1856) to 41 (1990) in a year".
    pub(crate) fn sentence(&self) -> String {
        let judged = || self.years.iter().filter(|year| year.answers > 0);
        let countries = match self.countries {
            1 => "n = 1 country with an answer".to_owned(),
            n => format!("n = {n} countries with an answer"),
        };
        match (judged().min_by_key(|year| year.answers), judged().rev().max_by_key(|y| y.answers)) {
            (Some(few), Some(many)) if few.answers < many.answers => format!(
                "{countries}, {} ({}) to {} ({}) in a year",
                few.answers, few.year, many.answers, many.year
            ),
            _ => countries,
        }
    }
}

/// What else to know of the shares: what was judged where it is not the count, and whose verdicts they are where the
/// newspapers are not joined. Empty: nothing.
pub(crate) fn caveats(findings: &Findings) -> Vec<String> {
    let study = &findings.study;
    let series = || findings.countries.iter().filter_map(shown);
    let judged = series().find_map(|series| words::judged(study, series));
    let apart = series().any(|series| words::joined(study, series).is_none());
    let first = "of a country whose newspapers are not joined, the first one counts".to_owned();
    judged.into_iter().chain((apart && study.newspapers.len() > 1).then_some(first)).collect()
}

struct Row<'a> {
    study: &'a Study,
    year: WorldYear<'a>,
}

impl AsRef<Study> for Row<'_> {
    fn as_ref(&self) -> &Study {
        self.study
    }
}

impl Row<'_> {
    /// Without an answer it is not known, never 0.
    fn in_wave(&self) -> Option<i128> {
        self.year.share().map(|_| self.year.in_wave.len() as i128)
    }
}

#[rustfmt::skip]
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let [sections, basis, channel, tier, home, policy] = study_columns::choices();
    vec![
        integer("year", "year", "year, as the newspapers date their articles", |row| Some(row.year.year.into())),
        integer("countries", "countries", "countries with a count and an answer: a wave, or none", |row| Some(row.year.answers as i128)),
        integer("in_wave", "countries", "how many of them are in a wave; empty: none has an answer", Row::in_wave),
        number("share", "share, 0 to 1", "`in_wave` ÷ `countries`, 0 to 1", |row| row.year.share()),
        text("codes", "codes of the countries in a wave, separated by `;`", |row| row.year.in_wave.join(";").into()),
        study_columns::topic(),
        study_columns::measure("what is counted: `articles` or `mentions`"),
        study_columns::rule(),
        sections, basis, channel, tier, home, policy,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Country, SeriesOf, Year};

    fn country(code: &str, verdicts: &[&str]) -> Country {
        let year = |(year, verdict): (i32, &&str)| Year {
            year,
            state: if *verdict == "missing" { "missing" } else { "observed" }.into(),
            count: (*verdict != "missing").then_some(1),
            verdict: (*verdict).into(),
            ..Year::default()
        };
        let years = (1901..).zip(verdicts).map(year).collect();
        let series = vec![SeriesOf { newspaper: "sum".into(), years, ..SeriesOf::default() }];
        Country { code: code.into(), series, ..Country::default() }
    }

    #[test]
    fn shares_are_of_the_countries_with_an_answer() {
        let countries = vec![
            country("AAA", &["missing", "undetermined", "wave", "wave", "none"]),
            country("BBB", &["missing", "none", "none", "wave", "missing"]),
            country("CCC", &["undetermined", "undetermined", "none", "none", "none"]),
            country("DDD", &["missing", "undetermined"]),
        ];
        let findings = Findings { countries, ..Findings::default() };
        let world = World::of(&findings);
        let shares: Vec<Option<f64>> = world.years.iter().map(WorldYear::share).collect();
        let third = 1.0 / 3.0;
        assert_eq!(shares, [None, Some(0.0), Some(third), Some(2.0 * third), Some(0.0)]);
        assert_eq!(world.countries, 3);
        let highest: Vec<i32> = world.highest(5).iter().map(|year| year.year).collect();
        assert_eq!(highest, [1904, 1903]);
        assert_eq!(
            world.sentence(),
            "n = 3 countries with an answer, 1 (1902) to 3 (1903) in a year"
        );
    }

    #[test]
    fn a_hole_that_the_rule_took_for_zero_is_no_answer() {
        let mut aaa = country("AAA", &["none", "wave"]);
        aaa.series[0].years[0].count = None;
        let findings = Findings { countries: vec![aaa], ..Findings::default() };
        let answers: Vec<usize> = World::of(&findings).years.iter().map(|y| y.answers).collect();
        assert_eq!(answers, [0, 1]);
    }
}
