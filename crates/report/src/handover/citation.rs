//! `CITATION.cff`: how to cite the program, and the work whose rule it follows.

use super::Writer;
use crate::Output;

pub(super) const WRITER: Writer = Writer {
    format: "citation",
    files: "CITATION.cff",
    about: "how to cite the program and the Global Social Protest database, whose rule it follows",
    write: |given| {
        let text = TEXT
            .replace("VERSION", &yaml(&given.origin.version))
            .replace("RULE", &yaml(&format!("Judged by the rule {}.", given.findings.study.rule)));
        Ok(vec![Output::text("CITATION.cff", text)])
    },
};

/// A YAML scalar: a JSON string is one.
fn yaml(text: &str) -> String {
    serde_json::Value::from(crate::escape::one_line(text)).to_string()
}

const TEXT: &str = r#"cff-version: 1.2.0
message: If you use these tables in a publication, please cite the program that made them and the work whose rule it follows, and state the version, the rule and the digests.
title: "Groundswell: from newspaper archives to tables of waves of unrest"
type: software
version: VERSION
license:
  - MIT
  - Apache-2.0
authors:
  - name: The Groundswell authors
references:
  - type: database
    title: "Global Social Protest database"
    notes: RULE
    authors:
      - family-names: Silver
        given-names: Beverly J.
      - family-names: Karataşlı
        given-names: Şahan Savaş
"#;
