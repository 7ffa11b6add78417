//! What counts are out of, once for all series that are out of the same articles.

use serde::Serialize;

use super::sparse::{known, thousandths};
use crate::findings::Year;
use crate::seen::Seen;

/// What the counts of a series are out of, a place a year; it says nothing of years in which the series has no count.
#[derive(Serialize)]
pub(super) struct Denominator {
    international: Vec<Option<u64>>,
    all: Vec<Option<u64>>,
    /// In thousandths.
    coverage: Option<Vec<Option<u16>>>,
}

/// International articles, all articles, share of the year that was seen.
type Cell = (Option<u64>, Option<u64>, Option<u16>);

/// Denominators as they are found. None: no series with it has a count in that year.
#[derive(Default)]
pub(super) struct Denominators(Vec<Vec<Option<Cell>>>);

impl Denominators {
    /// The place of the first denominator that agrees in every year with a count; it takes up the other years.
    pub(super) fn place(&mut self, slots: &[Option<&Year>]) -> usize {
        let cells: Vec<Option<Cell>> = slots.iter().map(|slot| cell((*slot)?)).collect();
        let agree = |known: &Vec<Option<Cell>>| {
            let mut pairs = known.iter().zip(&cells);
            pairs.all(|(a, b)| a.is_none() || b.is_none() || a == b)
        };
        let Some(place) = self.0.iter().position(agree) else {
            self.0.push(cells);
            return self.0.len() - 1;
        };
        for (known, new) in self.0[place].iter_mut().zip(cells) {
            *known = known.or(new);
        }
        place
    }

    pub(super) fn columns(self) -> Vec<Denominator> {
        let columns = |cells: Vec<Option<Cell>>| Denominator {
            international: cells.iter().map(|cell| cell.and_then(|cell| cell.0)).collect(),
            all: cells.iter().map(|cell| cell.and_then(|cell| cell.1)).collect(),
            coverage: known(cells.iter().map(|cell| cell.and_then(|cell| cell.2)).collect()),
        };
        self.0.into_iter().map(columns).collect()
    }
}

/// What a year's count is out of. None: it has no count.
fn cell(year: &Year) -> Option<Cell> {
    Seen::of(year).count()?;
    Some((year.international, year.all_articles, thousandths(year.coverage)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_out_of_the_same_articles_share_a_denominator() {
        let year = |count, international| Year {
            state: "observed".into(),
            count,
            international,
            ..Year::default()
        };
        let (one, two) = (year(Some(1), Some(10)), year(Some(1), Some(20)));
        let (hole, unknown) = (year(None, None), year(Some(1), None));
        let mut all = Denominators::default();
        for (years, expected) in [
            ([&one, &hole], 0),
            ([&hole, &two], 0),
            ([&one, &two], 0),
            ([&one, &one], 1),
            ([&unknown, &two], 2),
        ] {
            assert_eq!(all.place(&years.map(Some)), expected);
        }
        assert_eq!(all.columns()[0].international, [Some(10), Some(20)]);
    }
}
