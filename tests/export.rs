//! The hand-over of a study and its replication bundle: the same bytes twice, nothing of this machine, no article's text.

use crate::demo::demo;
use crate::harness::{Workspace, bytes_below, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;

/// The members of a zip, those of zips in it too.
fn members(name: &str, bytes: &[u8], found: &mut BTreeMap<String, Vec<u8>>) {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        let name = format!("{name}{}", member.name().unwrap());
        if name.ends_with(".xlsx") {
            members(&format!("{name}/"), &bytes, found);
        }
        found.insert(name, bytes);
    }
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).unwrap()
}

/// Headlines, abstracts and leads of the demo: two words or more, which stand nowhere by chance.
fn texts() -> BTreeSet<String> {
    fn strings(value: &serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Array(all) => all.iter().for_each(|value| strings(value, found)),
            serde_json::Value::Object(all) => {
                for (key, value) in all {
                    let told = ["main", "print_headline", "abstract", "snippet", "lead_paragraph"];
                    let told = told.contains(&key.as_str())
                        || ["webTitle", "headline", "trailText", "bodyText"]
                            .contains(&key.as_str());
                    if let Some(text) =
                        value.as_str().filter(|text| told && text.len() > 12 && text.contains(' '))
                    {
                        found.insert(text.to_owned());
                    }
                    strings(value, found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for (name, bytes) in bytes_below(&root().join("fixtures/demo")) {
        if name.ends_with(".json.zst") {
            let json = zstd::decode_all(&bytes[..]).unwrap();
            // A document a line; one of them is cut on purpose.
            for line in String::from_utf8_lossy(&json).lines() {
                let Ok(document) = serde_json::from_str(line) else { continue };
                strings(&document, &mut found);
            }
        }
    }
    found
}

/// Looks for many texts at once, in every byte of a file.
struct Finder<'a> {
    /// Whether the first eight bytes of a text have this hash.
    marked: Vec<bool>,
    heads: BTreeMap<u64, Vec<&'a str>>,
}

impl<'a> Finder<'a> {
    fn new(texts: &'a BTreeSet<String>) -> Finder<'a> {
        let mut finder = Finder { marked: vec![false; 1 << 20], heads: BTreeMap::new() };
        for text in texts {
            let head = u64::from_le_bytes(text.as_bytes()[..8].try_into().unwrap());
            finder.marked[Finder::hash(head)] = true;
            finder.heads.entry(head).or_default().push(text);
        }
        finder
    }

    fn hash(head: u64) -> usize {
        (head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44) as usize
    }

    fn first(&self, bytes: &[u8]) -> Option<&'a str> {
        bytes.windows(8).enumerate().find_map(|(at, head)| {
            let head = u64::from_le_bytes(head.try_into().unwrap());
            if !self.marked[Finder::hash(head)] {
                return None;
            }
            self.heads
                .get(&head)?
                .iter()
                .copied()
                .find(|text| bytes[at..].starts_with(text.as_bytes()))
        })
    }
}

fn run_in(workspace: &Workspace, arguments: &[&str], environment: &[(&str, &str)]) {
    let mut command = workspace.command(arguments);
    crate::harness::run(command.env_remove("SOURCE_DATE_EPOCH").envs(environment.iter().copied()))
        .ok();
}

#[test]
fn the_bundle_holds_no_article_and_repeats() {
    let workspace = demo();
    let secret = "k3yk3yk3yk3yk3yk3yk3yk3y";
    run_in(
        &workspace,
        &["bundle", "--out", "a.zip"],
        &[("NYT_API_KEY", secret), ("TZ", "Asia/Tokyo")],
    );
    run_in(&workspace, &["bundle", "--out", "folder", "--jobs", "1"], &[]);
    run_in(&workspace, &["bundle", "--out", "b.zip", "--jobs", "2"], &[]);
    let zip = fs::read(workspace.path("a.zip")).unwrap();
    assert!(zip == fs::read(workspace.path("b.zip")).unwrap(), "the same bundle has other bytes");

    let mut found = BTreeMap::new();
    members("", &zip, &mut found);
    let of_folder = bytes_below(&workspace.path("folder"));
    for (name, bytes) in &of_folder {
        assert!(found.get(name) == Some(bytes), "{name} differs between zip and folder");
    }

    let mut texts = texts();
    assert!(texts.len() > 10_000, "{}", texts.len());
    texts.insert(secret.to_owned());
    texts.insert(workspace.path("").to_string_lossy().into_owned());
    let finder = Finder::new(&texts);
    for (name, bytes) in &found {
        // The pipeline is the user's own text, copied as it is.
        if name != "pipeline.toml" {
            assert_eq!(finder.first(bytes), None, "in {name}");
        }
    }
    assert_eq!(finder.first(b"x k3yk3yk3yk3yk3yk3yk3yk3y").unwrap(), secret);

    for line in text(&found, "manifest-sha256.txt").lines() {
        let (sha256, name) = line.split_once("  ").unwrap();
        assert_eq!(sha256, digest(&found[name]), "{name}");
    }
    let rows = text(&found, "evidence.csv").lines().count() - 1;
    assert!(rows > 10_000, "{rows}");
    assert!(text(&found, "documents.csv").lines().count() > 100);
    assert!(text(&found, "digests.csv").contains("ledger sha256,"));
    leads_to_the_records(&workspace);
    let said = workspace.run(&["bundle", "--out", "folder"]);
    said.fails(73, &["is not empty", "nothing was written"]);
}

fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record is found again by its place alone: document, first byte, length.
fn leads_to_the_records(workspace: &Workspace) {
    let mut reader = csv::Reader::from_path(workspace.path("folder/evidence.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [id, path, offset, length] = ["id", "path", "offset", "length"].map(column);
    for row in reader.records().map(Result::unwrap).step_by(2_000) {
        let stored = fs::read(workspace.path("archive").join(&row[path])).unwrap();
        let content = zstd::decode_all(&stored[..]).unwrap();
        let from: usize = row[offset].parse().unwrap();
        let to = from + row[length].parse::<usize>().unwrap();
        let record: serde_json::Value = serde_json::from_slice(&content[from..to]).unwrap();
        assert!(record.to_string().contains(&row[id]), "{row:?}");
    }
}

#[test]
fn the_export_is_the_report_s_tables_and_repeats() {
    let workspace = demo();
    let epoch = [("SOURCE_DATE_EPOCH", "1000000000")];
    run_in(&workspace, &["export", "--out", "a", "--jobs", "1"], &epoch);
    run_in(&workspace, &["export", "--out", "b"], &epoch);
    run_in(&workspace, &["export", "--out", "c", "--format", "csv,datapackage"], &[]);
    let a = bytes_below(&workspace.path("a"));
    assert!(a == bytes_below(&workspace.path("b")), "the same ledger gives other bytes");
    for name in ["years.csv", "waves.csv", "world.csv", "coverage.csv", "gsp.csv"] {
        let report = fs::read(workspace.path("report/demo").join(name)).unwrap();
        assert!(a[name] == report, "{name} is not that of the report");
    }
    let here = BTreeSet::from([workspace.path("").to_string_lossy().into_owned()]);
    let finder = Finder::new(&here);
    for (name, bytes) in &a {
        assert_eq!(finder.first(bytes), None, "a path of this machine in {name}");
    }
    every_code_is_in_the_schema(&a);
    assert!(text(&a, "ro-crate-metadata.json").contains("\"datePublished\": \"2001-09-09\""));
    let c = bytes_below(&workspace.path("c"));
    assert_eq!(c.len(), 9);
    assert!(text(&c, "datapackage.json").contains("2017-12-31T00:00:00Z"));

    workspace.run(&["export", "--format", "datapackage"]).fails(65, &["ask for csv too"]);
    let mut command = workspace.command(&["export"]);
    let ran = crate::harness::run(command.env("SOURCE_DATE_EPOCH", "today"));
    ran.fails(78, &["SOURCE_DATE_EPOCH"]);
}

/// The words that the schema allows are those that the program writes.
fn every_code_is_in_the_schema(a: &BTreeMap<String, Vec<u8>>) {
    let package: serde_json::Value = serde_json::from_str(text(a, "datapackage.json")).unwrap();
    let mut checked = 0;
    for resource in package["resources"].as_array().unwrap() {
        let bytes = &a[resource["path"].as_str().unwrap()];
        let fields = resource["schema"]["fields"].as_array().unwrap();
        for row in csv::Reader::from_reader(&bytes[..]).records().map(Result::unwrap) {
            for (field, cell) in fields.iter().zip(&row) {
                let Some(words) = field["constraints"]["enum"].as_array() else { continue };
                let known = cell.is_empty() || words.iter().any(|word| word == cell);
                assert!(known, "{} {}: {cell:?}", resource["name"], field["name"]);
                checked += 1;
            }
        }
    }
    assert!(checked > 10_000);
}
