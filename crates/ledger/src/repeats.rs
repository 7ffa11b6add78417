//! Which of many keys come more than once, without keeping them: two bits for each place a key falls on.

/// Places for each key: of 16, a key falls on another's once in 16 times at most.
const ROOM: u64 = 16;

/// Fewest and most places, as powers of two: 16 MiB together. With more keys more of them are taken for repeated.
const PLACES: std::ops::RangeInclusive<u32> = 10..=26;

/// Keys told apart by the places they fall on.
pub(crate) struct Repeats {
    /// Where one fell, and where another did after it.
    once: Vec<u64>,
    again: Vec<u64>,
    shift: u32,
}

impl Repeats {
    /// For about so many keys.
    pub(crate) fn new(keys: u64) -> Repeats {
        let places =
            (keys.saturating_mul(ROOM).max(1)).ilog2().clamp(*PLACES.start(), *PLACES.end());
        let bits = || vec![0; 1 << (places - 6)];
        Repeats { once: bits(), again: bits(), shift: 64 - places }
    }

    /// Takes account of a key, whose bits are as good as by chance.
    pub(crate) fn add(&mut self, key: u64) {
        let (word, bit) = self.place(key);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// Whether the key was added twice; also true of some that were not.
    pub(crate) fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.again[word] & bit != 0
    }

    fn place(&self, key: u64) -> (usize, u64) {
        // A multiplication carries every bit of the key to the highest, which say the place.
        let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift;
        ((place >> 6) as usize, 1 << (place & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::Repeats;
    use std::hash::{DefaultHasher, Hasher};

    #[test]
    fn no_repeated_key_is_missed_and_few_others_are_taken_for_one() {
        for keys in [0, 1, 1_000, 100_000] {
            let mut repeats = Repeats::new(keys);
            let key = |number: u64| {
                let mut hash = DefaultHasher::new();
                hash.write_u64(number);
                hash.finish()
            };
            (0..keys).for_each(|number| repeats.add(key(number)));
            (0..keys).step_by(10).for_each(|number| repeats.add(key(number)));
            assert!((0..keys).step_by(10).all(|number| repeats.may_have(key(number))));
            let others = (0..keys).filter(|number| number % 10 != 0);
            let wrong = others.filter(|number| repeats.may_have(key(*number))).count() as u64;
            assert!(wrong * 8 <= keys, "{wrong} of {keys}");
        }
    }
}
