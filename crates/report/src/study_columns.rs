//! The columns that state the study in every table: what was counted, by which rule and choices.

use std::borrow::Cow;

use crate::codes;
use crate::findings::Study;
use crate::table::{Column, code, text};

/// Which articles are counted.
pub(crate) fn topic<Row: AsRef<Study>>() -> Column<Row> {
    code("topic", codes::TOPICS, "which articles: `all`, or those that speak of `unrest`", |row| {
        Cow::from(&row.as_ref().topic)
    })
}

/// What is counted of them, in the words of the table.
pub(crate) fn measure<Row: AsRef<Study>>(meaning: &'static str) -> Column<Row> {
    code("measure", codes::MEASURES, meaning, |row| Cow::from(&row.as_ref().measure))
}

pub(crate) fn rule<Row: AsRef<Study>>() -> Column<Row> {
    text("rule", "id of the rule", |row| Cow::from(&row.as_ref().rule))
}

/// What else changes the numbers.
#[rustfmt::skip]
pub(crate) fn choices<Row: AsRef<Study>>() -> [Column<Row>; 6] {
    [
        code("section_verdicts", codes::SECTIONS, "which section verdicts count as international: `yes` or `yes+unknown`", |row| Cow::from(&row.as_ref().verdicts)),
        code("basis", codes::BASES, "whose section verdicts: `any`, or `metadata`, only the newspaper's own", |row| Cow::from(&row.as_ref().basis)),
        code("channel", codes::CHANNELS, "where the country is named: `text`, `index` (the newspaper's index terms) or `any`", |row| Cow::from(&row.as_ref().channel)),
        code("tier", codes::TIERS, "up to which tier names count: `A` names, `B` demonyms, `C` cities and regions", |row| Cow::from(&row.as_ref().tier)),
        code("home", codes::HOMES, "what was done with a newspaper's own country: `foreign-only`, `all` or `exclude-home`", |row| Cow::from(&row.as_ref().home)),
        code("policy", codes::POLICIES, "which state a name of the past stands for: `as-was`, `primary` or `all`", |row| Cow::from(&row.as_ref().policy)),
    ]
}
