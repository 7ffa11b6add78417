//! The rule's parameters, and the published settings of them.

use crate::ratio::Ratio;
use crate::series::MAX_YEARS;
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
};
use core::fmt;

/// What makes a year a wave. The formulas are on the [crate's page](crate).
///
/// Read from TOML or JSON, a field left out has its [`Rule::published`] value and an unknown field is an error.
///
/// ```
/// use groundswell_detector::{Ratio, Rule};
///
/// let rule: Rule = serde_json::from_str(r#"{"recent": "1.6", "period": "none"}"#)?;
/// assert_eq!(rule, Rule { recent: Ratio { num: 8, den: 5 }, period: None, ..Rule::published() });
/// assert_eq!(rule.id(), "custom(k=8/5,w=5,m=none,gt)");
/// assert!(serde_json::from_str::<Rule>(r#"{"windw": 5}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Rule {
    /// k: the count must exceed this many times the mean of the years just before.
    pub recent: Ratio,
    /// w: how many years before count as just before. At least 1.
    pub window: u32,
    /// m: and this many times the mean of the period. `None` (written `"none"`): no such condition.
    #[cfg_attr(feature = "serde", serde(with = "crate::ratio::serial::or_none"))]
    pub period: Option<Ratio>,
    /// Whether a tie is enough, in both comparisons.
    pub comparison: Comparison,
    /// With fewer observed years than this among the `window`, a year is undetermined. 0 means 1; at most `window`.
    pub min_prior: u32,
    /// The judged years, first and last included; `None`: all years of the series.
    ///
    /// Years before are lead-in: they serve as baseline only. Years after are ignored. Years of the
    /// span outside the series are [`crate::Cell::Missing`].
    pub span: Option<(i32, i32)>,
    /// Which average of the period `period` multiplies.
    pub period_mean: PeriodMean,
    /// The least count, in articles, that can be a wave.
    pub min_count: u64,
    /// The guard: the share of false discoveries that is allowed among the flagged years. A wave must then also be
    /// more than chance would give, by [`crate::Verdict::tail`]. `None` (written `"none"`): no guard.
    #[cfg_attr(feature = "serde", serde(with = "crate::ratio::serial::or_none"))]
    pub false_discovery: Option<Ratio>,
    /// What a year without a count is taken for.
    pub missing: MissingPolicy,
    /// How many unflagged years in a row may lie inside a wave. Unjudged years never do.
    pub bridge: u32,
}

/// Whether a tie is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Comparison {
    /// Greater than: a tie is no wave.
    Gt,
    /// Greater than or equal.
    Ge,
}

impl Comparison {
    pub(crate) fn holds(self, left: i128, right: i128) -> bool {
        match self {
            Self::Gt => left > right,
            Self::Ge => left >= right,
        }
    }
}

/// Which average of the judged period a year is compared with. Only years with a count enter it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PeriodMean {
    /// The mean of all years, the judged one and other waves included (the published reading).
    All,
    /// The mean of all years but the judged one.
    LeaveOneOut,
    /// The mean of the years that are not waves, found by iteration; needs m ≥ 1. See the [crate's page](crate).
    ExcludeWaves,
    /// The median of all years.
    Median,
}

/// What a year without a count is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MissingPolicy {
    /// A hole: not judged, in no mean.
    Skip,
    /// A zero, as `gspwave` does. For comparison with it only: unknown is not zero.
    Zero,
}

/// The presets: name and what each is for.
pub const PRESETS: &[(&str, &str)] = &[
    (
        "published",
        "the sentence of the published study: 1.5 × the five years before and 2 × the mean of the period",
    ),
    (
        "gsp-wlg",
        "year-for-year agreement with gspwave WLG: 1.5 × the years before, 1 × the mean, empty years as zero",
    ),
    (
        "gsp-ts",
        "gspwave TS, the Shorter–Tilly rule for one series: 1.5 × the years before, empty years as zero",
    ),
    (
        "published-guarded",
        "for claims: as published, at least 5 articles, and more than chance gives out of the articles there were (false discoveries below 10 %)",
    ),
];

impl Rule {
    /// The published sentence: more than 1.5 × the mean of the previous five years, all of them
    /// observed, and more than twice the mean of the period. The default.
    pub fn published() -> Self {
        Self {
            recent: Ratio { num: 3, den: 2 },
            window: 5,
            period: Some(Ratio { num: 2, den: 1 }),
            comparison: Comparison::Gt,
            min_prior: 5,
            span: None,
            period_mean: PeriodMean::All,
            min_count: 0,
            false_discovery: None,
            missing: MissingPolicy::Skip,
            bridge: 0,
        }
    }

    /// World Labor Group as `gspkit` computes it (`WLG_wave`): the Tilly–Shorter condition and more
    /// than 1.0 × the mean of the whole window, years without rows being zeros.
    pub fn gsp_wlg() -> Self {
        Self { period: Some(Ratio { num: 1, den: 1 }), ..Self::gsp_ts() }
    }

    /// Tilly–Shorter as `gspkit` computes it (`TS_wave`): more than 1.5 × the mean of those of the
    /// previous five years that exist; one is enough, so only the first year cannot be judged.
    pub fn gsp_ts() -> Self {
        Self { period: None, min_prior: 1, missing: MissingPolicy::Zero, ..Self::published() }
    }

    /// For claims: the published rule, at least 5 articles, and a count that is not plausible as chance, at a
    /// false-discovery rate of one in ten. That rate holds for independent articles; in bunches it is higher, by how
    /// much is on the [crate's page](crate).
    pub fn published_guarded() -> Self {
        Self { min_count: 5, false_discovery: Some(Ratio { num: 1, den: 10 }), ..Self::published() }
    }

    /// The preset of this name in [`PRESETS`]; `None` for any other name.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "published" => Some(Self::published()),
            "gsp-wlg" => Some(Self::gsp_wlg()),
            "gsp-ts" => Some(Self::gsp_ts()),
            "published-guarded" => Some(Self::published_guarded()),
            _ => None,
        }
    }

    /// A short stable name of the rule: that of the preset, or its parameters.
    ///
    /// The span is no part of it: the same rule can be put to several periods.
    pub fn id(&self) -> String {
        let same = |preset: Self| Self { span: None, ..*self } == preset;
        let named = PRESETS.iter().find(|(name, _)| Self::preset(name).is_some_and(same));
        named.map_or_else(
            || format!("custom({})", self.parameters()),
            |(name, _)| (*name).to_owned(),
        )
    }

    /// k, w, m and the comparison; then only what differs from the published rule.
    fn parameters(&self) -> String {
        let published = Self::published();
        let comparison = match self.comparison {
            Comparison::Gt => "gt",
            Comparison::Ge => "ge",
        };
        let period = or_none(self.period);
        let mut text = format!("k={},w={},m={period},{comparison}", self.recent, self.window);
        let mean = match self.period_mean {
            PeriodMean::All => "all",
            PeriodMean::LeaveOneOut => "leave_one_out",
            PeriodMean::ExcludeWaves => "exclude_waves",
            PeriodMean::Median => "median",
        };
        for (differs, part) in [
            (self.min_prior != published.min_prior, format!(",min_prior={}", self.min_prior)),
            (self.period_mean != published.period_mean, format!(",period_mean={mean}")),
            (self.min_count != published.min_count, format!(",min_count={}", self.min_count)),
            (self.false_discovery.is_some(), format!(",fdr={}", or_none(self.false_discovery))),
            (self.missing != published.missing, ",missing=zero".to_owned()),
            (self.bridge != published.bridge, format!(",bridge={}", self.bridge)),
        ] {
            if differs {
                text.push_str(&part);
            }
        }
        text
    }

    /// The rule in one English sentence, for reports and `explain`.
    ///
    /// ```
    /// assert_eq!(
    ///     groundswell_detector::Rule::published().sentence(),
    ///     "A year is a wave if its count is more than 3/2 times the mean of the 5 years before it \
    ///      (at least 5 of them observed) and more than 2 times the mean of the whole period; \
    ///      years without a count are left out.",
    /// );
    /// ```
    pub fn sentence(&self) -> String {
        let more = match self.comparison {
            Comparison::Gt => "more than",
            Comparison::Ge => "at least",
        };
        let years = if self.window == 1 { "year" } else { "years" };
        let mut text = format!(
            "A year is a wave if its count is {more} {} times the mean of the {} {years} before it (at least {} of them observed)",
            self.recent,
            self.window,
            self.least_prior(),
        );
        if let Some(times) = self.period {
            text += &format!(" and {more} {times} times {}", self.average());
        }
        if self.min_count > 0 {
            text += &format!(" and at least {}", self.min_count);
        }
        if let Some(share) = self.false_discovery {
            text += &format!(", and more than chance would give (false discoveries below {share})");
        }
        text += match self.missing {
            MissingPolicy::Skip => "; years without a count are left out",
            MissingPolicy::Zero => "; years without a count are taken as zero",
        };
        if self.bridge > 0 {
            text += &format!("; waves up to {} unflagged years apart are one", self.bridge);
        }
        text + "."
    }

    fn average(&self) -> String {
        let period = match self.span {
            Some((first, last)) => format!("period {first}–{last}"),
            None => "whole period".to_owned(),
        };
        match self.period_mean {
            PeriodMean::All => format!("the mean of the {period}"),
            PeriodMean::LeaveOneOut => format!("the mean of the other years of the {period}"),
            PeriodMean::ExcludeWaves => {
                format!("the mean of the years of the {period} that are not waves")
            }
            PeriodMean::Median => format!("the median of the {period}"),
        }
    }

    /// How many observed years the baseline must have: a mean of none does not exist.
    pub(crate) fn least_prior(&self) -> u32 {
        self.min_prior.max(1)
    }

    /// Whether the rule can be computed at all; [`crate::judge`] asks the same.
    ///
    /// # Errors
    /// The first of the reasons in [`RuleError`] that applies.
    pub fn check(&self) -> Result<(), RuleError> {
        let zero = |ratio: Option<Ratio>| ratio.is_some_and(|ratio| ratio.den == 0);
        if zero(Some(self.recent)) || zero(self.period) || zero(self.false_discovery) {
            return Err(RuleError::ZeroDenominator);
        }
        if self.false_discovery.is_some_and(|share| share.num > share.den) {
            return Err(RuleError::ShareAboveOne);
        }
        if self.window == 0 {
            return Err(RuleError::EmptyWindow);
        }
        if self.min_prior > self.window {
            return Err(RuleError::MinPriorAboveWindow {
                min_prior: self.min_prior,
                window: self.window,
            });
        }
        if self.period_mean == PeriodMean::ExcludeWaves
            && self.period.is_some_and(|m| m.num < m.den)
        {
            return Err(RuleError::ExcludesBelowMean);
        }
        match self.span {
            Some((first, last)) if first > last => Err(RuleError::SpanBackwards { first, last }),
            Some((first, last)) if last.abs_diff(first) as usize >= MAX_YEARS => {
                Err(RuleError::SpanTooLong { first, last })
            }
            _ => Ok(()),
        }
    }
}

/// The multiplier, or the word for its absence.
fn or_none(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "none".to_owned(), |ratio| ratio.to_string())
}

impl Default for Rule {
    fn default() -> Self {
        Self::published()
    }
}

/// Why a rule cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleError {
    /// `recent`, `period` or `false_discovery` has the denominator 0.
    ZeroDenominator,
    /// `false_discovery` is more than 1.
    ShareAboveOne,
    /// `window` is 0.
    EmptyWindow,
    /// `min_prior` asks for more years than the window has, so no year could be judged.
    MinPriorAboveWindow {
        /// Years asked for.
        min_prior: u32,
        /// Years there are.
        window: u32,
    },
    /// `exclude_waves` with m < 1: years below the mean would be left out of it, and the iteration need not end.
    ExcludesBelowMean,
    /// The span ends before it begins.
    SpanBackwards {
        /// First year.
        first: i32,
        /// Last year.
        last: i32,
    },
    /// The span has more than [`MAX_YEARS`] years.
    SpanTooLong {
        /// First year.
        first: i32,
        /// Last year.
        last: i32,
    },
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroDenominator => write!(f, "a multiplier has the denominator 0"),
            Self::ShareAboveOne => write!(f, "false_discovery is a share: at most 1"),
            Self::EmptyWindow => write!(f, "window must be at least 1 year"),
            Self::MinPriorAboveWindow { min_prior, window } => {
                write!(
                    f,
                    "min_prior {min_prior} is more than the window of {window}: no year could be judged"
                )
            }
            Self::ExcludesBelowMean => {
                write!(f, "period_mean exclude_waves needs a period multiplier of at least 1")
            }
            Self::SpanBackwards { first, last } => {
                write!(f, "the span {first}:{last} ends before it begins")
            }
            Self::SpanTooLong { first, last } => {
                write!(f, "the span {first}:{last} has more than {MAX_YEARS} years")
            }
        }
    }
}

impl core::error::Error for RuleError {}
