//! A yearly series: consecutive years, each with a count or with the reason why there is none.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

/// The most years a [`Series`] or a judged period may have.
///
/// Far above any archive, and low enough that every product in the rule is below 2^114 and so exact
/// in an `i128`: multiplier part < 2^32, years < 2^17, count < 2^64, one more bit for twice a median.
pub const MAX_YEARS: usize = 100_000;

/// What is known of one year. A year without a count is a hole, never a zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Cell {
    /// A count, in articles, from a year covered as well as it can be. Zero means looked at and found none.
    Observed(u64),
    /// A count, in articles, from a year of which too little was seen: at most what a full year would give.
    Partial(u64),
    /// Not fetched or not readable.
    Missing,
    /// The newspaper did not appear (strike, not yet founded).
    NotPublished,
    /// The country did not exist.
    NotApplicable,
}

impl Cell {
    /// The count in articles; `None` for the three states without one.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Observed(count) | Self::Partial(count) => Some(count),
            Self::Missing | Self::NotPublished | Self::NotApplicable => None,
        }
    }
}

/// Yearly counts of one country in one newspaper (or any yearly counts): consecutive years by construction.
///
/// ```
/// use groundswell_detector::{Cell, Series};
///
/// let series = Series::from_years([(1903, Cell::Observed(7)), (1901, Cell::Partial(2))])?;
/// let years: Vec<_> = series.years().collect();
/// assert_eq!(years, [(1901, Cell::Partial(2)), (1902, Cell::Missing), (1903, Cell::Observed(7))]);
/// # Ok::<(), groundswell_detector::SeriesError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    first_year: i32,
    last_year: i32,
    pub(crate) cells: Vec<Cell>,
    /// As long as `cells`; empty if the series has none.
    pub(crate) exposures: Vec<Option<u64>>,
}

impl Series {
    /// The series whose first cell is `first_year`, one cell a year.
    ///
    /// # Errors
    /// No cells, more than [`MAX_YEARS`], a last year beyond `i32`, or counts whose sum does not fit `u64`.
    pub fn new(first_year: i32, cells: Vec<Cell>) -> Result<Self, SeriesError> {
        if cells.len() > MAX_YEARS {
            return Err(SeriesError::TooManyYears { years: cells.len() as u64 });
        }
        let beyond_first = cells.len().checked_sub(1).ok_or(SeriesError::Empty)?;
        let last_year = i32::try_from(i64::from(first_year) + beyond_first as i64)
            .map_err(|_| SeriesError::PastLastYear)?;
        cells
            .iter()
            .filter_map(|cell| cell.count())
            .try_fold(0, u64::checked_add)
            .ok_or(SeriesError::TotalTooLarge)?;
        Ok(Self { first_year, last_year, cells, exposures: Vec::new() })
    }

    /// The series of these years, in any order. Years absent between the first and the last are [`Cell::Missing`].
    ///
    /// # Errors
    /// As [`Series::new`], and a year given twice.
    pub fn from_years(years: impl IntoIterator<Item = (i32, Cell)>) -> Result<Self, SeriesError> {
        let mut known = BTreeMap::new();
        for (year, cell) in years {
            if known.insert(year, cell).is_some() {
                return Err(SeriesError::DuplicateYear { year });
            }
        }
        let first = *known.keys().next().ok_or(SeriesError::Empty)?;
        let last = *known.keys().next_back().ok_or(SeriesError::Empty)?;
        let years = u64::from(last.abs_diff(first)) + 1;
        if years > MAX_YEARS as u64 {
            return Err(SeriesError::TooManyYears { years });
        }
        Self::new(
            first,
            (first..=last).map(|year| known.get(&year).copied().unwrap_or(Cell::Missing)).collect(),
        )
    }

    /// The same counts with what each is out of: the articles of that year in which it could have been found.
    ///
    /// One a cell, in order; `None`: not known, and then the year is a hole for whatever needs the exposure.
    ///
    /// # Errors
    /// Not as many exposures as years, or more than `u64::MAX` together.
    ///
    /// ```
    /// use groundswell_detector::{Cell, Series};
    ///
    /// let series = Series::new(1901, vec![Cell::Observed(3), Cell::Observed(5), Cell::Missing])?;
    /// let series = series.with_exposures(vec![Some(900), None, None])?;
    /// assert_eq!(series.exposure(1901), Some(900));
    /// assert_eq!(series.exposure(1902), None);
    /// # Ok::<(), groundswell_detector::SeriesError>(())
    /// ```
    pub fn with_exposures(mut self, exposures: Vec<Option<u64>>) -> Result<Self, SeriesError> {
        if exposures.len() != self.cells.len() {
            let (years, exposures) = (self.cells.len(), exposures.len());
            return Err(SeriesError::ExposuresOfOtherYears { years, exposures });
        }
        exposures
            .iter()
            .flatten()
            .try_fold(0, |sum: u64, exposure| sum.checked_add(*exposure))
            .ok_or(SeriesError::TotalTooLarge)?;
        self.exposures = exposures;
        Ok(self)
    }

    /// The first year.
    pub fn first_year(&self) -> i32 {
        self.first_year
    }

    /// The last year, itself included.
    pub fn last_year(&self) -> i32 {
        self.last_year
    }

    /// Every year with its cell, in order, without a break.
    pub fn years(&self) -> impl Iterator<Item = (i32, Cell)> + '_ {
        (self.first_year..=self.last_year).zip(self.cells.iter().copied())
    }

    /// The cell of a year; [`Cell::Missing`] outside the series.
    pub fn cell(&self, year: i32) -> Cell {
        let cell = self.index(year).and_then(|index| self.cells.get(index));
        cell.copied().unwrap_or(Cell::Missing)
    }

    /// What the year's count is out of. `None`: not known, outside the series, or the series has no exposures.
    pub fn exposure(&self, year: i32) -> Option<u64> {
        self.index(year).and_then(|index| self.exposures.get(index).copied().flatten())
    }

    /// Whether exposures were given at all. If not, every year is taken to have the same.
    pub fn has_exposures(&self) -> bool {
        !self.exposures.is_empty()
    }

    /// The same years and exposures with other cells: as many, and of a sum that fits.
    pub(crate) fn with_cells(&self, cells: Vec<Cell>) -> Self {
        Self { cells, ..self.clone() }
    }

    fn index(&self, year: i32) -> Option<usize> {
        usize::try_from(i64::from(year) - i64::from(self.first_year)).ok()
    }
}

/// Why some years are not a [`Series`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeriesError {
    /// There is no year at all.
    Empty,
    /// This year was given twice.
    DuplicateYear {
        /// The year.
        year: i32,
    },
    /// More years from first to last than [`MAX_YEARS`].
    TooManyYears {
        /// How many.
        years: u64,
    },
    /// The last year is above `i32::MAX`.
    PastLastYear,
    /// The counts, or the exposures, add up to more than `u64::MAX`.
    TotalTooLarge,
    /// As many exposures as years are needed.
    ExposuresOfOtherYears {
        /// Years of the series.
        years: usize,
        /// Exposures given.
        exposures: usize,
    },
}

impl fmt::Display for SeriesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a series needs at least one year"),
            Self::DuplicateYear { year } => write!(f, "the year {year} is given twice"),
            Self::TooManyYears { years } => {
                write!(f, "{years} years are more than the {MAX_YEARS} a series may have")
            }
            Self::PastLastYear => write!(f, "the last year is above {}", i32::MAX),
            Self::TotalTooLarge => {
                write!(f, "the counts or exposures add up to more than {}", u64::MAX)
            }
            Self::ExposuresOfOtherYears { years, exposures } => {
                write!(f, "{exposures} exposures were given for {years} years")
            }
        }
    }
}

impl core::error::Error for SeriesError {}
