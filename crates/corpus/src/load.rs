//! Archives of full size, for measuring speed: text by Zipf's law, records as long as each era's.

use std::io::{self, Write};

use crate::article::{Article, articles};
use crate::plan::{Newspaper, Plan, days};
use crate::prose::{country, word, write};
use crate::rng::Rng;
use crate::{nyt, section};

/// Months from 1851-10 to 2017-12, and a step without common factor, so that any part of the walk has every era in proportion.
const MONTHS: u64 = 1_995;
const STEP: u64 = 619;
/// A month is never smaller than a 24th of the whole nor, until every month is used, larger than this.
const FULL_MONTH: u32 = 6_000;

/// What a load archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadSummary {
    /// Bytes of JSON.
    pub bytes: u64,
    /// Records.
    pub records: u64,
    /// Monthly files.
    pub months: u32,
}

/// Writes months until there are `megabytes` × 10⁶ bytes of JSON: each month goes to `file(year, month)` whole, and one line for
/// every planted country (`id`, `country`, tab between) to `truth`. One month at a time is in memory.
///
/// # Errors
/// Whatever writing returns.
pub fn write_load(
    megabytes: u64,
    seed: u64,
    truth: &mut impl Write,
    mut file: impl FnMut(u16, u8, &[u8]) -> io::Result<()>,
) -> io::Result<LoadSummary> {
    let wanted = megabytes.saturating_mul(1_000_000);
    let mut summary = LoadSummary { bytes: 0, records: 0, months: 0 };
    let plan = Plan::Load { records: month_records(wanted) };
    for n in 0..MONTHS {
        if summary.bytes >= wanted {
            break;
        }
        let at = n * STEP % MONTHS + 9;
        let (year, month) = (1851 + (at / 12) as u16, (at % 12) as u8 + 1);
        let articles = articles(plan, Newspaper::Nyt, year, month, seed);
        summary.records += articles.len() as u64;
        for article in &articles {
            let id = article.id.as_deref().unwrap_or_default();
            for country in &article.countries {
                writeln!(truth, "nyt://article/{id}\t{country}")?;
            }
        }
        let bytes = nyt::response(plan, year, &articles);
        file(year, month, &bytes)?;
        summary.bytes += bytes.len() as u64;
        summary.months += 1;
    }
    Ok(summary)
}

fn month_records(bytes: u64) -> u32 {
    const MEAN_RECORD: u64 = 2_400;
    let small = bytes / 24 / MEAN_RECORD;
    let large = bytes / MONTHS / MEAN_RECORD + 1;
    small.min(u64::from(FULL_MONTH)).max(large).clamp(10, u64::from(u32::MAX)) as u32
}

/// The n-th article of a full month.
pub(crate) fn article(
    newspaper: Newspaper,
    year: u16,
    month: u8,
    number: u32,
    seed: u64,
) -> Article {
    let mut rng = Rng::of(&[
        seed,
        newspaper as u64,
        u64::from(year),
        u64::from(month),
        u64::from(number),
        0x6c6f_6164,
    ]);
    let rng = &mut rng;
    let day = rng.between(1, u64::from(days(year, month))) as u8;
    let mut a =
        Article { date: (year, month, day), number, id: Some(id(rng)), ..Article::default() };
    (a.page, a.words, a.minute) = (rng.between(1, 40), rng.between(60, 1_900), rng.below(1_440));
    a.byline = rng.percent(55).then(|| format!("{} {}", word(true, rng), word(true, rng)));
    let printed_era = newspaper == Newspaper::Nyt && year <= 1980;
    let world = !printed_era && rng.percent(12);
    (a.section, a.desk, a.indexed) = ("Archives", "None", rng.percent(60));
    if !printed_era {
        section::file(&mut a, newspaper, world, rng.percent(25), rng);
    }
    a.evident = world;
    if world {
        a.region = rng
            .pick(&["Americas", "Europe", "Asia Pacific", "Middle East", "Africa"])
            .copied()
            .unwrap_or_default();
    }
    let named = if rng.percent(if printed_era {
        38
    } else if world {
        97
    } else {
        25
    }) {
        rng.between(1, 5)
    } else {
        0
    };
    fill(&mut a, named, printed_era, rng);
    a
}

fn fill(a: &mut Article, named: u64, printed_era: bool, rng: &mut Rng) {
    let planted: Vec<(&str, &str)> = (0..named).map(|_| country(rng)).collect();
    let forms: Vec<&str> = planted.iter().map(|(_, form)| *form).collect();
    for (code, _) in planted {
        if !a.countries.contains(&code) {
            a.countries.push(code);
        }
    }
    let (head, body) = forms.split_at(forms.len().min(rng.below(2) as usize));
    a.headline = headline(head, printed_era, rng);
    let length = rng.between(40, 150) as usize;
    let dated = printed_era && rng.percent(60);
    let place = if dated {
        format!(
            "{}, {} {}. -- ",
            word(true, rng).to_uppercase(),
            word(true, rng),
            rng.between(1, 31)
        )
    } else {
        String::new()
    };
    a.lead = place.clone();
    write(&mut a.lead, length, body, rng);
    a.summary = place;
    let length = if printed_era { length } else { length / 3 };
    write(&mut a.summary, length, body, rng);
    let terms = if printed_era { rng.below(2) } else { rng.between(1, 6) };
    a.terms = (0..terms)
        .map(|_| ("subject", format!("{} {}", word(true, rng), word(true, rng))))
        .collect();
    if a.date.0 >= 2006 && rng.percent(88) {
        a.pictures = rng.between(16, 30);
    }
}

fn headline(names: &[&str], printed_era: bool, rng: &mut Rng) -> String {
    let mut text = String::new();
    let words = rng.between(5, 11) as usize;
    write(&mut text, words, names, rng);
    let text = text.trim_end_matches('.');
    if !printed_era || rng.percent(45) {
        return text.to_owned();
    }
    let mut deck = format!("{}.; ", text.to_uppercase());
    let words = rng.between(6, 18) as usize;
    write(&mut deck, words, &[], rng);
    deck
}

/// A random id in the form of a version 5 UUID.
fn id(rng: &mut Rng) -> String {
    let (a, b) = (rng.next(), rng.next());
    format!(
        "{:08x}-{:04x}-5{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        0x8000 | (b >> 48) & 0x3fff,
        b & 0xffff_ffff_ffff
    )
}
