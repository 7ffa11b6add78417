//! Is an article international? What the paper says; where it is silent, what its places say.
//!
//! `press` knows labels, datelines and index terms but no countries; `mentions` knows countries but
//! no newspapers. This is the one place where the two meet. The rules are rows of `inferred.csv`;
//! the first that applies decides. METHOD.md §2.

use groundswell_mentions::{Gazetteer, PolityId};
use groundswell_press as press;
use serde::Deserialize;

use crate::failure::{Exit, Failure, Result};

const TABLE: &str = include_str!("inferred.csv");

/// Whether an article counts as international, and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// `None`: nothing says.
    pub(crate) international: Option<bool>,
    /// metadata, inferred or none.
    pub(crate) basis: &'static str,
    /// The rule that decided; empty when none did.
    pub(crate) rule: String,
}

/// The rules for silent papers, in their order.
pub(crate) struct Inference {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    newspaper: String,
    first_year: i32,
    last_year: i32,
    evidence: Evidence,
    verdict: Answer,
    #[serde(rename = "note")]
    _note: String,
}

/// What an article's places can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Evidence {
    /// An index term names a foreign country.
    IndexForeign,
    /// There are index terms and all of them are at home.
    IndexHome,
    /// The dateline is a place abroad.
    DatelineForeign,
    /// The dateline is a place at home.
    DatelineHome,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Yes,
    No,
}

impl Inference {
    pub(crate) fn embedded() -> Result<Inference> {
        let rows: std::result::Result<Vec<Rule>, csv::Error> =
            csv::Reader::from_reader(TABLE.as_bytes()).deserialize().collect();
        let rules =
            rows.map_err(|error| Failure::new(Exit::Config, format!("inferred.csv: {error}")))?;
        Ok(Inference { rules })
    }

    /// sha256 of the table: part of what a ledger is made with.
    pub(crate) fn digest() -> String {
        crate::digest::sha256_hex(TABLE.as_bytes())
    }

    /// The verdict on an article of `newspaper`, whose home country is `home`.
    pub(crate) fn judge(
        &self,
        newspaper: &str,
        home: Option<PolityId>,
        article: &press::Article<'_>,
        gazetteer: &Gazetteer,
    ) -> Verdict {
        let said = press::international(newspaper, article);
        if said.international.is_some() {
            let (basis, rule) = (said.basis.name(), said.rule.to_owned());
            return Verdict { international: said.international, basis, rule };
        }
        let year = article.date.year;
        let evidence = Shown::by(newspaper, home, article, gazetteer);
        let decides = |rule: &&Rule| {
            rule.newspaper == newspaper
                && (rule.first_year..=rule.last_year).contains(&year)
                && evidence.shows(rule.evidence)
        };
        match self.rules.iter().find(decides) {
            Some(rule) => Verdict {
                international: Some(rule.verdict == Answer::Yes),
                basis: "inferred",
                rule: rule.id.clone(),
            },
            None => Verdict { international: None, basis: "none", rule: String::new() },
        }
    }
}

/// What the places of one article show.
struct Shown {
    index: Option<Side>,
    dateline: Option<Side>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Home,
    Abroad,
}

impl Shown {
    fn by(
        newspaper: &str,
        home: Option<PolityId>,
        article: &press::Article<'_>,
        gazetteer: &Gazetteer,
    ) -> Shown {
        let side = |polity: PolityId| if Some(polity) == home { Side::Home } else { Side::Abroad };
        // A term that is not known ("MIDDLE EAST", "CINCINNATI") says nothing; silence is not "no".
        let terms: Vec<Option<Side>> = article
            .places
            .iter()
            .map(|term| gazetteer.index_term(newspaper, term).map(side))
            .collect();
        let index = if terms.contains(&Some(Side::Abroad)) {
            Some(Side::Abroad)
        } else {
            let home = !terms.is_empty() && terms.iter().all(|term| *term == Some(Side::Home));
            home.then_some(Side::Home)
        };
        let text = [&article.lead, &article.summary];
        let dateline = text.iter().find_map(|text| press::dateline(text));
        let place = dateline.and_then(|line| {
            let year = Some(article.date.year);
            // "PARIS, Tex." is not Paris: a region that is not known leaves the place unknown.
            gazetteer.place(line.region.unwrap_or(line.place), year)
        });
        Shown { index, dateline: place.map(side) }
    }

    fn shows(&self, evidence: Evidence) -> bool {
        match evidence {
            Evidence::IndexForeign => self.index == Some(Side::Abroad),
            Evidence::IndexHome => self.index == Some(Side::Home),
            Evidence::DatelineForeign => self.dateline == Some(Side::Abroad),
            Evidence::DatelineHome => self.dateline == Some(Side::Home),
        }
    }
}
