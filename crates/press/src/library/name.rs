//! What the name of a file says: `0002647_18240217_0002.xml`, `sn84020657/1917/01/02/ed-1/seq-1/ocr.txt`.

use crate::YEARS;
use crate::date::Date;
use crate::record::Problem;

/// What the name of a file says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Name {
    /// What stands before the day: the newspaper, or its number in a library.
    pub(super) title: String,
    /// The last day that the name holds.
    pub(super) date: Option<Date>,
    /// Of a day with several: `ed-1`.
    pub(super) edition: String,
    /// Number of the page, as counted by the library.
    pub(super) page: Option<u32>,
    /// Whether all that follows the day is understood.
    pub(super) plain: bool,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        let name = name.replace('\\', "/");
        let stem = match name.rsplit_once('.') {
            Some((stem, extension)) if !extension.contains('/') => stem,
            _ => &name,
        };
        let Some((before, date, after)) = split(stem) else { return Name::default() };
        let mut title = before.split('/').map(|part| part.trim_matches(is_between));
        let title = title.rfind(|part| !part.is_empty() && !is_reel(part));
        let title = title.unwrap_or_default().to_owned();
        let mut found = Name { title, date: Some(date), plain: true, ..Name::default() };
        let (edition, after) = edition(after);
        if let Some(edition) = edition {
            found.edition = format!("ed-{edition}");
        }
        let mut words = after.split(is_between).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = word.strip_prefix(letters).filter(|number| !number.is_empty());
            let number = number.or_else(|| words.next_if(|next| number_of(next).is_some()));
            match (letters, number.and_then(number_of)) {
                ("ed", Some(number)) => found.edition = format!("ed-{number}"),
                ("" | "p" | "P" | "pg" | "page" | "seq", Some(number)) => found.page = Some(number),
                ("ocr" | "text" | "alto", None) => {}
                _ => found.plain = false,
            }
        }
        found
    }

    /// Whether it is a page of Chronicling America, by the library's number of the newspaper and its paths.
    pub(super) fn is_of_congress(&self) -> bool {
        let digits = self.title.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let is_number = (8..=10).contains(&digits.len()) && number_of(digits).is_some();
        is_number && self.title.len() - digits.len() <= 3 && !self.edition.is_empty()
    }

    /// The newspaper, as far as it is known: for Chronicling America the collection with the library's number of it.
    pub(super) fn newspaper(&self) -> String {
        match self.is_of_congress() {
            true => format!("Chronicling America, {}", self.title),
            false => self.title.clone(),
        }
    }

    /// # Errors
    /// There is none.
    pub(super) fn day(&self) -> Result<Date, Problem> {
        self.date.ok_or(Problem::NoDate)
    }

    /// What it is of, the same for a page in every form: `sn84020657/1917-01-02/ed-1/seq-1`.
    pub(super) fn id(&self, page: Option<u32>) -> Result<String, Problem> {
        if self.title.is_empty() {
            return Err(Problem::NoIdentity);
        }
        let mut id = format!("{}/{}", self.title, self.day()?);
        if !self.edition.is_empty() {
            id = format!("{id}/{}", self.edition);
        }
        Ok(page.map_or(id.clone(), |page| format!("{id}/seq-{page}")))
    }

    /// Where the page can be looked at, if that is known.
    pub(super) fn address(&self) -> String {
        match (self.is_of_congress(), self.id(self.page)) {
            (true, Ok(id)) => format!("https://chroniclingamerica.loc.gov/lccn/{id}/"),
            _ => String::new(),
        }
    }
}

fn is_between(c: char) -> bool {
    matches!(c, '/' | '_' | '-' | '.' | ' ')
}

fn number_of(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|_| number_of_any(digits))
}

/// What stands before and after the last day: `18240217`, `1824-02-17`, `1824/02/17`, `1824/0217`.
fn split(text: &str) -> Option<(&str, Date, &str)> {
    (0..text.len()).rev().find_map(|at| {
        let (before, rest) = text.split_at_checked(at)?;
        let (date, after) = day(rest).filter(|_| !ends_in_digit(before))?;
        let (_, rest) = edition(after);
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((before, date, after))
    })
}

/// Two figures of an edition right behind the day, as in batches of the Library of Congress: `1917010201/0001.xml`.
fn edition(after: &str) -> (Option<u16>, &str) {
    match digits(after, 2) {
        Some((edition @ 1.., rest)) if rest.starts_with('/') => (Some(edition), rest),
        _ => (None, after),
    }
}

/// The number of a reel of microfilm, or the folder of all of them, between newspaper and day.
fn is_reel(part: &str) -> bool {
    part == "print" || (part.len() == 11 && number_of_any(part))
}

fn number_of_any(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// The day at the beginning of a text, and what follows it.
fn day(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text, 4)?;
    let parted = rest.strip_prefix(is_between);
    let (month, rest) = digits(parted.unwrap_or(rest), 2)?;
    let again = parted.and_then(|_| rest.strip_prefix(is_between));
    let (day, rest) = digits(again.unwrap_or(rest), 2)?;
    let date = Date::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    YEARS.contains(&date.year).then_some((date, rest))
}

fn digits(text: &str, count: usize) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    Some((number_of(digits)?.try_into().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_taken_apart() {
        for (written, id, newspaper, plain) in [
            ("0002647_18240217_0002.xml", "0002647/1824-02-17/seq-2", "0002647", true),
            (
                "0002647/1824/0217/0002647_18240217_0002.xml",
                "0002647/1824-02-17/seq-2",
                "0002647",
                true,
            ),
            (
                "batch_x/sn84020657/1917/01/02/ed-1/seq-11/ocr.xml",
                "sn84020657/1917-01-02/ed-1/seq-11",
                "Chronicling America, sn84020657",
                true,
            ),
            (
                "sn84020657_1917-01-02_ed-2_seq-1_ocr.txt",
                "sn84020657/1917-01-02/ed-2/seq-1",
                "Chronicling America, sn84020657",
                true,
            ),
            (
                "2010270501/1917-01-02/ed-1/seq-1.txt",
                "2010270501/1917-01-02/ed-1/seq-1",
                "Chronicling America, 2010270501",
                true,
            ),
            (
                "batch_x/data/sn84020657/print/00280770187/1917010201/0003.xml",
                "sn84020657/1917-01-02/ed-1/seq-3",
                "Chronicling America, sn84020657",
                true,
            ),
            ("harbor_1917010201.txt", "", "", false),
            ("harbor-news_19170102.txt", "harbor-news/1917-01-02", "harbor-news", true),
            (
                "1901-02-03/harbor-news-1917-01-02-p3.txt",
                "harbor-news/1917-01-02/seq-3",
                "harbor-news",
                true,
            ),
            ("C:\\papers\\Harbor\\19170102.txt", "Harbor/1917-01-02", "Harbor", true),
            ("harbor_19170102_final draft.txt", "harbor/1917-01-02", "harbor", false),
            ("sn84020657/seq-1/ocr.txt", "", "", false),
            ("harbor_19171302.txt", "", "", false),
            ("harbor_319170102.txt", "", "", false),
            ("19170102.txt", "", "", true),
            ("", "", "", false),
        ] {
            let name = Name::of(written);
            let found = name.id(name.page).unwrap_or_default();
            assert_eq!(
                (&*found, &*name.newspaper(), name.plain),
                (id, newspaper, plain),
                "{written}"
            );
        }
    }
}
