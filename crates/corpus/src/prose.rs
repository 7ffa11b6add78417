//! Prose for measuring speed: words by Zipf's law, sentences, proper names, and country names where planted.

use std::sync::LazyLock;

use crate::rng::Rng;
use crate::tables::rows;
use crate::text::capitalised;

/// Ranks of the vocabulary: 2^15 − 1 words.
const OCTAVES: u64 = 15;

const COMMON: &str = "the of and to in a was that it for on with he as at by his is from be which had were this have not are but \
they who an or its their been has one would said will when there more all out two no up into after other than over some time may \
last year new first before about any so could made under her him she them many most between can only must these such where day \
through did then while upon men being our without three each what if him against during people how much because now well make \
government city state house work today night week month again still long part place young old great small public early late";

const STARTS: [&str; 40] = [
    "b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k",
    "l", "m", "n", "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "sp", "st", "str", "t", "th",
    "tr", "v", "w", "wh", "", "",
];
const MIDDLES: [&str; 16] =
    ["a", "e", "i", "o", "u", "ea", "ou", "ai", "ee", "oo", "a", "e", "i", "o", "ie", "y"];
const ENDS: [&str; 32] = [
    "n", "r", "l", "t", "s", "d", "m", "nt", "st", "ck", "rd", "ll", "ss", "nd", "rn", "ch", "th",
    "ng", "mp", "ve", "se", "te", "re", "le", "ty", "ly", "er", "ed", "ing", "tion", "", "",
];

/// A country's name and adjective, commonest first.
pub(crate) static WORLD: LazyLock<Vec<[&'static str; 3]>> =
    LazyLock::new(|| rows(include_str!("../tables/world.csv"), ',').collect());

static VOCABULARY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut rng = Rng::of(&[0x776f_7264]);
    let mut words: Vec<String> =
        COMMON.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    while words.len() < 1 << OCTAVES {
        let word = coined(&mut rng);
        if word.len() > 1 && !names_a_country(&word) {
            words.push(word);
        }
    }
    words
});

/// About `words` words of prose with a country named in every twentieth, for benches of matchers; the same for the same seed.
pub fn text(seed: u64, words: usize) -> String {
    let mut rng = Rng::of(&[seed, 0x7465_7874]);
    let named = (0..words / 20).map(|_| country(&mut rng).1).collect::<Vec<_>>();
    let mut out = String::with_capacity(words * 7);
    write(&mut out, words, &named, &mut rng);
    out
}

/// Appends sentences of about `words` words, with the names given spread through them in order.
pub(crate) fn write(out: &mut String, words: usize, names: &[&str], rng: &mut Rng) {
    let mut names = names.iter().enumerate();
    let total = names.len();
    let mut next = names.next();
    let (mut opening, mut left) = (true, rng.between(8, 30));
    for n in 0..words {
        if n > 0 {
            out.push(' ');
        }
        match next {
            Some((at, name)) if !opening && n * (total + 1) >= words * (at + 1) => {
                out.push_str(name);
                next = names.next();
            }
            _ => out.push_str(&word(opening, rng)),
        }
        left -= 1;
        opening = left == 0;
        match rng.below(100) {
            _ if opening => {
                out.push('.');
                left = rng.between(8, 34);
            }
            0..5 => out.push(','),
            5 => out.push_str(" --"),
            6 => out.push_str(&format!(" {}", rng.between(2, 1999))),
            _ => {}
        }
    }
    for (_, name) in next.into_iter().chain(names) {
        out.push(' ');
        out.push_str(name);
    }
    out.push('.');
}

/// A country by Zipf's law, and its name or its adjective.
pub(crate) fn country(rng: &mut Rng) -> (&'static str, &'static str) {
    let at = rng.zipf(7) % WORLD.len().max(1);
    let [code, name, adjective] = WORLD.get(at).copied().unwrap_or_default();
    (code, if rng.percent(58) { name } else { adjective })
}

/// A word of the vocabulary; proper names and openings with a capital.
pub(crate) fn word(opening: bool, rng: &mut Rng) -> String {
    let proper = !opening && rng.percent(9);
    let rank = if proper { 2_000 + rng.zipf(14) } else { rng.zipf(OCTAVES) };
    let word = VOCABULARY.get(rank).map_or("", String::as_str);
    if opening || proper { capitalised(word) } else { word.to_owned() }
}

/// A word of one or two made-up syllables.
fn coined(rng: &mut Rng) -> String {
    let mut word = String::new();
    for _ in 0..rng.between(1, 2) {
        for parts in [&STARTS[..], &MIDDLES, &ENDS] {
            word.push_str(rng.pick(parts).copied().unwrap_or_default());
        }
    }
    word
}

fn names_a_country(word: &str) -> bool {
    WORLD.iter().flatten().any(|form| form.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_asked_for_are_there_in_order() {
        let mut out = String::new();
        write(&mut out, 40, &["Xanadu", "Zembla"], &mut Rng::of(&[1]));
        assert!(out.find("Xanadu").unwrap() < out.find("Zembla").unwrap(), "{out}");
    }

    #[test]
    fn few_words_still_hold_every_name() {
        let mut out = String::new();
        write(&mut out, 2, &["Xanadu", "Zembla", "Ruritania"], &mut Rng::of(&[1]));
        assert!(["Xanadu", "Zembla", "Ruritania"].iter().all(|name| out.contains(name)), "{out}");
    }

    #[test]
    fn the_text_has_the_length_asked_for() {
        let words = text(1, 1_000).split(' ').count();
        assert!((1_000..1_150).contains(&words), "{words}");
    }
}
