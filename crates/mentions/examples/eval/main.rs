//! Measures the gazetteer on annotated texts: `cargo run --release -p groundswell-mentions --example eval -- DIR`.
//!
//! DIR holds gold sets: `*.jsonl` with `id`, `title`, `text`, `date` and `countries_explicit` (or `countries`), and
//! perhaps `hard_cases_60.tsv` and `name_cases_half.csv`. A second argument shows every difference: a set's name,
//! `names`, or `errors` for all.

mod measure;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use groundswell_mentions::{Document, Gazetteer, Ocr, Policy, Scratch, Tiers};
use measure::{Line, NameCase, POOLED, Part, Score, TIERS};

/// The tier up to which a set is labelled; B where nothing is said here.
const LABELLED: &[(&str, &str)] = &[("topres19th", "A"), ("reuters21578_third", "C")];

const PARTS: [(&str, Part); 3] =
    [("all", Part::All), ("historical", Part::Historical), ("Chile", Part::Chile)];

/// Figures of other tools, as measured for this project on sets of the same kind.
const PEERS: &str = include_str!("peers.csv");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_default());
    let shown = arguments.next().unwrap_or_default();
    let sets = sets(&folder);
    if sets.is_empty() {
        println!("skipped: no shared data");
        return Ok(());
    }
    let gazetteer = Gazetteer::embedded()?;
    println!("{:24} {:10} tier  prec  rec   F1    pairs", "set", "part");
    let mut pooled: BTreeMap<(usize, usize), Score> = BTreeMap::new();
    for path in &sets {
        let set = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let lines = measure::lines(path)?;
        let labelled = LABELLED.iter().find(|(name, _)| *name == set).map_or("B", |(_, tier)| tier);
        for (p, (part, which)) in PARTS.into_iter().enumerate() {
            for (t, (tier, tiers)) in TIERS.into_iter().enumerate() {
                let score = measure::score(&gazetteer, &lines, (tiers, Ocr::Exact), which);
                if POOLED.contains(&set.as_str()) {
                    pooled.entry((p, t)).or_default().join(score);
                }
                print_score(&set, part, tier, tier == labelled, score);
            }
        }
        let tiers = TIERS.into_iter().find(|(tier, _)| *tier == labelled);
        let tiers = tiers.map_or(Tiers::default(), |(_, tiers)| tiers);
        for (part, ocr) in [("ocr long-s", Ocr::LongS), ("ocr near", Ocr::Near)] {
            let score = measure::score(&gazetteer, &lines, (tiers, ocr), Part::Historical);
            print_score(&set, part, labelled, true, score);
        }
        if [set.as_str(), "errors"].contains(&shown.as_str()) {
            print_errors(&gazetteer, &lines, tiers);
        }
    }
    for ((p, t), score) in &pooled {
        print_score("pooled explicit", PARTS[*p].0, TIERS[*t].0, *t == 1, *score);
    }
    println!("(* the tier up to which the set is labelled)\n\nother tools, off the shelf");
    for row in csv::Reader::from_reader(PEERS.as_bytes()).records() {
        println!("{}", row?.iter().collect::<Vec<_>>().join("  "));
    }
    println!();
    others(&gazetteer, &folder, &shown)
}

/// The gold sets of a folder, by name.
fn sets(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut sets: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "jsonl")).collect();
    sets.sort();
    sets
}

fn print_score(set: &str, part: &str, tier: &str, labelled: bool, score: Score) {
    if score.gold == 0 {
        return; // nothing of this part is in the set
    }
    let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
    let sign = if labelled { "*" } else { " " };
    println!(
        "{set:24} {part:10} {tier}{sign}    {precision:.3} {recall:.3} {f1:.3} {:6}",
        score.gold
    );
}

/// Hard cases and the table of names, if they are there.
fn others(gazetteer: &Gazetteer, folder: &Path, shown: &str) -> Result<(), Box<dyn Error>> {
    let hard = folder.join("hard_cases_60.tsv");
    if hard.exists() {
        let (wrong, all) = measure::hard_cases(gazetteer, &hard)?;
        println!("hard cases: {} of {all} exact", all - wrong.len());
        wrong.iter().for_each(|line| println!("  {line}"));
    }
    let names = folder.join("name_cases_half.csv");
    if names.exists() {
        let mut tally: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for case in NameCase::all(&names)? {
            let right = case.is_right(gazetteer);
            let entry = tally.entry(case.kind().to_owned()).or_default();
            entry.0 += u32::from(right);
            entry.1 += 1;
            if !right && shown == "names" {
                println!("  {:?} is not {:?} ({})", case.name, case.iso3, case.source);
            }
        }
        for (kind, (right, all)) in tally {
            println!("labels, {kind}: {right} of {all} resolve as they should");
        }
    }
    Ok(())
}

fn print_errors(gazetteer: &Gazetteer, lines: &[Line], tiers: Tiers) {
    for line in lines {
        let (found, gold) = (line.read(gazetteer, tiers, Ocr::Exact), line.gold());
        for extra in found.difference(&gold) {
            println!("  +{extra} {} {}", line.id, spans(gazetteer, line, tiers, extra));
        }
        for missed in gold.difference(&found) {
            println!("  -{missed} {}", line.id);
        }
    }
}

/// The spans that made a country count, with a little of what stands around them.
fn spans(gazetteer: &Gazetteer, line: &Line, tiers: Tiers, country: &str) -> String {
    let fields = [line.title.as_str(), line.text.as_str()];
    let mut scratch = Scratch::default();
    let document = Document { fields: &fields, year: line.year(), tiers, ocr: Ocr::Exact };
    let mut shown = Vec::new();
    for mention in gazetteer.read(&document, &mut scratch).mentions {
        let counts = gazetteer.countries(mention.polity, Policy::Primary);
        if counts.iter().any(|c| gazetteer.polity(*c).id == country) {
            let text = fields[usize::from(mention.field)];
            let from = text.floor_char_boundary((mention.start as usize).saturating_sub(30));
            let to = text.ceil_char_boundary((mention.end as usize + 30).min(text.len()));
            shown.push(text[from..to].replace('\n', " "));
        }
    }
    shown.join(" | ")
}
