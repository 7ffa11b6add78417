//! `groundswell gazetteer show COUNTRY`: everything the tables say of a country.

use groundswell_mentions::{self as mentions, Form, Gazetteer, Policy, Polity, Tier};
use serde::Serialize;
use std::fmt::Write as _;

use super::Own;
use crate::failure::{Exit, Failure, Result};
use crate::talk::{print, print_json};

/// A country with all its rows.
#[derive(Serialize)]
struct Shown {
    schema: &'static str,
    id: String,
    label: String,
    iso3: Option<String>,
    /// Withdrawn codes of four letters.
    iso3166_3: Vec<String>,
    cow: Option<u16>,
    gleditsch_ward: Option<u16>,
    /// Years as a state in the system; null: a territory, or open.
    start: Option<i32>,
    end: Option<i32>,
    /// What its mentions count for, by policy.
    counts_for: Vec<(&'static str, Vec<String>)>,
    /// Polities whose mentions count for it under `primary`.
    counted_here: Vec<String>,
    forms: Vec<ShownForm>,
    index_terms: Vec<(String, String)>,
}

#[derive(Serialize)]
struct ShownForm {
    surface: String,
    kind: &'static str,
    tier: &'static str,
    from: Option<i32>,
    to: Option<i32>,
    cues: Vec<String>,
    vetoes: Vec<String>,
    source: String,
}

pub(crate) fn show(own: &Own, country: &str, all: bool, json: bool) -> Result<()> {
    let (tables, gazetteer) = (own.tables(), own.gazetteer()?);
    let code = crate::code(&gazetteer, country)?;
    let id = gazetteer.find(&code).expect("`code` returns ids of this gazetteer");
    let faulty = |errors: mentions::TableErrors| Failure::new(Exit::Config, errors.to_string());
    let Polity { id: code, label, iso3, iso3166_3, cow, gw, start, end, .. } =
        gazetteer.polity(id).clone();
    let name = |id| label_of(&gazetteer, id);
    let counts = |policy| gazetteer.countries(id, policy).into_iter().map(name).collect();
    let counted_here =
        (0..).zip(gazetteer.polities()).map(|(i, _)| mentions::PolityId(i)).filter(|other| {
            *other != id && gazetteer.countries(*other, Policy::Primary).first() == Some(&id)
        });
    let forms = mentions::forms(&tables, &code).map_err(faulty)?;
    let shown = Shown {
        schema: "groundswell.gazetteer-country/1",
        counts_for: vec![
            ("primary", counts(Policy::Primary)),
            ("as-was", counts(Policy::AsWas)),
            ("all", counts(Policy::All)),
        ],
        counted_here: counted_here.map(name).collect(),
        index_terms: mentions::index_terms(&tables, &code).map_err(faulty)?,
        forms: forms.into_iter().map(shown_form).collect(),
        id: code,
        label,
        iso3,
        iso3166_3,
        cow,
        gleditsch_ward: gw,
        start,
        end,
    };
    if json { print_json(&shown) } else { print(&prose(&shown, all)) }
}

fn label_of(gazetteer: &Gazetteer, id: mentions::PolityId) -> String {
    let polity = gazetteer.polity(id);
    format!("{} ({})", polity.label, polity.id)
}

fn shown_form(form: Form) -> ShownForm {
    let tier = match form.tier {
        Tier::A => "A",
        Tier::B => "B",
        Tier::C => "C",
    };
    let kind = form.kind.name();
    let Form { surface, from, to, cues, vetoes, source, .. } = form;
    ShownForm { surface, kind, tier, from, to, cues, vetoes, source }
}

fn prose(shown: &Shown, all: bool) -> String {
    let mut text = String::new();
    let written: std::fmt::Result = (|| {
        writeln!(text, "{} ({}){}", shown.label, shown.id, years(shown.start, shown.end))?;
        let code = |name: &str, code: Option<String>| code.map(|code| format!("{name} {code}"));
        let codes = [
            code("ISO 3166-1", shown.iso3.clone()),
            code("ISO 3166-3", Some(shown.iso3166_3.join(" ")).filter(|codes| !codes.is_empty())),
            code("Correlates of War", shown.cow.map(|n| n.to_string())),
            code("Gleditsch–Ward", shown.gleditsch_ward.map(|n| n.to_string())),
        ];
        let codes: Vec<String> = codes.into_iter().flatten().collect();
        writeln!(text, "codes        {}", or_none(&codes, " · "))?;
        for (policy, countries) in &shown.counts_for {
            writeln!(text, "{policy:12} counts for {}", or_none(countries, ", "))?;
        }
        if !shown.counted_here.is_empty() {
            writeln!(text, "with it      {}", shown.counted_here.join(", "))?;
        }
        let long = |form: &&ShownForm| all || !LONG.contains(&form.kind);
        let forms: Vec<&ShownForm> = shown.forms.iter().filter(long).collect();
        let width = forms.iter().map(|form| form.surface.chars().count()).max().unwrap_or(0);
        writeln!(text)?;
        for form in &forms {
            let line = format!(
                "{}  {:9} {:width$}  {:12} {}",
                form.tier,
                form.kind,
                form.surface,
                years(form.from, form.to).trim_start_matches(", "),
                conditions(form)
            );
            writeln!(text, "{}", line.trim_end())?;
        }
        let left = shown.forms.len() - forms.len();
        if left > 0 {
            writeln!(text, "and {left} cities and forms of lists (--all)")?;
        }
        for (newspaper, term) in &shown.index_terms {
            writeln!(text, "index term   {newspaper}: {term}")?;
        }
        Ok(())
    })();
    written.expect("writing to a string cannot fail");
    text
}

/// Kinds with many rows, shown with `--all`.
const LONG: [&str; 2] = ["city", "list"];

fn or_none(words: &[String], between: &str) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(between) }
}

fn years(from: Option<i32>, to: Option<i32>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(to)) => format!(", to {to}"),
        (Some(from), Some(to)) => format!(", {from}–{to}"),
    }
}

fn conditions(form: &ShownForm) -> String {
    let words = |what: &str, contexts: &[String]| {
        (!contexts.is_empty()).then(|| format!("{what} {}", contexts.join(" ")))
    };
    let mut parts: Vec<String> = [words("needs", &form.cues), words("not with", &form.vetoes)]
        .into_iter()
        .flatten()
        .collect();
    parts.push(format!("[{}]", form.source));
    parts.join("; ")
}
