//! Other people's text made safe: names and titles may hold anything.
//!
//! One rule everywhere: a character that could act instead of being read (control characters, NUL, bidirectional
//! overrides, byte-order marks, non-characters) is shown as `\u{1b}`. Then each format's own escapes.

/// One line: white space becomes a blank, characters that act are shown. For the terminal as it is.
pub(crate) fn one_line(text: &str) -> String {
    shown(text, |c| matches!(c, '\t' | '\n' | '\r'), |_| ' ')
}

/// A CSV cell before quoting: tab, line feed and carriage return stay, characters that act are shown.
pub(crate) fn csv(text: &str) -> String {
    shown(text, |c| matches!(c, '\t' | '\n' | '\r'), |c| c)
}

/// XML text or attribute value, on one line.
pub(crate) fn xml(text: &str) -> String {
    replaced(&one_line(text), |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    })
}

/// Markdown, inside a line or a table cell: nothing of the text is markup.
pub(crate) fn markdown(text: &str) -> String {
    let line = one_line(text);
    let escaped = replaced(&line, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\\' => Some("\\\\"),
        '|' => Some("\\|"),
        '`' => Some("\\`"),
        '*' => Some("\\*"),
        '_' => Some("\\_"),
        '[' => Some("\\["),
        ']' => Some("\\]"),
        '~' => Some("\\~"),
        '$' => Some("\\$"),
        _ => None,
    });
    let block_mark = |c: char| matches!(c, '#' | '+' | '-' | '=');
    if escaped.starts_with(block_mark) { format!("\\{escaped}") } else { escaped }
}

/// A file name from a country's code: letters, digits, `-` and `_` stay, the rest becomes `_`.
/// Names that Windows keeps for devices get a `_` at the end.
pub(crate) fn file_stem(code: &str) -> String {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let stem: String = code.chars().take(40).map(safe).collect();
    let lower = stem.to_ascii_lowercase();
    let port = lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    if stem.is_empty() || port || DEVICES.contains(&lower.as_str()) { stem + "_" } else { stem }
}

/// How many columns of a terminal the text takes; half an em each, roughly, on a chart.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// The text cut to so many columns, with `…` where something was cut off.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(1);
    let mut short = String::new();
    for c in text.chars() {
        let Some(left) = room.checked_sub(width(c)) else { break };
        room = left;
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    short + "…"
}

/// The text in lines of at most so many columns, broken at blanks; a longer word is cut.
pub(crate) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shorten(word, most);
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(&word) <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// East Asian wide characters and pictographs take two columns, combining marks none.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200D | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF => 2,
        0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Whether a character acts instead of being read, or may not stand in XML at all.
pub(crate) fn acts(c: char) -> bool {
    let bidirectional = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line_breaks = matches!(c, '\u{2028}' | '\u{2029}');
    let non_character =
        u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{feff}');
    c.is_control() || bidirectional || line_breaks || non_character
}

fn shown(text: &str, kept: impl Fn(char) -> bool, keep: impl Fn(char) -> char) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if kept(c) {
            safe.push(keep(c));
        } else if acts(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

fn replaced(text: &str, escape: impl Fn(char) -> Option<&'static str>) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match escape(c) {
            Some(instead) => safe.push_str(instead),
            None => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    type Escape = fn(&str) -> String;

    #[test]
    fn each_format_has_its_escapes() {
        let rows: [(Escape, &str, &str); 14] = [
            (one_line, "a\tb\nc", "a b c"),
            (one_line, "\u{1b}[31mred\0", "\\u{1b}[31mred\\u{0}"),
            (one_line, "a\u{202e}b\u{9b}c\u{ffff}", "a\\u{202e}b\\u{9b}c\\u{ffff}"),
            (one_line, "Côte d’Ivoire, 中国", "Côte d’Ivoire, 中国"),
            (csv, "=1+1\t\r\n\0", "=1+1\t\r\n\\u{0}"),
            (csv, "-5", "-5"),
            (xml, "<a b='c' d=\"e\">&", "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;"),
            (markdown, "a|b\n<script>", "a\\|b &lt;script&gt;"),
            (markdown, "# [x](y) `z` *s* _u_", "\\# \\[x\\](y) \\`z\\` \\*s\\* \\_u\\_"),
            (file_stem, "CHL", "CHL"),
            (file_stem, "../../etc/passwd", "______etc_passwd"),
            (file_stem, "CON", "CON_"),
            (file_stem, "com1", "com1_"),
            (file_stem, "", "_"),
        ];
        for (escape, text, expected) in rows {
            assert_eq!(escape(text), expected, "{text:?}");
        }
    }

    #[test]
    fn text_is_cut_and_wrapped_by_columns() {
        assert_eq!(columns("Chile"), 5);
        assert_eq!(columns("中国"), 4);
        assert_eq!(shorten("Chile", 5), "Chile");
        assert_eq!(shorten("Chile and Peru", 7), "Chile…");
        assert_eq!(shorten("中国人", 4), "中…");
        assert_eq!(shorten("abc", 0), "…");
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 5), ["unbr…"]);
        assert!(wrap("  ", 5).is_empty());
    }
}
