//! The page: `page.md` with its tables filled in, and the files that it shows.

use crate::methods::{Detector, detectors};
use crate::panels::{Kind, panels};
use crate::plant::{Noise, SIZE, Setting};
use crate::score::{Score, score};
use crate::table::{Scored, compare, csv, designs, largest_error};
use crate::{chance, growth, guard, newshole, onset, planted};
use std::thread;

const MEANS: [u32; 4] = [1, 5, 20, 100];
const FACTORS: [u32; 3] = [3, 2, 5];
/// So many times as many series for the flags by chance: at one article a year they scatter much.
const CHANCE: u64 = 5;
/// The designs that are compared: waves in a series, and ordinary years at least between two.
const WAVES: [usize; 5] = [3, 6, 9, 12, 15];
const APART: [usize; 3] = [1, 3, 5];

/// Every file, its path from the crate's folder and its text, from so many series of each setting.
pub(crate) fn files(series: u64) -> Vec<(&'static str, String)> {
    let detectors = detectors();
    let names: Vec<&str> = detectors.iter().map(Detector::name).collect();
    let scored = scored(&settings(), &detectors, series);
    let by_design = scored_designs(series);
    let chance = chance::rows(CHANCE * series);
    let views = newshole::views(series);
    let [noise, holes] = figures(&names, &scored);
    let text = fill(&[
        ("series", &series.to_string()),
        ("chance-series", &(CHANCE * series).to_string()),
        ("size", &SIZE.to_string()),
        ("poisson", &main_table(&names, &scored, 3, Noise::Poisson, false)),
        ("overdispersed", &main_table(&names, &scored, 3, Noise::Overdispersed, false)),
        ("poisson-holes", &main_table(&names, &scored, 3, Noise::Poisson, true)),
        ("overdispersed-holes", &main_table(&names, &scored, 3, Noise::Overdispersed, true)),
        ("factor-2", &main_table(&names, &scored, 2, Noise::Overdispersed, false)),
        ("factor-5", &main_table(&names, &scored, 5, Noise::Overdispersed, false)),
        ("errors", &errors(&scored)),
        ("designs", &designs(&by_design, &APART)),
        ("chance", &chance::table(&chance)),
        ("guard", &guard::table(&guard::rows(series))),
        ("growth", &format!("{:.3}", 100.0 * (growth::threshold() - 1.0))),
        ("newshole", &newshole::table(&views)),
    ]);
    vec![
        ("FIGURES.md", text),
        ("figures/study.csv", csv(&names, &scored)),
        ("figures/study.svg", noise),
        ("figures/holes.svg", holes),
        ("figures/onset.svg", onset::figure()),
        ("figures/chance.svg", chance::figure(&chance)),
        ("figures/growth.svg", growth::figure()),
        ("figures/newshole.svg", newshole::figure(&views)),
        ("figures/planted.svg", planted::figure()),
    ]
}

/// All settings of the tables: factor, noise, holes and, closest together, mean.
fn settings() -> Vec<Setting> {
    let mut settings = Vec::new();
    for factor in FACTORS {
        for noise in [Noise::Poisson, Noise::Overdispersed] {
            for holes in [false, true] {
                settings.extend(MEANS.map(|mean| Setting {
                    factor,
                    holes,
                    ..Setting::usual(mean, noise)
                }));
            }
        }
    }
    settings
}

/// A thread a setting; none knows of another, so their order leaves no trace.
fn scored(settings: &[Setting], detectors: &[Detector], series: u64) -> Vec<Scored> {
    thread::scope(|scope| {
        let run = |setting| scope.spawn(move || score(setting, detectors, series));
        let runs: Vec<_> = settings.iter().map(run).collect();
        let scores = runs.into_iter().map(|run| run.join().expect("no panic in it"));
        settings.iter().copied().zip(scores).collect()
    })
}

fn scored_designs(series: u64) -> Vec<Scored> {
    let mut settings = Vec::new();
    for noise in [Noise::Poisson, Noise::Overdispersed] {
        for waves in WAVES {
            settings.extend(APART.map(|apart| Setting {
                waves,
                apart,
                ..Setting::usual(20, noise)
            }));
        }
    }
    scored(&settings, &[Detector::published()], series)
}

/// The settings of one table or line, by mean.
fn pick(scored: &[Scored], factor: u32, noise: Noise, holes: bool) -> Vec<&Scored> {
    let wanted = |setting: &Setting| {
        (setting.factor, setting.noise, setting.holes) == (factor, noise, holes)
    };
    scored.iter().filter(|(setting, _)| wanted(setting)).collect()
}

fn main_table(names: &[&str], scored: &[Scored], factor: u32, noise: Noise, holes: bool) -> String {
    compare(names, &pick(scored, factor, noise, holes))
}

fn figures(names: &[&str], scored: &[Scored]) -> [String; 2] {
    let kind = |name, noise, holes| -> Kind<'_> { (name, pick(scored, 3, noise, holes)) };
    let poisson = kind("Poisson", Noise::Poisson, false);
    let whole = || kind("over-dispersed", Noise::Overdispersed, false);
    let lost = kind("over-dispersed, one year in ten lost", Noise::Overdispersed, true);
    [
        panels("Planted waves found, planted factor 3", names, &[poisson, whole()]),
        panels("The same with lost years", names, &[whole(), lost]),
    ]
}

/// The largest standard errors of the three measures of the tables.
fn errors(scored: &[Scored]) -> String {
    let all: Vec<&Scored> = scored.iter().collect();
    let of = |measure: fn(&Score) -> crate::score::Estimate| largest_error(&all, measure);
    format!(
        "{} of a wave recall, {} of a year precision, {} of a number of false runs",
        of(|score| score.wave_recall),
        of(|score| score.precision),
        of(|score| score.false_runs),
    )
}

/// The text with every `{{name}}` replaced.
fn fill(parts: &[(&str, &str)]) -> String {
    let mut text = include_str!("page.md").to_owned();
    for (name, part) in parts {
        text = text.replace(&format!("{{{{{name}}}}}"), part.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_rule_finds_nine_waves_in_ten_at_twenty_articles_a_year() {
        let rows = [(Noise::Poisson, 0.97, 1.0), (Noise::Overdispersed, 0.89, 0.95)];
        for (noise, recall, precision) in rows {
            let score = score(&Setting::usual(20, noise), &[Detector::published()], 100)[0];
            let near = |found: crate::score::Estimate, expected: f64| {
                found.is_some_and(|(found, _)| (found - expected).abs() < 0.04)
            };
            assert!(near(score.wave_recall, recall), "{noise:?}: {score:?}");
            assert!(near(score.precision, precision), "{noise:?}: {score:?}");
        }
    }

    #[test]
    fn the_page_has_every_part_and_no_gap() {
        let files = files(3);
        assert!(!files[0].1.contains("{{"), "a part of page.md has no text");
        for (name, text) in &files[1..] {
            assert!(files[0].1.contains(name), "{name} is not on the page");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
        }
        assert_eq!(files, super::files(3), "not the same bytes twice");
    }
}
