//! What is filed under a word on one side of a name: the patterns of the contexts, by their nearest word.
//!
//! Most words beside a name begin no pattern, so a bit set is asked first. Words are filed by a hash that is the same
//! for small letters and capitals: one question finds what is filed under a word as written and in small letters.

use crate::context::Set;
use crate::tables::Side;

/// The bits of the filter, as a power of two: 8 KB, of which one bit in fourteen is set.
const FILTER_BITS: u32 = 16;

/// The index. Words can be added; nothing is taken out.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    filter: Vec<u64>,
    /// Open addressing by the word's hash: the entry's number and one, or zero where the slot is free.
    slots: Vec<u32>,
}

/// What a word on one side of a name says.
#[derive(Debug)]
pub(crate) struct Entry {
    side: Side,
    word: String,
    /// Whether the word is in small letters and stands for any case.
    small: bool,
    /// The contexts that it satisfies alone.
    pub(crate) alone: Set,
    /// The phrases it is part of, and the context that each satisfies.
    pub(crate) phrases: Vec<(String, u16)>,
}

impl Index {
    /// The entry of a word, new if there is none.
    pub(crate) fn entry(&mut self, side: Side, word: &str) -> &mut Entry {
        let hash = hash(side, word);
        let filed = |slot: &usize| match self.filed(*slot) {
            Some(entry) => entry.side == side && entry.word == word,
            None => true,
        };
        let known = probe(hash, self.slots.len()).find(filed);
        let number = known.and_then(|slot| self.slots[slot].checked_sub(1));
        let number = number.map_or(self.entries.len(), |number| number as usize);
        if number == self.entries.len() {
            let small = !word.chars().any(char::is_uppercase);
            let (word, alone, phrases) = (word.to_owned(), Set::default(), Vec::new());
            self.entries.push(Entry { side, word, small, alone, phrases });
            self.file_last(hash);
        }
        &mut self.entries[number]
    }

    /// Files the last entry; when half of the slots are taken, files all again in twice as many.
    fn file_last(&mut self, hash: u64) {
        if self.entries.len() * 2 > self.slots.len() {
            self.slots = vec![0; (self.entries.len() * 4).next_power_of_two()];
            self.filter = vec![0; 1 << (FILTER_BITS - 6)];
            for number in 0..self.entries.len() {
                let entry = &self.entries[number];
                self.file(self::hash(entry.side, &entry.word), number);
            }
        } else {
            self.file(hash, self.entries.len() - 1);
        }
    }

    fn file(&mut self, hash: u64, number: usize) {
        let bit = hash >> (64 - FILTER_BITS);
        self.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
        let free = probe(hash, self.slots.len()).find(|slot| self.slots[*slot] == 0);
        self.slots[free.expect("the table is twice as large as its contents")] = number as u32 + 1;
    }

    fn filed(&self, slot: usize) -> Option<&Entry> {
        let number = self.slots[slot].checked_sub(1)?;
        self.entries.get(number as usize)
    }

    /// Calls `found` for what is filed under a word as written, and under the same in small letters: an entry may
    /// come twice.
    #[inline]
    pub(crate) fn each(&self, side: Side, word: &str, mut found: impl FnMut(&Entry)) {
        let hash = hash(side, word);
        if self.perhaps(hash) {
            self.each_filed(side, word, hash, &mut found);
        }
        if !word.is_ascii() {
            let small = word.to_lowercase();
            self.each_filed(side, &small, self::hash(side, &small), &mut found);
        }
    }

    #[inline]
    fn perhaps(&self, hash: u64) -> bool {
        let bit = hash >> (64 - FILTER_BITS);
        self.filter.get((bit >> 6) as usize).is_some_and(|bits| bits >> (bit & 63) & 1 == 1)
    }

    fn each_filed(&self, side: Side, word: &str, hash: u64, found: &mut impl FnMut(&Entry)) {
        for entry in probe(hash, self.slots.len()).map_while(|slot| self.filed(slot)) {
            let same = entry.word == word || (entry.small && entry.word.eq_ignore_ascii_case(word));
            if same && entry.side == side {
                found(entry);
            }
        }
    }
}

/// The slots where a word may be filed, in the order in which they are tried; the first free one ends the search.
fn probe(hash: u64, slots: usize) -> impl Iterator<Item = usize> {
    (0..slots).map(move |step| ((hash >> 24) as usize + step) & (slots - 1))
}

/// A multiplicative hash of a word's length, beginning and end, without the bit that tells capitals from small letters.
/// The tables are our own, so no one can choose colliding words for them, and a text can only ask.
#[inline]
fn hash(side: Side, word: &str) -> u64 {
    let bytes = word.as_bytes();
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
        },
    };
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let seed = (bytes.len() as u64) << 2 | side as u64;
    let half = (seed ^ (first | SMALL)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (half.rotate_left(29) ^ (last | SMALL)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_written_and_in_small_letters() {
        let mut index = Index::default();
        for (word, context) in (0..2000).map(|n| (format!("word{n}"), n % 200)) {
            index.entry(Side::Before, &word).alone.insert(context);
        }
        for (word, context) in [("York", 201), ("york", 202), ("straße", 203), ("äpfel", 204)] {
            index.entry(Side::After, word).alone.insert(context);
        }
        for (side, word, expected) in [
            (Side::Before, "word1999", vec![199]),
            (Side::Before, "Word3", vec![3]),
            (Side::Before, "word2000", vec![]),
            (Side::Before, "York", vec![]),
            (Side::After, "York", vec![201, 202]),
            (Side::After, "YORK", vec![202]),
            (Side::After, "york", vec![202]),
            (Side::After, "Straße", vec![203]),
            (Side::After, "ÄPFEL", vec![204]),
            (Side::After, "", vec![]),
        ] {
            let mut found = Set::default();
            index.each(side, word, |entry| found.add(&entry.alone));
            assert_eq!(found.iter().collect::<Vec<u16>>(), expected, "{word}");
        }
    }
}
