//! Finds every form of a fixed set in a text: token-bounded, longest first, in one pass over word starts.
//!
//! A form can only begin where a word begins, and its first word is then the text's word. So the scan takes the first
//! word at every word start (its first eight bytes) and asks a bit set that stays in the first-level cache; only
//! when that says "perhaps" are the forms with that word compared, longest first, by the eight bytes that follow it.
//! The end of a form is checked during the comparison, so when a longer form fails at its boundary the shorter ones
//! are still tried ("Republic of Korean …" is not the Republic of Korea, but nothing is lost either).
//!
//! A blank in a form stands for any run of white space in the text, so a name broken over two lines is found.

use crate::bytes::{RUN, STEP, WINDOW, Window, beginning, eight, flat_eight, length, word_after};

/// The words of the filter, 16 KB. In one of them two bits are set for every word that begins a form; of the words of a
/// text that begin none, one in a hundred passes.
const FILTER: usize = 1 << 11;

/// The most bytes of a form.
const LONGEST: usize = u16::MAX as usize;

/// A compiled set of forms, each with the number its owner gave it.
#[derive(Debug)]
pub(crate) struct Matcher {
    pool: Vec<u8>,
    entries: Vec<Entry>,
    filter: Box<[u64; FILTER]>,
    /// Open addressing by the beginning's hash; no entries where the slot is free.
    slots: Vec<Slot>,
}

/// One form: where its bytes lie in the pool, and its number.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// What follows the beginning, eight bytes of it: most comparisons end here.
    next: u64,
    number: u32,
    start: u32,
    length: u16,
    /// How many bytes of `next` the form has, at most eight.
    known: u8,
    /// Whether the form has blanks, which match any white space.
    blanks: bool,
}

/// The run of entries with one beginning.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    beginning: u64,
    first: u32,
    entries: u32,
}

/// A form found: bytes `start..end` of the text, and the form's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) number: u32,
}

/// What the owner wants after a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The form takes its span: go on behind it.
    Consume,
    /// The form leaves the span to others: try the shorter forms that begin here, then the next word.
    Pass,
}

impl Matcher {
    /// Compiles forms. Each must begin with a letter or digit and have two bytes or more, which `check` holds; no name
    /// has more than [`LONGEST`].
    pub(crate) fn new(forms: &[(String, u32)]) -> Matcher {
        let mut keyed: Vec<(u64, &str, u32)> = forms
            .iter()
            .filter(|(form, _)| (2..=LONGEST).contains(&form.len()))
            .filter(|(form, _)| form.starts_with(char::is_alphanumeric))
            .map(|(form, number)| (beginning(eight(form.as_bytes(), 0)), form.as_str(), *number))
            .collect();
        keyed.sort_by(|a, b| (a.0, b.1.len(), a.1, a.2).cmp(&(b.0, a.1.len(), b.1, b.2)));
        keyed.dedup_by(|a, b| a.1 == b.1 && a.2 == b.2);
        let mut pool = Vec::new();
        let mut entries = Vec::with_capacity(keyed.len());
        for (beginning, form, number) in &keyed {
            entries.push(Entry::new(*beginning, form, pool.len(), *number));
            pool.extend_from_slice(form.as_bytes());
        }
        let mut matcher =
            Matcher { pool, entries, filter: Box::new([0; FILTER]), slots: Vec::new() };
        matcher.file(keyed.iter().map(|(beginning, ..)| *beginning));
        matcher
    }

    /// Files the runs of equal beginnings, which come in the order of the entries.
    fn file(&mut self, beginnings: impl Iterator<Item = u64>) {
        let mut runs: Vec<Slot> = Vec::new();
        for (beginning, first) in beginnings.zip(0..) {
            match runs.last_mut() {
                Some(last) if last.beginning == beginning => last.entries += 1,
                _ => runs.push(Slot { beginning, first, entries: 1 }),
            }
        }
        self.slots = vec![Slot::default(); (runs.len() * 2).next_power_of_two().max(2)];
        for run in runs {
            let hash = hash(run.beginning);
            let (word, bits) = filter_bits(hash);
            self.filter[word] |= bits;
            let free = self.probe(hash).find(|slot| self.slots[*slot].entries == 0);
            self.slots[free.expect("the table is twice as large as its contents")] = run;
        }
    }

    /// Calls `found` for every form in the text, from left to right, longest first at each word start.
    pub(crate) fn scan(&self, text: &str, mut found: impl FnMut(Hit) -> Then) {
        let mut padded = [0; WINDOW];
        // Whether a word goes on at `at`, and where the last form that took its span ends.
        let (mut at, mut inside, mut taken) = (0, 0, 0);
        while at < text.len() {
            let window = Window::new(text, at, &mut padded);
            let mut starts = window.words & !(window.words << 1 | inside) & (u64::MAX >> 8);
            inside = window.words >> (STEP - 1) & 1;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let beginning = window.beginning(start);
                let hash = hash(beginning);
                if self.perhaps(hash) && at + start >= taken {
                    let slot = self.slot(hash, beginning);
                    taken = self.compare(slot, text, at + start, &mut found).unwrap_or(taken);
                }
            }
            at += STEP;
        }
    }

    /// Whether both bits of a hash are set.
    #[inline]
    fn perhaps(&self, hash: u64) -> bool {
        let (word, bits) = filter_bits(hash);
        self.filter[word] & bits == bits
    }

    /// The places where a beginning may be filed, in the order in which they are tried.
    fn probe(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        (0..=mask).map(move |step| ((hash >> 36) as usize + step) & mask)
    }

    fn slot(&self, hash: u64, beginning: u64) -> Slot {
        let filed = |slot: &Slot| slot.entries == 0 || slot.beginning == beginning;
        self.probe(hash).map(|slot| self.slots[slot]).find(filed).unwrap_or_default()
    }

    /// Compares the forms of a slot with the text at a word start; the end of the one that took its span.
    #[inline(never)]
    fn compare(
        &self,
        slot: Slot,
        text: &str,
        start: usize,
        found: &mut impl FnMut(Hit) -> Then,
    ) -> Option<usize> {
        let entries =
            self.entries.get(slot.first as usize..(slot.first + slot.entries) as usize)?;
        let behind = start + length(slot.beginning);
        let (next, flat) = flat_eight(text.as_bytes(), behind);
        for entry in entries.iter().filter(|entry| entry.begins(next)) {
            // A form that is compared to its end needs no look at its bytes, unless it ends in an open hyphen.
            let whole = flat && entry.known < 8;
            let end = if whole && !word_after(text, behind + usize::from(entry.known)) {
                behind + usize::from(entry.known)
            } else {
                let Some(end) = self.matches(entry, text, start) else { continue };
                end
            };
            if found(Hit { start, end, number: entry.number }) == Then::Consume {
                return Some(end);
            }
        }
        None
    }

    /// The end of a form in the text at `start`, if it is there and ends where a token ends.
    fn matches(&self, entry: &Entry, text: &str, start: usize) -> Option<usize> {
        let form = self.pool.get(entry.start as usize..)?.get(..usize::from(entry.length))?;
        matches(form, entry.blanks, text, start)
    }
}

impl Entry {
    fn new(beginning: u64, form: &str, start: usize, number: u32) -> Entry {
        let behind = length(beginning);
        Entry {
            next: eight(form.as_bytes(), behind),
            number,
            start: start as u32,
            length: form.len() as u16,
            known: (form.len() - behind).min(8) as u8,
            blanks: form.contains(' '),
        }
    }

    /// Whether the text goes on as the form does, as far as eight bytes tell.
    #[inline]
    fn begins(&self, next: u64) -> bool {
        // What the form does not have is shifted out, in halves: a shift by 64 is none.
        let half = 32 - 4 * u32::from(self.known);
        (next ^ self.next) << half << half == 0
    }
}

/// The two bits of a hash in the filter, which lie in one word of it.
#[inline]
fn filter_bits(hash: u64) -> (usize, u64) {
    ((hash >> 32) as usize % FILTER, 1 << (hash >> 58) | 1 << (hash >> 52 & 63))
}

/// Fibonacci hashing: the upper bits depend on all of the beginning.
#[inline]
fn hash(beginning: u64) -> u64 {
    beginning.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The end of `form` in the text at `at`, if it is there and ends where a token ends.
fn matches(form: &[u8], blanks: bool, text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = if blanks {
        matches_blanks(form, bytes, at)?
    } else {
        let end = at + form.len();
        (bytes.get(at..end)? == form).then_some(end)?
    };
    let open = form.last() == Some(&b'-');
    (open || !word_after(text, end)).then_some(end)
}

/// As a comparison, but a blank of the form takes a whole run of white space.
fn matches_blanks(form: &[u8], bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    for &wanted in form {
        let here = *bytes.get(end)?;
        if wanted != b' ' {
            if here != wanted {
                return None;
            }
            end += 1;
        } else {
            let rest = bytes.get(end..)?;
            let run = rest.iter().take(RUN).take_while(|b| b.is_ascii_whitespace()).count();
            if run == 0 {
                return None;
            }
            end += run;
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::word_before;
    use proptest::prelude::*;

    /// The plainest reading of the rule: at every word start, the longest form that ends at a boundary.
    fn naive(forms: &[(String, u32)], text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let starts =
                text.is_char_boundary(at) && word_after(text, at) && !word_before(text, at);
            let best = forms
                .iter()
                .filter(|_| starts)
                .filter(|(form, _)| {
                    form.chars().next().is_some_and(char::is_alphanumeric) && form.len() > 1
                })
                .filter_map(|(form, number)| {
                    let end = matches_blanks(form.as_bytes(), text.as_bytes(), at)?;
                    let open = form.ends_with('-');
                    (open || !word_after(text, end)).then_some((form.len(), end, *number))
                })
                .max_by_key(|(length, _, number)| (*length, std::cmp::Reverse(*number)));
            match best {
                Some((_, end, number)) => {
                    hits.push(Hit { start: at, end, number });
                    at = end.max(at + 1);
                    // A form that ends in a hyphen stops inside a token, and the next word may begin at once.
                }
                None => at += 1,
            }
        }
        hits
    }

    fn scan(forms: &[(String, u32)], text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        Matcher::new(forms).scan(text, |hit| {
            hits.push(hit);
            Then::Consume
        });
        hits
    }

    fn numbered(forms: &[&str]) -> Vec<(String, u32)> {
        forms.iter().zip(0..).map(|(form, number)| ((*form).to_owned(), number)).collect()
    }

    #[test]
    fn a_longer_form_that_fails_at_its_end_leaves_the_shorter_one() {
        let forms = numbered(&[
            "Korea",
            "Korea Republic",
            "U.S.",
            "U.S.S.R.",
            "New Mexico",
            "Mexico",
            "Éire",
        ]);
        for (text, expected) in [
            ("Korea Republicans", vec![0]),
            ("Korea\n Republic", vec![1]),
            ("the U.S.-led", vec![2]),
            ("U.S.S.R., U.S.", vec![3, 2]),
            ("New Mexico or Mexico", vec![4, 5]),
            ("—Mexico—Éire", vec![5, 6]),
            ("Mexicos NewMexico éMexico Mexicoé", vec![]),
        ] {
            let found: Vec<u32> = scan(&forms, text).iter().map(|hit| hit.number).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn it_agrees_with_the_naive_reading(
            forms in proptest::collection::btree_set("[ab][ab .é-]{0,6}[ab.]", 1..12),
            text in "[ab .é—\n-]{0,80}",
        ) {
            let forms: Vec<(String, u32)> = forms.into_iter().zip(0..).collect();
            prop_assert_eq!(scan(&forms, &text), naive(&forms, &text));
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "\\PC{0,200}") {
            scan(&numbered(&["a", "b c", "é"]), &text);
        }
    }
}
