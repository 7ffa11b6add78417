//! Count: raw documents into the ledger, only those that are new, or all again.

use groundswell_archive::{self as archive, Archive};
use groundswell_ledger::{self as ledger, Ledger};
use groundswell_mentions::{self as mentions, Gazetteer, PolityId};
use groundswell_press as press;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::digest;
use crate::failure::{Exit, Failure, Result};
use crate::international::{Inference, Read, Verdict};
use crate::lock::Lock;
use crate::study::{Policy, Study};
use crate::talk::Talk;

/// What counting came to.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Counted {
    /// Documents read now.
    pub(crate) documents: usize,
    /// Documents that were counted before with the same tables and were left as they are.
    pub(crate) unchanged: usize,
    /// Documents that could not be read back, and why; the rest was counted.
    pub(crate) damaged: Vec<String>,
}

impl Counted {
    pub(crate) fn failure(&self) -> Option<Failure> {
        let first = self.damaged.first()?;
        let what =
            format!("{} damaged in the archive and not counted; {first}", self.damaged.len());
        Some(
            Failure::new(Exit::Data, what)
                .kept("everything else was counted")
                .next("run `groundswell verify`, restore the file from a copy, then count again"),
        )
    }
}

/// What every reading thread shares.
struct Reader<'a> {
    archive: &'a Archive,
    gazetteer: &'a Gazetteer,
    inference: Inference,
    /// The home countries of the newspapers.
    homes: BTreeMap<&'static str, PolityId>,
    ocr: mentions::Ocr,
    columns: &'a press::Columns,
}

/// Brings the ledger up to the archive. With `rebuild`, or when the tables or the program changed,
/// everything is read again into a new file that then takes the old one's place.
pub(crate) fn count(
    study: &Study,
    gazetteer: &Gazetteer,
    rebuild: bool,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    Archive::open(&study.archive())?; // there must be something to count before anything is written
    let _lock = Lock::take(study)?;
    let ledger = if rebuild { None } else { same_making(study, &world(study, gazetteer))? };
    let ledger = match ledger {
        Some(ledger) => {
            ledger.begin()?;
            ledger
        }
        None => Ledger::rebuild(&study.ledger())?,
    };
    let counted = fill(study, ledger, gazetteer, jobs, talk)?;
    let Counted { documents, unchanged, .. } = counted;
    talk.say(format!("counted  {documents} documents, {unchanged} unchanged"));
    Ok(counted)
}

/// Counts the whole archive into a new ledger at `path`.
pub(crate) fn count_into(
    study: &Study,
    path: &Path,
    gazetteer: &Gazetteer,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    fill(study, Ledger::rebuild(path)?, gazetteer, jobs, talk)
}

/// Takes out of the ledger what is not in the archive, puts in what is new, and publishes it.
fn fill(
    study: &Study,
    mut ledger: Ledger,
    gazetteer: &Gazetteer,
    jobs: usize,
    talk: &Talk,
) -> Result<Counted> {
    let archive = Archive::open(&study.archive())?;
    let mut held: BTreeMap<i64, String> = ledger.documents()?.into_iter().collect();
    let all = wanted(study, &archive);
    let mut todo = all.clone();
    todo.retain(|id, document| held.get(id) != Some(&document.sha256));
    held.retain(|id, _| !all.contains_key(id));
    for gone in held.keys() {
        ledger.remove(*gone)?;
    }
    let mut counted = Counted { unchanged: all.len() - todo.len(), ..Counted::default() };
    ledger.set_world(&world(study, gazetteer))?;
    ledger.set_settings(&study.settings())?;
    let reader = Reader {
        archive: &archive,
        gazetteer,
        inference: Inference::embedded(gazetteer)?,
        homes: press::newspapers()
            .iter()
            .filter_map(|newspaper| Some((&*newspaper.name, gazetteer.find(&newspaper.home)?)))
            .collect(),
        ocr: study.count.ocr.of_mentions(),
        columns: &study.import.columns,
    };
    let todo: Vec<(i64, &archive::Document)> = todo.into_iter().collect();
    load(&reader, &todo, jobs, talk, &mut ledger, &mut counted)?;
    ledger.settle()?;
    ledger.publish()?;
    Ok(counted)
}

/// The ledger, if it was made by this program with these tables; then only documents can differ.
fn same_making(study: &Study, world: &ledger::World) -> Result<Option<Ledger>> {
    let ledger = match Ledger::open_for_update(&study.ledger()) {
        Ok(ledger) => ledger,
        Err(ledger::Error::Absent { .. }) => return Ok(None),
        // An older version's: everything in it can be made again.
        Err(ledger::Error::Version { found, ours, .. }) if found < ours => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let made_with: BTreeMap<String, String> = world.origin.iter().cloned().collect();
    Ok((ledger.origin()? == made_with).then_some(ledger))
}

/// The documents of the study's newspapers, and those whose articles are of any, by the id they have in the ledger.
fn wanted<'a>(study: &Study, archive: &'a Archive) -> BTreeMap<i64, &'a archive::Document> {
    let newspapers = study.newspapers();
    let of_study = |document: &&archive::Document| {
        press::source(&document.source).is_some_and(|source| {
            let is_its = |newspaper: &&press::Newspaper| newspaper.name == source.newspaper;
            source.newspaper.is_empty() || newspapers.iter().any(is_its)
        })
    };
    archive.documents().iter().filter(of_study).map(|d| (id(&d.path), d)).collect()
}

/// The month that a document's name says it is of: `…/1973-09-6f1d….json.zst`.
fn of_month(path: &str) -> Option<(i32, u8)> {
    let (_, name) = path.rsplit_once('/')?;
    let (period, _) = name.rsplit_once('-')?;
    let span: press::Span = period.parse().ok()?;
    span.day.is_none().then_some((span.year, span.month))
}

/// A document's path holds its content's digest, so its id is the same in every archive.
fn id(path: &str) -> i64 {
    digest::key(path.as_bytes())
}

/// Threads read, this one writes, in the order of the documents whatever the number of threads.
fn load(
    reader: &Reader<'_>,
    todo: &[(i64, &archive::Document)],
    jobs: usize,
    talk: &Talk,
    ledger: &mut Ledger,
    counted: &mut Counted,
) -> Result<()> {
    let bar = talk.progress("counting", todo.len());
    let jobs = jobs.clamp(1, todo.len().max(1));
    thread::scope(|scope| {
        let lanes: Vec<Receiver<Result<ledger::Document>>> = (0..jobs)
            .map(|lane| {
                let (send, receive) = sync_channel(2);
                scope.spawn(move || {
                    let mut scratch = mentions::Scratch::default();
                    for (id, document) in todo.iter().skip(lane).step_by(jobs) {
                        // The writer has gone when it failed; then there is nothing left to do.
                        if send.send(reader.read(*id, document, &mut scratch)).is_err() {
                            return;
                        }
                    }
                });
                receive
            })
            .collect();
        for (index, (_, document)) in todo.iter().enumerate() {
            let read = lanes[index % jobs].recv().map_err(|_| {
                Failure::new(Exit::Data, format!("reading {} ended early", document.path))
            })?;
            match read {
                Ok(rows) => {
                    ledger.replace(&rows)?;
                    counted.documents += 1;
                }
                Err(failure) if failure.exit == Exit::Data => {
                    counted.damaged.push(failure.what().to_owned());
                }
                Err(failure) => return Err(failure),
            }
            bar.inc(1);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(())
}

impl Reader<'_> {
    /// One document as the rows of the ledger. Its bytes are checked against the manifest first.
    fn read(
        &self,
        id: i64,
        document: &archive::Document,
        scratch: &mut mentions::Scratch,
    ) -> Result<ledger::Document> {
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

    fn article(
        &self,
        source: &press::Source,
        record: &press::Record<'_>,
        article: &press::Article<'_>,
        scratch: &mut mentions::Scratch,
        found: &mut Vec<ledger::Mention>,
    ) -> ledger::Article {
        let position = record.position;
        let known = source.newspaper_of(article);
        let newspaper = known.unwrap_or_default();
        let home = self.homes.get(newspaper).copied();
        self.index_terms(newspaper, position, article, found);
        let fields = [&*article.headline, &*article.summary, &*article.lead];
        // Of every tier: which ones count is chosen when the ledger is asked, and cities tell where an article belongs.
        let document = mentions::Document {
            fields: &fields,
            year: Some(article.date.year),
            tiers: mentions::Tiers::ALL,
            ocr: self.ocr,
        };
        let mentions::Reading { mentions, unrest } = self.gazetteer.read(&document, scratch);
        let verdict =
            self.inference.judge(&Read { newspaper, home, article, mentions }, self.gazetteer);
        if known.is_some() {
            self.text(position, fields, mentions, found);
        }
        let date = article.date;
        let headline_key = press::normalised_headline(&article.headline).map(|headline| {
            digest::key(format!("{}-{}-{} {headline}", date.year, date.month, date.day).as_bytes())
        });
        let weight = weight(&verdict, article);
        ledger::Article {
            position,
            offset: record.offset,
            length: record.length,
            newspaper: known.filter(|_| source.newspaper.is_empty()).map(str::to_owned),
            id: article.id.to_string(),
            url: (!article.url.is_empty()).then(|| article.url.to_string()),
            date: (date.year, date.month, date.day),
            international: verdict.international,
            basis: verdict.basis,
            rule: verdict.rule,
            unrest,
            url_key: press::canonical_url(&article.url).map(|url| digest::key(url.as_bytes())),
            headline_key,
            weight,
            lossy: article.lossy,
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
    says << 40 | (article.places.len().min(255) as i64) << 32 | text.min(u32::MAX as usize) as i64
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

/// The facts counts are derived with, for the ledger.
fn world(study: &Study, gazetteer: &Gazetteer) -> ledger::World {
    let polities = gazetteer.polities();
    let label = |polity: &mentions::Polity| ledger::Polity {
        id: polity.id.clone(),
        label: polity.label.clone(),
        first: polity.start,
        last: polity.end,
    };
    let readings = Policy::EVERY.into_iter().flat_map(|policy| {
        polities.iter().filter_map(|polity| gazetteer.find(&polity.id)).flat_map(move |polity| {
            gazetteer.countries(polity, policy.of_mentions()).into_iter().map(move |country| {
                let id = |polity| gazetteer.polity(polity).id.clone();
                [policy.word().to_owned(), id(polity), id(country)]
            })
        })
    });
    ledger::World {
        newspapers: study.newspapers().into_iter().map(|n| newspaper(study, n)).collect(),
        polities: polities.iter().map(label).collect(),
        readings: readings.collect(),
        origin: [
            ("program", env!("CARGO_PKG_VERSION").to_owned()),
            ("gazetteer", gazetteer.digest().to_owned()),
            ("press", press::sections_digest()),
            ("inferred", Inference::digest()),
            ("ocr", study.count.ocr.word().to_owned()),
            ("columns", study.import.words()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec(),
    }
}

fn newspaper(study: &Study, newspaper: &press::Newspaper) -> ledger::Newspaper {
    let years = study.first_counted_year()..=study.period.last_year;
    let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
    ledger::Newspaper {
        name: newspaper.name.clone(),
        title: newspaper.title.clone(),
        home: newspaper.home.clone(),
        appeared: months
            .map(|(year, month)| (year, month, press::expected_days(&newspaper.name, year, month)))
            .collect(),
        gaps: press::gaps(&newspaper.name)
            .map(|gap| {
                let what = gap.state.name().to_owned();
                [gap.first.to_string(), gap.last.to_string(), what, gap.citation.clone()]
            })
            .collect(),
    }
}
