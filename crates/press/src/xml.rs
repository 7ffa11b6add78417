//! XML as a stream: elements and their text, one after the other, in bounded memory.
//!
//! No DTD is read and no entity of one is known: what is not one of XML's own five or a number stays as it is written.
//! Nothing outside of the bytes is ever looked at. A prefix (`mets:mods`) is no part of a name.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use memchr::memchr;
use quick_xml::errors::Error;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event as Raw};
use quick_xml::reader::Reader;

use crate::MAX_RECORD;
use crate::contents::Fault;
use crate::encoding::{self, Text};
use crate::export::Records;

/// Most elements one inside the other. Real exports have under 20.
const MAX_DEPTH: usize = 256;
/// Most bytes of the name of an element.
const MAX_NAME: usize = 1024;
/// Most tags without a counterpart.
const MAX_LOOSE: u64 = 10_000;

/// A document being read.
pub(crate) struct Xml<'r> {
    reader: Reader<Limited<'r>>,
    buffer: Vec<u8>,
    open: Open,
    /// Where the event handed out last begins: bytes of the text as UTF-8.
    pub(crate) offset: u64,
    /// Bytes before it in the document it stands in.
    start: u64,
    ended: bool,
    fault: Option<Fault>,
}

/// What comes next in a document.
pub(crate) enum Event<'a> {
    /// An element begins. An empty one (`<a/>`) closes too.
    Open(Tag<'a>),
    /// The element of this name ends, also where its end is only implied by that of one around it.
    Close(&'a str),
    /// Text, or a piece of it; an empty one stands for comments and the like.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    pub(crate) fn name(&self) -> &str {
        local(&self.0)
    }

    /// Names and values of its attributes, in their order. What is none is left out.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut attributes = self.0.attributes();
        // Looking for repeats takes quadratic time.
        attributes.with_checks(false);
        attributes.filter_map(Result::ok).map(|attribute| {
            let value = match attribute.value {
                Cow::Borrowed(raw) => decoded(raw),
                Cow::Owned(raw) => decoded(&raw).into_owned().into(),
            };
            (without_prefix(attribute.key.0), value)
        })
    }

    /// The value of the first attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(found, _)| *found == name).map(|(_, value)| value)
    }
}

impl<'r> Xml<'r> {
    /// # Errors
    /// Those of `input`, here and below.
    pub(crate) fn of(input: &'r mut dyn Read) -> io::Result<Self> {
        let mut reader =
            Reader::from_reader(Limited { input: encoding::utf8(input)?, room: 0, spent: false });
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let (buffer, open) = (Vec::new(), Open::default());
        Ok(Xml { reader, buffer, open, offset: 0, start: 0, ended: false, fault: None })
    }

    /// The same where so many bytes stand before it.
    pub(crate) fn at(start: u64, input: &'r mut dyn Read) -> io::Result<Self> {
        Ok(Xml { start, offset: start, ..Xml::of(input)? })
    }

    /// The next event; `None` where the document ends or cannot be read on: [`Xml::finish`] says which.
    pub(crate) fn next(&mut self) -> io::Result<Option<Event<'_>>> {
        if self.open.closes_another() {
            return Ok(Some(Event::Close(self.open.name())));
        }
        if self.ended {
            return Ok(None);
        }
        self.buffer.clear();
        self.offset = self.start + self.reader.buffer_position();
        self.reader.get_mut().room = MAX_RECORD;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(Raw::Start(tag)) => self.open.push(local(&tag)).map(|()| Event::Open(Tag(tag))),
            Ok(Raw::Empty(tag)) => self.open.push(local(&tag)).map(|()| {
                self.open.closing = 1;
                Event::Open(Tag(tag))
            }),
            Ok(Raw::End(tag)) => {
                self.open.close(without_prefix(tag.name().0), self.offset).map(|closes| {
                    if closes { Event::Close(self.open.name()) } else { Event::Text("".into()) }
                })
            }
            Ok(Raw::Text(text)) => Ok(Event::Text(text.xml10_content())),
            Ok(Raw::CData(text)) => Ok(Event::Text(text.xml10_content())),
            Ok(Raw::GeneralRef(name)) => Ok(Event::Text(reference(&name))),
            Ok(Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_)) => {
                Ok(Event::Text("".into()))
            }
            Ok(Raw::Eof) if self.open.names.starts.is_empty() => {
                self.ended = true;
                return Ok(None);
            }
            Ok(Raw::Eof) => Err(Fault::CutXml),
            Err(Error::Io(_)) if self.reader.get_ref().spent => {
                Err(Fault::BadXml("a tag or text of more than 16 MiB"))
            }
            Err(Error::Io(error)) => return Err(io::Error::new(error.kind(), error)),
            Err(_) if self.reader.get_mut().at_end()? => Err(Fault::CutXml),
            Err(_) => Err(Fault::BadXml("what begins like a tag is none")),
        };
        match event {
            Ok(event) => Ok(Some(event)),
            Err(fault) => {
                (self.ended, self.fault) = (true, Some(fault));
                Ok(None)
            }
        }
    }

    /// The text of the element that was just opened, up to its end, without the tags in it; what it has beyond so many
    /// bytes is passed over.
    pub(crate) fn text(&mut self, most: usize) -> io::Result<String> {
        let (mut inside, mut text) = (0, String::new());
        while let Some(event) = self.next()? {
            match event {
                Event::Text(piece) => push(&mut text, &piece, most),
                Event::Open(_) => inside += 1,
                Event::Close(_) if inside == 0 => break,
                Event::Close(_) => inside -= 1,
            }
        }
        Ok(text)
    }

    /// Whether it did not end but could not be read on.
    pub(crate) fn is_cut(&self) -> bool {
        self.fault.is_some()
    }

    /// Says what is wrong with the document, after its last event.
    pub(crate) fn finish(self, records: &mut Records<'_>) {
        if self.open.loose > 0 {
            records.note(self.open.first_loose, Fault::LooseTags(self.open.loose));
        }
        if let Some(fault) = self.fault {
            records.cut(self.offset, fault);
        }
    }
}

/// Adds a piece to a text, as far as it stays within so many bytes.
pub(crate) fn push(text: &mut String, piece: &str, most: usize) {
    let room = most.saturating_sub(text.len());
    text.push_str(piece.get(..piece.floor_char_boundary(room)).unwrap_or_default());
}

/// The elements that are open.
#[derive(Default)]
struct Open {
    names: Names,
    /// The last of them was closed by the event before.
    closed: bool,
    /// How many of the last of them the next events are to close.
    closing: usize,
    /// Tags without a counterpart.
    loose: u64,
    /// Where the first of them stands.
    first_loose: u64,
}

impl Open {
    fn push(&mut self, name: &str) -> Result<(), Fault> {
        if self.names.starts.len() == MAX_DEPTH {
            return Err(Fault::BadXml("elements more than 256 deep"));
        }
        if name.len() > MAX_NAME {
            return Err(Fault::BadXml("a name of more than 1024 bytes"));
        }
        self.names.push(name);
        Ok(())
    }

    fn name(&self) -> &str {
        self.names.last()
    }

    /// Takes away what was closed before; whether the next event closes another.
    fn closes_another(&mut self) -> bool {
        if std::mem::take(&mut self.closed) {
            self.names.pop();
        }
        self.closed = self.closing > 0;
        self.closing = self.closing.saturating_sub(1);
        self.closed
    }

    /// An end tag: closes the innermost element of its name and all inside it; false: there is none.
    fn close(&mut self, name: &str, offset: u64) -> Result<bool, Fault> {
        let inside = self.names.inside(name);
        let loose = inside.unwrap_or(1) as u64;
        if self.loose == 0 && loose > 0 {
            self.first_loose = offset;
        }
        self.loose += loose;
        if self.loose > MAX_LOOSE {
            return Err(Fault::BadXml("more than 10000 tags without a counterpart"));
        }
        self.closing = inside.unwrap_or(0);
        self.closed = inside.is_some();
        Ok(self.closed)
    }
}

/// Names one after the other in one text, the innermost last.
#[derive(Default)]
struct Names {
    text: String,
    /// Where each begins.
    starts: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.starts.push(self.text.len());
        self.text.push_str(name);
    }

    fn pop(&mut self) {
        self.text.truncate(self.starts.pop().unwrap_or(0));
    }

    fn last(&self) -> &str {
        self.starts.last().and_then(|&start| self.text.get(start..)).unwrap_or_default()
    }

    /// How many stand inside the innermost of this name; `None`: there is none.
    fn inside(&self, name: &str) -> Option<usize> {
        let mut end = self.text.len();
        self.starts.iter().rev().position(|&start| {
            let found = self.text.get(start..end) == Some(name);
            end = start;
            found
        })
    }
}

/// Text that ends in an error after so many bytes.
struct Limited<'r> {
    input: Text<'r>,
    room: usize,
    /// Whether it did.
    spent: bool,
}

impl Limited<'_> {
    fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.input.fill_buf()?.is_empty())
    }
}

impl BufRead for Limited<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.room == 0 {
            self.spent = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let buffer = self.input.fill_buf()?;
        Ok(buffer.get(..self.room).unwrap_or(buffer))
    }

    fn consume(&mut self, bytes: usize) {
        self.room = self.room.saturating_sub(bytes);
        self.input.consume(bytes);
    }
}

impl Read for Limited<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

fn local<'a>(tag: &'a BytesStart<'_>) -> &'a str {
    without_prefix(tag.name().0)
}

fn without_prefix(name: &str) -> &str {
    let colon = name.bytes().position(|byte| byte == b':');
    colon.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// What `name` between `&` and `;` stands for; as it is written if that is not known.
fn reference(name: &str) -> Cow<'static, str> {
    let number = || BytesRef::new(name).resolve_char_ref().ok().flatten();
    match resolve_xml_entity(name) {
        Some(text) => text.into(),
        None => number().map_or_else(|| format!("&{name};"), String::from).into(),
    }
}

/// Text with its references replaced.
fn decoded(raw: &str) -> Cow<'_, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return raw.into();
    }
    let (mut text, mut rest) = (String::with_capacity(raw.len()), raw);
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let end = after.find([';', '&']).filter(|&end| after[end..].starts_with(';'));
        text.push_str(&end.map_or("&".into(), |end| reference(&after[..end])));
        rest = end.map_or(after, |end| &after[end + 1..]);
    }
    text.push_str(rest);
    text.into()
}

#[cfg(test)]
mod tests;
