//! What a Rust programmer would write: whole documents unpacked, `serde_json` that borrows, one `aho-corasick` DFA.
//!
//! Of every article in the `.zst` files below FOLDER it writes a line `id`, tab, `polity` for each polity of FORMS that its
//! headline, abstract or lead names: the longest form at a place, with no letter or digit on either side.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::borrow::Cow;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

#[derive(Deserialize)]
struct Month<'a> {
    #[serde(borrow)]
    response: Response<'a>,
}

#[derive(Deserialize)]
struct Response<'a> {
    #[serde(borrow)]
    docs: Vec<Doc<'a>>,
}

#[derive(Deserialize)]
struct Doc<'a> {
    #[serde(borrow, rename = "_id")]
    id: Cow<'a, str>,
    #[serde(borrow)]
    headline: Option<Headline<'a>>,
    #[serde(borrow, rename = "abstract")]
    summary: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "lead_paragraph")]
    lead: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Headline<'a> {
    #[serde(borrow)]
    main: Option<Cow<'a, str>>,
}

struct Forms {
    automaton: AhoCorasick,
    polities: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, forms, out] = &arguments[..] else {
        return Err("usage: clean FOLDER FORMS OUT".into());
    };
    let text = fs::read_to_string(forms)?;
    let (forms, polities): (Vec<&str>, Vec<String>) = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(form, polity)| (form, polity.to_owned()))
        .unzip();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(forms)?;
    let forms = Forms { automaton, polities };
    let mut out = BufWriter::new(File::create(out)?);
    each_month(Path::new(folder), &forms, &mut out)?;
    out.flush()?;
    Ok(())
}

fn each_month(folder: &Path, forms: &Forms, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            each_month(&path, forms, out)?;
        } else if path.extension().is_some_and(|ending| ending == "zst") {
            let content = zstd::decode_all(File::open(&path)?)?;
            let month: Month<'_> = serde_json::from_slice(&content)?;
            for doc in &month.response.docs {
                write(doc, forms, out)?;
            }
        }
    }
    Ok(())
}

fn write(doc: &Doc<'_>, forms: &Forms, out: &mut impl Write) -> std::io::Result<()> {
    let headline = doc.headline.as_ref().and_then(|headline| headline.main.as_deref());
    let texts =
        [headline, doc.summary.as_deref(), doc.lead.as_deref()].map(Option::unwrap_or_default);
    let mut polities: Vec<&str> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        // The lead is often the abstract again.
        if !texts[..index].contains(text) {
            forms.read(text, &mut polities);
        }
    }
    polities.sort_unstable();
    polities.dedup();
    polities.iter().try_for_each(|polity| writeln!(out, "{}\t{polity}", doc.id))
}

impl Forms {
    fn read<'f>(&'f self, text: &str, polities: &mut Vec<&'f str>) {
        for found in self.automaton.find_iter(text) {
            let before = text[..found.start()].chars().next_back();
            let behind = text[found.end()..].chars().next();
            if ![before, behind].into_iter().flatten().any(char::is_alphanumeric) {
                polities.push(&self.polities[found.pattern()]);
            }
        }
    }
}
