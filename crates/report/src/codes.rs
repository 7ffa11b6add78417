//! The words that a column of codes may hold, each with its meaning. The words are the program's; a test of it holds
//! that no other stands in a table.

use crate::table::Codes;

pub(crate) const STATES: Codes = &[
    ("observed", "seen as well as that newspaper's year can be"),
    ("partial", "seen in part; judged, and flagged"),
    ("missing", "not fetched, or not readable: nothing is known"),
    ("not_published", "the newspaper did not appear"),
    ("not_applicable", "the country did not exist"),
];

pub(crate) const VERDICTS: Codes = &[
    ("wave", "a wave year by the rule"),
    ("none", "judged, and no wave year"),
    ("undetermined", "has a count, and cannot be judged"),
    ("missing", "has no count"),
];

pub(crate) const REASONS: Codes = &[
    ("missing", "not fetched, not readable, or outside of the series"),
    ("not_published", "the newspaper did not appear"),
    ("not_applicable", "the country did not exist"),
    ("too_few_prior_years", "fewer years with a count before it than the rule asks for"),
    ("incomplete_last_year", "the last year, and seen in part: it may not be over"),
    ("unknown_exposure", "what this year's or its baseline's counts are out of is not known"),
    ("other_paper", "a newspaper that would have to see the wave too has no answer"),
];

/// Cautions on a year.
pub(crate) const FLAGS: Codes = &[
    ("zero_baseline", "nothing in the years before: one article would have been enough"),
    ("short_baseline", "fewer earlier years than the rule takes"),
    ("partial", "seen in part"),
    ("partial_baseline", "an earlier year seen in part"),
    ("zero_filled", "a hole taken for zero"),
    ("zero_filled_baseline", "a hole among the earlier years taken for zero"),
    ("coverage_break", "a paper came or went"),
    ("tie", "rates only: rounding may have decided"),
];

pub(crate) const TOPICS: Codes =
    &[("all", "all articles"), ("unrest", "articles that speak of unrest")];

pub(crate) const MEASURES: Codes = &[
    ("articles", "articles that name the country, each once"),
    ("mentions", "occurrences of the country's names"),
];

pub(crate) const SECTIONS: Codes = &[
    ("yes", "articles known to be international"),
    ("yes+unknown", "and those of which it is not known whether they are"),
];

pub(crate) const BASES: Codes = &[
    ("any", "the newspaper's own word, or what was inferred"),
    ("metadata", "only the newspaper's own word"),
];

pub(crate) const CHANNELS: Codes = &[
    ("text", "headline, summary and lead"),
    ("index", "the newspaper's own index terms"),
    ("any", "either"),
];

pub(crate) const TIERS: Codes =
    &[("A", "names"), ("B", "demonyms too"), ("C", "cities and regions too")];

pub(crate) const HOMES: Codes = &[
    ("foreign-only", "a newspaper's own country is not counted in it"),
    ("all", "it is counted"),
    ("exclude-home", "the home countries of all newspapers are counted in none"),
];

pub(crate) const POLICIES: Codes = &[
    ("as-was", "a state of the past stands for itself"),
    ("primary", "for the state that succeeded it first"),
    ("all", "for every state that succeeded it"),
];

/// Whether a series is of one newspaper.
pub(crate) const SERIES: Codes =
    &[("newspaper", "one newspaper"), ("joined", "several newspapers as one series")];
