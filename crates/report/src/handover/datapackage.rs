//! `datapackage.json`: the CSV files as a Frictionless Data Package, version 2, with table schemas and digests.

use serde_json::{Value, json};

use super::{Error, Given, Writer, pretty, sha256, tables};
use crate::table::{About, Allowed, Field, Kind, Table};
use crate::{Output, escape, words};

pub(super) const WRITER: Writer = Writer {
    format: "datapackage",
    files: "datapackage.json",
    about: "Frictionless Data Package v2: schema, keys, allowed words and digest of every CSV file",
    write: |given| Ok(vec![Output::text("datapackage.json", pretty(&package(given)?))]),
};

fn package(given: &Given<'_>) -> Result<Value, Error> {
    let study = &given.findings.study;
    let described = tables(given.findings).map(|table| {
        let path = format!("{}.csv", table.about.name);
        let file = given.files.iter().find(|file| file.path == path);
        file.map(|file| resource(&table, file)).ok_or(Error::NeedsCsv("datapackage"))
    });
    Ok(json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("groundswell-{}", study.name),
        "title": escape::one_line(&study.title),
        "description": format!("{}, in {}, {}. Rule {}: {}",
            words::what_is_counted(study), words::newspapers(study),
            words::span(study.first_year, study.last_year), study.rule, study.rule_sentence),
        "version": given.origin.version,
        "created": format!("{}T00:00:00Z", given.origin.date),
        "contributors": [{"title": "The Groundswell authors", "roles": ["creator of the program"]}],
        "sources": [{"title": study.source_line}],
        "resources": described.collect::<Result<Vec<Value>, Error>>()?,
    }))
}

fn resource(table: &Table<'_>, file: &Output) -> Value {
    let About { name, title, about, key, refers } = *table.about;
    let foreign = |(column, other): &(&str, &About)| json!({"fields": [column], "reference": {"resource": other.name, "fields": other.key}});
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": name,
        "title": title,
        "description": about,
        "type": "table",
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{}", sha256(&file.bytes)),
        "dialect": {
            "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
            "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true,
            "header": true,
        },
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": table.fields.iter().map(|one| field(one, key)).collect::<Vec<Value>>(),
            "primaryKey": key,
            "foreignKeys": refers.iter().map(foreign).collect::<Vec<Value>>(),
            "missingValues": [""],
        },
    })
}

fn field(field: &Field, key: &[&str]) -> Value {
    let kind = if field.kind == Kind::Text { "string" } else { field.kind.word() };
    let unit = if field.unit.is_empty() { String::new() } else { format!(" [{}]", field.unit) };
    let mut constraints = serde_json::Map::new();
    if key.contains(&field.name) {
        constraints.insert("required".to_owned(), true.into());
    }
    let words = field.allowed.codes().iter().map(|(word, _)| *word).collect::<Vec<&str>>();
    match field.allowed {
        Allowed::Any => {}
        Allowed::One(_) => drop(constraints.insert("enum".to_owned(), json!(words))),
        Allowed::Several(_) => {
            let any = words.join("|");
            let pattern = format!("^({any})(;({any}))*$");
            drop(constraints.insert("pattern".to_owned(), pattern.into()));
        }
    }
    let description = format!("{}{unit}", field.meaning);
    let mut value = json!({"name": field.name, "type": kind, "description": description});
    if !constraints.is_empty() {
        value["constraints"] = constraints.into();
    }
    if let Allowed::One(codes) = field.allowed {
        let category = |(value, label): &(&str, &str)| json!({"value": value, "label": label});
        value["categories"] = codes.iter().map(category).collect();
    }
    value
}
