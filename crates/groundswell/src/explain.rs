//! `groundswell explain COUNTRY YEAR`: the arithmetic of a verdict and the articles behind it.

use groundswell_detector::{self as detector, MissingPolicy, Null, Outcome, Rule};
use groundswell_ledger::{Evidence, Ledger, Twin};
use groundswell_report as report;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::evidence;
use crate::failure::{Exit, Failure, Result};
use crate::findings::{self, Asked, Papers};
use crate::readings::{Reading, readings};
use crate::study::{Combine, Normalise, Study};
use crate::talk::{print, print_json, printable};

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    country: &'a str,
    label: &'a str,
    year: i32,
    rule: &'a str,
    /// What was counted, name and value: tier, channel, basis, sections …
    choices: BTreeMap<&'static str, &'a str>,
    series: Vec<YearOf<'a>>,
    /// Newspapers of which, in months of this year, nothing is held but what searches found.
    searched: Vec<Searched>,
    /// What the same counts say of this year when they are read otherwise.
    readings: Vec<Otherwise>,
    /// How often chance alone would flag this year; `None`: it cannot be judged.
    chance: Option<ByChance>,
    articles: Vec<Behind>,
}

/// What else a newspaper printed in these months is not known.
#[derive(Serialize)]
struct Searched {
    newspaper: String,
    months: u32,
}

/// Another reading of the year.
#[derive(Serialize)]
struct Otherwise {
    name: String,
    verdict: Outcome,
    /// The number the verdict is on: a count, a rate, a method's score.
    value: Option<f64>,
}

/// Share of simulated series in which this year is flagged though nothing happens, 0 to 1.
#[derive(Serialize)]
struct ByChance {
    /// Articles come independently, at the same rate every year.
    independent: Option<f64>,
    /// In bunches, as much as neighbouring years differ.
    bunched: Option<f64>,
    /// The rate is the same every year, and the paper as large as it was. `None`: not known.
    newshole: Option<f64>,
    replicates: u32,
}

#[derive(Serialize)]
struct YearOf<'a> {
    newspaper: &'a str,
    /// What was judged: the unit of `value` and of the means.
    unit: &'a str,
    #[serde(flatten)]
    year: &'a report::Year,
}

/// An article that counts for the cell: everything the ledger knows, and its headline from the raw archive.
#[derive(Serialize)]
struct Behind {
    /// `None` when the raw document cannot be read any more.
    headline: Option<String>,
    /// Where else it is held, by another route or in another export: counted once, as what stands above.
    also: Vec<Twin>,
    #[serde(flatten)]
    evidence: Evidence,
}

/// Explains the one country that is asked for.
pub(crate) fn explain(
    study: &Study,
    ledger: &Ledger,
    year: i32,
    asked: &Asked,
    json: bool,
) -> Result<()> {
    let found = findings::judge(study, ledger, &Asked { deep: true, ..asked.clone() })?;
    let rule = findings::rule(study, asked)?;
    let papers = findings::Countries::of(study, ledger, asked)?.papers(study, &rule)?;
    let papers = papers.into_iter().find_map(|(_, _, papers)| papers);
    let [country] = found.countries.as_slice() else {
        return Err(Failure::new(Exit::Config, "explain takes one country"));
    };
    let code = country.code.as_str();
    let years = of_year(country, year);
    if country.series.is_empty() {
        let what = format!(
            "{code} is not counted in this study: it is the home country of its only newspaper, or under policy `{}` its mentions count for another country",
            found.study.policy
        );
        return Err(
            Failure::new(Exit::NoInput, what).next("see `home` and `policy` in the pipeline")
        );
    }
    if years.is_empty() {
        let what = format!(
            "{year} is not in the period {}–{}",
            study.period.first_year, study.period.last_year
        );
        return Err(Failure::new(Exit::NoInput, what).next("ask for a year of the study"));
    }
    let topic = asked.topic.unwrap_or(study.count.topic);
    let rows = evidence::of_year(ledger, topic, code, year)?;
    let headlines = evidence::headlines(study, rows.iter().map(evidence::place), || false)?;
    let twins = ledger.twins(year, &rows.iter().map(evidence::place).collect::<Vec<_>>())?;
    let articles = rows.into_iter().zip(twins).map(|(evidence, also)| Behind {
        headline: headlines.get(&(evidence.path.clone(), evidence.position)).cloned(),
        also,
        evidence,
    });
    // Chance is that of the papers' counts added up: beside any other verdict it would mislead.
    let counts = study.count.combine == Combine::Sum && study.count.normalise == Normalise::Raw;
    let of_counts = papers.as_ref().filter(|_| counts);
    let answer = Answer {
        schema: "groundswell.explain/1",
        country: code,
        label: &country.label,
        year,
        rule: &found.study.rule,
        choices: report::choices(&found.study).into_iter().collect(),
        series: years,
        searched: searched(ledger, year)?,
        readings: papers
            .as_ref()
            .map_or_else(Vec::new, |papers| otherwise(study, papers, &rule, year)),
        chance: of_counts.and_then(|papers| by_chance(papers, &rule, year)),
        articles: articles.collect(),
    };
    if json { print_json(&answer) } else { print(&prose(&rule, &found.study, &answer)?) }
}

fn searched(ledger: &Ledger, year: i32) -> Result<Vec<Searched>> {
    let of = ledger.coverage()?.into_iter().filter(|row| row.year == year);
    Ok(of
        .filter(|row| row.months_searched > 0)
        .map(|row| Searched { newspaper: row.newspaper, months: row.months_searched })
        .collect())
}

fn otherwise(study: &Study, papers: &Papers, rule: &Rule, year: i32) -> Vec<Otherwise> {
    let count = &study.count;
    let said = |reading: Reading| {
        let said = reading.years.ok()?.into_iter().find(|said| said.year == year)?;
        Some(Otherwise { name: reading.name, verdict: said.verdict, value: said.value })
    };
    readings(&papers.panel, rule, count.combine, count.normalise)
        .into_iter()
        .filter_map(said)
        .collect()
}

fn by_chance(papers: &Papers, rule: &Rule, year: i32) -> Option<ByChance> {
    let (first, _) = rule.span?;
    let share = |null| {
        let chance =
            detector::chance(&papers.sum, rule, null, findings::REPLICATES, findings::SEED).ok()?;
        *chance.years.get(usize::try_from(year - first).ok()?)?
    };
    let independent = share(Null::Poisson);
    independent.is_some().then(|| ByChance {
        independent,
        bunched: share(Null::NegativeBinomial),
        newshole: papers.sum.has_exposures().then(|| share(Null::Newshole)).flatten(),
        replicates: findings::REPLICATES,
    })
}

fn of_year(country: &report::Country, year: i32) -> Vec<YearOf<'_>> {
    let series = country.series.iter();
    series
        .filter_map(|series| {
            let found = series.years.iter().find(|candidate| candidate.year == year)?;
            Some(YearOf { newspaper: &series.newspaper, unit: &series.unit, year: found })
        })
        .collect()
}

fn prose(rule: &Rule, described: &report::Study, answer: &Answer<'_>) -> Result<String> {
    let mut text = String::new();
    let written = (|| {
        writeln!(text, "{} {} ({})", answer.label, answer.year, answer.country)?;
        writeln!(text, "{}", described.rule_sentence)?;
        writeln!(text, "Counted: {}\n", report::choices_line(described))?;
        for series in &answer.series {
            let is_its = |of: &Searched| [&*of.newspaper, "sum"].contains(&series.newspaper);
            let searched = answer.searched.iter().any(is_its);
            arithmetic(&mut text, rule, described, series, searched)?;
        }
        for Searched { newspaper, months } in &answer.searched {
            let plural = if *months == 1 { "" } else { "s" };
            writeln!(
                text,
                "{}: of {months} month{plural} nothing is held but what searches found; what else was printed is not known, so there is no rate\n",
                title(described, newspaper)
            )?;
        }
        trust(&mut text, answer)?;
        list(&mut text, answer)
    })();
    written.expect("writing to a string does not fail");
    Ok(text)
}

fn title<'a>(described: &'a report::Study, newspaper: &'a str) -> &'a str {
    match newspaper {
        "sum" => "all papers together",
        name => described.newspapers.iter().find(|n| n.name == name).map_or(name, |n| &n.title),
    }
}

/// The numbers of one series, step by step. `searched`: some months are held from searches only.
fn arithmetic(
    text: &mut String,
    rule: &Rule,
    described: &report::Study,
    series: &YearOf<'_>,
    searched: bool,
) -> std::fmt::Result {
    let year = series.year;
    let name = title(described, series.newspaper);
    let Some(count) = year.count else {
        let why = match searched {
            true => "searches are no archive of the year",
            false => "nothing was looked at",
        };
        return writeln!(text, "{name}: {} — {why}, so there is no count\n", year.state);
    };
    writeln!(text, "{name}: {count} {}, year {}", described.measure, year.state)?;
    if let Some(value) = year.value.filter(|_| series.unit != described.measure) {
        writeln!(text, "  judged: {value:.2} {}, as are the means", series.unit)?;
    }
    if let Some(mean) = year.baseline_mean {
        let k = f64::from(rule.recent);
        let before = year.baseline_years;
        let observed = if rule.missing == MissingPolicy::Skip { "observed " } else { "" };
        writeln!(
            text,
            "  mean of the {before} {observed}years before: {mean:.2}; × {k} = {:.2}",
            mean * k
        )?;
    }
    if let (Some(mean), Some(m)) = (year.period_mean, described.period_factor) {
        writeln!(text, "  mean of the period: {mean:.2}; × {m} = {:.2}", mean * m)?;
    }
    for (rate, what, verdict) in [
        (year.per_10000, "per 10,000", &year.per_10000_verdict),
        (year.annualised, "in a whole year", &year.annualised_verdict),
    ] {
        if let Some(rate) = rate {
            writeln!(text, "  {rate:.2} {what}: {verdict}")?;
        }
    }
    if let (Some(international), Some(all)) = (year.international, year.all_articles) {
        let section = if described.verdicts == "yes" { "" } else { " or unplaced" };
        writeln!(text, "  of {international} international{section} articles, {all} in all")?;
    }
    if let (Some(q), Some(share)) = (year.false_discovery, rule.false_discovery) {
        let allowed = f64::from(share);
        let why = if q < allowed { "less" } else { "not less" };
        writeln!(
            text,
            "  chance: if it and all years less plausible as chance are called waves, about {} of them are false: {why} than {}",
            percent(q),
            percent(allowed)
        )?;
    }
    let reason = year.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
    write!(text, "  verdict: {}{reason}", year.verdict)?;
    if let Some(distance) = year.flip_distance {
        write!(text, "; {distance} fewer would unflag it")?;
    }
    if !year.flags.is_empty() {
        write!(text, "; flags: {}", year.flags.join(", "))?;
    }
    writeln!(text, "\n")
}

/// How far the verdict on all papers together can be trusted: other settings, other luck, other readings, chance.
fn trust(text: &mut String, answer: &Answer<'_>) -> std::fmt::Result {
    let Some(year) = answer.series.first().map(|series| series.year) else { return Ok(()) };
    if answer.series.len() > 1 {
        writeln!(text, "Of the first of these:")?;
    }
    if let Some(share) = year.support {
        writeln!(
            text,
            "{} of the 200 settings of the rule's numbers (those with an answer) flag it",
            percent(share)
        )?;
    }
    if let Some(share) = year.bootstrap {
        writeln!(
            text,
            "{} of the resampled series (each article drawn again) flag it",
            percent(share)
        )?;
    }
    if let Some(chance) = &answer.chance {
        let draws = |share: Option<f64>| {
            share.map(|share| (share * f64::from(chance.replicates)).round() as u32)
        };
        let shares = [
            ("of independent articles", draws(chance.independent)),
            ("of articles in bunches", draws(chance.bunched)),
            ("in which only the size of the paper changes", draws(chance.newshole)),
        ];
        let known = shares.iter().filter_map(|(what, draws)| Some((what, (*draws)?)));
        let words: Vec<String> = known.map(|(what, draws)| format!("{draws} {what}")).collect();
        let of = chance.replicates;
        writeln!(
            text,
            "if nothing happened it would be flagged, of {of} simulated series each, in {}",
            words.join(", ")
        )?;
    }
    let named = |outcome: &dyn Fn(Outcome) -> bool| {
        let readings = answer.readings.iter().filter(|reading| outcome(reading.verdict));
        readings.map(|reading| reading.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    for (what, names) in [
        ("a wave too", named(&|outcome| outcome == Outcome::Wave)),
        ("no wave", named(&|outcome| outcome == Outcome::None)),
        ("no answer", named(&|outcome| !outcome.is_judged())),
    ] {
        if !names.is_empty() {
            writeln!(text, "read otherwise, {what}: {names}")?;
        }
    }
    writeln!(text)
}

/// 0.825 as "83 %"; above 0 never "0 %", below 1 never "100 %".
fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    match rounded {
        0.0 if share > 0.0 => "under 1 %".to_owned(),
        100.0 if share < 1.0 => "over 99 %".to_owned(),
        _ => format!("{rounded:.0} %"),
    }
}

/// The articles, one each however many names made it count.
fn list(text: &mut String, answer: &Answer<'_>) -> std::fmt::Result {
    let articles = evidence::articles(&answer.articles, |behind| &behind.evidence);
    let plural = if articles.len() == 1 { "" } else { "s" };
    writeln!(text, "{} article{plural}", articles.len())?;
    for rows in articles {
        let [behind, ..] = rows else { continue };
        let words: Vec<String> = rows.iter().map(|row| evidence::words(&row.evidence)).collect();
        let of = &behind.evidence;
        let headline = behind.headline.as_deref().unwrap_or("(the raw document cannot be read)");
        let unrest = if of.unrest { "  unrest" } else { "" };
        writeln!(text, "  {}  {}  {}", of.date, of.newspaper, printable(headline))?;
        writeln!(
            text,
            "      names {}; international: {}{unrest}",
            printable(&words.join(", ")),
            evidence::basis(of)
        )?;
        if let Some(url) = &of.url {
            writeln!(text, "      {}", printable(url))?;
        }
        if !behind.also.is_empty() {
            writeln!(text, "      counted once, from {} record {}", of.path, of.position)?;
        }
        for Twin { path, position, why } in &behind.also {
            writeln!(text, "      held too in {path} record {position} ({why})")?;
        }
    }
    Ok(())
}
