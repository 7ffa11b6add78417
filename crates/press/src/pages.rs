//! Stored HTML: index pages one after another, each after a line that says its address and length; or one page as a
//! browser saved it.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};

use crate::contents::{Contents, Fault};
use crate::guard::MAX_PAGE;
use crate::page::{Page, Site};
use crate::record::Record;

/// How the line before a page begins.
pub(crate) const MARK: &[u8] = b"<!-- page ";

/// Longest line before a page, in bytes.
const MAX_LINE: u64 = 4096;

/// The line before a page. What cannot stand in it is left out of the address.
pub(crate) fn preface(address: &str, bytes: u64) -> String {
    let fits = |c: &char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>');
    let address: String = address.chars().filter(fits).collect();
    format!("<!-- page {} {bytes} -->\n", address.replace("--", "-"))
}

/// Address and length from the line before a page.
pub(crate) fn read_preface(line: &[u8]) -> Option<(String, u64)> {
    let line = std::str::from_utf8(line.strip_prefix(MARK)?).ok()?;
    let (address, bytes) = line.trim_end().strip_suffix("-->")?.trim_end().rsplit_once(' ')?;
    Some((address.to_owned(), bytes.parse().ok()?))
}

/// Hands out the links of all pages as records and gives the account of the document; with it, the number (from 1) of
/// the first page all whose articles are on pages before it.
///
/// A link that stands several times on a page is one record; on several pages, several.
pub(crate) fn document(
    site: &Site,
    newspaper: &str,
    input: &mut dyn Read,
    each: &mut dyn FnMut(Record<'_>),
) -> io::Result<(Contents, Option<u64>)> {
    let mut reader = Reader {
        site,
        newspaper,
        input: BufReader::new(input),
        each,
        contents: Contents { complete: true, ..Contents::default() },
        seen: HashSet::new(),
        articles: HashSet::new(),
        barren: None,
    };
    reader.pages()?;
    let contents = &mut reader.contents;
    if contents.objects == 0 && contents.problems.is_empty() {
        contents.note(0, Fault::Empty);
        contents.complete = false;
    }
    Ok((reader.contents, reader.barren))
}

struct Reader<'r, 's, 'e> {
    site: &'s Site,
    newspaper: &'s str,
    input: BufReader<&'r mut dyn Read>,
    each: &'e mut dyn FnMut(Record<'_>),
    contents: Contents,
    /// Addresses of the pages so far: the same one twice is a mistake of who stored them.
    seen: HashSet<String>,
    /// Articles of the pages so far.
    articles: HashSet<String>,
    /// The first page that brought no new article, though it has some.
    barren: Option<u64>,
}

impl Reader<'_, '_, '_> {
    fn pages(&mut self) -> io::Result<()> {
        loop {
            let first = self.first()?;
            let start = self.contents.bytes;
            let mut line = Vec::new();
            if first == Some(b'<') {
                self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
                self.contents.bytes += line.len() as u64;
            }
            match read_preface(&line) {
                Some((address, bytes)) => self.stored(&address, bytes)?,
                None if self.contents.objects == 0 => return self.saved(start, line),
                None => return self.trailing(start, &line),
            }
        }
    }

    /// A page after its line.
    fn stored(&mut self, address: &str, bytes: u64) -> io::Result<()> {
        let start = self.contents.bytes;
        let mut page = Vec::new();
        let kept = bytes.min(MAX_PAGE as u64 + 1);
        self.input.by_ref().take(kept).read_to_end(&mut page)?;
        let passed = io::copy(&mut self.input.by_ref().take(bytes - kept), &mut io::sink())?;
        let read = page.len() as u64 + passed;
        self.contents.bytes += read;
        if read < bytes {
            self.contents.complete = false;
            self.contents.note(self.contents.bytes, Fault::CutPage);
            return Ok(());
        }
        if !self.seen.insert(address.to_owned()) {
            self.contents.note(start, Fault::Repeated(address.to_owned()));
        }
        self.page(start, &page, Some(address));
        Ok(())
    }

    /// A page without such a line: the whole document, as a browser saved it.
    fn saved(&mut self, start: u64, line: Vec<u8>) -> io::Result<()> {
        let mut page = line;
        let before = page.len() as u64;
        self.input.by_ref().take(MAX_PAGE as u64 + 1).read_to_end(&mut page)?;
        let passed = io::copy(&mut self.input, &mut io::sink())?;
        self.contents.bytes += page.len() as u64 - before + passed;
        if !page.is_empty() {
            self.page(start, &page, None);
        }
        Ok(())
    }

    /// Something after the last page that is none.
    fn trailing(&mut self, start: u64, line: &[u8]) -> io::Result<()> {
        let first = self.first()?;
        if let Some(found) = line.first().copied().or(first) {
            self.contents.complete = false;
            self.contents.note(start, Fault::AfterPages(char::from(found)));
        }
        Ok(())
    }

    fn page(&mut self, start: u64, bytes: &[u8], address: Option<&str>) {
        self.contents.objects += 1;
        let page = match Page::read(self.site, self.newspaper, bytes, address) {
            Ok(page) => page,
            Err(hostile) => {
                self.contents.complete = false;
                return self.contents.note(start, Fault::Hostile(hostile));
            }
        };
        if !self.is_new(&page) && self.barren.is_none() {
            self.barren = Some(self.contents.objects);
        }
        for link in page.links {
            let position = u32::try_from(self.contents.records).unwrap_or(u32::MAX);
            let offset = if link.length == 0 { 0 } else { start + link.at as u64 };
            let length = u32::try_from(link.length).unwrap_or(u32::MAX);
            (self.each)(Record { position, offset, length, article: link.article });
            self.contents.records += 1;
        }
        if !page.closes {
            self.contents.complete = false;
            self.contents.note(start + bytes.len() as u64, Fault::CutPage);
        } else if page.count == 0 {
            self.contents.note(start, Fault::NoLinks(self.site.selectors()));
        }
    }

    /// Remembers the articles of a page; whether one of them is new, or the page has none.
    fn is_new(&mut self, page: &Page) -> bool {
        let ids: Vec<&str> = page
            .links
            .iter()
            .filter_map(|link| Some(link.article.as_ref().ok()?.id.as_ref()))
            .collect();
        let before = self.articles.len();
        self.articles.extend(ids.iter().map(|id| (*id).to_owned()));
        ids.is_empty() || self.articles.len() > before
    }

    /// The next byte that is not white space, still unread; `None` at the end.
    fn first(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let first = buffer.get(blank).copied();
            self.input.consume(blank);
            self.contents.bytes += blank as u64;
            if first.is_some() || blank == 0 {
                return Ok(first);
            }
        }
    }
}
