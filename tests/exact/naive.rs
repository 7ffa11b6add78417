//! The plainest reading of the rule, to compare the program with: every place where a form stands, found by a library's
//! automaton; those whose ends are no boundaries taken out; of what is left the longest at the first place, and so on.

use aho_corasick::AhoCorasick;
use groundswell_mentions::EMBEDDED;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Forms and what they mean, without years, cues, vetoes and blockers.
pub(crate) struct Naive {
    automaton: AhoCorasick,
    forms: Vec<String>,
    polities: Vec<String>,
}

/// The rows of `names.csv` that are names or demonyms, without conditions: of a surface that several share, the first.
pub(crate) fn unconditional() -> csv::Result<String> {
    let mut reader = csv::Reader::from_reader(EMBEDDED.names.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers()?)?;
    let mut surfaces = BTreeSet::new();
    for row in reader.records() {
        let row = row?;
        let wanted = &row[1] != "list" && ["A", "B"].contains(&&row[6]);
        if wanted && surfaces.insert(row[0].to_owned()) {
            let (from, to, cues, vetoes) = ("", "", "", "");
            let [surface, kind, polity, case, tier] = [0, 1, 2, 5, 6].map(|column| &row[column]);
            let (source, note) = (&row[9], "");
            writer.write_record([
                surface, kind, polity, from, to, case, tier, cues, vetoes, source, note,
            ])?;
        }
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8(bytes).expect("it was text before"))
}

impl Naive {
    /// Of the text of a `names.csv` without conditions.
    pub(crate) fn new(names: &str) -> Naive {
        // A form that two rows can be spelled as is the surer one's, then the first one's.
        let mut meanings: BTreeMap<String, (String, usize, String)> = BTreeMap::new();
        for (line, row) in csv::Reader::from_reader(names.as_bytes()).records().enumerate() {
            let row = row.unwrap();
            for form in spellings(&row[0], &row[5]) {
                let meaning = (row[6].to_owned(), line, row[2].to_owned());
                let known = meanings.entry(form).or_insert_with(|| meaning.clone());
                *known = meaning.min(known.clone());
            }
        }
        let automaton = AhoCorasick::new(meanings.keys()).unwrap();
        let (forms, meanings): (Vec<String>, Vec<_>) = meanings.into_iter().unzip();
        let polities = meanings.into_iter().map(|(_, _, polity)| polity).collect();
        Naive { automaton, forms, polities }
    }

    /// The polities that a prepared text names.
    pub(crate) fn read(&self, text: &str) -> BTreeSet<&str> {
        let text = with_single_blanks(text);
        let mut whole: Vec<(usize, Reverse<usize>, usize)> = self
            .automaton
            .find_overlapping_iter(&text)
            .filter(|found| {
                let before = text[..found.start()].chars().next_back();
                let behind = text[found.end()..].chars().next();
                let open = self.forms[found.pattern()].ends_with('-');
                !before.is_some_and(char::is_alphanumeric)
                    && (open || !behind.is_some_and(char::is_alphanumeric))
            })
            .map(|found| (found.start(), Reverse(found.end()), found.pattern().as_usize()))
            .collect();
        whole.sort_unstable();
        let (mut polities, mut taken) = (BTreeSet::new(), 0);
        for (start, Reverse(end), pattern) in whole {
            if start >= taken {
                polities.insert(self.polities[pattern].as_str());
                taken = end;
            }
        }
        polities
    }
}

/// As written; in capitals where the row says `caps`; in small letters and with capital initials too where it says `any`.
fn spellings(surface: &str, case: &str) -> Vec<String> {
    let initial = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let every = surface.split(' ').filter_map(initial).collect::<Vec<_>>().join(" ");
    let mut all = vec![surface.to_owned()];
    match case {
        "exact" => {}
        "caps" => all.push(surface.to_uppercase()),
        _ => {
            all.extend([surface.to_uppercase(), surface.to_lowercase(), every]);
            all.extend(initial(surface));
        }
    }
    all
}

/// A blank for every run of white space: forms are written so.
fn with_single_blanks(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            flat.push(c);
        } else if !flat.ends_with(' ') {
            flat.push(' ');
        }
    }
    flat
}
