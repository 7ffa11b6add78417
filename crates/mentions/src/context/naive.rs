//! The plainest reading of the table of contexts, row by row and character by character, to hold the index against.

use proptest::prelude::*;

use super::{Contexts, Place, REACH, Set};
use crate::tables::{ContextRow, Side};
use crate::words::{ends_with, head, is_digits, is_initial, starts_with, tail, variants};

const SIGNS: [char; 3] = ['.', '\'', '-'];

/// The tokens of a text and where each begins: letters, digits and signs that stand together.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let split = text.split(|c: char| !c.is_alphanumeric() && !SIGNS.contains(&c));
    let tokens = split.filter(|token| !token.is_empty());
    tokens.map(|token| (token.as_ptr().addr() - text.as_ptr().addr(), token)).collect()
}

/// A token as a word behind a name: without signs at its ends and without "'s".
fn word(token: &str) -> &str {
    let token = token.trim_start_matches(SIGNS);
    token.strip_suffix("'s").unwrap_or(token).trim_end_matches(SIGNS)
}

fn first_word(text: &str) -> &str {
    tokens(text).into_iter().map(|(_, token)| word(token)).find(|w| !w.is_empty()).unwrap_or("")
}

fn last_token(text: &str) -> &str {
    tokens(text).last().map_or("", |(_, token)| *token)
}

/// Whether a word of the text is the word of a pattern, which in small letters stands for any case.
fn is(word: &str, of_pattern: &str) -> bool {
    !word.is_empty() && (word == of_pattern || word.to_lowercase() == of_pattern)
}

/// Whether a row holds in a place.
fn holds(row: &ContextRow, place: &Place<'_>) -> bool {
    let head = head(place.text, place.start, REACH);
    let tail = tail(place.text, place.end, REACH);
    let (before, behind) = (last_token(head), first_word(tail));
    let begins = |c: char| c.is_whitespace() || c == '-' || c == '\'';
    let joined = place.text[..place.end].ends_with('-') || tail.starts_with(begins);
    let beside_behind = joined && tail.trim_start().starts_with(behind);
    let beside_before = head.trim_end().ends_with(before);
    match (row.side, row.pattern.as_str()) {
        (_, "<initial>") => beside_before && is_initial(before),
        (_, "<age>") => {
            let behind = head.trim_end().strip_suffix(',').map(str::trim_end);
            let number = behind.and_then(|head| head.strip_suffix(before));
            number.is_some_and(|head| head.trim_end().ends_with(','))
                && is_digits(before)
                && (1..=2).contains(&before.len())
        }
        (_, "<number>") => (beside_behind || tail.starts_with('-')) && is_digits(behind),
        (side, pattern) => variants(pattern).iter().any(|pattern| match side {
            Side::Before if pattern == last_token(pattern) => beside_before && is(before, pattern),
            Side::Before => is(before, last_token(pattern)) && ends_with(head, pattern),
            _ => {
                let alone = pattern.trim_end_matches(SIGNS) == first_word(pattern);
                if side == Side::After {
                    let phrase = || if alone { beside_behind } else { starts_with(tail, pattern) };
                    is(behind, first_word(pattern)) && phrase()
                } else {
                    [head, tail].iter().any(|near| {
                        tokens(near).iter().any(|(at, token)| {
                            let phrase = || alone || starts_with(&near[*at..], pattern);
                            is(word(token), first_word(pattern)) && phrase()
                        })
                    })
                }
            }
        }),
    }
}

/// A side and a pattern that a table may have.
fn row() -> impl Strategy<Value = (Side, String)> {
    let side = prop_oneof![Just(Side::Before), Just(Side::After), Just(Side::Around)];
    let class = prop_oneof![Just("<initial>"), Just("<age>"), Just("<number>")];
    let pattern = prop_oneof![
        1 => class.prop_map(str::to_owned),
        9 => "[abA1é.,' -]{1,3}|[abAÉ]{1,2}[ .,'-]{0,2}[abA1]{1,9}[.']?",
    ];
    (side, pattern).prop_filter("no pattern", |(_, pattern)| {
        let words = pattern.contains(char::is_alphanumeric) || pattern.starts_with('<');
        words && pattern.trim() == pattern
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn the_index_agrees_with_the_naive_reading(
        rows in proptest::collection::vec(row(), 1..12),
        head in "([abA1éÉ.,' —-]{0,3}(a|b|A.|ab|Ab|12|É)[ .,'-]{0,2}){0,14}",
        name in "[NM]{1,4}-?",
        tail in "([ .,'-]{0,2}(a|b|A|ab|12|aA|É|é's)[abA1éÉ.,' —-]{0,3}){0,14}",
    ) {
        let (mut contexts, mut wanted) = (Contexts::default(), Set::default());
        let row = |(number, (side, pattern)): (u16, (Side, String))| ContextRow {
            id: number.to_string(),
            side,
            pattern,
            source: "own".to_owned(),
        };
        let rows: Vec<ContextRow> = (0..).zip(rows).map(row).collect();
        for (number, row) in (0..).zip(&rows) {
            contexts.add(row);
            wanted.insert(number);
        }
        let text = format!("{head}{name}{tail}");
        let (start, end) = (head.len(), head.len() + name.len());
        let place = Place { text: &text, start, end, seen: 0, dated: false };
        let held = contexts.held(&place, &wanted);
        for (row, number) in rows.iter().zip(0..) {
            let (side, pattern) = (row.side, &row.pattern);
            prop_assert_eq!(held.has(number), holds(row, &place), "{:?} {:?}", side, pattern);
        }
    }
}
