//! What `groundswell audit sections` answers, for programs and for people.

use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write;

use super::tally::{SHARE, Share, Tally, rounded};
use super::{Fields, Found};

/// What the heads of the tables mean.
const LEGEND: &str = "\
yes, no: said to be international or not; unknown counts as not found in recall
at 10 %: precision if a tenth of the articles were international, about as in the whole paper
+ dateline, + index terms, + lead, + summary: the first of these that the article has besides its headline
headline alone: the same articles once more with all but their headlines hidden

";

/// Rules and sections that are shown to people.
const SHOWN: usize = 40;

#[derive(Serialize)]
pub(super) struct Answer {
    schema: &'static str,
    /// The share of international articles that `precision_at_share` supposes.
    share: f64,
    /// The year whose rules were tried; `null`: those of each article's own.
    rules_of: Option<i32>,
    newspapers: Vec<Newspaper>,
    /// The most frequent first.
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Newspaper {
    newspaper: &'static str,
    all: Figures,
    decades: Vec<Of<i32>>,
    fields: Vec<Of<Fields>>,
    /// By decade and fields.
    cells: Vec<Of<(i32, Fields)>>,
    /// The same articles with all but the headline hidden.
    headline_alone: Figures,
    /// Where the paper filed them; those most often wrongly said to be international first.
    filed: Vec<Of<String>>,
}

/// The figures of some of a newspaper's articles: of a decade, named by its first year, of those with such fields ….
#[derive(Serialize)]
struct Of<K> {
    of: K,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
struct Figures {
    #[serde(flatten)]
    tally: Tally,
    unknown: u64,
    /// Of those said to be international: the share that were.
    precision: Option<Share>,
    #[serde(serialize_with = "at_share")]
    precision_at_share: Option<f64>,
    /// Of the international ones: the share that were said to be. Unknown is not found.
    recall: Option<Share>,
}

fn at_share<S: Serializer>(precision: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match precision {
        Some(precision) => rounded(precision, to),
        None => to.serialize_none(),
    }
}

/// How often a rule decided rightly.
#[derive(Serialize)]
struct Rule {
    rule: String,
    /// yes or no: whether it says international.
    verdict: &'static str,
    right: u64,
    of: u64,
    share: Option<Share>,
}

impl Answer {
    pub(super) fn new(found: &Found, rules_of: Option<i32>) -> Answer {
        let mut names: Vec<&'static str> = found.cells.keys().map(|(name, ..)| *name).collect();
        names.dedup();
        let mut rules: Vec<Rule> = found
            .rules
            .iter()
            .map(|((rule, yes), (right, of))| Rule {
                rule: rule.clone(),
                verdict: if *yes { "yes" } else { "no" },
                right: *right,
                of: *of,
                share: Share::of(*right, *of),
            })
            .collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.of));
        Answer {
            schema: "groundswell.sections/1",
            share: SHARE,
            rules_of,
            newspapers: names.into_iter().map(|name| Newspaper::new(name, found)).collect(),
            rules,
        }
    }

    pub(super) fn prose(&self) -> String {
        let mut text = String::new();
        if self.newspapers.is_empty() {
            text += "No article of this archive has a section or desk, so there is nothing to compare with.\n\
                     The New York Times names them since 1981: import or fetch some later months and ask again.\n";
            return text;
        }
        match self.rules_of {
            Some(year) => text += &format!("by the rules of {year}\n\n"),
            None => text += "each article by the rules of its year\n\n",
        }
        for newspaper in &self.newspapers {
            newspaper.write(&mut text);
        }
        text += LEGEND;
        let heads = ["rule", "says", "right", "of", "share", "95 %"];
        line(&mut text, &heads.map(str::to_owned), &RULE_WIDTHS);
        for rule in self.rules.iter().take(SHOWN) {
            let (value, interval) = parts(rule.share);
            let (right, of) = (rule.right.to_string(), rule.of.to_string());
            let cells = [rule.rule.clone(), rule.verdict.to_owned(), right, of, value, interval];
            line(&mut text, &cells, &RULE_WIDTHS);
        }
        text
    }
}

impl Newspaper {
    fn new(name: &'static str, found: &Found) -> Newspaper {
        let cells = || found.cells.iter().filter(|((paper, ..), _)| *paper == name);
        let headlines = found.headlines.iter().filter(|((paper, _), _)| *paper == name);
        let filed = found.filed.iter().filter(|((paper, _), _)| *paper == name);
        let mut filed = grouped(filed.map(|((_, place), tally)| (place.clone(), *tally)));
        filed.sort_by_key(|of| std::cmp::Reverse(of.figures.tally.yes_wrong));
        Newspaper {
            newspaper: name,
            all: Figures::new(sum(cells().map(|(_, tally)| *tally))),
            decades: grouped(cells().map(|((_, decade, _), tally)| (*decade, *tally))),
            fields: grouped(cells().map(|((.., fields), tally)| (*fields, *tally))),
            cells: grouped(
                cells().map(|((_, decade, fields), tally)| ((*decade, *fields), *tally)),
            ),
            headline_alone: Figures::new(sum(headlines.map(|(_, tally)| *tally))),
            filed,
        }
    }

    fn write(&self, text: &mut String) {
        let heads = [
            "",
            "articles",
            "intl",
            "yes",
            "no",
            "unknown",
            "precision",
            "95 %",
            "at 10 %",
            "recall",
            "95 %",
        ];
        line(text, &heads.map(str::to_owned), &WIDTHS);
        line(text, &self.all.cells(self.newspaper), &WIDTHS);
        for decade in &self.decades {
            line(text, &decade.figures.cells(&format!("{}s", decade.of)), &WIDTHS);
        }
        for fields in &self.fields {
            line(text, &fields.figures.cells(fields.of.name()), &WIDTHS);
        }
        line(text, &self.headline_alone.cells("headline alone"), &WIDTHS);
        text.push('\n');
        let wrong: Vec<String> = self
            .filed
            .iter()
            .filter(|of| of.figures.tally.yes_wrong > 0)
            .take(8)
            .map(|of| format!("{} {}", of.of, of.figures.tally.yes_wrong))
            .collect();
        if !wrong.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "wrongly said to be international were filed under: {}\n",
                wrong.join(", ")
            );
        }
    }
}

const WIDTHS: [usize; 11] = [15, 9, 7, 7, 8, 8, 10, 12, 8, 7, 12];
const RULE_WIDTHS: [usize; 6] = [24, 6, 9, 9, 7, 12];

/// The first cell to the left, the others to the right.
fn line(text: &mut String, cells: &[String], widths: &[usize]) {
    let start = text.len();
    for (place, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        // Writing to a string cannot fail.
        let _ = if place == 0 {
            write!(text, "{cell:<width$}")
        } else {
            write!(text, "{cell:>width$}")
        };
    }
    text.truncate(start + text[start..].trim_end().len());
    text.push('\n');
}

/// A share and its interval as people read them; nothing where there is none.
fn parts(share: Option<Share>) -> (String, String) {
    share.map_or_else(Default::default, |share| {
        (format!("{:.3}", share.value), format!("{:.2}–{:.2}", share.low, share.high))
    })
}

impl Figures {
    fn new(tally: Tally) -> Figures {
        Figures {
            tally,
            unknown: tally.unknown(),
            precision: Share::of(tally.yes_right, tally.yes_right + tally.yes_wrong),
            precision_at_share: tally.precision_at_share(),
            recall: Share::of(tally.yes_right, tally.international),
        }
    }

    fn cells(&self, name: &str) -> [String; 11] {
        let Tally { articles, international, yes_right, yes_wrong, no_right, no_wrong } =
            self.tally;
        let (precision, precision_interval) = parts(self.precision);
        let (recall, recall_interval) = parts(self.recall);
        let at = self.precision_at_share.map(|value| format!("{value:.3}")).unwrap_or_default();
        [
            name.to_owned(),
            articles.to_string(),
            international.to_string(),
            (yes_right + yes_wrong).to_string(),
            (no_right + no_wrong).to_string(),
            self.unknown.to_string(),
            precision,
            precision_interval,
            at,
            recall,
            recall_interval,
        ]
    }
}

fn sum(tallies: impl Iterator<Item = Tally>) -> Tally {
    tallies.fold(Tally::default(), Tally::plus)
}

/// Figures by key, in the order of the keys.
fn grouped<K: Ord>(tallies: impl Iterator<Item = (K, Tally)>) -> Vec<Of<K>> {
    let mut groups: BTreeMap<K, Tally> = BTreeMap::new();
    for (key, tally) in tallies {
        let sum = groups.entry(key).or_default();
        *sum = sum.plus(tally);
    }
    groups.into_iter().map(|(of, tally)| Of { of, figures: Figures::new(tally) }).collect()
}
