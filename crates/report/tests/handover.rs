//! Every format of the hand-over holds the same cells, hostile text does nothing in any of them, and the bytes repeat.
#![allow(clippy::unwrap_used)]

mod invented;

use calamine::{Data, Reader, Xlsx};
use groundswell_report::{Findings, Gap, Origin, Output, formats, handover};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Sheets of the workbook and the tables they show.
const SHEETS: [(&str, &str); 7] = [
    ("waves", "Waves"),
    ("years", "Series"),
    ("coverage", "Coverage"),
    ("gaps", "Days without a paper"),
    ("world", "The world"),
    ("countries", "Countries"),
    ("newspapers", "Newspapers and series"),
];

fn origin() -> Origin {
    Origin { version: "0.0.0".into(), date: "2010-12-31".into(), ..Origin::default() }
}

fn all(findings: &Findings) -> BTreeMap<String, Vec<u8>> {
    let formats: Vec<&str> = formats().collect();
    let files = handover(findings, &origin(), &formats).unwrap();
    let count = files.len();
    let files: BTreeMap<_, _> =
        files.into_iter().map(|Output { path, bytes }| (path, bytes)).collect();
    assert_eq!(files.len(), count, "each path once");
    files
}

/// Header and rows of a CSV.
fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The same of a Parquet file: null is empty, numbers as CSV writes them.
fn parquet(bytes: &[u8]) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let header = schema.columns().iter().map(|column| column.name().to_owned()).collect();
    let plain = |(_, field): (&String, &Field)| match field {
        Field::Null => String::new(),
        Field::Str(text) => {
            assert!(!text.is_empty(), "an empty text is null");
            text.clone()
        }
        Field::Long(number) => number.to_string(),
        Field::Double(number) => decimal(*number),
        Field::Bool(yes) => yes.to_string(),
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap();
    let rows = rows.map(|row| row.unwrap().get_column_iter().map(plain).collect());
    std::iter::once(header).chain(rows).collect()
}

fn decimal(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same of a sheet; strings must be strings, and whole numbers and decimals numbers.
fn sheet(bytes: &[u8], name: &str, width: usize) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    assert!(workbook.worksheet_formula(name).unwrap().is_empty(), "a formula in {name}");
    let range = workbook.worksheet_range(name).unwrap();
    let plain = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => decimal(*number),
        Data::Bool(yes) => yes.to_string(),
        other => panic!("{other:?}"),
    };
    let row = |row: &[Data]| {
        let mut row: Vec<String> = row.iter().map(plain).collect();
        row.resize(width, String::new());
        row
    };
    range.rows().map(row).collect()
}

fn check(findings: &Findings) {
    let files = all(findings);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".csv")) {
        let table = path.trim_end_matches(".csv");
        let expected = csv(bytes);
        assert_eq!(parquet(&files[&format!("{table}.parquet")]), expected, "{table}.parquet");
        let Some((_, name)) = SHEETS.iter().find(|(of, _)| *of == table) else { continue };
        let shown = |cell: &String| {
            let lines = cell.replace("\r\n", "\n").replace('\r', "\n");
            let cut: String = lines.chars().take(32_766).collect();
            if lines.chars().count() > 32_767 { cut + "…" } else { lines }
        };
        let expected: Vec<Vec<String>> =
            expected.iter().map(|row| row.iter().map(shown).collect()).collect();
        let found = sheet(&files["groundswell.xlsx"], name, expected[0].len());
        assert_eq!(found, expected, "sheet {name}");
    }
}

#[test]
fn every_format_has_the_same_cells() {
    check(&invented::ten_years());
    check(&invented::rates());
    let mut study = invented::findings();
    study.countries.truncate(3);
    check(&study);
}

/// Names and titles that would act if anything let them.
fn hostile() -> Findings {
    let mut findings = invented::ten_years();
    let nasty = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "=HYPERLINK(\"http://x.invalid\")",
        "http://x.invalid",
        "_x0041_",
        "<script>alert(1)</script>",
        "a\0b\u{1}\u{1b}\u{7f}\u{85}",
        "\u{202e}desrever\u{2066}",
        "\u{feff}\u{fffe}\u{ffff}",
        "]]>",
        "a,b;\"c\"\r\nd",
        "true",
        "007",
        "NA",
        "1e5",
        " padded ",
    ];
    let one = findings.countries[0].clone();
    for (at, text) in nasty.iter().enumerate() {
        let mut country = one.clone();
        country.code = format!("X{at:02}");
        country.label = (*text).into();
        country.error = Some((*text).into());
        findings.countries.push(country);
        let mut gap: Gap = findings.gaps[0].clone();
        gap.first = format!("2005-01-{:02}", at + 1);
        gap.what = (*text).into();
        findings.gaps.push(gap);
    }
    findings.gaps[0].what = "W".repeat(1 << 20);
    findings.study.title = "=1+1 \0 \u{202e} {{x}} : - \"".into();
    findings.study.notes.push("@note: |\n  x".into());
    findings
}

#[test]
fn hostile_text_is_only_text() {
    let findings = hostile();
    check(&findings);
    for (path, bytes) in all(&findings) {
        if path.ends_with(".parquet") || path.ends_with(".xlsx") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let acts =
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{1b}' | '\u{202e}' | '\u{2066}' | '\u{feff}');
        assert!(!text.contains(acts), "{path}");
    }
    let text = |path: &str| String::from_utf8(all(&findings)[path].clone()).unwrap();
    assert!(text("countries.csv").contains(",=1+1,"), "a cell of the CSV is as it is");
    for path in ["datapackage.json", "ro-crate-metadata.json"] {
        serde_json::from_str::<serde_json::Value>(&text(path)).unwrap();
    }
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let findings = hostile();
    assert_eq!(all(&findings), all(&findings));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let mut findings = invented::ten_years();
    findings.countries[0].series[0].years[0].count = Some(u64::MAX);
    let error = handover(&findings, &origin(), &["parquet"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "years.parquet: 18446744073709551615 in column count is larger than a 64-bit integer"
    );
    handover(&findings, &origin(), &["csv", "xlsx"]).unwrap();
    assert!(handover(&findings, &origin(), &["datapackage"]).is_err());
}
