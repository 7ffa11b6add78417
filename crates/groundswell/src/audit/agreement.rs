//! Do the coders agree?

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

use super::codes::{Answer, Code};
use super::estimate::{Estimate, Kappa, Part, kappa, share};
use super::figures::verdict;
use super::filled::Labels;
use super::key::Key;
use crate::study::Topic;

/// Two coders on the rows that both labelled.
#[derive(Serialize)]
pub(crate) struct Agreement {
    pub(crate) coders: [String; 2],
    pub(crate) rows: u64,
    /// Share of rows with the same code.
    pub(crate) same_code: Estimate,
    /// `None`: both used one and the same code only.
    pub(crate) kappa_codes: Option<Kappa>,
    /// Share of rows with the same answer to the study's question: yes, no or excluded.
    pub(crate) same_answer: Estimate,
    pub(crate) kappa_answers: Option<Kappa>,
}

/// A row whose coders answer differently.
#[derive(Serialize)]
pub(crate) struct Disagreement {
    pub(crate) row: String,
    pub(crate) country: String,
    pub(crate) date: String,
    /// The code each gave.
    pub(crate) labels: BTreeMap<String, String>,
    /// What is taken: the answer of most; `None`: there is no such, and the row counts as unlabelled.
    pub(crate) taken: Option<bool>,
}

/// Every two coders who labelled the same rows.
pub(crate) fn agreements(
    labels: &Labels<'_>,
    coders: &BTreeSet<String>,
    codes: &[Code],
    topic: Topic,
) -> Vec<Agreement> {
    let names: Vec<&String> = coders.iter().collect();
    let pairs = (0..names.len()).flat_map(|a| (a + 1..names.len()).map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| agreement(labels, [names[a], names[b]], codes, topic)).collect()
}

fn agreement(
    labels: &Labels<'_>,
    [first, second]: [&String; 2],
    codes: &[Code],
    topic: Topic,
) -> Option<Agreement> {
    let both: Vec<[&Code; 2]> = labels
        .values()
        .filter_map(|of_row| Some([*of_row.get(first)?, *of_row.get(second)?]))
        .collect();
    let table = |classes: usize, class: &dyn Fn(&Code) -> usize| {
        let mut table = vec![vec![0u64; classes]; classes];
        for [a, b] in &both {
            table[class(a)][class(b)] += 1;
        }
        table
    };
    let by_code = table(codes.len(), &|code| {
        codes.iter().position(|known| known.code == code.code).unwrap_or_default()
    });
    let by_answer = table(3, &|code| match code.answer(topic) {
        Answer::Yes => 0,
        Answer::No => 1,
        Answer::Excluded => 2,
    });
    Some(Agreement {
        coders: [first.clone(), second.clone()],
        rows: both.len() as u64,
        same_code: same(&by_code)?,
        kappa_codes: kappa(&by_code),
        same_answer: same(&by_answer)?,
        kappa_answers: kappa(&by_answer),
    })
}

/// The share on the diagonal, as of rows without end. `None`: there are none.
fn same(table: &[Vec<u64>]) -> Option<Estimate> {
    let labelled = table.iter().flatten().sum();
    let yes = table.iter().enumerate().map(|(at, row)| row[at]).sum();
    let endless = u64::MAX;
    (labelled > 0).then(|| share(&[Part { population: endless, labelled, yes, asked: endless }]))?
}

/// The rows whose coders do not answer the same, by row id.
pub(crate) fn disagreements(labels: &Labels<'_>, key: &Key) -> Vec<Disagreement> {
    let topic = key.drawn.topic;
    let differ = |of_row: &&BTreeMap<String, &Code>| {
        let mut answers = of_row.values().map(|code| code.answer(topic).word());
        let first = answers.next();
        answers.any(|answer| Some(answer) != first)
    };
    let disagreement = |(row, of_row): (&String, &BTreeMap<String, &Code>)| {
        let of_key = key.rows.get(row)?;
        let labels = of_row.iter().map(|(coder, code)| (coder.clone(), code.code.clone()));
        Some(Disagreement {
            row: row.clone(),
            country: of_key.country.clone(),
            date: of_key.date.clone(),
            labels: labels.collect(),
            taken: verdict(of_row.values().map(|code| code.answer(topic))),
        })
    };
    labels.iter().filter(|(_, of_row)| differ(of_row)).filter_map(disagreement).collect()
}
