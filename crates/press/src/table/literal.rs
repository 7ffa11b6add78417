//! Cells that hold a value of Python or JSON as it is written: `{'main': 'Junta Rules', 'kicker': None}`, `["Chile"]`.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::CharIndices;

/// Longest cell that is taken apart, in bytes; a longer one is text.
const MAX_CELL: usize = 256 * 1024;

/// Deepest nesting.
const MAX_DEPTH: usize = 8;

/// The headline in a cell: the text of `main` where it is an object that has one.
pub(crate) fn main(cell: Cow<'_, str>) -> Cow<'_, str> {
    of_object(cell, &["main", "print_headline"])
}

/// The name in a cell: the text of `name` where it is an object that has one.
pub(crate) fn named(cell: Cow<'_, str>) -> Cow<'_, str> {
    of_object(cell, &["name", "title"])
}

fn of_object<'a>(cell: Cow<'a, str>, keys: &[&str]) -> Cow<'a, str> {
    let Some(Value::Object(members)) = value(&cell) else { return cell };
    let of = |key: &&str| match members.iter().find(|(name, _)| name == key) {
        Some((_, Value::Text(text))) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    };
    keys.iter().find_map(of).map_or(Cow::Borrowed(""), Cow::Owned)
}

/// The texts of a list, or of a cell that is no list its parts between `;`, `|`.
pub(crate) fn texts(cell: &str) -> Vec<String> {
    let text = |value: Value| match value {
        Value::Text(text) => Some(text),
        Value::Object(_) | Value::List(_) | Value::Other => None,
    };
    match value(cell) {
        Some(Value::List(values)) => values.into_iter().filter_map(text).collect(),
        _ => {
            let parts = cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        }
    }
}

/// The values of the objects of a list whose `name` is `glocations`.
pub(crate) fn glocations(cell: &str) -> Vec<String> {
    let Some(Value::List(values)) = value(cell) else { return Vec::new() };
    let term = |value: Value| {
        let Value::Object(members) = value else { return None };
        let of = |key| members.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        match (of("name"), of("value")) {
            (Some(Value::Text(name)), Some(Value::Text(value))) if name == "glocations" => {
                Some(value.clone())
            }
            _ => None,
        }
    };
    values.into_iter().filter_map(term).collect()
}

#[derive(Debug, PartialEq)]
enum Value {
    Object(Vec<(String, Value)>),
    List(Vec<Value>),
    Text(String),
    /// A number, `None`, `true` …
    Other,
}

/// The object or list that is the whole of a cell; `None`: it is text.
fn value(cell: &str) -> Option<Value> {
    let cell = cell.trim();
    let is_one = (cell.starts_with('{') && cell.ends_with('}'))
        || (cell.starts_with('[') && cell.ends_with(']'));
    if !is_one || cell.len() > MAX_CELL {
        return None;
    }
    let mut reader = Reader { rest: cell.char_indices().peekable(), cell };
    let value = reader.value(0)?;
    reader.blank();
    reader.rest.next().is_none().then_some(value)
}

struct Reader<'a> {
    cell: &'a str,
    rest: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn blank(&mut self) {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
    }

    /// Whether this comes next; it is passed.
    fn is(&mut self, wanted: char) -> bool {
        self.blank();
        self.rest.next_if(|&(_, c)| c == wanted).is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blank();
        let &(at, first) = self.rest.peek()?;
        match first {
            _ if depth > MAX_DEPTH => None,
            '{' => self.object(depth),
            '[' | '(' => self.list(depth, if first == '[' { ']' } else { ')' }),
            '\'' | '"' => self.text().map(Value::Text),
            _ => {
                let word = |c: char| c.is_ascii_alphanumeric() || "+-._".contains(c);
                while self.rest.next_if(|&(_, c)| word(c)).is_some() {}
                let end = self.rest.peek().map_or(self.cell.len(), |&(at, _)| at);
                match (self.cell.get(at..end)?, self.rest.peek()) {
                    // Text of Python 2: u'…'.
                    ("u" | "b", Some((_, '\'' | '"'))) => self.text().map(Value::Text),
                    ("", _) => None,
                    _ => Some(Value::Other),
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Vec::new();
        self.rest.next();
        while !self.is('}') {
            let key = self.value(depth + 1)?;
            let value = if self.is(':') { self.value(depth + 1)? } else { return None };
            if let Value::Text(key) = key {
                members.push((key, value));
            }
            if !self.is(',') && self.rest.peek().is_none_or(|&(_, c)| c != '}') {
                return None;
            }
        }
        Some(Value::Object(members))
    }

    fn list(&mut self, depth: usize, end: char) -> Option<Value> {
        let mut values = Vec::new();
        self.rest.next();
        while !self.is(end) {
            values.push(self.value(depth + 1)?);
            if !self.is(',') && self.rest.peek().is_none_or(|&(_, c)| c != end) {
                return None;
            }
        }
        Some(Value::List(values))
    }

    fn text(&mut self) -> Option<String> {
        let (_, quote) = self.rest.next()?;
        let mut text = String::new();
        loop {
            match self.rest.next()?.1 {
                c if c == quote => return Some(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let code = |reader: &mut Self, digits: usize| {
            let hex: String = reader.rest.by_ref().take(digits).map(|(_, c)| c).collect();
            u32::from_str_radix(&hex, 16).ok()
        };
        Some(match self.rest.next()?.1 {
            'n' | 'r' | 't' => ' ',
            'x' => char::from_u32(code(self, 2)?)?,
            'U' => char::from_u32(code(self, 8)?)?,
            'u' => match code(self, 4)? {
                // JSON writes what is beyond 16 bits as a pair.
                high @ 0xd800..=0xdbff
                    if self.rest.next()?.1 == '\\' && self.rest.next()?.1 == 'u' =>
                {
                    let low = code(self, 4)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?
                }
                code => char::from_u32(code)?,
            },
            c => c,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_taken_apart() {
        for (cell, expected) in [
            ("Plain {text}", "Plain {text}"),
            ("{'main': 'Junta Rules', 'kicker': None, 'n': 1.5}", "Junta Rules"),
            (r#"{'main': "Chile's Junta", 'x': {}}"#, "Chile's Junta"),
            (r#"{u'main': u'L\xe9opold\u2019s', u'seo': True}"#, "Léopold’s"),
            (r#"{"main": "Clef \ud834\udd1e", "x": [1, {"y": null}]}"#, "Clef 𝄞"),
            ("{'kicker': 'X', 'print_headline': 'Printed'}", "Printed"),
            ("{'kicker': 'X'}", ""),
            ("{'main': 'cut", "{'main': 'cut"),
            ("{'main' 'no colon'}", "{'main' 'no colon'}"),
            ("{Braces}", "{Braces}"),
        ] {
            assert_eq!(main(cell.into()), expected, "{cell}");
        }
        assert_eq!(named("{'id': None, 'name': 'The Guardian'}".into()), "The Guardian");
        assert_eq!(texts("['Chile', 'Peru']"), ["Chile", "Peru"]);
        assert_eq!(texts("Chile; Peru"), ["Chile", "Peru"]);
        let terms = "[{'name': 'glocations', 'value': 'Chile'}, {'name': 'subject', 'value': 'X'}]";
        assert_eq!(glocations(terms), ["Chile"]);
        assert_eq!(glocations("['Chile']"), [""; 0]);
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(main(deep.as_str().into()), deep);
    }
}
