//! Invented text, the same each time, and articles of it one after the other.

const WORDS: [&str; 16] = [
    "harbor",
    "the",
    "of",
    "Chile",
    "workers",
    "and",
    "“strike”",
    "minister",
    "to",
    "in",
    "a",
    "vote",
    "copper",
    "said",
    "São Paulo",
    "government",
];

/// Some number of words, the same each time: a linear congruential generator picks them.
pub(crate) fn words(seed: &mut u64, count: usize) -> String {
    let mut text = String::new();
    for _ in 0..count {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = usize::try_from(*seed >> 60).unwrap_or(0);
        text += WORDS[word];
        text.push(' ');
    }
    text
}

/// Articles of an export of a database, as its HTML, text or XML has them.
pub(crate) fn export(article: impl Fn(usize, &str, &str) -> String, around: [&str; 2]) -> Vec<u8> {
    let mut seed = 7;
    let mut text = around[0].to_owned();
    for number in 0..1000 {
        let (head, words) = (words(&mut seed, 8), words(&mut seed, 60));
        text += &article(number, &head, &words);
    }
    (text + around[1]).into_bytes()
}
