//! A small seeded generator of random numbers: whole numbers only, so the same bytes on every machine.
//!
//! SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA).

/// A stream of random numbers fixed by its keys.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The stream for these keys; any change in any key gives an unrelated stream.
    pub fn of(keys: &[u64]) -> Self {
        keys.iter().fold(Rng(0x5eed), |mut rng, &key| {
            let mixed = rng.next();
            Rng(mixed ^ key.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
        })
    }

    /// The next 64 random bits.
    #[allow(clippy::should_implement_trait)] // a stream of numbers, never an iterator to chain
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` − 1; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(bound);
        (wide >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `percent` of 100 draws.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One element; `None` of an empty slice.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }

    /// A count with the given mean in thousandths: many small coins, which is Poisson but for a variance of 0.95 × the mean.
    pub fn count(&mut self, mean_in_thousandths: u64) -> u32 {
        const COIN: u64 = 50;
        let rest = mean_in_thousandths % COIN;
        let coins = mean_in_thousandths / COIN;
        let heads = (0..coins).filter(|_| self.below(1000) < COIN).count() as u32;
        heads + u32::from(self.below(1000) < rest)
    }

    /// A rank from 0 to 2^`octaves` − 2 by Zipf's law (each octave of ranks equally likely), as words are in a text.
    pub fn zipf(&mut self, octaves: u64) -> usize {
        let first = 1 << self.below(octaves);
        (first + self.below(first) - 1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_fixed_by_its_keys() {
        let draw = |keys: &[u64]| Rng::of(keys).next();
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
        assert_ne!(draw(&[1]), draw(&[1, 0]));
    }

    #[test]
    fn bounds_are_kept() {
        let mut rng = Rng::of(&[7]);
        assert_eq!(rng.below(0), 0);
        assert!((0..1000).all(|_| (3..=5).contains(&rng.between(3, 5))));
        assert!((0..1000).all(|_| rng.zipf(4) < 15));
        assert_eq!(rng.pick::<u8>(&[]), None);
    }

    #[test]
    fn counts_have_the_mean_asked_for() {
        let mut rng = Rng::of(&[8]);
        let total: u32 = (0..2000).map(|_| rng.count(4_321)).sum();
        assert!((8_400..8_900).contains(&total), "{total}");
    }
}
