//! `ro-crate-metadata.json`: RO-Crate 1.1 with the profile Process Run Crate 0.5: what ran, on what, with which result.

use serde_json::{Value, json};

use super::{Given, Writer, pretty, sha256};
use crate::{Output, escape, words};

pub(super) const WRITER: Writer = Writer {
    format: "ro-crate",
    files: "ro-crate-metadata.json",
    about: "RO-Crate 1.1, Process Run Crate 0.5: the program's version, the digests it ran on, every file",
    write: |given| Ok(vec![Output::text("ro-crate-metadata.json", pretty(&crate_of(given)))]),
};

const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";

fn crate_of(given: &Given<'_>) -> Value {
    let inputs = inputs(given);
    let files: Vec<Value> = given.files.iter().map(file).collect();
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        }),
        root(given, &files),
        json!({"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}),
        json!({
            "@id": "#authors", "@type": "Organization", "name": "The Groundswell authors",
        }),
        json!({
            "@id": "#licence", "@type": "CreativeWork", "name": "Licence of the tables",
            "description": "Not stated by the program: whoever publishes these tables states it here.",
        }),
        json!({
            "@id": "#groundswell", "@type": "SoftwareApplication", "name": "Groundswell",
            "softwareVersion": given.origin.version,
            "description": "From newspaper archives to tables of waves of unrest.",
        }),
        action(given, &inputs, &files),
    ];
    graph.extend(inputs);
    graph.extend(files);
    json!({
        "@context": ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"],
        "@graph": graph,
    })
}

fn root(given: &Given<'_>, files: &[Value]) -> Value {
    let study = &given.findings.study;
    json!({
        "@id": "./",
        "@type": "Dataset",
        "name": escape::one_line(&study.title),
        "description": format!("{}, in {}, {}. Rule {}: {}",
            words::what_is_counted(study), words::newspapers(study),
            words::span(study.first_year, study.last_year), study.rule, study.rule_sentence),
        "datePublished": given.origin.date,
        "license": {"@id": "#licence"},
        "conformsTo": {"@id": PROFILE},
        "author": {"@id": "#authors"},
        "hasPart": references(files),
        "mentions": {"@id": "#run"},
        "temporalCoverage": format!("{}/{}", study.first_year, study.last_year),
    })
}

fn action(given: &Given<'_>, inputs: &[Value], files: &[Value]) -> Value {
    json!({
        "@id": "#run",
        "@type": "CreateAction",
        "name": "Counting, judging and exporting",
        "description": "groundswell count, groundswell export: from the raw archive to these files. \
                        Dated with the last day of the study, or SOURCE_DATE_EPOCH, not with a clock.",
        "instrument": {"@id": "#groundswell"},
        "agent": {"@id": "#authors"},
        "object": references(inputs),
        "result": references(files),
        "endTime": given.origin.date,
        "actionStatus": "http://schema.org/CompletedActionStatus",
    })
}

fn references(entities: &[Value]) -> Vec<Value> {
    entities.iter().map(|entity| json!({"@id": entity["@id"]})).collect()
}

/// What the run rests on, by digest: the pipeline, the tables of names and sections. None of it is in the crate.
fn inputs(given: &Given<'_>) -> Vec<Value> {
    let entity = |(at, (name, value)): (usize, &(String, String))| {
        json!({
            "@id": format!("#input-{at}"),
            "@type": "PropertyValue",
            "name": escape::one_line(name),
            "value": escape::one_line(value),
        })
    };
    given.findings.study.provenance.iter().enumerate().map(entity).collect()
}

fn file(file: &Output) -> Value {
    json!({
        "@id": file.path,
        "@type": "File",
        "name": file.path,
        "encodingFormat": media_type(&file.path),
        "contentSize": file.bytes.len().to_string(),
        "sha256": sha256(&file.bytes),
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "parquet" => "application/vnd.apache.parquet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "md" => "text/markdown",
        "json" => "application/json",
        "yaml" | "cff" => "application/yaml",
        _ => "text/plain",
    }
}
