//! `metadata.yaml`: what Datasette shows beside the ledger: `datasette ledger.db -m metadata.yaml`.

use serde_json::Value;

use super::{Given, Writer};
use crate::{Output, escape};

pub(super) const WRITER: Writer = Writer {
    format: "datasette",
    files: "metadata.yaml",
    about: "titles, descriptions and questions for Datasette: `datasette ledger.db -m metadata.yaml`",
    write: |given| Ok(vec![Output::text("metadata.yaml", metadata(given))]),
};

fn metadata(given: &Given<'_>) -> String {
    let study = &given.findings.study;
    let mut text = format!(
        "title: {}\ndescription: {}\nsource: {}\nabout: {}\ndatabases:\n  ledger: &ledger\n    queries:\n{QUERIES}    tables:\n",
        yaml(&study.title),
        yaml(&format!("Rule {}: {}", study.rule, study.rule_sentence)),
        yaml(&study.source_line),
        yaml(&format!("Groundswell {}", given.origin.version)),
    );
    for relation in &given.origin.relations {
        text.push_str(&format!("      {}:\n", relation.name));
        if !relation.about.is_empty() {
            text.push_str(&format!("        description: {}\n", yaml(&relation.about)));
        }
        let known: Vec<_> = relation.columns.iter().filter(|(_, is)| !is.is_empty()).collect();
        if !known.is_empty() {
            text.push_str("        columns:\n");
        }
        for (column, meaning) in known {
            text.push_str(&format!("          {column}: {}\n", yaml(meaning)));
        }
    }
    text + "  # The same for a copy of that name.\n  counts: *ledger\n"
}

/// A YAML scalar: a JSON string is one.
fn yaml(text: &str) -> String {
    Value::from(escape::one_line(text)).to_string()
}

const QUERIES: &str = "      years:
        title: A country, year by year
        description: Articles, mentions, denominators and state. Empty is unknown, never 0.
        sql: |-
          select newspaper, year, articles, mentions, international_articles, all_articles, coverage, state
          from yearly where country = :country and topic = 'all' order by newspaper, year
      cell:
        title: The evidence of a cell
        description: The articles that count for a country in a year, and where each stands in the raw archive.
        sql: |-
          select newspaper, year, month, day, id, url, surface, channel, tier, mentions, basis, rule, unrest,
                 path, position, offset, length
          from evidence where country = :country and year = cast(:year as integer)
            and document in (select document from document_month where year = cast(:year as integer))
            and polity in (select polity from reading where country = :country)
          order by year, month, day, newspaper, path, position, channel, tier
      seen:
        title: What was seen of each newspaper
        description: Months and days due and held, articles, and the state of each year.
        sql: |-
          select * from coverage order by newspaper, year
      fates:
        title: What became of every record
        description: Counted, excluded or quarantined, with the reason; adds up to the records of all documents.
        sql: |-
          select d.source, a.fate, a.reason, sum(a.records) as records
          from account a join document d using (document) group by 1, 2, 3 order by 1, 2, 3
";
