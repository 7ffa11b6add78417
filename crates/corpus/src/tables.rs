//! The tables of the invented world: rows embedded at build, read once into plain vectors.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Years a row holds for, both ends included.
pub(crate) struct Span {
    first: u16,
    last: u16,
}

impl Span {
    pub(crate) fn holds(&self, year: u16) -> bool {
        self.first <= year && year <= self.last
    }
}

/// A form of a country: kind is `name`, `adjective`, `city`, `dateline`, `term`, `tag`, `region` or `neighbour`.
pub(crate) struct Name {
    pub(crate) country: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) span: Span,
    pub(crate) form: &'static str,
}

/// A knot of a newspaper's yearly rate for a country, in hundredths of an article; straight lines between.
pub(crate) struct Rate {
    pub(crate) newspaper: &'static str,
    pub(crate) country: &'static str,
    pub(crate) year: u16,
    pub(crate) centiarticles: u64,
}

/// A planted surge: `percent` of the usual rate, and what the published rule should make of it.
#[derive(Debug)]
pub struct Wave {
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// First planted year.
    pub first: u16,
    /// Last planted year.
    pub last: u16,
    /// Articles in per cent of the usual rate.
    pub percent: u64,
    /// `flagged` (at least one year must be), `lead-in` (cannot be judged yet), `masked` (hidden by a wave just before),
    /// `hole` (not downloaded) or `any` (the neighbours decide).
    pub fate: &'static str,
}

/// Days without the usual paper: `percent` of the articles remain.
pub(crate) struct Silence {
    pub(crate) newspaper: &'static str,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) percent: u64,
}

/// Months left out of the archive, as if never downloaded (`YYYY-MM`, both included).
pub(crate) struct Gap {
    pub(crate) newspaper: &'static str,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
}

/// A defect planted in one record of a month.
pub(crate) struct Fault {
    pub(crate) newspaper: &'static str,
    pub(crate) month: &'static str,
    pub(crate) kind: &'static str,
}

/// A sentence with slots in braces; `style` is `headline`, `index` or `lead`.
pub(crate) struct Template {
    pub(crate) span: Span,
    pub(crate) topic: &'static str,
    pub(crate) style: &'static str,
    pub(crate) text: &'static str,
}

/// A word or phrase that fills a slot of its kind.
pub(crate) struct Word {
    pub(crate) kind: &'static str,
    pub(crate) span: Span,
    pub(crate) text: &'static str,
}

pub(crate) static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let row = |c: [&'static str; 5]| Name {
        country: c[0],
        kind: c[1],
        span: span(c[2], c[3]),
        form: c[4],
    };
    rows(include_str!("../tables/names.csv"), ',').map(row).collect()
});

/// Rows of a table by two of their cells.
pub(crate) type Index<T> = BTreeMap<(&'static str, &'static str), Vec<&'static T>>;

/// The names by country and kind.
pub(crate) static FORMS: LazyLock<Index<Name>> =
    LazyLock::new(|| index(&NAMES, |name| (name.country, name.kind)));

/// The templates by topic and style.
pub(crate) static TOLD: LazyLock<Index<Template>> =
    LazyLock::new(|| index(&TEMPLATES, |t| (t.topic, t.style)));

/// The words by kind.
pub(crate) static KINDS: LazyLock<Index<Word>> =
    LazyLock::new(|| index(&WORDS, |word| (word.kind, "")));

pub(crate) static RATES: LazyLock<Vec<Rate>> = LazyLock::new(|| {
    let row = |c: [&'static str; 4]| Rate {
        newspaper: c[0],
        country: c[1],
        year: number(c[2]),
        centiarticles: number(c[3]),
    };
    rows(include_str!("../tables/rates.csv"), ',').map(row).collect()
});

pub(crate) static WAVES: LazyLock<Vec<Wave>> = LazyLock::new(|| {
    let row = |c: [&'static str; 5]| Wave {
        country: c[0],
        first: number(c[1]),
        last: number(c[2]),
        percent: number(c[3]),
        fate: c[4],
    };
    rows(include_str!("../tables/waves.csv"), ',').map(row).collect()
});

pub(crate) static SILENCES: LazyLock<Vec<Silence>> = LazyLock::new(|| {
    let row = |c: [&'static str; 5]| Silence {
        newspaper: c[0],
        first: c[1],
        last: c[2],
        percent: number(c[3]),
    };
    rows(include_str!("../tables/silences.csv"), ',').map(row).collect()
});

pub(crate) static GAPS: LazyLock<Vec<Gap>> = LazyLock::new(|| {
    let row = |c: [&'static str; 3]| Gap { newspaper: c[0], first: c[1], last: c[2] };
    rows(include_str!("../tables/gaps.csv"), ',').map(row).collect()
});

pub(crate) static FAULTS: LazyLock<Vec<Fault>> = LazyLock::new(|| {
    let row = |c: [&'static str; 3]| Fault { newspaper: c[0], month: c[1], kind: c[2] };
    rows(include_str!("../tables/faults.csv"), ',').map(row).collect()
});

pub(crate) static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let headline = |c: [&'static str; 4]| Template {
        span: span(c[0], c[1]),
        topic: c[2],
        style: "headline",
        text: c[3],
    };
    let body = |c: [&'static str; 5]| Template {
        span: span(c[0], c[1]),
        topic: c[2],
        style: c[3],
        text: c[4],
    };
    let headlines = rows(include_str!("../tables/headlines.tsv"), '\t').map(headline);
    headlines.chain(rows(include_str!("../tables/bodies.tsv"), '\t').map(body)).collect()
});

pub(crate) static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let row = |c: [&'static str; 4]| Word { kind: c[0], span: span(c[1], c[2]), text: c[3] };
    rows(include_str!("../tables/words.tsv"), '\t').map(row).collect()
});

/// The rows below the heading, split at the separator; a missing cell reads as empty.
pub(crate) fn rows<const N: usize>(
    table: &'static str,
    separator: char,
) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(move |line| {
        let mut cells = [""; N];
        cells.iter_mut().zip(line.split(separator)).for_each(|(cell, text)| *cell = text);
        cells
    })
}

fn index<T>(table: &'static [T], cells: impl Fn(&T) -> (&'static str, &'static str)) -> Index<T> {
    let mut index = Index::new();
    table.iter().for_each(|row| index.entry(cells(row)).or_default().push(row));
    index
}

fn span(first: &str, last: &str) -> Span {
    Span { first: number(first), last: number(last) }
}

fn number<T: std::str::FromStr + Default>(cell: &str) -> T {
    let value = cell.parse().ok();
    debug_assert!(value.is_some(), "not a number in an embedded table: {cell:?}");
    value.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_cells_and_numbers() {
        assert!(
            NAMES.iter().all(|n| !n.form.is_empty()) && RATES.iter().all(|r| r.centiarticles > 0)
        );
        assert!(WAVES.iter().all(|w| w.first <= w.last && w.percent > 100 && !w.fate.is_empty()));
        assert!(
            SILENCES.iter().all(|s| s.last.len() == 10) && GAPS.iter().all(|g| g.last.len() == 7)
        );
        assert!(
            FAULTS.iter().all(|f| !f.kind.is_empty()) && WORDS.iter().all(|w| !w.text.is_empty())
        );
        assert!(TEMPLATES.iter().all(|t| !t.text.is_empty() && !t.text.contains('"')));
    }

    #[test]
    fn every_slot_has_words_in_every_year_of_its_template() {
        for template in TEMPLATES.iter() {
            for slot in template
                .text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(slot, _)| slot)
            {
                let kind = slot.to_lowercase();
                let filled = |year| WORDS.iter().any(|w| w.kind == kind && w.span.holds(year));
                let years = template.span.first.max(1851)..=template.span.last;
                assert!(
                    slot.len() == 1 || years.clone().all(filled),
                    "{slot} in {}",
                    template.text
                );
            }
        }
    }
}
