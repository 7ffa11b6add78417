//! Parquet files that say more than they hold: refused with the reason before the library makes room or counts for it.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::time::{Duration, Instant};

use groundswell_press::source;

/// A structure of Thrift's compact protocol, its fields in rising order.
#[derive(Clone, Default)]
struct Structure {
    bytes: Vec<u8>,
    last: u8,
}

impl Structure {
    fn field(mut self, number: u8, wire: u8, value: &[u8]) -> Self {
        self.bytes.push((number - self.last) << 4 | wire);
        self.bytes.extend(value);
        self.last = number;
        self
    }

    fn number(self, number: u8, value: i64) -> Self {
        self.field(number, 6, &varint(((value << 1) ^ (value >> 63)).cast_unsigned()))
    }

    fn text(self, number: u8, text: &str) -> Self {
        self.field(number, 8, &[&varint(text.len() as u64), text.as_bytes()].concat())
    }

    fn one(self, number: u8, inner: Self) -> Self {
        self.field(number, 12, &inner.end())
    }

    fn many(self, number: u8, wire: u8, of: &[Vec<u8>]) -> Self {
        let head = [&[0xf0 | wire], &varint(of.len() as u64)[..]].concat();
        self.field(number, 9, &[head, of.concat()].concat())
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn new() -> Structure {
    Structure::default()
}

/// The header of a page of values and what follows it.
fn page(values: i64, unpacked: i64, encoding: i64, bytes: &[u8]) -> Vec<u8> {
    let inner = new().number(1, values).number(2, encoding).number(3, 3).number(4, 3);
    let sizes = new().number(1, 0).number(2, unpacked).number(3, bytes.len() as i64);
    [&sizes.one(5, inner).end(), bytes].concat()
}

/// A dictionary that says that it has so many entries; it has one.
fn dictionary(entries: i64) -> Vec<u8> {
    let bytes = b"\x05\0\0\0Chile";
    let sizes = new().number(1, 2).number(2, 9).number(3, 9);
    let inner = new().number(1, entries).number(2, 0);
    [&sizes.one(7, inner).end(), &bytes[..]].concat()
}

/// Columns `date` and `title`, before them groups within each other with so many children each; 2 repetitions is repeated.
fn schema(repetition: i64, groups: &[i64]) -> Vec<Vec<u8>> {
    let root = new().text(4, "schema").number(5, 2).end();
    let group = |children: &i64| new().number(3, 0).text(4, "group").number(5, *children).end();
    let column = |name| new().number(1, 6).number(3, repetition).text(4, name).number(6, 0).end();
    [vec![root], groups.iter().map(group).collect(), vec![column("date"), column("title")]].concat()
}

/// The footer of a file with so many rows, both columns of which are the same bytes.
fn footer(schema: &[Vec<u8>], rows: i64, data: &[u8], has_dictionary: bool) -> Structure {
    let column = |name: &str| {
        let chunk = new()
            .number(1, 6)
            .many(2, 5, &[varint(0)])
            .many(3, 8, &[[&varint(name.len() as u64), name.as_bytes()].concat()])
            .number(4, 0)
            .number(5, rows)
            .number(6, data.len() as i64)
            .number(7, data.len() as i64)
            .number(9, 4);
        let chunk = if has_dictionary { chunk.number(11, 4) } else { chunk };
        new().number(2, 4).one(3, chunk).end()
    };
    let columns = [column("date"), column("title")];
    let group = new().many(1, 12, &columns).number(2, data.len() as i64).number(3, rows).end();
    new().number(1, 1).many(2, 12, schema).number(3, rows).many(4, 12, &[group])
}

fn file(data: &[u8], footer: Structure) -> Vec<u8> {
    let footer = footer.end();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", data, &footer, &length, b"PAR1"].concat()
}

/// A list of as many truth values as can be said, in five bytes, as field 15.
fn counted_for_ever(structure: Structure) -> Structure {
    structure.field(15, 9, &[0xf1, 0xff, 0xff, 0xff, 0xff, 7])
}

fn read(bytes: &[u8]) -> (u64, bool, String) {
    let began = Instant::now();
    let contents = source("table-parquet").unwrap().read(&mut &bytes[..], &mut |_| {}).unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{contents:?}");
    let said: Vec<String> = contents.problems.iter().map(|found| found.what.to_string()).collect();
    (contents.records, contents.complete, said.join("; "))
}

#[test]
fn what_is_built_here_is_read() {
    let data = page(1, 9, 0, b"\x05\0\0\0Chile");
    let plain = file(&data, footer(&schema(0, &[]), 1, &data, false));
    assert_eq!(read(&plain), (1, true, String::new()));
    let data = [dictionary(1), page(3, 4, 8, &[1, 3 << 1, 0, 0])].concat();
    let by_dictionary = file(&data, footer(&schema(0, &[]), 3, &data, true));
    assert_eq!(read(&by_dictionary), (3, true, String::new()));
}

#[test]
fn pages_that_say_too_much_are_refused() {
    let text = b"\x05\0\0\0Chile";
    // Of texts as their lengths' differences the number stands within the page: 2⁴¹ here.
    let lengths = [&[128, 1, 4][..], &varint(1 << 41), &[0]].concat();
    let unknown = counted_for_ever(new().number(1, 0).number(2, 9).number(3, 9)).end();
    for (data, repetition, says) in [
        (page(1, 2_000_000_000, 0, text), 0, "128 MiB"),
        (page(1 << 30, 9, 0, text), 0, "more values than so few bytes"),
        (page(1 << 23, 9, 0, &vec![0; 1 << 20]), 2, "4 million values in lists"),
        (page(-1, 9, 0, text), 0, "fewer than no"),
        (page(i64::MAX, 9, 0, text).repeat(2), 0, "more than can be said"),
        (page(1, 9, 6, &lengths), 0, "write it as version 1"),
        (page(1, 9, 7, &lengths), 0, "write it as version 1"),
        ([dictionary(1 << 30), page(1, 2, 8, &[1, 2])].concat(), 0, "a million values"),
        (unknown, 0, "not the shape of Parquet's"),
    ] {
        let footer = footer(&schema(repetition, &[]), 1, &data, false);
        let (records, complete, said) = read(&file(&data, footer));
        assert!(records == 0 && !complete && said.contains(says), "{says}: {records} {said}");
    }
}

#[test]
fn footers_that_say_too_much_are_refused() {
    let data = page(1, 9, 0, b"\x05\0\0\0Chile");
    let unknown = counted_for_ever(footer(&schema(0, &[]), 1, &data, false));
    let nested = footer(&schema(0, &vec![1; 100_000]), 1, &data, false);
    let children = footer(&schema(0, &[i64::from(i32::MAX)]), 1, &data, false);
    for (footer, says) in [
        (unknown, "not the shape of Parquet's"),
        (nested, "columns within columns"),
        (children, "not to be counted"),
    ] {
        let (records, complete, said) = read(&file(&data, footer));
        assert!(records == 0 && !complete && said.contains(says), "{says}: {records} {said}");
    }
    let beyond = file(&data, footer(&schema(0, &[]), 1, &[0; 1000], false));
    assert!(read(&beyond).2.contains("beyond the file"));
}
