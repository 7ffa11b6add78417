//! `groundswell mentions`: which countries does any text name? One JSON document or plain line at a time.

use groundswell_mentions::{Document, Gazetteer, Mention, Ocr, Policy, Scratch, Tiers};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::failure::{Exit, Failure, Result};
use crate::talk::{print, printable};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    /// For documents without a date of their own.
    pub(crate) year: Option<i32>,
    pub(crate) policy: Policy,
    pub(crate) tiers: Tiers,
    pub(crate) ocr: Ocr,
    pub(crate) json: bool,
}

/// A line of input. Other keys are ignored: people's files have many.
#[derive(Deserialize, Default)]
struct Input<'a> {
    id: Option<serde_json::Value>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    /// Text or a bare year.
    date: Option<serde_json::Value>,
}

/// A line of output.
#[derive(Serialize)]
struct Output<'a> {
    id: serde_json::Value,
    /// In the order in which they are first named.
    countries: Vec<&'a str>,
    unrest: bool,
    mentions: Vec<Named<'a>>,
}

/// Offsets count Unicode characters (as Python and R do) from the beginning of the field.
#[derive(Serialize)]
struct Named<'a> {
    country: &'a str,
    surface: &'a str,
    field: &'static str,
    start: usize,
    end: usize,
    tier: String,
}

const FIELDS: [&str; 2] = ["title", "text"];

/// Reads `file`, or stdin, line by line; memory does not depend on how many lines there are.
pub(crate) fn mentions(file: Option<&Path>, gazetteer: &Gazetteer, how: How) -> Result<()> {
    let name = file.map_or("stdin".to_owned(), |file| file.display().to_string());
    let mut reader: Box<dyn BufRead> = match file {
        Some(path) => Box::new(BufReader::new(File::open(path).map_err(Failure::reading(path))?)),
        None => Box::new(io::stdin().lock()),
    };
    let mut scratch = Scratch::default();
    let mut bytes = Vec::new();
    let mut bad: Option<String> = None;
    for number in 1usize.. {
        bytes.clear();
        let read = reader
            .read_until(b'\n', &mut bytes)
            .map_err(|error| Failure::new(Exit::NoInput, format!("cannot read {name}: {error}")))?;
        if read == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        // A byte order mark is no part of the first line. An empty line is answered like any other.
        let line = line.trim_start_matches('\u{feff}').trim();
        match input(line) {
            Ok(input) => print(&answer(gazetteer, how, &mut scratch, &input, number))?,
            Err(error) => {
                let what = format!("{name} line {number}: {error}");
                if how.json {
                    print(&format!("{}\n", serde_json::json!({"line": number, "error": what})))?;
                }
                bad.get_or_insert(what);
            }
        }
    }
    match bad {
        None => Ok(()),
        Some(what) => Err(Failure::new(Exit::Data, what)
            .kept("every other line was answered")
            .next("each line is {\"id\",\"title\",\"text\",\"date\"} as JSON, or plain text")),
    }
}

/// A line that begins with `{` is JSON, any other is the text itself.
fn input(line: &str) -> std::result::Result<Input<'_>, serde_json::Error> {
    if line.starts_with('{') {
        let input: Input<'_> = serde_json::from_str(line)?;
        if input.title.is_none() && input.text.is_none() {
            return Err(serde::de::Error::custom("neither `title` nor `text` is in it"));
        }
        return Ok(input);
    }
    Ok(Input { text: Some(Cow::Borrowed(line)), ..Input::default() })
}

fn answer(
    gazetteer: &Gazetteer,
    how: How,
    scratch: &mut Scratch,
    input: &Input<'_>,
    number: usize,
) -> String {
    let fields = [&input.title, &input.text].map(|text| text.as_deref().unwrap_or_default());
    let year = input.date.as_ref().and_then(year_of).or(how.year);
    let document = Document { fields: &fields, year, tiers: how.tiers, ocr: how.ocr };
    let reading = gazetteer.read(&document, scratch);
    let unrest = reading.unrest;
    let mut countries: Vec<&str> = Vec::new();
    let mut mentions = Vec::new();
    let mut counted = Characters { fields: &fields, field: 0, bytes: 0, characters: 0 };
    for mention in reading.mentions {
        let field = usize::from(mention.field);
        let start = counted.up_to(field, mention.start as usize);
        let span = (start, counted.up_to(field, mention.end as usize));
        for country in gazetteer.countries(mention.polity, how.policy) {
            let country = gazetteer.polity(country).id.as_str();
            if !countries.contains(&country) {
                countries.push(country);
            }
            mentions.push(named(country, &fields, mention, span));
        }
    }
    if how.json {
        let id = input.id.clone().unwrap_or_else(|| number.into());
        let output = Output { id, countries, unrest, mentions };
        let line = serde_json::to_string(&output).expect("strings and numbers are JSON");
        return line + "\n";
    }
    let found = if countries.is_empty() { "-".to_owned() } else { countries.join(" ") };
    let unrest = if unrest { " (unrest)" } else { "" };
    let text: Vec<&str> = fields.into_iter().filter(|field| !field.is_empty()).collect();
    format!("{found}{unrest}\t{}\n", printable(&text.join(" | ").replace('\n', " ")))
}

/// Characters up to a byte, counted on from the last one asked for: mentions are in the order of the text, and a
/// text may be long.
struct Characters<'a> {
    fields: &'a [&'a str; 2],
    field: usize,
    bytes: usize,
    characters: usize,
}

impl Characters<'_> {
    fn up_to(&mut self, field: usize, byte: usize) -> usize {
        if field != self.field || byte < self.bytes {
            (self.field, self.bytes, self.characters) = (field, 0, 0);
        }
        let between = self.fields[field.min(1)].get(self.bytes..byte).unwrap_or_default();
        self.characters += between.chars().count();
        self.bytes = byte;
        self.characters
    }
}

fn named<'a>(
    country: &'a str,
    fields: &[&'a str; 2],
    mention: &Mention,
    (first, last): (usize, usize),
) -> Named<'a> {
    let field = usize::from(mention.field).min(FIELDS.len() - 1);
    let text = fields[field];
    let (start, end) = (mention.start as usize, mention.end as usize);
    Named {
        country,
        surface: text.get(start..end).unwrap_or_default(),
        field: FIELDS[field],
        start: first,
        end: last,
        tier: format!("{:?}", mention.tier),
    }
}

/// The year of a date that begins with one: `1973`, `1973-09-12`. Others say nothing.
fn year_of(date: &serde_json::Value) -> Option<i32> {
    let text = date.as_str().map_or_else(|| date.to_string(), str::to_owned);
    let date = text.as_str();
    let head = date.get(..4)?;
    let digits = head.bytes().all(|byte| byte.is_ascii_digit());
    let ends = !date.as_bytes().get(4).is_some_and(u8::is_ascii_digit);
    if digits && ends { head.parse().ok() } else { None }
}
