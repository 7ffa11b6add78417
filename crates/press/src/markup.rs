//! HTML exports: cut where each article begins, so that only one is in memory; and the text of elements, line by line.

use std::io::{self, BufRead, Read};

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use crate::contents::Fault;
use crate::encoding::{self, Text};
use crate::export::Records;
use crate::guard::{self, MAX_PAGE};
use crate::html::is_block;
use crate::record::{Article, Problem};

/// Bytes of a text without a tag that are read at a time, or as many more as come with them.
const STEP: usize = 64 * 1024;

/// A stream of HTML, cut before each tag that begins in a certain way.
pub(crate) struct Pieces<'r> {
    input: Text<'r>,
    /// Whether it is such a tag, told by what follows its `<`.
    is_mark: fn(&[u8]) -> bool,
    /// The bytes from one `<` to the next, and whether a `<` stands before them.
    step: String,
    after_open: bool,
    /// Bytes of the text as UTF-8 that were read.
    offset: u64,
    /// Whether `step` begins the next piece.
    begun: bool,
}

/// What stands from one mark to the next.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// Where it begins: bytes of the text as UTF-8.
    pub(crate) offset: u64,
    /// Its HTML; at most [`MAX_PAGE`] bytes of it and one step more.
    pub(crate) html: String,
    /// Its bytes, also those beyond what is kept.
    pub(crate) bytes: u64,
}

impl<'r> Pieces<'r> {
    /// # Errors
    /// Those of `input`, here and below.
    pub(crate) fn of(input: &'r mut dyn Read, is_mark: fn(&[u8]) -> bool) -> io::Result<Self> {
        let input = encoding::utf8(input)?;
        let step = String::new();
        Ok(Pieces { input, is_mark, step, after_open: false, offset: 0, begun: false })
    }

    /// Puts the next piece in the place of `piece`; false after the last one. The first piece is what stands before the
    /// first mark, and may be empty; each other begins with the mark. After the last one `piece` stays as it is.
    pub(crate) fn next(&mut self, piece: &mut Piece) -> io::Result<bool> {
        let first = self.offset == 0;
        if !first && !self.begun {
            return Ok(false);
        }
        let open = u64::from(self.begun);
        *piece = Piece { offset: self.offset - self.step.len() as u64 - open, ..Piece::default() };
        let kept = &mut piece.html;
        if self.begun {
            kept.push('<');
            kept.push_str(&self.step);
            self.step.clear();
            piece.bytes = kept.len() as u64;
        }
        self.begun = false;
        while self.step()? {
            if self.begun {
                break;
            }
            piece.bytes += self.step.len() as u64;
            if kept.len() <= MAX_PAGE {
                kept.push_str(&self.step);
            }
        }
        if self.begun {
            // The `<` of the mark was read with what stands before it.
            piece.bytes -= 1;
            if kept.ends_with('<') {
                kept.pop();
            }
        }
        Ok(!first || self.begun || piece.bytes > 0)
    }

    /// Reads to the next `<`; false at the end.
    fn step(&mut self) -> io::Result<bool> {
        let after_open = self.after_open;
        self.step.clear();
        loop {
            let there = self.input.text()?;
            let end = memchr::memchr(b'<', there.as_bytes());
            let taken = end.map_or(there.len(), |at| at + 1);
            self.step.push_str(there.get(..taken).unwrap_or_default());
            self.input.consume(taken);
            if end.is_some() || taken == 0 || self.step.len() >= STEP {
                break;
            }
        }
        self.offset += self.step.len() as u64;
        self.after_open = self.step.ends_with('<');
        self.begun = after_open && (self.is_mark)(self.step.as_bytes());
        Ok(!self.step.is_empty())
    }
}

/// Hands out the articles of a page: each begins with a mark and goes on to the next.
pub(crate) fn articles(
    input: &mut dyn Read,
    is_mark: fn(&[u8]) -> bool,
    records: &mut Records<'_>,
    article: fn(&Html) -> Result<Article<'static>, Problem>,
) -> io::Result<()> {
    let mut pieces = Pieces::of(input, is_mark)?;
    let mut piece = Piece::default();
    // What stands before the first mark is layout.
    pieces.next(&mut piece)?;
    while pieces.next(&mut piece)? {
        records.hand(piece.offset, piece.bytes, piece.parse().and_then(|html| article(&html)));
    }
    if !piece.closes() {
        records.cut(piece.offset + piece.bytes, Fault::CutPage);
    }
    Ok(())
}

impl Piece {
    /// Whether a page ends in it.
    pub(crate) fn closes(&self) -> bool {
        let html = self.html.as_bytes();
        memchr::memchr_iter(b'<', html)
            .any(|at| html.get(at + 1..).is_some_and(|tag| begins(tag, "/html")))
    }

    /// The piece parsed, or why it cannot be.
    pub(crate) fn parse(&self) -> Result<Html, Problem> {
        if self.bytes > MAX_PAGE as u64 {
            return Err(Problem::TooLarge(self.bytes));
        }
        guard::parse(&self.html).map_err(Problem::Hostile)
    }
}

/// Whether a tag, told by what follows its `<`, begins like this, in any case: `article`, `DOCFULL>`.
pub(crate) fn begins(tag: &[u8], name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}

/// The text of an element in lines: one for each stretch between the beginnings and ends of paragraphs, list items,
/// table cells …, and between `<br>`; each run of white space one space, no line empty. Entities are decoded.
pub(crate) fn lines(element: ElementRef<'_>) -> Vec<String> {
    first_lines(element, usize::MAX)
}

/// As many of the lines of an element, from the first on.
pub(crate) fn first_lines(element: ElementRef<'_>, most: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), Line::default());
    let mut unseen = 0_usize;
    for edge in element.traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(of) if is_unseen(of.name()) => {
                unseen = if opens { unseen + 1 } else { unseen - 1 };
            }
            Node::Element(of) if is_block(of.name()) => line.end(&mut lines),
            Node::Text(text) if opens && unseen == 0 => line.push(text),
            _ => {}
        }
        if lines.len() >= most {
            break;
        }
    }
    line.end(&mut lines);
    lines.truncate(most);
    lines
}

/// A line as it grows.
#[derive(Default)]
struct Line {
    text: String,
    /// Whether white space was last.
    blank: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        self.blank |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if self.blank && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.blank = true;
        }
        self.blank = text.ends_with(char::is_whitespace) || (self.blank && text.trim().is_empty());
    }

    fn end(&mut self, lines: &mut Vec<String>) {
        let line = std::mem::take(self).text;
        if !line.is_empty() {
            lines.push(line);
        }
    }
}

/// The text of an element as one line.
pub(crate) fn text(element: ElementRef<'_>) -> String {
    lines(element).join(" ")
}

/// Elements whose text is not shown.
fn is_unseen(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "title")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(mut html: &[u8], is_mark: fn(&[u8]) -> bool) -> Vec<(u64, u64, String)> {
        let mut pieces = Pieces::of(&mut html, is_mark).unwrap();
        let (mut piece, mut found) = (Piece::default(), Vec::new());
        while pieces.next(&mut piece).unwrap() {
            found.push((piece.offset, piece.bytes, piece.html.clone()));
        }
        found
    }

    #[test]
    fn a_stream_is_cut_before_each_mark() {
        for (html, expected) in [
            ("", &[][..]),
            ("<p>no mark", &["<p>no mark"]),
            ("<article>a", &["", "<article>a"]),
            (
                "x<Article id=1>a<b></b></article><ARTICLE>",
                &["x", "<Article id=1>a<b></b></article>", "<ARTICLE>"],
            ),
            ("é<<article><article", &["é<", "<article>", "<article"]),
            ("article <artic", &["article <artic"]),
        ] {
            let found = pieces(html.as_bytes(), |tag| begins(tag, "article"));
            let texts: Vec<&str> = found.iter().map(|(_, _, text)| text.as_str()).collect();
            assert_eq!(texts, expected, "{html}");
            let mut offset = 0;
            for (at, bytes, text) in &found {
                assert_eq!((*at, *bytes), (offset, text.len() as u64), "{html}");
                offset += bytes;
            }
        }
    }

    #[test]
    fn a_piece_without_end_is_not_kept() {
        let long = [b"<p>".as_slice(), &vec![b'x'; 3 << 20], b"<p>end<p>"].concat();
        let found = pieces(&long, |tag| begins(tag, "p>end"));
        assert_eq!((found[0].1, found[1].0), (3 + (3 << 20), 3 + (3 << 20)));
        assert!(found[0].2.len() <= MAX_PAGE + (64 << 10));
        assert_eq!(found[1].2, "<p>end<p>");
    }

    #[test]
    fn text_is_in_lines() {
        let html = "<div> a&nbsp;<b>b</b> <i> </i>\n c<br>d &amp; <i>e</i><style>x{}</style><p>f</p><!-- g --></div>h";
        let html = guard::parse(html).unwrap();
        assert_eq!(lines(html.root_element()), ["a b c", "d & e", "f", "h"]);
        assert_eq!(first_lines(html.root_element(), 2), ["a b c", "d & e"]);
        assert_eq!(text(html.root_element()), "a b c d & e f h");
    }
}
