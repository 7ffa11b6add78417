//! Readings: the same newspapers judged in every way the project knows.
//!
//! A table of waves is one reading of the counts. This lists the others, in the order they are shown: as rates, with
//! holes as zeros, by the other presets and averages, each paper alone, the papers joined otherwise, and what other
//! methods say. Whoever publishes a wave should know how many of them see it.

use groundswell_detector::{
    self as detector, JudgeError, Judgement, METHODS, MissingPolicy, Outcome, PRESETS, PeriodMean,
    RateJudgement, Rates, RegimeBreak, Rule, Series, SeriesError, Wave, combine,
};

use crate::study::{Combine, Normalise};

/// One country's newspapers.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    /// Their short names.
    pub(crate) names: Vec<String>,
    /// Articles (or mentions) a year out of international articles, a series a paper.
    pub(crate) papers: Vec<Series>,
    /// The same articles out of months held; empty: not known.
    pub(crate) months: Vec<Series>,
}

/// What the rule found, in counts or in rates.
pub(crate) enum Judged {
    Counts(Judgement),
    Rates(RateJudgement),
}

/// The same in the words of any method: what is said of each judged year.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// A stable word: `per-10000`. Of newspapers `only-nyt`, `without-nyt`: one may be called `median`.
    pub(crate) name: String,
    /// What is different in it, in a phrase.
    pub(crate) about: String,
    /// `Err`: why nothing can be said.
    pub(crate) years: Result<Vec<Said>, String>,
}

/// What a reading says of one year.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Said {
    pub(crate) year: i32,
    pub(crate) verdict: Outcome,
    /// The number the verdict is on: a count, a rate, a method's score.
    pub(crate) value: Option<f64>,
}

type Found<T> = std::result::Result<T, String>;

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn counts(series: &Series, rule: &Rule) -> Found<Judged> {
    detector::judge(series, rule).map(Judged::Counts).map_err(words)
}

impl Panel {
    /// The papers added up.
    pub(crate) fn sum(&self) -> std::result::Result<Series, SeriesError> {
        combine::sum(&self.papers)
    }

    /// Where what a paper's counts are out of doubled or halved for good.
    pub(crate) fn regime_breaks(&self) -> Vec<(&str, RegimeBreak)> {
        let papers = self.names.iter().zip(&self.papers);
        let breaks = papers.flat_map(|(name, paper)| {
            detector::regime_breaks(paper).into_iter().map(move |found| (name.as_str(), found))
        });
        breaks.collect()
    }

    /// One paper by itself.
    pub(crate) fn alone(&self, paper: usize) -> Panel {
        let only = |series: &[Series]| series.get(paper).cloned().into_iter().collect();
        Panel {
            names: self.names.get(paper).cloned().into_iter().collect(),
            papers: only(&self.papers),
            months: only(&self.months),
        }
    }

    /// Articles per 10,000 of the papers together.
    pub(crate) fn per_10000(&self) -> Found<Rates> {
        let sum = self.sum().map_err(words)?;
        if !sum.has_exposures() {
            return Err("what the articles are out of is not known".to_owned());
        }
        Ok(Rates::per(10_000, &sum))
    }

    /// Articles a full year of every paper would have had.
    pub(crate) fn annualised(&self) -> Found<Rates> {
        if self.months.is_empty() {
            return Err("how many months were seen is not known".to_owned());
        }
        combine::sum_of_rates(12, &self.months).map_err(words)
    }

    /// The rule put to the papers as the study joins and normalises them.
    pub(crate) fn judge(
        &self,
        rule: &Rule,
        combine: Combine,
        normalise: Normalise,
    ) -> Found<Judged> {
        let rates = |rates: &Rates| detector::judge_rates(rates, rule).map_err(words);
        let joined = match (combine, normalise) {
            (Combine::MeanOfRates, _) => {
                combine::mean_of_rates(10_000, &self.papers).map_err(words)?
            }
            (Combine::Max, _) => combine::highest_rate(10_000, &self.papers).map_err(words)?,
            (Combine::Standardised, _) => {
                let base = rule.span.unwrap_or((i32::MIN, i32::MAX));
                combine::standardised(base, &self.papers).map_err(words)?
            }
            (Combine::Both, _) => return self.both(rule).map(Judged::Counts),
            (Combine::Sum | Combine::Each, Normalise::Raw) => {
                return counts(&self.sum().map_err(words)?, rule);
            }
            (Combine::Sum | Combine::Each, Normalise::Per10000) => self.per_10000()?,
            (Combine::Sum | Combine::Each, Normalise::Annualised) => self.annualised()?,
        };
        rates(&joined).map(Judged::Rates)
    }

    fn both(&self, rule: &Rule) -> Found<Judgement> {
        let sum = detector::judge(&self.sum().map_err(words)?, rule).map_err(words)?;
        let each: std::result::Result<Vec<Judgement>, JudgeError> =
            self.papers.iter().map(|paper| detector::judge(paper, rule)).collect();
        Ok(combine::both(&sum, &each.map_err(words)?, rule.bridge))
    }
}

impl Judged {
    /// What it says of each judged year.
    pub(crate) fn said(&self) -> Vec<Said> {
        match self {
            Judged::Counts(found) => {
                let said = |year: &detector::Verdict| Said {
                    year: year.year,
                    verdict: year.verdict,
                    value: year.value.map(|count| count as f64),
                };
                found.verdicts.iter().map(said).collect()
            }
            Judged::Rates(found) => {
                let said = |year: &detector::RateVerdict| Said {
                    year: year.year,
                    verdict: year.verdict,
                    value: year.rate,
                };
                found.verdicts.iter().map(said).collect()
            }
        }
    }

    pub(crate) fn waves(&self) -> &[Wave] {
        match self {
            Judged::Counts(found) => &found.waves,
            Judged::Rates(found) => &found.waves,
        }
    }

    pub(crate) fn warnings(&self) -> &[detector::Warning] {
        match self {
            Judged::Counts(found) => &found.warnings,
            Judged::Rates(found) => &found.warnings,
        }
    }
}

/// The name of the study's own reading among the others.
pub(crate) fn own(combine: Combine, normalise: Normalise) -> &'static str {
    match (combine, normalise) {
        (Combine::Sum | Combine::Each, Normalise::Raw) => "counts",
        (Combine::Sum | Combine::Each, normalise) => normalise.word(),
        (combine, _) => combine.word(),
    }
}

/// Every reading but the study's own, in the order they are shown.
pub(crate) fn readings(
    panel: &Panel,
    rule: &Rule,
    combine: Combine,
    normalise: Normalise,
) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut add = |name: &str, about: &str, judged: Found<Judged>| {
        let years = judged.map(|judged| judged.said());
        readings.push(Reading { name: name.to_owned(), about: about.to_owned(), years });
    };
    let of = |rule: &Rule| panel.judge(rule, Combine::Sum, Normalise::Raw);
    let joined = |combine| panel.judge(rule, combine, Normalise::Raw);
    add("counts", "article counts", of(rule));
    let rate = panel.judge(rule, Combine::Sum, Normalise::Per10000);
    add("per-10000", "articles per 10,000 international articles (or of the given exposure)", rate);
    let annualised = panel.judge(rule, Combine::Sum, Normalise::Annualised);
    add("annualised", "as many as a whole year would have had", annualised);
    let zeros = Rule { missing: MissingPolicy::Zero, ..*rule };
    add("holes-as-zeros", "missing years taken for zeros", of(&zeros));
    for (name, about) in PRESETS {
        let preset = Rule { span: rule.span, ..Rule::preset(name).unwrap_or_default() };
        add(name, about, of(&preset));
    }
    for (period_mean, name, about) in [
        (PeriodMean::LeaveOneOut, "mean-of-the-others", "period mean without the year itself"),
        (PeriodMean::ExcludeWaves, "mean-without-waves", "period mean without wave years"),
        (PeriodMean::Median, "median", "median of the period in place of its mean"),
    ] {
        add(name, about, of(&Rule { period_mean, ..*rule }));
    }
    if panel.papers.len() > 1 {
        for (paper, name) in panel.names.iter().enumerate() {
            let alone = panel.alone(paper).judge(rule, Combine::Sum, Normalise::Raw);
            add(&format!("only-{name}"), "this newspaper alone", alone);
        }
        if panel.papers.len() > 2 {
            let rests = combine::leave_one_out(&panel.papers).map_err(words);
            for (paper, name) in panel.names.iter().enumerate() {
                let rest = rests.as_ref().map_err(Clone::clone);
                let judged = rest.and_then(|rests| counts(&rests[paper], rule));
                add(&format!("without-{name}"), "the sum without this newspaper", judged);
            }
        }
        add("both", "each newspaper within a year", joined(Combine::Both));
        add("mean-of-rates", "mean of the papers' rates", joined(Combine::MeanOfRates));
        add(
            "standardised",
            "mean of the papers' standardised rates",
            joined(Combine::Standardised),
        );
        add("max", "highest of the papers' rates", joined(Combine::Max));
    }
    let same = [rule.id(), own(combine, normalise).to_owned()];
    readings.retain(|reading| !same.contains(&reading.name));
    readings.extend(methods(panel, rule));
    readings
}

/// What other methods say of the papers together.
fn methods(panel: &Panel, rule: &Rule) -> Vec<Reading> {
    let sum = panel.sum();
    let judged = |year: i32| rule.span.is_none_or(|(first, last)| (first..=last).contains(&year));
    let reading = |method: &detector::Method| {
        let years = sum.as_ref().map_err(words).map(|sum| {
            let opinions = method.judge(sum).into_iter().filter(|said| judged(said.year));
            let said = |said: detector::Opinion| Said {
                year: said.year,
                verdict: said.verdict,
                value: said.score,
            };
            opinions.map(said).collect()
        });
        Reading { name: method.name.replace('_', "-"), about: method.about.to_owned(), years }
    };
    METHODS.iter().map(reading).collect()
}
