//! `groundswell audit sections`: how well are verdicts inferred where the paper is silent?
//!
//! Every article of the study whose section is known from its metadata is judged once more with
//! desk, section, tags, kind and address hidden, and the two verdicts are compared. An article that is
//! held several times is judged once: the ledger knows which records are the same article.

mod answer;
mod list;
mod tally;

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::Ledger;
use groundswell_mentions::{self as mentions, Gazetteer, PolityId};
use groundswell_press as press;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::pass::counted;
use crate::failure::{Exit, Failure, Result};
use crate::findings;
use crate::international::{Inference, Read, Verdict, Words};
use crate::study::Study;
use crate::talk::{Talk, print, print_json};
use answer::Answer;
use tally::Tally;

/// How much of an article there was to judge by: the strongest evidence it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Fields {
    HeadlineOnly,
    Summary,
    Lead,
    IndexTerms,
    Dateline,
}

/// What the audit of one document, or of all, found.
#[derive(Default)]
struct Found {
    /// As they are: by newspaper, first year of the decade, and fields.
    cells: BTreeMap<(&'static str, i32, Fields), Tally>,
    /// The same articles with all but the headline hidden.
    headlines: BTreeMap<(&'static str, i32), Tally>,
    /// By the rule that decided and its verdict: how often it was right, and how often it decided.
    rules: BTreeMap<(String, bool), (u64, u64)>,
    /// By the section or desk that the paper names.
    filed: BTreeMap<(&'static str, String), Tally>,
}

/// A document, its id in the ledger and how it is read.
type Counted<'a> = (i64, &'a archive::Document, &'static press::Source);

/// What all threads share.
struct Auditor<'a> {
    study: &'a Study,
    archive: &'a Archive,
    gazetteer: &'a Gazetteer,
    inference: Inference,
    /// The year whose rules are tried; `None`: those of each article's own.
    rules_of: Option<i32>,
}

/// How to audit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    /// The year whose rules are tried on all articles; `None`: those of each article's own.
    pub(crate) rules_of: Option<i32>,
    /// List the articles the paper files nowhere instead.
    pub(crate) list: bool,
    pub(crate) jobs: usize,
    pub(crate) json: bool,
}

pub(crate) fn sections(study: &Study, gazetteer: &Gazetteer, how: How, talk: &Talk) -> Result<()> {
    let archive = Archive::open(&study.archive())?;
    let documents: Vec<Counted<'_>> = counted(study, &archive)?
        .into_iter()
        .filter_map(|(id, document)| Some((id, document, press::source(&document.source)?)))
        .collect();
    let inference = Inference::embedded(gazetteer)?;
    let auditor =
        Auditor { study, archive: &archive, gazetteer, inference, rules_of: how.rules_of };
    if how.list {
        return auditor.list(&documents, how.json);
    }
    let found = auditor.all(&documents, how.jobs, talk)?;
    let answer = Answer::new(&found, how.rules_of);
    if how.json { print_json(&answer) } else { print(&answer.prose()) }
}

impl Auditor<'_> {
    /// Sums do not depend on the order in which threads finish.
    fn all(&self, documents: &[Counted<'_>], jobs: usize, talk: &Talk) -> Result<Found> {
        let bar = talk.progress("judging", documents.len());
        let jobs = jobs.clamp(1, documents.len().max(1));
        let found: Vec<Result<Found>> = thread::scope(|scope| {
            let lanes: Vec<_> = (0..jobs)
                .map(|lane| {
                    let bar = &bar;
                    scope.spawn(move || {
                        let ledger = findings::ledger(self.study)?;
                        let mut found = Found::default();
                        let mut scratch = mentions::Scratch::default();
                        for counted in documents.iter().skip(lane).step_by(jobs) {
                            self.document(&ledger, counted, &mut |newspaper, home, article| {
                                self.article(newspaper, home, article, &mut scratch, &mut found);
                            })?;
                            bar.inc(1);
                        }
                        Ok(found)
                    })
                })
                .collect();
            let ended = |lane: thread::ScopedJoinHandle<'_, _>| {
                lane.join().map_err(|panic| Failure::internal(panic.as_ref()))?
            };
            lanes.into_iter().map(ended).collect()
        });
        bar.finish_and_clear();
        found.into_iter().try_fold(Found::default(), |sum, part| Ok(sum.plus(part?)))
    }

    /// Hands over the articles of a document, duplicates left out, with their newspaper and its home country.
    fn document(
        &self,
        ledger: &Ledger,
        &(id, document, source): &Counted<'_>,
        tell: &mut dyn FnMut(&'static str, Option<PolityId>, &press::Article<'_>),
    ) -> Result<()> {
        let broken =
            |error: std::io::Error| Failure::new(Exit::Data, format!("{}: {error}", document.path));
        let seen: BTreeSet<u32> =
            ledger.seen_in(id)?.into_iter().map(|seen| seen.position).collect();
        let stored = self.archive.stored_bytes(document)?;
        let mut content = archive::decoded(&stored[..]).map_err(broken)?;
        source
            .read_naming(&self.study.import.columns, &mut content, &mut |record| {
                if let (Ok(article), true) = (&record.article, seen.contains(&record.position)) {
                    // Those seen are of a newspaper of the study.
                    let newspaper = source.newspaper_of(article).unwrap_or_default();
                    let home =
                        press::newspaper(newspaper).and_then(|n| self.gazetteer.find(&n.home));
                    tell(newspaper, home, article);
                }
            })
            .map_err(broken)?;
        Ok(())
    }

    fn article(
        &self,
        newspaper: &'static str,
        home: Option<PolityId>,
        article: &press::Article<'_>,
        scratch: &mut mentions::Scratch,
        found: &mut Found,
    ) {
        let Some(truth) = press::international(newspaper, article).international else { return };
        let decade = article.date.year.div_euclid(10) * 10;
        let silent = hidden(article);
        let verdict = self.infer(newspaper, home, &silent, scratch);
        let cell = found.cells.entry((newspaper, decade, Fields::of(&silent))).or_default();
        cell.add(truth, verdict.international);
        if let Some(said) = verdict.international {
            let rule = found.rules.entry((verdict.rule, said)).or_default();
            rule.0 += u64::from(said == truth);
            rule.1 += 1;
        }
        let filed = found.filed.entry((newspaper, place(article))).or_default();
        filed.add(truth, verdict.international);
        let alone = headline_alone(silent);
        let verdict = self.infer(newspaper, home, &alone, scratch);
        found.headlines.entry((newspaper, decade)).or_default().add(truth, verdict.international);
    }

    fn infer(
        &self,
        newspaper: &str,
        home: Option<PolityId>,
        article: &press::Article<'_>,
        scratch: &mut mentions::Scratch,
    ) -> Verdict {
        let fields = [&*article.headline, &*article.summary, &*article.lead];
        let (year, tiers) = (Some(article.date.year), mentions::Tiers::ALL);
        let ocr = self.study.count.ocr.of_mentions();
        let document = mentions::Document { fields: &fields, year, tiers, ocr };
        let mentions = self.gazetteer.read(&document, scratch).mentions;
        let rules_of = self.rules_of.unwrap_or(article.date.year);
        let read = Read { newspaper, home, article, mentions };
        self.inference.infer(&read, rules_of, self.gazetteer, &mut Words::default())
    }
}

/// The article without anything that says where it was filed.
fn hidden<'a>(article: &press::Article<'a>) -> press::Article<'a> {
    press::Article {
        labels: press::Labels::default(),
        kind: Cow::default(),
        url: Cow::default(),
        ..article.clone()
    }
}

fn headline_alone(article: press::Article<'_>) -> press::Article<'_> {
    press::Article {
        summary: Cow::default(),
        lead: Cow::default(),
        places: Vec::new(),
        page: Cow::default(),
        ..article
    }
}

/// The first section the paper names, or the desk.
fn place(article: &press::Article<'_>) -> String {
    let labels = &article.labels;
    let label = if labels.section.is_empty() { &labels.desk } else { &labels.section };
    label.split(';').next().unwrap_or_default().trim().to_owned()
}

impl Fields {
    fn of(article: &press::Article<'_>) -> Fields {
        let texts = [&article.lead, &article.summary];
        if texts.iter().any(|text| press::dateline(text).is_some()) {
            Fields::Dateline
        } else if !article.places.is_empty() {
            Fields::IndexTerms
        } else if !article.lead.is_empty() {
            Fields::Lead
        } else if !article.summary.is_empty() {
            Fields::Summary
        } else {
            Fields::HeadlineOnly
        }
    }

    fn name(self) -> &'static str {
        match self {
            Fields::HeadlineOnly => "headline only",
            Fields::Summary => "+ summary",
            Fields::Lead => "+ lead",
            Fields::IndexTerms => "+ index terms",
            Fields::Dateline => "+ dateline",
        }
    }
}

impl Found {
    fn plus(mut self, other: Found) -> Found {
        fn merge<K: Ord>(into: &mut BTreeMap<K, Tally>, from: BTreeMap<K, Tally>) {
            for (key, tally) in from {
                let sum = into.entry(key).or_default();
                *sum = sum.plus(tally);
            }
        }
        merge(&mut self.cells, other.cells);
        merge(&mut self.headlines, other.headlines);
        merge(&mut self.filed, other.filed);
        for (rule, (right, of)) in other.rules {
            let sum = self.rules.entry(rule).or_default();
            *sum = (sum.0 + right, sum.1 + of);
        }
        self
    }
}
