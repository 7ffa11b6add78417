//! METS: what a library says of an issue, its title, its day and, if it was taken apart, its articles.
//!
//! The text of an issue stands in other files (ALTO), so a record is an article with its headline alone, as on an index
//! page; one without a headline is a record all the same. An issue that was not taken apart has pages and no records:
//! they are read from the files that hold them.

use std::collections::HashMap;
use std::io::{self, Read};

use super::root;
use crate::MAX_RECORD;
use crate::contents::Fault;
use crate::date::Date;
use crate::export::{Export, Head, Records};
use crate::record::{Article, Problem};
use crate::source::{Format, Source, first};
use crate::written;
use crate::xml::{Event, Tag, Xml};

/// METS of a newspaper.
pub(crate) static METS: Source = Source {
    name: "mets",
    newspaper: "",
    title: "METS, newspaper issues of libraries",
    format: Format::Export(Export {
        extension: "xml",
        is_its,
        read,
        searched: false,
        named: false,
    }),
    route: None,
    by_content: true,
};

/// Most bytes of a title.
const MAX_TITLE: usize = 2048;

/// What an entry costs beside its text, in bytes.
const ENTRY: usize = 256;

fn is_its(head: &Head<'_>) -> bool {
    let of_newspaper = |kind: &str| kind.to_ascii_lowercase().contains("newspaper");
    root(&head.text).is_some_and(|(name, kind)| name == "mets" && of_newspaper(&kind))
}

fn read(input: &mut dyn Read, records: &mut Records<'_>) -> io::Result<()> {
    let mut xml = Xml::of(input)?;
    let mut issue = Issue::default();
    while let Some(event) = xml.next()? {
        let wanted = match event {
            Event::Open(tag) => issue.open(&tag),
            Event::Close(name) => {
                issue.close(name);
                None
            }
            Event::Text(_) => None,
        };
        match wanted {
            Some(Wanted::Text(field)) => {
                let text = xml.text(MAX_TITLE)?;
                issue.keep(&field, text.trim());
            }
            Some(Wanted::Article(mut article)) => {
                article.offset = xml.offset;
                issue.kept += ENTRY;
                issue.articles.push(article);
            }
            None => {}
        }
        if issue.kept > MAX_RECORD {
            records.cut(xml.offset, Fault::BadXml("more than 16 MiB of titles"));
            break;
        }
    }
    issue.hand(records);
    if issue.articles.is_empty() && !xml.is_cut() {
        records.note(0, Fault::NoArticles(issue.pages));
    }
    xml.finish(records);
    Ok(())
}

/// What an element that begins is wanted for.
enum Wanted {
    Text(Field),
    Article(Entry),
}

/// A field of a description.
enum Field {
    Title,
    HostTitle,
    Date,
    Place,
    Number,
    HostNumber,
}

/// The description of an issue or an article.
#[derive(Default)]
struct Section {
    title: String,
    host_title: String,
    date: String,
    place: String,
    number: String,
    host_number: String,
}

/// An article in the order of the issue.
struct Entry {
    offset: u64,
    id: String,
    section: String,
    label: String,
    kind: String,
}

#[derive(Default)]
struct Issue {
    sections: HashMap<String, Section>,
    /// The first description with a day.
    dated: Option<String>,
    /// The description that is being read.
    current: String,
    /// Descriptions of other things are open: the paper as a whole, the sheet that was photographed.
    hosts: u32,
    others: u32,
    title_info: bool,
    /// The description of the issue.
    own: String,
    articles: Vec<Entry>,
    pages: u64,
    /// The article of the group of links that is being read, and the first page of each.
    linked: String,
    on_page: HashMap<String, String>,
    /// Bytes that all of this takes.
    kept: usize,
}

impl Issue {
    fn open(&mut self, tag: &Tag<'_>) -> Option<Wanted> {
        let value = |name| tag.attribute(name).unwrap_or_default();
        match tag.name() {
            "dmdSec" => self.current = value("ID").into_owned(),
            "relatedItem" if self.hosts + self.others > 0 || value("type") != "host" => {
                self.others += 1;
            }
            "relatedItem" => self.hosts += 1,
            "titleInfo" => self.title_info = true,
            "title" if self.title_info && self.others == 0 => {
                return Some(Wanted::Text(if self.hosts > 0 {
                    Field::HostTitle
                } else {
                    Field::Title
                }));
            }
            "dateIssued" if self.others == 0 => return Some(Wanted::Text(Field::Date)),
            "placeTerm" if self.others == 0 && value("type") == "text" => {
                return Some(Wanted::Text(Field::Place));
            }
            "identifier" if self.others == 0 => {
                return Some(Wanted::Text(if self.hosts > 0 {
                    Field::HostNumber
                } else {
                    Field::Number
                }));
            }
            "div" => return self.div(tag),
            "smLinkGrp" => self.linked.clear(),
            "smLocatorLink" => self.link(&value("label"), &value("href")),
            _ => {}
        }
        None
    }

    fn div(&mut self, tag: &Tag<'_>) -> Option<Wanted> {
        let value = |name| tag.attribute(name).unwrap_or_default().into_owned();
        let (kind, section) = (value("TYPE"), value("DMDID"));
        match kind.to_ascii_lowercase().trim_start_matches("np:") {
            "issue" if self.own.is_empty() => self.own = section,
            "page" => self.pages += 1,
            "article" | "advert" | "advertisement" => {
                let (id, label) = (value("ID"), value("LABEL"));
                self.kept += id.len() + label.len() + kind.len() + section.len();
                return Some(Wanted::Article(Entry { offset: 0, id, section, label, kind }));
            }
            _ => {}
        }
        None
    }

    /// A link between an article and a part of a page, whose label begins with `page` and its number.
    fn link(&mut self, label: &str, target: &str) {
        let page = label.strip_prefix("page").and_then(|rest| rest.split(' ').next());
        match page {
            Some(page) if !self.linked.is_empty() && !self.on_page.contains_key(&self.linked) => {
                self.kept += ENTRY + self.linked.len() + page.len();
                self.on_page.insert(self.linked.clone(), page.to_owned());
            }
            None if label == "article" => {
                target.trim_start_matches('#').clone_into(&mut self.linked);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "relatedItem" if self.others > 0 => self.others -= 1,
            "relatedItem" => self.hosts = self.hosts.saturating_sub(1),
            "titleInfo" => self.title_info = false,
            "dmdSec" => (self.hosts, self.others) = (0, 0),
            _ => {}
        }
    }

    fn keep(&mut self, field: &Field, text: &str) {
        let section = self.sections.entry(self.current.clone()).or_default();
        let place = match field {
            Field::Title => &mut section.title,
            Field::HostTitle => &mut section.host_title,
            Field::Date => &mut section.date,
            Field::Place => &mut section.place,
            Field::Number => &mut section.number,
            Field::HostNumber => &mut section.host_number,
        };
        if place.is_empty() {
            self.kept += ENTRY + self.current.len() + text.len();
            text.clone_into(place);
            if matches!(field, Field::Date) && !text.is_empty() && self.dated.is_none() {
                self.dated = Some(self.current.clone());
            }
        }
    }

    fn hand(&self, records: &mut Records<'_>) {
        let dated = || self.sections.get(self.dated.as_ref()?);
        let none = Section::default();
        let issue = self.sections.get(&self.own).or_else(dated).unwrap_or(&none);
        let day = written::day(&issue.date);
        for entry in &self.articles {
            records.hand(
                entry.offset,
                0,
                day.clone().and_then(|day| self.article(issue, day, entry)),
            );
        }
    }

    fn article<'a>(
        &'a self,
        issue: &'a Section,
        day: Date,
        entry: &'a Entry,
    ) -> Result<Article<'a>, Problem> {
        let title = first([(&*issue.host_title).into(), (&*issue.title).into()]);
        let newspaper = if issue.place.is_empty() {
            title
        } else {
            format!("{title} ({})", issue.place).into()
        };
        let number =
            first([(&*issue.host_number).into(), (&*issue.number).into(), newspaper.clone()]);
        if number.is_empty() || entry.id.is_empty() {
            return Err(Problem::NoIdentity);
        }
        let own = self.sections.get(&entry.section);
        let headline = own.map(|section| &*section.title).unwrap_or_default();
        let page = self.on_page.get(&entry.id).map_or("", String::as_str);
        let id = format!("{number}/{day}/{}", entry.id);
        Ok(Article {
            newspaper,
            headline: first([headline.into(), (&*entry.label).into()]),
            page: page.into(),
            kind: (&*entry.kind).into(),
            ..Article::of(id, day, &*issue.date)
        })
    }
}
