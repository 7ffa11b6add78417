//! `README.md` of a report's folder: what each file is, what each column means, how it was made.

use crate::escape::markdown;
use crate::findings::{Findings, Study};
use crate::{
    Output, WRITERS, Writer, codes, coverage_csv, gsp_csv, html, waves_csv, words, world, years_csv,
};

pub(crate) const WRITER: Writer = Writer {
    name: "README.md",
    about: "this page: the files, the data dictionary, how it was made",
    write: |findings| vec![Output::text("README.md", readme(findings))],
};

fn readme(findings: &Findings) -> String {
    let study = &findings.study;
    let mut page = format!("# {}\n\n", markdown(&study.title));
    page.push_str(&about(study));
    page.push_str(&notes(study));
    page.push_str("\n## Files\n\n| file | what it is |\n|---|---|\n");
    for Writer { name, about, .. } in WRITERS {
        page.push_str(&format!("| `{name}` | {about} |\n"));
    }
    page.push_str(&format!("| `{}` | {} |\n", html::EXPLORER, html::ABOUT));
    page.push_str(FORMS);
    for table in
        [years_csv::table, waves_csv::table, world::table, coverage_csv::table, gsp_csv::table]
    {
        let table = table(findings);
        let (name, columns) = (table.about.name, table.dictionary());
        page.push_str(&format!("\n## Columns of `{name}.csv`\n\n{columns}"));
    }
    page.push_str(&gsp_csv::manual(study));
    page.push_str(STATES);
    page.push_str(&flags());
    page.push_str(&provenance(study));
    page
}

/// What was counted and judged, as a list.
pub(crate) fn about(study: &Study) -> String {
    let mut list = format!(
        "{}, in {}, {}.\n\n- rule `{}`: {}\n",
        markdown(&words::what_is_counted(study)),
        markdown(&words::newspapers(study)),
        words::span(study.first_year, study.last_year),
        markdown(&study.rule),
        markdown(&study.rule_sentence),
    );
    // Those that were not made (a series from elsewhere) are left out.
    for (name, value) in words::choices(study).into_iter().filter(|(_, value)| !value.is_empty()) {
        list.push_str(&format!("- {name}: {}\n", markdown(value)));
    }
    list.push_str(&format!("- source: {}\n", markdown(&study.source_line)));
    list
}

/// What a reader must be told, or nothing.
pub(crate) fn notes(study: &Study) -> String {
    if study.notes.is_empty() {
        return String::new();
    }
    let items: String = study.notes.iter().map(|note| format!("- {}\n", markdown(note))).collect();
    format!("\n## Before using these numbers\n\n{items}")
}

/// Version and digests, or nothing.
pub(crate) fn provenance(study: &Study) -> String {
    if study.provenance.is_empty() {
        return String::new();
    }
    let row = |(name, value): &(String, String)| {
        format!("| {} | {} |\n", markdown(name), markdown(value))
    };
    let rows: String = study.provenance.iter().map(row).collect();
    format!("\n## How it was made\n\n| what | value |\n|---|---|\n{rows}")
}

/// The codes of the column `flags`.
fn flags() -> String {
    let row = |(flag, words): &(&str, &str)| format!("| `{flag}` | {words} |\n");
    let rows: String = codes::FLAGS.iter().map(row).collect();
    format!("\n## Flags of a year\n\n| flag | meaning |\n|---|---|\n{rows}")
}

const FORMS: &str = "
## How things are written

- CSV is UTF-8 after RFC 4180: comma, CRLF, quotes where needed. An empty cell is unknown, never 0.
- Numbers with decimals have a point and at most six decimals, correctly rounded; `findings.json` holds the same numbers. What is infinite or not a number is empty (null in JSON).
- In all files but `findings.json`, a character of a name that would act instead of being read (NUL and other control characters, bidirectional overrides) is shown as `\\u{1b}`. In CSV, tab and line breaks inside a cell stay; a cell that begins with `=`, `+`, `-` or `@` stays as it is: import it as text.
";

const STATES: &str = "
## States of a year

| state | meaning | on a chart |
|---|---|---|
| `observed` | seen as well as that newspaper's year can be | full bar |
| `partial` | seen in part; judged, and flagged | hollow bar |
| `missing` | not fetched, or not readable: nothing is known | hatched |
| `not_published` | the newspaper did not appear | dotted |
| `not_applicable` | the country did not exist | blank, no base line |

A hole is never a zero: it has no count, it is in no mean, and no wave runs across it.
";
