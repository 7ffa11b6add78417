//! From newspaper archives to tables of waves of unrest, with proof of every cell.
//!
//! The flow is one line and runs one way: import → raw archive → press → mentions → ledger →
//! detector → report. `pipeline.rs` reads like that line.

mod archive_export;
mod arguments;
mod audit;
mod bundle;
mod chart;
mod compare;
mod count;
mod diff;
mod digest;
mod evidence;
mod explain;
mod explorer;
mod export;
mod failure;
mod fetch;
mod findings;
mod gazetteer;
mod import;
mod init;
mod international;
mod lock;
mod mentions_command;
mod notify;
mod output;
mod pipeline;
mod plan;
mod readings;
mod runs;
mod series_csv;
mod serve;
mod status;
mod study;
mod talk;
mod verify;
mod waves;

use clap::{CommandFactory, Parser};
use groundswell_detector::Rule;
use groundswell_mentions::{Gazetteer, Tiers};
use groundswell_press as press;
use groundswell_report as report;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::arguments::{ArchiveCommand, Arguments, Audit, Command, Given, Judged, Narrowed};
use crate::failure::{EXIT_CODES, Exit, Failure, Result};
use crate::study::{Study, Tier};
use crate::talk::{Talk, print, print_json, shown};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked_for_help = !error.use_stderr();
            let _ = error.print(); // a closed terminal is no reason for another error
            return ExitCode::from(if asked_for_help { 0 } else { 64 });
        }
    };
    // A fault of ours must not end in a backtrace: it is told like any other failure.
    std::panic::set_hook(Box::new(|_| {}));
    let quiet = arguments.quiet;
    let obeyed = std::panic::catch_unwind(|| obey(arguments))
        .unwrap_or_else(|panic| Err(Failure::internal(panic.as_ref())));
    match obeyed {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // "Come back later" is a normal day: nothing that cron should send a letter about.
            if !(quiet && failure.exit == Exit::NotFinished) {
                let _ = writeln!(std::io::stderr(), "{failure}");
            }
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn obey(arguments: Arguments) -> Result<()> {
    let talk = Talk { quiet: arguments.quiet };
    let jobs = arguments
        .jobs
        .or_else(|| std::thread::available_parallelism().ok().map(NonZero::get))
        .unwrap_or(1);
    let pipeline = arguments.pipeline.as_path();
    match arguments.command {
        Command::Init { folder } => init::init(&folder, &talk),
        Command::Import { paths, dry_run, kind, json } => {
            // Looking needs no study.
            let (archive, columns) = if dry_run && !pipeline.exists() {
                (PathBuf::new(), press::Columns::default())
            } else {
                let study = Study::read(pipeline)?;
                (study.archive(), study.import.columns)
            };
            let kind = kind.as_deref().map(import::kind).transpose()?;
            let how = import::How { dry: dry_run, kind, columns: &columns };
            let imported = import::import(&archive, &paths, how, &talk)?;
            if json.json {
                print_json(&imported)?;
            } else if dry_run {
                imported.show()?;
            }
            imported.say(&talk);
            imported.failure().map_or(Ok(()), Err)
        }
        Command::Plan { json } => plan::plan(&Study::read(pipeline)?, json.json),
        Command::Fetch { sources, spans, max_requests, until, wait, again, refresh, json } => {
            let study = Study::read(pipeline)?;
            let until = until.map(fetch::next_time).transpose()?;
            let bounds =
                fetch::Bounds { max_requests, until, wait, again, refresh, sources, spans };
            pipeline::fetch(&study, &bounds, json.json, &talk)
        }
        Command::Count { rebuild, json } => {
            let study = Study::read(pipeline)?;
            let gazetteer = study.gazetteer()?;
            let counted = count::count(&study, &gazetteer, rebuild, jobs, &talk)?;
            if json.json {
                print_json(&counted)?;
            }
            counted.failure().map_or(Ok(()), Err)
        }
        Command::Waves { given: Given { from: Some(file), period }, judged, chosen, json } => {
            let rule = rule_of_series(&judged, period)?;
            waves::of_csv(&file, &rule, &chosen.countries, jobs, json.json, &talk)
        }
        Command::Waves { judged, chosen, json, .. } => {
            let found =
                findings_of(&study_of(pipeline, judged.narrowed)?, &judged, &chosen.countries)?;
            if json.json { waves::print_study_json(&found) } else { print(&waves::table(&found)) }
        }
        Command::Compare { countries, given: Given { from: Some(file), period }, judged, json } => {
            let rule = rule_of_series(&judged, period)?;
            compare::of_csv(&file, &rule, &countries, jobs, json.json)
        }
        Command::Compare { countries, judged, json, .. } => {
            let study = study_of(pipeline, judged.narrowed)?;
            let asked = as_asked(&study.gazetteer()?, &judged, &countries)?;
            compare::of_study(&study, &findings::Asked { jobs, ..asked }, json.json)
        }
        Command::World { given: Given { from: Some(file), period }, judged, json } => {
            let rule = rule_of_series(&judged, period)?;
            waves::world_of_csv(&file, &rule, jobs, json.json, &talk)
        }
        Command::World { judged, json, .. } => {
            let found = findings_of(&study_of(pipeline, judged.narrowed)?, &judged, &[])?;
            waves::print_world(&found, json.json)
        }
        Command::Explain { country, year, judged, json } => {
            let study = study_of(pipeline, judged.narrowed)?;
            let gazetteer = study.gazetteer()?;
            let ledger = findings::ledger(&study)?;
            explain::explain(
                &study,
                &ledger,
                year,
                &as_asked(&gazetteer, &judged, &[country])?,
                json.json,
            )
        }
        Command::Report {
            out,
            html,
            given: Given { from: Some(file), period },
            judged,
            chosen,
            json,
            ..
        } => {
            let rule = rule_of_series(&judged, period)?;
            let folder = out.unwrap_or_default();
            let explorer = explorer::of_csv(&file, &rule, &chosen.countries, jobs)?;
            write_report(&explorer, &folder, html, false, json.json, &talk)
        }
        Command::Report { out, html, headlines, judged, chosen, json, .. } => {
            let study = study_of(pipeline, judged.narrowed)?;
            let ours = out.is_none();
            let folder = out.unwrap_or_else(|| study.report());
            let ledger = findings::ledger(&study)?;
            let asked = as_asked(&study.gazetteer()?, &judged, &chosen.countries)?;
            let asked = findings::Asked { deep: true, jobs, ..asked };
            let explorer = explorer::explorer(&study, &ledger, &asked, headlines)?;
            write_report(&explorer, &folder, html, ours, json.json, &talk)
        }
        Command::Export { out, formats, judged, chosen, json } => {
            let study = study_of(pipeline, judged.narrowed)?;
            let folder = out.unwrap_or_else(|| study.workspace.join("export").join(&study.name));
            let ledger = findings::ledger(&study)?;
            let asked = as_asked(&study.gazetteer()?, &judged, &chosen.countries)?;
            let found =
                findings::judge(&study, &ledger, &findings::Asked { deep: true, jobs, ..asked })?;
            let written = export::export(&study, &ledger, &found, &folder, &formats)?;
            talk.say(format!("wrote {} files into {}", written.len(), shown(&folder)));
            if json.json { print_json(&written) } else { Ok(()) }
        }
        Command::Bundle { out, json } => {
            let study = Study::read(pipeline)?;
            let name = format!("{}.zip", study.name);
            let out = out.unwrap_or_else(|| study.workspace.join("bundle").join(name));
            let written = bundle::bundle(&study, pipeline, &out, jobs)?;
            talk.say(format!("wrote {} files into {}", written.len(), shown(&out)));
            if json.json { print_json(&written) } else { Ok(()) }
        }
        Command::Archive { command: ArchiveCommand::Export { warc, json } } => {
            let written = archive_export::warc(&Study::read(pipeline)?, &warc, &talk)?;
            if json.json { print_json(&written) } else { Ok(()) }
        }
        Command::Verify { recount, json } => {
            let study = Study::read(pipeline)?;
            let gazetteer = study.gazetteer()?;
            verify::verify(&study, &gazetteer, recount, jobs, json.json, &talk)
        }
        Command::Audit {
            command: Audit::Draw { out, sample, narrowed, chosen, years, seed, json },
        } => {
            let study = study_of(pipeline, narrowed)?;
            let gazetteer = study.gazetteer()?;
            let codes = chosen.countries.iter().map(|country| code(&gazetteer, country));
            let countries = codes.collect::<Result<_>>()?;
            let json = json.json;
            let asked = audit::Asked { out, sample, countries, years, seed, jobs, json };
            audit::draw(&study, &gazetteer, &asked, &talk)
        }
        Command::Audit { command: Audit::Read { sheets, key, out, json } } => {
            audit::read(&sheets, &key, out.as_deref(), json.json, &talk)
        }
        Command::Audit { command: Audit::Sections { rules_of, list, json } } => {
            let study = Study::read(pipeline)?;
            let how = audit::How { rules_of, list, jobs, json: json.json };
            audit::sections(&study, &study.gazetteer()?, how, &talk)
        }
        Command::Serve { port } => serve::serve(pipeline.to_owned(), port, jobs, &talk),
        Command::Chart { figures, svg: _, png, scale, out, judged } => {
            let study = study_of(pipeline, judged.narrowed)?;
            let gazetteer = study.gazetteer()?;
            let (all, countries): (Vec<_>, Vec<_>) =
                figures.into_iter().partition(|name| chart::is_figure(name));
            let codes = countries.iter().map(|name| code(&gazetteer, name));
            let codes = codes.collect::<Result<Vec<_>>>()?;
            // One country is judged sooner than all.
            let only = if all.is_empty() { &codes[..] } else { &[] };
            let found = findings_of(&study, &judged, only)?;
            let how = chart::How { png: png.then_some(scale), out: &out };
            chart::chart(&found, &[codes, all].concat(), &how, &talk)
        }
        Command::Diff { old, new, topic, rule, old_rule, most, html, json } => {
            let study = Study::read(pipeline)?;
            let [old_rule, rule] =
                [old_rule.or_else(|| rule.clone()), rule].map(|name| named(name.as_ref()));
            let rules = diff::Rules { old: old_rule?, new: rule? };
            let found = diff::diff(&study, [&old, &new], topic, &rules)?;
            if let Some(page) = html {
                runs::write_whole(&page, report::difference_page(&found).as_bytes())?;
                talk.say(format!("wrote {}", shown(&page)));
            }
            if json.json {
                print_json(&found)
            } else {
                print(&report::difference_table(&found, most, 100))
            }
        }
        Command::Status { json } => status::status(&Study::read(pipeline)?, json.json),
        Command::Mentions { file, year, policy, tier, ocr, tables, json } => {
            let tiers = Tiers { names: true, demonyms: tier != Tier::A, cities: tier == Tier::C };
            let policy = policy.of_mentions();
            let how = mentions_command::How {
                year,
                policy,
                tiers,
                ocr: ocr.of_mentions(),
                json: json.json,
            };
            let own = gazetteer::Own::of(tables.as_deref(), pipeline)?;
            mentions_command::mentions(file.as_deref(), &own.gazetteer()?, how)
        }
        Command::Gazetteer { command, tables } => {
            gazetteer::obey(&command, tables.as_deref(), pipeline, &talk)
        }
        Command::Run { file, offline, json } => {
            let study = Study::read(file.as_deref().unwrap_or(pipeline))?;
            let gazetteer = study.gazetteer()?;
            let how = pipeline::How { jobs, offline, json: json.json };
            pipeline::run(&study, &gazetteer, how, &talk)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "groundswell", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::ExitCodes => print(&format!("{EXIT_CODES}\n")),
    }
}

fn findings_of(study: &Study, judged: &Judged, countries: &[String]) -> Result<report::Findings> {
    let ledger = findings::ledger(study)?;
    findings::judge(study, &ledger, &as_asked(&study.gazetteer()?, judged, countries)?)
}

/// The whole report, or its explorer alone.
fn write_report(
    explorer: &report::Explorer,
    folder: &Path,
    html: bool,
    ours: bool,
    json: bool,
    talk: &Talk,
) -> Result<()> {
    let written = if html {
        output::write(vec![report::explorer_html(explorer)], folder)?
    } else {
        output::report(explorer, folder, ours)?
    };
    let plural = if written.len() == 1 { "" } else { "s" };
    talk.say(format!("wrote {} file{plural} into {}", written.len(), shown(folder)));
    if json { print_json(&written) } else { Ok(()) }
}

/// The study of the pipeline, with what is asked differently on the command line.
fn study_of(pipeline: &Path, narrowed: Narrowed) -> Result<Study> {
    let mut study = Study::read(pipeline)?;
    let count = &mut study.count;
    count.topic = narrowed.topic.unwrap_or(count.topic);
    count.tier = narrowed.tier.unwrap_or(count.tier);
    count.channel = narrowed.channel.unwrap_or(count.channel);
    count.basis = narrowed.basis.unwrap_or(count.basis);
    count.sections = narrowed.sections.unwrap_or(count.sections);
    Ok(study)
}

fn as_asked(
    gazetteer: &Gazetteer,
    judged: &Judged,
    countries: &[String],
) -> Result<findings::Asked> {
    let countries = countries.iter().map(|country| code(gazetteer, country));
    Ok(findings::Asked {
        deep: false,
        jobs: 1,
        topic: judged.narrowed.topic,
        rule: rule(judged)?,
        countries: countries.collect::<Result<_>>()?,
    })
}

fn rule(judged: &Judged) -> Result<Option<Rule>> {
    named(judged.rule.as_ref())
}

/// The rule of a preset's name.
fn named(preset: Option<&String>) -> Result<Option<Rule>> {
    let named = |name: &String| {
        study::preset(name).map_err(|what| {
            Failure::new(Exit::Config, what).next("choose one of the presets of `--rule`")
        })
    };
    preset.map(named).transpose()
}

/// The rule asked for, or the published one, over these years of a series; `None`: over all of them.
fn rule_of_series(judged: &Judged, period: Option<(i32, i32)>) -> Result<Rule> {
    let rule = Rule { span: period, ..rule(judged)?.unwrap_or_default() };
    rule.check().map_err(|error| Failure::new(Exit::Config, error.to_string()))?;
    Ok(rule)
}

/// The country's code, from a code or a name.
fn code(gazetteer: &Gazetteer, country: &str) -> Result<String> {
    if let Some(polity) = gazetteer.find(country).or_else(|| gazetteer.resolve(country, None)) {
        return Ok(gazetteer.polity(polity).id.clone());
    }
    let known = gazetteer.polities().iter().map(|polity| polity.id.as_str());
    let what = study::unknown("country code", country, known);
    Err(Failure::new(Exit::Config, what).next("codes are ISO 3166 alpha-3: CHL, PRT, RUS"))
}
