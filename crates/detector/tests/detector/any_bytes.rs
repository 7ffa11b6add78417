//! Any bytes whatever, as the fuzz target of `fuzz/` reads them: no panic, and no answer that contradicts itself.

use crate::bytes::check;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged_without_contradiction(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes, false);
    }

    /// Rules that make sense are rare among any bytes: here the rule is 3/2, 2, five years, and some of any kind.
    #[test]
    fn any_series_is_judged_without_contradiction(
        further in any::<u8>(),
        kinds in any::<u8>(),
        numbers in prop::collection::vec(0u8..9, 8),
        series in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let ratios = [numbers[0], 1 + numbers[1], 4 + numbers[2], 1 + numbers[3] % 4];
        let used = if kinds & 1 == 0 { &ratios[..] } else { &ratios[..2] };
        let window = [1 + numbers[4], numbers[5] % (1 + numbers[4])];
        let rest = numbers[6..].iter().take((kinds >> 5 & 1) as usize + (kinds >> 6 & 1) as usize);
        let rule = [&[further, kinds], used, &window].concat();
        let bytes = [rule, rest.copied().collect(), series].concat();
        check(&bytes, false);
        // A few years are enough for what takes so long.
        check(&bytes[..bytes.len().min(40)], true);
    }
}
