//! `groundswell diff`: which cells and waves moved between two databases, and why.

use groundswell_detector::Rule;
use groundswell_ledger::{Change, Counting, Ledger, Standing, Yearly};
use groundswell_report as report;
use report::{Cause, Difference, MovedCell, MovedWave};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::failure::Result;
use crate::findings::{self, Asked};
use crate::study::{Study, Topic};
use crate::talk::shown;

/// Newspaper, country, year.
type Place = (String, String, i32);
/// For each cause, articles that came and that went.
type Causes = BTreeMap<&'static str, (u64, u64)>;

/// The rules by which the two are judged.
pub(crate) struct Rules {
    pub(crate) old: Option<Rule>,
    pub(crate) new: Option<Rule>,
}

/// What differs between two ledgers, each counting by the settings it was made with.
pub(crate) fn diff(
    study: &Study,
    paths: [&Path; 2],
    topic: Option<Topic>,
    rules: &Rules,
) -> Result<Difference> {
    let [old, new] = [Ledger::open(paths[0])?, Ledger::open(paths[1])?];
    let topic = topic.unwrap_or(study.count.topic);
    let word = topic.word();
    let (before, after) = (cells(old.yearly(word)?), cells(new.yearly(word)?));
    let mut causes = articles(&old, &new, topic)?;
    let places: BTreeSet<&Place> = before.keys().chain(after.keys()).collect();
    let moved: Vec<MovedCell> = places
        .iter()
        .filter_map(|place| moved(place, before.get(*place), after.get(*place), &mut causes))
        .collect();
    let [documents_added, documents_removed] = documents(&old, &new)?;
    Ok(Difference {
        old: short(paths[0]),
        new: short(paths[1]),
        topic: word.to_owned(),
        made: made(&old, &new)?,
        documents_added,
        documents_removed,
        cells: places.len() as u64,
        causes: over_all(&moved),
        moved: by_size(moved),
        waves: waves(study, &old, &new, topic, rules)?,
    })
}

/// A path as seen from here; of one elsewhere, file and folder: where they stand on this machine is nobody's business.
fn short(path: &Path) -> String {
    let shown = shown(path);
    let path = Path::new(&shown);
    match (path.parent().and_then(Path::file_name), path.file_name()) {
        (Some(folder), Some(file)) if path.is_absolute() => {
            Path::new(folder).join(file).display().to_string()
        }
        _ => shown,
    }
}

fn cells(rows: Vec<Yearly>) -> BTreeMap<Place, (Option<u64>, String)> {
    let cell = |row: Yearly| ((row.newspaper, row.country, row.year), (row.articles, row.state));
    rows.into_iter().map(cell).collect()
}

/// The cell, if its count or its state differs or if articles came and went in it.
fn moved(
    place: &Place,
    old: Option<&(Option<u64>, String)>,
    new: Option<&(Option<u64>, String)>,
    causes: &mut BTreeMap<Place, Causes>,
) -> Option<MovedCell> {
    let mut why = causes.remove(place).unwrap_or_default();
    if old == new && why.is_empty() {
        return None;
    }
    if why.is_empty() {
        why.insert("coverage", (0, 0));
    }
    let part = |side: Option<&(Option<u64>, String)>| side.cloned().unwrap_or_default();
    let ((old, old_state), (new, new_state)) = (part(old), part(new));
    let (newspaper, country, year) = place.clone();
    let causes = stated(why);
    Some(MovedCell { newspaper, country, year, old, new, old_state, new_state, causes })
}

fn stated(causes: Causes) -> Vec<Cause> {
    let cause =
        |(cause, (added, removed)): (&str, _)| Cause { cause: cause.to_owned(), added, removed };
    let mut causes: Vec<Cause> = causes.into_iter().map(cause).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.added + cause.removed));
    causes
}

/// The causes of each cell: every article that counts in one ledger only, looked up in the other.
fn articles(old: &Ledger, new: &Ledger, topic: Topic) -> Result<BTreeMap<Place, Causes>> {
    let of_topic = |side: &Option<Counting>| {
        side.clone().filter(|article| topic == Topic::All || article.unrest)
    };
    let mut changes = Vec::new();
    old.changes(new, |change: Change| {
        let change = Change { old: of_topic(&change.old), new: of_topic(&change.new) };
        if change.old.as_ref().map(place) != change.new.as_ref().map(place) {
            changes.push(change);
        }
    })?;
    // Names are evidence of where an article belongs too: with the same section rules a verdict changes by them.
    let verdict = if other_names_only(old, new)? { "gazetteer" } else { "sections" };
    let mut causes: BTreeMap<Place, Causes> = BTreeMap::new();
    for change in &changes {
        let both = change.old.is_some() && change.new.is_some();
        for (side, here, there, came) in
            [(&change.new, new, old, true), (&change.old, old, new, false)]
        {
            let Some(article) = side else { continue };
            let why = if both { "reading" } else { cause(article, topic, verdict, here, there)? };
            let counts = causes.entry(place(article)).or_default().entry(why).or_default();
            let count = if came { &mut counts.0 } else { &mut counts.1 };
            *count += 1;
        }
    }
    Ok(causes)
}

/// Whether the two were made with the same rules for sections and another gazetteer.
fn other_names_only(old: &Ledger, new: &Ledger) -> Result<bool> {
    let (old, new) = (old.origin()?, new.origin()?);
    let same = |key| old.get(key) == new.get(key);
    Ok(same("press") && same("inferred") && !same("gazetteer"))
}

fn place(article: &Counting) -> Place {
    (article.newspaper.clone(), article.country.clone(), article.year)
}

/// Why an article that counts here does not count there: the first thing on its way that is not the same.
/// `verdict`: the word for another verdict on where the paper filed it.
fn cause(
    article: &Counting,
    topic: Topic,
    verdict: &'static str,
    here: &Ledger,
    there: &Ledger,
) -> Result<&'static str> {
    let same = here.standing(article, here)?;
    let Standing { held, read, duplicate, international, rule, unrest, named } =
        there.standing(article, here)?;
    Ok(match () {
        () if !held => "raw",
        () if !read => "reading",
        () if duplicate.is_some() => "duplicates",
        () if (international, rule) != (same.international, same.rule) => verdict,
        () if topic == Topic::Unrest && !unrest => "lexicon",
        () if !named => "gazetteer",
        () => "settings",
    })
}

fn over_all(moved: &[MovedCell]) -> Vec<Cause> {
    let mut all: BTreeMap<&str, Cause> = BTreeMap::new();
    for cause in moved.iter().flat_map(|cell| &cell.causes) {
        let sum = all.entry(&cause.cause).or_default();
        sum.cause.clone_from(&cause.cause);
        sum.added += cause.added;
        sum.removed += cause.removed;
    }
    let mut all: Vec<Cause> = all.into_values().collect();
    all.sort_by_key(|cause| std::cmp::Reverse(cause.added + cause.removed));
    all
}

fn by_size(mut moved: Vec<MovedCell>) -> Vec<MovedCell> {
    let size = |cell: &MovedCell| cell.old.unwrap_or(0).abs_diff(cell.new.unwrap_or(0));
    moved.sort_by_key(|cell| std::cmp::Reverse(size(cell)));
    moved
}

/// Documents only in the new one, and only in the old one.
fn documents(old: &Ledger, new: &Ledger) -> Result<[u64; 2]> {
    let [old, new] = [old, new].map(|ledger| {
        let documents = ledger.documents()?;
        Ok::<_, groundswell_ledger::Error>(documents.into_iter().collect::<BTreeSet<_>>())
    });
    let (old, new) = (old?, new?);
    Ok([new.difference(&old).count() as u64, old.difference(&new).count() as u64])
}

/// What the two were made with and count by, where that differs.
fn made(old: &Ledger, new: &Ledger) -> Result<Vec<[String; 3]>> {
    let stated = |ledger: &Ledger| -> Result<BTreeMap<String, String>> {
        let settings = ledger.settings()?.unwrap_or_default();
        let settings = settings.rows().map(|(key, value)| (key.to_owned(), value));
        Ok(ledger.origin()?.into_iter().chain(settings).collect())
    };
    let (old, new) = (stated(old)?, stated(new)?);
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let value = |of: &BTreeMap<String, String>, key| of.get(key).cloned().unwrap_or_default();
    let rows = keys.into_iter().map(|key| [key.clone(), value(&old, key), value(&new, key)]);
    Ok(rows.filter(|[_, old, new]| old != new).collect())
}

/// Waves of the series each country is shown by, that differ; and whether the rule or the counts made them differ.
fn waves(
    study: &Study,
    old: &Ledger,
    new: &Ledger,
    topic: Topic,
    rules: &Rules,
) -> Result<Vec<MovedWave>> {
    let judged = |ledger: &Ledger, rule: Option<Rule>| -> Result<BTreeMap<String, Flagged>> {
        let asked = Asked { topic: Some(topic), rule, jobs: 1, ..Asked::default() };
        let found = findings::judge(study, ledger, &asked)?;
        Ok(found.countries.iter().map(flagged).collect())
    };
    let (before, after) = (judged(old, rules.old)?, judged(new, rules.new)?);
    // The old counts under the new rule tell the one from the other.
    let between = if rules.old == rules.new { None } else { Some(judged(old, rules.new)?) };
    let codes: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut moved = Vec::new();
    for code in codes {
        let of = |judged: &BTreeMap<String, Flagged>| judged.get(code).cloned().unwrap_or_default();
        let (before, after) = (of(&before), of(&after));
        let between = between.as_ref().map(of);
        let label = if after.label.is_empty() { &before.label } else { &after.label };
        for (old, new) in apart(&before.waves, &after.waves) {
            let cause = match &between {
                None => "counts",
                Some(between) => match between.touching(&old, &new) {
                    years if years == new => "rule",
                    years if years == old => "counts",
                    _ => "both",
                },
            };
            let (country, label, cause) = (code.clone(), label.clone(), cause.to_owned());
            moved.push(MovedWave { country, label, old, new, cause });
        }
    }
    Ok(moved)
}

/// A country's name, and the flagged years of each of its waves.
#[derive(Clone, Default)]
struct Flagged {
    label: String,
    waves: Vec<Vec<i32>>,
}

fn flagged(country: &report::Country) -> (String, Flagged) {
    let waves = country.series.first().map_or(&[][..], |series| &series.waves);
    let waves = waves.iter().map(|wave| wave.years.clone()).collect();
    (country.code.clone(), Flagged { label: country.label.clone(), waves })
}

impl Flagged {
    /// The years of the waves that share one with either.
    fn touching(&self, old: &[i32], new: &[i32]) -> Vec<i32> {
        let touches =
            |wave: &&Vec<i32>| wave.iter().any(|year| old.contains(year) || new.contains(year));
        self.waves.iter().filter(touches).flatten().copied().collect()
    }
}

/// The flagged years that are not the same waves in both, those of waves that share a year together, ascending.
fn apart(old: &[Vec<i32>], new: &[Vec<i32>]) -> Vec<(Vec<i32>, Vec<i32>)> {
    let mut waves: Vec<(&Vec<i32>, bool)> =
        old.iter().map(|wave| (wave, true)).chain(new.iter().map(|wave| (wave, false))).collect();
    waves.sort();
    let mut groups: Vec<(Vec<i32>, Vec<i32>)> = Vec::new();
    for (wave, is_old) in waves {
        let meets = |years: &[i32]| wave.iter().any(|year| years.contains(year));
        let joins = groups.last().is_some_and(|(old, new)| meets(old) || meets(new));
        if !joins {
            groups.push(Default::default());
        }
        if let Some((old, new)) = groups.last_mut() {
            if is_old { old.extend(wave) } else { new.extend(wave) }
        }
    }
    groups.retain(|(old, new)| old != new);
    groups
}

#[cfg(test)]
mod tests;
