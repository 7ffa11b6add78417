//! An article that a change of the tables does not touch reads the same before and after it.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::cell::Cell;
use std::sync::LazyLock;

use groundswell_mentions::{Changes, Document, EMBEDDED, Gazetteer, Ocr, Scratch, Tables, Tiers};
use proptest::prelude::*;

static SHIPPED: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::embedded().unwrap());

/// Numbers that follow from a seed (splitmix64).
struct Chance(Cell<u64>);

impl Chance {
    fn below(&self, limit: usize) -> usize {
        let seed = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(seed);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn of<'a, T: ?Sized>(&self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().skip(1).collect()
}

/// What a row of the table is about.
fn form(table: &str, line: &str) -> String {
    let column = match table {
        "contexts" => 2,
        "index_terms" => 1,
        _ => 0,
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    row.get(column).unwrap().to_owned()
}

/// A table with one row taken out, changed or added, and what that row is about.
fn changed(chance: &Chance, table: &str, text: &str) -> (String, String) {
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = 1 + chance.below(rows.len() - 1);
    // Half of the names are some that labels write otherwise.
    if table == "names" && chance.below(2) == 0 {
        let short = |row: &&String| SHORTENED.iter().any(|(long, _)| row.contains(long));
        let next = rows.iter().skip(at).position(|row| short(&row));
        at += next.unwrap_or_default();
    }
    let about = form(table, &rows[at]);
    let polity = chance.of(&["FRA", "CHL", "SUN", "IND", "USA"]);
    match (chance.below(3), table) {
        (0, _) => {
            rows.remove(at);
        }
        (1, "names") => {
            let new = form(table, chance.of(&lines(EMBEDDED.contexts)).split_once(',').unwrap().1);
            let new = if chance.below(2) == 0 {
                "Zorbia".to_owned()
            } else {
                new.replace(['"', ','], "")
            };
            rows.insert(at, format!("{new},name,{polity},,,any,A,,,usage,"));
            return (rows.join("\n") + "\n", new);
        }
        (_, "names") => {
            let from = 1850 + chance.below(100);
            rows[at] = format!("\"{about}\",name,{polity},{from},,any,A,,,usage,");
        }
        (_, "index_terms") => rows[at] = format!("nyt,\"{about}\",{polity},vocabulary"),
        (_, "contexts") => rows[at] = format!("*,after,\"{about}\",own,"),
        (_, "lexicon") => rows[at] = format!("{about},unrest,,own"),
        _ => {
            rows.insert(at, "Grand Chili,,own".to_owned());
            return (rows.join("\n") + "\n", "Grand Chili".to_owned());
        }
    }
    (rows.join("\n") + "\n", about)
}

/// How labels write words of names.
const SHORTENED: [(&str, &str); 5] = [
    ("South ", "S. "),
    ("Republic", "Rep"),
    ("Saint ", "St. "),
    ("Islands", "Isds"),
    ("Democratic", "Dem."),
];

/// A form as a label has it.
fn label(chance: &Chance, about: &str) -> String {
    let mut label = about.to_owned();
    for (long, short) in SHORTENED {
        if chance.below(2) == 0 {
            label = label.replace(long, short);
        }
    }
    match chance.below(4) {
        0 => label.to_uppercase(),
        1 => format!("{label} (FORMERLY OTHER)"),
        2 => format!("ST. JOHN'S, {label}"),
        _ => label,
    }
}

/// A text in which the form stands, or parts of it, among other names and words.
fn text(chance: &Chance, about: &str) -> String {
    let names = lines(EMBEDDED.names);
    let patterns = lines(EMBEDDED.contexts);
    let mut text = String::new();
    for _ in 0..chance.below(8) {
        let piece = match chance.below(7) {
            0 => about.to_owned(),
            1 => form("names", chance.of(&names)),
            2 => form("contexts", chance.of(&patterns)),
            3 => about.split(' ').rev().collect::<Vec<_>>().join(" "),
            4 => label(chance, about),
            _ => {
                chance.of(&["the", "riot", "of", "New", "U.S.", "strike", "Mr.", "St."]).to_owned()
            }
        };
        let piece = match chance.below(6) {
            0 => piece.to_uppercase(),
            1 => piece.to_lowercase(),
            2 => piece.replace('e', "e\u{ad}").replace('\'', "&rsquo;"),
            _ => piece,
        };
        text.push_str(&piece);
        text.push_str(chance.of(&[" ", " ", ", ", "'s ", "-", ". ", " (", ") ", "\n"]));
    }
    text
}

/// All that an article can be asked: its mentions, whether it speaks of unrest, what its terms stand for.
fn answers(gazetteer: &Gazetteer, fields: &[&str], terms: &[&str], year: Option<i32>) -> String {
    let document = Document { fields, year, tiers: Tiers::ALL, ocr: Ocr::Exact };
    let mut scratch = Scratch::default();
    let read = gazetteer.read(&document, &mut scratch);
    let id = |polity| gazetteer.polity(polity).id.clone();
    let mentions: Vec<_> = read
        .mentions
        .iter()
        .map(|m| (id(m.polity), m.field, m.start, m.end, m.tier, m.kind))
        .collect();
    let told: Vec<_> = terms
        .iter()
        .map(|term| {
            let own = gazetteer.index_term("nyt", term).map(id);
            let place = gazetteer.place(term, year).map(id);
            (own, place, gazetteer.resolve(term, year).map(id))
        })
        .collect();
    format!("{mentions:?} {} {told:?}", read.unrest)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_not_touched_reads_the_same(seed in any::<u64>()) {
        let chance = Chance(Cell::new(seed));
        let mut texts = EMBEDDED.all().map(|(_, text)| text.to_owned());
        let mut about = Vec::new();
        for _ in 0..=chance.below(2) {
            let table = chance.below(5) + 2;
            let (name, _) = EMBEDDED.all()[table];
            let (text, form) = changed(&chance, name, &texts[table]);
            texts[table] = text;
            about.push(form);
        }
        let tables = Tables::of(texts.each_ref().map(String::as_str));
        // Some changes are no tables: a name without a source, a cue without a pattern.
        let Ok(new) = Gazetteer::from_tables(&tables) else { return Ok(()) };
        let Some(changes) = Changes::between(&EMBEDDED, &tables) else { return Ok(()) };
        prop_assert!(!changes.forms().any(|form| !about.iter().any(|about| about == form)));
        for _ in 0..150 {
            let about = &about[chance.below(about.len())];
            let fields = [text(&chance, about), text(&chance, about)];
            let fields = fields.each_ref().map(String::as_str);
            let terms = [text(&chance, about), label(&chance, about)];
            let terms = terms.each_ref().map(String::as_str);
            let year = (chance.below(4) > 0).then(|| 1850 + chance.below(160) as i32);
            let mut buffer = String::new();
            let touched = changes.touch(&new, fields, terms, &mut buffer);
            let (old, now) = (answers(&SHIPPED, &fields, &terms, year), answers(&new, &fields, &terms, year));
            prop_assert!(touched || old == now, "{about:?} {fields:?} {terms:?} {year:?}\n{old}\n{now}");
        }
    }
}

#[test]
fn what_a_change_is_about_is_told() {
    let names = format!("{}Burmah Land,name,MMR,,1900,caps,A,,,usage,\n", EMBEDDED.names);
    let with = |names| Tables { names, ..EMBEDDED };
    let changes = Changes::between(&EMBEDDED, &with(&names)).unwrap();
    assert_eq!(changes.forms().collect::<Vec<_>>(), ["Burmah Land"]);
    let touch =
        |text: &str, term: &str| changes.touch(&SHIPPED, [text], [term], &mut String::new());
    assert!(touch("Troops leave BURMAH&#32;LAND", ""));
    assert!(touch("", "Land of Burmah"));
    assert!(!touch("Troops leave Burmah", ""));
    // Another order may mean another first row, and a pattern for any name stands in no text.
    let mut turned: Vec<&str> = EMBEDDED.names.lines().collect();
    turned.swap(1, 2);
    assert!(Changes::between(&EMBEDDED, &with(&(turned.join("\n") + "\n"))).is_none());
    let contexts = format!("{}surname,before,<initial>,own,\n", EMBEDDED.contexts);
    assert!(Changes::between(&EMBEDDED, &Tables { contexts: &contexts, ..EMBEDDED }).is_none());
    // Nothing about articles.
    let successors = EMBEDDED.successors.replace("SUN,UKR,partial", "SUN,UKR,partial ");
    let tables = Tables { successors: &successors, ..EMBEDDED };
    assert_eq!(Changes::between(&EMBEDDED, &tables).unwrap().forms().count(), 0);
}
