//! `groundswell gazetteer explain "SENTENCE"`: why each span counts or does not.

use groundswell_mentions::{
    self as mentions, Considered, Document, Gazetteer, Ocr, Outcome, Policy, Reason, Tiers,
};
use serde::Serialize;

use super::Own;
use crate::failure::{Exit, Failure, Result};
use crate::study::Tier;
use crate::talk::{print, print_json, printable};

/// The sentence and how it is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) sentence: &'a str,
    pub(crate) year: Option<i32>,
    pub(crate) tier: Tier,
}

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    text: String,
    year: Option<i32>,
    spans: Vec<Span>,
}

/// A span that was looked at. Offsets count Unicode characters.
#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    /// As it stands in the sentence.
    text: String,
    /// As the table has it.
    form: String,
    /// The country it would count for; null: a blocker or a word of unrest.
    country: Option<String>,
    counts: bool,
    why: String,
}

pub(crate) fn explain(own: &Own, asked: Asked<'_>, json: bool) -> Result<()> {
    let gazetteer = own.gazetteer()?;
    let tiers =
        Tiers { names: true, demonyms: asked.tier != Tier::A, cities: asked.tier == Tier::C };
    let fields = [asked.sentence];
    let document = Document { fields: &fields, year: asked.year, tiers, ocr: Ocr::Exact };
    let faulty = |errors: mentions::TableErrors| Failure::new(Exit::Config, errors.to_string());
    let spans = mentions::because(&gazetteer, &own.tables(), &document).map_err(faulty)?;
    let spans: Vec<Span> = spans
        .iter()
        .map(|(span, reasons)| spelled_out(&gazetteer, asked.sentence, span, reasons))
        .collect();
    let answer = Answer {
        schema: "groundswell.gazetteer-explain/1",
        text: asked.sentence.to_owned(),
        year: asked.year,
        spans,
    };
    if json { print_json(&answer) } else { print(&prose(&answer)) }
}

fn spelled_out(gazetteer: &Gazetteer, text: &str, span: &Considered, reasons: &[Reason]) -> Span {
    let characters = |to: u32| text.get(..to as usize).map_or(0, |before| before.chars().count());
    let polity = span.polity.map(|polity| gazetteer.polity(polity));
    let country = span.polity.map(|polity| {
        let counts_for = gazetteer.countries(polity, Policy::Primary);
        counts_for.first().map_or_else(String::new, |id| gazetteer.polity(*id).id.clone())
    });
    let label = polity.map_or_else(String::new, |polity| {
        let (label, id) = (&polity.label, &polity.id);
        match &country {
            Some(country) if country != id => format!("{label} ({id}, counted for {country})"),
            _ => format!("{label} ({id})"),
        }
    });
    Span {
        start: characters(span.start),
        end: characters(span.end),
        text: text.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned(),
        form: span.form.clone(),
        country,
        counts: matches!(span.outcome, Outcome::Counts | Outcome::Unrest),
        why: why(&span.outcome, &label, reasons),
    }
}

/// The outcome in words.
fn why(outcome: &Outcome, label: &str, reasons: &[Reason]) -> String {
    match outcome {
        Outcome::Counts => format!("counts: {label}"),
        Outcome::Unrest => "a word of unrest".to_owned(),
        Outcome::Blocked => "blocked: a longer name of something else (blockers.csv)".to_owned(),
        Outcome::NotUnrest => "no unrest: an exclusion, or a veto of lexicon.csv".to_owned(),
        Outcome::NotInUse => format!("not {label}: the form was not in use in that year"),
        Outcome::TierOff => format!("not counted: {label}, a tier that was not asked for (--tier)"),
        Outcome::NoCue(cues) => {
            format!("not {label}: it needs a cue and none is there ({})", cues.join(", "))
        }
        Outcome::Vetoed(context) => {
            let rows: Vec<String> = reasons.iter().map(beside).collect();
            let rows = match rows.as_slice() {
                [] => "beside the same name elsewhere in the text".to_owned(),
                rows => rows.join(", "),
            };
            format!("not {label}: vetoed by `{context}` of contexts.csv, {rows}")
        }
    }
}

/// `"Road" behind it`.
fn beside(reason: &Reason) -> String {
    let place = match reason.side {
        "before" => "before it",
        "after" => "behind it",
        "around" => "near it",
        _ => "in the text",
    };
    format!("{:?} {place}", reason.pattern)
}

/// The sentence, and below it a line for each span with its place underlined.
fn prose(answer: &Answer) -> String {
    let text = printable(&answer.text.replace(['\n', '\t'], " "));
    let mut lines = vec![text.clone()];
    for span in &answer.spans {
        let sign = if span.counts { "^" } else { "~" };
        let length = (span.end - span.start).max(1);
        lines.push(format!("{}{}", " ".repeat(span.start), sign.repeat(length)));
        lines.push(format!("{}{}", " ".repeat(span.start.min(24)), printable(&span.why)));
    }
    if answer.spans.is_empty() {
        lines.push("nothing in it is known to the gazetteer".to_owned());
    }
    lines.join("\n") + "\n"
}
