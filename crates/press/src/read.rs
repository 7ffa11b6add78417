//! Reading a document of any size: `{"response": {"docs": [record, record, …], …}}`, any number of them end to end.

use std::io::{self, Read};

use crate::MAX_RECORD;
use crate::contents::{Contents, Fault};
use crate::cursor::{Passed, Stop, malformed};
use crate::record::{Article, Problem, Record};
use crate::refusal::{REFUSAL, message};
use crate::repair::repair;
use crate::source::{Damage, Facts, Json, Said, Whole};
use crate::window::Window;

/// Longest value beside the list that is looked at, in bytes; a longer one is passed over.
const MAX_FACT: usize = 64 * 1024;

/// Hands out the records of a document and gives the account of it, with what its last object said of itself.
/// See [`crate::Source::read`].
pub(crate) fn document(
    json: &Json,
    input: &mut dyn Read,
    each: &mut dyn FnMut(Record<'_>),
) -> io::Result<(Contents, Option<Said>)> {
    let window = Window::open(input)?;
    let contents = Contents::default();
    let mut reader = Reader { json, window, each, contents, page: Page::default(), said: None };
    match reader.objects() {
        Ok(()) if reader.contents.objects == 0 => reader.trouble(0, Fault::Empty),
        Ok(()) => reader.contents.complete = true,
        Err(Stop::Io(error)) => return Err(error),
        Err(Stop::Fault(fault)) => reader.trouble(reader.window.offset(), fault),
    }
    reader.contents.bytes = reader.window.offset();
    Ok((reader.contents, reader.said))
}

/// What is known of the object being read.
#[derive(Default)]
struct Page {
    has_list: bool,
    held: u64,
    facts: Facts,
}

/// Reads the value of the member with this key.
type Member<'m, R> = &'m mut dyn FnMut(&mut R, &[u8]) -> Result<(), Stop>;

struct Reader<'r, 's, 'e> {
    json: &'s Json,
    window: Window<'r>,
    each: &'e mut dyn FnMut(Record<'_>),
    contents: Contents,
    page: Page,
    said: Option<Said>,
}

impl Reader<'_, '_, '_> {
    /// Objects to the end of the document.
    fn objects(&mut self) -> Result<(), Stop> {
        loop {
            match self.window.peek()? {
                None => return Ok(()),
                // A byte order mark; joined captures have one before each object.
                Some(0xef) if self.window.take_all(b"\xef\xbb\xbf")? => {}
                Some(b'{') => self.object()?,
                Some(found) if self.contents.objects > 0 => {
                    return Err(Stop::Fault(Fault::Trailing(char::from(found))));
                }
                Some(found) => return Err(malformed("an object", found)),
            }
        }
    }

    /// One object: one answer of the server.
    fn object(&mut self) -> Result<(), Stop> {
        let offset = self.window.offset();
        self.page = Page::default();
        self.within(self.json.within)?;
        self.contents.objects += 1;
        if let Some(what) = self.judge_page() {
            self.trouble(offset, what);
        }
        Ok(())
    }

    /// An object on the way to the list, where these keys lead.
    fn within(&mut self, path: &[&str]) -> Result<(), Stop> {
        let Some((next, path)) = path.split_first() else {
            return self.members(&mut Reader::member);
        };
        self.members(&mut |reader, key| match reader.window.peek()? {
            Some(b'{') if key == next.as_bytes() => reader.within(path),
            Some(b'[') if key == next.as_bytes() => reader.within_each(path),
            _ => reader.fact(key),
        })
    }

    /// Objects of a list on the way to the list.
    fn within_each(&mut self, path: &[&str]) -> Result<(), Stop> {
        self.window.take(b'[', "a list")?;
        if self.window.peek()? == Some(b']') {
            self.window.advance(1);
            return Ok(());
        }
        loop {
            match self.window.peek()? {
                Some(b'{') => self.within(path)?,
                _ => self.window.pass().map(drop)?,
            }
            match self.window.next()? {
                b',' => {}
                b']' => return Ok(()),
                found => return Err(malformed("a comma or the end of the list", found)),
            }
        }
    }

    /// A member of the object that holds the list: the list of records, or something about it.
    fn member(&mut self, key: &[u8]) -> Result<(), Stop> {
        if !self.json.lists.iter().any(|list| list.as_bytes() == key) {
            return self.fact(key);
        }
        match self.window.peek()? {
            Some(b'[') => {
                self.page.has_list = true;
                self.records()
            }
            Some(b'n') => {
                // `"docs": null` is how the NYT says that there are none.
                self.page.has_list = true;
                self.window.pass().map(drop)
            }
            _ => self.window.pass().map(drop),
        }
    }

    /// What is wrong with the object just read, if anything.
    fn judge_page(&mut self) -> Option<Fault> {
        if !self.page.has_list {
            return Some(message(&self.page.facts).map_or(Fault::UnknownShape, Fault::Refused));
        }
        let Some(said) = (self.json.said)(&self.page.facts) else {
            return Some(Fault::Unannounced);
        };
        let (announced, held) = (said.held, self.page.held);
        let is_first = self.contents.announced.is_none();
        let all = self.contents.announced.unwrap_or(0);
        self.contents.announced = Some(all.saturating_add(announced));
        // Pages of one answer all say the same total; of joined captures nobody knows what the whole is.
        self.contents.total = said.total.filter(|_| is_first || self.contents.total == said.total);
        self.contents.searched |= said.searched;
        self.said = Some(said);
        (announced != held).then_some(Fault::Announced { announced, held })
    }

    /// The elements of the list.
    fn records(&mut self) -> Result<(), Stop> {
        self.window.take(b'[', "a list")?;
        if self.window.peek()? == Some(b']') {
            self.window.advance(1);
            return Ok(());
        }
        loop {
            self.record()?;
            self.page.held += 1;
            match self.window.next()? {
                b',' => {}
                b']' => return Ok(()),
                found => return Err(malformed("a comma or the end of the list", found)),
            }
        }
    }

    /// One element of the list, handed out.
    fn record(&mut self) -> Result<(), Stop> {
        let found = self.window.peek()?.ok_or(Stop::Fault(Fault::Cut))?;
        if found != b'{' {
            return self.no_object(found);
        }
        loop {
            let offset = self.window.offset();
            let is_short = match (self.json.parse)(self.window.rest()) {
                Ok(Whole { length, article }) => {
                    hand_out(self.each, &mut self.contents, (offset, length as u64), article);
                    self.window.advance(length);
                    return Ok(());
                }
                Err(Damage::Short) => true,
                Err(Damage::Bad(_)) => false,
            };
            if !(is_short && self.window.more()?) {
                return self.damaged();
            }
        }
    }

    /// A record that is not JSON as it stands: found by its brackets, tried again after repair.
    fn damaged(&mut self) -> Result<(), Stop> {
        let offset = self.window.offset();
        let length = match self.window.extent(MAX_RECORD)? {
            Passed::Kept(length) => length,
            Passed::Gone(length) => {
                let problem = Err(Problem::TooLarge(length));
                hand_out(self.each, &mut self.contents, (offset, length), problem);
                return Ok(());
            }
        };
        let bytes = self.window.rest().get(..length).unwrap_or_default();
        let repaired = repair(bytes);
        let article = match (self.json.parse)(repaired.as_deref().unwrap_or(bytes)) {
            Ok(Whole { article, .. }) => article.map(|article| Article { lossy: true, ..article }),
            Err(Damage::Short) => Err(Problem::NotJson("its brackets do not match".to_owned())),
            Err(Damage::Bad(reason)) => Err(Problem::NotJson(reason)),
        };
        hand_out(self.each, &mut self.contents, (offset, length as u64), article);
        self.window.advance(length);
        Ok(())
    }

    /// An element of the list that is a number, a string, a list.
    fn no_object(&mut self, found: u8) -> Result<(), Stop> {
        let offset = self.window.offset();
        let length = self.window.pass()?;
        let problem = Err(Problem::NotAnObject(char::from(found)));
        hand_out(self.each, &mut self.contents, (offset, length), problem);
        Ok(())
    }

    /// The members of an object: each key is given to `member`, which reads its value.
    fn members(&mut self, member: Member<'_, Self>) -> Result<(), Stop> {
        self.window.take(b'{', "an object")?;
        if self.window.peek()? == Some(b'}') {
            self.window.advance(1);
            return Ok(());
        }
        loop {
            let key = self.window.key()?;
            self.window.take(b':', "a colon")?;
            member(self, &key)?;
            match self.window.next()? {
                b',' => {}
                b'}' => return Ok(()),
                found => return Err(malformed("a comma or the end of the object", found)),
            }
        }
    }

    /// Keeps a small value beside the list that may be asked for later, passes over all others.
    fn fact(&mut self, key: &[u8]) -> Result<(), Stop> {
        let beside = self.json.beside.iter().chain(self.json.also).chain(&REFUSAL);
        let wanted = beside.copied().find(|name| name.as_bytes() == key);
        let Some(name) = wanted else { return self.window.pass().map(drop) };
        if let Passed::Kept(length) = self.window.value(MAX_FACT)? {
            let json = self.window.rest().get(..length).unwrap_or_default().to_vec();
            self.page.facts.set(name, json);
            self.window.advance(length);
        }
        Ok(())
    }

    /// Notes what is wrong, as long as there is room.
    fn trouble(&mut self, offset: u64, what: Fault) {
        self.contents.note(offset, what);
    }
}

/// Hands out a record that takes `length` bytes from `offset`, and counts it.
fn hand_out(
    each: &mut dyn FnMut(Record<'_>),
    contents: &mut Contents,
    (offset, length): (u64, u64),
    article: Result<Article<'_>, Problem>,
) {
    let position = u32::try_from(contents.records).unwrap_or(u32::MAX);
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    each(Record { position, offset, length, article });
    contents.records += 1;
}
