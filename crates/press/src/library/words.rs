//! Words of a page put together again, across the lines that a hyphen parts them at.

use crate::MAX_RECORD;
use crate::xml::push;

/// Text that grows word by word.
#[derive(Default)]
pub(super) struct Words {
    pub(super) text: String,
    /// The word that the last one is the first part of; empty: it is whole.
    awaited: String,
    /// A line ended in a hyphen.
    hyphen: bool,
    /// Bytes of it, also those beyond what is kept.
    pub(super) bytes: usize,
}

impl Words {
    /// The first part of a word of which the whole is known.
    pub(super) fn begin(&mut self, whole: &str) {
        self.word(whole);
        self.awaited = whole.to_owned();
    }

    /// The second part of such a word, in small letters or large, after its first part or without it.
    pub(super) fn end(&mut self, part: &str, whole: &str) {
        if self.awaited != whole {
            return self.word(part);
        }
        self.awaited.clear();
        self.hyphen = false;
    }

    pub(super) fn word(&mut self, word: &str) {
        let joins = std::mem::take(&mut self.hyphen);
        let begins_small = word.starts_with(char::is_lowercase);
        if joins && begins_small {
            let kept = self.text.trim_end_matches(is_hyphen).len();
            self.text.truncate(kept);
        } else if !joins {
            self.space(' ');
        }
        self.awaited.clear();
        self.push(word);
    }

    /// A hyphen that the page has at the end of a line.
    pub(super) fn hyphen(&mut self) {
        if self.awaited.is_empty() {
            self.push("-");
            self.hyphen = true;
        }
    }

    /// The end of a line: a hyphen there parts a word, or a name of two (`Austria-` `Hungary`).
    pub(super) fn line(&mut self) {
        let word = self.text.trim_end_matches(is_hyphen);
        self.hyphen |= word.len() < self.text.len() && word.ends_with(char::is_alphabetic);
    }

    pub(super) fn paragraph(&mut self) {
        self.space('\n');
        self.hyphen = false;
    }

    fn space(&mut self, space: char) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.push(space.encode_utf8(&mut [0; 4]));
        }
    }

    fn push(&mut self, text: &str) {
        self.bytes += text.len();
        push(&mut self.text, text, MAX_RECORD);
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '¬')
}

#[cfg(test)]
mod tests {
    use super::Words;

    /// Lines of words; a paragraph after an empty one.
    fn check(lines: &[&str], expected: &str) {
        let mut words = Words::default();
        for line in lines {
            match *line {
                "" => words.paragraph(),
                line => line.split(' ').for_each(|word| words.word(word)),
            }
            words.line();
        }
        assert_eq!(words.text, expected);
    }

    #[test]
    fn words_parted_at_the_end_of_a_line_are_put_together() {
        check(&["the har-", "bor of Val-", "", "paraiso"], "the harbor of Val-\nparaiso");
        check(&["Austria-", "Hungary and mine-", "owners"], "Austria-Hungary and mineowners");
        check(&["the har¬", "bor"], "the harbor");
        check(&["1914 -", "and so"], "1914 - and so");
        check(&["-", "-"], "- -");
    }

    #[test]
    fn a_word_of_which_the_whole_is_known_is_written_once() {
        let mut words = Words::default();
        words.begin("measure.");
        words.hyphen();
        words.line();
        words.end("sure.", "measure.");
        words.word("con");
        words.hyphen();
        words.line();
        words.end("ference", "conference");
        words.word("Peru");
        assert_eq!(words.text, "measure. conference Peru");
    }
}
