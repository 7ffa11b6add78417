//! `load.R`: reads every CSV into R with types, factors and labels; base R alone.

use super::{Writer, tables};
use crate::Output;
use crate::table::{Allowed, Field, Kind, Table};

pub(super) const WRITER: Writer = Writer {
    format: "r",
    files: "load.R",
    about: "reads the CSV files into R data frames with types, factors and labels; source it in their folder",
    write: |given| {
        let mut script = HEAD.to_owned();
        for table in tables(given.findings) {
            script.push_str(&reading(&table));
        }
        Ok(vec![Output::text("load.R", script)])
    },
};

const HEAD: &str = "# Reads the tables beside this file: waves, years, coverage, gaps, world, countries, newspapers, gsp.
# NA is unknown, never 0. What a column means: attr(years$count, \"label\").
groundswell_read <- function(file, types, levels, labels) {
  table <- read.csv(file, colClasses = types, na.strings = \"\", encoding = \"UTF-8\", check.names = FALSE)
  for (name in names(levels)) table[[name]] <- factor(table[[name]], levels[[name]])
  for (name in names(labels)) attr(table[[name]], \"label\") <- labels[[name]]
  table
}
";

fn reading(table: &Table<'_>) -> String {
    let name = table.about.name;
    let list = |cells: &mut dyn Iterator<Item = String>| cells.collect::<Vec<_>>().join(",\n    ");
    let kinds = list(&mut table.fields.iter().map(|f| format!("{} = \"{}\"", f.name, kind(f))));
    let levels = list(&mut table.fields.iter().filter_map(levels));
    let meaning = |field: &Field| field.meaning.replace(['`', '"'], "'");
    let labels = list(&mut table.fields.iter().map(|f| format!("{} = \"{}\"", f.name, meaning(f))));
    format!(
        "\n{name} <- groundswell_read(\n  \"{name}.csv\",\n  c(\n    {kinds}\n  ),\n  list(\n    {levels}\n  ),\n  c(\n    {labels}\n  )\n)\n"
    )
}

/// Whole numbers as doubles: R's integers end at 2,147,483,647.
fn kind(field: &Field) -> &'static str {
    match field.kind {
        Kind::Text => "character",
        Kind::Integer | Kind::Number => "numeric",
        Kind::Boolean => "logical",
    }
}

fn levels(field: &Field) -> Option<String> {
    let Allowed::One(codes) = field.allowed else { return None };
    let words: Vec<String> = codes.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    Some(format!("{} = c({})", field.name, words.join(", ")))
}
