//! How much a Parquet file may make the library take, told from its footer and headers before the library reads them.

use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use super::format::{FOOTER, PAGE, Told};
use super::headers::{Wrong, walk};

/// Most bytes that the columns of one group of rows may say they unpack to.
const MAX_GROUP: i64 = 1 << 30;

/// Most bytes that a page may unpack to. DuckDB writes pages of 100 million, all others of about one million.
const MAX_PAGE: i64 = 128 << 20;

/// Most bytes of all the pages that are open at once: of each column a page and its dictionary.
const MAX_OPEN: i64 = 512 << 20;

/// Most values of a dictionary, and the bytes that the library takes for each beside its own.
const MAX_ENTRIES: i64 = 1 << 20;
const ENTRY: i64 = 40;

/// Most values of a column of lists in a group of rows, which may all be of one row.
const MAX_LISTED: i64 = 1 << 22;

/// Most values of all columns together: so many, and so many for each byte of the file. A table of articles has titles, which
/// differ; 200 bytes can say 200 million rows that are all the same, and reading those takes minutes.
const MIN_VALUES: i64 = 1 << 20;
const VALUES_A_BYTE: i64 = 16;

/// Most bytes unpacked, of all columns together.
const MAX_UNPACKED: i64 = 16 << 30;

/// How deep columns may be within each other.
const MAX_NESTED: usize = 32;

/// The encodings whose lengths are counted within a page, where nobody can bound them, by the format's numbers.
const DELTA_LENGTH_BYTE_ARRAY: i64 = 6;
const DELTA_BYTE_ARRAY: i64 = 7;

/// Checks the footer: its shape, and how columns are within each other.
pub(super) fn check_footer(bytes: &[u8]) -> Result<(), Wrong> {
    const NONE: Wrong = "no footer";
    let rest = bytes.strip_suffix(b"PAR1").ok_or(NONE)?;
    let (rest, length) = rest.split_last_chunk::<4>().ok_or(NONE)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| NONE)?;
    let footer = rest.len().checked_sub(length).map(|start| &rest[start..]).ok_or(NONE)?;
    // How many elements are still to come within those that are open.
    let (mut open, mut children) = (Vec::<i64>::new(), 0);
    walk(footer, FOOTER, &mut |what, number| {
        match what {
            Told::Children if (0..=length as i64).contains(&number) => children = number,
            Told::Element => {
                if let Some(left) = open.last_mut() {
                    *left -= 1;
                }
                open.push(std::mem::take(&mut children));
                while open.last() == Some(&0) {
                    open.pop();
                }
                if open.len() > MAX_NESTED {
                    return Err("columns within columns without end");
                }
            }
            _ => return Err("its columns are not to be counted"),
        }
        Ok(())
    })?;
    Ok(())
}

/// What all groups of rows that were checked take together.
#[derive(Default)]
pub(super) struct Bounds {
    values: i64,
    unpacked: i64,
}

impl Bounds {
    /// Checks the pages of the columns of a group that are to be read.
    pub(super) fn check<'g>(
        &mut self,
        bytes: &[u8],
        group: &'g RowGroupMetaData,
        read: impl Fn(&'g str) -> bool,
    ) -> Result<(), Wrong> {
        if !(0..=MAX_GROUP).contains(&group.total_byte_size()) {
            return Err("a group of rows has more than 1 GiB: write it with smaller groups");
        }
        let mut open = 0;
        let of = |column: &&'g ColumnChunkMetaData| {
            column.column_path().parts().first().is_some_and(|name| read(name))
        };
        for column in group.columns().iter().filter(of) {
            open += self.column(bytes, column)?;
            if open > MAX_OPEN {
                return Err(
                    "its pages have more than 512 MiB together: write it with smaller pages",
                );
            }
        }
        Ok(())
    }

    /// Checks the pages of a column; the bytes of the largest and of its dictionary.
    fn column(&mut self, bytes: &[u8], column: &ColumnChunkMetaData) -> Result<i64, Wrong> {
        const BEYOND: Wrong = "a column lies beyond the file";
        let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        let end = start.checked_add(column.compressed_size()).ok_or(BEYOND)?;
        let place = |at: i64| usize::try_from(at).map_err(|_| BEYOND);
        let mut rest = bytes.get(place(start)?..place(end)?).ok_or(BEYOND)?;
        let (mut data, mut dictionary, mut values) = (0, 0, 0);
        while !rest.is_empty() {
            let page = Page::of(rest)?;
            rest = usize::try_from(page.packed)
                .ok()
                .and_then(|packed| rest[page.header..].get(packed..))
                .ok_or("a page is longer than its column")?;
            if let Some(entries) = page.entries {
                dictionary += page.unpacked + entries * ENTRY;
            } else {
                data = page.unpacked.max(data);
            }
            values += page.values;
            self.values += page.values;
            self.unpacked += page.unpacked;
            if self.values > MIN_VALUES + VALUES_A_BYTE * bytes.len() as i64 {
                return Err("it says that it has more values than so few bytes can be");
            }
            if self.unpacked > MAX_UNPACKED {
                return Err("it unpacks to more than a document may have: write it as several");
            }
        }
        if column.column_descr().max_rep_level() > 0 && values > MAX_LISTED {
            return Err(
                "a group of rows has more than 4 million values in lists: write it with smaller groups",
            );
        }
        Ok(data + dictionary)
    }
}

/// What the header of a page says.
#[derive(Default)]
struct Page {
    header: usize,
    packed: i64,
    unpacked: i64,
    values: i64,
    /// Of a dictionary.
    entries: Option<i64>,
}

impl Page {
    fn of(bytes: &[u8]) -> Result<Self, Wrong> {
        let mut page = Self::default();
        page.header = walk(bytes, PAGE, &mut |what, number| {
            match what {
                _ if !(0..=i64::from(i32::MAX)).contains(&number) => {
                    return Err(
                        "a page has fewer than no bytes or values, or more than can be said",
                    );
                }
                Told::Packed => page.packed = number,
                Told::Unpacked if number > MAX_PAGE => {
                    return Err("a page has more than 128 MiB: write it with smaller pages");
                }
                Told::Unpacked => page.unpacked = number,
                Told::Values => page.values = number,
                Told::Entries if number > MAX_ENTRIES => {
                    return Err("a dictionary has more than a million values: write it without");
                }
                Told::Entries => page.entries = Some(number),
                Told::Encoding if matches!(number, DELTA_LENGTH_BYTE_ARRAY | DELTA_BYTE_ARRAY) => {
                    return Err("texts as differences (DELTA_…BYTE_ARRAY): write it as version 1");
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(page)
    }
}
