//! One export in every encoding it may be saved in: the same articles, word for word.

use crate::harness::Workspace;
use serde_json::{Value, json};

/// Letters that Latin-1 and Windows-1252 write alike.
const LATIN: [&str; 3] = ["Émeutes in Peru", "Año nuevo, Peru", "São Tomé e o Peru: ¿qué pasa?"];

/// With marks that only Windows-1252 has.
const QUOTED: [&str; 3] = ["“Émeutes” in Peru", "Peru – año nuevo", "Peru’s mines for 5 €"];

fn export(headlines: [&str; 3]) -> String {
    let rule = "_".repeat(60);
    let one = |(n, headline): (usize, &str)| {
        format!(
            "{rule}\n\n{headline}\n\nFull text: {headline}.\n\nTitle: {headline}: [Foreign Desk]\n\n\
             Publication title: New York Times\n\nPublication date: Mar {}, 2001\n\n\
             ProQuest document ID: 40000{n}\n\n",
            n + 1
        )
    };
    let articles: String = headlines.into_iter().enumerate().map(one).collect();
    articles + &rule + "\n\nLast lines\n"
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(pair).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |letter| match letter {
        '€' => 0x80,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '–' => 0x96,
        letter => u8::try_from(u32::from(letter)).unwrap(),
    };
    text.chars().map(byte).collect()
}

/// What is said of the articles of one export, but for where they stand in it.
fn articles(name: &str, export: &[u8]) -> Vec<Value> {
    let workspace = Workspace::new(2001, 2001);
    let pipeline = std::fs::read_to_string(workspace.path("groundswell.toml")).unwrap();
    workspace.write("groundswell.toml", pipeline + "[count]\nsearches = \"whole\"\n");
    workspace.write("export.txt", export);
    let said = workspace.run(&["import", "export.txt", "--json"]).ok().json();
    assert_eq!((&said["records"], &said["odd"]), (&json!(3), &json!([])), "{name}");
    workspace.run(&["count"]).ok();
    let said = workspace.run(&["explain", "PER", "2001", "--json"]).ok().json();
    let mut articles = said["articles"].as_array().unwrap().clone();
    for article in &mut articles {
        for place in ["path", "offset", "length"] {
            article.as_object_mut().unwrap().remove(place);
        }
    }
    articles
}

#[test]
fn every_encoding_of_an_export_gives_the_same_articles() {
    for headlines in [LATIN, QUOTED] {
        let text = export(headlines);
        let marked = format!("\u{feff}{text}");
        let expected = articles("utf-8", text.as_bytes());
        let found: Vec<&str> =
            expected.iter().map(|article| article["headline"].as_str().unwrap()).collect();
        assert_eq!(found, headlines);
        let mut all = vec![
            ("windows-1252", windows_1252(&text)),
            ("utf-16le with mark", utf16(&marked, true)),
            ("utf-16be", utf16(&text, false)),
        ];
        if headlines == QUOTED {
            all.extend([
                ("utf-8 with mark", marked.clone().into_bytes()),
                ("utf-16le", utf16(&text, true)),
                ("utf-16be with mark", utf16(&marked, false)),
                ("lines of Windows", text.replace('\n', "\r\n").into_bytes()),
            ]);
        }
        for (name, export) in all {
            assert_eq!(articles(name, &export), expected, "{name}");
        }
    }
}
