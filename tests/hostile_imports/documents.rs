//! Documents that are cut, and XML that would read other files or grow without end.

use super::{good, refuses, remarks, with_peak};
use crate::harness::{Workspace, bytes_below, root};
use std::fs;
use std::io::Read;

/// A file that nothing may read, and what is in it.
const CANARY: &str = "CANARY-4711";

/// Entities that expand to ten thousand million, and one that is the file.
fn doctype(file: &str) -> String {
    let mut entities = "<!ENTITY e0 \"Chile in uproar\">".to_owned();
    for n in 1..=10 {
        let ten = format!("&e{};", n - 1).repeat(10);
        entities += &format!("<!ENTITY e{n} \"{ten}\">");
    }
    let outside =
        format!("<!ENTITY out SYSTEM \"file://{file}\"><!ENTITY % p SYSTEM \"file://{file}\">%p;");
    format!("<!DOCTYPE x [{entities}{outside}]>\n")
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let workspace = Workspace::new(1851, 2017);
    let canary = workspace.write("canary.txt", CANARY).to_string_lossy().into_owned();
    for (path, mark) in [
        ("factiva-xml/export.xml", "Miners in"),
        ("alto/0009001_18480311_0002.xml", "CONTENT=\"DISTURB"),
        ("mets/0009001_18480311_mets.xml", "LABEL=\""),
        ("proquest-historical/article.xml", "<FullText>"),
        ("proquest-tdm/article.xml", "<Title>"),
    ] {
        let text = fs::read_to_string(root().join("fixtures").join(path)).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let start = text.find("?>").map_or(0, |at| at + 2);
        assert!(text.contains(mark), "{path}");
        let body = text[start..].replacen(mark, &format!("{mark}&out;&e10; "), 1);
        let name = path.rsplit('/').next().unwrap();
        let folder = path.split('/').next().unwrap();
        workspace.write(
            &format!("in/{folder}/{name}"),
            format!("{}{}{body}", &text[..start], doctype(&canary)),
        );
    }
    let (said, peak) = with_peak(&mut workspace.command(&["import", "in", "--json"]));
    assert!(peak.is_none_or(|mib| mib <= 100), "{peak:?} MiB");
    let json = said.ok().json();
    assert_eq!((&json["new"], &json["records"]), (&5.into(), &9.into()), "{json:#}");
    workspace.run(&["count"]).ok();
    workspace.run(&["report", "--out", "out", "--headlines"]).ok();
    for (name, bytes) in bytes_below(&workspace.path("")) {
        let bytes =
            if name.ends_with(".zst") { zstd::decode_all(&bytes[..]).unwrap() } else { bytes };
        let found = bytes.windows(CANARY.len()).any(|at| at == CANARY.as_bytes());
        assert_eq!(found, name == "canary.txt", "{name}");
    }
}

#[test]
fn a_cut_file_is_named_and_the_files_beside_it_are_kept() {
    let workspace = Workspace::new(2001, 2019);
    let mut docx = Vec::new();
    let path = root().join("fixtures/nexis-docx/export.docx");
    fs::File::open(path).unwrap().read_to_end(&mut docx).unwrap();
    let length = docx.len();
    workspace.write("in/a.docx", &docx);
    workspace.write("in/b.json", good(1));
    let no_list = "the list of its members at its end cannot be read";
    let no_zip = "cannot be unpacked: ";
    let cuts = [(40, no_zip), (100, no_zip), (length / 3, no_list), (length / 2, no_list)];
    let cuts = cuts.into_iter().chain([
        (length - 60, no_list),
        (length - 23, no_list),
        (length - 1, no_list),
    ]);
    let mut expected = Vec::new();
    for (bytes, what) in cuts {
        let name = format!("in/cut-{bytes:04}.docx");
        workspace.write(&name, &docx[..bytes]);
        expected.push((name, what));
    }
    // Nobody said that these are a newspaper's: the first bytes of a zip are none yet.
    workspace.write("in/empty.docx", "");
    workspace.write("in/two.docx", &docx[..2]);
    let month = good(2);
    workspace.write("in/x.json", &month[..month.len() - 4]);
    workspace.write("in/z.txt", "No newspaper's");
    expected.push(("in/x.json".to_owned(), "is cut"));
    let expected: Vec<(&str, &str)> =
        expected.iter().map(|(file, what)| (&**file, *what)).collect();
    let said = refuses(&workspace, 2, &expected);
    let passed: Vec<&str> = remarks(&said, "passed").iter().map(|(file, _)| *file).collect();
    assert_eq!(passed, ["in/empty.docx", "in/two.docx", "in/z.txt"]);
    // Of what is named on its own it is said that it was refused.
    workspace
        .run(&["import", "in/empty.docx", "in/b.json"])
        .fails(65, &["in/empty.docx: the document is empty"]);
    workspace.run(&["import", "in/nothing.docx"]).fails(66, &["in/nothing.docx"]);
}
