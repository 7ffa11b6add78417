//! The tables as they are written: one CSV each, one struct a row, embedded at build.

use csv::StringRecord;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

use crate::check::TableError;

/// The text of every table. `EMBEDDED` holds the ones this crate ships; another study may hand in its own.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// `id,label,iso3,iso3166_3,cow,gw,start,end,source`: a state or territory a row.
    pub polities: &'a str,
    /// `polity,successor,role,from,source`: what a vanished polity became.
    pub successors: &'a str,
    /// `surface,kind,polity,from,to,case,tier,cues,vetoes,source,note`: a written form a row.
    pub names: &'a str,
    /// `surface,note,source`: longer phrases that swallow a name ("New Mexico").
    pub blockers: &'a str,
    /// `id,side,pattern,source,note`: the word lists that cues and vetoes refer to.
    pub contexts: &'a str,
    /// `phrase,kind,vetoes,source`: the words of unrest.
    pub lexicon: &'a str,
    /// `newspaper,term,polity,source`: publishers' index terms, compared whole.
    pub index_terms: &'a str,
    /// `id,title,licence,url`: where rows come from.
    pub sources: &'a str,
}

/// The tables compiled into this crate.
pub const EMBEDDED: Tables<'static> = Tables {
    polities: include_str!("../tables/polities.csv"),
    successors: include_str!("../tables/successors.csv"),
    names: include_str!("../tables/names.csv"),
    blockers: include_str!("../tables/blockers.csv"),
    contexts: include_str!("../tables/contexts.csv"),
    lexicon: include_str!("../tables/lexicon.csv"),
    index_terms: include_str!("../tables/index_terms.csv"),
    sources: include_str!("../tables/sources.csv"),
};

impl<'a> Tables<'a> {
    /// Name and text of each table, in the order the digest reads them.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &'a str); 8] {
        [
            ("polities", self.polities),
            ("successors", self.successors),
            ("names", self.names),
            ("blockers", self.blockers),
            ("contexts", self.contexts),
            ("lexicon", self.lexicon),
            ("index_terms", self.index_terms),
            ("sources", self.sources),
        ]
    }

    /// The SHA-256 of all tables, in hexadecimal: of each table's name, length and text, so that no two sets of
    /// tables share a digest by moving a line between them.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, text) in self.all() {
            hasher.update(name.as_bytes());
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Name and text of the tables that differ from [`EMBEDDED`].
    pub(crate) fn own(&self) -> Vec<(&'static str, String)> {
        let differ =
            self.all().into_iter().zip(EMBEDDED.all()).filter(|(own, shipped)| own != shipped);
        differ.map(|((name, text), _)| (name, text.to_owned())).collect()
    }

    /// [`EMBEDDED`] with these in the place of those with the same names.
    #[must_use]
    pub fn with(own: &'a [(impl AsRef<str>, String)]) -> Tables<'a> {
        let text = |(name, shipped)| {
            let own = own.iter().find(|(own, _)| own.as_ref() == name);
            own.map_or(shipped, |(_, text)| text.as_str())
        };
        Tables::of(EMBEDDED.all().map(text))
    }

    /// The tables with these texts, in the order of [`Tables::all`].
    #[must_use]
    pub fn of(texts: [&'a str; 8]) -> Tables<'a> {
        let [polities, successors, names, blockers, contexts, lexicon, index_terms, sources] =
            texts;
        Tables { polities, successors, names, blockers, contexts, lexicon, index_terms, sources }
    }
}

/// A row of a table: how many columns it has, what they are called, and how to read one.
pub(crate) trait Row: Sized {
    /// The table's name, as in [`Tables`].
    const TABLE: &'static str;
    /// The header, which must be exactly this.
    const COLUMNS: &'static [&'static str];
    /// Reads one record, whose length has been checked; `Err` says what is wrong with it.
    fn read(fields: &StringRecord) -> Result<Self, String>;
}

/// Reads a whole table: the rows that can be read (`None` keeps the place of one that cannot), and every fault.
pub(crate) fn read<R: Row>(text: &str, errors: &mut Vec<TableError>) -> Vec<Option<R>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
    if header != R::COLUMNS {
        let wanted = R::COLUMNS.join(",");
        errors.push(TableError {
            table: R::TABLE,
            row: 1,
            what: format!("the header must be {wanted}"),
        });
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let row = record.map_err(|e| e.to_string()).and_then(|fields| {
            if fields.len() == R::COLUMNS.len() {
                R::read(&fields)
            } else {
                Err(format!("{} columns where {} belong", fields.len(), R::COLUMNS.len()))
            }
        });
        match row {
            Ok(row) => rows.push(Some(row)),
            Err(what) => {
                errors.push(TableError::new(R::TABLE, index, what));
                rows.push(None);
            }
        }
    }
    rows
}

/// Column `index` of a record without surrounding blanks; a missing column reads as empty.
fn text(fields: &StringRecord, index: usize) -> String {
    fields.get(index).unwrap_or_default().trim().to_owned()
}

/// A number or nothing.
fn number(fields: &StringRecord, index: usize) -> Result<Option<i32>, String> {
    let written = text(fields, index);
    if written.is_empty() {
        return Ok(None);
    }
    written.parse().map(Some).map_err(|_| format!("{written:?} is not a number"))
}

/// A list separated by blanks.
fn list(fields: &StringRecord, index: usize) -> Vec<String> {
    text(fields, index).split_ascii_whitespace().map(str::to_owned).collect()
}

/// A word that must be one of a few.
fn word<T: Copy>(written: &str, known: &[(&str, T)]) -> Result<T, String> {
    if let Some((_, value)) = known.iter().find(|(name, _)| *name == written) {
        return Ok(*value);
    }
    let near = crate::check::nearest(written, known.iter().map(|(name, _)| *name));
    Err(format!("{written:?} is not a word this column knows{}", crate::check::perhaps(near)))
}

/// A row of `polities.csv`.
pub(crate) struct PolityRow {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) iso3: Option<String>,
    pub(crate) iso3166_3: Vec<String>,
    pub(crate) cow: Option<u16>,
    pub(crate) gw: Option<u16>,
    pub(crate) start: Option<i32>,
    pub(crate) end: Option<i32>,
    pub(crate) source: String,
}

impl Row for PolityRow {
    const TABLE: &'static str = "polities";
    const COLUMNS: &'static [&'static str] =
        &["id", "label", "iso3", "iso3166_3", "cow", "gw", "start", "end", "source"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        let code = |index| -> Result<Option<u16>, String> {
            let number = number(f, index)?;
            number
                .map(|n| u16::try_from(n).map_err(|_| format!("{n} is not a state number")))
                .transpose()
        };
        Ok(PolityRow {
            id: text(f, 0),
            label: text(f, 1),
            iso3: Some(text(f, 2)).filter(|code| !code.is_empty()),
            iso3166_3: list(f, 3),
            cow: code(4)?,
            gw: code(5)?,
            start: number(f, 6)?,
            end: number(f, 7)?,
            source: text(f, 8),
        })
    }
}

/// A row of `successors.csv`.
pub(crate) struct SuccessorRow {
    pub(crate) polity: String,
    pub(crate) successor: String,
    pub(crate) role: Role,
    pub(crate) from: Option<i32>,
    pub(crate) source: String,
}

/// How a vanished polity's successor stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one that carries its counts under the `primary` policy.
    Primary,
    /// One of the others, counted too under `all`.
    Partial,
}

impl Row for SuccessorRow {
    const TABLE: &'static str = "successors";
    const COLUMNS: &'static [&'static str] = &["polity", "successor", "role", "from", "source"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        let roles = [("primary", Role::Primary), ("partial", Role::Partial)];
        Ok(SuccessorRow {
            polity: text(f, 0),
            successor: text(f, 1),
            role: word(&text(f, 2), &roles)?,
            from: number(f, 3)?,
            source: text(f, 4),
        })
    }
}

/// What sort of form a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A name of the country, official or not, of its time ("Chili", "Red China").
    Name,
    /// Its people or its adjective ("Chilean", "Chileans").
    Demonym,
    /// The first half of a compound ("Anglo-", "Sino-").
    Combining,
    /// Its seat of government.
    Capital,
    /// Another large city.
    City,
    /// A part of it, or a region that lies in it.
    Region,
    /// A body or ruler that stands for it ("Kremlin", "the Porte").
    Body,
    /// A form found in lists of countries only ("Korea, Dem. Rep."): never looked for in running text.
    List,
}

/// How sure a form is to mean the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Names.
    A,
    /// Demonyms and combining forms.
    B,
    /// Cities, regions and bodies: off unless asked for.
    C,
}

/// Which spellings of a surface count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// As written only.
    Exact,
    /// As written, or in capitals throughout.
    Caps,
    /// As written, in small letters, with capital initials, or in capitals throughout.
    Any,
}

/// A row of `names.csv`.
pub(crate) struct NameRow {
    pub(crate) surface: String,
    pub(crate) kind: Kind,
    pub(crate) polity: String,
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
    pub(crate) case: Case,
    pub(crate) tier: Tier,
    pub(crate) cues: Vec<String>,
    pub(crate) vetoes: Vec<String>,
    pub(crate) source: String,
}

pub(crate) const KINDS: [(&str, Kind); 8] = [
    ("name", Kind::Name),
    ("demonym", Kind::Demonym),
    ("combining", Kind::Combining),
    ("capital", Kind::Capital),
    ("city", Kind::City),
    ("region", Kind::Region),
    ("body", Kind::Body),
    ("list", Kind::List),
];

impl Row for NameRow {
    const TABLE: &'static str = "names";
    const COLUMNS: &'static [&'static str] = &[
        "surface", "kind", "polity", "from", "to", "case", "tier", "cues", "vetoes", "source",
        "note",
    ];

    fn read(f: &StringRecord) -> Result<Self, String> {
        let cases = [("exact", Case::Exact), ("caps", Case::Caps), ("any", Case::Any)];
        let tiers = [("A", Tier::A), ("B", Tier::B), ("C", Tier::C)];
        Ok(NameRow {
            surface: text(f, 0),
            kind: word(&text(f, 1), &KINDS)?,
            polity: text(f, 2),
            from: number(f, 3)?,
            to: number(f, 4)?,
            case: word(&text(f, 5), &cases)?,
            tier: word(&text(f, 6), &tiers)?,
            cues: list(f, 7),
            vetoes: list(f, 8),
            source: text(f, 9),
        })
    }
}

/// A row of `blockers.csv`.
pub(crate) struct BlockerRow {
    pub(crate) surface: String,
    pub(crate) source: String,
}

impl Row for BlockerRow {
    const TABLE: &'static str = "blockers";
    const COLUMNS: &'static [&'static str] = &["surface", "note", "source"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        Ok(BlockerRow { surface: text(f, 0), source: text(f, 2) })
    }
}

/// Where a context looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The words that end where the name begins.
    Before,
    /// The words that begin where the name ends.
    After,
    /// Forty characters on either side.
    Around,
    /// Anywhere in the document.
    Document,
    /// A property of the text itself: `capitals`, `dated`.
    Text,
}

const SIDES: [(&str, Side); 5] = [
    ("before", Side::Before),
    ("after", Side::After),
    ("around", Side::Around),
    ("document", Side::Document),
    ("text", Side::Text),
];

impl Side {
    /// As the table writes it.
    pub(crate) fn name(self) -> &'static str {
        SIDES.iter().find(|(_, side)| *side == self).map_or("", |(name, _)| *name)
    }
}

/// A row of `contexts.csv`.
pub(crate) struct ContextRow {
    pub(crate) id: String,
    pub(crate) side: Side,
    pub(crate) pattern: String,
    pub(crate) source: String,
}

impl Row for ContextRow {
    const TABLE: &'static str = "contexts";
    const COLUMNS: &'static [&'static str] = &["id", "side", "pattern", "source", "note"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        Ok(ContextRow {
            id: text(f, 0),
            side: word(&text(f, 1), &SIDES)?,
            pattern: text(f, 2),
            source: text(f, 3),
        })
    }
}

/// A row of `lexicon.csv`.
pub(crate) struct LexiconRow {
    pub(crate) phrase: String,
    pub(crate) excludes: bool,
    pub(crate) vetoes: Vec<String>,
    pub(crate) source: String,
}

impl Row for LexiconRow {
    const TABLE: &'static str = "lexicon";
    const COLUMNS: &'static [&'static str] = &["phrase", "kind", "vetoes", "source"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        let excludes = word(&text(f, 1), &[("unrest", false), ("exclusion", true)])?;
        Ok(LexiconRow { phrase: text(f, 0), excludes, vetoes: list(f, 2), source: text(f, 3) })
    }
}

/// A row of `index_terms.csv`.
pub(crate) struct TermRow {
    pub(crate) newspaper: String,
    pub(crate) term: String,
    /// Empty: the term is known and names no country.
    pub(crate) polity: String,
    pub(crate) source: String,
}

impl Row for TermRow {
    const TABLE: &'static str = "index_terms";
    const COLUMNS: &'static [&'static str] = &["newspaper", "term", "polity", "source"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        Ok(TermRow {
            newspaper: text(f, 0),
            term: text(f, 1),
            polity: text(f, 2),
            source: text(f, 3),
        })
    }
}

/// A row of `sources.csv`.
pub(crate) struct SourceRow {
    pub(crate) id: String,
}

impl Row for SourceRow {
    const TABLE: &'static str = "sources";
    const COLUMNS: &'static [&'static str] = &["id", "title", "licence", "url"];

    fn read(f: &StringRecord) -> Result<Self, String> {
        Ok(SourceRow { id: text(f, 0) })
    }
}
