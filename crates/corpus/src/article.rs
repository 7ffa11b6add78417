//! One invented article, before it is written in the shape of a capture.

use std::collections::HashSet;

use crate::plan::Story;
use crate::plan::{Newspaper, Plan, stories};
use crate::rng::Rng;
use crate::tables::{FAULTS, NAMES};
use crate::text::Scene;
use crate::{dateline, load, plan, section, text};

/// An invented article and what was planted in it.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// Year, month and day of the paper.
    pub date: (u16, u8, u8),
    /// Number within the month, from 1; ids are made of date and number.
    pub number: u32,
    /// The headline as printed.
    pub headline: String,
    /// The index abstract or summary; may be empty.
    pub summary: String,
    /// The first sentences, with the dateline if the era prints one; may be empty.
    pub lead: String,
    /// Countries the text names (ISO alpha-3), in order of naming.
    pub countries: Vec<&'static str>,
    /// Whether it reports from or on a country abroad; home news may name one too.
    pub abroad: bool,
    /// Whether desk, section, index terms or a dateline show that the article is international.
    pub evident: bool,
    /// Whether it is about unrest.
    pub unrest: bool,
    /// The defect planted in its record.
    pub fault: Option<&'static str>,
    /// Printed and web copy are two records of one URL.
    pub twin: bool,
    pub(crate) indexed: bool,
    pub(crate) terms: Vec<(&'static str, String)>,
    pub(crate) section: &'static str,
    pub(crate) desk: &'static str,
    pub(crate) region: &'static str,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) byline: Option<String>,
    pub(crate) page: u64,
    pub(crate) words: u64,
    pub(crate) minute: u64,
    pub(crate) pictures: u64,
    pub(crate) id: Option<String>,
}

impl Article {
    /// The end of the web address: the headline in small letters and hyphens, at most 90 bytes.
    pub fn slug(&self) -> String {
        let mut slug = String::new();
        let words =
            self.headline.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
        for word in words {
            if slug.len() + word.len() > 89 {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        slug
    }
}

/// The articles of a month, in the order of their records.
pub fn articles(plan: Plan, newspaper: Newspaper, year: u16, month: u8, seed: u64) -> Vec<Article> {
    if let Plan::Load { records } = plan {
        return (1..=records).map(|n| load::article(newspaper, year, month, n, seed)).collect();
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (n, story) in stories(newspaper, year, month, seed).iter().enumerate() {
        // the same headline on the same day would be a duplicate by the method: tell the story again
        let tellings =
            (0..20).map(|n| compose(newspaper, year, month, story, &mut Rng::of(&[story.key, n])));
        let unlike = tellings.flatten().find(|a| seen.insert((a.date.2, a.slug())));
        found.extend(unlike.map(|article| Article { number: n as u32 + 1, ..article }));
    }
    found.sort_by_key(|article| article.date.2);
    plant_fault(newspaper, year, month, &mut found);
    found
}

/// Records that cannot be read whole are home news, so that the planted counts stay exact.
fn plant_fault(newspaper: Newspaper, year: u16, month: u8, articles: &mut [Article]) {
    let month = format!("{year:04}-{month:02}");
    for fault in FAULTS.iter().filter(|f| f.newspaper == newspaper.name() && f.month == month) {
        let at_home = matches!(fault.kind, "no-main" | "bad-utf8");
        let fits = |a: &&mut Article| if at_home { a.countries.is_empty() } else { a.evident };
        if let Some(article) = articles.iter_mut().find(fits) {
            article.fault = Some(fault.kind);
        }
    }
}

/// The article of a story; `None` if no template has words for it.
fn compose(
    newspaper: Newspaper,
    year: u16,
    month: u8,
    story: &Story,
    rng: &mut Rng,
) -> Option<Article> {
    let abroad = plan::abroad(story.country);
    let away = story.topic.starts_with("away");
    let subject = if away { any_country(newspaper, rng) } else { story.country };
    for _ in 0..40 {
        let mut scene = Scene::new(subject, year);
        let mut article = told(newspaper, story, &mut scene, month, abroad, rng);
        if article.headline.is_empty() || (abroad || away) != scene.named.contains(&subject) {
            continue; // a story must name its country somewhere
        }
        article.countries = scene.named;
        article.abroad = abroad;
        article.unrest = story.topic == "unrest";
        return Some(article);
    }
    None
}

fn told(
    newspaper: Newspaper,
    story: &Story,
    scene: &mut Scene,
    month: u8,
    abroad: bool,
    rng: &mut Rng,
) -> Article {
    let date = (scene.year, month, story.day);
    let uk = newspaper == Newspaper::Guardian;
    let suffix = if uk && !story.topic.ends_with("uk") { "uk" } else { "" };
    let headline = scene.tell(&format!("{}{suffix}", story.topic), "headline", rng);
    let mut article = Article {
        date,
        headline,
        page: if abroad { rng.between(1, 12) } else { rng.between(1, 40) },
        words: rng.between(9, 140) * 10,
        minute: rng.between(0, 1439),
        byline: (scene.year > 1900 && rng.percent(45))
            .then(|| text::word("byline", scene.year, rng).to_owned()),
        ..Article::default()
    };
    match (newspaper, scene.year) {
        (Newspaper::Nyt, ..=1980) => printed_era(&mut article, story, scene, abroad, rng),
        _ => section_era(&mut article, newspaper, story, scene, abroad, rng),
    }
    article
}

/// The topic whose bodies fit: the traps and the fairs are told like other home news.
fn body_topic(topic: &'static str) -> &'static str {
    match topic {
        "friend" | "away" => "home",
        "frienduk" | "awayuk" => "homeuk",
        other => other,
    }
}

/// 1851–1980: either indexed (an abstract in telegraphese and index terms) or read by machine (a lead with its dateline).
fn printed_era(
    article: &mut Article,
    story: &Story,
    scene: &mut Scene,
    abroad: bool,
    rng: &mut Rng,
) {
    (article.section, article.desk) = ("Archives", "None");
    let topic = body_topic(story.topic);
    article.indexed = rng.percent(55);
    if !article.indexed && scene.year < 1900 && rng.percent(if abroad { 15 } else { 50 }) {
        return; // the headline is all that is kept
    }
    let mark = if scene.year >= 1965 { ["", " (S)", " (M)"][rng.below(3) as usize] } else { "" };
    if article.indexed {
        article.summary = scene.tell(topic, "index", rng) + mark;
        if abroad && rng.percent(92) {
            article.evident = true;
            article.terms.push((
                "glocations",
                text::form(scene.country, "term", scene.year, rng).to_owned(),
            ));
            if rng.percent(8) {
                article.terms.extend(article.terms.first().cloned()); // the index does name a country twice
            }
        }
        if scene.year >= 1900 && rng.percent(35) {
            article.terms.push(("subject", text::word("subject", scene.year, rng).to_owned()));
        }
    }
    if !article.indexed || scene.year >= 1970 {
        let shown = abroad && rng.percent(85);
        article.lead =
            lead(article.date, topic, scene, shown || (!abroad && rng.percent(40)), abroad, rng);
        article.evident |= shown;
    }
}

/// From 1981 the section and the desk are part of the record.
fn section_era(
    article: &mut Article,
    newspaper: Newspaper,
    story: &Story,
    scene: &mut Scene,
    abroad: bool,
    rng: &mut Rng,
) {
    let business = story.topic == "trade" && rng.percent(25);
    let topic = body_topic(story.topic);
    let shown = newspaper == Newspaper::Nyt && abroad && section::has_datelines(scene.year, rng);
    article.lead = lead(article.date, topic, scene, shown, abroad, rng);
    article.summary = scene.tell(topic, "lead", rng);
    article.evident = abroad && !business;
    section::file(article, newspaper, article.evident, business, rng);
    if abroad {
        article.region = text::form(scene.country, "region", scene.year, rng);
        article.tags.push(text::form(scene.country, "tag", scene.year, rng));
        article
            .terms
            .push(("glocations", text::form(scene.country, "term", scene.year, rng).to_owned()));
        article.twin = newspaper == Newspaper::Nyt
            && article.evident
            && rng.percent(section::twin_percent(scene.year));
    }
    article.terms.push(("subject", title(text::word("subject", scene.year, rng))));
}

fn lead(
    date: (u16, u8, u8),
    topic: &str,
    scene: &mut Scene,
    dated: bool,
    abroad: bool,
    rng: &mut Rng,
) -> String {
    let first = scene.tell(topic, "lead", rng);
    let more = if abroad && rng.percent(60) {
        " ".to_owned() + &scene.tell("second", "lead", rng)
    } else {
        String::new()
    };
    let place = match (dated, abroad) {
        (false, _) => String::new(),
        (true, true) => dateline::abroad(scene.country, date, rng),
        (true, false) => dateline::at_home(date, rng),
    };
    place + &first + &more
}

fn any_country(newspaper: Newspaper, rng: &mut Rng) -> &'static str {
    let home = if newspaper == Newspaper::Nyt { "USA" } else { "GBR" };
    let fits =
        NAMES.iter().filter(|n| n.kind == "region" && n.country != home && n.country != "URY");
    let countries: Vec<&'static str> = fits.map(|n| n.country).collect();
    rng.pick(&countries).copied().unwrap_or_default()
}

/// `FOREIGN TRADE` as later indexes print it: `Foreign Trade`.
fn title(text: &str) -> String {
    let words = text
        .split(' ')
        .map(|w| if w == "AND" { "and".to_owned() } else { text::capitalised(&w.to_lowercase()) });
    words.collect::<Vec<_>>().join(" ")
}
