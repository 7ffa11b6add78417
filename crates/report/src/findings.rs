//! What a report is made of: plain numbers and strings, handed over by the program.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::number::{rounded, rounded_option};

/// Everything a report says: the study, and its countries in the order they are to be shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Findings {
    /// What was asked, of which newspapers, by which rule.
    pub study: Study,
    /// What was seen of each newspaper, by newspaper and year: the denominators, before any country. Empty: not known.
    pub coverage: Vec<Coverage>,
    /// Strikes and other stretches in which a newspaper of the study did not appear, by newspaper and day.
    pub gaps: Vec<Gap>,
    /// One entry a country; every output keeps this order.
    pub countries: Vec<Country>,
}

/// What was asked, of which newspapers, by which rule. Every output states all of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Study {
    /// Short name, as in the pipeline's file name: `gsp`.
    pub name: String,
    /// Title for people: "Waves of unrest in the foreign news".
    pub title: String,
    /// Id of the rule: `published`.
    pub rule: String,
    /// The rule in one sentence, with its numbers.
    pub rule_sentence: String,
    /// How many times the period mean a wave year must exceed (2 for `published`), drawn as the dashed line.
    /// None: the rule does not compare with the period, and no line is drawn.
    #[serde(serialize_with = "rounded_option")]
    pub period_factor: Option<f64>,
    /// Of how many years before a year the rule takes the mean.
    pub window: u32,
    /// Which articles: `all` or `unrest`.
    pub topic: String,
    /// What is counted in them: `articles` or `mentions`.
    pub measure: String,
    /// Which section verdicts count as international: `yes` or `yes+unknown`.
    pub verdicts: String,
    /// Whose section verdicts were accepted: `any`, or `metadata`, only the newspaper's own.
    pub basis: String,
    /// Where a country is named: `text`, `index` (the newspaper's own index terms) or `any`.
    pub channel: String,
    /// Up to which tier forms count: `A` names, `B` demonyms too, `C` cities and regions too.
    pub tier: String,
    /// Which state a name of the past stands for: `as-was`, `primary` or `all`.
    pub policy: String,
    /// What was done with a newspaper's own country: `foreign-only`, `all` or `exclude-home`.
    pub home: String,
    /// How the newspapers of a country are joined: `sum`, `each`, `both`, `mean-of-rates`, `standardised`, `max`.
    pub combine: String,
    /// What is judged of a sum or of each: `raw` counts, `per-10000`, `annualised`.
    pub normalise: String,
    /// The newspapers, in the order they are to be named.
    pub newspapers: Vec<NewspaperLine>,
    /// First year of the period judged.
    pub first_year: i32,
    /// Last year of the period judged, included.
    pub last_year: i32,
    /// Where the numbers come from, for the foot of a chart.
    pub source_line: String,
    /// Name and value, in order: program version, digests of archive, gazetteer, lexicon, section rules.
    pub provenance: Vec<(String, String)>,
    /// What a reader must be told before using the numbers, one sentence or two each.
    pub notes: Vec<String>,
}

/// One newspaper of the study.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewspaperLine {
    /// Short name, as in the column `newspaper`: `nyt`.
    pub name: String,
    /// Title for people: "The New York Times".
    pub title: String,
}

/// One year of one newspaper: how much of it was seen, and how many articles there were.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// The newspaper's short name.
    pub newspaper: String,
    /// The year, as the newspaper dates its articles.
    pub year: i32,
    /// `observed`, `partial`, `missing` or `not_published`.
    pub state: String,
    /// Months in which the newspaper appeared.
    pub months_due: u32,
    /// How many of them are held.
    pub months_held: u32,
    /// Days on which the newspaper appeared.
    pub days_due: u32,
    /// How many of them have an article in the archive.
    pub days_held: u32,
    /// Months held ÷ months due, 0 to 1.
    #[serde(serialize_with = "rounded")]
    pub coverage: f64,
    /// Records in the archive, duplicates included.
    pub records: u64,
    /// Articles, each once; as many as the newspaper itself says it had where it says so.
    pub all_articles: u64,
    /// Articles known to be international.
    pub international: u64,
    /// Articles of which it is not known whether they are.
    pub international_unknown: u64,
    /// Months of which nothing is held but what searches found: nobody knows how many articles they had.
    pub months_searched: u32,
}

/// A stretch of days without a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The newspaper's short name.
    pub newspaper: String,
    /// First day, YYYY-MM-DD.
    pub first: String,
    /// Last day, YYYY-MM-DD.
    pub last: String,
    /// What happened.
    pub what: String,
    /// Where that is recorded.
    pub citation: String,
}

/// What was found for one country.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Country {
    /// The country's code, ISO 3166-1 alpha-3 where there is one: `CHL`.
    pub code: String,
    /// Its name for people: "Chile".
    pub label: String,
    /// The sum of the newspapers and each newspaper.
    pub series: Vec<SeriesOf>,
    /// Why the country could not be judged, such as fewer than 10 observed years. None: it was judged.
    pub error: Option<String>,
}

/// One country in one newspaper, or in all of them together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SeriesOf {
    /// The newspaper's short name, or what joins them: `sum`, `mean-of-rates`, `standardised`, `max`, `both`.
    pub newspaper: String,
    /// The years, ascending.
    pub years: Vec<Year>,
    /// The waves, ascending.
    pub waves: Vec<Wave>,
    /// What the rule warned of, such as fewer than 30 observed years.
    pub warnings: Vec<String>,
    /// Why this series could not be judged. None: it was judged.
    pub error: Option<String>,
    /// Mean over the observed years of the period, of counts or, where rates were judged, of rates. None: no year was
    /// observed.
    #[serde(serialize_with = "rounded_option")]
    pub period_mean: Option<f64>,
    /// What was judged: `articles`, or a rate such as `articles per 10,000`; the unit of `value` and of every mean.
    pub unit: String,
    /// How far to trust the flags as a whole. None: that was not computed.
    pub robustness: Option<Robustness>,
}

/// What chance alone, and the size of the paper alone, would flag in a series.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Robustness {
    /// Years the rule flags.
    pub flagged: u32,
    /// Years it would flag on average if articles came independently at the same rate every year.
    #[serde(serialize_with = "rounded")]
    pub by_chance: f64,
    /// The same if they came in bunches, as much as neighbouring years of the series differ.
    #[serde(serialize_with = "rounded")]
    pub by_chance_bunched: f64,
    /// The same if only the size of the paper changed. None: the denominators are not known.
    #[serde(serialize_with = "rounded_option")]
    pub by_newshole: Option<f64>,
    /// The period in parts, ascending.
    pub eras: Vec<Era>,
    /// How often each simulation was repeated.
    pub replicates: u32,
}

/// A part of the period: where the flags are, and where the size of the paper alone would put them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Era {
    /// First year.
    pub first: i32,
    /// Last year, included.
    pub last: i32,
    /// Years flagged.
    pub flagged: u32,
    /// Years flagged on average at a constant true rate, given the size of the paper. None: not known.
    #[serde(serialize_with = "rounded_option")]
    pub by_newshole: Option<f64>,
}

/// One year of one series.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Year {
    /// The year, as the newspaper dates its articles.
    pub year: i32,
    /// `observed`, `partial`, `missing`, `not_published` or `not_applicable`.
    pub state: String,
    /// The number judged, in the study's measure. None: nobody looked; never the same as 0.
    pub count: Option<u64>,
    /// Occurrences of the country's names. None: not known.
    pub mentions: Option<u64>,
    /// Denominator: international articles of the year. None: not known.
    pub international: Option<u64>,
    /// Denominator: all articles of the year. None: not known.
    pub all_articles: Option<u64>,
    /// Share of the year that was seen, 0 to 1. None: not known.
    #[serde(serialize_with = "rounded_option")]
    pub coverage: Option<f64>,
    /// Mean of the previous years that were observed, in the series' unit. None: there is no such year.
    #[serde(serialize_with = "rounded_option")]
    pub baseline_mean: Option<f64>,
    /// How many observed years that mean is of.
    pub baseline_years: u32,
    /// The mean (or median) of the period this year was compared with. None: the rule has no such comparison.
    #[serde(serialize_with = "rounded_option")]
    pub period_mean: Option<f64>,
    /// `wave`, `none`, `undetermined` or `missing`.
    pub verdict: String,
    /// Why the verdict is undetermined. None: it is not.
    pub reason: Option<String>,
    /// How many articles fewer would unflag a wave year. None: not a wave year, or not known.
    pub flip_distance: Option<u64>,
    /// The number the verdict is on, in the series' unit: the count, unless rates were judged. None: a hole.
    #[serde(serialize_with = "rounded_option")]
    pub value: Option<f64>,
    /// Articles per 10,000 international articles of the same papers. None: no count, or no denominator.
    #[serde(serialize_with = "rounded_option")]
    pub per_10000: Option<f64>,
    /// What the rule says of that rate, in the words of `verdict`. Empty: rates were not judged.
    pub per_10000_verdict: String,
    /// Articles a whole year would have had: 12 × count ÷ months held. None: a hole.
    #[serde(serialize_with = "rounded_option")]
    pub annualised: Option<f64>,
    /// What the rule says of that. Empty: it was not judged.
    pub annualised_verdict: String,
    /// Share of 200 settings of the rule's numbers (those with an answer) that flag the year, 0 to 1. None: none has one.
    #[serde(serialize_with = "rounded_option")]
    pub support: Option<f64>,
    /// Share of resampled series (each article drawn again) in which the year is flagged, 0 to 1. None: not computed, or no answer.
    #[serde(serialize_with = "rounded_option")]
    pub bootstrap: Option<f64>,
    /// The share of false discoveries if this year and all less plausible as chance are called waves. None: the rule
    /// does not ask.
    #[serde(serialize_with = "rounded_option")]
    pub false_discovery: Option<f64>,
    /// Cautions on this year: `zero_baseline`, `coverage_break`, `partial` …
    pub flags: Vec<String>,
}

/// A run of consecutive wave years.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Wave {
    /// First year of the run.
    pub first: i32,
    /// Last year of the run, included.
    pub last: i32,
    /// The flagged years, ascending.
    pub years: Vec<i32>,
    /// The year with the highest value judged.
    pub peak_year: i32,
    /// Its count, in the study's measure, also where a rate was judged.
    pub peak_count: u64,
    /// Peak value ÷ mean of the previous years. None: that mean is 0 or not known.
    #[serde(serialize_with = "rounded_option")]
    pub times_recent: Option<f64>,
    /// Peak value ÷ mean of the period. None: that mean is 0 or not known.
    #[serde(serialize_with = "rounded_option")]
    pub times_period: Option<f64>,
    /// Σ (value − mean of the previous years) over the flagged years, in the series' unit.
    #[serde(serialize_with = "rounded")]
    pub excess: f64,
    /// Last year of the unbroken run above the period's threshold that begins with this wave.
    pub elevated_until: i32,
    /// The year before could not be judged: the wave may have begun earlier.
    pub censored_left: bool,
    /// The year after could not be judged: the wave may have lasted longer.
    pub censored_right: bool,
    /// Of a series that joins newspapers: whether each of them (short name), judged alone, flags a year of the wave or
    /// one beside it. None: it has no answer there. Empty: one newspaper's series, or nobody asked.
    pub agreement: BTreeMap<String, Option<bool>>,
}
