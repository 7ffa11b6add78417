//! `stata.do`: reads every CSV into Stata with types, labels and notes, and saves it as .dta.

use super::{Writer, tables};
use crate::table::{Field, Kind, Table};
use crate::{Output, escape};

pub(super) const WRITER: Writer = Writer {
    format: "stata",
    files: "stata.do",
    about: "reads the CSV files into Stata with types, labels and notes; run it in their folder",
    write: |given| {
        let mut script = HEAD.to_owned();
        for table in tables(given.findings) {
            script.push_str(&reading(&table));
        }
        Ok(vec![Output::text("stata.do", script)])
    },
};

const HEAD: &str = "* Reads the tables beside this file and saves each as .dta.
* A missing value (. or \"\") is unknown, never 0.
version 14
";

/// A variable's label has at most 80 characters, so the whole meaning is a note.
fn reading(table: &Table<'_>) -> String {
    let name = table.about.name;
    let places = |kind: fn(Kind) -> bool| -> String {
        let numbered = (1..).zip(&table.fields).filter(|(_, field)| kind(field.kind));
        numbered.map(|(at, _)| format!(" {at}")).collect()
    };
    let strings = places(|kind| matches!(kind, Kind::Text | Kind::Boolean));
    let numbers = places(|kind| matches!(kind, Kind::Integer | Kind::Number));
    let numbers =
        if numbers.is_empty() { numbers } else { format!(" numericcols({})", numbers.trim()) };
    let mut text = format!(
        "\nimport delimited using \"{name}.csv\", varnames(1) case(preserve) encoding(\"utf-8\") \
         bindquotes(strict) maxquotedrows(unlimited) asdouble stringcols({}){numbers} clear\n\
         label data {}\n",
        strings.trim(),
        quoted(&format!("{}: {}", table.about.title, table.about.about), 80),
    );
    for field in &table.fields {
        text.push_str(&labels(field));
    }
    text + &format!("save \"{name}.dta\", replace\n")
}

fn labels(field: &Field) -> String {
    let name = field.name;
    let mut text = String::new();
    if field.kind == Kind::Boolean {
        text.push_str(&format!(
            "generate byte {name}_ = {name} == \"true\" if {name} != \"\"\ndrop {name}\nrename {name}_ {name}\n"
        ));
    }
    let meaning = field.meaning.replace('`', "");
    text.push_str(&format!("label variable {name} {}\n", quoted(&meaning, 80)));
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!("; unit: {}", field.unit.replace('`', ""))
    };
    text.push_str(&format!("notes {name}: {meaning}{unit}\n"));
    for (word, is) in field.allowed.codes() {
        text.push_str(&format!("notes {name}: {word} = {is}\n"));
    }
    text
}

/// A compound-quoted string of at most so many characters.
fn quoted(text: &str, most: usize) -> String {
    format!("`\"{}\"'", escape::shorten(text, most))
}
