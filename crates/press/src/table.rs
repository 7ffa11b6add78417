//! Tables of articles that people pass around, read by the names of their columns, whatever their order: CSV and its
//! kin, JSON Lines, Parquet, Stata.
//!
//! A table holds what its maker chose, so what it lacks may have been printed all the same. It says of which newspaper
//! an article is in a column, or by the article's address, or not at all.

use std::borrow::Cow;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};

use sha2::{Digest, Sha256};

use crate::contents::{Fault, shown};
use crate::date::Date;
use crate::export::{self, Records};
use crate::filed::filed;
use crate::html;
use crate::links;
use crate::page::MAX_TEXT;
use crate::proquest;
use crate::record::{Article, Labels, Problem};
use crate::source::{first, within_years};
use crate::twins::canonical_url;
use crate::written;

mod cells;
mod columns;
mod delimited;
mod gdelt;
mod jsonl;
mod literal;
mod parquet;
mod rows;
mod stata;
mod xlsx;

pub use columns::{Columns, Dates, Misnamed};
pub(crate) use columns::{Field, Fields, Told};
pub(crate) use delimited::DELIMITED;
pub(crate) use gdelt::{EVENTS as GDELT_EVENTS, MENTIONS as GDELT_MENTIONS};
pub(crate) use jsonl::JSONL;
pub(crate) use parquet::PARQUET;
pub(crate) use stata::STATA;
pub(crate) use xlsx::XLSX;

/// Most bytes of a table that is only read whole (Parquet, Stata).
const MAX_WHOLE: u64 = 256 << 20;

/// The article of a row; `told`: of the whole table.
///
/// # Errors
/// What is wrong with its date, or that nothing tells it from others.
fn article<'a>(mut fields: Fields<'a>, told: Told<'a>) -> Result<Article<'a>, Problem> {
    let date = day(&fields, told.dates)?;
    let written = first([fields.take(Field::Date), date.to_string().into()]);
    let headline = short(html::text(literal::main(fields.take(Field::Headline))));
    let summary = short(html::text(fields.take(Field::Summary)));
    let body = fields.take(Field::Body);
    let lead = html::text(fields.take(Field::Lead));
    let lead = if lead.is_empty() { html::first_paragraph(body.clone()) } else { lead };
    let url = fields.take(Field::Url);
    let at = newspaper_at(&url);
    let named = literal::named(fields.take(Field::Newspaper));
    // Beside its own addresses the New York Times names the agency; The Guardian's site holds The Observer too.
    let named = if at == NYT { NYT.into() } else { named };
    let newspaper = first([named, at.into(), told.newspaper.into()]);
    let text = [&*headline, &*summary, &*lead, &*body];
    let labels = Labels {
        section: fields.take(Field::Section),
        subsection: fields.take(Field::Subsection),
        desk: fields.take(Field::Desk),
        book_section: fields.take(Field::BookSection),
        tags: Vec::new(),
    };
    let (labels, of_section) = in_parts(labels);
    let page = first([whole_number(fields.take(Field::Page)), of_section]);
    let of_proquest = proquest(&mut fields, &url, date, &headline);
    let is_proquest = of_proquest.is_some();
    let (id, url) = match of_proquest {
        Some(known) => known,
        // Other addresses can be a library's or a database's, with a session in them.
        None => (
            identity(&fields.take(Field::Id), &url, date, text)?,
            if at.is_empty() { Cow::default() } else { url },
        ),
    };
    let mut article = Article {
        newspaper,
        places: places(&mut fields),
        labels,
        page,
        kind: fields.take(Field::Kind),
        headline,
        summary,
        lead,
        url,
        ..Article::of(id, date, written)
    };
    if is_proquest {
        proquest::take_note(&mut article);
    }
    Ok(article)
}

/// A section as databases write it, `Section A; Page 3; Column 1; Foreign Desk`, taken apart, and its page; as it is
/// where desk or part of the paper have columns of their own.
fn in_parts(labels: Labels<'_>) -> (Labels<'_>, Cow<'_, str>) {
    if !labels.desk.is_empty() || !labels.book_section.is_empty() {
        return (labels, Cow::default());
    }
    let (filed, page) = filed(&labels.section);
    (Labels { subsection: labels.subsection, tags: labels.tags, ..filed }, page)
}

/// Id and address where the row is ProQuest's: by its number, or by that in an address, which may name a library too.
fn proquest(
    fields: &mut Fields<'_>,
    url: &str,
    date: Date,
    headline: &str,
) -> Option<(Cow<'static, str>, Cow<'static, str>)> {
    let number = whole_number(fields.take(Field::Proquest));
    let number = if number.is_empty() { proquest::docview(url) } else { &number };
    proquest::is_number(number.trim()).then(|| proquest::identity(number, date, headline).ok())?
}

/// A cell no longer than a headline or summary can be: in a damaged table it may be all of the text.
fn short(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.len() <= MAX_TEXT { text } else { export::short(text.into_owned()) }
}

/// A number without the `.0` that data frames write after it.
fn whole_number(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.strip_suffix(".0") {
        Some(number) => number.to_owned().into(),
        None => text,
    }
}

/// The day of a row: in one column, or in three.
fn day(fields: &Fields<'_>, dates: Option<Dates>) -> Result<Date, Problem> {
    let text = fields.of(Field::Date);
    if !text.is_empty() {
        return written::day(text).or_else(|problem| {
            let known = written::short_day(text, dates);
            // Of two days that it could be of none is taken.
            let either = || written::short_day(text, Some(Dates::DayFirst));
            let two = || Problem::TwoDays(text.chars().take(40).collect());
            known.map_or_else(|| Err(either().map_or(problem, |_| two())), within_years)
        });
    }
    let parts = [Field::Year, Field::Month, Field::Day].map(|field| fields.of(field).trim());
    if parts.iter().any(|part| part.is_empty()) {
        return Err(Problem::NoDate);
    }
    // Numbers that went through a spreadsheet or a data frame: `1973.0`.
    let whole = |part: &&str| part.strip_suffix(".0").unwrap_or(part).parse::<u16>().ok();
    let [year, month, day] = parts.map(|part| whole(&part));
    let date = year.zip(month).zip(day).and_then(|((year, month), day)| {
        Date::new(year.into(), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    });
    let shown = || parts.join("-").chars().take(40).collect();
    within_years(date.ok_or_else(|| Problem::BadDate(shown()))?)
}

/// By what an article is known: the newspaper's own identifier or address, else its day with an identifier that is no
/// number of a row (the next table has the same numbers), else its day with its headline or, where it has none that tells
/// it from others, with a digest of its text.
fn identity(
    id: &str,
    url: &str,
    date: Date,
    text: [&str; 4],
) -> Result<Cow<'static, str>, Problem> {
    let (id, url) = (id.trim(), url.trim());
    let own = |text: &str| !newspaper_at(text).is_empty() && canonical_url(text).is_some();
    if id.starts_with("nyt://") || own(id) || is_of_api(id) {
        return Ok(id.to_owned().into());
    }
    if url.starts_with("nyt://") || own(url) {
        return Ok(url.to_owned().into());
    }
    if id.len() >= 16 && id.bytes().all(|byte| byte.is_ascii_graphic()) && !id.contains("://") {
        return Ok(format!("{date}:{id}").into());
    }
    let [headline, rest @ ..] = text;
    match export::identity(date, headline) {
        Ok(id) => Ok(id),
        Err(problem) if rest.iter().all(|text| text.trim().is_empty()) => Err(problem),
        Err(_) => {
            let digest = text.iter().fold(Sha256::new(), Digest::chain_update);
            let digest = digest.finalize();
            let hex = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
            Ok(format!("{date}:{}", hex.collect::<String>()).into())
        }
    }
}

/// `world/2012/feb/07/harbour` of The Guardian's interface, 24 hexadecimal figures of the New York Times' older one.
fn is_of_api(id: &str) -> bool {
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let path = id.split('/').count() >= 4 && id.split('/').nth(1).is_some_and(year);
    (path && !id.contains([' ', ':']))
        || (id.len() == 24 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

const NYT: &str = "The New York Times";

/// The title of the newspaper an address belongs to; empty if it is of none that is known.
fn newspaper_at(url: &str) -> &'static str {
    let on = |hosts: &[&str]| !url.starts_with('/') && links::address(url, hosts).is_some();
    if on(&["nytimes.com"]) || url.starts_with("nyt://") {
        NYT
    } else if on(&["theguardian.com", "guardian.co.uk"]) {
        "The Guardian"
    } else {
        ""
    }
}

/// The newspaper's index terms of places: a column of them, or those among its keywords.
fn places<'a>(fields: &mut Fields<'a>) -> Vec<Cow<'a, str>> {
    let alone = literal::texts(&fields.take(Field::Place));
    let among = literal::glocations(&fields.take(Field::Keywords));
    alone.into_iter().chain(among).map(Cow::Owned).collect()
}

/// The day so many days after the first of 1970 (Howard Hinnant's `civil_from_days`).
fn of_epoch(days: i64) -> Option<Date> {
    // Days since 1 March of year 0, in eras of 400 years.
    let days = days.checked_add(719_468)?;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Reads a file that is only read whole, whatever is wrong with it: libraries of binary formats can panic on hostile
/// bytes, and then what was read before stays and the rest is a fault.
fn whole(
    input: &mut dyn Read,
    records: &mut Records<'_>,
    read: fn(Vec<u8>, &mut Records<'_>) -> Result<(), String>,
) -> io::Result<()> {
    let Some(bytes) = export::whole(input, MAX_WHOLE)? else {
        records.cut(MAX_WHOLE, Fault::TooLarge(MAX_WHOLE));
        return Ok(());
    };
    let length = bytes.len() as u64;
    let done = panic::catch_unwind(AssertUnwindSafe(|| read(bytes, records)));
    let damaged = match done {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error,
        Err(_) => "damaged".to_owned(),
    };
    records.cut(length, Fault::Unreadable(shown(&damaged, 200)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::of_epoch;

    #[test]
    fn days_of_the_epoch() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (-3653, "1960-01-01"),
            (18_475, "2020-08-01"),
            (-25_567, "1900-01-01"),
            (11_016, "2000-02-29"),
        ] {
            assert_eq!(of_epoch(days).unwrap().to_string(), expected);
        }
        assert_eq!(of_epoch(i64::MAX), None);
        assert_eq!(of_epoch(i64::MIN), None);
    }
}
