//! One document as the rows of the ledger.

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger as ledger;
use groundswell_mentions::{self as mentions, Changes, Gazetteer, PolityId};
use groundswell_press as press;
use std::collections::BTreeMap;

use crate::digest;
use crate::failure::{Exit, Failure, Result};
use crate::international::{Inference, Read, Verdict, Words};

/// What every reading thread shares.
pub(super) struct Reader<'a> {
    pub(super) archive: &'a Archive,
    pub(super) gazetteer: &'a Gazetteer,
    /// What moves articles of documents that stay.
    pub(super) changes: Option<&'a Changes>,
    pub(super) inference: Inference,
    /// The home countries of the newspapers.
    pub(super) homes: BTreeMap<&'static str, PolityId>,
    pub(super) ocr: mentions::Ocr,
    pub(super) columns: &'a press::Columns,
}

/// The memory a reading thread uses again for each article.
#[derive(Default)]
pub(super) struct Scratch {
    mentions: mentions::Scratch,
    words: Words,
    text: String,
}

/// A document to be read.
pub(super) struct Todo<'a> {
    pub(super) id: i64,
    pub(super) document: &'a archive::Document,
    /// It was counted before; only articles that the changes touch are read again.
    pub(super) stays: bool,
}

impl Reader<'_> {
    /// One document as the rows of the ledger; of one that stays only the articles that the changes touch. Its bytes are
    /// checked against the manifest first.
    pub(super) fn read(&self, todo: &Todo<'_>, scratch: &mut Scratch) -> Result<ledger::Document> {
        let Todo { id, document, stays } = *todo;
        let changes = self.changes.filter(|_| stays);
        let source = press::source(&document.source).expect("only known sources are wanted");
        let stored = self.archive.stored_bytes(document)?;
        let broken =
            |error: std::io::Error| Failure::new(Exit::Data, format!("{}: {error}", document.path));
        let mut content = archive::decoded(&stored[..]).map_err(broken)?;
        let mut rows = ledger::Document {
            id,
            path: document.path.clone(),
            source: source.name.to_owned(),
            newspaper: Some(source.newspaper.to_owned()).filter(|name| !name.is_empty()),
            sha256: document.sha256.clone(),
            of_month: of_month(&document.path),
            by_day: source.by_day(),
            ..ledger::Document::default()
        };
        let contents = source
            .read_naming(self.columns, &mut content, &mut |record| match &record.article {
                Ok(article)
                    if changes.is_some_and(|it| !self.touched(it, article, &mut scratch.text)) => {}
                Ok(article) => {
                    let row = self.article(source, &record, article, scratch, &mut rows.mentions);
                    rows.articles.push(row);
                }
                Err(problem) => rows.quarantined.push(ledger::Quarantined {
                    position: record.position,
                    offset: record.offset,
                    reason: problem.name().to_owned(),
                    what: problem.to_string(),
                }),
            })
            .map_err(broken)?;
        rows.searched = contents.searched;
        rows.records = contents.records;
        rows.announced = contents.announced;
        rows.total = contents.month.zip(contents.total).map(|((year, month), n)| (year, month, n));
        let problems: Vec<String> =
            contents.problems.iter().map(|trouble| trouble.what.to_string()).collect();
        rows.problem = (!problems.is_empty()).then(|| problems.join("; "));
        Ok(rows)
    }

    fn touched(&self, changes: &Changes, article: &press::Article<'_>, text: &mut String) -> bool {
        let fields = [&*article.headline, &*article.summary, &*article.lead];
        changes.touch(self.gazetteer, fields, article.places.iter().map(|term| &**term), text)
    }

    fn article(
        &self,
        source: &press::Source,
        record: &press::Record<'_>,
        article: &press::Article<'_>,
        scratch: &mut Scratch,
        found: &mut Vec<ledger::Mention>,
    ) -> ledger::Article {
        let position = record.position;
        let known = source.newspaper_of(article);
        let newspaper = known.unwrap_or_default();
        let home = self.homes.get(newspaper).copied();
        let before = found.len();
        self.index_terms(newspaper, position, article, found);
        let fields = [&*article.headline, &*article.summary, &*article.lead];
        // Of every tier: which ones count is chosen when the ledger is asked, and cities tell where an article belongs.
        let document = mentions::Document {
            fields: &fields,
            year: Some(article.date.year),
            tiers: mentions::Tiers::ALL,
            ocr: self.ocr,
        };
        let mentions::Reading { mentions, unrest } =
            self.gazetteer.read(&document, &mut scratch.mentions);
        let read = Read { newspaper, home, article, mentions };
        let verdict = self.inference.judge(&read, self.gazetteer, &mut scratch.words);
        if known.is_some() {
            self.text(position, fields, mentions, found);
        }
        let date = article.date;
        let headline_key = press::normalised_headline(&article.headline).map(|headline| {
            digest::number(&format!("{}-{}-{} {headline}", date.year, date.month, date.day))
        });
        let weight = weight(&verdict, article);
        let counts = found.len() > before
            && ledger::Article::may_count(verdict.international, verdict.basis);
        let address = counts.then(|| ledger::Address {
            id: article.id.to_string(),
            url: (!article.url.is_empty()).then(|| article.url.to_string()),
        });
        ledger::Article {
            position,
            offset: record.offset,
            length: record.length,
            newspaper: known.filter(|_| source.newspaper.is_empty()).map(str::to_owned),
            date: (date.year, date.month, date.day),
            international: verdict.international,
            basis: verdict.basis,
            rule: verdict.rule,
            unrest,
            id_key: digest::number(&article.id),
            url_key: press::canonical_url(&article.url).map(|url| digest::number(&url)),
            headline_key,
            weight,
            lossy: article.lossy,
            address,
        }
    }

    /// The countries its text names.
    fn text(
        &self,
        position: u32,
        fields: [&str; 3],
        mentions: &[mentions::Mention],
        found: &mut Vec<ledger::Mention>,
    ) {
        let mut first: BTreeMap<(PolityId, &str), ledger::Mention> = BTreeMap::new();
        for mention in mentions {
            let tier = tier(mention.tier);
            first.entry((mention.polity, tier)).and_modify(|row| row.mentions += 1).or_insert_with(
                || ledger::Mention {
                    position,
                    channel: "text",
                    polity: self.gazetteer.polity(mention.polity).id.clone(),
                    tier,
                    mentions: 1,
                    surface: surface(fields[usize::from(mention.field)], mention),
                    field: mention.field,
                    start: mention.start,
                },
            );
        }
        found.extend(first.into_values());
    }

    /// The countries the paper's own index files it under, each once however often it is repeated.
    fn index_terms(
        &self,
        newspaper: &str,
        position: u32,
        article: &press::Article<'_>,
        found: &mut Vec<ledger::Mention>,
    ) {
        let mut first: BTreeMap<PolityId, ledger::Mention> = BTreeMap::new();
        for (ordinal, term) in article.places.iter().enumerate() {
            let Some(polity) = self.gazetteer.index_term(newspaper, term) else { continue };
            first.entry(polity).or_insert_with(|| ledger::Mention {
                position,
                channel: "index",
                polity: self.gazetteer.polity(polity).id.clone(),
                tier: "A",
                mentions: 1,
                surface: term.to_string(),
                field: u16::try_from(ordinal).unwrap_or(u16::MAX),
                start: 0,
            });
        }
        found.extend(first.into_values());
    }
}

/// Which of several records of one article is counted: the one that says most. First where it was
/// filed (the paper's word before an inference, yes before no), then index terms, then text.
fn weight(verdict: &Verdict, article: &press::Article<'_>) -> i64 {
    let says = match (verdict.basis, verdict.international) {
        (_, None) => 0,
        ("metadata", Some(yes)) => 3 + i64::from(yes),
        (_, Some(yes)) => 1 + i64::from(yes),
    };
    let text = article.headline.len() + article.summary.len() + article.lead.len();
    // Together four bytes, of which there are twenty million in a ledger.
    says << 28 | (article.places.len().min(255) as i64) << 20 | text.min((1 << 20) - 1) as i64
}

fn tier(tier: mentions::Tier) -> &'static str {
    match tier {
        mentions::Tier::A => "A",
        mentions::Tier::B => "B",
        mentions::Tier::C => "C",
    }
}

fn surface(field: &str, mention: &mentions::Mention) -> String {
    field.get(mention.start as usize..mention.end as usize).unwrap_or_default().to_owned()
}

/// The month that a document's name says it is of: `…/1973-09-6f1d….json.zst`.
fn of_month(path: &str) -> Option<(i32, u8)> {
    let (_, name) = path.rsplit_once('/')?;
    let (period, _) = name.rsplit_once('-')?;
    let span: press::Span = period.parse().ok()?;
    span.day.is_none().then_some((span.year, span.month))
}
