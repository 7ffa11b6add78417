//! `findings.json`: everything, versioned, a year or wave a line so that two reports can be compared line by line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

use crate::findings::{Country, Findings, Study};
use crate::{Output, Writer};

pub(crate) const WRITER: Writer = Writer {
    name: "findings.json",
    about: "all of it for programs, schema `groundswell.findings/1`",
    write: |findings| vec![Output::text("findings.json", json(findings))],
};

/// All findings, under `"schema":"groundswell.findings/1"`; what is not known is null, never 0.
pub fn json(findings: &Findings) -> String {
    let document = Document {
        schema: "groundswell.findings/1",
        study: &findings.study,
        coverage: findings.coverage.iter().map(on_a_line).collect(),
        gaps: findings.gaps.iter().map(on_a_line).collect(),
        countries: &findings.countries,
    };
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Lines::default());
    document.serialize(&mut serializer).expect("structs of numbers and strings, written to memory");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    study: &'a Study,
    coverage: Vec<Box<RawValue>>,
    gaps: Vec<Box<RawValue>>,
    countries: &'a [Country],
}

fn on_a_line(row: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(row).expect("structs of numbers and strings")
}

/// Pretty down to the elements of `years` and `waves`, which take a line each.
#[derive(Default)]
struct Lines {
    depth: usize,
    empty: bool,
}

/// document, countries, country, series, one series, its years.
const DEEPEST_BROKEN: usize = 6;

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let broken = !self.empty && self.depth <= DEEPEST_BROKEN;
        self.depth = self.depth.saturating_sub(1);
        self.empty = false;
        if broken {
            self.line(writer)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= DEEPEST_BROKEN { self.line(writer) } else { Ok(()) }
    }

    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        writer.write_all(" ".repeat(self.depth).as_bytes())
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.next(writer, first)
    }
}
