//! The gazetteer: the tables, checked and compiled, and what they say of polities.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::OnceLock;

use crate::check::{self, Rows, TableErrors, spellings};
use crate::context::{Contexts, Set};
use crate::matcher::Matcher;
use crate::ocr::Misread;
use crate::tables::{Case, EMBEDDED, Kind, Role, Side, Tables, Tier};
use crate::vocabulary::{Labels, Terms};

/// All tables, checked and compiled. `Send + Sync`; build it once and share it.
#[derive(Debug)]
pub struct Gazetteer {
    digest: String,
    /// The tables that are not the crate's own.
    own: Vec<(&'static str, String)>,
    polities: Vec<Polity>,
    successors: Vec<Successor>,
    pub(crate) names: Vec<Name>,
    pub(crate) blockers: Vec<String>,
    pub(crate) lexicon: Vec<Word>,
    pub(crate) contexts: Contexts,
    pub(crate) meanings: Vec<Meaning>,
    pub(crate) matcher: Matcher,
    pub(crate) labels: Labels,
    pub(crate) terms: Terms,
    /// The spellings, in the order of `meanings`.
    forms: Vec<String>,
    /// Made when a text read by a machine is met.
    misread: OnceLock<Misread>,
    /// The context whose words keep the hyphen before them (`compound`), if the table has it.
    pub(crate) compound: Option<u16>,
}

/// A state or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polity {
    /// A short code: ISO 3166-1 alpha-3 where there is one, the withdrawn alpha-3 (`SUN`), or the code of the
    /// Gleditsch–Ward list where ISO never had one.
    pub id: String,
    /// The name in English.
    pub label: String,
    /// ISO 3166-1 alpha-3 (`XKX`, user-assigned, for Kosovo); `None` for one that is not in the standard now.
    pub iso3: Option<String>,
    /// The codes of ISO 3166-3 (`SUHH`) that were withdrawn for it, or for what became part of it, in their order.
    pub iso3166_3: Vec<String>,
    /// The Correlates of War state number.
    pub cow: Option<u16>,
    /// The Gleditsch–Ward state number.
    pub gw: Option<u16>,
    /// First year as a state in the system (1816 may mean "or before"); `None` for territories.
    pub start: Option<i32>,
    /// Last year; `None` while it lasts.
    pub end: Option<i32>,
}

/// The number of a polity: its place in the table of this gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolityId(pub u16);

/// One step from a vanished polity to what came after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor {
    /// The polity that is gone.
    pub polity: PolityId,
    /// What came after.
    pub successor: PolityId,
    /// Whether it carries the counts alone or is one of several.
    pub role: Role,
    /// The year it took over, where that is a date.
    pub from: Option<i32>,
}

/// Under which country a vanished polity is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// Under itself: the Soviet Union stays `SUN`.
    AsWas,
    /// Under its primary successor: `RUS`.
    #[default]
    Primary,
    /// Under every successor, the primary one first.
    All,
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(word: &str) -> Result<Policy, String> {
        match word {
            "as-was" => Ok(Policy::AsWas),
            "primary" => Ok(Policy::Primary),
            "all" => Ok(Policy::All),
            _ => {
                let near = check::nearest(word, ["as-was", "primary", "all"].into_iter());
                Err(format!("no policy {word:?}{}", check::perhaps(near)))
            }
        }
    }
}

/// A row of `names.csv`, compiled.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) surface: String,
    pub(crate) kind: Kind,
    pub(crate) polity: PolityId,
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
    pub(crate) tier: Tier,
    pub(crate) cues: Set,
    /// With the context that vetoes any name (`*`).
    pub(crate) vetoes: Set,
}

/// A row of `lexicon.csv`, compiled.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) phrase: String,
    pub(crate) excludes: bool,
    pub(crate) vetoes: Set,
}

/// Everything a spelling can mean.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    /// Rows of `names.csv`, in the table's order.
    pub(crate) names: Vec<u32>,
    pub(crate) blocker: Option<u32>,
    /// Rows of `lexicon.csv`.
    pub(crate) words: Vec<u32>,
    /// Document contexts that this spelling satisfies.
    pub(crate) bits: u64,
    /// All cues and vetoes of the names and words: what must be known to judge it.
    pub(crate) wanted: Set,
}

impl Gazetteer {
    /// The gazetteer of the tables compiled into this crate.
    ///
    /// # Errors
    /// All faults of the tables. The crate's tests hold that there are none.
    pub fn embedded() -> Result<Gazetteer, TableErrors> {
        Gazetteer::from_tables(&EMBEDDED)
    }

    /// Compiles any set of tables.
    ///
    /// # Errors
    /// Every fault at once, each with its table, row and the nearest right word.
    pub fn from_tables(tables: &Tables<'_>) -> Result<Gazetteer, TableErrors> {
        let rows = check::read(tables)?;
        let mut gazetteer = Gazetteer {
            digest: tables.digest(),
            own: tables.own(),
            polities: polities(&rows),
            successors: Vec::new(),
            names: Vec::new(),
            blockers: rows.blockers.iter().flatten().map(|row| row.surface.clone()).collect(),
            lexicon: Vec::new(),
            contexts: Contexts::default(),
            meanings: Vec::new(),
            matcher: Matcher::new(&[]),
            labels: Labels::default(),
            terms: Terms::default(),
            forms: Vec::new(),
            misread: OnceLock::new(),
            compound: None,
        };
        gazetteer.file_contexts(&rows);
        gazetteer.file_successors(&rows);
        gazetteer.file_names(&rows);
        gazetteer.file_words(&rows);
        gazetteer.compile(&rows);
        gazetteer.labels = Labels::new(&gazetteer.names);
        gazetteer.terms = Terms::new(&rows, |code| gazetteer.find(code));
        Ok(gazetteer)
    }

    /// The SHA-256 of all tables, in hexadecimal: stored with every count, so that it is known what counted.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Name and text of the tables that are not this crate's own: with [`Tables::with`] they are all it was made of.
    pub fn own_tables(&self) -> &[(&'static str, String)] {
        &self.own
    }

    /// All polities, in the order of the table; a [`PolityId`] is a place in it.
    pub fn polities(&self) -> &[Polity] {
        &self.polities
    }

    /// The polity with this number.
    ///
    /// # Panics
    /// When the number comes from another gazetteer with more polities.
    pub fn polity(&self, id: PolityId) -> &Polity {
        &self.polities[usize::from(id.0)]
    }

    /// The polity with this id (`CHL`, `SUN`, `BAV`), in any case.
    pub fn find(&self, code: &str) -> Option<PolityId> {
        let index = self.polities.iter().position(|polity| polity.id.eq_ignore_ascii_case(code))?;
        u16::try_from(index).ok().map(PolityId)
    }

    /// All succession steps, in the order of the table.
    pub fn successors(&self) -> &[Successor] {
        &self.successors
    }

    /// The surface of a row of `names.csv`, as [`crate::Mention::name`] numbers them; `None` past the table's end.
    pub fn surface(&self, name: u32) -> Option<&str> {
        self.names.get(name as usize).map(|name| name.surface.as_str())
    }

    /// The countries a polity counts for. Under `Primary` exactly one; under `All` the primary one first, then the
    /// others in the order of the table, none twice.
    pub fn countries(&self, polity: PolityId, policy: Policy) -> Vec<PolityId> {
        let mut found = Vec::new();
        match policy {
            Policy::AsWas => found.push(polity),
            Policy::Primary => self.follow(polity, false, &mut found),
            Policy::All => self.follow(polity, true, &mut found),
        }
        found
    }

    /// Walks to the polities that have no successor. The tables hold no circle: `check` refuses one.
    fn follow(&self, polity: PolityId, all: bool, found: &mut Vec<PolityId>) {
        let mut steps: Vec<&Successor> =
            self.successors.iter().filter(|step| step.polity == polity).collect();
        steps.sort_by_key(|step| step.role != Role::Primary);
        if steps.is_empty() && !found.contains(&polity) {
            found.push(polity);
        }
        let take = if all { steps.len() } else { 1 };
        for step in steps.into_iter().take(take) {
            self.follow(step.successor, all, found);
        }
    }

    fn file_contexts(&mut self, rows: &Rows) {
        for row in rows.contexts.iter().flatten() {
            self.contexts.add(row);
        }
        self.compound = self.contexts.find("compound");
    }

    fn file_successors(&mut self, rows: &Rows) {
        for row in rows.successors.iter().flatten() {
            if let (Some(polity), Some(successor)) =
                (self.find(&row.polity), self.find(&row.successor))
            {
                self.successors.push(Successor {
                    polity,
                    successor,
                    role: row.role,
                    from: row.from,
                });
            }
        }
    }

    fn file_names(&mut self, rows: &Rows) {
        let codes: HashMap<&str, u16> =
            (0..).zip(&self.polities).map(|(i, p)| (p.id.as_str(), i)).collect();
        let always = self.contexts.starred();
        let names: Vec<Name> = rows
            .names
            .iter()
            .flatten()
            .map(|row| Name {
                surface: row.surface.clone(),
                kind: row.kind,
                polity: PolityId(codes.get(row.polity.as_str()).copied().unwrap_or_default()),
                from: row.from,
                to: row.to,
                tier: row.tier,
                cues: self.all_contexts(&row.cues),
                vetoes: self.all_contexts(&row.vetoes).union(&always),
            })
            .collect();
        self.names = names;
    }

    fn all_contexts(&self, ids: &[String]) -> Set {
        let mut set = Set::default();
        for context in ids.iter().filter_map(|id| self.contexts.find(id)) {
            set.insert(context);
        }
        set
    }

    fn file_words(&mut self, rows: &Rows) {
        for row in rows.lexicon.iter().flatten() {
            let vetoes = self.all_contexts(&row.vetoes);
            self.lexicon.push(Word { phrase: row.phrase.clone(), excludes: row.excludes, vetoes });
        }
    }

    /// Gathers what every spelling means, and builds the matcher over all of them.
    fn compile(&mut self, rows: &Rows) {
        let mut meanings: HashMap<String, Meaning> = HashMap::new();
        let mut mean = |surface: &str, case: Case, write: &dyn Fn(&mut Meaning)| {
            for form in spellings(surface, case) {
                write(meanings.entry(form).or_default());
            }
        };
        for (index, row) in (0..).zip(rows.names.iter().flatten()) {
            if row.kind != Kind::List {
                mean(&row.surface, row.case, &|meaning| meaning.names.push(index));
            }
        }
        for (index, row) in (0..).zip(rows.blockers.iter().flatten()) {
            mean(&row.surface, Case::Caps, &|meaning| meaning.blocker = Some(index));
        }
        for (index, row) in (0..).zip(rows.lexicon.iter().flatten()) {
            mean(&row.phrase, Case::Any, &|meaning| meaning.words.push(index));
        }
        for row in rows.contexts.iter().flatten().filter(|row| row.side == Side::Document) {
            let bit = self.contexts.bit(&row.id);
            let folds = !row.pattern.chars().any(char::is_uppercase);
            let case = if folds { Case::Any } else { Case::Caps };
            mean(&row.pattern, case, &|meaning| meaning.bits |= bit);
        }
        let inner: Vec<(String, u64)> = meanings
            .iter()
            .filter(|(_, meaning)| !meaning.names.is_empty())
            .map(|(form, _)| (form.clone(), bits_inside(form, &meanings)))
            .filter(|(_, bits)| *bits != 0)
            .collect();
        for (form, bits) in inner {
            meanings.entry(form).and_modify(|meaning| meaning.bits |= bits);
        }
        let mut forms: Vec<(String, Meaning)> = meanings.into_iter().collect();
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, meaning) in &mut forms {
            // The surest first: then what is read with cities too holds all that is read without them.
            meaning.names.sort_by_key(|row| self.names.get(*row as usize).map(|name| name.tier));
        }
        let numbered: Vec<(String, u32)> =
            forms.iter().zip(0..).map(|((form, _), number)| (form.clone(), number)).collect();
        self.matcher = Matcher::new(&numbered);
        let (forms, meanings): (_, Vec<Meaning>) = forms.into_iter().unzip();
        self.forms = forms;
        self.meanings = meanings.into_iter().map(|meaning| self.with_wanted(meaning)).collect();
    }

    fn with_wanted(&self, mut meaning: Meaning) -> Meaning {
        for name in meaning.names.iter().filter_map(|row| self.names.get(*row as usize)) {
            meaning.wanted = meaning.wanted.union(&name.cues).union(&name.vetoes);
        }
        for word in meaning.words.iter().filter_map(|row| self.lexicon.get(*row as usize)) {
            meaning.wanted = meaning.wanted.union(&word.vetoes);
        }
        meaning
    }

    /// What the names could have been misread as.
    pub(crate) fn misread(&self) -> &Misread {
        self.misread.get_or_init(|| {
            Misread::new(self.forms.iter().map(String::as_str), &self.meanings, &self.names)
        })
    }
}

/// What shorter spellings within a longer one say of the document: "New Delhi" speaks of Delhi.
fn bits_inside(form: &str, meanings: &HashMap<String, Meaning>) -> u64 {
    let starts = || std::iter::once(0).chain(form.match_indices(' ').map(|(at, _)| at + 1));
    let ends = || form.match_indices(' ').map(|(at, _)| at).chain([form.len()]);
    let runs = starts()
        .flat_map(|start| ends().filter(move |end| start < *end).map(move |end| (start, end)));
    let inner = runs.filter(|run| *run != (0, form.len()));
    let known = inner.filter_map(|(start, end)| meanings.get(form.get(start..end)?));
    known.fold(0, |bits, meaning| bits | meaning.bits)
}

fn polities(rows: &Rows) -> Vec<Polity> {
    rows.polities
        .iter()
        .flatten()
        .map(|row| Polity {
            id: row.id.clone(),
            label: row.label.clone(),
            iso3: row.iso3.clone(),
            iso3166_3: row.iso3166_3.clone(),
            cow: row.cow,
            gw: row.gw,
            start: row.start,
            end: row.end,
        })
        .collect()
}

impl Name {
    /// Whether the form was in use: `from` is a hard limit, `to` has a tail of `tail` years (MENTIONS.md).
    /// An unknown year lies in every window.
    pub(crate) fn in_use(&self, year: Option<i32>, tail: i32) -> bool {
        let Some(year) = year else { return true };
        self.from.is_none_or(|from| year >= from)
            && self.to.is_none_or(|to| year <= to.saturating_add(tail))
    }
}
