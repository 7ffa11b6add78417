//! Tables of articles, each of the same rows: text, workbook, Parquet, Stata; and lines of GDELT.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::characteristic_writer::CharacteristicWriter;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_writer::LongStringWriter;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::value_label_writer::ValueLabelWriter;
use dta::stata::dta::variable::Variable;
use dta::stata::dta::variable_type::VariableType;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::words::words;
use crate::{Export, packed};

const ROWS: usize = 5000;

const NAMES: [&str; 8] = [
    "pub_date",
    "headline",
    "abstract",
    "lead_paragraph",
    "section_name",
    "news_desk",
    "web_url",
    "source",
];

pub(crate) fn all() -> Vec<Export> {
    let rows = rows();
    // What the rows say: the rate of a binary table is of that.
    let unpacked = rows.iter().flatten().map(|cell| cell.len() as u64).sum();
    let of = |name, bytes| Export { records: ROWS, ..Export::of(name, bytes) };
    let (xlsx, sheets) = xlsx(&rows);
    vec![
        of("table-csv", csv(&rows)),
        of("table-jsonl", jsonl(&rows)),
        Export { unpacked: sheets, ..of("table-xlsx", xlsx) },
        Export { unpacked, ..of("table-parquet", parquet(&rows)) },
        Export { unpacked, ..of("table-stata", stata(&rows)) },
        of("gdelt-mentions", gdelt_mentions()),
        of("gdelt-events", gdelt_events()),
    ]
}

fn rows() -> Vec<[String; 8]> {
    let mut seed = 7;
    let row = |number: usize| {
        let day = number % 28 + 1;
        [
            format!("2004-09-{day:02}"),
            words(&mut seed, 8),
            words(&mut seed, 60),
            format!("LIMA, Peru -- {}", words(&mut seed, 60)),
            "World".to_owned(),
            "Foreign Desk".to_owned(),
            format!("https://www.nytimes.com/2004/09/{day:02}/world/n{number}.html"),
            "The New York Times".to_owned(),
        ]
    };
    (0..ROWS).map(row).collect()
}

fn csv(rows: &[[String; 8]]) -> Vec<u8> {
    let mut text = NAMES.join(",") + "\n";
    for [date, head, summary, lead, rest @ ..] in rows {
        let _ = writeln!(text, "{date},{head},\"{summary}\",\"{lead}\",{}", rest.join(","));
    }
    text.into_bytes()
}

fn jsonl(rows: &[[String; 8]]) -> Vec<u8> {
    let mut text = String::new();
    for [date, head, summary, lead, section, _, url, source] in rows {
        let _ = writeln!(
            text,
            r#"{{"pub_date":"{date}","headline":{{"main":"{head}"}},"abstract":"{summary}","lead_paragraph":"{lead}","section_name":"{section}","web_url":"{url}","source":"{source}"}}"#
        );
    }
    text.into_bytes()
}

/// With the bytes of its members unpacked; texts are shared, as spreadsheets write them.
fn xlsx(rows: &[[String; 8]]) -> (Vec<u8>, u64) {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    let mut texts = format!("<sst xmlns=\"{MAIN}\">");
    let names = NAMES.map(str::to_owned);
    for (number, row) in std::iter::once(&names).chain(rows).enumerate() {
        let _ = write!(sheet, "<row r=\"{}\">", number + 1);
        for (column, text) in row.iter().enumerate() {
            let letter = char::from(b"ABCDEFGH"[column]);
            let shared = number * NAMES.len() + column;
            let _ = write!(sheet, "<c r=\"{letter}{}\" t=\"s\"><v>{shared}</v></c>", number + 1);
            let _ = write!(texts, "<si><t>{text}</t></si>");
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    texts += "</sst>";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let inner = relation("r1", "worksheet", "worksheets/sheet1.xml")
        + &relation("r2", "sharedStrings", "sharedStrings.xml");
    let members = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        ("_rels/.rels", relations(relation("r0", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relations(inner)),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let size = members.iter().map(|(_, text)| text.len() as u64).sum();
    (packed(members.iter().map(|(name, text)| (*name, text.as_bytes()))), size)
}

fn parquet(rows: &[[String; 8]]) -> Vec<u8> {
    let columns = NAMES.map(|name| format!("required binary {name} (UTF8);")).concat();
    let schema = parse_message_type(&format!("message articles {{{columns}}}")).expect("a schema");
    let how = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut file =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(how)).expect("memory");
    let mut group = file.next_row_group().expect("memory");
    for column in 0..NAMES.len() {
        let texts: Vec<_> = rows.iter().map(|row| ByteArray::from(row[column].as_str())).collect();
        let mut writer = group.next_column().expect("memory").expect("so many columns");
        writer.typed::<ByteArrayType>().write_batch(&texts, None, None).expect("memory");
        writer.close().expect("memory");
    }
    group.close().expect("memory");
    file.into_inner().expect("memory")
}

fn stata(rows: &[[String; 8]]) -> Vec<u8> {
    let mut schema = Schema::builder();
    for (column, name) in NAMES.iter().enumerate() {
        let longest = rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
        let width = u16::try_from(longest).expect("short texts");
        let kind = VariableType::FixedString(width);
        let variable = Variable::builder(kind, *name).format(format!("%{width}s"));
        schema = schema.add_variable(variable);
    }
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).build();
    let writer = DtaWriter::new().from_writer(Cursor::new(Vec::new()));
    let schema = schema.build().expect("a schema");
    let writer = writer.write_header(header).and_then(|it| it.write_schema(schema));
    let mut records = writer.and_then(CharacteristicWriter::into_record_writer).expect("memory");
    for row in rows {
        let values: Vec<_> = row.iter().map(|text| Value::string(text)).collect();
        records.write_record(&values).expect("memory");
    }
    let labels = records.into_long_string_writer();
    let labels = labels.and_then(LongStringWriter::into_value_label_writer);
    labels.and_then(ValueLabelWriter::finish).expect("memory").into_inner()
}

fn gdelt_mentions() -> Vec<u8> {
    let mut lines = Vec::new();
    for number in 0..ROWS {
        let _ = writeln!(
            lines,
            "9{number:08}\t20170701234500\t20170701234500\t1\texample.org\thttps://example.org/news/harbor-strike-{number}\t3\t-1\t120\t90\t1\t50\t2100\t-2.5\t\t"
        );
    }
    lines
}

/// 61 cells, as in version 2.0, of which half are empty.
fn gdelt_events() -> Vec<u8> {
    let mut lines = Vec::new();
    for number in 0..ROWS {
        let cells: Vec<String> = (0..61)
            .map(|at| match at {
                0 => format!("9{number:08}"),
                1 => "20170630".to_owned(),
                26 => "141".to_owned(),
                33 => "10".to_owned(),
                59 => "20170701234500".to_owned(),
                60 => format!("https://www.example.org/news/harbor-strike-{number}"),
                at if at % 2 == 0 => "PER".to_owned(),
                _ => String::new(),
            })
            .collect();
        let _ = writeln!(lines, "{}", cells.join("\t"));
    }
    lines
}
