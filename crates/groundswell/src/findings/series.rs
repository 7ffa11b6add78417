//! One series of a report: the papers judged as the study says, and beside each verdict how far to trust it.

use groundswell_detector::{
    self as detector, Judgement, Null, Outcome, PeriodMean, RateJudgement, RateVerdict, Rates,
    Rule, Series, Support, Verdict, Wave, combine,
};
use groundswell_report as report;
use std::collections::BTreeMap;

use super::papers::{Papers, state};
use super::word;
use crate::readings::Judged;
use crate::study::{Combine, Measure, Normalise, Study};

/// How often chance is simulated, and each article drawn again.
pub(crate) const REPLICATES: u32 = 200;
/// Any number: the same figures whenever they are asked for.
pub(crate) const SEED: u64 = 1850;

/// The parts of the period that flags are counted in. The study's article finds almost all major waves of Chile
/// between 1929 and September 1973: how many flags would the size of the papers put there?
const ERAS: [(i32, i32); 3] = [(i32::MIN, 1928), (1929, 1973), (1974, i32::MAX)];

/// What else can be said of each year, by year.
#[derive(Default)]
struct Beside {
    per_10000: Rated,
    annualised: Rated,
    support: BTreeMap<i32, Option<f64>>,
    bootstrap: BTreeMap<i32, Option<f64>>,
}

/// Rates and what the rule says of them.
type Rated = BTreeMap<i32, (Option<f64>, String)>;

/// The papers as one series. `deep`: chance and the bootstrap too, which take a hundredth of a second.
pub(super) fn series(
    study: &Study,
    rule: &Rule,
    papers: &Papers,
    combine: Combine,
    deep: bool,
) -> report::SeriesOf {
    let alone = papers.panel.names.first().filter(|_| combine == Combine::Each);
    let name = alone.map_or(combine.word(), String::as_str);
    let normalise = study.count.normalise;
    let judged = match papers.panel.judge(rule, combine, normalise) {
        Ok(judged) => judged,
        Err(error) => {
            return report::SeriesOf {
                newspaper: name.to_owned(),
                years: unjudged(study, papers),
                unit: unit(study, combine),
                error: Some(error),
                ..report::SeriesOf::default()
            };
        }
    };
    let plain = matches!(judged, Judged::Counts(_)) && combine != Combine::Both;
    let beside = beside(papers, rule, plain, deep && plain);
    let years: Vec<report::Year> = match &judged {
        Judged::Counts(found) => {
            found.verdicts.iter().map(|verdict| of_count(study, papers, verdict, &beside)).collect()
        }
        Judged::Rates(found) => {
            found.verdicts.iter().map(|verdict| of_rate(study, papers, verdict, &beside)).collect()
        }
    };
    let flagged = |years: &[report::Year]| {
        years.iter().filter(|year| year.verdict == "wave").map(|year| year.year).collect::<Vec<_>>()
    };
    report::SeriesOf {
        newspaper: name.to_owned(),
        waves: waves(study, rule, papers, &judged),
        warnings: judged.warnings().iter().map(ToString::to_string).collect(),
        error: None,
        period_mean: period_mean(rule, &judged),
        unit: unit(study, combine),
        robustness: (deep && plain)
            .then(|| robustness(&papers.sum, rule, &flagged(&years)))
            .flatten(),
        years,
    }
}

/// The waves, with what each of several papers alone, as its own series is judged, says of them.
fn waves(study: &Study, rule: &Rule, papers: &Papers, judged: &Judged) -> Vec<report::Wave> {
    let alone = papers.panel.names.iter().zip(&papers.each).map(|(name, paper)| {
        let judged = paper.panel.judge(rule, Combine::Each, study.count.normalise);
        // A paper that cannot be judged has no answer, nor has a hole that the rule took for zero: neither is "no".
        let years = judged.map(|judged| judged.said()).unwrap_or_default().into_iter();
        let seen = years.filter(|said| paper.sum.cell(said.year).count().is_some());
        (name, seen.map(|said| (said.year, said.verdict)).collect())
    });
    let alone: Vec<(&String, Vec<(i32, Outcome)>)> = alone.collect();
    let with = |wave: &Wave| {
        let agreement = alone.iter().map(|(name, years)| {
            ((*name).clone(), combine::agreement(wave, years.iter().copied()))
        });
        in_words(wave, agreement.collect())
    };
    judged.waves().iter().map(with).collect()
}

fn in_words(wave: &Wave, agreement: BTreeMap<String, Option<bool>>) -> report::Wave {
    report::Wave {
        first: wave.first,
        last: wave.last,
        years: wave.years.clone(),
        peak_year: wave.peak_year,
        peak_count: wave.peak_count,
        times_recent: wave.times_recent,
        times_period: wave.times_period,
        excess: wave.excess,
        elevated_until: wave.elevated_until,
        censored_left: wave.censored_left,
        censored_right: wave.censored_right,
        agreement,
    }
}

/// What is judged, in words: the unit of values and means.
fn unit(study: &Study, combine: Combine) -> String {
    let measure = study.count.measure.word();
    match (combine, study.count.normalise) {
        (Combine::Standardised, _) => "standard deviations".to_owned(),
        (Combine::MeanOfRates | Combine::Max, _) | (_, Normalise::Per10000) => {
            format!("{measure} per 10,000")
        }
        (_, Normalise::Annualised) => format!("{measure} a whole year"),
        (_, Normalise::Raw) => measure.to_owned(),
    }
}

/// Support and the bootstrap are of counts: beside a verdict on anything else they would mislead.
fn beside(papers: &Papers, rule: &Rule, plain: bool, deep: bool) -> Beside {
    let rated = |rates: std::result::Result<Rates, String>| {
        let Ok(rates) = rates else { return Rated::new() };
        let judged = detector::judge_rates(&rates, rule);
        let verdict = |year: &RateVerdict| (year.year, (year.rate, word(&year.verdict)));
        judged.map(|found| found.verdicts.iter().map(verdict).collect()).unwrap_or_default()
    };
    let first = rule.span.map_or(papers.sum.first_year(), |(first, _)| first);
    let by_year = |shares: Vec<Option<f64>>| (first..).zip(shares).collect();
    let support = || detector::support(&papers.sum, rule).unwrap_or_default();
    let bootstrap = || detector::bootstrap(&papers.sum, rule, REPLICATES, SEED).unwrap_or_default();
    Beside {
        per_10000: rated(papers.panel.per_10000()),
        annualised: rated(papers.panel.annualised()),
        support: by_year(if plain {
            support().into_iter().map(Support::share).collect()
        } else {
            Vec::new()
        }),
        bootstrap: by_year(if deep { bootstrap() } else { Vec::new() }),
    }
}

/// What chance and the size of the paper alone would flag. `None` if the series cannot be judged.
fn robustness(series: &Series, rule: &Rule, flagged: &[i32]) -> Option<report::Robustness> {
    let chance = |null| detector::chance(series, rule, null, REPLICATES, SEED).ok();
    let newshole = series.has_exposures().then(|| chance(Null::Newshole)).flatten();
    let (first, last) = rule.span.unwrap_or((series.first_year(), series.last_year()));
    let eras =
        ERAS.iter().map(|era| (era.0.max(first), era.1.min(last))).filter(|era| era.0 <= era.1);
    let era = |(from, to): (i32, i32)| report::Era {
        first: from,
        last: to,
        flagged: flagged.iter().filter(|year| (from..=to).contains(*year)).count() as u32,
        by_newshole: newshole.as_ref().map(|chance| {
            let within =
                (first..).zip(&chance.years).filter(|(year, _)| (from..=to).contains(year));
            within.filter_map(|(_, share)| *share).sum()
        }),
    };
    Some(report::Robustness {
        flagged: flagged.len() as u32,
        by_chance: chance(Null::Poisson)?.expected,
        by_chance_bunched: chance(Null::NegativeBinomial)?.expected,
        by_newshole: newshole.as_ref().map(|chance| chance.expected),
        eras: eras.map(era).collect(),
        replicates: REPLICATES,
    })
}

/// The years that the rule could not judge, with what is known of them.
fn unjudged(study: &Study, papers: &Papers) -> Vec<report::Year> {
    let known = |year: i32| {
        let year = year_of(study, papers, year, &Beside::default());
        let verdict = if year.count.is_some() { "undetermined" } else { "missing" };
        report::Year { verdict: verdict.to_owned(), ..year }
    };
    (study.period.first_year..=study.period.last_year).map(known).collect()
}

/// What is known of a year, whatever is said of it.
fn year_of(study: &Study, papers: &Papers, year: i32, beside: &Beside) -> report::Year {
    let known = papers.known.get(&year).copied().unwrap_or_default();
    let rated = |rates: &Rated| rates.get(&year).cloned().unwrap_or_default();
    let (per_10000, per_10000_verdict) = rated(&beside.per_10000);
    let (annualised, annualised_verdict) = rated(&beside.annualised);
    let flag = papers.breaks.contains(&year).then(|| "coverage_break".to_owned());
    report::Year {
        year,
        state: state(papers.sum.cell(year)).to_owned(),
        count: match study.count.measure {
            Measure::Articles => known.articles,
            Measure::Mentions => known.mentions,
        },
        mentions: known.mentions,
        international: known.international.filter(|_| known.seen()),
        all_articles: known.all_articles.filter(|_| known.seen()),
        coverage: Some(known.coverage),
        per_10000,
        per_10000_verdict,
        annualised,
        annualised_verdict,
        support: beside.support.get(&year).copied().flatten(),
        bootstrap: beside.bootstrap.get(&year).copied().flatten(),
        flags: flag.into_iter().collect(),
        ..report::Year::default()
    }
}

fn of_count(study: &Study, papers: &Papers, verdict: &Verdict, beside: &Beside) -> report::Year {
    let known = year_of(study, papers, verdict.year, beside);
    report::Year {
        value: verdict.value.map(|count| count as f64),
        baseline_mean: verdict.baseline_mean,
        baseline_years: verdict.baseline_years,
        period_mean: verdict.period_mean,
        verdict: word(&verdict.verdict),
        reason: verdict.reason.as_ref().map(word),
        flip_distance: verdict.flip_distance,
        false_discovery: verdict.tail.map(|tail| tail.q),
        flags: verdict.flags.iter().map(word).chain(known.flags).collect(),
        ..known
    }
}

fn of_rate(study: &Study, papers: &Papers, verdict: &RateVerdict, beside: &Beside) -> report::Year {
    let known = year_of(study, papers, verdict.year, beside);
    report::Year {
        value: verdict.rate,
        baseline_mean: verdict.baseline_mean,
        baseline_years: verdict.baseline_years,
        period_mean: verdict.period_mean,
        verdict: word(&verdict.verdict),
        reason: verdict.reason.as_ref().map(word),
        flags: verdict.flags.iter().map(word).chain(known.flags).collect(),
        ..known
    }
}

/// The mean the line of a chart is drawn at. With one year left out it differs from year to year; then it is that
/// of all observed years.
fn period_mean(rule: &Rule, judged: &Judged) -> Option<f64> {
    let mean = |(years, sum): (u32, f64)| (years > 0).then(|| sum / f64::from(years));
    match judged {
        Judged::Counts(Judgement { observed_years, zero_filled_years, total, .. })
            if rule.period_mean == PeriodMean::LeaveOneOut =>
        {
            mean((observed_years + zero_filled_years, *total as f64))
        }
        Judged::Rates(found) if rule.period_mean == PeriodMean::LeaveOneOut => {
            let rates = found.verdicts.iter().filter_map(|verdict| verdict.rate);
            mean(rates.fold((0, 0.0), |(years, sum), rate| (years + 1, sum + rate)))
        }
        Judged::Counts(found) => found.verdicts.iter().find_map(|verdict| verdict.period_mean),
        Judged::Rates(RateJudgement { verdicts, .. }) => {
            verdicts.iter().find_map(|verdict| verdict.period_mean)
        }
    }
}
