//! The New York Times: Archive API months in the shapes of its captures.

use crate::article::{Article, articles};
use crate::json::Json;
use crate::plan::{Newspaper, Plan};

/// A capture of the API: the same articles, served in other shapes over the years.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capture {
    /// 2013–2016: 24-digit ids, `blog`, `slideshow_credits`, nulls, numbers as strings.
    Old,
    /// 2019 to early 2025: `uri`, `+0000`, keys left out when empty. Also all printed-era records.
    Current,
    /// Since April 2025: multimedia an object, short headlines and keywords.
    Newest,
}

/// The response of the Archive API for one month.
pub fn nyt_month(plan: Plan, year: u16, month: u8, seed: u64) -> Vec<u8> {
    response(plan, year, &articles(plan, Newspaper::Nyt, year, month, seed))
}

/// The response that holds these articles.
pub(crate) fn response(plan: Plan, year: u16, articles: &[Article]) -> Vec<u8> {
    let capture = if plan == Plan::Demo { capture(year) } else { Capture::Current };
    let mut records: Vec<Vec<u8>> = Vec::new();
    for article in articles {
        records.push(record(article, capture, false));
        if article.twin {
            records.push(record(article, capture, true));
        }
    }
    if articles.iter().any(|article| article.fault == Some("repeat")) {
        records.extend_from_within(..records.len().min(2));
    }
    let copyright = if capture == Capture::Old { "2013" } else { "2024" };
    let mut out = format!("{{\"copyright\":\"Copyright (c) {copyright} The New York Times Company. All Rights Reserved.\",\"response\":{{\"docs\":[").into_bytes();
    out.extend(records.join(&b','));
    out.extend(format!("],\"meta\":{{\"hits\":{}}}}}}}\n", records.len()).into_bytes());
    out
}

/// Pages of ten records of the month as the search API of 2013 served them, one after the other without a separator.
pub fn nyt_search_pages(plan: Plan, year: u16, month: u8, seed: u64) -> Vec<u8> {
    let articles = articles(plan, Newspaper::Nyt, year, month, seed);
    let mut out = Vec::new();
    for (page, part) in articles.chunks(10).enumerate() {
        let records: Vec<Vec<u8>> =
            part.iter().map(|article| record(article, Capture::Old, false)).collect();
        out.extend(b"{\"response\":{\"docs\":[");
        out.extend(records.join(&b','));
        let meta = format!(
            "],\"meta\":{{\"hits\":{},\"offset\":{},\"time\":{}}}}}",
            articles.len(),
            page * 10,
            20 + page
        );
        out.extend(meta.into_bytes());
        out.extend(b",\"status\":\"OK\",\"copyright\":\"Copyright (c) 2013 The New York Times Company.  All Rights Reserved.\"}");
    }
    out
}

fn capture(year: u16) -> Capture {
    match year {
        2000..=2012 => Capture::Old,
        2017 => Capture::Newest,
        _ => Capture::Current,
    }
}

fn record(article: &Article, capture: Capture, twin: bool) -> Vec<u8> {
    let mut json = Json::new();
    json.object(|o| match capture {
        Capture::Old => old(o, article, twin),
        Capture::Current | Capture::Newest => current(o, article, capture),
    });
    let bytes = json.into_text().into_bytes();
    if article.fault != Some("bad-utf8") {
        return bytes;
    }
    // one byte of a Windows code page inside the abstract: this record is not UTF-8
    let start = b"{\"abstract\":\"".len();
    [bytes.get(..start).unwrap_or_default(), b"\x92", bytes.get(start..).unwrap_or_default()]
        .concat()
}

/// Keys as in the captures of 2019–2025, in their order.
fn current(o: &mut Json, a: &Article, capture: Capture) {
    let printed_era = a.section == "Archives";
    o.text("abstract", &summary(a));
    o.text("web_url", &url(a, "https"));
    o.text("snippet", if !printed_era || a.indexed { &a.summary } else { "" });
    o.text("lead_paragraph", if printed_era && a.date.0 < 1970 { "" } else { &a.lead });
    match a.date {
        (1963, 1..=3, _) => o.text("print_section", "S"),
        _ if printed_era => {}
        _ => o.text("print_section", "A"),
    }
    o.maybe("print_page", (a.date.0 != 1964).then(|| a.page.to_string()).as_deref());
    o.text("source", "The New York Times");
    crate::picture::pictures(o, a, capture == Capture::Newest);
    headline(o, a, capture);
    keywords(o, a, capture);
    o.text("pub_date", &published(a));
    o.text("document_type", "article");
    desk(o, a);
    o.text("section_name", a.section);
    if !a.region.is_empty() && a.section == "World" && a.date.0 >= 2006 {
        o.text("subsection_name", a.region);
    }
    byline(o, a, capture);
    o.text("type_of_material", if printed_era { "Archives" } else { "News" });
    let id = a.id.clone().unwrap_or_else(|| uuid(a));
    o.text("_id", &format!("nyt://article/{id}"));
    o.raw("word_count", if a.date.0 < 1970 { 0 } else { a.words });
    o.text("uri", &format!("nyt://article/{id}"));
}

/// Keys as in the captures of 2013–2016, in their order. A twin is the web copy of a printed article.
fn old(o: &mut Json, a: &Article, twin: bool) {
    let (year, null) = (a.date.0, |o: &mut Json, key| o.raw(key, "null"));
    o.text("web_url", &url(a, "http"));
    o.text("snippet", &a.summary);
    o.text("lead_paragraph", &a.lead);
    o.maybe("abstract", (a.number % 5 < 3 || a.fault.is_some()).then(|| summary(a)).as_deref());
    o.maybe("print_page", (!twin).then(|| a.page.to_string()).as_deref());
    o.raw("blog", "[]");
    o.text("source", "The New York Times");
    o.raw("multimedia", "[]");
    let main = if twin && a.number.is_multiple_of(3) {
        format!("{} (Update)", a.headline)
    } else {
        a.headline.clone()
    };
    o.key("headline").object(|h| {
        h.text("main", &main);
        if year > 2005 {
            h.text("print_headline", &a.headline);
        }
    });
    o.key("keywords").array(|list| {
        for (rank, (name, value)) in a.terms.iter().enumerate() {
            list.object(|k| {
                if year > 2005 {
                    k.text("rank", &(rank + 1).to_string());
                    k.text("is_major", "N");
                }
                k.text("name", name);
                k.text("value", &value.to_uppercase());
            });
        }
    });
    o.text("pub_date", &format!("{}T00:00:00Z", date(a, '-')));
    o.text("document_type", "article");
    let world = a.section.starts_with("World");
    match (twin, year) {
        (true, 2012) if world => o.text("news_desk", &format!("World / {}", a.region)),
        (true, _) => o.text("news_desk", "Foreign"),
        _ => desk(o, a),
    }
    match a.fault {
        Some("null-section") => null(o, "section_name"),
        Some("false-section") => o.text("section_name", "false"),
        _ => o.text("section_name", a.section),
    }
    o.maybe("subsection_name", (year >= 2006 && world && !twin).then_some(a.region));
    old_byline(o, a);
    o.text("type_of_material", if a.words < 150 { "Brief" } else { "News" });
    let id = format!(
        "4fd{year:04}{:02}{:02}{:011x}{:02x}",
        a.date.1,
        a.date.2,
        a.number,
        u8::from(twin)
    );
    o.text("_id", &id);
    match a.fault {
        Some("null-words") => null(o, "word_count"),
        Some("string-words") => o.text("word_count", &a.words.to_string()),
        _ if a.number.is_multiple_of(3) => o.text("word_count", &a.words.to_string()),
        _ => o.raw("word_count", a.words),
    }
    null(o, "slideshow_credits");
}

fn headline(o: &mut Json, a: &Article, capture: Capture) {
    let machine_read = a.section == "Archives" && !a.indexed && a.date.0 < 1970;
    o.key("headline").object(|h| {
        if a.fault != Some("no-main") {
            h.text("main", &a.headline);
        }
        h.maybe("kicker", machine_read.then_some("1"));
        if capture == Capture::Newest {
            h.text("print_headline", &a.headline);
            return;
        }
        h.raw("content_kicker", "null");
        h.maybe("print_headline", (a.fault != Some("no-main")).then_some(&a.headline));
        for key in ["name", "seo", "sub"] {
            h.raw(key, "null");
        }
    });
}

fn keywords(o: &mut Json, a: &Article, capture: Capture) {
    let newest = capture == Capture::Newest;
    o.key("keywords").array(|list| {
        for (rank, (name, value)) in a.terms.iter().enumerate() {
            let name = match *name {
                "glocations" if newest => "Location",
                "subject" if newest => "Subject",
                name => name,
            };
            list.object(|k| {
                k.text("name", name);
                k.text("value", value);
                k.raw("rank", rank + 1);
                if !newest {
                    k.text("major", "N");
                }
            });
        }
    });
}

fn desk(o: &mut Json, a: &Article) {
    match a.fault {
        Some("null-desk") => o.raw("news_desk", "null"),
        Some("empty-desk") => o.text("news_desk", ""),
        _ => o.text("news_desk", a.desk),
    }
}

fn byline(o: &mut Json, a: &Article, capture: Capture) {
    o.key("byline").object(|b| {
        let special = if a.section == "Archives" && a.evident {
            " Special to The New York Times"
        } else {
            ""
        };
        let original =
            a.byline.as_ref().map_or_else(String::new, |name| format!("By {name}{special}"));
        b.text("original", &original);
        if capture == Capture::Newest {
            return;
        }
        b.key("person").array(|people| {
            let Some((first, last)) = a.byline.as_ref().and_then(|name| name.split_once(' '))
            else {
                return;
            };
            people.object(|p| {
                p.text("firstname", first);
                p.raw("middlename", "null");
                p.text("lastname", last);
                p.raw("qualifier", "null");
                p.raw("title", "null");
                p.text("role", "reported");
                p.text("organization", "");
                p.raw("rank", 1);
            });
        });
        b.raw("organization", "null");
    });
}

fn old_byline(o: &mut Json, a: &Article) {
    match a.byline.as_ref().and_then(|name| name.split_once(' ')) {
        _ if a.fault == Some("byline-array") => o.raw("byline", "[]"),
        None => o.raw("byline", "null"),
        Some((first, last)) => o.key("byline").object(|b| {
            b.key("person").array(|people| {
                people.object(|p| {
                    p.text("organization", "");
                    p.text("role", "reported");
                    p.text("firstname", first);
                    p.raw("rank", 1);
                    p.text("lastname", &last.to_uppercase());
                });
            });
            b.text("original", &format!("By {} {}", first.to_uppercase(), last.to_uppercase()));
        }),
    }
}

/// What stands in `abstract`: machine-read leads before 1970, with numeric entities in the 1970s.
fn summary(a: &Article) -> String {
    let text = match (a.section, a.date.0) {
        ("Archives", ..1970) if !a.indexed => ocr(a),
        ("Archives", 1970..) if !a.indexed => {
            a.lead.replace('—', "&#8212;").replace('\'', "&#8217;")
        }
        _ => a.summary.clone(),
    };
    if a.fault == Some("entity") {
        text + " The country&#8217;s envoys &#8212; &amp; others &#8212; waited."
    } else {
        text
    }
}

/// Machine reading loses a letter here and there and ends in blanks.
fn ocr(a: &Article) -> String {
    let text = if a.number.is_multiple_of(9) {
        a.lead.replacen(" and ", " ?? ", 1)
    } else {
        a.lead.clone()
    };
    if text.is_empty() { text } else { text + "  " }
}

fn url(a: &Article, scheme: &str) -> String {
    let folder = match (a.section, a.date.0) {
        ("Archives", _) => "archives".to_owned(),
        (section, 2006..) if section.starts_with("World") => {
            format!("world/{}", a.region.to_lowercase().replace(' ', ""))
        }
        (section, _) if section.starts_with("World") => "world".to_owned(),
        ("New York" | "New York and Region", _) => "nyregion".to_owned(),
        ("U.S.", _) => "us".to_owned(),
        (section, _) => section.to_lowercase().replace(' ', "-"),
    };
    format!("{scheme}://www.nytimes.com/{}/{folder}/{}.html", date(a, '/'), a.slug())
}

fn published(a: &Article) -> String {
    match a.date.0 {
        ..2008 => format!("{}T05:00:00+0000", date(a, '-')),
        _ => format!(
            "{}T{:02}:{:02}:{:02}+0000",
            date(a, '-'),
            a.minute / 60,
            a.minute % 60,
            a.number % 60
        ),
    }
}

fn date(a: &Article, separator: char) -> String {
    let (year, month, day) = a.date;
    format!("{year:04}{separator}{month:02}{separator}{day:02}")
}

/// An id in the true form that nobody can take for a true one: date and number in digits.
fn uuid(a: &Article) -> String {
    let (year, month, day) = a.date;
    format!("{year:04}{month:02}{day:02}-0000-5000-8000-{:012x}", a.number)
}
