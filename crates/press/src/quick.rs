//! A record read quickly: serde's data, but what is not asked for is passed over by its quotes and brackets alone, many bytes at once.
//!
//! It reads right JSON as `serde_json` does. Of anything else it says only that it is [`Unlike`], and `serde_json` is to be
//! asked; except for what is wrong within lists and objects that nobody asked for, which is passed over with them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::blocks::{end_of_plain, end_of_value};

/// Reads one value at the beginning of `bytes`; it, and how many bytes it takes.
pub(crate) fn value<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<(T, usize), Unlike> {
    let mut quick = Quick { bytes, at: 0 };
    let value = T::deserialize(&mut quick)?;
    Ok((value, quick.at))
}

/// It is no JSON, or not all of it is there, or it is written as this reader does not know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unlike;

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("to be read by serde_json")
    }
}

impl std::error::Error for Unlike {}

impl Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unlike
    }
}

struct Quick<'de> {
    bytes: &'de [u8],
    at: usize,
}

impl<'de> Quick<'de> {
    /// The next byte that is not white space, which is not taken.
    #[inline]
    fn peek(&mut self) -> Result<u8, Unlike> {
        loop {
            match *self.bytes.get(self.at).ok_or(Unlike)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Ok(byte),
            }
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> Result<(), Unlike> {
        if self.peek()? != byte {
            return Err(Unlike);
        }
        self.at += 1;
        Ok(())
    }

    /// Where the string at the next byte ends, and whether there is no escape in it.
    fn closing_quote(&self) -> Result<(usize, bool), Unlike> {
        let first = end_of_plain(self.bytes, self.at + 1).ok_or(Unlike)?;
        let mut end = first;
        while self.bytes.get(end) != Some(&b'"') {
            // A control character is not allowed in a string.
            let pair = self.bytes.get(end) == Some(&b'\\');
            end = end_of_plain(self.bytes, end + 2).filter(|_| pair).ok_or(Unlike)?;
        }
        Ok((end, end == first))
    }

    /// The string at the next byte, its escapes resolved by `serde_json`.
    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unlike> {
        let (end, is_plain) = self.closing_quote()?;
        let quoted = self.bytes.get(self.at..=end).ok_or(Unlike)?;
        self.at = end + 1;
        if is_plain {
            let text = quoted.get(1..quoted.len() - 1).ok_or(Unlike)?;
            return visitor.visit_borrowed_str(std::str::from_utf8(text).map_err(|_| Unlike)?);
        }
        let mut slow = serde_json::Deserializer::from_slice(quoted);
        slow.deserialize_str(visitor).map_err(|_| Unlike)
    }

    /// A number or a word, to the delimiter after it.
    fn scalar(&mut self) -> Result<&'de [u8], Unlike> {
        let rest = self.bytes.get(self.at..).ok_or(Unlike)?;
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
        let length = rest.iter().position(ends).ok_or(Unlike)?;
        self.at += length;
        rest.get(..length).ok_or(Unlike)
    }

    /// Passes over the value at the next byte.
    fn pass(&mut self) -> Result<(), Unlike> {
        match self.peek()? {
            b'"' => self.at = self.closing_quote()?.0 + 1,
            b'{' | b'[' => self.at = end_of_value(self.bytes, self.at).ok_or(Unlike)?,
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                serde_json::from_slice::<IgnoredAny>(self.scalar()?).map_err(|_| Unlike)?;
            }
            _ => return Err(Unlike),
        }
        Ok(())
    }
}

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.peek()? {
            b'"' => self.string(visitor),
            b'{' => {
                self.at += 1;
                visitor.visit_map(Members { quick: self, first: true })
            }
            b'[' => {
                self.at += 1;
                visitor.visit_seq(Members { quick: self, first: true })
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                let mut slow = serde_json::Deserializer::from_slice(self.scalar()?);
                let value = slow.deserialize_any(visitor).map_err(|_| Unlike)?;
                slow.end().map_err(|_| Unlike)?;
                Ok(value)
            }
            _ => Err(Unlike),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.pass()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// What is in a list or an object.
struct Members<'q, 'de> {
    quick: &'q mut Quick<'de>,
    first: bool,
}

impl Members<'_, '_> {
    /// Whether another one comes; if not, the end is taken.
    #[inline]
    fn goes_on(&mut self, end: u8) -> Result<bool, Unlike> {
        if self.quick.peek()? == end {
            self.quick.at += 1;
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.quick.take(b',')?;
        }
        Ok(true)
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unlike> {
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        // A comma at the end is no member.
        if self.quick.peek()? != b'"' {
            return Err(Unlike);
        }
        seed.deserialize(&mut *self.quick).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unlike> {
        self.quick.take(b':')?;
        seed.deserialize(&mut *self.quick)
    }
}

impl<'de> SeqAccess<'de> for Members<'_, 'de> {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unlike> {
        if !self.goes_on(b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.quick).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{List, Text, object};
    use proptest::prelude::*;

    object! {
        /// An invented record.
        Record { id: Text<'a> = "id", head: Head<'a> = "head", terms: List<Term<'a>> = "terms", page: Text<'a> = "page" }
    }
    object! {
        /// Its headline.
        Head { main: Text<'a> = "main" }
    }
    object! {
        /// An index term.
        Term { value: Text<'a> = "value", rank: Text<'a> = "rank" }
    }

    /// What `serde_json` reads at the beginning of these bytes.
    fn slowly(bytes: &[u8]) -> Option<(Record<'_>, usize)> {
        let mut values = serde_json::Deserializer::from_slice(bytes).into_iter();
        let value = values.next()?.ok()?;
        Some((value, values.byte_offset()))
    }

    fn json() -> impl Strategy<Value = String> {
        let text = r#""([a-c /é\u{2028}\[\]{},:]|\\["\\/bn]|\\u00e9|\\ud83d\\ude00)*""#;
        let leaf = prop_oneof![
            4 => text.prop_map(|text| text),
            1 => "-?(0|[1-9][0-9]{0,3})([.][0-9]{1,3})?(e[+-]?[0-9])?",
            1 => prop_oneof!["null", "true", "false"].prop_map(|word| word),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let key = prop_oneof![
                "id",
                "head",
                "main",
                "terms",
                "value",
                "rank",
                "page",
                "x",
                "i\\\\u0064"
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5)
                    .prop_map(|all| format!("[{}]", all.join(" ,"))),
                prop::collection::vec((key, "[ \n]?", inner), 0..6).prop_map(|all| {
                    let member = |(key, blank, value): &(String, String, String)| {
                        format!("\"{key}\"{blank}:{blank}{value}{blank}")
                    };
                    format!("{{{}}}", all.iter().map(member).collect::<Vec<_>>().join(","))
                }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6000))]
        #[test]
        fn right_json_is_read_as_serde_json_reads_it(json in json(), behind in "[,} \n]") {
            let bytes = format!("{json}{behind}").into_bytes();
            let expected = slowly(&bytes);
            prop_assert!(expected.is_some(), "{}", json);
            prop_assert_eq!(value(&bytes).ok(), expected);
        }

        #[test]
        fn what_serde_json_reads_of_changed_json_is_not_read_otherwise(
            json in json(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
        ) {
            let mut bytes = format!("{json},").into_bytes();
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] = byte }
            if let (Ok(quick), Some(slow)) = (value::<Record<'_>>(&bytes), slowly(&bytes)) {
                prop_assert_eq!(quick, slow);
            }
        }
    }

    #[test]
    fn what_it_does_not_know_is_left_to_serde_json() {
        for (json, read) in [
            (r#"{"id":"a"}"#, true),
            (r#"{"id":"a","x":[{"y":"]"}]}"#, true),
            // Nobody asked for what is wrong here.
            (r#"{"id":"a","x":[{]}}"#, true),
            ("{\"id\":\"a\tb\"}", false),
            (r#"{"id":"a"#, false),
            (r#"{"id":"a",}"#, false),
            (r#"{"id":"a" "x":1}"#, false),
            (r#"{id:"a"}"#, false),
            (r#"{"id":"\x"}"#, false),
            (r#"{"id":tru}"#, false),
            (r#"{"id":"a","x":tru}"#, false),
        ] {
            assert_eq!(value::<Record<'_>>(json.as_bytes()).is_ok(), read, "{json}");
        }
        assert_eq!(value::<Record<'_>>(b"{\"id\":\"\xff\"}").err(), Some(Unlike));
    }
}
