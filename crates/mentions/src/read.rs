//! Reads a document: which countries it names, where, and whether it speaks of unrest.

use std::borrow::Cow;

use crate::context::{Place, Set};
use crate::gazetteer::{Gazetteer, Meaning, PolityId};
use crate::matcher::Then;
use crate::ocr::Ocr;
use crate::prepare::Prepared;
use crate::tables::{Kind, Tier};

/// The tail of a form's last year: people go on using a name (MENTIONS.md).
pub(crate) const TAIL_YEARS: i32 = 15;

/// What is read: the text fields of an article, most important first.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Headline, abstract, lead …. A field that repeats an earlier one, or its beginning, is skipped.
    pub fields: &'a [&'a str],
    /// The year it was written in; `None` when not known: then every form counts that needs no year to be safe.
    pub year: Option<i32>,
    /// Which forms count.
    pub tiers: Tiers,
    /// How text read by a machine is taken.
    pub ocr: Ocr,
}

/// A choice of tiers. The default is names and demonyms, without cities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tiers {
    /// Names of countries.
    pub names: bool,
    /// Demonyms and combining forms.
    pub demonyms: bool,
    /// Cities, regions and bodies.
    pub cities: bool,
}

impl Tiers {
    /// Every tier.
    pub const ALL: Tiers = Tiers { names: true, demonyms: true, cities: true };
    /// Names only.
    pub const NAMES: Tiers = Tiers { names: true, demonyms: false, cities: false };

    /// Whether forms of this tier count.
    pub fn contain(self, tier: Tier) -> bool {
        match tier {
            Tier::A => self.names,
            Tier::B => self.demonyms,
            Tier::C => self.cities,
        }
    }
}

impl Default for Tiers {
    fn default() -> Tiers {
        Tiers { names: true, demonyms: true, cities: false }
    }
}

/// What was found. It lives in the [`Scratch`], until that reads another document.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'s> {
    /// Every mention, by field and place.
    pub mentions: &'s [Mention],
    /// Whether a word of the unrest lexicon stands in the document.
    pub unrest: bool,
}

/// One form in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// What it names, as it was: apply [`Gazetteer::countries`].
    pub polity: PolityId,
    /// Which of the document's fields.
    pub field: u16,
    /// First byte in the field as it was given.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// How sure the form is.
    pub tier: Tier,
    /// What sort of form it is.
    pub kind: Kind,
    /// The row of `names.csv`, the first being 0.
    pub name: u32,
}

/// Buffers that are used again from document to document; one a thread.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) prepared: Vec<Prepared>,
    pub(crate) candidates: Vec<Candidate>,
    mentions: Vec<Mention>,
    /// Rows of `names.csv` that a veto forbade for the whole document.
    forbidden: Vec<u32>,
    pub(crate) seen: u64,
}

/// A spelling found in the prepared text of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) field: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) meaning: u32,
}

/// Why a form counts or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Counts(u32),
    NotInUse(u32),
    TierOff(u32),
    NoCue(u32),
    /// The name, and the context that forbids it.
    Vetoed(u32, u16),
}

impl Gazetteer {
    /// Reads a document. Nothing is allocated once the scratch has grown to its size.
    ///
    /// Text may hold anything; time is linear in its length. A field is read to its 4,294,967,295th byte.
    pub fn read<'s>(&self, document: &Document<'_>, scratch: &'s mut Scratch) -> Reading<'s> {
        self.gather(document, scratch, false);
        scratch.mentions.clear();
        scratch.forbidden.clear();
        let mut unrest = false;
        for index in 0..scratch.candidates.len() {
            let candidate = scratch.candidates[index];
            let Some((place, meaning)) = self.place_of(document, scratch, &candidate) else {
                continue;
            };
            let held = self.contexts.held(&place, &meaning.wanted);
            unrest = unrest || self.is_unrest(meaning, &held);
            match self.judge(document, meaning, &held) {
                Some(Verdict::Counts(row)) => {
                    let field = &scratch.prepared[usize::from(candidate.field)];
                    let (start, end) = field.original(place.start, place.end);
                    scratch.mentions.extend(self.mention(row, candidate.field, start, end));
                }
                Some(Verdict::Vetoed(row, context))
                    if self.contexts.forbids_everywhere(context) =>
                {
                    scratch.forbidden.push(row);
                }
                _ => {}
            }
        }
        if is_article(document) {
            scratch.forbidden.sort_unstable();
            let forbidden = |row: &u32| scratch.forbidden.binary_search(row).is_ok();
            scratch.mentions.retain(|mention| !forbidden(&mention.name));
        }
        if let Some(label) = self.whole_label(document) {
            scratch.mentions.clear();
            scratch.mentions.push(label);
        }
        Reading { mentions: &scratch.mentions, unrest }
    }

    pub(crate) fn mention(
        &self,
        row: u32,
        field: u16,
        start: usize,
        end: usize,
    ) -> Option<Mention> {
        let name = self.names.get(row as usize)?;
        Some(Mention {
            polity: name.polity,
            field,
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
            tier: name.tier,
            kind: name.kind,
            name: row,
        })
    }

    /// Prepares the fields and collects every spelling in them. Blockers swallow and are gone, unless `all` is
    /// to be shown.
    pub(crate) fn gather(&self, document: &Document<'_>, scratch: &mut Scratch, all: bool) {
        scratch.candidates.clear();
        scratch.seen = 0;
        let fields = document.fields.get(..usize::from(u16::MAX)).unwrap_or(document.fields);
        scratch.prepared.resize_with(fields.len().max(scratch.prepared.len()), Prepared::default);
        for (index, field) in fields.iter().enumerate() {
            let repeats = |earlier: &&str| earlier.starts_with(field);
            if field.is_empty() || fields.iter().take(index).any(repeats) {
                continue;
            }
            let field = within_u32(field);
            let prepared = &mut scratch.prepared[index];
            prepared.fill(field, |word| self.keeps_hyphen(word));
            let (candidates, seen) = (&mut scratch.candidates, &mut scratch.seen);
            self.matcher.scan(prepared.text(field), |hit| {
                let Some(meaning) = self.meanings.get(hit.number as usize) else {
                    return Then::Pass;
                };
                *seen |= meaning.bits;
                let out_of_use = self.is_out_of_use(meaning, document.year);
                let speaks =
                    (!meaning.names.is_empty() || !meaning.words.is_empty()) && !out_of_use;
                if speaks || (all && out_of_use) || (all && meaning.blocker.is_some()) {
                    candidates.push(Candidate {
                        field: index as u16,
                        start: hit.start as u32,
                        end: hit.end as u32,
                        meaning: hit.number,
                    });
                }
                if speaks || meaning.blocker.is_some() { Then::Consume } else { Then::Pass }
            });
            if document.ocr != Ocr::Exact {
                self.gather_misread(document, index, scratch);
            }
        }
    }

    /// Adds the names that a machine misread in a field.
    fn gather_misread(&self, document: &Document<'_>, index: usize, scratch: &mut Scratch) {
        let Some(prepared) = scratch.prepared.get(index) else { return };
        let text = prepared.text(within_u32(document.fields[index]));
        let field = index as u16;
        let candidates = &mut scratch.candidates;
        let first = candidates.partition_point(|candidate| candidate.field < field);
        let known = candidates.len();
        self.misread().scan(text, document.ocr, document.year, |start, end, meaning| {
            let (start, end) = (start as u32, end as u32);
            // What was found stands in its order: only the next one behind can reach into the word.
            let found = candidates.get(first..known).unwrap_or_default();
            let next = found.get(found.partition_point(|known| known.end <= start));
            if next.is_none_or(|next| end <= next.start) {
                candidates.push(Candidate { field, start, end, meaning });
            }
        });
        candidates[first..].sort_by_key(|candidate| candidate.start);
    }

    /// A field as it is matched: entities decoded once, quotes plain, words joined that a line end broke.
    ///
    /// ```
    /// let gazetteer = groundswell_mentions::Gazetteer::embedded()?;
    /// assert_eq!(gazetteer.prepared("Chile&#8217;s gov¬ ernment"), "Chile's government");
    /// # Ok::<(), groundswell_mentions::TableErrors>(())
    /// ```
    #[must_use]
    pub fn prepared<'t>(&self, field: &'t str) -> Cow<'t, str> {
        let mut prepared = Prepared::default();
        prepared.fill(field, |word| self.keeps_hyphen(word));
        prepared.into_text(field)
    }

    /// Whether a spelling is nothing but names of other years: then it leaves its words to shorter ones.
    fn is_out_of_use(&self, meaning: &Meaning, year: Option<i32>) -> bool {
        let in_use = |row: &u32| {
            self.names.get(*row as usize).is_some_and(|name| name.in_use(year, TAIL_YEARS))
        };
        year.is_some()
            && meaning.blocker.is_none()
            && meaning.words.is_empty()
            && !meaning.names.is_empty()
            && !meaning.names.iter().any(in_use)
    }

    fn keeps_hyphen(&self, word: &str) -> bool {
        self.compound.is_some_and(|compound| self.contexts.knows_after(word, compound))
    }

    /// A candidate with its text and everything its spelling can mean.
    pub(crate) fn place_of<'t>(
        &'t self,
        document: &Document<'t>,
        scratch: &'t Scratch,
        candidate: &Candidate,
    ) -> Option<(Place<'t>, &'t Meaning)> {
        let original: &'t str = document.fields.get(usize::from(candidate.field))?;
        let place = Place {
            text: scratch.prepared.get(usize::from(candidate.field))?.text(within_u32(original)),
            start: candidate.start as usize,
            end: candidate.end as usize,
            seen: scratch.seen,
            dated: document.year.is_some(),
        };
        Some((place, self.meanings.get(candidate.meaning as usize)?))
    }

    /// The verdict on the names a spelling may stand for, where these contexts hold: the first that counts, or why
    /// the first did not.
    /// Rows in their own years go before rows in their tail. `None` when a blocker or no name is meant.
    pub(crate) fn judge(
        &self,
        document: &Document<'_>,
        meaning: &Meaning,
        held: &Set,
    ) -> Option<Verdict> {
        if meaning.blocker.is_some() {
            return None;
        }
        let in_use = |row: &&u32, tail| {
            self.names.get(**row as usize).is_some_and(|name| name.in_use(document.year, tail))
        };
        let tail = if meaning.names.iter().any(|row| in_use(&row, 0)) { 0 } else { TAIL_YEARS };
        let mut refused = None;
        for row in meaning.names.iter().filter(|row| in_use(row, tail)) {
            match self.judge_name(document, *row, held)? {
                Verdict::Counts(row) => return Some(Verdict::Counts(row)),
                verdict => refused = refused.or(Some(verdict)),
            }
        }
        refused.or_else(|| meaning.names.first().map(|row| Verdict::NotInUse(*row)))
    }

    fn judge_name(&self, document: &Document<'_>, row: u32, held: &Set) -> Option<Verdict> {
        let name = self.names.get(row as usize)?;
        if !document.tiers.contain(name.tier) {
            return Some(Verdict::TierOff(row));
        }
        if !name.cues.is_empty() && !name.cues.meets(held) {
            return Some(Verdict::NoCue(row));
        }
        let veto = name.vetoes.first_shared(held);
        Some(veto.map_or(Verdict::Counts(row), |context| Verdict::Vetoed(row, context)))
    }

    /// Whether a word of unrest is meant here.
    pub(crate) fn is_unrest(&self, meaning: &Meaning, held: &Set) -> bool {
        let words = || meaning.words.iter().filter_map(|row| self.lexicon.get(*row as usize));
        !words().any(|word| word.excludes) && words().any(|word| !word.vetoes.meets(held))
    }
}

/// Whether the document is one article, in which a name keeps its sense, and not a page or a whole issue.
pub(crate) fn is_article(document: &Document<'_>) -> bool {
    document.fields.iter().map(|field| field.len()).sum::<usize>() <= ARTICLE
}

/// About 3,000 words, in bytes: longer than almost any article, shorter than a page of a newspaper.
const ARTICLE: usize = 20_000;

/// As much of a field as can be numbered with 32 bits.
fn within_u32(field: &str) -> &str {
    let mut end = field.len().min(u32::MAX as usize);
    while !field.is_char_boundary(end) {
        end -= 1;
    }
    field.get(..end).unwrap_or_default()
}
