//! What a pipeline says of importing: files, and what the columns of its tables are called.

use groundswell_press as press;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

use crate::failure::{Failure, Result};
use crate::study::unknown;

/// `import = ["files"]`, or a table with more to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Import {
    /// Files and folders that `run` imports first.
    pub(crate) files: Vec<PathBuf>,
    /// By what it says of an article, the name of a column.
    said: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Newspaper of the tables that have no column of newspapers.
    newspaper: Option<Spanned<String>>,
    /// What comes first in dates that could be of two days: `dmy` or `mdy`.
    dates: Option<Spanned<String>>,
    /// The same as tables are read by it.
    pub(crate) columns: press::Columns,
}

impl Import {
    /// Looks the words up, and makes paths those of the pipeline's folder.
    pub(crate) fn check(
        &mut self,
        folder: &Path,
        wrong: &dyn Fn(Option<Range<usize>>, &str) -> Failure,
    ) -> Result<()> {
        for file in &mut self.files {
            *file = folder.join(&*file);
        }
        for (field, column) in &self.said {
            self.columns = std::mem::take(&mut self.columns)
                .naming(column.get_ref(), field.get_ref())
                .map_err(|error| {
                    wrong(Some(field.span()), &format!("[import] columns: {error}"))
                })?;
        }
        if let Some(name) = &self.newspaper {
            let newspaper = press::newspaper(name.get_ref()).ok_or_else(|| {
                let known = press::newspapers().iter().map(|newspaper| newspaper.name.as_ref());
                wrong(Some(name.span()), &unknown("newspaper", name.get_ref(), known))
            })?;
            self.columns = std::mem::take(&mut self.columns).of_newspaper(&newspaper.title);
        }
        if let Some(dates) = &self.dates {
            let order = match dates.get_ref().as_str() {
                "dmy" => press::Dates::DayFirst,
                "mdy" => press::Dates::MonthFirst,
                other => {
                    let known = ["dmy", "mdy"].into_iter();
                    return Err(wrong(Some(dates.span()), &unknown("order", other, known)));
                }
            };
            self.columns = std::mem::take(&mut self.columns).dated(order);
        }
        Ok(())
    }

    /// All that it says of columns, for the ledger: other words mean other counts. Empty: nothing.
    pub(crate) fn words(&self) -> String {
        let columns = self
            .said
            .iter()
            .map(|(field, column)| format!("{} = {:?}", field.get_ref(), column.get_ref()));
        let newspaper = self.newspaper.iter().map(|name| format!("newspaper: {}", name.get_ref()));
        let dates = self.dates.iter().map(|dates| format!("dates: {}", dates.get_ref()));
        columns.chain(newspaper).chain(dates).collect::<Vec<_>>().join(", ")
    }
}

/// The table.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    files: Vec<PathBuf>,
    columns: BTreeMap<Spanned<String>, Spanned<String>>,
    newspaper: Option<Spanned<String>>,
    dates: Option<Spanned<String>>,
}

impl<'de> Deserialize<'de> for Import {
    fn deserialize<D: Deserializer<'de>>(value: D) -> std::result::Result<Import, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Import;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of files, or a table [import]")
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                files: A,
            ) -> std::result::Result<Import, A::Error> {
                let files = Vec::deserialize(SeqAccessDeserializer::new(files))?;
                Ok(Import { files, ..Import::default() })
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                table: A,
            ) -> std::result::Result<Import, A::Error> {
                let table = Table::deserialize(MapAccessDeserializer::new(table))?;
                let Table { files, columns, newspaper, dates } = table;
                Ok(Import { files, said: columns, newspaper, dates, ..Import::default() })
            }
        }
        value.deserialize_any(Either)
    }
}
