//! `README.md` of the hand-over: which file is for whom, and what to know before using the numbers.

use super::{WRITERS, Writer};
use crate::escape::markdown;
use crate::{Output, readme};

pub(super) const WRITER: Writer = Writer {
    format: "readme",
    files: "README.md",
    about: "this page",
    write: |given| {
        let study = &given.findings.study;
        let mut page = format!("# {}\n\n", markdown(&study.title));
        page.push_str(&readme::about(study));
        page.push_str(&readme::notes(study));
        page.push_str("\n## Files\n\n| file | what it is |\n|---|---|\n");
        for Writer { files, about, .. } in WRITERS {
            page.push_str(&format!("| `{files}` | {about} |\n"));
        }
        page.push_str(&format!("\n{HOW}"));
        page.push_str(&crate::gsp_csv::manual(study));
        page.push_str(&readme::provenance(study));
        Ok(vec![Output::text("README.md", page)])
    },
};

const HOW: &str = "## How things are written

- The tables are the same, cell by cell, in CSV, Parquet and the workbook. An empty cell (null) is unknown, never 0; a text that is empty is null.
- Decimals have at most six places, correctly rounded.
- A character of a name that would act instead of being read (NUL and other control characters, bidirectional overrides) is shown as `\\u{1b}`.
- In CSV a cell that begins with `=`, `+`, `-`, `@` stays as it is, for programs: a spreadsheet may take it for a formula. Use the workbook there, whose strings are strings.
- The workbook shows line breaks as line feeds, whole numbers beyond 2^53 as text, and cuts a text at 32,767 characters with `…`.
- Dates of files are the last day of the study, or `SOURCE_DATE_EPOCH`, never today: the same ledger gives the same bytes.

## `gsp.csv` in Stata
";
