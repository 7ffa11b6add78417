//! `codebook.md`: every column of every table, and the meaning of every code.

use super::{Writer, tables};
use crate::Output;
use crate::table::{Field, Table};

pub(super) const WRITER: Writer = Writer {
    format: "codebook",
    files: "codebook.md",
    about: "every table and column: type, unit, meaning, allowed words",
    write: |given| {
        let mut page =
            "# Codebook\n\nAn empty cell is unknown, never 0. A hole is never a zero.\n".to_owned();
        for table in tables(given.findings) {
            page.push_str(&chapter(&table));
        }
        Ok(vec![Output::text("codebook.md", page)])
    },
};

fn chapter(table: &Table<'_>) -> String {
    let about = table.about;
    let key: Vec<String> = about.key.iter().map(|name| format!("`{name}`")).collect();
    let mut text = format!(
        "\n## {}: `{}`\n\n{}. A row is one {}.\n",
        about.title,
        about.name,
        crate::words::capital(about.about),
        key.join(" × ")
    );
    for (column, other) in about.refers {
        text.push_str(&format!("`{column}` is a row of `{}`. ", other.name));
    }
    text.push_str("\n| column | type | unit | meaning |\n|---|---|---|---|\n");
    for Field { name, kind, unit, meaning, .. } in &table.fields {
        text.push_str(&format!("| `{name}` | {} | {unit} | {meaning} |\n", kind.word()));
    }
    for field in table.fields.iter().filter(|field| !field.allowed.codes().is_empty()) {
        text.push_str(&format!("\n`{}`:\n\n", field.name));
        for (word, meaning) in field.allowed.codes() {
            text.push_str(&format!("- `{word}`: {meaning}\n"));
        }
    }
    text
}
