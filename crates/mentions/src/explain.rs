//! Why each span did or did not count.

use crate::gazetteer::{Gazetteer, PolityId};
use crate::read::{Candidate, Document, Scratch, Verdict, is_article};

/// A span that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// Which of the document's fields.
    pub field: u16,
    /// First byte in the field as it was given.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// The form as the table has it.
    pub form: String,
    /// The polity it would name; `None` for a blocker or a word of unrest.
    pub polity: Option<PolityId>,
    /// Whether it counts, and if not, why.
    pub outcome: Outcome,
}

/// What became of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is a mention.
    Counts,
    /// It is a word of unrest.
    Unrest,
    /// A row of `blockers.csv` takes it.
    Blocked,
    /// It is an exclusion of the lexicon, or a word of unrest that a context forbids.
    NotUnrest,
    /// The form was not in use in the document's year.
    NotInUse,
    /// The form's tier was not asked for.
    TierOff,
    /// The form counts only beside one of these contexts, and none is there.
    NoCue(Vec<String>),
    /// This context forbids it.
    Vetoed(String),
}

/// A span with what it does to others of the same row.
struct Span {
    considered: Considered,
    /// The row of `names.csv` it counts as.
    counts: Option<u32>,
    /// The row it forbids in the whole document, and the context that does.
    forbids: Option<(u32, u16)>,
}

impl Gazetteer {
    /// Every span that was looked at, by field and place, with what became of it.
    pub fn explain(&self, document: &Document<'_>) -> Vec<Considered> {
        if let Some(label) = self.explain_label(document) {
            return vec![label];
        }
        let mut scratch = Scratch::default();
        self.gather(document, &mut scratch, true);
        let candidates = scratch.candidates.iter();
        let mut spans: Vec<Span> =
            candidates.flat_map(|candidate| self.consider(document, &scratch, candidate)).collect();
        if is_article(document) {
            let forbidden: Vec<(u32, u16)> = spans.iter().filter_map(|span| span.forbids).collect();
            for span in &mut spans {
                let veto = forbidden.iter().find(|(row, _)| span.counts == Some(*row));
                if let Some((_, context)) = veto {
                    span.considered.outcome =
                        Outcome::Vetoed(self.contexts.id(*context).to_owned());
                }
            }
        }
        spans.into_iter().map(|span| span.considered).collect()
    }

    /// What one spelling in its place comes to: as a blocker, as a name, as a word of unrest.
    fn consider(
        &self,
        document: &Document<'_>,
        scratch: &Scratch,
        candidate: &Candidate,
    ) -> Vec<Span> {
        let Some((place, meaning)) = self.place_of(document, scratch, candidate) else {
            return Vec::new();
        };
        let (start, end) =
            scratch.prepared[usize::from(candidate.field)].original(place.start, place.end);
        let span = |form: &str, polity, outcome| Span {
            considered: Considered {
                field: candidate.field,
                start: start as u32,
                end: end as u32,
                form: form.to_owned(),
                polity,
                outcome,
            },
            counts: None,
            forbids: None,
        };
        let held = self.contexts.held(&place, &meaning.wanted);
        let mut spans = Vec::new();
        if let Some(blocker) = meaning.blocker.and_then(|row| self.blockers.get(row as usize)) {
            spans.push(span(blocker, None, Outcome::Blocked));
        }
        if let Some(verdict) = self.judge(document, meaning, &held) {
            let (row, outcome) = self.outcome(verdict);
            if let Some(name) = self.names.get(row as usize) {
                let counts = Some(row).filter(|_| outcome == Outcome::Counts);
                let forbids = match verdict {
                    Verdict::Vetoed(row, context) => Some((row, context)),
                    _ => None,
                };
                let forbids =
                    forbids.filter(|(_, context)| self.contexts.forbids_everywhere(*context));
                spans.push(Span {
                    counts,
                    forbids,
                    ..span(&name.surface, Some(name.polity), outcome)
                });
            }
        }
        if let Some(word) = meaning.words.first().and_then(|row| self.lexicon.get(*row as usize)) {
            let unrest = self.is_unrest(meaning, &held);
            spans.push(span(
                &word.phrase,
                None,
                if unrest { Outcome::Unrest } else { Outcome::NotUnrest },
            ));
        }
        spans
    }

    fn explain_label(&self, document: &Document<'_>) -> Option<Considered> {
        let mention = self.whole_label(document)?;
        Some(Considered {
            field: mention.field,
            start: mention.start,
            end: mention.end,
            form: self.surface(mention.name)?.to_owned(),
            polity: Some(mention.polity),
            outcome: Outcome::Counts,
        })
    }

    fn outcome(&self, verdict: Verdict) -> (u32, Outcome) {
        match verdict {
            Verdict::Counts(row) => (row, Outcome::Counts),
            Verdict::NotInUse(row) => (row, Outcome::NotInUse),
            Verdict::TierOff(row) => (row, Outcome::TierOff),
            Verdict::NoCue(row) => {
                let cues = self.names.get(row as usize).map(|name| {
                    name.cues.iter().map(|cue| self.contexts.id(cue).to_owned()).collect()
                });
                (row, Outcome::NoCue(cues.unwrap_or_default()))
            }
            Verdict::Vetoed(row, context) => {
                (row, Outcome::Vetoed(self.contexts.id(context).to_owned()))
            }
        }
    }
}
