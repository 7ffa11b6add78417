//! Plain text of a page or a day as a machine read it: `harbor-news_19170102.txt`, `…/1917/01/02/ed-1/seq-1/ocr.txt`.
//!
//! Text says nothing of what it is, so both have to fit: the name holds newspaper and day and little else, and what is in
//! the file is running text.

use std::io::{self, Read};

use super::files;
use super::files::Part;
use super::name::Name;
use crate::export::{Export, Head, Piece, Records};
use crate::lines::Lines;
use crate::record::{Article, Problem};
use crate::source::{Format, Source};

/// Plain text.
pub(crate) static TEXT: Source = Source {
    name: "ocr-text",
    newspaper: "",
    title: "Plain text of recognised pages",
    format: Format::Export(Export { extension: "txt", is_its, read, searched: false, named: true }),
    route: None,
    by_content: true,
};

/// Fewest words of a text whose name is not the path of a library.
const FEWEST_WORDS: usize = 20;

/// What files with a day in their name are called that are no newspapers.
const OTHERS: [&str; 18] = [
    "about",
    "backup",
    "changelog",
    "changes",
    "codebook",
    "copying",
    "document",
    "export",
    "index",
    "licen",
    "log",
    "manifest",
    "minutes",
    "note",
    "readme",
    "report",
    "summary",
    "todo",
];

fn is_its(head: &Head<'_>) -> bool {
    let (written, text) = files::first(head);
    let name = Name::of(&written);
    let is_text = written.to_ascii_lowercase().ends_with(".txt");
    is_text && is_newspaper(&name) && (name.is_of_congress() || is_running(text))
}

/// Whether it names a newspaper and its day, and nothing more than edition and page.
fn is_newspaper(name: &Name) -> bool {
    let title = name.title.to_lowercase();
    let begins =
        |other: &&str| title.split(['-', '_', ' ', '.']).any(|word| word.starts_with(*other));
    let is_number = title.len() >= 5 && title.bytes().all(|byte| byte.is_ascii_digit());
    let is_title = is_number || title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let is_title = is_title || name.is_of_congress();
    name.plain && name.date.is_some() && is_title && !OTHERS.iter().any(begins)
}

/// Whether it is mostly letters in words: recognised text has more signs than written one, a table or a program more still.
fn is_running(text: &str) -> bool {
    let words = text.split_whitespace();
    let long = words.filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let tabs = text.matches('\t').count();
    long >= FEWEST_WORDS
        && letters * 10 >= signs * 6
        && tabs * 10 < long
        && !text.trim_start().starts_with(['{', '[', '<'])
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    files::each(input, records, &mut file)
}

fn file(
    name: &Name,
    start: u64,
    input: &mut Part<'_>,
    records: &mut Records<'_>,
) -> io::Result<()> {
    let mut lines = Lines::of(input)?;
    let (mut line, mut piece) = (String::new(), Piece::at(start));
    let mut cut = false;
    while let Some(found) = lines.next(&mut line)? {
        cut |= found.cut;
        piece.push(&line, lines.offset - found.offset);
    }
    let length = lines.offset;
    if !input.is_cut() {
        let whole = if cut { Err(Problem::TooLarge(length)) } else { article(name, &piece) };
        records.hand(start, length, whole);
    }
    Ok(())
}

fn article(name: &Name, piece: &Piece) -> Result<Article<'static>, Problem> {
    if let Some(problem) = piece.too_large() {
        return Err(problem);
    }
    let date = name.day()?;
    Ok(Article {
        newspaper: name.newspaper().into(),
        lead: joined(piece.text.trim()).into(),
        page: name.page.map(|page| page.to_string()).unwrap_or_default().into(),
        kind: if name.page.is_some() { "page".into() } else { "issue".into() },
        url: name.address().into(),
        ..Article::of(name.id(name.page)?, date, date.to_string())
    })
}

/// The text with words put together that a hyphen parts at the end of a line.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let word = line.trim_end().trim_end_matches(['-', '\u{ad}', '¬']);
        let goes_on = lines.peek().is_some_and(|next| next.starts_with(char::is_lowercase));
        if goes_on && word.len() < line.trim_end().len() && word.ends_with(char::is_alphabetic) {
            out.push_str(word);
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Columns;

    fn check(name: &str, text: &str, expected: bool) {
        assert_eq!(is_its(&Head::of(name, text.as_bytes(), Columns::known())), expected, "{name}");
    }

    #[test]
    fn only_running_text_named_after_a_newspaper_and_a_day_is_one() {
        let text = "STRIKE OF THE DOCK HANDS\nNo ship left the har-\nbor of Antofagasta on Monday, and ;he 'men. say\n\
                    that none will leave before the week is out, whatever the company decides.\n";
        check("harbor-news_19170102.txt", text, true);
        check("papers/Harbor News 1917-01-02 p3.TXT", text, true);
        check("sn84020657/1917/01/02/ed-1/seq-1/ocr.txt", "l 1", true);
        check("0002647_18240217_0002.txt", text, true);
        for name in [
            "README.txt",
            "README_19170102.txt",
            "harbor-news.txt",
            "harbor-news_19170102.md",
            "19170102.txt",
            "harbor-news_19170102_revised.txt",
            "meeting-notes_20190102.txt",
            "app.log-20190102.txt",
            "x_20190102.txt",
            "",
        ] {
            check(name, text, false);
        }
        for (name, text) in [
            ("harbor-news_19170102.txt", "One line alone."),
            ("harbor-news_19170102.txt", "{\"a\": \"b\"}"),
            (
                "harbor-news_19170102.txt",
                &"date\ttitle\tsection\n1917-01-02\tStrike\tNews\n".repeat(20),
            ),
            ("harbor-news_19170102.txt", &"10 20 30.5 ab\n".repeat(40)),
        ] {
            check(name, text, false);
        }
        let stored = crate::pages::preface("harbor-news_19170102.txt", text.len() as u64) + text;
        check("whatever", &stored, true);
    }

    #[test]
    fn words_are_joined_across_lines() {
        assert_eq!(
            joined("the har-\nbor of Austria-\nHungary -\nand"),
            "the harbor of Austria-\nHungary -\nand"
        );
        assert_eq!(joined("a-\nb-\n\nc"), "ab-\n\nc");
    }
}
