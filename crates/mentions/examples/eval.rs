//! Measures the gazetteer on annotated texts: `cargo run --release -p groundswell-mentions --example eval -- DIR`.
//!
//! DIR holds the gold sets: `*.jsonl` with `id`, `title`, `text`, `date` and `countries_explicit` (or `countries`),
//! `hard_cases_60.tsv` and `name_cases_half.csv`. With a second argument `errors`, every difference is printed.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use groundswell_mentions::{Document, Gazetteer, Policy, Scratch, Tiers};
use serde::Deserialize;

/// A line of a gold set.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    date: Option<String>,
    countries: Vec<String>,
    countries_explicit: Option<Vec<String>>,
}

/// Which sets there are: the file, the tiers, and whether only explicit mentions are labelled.
const SETS: &[(&str, Tiers)] = &[
    ("aida_conll", NEWS),
    ("lgl", NEWS),
    ("nyt_headlines_half", NEWS),
    ("topres19th", Tiers::NAMES),
    ("sotu_historic_names", NEWS),
    ("reuters21578_third", Tiers::ALL),
];

const NEWS: Tiers = Tiers { names: true, demonyms: true, cities: false };

/// The sets that make up "pooled explicit".
const POOLED: &[&str] = &["aida_conll", "lgl", "nyt_headlines_half"];

/// True pairs found, pairs found, pairs that are true.
#[derive(Default, Clone, Copy)]
struct Score {
    right: u32,
    found: u32,
    gold: u32,
}

impl Score {
    fn add(&mut self, found: &BTreeSet<String>, gold: &BTreeSet<String>) {
        self.right += found.intersection(gold).count() as u32;
        self.found += found.len() as u32;
        self.gold += gold.len() as u32;
    }

    fn print(self, name: &str) {
        let ratio = |of: u32| if of == 0 { 1.0 } else { f64::from(self.right) / f64::from(of) };
        let (precision, recall) = (ratio(self.found), ratio(self.gold));
        let f1 =
            if self.right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        println!("{name:24} {precision:.3} {recall:.3} {f1:.3} {:6}", self.gold);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_default();
    let errors = arguments.next();
    let folder = Path::new(&folder);
    if !folder.join("hard_cases_60.tsv").exists() {
        println!("skipped: no shared data");
        return Ok(());
    }
    let gazetteer = Gazetteer::embedded()?;
    println!("{:24} {:5} {:5} {:5} {:>6}", "set", "prec", "rec", "F1", "pairs");
    let (mut pooled, mut chile) = (Score::default(), Score::default());
    for (set, tiers) in SETS {
        let path = folder.join(set).with_extension("jsonl");
        if !path.exists() {
            println!("{set:24} skipped: no shared data");
            continue;
        }
        let shown = errors.as_deref().is_some_and(|wanted| wanted == *set || wanted == "errors");
        let (all, of_chile) = measure(&gazetteer, &fs::read_to_string(path)?, *tiers, shown)?;
        all.print(set);
        if POOLED.contains(set) {
            for (pool, part) in [(&mut pooled, all), (&mut chile, of_chile)] {
                pool.right += part.right;
                pool.found += part.found;
                pool.gold += part.gold;
            }
        }
    }
    pooled.print("pooled explicit");
    chile.print("Chile, pooled explicit");
    hard_cases(&gazetteer, &fs::read_to_string(folder.join("hard_cases_60.tsv"))?);
    let names = folder.join("name_cases_half.csv");
    if names.exists() {
        name_cases(&gazetteer, &fs::read_to_string(names)?)?;
    }
    Ok(())
}

/// The countries a document names, under the primary policy.
fn countries(
    gazetteer: &Gazetteer,
    fields: &[&str],
    year: Option<i32>,
    tiers: Tiers,
) -> BTreeSet<String> {
    let mut scratch = Scratch::default();
    let reading = gazetteer.read(&Document { fields, year, tiers }, &mut scratch);
    let countries =
        reading.mentions.iter().flat_map(|m| gazetteer.countries(m.polity, Policy::Primary));
    countries.map(|country| gazetteer.polity(country).id.clone()).collect()
}

fn measure(
    gazetteer: &Gazetteer,
    lines: &str,
    tiers: Tiers,
    shown: bool,
) -> Result<(Score, Score), Box<dyn Error>> {
    let (mut all, mut chile) = (Score::default(), Score::default());
    let mut confusions: BTreeMap<String, u32> = BTreeMap::new();
    for line in lines.lines() {
        let line: Line = serde_json::from_str(line)?;
        let gold: BTreeSet<String> =
            line.countries_explicit.unwrap_or(line.countries).into_iter().collect();
        let year = line.date.as_deref().and_then(year_of);
        let fields = [line.title.as_str(), line.text.as_str()];
        let found = countries(gazetteer, &fields, year, tiers);
        all.add(&found, &gold);
        let only = |set: &BTreeSet<String>| set.iter().filter(|c| *c == "CHL").cloned().collect();
        chile.add(&only(&found), &only(&gold));
        for extra in found.difference(&gold) {
            *confusions.entry(format!("+{extra}")).or_default() += 1;
            if shown {
                println!(
                    "  +{extra} {} {}",
                    line.id,
                    spans(gazetteer, &fields, year, tiers, extra)
                );
            }
        }
        for missed in gold.difference(&found) {
            *confusions.entry(format!("-{missed}")).or_default() += 1;
            if shown {
                println!("  -{missed} {}", line.id);
            }
        }
    }
    if shown {
        println!("  {confusions:?}");
    }
    Ok((all, chile))
}

/// The spans that made a country count, with a little of what stands around them.
fn spans(
    gazetteer: &Gazetteer,
    fields: &[&str],
    year: Option<i32>,
    tiers: Tiers,
    country: &str,
) -> String {
    let mut scratch = Scratch::default();
    let reading = gazetteer.read(&Document { fields, year, tiers }, &mut scratch);
    let mut shown = Vec::new();
    for mention in reading.mentions {
        let counts = gazetteer.countries(mention.polity, Policy::Primary);
        if counts.iter().any(|c| gazetteer.polity(*c).id == country) {
            let text = fields[usize::from(mention.field)];
            let mut from = (mention.start as usize).saturating_sub(30);
            let mut to = (mention.end as usize + 30).min(text.len());
            while !text.is_char_boundary(from) {
                from -= 1;
            }
            while !text.is_char_boundary(to) {
                to += 1;
            }
            shown.push(text[from..to].replace('\n', " "));
        }
    }
    shown.join(" | ")
}

/// The year in any of the ways the gold sets write a date: four digits somewhere, or a two-digit end.
fn year_of(date: &str) -> Option<i32> {
    let numbers = || date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    if let Some(year) = numbers().find(|part| part.len() == 4) {
        return year.parse().ok();
    }
    let short: i32 = numbers().next_back()?.parse().ok()?;
    Some(if short > 30 { 1900 + short } else { 2000 + short })
}

fn hard_cases(gazetteer: &Gazetteer, table: &str) {
    let (mut right, mut all) = (0, 0);
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [text, year, expected, ..] = columns.as_slice() else { continue };
        let expected: BTreeSet<String> =
            expected.split(';').filter(|code| *code != "-").map(str::to_owned).collect();
        let found = countries(gazetteer, &[text], year.parse().ok(), NEWS);
        all += 1;
        if found == expected {
            right += 1;
        } else {
            println!("  {text:?} {year}: found {found:?}, expected {expected:?}");
        }
    }
    println!("{:24} {right} of {all} exact", "hard cases");
}

/// A row of the name table.
#[derive(Deserialize)]
struct NameCase {
    name: String,
    iso3: String,
    source: String,
    kind: String,
}

fn name_cases(gazetteer: &Gazetteer, table: &str) -> Result<(), Box<dyn Error>> {
    let mut tally: BTreeMap<(String, &str), (u32, u32)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let case: NameCase = case?;
        let kind = case.kind.split(' ').next().unwrap_or_default().to_owned();
        let expected: BTreeSet<String> =
            case.iso3.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        let read = countries(gazetteer, &[&case.name], None, Tiers::ALL);
        let resolved: BTreeSet<String> = gazetteer
            .resolve(&case.name, None)
            .into_iter()
            .flat_map(|p| gazetteer.countries(p, Policy::Primary))
            .map(|country| gazetteer.polity(country).id.clone())
            .collect();
        for (how, found) in [("read", &read), ("resolve", &resolved)] {
            let right = if expected.is_empty() {
                found.is_empty()
            } else {
                found.iter().any(|c| expected.contains(c))
            };
            let entry = tally.entry((kind.clone(), how)).or_default();
            entry.1 += 1;
            entry.0 += u32::from(right);
            if !right && (how == "read" || kind == "name") {
                wrong.push(format!(
                    "  {how} {:?}: {found:?}, expected {:?} ({})",
                    case.name, case.iso3, case.source
                ));
            }
        }
    }
    if std::env::args().nth(2).is_some_and(|wanted| wanted == "names") {
        println!("{}", wrong.join("\n"));
    }
    for ((kind, how), (right, all)) in tally {
        println!("{:24} {right} of {all}", format!("names, {kind} ({how})"));
    }
    Ok(())
}
