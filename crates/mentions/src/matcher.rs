//! Finds every form of a fixed set in a text: token-bounded, longest first, in one pass over word starts.
//!
//! A form can only begin where a word begins, so the scan looks at word starts alone. The first four bytes there
//! (two, when the form's first word is shorter) are looked up in a bit set that stays in the first-level
//! cache; only when it says "perhaps" is the bucket of forms with that beginning compared, longest first. The end
//! of a form is checked during the comparison, so when a longer form fails at its boundary the shorter ones are
//! still tried ("Republic of Korean …" is not the Republic of Korea, but nothing is lost either).
//!
//! A blank in a form stands for any run of white space in the text, so a name broken over two lines is found.

use crate::bytes::{character, eight, is_regular, word_after, word_bytes};

/// How a form begins. Each kind has a table of its own, so that the filter that most words meet, the one for small
/// letters, stays tiny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    /// Four bytes of one word, the first no small ASCII letter.
    Capital,
    /// Four bytes of one word, the first a small ASCII letter.
    Small,
    /// A first word of fewer than four bytes: two bytes.
    Short,
}

impl Beginning {
    /// The bits of the filter: 32 KB for capitals, 2 KB for the others. Few words pass that begin no form.
    fn bits(self) -> u32 {
        match self {
            Beginning::Capital => 18,
            Beginning::Small | Beginning::Short => 14,
        }
    }
}

/// A compiled set of forms, each with the number its owner gave it.
#[derive(Debug)]
pub(crate) struct Matcher {
    pool: Vec<u8>,
    entries: Vec<Entry>,
    capital: Table,
    small: Table,
    short: Table,
}

/// One form: where its bytes lie in the pool, and its number.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    length: u32,
    number: u32,
    /// Whether the form has blanks, which match any white space.
    blanks: bool,
    /// The first eight bytes of the form, and which of them it has: most comparisons end here.
    prefix: u64,
    mask: u64,
}

/// Buckets of forms by their first bytes.
#[derive(Debug)]
struct Table {
    filter: Box<[u64]>,
    bits: u32,
    /// Open addressing; `(key, first entry, entries)`, with zero entries where the slot is free.
    slots: Vec<(u32, u32, u32)>,
    mask: usize,
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
    /// Compiles forms. Each must be non-empty and begin with a letter or digit; `check` reports those that do not.
    pub(crate) fn new(forms: &[(String, u32)]) -> Matcher {
        let mut keyed: Vec<(Beginning, u32, &str, u32)> = forms
            .iter()
            .filter_map(|(form, number)| {
                beginning(form).map(|(kind, key)| (kind, key, form.as_str(), *number))
            })
            .collect();
        keyed.sort_by(|a, b| (a.0, a.1, b.2.len(), a.2, a.3).cmp(&(b.0, b.1, a.2.len(), b.2, b.3)));
        keyed.dedup_by(|a, b| a.2 == b.2 && a.3 == b.3);
        let mut pool = Vec::new();
        let mut entries = Vec::with_capacity(keyed.len());
        for (_, _, form, number) in &keyed {
            let prefix = eight(form.as_bytes(), 0);
            let mask = if form.len() < 8 { (1 << (8 * form.len())) - 1 } else { u64::MAX };
            entries.push(Entry {
                start: pool.len() as u32,
                length: form.len() as u32,
                number: *number,
                blanks: form.contains(' '),
                prefix,
                mask,
            });
            pool.extend_from_slice(form.as_bytes());
        }
        let keys: Vec<(Beginning, u32)> =
            keyed.iter().map(|(kind, key, ..)| (*kind, *key)).collect();
        let table = |kind| Table::new(&keys, kind);
        let (capital, small) = (table(Beginning::Capital), table(Beginning::Small));
        Matcher { pool, entries, capital, small, short: table(Beginning::Short) }
    }

    /// Calls `found` for every form in the text, from left to right, longest first at each word start.
    ///
    /// Eight bytes are classed at once; where one of them is not ASCII, character by character.
    pub(crate) fn scan(&self, text: &str, mut found: impl FnMut(Hit) -> Then) {
        let bytes = text.as_bytes();
        // Whether a word goes on at `at`, and where the last form that took its span ends.
        let (mut at, mut inside, mut taken) = (0, false, 0);
        while at < bytes.len() {
            let here = eight(bytes, at);
            if let Some(words) = word_bytes(here) {
                let mut starts = words & !(words << 8 | if inside { 0x80 } else { 0 });
                while starts != 0 {
                    let start = at + (starts.trailing_zeros() / 8) as usize;
                    starts &= starts - 1;
                    if start >= taken {
                        taken = self.here(text, start, &mut found).unwrap_or(taken);
                    }
                }
                inside = words >> 63 == 1;
                at += 8;
            } else {
                let end = at + 8;
                while at < end && at < bytes.len() {
                    let (word, length) = character(text, at);
                    if word && !inside && at >= taken {
                        taken = self.here(text, at, &mut found).unwrap_or(taken);
                    }
                    inside = word;
                    at += length;
                }
            }
        }
    }

    /// Tries the forms that begin at a word start; the end of the one that took its span.
    #[inline]
    fn here(&self, text: &str, at: usize, found: &mut impl FnMut(Hit) -> Then) -> Option<usize> {
        let eight = eight(text.as_bytes(), at);
        let [first, second, ..] = eight.to_le_bytes();
        let (four, two) = (eight as u32, short_key(first, second));
        let mut taken = None;
        let table = if first.is_ascii_lowercase() { &self.small } else { &self.capital };
        if table.perhaps(four) {
            taken = self.bucket(table, four, text, at, eight, found);
        }
        if taken.is_none() && self.short.perhaps(two) {
            taken = self.bucket(&self.short, two, text, at, eight, found);
        }
        taken
    }

    #[inline(never)]
    fn bucket(
        &self,
        table: &Table,
        key: u32,
        text: &str,
        at: usize,
        eight: u64,
        found: &mut impl FnMut(Hit) -> Then,
    ) -> Option<usize> {
        let entries = self.entries.get(table.range(key)).filter(|entries| !entries.is_empty())?;
        let regular = is_regular(eight);
        for entry in entries {
            if regular && eight & entry.mask != entry.prefix {
                continue;
            }
            let form =
                self.pool.get(entry.start as usize..(entry.start + entry.length) as usize)?;
            let Some(end) = matches(form, entry.blanks, text, at) else { continue };
            if found(Hit { start: at, end, number: entry.number }) == Then::Consume {
                return Some(end);
            }
        }
        None
    }
}

impl Table {
    /// A table over the keys of one kind; `keys` is in the order of the entries.
    fn new(keys: &[(Beginning, u32)], wanted: Beginning) -> Table {
        let mut runs: Vec<(u32, u32, u32)> = Vec::new();
        for (index, (kind, key)) in keys.iter().enumerate() {
            if *kind != wanted {
                continue;
            }
            match runs.last_mut() {
                Some((last, _, entries)) if last == key => *entries += 1,
                _ => runs.push((*key, index as u32, 1)),
            }
        }
        let size = (runs.len() * 2).next_power_of_two().max(2);
        let bits = wanted.bits();
        let mut table = Table {
            filter: vec![0; 1 << (bits - 6)].into_boxed_slice(),
            bits,
            slots: vec![(0, 0, 0); size],
            mask: size - 1,
        };
        for run in runs {
            let bit = hash(run.0, bits);
            table.filter[bit >> 6] |= 1 << (bit & 63);
            let mut slot = hash(run.0, bits) & table.mask;
            while table.slots[slot].2 != 0 {
                slot = (slot + 1) & table.mask;
            }
            table.slots[slot] = run;
        }
        table
    }

    #[inline]
    fn perhaps(&self, key: u32) -> bool {
        let bit = hash(key, self.bits);
        self.filter[bit >> 6] >> (bit & 63) & 1 == 1
    }

    fn range(&self, key: u32) -> std::ops::Range<usize> {
        let mut slot = hash(key, self.bits) & self.mask;
        loop {
            let (found, first, entries) = self.slots[slot];
            if entries == 0 {
                return 0..0;
            }
            if found == key {
                return first as usize..(first + entries) as usize;
            }
            slot = (slot + 1) & self.mask;
        }
    }
}

/// Fibonacci hashing.
#[inline]
fn hash(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

/// Which table a form belongs to, and its key there; `None` for a form that begins with no word.
fn beginning(form: &str) -> Option<(Beginning, u32)> {
    form.chars().next().filter(|c| c.is_alphanumeric())?;
    let bytes = form.as_bytes();
    match (bytes, bytes.iter().position(|b| *b == b' ').unwrap_or(bytes.len())) {
        ([a, b, c, d, ..], 4..) => {
            let kind = if a.is_ascii_lowercase() { Beginning::Small } else { Beginning::Capital };
            Some((kind, u32::from_le_bytes([*a, *b, *c, *d])))
        }
        ([a, b, ..], _) => Some((Beginning::Short, short_key(*a, *b))),
        _ => None,
    }
}

/// Two bytes as a key, any white space as a blank.
#[inline]
fn short_key(first: u8, second: u8) -> u32 {
    let second = if second.is_ascii_whitespace() { b' ' } else { second };
    u32::from(first) | u32::from(second) << 8
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

/// The longest run of white space inside a name; a longer gap parts columns, not words, and the limit keeps time linear.
const RUN: usize = 32;

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
