//! What is said of each year and of the series: verdicts, reasons, flags and warnings.

use crate::wave::Wave;
use alloc::vec::Vec;
use core::fmt;

/// Everything [`crate::judge`] found: the judged years in order, their waves, and what to be told first.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Judgement {
    /// First judged year.
    pub first_year: i32,
    /// Last judged year, itself included.
    pub last_year: i32,
    /// Judged years that have a count, partial ones included, zero-filled ones not.
    pub observed_years: u32,
    /// Judged years without a count that the rule took for zero; 0 unless it does so.
    pub zero_filled_years: u32,
    /// Sum of the counts of the judged years, in articles.
    pub total: u64,
    /// One verdict for every judged year, in order.
    pub verdicts: Vec<Verdict>,
    /// The waves, in order; their flagged years are exactly the years with [`Outcome::Wave`].
    pub waves: Vec<Wave>,
    /// What must be known to read the rest, in the order of [`Warning`].
    pub warnings: Vec<Warning>,
}

/// One year: what it was compared with and what came out.
///
/// Means and multiples are rounded to `f64` for display only. The comparison itself is exact and can be
/// repeated by hand from the integer fields.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Verdict {
    /// The year.
    pub year: i32,
    /// The count, in articles; `None` for a year without one. 0 with [`Flag::ZeroFilled`] if the rule fills holes.
    pub value: Option<u64>,
    /// What the rule says.
    pub verdict: Outcome,
    /// Why there is no answer; `None` if there is one.
    pub reason: Option<Reason>,
    /// p: years with a count among the `window` years before.
    pub baseline_years: u32,
    /// A: sum of their counts, in articles.
    pub baseline_sum: u64,
    /// A/p, in articles a year; `None` if p = 0.
    pub baseline_mean: Option<f64>,
    /// N: years that make the period mean. With the median: years it is the median of.
    pub period_years: u32,
    /// S: sum of their counts, in articles.
    pub period_sum: u64,
    /// The period mean (or median) this year was compared with; `None` if N = 0.
    pub period_mean: Option<f64>,
    /// Count ÷ baseline mean; `None` without a count or if the mean is 0 or absent.
    pub times_recent: Option<f64>,
    /// Count ÷ period mean (or median); `None` without a count or if the mean is 0 or absent.
    pub times_period: Option<f64>,
    /// Whether the count passes the first condition; `None` without a count or with too few prior years.
    pub passes_recent: Option<bool>,
    /// Whether the count passes the second; `None` without a count or if the rule has no such condition.
    pub passes_period: Option<bool>,
    /// How plausible the count is as chance; `None` without a count, with too few prior years, or if the rule has no
    /// guard ([`crate::Rule::false_discovery`]).
    pub tail: Option<Tail>,
    /// Of a wave year: how many articles fewer in it would unflag it, all else equal (with a guard: the dispersion and
    /// the other years' `p` as they are). `None` for any other year, for a wave year that would stay one with no article
    /// (ties with `ge`), and where it has to be searched (median, `exclude_waves`, guard) in a series of so many years
    /// and wave years that their product is above 4 million.
    pub flip_distance: Option<u64>,
    /// What else to know of this year, in the order of [`Flag`].
    pub flags: Vec<Flag>,
}

/// How plausible a year's count is, had nothing happened: the years before going on, give or take chance.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Tail {
    /// The probability of at least so many articles.
    pub p: f64,
    /// The share of false discoveries if this year and all with a smaller `p` are called waves (Benjamini–Hochberg,
    /// over the years of the period that could be judged).
    pub q: f64,
}

/// The rule's answer for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// All conditions hold.
    Wave,
    /// A condition fails.
    None,
    /// There is a count, but not what is needed to judge it. Never to be read as "no".
    Undetermined,
    /// There is no count.
    Missing,
}

impl Outcome {
    /// Whether the rule gave an answer, yes or no.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::Wave | Self::None)
    }
}

/// Why a year has no answer. When several apply, the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Reason {
    /// Missing: not fetched, not readable, or outside the series.
    Missing,
    /// Missing: the newspaper did not appear.
    NotPublished,
    /// Missing: the country did not exist.
    NotApplicable,
    /// Undetermined: fewer years with a count before it than the rule asks for.
    TooFewPriorYears,
    /// Undetermined: the last judged year, and partial: it may not be over.
    IncompleteLastYear,
    /// Undetermined: the rule has a guard, and what this year's or its baseline's counts are out of is not known.
    UnknownExposure,
    /// Undetermined: a newspaper that would have to see the wave too has no answer ([`crate::combine::both`]).
    OtherPaper,
}

/// Something to know of one year that does not change its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Flag {
    /// The first condition holds only because the baseline is zero: one article would have been enough.
    ZeroBaseline,
    /// Fewer years with a count in the baseline than the window has (a gap, or the start of the series).
    ShortBaseline,
    /// This year's own count is partial.
    Partial,
    /// A year of the baseline is partial, so the year may pass too easily.
    PartialBaseline,
    /// This year has no count; the rule took it for zero.
    ZeroFilled,
    /// A year of the baseline has no count; the rule took it for zero, so the year may pass too easily.
    ZeroFilledBaseline,
    /// Rates only: a comparison was so close that the rounding of the rates may have decided it.
    Tie,
}

/// Something to know of the series before its waves are believed.
///
/// Serialised as `{"code": …, "text": …}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Fewer than 30 years enter the period mean.
    FewYears {
        /// How many do.
        years: u32,
    },
    /// Partial years enter the means at face value.
    PartialYears {
        /// How many of the judged years.
        years: u32,
    },
    /// Years without a count were taken for zero.
    ZeroFilled {
        /// How many of the judged years.
        years: u32,
    },
    /// `exclude_waves` stopped before it would have excluded every year.
    NothingLeftToExclude,
}

impl Warning {
    /// A stable word for programs: `few_years`, `partial_years`, `zero_filled`, `nothing_left_to_exclude`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FewYears { .. } => "few_years",
            Self::PartialYears { .. } => "partial_years",
            Self::ZeroFilled { .. } => "zero_filled",
            Self::NothingLeftToExclude => "nothing_left_to_exclude",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewYears { years } => {
                write!(
                    f,
                    "only {years} years make the period mean (fewer than 30): one wave moves it much"
                )
            }
            Self::PartialYears { years } => {
                write!(
                    f,
                    "partial years among the judged: {years}; their counts enter the means as if complete"
                )
            }
            Self::ZeroFilled { years } => {
                write!(
                    f,
                    "years without a count taken for zero, as the rule says: {years}; unknown is not zero"
                )
            }
            Self::NothingLeftToExclude => {
                write!(
                    f,
                    "every year counted as a wave: the period mean is that of the last round that left some"
                )
            }
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Warning {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Coded {
            code: &'static str,
            text: alloc::string::String,
        }
        Coded { code: self.code(), text: alloc::format!("{self}") }.serialize(serializer)
    }
}
