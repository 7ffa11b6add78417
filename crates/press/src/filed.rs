//! Where an export says an article stood: `Section A; Column 1; Foreign Desk; Pg. 3` taken apart.

use std::borrow::Cow;

use crate::record::Labels;

/// Labels and page of a line that names section, column, desk and page, in any order, between `;` or `,`.
///
/// A single letter (`A`, `Section A`) is a part of the printed paper, whatever stands in it, and no section; a column, a
/// version and a number say nothing. What comes first of the rest is the section, with what follows it.
pub(crate) fn filed(written: &str) -> (Labels<'static>, Cow<'static, str>) {
    let (mut labels, mut page) = (Labels::default(), String::new());
    let mut sections: Vec<&str> = Vec::new();
    for part in written.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        let number = after(part, &["Pg.", "Pg", "Page", "P.", "S."]);
        if let Some(number) = number.filter(|number| number.bytes().any(|b| b.is_ascii_digit())) {
            page = number.to_owned();
        } else if part.ends_with(" Desk") {
            labels.desk = part.to_owned().into();
        } else if let Some(book) = book(part) {
            labels.book_section = book.to_owned().into();
        } else if after(part, &["Column", "Col.", "Zone", "Part", "Version:"]).is_none()
            && !is_number(part)
            && !is_joined_book(part)
        {
            sections.push(part);
        }
    }
    labels.section = sections.join("; ").into();
    (labels, page.into())
}

/// What follows one of these words.
fn after<'a>(part: &'a str, words: &[&str]) -> Option<&'a str> {
    let rest = |word: &&str| {
        let start = part.get(..word.len())?;
        let rest = part.get(word.len()..)?;
        let ends = word.ends_with(['.', ':']) || rest.starts_with([' ', '.']) || rest.is_empty();
        (start.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start_matches(['.', ' ']))
    };
    words.iter().find_map(rest)
}

/// `A` of `Section A` or `A`, `5` of `Section 5`.
fn book(part: &str) -> Option<&str> {
    let named = after(part, &["Section", "SECT"]);
    let is_named = |name: &&str| is_book(name) || (name.len() < 3 && is_number(name));
    named.filter(is_named).or(Some(part).filter(|part| is_book(part)))
}

fn is_book(part: &str) -> bool {
    part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `SECTA`.
fn is_joined_book(part: &str) -> bool {
    part.strip_prefix("SECT").is_some_and(is_book)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::filed;

    #[test]
    fn a_line_is_taken_apart() {
        for (written, [book, section, desk, page]) in [
            ("Section A; Column 1; Foreign Desk; Pg. 3", ["A", "", "Foreign Desk", "3"]),
            ("Section A; Foreign Desk; SECTA; Pg. 14", ["A", "", "Foreign Desk", "14"]),
            ("WORLD; asia", ["", "WORLD; asia", "", ""]),
            ("Foreign Desk; 1", ["", "", "Foreign Desk", ""]),
            (
                "Guardian International Pages, Pg. 15",
                ["", "Guardian International Pages", "", "15"],
            ),
            ("A", ["A", "", "", ""]),
            (
                "Section 5; Part 2; Page 16; Column 2; National Desk",
                ["5", "", "National Desk", "16"],
            ),
            ("POLITICS; Version:28", ["", "POLITICS", "", ""]),
            ("World; S.O.S.; S. 3", ["", "World; S.O.S.", "", "3"]),
            ("News; Pg. A10; Column; Brief", ["", "News; Brief", "", "A10"]),
            ("Canada / World", ["", "Canada / World", "", ""]),
            ("", ["", "", "", ""]),
        ] {
            let (labels, found) = filed(written);
            assert_eq!(
                [&*labels.book_section, &*labels.section, &*labels.desk, &*found],
                [book, section, desk, page],
                "{written}"
            );
        }
    }
}
