//! What every output of a study states: what was counted, by which rule, and what a reader must be told.

use groundswell_detector::{MissingPolicy, Rule};
use groundswell_ledger::Ledger;
use groundswell_press as press;
use groundswell_report as report;

use crate::failure::Result;
use crate::study::{Basis, Searches, Sections, Study, Topic};

/// What every output of the study states.
pub(super) fn description(
    study: &Study,
    ledger: &Ledger,
    topic: Topic,
    rule: &Rule,
    silent: Option<usize>,
) -> Result<report::Study> {
    let settings = ledger.settings()?.unwrap_or_default();
    let newspapers: Vec<report::NewspaperLine> = study
        .newspapers()
        .into_iter()
        .map(|n| report::NewspaperLine { name: n.name.clone(), title: n.title.clone() })
        .collect();
    let titles: Vec<&str> = newspapers.iter().map(|n| n.title.as_str()).collect();
    let mut provenance: Vec<(String, String)> = ledger.origin()?.into_iter().collect();
    provenance.push(("pipeline".to_owned(), study.digest.clone()));
    Ok(report::Study {
        name: study.name.clone(),
        title: study.title.clone(),
        topic: topic.word().to_owned(),
        measure: study.count.measure.word().to_owned(),
        verdicts: settings.verdicts,
        basis: settings.basis,
        channel: settings.channel,
        tier: settings.tier,
        policy: settings.policy,
        home: settings.home,
        combine: study.count.combine.word().to_owned(),
        normalise: study.count.normalise.word().to_owned(),
        first_year: study.period.first_year,
        last_year: study.period.last_year,
        source_line: format!("Groundswell, from the archives of {}", titles.join(" and ")),
        newspapers,
        provenance,
        notes: notes(study, ledger, rule, silent)?,
        ..of_rule(rule)
    })
}

/// The part of every description that is the rule's.
pub(super) fn of_rule(rule: &Rule) -> report::Study {
    report::Study {
        rule: rule.id(),
        rule_sentence: rule.sentence(),
        period_factor: rule.period.map(f64::from),
        window: rule.window,
        ..report::Study::default()
    }
}

/// What a reader must be told (METHOD.md §4), as far as it is true of this rule and selection.
fn notes(
    study: &Study,
    ledger: &Ledger,
    rule: &Rule,
    silent: Option<usize>,
) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    if *rule == (Rule { span: rule.span, ..Rule::published() }) {
        notes.push("The rule flags onsets: after a lasting step no more than four years can be flagged, and a second peak within five years of the first is masked.".to_owned());
        notes.push("With few articles it fires by chance: at a constant true rate of 1 article a year about 24 of 168 years are flagged, at 5 a year 3.4, at 10 a year 0.4.".to_owned());
    }
    notes.push("Raw counts follow the size of the paper: compare with the share of international articles before reading a rise as unrest.".to_owned());
    notes.push(match rule.missing {
        MissingPolicy::Skip => "A missing year is a hole, never a zero: it is left out of every mean.".to_owned(),
        MissingPolicy::Zero => "This rule takes missing years for zeros, as the published code does; the years after a hole look like waves.".to_owned(),
    });
    let names_no_section =
        |n: &&press::Newspaper| n.name == "nyt" && study.period.first_year <= 1980;
    if study.newspapers().iter().any(names_no_section) {
        notes.push(match study.count.basis {
            Basis::Any => "The New York Times names no section before 1981: there an article counts as international by what its headline, index terms, dateline and words show, stated as basis “inferred” with each article.",
            Basis::Metadata => "The New York Times names no section before 1981: with basis “metadata” nothing is known of those years, so they are missing, not zero.",
        }.to_owned());
    }
    let coverage = ledger.coverage()?;
    let all: u64 = coverage.iter().map(|year| year.all_articles).sum();
    let unknown: u64 = coverage.iter().map(|year| year.international_unknown).sum();
    if unknown > 0 {
        let fate = if study.count.sections == Sections::Yes { "not counted" } else { "counted" };
        notes.push(format!(
            "Of {all} articles {unknown} say nothing of where they belong; they are {fate}."
        ));
    }
    let searched: u32 = coverage.iter().map(|year| year.months_searched).sum();
    if searched > 0 {
        let taken = match study.count.searches {
            Searches::Sample => {
                "what a search does not hold may have been printed, so years of which nothing else is held are missing; if they asked for all that the study looks for, say so: [count] searches = \"whole\""
            }
            Searches::Whole => {
                "the study says that they asked for all it looks for (searches = \"whole\"), so their years are counted"
            }
        };
        notes.push(format!(
            "Of {searched} months of a newspaper nothing is held but what searches found: {taken}. How many articles there were is not known; such years have no rate."
        ));
    }
    if let Some(silent) = silent.filter(|silent| *silent > 0) {
        notes.push(format!("{silent} further countries of the gazetteer are not named in any counted article and are left out."));
    }
    Ok(notes)
}

/// What was seen of each newspaper of the study, year by year.
pub(super) fn coverage(ledger: &Ledger) -> Result<Vec<report::Coverage>> {
    let year = |year: groundswell_ledger::Coverage| report::Coverage {
        newspaper: year.newspaper,
        year: year.year,
        state: year.state,
        months_due: year.months_due,
        months_held: year.months_held,
        days_due: year.days_due,
        days_held: year.days_held,
        coverage: year.coverage,
        records: year.records,
        all_articles: year.all_articles,
        international: year.international_yes,
        international_unknown: year.international_unknown,
        months_searched: year.months_searched,
    };
    Ok(ledger.coverage()?.into_iter().map(year).collect())
}

/// Strikes and other stretches without a paper.
pub(super) fn gaps(ledger: &Ledger) -> Result<Vec<report::Gap>> {
    let gap = |[newspaper, first, last, what, citation]: [String; 5]| report::Gap {
        newspaper,
        first,
        last,
        what,
        citation,
    };
    Ok(ledger.gaps()?.into_iter().map(gap).collect())
}
