//! `groundswell compare`: where the study's table of waves and every other reading of the same counts disagree.

mod table;

use groundswell_detector::{Outcome, RegimeBreak, Rule};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::failure::Result;
use crate::findings::{self, Asked, Countries};
use crate::readings::{Panel, Reading, Said, own, readings};
use crate::series_csv;
use crate::study::{Combine, Normalise, Study};
use crate::talk::{print, print_json};

/// The JSON contract: `groundswell.compare/1`.
#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    /// Id of the rule that the others are compared with.
    rule: String,
    rule_sentence: String,
    /// What the study judges, where it is not the sum of the counts: most readings still read that.
    judged: Option<String>,
    /// Where what the counts are out of doubled or halved for good: no country's doing.
    breaks: Vec<Break>,
    /// Over all countries, a line a reading.
    summary: Vec<Summary>,
    countries: Vec<Country>,
}

/// A lasting change of what a newspaper's counts are out of.
#[derive(Serialize)]
struct Break {
    newspaper: String,
    #[serde(flatten)]
    found: RegimeBreak,
}

/// One country's readings, the study's own first.
#[derive(Serialize)]
struct Country {
    code: String,
    label: String,
    /// Why the study's own reading gives no answer; then nothing is compared.
    error: Option<String>,
    readings: Vec<Compared>,
}

/// One reading of a country beside the study's own.
#[derive(Serialize)]
struct Compared {
    name: String,
    about: String,
    /// Why it gives no answer.
    error: Option<String>,
    /// Runs of wave years, first and last.
    waves: Vec<(i32, i32)>,
    #[serde(flatten)]
    against: Against,
    /// What it says of each year; only where one country was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    years: Vec<Said>,
}

/// Years counted by what the study's own reading and another one say of them.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Against {
    /// Years the other calls a wave.
    wave_years: u32,
    /// Both call a wave.
    shared: u32,
    /// Only the other does; the study's own says none.
    only_here: u32,
    /// Only the study's own does; the other says none.
    only_own: u32,
    /// The study's own gives an answer, the other none.
    no_answer: u32,
    /// The other gives an answer, the study's own none.
    more_answers: u32,
}

/// A reading over all countries.
#[derive(Clone, Debug, Default, Serialize)]
struct Summary {
    name: String,
    about: String,
    /// Countries of which both readings say something.
    countries: u32,
    /// Of these: those whose wave years are not the same.
    differ: u32,
    #[serde(flatten)]
    against: Against,
}

/// Compares the countries of the study.
pub(crate) fn of_study(study: &Study, asked: &Asked, json: bool) -> Result<()> {
    let ledger = findings::ledger(study)?;
    let rule = findings::rule(study, asked)?;
    let countries = Countries::of(study, &ledger, asked)?.papers(study, &rule)?;
    let panels = countries.into_iter().map(|(code, label, papers)| {
        let papers = papers.map(|papers| papers.panel);
        (code, label, papers.ok_or_else(|| "not counted in this study".to_owned()))
    });
    let (combine, normalise) = (study.count.combine, study.count.normalise);
    let panels: Panels = panels.collect();
    compare(&rule, &panels, combine, normalise, asked.jobs, json)
}

/// Compares the series of a CSV.
pub(crate) fn of_csv(
    path: &Path,
    rule: &Rule,
    wanted: &[String],
    jobs: usize,
    json: bool,
) -> Result<()> {
    let panels = series_csv::read(path, wanted)?.into_iter();
    let panels: Panels = panels.map(|(country, panel)| (country.clone(), country, panel)).collect();
    compare(rule, &panels, Combine::Sum, Normalise::Raw, jobs, json)
}

/// Code, label and newspapers of each country, or why it has none.
type Counted = (String, String, std::result::Result<Panel, String>);

type Panels = Vec<Counted>;

fn compare(
    rule: &Rule,
    panels: &[Counted],
    combine: Combine,
    normalise: Normalise,
    jobs: usize,
    json: bool,
) -> Result<()> {
    let whole = panels.len() == 1;
    let one = |(code, label, panel): &Counted| {
        let own = panel.clone().and_then(|panel| {
            let own = panel.judge(rule, combine, normalise)?.said();
            Ok((own, readings(&panel, rule, combine, normalise)))
        });
        match own {
            Ok((own, others)) => country(code, label, &own, others, whole),
            Err(error) => Country {
                code: code.clone(),
                label: label.clone(),
                error: Some(error),
                readings: Vec::new(),
            },
        }
    };
    let countries = findings::in_threads(panels, jobs, one)?;
    let answer = Answer {
        schema: "groundswell.compare/1",
        rule: rule.id(),
        rule_sentence: rule.sentence(),
        judged: (own(combine, normalise) != "counts" || combine == Combine::Each)
            .then(|| format!("{}, {}", combine.word(), normalise.word())),
        breaks: breaks(panels),
        summary: summary(&countries),
        countries,
    };
    if json { print_json(&answer) } else { print(&table::table(&answer)) }
}

/// Of every newspaper of every country, each year once.
fn breaks(panels: &[Counted]) -> Vec<Break> {
    let mut breaks: BTreeMap<(String, i32), RegimeBreak> = BTreeMap::new();
    for panel in panels.iter().filter_map(|(_, _, panel)| panel.as_ref().ok()) {
        for (newspaper, found) in panel.regime_breaks() {
            breaks.entry((newspaper.to_owned(), found.year)).or_insert(found);
        }
    }
    let named = |((newspaper, _), found)| Break { newspaper, found };
    breaks.into_iter().map(named).collect()
}

fn country(code: &str, label: &str, own: &[Said], others: Vec<Reading>, whole: bool) -> Country {
    let first = Reading {
        name: "study".to_owned(),
        about: "as the study is judged".to_owned(),
        years: Ok(own.to_vec()),
    };
    let said: BTreeMap<i32, Outcome> = own.iter().map(|said| (said.year, said.verdict)).collect();
    let compared = |reading: Reading| {
        let (years, error) = match reading.years {
            Ok(years) => (years, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        Compared {
            name: reading.name,
            about: reading.about,
            error,
            waves: runs(&years),
            against: Against::of(&said, &years),
            years: if whole { years } else { Vec::new() },
        }
    };
    Country {
        code: code.to_owned(),
        label: label.to_owned(),
        error: None,
        readings: std::iter::once(first).chain(others).map(compared).collect(),
    }
}

/// Runs of consecutive wave years.
fn runs(years: &[Said]) -> Vec<(i32, i32)> {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for said in years.iter().filter(|said| said.verdict == Outcome::Wave) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == said.year => *last = said.year,
            _ => runs.push((said.year, said.year)),
        }
    }
    runs
}

impl Against {
    fn of(own: &BTreeMap<i32, Outcome>, years: &[Said]) -> Against {
        let mut against = Against::default();
        let here: BTreeMap<i32, Outcome> =
            years.iter().map(|said| (said.year, said.verdict)).collect();
        let all: BTreeSet<i32> = own.keys().chain(here.keys()).copied().collect();
        for year in all {
            let of = |said: &BTreeMap<i32, Outcome>| {
                said.get(&year).copied().unwrap_or(Outcome::Missing)
            };
            let (own, said) = (of(own), of(&here));
            let add = |to: &mut u32, when: bool| *to += u32::from(when);
            let wave = said == Outcome::Wave;
            add(&mut against.wave_years, wave);
            add(&mut against.shared, wave && own == Outcome::Wave);
            add(&mut against.only_here, wave && own == Outcome::None);
            add(&mut against.only_own, said == Outcome::None && own == Outcome::Wave);
            add(&mut against.no_answer, own.is_judged() && !said.is_judged());
            add(&mut against.more_answers, !own.is_judged() && said.is_judged());
        }
        against
    }

    fn plus(self, more: Against) -> Against {
        Against {
            wave_years: self.wave_years + more.wave_years,
            shared: self.shared + more.shared,
            only_here: self.only_here + more.only_here,
            only_own: self.only_own + more.only_own,
            no_answer: self.no_answer + more.no_answer,
            more_answers: self.more_answers + more.more_answers,
        }
    }
}

/// Adds the countries up, a line a reading, in the order of the first country that has it.
fn summary(countries: &[Country]) -> Vec<Summary> {
    let mut lines: Vec<Summary> = Vec::new();
    for reading in countries.iter().flat_map(|country| &country.readings) {
        let at = lines.iter().position(|line| line.name == reading.name).unwrap_or_else(|| {
            let (name, about) = (reading.name.clone(), reading.about.clone());
            lines.push(Summary { name, about, ..Summary::default() });
            lines.len() - 1
        });
        if reading.error.is_some() {
            continue;
        }
        let line = &mut lines[at];
        line.countries += 1;
        line.against = line.against.plus(reading.against);
    }
    for line in &mut lines {
        let differs = |country: &&Country| {
            let waves = |name: &str| country.readings.iter().find(|reading| reading.name == name);
            let own = waves("study").map(|own| &own.waves);
            let here = waves(&line.name).filter(|here| here.error.is_none());
            here.is_some_and(|here| Some(&here.waves) != own)
        };
        line.differ = countries.iter().filter(differs).count() as u32;
    }
    lines
}
