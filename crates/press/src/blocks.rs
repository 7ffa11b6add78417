//! Bytes of JSON many at once: where its quotes, backslashes and brackets are, and where a string or a value ends.

use wide::u8x16;

/// Bytes that are classed together.
const BLOCK: usize = 64;

/// One bit a byte, the first lowest.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Marks {
    quotes: u64,
    backslashes: u64,
    /// `{` and `[`.
    opens: u64,
    /// `}` and `]`.
    closes: u64,
}

/// The index just behind the list or object that begins at `at`, by its quotes and brackets alone; `None` if it does not end
/// among these bytes.
pub(crate) fn end_of_value(bytes: &[u8], mut at: usize) -> Option<usize> {
    let (mut depth, mut inside, mut escaped) = (0_usize, 0_u64, 0_u64);
    let mut padded = [0; BLOCK];
    while at < bytes.len() {
        let rest = bytes.get(at..)?;
        let block: &[u8; BLOCK] = rest.first_chunk().unwrap_or_else(|| {
            for (to, from) in padded.iter_mut().zip(rest) {
                *to = *from;
            }
            &padded
        });
        let marks = marks(block);
        let quotes = marks.quotes & !escapes(marks.backslashes, &mut escaped);
        // Every quote turns what follows it from text to structure and back.
        let text = spread(quotes) ^ inside;
        inside = ((text as i64) >> 63) as u64;
        let (opens, mut closes) = (marks.opens & !text, marks.closes & !text);
        if (closes.count_ones() as usize) < depth {
            depth = depth + opens.count_ones() as usize - closes.count_ones() as usize;
        } else {
            let before = depth;
            let mut closed = 0;
            while closes != 0 {
                let end = closes.trailing_zeros();
                closed += 1;
                let opened = (opens & ((1 << end) - 1)).count_ones() as usize;
                if before + opened <= closed {
                    return Some(at + end as usize + 1);
                }
                closes &= closes - 1;
            }
            depth = before + opens.count_ones() as usize - closed;
        }
        at += BLOCK;
    }
    None
}

/// Which bytes are escaped by a backslash before them. `carried`: whether the first one is, and then whether the next block's is.
#[inline]
fn escapes(backslashes: u64, carried: &mut u64) -> u64 {
    let mut escaped = *carried;
    *carried = 0;
    let mut left = backslashes & !escaped;
    while left != 0 {
        let at = left.trailing_zeros();
        if at == 63 {
            *carried = 1;
            break;
        }
        escaped |= 2 << at;
        left &= !(3 << at);
    }
    escaped
}

/// Of each bit the parity of it and all below.
#[inline]
fn spread(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The index of the first quote, backslash or control character from `at` on.
#[inline]
pub(crate) fn end_of_plain(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(sixteen) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let found = special(sixteen);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += 16;
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    Some(at + bytes.get(at..)?.iter().position(is_special)?)
}

/// One bit for each byte that is this one, the first lowest.
#[inline]
fn equal(bytes: u8x16, byte: u8) -> u64 {
    u64::from(bytes.simd_eq(u8x16::splat(byte)).to_bitmask())
}

#[inline]
fn marks(block: &[u8; BLOCK]) -> Marks {
    let mut marks = Marks::default();
    let (sixteens, _) = block.as_chunks();
    for (sixteen, shift) in sixteens.iter().zip([0, 16, 32, 48]) {
        let bytes = u8x16::new(*sixteen);
        // `[` and `{` differ in one bit, as do `]` and `}`, and no other byte becomes one of these by it.
        let folded = bytes | u8x16::splat(0x20);
        marks.quotes |= equal(bytes, b'"') << shift;
        marks.backslashes |= equal(bytes, b'\\') << shift;
        marks.opens |= equal(folded, b'{') << shift;
        marks.closes |= equal(folded, b'}') << shift;
    }
    marks
}

/// The bytes at which plain text ends: quotes, backslashes, control characters.
#[inline]
fn special(sixteen: &[u8; 16]) -> u64 {
    let bytes = u8x16::new(*sixteen);
    let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes).to_bitmask();
    equal(bytes, b'"') | equal(bytes, b'\\') | u64::from(control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extent::Extent;
    use proptest::prelude::*;

    /// The same, one by one.
    fn plainly(block: &[u8; BLOCK]) -> Marks {
        let bits = |is: fn(u8) -> bool| {
            block.iter().enumerate().fold(0, |bits, (at, byte)| bits | u64::from(is(*byte)) << at)
        };
        Marks {
            quotes: bits(|byte| byte == b'"'),
            backslashes: bits(|byte| byte == b'\\'),
            opens: bits(|byte| matches!(byte, b'{' | b'[')),
            closes: bits(|byte| matches!(byte, b'}' | b']')),
        }
    }

    #[test]
    fn sixty_four_bytes_are_classed_as_one_by_one() {
        for byte in 0..=u8::MAX {
            for at in [0, 15, 16, 63] {
                let mut block = [b'a'; BLOCK];
                block[at] = byte;
                assert_eq!(marks(&block), plainly(&block), "{byte:#x} at {at}");
                let found = block.first_chunk().map(special);
                let expected = u64::from(matches!(byte, b'"' | b'\\' | 0..0x20)) << at;
                assert_eq!(found, Some(expected & 0xffff), "{byte:#x} at {at}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn a_value_ends_where_the_walk_byte_by_byte_says(
            text in r#"[\[{]([\[\]{}a,: ]|"([\[\]{}aé]|\\["\\n])*"){0,60}"#, before in "[ab]{0,3}",
        ) {
            let whole = format!("{before}{text}");
            let walked = Extent::default().end_in(text.as_bytes()).map(|end| before.len() + end);
            prop_assert_eq!(end_of_value(whole.as_bytes(), before.len()), walked);
        }

        #[test]
        fn plain_text_ends_at_the_first_special_byte(text in "[a-e\"\\\\\t é]{0,80}", at in 0_usize..40) {
            let bytes = text.as_bytes();
            let first = bytes.iter().skip(at).position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
            prop_assert_eq!(end_of_plain(bytes, at), first.map(|first| at + first));
        }
    }
}
